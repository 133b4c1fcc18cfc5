package calendar

import (
	"math"
	"time"
)

const second = int64(time.Second)

// nearby is a length that is often used up in the same or the next opening hours.
const nearby = 12 * time.Hour

// Add returns the instant at which d of open time has passed since t. Time that is
// used up exactly at a closing ends there, not at the next opening. If t is not in
// open time, counting begins at the next opening. A d of 0 returns t itself: use
// [Calendar.NextOpen] to move into open time. A negative d is subtracted.
func (c *Calendar) Add(t time.Time, d time.Duration) (time.Time, error) {
	if d < 0 {
		return c.Subtract(t, -max(d, -math.MaxInt64))
	}
	sec := t.Unix()
	tab := c.table.Load()
	if sec < tab.first || sec >= tab.until {
		var err error
		if tab, err = c.extend(sec, sec); err != nil {
			return time.Time{}, err
		}
	}
	if d == 0 {
		return c.same(t), nil
	}
	for {
		w, k, open, isOpen := tab.worked(sec)
		open += int64(d) / second // from the start of the week
		ns := int64(t.Nanosecond())&isOpen + int64(d)%second
		if ns >= second {
			open, ns = open+1, ns-second
		}
		last := open // the last second that is used, wholly or in part
		if ns == 0 {
			last--
		}
		if d <= nearby {
			if at, near := tab.near(last, w, k); near {
				return c.instant(at+open-last, ns), nil
			}
		}
		if last < tab.total-int64(tab.weeks[w].open) {
			return c.instant(tab.find(last, w)+open-last, ns), nil
		}
		if tab.until >= c.until {
			return time.Time{}, c.horizon("the answer")
		}
		var err error
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
	tab := c.table.Load()
	if sec < tab.first || sec >= tab.until {
		var err error
		if tab, err = c.extend(sec, sec); err != nil {
			return time.Time{}, err
		}
	}
	if d == 0 {
		return c.same(t), nil
	}
	for {
		w, _, open, isOpen := tab.worked(sec)
		open += int64(tab.weeks[w].open) - int64(d)/second // from the start of the table
		ns := int64(t.Nanosecond())&isOpen - int64(d)%second
		if ns < 0 {
			open, ns = open-1, ns+second
		}
		if open >= 0 {
			return c.instant(tab.find(tab.back(open, w)), ns), nil
		}
		if tab.first <= c.from {
			return time.Time{}, c.horizon("the answer")
		}
		var err error
		if tab, err = c.extend(tab.first-1, sec); err != nil {
			return time.Time{}, err
		}
	}
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
	v, _, begin, fromOpen := tab.worked(a)
	w, _, end, toOpen := tab.worked(b)
	open := end - begin + int64(tab.weeks[w].open) - int64(tab.weeks[v].open)
	ns := int64(to.Nanosecond())&toOpen - int64(from.Nanosecond())&fromOpen
	return time.Duration(open*second + ns), nil
}
