package chain_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chain"
)

var start = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC) // Monday, 08:00 in Vietnam

// at is so many hours after the start.
func at(h float64) time.Time { return start.Add(hours(h)) }

func ev(h float64, kind chain.EventKind, link ...chain.LinkCode) chain.Event {
	e := chain.Event{Kind: kind, At: at(h)}
	if len(link) > 0 {
		e.Link = link[0]
	}
	return e
}

// passed is a handover without trouble: requested, delivered and accepted.
func passed(link chain.LinkCode, from, to float64) []chain.Event {
	return []chain.Event{ev(from, chain.Requested, link), ev(to, chain.Delivered, link), ev(to, chain.Accepted, link)}
}

func course(t testing.TB, c *chain.Chain, until float64, events ...chain.Event) chain.Course {
	t.Helper()
	r, err := c.Course(events, at(until))
	require.NoError(t, err)
	return r
}

// lines write a ledger: holding, link, unit, hours.
func lines(t testing.TB, c *chain.Chain, r chain.Course) (list []string) {
	t.Helper()
	l, err := c.Ledger(r)
	require.NoError(t, err)
	for _, e := range l.Entries {
		list = append(list, fmt.Sprintf("%s %s %s %g", e.Holding, e.Link, e.Unit, e.Took.Hours()))
	}
	return list
}

func TestALatencyIsFromTheFirstRequestToTheAcceptedDelivery(t *testing.T) {
	c := compile(t, flow(14, series(2, 4)...))
	r := course(t, c, 100,
		ev(0, chain.Requested, "A"), ev(1, chain.Delivered, "A"), ev(1.5, chain.Rejected, "A"), ev(3, chain.Delivered, "A"), ev(3.25, chain.Accepted, "A"),
		ev(4, chain.Requested, "B"), ev(5, chain.Waiting), ev(7, chain.Resumed), ev(9, chain.Delivered, "B"), ev(10, chain.Accepted, "B"))
	require.Empty(t, r.Refused)
	a, b := r.Passages[0], r.Passages[1]
	require.Equal(t, hours(3.25), a.Latency)
	require.Equal(t, hours(0.75), a.Held, "half an hour until it was rejected, a quarter until it was accepted")
	require.True(t, a.Late, "the supplier had it for two hours and a half")
	require.Equal(t, []int{2, 1}, []int{a.Attempts, a.Rejected})
	require.Equal(t, hours(4), b.Latency, "the pause does not count")
	require.Equal(t, hours(4.75), b.Took, "its input was there before it was asked for")
	require.False(t, b.Late)
	require.Equal(t, at(10), r.End)
	require.Equal(t, hours(8), r.Took)
	require.Zero(t, r.Late)
	require.Equal(t, []string{
		"work A a 1", "acceptance A b 0.5", "rework A a 1.5", "acceptance A b 0.25",
		"asking B sales 0.75", "work B b 1", "customer B outside 2", "work B b 2", "acceptance B sales 1",
	}, lines(t, c, r))
}

func TestAnOpenHandoverPastItsTimeIsLateNow(t *testing.T) {
	c := compile(t, flow(14, series(2, 4)...))
	require.False(t, course(t, c, 2, ev(0, chain.Requested, "A")).Passages[0].Late)
	r := course(t, c, 2.01, ev(0, chain.Requested, "A"))
	require.True(t, r.Passages[0].Late)
	require.Equal(t, []chain.LinkCode{"A"}, r.Open())
	require.True(t, r.End.IsZero())
	r = course(t, c, 20, ev(0, chain.Requested, "A"))
	require.Equal(t, hours(6), r.Late, "and so is the case")
}

