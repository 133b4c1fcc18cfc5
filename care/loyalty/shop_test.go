package loyalty_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/loyalty"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

var zone = time.FixedZone("+07", 7*3600)

// shop is a service on a memory store, with a clock that the test sets.
type shop struct {
	loyalty.Service
	t       testing.TB
	store   storage.Store
	consent notice.Service
	now     time.Time
}

func schemas() []*storage.Schema {
	return slices.Concat(queue.Schemas(), care.Schemas(), notice.Schemas(), loyalty.Schemas())
}

func both(vi, en string) care.Text { return care.Text{VI: vi, EN: en} }

func date(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func noon(text string) time.Time { return date(text).At(calendar.Clock(12, 0), zone) }

func newShop(t testing.TB, p loyalty.Program) *shop {
	t.Helper()
	tenants, err := memory.New(schemas()...)
	require.NoError(t, err)
	s := &shop{t: t, store: tenants.ForTenant("hanoi"), now: noon("2026-04-01")}
	env := care.Env{Now: func() time.Time { return s.now }}
	s.Service, err = loyalty.New(s.store, loyalty.Config{Env: env, Program: p})
	require.NoError(t, err)
	s.consent, err = notice.New(s.store, notice.Config{Env: env})
	require.NoError(t, err)
	return s
}

func (s *shop) posted(p loyalty.Posting, err error) loyalty.Posting {
	s.t.Helper()
	require.NoError(s.t, err)
	require.NoError(s.t, reasonsAreSound(p.Entry.Reasons))
	return p
}

func reasonsAreSound(rs care.Reasons) error {
	var faults []error
	for _, r := range rs {
		faults = append(faults, r.Check())
	}
	return errors.Join(faults...)
}

func (s *shop) give(source string, points int64) loyalty.Posting {
	s.t.Helper()
	return s.posted(s.Earn(s.t.Context(), loyalty.Purchase{Customer: "KH-7", Source: source, Points: points}))
}

func (s *shop) buy(source string, dong int64) loyalty.Posting {
	s.t.Helper()
	return s.posted(s.Earn(s.t.Context(), loyalty.Purchase{Customer: "KH-7", Source: source, Amount: care.VND(dong)}))
}

func (s *shop) redeem(source string, points int64) loyalty.Posting {
	s.t.Helper()
	return s.posted(s.Redeem(s.t.Context(), loyalty.Redemption{Customer: "KH-7", Source: source, Points: points}))
}

func (s *shop) reverse(kind loyalty.Kind, of, source string, points int64) loyalty.Posting {
	s.t.Helper()
	return s.posted(s.Reverse(s.t.Context(), loyalty.Reversal{Kind: kind, Of: of, Source: source, Points: points}))
}

func (s *shop) balance() loyalty.Balance {
	s.t.Helper()
	b, err := s.Balance(s.t.Context(), "KH-7")
	require.NoError(s.t, err)
	require.NoError(s.t, reasonsAreSound(b.Reasons))
	return b
}

func (s *shop) usable() int64 { s.t.Helper(); return s.balance().Usable }

func (s *shop) settle() {
	s.t.Helper()
	for {
		settled, err := s.Settle(s.t.Context(), 10)
		require.NoError(s.t, err)
		if settled.Accounts == 0 {
			return
		}
	}
}

// agree has a customer agree to advertising by every channel.
func (s *shop) agree(customer string) {
	s.t.Helper()
	_, err := s.consent.Grant(s.t.Context(), notice.Declaration{Key: "form/" + customer, Customer: customer, Purpose: "advertising", Via: "counter", Text: "qc-1", By: "NV-1"})
	require.NoError(s.t, err)
}

func problems(t testing.TB, err error) (list []string) {
	t.Helper()
	invalid, ok := errors.AsType[*care.Invalid](err)
	require.True(t, ok, err)
	for _, p := range invalid.Problems {
		require.NoError(t, p.Reason.Check())
		list = append(list, p.Path+" "+p.Reason.Code())
	}
	return list
}

func codes(rs care.Reasons) (list []string) {
	for _, r := range rs {
		list = append(list, r.Code())
	}
	return list
}

// bodies is everything that the store keeps, as text.
func (s *shop) bodies() (all string) {
	s.t.Helper()
	for _, schema := range schemas() {
		for _, index := range schema.Indexes {
			require.NoError(s.t, s.store.View(s.t.Context(), func(ctx context.Context, r storage.Reader) error {
				page, err := r.Scan(ctx, schema, storage.Query{Index: index.Name, Limit: storage.MaxPage})
				for _, rec := range page.Items {
					all += string(rec.Body)
				}
				return err
			}))
		}
	}
	return all
}
