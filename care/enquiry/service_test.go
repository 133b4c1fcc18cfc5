package enquiry_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/enquiry"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// host is a company's own systems: one invoice of KH1, what KH1 owes, and a delivery.
type host struct {
	mu       sync.Mutex
	calls    []string
	err      error // what every port but the identity answers with
	identity error
	slow     bool
}

func (h *host) called(ctx context.Context, name string) error {
	h.mu.Lock()
	h.calls = append(h.calls, name)
	h.mu.Unlock()
	if h.slow {
		<-ctx.Done()
		return ctx.Err()
	}
	return h.err
}

func (h *host) Verify(_ context.Context, c enquiry.Claim) (care.CustomerRef, error) {
	switch {
	case h.identity != nil:
		return "", h.identity
	case c.Code == "480221":
		return "KH1", nil
	case c.Code == "111111":
		return "KH2", nil
	}
	return "", nil
}

func (h *host) Invoices(ctx context.Context, q care.InvoiceQuery) (k care.Known[[]care.Invoice], err error) {
	k = care.Known[[]care.Invoice]{AsOf: noon, Source: "Kế toán"}
	if q.Customer == "" || q.Customer == "KH1" {
		k.Value = []care.Invoice{{Ref: "HD-7", Number: "00000123", Symbol: "C26TAA", Customer: "KH1", IssuedAt: noon, Status: care.InvoicePaid}}
	}
	return k, h.called(ctx, fmt.Sprintf("invoices %s %s", q.Customer, q.Number))
}

func (h *host) Debt(ctx context.Context, c care.CustomerRef) (care.Known[care.Debt], error) {
	return care.Known[care.Debt]{Value: care.Debt{Customer: c}, AsOf: noon, Source: "Kế toán"}, h.called(ctx, "debt "+string(c))
}

func (h *host) Shipments(ctx context.Context, q care.ShipmentQuery) (care.Known[[]care.Shipment], error) {
	return care.Known[[]care.Shipment]{AsOf: noon, Source: "GHTK", Value: []care.Shipment{{Ref: "S1", Carrier: "GHTK", TrackingNumber: "S.22.B1", Raw: care.RawStatus{Code: "4"},
		Events: []care.ShipmentEvent{{At: noon, Raw: care.RawStatus{Code: "3"}}}}}}, h.called(ctx, fmt.Sprintf("shipments %s %s %s", q.Customer, q.Invoice, q.TrackingNumber))
}

func (h *host) Warranties(ctx context.Context, q enquiry.WarrantyQuery) (care.Known[[]enquiry.Warranty], error) {
	return care.Known[[]enquiry.Warranty]{AsOf: noon, Source: "Bảo hành", Value: []enquiry.Warranty{{Product: "TV-55", Customer: "KH1", Ends: calendar.MustDate(2027, 1, 1)}}},
		h.called(ctx, fmt.Sprintf("warranties %s %s %s", q.Customer, q.Invoice, q.Serial))
}

func schemas() []*storage.Schema {
	return slices.Concat(queue.Schemas(), care.Schemas(), enquiry.Schemas())
}

func newService(t testing.TB, h *host, change func(*enquiry.Config)) (enquiry.Service, storage.Store) {
	tenants, err := memory.New(schemas()...)
	require.NoError(t, err)
	store := tenants.ForTenant("")
	c := enquiry.Config{Env: care.Env{Now: func() time.Time { return noon }}, Verifier: h, Invoices: h, Debts: h, Shipments: h,
		Warranties: func(storage.Store) enquiry.WarrantyReader { return h }}
	if change != nil {
		change(&c)
	}
	s, err := enquiry.New(store, c)
	require.NoError(t, err)
	return s, store
}

func collect(t testing.TB, l storage.List[enquiry.Enquiry]) (all []enquiry.Enquiry) {
	for e, err := range l.All(t.Context()) {
		require.NoError(t, err)
		all = append(all, e)
	}
	return all
}

