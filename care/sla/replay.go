package sla

import (
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
)

// Replay says what a promise has come to at an instant, from what happened until then. It is pure: the same promise, events and instant give the same state,
// in whatever order the events come and however often. Events after at do not count yet; a zero at is the instant of the last event.
//
// An error is a calendar that does not reach as far as a due time ([calendar.ErrHorizon]) or [ErrUnknownPlan].
func Replay(p *Promise, events []Event, at time.Time) (State, error) {
	r := replay{plan: p, given: p}
	r.run(inOrder(events), at)
	return r.state, r.err
}

// replay is a replay that has come as far as now.
type replay struct {
	plan  *Promise // in force
	given *Promise
	now   time.Time
	state State

	worked   time.Duration     // working time since the opening
	paused   uint64            // the pauses in force, as target.pausedBy has them
	clocks   [maxTargets]clock // of plan.targets
	live     int               // how many of them are
	holds    int               // how many pauses are in force
	over     int               // how many of state.Holds, from the first on, are over
	priority Priority
	team     care.StaffRef
	reached  []TargetCode
	shelf    []shelved // clocks of other plans
	waiting  bool      // the customer waits for an answer
	answered bool      // and was given one before
	fixed    bool      // Replanned is left out: see Comparison

	opensFor, opensAt time.Time // the last answer of opening
	err               error     // the first error of the calendar
}

func (r *replay) run(events []Event, at time.Time) {
	if at.IsZero() && len(events) > 0 {
		at = events[len(events)-1].At
	}
	at = r.instant(at)
	r.reserve(events)
	for i := range events {
		t := r.instant(events[i].At)
		if t.After(at) {
			break
		}
		if i == 0 || !t.Equal(r.now) {
			r.settle()
			r.advance(t)
		}
		r.apply(&events[i])
	}
	r.settle()
	r.advance(at)
	r.settle()
	r.finish()
}

// instant is whole seconds in the calendar's zone: fractions are dropped once, here.
func (r *replay) instant(t time.Time) time.Time { return time.Unix(t.Unix(), 0).In(r.given.zone) }

// reserve makes room once for what the events are likely to need.
func (r *replay) reserve(events []Event) {
	runs, holds := len(r.plan.targets), 0
	for i := range events {
		switch events[i].Kind {
		case Received, Reached, Reopened:
			runs++
		case Paused:
			holds++
		}
	}
	r.state.Runs, r.state.Holds = room(r.state.Runs, runs), room(r.state.Holds, holds)
}

// room is for n, in what there is if it is large enough.
func room[T any](s []T, n int) []T {
	if cap(s) >= n {
		return s
	}
	return make([]T, 0, n)
}

// advance lets the clocks run up to t, and notes what they pass on the way.
func (r *replay) advance(t time.Time) {
	from := r.now
	r.now = t
	if r.live == 0 && r.holds == 0 {
		return
	}
	worked, wall := r.elapsed(from, t), t.Sub(from)
	r.worked += worked
	for i := range r.plan.targets {
		c := &r.clocks[i]
		switch {
		case !c.live:
		case c.paused:
			c.held.add(worked, wall)
		default:
			before := c.used
			if c.used.add(worked, wall); !c.atRest() {
				r.pass(i, from, before)
			}
		}
	}
}

// apply does what an event says, at r.now.
func (r *replay) apply(e *Event) {
	if why := r.inert(e); why != "" {
		r.state.Ignored = append(r.state.Ignored, Ignored{e.ID, r.now, e.Kind, why})
		if e.Kind == Received { // it will wait if the case is reopened
			r.waiting = true
		}
		return
	}
	switch e.Kind {
	case Opened:
		r.open(e)
	case Replied:
		r.reply(e.Kind)
	case Received:
		r.waiting = true
		if r.plan.next >= 0 && !r.clocks[r.plan.next].live {
			r.start(r.plan.next)
		}
	case Reached:
		r.reach(e)
	case Paused:
		r.pause(e.Pause)
	case Resumed:
		r.resume(e.Pause)
	case Resolved, Closed:
		r.resolve(e.Kind)
	case Reopened:
		r.reopen()
	case Prioritised, Assigned:
		r.reassign(e)
	case Replanned:
		r.replan(e)
	case Withdrawn:
		r.withdraw()
	}
}

