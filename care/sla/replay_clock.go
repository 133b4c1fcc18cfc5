package sla

import (
	"math"
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// amount is a length of time by both clocks, since a re-plan may turn a promise of working time into one of wall time.
type amount struct{ working, wall time.Duration }

func (a *amount) add(working, wall time.Duration) {
	a.working += working
	a.wall += wall
}

func (a amount) of(wall bool) time.Duration {
	if wall {
		return a.wall
	}
	return a.working
}

// clock is the running side of a target.
type clock struct {
	within     calendar.Span
	byWall     bool          // within is wall time
	byDates    bool          // within is working dates
	limit      time.Duration // how much may be spent before it is due; nothing for working dates
	used, held amount
	beyond     time.Duration // of working dates: working time since the due
	due        time.Time     // if passed, pinned or of working dates
	start      time.Time     // of the promise
	stopped    time.Time     // since when it does not run
	heldDates  int           // of working dates: those on which it did not run, up to stopped
	next       time.Duration // what is to be spent until something happens
	run        int           // its latest in state.Runs
	number     int
	part       int
	fired      uint16 // a bit for each level
	dated      bool   // something happens at an instant, whatever is spent
	live       bool
	paused     bool
	passed     bool // its due came, and does not move any more
	pinned     bool // its due was honoured by a re-plan
	unfinished bool // it ended because the case was resolved, and a reopened case takes it up again
	dropped    bool // it ended because it was not promised any more
}

// byHours: it is due when so much time is spent, not on a date.
func (c *clock) byHours() bool { return !c.byDates }

func (c *clock) spent() time.Duration { return c.used.of(c.byWall) }

// promise gives the clock its time.
func (c *clock) promise(within calendar.Span) {
	c.within, c.limit = within, within.Duration()
	c.byWall, c.byDates = within.Kind() == calendar.SpanWall, within.Kind() == calendar.SpanWorkingDates
}

// atRest: nothing happens to the clock by what it has spent, nor by the time it is.
func (c *clock) atRest() bool { return !c.dated && c.spent() < c.next }

// aim finds what the clock comes to next, so that until then nothing need be asked.
func (r *replay) aim(i int) {
	c := &r.clocks[i]
	c.next, c.dated = math.MaxInt64, false
	switch {
	case c.pinned || !c.byHours():
		c.dated = true
	case !c.passed:
		c.next = c.limit
	}
	levels := r.plan.targets[i].levels
	for k := range levels {
		switch {
		case c.fired&(1<<k) != 0:
		case c.countsDown(&levels[k]):
			c.next = min(c.next, c.threshold(&levels[k]))
		default:
			c.dated = true
		}
	}
}

// start begins a new promise of a target.
func (r *replay) start(i int) {
	within := r.plan.targets[i].within(r.priority, r.team)
	if within.IsZero() {
		return
	}
	c := &r.clocks[i]
	*c = clock{number: c.number + 1, start: r.now}
	c.promise(within)
	r.begin(i)
	if !c.byHours() {
		c.due = r.dateDue(i)
	}
}

// begin begins the next part of a promise.
func (r *replay) begin(i int) {
	c, t := &r.clocks[i], &r.plan.targets[i]
	counts := r.now
	if !c.byWall {
		counts = r.opening()
	}
	if c.part++; c.part > 1 {
		r.state.Runs[c.run].Continued = true
	}
	c.stopped = r.now
	c.run, c.live, c.unfinished, c.dropped = len(r.state.Runs), true, false, false
	c.paused, c.pinned = r.paused&t.pausedBy != 0, false
	r.state.Runs = append(r.state.Runs, Run{})
	run := &r.state.Runs[c.run] // filled in place: it is large
	run.Target, run.Name, run.Number, run.Part = t.Code, t.name, c.number, c.part
	run.Within, run.Started, run.Counts = c.within, r.now, counts
	r.live++
	if c.paused {
		r.useHolds(t.pausedBy)
	}
	r.aim(i)
}

// goOn takes up a promise where it ended. What was in between does not count.
func (r *replay) goOn(i int) {
	c := &r.clocks[i]
	if last := r.state.Runs[c.run]; c.passed && last.Outcome != Breached { // done in time with nothing left: late from now on, not since then
		c.passed = false
	}
	if !c.byHours() && !c.passed {
		c.due = r.dateDueFromNow(i)
	}
	r.begin(i)
}

// end finishes the run of a clock at r.now.
func (r *replay) end(i int, by Kind) {
	c := &r.clocks[i]
	run := &r.state.Runs[c.run]
	run.Ended, run.EndedBy = r.now, by
	if c.paused && !c.passed && !c.byHours() {
		c.due = r.dateDueFromNow(i) // as if the pause ended now
	}
	r.record(c)
	c.live, c.paused, c.stopped = false, false, r.now
	r.live--
}

// record writes how a clock stands at r.now into its run.
func (r *replay) record(c *clock) {
	run := &r.state.Runs[c.run]
	run.Within, run.Paused = c.within, c.paused
	run.Used, run.Held = c.spent(), c.held.of(c.byWall)
	run.Outcome = Pending
	switch run.EndedBy {
	case "":
	case Withdrawn, Prioritised, Assigned, Replanned, Reopened:
		run.Outcome = Cancelled
	default:
		run.Outcome = Met
	}
	if !c.passed {
		run.Left = r.left(c)
		if !c.paused || !run.Live() {
			run.Due = r.dueFrom(c, r.now, c.spent())
		}
		return
	}
	run.Due = c.due
	if r.now.After(c.due) {
		run.Outcome, run.LateWall, run.Late = Breached, r.now.Sub(c.due), c.spent()-c.limit
		if !c.byHours() {
			run.Late = c.beyond
		}
	}
}

// left is what is left of a promise before its due.
func (r *replay) left(c *clock) calendar.Span {
	switch {
	case c.byWall:
		return calendar.Wall(c.limit - c.spent())
	case c.byHours():
		return calendar.Working(c.limit - c.spent())
	}
	since := r.now
	if c.paused && r.state.Runs[c.run].Live() {
		since = c.stopped
	}
	return calendar.WorkingDates(max(0, r.dates(since, c.due)))
}

// dueFrom is when a clock is due that has spent so much by from and runs on.
func (r *replay) dueFrom(c *clock, from time.Time, spent time.Duration) time.Time {
	if c.passed || c.pinned || !c.byHours() {
		return c.due
	}
	return r.add(from, c.limit-spent, c.byWall)
}

// pass notes what a clock came past while it ran from an instant, at which it had used so much, to r.now.
func (r *replay) pass(i int, from time.Time, before amount) {
	c := &r.clocks[i]
	spent := before.of(c.byWall)
	levels := r.plan.targets[i].levels
	for k := range levels {
		if c.fired&(1<<k) != 0 || c.countsDown(&levels[k]) && c.spent() < c.threshold(&levels[k]) {
			continue
		}
		if at := r.reachesAt(c, &levels[k], from, spent); at.Before(r.now) {
			r.fire(i, k, at)
		}
	}
	switch {
	case c.passed:
		if !c.byHours() {
			c.beyond += r.elapsed(from, r.now)
		}
	case c.pinned || !c.byHours():
		if c.passed = !c.due.After(r.now); c.passed {
			c.beyond = r.elapsed(c.due, r.now)
		}
	case c.spent() >= c.limit:
		c.due, c.passed = r.dueFrom(c, from, spent), true
	}
	r.aim(i)
}

// countsDown: the level is reached when so much time is spent, so that the calendar need not be asked.
func (c *clock) countsDown(l *level) bool {
	return c.byHours() && (l.percent > 0 || l.wall == c.byWall)
}

// threshold is how much time is spent when a level that counts down is reached.
func (c *clock) threshold(l *level) time.Duration {
	if l.percent > 0 {
		return c.limit / time.Second * l.percent / 100 * time.Second
	}
	return c.limit - l.before
}

// reachesAt is when a clock that has spent so much by from, and runs on, reaches a level. If it has already, that is from or earlier.
func (r *replay) reachesAt(c *clock, l *level, from time.Time, spent time.Duration) time.Time {
	if c.countsDown(l) {
		return r.add(from, c.threshold(l)-spent, c.byWall)
	}
	due := r.dueFrom(c, from, spent)
	if l.wall {
		return due.Add(-l.before)
	}
	at, err := r.plan.hours.Subtract(due, l.before)
	r.note(err)
	return at
}

// isReached reports whether a clock that has not ended is at a level, or past it.
func (r *replay) isReached(i, k int) bool {
	c, l := &r.clocks[i], &r.plan.targets[i].levels[k]
	if c.countsDown(l) {
		return c.spent() >= c.threshold(l)
	}
	if c.paused && !c.passed {
		return false // it has no due
	}
	return !r.reachesAt(c, l, r.now, c.spent()).After(r.now)
}

func (r *replay) fire(i, k int, at time.Time) {
	c, t := &r.clocks[i], &r.plan.targets[i]
	c.fired |= 1 << k
	if len(r.state.Fires) == 0 {
		r.state.Fires = room(r.state.Fires, r.plan.fires)
	}
	r.state.Fires = append(r.state.Fires, Fire{t.Code, c.number, t.Levels[k].Code, at, t.Levels[k].Tell})
}

// wake brings state.Wake forward to what a running clock comes to next.
func (r *replay) wake(i int) {
	c := &r.clocks[i]
	if due := r.state.Runs[c.run].Due; !due.Before(r.now) {
		r.wakeAt(due.Add(time.Second)) // done at the due instant is in time; clocks count whole seconds
	}
	levels, next := r.plan.targets[i].levels, time.Duration(math.MaxInt64)
	for k := range levels {
		switch {
		case c.fired&(1<<k) != 0:
		case c.countsDown(&levels[k]):
			next = min(next, c.threshold(&levels[k]))
		default:
			r.wakeAt(r.reachesAt(c, &levels[k], r.now, c.spent()))
		}
	}
	if next < math.MaxInt64 {
		r.wakeAt(r.add(r.now, next-c.spent(), c.byWall))
	}
}

func (r *replay) wakeAt(t time.Time) {
	if r.state.Wake.IsZero() || t.Before(r.state.Wake) {
		r.state.Wake = t
	}
}
