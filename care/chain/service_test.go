package chain_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/chain"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// shop is the service on an empty store in memory, with a clock that stands at now.
type shop struct {
	chain.Service
	t       testing.TB
	now     time.Time
	tenants storage.Tenants
}

func schemas() (all []*storage.Schema) {
	for _, part := range [][]*storage.Schema{queue.Schemas(), care.Schemas(), chain.Schemas()} {
		all = append(all, part...)
	}
	return all
}

func newShop(t testing.TB) *shop {
	t.Helper()
	tenants, err := memory.New(schemas()...)
	require.NoError(t, err)
	s := &shop{t: t, now: at(0), tenants: tenants}
	s.Service, err = chain.New(tenants.ForTenant(""), chain.Config{Env: care.Env{Now: func() time.Time { return s.now }}, Calendars: calendars(t)})
	require.NoError(t, err)
	return s
}

// open defines the units of a flow, and publishes it.
func (s *shop) open(f chain.Flow) {
	s.t.Helper()
	for _, l := range f.Links {
		for _, code := range []chain.UnitCode{l.Supplier, l.Receiver, f.Promise.Owner} {
			if code != chain.Outside {
				_, err := s.Define(s.t.Context(), chain.Unit{Code: code, Kind: chain.Team, Name: text(string(code))})
				require.NoError(s.t, err)
			}
		}
	}
	_, err := s.Publish(s.t.Context(), f)
	require.NoError(s.t, err)
}

// tell records an event so many hours after the start, and sets the clock to it.
func (s *shop) tell(h float64, kind chain.EventKind, link string) chain.Receipt {
	s.t.Helper()
	s.now = at(h)
	told := chain.Told{Flow: "order", Case: "DH-1", Customer: "KH001", Link: link, Kind: kind}
	if kind == chain.Rejected {
		told.Reason = "scratched"
	}
	r, err := s.Tell(s.t.Context(), told)
	require.NoError(s.t, err)
	return r
}

func (s *shop) work() {
	s.t.Helper()
	w, err := queue.NewWorker(queue.Config{Tenants: s.tenants, Now: func() time.Time { return time.Now().Add(time.Hour) },
		Subscriptions: chain.Subscriptions(func(string) chain.Service { return s.Service })})
	require.NoError(s.t, err)
	_, err = w.RunOnce(s.t.Context())
	require.NoError(s.t, err)
}

func problems(t testing.TB, err error) (list []string) {
	t.Helper()
	invalid, ok := errors.AsType[*care.Invalid](err)
	require.True(t, ok, "%v", err)
	for _, p := range invalid.Problems {
		require.NoError(t, p.Reason.Check())
		list = append(list, p.Path+" "+p.Reason.Code())
	}
	return list
}

func TestALateCaseIsAccountedFor(t *testing.T) {
	s := newShop(t)
	s.open(flow(5, series(2, 3)...))
	s.tell(0, chain.Requested, "A")
	s.tell(2, chain.Delivered, "A")
	s.tell(2, chain.Rejected, "A")
	s.tell(4, chain.Delivered, "A")
	s.tell(4, chain.Accepted, "A")
	s.tell(4, chain.Requested, "B")
	s.tell(8, chain.Delivered, "B")
	r := s.tell(8, chain.Accepted, "B")
	require.False(t, r.Case.Open)
	a, err := s.Account(t.Context(), "DH-1")
	require.NoError(t, err)
	require.Equal(t, 3*time.Hour, a.Attribution.Late)
	require.Equal(t, 2*time.Hour, a.Attribution.Links[0].Late)
	require.Equal(t, time.Hour, a.Attribution.Links[1].Late)
	require.Equal(t, []string{"work A a 2", "rework A a 2", "work B b 4"}, lines(t, a.Chain, a.Course))

	s.work()
	s.work()
	_, w, err := s.Watched(t.Context(), "order", 1)
	require.NoError(t, err)
	require.EqualValues(t, 1, w.Kept.Of, "counted once")
	require.Zero(t, w.Kept.Yes)
	require.Zero(t, w.Links[0].FirstPass.Yes)
	require.EqualValues(t, 1, w.Links[1].FirstPass.Yes)
}

