package sla

import (
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// Promises of working dates are due on a date, however much time is worked until then. A pause puts that off by the working dates from its first to its
// last, the first not counted: one within a date changes nothing, one over a night puts it off by a date.

// dateDue is when a promise of working dates is due: the dates on which it was paused are added.
func (r *replay) dateDue(i int) time.Time {
	c, t := &r.clocks[i], &r.plan.targets[i]
	due, err := r.plan.hours.AddDates(c.start, calendar.DateTarget{
		Dates: c.within.Dates() + c.heldDates, Landing: t.Landing, Origin: t.Origin, CutOff: t.CutOff,
	})
	r.note(err)
	return due
}

// dateDueFromNow is the same for a clock that goes on after it was stopped: it is not due in the past, since it could not run then.
func (r *replay) dateDueFromNow(i int) time.Time {
	c := &r.clocks[i]
	c.heldDates += r.dates(c.stopped, r.now)
	c.stopped = r.now
	due := r.dateDue(i)
	for due.Before(r.now) && r.err == nil {
		c.heldDates++
		due = r.dateDue(i)
	}
	return due
}

// recountDates counts the dates on which a promise was held up by the plan in force.
func (r *replay) recountDates(i int) {
	c := &r.clocks[i]
	c.heldDates, c.stopped = r.dates(c.start, r.now), r.now
	for from, until := range r.stretches(i) {
		c.heldDates -= r.dates(from, until)
	}
}

// dates counts the working dates after the date of one instant, up to that of another.
func (r *replay) dates(from, to time.Time) int {
	n, err := r.plan.hours.WorkingDates(calendar.DateOf(from, r.plan.zone).AddDays(1), calendar.DateOf(to, r.plan.zone).AddDays(1))
	r.note(err)
	return n
}
