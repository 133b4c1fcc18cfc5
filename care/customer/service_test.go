package customer_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/customer"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

func schemas() []*storage.Schema {
	return slices.Concat(customer.Schemas(), care.Schemas(), queue.Schemas())
}

func newService(t testing.TB) (customer.Service, storage.Store) {
	tenants, err := memory.New(schemas()...)
	require.NoError(t, err)
	var ticks atomic.Int64
	clock := func() time.Time { return time.Date(2026, time.June, 8, 2, 0, int(ticks.Add(1)), 0, time.UTC) }
	s, err := customer.New(tenants.ForTenant(""), customer.Config{Env: care.Env{Now: clock}})
	require.NoError(t, err)
	return s, tenants.ForTenant("")
}

func person(ref, name string, contacts ...care.ContactInput) customer.Record {
	return customer.Record{CustomerInput: care.CustomerInput{Ref: ref, Name: name, Contacts: contacts}}
}

func phone(text string) care.ContactInput {
	return care.ContactInput{Kind: care.ContactPhone, Text: text}
}
func email(text string) care.ContactInput {
	return care.ContactInput{Kind: care.ContactEmail, Text: text}
}

func keep(t testing.TB, s customer.Service, r customer.Record) customer.Kept {
	t.Helper()
	kept, err := s.Keep(t.Context(), r)
	require.NoError(t, err)
	return kept
}

func refs(t testing.TB, s customer.Service, q care.CustomerQuery) (refs []care.CustomerRef) {
	t.Helper()
	found, err := s.FindCustomers(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, "Chamsoc", found.Source)
	require.False(t, found.AsOf.IsZero())
	for _, c := range found.Value {
		refs = append(refs, c.Ref)
	}
	return refs
}

func TestNewNeedsAStore(t *testing.T) {
	_, err := customer.New(nil, customer.Config{})
	require.ErrorContains(t, err, "the store is nil")
}

func TestFindsByEachField(t *testing.T) {
	s, _ := newService(t)
	keep(t, s, person("KH1", "Nguyễn Thị Hoà", phone("0169 234 5678"), email("Hoa@Example.vn")))
	keep(t, s, person("KH2", "Nguyễn Thị Hoàng", phone("0912345678"), care.ContactInput{Kind: care.ContactZalo, Text: "0987654321"}))
	for _, c := range []struct {
		name string
		q    care.CustomerQuery
		want []care.CustomerRef
	}{
		{"key", care.CustomerQuery{Ref: "KH1"}, []care.CustomerRef{"KH1"}},
		{"phone in its new form", care.CustomerQuery{Phone: "+84392345678"}, []care.CustomerRef{"KH1"}},
		{"phone of a Zalo account", care.CustomerQuery{Phone: "+84987654321"}, []care.CustomerRef{"KH2"}},
		{"email in other letters", care.CustomerQuery{Email: "hoa@example.VN"}, []care.CustomerRef{"KH1"}},
		{"whole name", care.CustomerQuery{NameKey: care.NameKey("nguyen thi hoang")}, []care.CustomerRef{"KH2"}},
		{"beginning of a name", care.CustomerQuery{NameKey: care.NameKey("Nguyễn Thị")}, []care.CustomerRef{"KH1", "KH2"}},
		{"no more than asked for", care.CustomerQuery{NameKey: "nguyen", Limit: 1}, []care.CustomerRef{"KH1"}},
		{"every field counts", care.CustomerQuery{Phone: "+84392345678", NameKey: "tran"}, nil},
		{"key and another's phone", care.CustomerQuery{Ref: "KH1", Phone: "+84912345678"}, nil},
		{"nobody", care.CustomerQuery{Phone: "+84999999999"}, nil},
		{"nothing asked", care.CustomerQuery{}, nil},
	} {
		assert.Equal(t, c.want, refs(t, s, c.q), c.name)
	}
	_, err := s.FindCustomers(t.Context(), care.CustomerQuery{TaxCode: "0101234567"})
	assert.ErrorIs(t, err, errors.ErrUnsupported)
}

