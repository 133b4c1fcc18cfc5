package calendar

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// rules are one version of a definition, compiled for looking up dates by number.
type rules struct {
	since, until int64 // unix seconds: [since, until)
	weeks        [][7]Shifts
	firstMonday  int        // a Monday on which weeks[0] begins
	overrides    []override // by date
	closed       []dates    // whole dates, by first date, not overlapping
	partial      []closure  // hours of dates, by first date
	endNights    bool
	names        []Text
}

// override and dates name an entry of rules.names, 0 for none.
type override struct {
	date, name int32
	shifts     Shifts
}

type dates struct{ first, last, name int32 }

type closure struct {
	dates
	hours Shifts
}

func newRules(d *Definition) rules {
	r := rules{since: math.MinInt64, until: math.MaxInt64, names: []Text{{}}, endNights: d.ClosuresEndNights}
	if !d.Since.IsZero() {
		r.since = d.Since.Unix()
	}
	for _, week := range d.Weeks {
		var days [7]Shifts
		for i := range days {
			days[i] = week.On(time.Weekday((i + 1) % 7)).clone()
		}
		r.weeks = append(r.weeks, days)
	}
	r.firstMonday = firstMonday(d.FirstWeek)
	index := make(map[Text]int32)
	for _, o := range d.Overrides {
		r.overrides = append(r.overrides, override{int32(o.Date.number()), r.name(o.Name, index), o.Shifts.clone()})
	}
	slices.SortFunc(r.overrides, func(a, b override) int { return cmp.Compare(a.date, b.date) })
	for _, c := range d.Closures {
		on := dates{int32(c.First.number()), int32(c.last().number()), r.name(c.Name, index)}
		if len(c.Hours) == 0 {
			r.closed = append(r.closed, on)
		} else {
			r.partial = append(r.partial, closure{on, c.Hours.clone()})
		}
	}
	slices.SortStableFunc(r.closed, func(a, b dates) int { return cmp.Compare(a.first, b.first) })
	slices.SortStableFunc(r.partial, func(a, b closure) int { return cmp.Compare(a.first, b.first) })
	r.closed, r.partial = exact(disjoint(r.closed)), exact(r.partial)
	r.overrides, r.names = exact(r.overrides), exact(r.names)
	return r
}

func (r *rules) name(text Text, index map[Text]int32) int32 {
	if text.IsZero() {
		return 0
	}
	i, ok := index[text]
	if !ok {
		i = int32(len(r.names))
		index[text] = i
		r.names = append(r.names, text)
	}
	return i
}

// disjoint takes from each closure the dates that an earlier one has closed.
func disjoint(sorted []dates) []dates {
	kept := sorted[:0]
	for _, c := range sorted {
		if n := len(kept); n > 0 {
			c.first = max(c.first, kept[n-1].last+1)
		}
		if c.first <= c.last {
			kept = append(kept, c)
		}
	}
	return kept
}

// dayOfWeek returns 0 for the number of a Monday to 6 for that of a Sunday.
func dayOfWeek(date int) int { return (date + 2) % 7 }

// closedBy returns the closure of the whole date, or nil.
func (r *rules) closedBy(date int) *dates {
	i, _ := slices.BinarySearchFunc(r.closed, int32(date), func(c dates, date int32) int { return cmp.Compare(c.last, date) })
	if i < len(r.closed) && int(r.closed[i].first) <= date {
		return &r.closed[i]
	}
	return nil
}

// overriddenBy returns the override of the date, or nil.
func (r *rules) overriddenBy(date int) *override {
	i, found := slices.BinarySearchFunc(r.overrides, int32(date), func(o override, date int32) int { return cmp.Compare(o.date, date) })
	if found {
		return &r.overrides[i]
	}
	return nil
}

// weekly returns the shifts that the date has by its week.
func (r *rules) weekly(date int) Shifts {
	if len(r.weeks) == 0 {
		return nil
	}
	return r.weeks[weekOf(date, r.firstMonday, len(r.weeks))][dayOfWeek(date)]
}

// shifts returns the shifts that start on the date, before closures of hours.
func (r *rules) shifts(date int) Shifts {
	if !r.endNights && r.closedBy(date) != nil {
		return nil
	}
	if o := r.overriddenBy(date); o != nil {
		return o.shifts
	}
	return r.weekly(date)
}
