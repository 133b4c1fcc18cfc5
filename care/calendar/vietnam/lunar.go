package vietnam

import (
	"fmt"
	"math"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// LunarDate is a day of the Vietnamese lunisolar calendar, the âm lịch.
type LunarDate struct {
	Year  int  `json:"year"` // of the Gregorian year in which it began
	Month int  `json:"month"`
	Day   int  `json:"day"`
	Leap  bool `json:"leap,omitempty"` // the second month of its number
}

// The years of the Gregorian calendar for which the lunar calendar is computed.
const (
	FirstLunarYear = 1970
	LastLunarYear  = 2099
)

// String returns the date as it is written in Vietnam: day/month/year, with "nhuận"
// after a leap month.
func (l LunarDate) String() string {
	if l.Leap {
		return fmt.Sprintf("%d/%d nhuận/%d", l.Day, l.Month, l.Year)
	}
	return fmt.Sprintf("%d/%d/%d", l.Day, l.Month, l.Year)
}

// Lunar returns the lunar date of a day between [FirstLunarYear] and
// [LastLunarYear].
//
// It follows the rules of the calendar, by Vietnam's time, UTC+7: a month begins on
// the day of the new moon; the winter solstice is in month 11; between two months 11
// with twelve others in between, the first month in which the sun does not enter a new
// sign of thirty degrees is a leap month with the number of the one before. The
// astronomy is computed (see the sources in moon.go), so a new moon or a solar term
// within minutes of a midnight could be off by a day: no Tết from 1990 to 2050 is.
func Lunar(d calendar.Date) (LunarDate, error) {
	if d.Year() < FirstLunarYear || d.Year() > LastLunarYear {
		return LunarDate{}, outside(d.Year())
	}
	day := julianDay(d)
	year := newSui(d.Year())
	if day >= year.months[len(year.months)-1] { // from month 11 of the year on
		year = newSui(d.Year() + 1)
	}
	i := len(year.months) - 1
	for day < year.months[i] {
		i--
	}
	l := LunarDate{Year: year.number, Day: day - year.months[i] + 1}
	l.Month, l.Leap = year.month(i)
	if l.Month >= 11 && i < 3 {
		l.Year--
	}
	return l, nil
}

// Date returns the day of the Gregorian calendar, or an error if the lunar calendar
// has no such day.
func (l LunarDate) Date() (calendar.Date, error) {
	if l.Year < FirstLunarYear || l.Year >= LastLunarYear {
		return calendar.Date{}, outside(l.Year)
	}
	year := newSui(l.Year)
	if l.Month >= 11 {
		year = newSui(l.Year + 1)
	}
	for i := range len(year.months) - 1 {
		month, leap := year.month(i)
		if month == l.Month && leap == l.Leap && l.Day >= 1 && l.Day <= year.months[i+1]-year.months[i] {
			return gregorian(year.months[i] + l.Day - 1), nil
		}
	}
	return calendar.Date{}, fmt.Errorf("vietnam: the lunar calendar has no %v", l)
}

func outside(year int) error {
	return fmt.Errorf("vietnam: the lunar calendar is computed for the years %d to %d, not %d", FirstLunarYear, LastLunarYear, year)
}

// Tet returns the first day of the lunar year that begins in a Gregorian year.
func Tet(year int) (calendar.Date, error) { return LunarDate{Year: year, Month: 1, Day: 1}.Date() }

// HungKings returns the Hung Kings' Commemoration Day of a Gregorian year, the 10th
// of the 3rd lunar month.
func HungKings(year int) (calendar.Date, error) {
	return LunarDate{Year: year, Month: 3, Day: 10}.Date()
}

// sui is the stretch from month 11 of one lunar year to month 11 of the next, in which
// leap months are decided.
type sui struct {
	number int   // of the lunar year whose months 1 to 10 are in it
	months []int // the days on which they begin, the last being the next month 11
	leap   int   // index of the leap month, or len(months)
}

func newSui(year int) sui {
	first, last := month11(year-1), month11(year)
	s := sui{number: year}
	for k := first; k <= last; k++ {
		s.months = append(s.months, newMoonDay(k))
	}
	s.leap = len(s.months)
	if len(s.months) == 14 {
		for i := 1; i < 13; i++ {
			if sign(s.months[i]) == sign(s.months[i+1]) {
				s.leap = i
				break
			}
		}
	}
	return s
}

// month returns the number of a month of the stretch.
func (s sui) month(i int) (number int, leap bool) {
	leap = i == s.leap
	if i >= s.leap {
		i--
	}
	return (i+10)%12 + 1, leap
}

// month11 returns the number of the new moon with which the month of the winter
// solstice of a Gregorian year begins.
func month11(year int) int {
	solstice := julianDay(calendar.MustDate(year, 12, 19))
	for sign(solstice+1) < 9 {
		solstice++
	}
	k := int(math.Floor((float64(solstice) - 2451550.1) / 29.530588861))
	for newMoonDay(k+1) <= solstice {
		k++
	}
	for newMoonDay(k) > solstice {
		k--
	}
	return k
}

// sign returns into which twelfth of its way the sun has come when a day begins in
// Vietnam: 0 from the spring equinox on, 9 from the winter solstice on.
func sign(day int) int {
	jd := float64(day) - 0.5 - zone
	return int(sunLongitude(jd+deltaT(jd)) / 30)
}

// newMoonDay returns the day of a new moon in Vietnam.
func newMoonDay(k int) int {
	jde := newMoon(float64(k))
	return int(math.Floor(jde - deltaT(jde) + 0.5 + zone))
}

// zone is Vietnam's time, UTC+7, in days.
const zone = 7.0 / 24

// Days are Julian day numbers here, those of their noon in Greenwich.
func julianDay(d calendar.Date) int {
	return 2440588 + calendar.MustDate(1970, 1, 1).DaysUntil(d)
}

func gregorian(day int) calendar.Date {
	return calendar.MustDate(1970, 1, 1).AddDays(day - 2440588)
}
