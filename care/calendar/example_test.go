package calendar_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// A warranty of six months on a product delivered on 31 August ends with the
// last day of February.
func ExampleDate_AddMonths() {
	delivered := calendar.MustDate(2026, time.August, 31)
	end := delivered.AddMonths(6)
	fmt.Println(end, end.Weekday())
	fmt.Println(delivered.DaysUntil(end), "days")
	// Output:
	// 2027-02-28 Sunday
	// 181 days
}

// A fault reported at 23:30 on the last day is still inside it.
func ExampleDate_End() {
	hanoi := time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)
	last := calendar.MustDate(2026, time.January, 15)
	fault := time.Date(2026, time.January, 15, 23, 30, 0, 0, hanoi)
	fmt.Println(fault.Before(last.End(hanoi)))
	fmt.Println(last.End(hanoi))
	// Output:
	// true
	// 2026-01-16 00:00:00 +0700 Asia/Ho_Chi_Minh
}

// The same instant falls on different dates in different places.
func ExampleDateOf() {
	instant := time.Date(2026, time.August, 31, 20, 0, 0, 0, time.UTC)
	fmt.Println(calendar.DateOf(instant, time.UTC))
	fmt.Println(calendar.DateOf(instant, time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)))
	// Output:
	// 2026-08-31
	// 2026-09-01
}

// A promise says by which clock it runs, and keeps saying so when it is stored.
func ExampleParseSpan() {
	reply := calendar.Working(8 * time.Hour)
	fmt.Println(reply)

	repair, err := calendar.ParseSpan("dates 5")
	fmt.Println(repair.Kind(), repair.Dates(), err)
	// Output:
	// working 8h
	// dates 5 <nil>
}

// Why 48 hours became five days: a customer of a service desk that is open from
// 09:00 to 21:00 every day wrote on a Wednesday evening, and Friday was a holiday.
func ExampleCalendar_Explain() {
	desk, err := calendar.Compile(calendar.Definition{
		Zone:  "Europe/Berlin",
		Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("09:00-21:00"))},
		Closures: []calendar.Closure{{
			First: calendar.MustDate(2016, time.November, 11),
			Name:  calendar.Text{VI: "lễ Thánh Martin", EN: "St. Martin's day"},
		}},
	})
	if err != nil {
		panic(err)
	}
	asked := time.Date(2016, time.November, 9, 23, 0, 0, 0, desk.Zone())
	due, _ := desk.Due(asked, calendar.Working(48*time.Hour))
	fmt.Println(due)

	why, _ := desk.Explain(asked, due)
	fmt.Println(why.Text().EN)
	for _, closed := range why.Closed[:3] {
		fmt.Println(closed.Text().EN)
	}
	// Output:
	// 2016-11-14 21:00:00 +0100 CET
	// From 23:00, 9 November 2016 to 21:00, 14 November 2016 is 4 days 22 hours, of which 48 hours were open. Not counted: 46 hours outside opening hours; 24 hours closed (St. Martin's day).
	// 23:00, 9 November 2016 to 09:00, 10 November 2016: outside opening hours
	// 21:00, 10 November 2016 to 00:00, 11 November 2016: outside opening hours
	// 00:00, 11 November 2016 to 00:00, 12 November 2016: closed (St. Martin's day)
}

func shopHours() calendar.Definition {
	return calendar.Definition{
		Zone:  "Asia/Ho_Chi_Minh",
		Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("08:00-12:00 13:30-17:30"), 1, 2, 3, 4, 5)},
	}
}

// Hours are kept as JSON, and everything that is wrong with them is said at once.
func ExampleCompile() {
	var hours calendar.Definition
	err := json.Unmarshal([]byte(`{
		"zone": "Asia/Ho_Chi_Minh",
		"weeks": [{"mon": "08:00-12:00 13:30-17:30", "sat": "22:00-30:00", "sun": "05:00-12:00"}],
		"closures": [{"first": "2026-02-16", "last": "2026-02-02", "name": {"vi": "Tết", "en": "Tet"}}]
	}`), &hours)
	fmt.Println(err)
	_, err = calendar.Compile(hours)
	faults, _ := errors.AsType[calendar.Faults](err)
	for _, fault := range faults {
		fmt.Println(fault.Path+":", fault.Reason)
	}
	// Output:
	// <nil>
	// weeks[0].sat: the night of 22:00-30:00 overlaps the hours of the next day, 05:00-12:00
	// closures[0].last: is before the first date
}

