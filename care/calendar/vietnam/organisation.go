package vietnam

import (
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// Organisation says how a firm follows the notices. The zero Organisation keeps the
// holidays and their compensation, and swaps no days: swaps bind public bodies, and
// private firms are only encouraged to follow.
type Organisation struct {
	// OfficialSwaps makes it follow the swaps of the notices, as public bodies do.
	OfficialSwaps bool
	// Swaps are its own.
	Swaps []Swap
	// Notices are used in place of the library's for their years: next year's, or the
	// firm's own choice among the days of Tết.
	Notices []Notice
	// CompensateCulture gives a day in place of 24 November where that is a day of rest.
	// Whether article 111.3 of the Labour Code covers that day is not settled.
	CompensateCulture bool
}

// WeekEnd reports whether a date is a Saturday or a Sunday, the days of rest of public
// bodies.
func WeekEnd(d calendar.Date) bool {
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
}

// Days returns the dates of a year that differ from the firm's week, in order. rests
// says which dates are its weekly days of rest, nil being [WeekEnd]: where a firm works
// on Saturdays, a holiday on a Saturday is not compensated. The years are 2013 to 2098;
// those without a notice are marked as expected. Two days on one date, as with a swap
// that gives a holiday off, are an error.
func (o Organisation) Days(year int, rests func(calendar.Date) bool) ([]Day, error) {
	if rests == nil {
		rests = WeekEnd
	}
	return o.days(year, rests, append(slices.Clip(o.Notices), Notices()...))
}

// days is Days with the notices of all years, of which the first of each counts.
func (o Organisation) days(year int, rests func(calendar.Date) bool, notices []Notice) ([]Day, error) {
	n, isExpected, err := noticeOf(year, notices)
	if err != nil {
		return nil, err
	}
	swaps, err := o.swaps(year, rests, notices)
	if err != nil {
		return nil, err
	}
	taken := make(map[calendar.Date]bool)
	var days []Day
	for _, off := range n.Days {
		days = append(days, Day{Date: off.Date, Kind: Statutory, Holiday: off.Holiday, Expected: isExpected})
		taken[off.Date] = true
	}
	for _, swap := range swaps {
		taken[swap.Date] = true
	}
	slices.SortFunc(days, func(a, b Day) int { return a.Date.Compare(b.Date) })
	for _, holiday := range days {
		if !rests(holiday.Date) || holiday.Holiday == Culture && !o.CompensateCulture {
			continue
		}
		d, err := nextWorkingDay(holiday.Date, rests, taken)
		if err != nil {
			return nil, err
		}
		taken[d] = true
		days = append(days, Day{d, Compensation, holiday.Holiday, holiday.Date, isExpected})
	}
	days = append(days, swaps...)
	slices.SortFunc(days, func(a, b Day) int { return a.Date.Compare(b.Date) })
	for i := range days[1:] {
		if a, b := days[i], days[i+1]; a.Date == b.Date {
			return nil, fmt.Errorf("vietnam: %v is there twice: %s and %s", a.Date, a.Name().EN, b.Name().EN)
		}
	}
	return days, nil
}

// nextWorkingDay returns the first date after a holiday that is neither a day of rest
// nor taken by another day off.
func nextWorkingDay(d calendar.Date, rests func(calendar.Date) bool, taken map[calendar.Date]bool) (calendar.Date, error) {
	for range 366 {
		if d = d.AddDays(1); !rests(d) && !taken[d] {
			return d, nil
		}
	}
	return calendar.Date{}, fmt.Errorf("vietnam: the firm has no working day in the year before %v", d)
}

// noticeOf returns the notice of a year, and whether it is only what is expected.
func noticeOf(year int, notices []Notice) (n Notice, isExpected bool, err error) {
	if n, ok := find(notices, year); ok {
		return n, false, n.Check()
	}
	if year < firstYear {
		return Notice{}, false, fmt.Errorf("vietnam: the holidays are known from %d on, not for %d", firstYear, year)
	}
	n, err = expected(year)
	return n, true, err
}

func find(all []Notice, year int) (Notice, bool) {
	i := slices.IndexFunc(all, func(n Notice) bool { return n.Year == year })
	if i < 0 {
		return Notice{}, false
	}
	return all[i], true
}

// swaps returns the swapped days in a year. A swap means nothing to a firm that rests
// on the day given off.
func (o Organisation) swaps(year int, rests func(calendar.Date) bool, notices []Notice) ([]Day, error) {
	all := slices.Clone(o.Swaps)
	if o.OfficialSwaps {
		for y := year - 1; y <= year+1; y++ { // the two dates may be in different years
			n, _ := find(notices, y)
			all = append(all, n.Swaps...)
		}
	}
	var days []Day
	for i, swap := range all {
		if swap.Off.IsZero() || swap.Work.IsZero() {
			return nil, fmt.Errorf("vietnam: swap %d needs the day off and the day worked: %v, %v", i, swap.Off, swap.Work)
		}
		if rests(swap.Off) || slices.Contains(all[:i], swap) {
			continue
		}
		if swap.Off.Year() == year {
			days = append(days, Day{Date: swap.Off, Kind: SwappedOff, For: swap.Work})
		}
		if swap.Work.Year() == year {
			days = append(days, Day{Date: swap.Work, Kind: SwappedWork, For: swap.Off})
		}
	}
	return days, nil
}

// Apply adds the days of some years to a definition: days off become closures, and a
// day worked for another gets the usual hours of that other. A date is a day of rest
// if the definition's week has no hours on it. Where the definition has an override
// for a day worked, that stays. The definition given is not changed.
func (o Organisation) Apply(d calendar.Definition, first, last int) (calendar.Definition, error) {
	rests := func(date calendar.Date) bool { return len(d.Usual(date)) == 0 }
	d.Closures, d.Overrides = slices.Clone(d.Closures), slices.Clone(d.Overrides)
	overridden := make(map[calendar.Date]bool)
	for _, override := range d.Overrides {
		overridden[override.Date] = true
	}
	notices := append(slices.Clip(o.Notices), Notices()...)
	for year := first; year <= last; year++ {
		days, err := o.days(year, rests, notices)
		if err != nil {
			return calendar.Definition{}, err
		}
		for _, day := range days {
			switch {
			case day.Kind != SwappedWork:
				d.Closures = append(d.Closures, calendar.Closure{First: day.Date, Name: day.Name()})
			case !overridden[day.Date]:
				overridden[day.Date] = true
				d.Overrides = append(d.Overrides, calendar.Override{Date: day.Date, Shifts: d.Usual(day.For), Name: day.Name()})
			}
		}
	}
	return d, nil
}
