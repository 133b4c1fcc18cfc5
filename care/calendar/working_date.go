package calendar

import (
	"math/bits"
	"slices"
)

// A working date is one to which at least a second of open time belongs. The hours
// after midnight of a night shift belong to the date on which it starts.

// IsWorkingDate reports whether d is a working date.
func (c *Calendar) IsWorkingDate(d Date) (bool, error) {
	tab, err := c.coveringDate(d, c.last)
	if err != nil {
		return false, err
	}
	w, day := tab.date(d.number())
	return tab.forms[tab.weeks[w].form].working&(1<<day) != 0, nil
}

// NextWorkingDate returns d if it is a working date, and else the first one after it.
func (c *Calendar) NextWorkingDate(d Date) (Date, error) {
	number := d.number()
	tab, err := c.coveringNumber(d, number, c.last)
	if err != nil {
		return d, err
	}
	w, day := tab.date(number)
	switch left := tab.forms[tab.weeks[w].form].working >> day; {
	case left&1 != 0:
		return d, nil
	case left != 0: // nearly always in the same week of the table
		return d.AddDays(bits.TrailingZeros8(left)), nil
	}
	return c.AddWorkingDates(d, 1)
}

// PreviousWorkingDate returns d if it is a working date, and else the last one before it.
func (c *Calendar) PreviousWorkingDate(d Date) (Date, error) {
	if is, err := c.IsWorkingDate(d); is || err != nil {
		return d, err
	}
	return c.AddWorkingDates(d, -1)
}

// AddWorkingDates returns the n-th working date after d, or before it if n is
// negative. d itself is not counted, working or not, and is the answer if n is 0.
// To count from the next working date where d is none, take
// [Calendar.NextWorkingDate] of it first.
func (c *Calendar) AddWorkingDates(d Date, n int) (Date, error) {
	tab, err := c.coveringDate(d, c.last)
	if err != nil || n == 0 {
		return d, err
	}
	const most = 1 << 20 // more than there are
	n = min(max(n, -most), most)
	for {
		at := tab.datesBefore(d.number()) + n
		if n > 0 {
			at = tab.datesBefore(d.number()+1) + n - 1
		}
		switch {
		case at >= 0 && at < int(tab.weeks[len(tab.weeks)-1].dates):
			return dateOfNumber(tab.workingDate(at)), nil
		case at < 0 && tab.first <= c.from, at >= 0 && tab.until >= c.until:
			return Date{}, c.horizon("the working date")
		case at < 0:
			tab, err = c.extend(tab.first-1, tab.first)
		default:
			tab, err = c.extend(tab.until, tab.until)
		}
		if err != nil {
			return Date{}, err
		}
	}
}

// WorkingDates returns the number of working dates from one date up to but not
// including another. It is negative if they are in reverse order.
func (c *Calendar) WorkingDates(from, to Date) (int, error) {
	for _, d := range []Date{from, to} {
		if _, err := c.coveringDate(d, c.last.AddDays(1)); err != nil {
			return 0, err
		}
	}
	tab := c.table.Load()
	return tab.datesBefore(to.number()) - tab.datesBefore(from.number()), nil
}

// coveringDate returns a table that knows the date, which is an error after the
// given last one.
func (c *Calendar) coveringDate(d, last Date) (*table, error) {
	return c.coveringNumber(d, d.number(), last)
}

// coveringNumber is coveringDate with the date's number.
func (c *Calendar) coveringNumber(d Date, number int, last Date) (*table, error) {
	if d.Before(c.first) || d.After(last) {
		return nil, c.horizon(d.String())
	}
	tab := c.table.Load()
	if w, _ := tab.date(number); len(tab.weeks) > 0 && w >= 0 && w < len(tab.weeks)-1 {
		return tab, nil
	}
	sec := c.base + int64(number-baseDate)*daySeconds
	return c.extend(min(max(sec, c.from), c.until), min(max(sec, c.from), c.until))
}

// date returns the week of a date by its number, and its day there.
func (t *table) date(number int) (w, day int) {
	days := number - baseDate
	return days/7 - t.index, days % 7
}

// datesBefore returns the number of working dates from the table's start to a date.
func (t *table) datesBefore(number int) int {
	w, day := t.date(number)
	dates := int(t.weeks[w].dates)
	if day == 0 {
		return dates
	}
	return dates + bits.OnesCount8(t.forms[t.weeks[w].form].working&(1<<day-1))
}

// workingDate returns the number of the working date that n others of the table
// precede.
func (t *table) workingDate(n int) int {
	w, _ := slices.BinarySearchFunc(t.weeks, uint16(n), func(w week, n uint16) int {
		if w.dates <= n {
			return -1
		}
		return 1
	})
	w--
	working := t.forms[t.weeks[w].form].working
	for n -= int(t.weeks[w].dates); n > 0; n-- {
		working &= working - 1
	}
	return t.firstDay(w) + bits.TrailingZeros8(working)
}

// lastClosing returns the closing of a working date as a unix second: the end of the
// last open time that belongs to it, which may be after midnight.
func (t *table) lastClosing(number int) (sec int64) {
	w, day := t.date(number)
	for i := max(w-1, 0); i <= min(w+1, len(t.weeks)-2); i++ {
		for k, end := t.bounds(i); k < end; k++ {
			if int(t.days[k]) == day+7*(w-i) {
				_, sec = t.stretch(i, k)
			}
		}
	}
	return sec
}
