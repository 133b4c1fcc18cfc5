package sla_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones must be there on every machine

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
)

// vector is one case of testdata/vectors.json: what public test suites of other help desks expect, each with its source.
type vector struct {
	ID       string
	Calendar struct {
		Zone     string                 `json:"time_zone"`
		Shifts   map[string][][2]string `json:"weekly_shifts"`
		Holidays []calendar.Date
	}
	Targets map[string]int `json:"targets_seconds"`
	Levels  []struct {
		Target, Name string
		Seconds      int `json:"working_seconds"`
	}
	PauseStates []string `json:"pause_states"`
	Events      []vectorEvent
	Expected    map[string]json.RawMessage
	Recommended map[string]json.RawMessage
}

type vectorEvent struct {
	At                           time.Time
	Type, State                  string
	Response, Update, Resolution int
}

var vectorTargets = map[string]sla.TargetCode{"response": sla.FirstResponse, "update": sla.NextResponse, "resolution": sla.Resolution}

func TestVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/vectors.json")
	require.NoError(t, err)
	var file struct{ Vectors []vector }
	require.NoError(t, json.Unmarshal(data, &file))
	require.Equal(t, 29, len(file.Vectors))
	for _, v := range file.Vectors {
		t.Run(v.ID, func(t *testing.T) {
			for key, value := range v.Recommended {
				v.Expected[key] = value
			}
			for key, value := range v.Expected {
				v.check(t, key, value)
			}
		})
	}
}

func (v vector) hours(t *testing.T) *calendar.Calendar {
	day := func(name string) calendar.Shifts {
		var parts []string
		for _, span := range v.Calendar.Shifts[name] {
			parts = append(parts, span[0]+"-"+span[1])
		}
		return calendar.MustShifts(strings.Join(parts, " "))
	}
	d := calendar.Definition{Zone: v.Calendar.Zone, Weeks: []calendar.Week{{
		Mon: day("mon"), Tue: day("tue"), Wed: day("wed"), Thu: day("thu"), Fri: day("fri"), Sat: day("sat"), Sun: day("sun"),
	}}}
	for _, date := range v.Calendar.Holidays {
		d.Closures = append(d.Closures, calendar.Closure{First: date})
	}
	c, err := calendar.Compile(d)
	require.NoError(t, err)
	return c
}

// promise is that of the vector's targets, in working time or by the wall clock.
func (v vector) promise(t *testing.T, edition int, span func(time.Duration) calendar.Span, targets map[string]int) *sla.Promise {
	a := sla.Agreement{Code: "vector", Edition: edition, Calendar: "hours"}
	for _, name := range []string{"response", "update", "resolution"} {
		if targets[name] == 0 {
			continue
		}
		target := sla.Target{
			Code: vectorTargets[name], Within: span(time.Duration(targets[name]) * time.Second), PausedBy: []sla.PauseReason{sla.AnyPause},
		}
		for _, l := range v.Levels {
			if l.Target == name {
				before := time.Duration(targets[name]-l.Seconds) * time.Second
				target.Levels = append(target.Levels, sla.Level{Code: sla.LevelCode(l.Name), Before: calendar.Working(before)})
			}
		}
		a.Targets = append(a.Targets, target)
	}
	p, err := sla.NewPromise(a, sla.Calendar{Code: "hours", Edition: 1, Hours: v.hours(t)})
	require.NoError(t, err)
	return p
}

