package warranty_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty"
)

func TestNewNeedsAStore(t *testing.T) {
	_, err := warranty.New(nil, warranty.Config{})
	require.ErrorContains(t, err, "store is nil")
}

func TestPublish(t *testing.T) {
	s := newShop(t)
	terms := phoneTerms()
	terms.Code, terms.Published = "tv", time.Date(2025, 12, 20, 1, 0, 0, 1999, time.UTC) // finer than stores keep
	first, err := s.Publish(t.Context(), terms)
	require.NoError(t, err)
	assert.False(t, first.ID.IsZero())
	assert.EqualValues(t, 1, first.Version)
	assert.Equal(t, time.Date(2025, 12, 20, 1, 0, 0, 1000, time.UTC), first.Published)

	for what, same := range map[string]func(*warranty.Terms){
		"as it was sent":     func(*warranty.Terms) {},
		"as it was stored":   func(t *warranty.Terms) { *t = first },
		"in another zone":    func(t *warranty.Terms) { t.Published = t.Published.In(time.FixedZone("", 7*60*60)) },
		"with ids made up":   func(t *warranty.Terms) { t.ID, t.Version = storage.NewID[warranty.Terms](), 9 },
		"with a copied text": func(t *warranty.Terms) { t.How.VI = strings.Clone(t.How.VI) },
	} {
		again := terms
		same(&again)
		got, err := s.Publish(t.Context(), again)
		require.NoError(t, err, what)
		assert.Equal(t, first, got, what)
	}
	assert.Equal(t, []warranty.Terms{first}, collect(t, s.Editions("tv")))
}

// An empty list and none are the same, in whichever order they come.
func TestPublishTakesEmptyListsForNone(t *testing.T) {
	none := goodsTerms()
	empty := none
	empty.Parts, empty.Exclusions = []warranty.Part{}, []warranty.Exclusion{}
	for code, order := range map[warranty.TermsCode][2]warranty.Terms{"a": {none, empty}, "b": {empty, none}, "c": {empty, empty}} {
		s := newShop(t)
		for _, terms := range order {
			terms.Code = code
			_, err := s.Publish(t.Context(), terms)
			require.NoError(t, err)
		}
	}
}

func TestEditionIsNeverChanged(t *testing.T) {
	for what, change := range map[string]func(*warranty.Terms){
		"the day it is in force":  func(t *warranty.Terms) { t.Effective = t.Effective.AddDays(1) },
		"the instant it was told": func(t *warranty.Terms) { t.Published = t.Published.Add(time.Microsecond) },
		"the months":              func(t *warranty.Terms) { t.Months++ },
		"a part's months": func(t *warranty.Terms) {
			t.Parts = []warranty.Part{{Code: "battery", Months: 7, Name: t.Parts[0].Name}}
		},
		"a part less": func(t *warranty.Terms) { t.Parts = nil },
		"a sentence":  func(t *warranty.Terms) { t.Scope.EN += " All of them." },
		"an exclusion": func(t *warranty.Terms) {
			t.Exclusions = append(t.Exclusions[:1:1], warranty.Exclusion{Fault: "fire", Text: both("cháy", "fire")})
		},
		"the words of an exclusion": func(t *warranty.Terms) {
			t.Exclusions = []warranty.Exclusion{{Fault: "water_damage", Text: both("ẩm", "damp")}}
		},
	} {
		s := newShop(t)
		changed := phoneTerms()
		change(&changed)
		got, err := s.Publish(t.Context(), changed)
		assert.Equal(t, []string{"edition warranty.edition_taken"}, problems(t, err), what)
		assert.Zero(t, got, what)

		changed.Edition = 2
		_, err = s.Publish(t.Context(), changed)
		require.NoError(t, err, "%s is a new edition", what)
		assert.Len(t, collect(t, s.Editions("phones")), 2)
	}
}

