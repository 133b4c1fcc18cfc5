package vietnam

import (
	"fmt"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// Holiday is a public holiday of Vietnam.
type Holiday string

// The holidays of article 112.1 of the Labour Code of 2019, and the one of the
// National Assembly's Resolution 28/2026/QH16.
const (
	NewYear       Holiday = "new_year"      // 1 January
	TetHoliday    Holiday = "tet"           // five days around the lunar new year
	HungKingsDay  Holiday = "hung_kings"    // the 10th of the 3rd lunar month
	Reunification Holiday = "reunification" // 30 April
	Labour        Holiday = "labour"        // 1 May
	National      Holiday = "national"      // 2 September, since 2021 with the day before or after
	Culture       Holiday = "culture"       // 24 November, since 2026
)

var holidayNames = map[Holiday]calendar.Text{
	NewYear:       {VI: "Tết Dương lịch", EN: "New Year's Day"},
	TetHoliday:    {VI: "Tết Nguyên đán", EN: "Lunar New Year"},
	HungKingsDay:  {VI: "Giỗ Tổ Hùng Vương", EN: "Hung Kings' Commemoration Day"},
	Reunification: {VI: "Ngày Chiến thắng 30/4", EN: "Reunification Day"},
	Labour:        {VI: "Ngày Quốc tế lao động 1/5", EN: "International Labour Day"},
	National:      {VI: "Quốc khánh", EN: "National Day"},
	Culture:       {VI: "Ngày Văn hóa Việt Nam", EN: "Vietnamese Culture Day"},
}

// Name returns the name of the holiday, and no text if there is no such holiday.
func (h Holiday) Name() calendar.Text { return holidayNames[h] }

// Kind says why a date is off, or is worked though it usually is not.
type Kind string

// The kinds of day.
const (
	Statutory    Kind = "statutory"    // the holiday itself
	Compensation Kind = "compensation" // in place of a holiday on a weekly day of rest: Labour Code, article 111.3
	SwappedOff   Kind = "swapped_off"  // a working day given off between a holiday and the week-end
	SwappedWork  Kind = "swapped_work" // the day of rest that is worked for it
)

// Day is a date that differs from its week.
type Day struct {
	Date calendar.Date `json:"date"`
	Kind Kind          `json:"kind"`
	// Holiday is the holiday, or the one that is compensated. Swapped days have none.
	Holiday Holiday `json:"holiday,omitempty"`
	// For is the holiday's own date for a compensation, and the other date of the pair
	// for a swapped day.
	For calendar.Date `json:"for,omitzero"`
	// Expected marks days of a year for which no notice is known: the holidays follow
	// from the law and the lunar calendar, but which days of Tết and which neighbour of
	// 2 September are off is the government's to say, and so are swaps.
	Expected bool `json:"expected,omitempty"`
}

// Name returns what the day is, such as "Nghỉ bù Giỗ Tổ Hùng Vương".
func (d Day) Name() calendar.Text {
	name := d.Holiday.Name()
	switch d.Kind {
	case Compensation:
		name = calendar.Text{VI: "Nghỉ bù " + name.VI, EN: "In place of " + name.EN}
	case SwappedOff:
		name = calendar.Text{VI: "Nghỉ hoán đổi, làm bù ngày " + dayVI(d.For), EN: "Day off, worked on " + dayEN(d.For) + " instead"}
	case SwappedWork:
		name = calendar.Text{VI: "Làm bù cho ngày " + dayVI(d.For), EN: "Worked for " + dayEN(d.For)}
	}
	if d.Expected {
		name.VI += " (dự kiến)"
		name.EN += " (expected)"
	}
	return name
}

func dayVI(d calendar.Date) string { return fmt.Sprintf("%02d/%02d/%d", d.Day(), d.Month(), d.Year()) }
func dayEN(d calendar.Date) string { return fmt.Sprintf("%d %v %d", d.Day(), d.Month(), d.Year()) }