// events are the vector's as a desk would tell them.
func (v vector) events(t *testing.T) (events []sla.Event, plans []*sla.Promise) {
	paused, targets := false, v.Targets
	pauses := func(e vectorEvent) {
		if is := slices.Contains(v.PauseStates, e.State); is != paused {
			paused = is
			kind := sla.Resumed
			if is {
				kind = sla.Paused
			}
			events = append(events, sla.Event{At: e.At, Kind: kind, Pause: "state"})
		}
	}
	for _, e := range v.Events {
		add := func(event sla.Event) {
			event.At = e.At
			events = append(events, event)
		}
		switch e.Type {
		case "created":
			add(sla.Event{Kind: sla.Opened})
			pauses(e)
		case "customer_message":
			add(sla.Event{Kind: sla.Received})
		case "first_response", "agent_message":
			add(sla.Event{Kind: sla.Replied})
		case "state":
			pauses(e)
		case "pause":
			add(sla.Event{Kind: sla.Paused})
		case "resume":
			add(sla.Event{Kind: sla.Resumed})
		case "resolved":
			add(sla.Event{Kind: sla.Resolved})
		case "closed":
			add(sla.Event{Kind: sla.Closed})
		case "policy_changed":
			changed := map[string]int{"response": e.Response, "update": e.Update, "resolution": e.Resolution}
			for name, seconds := range targets {
				if changed[name] == 0 {
					changed[name] = seconds
				}
			}
			targets = changed
			plans = append(plans, v.promise(t, 2+len(plans), calendar.Working, targets))
			add(sla.Event{Kind: sla.Replanned, Plan: plans[len(plans)-1].Ref()})
		case "policy_unmatched":
			add(sla.Event{Kind: sla.Withdrawn})
		case "evaluate":
		default:
			require.Fail(t, e.Type)
		}
	}
	for i := range events {
		events[i].Seq = int64(i + 1)
	}
	return events, plans
}

func (v vector) end() time.Time { return v.Events[len(v.Events)-1].At }

func (v vector) replay(t *testing.T, at time.Time) sla.State {
	targets := v.Targets
	if len(targets) == 0 { // a calculation: a clock that is never due shows what is counted
		targets = map[string]int{"resolution": 1000 * 3600}
	}
	events, plans := v.events(t)
	s, err := sla.Replay(v.promise(t, 1, calendar.Working, targets).Knowing(plans...), events, at)
	require.NoError(t, err)
	return s
}

func (v vector) check(t *testing.T, key string, want json.RawMessage) {
	s := v.replay(t, v.end())
	equal := func(got any) {
		encoded, err := json.Marshal(got)
		require.NoError(t, err)
		require.JSONEq(t, string(want), string(encoded), key)
	}
	switch key {
	case "next_due":
		equalTime(t, want, s.NextDue(), key)
	case "response_due", "update_due", "resolution_due":
		v.checkDue(t, key, want, s)
	case "resolution_due_before_pause":
		i := slices.IndexFunc(v.Events, func(e vectorEvent) bool { return e.Type == "pause" })
		before := v.replay(t, v.Events[i].At.Add(-time.Second))
		equalTime(t, want, latest(t, before, sla.Resolution).Due, key)
	case "response_elapsed_min", "update_elapsed_min", "resolution_elapsed_min":
		equal(v.finished(t, s, key).Used / time.Minute)
	case "response_elapsed_seconds", "resolution_elapsed_seconds":
		equal(v.finished(t, s, key).Used / time.Second)
	case "response_margin_min", "update_margin_min", "resolution_margin_min":
		r := v.finished(t, s, key)
		equal((r.Left.Duration() - r.Late) / time.Minute)
	case "hold_seconds", "paused_working_seconds":
		var sum time.Duration
		for _, h := range s.Holds {
			sum += h.Working
		}
		equal(sum / time.Second)
	case "breached":
		equal(s.Broken())
	case "fires":
		v.checkFires(t, want, s)
	default:
		v.checkCalculation(t, key, want)
	}
}

func equalTime(t *testing.T, want json.RawMessage, got time.Time, key string) {
	var at time.Time // null leaves it zero
	require.NoError(t, json.Unmarshal(want, &at))
	require.True(t, at.Equal(got), "%s: want %v, got %v", key, at, got)
}

func latest(t *testing.T, s sla.State, target sla.TargetCode) sla.Run {
	r, ok := s.Latest(target)
	require.True(t, ok, target)
	return *r
}

