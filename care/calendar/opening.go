package calendar

import "time"

// IsOpen reports whether t is in open time. The opening instant is, the closing
// instant is not.
func (c *Calendar) IsOpen(t time.Time) (bool, error) {
	tab, err := c.covering(t.Unix())
	if err != nil {
		return false, err
	}
	if t.Unix() >= c.until { // where the last date ends, and what follows is not known
		return false, c.horizonAt(t.Unix())
	}
	_, _, _, isOpen := tab.worked(t.Unix())
	return isOpen != 0, nil
}

// NextOpen returns t itself if the calendar is open then, and else the next
// opening: the instant at which a clock that is started at t begins to run.
func (c *Calendar) NextOpen(t time.Time) (time.Time, error) {
	start, _, err := c.after(t.Unix())
	if err != nil {
		return time.Time{}, err
	}
	if start <= t.Unix() {
		return c.same(t), nil
	}
	return c.instant(start, 0), nil
}

// NextClose returns the first closing after t. At a closing it is that of the next
// opening hours. Hours that touch, as at midnight in a shop that never closes, have
// no closing between them.
func (c *Calendar) NextClose(t time.Time) (time.Time, error) {
	_, end, err := c.after(t.Unix())
	if err != nil {
		return time.Time{}, err
	}
	if end, err = c.closing(end); err != nil {
		return time.Time{}, err
	}
	return c.instant(end, 0), nil
}

// PreviousClose is [Calendar.NextOpen] backwards: it returns t itself if the
// calendar is open just before t, as it is at a closing, and else the closing
// before t.
func (c *Calendar) PreviousClose(t time.Time) (time.Time, error) {
	_, end, err := c.before(ceil(t))
	if err != nil {
		return time.Time{}, err
	}
	if end >= ceil(t) {
		return c.same(t), nil
	}
	return c.instant(end, 0), nil
}

// PreviousOpen is [Calendar.NextClose] backwards: it returns the last opening
// before t. At an opening it is that of the opening hours before.
func (c *Calendar) PreviousOpen(t time.Time) (time.Time, error) {
	start, _, err := c.before(ceil(t))
	if err != nil {
		return time.Time{}, err
	}
	for {
		earlier, end, err := c.before(start)
		switch {
		case err != nil && start == c.from: // it may have begun before what is known
			return time.Time{}, err
		case err != nil || end != start:
			return c.instant(start, 0), nil
		}
		start = earlier
	}
}

// ceil returns the unix second of t, or the next one if t has a fraction.
func ceil(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

// closing follows the spans that touch from an end on to the end of the last.
func (c *Calendar) closing(end int64) (int64, error) {
	for {
		start, next, err := c.after(end)
		switch {
		case err != nil && end == c.until: // it may go on beyond what is known
			return 0, err
		case err != nil || start != end:
			return end, nil
		}
		end = next
	}
}

// after returns the first open time that ends after the instant, in unix seconds.
func (c *Calendar) after(sec int64) (start, end int64, err error) {
	tab, err := c.covering(sec)
	if err != nil {
		return 0, 0, err
	}
	for {
		w, k, _ := tab.locate(sec)
		if start, end = tab.stretch(w, k); end > sec {
			return start, end, nil
		}
		_, last := tab.bounds(w)
		for k++; k == last && w < len(tab.weeks)-2; {
			w++
			k, last = tab.bounds(w)
		}
		if k < last {
			start, end = tab.stretch(w, k)
			return start, end, nil
		}
		if tab.until >= c.until {
			return 0, 0, c.horizon("the next open time")
		}
		if tab, err = c.extend(sec, tab.until); err != nil {
			return 0, 0, err
		}
	}
}

// before returns the last open time that starts before the instant, in unix seconds.
func (c *Calendar) before(sec int64) (start, end int64, err error) {
	tab, err := c.covering(sec)
	if err != nil {
		return 0, 0, err
	}
	for {
		w, k, second := tab.locate(sec)
		first, _ := tab.bounds(w)
		if k >= first && tab.openings[k].start == second {
			k--
		}
		for k < first && w > 0 {
			w--
			first, k = tab.bounds(w)
			k--
		}
		if k >= first {
			start, end = tab.stretch(w, k)
			return start, end, nil
		}
		if tab.first <= c.from {
			return 0, 0, c.horizon("the open time before")
		}
		if tab, err = c.extend(tab.first-1, sec); err != nil {
			return 0, 0, err
		}
	}
}