// inert says why an event has no effect, or "".
func (r *replay) inert(e *Event) Why {
	resolved := !r.state.Resolved.IsZero()
	switch {
	case e.Kind.rank() == 0:
		return Unknown
	case r.state.Opened.IsZero():
		if e.Kind != Opened {
			return NotOpen
		}
		return ""
	case e.Kind == Opened:
		return OpenAlready
	case e.Kind == Reopened && !resolved:
		return NotDone
	case resolved && (e.Kind == Received || e.Kind == Paused || e.Kind == Reached || e.Kind == Resolved || e.Kind == Closed):
		return Done
	case e.Kind == Resumed && !r.isHeld(e.Pause):
		return NotPaused
	case !r.state.Withdrawn.IsZero() && (e.Kind == Received || e.Kind == Reached || e.Kind == Withdrawn):
		return Unpromised
	case e.Kind == Reached && !r.awaits(e.Target):
		return NoSuchTarget
	case e.Kind == Prioritised && e.Priority == r.priority, e.Kind == Assigned && e.Team == r.team,
		e.Kind == Replanned && e.Plan == r.plan.ref && r.state.Withdrawn.IsZero() && !e.Retroactive:
		return Unchanged
	case e.Kind == Replanned && r.fixed:
		return SetAside
	}
	return ""
}

// settle notes what is reached at r.now itself by clocks that the events of this instant have not ended.
func (r *replay) settle() {
	if r.live == 0 {
		return
	}
	for i := range r.plan.targets {
		c := &r.clocks[i]
		if !c.live || c.atRest() {
			continue
		}
		if !c.passed && c.byHours() && c.spent() >= c.limit {
			c.passed, c.due = true, r.now
		}
		for k := range r.plan.targets[i].levels {
			if c.fired&(1<<k) == 0 && r.isReached(i, k) {
				r.fire(i, k, r.now)
			}
		}
		r.aim(i)
	}
}

// finish notes how everything stands at r.now.
func (r *replay) finish() {
	s := &r.state
	s.Promise, s.At = r.plan.ref, r.now
	for i := range r.plan.targets {
		c := &r.clocks[i]
		if !c.live {
			continue
		}
		r.record(c)
		if !c.paused {
			r.wake(i)
		}
	}
	for i := range s.Holds {
		if h := &s.Holds[i]; h.Until.IsZero() {
			h.Working = r.worked - h.Working
		}
	}
	if byTime := func(a, b Fire) int { return a.At.Compare(b.At) }; !slices.IsSortedFunc(s.Fires, byTime) {
		slices.SortStableFunc(s.Fires, byTime)
	}
	if r.err != nil {
		r.err = fmt.Errorf("sla: %v: %w", r.plan.ref, r.err)
	}
}

// The calendar's answers, of which the first error is kept.

func (r *replay) elapsed(from, to time.Time) time.Duration {
	d, err := r.plan.hours.Elapsed(from, to)
	r.note(err)
	return d
}

func (r *replay) add(t time.Time, d time.Duration, wall bool) time.Time {
	if d <= 0 {
		return t
	}
	if wall {
		return t.Add(d)
	}
	t, err := r.plan.hours.Add(t, d)
	r.note(err)
	return t
}

// opening is the instant at which time counts for a clock that is set off now.
func (r *replay) opening() time.Time {
	if !r.opensFor.Equal(r.now) {
		open, err := r.plan.hours.NextOpen(r.now)
		r.note(err)
		r.opensFor, r.opensAt = r.now, open
	}
	return r.opensAt
}

func (r *replay) note(err error) {
	if r.err == nil {
		r.err = err
	}
}
