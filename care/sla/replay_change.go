package sla

import (
	"fmt"
	"iter"
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// reassign gives the case another priority or team, and running clocks the time for it.
func (r *replay) reassign(e *Event) {
	if e.Kind == Prioritised {
		r.priority = e.Priority
	} else {
		r.team = e.Team
	}
	for i := range r.plan.targets {
		r.retarget(i, e)
	}
}

// retarget gives a clock the time that is promised now: what was used up stays used up.
func (r *replay) retarget(i int, e *Event) {
	c, t := &r.clocks[i], &r.plan.targets[i]
	change := Change{
		At: r.now, By: e.Kind, Target: t.Code, Name: t.name, Number: c.number, Before: c.within, After: t.within(r.priority, r.team),
	}
	switch {
	case !c.live && (change.After.IsZero() || !r.startable(i)):
		return
	case !c.live && c.dropped:
		r.goOn(i)
		change.Effect = StartedAt
		r.setTime(i, change.After, e.Retroactive)
	case !c.live:
		r.start(i)
		change.Number, change.Effect = c.number, StartedAt
	case change.After == c.within && e.Kind != Replanned:
		return
	case e.Honour:
		change.Effect, change.After = Kept, c.within
	case change.After.IsZero():
		change.Effect = Dropped
		r.end(i, e.Kind)
		c.dropped = true
	default:
		if change.Effect = r.setTime(i, change.After, e.Retroactive); change.Effect == TooLate {
			change.After = c.within
		}
	}
	r.state.Changes = append(r.state.Changes, change)
	r.aim(i)
}

// setTime gives a clock that is not due yet another time.
func (r *replay) setTime(i int, within calendar.Span, retroactive bool) Effect {
	c := &r.clocks[i]
	if c.passed {
		return TooLate
	}
	wasHours := c.byHours()
	c.promise(within)
	if wasHours && !c.byHours() {
		r.recountDates(i)
	}
	c.pinned = false
	if !c.byHours() {
		if c.due = r.dateDue(i); !c.paused && !c.due.After(r.now) {
			return r.usedUp(c, c.due, retroactive)
		}
		return Moved
	}
	due := r.now
	if retroactive {
		due = r.recount(i)
	}
	if c.spent() < c.limit {
		return Moved
	}
	return r.usedUp(c, due, retroactive)
}

// usedUp makes a clock due whose new time has run out already: at the change and not before, unless the change counts from the start.
func (r *replay) usedUp(c *clock, due time.Time, retroactive bool) Effect {
	if retroactive && due.Before(r.now) {
		c.passed, c.due = true, due
		if !c.byHours() {
			c.beyond = r.elapsed(due, r.now)
		}
		return Backdated
	}
	c.passed, c.due, c.limit = true, r.now, c.spent()
	return UsedUp
}

// recount measures a promise anew from its start by the plan in force, and returns when its limit was reached, if it was.
func (r *replay) recount(i int) (due time.Time) {
	c := &r.clocks[i]
	c.used, due = amount{}, r.now
	for from, until := range r.stretches(i) {
		before := c.spent()
		c.used.add(r.elapsed(from, until), until.Sub(from))
		if before < c.limit && c.spent() >= c.limit {
			due = r.add(from, c.limit-before, c.byWall)
		}
	}
	return due
}

// stretches are the times in which the clock of a promise ran: its parts, less the pauses that stop it.
func (r *replay) stretches(i int) iter.Seq2[time.Time, time.Time] {
	c, t := &r.clocks[i], &r.plan.targets[i]
	return func(yield func(time.Time, time.Time) bool) {
		for _, run := range r.state.Runs {
			if run.Target != t.Code || run.Number != c.number {
				continue
			}
			cursor, end := run.Started, run.Ended
			if run.Live() {
				end = r.now
			}
			for _, h := range r.state.Holds {
				if r.plan.bit(h.Reason)&t.pausedBy == 0 || h.From.After(end) {
					continue
				}
				if cursor.Before(h.From) && !yield(cursor, h.From) {
					return
				}
				if until := h.Until; until.IsZero() {
					cursor = end
				} else if cursor.Before(until) {
					cursor = until
				}
			}
			if cursor.Before(end) && !yield(cursor, end) {
				return
			}
		}
	}
}

// replan puts the case under another plan.
func (r *replay) replan(e *Event) {
	to, ok := r.given.plan(e.Plan)
	if !ok {
		r.note(fmt.Errorf("%w: %v", ErrUnknownPlan, e.Plan))
		return
	}
	r.state.Withdrawn = time.Time{}
	clocks := r.moveClocks(to)
	if e.Honour {
		r.pin(to, &clocks)
	}
	r.plan, r.clocks = to, clocks
	r.opensFor = time.Time{}
	r.paused = r.inForce()
	r.stop()
	for i := range to.targets {
		if c := &r.clocks[i]; c.live && !c.byHours() {
			r.recountDates(i)
		}
		r.aim(i)
		r.retarget(i, e)
	}
}

// shelved is the clock of a target that the plan in force does not have: another plan may take it up again.
type shelved struct {
	target *target
	clock  clock
}

// moveClocks finds each clock its place in another plan. One that has none is ended and shelved.
func (r *replay) moveClocks(to *Promise) (clocks [maxTargets]clock) {
	all := r.shelf
	r.shelf = nil
	for i := range r.plan.targets {
		c, t := &r.clocks[i], &r.plan.targets[i]
		if _, ok := to.target(t.Code); !ok && c.live {
			r.state.Changes = append(r.state.Changes, Change{
				At: r.now, By: Replanned, Target: t.Code, Name: t.name, Number: c.number, Before: c.within, Effect: Dropped,
			})
			r.end(i, Replanned)
			c.dropped = true
		}
		all = append(all, shelved{t, *c})
	}
	for _, s := range all {
		k, ok := to.target(s.target.Code)
		if !ok {
			r.shelf = append(r.shelf, s)
			continue
		}
		fired := s.clock.fired
		s.clock.fired = 0
		for b := range s.target.Levels { // a level of the same name is fired once
			if at, ok := to.targets[k].level(s.target.Levels[b].Code); ok && fired&(1<<b) != 0 {
				s.clock.fired |= 1 << at
			}
		}
		clocks[k] = s.clock
	}
	return clocks
}

// pin keeps the due times of running clocks under another plan: what is left is told by the new calendar, in case of a pause.
func (r *replay) pin(to *Promise, clocks *[maxTargets]clock) {
	for i := range to.targets {
		c := &clocks[i]
		if !c.live || c.paused || c.passed {
			continue
		}
		c.due, c.pinned = r.dueFrom(c, r.now, c.spent()), true
		if c.within.Kind() == calendar.SpanWorking {
			left, err := to.hours.Elapsed(r.now, c.due)
			r.note(err)
			c.limit = c.spent() + left
		}
	}
}

func (p *Promise) target(code TargetCode) (int, bool) {
	for i := range p.targets {
		if p.targets[i].Code == code {
			return i, true
		}
	}
	return 0, false
}

func (t *Target) level(code LevelCode) (int, bool) {
	for i := range t.Levels {
		if t.Levels[i].Code == code {
			return i, true
		}
	}
	return 0, false
}