// The same promise by three clocks.
func ExampleCalendar_Due() {
	shop, err := calendar.Compile(shopHours())
	if err != nil {
		panic(err)
	}
	asked := time.Date(2026, time.March, 6, 16, 30, 0, 0, shop.Zone()) // a Friday
	for _, promise := range []calendar.Span{calendar.Wall(8 * time.Hour), calendar.Working(8 * time.Hour), calendar.WorkingDates(1)} {
		due, err := shop.Due(asked, promise)
		fmt.Println(promise, "is", due.Format("Mon 2 15:04"), err)
	}
	// Output:
	// wall 8h is Sat 7 00:30 <nil>
	// working 8h is Mon 9 16:30 <nil>
	// dates 1 is Mon 9 17:30 <nil>
}

// What comes in after four in the afternoon counts as of the next working date.
func ExampleCalendar_AddDates() {
	shop, err := calendar.Compile(shopHours())
	if err != nil {
		panic(err)
	}
	target := calendar.DateTarget{Dates: 2, CutOff: calendar.Clock(16, 0)}
	for _, hour := range []int{15, 16} {
		due, err := shop.AddDates(time.Date(2026, time.March, 4, hour, 0, 0, 0, shop.Zone()), target)
		fmt.Println(due.Format("Mon 2 15:04"), err)
	}
	// Output:
	// Fri 6 17:30 <nil>
	// Mon 9 17:30 <nil>
}

// How long a customer waited, in the shop's own time.
func ExampleCalendar_Elapsed() {
	shop, err := calendar.Compile(shopHours())
	if err != nil {
		panic(err)
	}
	asked := time.Date(2026, time.March, 6, 20, 0, 0, 0, shop.Zone()) // on Friday night
	answered := time.Date(2026, time.March, 9, 9, 15, 0, 0, shop.Zone())
	waited, err := shop.Elapsed(asked, answered)
	fmt.Println(waited, err)
	starts, err := shop.NextOpen(asked)
	fmt.Println("the clock starts on", starts.Format("Mon 2 15:04"), err)
	// Output:
	// 1h15m0s <nil>
	// the clock starts on Mon 9 08:00 <nil>
}

// An edit holds from an instant on; what was open before it stays as it was.
func ExampleDefinition() {
	old := shopHours()
	hours := old
	hours.Weeks = []calendar.Week{calendar.NewWeek(calendar.MustShifts("07:00-11:00"))}
	hours.Before, hours.Since = &old, time.Date(2026, time.March, 4, 0, 0, 0, 0, time.FixedZone("", 7*3600))
	shop, err := calendar.Compile(hours)
	if err != nil {
		panic(err)
	}
	periods, err := shop.Periods(calendar.MustDate(2026, time.March, 3).Start(shop.Zone()), calendar.MustDate(2026, time.March, 5).Start(shop.Zone()))
	if err != nil {
		panic(err)
	}
	for p := range periods {
		fmt.Println(p.Start.Format("Mon 15:04"), "to", p.End.Format("15:04"))
	}
	// Output:
	// Tue 08:00 to 12:00
	// Tue 13:30 to 17:30
	// Wed 07:00 to 11:00
}

// Working dates after a date that may itself be a day of rest.
func ExampleCalendar_AddWorkingDates() {
	shop, err := calendar.Compile(shopHours())
	if err != nil {
		panic(err)
	}
	saturday := calendar.MustDate(2026, time.March, 7)
	date, err := shop.AddWorkingDates(saturday, 1)
	fmt.Println(date, err)
	first, _ := shop.NextWorkingDate(saturday) // counted from the first working date instead
	date, err = shop.AddWorkingDates(first, 1)
	fmt.Println(date, err)
	n, err := shop.WorkingDates(calendar.MustDate(2026, time.March, 1), calendar.MustDate(2026, time.April, 1))
	fmt.Println(n, "working dates in March", err)
	// Output:
	// 2026-03-09 <nil>
	// 2026-03-10 <nil>
	// 22 working dates in March <nil>
}