func TestEventsThatCannotHaveHappenedAreRefusedByNameAndTheRestCounts(t *testing.T) {
	c := compile(t, flow(14, series(2, 4)...))
	events := append(passed("A", 1, 2),
		ev(0, chain.Delivered, "A"), ev(2.5, chain.Accepted, "A"), ev(2.6, chain.Requested, "A"), ev(3, chain.Requested, "nobody"),
		ev(3.1, chain.Resumed), ev(3.2, chain.Requested), ev(3.3, "exploded", "A"), ev(3.4, chain.Cancelled, "B"), ev(3.5, chain.Waiting), ev(3.6, chain.Waiting),
		ev(3.7, chain.Resumed), ev(3.8, chain.Rejected, "B"), ev(9, chain.Closed), ev(10, chain.Requested, "B"))
	r := course(t, c, 50, events...)
	var refused []string
	for _, x := range r.Refused {
		require.NoError(t, x.Reason.Check())
		refused = append(refused, fmt.Sprintf("%s %s %s", x.Event.Kind, x.Event.Link, x.Reason.Code()))
	}
	require.Equal(t, []string{
		"delivered A chain.delivered_unasked", "accepted A chain.nothing_delivered", "requested A chain.requested_already", "requested nobody chain.unknown_link",
		"resumed  chain.not_waiting", "requested  chain.no_link", "exploded A chain.unknown_kind", "cancelled B chain.nothing_open",
		"waiting  chain.waits_already", "rejected B chain.nothing_delivered", "requested B chain.after_end",
	}, refused)
	require.Equal(t, hours(1), r.Passages[0].Latency)
	require.Equal(t, at(9), r.End)
	require.Contains(t, r.Refused[0].Reason.Text("en"), "delivered without an open request")
}

func TestACancelledHandoverMayBeRequestedAgain(t *testing.T) {
	c := compile(t, flow(14, series(2)...))
	r := course(t, c, 50, append([]chain.Event{ev(0, chain.Requested, "A"), ev(1, chain.Cancelled, "A")}, passed("A", 2, 3)...)...)
	require.Empty(t, r.Refused)
	require.Equal(t, chain.Accepted, r.Passages[0].State)
	require.Equal(t, at(3), r.End)
}

func TestACaseIsServedWhenTheCustomerHasEverything(t *testing.T) {
	c := compile(t, flow(14, link("A", "a", string(chain.Outside), 4), link("B", "b", string(chain.Outside), 4)))
	require.True(t, course(t, c, 5, append(passed("A", 0, 2), ev(0, chain.Requested, "B"))...).End.IsZero())
	require.True(t, course(t, c, 5, passed("A", 0, 2)...).End.IsZero(), "B was not even asked for")
	require.Equal(t, at(4), course(t, c, 5, append(passed("A", 0, 2), passed("B", 0, 4)...)...).End)
	require.Equal(t, at(2), course(t, c, 5, append(passed("A", 0, 2), ev(0, chain.Requested, "B"), ev(1, chain.Cancelled, "B"))...).End)
}

func TestTheSupplierIsNotLateForWhatTheReceiverTook(t *testing.T) {
	c := compile(t, flow(14, series(2, 4)...))
	p := course(t, c, 50, ev(0, chain.Requested, "A"), ev(2, chain.Delivered, "A"), ev(9, chain.Accepted, "A")).Passages[0]
	require.False(t, p.Late)
	require.Equal(t, hours(7), p.Held)
	p = course(t, c, 50, ev(0, chain.Requested, "A"), ev(1, chain.Delivered, "A"), ev(2, chain.Rejected, "A")).Passages[0]
	require.Equal(t, hours(1), p.Held, "and not since the rejection")
	require.True(t, p.Late)
	p = course(t, c, 50, ev(0, chain.Requested, "A"), ev(40, chain.Cancelled, "A")).Passages[0]
	require.False(t, p.Late, "what nobody wants any more is not late")
}

func TestWhatWasCancelledDoesNotCountForWhatIsAskedAgain(t *testing.T) {
	c := compile(t, flow(14, series(2, 4)...))
	r := course(t, c, 6, ev(0, chain.Requested, "A"), ev(1, chain.Delivered, "A"), ev(4, chain.Cancelled, "A"), ev(5, chain.Requested, "A"))
	require.Zero(t, r.Passages[0].Held)
	require.Equal(t, []string{"asking A b 5", "work A a 1"}, lines(t, c, r))
}

