package vietnam_test

import (
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/calendar/vietnam"
)

// A repair promised in 16 working hours on the Friday before Tết.
func ExampleOrganisation_Apply() {
	hours := calendar.Definition{
		Zone:  "Asia/Ho_Chi_Minh",
		Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("08:00-12:00 13:30-17:30"), 1, 2, 3, 4, 5)},
	}
	hours, err := vietnam.Organisation{}.Apply(hours, 2026, 2027)
	if err != nil {
		panic(err)
	}
	desk, err := calendar.Compile(hours)
	if err != nil {
		panic(err)
	}
	taken := time.Date(2026, time.February, 13, 10, 0, 0, 0, desk.Zone())
	due, _ := desk.Due(taken, calendar.Working(16*time.Hour))
	why, _ := desk.Explain(taken, due)
	fmt.Println(why.Text().EN)
	fmt.Println(why.Text().VI)
	// Output:
	// From 10:00, 13 February 2026 to 10:00, 24 February 2026 is 11 days, of which 16 hours were open. Not counted: 32 hours outside opening hours; 96 hours weekly day of rest; 120 hours closed (Lunar New Year).
	// Từ 10:00 ngày 13/02/2026 đến 10:00 ngày 24/02/2026 là 11 ngày, trong đó 16 giờ mở cửa. Không tính: 32 giờ ngoài giờ mở cửa; 96 giờ ngày nghỉ hằng tuần; 120 giờ đóng cửa (Tết Nguyên đán).
}

// The days of a year for a firm that rests on Sundays only. 2027 has no notice yet, so
// they are what the law and the lunar calendar let expect.
func ExampleOrganisation_Days() {
	days, err := vietnam.Organisation{}.Days(2027, func(d calendar.Date) bool { return d.Weekday() == time.Sunday })
	if err != nil {
		panic(err)
	}
	for _, day := range days[1:7] {
		fmt.Println(day.Date, day.Kind, day.Name().EN)
	}
	// Output:
	// 2027-02-05 statutory Lunar New Year (expected)
	// 2027-02-06 statutory Lunar New Year (expected)
	// 2027-02-07 statutory Lunar New Year (expected)
	// 2027-02-08 statutory Lunar New Year (expected)
	// 2027-02-09 statutory Lunar New Year (expected)
	// 2027-02-10 compensation In place of Lunar New Year (expected)
}

func ExampleTet() {
	tet, err := vietnam.Tet(2030) // a day before the Chinese new year
	fmt.Println(tet, err)
	eve, err := vietnam.Lunar(tet.AddDays(-1))
	fmt.Println(eve, err)
	// Output:
	// 2030-02-02 <nil>
	// 29/12/2029 <nil>
}