func TestAnEventToldTwiceCountsOnce(t *testing.T) {
	s := newShop(t)
	s.open(flow(5, series(2, 3)...))
	told := chain.Told{Key: "till-7/1", Flow: "order", Case: "DH-1", Link: "A", Kind: chain.Requested, At: at(0)}
	first, err := s.Tell(t.Context(), told)
	require.NoError(t, err)
	require.False(t, first.Repeated)
	for _, key := range []string{"till-7/1", "", "another"} {
		told.Key = key
		again, err := s.Tell(t.Context(), told)
		require.NoError(t, err)
		require.True(t, again.Repeated, key)
		require.Equal(t, first.Case, again.Case)
		require.Len(t, again.Course.Passages, 2)
	}
	told.Key, told.Kind = "till-7/1", chain.Delivered
	_, err = s.Tell(t.Context(), told)
	require.Equal(t, []string{"key care.key_reused"}, problems(t, err))
}

func TestWhatCannotHaveHappenedIsRefusedAndChangesNothing(t *testing.T) {
	s := newShop(t)
	s.open(flow(5, series(2, 3)...))
	before := s.tell(1, chain.Requested, "A")
	tell := func(change func(*chain.Told)) []string {
		told := chain.Told{Flow: "order", Case: "DH-1", Link: "A", Kind: chain.Delivered, At: at(2)}
		change(&told)
		_, err := s.Tell(t.Context(), told)
		return problems(t, err)
	}
	require.Equal(t, []string{"kind chain.delivered_unasked"}, tell(func(t *chain.Told) { t.At = at(0.5) }), "delivered before requested")
	require.Equal(t, []string{"kind chain.unknown_link"}, tell(func(t *chain.Told) { t.Link = "Z" }))
	require.Equal(t, []string{"kind chain.nothing_delivered"}, tell(func(t *chain.Told) { t.Kind = chain.Accepted }))
	require.Equal(t, []string{"reason care.missing"}, tell(func(t *chain.Told) { t.Kind = chain.Rejected }))
	require.Equal(t, []string{"kind care.unknown_word"}, tell(func(t *chain.Told) { t.Kind = "exploded" }))
	require.Equal(t, []string{"flow chain.other_flow"}, tell(func(t *chain.Told) { t.Flow = "repair" }))
	require.Equal(t, []string{"case care.missing", "flow care.missing", "kind care.missing"}, tell(func(t *chain.Told) { *t = chain.Told{} }))
	require.Equal(t, []string{"flow chain.no_flow"}, tell(func(t *chain.Told) { t.Case, t.Flow = "DH-2", "repair" }))
	a, err := s.Account(t.Context(), "DH-1")
	require.NoError(t, err)
	require.Equal(t, before.Case, a.Case)
}

func TestACaseGoesByTheEditionUnderWhichItBegan(t *testing.T) {
	s := newShop(t)
	first := flow(5, series(2, 3)...)
	first.Until = at(10)
	s.open(first)
	s.tell(1, chain.Requested, "A")
	second := flow(50, series(20, 30)...)
	second.Edition, second.From = 2, at(10)
	s.open(second)
	s.now = at(20)
	a, err := s.Account(t.Context(), "DH-1")
	require.NoError(t, err)
	require.Equal(t, 1, a.Case.Edition)
	require.Equal(t, 14*time.Hour, a.Attribution.Late)
	r, err := s.Tell(t.Context(), chain.Told{Flow: "order", Case: "DH-2", Link: "A", Kind: chain.Requested})
	require.NoError(t, err)
	require.Equal(t, 2, r.Case.Edition)
}

func TestAnEditionIsPublishedOnce(t *testing.T) {
	s := newShop(t)
	f := flow(5, series(2, 3)...)
	_, err := s.Publish(t.Context(), f)
	require.Equal(t, []string{"promise.owner chain.no_unit", "links[0].supplier chain.no_unit", "links[0].receiver chain.no_unit"}, problems(t, err))
	s.open(f)
	s.open(f)
	changed := flow(6, series(2, 3)...)
	_, err = s.Publish(t.Context(), changed)
	require.Equal(t, []string{"edition chain.edition_taken"}, problems(t, err))
	changed.Edition = 2
	_, err = s.Publish(t.Context(), changed)
	require.Equal(t, []string{"editions[1] chain.overlap"}, problems(t, err))
	changed.Links[1].Receiver, changed.Links[1].Calendar = "nobody", "nowhere"
	_, err = s.Publish(t.Context(), changed)
	require.Equal(t, []string{
		"links[1].agreed chain.not_agreed", "links chain.nobody_outside", "links[1].calendar chain.no_calendar", "editions[1] chain.overlap",
		"links[1].receiver chain.no_unit",
	}, problems(t, err), "all at once")
	_, err = s.Publish(t.Context(), chain.Flow{})
	require.Contains(t, problems(t, err), "code care.missing")
}

