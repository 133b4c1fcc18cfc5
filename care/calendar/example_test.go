package calendar_test

import (
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
