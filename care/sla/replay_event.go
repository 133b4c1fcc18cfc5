package sla

import (
	"slices"
	"time"
)

func (r *replay) open(e *Event) {
	r.state.Opened, r.priority, r.team, r.waiting = r.now, e.Priority, e.Team, true
	r.startAll()
}

// startAll starts what is promised, does not run, and has something to wait for.
func (r *replay) startAll() {
	for i := range r.plan.targets {
		if !r.clocks[i].live && r.startable(i) {
			r.start(i)
		}
	}
}

// startable reports whether there is something for a clock to wait for.
func (r *replay) startable(i int) bool {
	if !r.state.Resolved.IsZero() || !r.state.Withdrawn.IsZero() {
		return false
	}
	t := &r.plan.targets[i]
	switch t.Code {
	case FirstResponse:
		return !r.answered
	case NextResponse:
		return r.waiting
	case Resolution:
		return true
	}
	return !slices.Contains(r.reached, t.Code) && (t.After == "" || slices.Contains(r.reached, t.After))
}

// reply answers the customer: the first answer ends both clocks that wait for one.
func (r *replay) reply(by Kind) {
	r.waiting, r.answered = false, true
	for _, i := range [...]int{r.plan.first, r.plan.next} {
		if i < 0 {
			continue
		}
		if r.clocks[i].live {
			r.end(i, by)
		}
		r.clocks[i].unfinished, r.clocks[i].dropped = false, false
	}
}

// awaits reports whether reaching a milestone ends a clock or starts one.
func (r *replay) awaits(milestone TargetCode) bool {
	for i := range r.plan.targets {
		t := &r.plan.targets[i]
		if !t.isMilestone() {
			continue
		}
		if t.Code == milestone && r.clocks[i].live || t.After == milestone && !slices.Contains(r.reached, milestone) {
			return true
		}
	}
	return false
}

func (t *Target) isMilestone() bool {
	return t.Code != FirstResponse && t.Code != NextResponse && t.Code != Resolution
}

func (r *replay) reach(e *Event) {
	r.reached = append(r.reached, e.Target)
	for i := range r.plan.targets {
		t := &r.plan.targets[i]
		switch {
		case !t.isMilestone():
		case t.Code == e.Target && r.clocks[i].live:
			r.end(i, e.Kind)
		case t.After == e.Target && !r.clocks[i].live && r.startable(i):
			r.start(i)
		}
	}
}

// resolve ends the pauses and every clock: a resolution also satisfies what was not answered yet.
func (r *replay) resolve(by Kind) {
	r.state.Resolved = r.now
	for i := range r.plan.targets {
		if r.clocks[i].live {
			r.end(i, by)
			r.clocks[i].unfinished = true
		}
	}
	r.resume("")
}

// reopen takes up what the resolution ended.
func (r *replay) reopen() {
	r.state.Resolved = time.Time{}
	if !r.state.Withdrawn.IsZero() {
		return
	}
	for i := range r.plan.targets {
		c, t := &r.clocks[i], &r.plan.targets[i]
		switch {
		case !c.unfinished && c.dropped:
			r.retarget(i, &Event{Kind: Reopened})
		case !c.unfinished && r.startable(i):
			r.start(i)
		case !c.unfinished:
		case t.Reopen == Restart && !t.isResponse():
			for k := range r.state.Runs {
				if run := &r.state.Runs[k]; run.Target == t.Code && run.Number == c.number {
					run.Superseded = true
				}
			}
			r.start(i)
		case t.Reopen == Anew && !t.isResponse():
			r.start(i)
		default: // a response that nobody has given runs on, whatever the policy
			r.goOn(i)
			r.retarget(i, &Event{Kind: Reopened})
		}
	}
}

func (t *Target) isResponse() bool { return t.Code == FirstResponse || t.Code == NextResponse }

func (r *replay) withdraw() {
	for i := range r.plan.targets {
		if r.clocks[i].live {
			r.end(i, Withdrawn)
			r.clocks[i].dropped = true
		}
	}
	r.state.Withdrawn = r.now
}

// Pauses are counted by reason: a clock stops while any of its reasons is in force.

func (r *replay) pause(reason PauseReason) {
	r.state.Holds = append(r.state.Holds, Hold{})
	h := &r.state.Holds[len(r.state.Holds)-1]
	h.Reason, h.From, h.Working, h.Idle = reason, r.now, r.worked, true
	bit := r.plan.bit(reason)
	for i := range r.plan.targets {
		if r.clocks[i].live && r.plan.targets[i].pausedBy&bit != 0 {
			h.Idle = false
		}
	}
	r.holds++
	r.paused |= bit
	r.stop()
}

// resume ends the pause of a reason that began first, or all for "".
func (r *replay) resume(reason PauseReason) {
	held := r.heldNow()
	for i := range held {
		h := &held[i]
		if !h.Until.IsZero() || reason != "" && h.Reason != reason {
			continue
		}
		h.Until, h.Working = r.now, r.worked-h.Working
		r.holds--
		if reason != "" {
			break
		}
	}
	r.paused = r.inForce()
	r.stop()
}

func (r *replay) isHeld(reason PauseReason) bool {
	held := r.heldNow()
	for i := range held {
		if h := &held[i]; h.Until.IsZero() && (reason == "" || h.Reason == reason) {
			return true
		}
	}
	return false
}

// inForce are the pauses in force, as target.pausedBy has them.
func (r *replay) inForce() (bits uint64) {
	if r.holds == 0 {
		return 0
	}
	held := r.heldNow()
	for i := range held {
		if h := &held[i]; h.Until.IsZero() {
			bits |= r.plan.bit(h.Reason)
		}
	}
	return bits
}

// heldNow are the pauses among which those in force are.
func (r *replay) heldNow() []Hold {
	for r.over < len(r.state.Holds) && !r.state.Holds[r.over].Until.IsZero() {
		r.over++
	}
	return r.state.Holds[r.over:]
}

// stop stops and starts the clocks by the pauses that are in force.
func (r *replay) stop() {
	for i := range r.plan.targets {
		c := &r.clocks[i]
		was := c.paused
		c.paused = c.live && r.paused&r.plan.targets[i].pausedBy != 0
		switch {
		case c.paused && !was:
			c.stopped, c.pinned = r.now, false
			r.aim(i)
		case was && !c.paused && !c.byHours() && !c.passed:
			c.due = r.dateDueFromNow(i)
		}
	}
}

// useHolds notes which of the pauses in force stop a clock.
func (r *replay) useHolds(pausedBy uint64) {
	held := r.heldNow()
	for i := range held {
		if h := &held[i]; h.Until.IsZero() && r.plan.bit(h.Reason)&pausedBy != 0 {
			h.Idle = false
		}
	}
}