func TestNewRefusesWhatClashes(t *testing.T) {
	store := func() storage.Store { _, s := newService(t, &host{}, nil); return s }()
	for want, c := range map[string]enquiry.Config{
		"Patience is -1s":                    {Patience: -time.Second},
		"none or two of the carrier \"ghn\"": {Vocabularies: []enquiry.Vocabulary{carrier(t, "ghn"), carrier(t, "ghn")}},
		"none or two of the carrier \"\"":    {Vocabularies: []enquiry.Vocabulary{{}}},
		"the second is not below the first":  {Limits: enquiry.Limits{Live: time.Hour, Recent: time.Minute}},
	} {
		_, err := enquiry.New(store, c)
		assert.ErrorContains(t, err, want)
	}
	_, err := enquiry.New(nil, enquiry.Config{})
	assert.ErrorContains(t, err, "store is nil")
}

func TestAskRefusesWithEveryProblem(t *testing.T) {
	h := &host{}
	s, _ := newService(t, h, nil)
	_, err := s.Ask(t.Context(), enquiry.Question{Topic: "weather", Asker: enquiry.Asker{Phone: "12", Shown: true}, Serial: strings.Repeat("x", 101)})
	invalid, ok := errors.AsType[*care.Invalid](err)
	require.True(t, ok)
	var got []string
	for _, p := range invalid.Problems {
		got = append(got, p.Path+" "+p.Reason.Code())
	}
	assert.Equal(t, []string{"topic care.unknown_word", "channel care.missing", "serial care.too_long", "asker.phone care.phone_length", "invoice enquiry.number_missing"}, got)
	assert.Empty(t, h.calls)
	for topic := range enquiry.Topic("").Terms().All() {
		assert.Empty(t, collect(t, s.On(topic)))
	}
}

func TestAskIsKeptAndAnnounced(t *testing.T) {
	h := &host{}
	s, store := newService(t, h, nil)
	a, err := s.Ask(t.Context(), enquiry.Question{Topic: "invoice", Channel: "phone", Invoice: "123", Segment: "retail", Staff: "NV1",
		Asker: enquiry.Asker{Name: "Nguyễn Thị Ánh", Phone: "0912 345 678", Code: "480221"}})
	require.NoError(t, err)
	assert.Equal(t, enquiry.Answered, a.Outcome)
	assert.Equal(t, []string{"invoices KH1 123"}, h.calls)

	kept, err := s.Enquiry(t.Context(), a.Enquiry)
	require.NoError(t, err)
	assert.Equal(t, enquiry.Enquiry{
		ID: a.Enquiry, Version: 1, Topic: enquiry.TopicInvoice, Channel: care.ChannelPhone, Segment: "retail", Staff: "NV1",
		Customer: "KH1", Name: "Nguyễn Thị Ánh", Phone: "+84912345678", Subject: "KH1", Outcome: enquiry.Answered, Source: "Kế toán", AsOf: noon, Freshness: enquiry.Live,
		About: []care.About{{Kind: care.AboutInvoice, Ref: "HD-7"}}, At: noon, Recorded: noon,
	}, kept)

	var heard []enquiry.LoggedEvent
	worker, err := queue.NewWorker(queue.Config{Tenants: one{store}, Now: func() time.Time { return noon }, Subscriptions: []queue.Subscription{
		queue.Subscribe(enquiry.Logged, "test", func(_ context.Context, _ storage.Store, d queue.Delivery[enquiry.LoggedEvent]) error {
			heard = append(heard, d.Payload)
			return nil
		})}})
	require.NoError(t, err)
	_, err = worker.RunOnce(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []enquiry.LoggedEvent{{Enquiry: a.Enquiry, Topic: enquiry.TopicInvoice, Segment: "retail", Channel: care.ChannelPhone, Outcome: enquiry.Answered, At: noon}}, heard)

	_, err = s.Enquiry(t.Context(), storage.NewID[enquiry.Enquiry]())
	assert.ErrorIs(t, err, storage.ErrNotFound)
}

