package sla_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
)

// ticker is the naive model: it lives through a case minute by minute and asks of each only whether it is open.
type ticker struct {
	limits   map[sla.TargetCode]int // minutes
	used     map[sla.TargetCode]int
	live     map[sla.TargetCode]bool
	due      map[sla.TargetCode]time.Time // of the current run, once it is reached
	lateRuns map[sla.TargetCode]int
	ended    map[sla.TargetCode]int
	unended  map[sla.TargetCode]bool // by an answer: a reopened case takes it up again
	pauses   map[sla.PauseReason]int
	open     bool
	resolved bool
	answered bool
	waiting  bool
	half     time.Time
}

var modelTargets = []sla.TargetCode{sla.FirstResponse, sla.NextResponse, sla.Resolution}

func (m *ticker) start(c sla.TargetCode) {
	m.live[c], m.used[c] = true, 0
	delete(m.due, c)
}

func (m *ticker) end(c sla.TargetCode, now time.Time, resolved bool) {
	if !m.live[c] {
		return
	}
	m.live[c], m.unended[c] = false, resolved
	m.ended[c]++
	if due, ok := m.due[c]; ok && now.After(due) {
		m.lateRuns[c]++
	}
}

func (m *ticker) event(e sla.Event, now time.Time) {
	if e.Kind == sla.Opened {
		if !m.open {
			m.open, m.waiting = true, true
			for _, c := range modelTargets {
				m.start(c)
			}
		}
		return
	}
	if !m.open {
		return
	}
	switch e.Kind {
	case sla.Replied:
		m.waiting, m.answered = false, true
		for _, c := range modelTargets[:2] {
			m.end(c, now, false)
			m.unended[c] = false
		}
	case sla.Received:
		m.waiting = true
		if !m.resolved && !m.live[sla.NextResponse] {
			m.start(sla.NextResponse)
		}
	case sla.Paused:
		if !m.resolved {
			m.pauses[e.Pause]++
		}
	case sla.Resumed:
		if m.pauses[e.Pause] > 0 {
			m.pauses[e.Pause]--
		}
	case sla.Resolved, sla.Closed:
		if m.resolved {
			return
		}
		m.resolved = true
		clear(m.pauses)
		for _, c := range modelTargets {
			m.end(c, now, true)
		}
	case sla.Reopened:
		if !m.resolved {
			return
		}
		m.resolved = false
		for _, c := range modelTargets {
			if m.unended[c] {
				m.live[c] = true
				if due, ok := m.due[c]; ok && due.Before(now) && m.lateRuns[c] == 0 {
					delete(m.due, c)
				}
				m.unended[c] = false
			}
		}
		if m.waiting && !m.live[sla.NextResponse] {
			m.start(sla.NextResponse)
		}
	}
}

// settle notes what is reached now by what still runs after the events of this minute.
func (m *ticker) settle(now time.Time) {
	for _, c := range modelTargets {
		if !m.live[c] {
			continue
		}
		if _, ok := m.due[c]; !ok && m.used[c] >= m.limits[c] {
			m.due[c] = now
		}
		if c == sla.Resolution && m.half.IsZero() && 2*m.used[c] >= m.limits[c] {
			m.half = now
		}
	}
}

func (m *ticker) minute(open bool, now time.Time) {
	held := m.pauses["waiting_customer"]+m.pauses["waiting_supplier"] > 0
	for _, c := range modelTargets {
		if !m.live[c] || !open || c == sla.Resolution && held {
			continue
		}
		m.used[c]++
		if _, ok := m.due[c]; !ok && m.used[c] == m.limits[c] {
			m.due[c] = now.Add(time.Minute)
		}
	}
}

func TestReplayAgreesWithLivingThroughEveryMinute(t *testing.T) {
	c := hours(t)
	p := promise(t, support(), c)
	random := rand.New(rand.NewPCG(11, 12))
	cases := 150
	if testing.Short() {
		cases = 20
	}
	for range cases {
		var events []sla.Event
		for _, e := range randomEvents(random, on(t, "02 09:00"), 2+random.IntN(14)) {
			if e.ID == "" {
				e.ID = "x" + e.At.String() + string(e.Kind) + string(e.Pause)
			}
			switch e.Kind {
			case sla.Prioritised, sla.Assigned, sla.Reached, sla.Withdrawn, sla.Replanned:
			default:
				events = append(events, e)
			}
		}
		events = slices.CompactFunc(events, func(a, b sla.Event) bool { return a.ID == b.ID })
		at := on(t, "02 09:00").Add(time.Duration(random.IntN(9*24*60)) * time.Minute)
		checkAgainstModel(t, c, p, events, at)
	}
}

func checkAgainstModel(t *testing.T, hours *calendar.Calendar, p *sla.Promise, events []sla.Event, at time.Time) {
	m := &ticker{
		limits: map[sla.TargetCode]int{sla.FirstResponse: 240, sla.NextResponse: 240, sla.Resolution: 960},
		used:   map[sla.TargetCode]int{}, live: map[sla.TargetCode]bool{}, due: map[sla.TargetCode]time.Time{}, lateRuns: map[sla.TargetCode]int{},
		ended: map[sla.TargetCode]int{}, unended: map[sla.TargetCode]bool{}, pauses: map[sla.PauseReason]int{},
	}
	ordered := slices.Clone(events)
	slices.SortFunc(ordered, func(a, b sla.Event) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return slices.Index(kindOrder, a.Kind) - slices.Index(kindOrder, b.Kind)
	})
	first := ordered[0].At
	if at.Before(first) {
		at = first
	}
	seen := map[string]bool{}
	for now := first; ; now = now.Add(time.Minute) {
		for len(ordered) > 0 && ordered[0].At.Equal(now) {
			if !seen[ordered[0].ID] {
				seen[ordered[0].ID] = true
				m.event(ordered[0], now)
			}
			ordered = ordered[1:]
		}
		m.settle(now)
		if !now.Before(at) {
			break
		}
		open, err := hours.IsOpen(now)
		require.NoError(t, err)
		m.minute(open, now)
	}
	s := replay(t, p, events, at)
	ended, late := map[sla.TargetCode]int{}, map[sla.TargetCode]int{}
	for _, r := range s.Runs {
		if r.Live() {
			require.True(t, m.live[r.Target])
			require.Equal(t, time.Duration(m.used[r.Target])*time.Minute, r.Used, "%v %+v", r.Target, events)
			due, passed := m.due[r.Target]
			if passed {
				require.True(t, due.Equal(r.Due), "%v: %v, model %v", r.Target, r.Due, due)
			}
			require.Equal(t, passed && at.After(due), r.Outcome == sla.Breached)
			continue
		}
		ended[r.Target]++
		if r.Outcome == sla.Breached {
			late[r.Target]++
		}
	}
	for _, c := range modelTargets {
		require.Equal(t, m.ended[c], ended[c], c)
		require.Equal(t, m.lateRuns[c], late[c], "%v %+v", c, events)
	}
	var half time.Time
	for _, f := range s.Fires {
		if f.Level == "half" {
			half = f.At
		}
	}
	if !m.half.IsZero() || !half.IsZero() {
		require.WithinDuration(t, m.half, half, 0, "%+v", events)
	}
}

// kindOrder is the order of what happens at one instant, as Kind documents it.
var kindOrder = func() (all []sla.Kind) {
	for k := range sla.Kind("").Terms().All() {
		all = append(all, k)
	}
	return all
}()