func TestAnEditTakesThePlaceOfWhatWas(t *testing.T) {
	s, _ := newService(t)
	first := keep(t, s, person("KH1", "Hoà", phone("0912345678"), email("hoa@example.vn")))
	r := person("KH1", "Nguyễn Hoà", phone("0987654321"), email("hoa@example.vn"))
	r.Version = first.Customer.Version
	second := keep(t, s, r)
	assert.Equal(t, first.Customer.ID, second.Customer.ID)
	assert.Equal(t, first.Customer.Since, second.Customer.Since)
	assert.True(t, second.Customer.Changed.After(first.Customer.Changed))
	assert.Empty(t, refs(t, s, care.CustomerQuery{Phone: "+84912345678"}), "the number that was given up")
	assert.Len(t, refs(t, s, care.CustomerQuery{Phone: "+84987654321"}), 1)
	assert.Len(t, refs(t, s, care.CustomerQuery{Email: "hoa@example.vn"}), 1)
	_, err := s.Keep(t.Context(), r)
	assert.ErrorIs(t, err, care.ErrStale)
	fresh := person("KH2", "Lan")
	fresh.Version = 3
	_, err = s.Keep(t.Context(), fresh)
	assert.ErrorIs(t, err, care.ErrStale, "there is none to edit")
}

func TestRefusesWithEveryProblem(t *testing.T) {
	s, store := newService(t)
	_, err := s.Keep(t.Context(), person("KH1", "", phone("12"), email("nobody")))
	invalid, ok := errors.AsType[*care.Invalid](err)
	require.True(t, ok, "%v", err)
	assert.Len(t, invalid.Problems, 2)
	require.NoError(t, store.View(t.Context(), func(ctx context.Context, r storage.Reader) error {
		for _, schema := range schemas() {
			page, err := r.Scan(ctx, schema, storage.Query{Index: schema.Indexes[0].Name})
			require.NoError(t, err)
			assert.Empty(t, page.Items, schema.Name)
		}
		return nil
	}))
}

func TestARepetitionIsOne(t *testing.T) {
	s, _ := newService(t)
	r := person("", "Hoà", phone("0912345678"))
	r.Key = "form-1"
	first, again := keep(t, s, r), keep(t, s, r)
	assert.Equal(t, first, again)
	assert.Equal(t, care.CustomerRef(first.Customer.ID.String()), first.Customer.Ref, "a key was made")
	r.Name = "Hoàng"
	_, err := s.Keep(t.Context(), r)
	assert.ErrorContains(t, err, "care.key_reused")
}

func TestAlikeAreNamedAndNotJoined(t *testing.T) {
	s, _ := newService(t)
	assert.Empty(t, keep(t, s, person("KH1", "Hoà", phone("0912345678"))).Alike)
	assert.Equal(t, []care.CustomerRef{"KH1"}, keep(t, s, person("KH2", "Hòa", phone("0912345678"), email("h@example.vn"))).Alike)
	assert.Equal(t, []care.CustomerRef{"KH2"}, keep(t, s, person("KH3", "Hoa", email("H@example.vn"))).Alike)
	for i := range 30 {
		keep(t, s, person(fmt.Sprint("X", i), "X", phone("0912345678")))
	}
	assert.Len(t, keep(t, s, person("KH1", "Hoà", phone("0912345678"))).Alike, 20)
}

func TestManyMayKeepTheSameAtOnce(t *testing.T) {
	s, _ := newService(t)
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			_, err := s.Keep(t.Context(), person("KH1", fmt.Sprint("Hoà ", i), phone(fmt.Sprint("091234567", i))))
			assert.NoError(t, err)
		})
	}
	wait.Wait()
	c, err := s.Customer(t.Context(), "KH1")
	require.NoError(t, err)
	for i := range 8 {
		q := care.CustomerQuery{Phone: care.Phone(fmt.Sprint("+8491234567", i))}
		assert.Equal(t, q.Phone == c.Person.Phones()[0], len(refs(t, s, q)) == 1, "only the last one's number is found")
	}
}

func TestErasingDeletes(t *testing.T) {
	s, store := newService(t)
	keep(t, s, person("KH1", "Hoà", phone("0912345678")))
	keep(t, s, person("KH2", "Hòa", phone("0912345678")))
	_, err := storage.Erase(t.Context(), store, schemas(), "KH1")
	require.NoError(t, err)
	_, err = s.Customer(t.Context(), "KH1")
	assert.ErrorIs(t, err, storage.ErrNotFound)
	assert.Equal(t, []care.CustomerRef{"KH2"}, refs(t, s, care.CustomerQuery{Phone: "+84912345678"}))
	assert.Equal(t, []care.CustomerRef{"KH2"}, refs(t, s, care.CustomerQuery{NameKey: "hoa"}))
}
