package calendar

import (
	"time"
)

// Cause says why time is closed.
type Cause string

// The causes, in the order in which they are looked for. A whole date that a
// closure closes is closed by it, nights included; otherwise a closure or an
// override is the cause of the time that would be open without it.
const (
	CauseClosure  Cause = "closure"  // a closure of the whole date
	CausePart     Cause = "part"     // a closure of hours of the date
	CauseOverride Cause = "override" // the date has other hours than its week, or none
	CauseRest     Cause = "rest"     // the week has no hours on that day
	CauseHours    Cause = "hours"    // before, between and after the hours of the date
)

// Closed is a stretch of closed time with one cause.
type Closed struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"` // not included
	Cause Cause     `json:"cause"`
	Name  Text      `json:"name,omitzero"` // of the closure or override
}

// Length returns how long the stretch is by the clock on the wall.
func (c Closed) Length() time.Duration { return c.End.Sub(c.Start) }

// Explanation says how the time between two instants was spent: why 48 hours
// became six days.
type Explanation struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	// Open is the open time between them, in nanoseconds.
	Open time.Duration `json:"open"`
	// Closed is the rest, in order and without gaps but for the open time. Neighbours
	// with the same cause and name are one stretch.
	Closed []Closed `json:"closed"`
}

// Explain returns each closed stretch between two instants, and why it was closed.
// The error is [ErrHorizon] if an instant is beyond the calendar's dates; nothing is
// closed if to is not after from.
func (c *Calendar) Explain(from, to time.Time) (Explanation, error) {
	e := Explanation{Start: c.same(from), End: c.same(to)}
	open, err := c.Elapsed(from, to)
	if err != nil {
		return Explanation{}, err
	}
	e.Open = open
	periods, err := c.Periods(from, to)
	if err != nil {
		return Explanation{}, err
	}
	x := explainer{c: c, e: &e}
	at := from
	for p := range periods {
		x.closed(at, p.Start)
		at = p.End
	}
	x.closed(at, to)
	return e, nil
}

// explainer appends closed stretches to an explanation.
type explainer struct {
	c *Calendar
	e *Explanation
}

// closed explains a stretch in which nothing is open, date by date and version by
// version.
func (x *explainer) closed(from, to time.Time) {
	for from.Before(to) {
		d := DateOf(from, x.c.zone)
		r := x.c.rulesAt(from.Unix())
		until := to
		if end := d.End(x.c.zone); end.Before(until) {
			until = end
		}
		if end := time.Unix(r.until, 0); x.c.rulesAt(until.Unix()) != r && end.Before(until) {
			until = end
		}
		x.date(r, d, from, until)
		from = until
	}
}

// date explains a stretch that lies in one date.
func (x *explainer) date(r *rules, d Date, from, to time.Time) {
	n := d.number()
	if closed := r.closedBy(n); closed != nil {
		x.add(from, to, CauseClosure, r.names[closed.name])
		return
	}
	rest, restName := CauseHours, Text{}
	if o := r.overriddenBy(n); o != nil && len(o.shifts) == 0 {
		rest, restName = CauseOverride, r.names[o.name]
	} else if o == nil && len(r.weekly(n)) == 0 {
		rest = CauseRest
	}
	for from.Before(to) {
		cause, name, until := x.lost(r, n, from, to)
		if cause == "" {
			cause, name = rest, restName
		}
		x.add(from, until, cause, name)
		from = until
	}
}

// lost says which closure or override took open time away at an instant, "" if none
// did, and until when that holds.
func (x *explainer) lost(r *rules, n int, at, to time.Time) (cause Cause, name Text, until time.Time) {
	until = to
	within := func(date int, hours Shifts) bool {
		for _, shift := range hours {
			on := dateOfNumber(date)
			start, end := on.At(shift.Start, x.c.zone), on.At(shift.End, x.c.zone)
			if !at.Before(start) && at.Before(end) {
				until = earlier(until, end)
				return true
			}
			if at.Before(start) {
				until = earlier(until, start)
			}
		}
		return false
	}
	for date := n - 2; date <= n; date++ { // the nights before reach into the date
		if within(date, r.shifts(date)) && cause == "" {
			for i := range r.partial {
				p := &r.partial[i]
				if int(p.first) > n {
					break
				}
				for on := max(n-2, int(p.first)); on <= min(n, int(p.last)); on++ {
					if within(on, p.hours) && cause == "" {
						cause, name = CausePart, r.names[p.name]
					}
				}
			}
		}
		usual := r.weekly(date)
		o := r.overriddenBy(date)
		if o != nil && within(date, usual) && cause == "" {
			cause, name = CauseOverride, r.names[o.name]
		}
		if o != nil {
			usual = o.shifts
		}
		if closed := r.closedBy(date); closed != nil && within(date, usual) && cause == "" {
			cause, name = CauseClosure, r.names[closed.name]
		}
	}
	return cause, name, until
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// add appends a stretch, or makes the one before it longer.
func (x *explainer) add(from, to time.Time, cause Cause, name Text) {
	it := Closed{x.c.same(from), x.c.same(to), cause, name}
	if n := len(x.e.Closed); n > 0 {
		last := &x.e.Closed[n-1]
		if last.End.Equal(it.Start) && last.Cause == cause && last.Name == name {
			last.End = it.End
			return
		}
	}
	x.e.Closed = append(x.e.Closed, it)
}
