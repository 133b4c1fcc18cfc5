package calendar

import "time"

// Days are numbered from 1 March of the year 0, so that every leap day is the
// last day of its year and of its 4, 100 and 400 years. The arithmetic is Howard
// Hinnant's "chrono-Compatible Low-Level Date Algorithms"
// (https://howardhinnant.github.io/date_algorithms.html), shortened because
// years are never negative here.
const (
	firstNumber = 306     // 0001-01-01
	unixNumber  = 719468  // 1970-01-01
	lastNumber  = 3652364 // 9999-12-31
)

func (d Date) number() int {
	year, month := int(d.year), int(d.month)
	if month < 3 {
		year, month = year-1, month+12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*month-457)/5 + int(d.day) - 1
}

func dateOfNumber(n int) Date {
	era, day := n/146097, n%146097 // 400 years; the day in them
	year := (day - day/1460 + day/36524 - day/146096) / 365
	day -= 365*year + year/4 - year/100
	month := (5*day + 2) / 153 // 0 is March
	day -= (153*month + 2) / 5
	year += 400 * era
	if month < 10 {
		return Date{uint16(year), uint8(month + 3), uint8(day + 1)}
	}
	return Date{uint16(year + 1), uint8(month - 9), uint8(day + 1)}
}

// Start returns the first instant of the date in zone: the earliest at which
// the calendar on the wall shows d or a later date. That is 00:00 almost always;
// the moment the clocks were put forward where midnight was skipped; the first
// of two midnights where they were put back; and the start of the next date if
// the zone skipped the whole day, as Samoa skipped 2011-12-30. The zero Date
// starts at the zero Time. The zone must not be nil.
func (d Date) Start(zone *time.Location) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return startOf(d.number(), zone)
}

// End returns the first instant after the date in zone, which the law calls its
// 24:00 (Vietnam's Civil Code of 2015, article 148.6): the date holds the
// instants from Start up to but not including End. The zero Date ends at the
// zero Time. The zone must not be nil.
func (d Date) End(zone *time.Location) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return startOf(d.number()+1, zone)
}

func startOf(number int, zone *time.Location) time.Time {
	return wallInstant(int64(number-unixNumber)*daySeconds, zone)
}

// wallInstant returns the first instant at which the clock on the wall shows the
// given time, in seconds since 1970-01-01 00:00 on that clock, or a later one. It
// walks the periods of constant offset from well before any place on Earth gets
// there. [time.Date] cannot be used: what it answers for a wall time that was
// skipped or repeated is not defined, and may be on the day before.
func wallInstant(wall int64, zone *time.Location) time.Time {
	t := time.Unix(wall, 0).Add(-48 * time.Hour).In(zone)
	for {
		_, offset := t.Zone()
		instant := time.Unix(wall-int64(offset), 0).In(zone)
		if instant.Before(t) {
			return t // the change of offset at t went past it
		}
		if t = offsetEnd(t); instant.Before(t) {
			return instant
		}
	}
}

// offsetEnd returns an instant after t up to which its zone's offset stays the same,
// at most some decades on. [time.Time.ZoneBounds] cannot be trusted with that: on 31
// December of leap years after 2037 it answers with an end that has passed (seen up
// to Go 1.26). No zone's rules change its clocks within such a quarter of an hour.
func offsetEnd(t time.Time) time.Time {
	_, end := t.ZoneBounds()
	switch {
	case end.IsZero():
		return t.AddDate(50, 0, 0)
	case !end.After(t):
		return t.Truncate(15 * time.Minute).Add(15 * time.Minute)
	}
	return end
}
