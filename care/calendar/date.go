package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar between 0001-01-01 and 9999-12-31, in
// no particular zone. The zero Date is no date: it sorts before every other,
// its text is empty, and arithmetic on it gives the zero Date again. Dates are
// comparable with == and can be map keys.
type Date struct {
	year       uint16
	month, day uint8
}

// NewDate returns the given date, or an error if the calendar has no such day,
// as with 30 February, or if the year is not one of 1 to 9999. Unlike
// [time.Date] it never moves to another day.
func NewDate(year int, month time.Month, day int) (Date, error) {
	if year < 1 || year > 9999 || month < time.January || month > time.December ||
		day < 1 || day > daysIn(year, int(month)) {
		return Date{}, fmt.Errorf("calendar: there is no date %04d-%02d-%02d", year, int(month), day)
	}
	return Date{uint16(year), uint8(month), uint8(day)}, nil
}

// MustDate is [NewDate] for dates written in source code, such as the days on
// which laws come into force: it panics where NewDate returns an error.
func MustDate(year int, month time.Month, day int) Date {
	d, err := NewDate(year, month, day)
	if err != nil {
		panic(err)
	}
	return d
}

// DateOf returns the date that the calendar on the wall shows in zone at the
// instant t. It is the zero Date for the zero Time and for years outside 1 to
// 9999. The zone must not be nil.
func DateOf(t time.Time, zone *time.Location) Date {
	year, month, day := t.In(zone).Date()
	if t.IsZero() || year < 1 || year > 9999 {
		return Date{}
	}
	return Date{uint16(year), uint8(month), uint8(day)}
}

// Year returns the year, 1 to 9999, or 0 for the zero Date.
func (d Date) Year() int { return int(d.year) }

// Month returns the month, or 0 for the zero Date.
func (d Date) Month() time.Month { return time.Month(d.month) }

// Day returns the day of the month, 1 to 31, or 0 for the zero Date.
func (d Date) Day() int { return int(d.day) }

// Weekday returns the day of the week. It means nothing for the zero Date.
func (d Date) Weekday() time.Weekday { return time.Weekday((d.number() + 3) % 7) }

// IsZero reports whether d is the zero Date, which is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Compare returns -1, 0 or +1 as d is before, the same as, or after other.
func (d Date) Compare(other Date) int { return cmp.Compare(d.order(), other.order()) }

// Before reports whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.order() < other.order() }

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return d.order() > other.order() }

// DaysUntil returns the number of days from d to other: 1 if other is the next
// day, negative if other is earlier, 0 if either is the zero Date.
func (d Date) DaysUntil(other Date) int {
	if d.IsZero() || other.IsZero() {
		return 0
	}
	return other.number() - d.number()
}

// AddDays returns the date n days later, or earlier if n is negative. Beyond
// the years 1 to 9999 it stays at 0001-01-01 or 9999-12-31.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	if day := int(d.day) + n; day >= 1 && day <= 28 { // nearly always for a few days
		d.day = uint8(day)
		return d
	}
	n = min(max(n, -lastNumber), lastNumber) // so that the sum cannot overflow
	return dateOfNumber(min(max(d.number()+n, firstNumber), lastNumber))
}

// AddMonths returns the corresponding day n months later, or earlier if n is
// negative; if that month has no such day, its last day. So 31 August plus 6
// months is 28 February, or 29 in a leap year, and 6 months later again it is
// 28 (or 29) August: the end of a month does not stick. This is article 148.3
// of Vietnam's Civil Code of 2015. Years are 12 months each. Beyond the years 1
// to 9999 it stays at 0001-01-01 or 9999-12-31.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	const months = 12 * 9999
	n = min(max(n, -months), months) // so that the sum cannot overflow
	total := 12*int(d.year) + int(d.month) - 1 + n
	year, month := total/12, total%12+1
	if total < 12 {
		return dateOfNumber(firstNumber)
	}
	if year > 9999 {
		return dateOfNumber(lastNumber)
	}
	return Date{uint16(year), uint8(month), uint8(min(int(d.day), daysIn(year, month)))}
}

// String returns the date as yyyy-mm-dd, or "" for the zero Date.
func (d Date) String() string {
	var buf [len("2006-01-02")]byte
	return string(d.append(buf[:0]))
}

// ParseDate reads a date written as yyyy-mm-dd, and nothing else: no spaces, no
// short forms, no empty text.
func ParseDate(text string) (Date, error) {
	if len(text) != len("2006-01-02") || text[4] != '-' || text[7] != '-' {
		return Date{}, errDateForm
	}
	year, okY := digits(text[:4])
	month, okM := digits(text[5:7])
	day, okD := digits(text[8:])
	if !okY || !okM || !okD {
		return Date{}, errDateForm
	}
	return NewDate(year, time.Month(month), day)
}

var errDateForm = errors.New("calendar: a date is written yyyy-mm-dd, such as 2026-08-31")

// digits reads a short text that is digits only.
func digits(text string) (n int, ok bool) {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = 10*n + int(text[i]-'0')
	}
	return n, true
}

// AppendText appends the text of [Date.String] to b. It never fails.
func (d Date) AppendText(b []byte) ([]byte, error) { return d.append(b), nil }

// MarshalText returns the text of [Date.String]. It never fails.
func (d Date) MarshalText() ([]byte, error) { return d.append(nil), nil }

// UnmarshalText reads what [ParseDate] reads, and empty text as the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

func (d Date) append(b []byte) []byte {
	if d.IsZero() {
		return b
	}
	y, m, day := d.year, d.month, d.day
	return append(b,
		byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10),
		'-', '0'+m/10, '0'+m%10,
		'-', '0'+day/10, '0'+day%10)
}

// order grows with the date and is 0 for the zero Date.
func (d Date) order() uint32 {
	return uint32(d.year)<<9 | uint32(d.month)<<5 | uint32(d.day)
}

// daysIn returns the number of days of a month.
func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
