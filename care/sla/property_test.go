package sla_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
)

// rich has a bit of everything.
func rich() sla.Agreement {
	a := support()
	a.Targets[2].Terms = []sla.Term{{Priority: "P1", Within: calendar.Working(4 * hour)}, {Team: "workshop", Within: calendar.Working(24 * hour)},
		{Priority: "P1", Team: "workshop", Within: calendar.Working(6 * hour)}}
	a.Targets[0].Levels = []sla.Level{{Code: "due", Percent: 100}}
	a.Targets = append(a.Targets,
		sla.Target{Code: "visit", Name: care.Text{VI: "Đến nơi", EN: "Visit"}, Within: calendar.WorkingDates(2), PausedBy: []sla.PauseReason{"waiting_customer"},
			Levels: []sla.Level{{Code: "eve", Before: calendar.Wall(12 * hour)}, {Code: "last", Before: calendar.Working(hour)}}},
		sla.Target{Code: "pickup", Name: care.Text{VI: "Lấy máy", EN: "Pick-up"}, Within: calendar.Wall(20 * hour), After: "visit", PausedBy: []sla.PauseReason{sla.AnyPause}})
	return a
}

var kinds = []sla.Kind{
	sla.Prioritised, sla.Assigned, sla.Replanned, sla.Resumed, sla.Resumed, sla.Replied, sla.Reached, sla.Resolved, sla.Closed, sla.Reopened, sla.Received,
	sla.Paused, sla.Paused, sla.Withdrawn,
}

// randomEvents are the life of a case, in whole quarters of an hour so that many come together.
func randomEvents(random *rand.Rand, open time.Time, n int, plans ...sla.Ref) []sla.Event {
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	events := []sla.Event{{ID: "0", At: open, Kind: sla.Opened, Priority: sla.Priority(pick("", "P1")), Team: care.StaffRef(pick("", "workshop"))}}
	for i := 1; i < n; i++ {
		e := sla.Event{At: open.Add(time.Duration(random.IntN(8*24*4)-8) * 15 * time.Minute), Kind: kinds[random.IntN(len(kinds))]}
		if random.IntN(4) > 0 {
			e.ID = fmt.Sprint(i)
		}
		switch e.Kind {
		case sla.Paused, sla.Resumed:
			e.Pause = sla.PauseReason(pick("waiting_customer", "waiting_supplier", "coffee"))
		case sla.Reached:
			e.Target = sla.TargetCode(pick("visit", "pickup", "party"))
		case sla.Prioritised:
			e.Priority, e.Retroactive = sla.Priority(pick("", "P1")), random.IntN(4) == 0
		case sla.Assigned:
			e.Team, e.Retroactive = care.StaffRef(pick("", "workshop")), random.IntN(4) == 0
		case sla.Replanned:
			if len(plans) == 0 {
				continue
			}
			e.Plan, e.Honour, e.Retroactive = plans[random.IntN(len(plans))], random.IntN(3) == 0, random.IntN(4) == 0
		case sla.Withdrawn:
			if random.IntN(3) > 0 {
				continue
			}
		}
		events = append(events, e)
	}
	return events
}

func richPlans(t testing.TB) (*sla.Promise, []sla.Ref) {
	second := rich()
	second.Edition, second.Targets = 2, second.Targets[1:4]
	second.Targets[1].Within = calendar.Wall(30 * hour)
	p, q := promise(t, rich(), hours(t)), promise(t, second, always(t))
	return p.Knowing(q), []sla.Ref{p.Ref(), q.Ref()}
}

func TestTheOrderAndNumberOfArrivalsChangeNothing(t *testing.T) {
	p, refs := richPlans(t)
	random := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		events := randomEvents(random, on(t, "02 09:00"), 2+random.IntN(24), refs...)
		at := on(t, "02 09:00").Add(time.Duration(random.IntN(10*24*60)) * time.Minute)
		want := replay(t, p, events, at)
		arrived := slices.Clone(events)
		for _, e := range events {
			if random.IntN(3) == 0 {
				arrived = append(arrived, e)
			}
		}
		random.Shuffle(len(arrived), func(i, k int) { arrived[i], arrived[k] = arrived[k], arrived[i] })
		given := slices.Clone(arrived)
		require.Equal(t, want, replay(t, p, arrived, at))
		require.Equal(t, given, arrived, "the caller's slice is left alone")
	}
}

func TestOfTwoEventsWithOneIDTheLaterRecordedCounts(t *testing.T) {
	p := one(t, resolution(calendar.Working(8*hour)))
	first := sla.Event{ID: "x", At: on(t, "02 09:00"), Seq: 2, Kind: sla.Resolved}
	second := sla.Event{ID: "x", At: on(t, "02 10:00"), Seq: 3, Kind: sla.Resolved}
	for _, events := range [][]sla.Event{{at(t, "02 08:00", sla.Opened), first, second}, {second, at(t, "02 08:00", sla.Opened), first}} {
		s := replay(t, p, events, on(t, "02 12:00"))
		require.Equal(t, 2*hour, s.Runs[0].Used)
		require.Empty(t, s.Ignored)
	}
}

