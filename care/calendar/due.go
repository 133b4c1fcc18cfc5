package calendar

import (
	"fmt"
	"time"
)

// Due returns the instant at which a promise that starts at t falls due: after
// that much time by the clock of its kind. A span of working dates falls due at the
// closing of the last of them, as [Calendar.AddDates] says for a [DateTarget] that
// holds nothing else. The zero Span is an error, [ErrNoSpan].
func (c *Calendar) Due(t time.Time, s Span) (time.Time, error) {
	switch s.Kind() {
	case SpanWall:
		due := c.same(t).Add(s.Duration())
		if t.Unix() < c.from || ceil(due) > c.until || due.Before(t) {
			return time.Time{}, c.horizon("the time promised")
		}
		return due, nil
	case SpanWorking:
		return c.Add(t, s.Duration())
	case SpanWorkingDates:
		return c.AddDates(t, DateTarget{Dates: s.Dates()})
	}
	return time.Time{}, ErrNoSpan
}

// DateTarget is a promise in working dates: which date the counting begins from,
// how many there are, and when on the last one it falls due. "5 working dates" is
// never five times some number of hours.
type DateTarget struct {
	// Dates is the number of working dates after the origin. Negative ones count
	// backwards. With 0 the promise falls due on the origin itself.
	Dates int `json:"dates"`
	// Landing says when on the last date. Zero: at its closing.
	Landing Landing `json:"landing,omitempty"`
	// Origin says which date is the origin. Zero: the date of the start, whether it is
	// a working date or not.
	Origin Origin `json:"origin,omitempty"`
	// CutOff is the time of day from which on a start counts as one at the opening of
	// the next working date. Zero: none.
	CutOff TimeOfDay `json:"cut_off,omitzero"`
}

// Landing says when on its last date a [DateTarget] falls due.
type Landing string

// The landings. Where the clocks skipped or repeated a time of day, [Date.At] says
// which instant it is.
const (
	LandClosing  Landing = ""          // the closing of the date; of the next working date if it is none
	LandSameTime Landing = "same_time" // the time of day of the start, even if that is closed
	LandOpenTime Landing = "open_time" // the same, moved on to the next opening if that is closed; backwards, to the closing before
)

// Origin says from which date a [DateTarget] counts.
type Origin string

// The origins.
const (
	OriginDate Origin = ""     // the date of the start
	OriginOpen Origin = "open" // a start outside open time counts as one at the next opening; backwards, at the opening before
)

// Check returns an error if a landing or origin is not one of those above, or the
// cut-off is not from 00:00 to 24:00.
func (t DateTarget) Check() error {
	switch t.Landing {
	case LandClosing, LandSameTime, LandOpenTime:
	default:
		return fmt.Errorf("calendar: there is no landing %q", t.Landing)
	}
	switch {
	case t.Origin != OriginDate && t.Origin != OriginOpen:
		return fmt.Errorf("calendar: there is no origin %q", t.Origin)
	case t.CutOff < 0 || t.CutOff > endOfDate:
		return fmt.Errorf("calendar: the cut-off %v is not a time from 00:00 to 24:00", t.CutOff)
	}
	return nil
}

// AddDates returns the instant at which a promise in working dates that starts at t
// falls due. The error is [ErrHorizon], or that of [DateTarget.Check].
func (c *Calendar) AddDates(t time.Time, target DateTarget) (time.Time, error) {
	if err := target.Check(); err != nil {
		return time.Time{}, err
	}
	t, err := c.origin(t, target)
	if err != nil {
		return time.Time{}, err
	}
	date, err := c.AddWorkingDates(DateOf(t, c.zone), target.Dates)
	if err != nil {
		return time.Time{}, err
	}
	if target.Landing == LandClosing {
		return c.closingFrom(date)
	}
	landed := t // 0 dates after it
	if target.Dates != 0 {
		landed = date.At(TimeOfDayOf(t, c.zone), c.zone).Add(time.Duration(t.Nanosecond()))
	}
	switch {
	case target.Landing != LandOpenTime:
		return landed, nil
	case target.Dates < 0:
		return c.PreviousClose(landed)
	}
	return c.NextOpen(landed)
}

// origin returns the instant from whose date a target counts.
func (c *Calendar) origin(t time.Time, target DateTarget) (time.Time, error) {
	open, err := c.IsOpen(t)
	if err != nil {
		return time.Time{}, err
	}
	t = c.same(t)
	if target.CutOff > 0 && TimeOfDayOf(t, c.zone) >= target.CutOff {
		next, err := c.AddWorkingDates(DateOf(t, c.zone), 1)
		if err != nil {
			return time.Time{}, err
		}
		return c.NextOpen(next.Start(c.zone))
	}
	switch {
	case target.Origin != OriginOpen || open:
		return t, nil
	case target.Dates < 0:
		return c.PreviousOpen(t)
	}
	return c.NextOpen(t)
}

// closingFrom returns the closing of the date, or of the first working date after it.
func (c *Calendar) closingFrom(d Date) (time.Time, error) {
	d, err := c.NextWorkingDate(d)
	if err != nil {
		return time.Time{}, err
	}
	tab, err := c.coveringDate(d, c.last)
	if err != nil {
		return time.Time{}, err
	}
	if w, _ := tab.date(d.number()); w+2 >= len(tab.weeks) && tab.until < c.until { // its night may end in the week after
		if tab, err = c.extend(tab.until, tab.until); err != nil {
			return time.Time{}, err
		}
	}
	return c.instant(tab.lastClosing(d.number()), 0), nil
}