// A stranger costs the ports nothing; who has proved themself costs the same whether the invoice is another's or none.
func TestNothingIsLearnt(t *testing.T) {
	h := &host{}
	s, _ := newService(t, h, nil)
	ask := func(code, number string) (enquiry.Answer, []string) {
		h.calls = nil
		a, err := s.Ask(t.Context(), enquiry.Question{Topic: "whereabouts", Channel: "web", Invoice: number, Asker: enquiry.Asker{Code: code}})
		require.NoError(t, err)
		a.Enquiry = storage.ID[enquiry.Enquiry]{}
		return a, h.calls
	}
	stranger, none := ask("", "123")
	assert.Empty(t, none)
	foreign, calls := ask("111111", "123")
	assert.Equal(t, []string{"invoices KH2 123"}, calls)
	nothing, calls := ask("111111", "999")
	assert.Equal(t, []string{"invoices KH2 999"}, calls)
	assert.Equal(t, stranger, foreign)
	assert.Equal(t, stranger, nothing)

	own, calls := ask("480221", "0123")
	assert.Equal(t, enquiry.Answered, own.Outcome)
	assert.Equal(t, []string{"invoices KH1 0123", "shipments KH1 HD-7 "}, calls)
	assert.Equal(t, care.ShipmentOutForDelivery, own.Shipments[0].Status, "read by the carrier's vocabulary")
	assert.Equal(t, care.RawStatus{Code: "4"}, own.Shipments[0].Raw)
	assert.Equal(t, care.ShipmentPickedUp, own.Shipments[0].Events[0].Status)

	var kept []enquiry.Cause
	for _, e := range collect(t, s.On(enquiry.TopicWhereabouts)) {
		kept = append(kept, e.Cause)
	}
	assert.Equal(t, []enquiry.Cause{enquiry.CauseUnproven, enquiry.CauseNothing, enquiry.CauseNothing, ""}, kept, "the port told nothing of what is not theirs")
}

func TestPaperAtTheCounter(t *testing.T) {
	h := &host{}
	s, _ := newService(t, h, func(c *enquiry.Config) { c.Verifier = nil })
	for topic, calls := range map[string][]string{
		"invoice":  {"invoices  123"},
		"delivery": {"invoices  123", "shipments  HD-7 "},
		"warranty": {"invoices  123", "warranties  HD-7 "},
		"debt":     nil,
	} {
		h.calls = nil
		a, err := s.Ask(t.Context(), enquiry.Question{Topic: topic, Channel: "counter", Invoice: "123", Asker: enquiry.Asker{Shown: true}})
		require.NoError(t, err)
		assert.Equal(t, calls, h.calls, topic)
		assert.Equal(t, topic != "debt", a.Outcome == enquiry.Answered, topic)
	}
	a, err := s.Ask(t.Context(), enquiry.Question{Topic: "debt", Channel: "web", Asker: enquiry.Asker{Customer: "KH1"}})
	require.NoError(t, err)
	assert.Equal(t, enquiry.Unavailable, a.Outcome, "without a Verifier nobody can be checked")
}

func TestPortsThatDoNotAnswer(t *testing.T) {
	broken := errors.New("syntax error at or near SELECT")
	for name, c := range map[string]struct {
		err  error
		want error
	}{
		"down":        {fmt.Errorf("no route: %w", care.ErrUnavailable), nil},
		"unsupported": {fmt.Errorf("list: %w", errors.ErrUnsupported), nil},
		"a mistake":   {broken, broken},
	} {
		for _, topic := range []string{"invoice", "debt", "delivery", "warranty"} {
			s, _ := newService(t, &host{err: c.err}, nil)
			a, err := s.Ask(t.Context(), enquiry.Question{Topic: topic, Channel: "phone", Asker: enquiry.Asker{Code: "480221"}})
			if c.want != nil {
				require.ErrorIs(t, err, c.want, "%s %s", name, topic)
				assert.ErrorContains(t, err, "enquiry: the port of ")
				assert.Empty(t, collect(t, s.Waiting()))
				continue
			}
			require.NoError(t, err, "%s %s", name, topic)
			assert.Equal(t, enquiry.Unavailable, a.Outcome)
			assert.Len(t, collect(t, s.Waiting()), 1, "it is kept, for somebody has to answer")
		}
	}
	s, _ := newService(t, &host{identity: care.ErrUnavailable}, nil)
	a, err := s.Ask(t.Context(), enquiry.Question{Topic: "debt", Channel: "phone", Asker: enquiry.Asker{Code: "480221"}})
	require.NoError(t, err)
	assert.True(t, a.Reasons[0].Is(enquiry.CodeIdentityUnavailable))

	s, _ = newService(t, &host{}, func(c *enquiry.Config) { c.Invoices, c.Debts, c.Shipments, c.Warranties = nil, nil, nil, nil })
	for topic := range enquiry.Topic("").Terms().All() {
		a, err := s.Ask(t.Context(), enquiry.Question{Topic: string(topic), Channel: "phone", Asker: enquiry.Asker{Code: "480221"}})
		require.NoError(t, err)
		assert.Equal(t, enquiry.Unavailable, a.Outcome, "no port of %s", topic)
	}
}