func TestPublishNeedsTheSixFields(t *testing.T) {
	s := newShop(t)
	for _, c := range []struct {
		what   string
		change func(*warranty.Terms)
		want   []string
	}{
		{"nothing at all", func(t *warranty.Terms) { *t = warranty.Terms{} }, []string{
			"code care.missing", "effective care.missing", "published care.missing", "edition warranty.edition", "months warranty.months",
			"start.vi care.missing", "start.en care.missing", "term.vi care.missing", "term.en care.missing",
			"content.vi care.missing", "content.en care.missing", "scope.vi care.missing", "scope.en care.missing",
			"how.vi care.missing", "how.en care.missing", "exclusions warranty.exclusions_unsaid"}},
		{"blank text", func(t *warranty.Terms) { t.Start.VI, t.How.EN, t.Code = " \n", "\t", " " }, []string{
			"code care.missing", "start.vi care.missing", "how.en care.missing"}},
		{"when it starts", func(t *warranty.Terms) { t.Start = care.Text{} }, []string{"start.vi care.missing", "start.en care.missing"}},
		{"how long", func(t *warranty.Terms) { t.Term.EN = "" }, []string{"term.en care.missing"}},
		{"what is done", func(t *warranty.Terms) { t.Content.VI = "" }, []string{"content.vi care.missing"}},
		{"what is covered", func(t *warranty.Terms) { t.Scope.VI = "" }, []string{"scope.vi care.missing"}},
		{"how", func(t *warranty.Terms) { t.How.VI = "" }, []string{"how.vi care.missing"}},
		{"exclusions left unsaid", func(t *warranty.Terms) { t.Exclusions = nil }, []string{"exclusions warranty.exclusions_unsaid"}},
		{"exclusions, and none", func(t *warranty.Terms) { t.NoExclusions = true }, []string{"exclusions warranty.exclusions_unsaid"}},
		{"an exclusion of nothing", func(t *warranty.Terms) { t.Exclusions = []warranty.Exclusion{{}} }, []string{
			"exclusions[0].fault care.missing", "exclusions[0].text.vi care.missing", "exclusions[0].text.en care.missing"}},
		{"a part without a name", func(t *warranty.Terms) { t.Parts = []warranty.Part{{Months: 1}, {Code: "x"}} }, []string{
			"parts[0].code care.missing", "parts[1].months warranty.months"}},
		{"no months", func(t *warranty.Terms) { t.Months = 0 }, []string{"months warranty.months"}},
		{"more than a hundred years", func(t *warranty.Terms) { t.Months = 1201 }, []string{"months warranty.months"}},
		{"edition 0", func(t *warranty.Terms) { t.Edition = 0 }, []string{"edition warranty.edition"}},
		{"a code no index takes", func(t *warranty.Terms) { t.Code = warranty.TermsCode(strings.Repeat("x", 201)) }, []string{"code care.too_long"}},
		{"a code that is not text", func(t *warranty.Terms) { t.Code = "a\x00" }, []string{"code care.not_text"}},
	} {
		terms := phoneTerms()
		terms.Code = "new"
		c.change(&terms)
		_, err := s.Publish(t.Context(), terms)
		assert.Equal(t, c.want, problems(t, err), c.what)
		assert.Empty(t, collect(t, s.Editions("new")), c.what)
	}
	terms := phoneTerms()
	terms.Code, terms.Months = "long", 1200
	_, err := s.Publish(t.Context(), terms)
	require.NoError(t, err)
}

func TestCover(t *testing.T) {
	s := newShop(t)
	_, err := s.Cover(t.Context(), warranty.Coverage{})
	assert.Equal(t, []string{"product care.missing", "terms care.missing"}, problems(t, err))
	_, err = s.Cover(t.Context(), warranty.Coverage{Product: "P\x00", Terms: warranty.TermsCode(strings.Repeat("x", 600))})
	assert.Equal(t, []string{"product care.not_text", "terms care.too_long"}, problems(t, err))

	c := warranty.Coverage{Product: "NOI-01", Name: both("Nồi cơm", "Rice cooker"), Terms: "goods"}
	first, err := s.Cover(t.Context(), c)
	require.NoError(t, err)
	again, err := s.Cover(t.Context(), c)
	require.NoError(t, err)
	assert.Equal(t, first, again, "nothing is written where nothing changes")

	sale := fanSale()
	sale.Product = "NOI-01"
	before := s.sell(t, sale).Registrations[0]
	c.Terms = "phones"
	changed, err := s.Cover(t.Context(), c)
	require.NoError(t, err)
	assert.Equal(t, first.ID, changed.ID)
	assert.EqualValues(t, 2, changed.Version)
	sale.Invoice = "HD-SAU"
	after := s.sell(t, sale).Registrations[0]
	assert.Equal(t, []warranty.TermsCode{"goods", "phones"}, []warranty.TermsCode{before.Terms, after.Terms})
	assert.Equal(t, warranty.TermsCode("goods"), collect(t, s.Registrations("HD000124"))[0].Terms, "what was sold before keeps its terms")
}