func TestWhatComesAfterTheLastHandoverIsNotTheSuppliers(t *testing.T) {
	c := compile(t, flow(14, series(2, 4)...))
	r := course(t, c, 50, append(passed("A", 0, 3), ev(10, chain.Closed))...)
	require.Equal(t, []string{"work A a 3", "asking A b 7"}, lines(t, c, r))
}

func TestAnOpenBranchKeepsTheCaseWaiting(t *testing.T) {
	c := compile(t, flow(14, fork(4, 4, 4)...))
	require.Equal(t, []string{"asking B c 0.5", "work B b 2.5"}, lines(t, c, course(t, c, 3, append(passed("A", 0, 2), ev(0.5, chain.Requested, "B"))...)))
	swapped := append(passed("B", 0, 2), ev(0.5, chain.Requested, "A"))
	require.Equal(t, []string{"asking A c 0.5", "work A a 2.5"}, lines(t, c, course(t, c, 3, swapped...)))
}

func TestACaseSaysWhatIsMissing(t *testing.T) {
	c := compile(t, flow(14, series(2, 4)...))
	r := course(t, c, 50, ev(0, chain.Requested, "A"), ev(1, chain.Requested, "B"), ev(2, chain.Delivered, "B"))
	require.Equal(t, []string{"chain.input_missing"}, codes(r.Missing))
	require.NoError(t, r.Missing[0].Check())
	require.Equal(t, "“B” was begun, and nobody has told that “A” was accepted. Tell it, or look again.", r.Missing[0].Text("en"))
	require.Empty(t, course(t, c, 50, append(passed("A", 0, 1), ev(1, chain.Requested, "B"))...).Missing)
}

func TestNothingHappenedYet(t *testing.T) {
	c := compile(t, flow(14, series(2)...))
	r := course(t, c, 5, ev(6, chain.Requested, "A"))
	require.True(t, r.Start.IsZero())
	require.Empty(t, lines(t, c, r))
}

// TestASecondBelongsToTheBranchThatKeptTheCaseWaiting has A done long before B, so C waited for B.
func TestASecondBelongsToTheBranchThatKeptTheCaseWaiting(t *testing.T) {
	c := compile(t, flow(8, fork(4, 4, 4)...))
	events := append(append(passed("A", 0, 2), passed("B", 0.5, 6)...), passed("C", 7, 9)...)
	r := course(t, c, 50, events...)
	require.Equal(t, []string{"asking B c 0.5", "work B b 5.5", "asking C sales 1", "work C c 2"}, lines(t, c, r))
	a := c.Attribute(r.Spent(), c.Goals())
	require.Equal(t, time.Hour, a.Late)
	require.Equal(t, time.Hour, a.Links[1].Late)

	open := course(t, c, 3, passed("A", 0, 2)[0], ev(0.5, chain.Requested, "B"))
	require.Equal(t, []string{"work A a 3"}, lines(t, c, open), "with as much left to do behind both, the first")
}

func TestHoursAreThoseOfTheRightCalendar(t *testing.T) {
	f := flow(14, series(2, 4)...)
	f.Promise.Calendar, f.Links[1].Calendar = "office", "office"
	c := compile(t, f)
	r := course(t, c, 200, append(passed("A", 0, 5), passed("B", 5, 26)...)...)
	require.Equal(t, hours(5), r.Passages[0].Latency)
	require.Equal(t, hours(6), r.Passages[1].Latency, "13:00 to 17:00, and 08:00 to 10:00 of the next day")
	require.Equal(t, []string{"work A a 5", "work B b 6"}, lines(t, c, r))
}

