package calendar

import (
	"iter"
	"time"
)

// Period is a stretch of time from Start up to but not including End.
type Period struct {
	Start, End time.Time
}

// Periods returns the open periods between two instants in order, the first and
// the last cut to fit. Hours that touch are one period. The error is [ErrHorizon]
// if an instant is beyond the calendar's dates; there are no periods if to is not
// after from.
func (c *Calendar) Periods(from, to time.Time) (iter.Seq[Period], error) {
	for _, t := range []time.Time{from, to} {
		if _, err := c.covering(t.Unix()); err != nil {
			return nil, err
		}
	}
	return func(yield func(Period) bool) {
		for at := from; at.Before(to); {
			start, end, err := c.after(at.Unix())
			if err != nil || !time.Unix(start, 0).Before(to) {
				return
			}
			end = c.lastTouching(end, ceil(to))
			p := Period{c.same(from), c.same(to)}
			if start > from.Unix() {
				p.Start = c.instant(start, 0)
			}
			if end <= to.Unix() {
				p.End = c.instant(end, 0)
			}
			if !yield(p) {
				return
			}
			at = time.Unix(end, 0)
		}
	}, nil
}

// lastTouching is closing, but stops at a limit.
func (c *Calendar) lastTouching(end, limit int64) int64 {
	for end < limit {
		start, next, err := c.after(end)
		if err != nil || start != end {
			return end
		}
		end = next
	}
	return end
}
