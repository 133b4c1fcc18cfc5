package calendar

import (
	"sync"
	"sync/atomic"
	"time"
)

// Calendar answers questions about the working time of a [Definition]. It is made
// by [Compile], does not change, and may be used by many goroutines at once.
//
// Every instant it returns is on the clock of its zone. It counts real time: a
// shift from 00:00 to 24:00 on a day of 23 hours is 23 hours. Open time is made of
// spans that hold their opening but not their closing instant. Questions that
// reach beyond its first or last date are errors that are [ErrHorizon].
//
// Inside is a table of weeks, which is built when the first question is asked and
// made longer by questions about other years. No question that the table already
// covers allocates memory, and Add, Subtract and Elapsed take the same time
// whether they span an hour or ten years.
type Calendar struct {
	zone        *time.Location
	first, last Date
	from, until int64 // unix seconds of the first and last date: [from, until]
	rules       []rules
	base        int64 // unix second at which week 0 starts
	table       atomic.Pointer[table]
	extending   sync.Mutex
}

// Compile checks a definition and makes a calendar of it. The error is [Faults]
// and lists everything that is wrong. A definition that is never open is refused:
// no promise could be kept in it. The calendar keeps nothing of the definition's
// memory.
func Compile(d Definition) (*Calendar, error) {
	var faults Faults
	versions := d.versions(&faults)
	zone := loadZone(d.Zone, &faults)
	check(versions, &faults)
	if len(faults) > 0 {
		return nil, faults
	}
	c := &Calendar{zone: zone}
	c.first, c.last = bounds(versions)
	c.from, c.until = c.first.Start(zone).Unix(), c.last.End(zone).Unix()
	for _, version := range versions {
		if n := len(c.rules); n > 0 {
			c.rules[n-1].until = version.Since.Unix()
		}
		c.rules = append(c.rules, newRules(version))
	}
	_, offset := MustDate(2000, time.January, 1).Start(zone).Zone()
	c.base = int64(baseDate-unixNumber)*daySeconds - int64(offset)
	c.table.Store(&table{first: 1, until: 0})
	for i := range c.rules {
		if !c.everOpen(c.rules[i]) {
			faults.add(versionPath(len(versions), i), "no time is ever open, so no promise could be kept")
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return c, nil
}

// everOpen reports whether a version of the rules would be open at some time after
// it came into force, if nothing replaced it.
func (c *Calendar) everOpen(r rules) bool {
	r.until = c.until
	alone := &Calendar{zone: c.zone, from: c.from, until: c.until, rules: []rules{r}}
	date := DateOf(time.Unix(max(r.since, c.from), 0), c.zone).number() - reach
	for step := 14; date <= c.last.number(); step *= 2 {
		if len(alone.expand(date, date+step)) > 0 {
			return true
		}
		date += step + 1
	}
	return false
}

// Zone returns the calendar's time zone.
func (c *Calendar) Zone() *time.Location { return c.zone }

// Bounds returns the first and the last date for which the calendar is known.
func (c *Calendar) Bounds() (first, last Date) { return c.first, c.last }

// covering returns a table that answers for the instant.
func (c *Calendar) covering(sec int64) (*table, error) {
	t := c.table.Load()
	if sec >= t.first && sec < t.until {
		return t, nil
	}
	return c.extend(sec, sec)
}

// extend returns a table that answers for the instants from first to last, both
// included, or an error if they are beyond the calendar's dates.
func (c *Calendar) extend(first, last int64) (*table, error) {
	for _, sec := range []int64{first, last} {
		if sec < c.from || sec > c.until {
			return nil, c.horizonAt(sec)
		}
	}
	c.extending.Lock()
	defer c.extending.Unlock()
	from, until := c.week(first), c.week(last)+1
	t := c.table.Load()
	if len(t.weeks) > 0 {
		begin, end := t.index, t.index+len(t.weeks)-1
		if begin <= from && until <= end {
			return t, nil
		}
		more := growth + (end-begin)/4
		if from < begin {
			from -= more
		}
		if until > end {
			until += more
		}
		from, until = min(from, begin), max(until, end)
	} else {
		from, until = from-growth, until+growth
	}
	t = c.build(max(from, c.week(c.from)), min(until, c.week(c.until)+1))
	c.table.Store(t)
	return t, nil
}

// growth is the least number of weeks by which a table is made longer.
const growth = 26

// week returns the number of the week that holds an instant, counted from the base.
func (c *Calendar) week(sec int64) int { return int((sec - c.base) / weekSeconds) }

// instant returns the time that is ns nanoseconds after a unix second.
func (c *Calendar) instant(sec, ns int64) time.Time { return time.Unix(sec, ns).In(c.zone) }

// same returns t as the calendar's own answers are: in its zone, without the reading
// of a monotonic clock.
func (c *Calendar) same(t time.Time) time.Time { return t.Round(0).In(c.zone) }
