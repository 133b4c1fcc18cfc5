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
