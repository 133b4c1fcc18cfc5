package calendar

import (
	"cmp"
	"slices"
)

// stretch is open time in unix seconds, [start, end), with the number of the date
// to which its shift belongs.
type stretch struct {
	start, end int64
	date       int
}

// reach is how many dates beyond its own a shift may touch: one for its night, and one
// for a clock that is put across a whole date.
const reach = 2

// expand returns the open time of the shifts that start on the dates from first to
// last, in order and without overlap. Touching stretches of one date are joined.
func (c *Calendar) expand(first, last int) []stretch {
	clock := newOffsets(c.zone, first-reach, last+reach)
	from, until := clock.resolve(first-reach, 0), clock.resolve(last+reach, 0)
	var open []stretch
	for i := range c.rules {
		r := &c.rules[i]
		if r.until > from && r.since < until {
			open = c.expandVersion(open, r, &clock, first, last)
		}
	}
	return slices.DeleteFunc(open, func(s stretch) bool { return s.date < first || s.date > last })
}

// expandVersion appends the open time by one version of the rules. It starts some
// dates early, because their nights may run into the first date.
func (c *Calendar) expandVersion(open []stretch, r *rules, clock *offsets, first, last int) []stretch {
	from, until := max(r.since, c.from), min(r.until, c.until)
	first = max(first-reach, int(from/daySeconds)+unixNumber-reach)
	last = min(last, int(until/daySeconds)+unixNumber+reach)
	begin := len(open)
	end := from
	for date := first; date <= last; date++ {
		for _, shift := range r.shifts(date) {
			s := stretch{max(clock.resolve(date, shift.Start), end), min(clock.resolve(date, shift.End), until), date}
			if s.start >= s.end {
				continue
			}
			end = s.end
			if n := len(open); n > begin && open[n-1].end == s.start && open[n-1].date == date {
				open[n-1].end = s.end
			} else {
				open = append(open, s)
			}
		}
	}
	if cuts := r.cuts(clock, first, last+1); len(cuts) > 0 {
		return append(open[:begin], subtract(open[begin:], cuts)...)
	}
	return open
}

// cuts returns the closures of hours that start on the dates, joined and in order.
func (r *rules) cuts(clock *offsets, first, last int) []stretch {
	var cuts []stretch
	cut := func(date int, hours Shift) {
		cuts = append(cuts, stretch{clock.resolve(date, hours.Start), clock.resolve(date, hours.End), date})
	}
	for i := range r.partial {
		p := &r.partial[i]
		if int(p.first) > last {
			break
		}
		for date := max(first, int(p.first)); date <= min(last, int(p.last)); date++ {
			for _, hours := range p.hours {
				cut(date, hours)
			}
		}
	}
	if r.endNights {
		for i := range r.closed {
			for date := max(first, int(r.closed[i].first)); date <= min(last, int(r.closed[i].last)); date++ {
				cut(date, Shift{0, endOfDate})
			}
		}
	}
	slices.SortFunc(cuts, func(a, b stretch) int { return cmp.Compare(a.start, b.start) })
	joined := cuts[:0]
	for _, s := range cuts {
		if n := len(joined); n > 0 && s.start <= joined[n-1].end {
			joined[n-1].end = max(joined[n-1].end, s.end)
		} else {
			joined = append(joined, s)
		}
	}
	return joined
}

// subtract takes the cuts, which are in order and apart, out of the open time.
func subtract(open, cuts []stretch) []stretch {
	var left []stretch
	for _, s := range open {
		for len(cuts) > 0 && cuts[0].end <= s.start {
			cuts = cuts[1:]
		}
		for _, cut := range cuts {
			if cut.start >= s.end {
				break
			}
			if s.start < cut.start {
				left = append(left, stretch{s.start, cut.start, s.date})
			}
			s.start = cut.end
		}
		if s.start < s.end {
			left = append(left, s)
		}
	}
	return left
}
