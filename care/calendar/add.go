package calendar

import (
	"math"
	"time"
)

const second = int64(time.Second)

// Add returns the instant at which d of open time has passed since t. Time that is
// used up exactly at a closing ends there, not at the next opening. If t is not in
// open time, counting begins at the next opening. A d of 0 returns t itself: use
// [Calendar.NextOpen] to move into open time. A negative d is subtracted.
func (c *Calendar) Add(t time.Time, d time.Duration) (time.Time, error) {
	if d < 0 {
		return c.Subtract(t, -max(d, -math.MaxInt64))
	}
	sec := t.Unix()
	tab, err := c.covering(sec)
	if err != nil {
		return time.Time{}, err
	}
	if d == 0 {
		return c.same(t), nil
	}
	for {
		w, k, off := tab.locate(sec)
		s := &tab.spans[k]
		used := int64(s.open) * second // of the week, before t
		if off >= s.start {
			ns := int64(off)*second + int64(t.Nanosecond())
			if int64(d) <= int64(s.end)*second-ns {
				return c.instant(tab.at(w, 0), ns+int64(d)), nil
			}
			used += ns - int64(s.start)*second
		}
		used += int64(tab.weeks[w].open) * second
		if int64(d) <= int64(tab.total())*second-used {
			return c.reach(tab, used+int64(d), -1, w), nil
		}
		if tab.until >= c.until {
			return time.Time{}, c.horizon("the answer")
		}
		if tab, err = c.extend(sec, tab.until); err != nil {
			return time.Time{}, err
		}
	}
}

// Subtract returns the instant from which on d of open time passes until t. Time
// that is used up exactly at an opening ends there, not at the closing before it. A
// d of 0 returns t itself, and a negative d is added.
func (c *Calendar) Subtract(t time.Time, d time.Duration) (time.Time, error) {
	if d < 0 {
		return c.Add(t, -max(d, -math.MaxInt64))
	}
	sec := t.Unix()
	tab, err := c.covering(sec)
	if err != nil {
		return time.Time{}, err
	}
	if d == 0 {
		return c.same(t), nil
	}
	for {
		w, _, _ := tab.locate(sec)
		open, isOpen := tab.worked(sec)
		used := int64(open) * second
		if isOpen {
			used += int64(t.Nanosecond())
		}
		if int64(d) <= used {
			return c.reach(tab, used-int64(d), 0, w), nil
		}
		if tab.first <= c.from {
			return time.Time{}, c.horizon("the answer")
		}
		if tab, err = c.extend(tab.first-1, sec); err != nil {
			return time.Time{}, err
		}
	}
}

// reach returns the instant at which the given open nanoseconds from the start of
// the table have passed. Where that is both a closing and the next opening, -1
// picks the closing and 0 the opening.
func (c *Calendar) reach(tab *table, open, pick int64, w int) time.Time {
	w, k := tab.find(uint32((open+pick)/second), w)
	s := &tab.spans[k]
	open -= (int64(tab.weeks[w].open) + int64(s.open)) * second
	return c.instant(tab.at(w, s.start), open)
}

// Elapsed returns the open time from one instant to another. It is negative if they
// are in reverse order.
func (c *Calendar) Elapsed(from, to time.Time) (time.Duration, error) {
	a, b := from.Unix(), to.Unix()
	tab := c.table.Load()
	if min(a, b) < tab.first || max(a, b) >= tab.until {
		var err error
		if tab, err = c.extend(min(a, b), max(a, b)); err != nil {
			return 0, err
		}
	}
	begin, fromOpen := tab.worked(a)
	end, toOpen := tab.worked(b)
	d := (int64(end) - int64(begin)) * second
	if fromOpen {
		d -= int64(from.Nanosecond())
	}
	if toOpen {
		d += int64(to.Nanosecond())
	}
	return time.Duration(d), nil
}