// More editions than a page of a list holds are all looked at.
func TestManyEditions(t *testing.T) {
	s := newShop(t)
	for n := 2; n <= 130; n++ {
		terms := phoneTerms()
		terms.Edition, terms.Months = n, n
		_, err := s.Publish(t.Context(), terms)
		require.NoError(t, err)
	}
	r := s.sell(t, phoneSale()).Registrations[0]
	assert.Equal(t, 130, r.Edition)
	a := s.ask(t, warranty.Inquiry{Card: r.Ref()})
	assert.Equal(t, r.Ends, a.Decision.Ends)
}

func TestRegistrationsAreListedInOrder(t *testing.T) {
	s := newShop(t)
	late, early := fanSale(), phoneSale()
	s.sell(t, late)
	s.sell(t, early)
	late.Line, late.Quantity = 1, 1
	s.sell(t, late)
	var units []string
	for _, r := range collect(t, s.Registrations("")) {
		units = append(units, r.Ref().String())
	}
	assert.Equal(t, []string{"HD000123/1/1", "HD000124/1/1", "HD000124/2/1", "HD000124/2/2"}, units)
	assert.Len(t, collect(t, s.Registrations("HD000124")), 3)
	assert.Empty(t, collect(t, s.Registrations("HD00012")), "an invoice, not the beginning of its number")
}

func TestTenantsDoNotMeet(t *testing.T) {
	s := newShop(t)
	other := s.In(s.tenants.ForTenant("saigon"))
	first := s.sell(t, phoneSale()).Registrations[0]

	_, err := other.Register(t.Context(), phoneSale())
	assert.Equal(t, []string{"product warranty.uncovered"}, problems(t, err))
	open(t, other)
	a, err := other.Ask(t.Context(), warranty.Inquiry{Serial: first.Serial, Phone: "0169 123 4567", Invoice: "HD000123", Card: first.Ref()})
	require.NoError(t, err)
	assert.Equal(t, warranty.FoundNone, a.Finding.Status)
	assert.Empty(t, collect(t, other.Registrations("")))
	assert.Empty(t, collect(t, other.Answers(first.ID)))

	receipt, err := other.Register(t.Context(), phoneSale()) // the same invoice, serial and key in another shop
	require.NoError(t, err)
	assert.False(t, receipt.Repeated)
	assert.NotEqual(t, first.ID, receipt.Registrations[0].ID)
	assert.Len(t, collect(t, s.Registrations("")), 1)
}

// A shop may bring its own way to read numbers, ids and zone, and hear of what is done.
func TestConfigIsUsed(t *testing.T) {
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), warranty.Schemas())...)
	require.NoError(t, err)
	id := uuid.MustParse("01890000-0000-7000-8000-000000000001")
	var heard []string
	s, err := warranty.New(tenants.ForTenant(""), warranty.Config{
		Env: care.Env{
			Now: func() time.Time { return at("2026-08-31 10:00") }, NewID: func() uuid.UUID { id[15]++; return id }, Zone: time.UTC,
			Observer: observer(func(said string) { heard = append(heard, said) }),
		},
		ParsePhone: func(text string) (care.Phone, error) { return care.Phone("tel:" + strings.TrimSpace(text)), nil },
	})
	require.NoError(t, err)
	open(t, s)
	sale := fanSale()
	sale.At = at("2026-09-01 03:00") // still August in UTC
	receipt, err := s.Register(t.Context(), sale)
	require.NoError(t, err)
	r := receipt.Registrations[1]
	assert.Equal(t, "01890000-0000-7000-8000-000000000007", r.ID.String(), "two terms, two products and two units have ids of Env's")
	assert.Equal(t, day("2026-08-31"), r.Delivered)
	assert.Equal(t, care.Phone("tel:0912 345 678"), r.Phone)
	_, err = s.Ask(t.Context(), warranty.Inquiry{Phone: "0912 345 678", Name: "Đức"})
	require.NoError(t, err)
	_, err = s.Find(t.Context(), warranty.Inquiry{WithinDays: -1})
	require.Error(t, err)
	assert.Equal(t, "start warranty.publish, end, start warranty.publish, end, start warranty.cover, end, start warranty.cover, end, "+
		"start warranty.register, end, start warranty.ask, end, start warranty.find, failed", strings.Join(heard, ", "))
}