// randomEvents are what happens to a case when everybody does something at some time, sensible or not.
func randomEvents(rnd *rand.Rand, f chain.Flow) (events []chain.Event) {
	kinds := []chain.EventKind{chain.Requested, chain.Delivered, chain.Rejected, chain.Accepted, chain.Delivered, chain.Accepted, chain.Cancelled}
	for i, l := range f.Links {
		h := float64(i) * 3 * rnd.Float64()
		for range 3 + rnd.IntN(5) {
			h += rnd.Float64() * 30
			kind := kinds[rnd.IntN(len(kinds))]
			if len(events) == 0 || rnd.IntN(3) == 0 {
				kind = chain.Requested
			}
			events = append(events, ev(h, kind, l.Code))
		}
	}
	for range rnd.IntN(4) {
		h := rnd.Float64() * 60
		events = append(events, ev(h, chain.Waiting), ev(h+rnd.Float64()*20, chain.Resumed))
	}
	if rnd.IntN(4) == 0 {
		events = append(events, ev(rnd.Float64()*100, chain.Closed))
	}
	return events
}

func TestTheOrderInWhichEventsAreToldChangesNothing(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 1))
	for range 200 {
		c := randomFlow(t, rnd, 5)
		events := randomEvents(rnd, c.Flow())
		until := rnd.Float64() * 100
		want := course(t, c, until, events...)
		again := append(append([]chain.Event(nil), events...), events[:rnd.IntN(len(events))]...)
		rnd.Shuffle(len(again), func(i, k int) { again[i], again[k] = again[k], again[i] })
		require.Equal(t, want, course(t, c, until, again...))
	}
}

// TestTheLedgerIsWhole checks that each second is in one entry: the entries follow one another without gaps, and their working times sum to that of the case.
func TestTheLedgerIsWhole(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 1))
	office, _ := calendars(t)("office")
	for range 500 {
		f := randomFlow(t, rnd, 5).Flow()
		f.Promise.Calendar = "office"
		c := compile(t, f)
		r := course(t, c, rnd.Float64()*150, randomEvents(rnd, f)...)
		l, err := c.Ledger(r)
		require.NoError(t, err)
		if r.Start.IsZero() || !r.At.After(r.Start) {
			require.Empty(t, l.Entries)
			continue
		}
		requireWhole(t, office, r, l)
	}
}

func requireWhole(t *testing.T, cal *calendar.Calendar, r chain.Course, l chain.Ledger) {
	t.Helper()
	want, err := cal.Elapsed(r.Start, r.At)
	require.NoError(t, err)
	require.Equal(t, want, l.Whole)
	from := r.Start
	var sum, paused time.Duration
	for _, e := range l.Entries {
		require.Equal(t, from, e.From)
		require.True(t, e.To.After(e.From))
		from = e.To
		sum += e.Took
		if e.Holding == chain.Customer {
			paused += e.Took
		}
		require.NotEmpty(t, e.Unit)
	}
	require.Equal(t, r.At, from)
	require.Equal(t, want, sum)
	require.Equal(t, want-paused, r.Took)
	var byUnit, byLink time.Duration
	for _, s := range l.ByUnit() {
		byUnit += s.Took
	}
	for _, s := range l.ByLink() {
		byLink += s.Took
	}
	require.Equal(t, want, byUnit)
	require.Equal(t, want-paused, byLink)
}

func BenchmarkLedger(b *testing.B) {
	f := flow(40, series(4, 4, 4, 4, 4, 4)...)
	f.Promise.Calendar = "office"
	c := compile(b, f)
	var events []chain.Event
	for i, l := range f.Links {
		h := float64(i) * 10
		events = append(events, ev(h, chain.Requested, l.Code), ev(h+4, chain.Delivered, l.Code), ev(h+5, chain.Rejected, l.Code),
			ev(h+8, chain.Delivered, l.Code), ev(h+9, chain.Accepted, l.Code))
	}
	require.Len(b, events, 30)
	b.ReportAllocs()
	for b.Loop() {
		r, err := c.Course(events, at(1000))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := c.Ledger(r); err != nil {
			b.Fatal(err)
		}
	}
}