// What holds of every state, whatever happened.
func TestEveryStateIsSound(t *testing.T) {
	p, refs := richPlans(t)
	random := rand.New(rand.NewPCG(7, 8))
	for range 3000 {
		events := randomEvents(random, on(t, "02 09:00"), 2+random.IntN(24), refs...)
		at := on(t, "02 09:00").Add(time.Duration(random.IntN(10*24*60)) * time.Minute)
		s := replay(t, p, events, at)
		live := map[sla.TargetCode]int{}
		parts := map[string]int{}
		for _, r := range s.Runs {
			promise := fmt.Sprint(r.Target, r.Number)
			parts[promise]++
			require.Equal(t, parts[promise], r.Part, "%+v", r)
			require.NotEmpty(t, r.Outcome)
			require.False(t, r.Counts.Before(r.Started))
			require.GreaterOrEqual(t, r.Used, time.Duration(0))
			require.GreaterOrEqual(t, r.Held, time.Duration(0))
			end := at
			if r.Live() {
				live[r.Target]++
			} else {
				end = r.Ended
				require.False(t, r.Ended.Before(r.Started))
			}
			late := !r.Due.IsZero() && end.After(r.Due)
			require.Equal(t, late, r.Outcome == sla.Breached, "%+v", r)
			require.Equal(t, late, r.LateWall > 0, "%+v", r)
			if !late {
				require.Zero(t, r.Late)
			} else {
				require.LessOrEqual(t, r.Late, r.LateWall, "%+v", r)
			}
		}
		for target, n := range live {
			require.Equal(t, 1, n, target)
		}
		type key struct {
			sla.TargetCode
			int
			sla.LevelCode
		}
		fired := map[key]bool{}
		for _, f := range s.Fires {
			k := key{f.Target, f.Number, f.Level}
			require.False(t, fired[k], "fired twice: %+v", f)
			fired[k] = true
			require.False(t, f.At.After(at))
			require.False(t, f.At.Before(s.Opened))
		}
		require.True(t, slices.IsSortedFunc(s.Fires, func(a, b sla.Fire) int { return a.At.Compare(b.At) }))
		if !s.Wake.IsZero() {
			require.True(t, s.Wake.After(at))
		}
	}
}

// Between two wakes nothing happens: what is told at an instant stays so until the next event or wake.
func TestNothingHappensBetweenWakes(t *testing.T) {
	p, _ := richPlans(t)
	random := rand.New(rand.NewPCG(9, 10))
	for range 300 {
		events := randomEvents(random, on(t, "02 09:00"), 2+random.IntN(12))
		last := slices.MaxFunc(events, func(a, b sla.Event) int { return a.At.Compare(b.At) }).At
		for now, n := last, 0; n < 40; n++ {
			s := replay(t, p, events, now)
			if s.Wake.IsZero() {
				later := replay(t, p, events, now.Add(60*24*hour))
				require.Equal(t, s.Fires, later.Fires)
				require.Equal(t, broken(s), broken(later))
				break
			}
			before := replay(t, p, events, s.Wake.Add(-time.Second))
			require.Equal(t, s.Fires, before.Fires)
			require.Equal(t, broken(s), broken(before))
			woken := replay(t, p, events, s.Wake)
			require.True(t, len(woken.Fires) > len(s.Fires) || broken(woken) > broken(s), "waked for something")
			now = s.Wake
			require.Less(t, n, 39)
		}
	}
}

func broken(s sla.State) (n int) {
	for _, r := range s.Runs {
		if r.Outcome == sla.Breached {
			n++
		}
	}
	return n
}

// A case that somebody fills with events is replayed in a moment all the same.
func TestThousandsOfEvents(t *testing.T) {
	p, _ := richPlans(t)
	for name, kind := range map[string]func(i int) sla.Event{
		"pauses": func(i int) sla.Event { return sla.Event{Kind: sla.Paused, Pause: sla.PauseReason(fmt.Sprint(i))} },
		"pauses and resumes": func(i int) sla.Event {
			return sla.Event{Kind: []sla.Kind{sla.Paused, sla.Resumed}[i%2], Pause: "waiting_customer"}
		},
		"messages":  func(i int) sla.Event { return sla.Event{Kind: []sla.Kind{sla.Received, sla.Replied}[i%2]} },
		"reopening": func(i int) sla.Event { return sla.Event{Kind: []sla.Kind{sla.Resolved, sla.Reopened}[i%2]} },
		"priority": func(i int) sla.Event {
			return sla.Event{Kind: sla.Prioritised, Priority: sla.Priority([]string{"", "P1"}[i%2])}
		},
	} {
		events := []sla.Event{at(t, "02 08:00", sla.Opened)}
		for i := range 5000 {
			e := kind(i)
			e.At = events[0].At.Add(time.Duration(i+1) * time.Minute)
			events = append(events, e)
		}
		start := time.Now()
		s, err := sla.Replay(p, events, time.Time{})
		require.NoError(t, err)
		require.Less(t, time.Since(start), 10*time.Second, name)
		var tally sla.Tally
		tally.Add("", &s)
	}
}