type observer func(string)

func (o observer) Start(ctx context.Context, operation string) (context.Context, func(error)) {
	o("start " + operation)
	return ctx, func(err error) {
		if err != nil {
			o("failed")
		} else {
			o("end")
		}
	}
}

var errDisk = errors.New("the disk is gone")

// frail is a store whose calls fail once there are none left; savepoints count too.
type frail struct {
	storage.Store
	left *int
}

func (s frail) step() error {
	if *s.left--; *s.left < 0 {
		return errDisk
	}
	return nil
}

func (s frail) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	return s.Store.View(ctx, func(ctx context.Context, r storage.Reader) error { return fn(ctx, frailReader{r, s}) })
}

func (s frail) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return s.Store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return fn(ctx, frailTx{frail{tx, s.left}, tx}) })
}

type frailReader struct {
	storage.Reader
	s frail
}

func (r frailReader) Scan(ctx context.Context, s *storage.Schema, q storage.Query) (page storage.Page[storage.Record], err error) {
	if err = r.s.step(); err == nil {
		page, err = r.Reader.Scan(ctx, s, q)
	}
	return page, err
}

type frailTx struct {
	frail
	tx storage.Tx
}

func (t frailTx) Get(ctx context.Context, s *storage.Schema, id uuid.UUID) (storage.Record, error) {
	return t.tx.Get(ctx, s, id)
}

func (t frailTx) Scan(ctx context.Context, s *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	return frailReader{t.tx, t.frail}.Scan(ctx, s, q)
}

func (t frailTx) Put(ctx context.Context, s *storage.Schema, r storage.Record) (storage.Record, error) {
	if err := t.step(); err != nil {
		return r, err
	}
	return t.tx.Put(ctx, s, r)
}

func (t frailTx) Delete(ctx context.Context, s *storage.Schema, id uuid.UUID, version int64) error {
	return t.tx.Delete(ctx, s, id, version)
}

// Every call fails once in each place where it touches the store: the store's own error comes out, and nothing was written.
func TestErrorsOfTheStoreComeThrough(t *testing.T) {
	for what, call := range map[string]func(context.Context, warranty.Service) error{
		"Publish": func(ctx context.Context, s warranty.Service) error {
			n := phoneTerms()
			n.Edition = 2
			_, err := s.Publish(ctx, n)
			return err
		},
		"Cover": func(ctx context.Context, s warranty.Service) error {
			_, err := s.Cover(ctx, warranty.Coverage{Product: "NEW", Terms: "goods"})
			return err
		},
		"Register": func(ctx context.Context, s warranty.Service) error { _, err := s.Register(ctx, fanSale()); return err },
		"Find":     func(ctx context.Context, s warranty.Service) error { _, err := s.Find(ctx, everything()); return err },
		"Ask":      func(ctx context.Context, s warranty.Service) error { _, err := s.Ask(ctx, everything()); return err },
	} {
		for calls := 0; ; calls++ {
			s := newShop(t)
			s.sell(t, phoneSale())
			left := calls
			err := call(t.Context(), s.In(frail{s.store, &left}))
			if err == nil {
				assert.Greater(t, calls, 1, "%s touches the store", what)
				break
			}
			require.ErrorIs(t, err, errDisk, "%s, call %d", what, calls)
			assert.Len(t, collect(t, s.Registrations("")), 1)
			assert.Len(t, collect(t, s.Editions("phones")), 1)
			assert.Len(t, bodies(t, s.store, "care_outcome", "by_key"), 1)
			assert.Empty(t, bodies(t, s.store, "warranty_answer", "by_registration"))
		}
		s := newShop(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, call(ctx, s.Service), context.Canceled, what)
		require.ErrorIs(t, call(t.Context(), s.In(s.tenants.ForTenant(strings.Repeat("x", 129)))), storage.ErrValue, what)
	}
}

// everything are all clues of the sold phone.
func everything() warranty.Inquiry {
	return warranty.Inquiry{
		Card: warranty.UnitRef{Invoice: "HD000123", Line: 1, Unit: 1}, Serial: "490154203237518", Phone: "0169 123 4567", PhoneVerified: true,
		Invoice: "HD000123", Name: "nguyen thi anh", Product: "DT-01", About: "31/08/2026",
	}
}