func TestSlowPort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := newService(t, &host{slow: true}, func(c *enquiry.Config) { c.Patience = 3 * time.Second })
		began := time.Now()
		a, err := s.Ask(t.Context(), enquiry.Question{Topic: "debt", Channel: "phone", Asker: enquiry.Asker{Code: "480221"}})
		require.NoError(t, err)
		assert.Equal(t, enquiry.Unavailable, a.Outcome)
		assert.Equal(t, 3*time.Second, time.Since(began))

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = s.Ask(ctx, enquiry.Question{Topic: "debt", Channel: "phone", Asker: enquiry.Asker{Code: "480221"}})
		require.ErrorIs(t, err, context.DeadlineExceeded, "the caller has gone")
		assert.Len(t, collect(t, s.Waiting()), 1)
	})
}

func TestAskTwice(t *testing.T) {
	h := &host{}
	s, _ := newService(t, h, nil)
	q := enquiry.Question{Key: "web-17", Topic: "debt", Channel: "web", Asker: enquiry.Asker{Code: "480221"}, At: noon}
	first, err := s.Ask(t.Context(), q)
	require.NoError(t, err)
	q.At, q.Asker.Code = noon.In(hanoi), "480221"
	h.err = care.ErrUnavailable
	again, err := s.Ask(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, first.Enquiry, again.Enquiry)
	assert.Equal(t, enquiry.Answered, again.Outcome, "the first answer, whatever the port says now")
	q.Topic = "invoice"
	_, err = s.Ask(t.Context(), q)
	assert.ErrorContains(t, err, "care.key_reused")
	assert.Len(t, collect(t, s.Of("KH1")), 1)
}

func TestAKeyIsNoProof(t *testing.T) {
	s, _ := newService(t, &host{}, nil)
	q := enquiry.Question{Key: "web-17", Topic: "debt", Channel: "web", Asker: enquiry.Asker{Phone: "0912345678"}, At: noon}
	for _, c := range []struct {
		code string
		want enquiry.Outcome
	}{{"480221", enquiry.Answered}, {"000000", enquiry.NotFound}, {"480221", enquiry.Answered}} {
		q.Asker.Code = c.code
		a, err := s.Ask(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, c.want, a.Outcome, c.code)
	}
	q.Asker.Code = "111111"
	_, err := s.Ask(t.Context(), q)
	assert.ErrorContains(t, err, "care.key_reused", "it is somebody else's")
}

func TestCounts(t *testing.T) {
	h := &host{}
	s, _ := newService(t, h, nil)
	for _, c := range []struct {
		topic, code string
		at          time.Time
	}{
		{"debt", "480221", noon}, {"debt", "", noon}, {"invoice", "480221", noon},
		{"debt", "480221", time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC)},       // midnight in Vietnam: the 21st
		{"debt", "480221", time.Date(2026, 11, 19, 16, 59, 59, 0, time.UTC)},     // the 19th, left out
		{"debt", "480221", time.Date(2026, 11, 21, 17, 0, 0, 0, time.UTC)},       // the 22nd, left out
		{"invoice", "480221", time.Date(2026, 11, 21, 16, 59, 59, 0, time.UTC)},  // the end of the 21st
		{"warranty", "480221", time.Date(2026, 11, 19, 17, 0, 0, 0, time.UTC)},   // the start of the 20th
		{"delivery", "000000", time.Date(2026, 11, 19, 17, 0, 0, 999, time.UTC)}, // finer than stores keep
	} {
		_, err := s.Ask(t.Context(), enquiry.Question{Topic: c.topic, Channel: "phone", Asker: enquiry.Asker{Code: c.code}, At: c.at})
		require.NoError(t, err)
	}
	d20, d21 := calendar.MustDate(2026, 11, 20), calendar.MustDate(2026, 11, 21)
	got, err := s.Counts(t.Context(), d20, d21)
	require.NoError(t, err)
	assert.Equal(t, []enquiry.Count{
		{Topic: enquiry.TopicInvoice, Day: d20, Answered: 1}, {Topic: enquiry.TopicInvoice, Day: d21, Answered: 1},
		{Topic: enquiry.TopicDebt, Day: d20, Answered: 1, NotFound: 1}, {Topic: enquiry.TopicDebt, Day: d21, Answered: 1},
		{Topic: enquiry.TopicDelivery, Day: d20, NotFound: 1}, {Topic: enquiry.TopicWarranty, Day: d20, Answered: 1},
	}, got)
	assert.Equal(t, 2, got[2].Total())
}