func TestAUnitIsChangedByWhoeverSawItLast(t *testing.T) {
	s := newShop(t)
	u, err := s.Define(t.Context(), chain.Unit{Code: "paint", Kind: chain.Team, Name: text("Paint")})
	require.NoError(t, err)
	u.Head = "chi"
	changed, err := s.Define(t.Context(), u)
	require.NoError(t, err)
	_, err = s.Define(t.Context(), u)
	require.ErrorIs(t, err, care.ErrStale)
	u.Version = 0
	same, err := s.Define(t.Context(), u)
	require.NoError(t, err)
	require.Equal(t, changed, same, "nothing to change")
	_, err = s.Define(t.Context(), chain.Unit{Code: chain.Outside, Kind: "moon"})
	require.Equal(t, []string{"code chain.outside_serves", "kind care.unknown_word", "name.vi care.missing", "name.en care.missing"}, problems(t, err))
	for u, err := range s.Units().All(t.Context()) {
		require.NoError(t, err)
		require.Equal(t, chain.UnitCode("paint"), u.Code)
	}
}

func TestErasingACustomerLeavesTheCase(t *testing.T) {
	s := newShop(t)
	s.open(flow(5, series(2, 3)...))
	s.tell(1, chain.Requested, "A")
	store := s.tenants.ForTenant("")
	_, err := storage.Erase(t.Context(), store, schemas(), "KH001")
	require.NoError(t, err)
	a, err := s.Account(t.Context(), "DH-1")
	require.NoError(t, err)
	require.Empty(t, a.Case.Subject)
	require.Len(t, a.Case.Events, 1)
}

func TestAnotherTenantSeesNothing(t *testing.T) {
	s := newShop(t)
	s.open(flow(5, series(2, 3)...))
	s.tell(1, chain.Requested, "A")
	_, err := s.In(s.tenants.ForTenant("thief")).Account(t.Context(), "DH-1")
	require.ErrorIs(t, err, storage.ErrNotFound)
}

func TestAWatchIsStoredWithoutLoss(t *testing.T) {
	c := compile(t, flow(5, series(2, 3)...))
	var w chain.Watch
	r := course(t, c, 50, append(passed("A", 0, 1), passed("B", 1, 3)...)...)
	require.NoError(t, c.Observe(&w, r))
	data, err := json.Marshal(w)
	require.NoError(t, err)
	var back chain.Watch
	require.NoError(t, json.Unmarshal(data, &back))
	require.Equal(t, c.Report(&w), c.Report(&back))
	require.NoError(t, c.Observe(&back, course(t, c, 50, ev(0, chain.Requested, "A"))))
	require.EqualValues(t, 1, back.Kept.Of, "an open case is not counted")
}

func TestTellInTheHostsTransaction(t *testing.T) {
	s := newShop(t)
	s.open(flow(5, series(2, 3)...))
	stop := errors.New("the host changed its mind")
	err := s.tenants.ForTenant("").Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		_, err := s.In(tx).Tell(ctx, chain.Told{Flow: "order", Case: "DH-9", Link: "A", Kind: chain.Requested})
		require.NoError(t, err)
		return stop
	})
	require.ErrorIs(t, err, stop)
	_, err = s.Account(t.Context(), "DH-9")
	require.ErrorIs(t, err, storage.ErrNotFound)
}

func TestCasesAndEditionsAreListed(t *testing.T) {
	s := newShop(t)
	s.open(flow(5, series(2)...))
	s.tell(0, chain.Requested, "A")
	listed := func(open bool) (refs []string) {
		for c, err := range s.Cases("order", open).All(t.Context()) {
			require.NoError(t, err)
			refs = append(refs, c.Ref)
		}
		return refs
	}
	require.Equal(t, []string{"DH-1"}, listed(true))
	s.tell(1, chain.Delivered, "A")
	s.tell(1, chain.Accepted, "A")
	require.Empty(t, listed(true))
	require.Equal(t, []string{"DH-1"}, listed(false))
	for p, err := range s.Editions("order").All(t.Context()) {
		require.NoError(t, err)
		require.Equal(t, 1, p.Flow.Edition)
	}
}