func (v vector) checkDue(t *testing.T, key string, want json.RawMessage, s sla.State) {
	r := latest(t, s, vectorTargets[strings.TrimSuffix(key, "_due")])
	if string(want) == "null" {
		require.False(t, r.Live(), key)
		return
	}
	equalTime(t, want, r.Due, key)
}

// finished is the finished run of the target that a key names; of several the longest.
func (v vector) finished(t *testing.T, s sla.State, key string) sla.Run {
	name, _, _ := strings.Cut(key, "_")
	var longest sla.Run
	for _, r := range s.Runs {
		if r.Target == vectorTargets[name] && !r.Live() && (longest.Ended.IsZero() || r.Used > longest.Used) {
			longest = r
		}
	}
	require.False(t, longest.Ended.IsZero(), key)
	return longest
}

func (v vector) checkFires(t *testing.T, want json.RawMessage, s sla.State) {
	type fire struct {
		Level string
		At    time.Time
	}
	var wanted, got []fire
	require.NoError(t, json.Unmarshal(want, &wanted))
	for i := range wanted {
		wanted[i].At = wanted[i].At.UTC()
	}
	for _, f := range s.Fires {
		got = append(got, fire{string(f.Level), f.At.UTC()})
	}
	if r := latest(t, s, sla.Resolution); r.Outcome == sla.Breached {
		got = append(got, fire{"resolution", r.Due.UTC()})
	}
	require.Equal(t, wanted, got)
}

// checkCalculation tests what is no clock of a help desk, with a clock that shows it.
func (v vector) checkCalculation(t *testing.T, key string, want json.RawMessage) {
	events, _ := v.events(t)
	byWall := func(target string) []sla.Run {
		s, err := sla.Replay(v.promise(t, 1, calendar.Wall, map[string]int{target: 1000 * 3600}), events, v.end())
		require.NoError(t, err)
		return s.Runs
	}
	var seconds int
	switch key {
	case "working_minutes_between":
		var in struct {
			From, To time.Time
			Minutes  int
		}
		require.NoError(t, json.Unmarshal(want, &in))
		from, to := latest(t, v.replay(t, in.From), sla.Resolution), latest(t, v.replay(t, in.To), sla.Resolution)
		require.Equal(t, time.Duration(in.Minutes)*time.Minute, to.Used-from.Used)
	case "destination":
		var in struct {
			Start, At time.Time
			Span      int `json:"span_seconds"`
		}
		require.NoError(t, json.Unmarshal(want, &in))
		later := []sla.Event{{At: in.Start, Kind: sla.Opened}}
		for _, e := range events {
			if e.Kind == sla.Closed {
				e.Kind = sla.Resumed
			}
			if e.Kind != sla.Opened && !e.At.Before(in.Start) {
				later = append(later, e)
			}
		}
		s, err := sla.Replay(v.promise(t, 1, calendar.Working, map[string]int{"resolution": in.Span}), later, time.Time{})
		require.NoError(t, err)
		require.True(t, in.At.Equal(s.Runs[0].Due), "%v", s.Runs[0].Due)
	case "avg_response_seconds_wall":
		require.NoError(t, json.Unmarshal(want, &seconds))
		runs := byWall("update")
		require.Len(t, runs, 2)
		require.Equal(t, time.Duration(seconds)*time.Second, (runs[0].Used+runs[1].Used)/2)
	case "resolution_seconds_wall":
		require.NoError(t, json.Unmarshal(want, &seconds))
		require.Equal(t, time.Duration(seconds)*time.Second, byWall("resolution")[0].Used)
	case "minus_customer_wait_seconds_wall":
		require.NoError(t, json.Unmarshal(want, &seconds))
		runs := byWall("update")
		require.Equal(t, time.Duration(seconds)*time.Second, runs[0].Used+runs[1].Used)
	case "pause_days", "first_day_pause", "last_day_pause": // how one peer stores a pause: no rule of ours
	default:
		require.Fail(t, "an expectation that is not tested", key)
	}
}
