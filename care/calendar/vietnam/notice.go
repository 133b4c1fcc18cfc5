package vietnam

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// Notice is what is announced for a year: which dates the holidays are, and which
// working days are swapped. Compensation is not in it, because it depends on the week
// of each firm.
type Notice struct {
	Year  int      `json:"year"`
	Days  []OffDay `json:"days"`
	Swaps []Swap   `json:"swaps,omitempty"` // whose day off is in the year
	// Sources says where it was announced.
	Sources []string `json:"sources,omitempty"`
}

// OffDay is a statutory day off.
type OffDay struct {
	Date    calendar.Date `json:"date"`
	Holiday Holiday       `json:"holiday"`
}

// Swap gives a working day off and has a day of rest worked for it.
type Swap struct {
	Off  calendar.Date `json:"off"`
	Work calendar.Date `json:"work"`
}

//go:embed notices.json
var notices []byte

// Notices returns the notices that come with the library, for 2015 to 2026, in order.
func Notices() []Notice {
	all, err := ParseNotices(notices)
	if err != nil {
		panic(err) // the file is part of the library, and a test reads it
	}
	return all
}

// ParseNotices reads a JSON list of notices, in the form of the library's own
// notices.json, so that next year's can be added the day it is announced. The error
// joins everything that is wrong.
func ParseNotices(data []byte) ([]Notice, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var all []Notice
	if err := decoder.Decode(&all); err != nil {
		return nil, fmt.Errorf("vietnam: notices: %w", err)
	}
	if decoder.More() {
		return nil, errors.New("vietnam: notices: something follows the list")
	}
	var faults []error
	for i, n := range all {
		if err := n.Check(); err != nil {
			faults = append(faults, err)
		}
		if i > 0 && n.Year <= all[i-1].Year {
			faults = append(faults, fmt.Errorf("vietnam: the notice of %d does not follow that of %d", n.Year, all[i-1].Year))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return all, nil
}

// Check returns an error that joins everything that is wrong with a notice: the law
// says how many days each holiday has.
func (n Notice) Check() error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("vietnam: the notice of %d: %s", n.Year, fmt.Sprintf(format, args...)))
	}
	if n.Year < firstYear || n.Year > LastLunarYear-1 {
		fault("the year is not one of %d to %d", firstYear, LastLunarYear-1)
		return errors.Join(faults...)
	}
	seen := make(map[calendar.Date]bool)
	add := func(d calendar.Date, what string) {
		if d.IsZero() {
			fault("%s has no date", what)
		} else if seen[d] {
			fault("%v is there twice", d)
		}
		seen[d] = true
	}
	counts := make(map[Holiday]int)
	for _, day := range n.Days {
		add(day.Date, string(day.Holiday))
		if day.Date.Year() != n.Year {
			fault("%v is in another year", day.Date)
		}
		counts[day.Holiday]++
	}
	for holiday, want := range lengths(n.Year) {
		if counts[holiday] != want {
			fault("%s has %d days, not %d", holiday, want, counts[holiday])
		}
		delete(counts, holiday)
	}
	for holiday := range counts {
		fault("there is no holiday %q", holiday)
	}
	for _, swap := range n.Swaps {
		add(swap.Off, "a swapped day off")
		add(swap.Work, "a swapped working day")
		if swap.Off.Year() != n.Year {
			fault("%v is off in another year", swap.Off)
		}
	}
	slices.SortFunc(faults, func(a, b error) int { return bytes.Compare([]byte(a.Error()), []byte(b.Error())) })
	return errors.Join(faults...)
}

// firstYear is the first whose Tết has five days.
const firstYear = 2013

// lengths returns how many days off each holiday has by the law of a year.
func lengths(year int) map[Holiday]int {
	days := map[Holiday]int{NewYear: 1, TetHoliday: 5, HungKingsDay: 1, Reunification: 1, Labour: 1, National: 1}
	if year >= 2021 { // the Labour Code of 2019
		days[National] = 2
	}
	if year >= 2026 { // Resolution 28/2026/QH16
		days[Culture] = 1
	}
	return days
}

// expected returns the notice that a year without one is likely to have: Tết from the
// day before the lunar new year on, and beside 2 September the neighbour that the
// notices of 2021 to 2026 took on the same day of the week.
func expected(year int) (Notice, error) {
	tet, err := Tet(year)
	if err != nil {
		return Notice{}, err
	}
	hungKings, err := HungKings(year)
	if err != nil {
		return Notice{}, err
	}
	on := func(month, day int) calendar.Date { return calendar.MustDate(year, time.Month(month), day) }
	n := Notice{Year: year, Days: []OffDay{
		{on(1, 1), NewYear}, {hungKings, HungKingsDay}, {on(4, 30), Reunification}, {on(5, 1), Labour}, {on(9, 2), National},
	}}
	for i := range 5 {
		n.Days = append(n.Days, OffDay{tet.AddDays(i - 1), TetHoliday})
	}
	if year >= 2021 {
		neighbour := on(9, 1)
		if day := on(9, 2).Weekday(); day == time.Monday || day == time.Thursday {
			neighbour = on(9, 3)
		}
		n.Days = append(n.Days, OffDay{neighbour, National})
	}
	if year >= 2026 {
		n.Days = append(n.Days, OffDay{on(11, 24), Culture})
	}
	slices.SortFunc(n.Days, func(a, b OffDay) int { return a.Date.Compare(b.Date) })
	return n, nil
}
