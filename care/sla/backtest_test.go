package sla_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/care/stats"
)

// year is a book with one agreement, and cases of it.
func year(t testing.TB, n int) (*sla.Book, []sla.Case) {
	a := rich()
	b, err := sla.NewBook([]sla.Agreement{a}, []sla.Calendar{{Code: "office", Edition: 1, Hours: hours(t)}})
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(13, 14))
	cases := make([]sla.Case, n)
	for i := range cases {
		cases[i] = sla.Case{
			Segment: care.SegmentRef([]string{"", "gold", "silver"}[random.IntN(3)]), Channel: care.ChannelPhone, Topic: "repair",
			Plan:   sla.Ref{Agreement: "support", Edition: 1, Calendar: "office", CalendarEdition: 1},
			Events: randomEvents(random, on(t, "02 09:00").Add(time.Duration(random.IntN(300*24))*hour), 2+random.IntN(9)),
		}
	}
	return b, cases
}

func all(cases []sla.Case) iter.Seq2[sla.Case, error] {
	return func(yield func(sla.Case, error) bool) {
		for _, c := range cases {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func stored(t testing.TB, cases []sla.Case) (b []byte) {
	var err error
	for i := range cases {
		b, err = sla.AppendCase(b, &cases[i])
		require.NoError(t, err)
	}
	return b
}

// tighter promises half the time.
func tighter(t testing.TB) *sla.Promise {
	a := rich()
	a.Edition, a.Targets[0].Within, a.Targets[1].Within = 2, calendar.Working(2*hour), calendar.Working(2*hour)
	return promise(t, a, hours(t))
}

func TestABackTestAgreesWithReplayingOneByOne(t *testing.T) {
	b, cases := year(t, 1000)
	tight := tighter(t)
	at := on(t, "2027-03-01 08:00")
	var was, would sla.Tally
	turned := map[sla.TargetCode]sla.Turned{}
	broken := func(s sla.State, target sla.TargetCode) (is, kept bool) {
		for _, r := range s.Runs {
			is = is || r.Target == target && r.Outcome == sla.Breached
			kept = kept || r.Target == target && r.Outcome == sla.Met
		}
		return is, kept && !is
	}
	for i := range cases {
		p, _ := b.Promise(cases[i].Plan)
		s, q := replay(t, p, cases[i].Events, at), replay(t, tight, cases[i].Events, at)
		was.Add(cases[i].Segment, &s)
		would.Add(cases[i].Segment, &q)
		for _, target := range tight.Agreement().Targets {
			sBroken, sKept := broken(s, target.Code)
			qBroken, qKept := broken(q, target.Code)
			n := turned[target.Code]
			if sBroken && qKept {
				n.Better++
			}
			if sKept && qBroken {
				n.Worse++
			}
			if n != (sla.Turned{}) {
				turned[target.Code] = n
			}
		}
	}
	require.NotZero(t, turned[sla.FirstResponse].Worse)
	archive := stored(t, cases)
	for workers := range 4 {
		trial := sla.Trial{Book: b, Plan: func(*sla.Case) *sla.Promise { return tight }, At: at, Workers: workers}
		for name, run := range map[string]func() (*sla.Comparison, error){
			"in memory": func() (*sla.Comparison, error) { return sla.Backtest(t.Context(), all(cases), trial) },
			"stored": func() (*sla.Comparison, error) {
				return sla.BacktestArchive(t.Context(), bytes.NewReader(archive), trial)
			},
			"read back": func() (*sla.Comparison, error) {
				return sla.Backtest(t.Context(), sla.ReadArchive(bytes.NewReader(archive)), trial)
			},
		} {
			c, err := run()
			require.NoError(t, err, name)
			require.EqualValues(t, len(cases), c.Cases)
			require.Equal(t, turned, c.Turned, name)
			for _, target := range tight.Agreement().Targets {
				for _, segment := range []care.SegmentRef{"", "gold", "silver"} {
					require.Equal(t, was.Attainment(target.Code, segment, calendar.Date{}, calendar.Date{}), c.Was.Attainment(target.Code, segment, calendar.Date{}, calendar.Date{}))
					require.Equal(t, would.Attainment(target.Code, segment, calendar.Date{}, calendar.Date{}), c.Would.Attainment(target.Code, segment, calendar.Date{}, calendar.Date{}))
				}
			}
		}
	}
}

func TestABackTestUnderAnotherBook(t *testing.T) {
	b, cases := year(t, 200)
	a := agreement("gold", bySegment)
	next, err := sla.NewBook([]sla.Agreement{a}, []sla.Calendar{{Code: "office", Edition: 1, Hours: always(t)}})
	require.NoError(t, err)
	c, err := sla.Backtest(t.Context(), all(cases), sla.Trial{Book: b, Plan: func(c *sla.Case) *sla.Promise { return next.Pick(c.Query()).Promise }})
	require.NoError(t, err)
	gold := 0
	for _, c := range cases {
		if c.Segment == "gold" {
			gold++
		}
	}
	require.EqualValues(t, len(cases)-gold, c.Unpromised)
}

func TestABackTestLeavesLaterPlansOut(t *testing.T) {
	b, cases := year(t, 1)
	tight := tighter(t)
	cases[0].Events = []sla.Event{at(t, "02 08:00", sla.Opened), {At: on(t, "02 09:00"), Kind: sla.Replanned, Plan: cases[0].Plan}, at(t, "02 11:00", sla.Replied)}
	c, err := sla.Backtest(t.Context(), all(cases), sla.Trial{Book: b, Plan: func(*sla.Case) *sla.Promise { return tight }})
	require.NoError(t, err)
	require.EqualValues(t, 1, c.Would.Attainment(sla.FirstResponse, "", calendar.Date{}, calendar.Date{}).Broken)
}

func TestWhatAReopeningSetAsideDidNotTurn(t *testing.T) {
	a := agreement("a", sla.Scope{})
	a.Targets[0].Reopen = sla.Restart
	b, err := book(t, a)
	require.NoError(t, err)
	tight := a
	tight.Edition, tight.Targets = 2, []sla.Target{{Code: sla.Resolution, Within: calendar.Working(time.Minute), Reopen: sla.Restart}}
	plan := promise(t, tight, hours(t))
	c := sla.Case{
		Plan:   sla.Ref{Agreement: "a", Edition: 1, Calendar: "office", CalendarEdition: 1},
		Events: []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 09:00", sla.Resolved), at(t, "02 10:00", sla.Reopened)},
	}
	found, err := sla.Backtest(t.Context(), all([]sla.Case{c}), sla.Trial{Book: b, Plan: func(*sla.Case) *sla.Promise { return plan }})
	require.NoError(t, err)
	require.Empty(t, found.Turned, "as it was, nothing was kept yet")
}

func TestABackTestStopsAtTheFirstError(t *testing.T) {
	b, cases := year(t, 1000)
	trial := sla.Trial{Book: b, Plan: func(*sla.Case) *sla.Promise { return nil }, Workers: 1}
	cases[700].Plan.Edition = 9
	_, err := sla.Backtest(t.Context(), all(cases), trial)
	require.ErrorIs(t, err, sla.ErrUnknownPlan)
	require.ErrorContains(t, err, "case 701:")

	gone := errors.New("gone")
	_, err = sla.Backtest(t.Context(), func(yield func(sla.Case, error) bool) {
		_ = yield(cases[0], nil) && yield(sla.Case{}, gone)
	}, trial)
	require.ErrorIs(t, err, gone)
	require.ErrorContains(t, err, "after case 1:")

	archive := stored(t, cases[:10])
	_, err = sla.BacktestArchive(t.Context(), bytes.NewReader(archive[:len(archive)-1]), trial)
	require.ErrorIs(t, err, sla.ErrArchive)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = sla.Backtest(ctx, all(cases[:700]), trial)
	require.ErrorIs(t, err, context.Canceled)

	_, err = sla.Backtest(t.Context(), all(nil), sla.Trial{})
	require.Error(t, err)
}

func TestABackTestTakesNoMoreMemoryForMoreCases(t *testing.T) {
	b, cases := year(t, 500)
	tight := tighter(t)
	archive := stored(t, cases)
	run := func(times int) func() {
		long := bytes.Repeat(archive, times)
		return func() {
			_, err := sla.BacktestArchive(t.Context(), bytes.NewReader(long), sla.Trial{Book: b, Plan: func(*sla.Case) *sla.Promise { return tight }, Workers: 1})
			require.NoError(t, err)
		}
	}
	few, many := testing.AllocsPerRun(2, run(1)), testing.AllocsPerRun(2, run(5))
	require.Less(t, (many-few)/(4*float64(len(cases))), 2.0, "the bytes of each case are read anew, and nothing else")
}

func TestAnArchiveKeepsWhatCounts(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	p, refs := richPlans(t)
	for range 300 {
		c := sla.Case{Customer: "Khách 1", Segment: "gold", Channel: care.ChannelZalo, Topic: "sửa chữa", Plan: p.Ref(), Events: randomEvents(random, on(t, "02 09:00"), 2+random.IntN(30), refs...)}
		b, err := sla.AppendCase(nil, &c)
		require.NoError(t, err)
		n := 0
		for back, err := range sla.ReadArchive(bytes.NewReader(append(b, b...))) {
			require.NoError(t, err)
			n++
			events := back.Events
			back.Events = c.Events
			require.Equal(t, c, back)
			require.Equal(t, replayed(t, p, c.Events), replayed(t, p, events))
			require.True(t, slices.IsSortedFunc(events, func(a, b sla.Event) int { return a.At.Compare(b.At) }))
		}
		require.Equal(t, 2, n)
	}
	_, err := sla.AppendCase(nil, &sla.Case{Topic: sla.Topic(make([]byte, 1<<20))})
	require.Error(t, err)
}

// replayed is the state without the ids of ignored events, which an archive leaves out.
func replayed(t *testing.T, p *sla.Promise, events []sla.Event) sla.State {
	s := replay(t, p, events, on(t, "20 09:00"))
	for i := range s.Ignored {
		s.Ignored[i].ID = ""
	}
	return s
}

func FuzzReadArchive(f *testing.F) {
	_, cases := year(f, 3)
	f.Add(stored(f, cases))
	f.Add([]byte{200, 1, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		var back []byte
		for c, err := range sla.ReadArchive(bytes.NewReader(data)) {
			if err != nil {
				require.ErrorIs(t, err, sla.ErrArchive)
				return
			}
			if back, err = sla.AppendCase(back, &c); err != nil {
				return
			}
		}
		n := 0
		for _, err := range sla.ReadArchive(bytes.NewReader(back)) {
			require.NoError(t, err)
			n++
		}
	})
}

func FuzzReplay(f *testing.F) {
	p, refs := richPlans(f)
	random := rand.New(rand.NewPCG(17, 18))
	for range 8 {
		b, _ := sla.AppendCase(nil, &sla.Case{Events: randomEvents(random, on(f, "02 09:00"), 12, refs...)})
		f.Add(b, int64(random.IntN(1000)))
	}
	f.Fuzz(func(t *testing.T, data []byte, after int64) {
		for c, err := range sla.ReadArchive(bytes.NewReader(data)) {
			if err != nil || len(c.Events) == 0 {
				return
			}
			s, err := sla.Replay(p, c.Events, c.Events[0].At.Add(time.Duration(after)))
			if err == nil && !s.Wake.IsZero() {
				require.True(t, s.Wake.After(s.At))
			}
			_ = s.Reasons()
		}
	})
}

func TestGoalsAreJudgedPerSegmentAndPeriod(t *testing.T) {
	p := one(t, resolution(calendar.Working(hour)))
	var tally sla.Tally
	add := func(segment care.SegmentRef, day string, late bool, n int) {
		end := day + " 08:30"
		if late {
			end = day + " 16:00"
		}
		s := replay(t, p, []sla.Event{at(t, day+" 08:00", sla.Opened), at(t, end, sla.Resolved)}, time.Time{})
		for range n {
			tally.Add(segment, &s)
		}
	}
	add("gold", "2026-03-31", false, 100)
	add("gold", "2026-03-02", true, 1)
	add("gold", "2026-04-01", false, 8)
	add("gold", "2026-04-30", true, 2)
	add("silver", "2026-03-31", true, 30)
	open := replay(t, p, []sla.Event{at(t, "2026-04-10 08:00", sla.Opened)}, on(t, "2026-04-10 08:10"))
	tally.Add("gold", &open)
	for _, c := range []struct {
		goal    sla.Goal
		on      calendar.Date
		kept    stats.Share
		verdict stats.Verdict
		from    string
	}{
		{sla.Goal{Segment: "gold", Percent: 90, Period: sla.Monthly}, calendar.MustDate(2026, 3, 15), stats.Share{Yes: 100, Of: 101}, stats.Met, "2026-03-01"},
		{sla.Goal{Segment: "gold", Percent: 90, Period: sla.Monthly}, calendar.MustDate(2026, 4, 15), stats.Share{Yes: 8, Of: 10}, stats.Inconclusive, "2026-04-01"},
		{sla.Goal{Segment: "silver", Percent: 50, Period: sla.Quarterly}, calendar.MustDate(2026, 2, 1), stats.Share{Yes: 0, Of: 30}, stats.Missed, "2026-01-01"},
		{sla.Goal{Segment: "silver", Percent: 50, Period: sla.Weekly}, calendar.MustDate(2026, 4, 5), stats.Share{Yes: 0, Of: 30}, stats.Missed, "2026-03-30"},
		{sla.Goal{Percent: 50, Period: sla.Yearly}, calendar.MustDate(2026, 12, 31), stats.Share{Yes: 108, Of: 141}, stats.Met, "2026-01-01"},
		{sla.Goal{Percent: 50, Period: sla.Yearly}, calendar.MustDate(2025, 12, 31), stats.Share{}, "", "2025-01-01"},
	} {
		c.goal.Target = sla.Resolution
		j := tally.Judge(c.goal, c.on, 0.95)
		require.Equal(t, c.kept, j.Attainment.Share(), "%+v", c.goal)
		require.Equal(t, c.verdict, j.Judgement.Verdict, "%+v", c.goal)
		require.Equal(t, c.from, j.From.String())
		require.NoError(t, j.Reasons[0].Check())
	}
	require.EqualValues(t, 1, tally.Attainment(sla.Resolution, "gold", calendar.Date{}, calendar.Date{}).Open)
}

func TestAPromiseIsCountedOnce(t *testing.T) {
	events := []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 09:00", sla.Resolved), at(t, "04 08:00", sla.Reopened), at(t, "04 09:00", sla.Resolved)}
	for reopen, want := range map[sla.Reopen]sla.Attainment{sla.Continue: {Kept: 1}, sla.Restart: {Kept: 1}, sla.Anew: {Kept: 2}} {
		target := resolution(calendar.Working(8 * hour))
		target.Reopen = reopen
		s := replay(t, one(t, target), events, time.Time{})
		var tally sla.Tally
		tally.Add("", &s)
		require.Equal(t, want, tally.Attainment(sla.Resolution, "", calendar.MustDate(2026, 3, 2), calendar.Date{}), reopen)
		later := tally.Attainment(sla.Resolution, "", calendar.MustDate(2026, 3, 3), calendar.Date{})
		require.Equal(t, reopen != sla.Continue, later.Kept == 1, "a continued promise counts on the date on which it was given: %v", fmt.Sprint(later))
	}
}

func BenchmarkBacktestArchive(b *testing.B) {
	book, cases := year(b, 2000)
	tight := tighter(b)
	archive := stored(b, cases)
	b.ReportAllocs()
	for b.Loop() {
		_, err := sla.BacktestArchive(b.Context(), bytes.NewReader(archive), sla.Trial{Book: book, Plan: func(*sla.Case) *sla.Promise { return tight }, Workers: 1})
		require.NoError(b, err)
	}
	b.ReportMetric(float64(b.N*len(cases))/b.Elapsed().Seconds(), "cases/s")
}