func TestErase(t *testing.T) {
	s, store := newService(t, &host{}, nil)
	for _, asker := range []enquiry.Asker{{Code: "480221", Name: "Ánh", Phone: "0912345678"}, {Name: "Ánh", Phone: "0912345678"}} {
		_, err := s.Ask(t.Context(), enquiry.Question{Key: "k" + asker.Code, Topic: "invoice", Channel: "phone", Asker: asker})
		require.NoError(t, err)
	}
	for _, subject := range []string{"KH1", "+84912345678"} {
		_, err := storage.Erase(t.Context(), store, schemas(), subject)
		require.NoError(t, err)
	}
	left := collect(t, s.On(enquiry.TopicInvoice))
	require.Len(t, left, 2, "they are still counted")
	for _, e := range left {
		assert.Empty(t, string(e.Customer)+e.Name+string(e.Phone)+e.Subject)
		assert.Empty(t, e.About)
	}
	again, err := s.Ask(t.Context(), enquiry.Question{Key: "k480221", Topic: "debt", Channel: "phone", Asker: enquiry.Asker{Code: "480221"}})
	require.NoError(t, err, "the outcome that was kept for the key is gone too")
	assert.Equal(t, enquiry.TopicDebt, again.Topic)
}

// one is a single tenant's store, for a worker.
type one struct{ store storage.Store }

func (o one) ForTenant(string) storage.Store { return o.store }

func BenchmarkAsk(b *testing.B) {
	for name, key := range map[string]string{"plain": "", "with a key": "k"} {
		b.Run(name, func(b *testing.B) {
			s, _ := newService(b, &host{}, nil)
			q, n := enquiry.Question{Topic: "debt", Channel: "phone", Asker: enquiry.Asker{Code: "480221"}}, 0
			b.ReportAllocs()
			for b.Loop() {
				if n++; key != "" {
					q.Key = fmt.Sprint(key, n)
				}
				if _, err := s.Ask(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func FuzzAsk(f *testing.F) {
	f.Add("invoice", "phone", "0912345678", "00000123", "C26TAA", true)
	f.Add("", "\x00", "+", strings.Repeat("0", 60), "1C26TAA", false)
	s, _ := newService(f, &host{}, nil)
	f.Fuzz(func(t *testing.T, topic, channel, phone, number, symbol string, shown bool) {
		a, err := s.Ask(t.Context(), enquiry.Question{Topic: topic, Channel: channel, Invoice: number, Symbol: symbol, Asker: enquiry.Asker{Phone: phone, Shown: shown}})
		if _, refused := errors.AsType[*care.Invalid](err); refused {
			return
		}
		require.NoError(t, err)
		require.True(t, care.IsKnown(a.Outcome))
		if !shown {
			require.Equal(t, enquiry.NotFound, a.Outcome, "nothing is proved")
		}
	})
}

func TestWhatWasToldOfAnInvoiceThatWasShownIsErased(t *testing.T) {
	s, store := newService(t, &host{}, func(c *enquiry.Config) { c.Verifier = nil })
	_, err := s.Ask(t.Context(), enquiry.Question{Key: "k", Topic: "invoice", Channel: "counter", Invoice: "123", Asker: enquiry.Asker{Shown: true, Name: "Ánh"}})
	require.NoError(t, err)
	_, err = storage.Erase(t.Context(), store, schemas(), "KH1")
	require.NoError(t, err)
	left := collect(t, s.On(enquiry.TopicInvoice))
	assert.Empty(t, left[0].Name)
	assert.Empty(t, left[0].About)
	_, err = s.Ask(t.Context(), enquiry.Question{Key: "k", Topic: "debt", Channel: "counter"})
	require.NoError(t, err, "the outcome with the invoice is gone")
}
