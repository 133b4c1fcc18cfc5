package warranty

import (
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// DateSystem says from where a spreadsheet counts the days of a date that a file has as a number. The zero DateSystem is Dates1900.
type DateSystem string

// The date systems of spreadsheets: https://support.microsoft.com/office/date-systems-in-excel-e7fe7167-48a9-4b96-bb53-5612a800b487
const (
	Dates1900 DateSystem = "1900" // Excel's default: day 1 is 1 January 1900, and 1900 has a 29 February
	Dates1904 DateSystem = "1904" // Excel's other, from old Macintoshes: day 0 is 1 January 1904
)

var dateSystems = care.NewTerms(
	care.NewTerm(Dates1900, "Ngày 1 là 01/01/1900", "Day 1 is 1 January 1900"),
	care.NewTerm(Dates1904, "Ngày 0 là 01/01/1904", "Day 0 is 1 January 1904"),
)

// Terms lists the date systems.
func (DateSystem) Terms() care.Terms[DateSystem] { return dateSystems }

// The serial numbers of the 1900 system: 60 is the day that 1900 did not have, which Excel has for the sake of Lotus 1-2-3.
const (
	noSuchDay  = 60
	lastSerial = 2_958_465 // 9999-12-31
	earlier    = 1_462     // how many less the numbers of the 1904 system are
)

// date is the day of a spreadsheet's number, and whether there is one.
func (s DateSystem) date(serial int) (calendar.Date, bool) {
	if s == Dates1904 {
		serial += earlier
	}
	if serial < 1 || serial == noSuchDay || serial > lastSerial {
		return calendar.Date{}, false
	}
	if serial > noSuchDay {
		serial--
	}
	return calendar.MustDate(1899, time.December, 31).AddDays(serial), true
}

// moment is a date as a file has it, with the time of day if it says one.
type moment struct {
	date  calendar.Date
	clock time.Duration // since midnight
	at    time.Time     // of a whole instant, such as 2026-08-31T07:05:00Z; else zero
}

// parseMoment reads what care.ParseDate reads, yyyymmdd, a spreadsheet's number, each with a time of day behind it if there is one, and a whole instant.
func (s DateSystem) parseMoment(text string) (m moment, err error) {
	text = strings.TrimSpace(text)
	if m.date, err = calendar.ParseDate(text); err == nil {
		return m, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return moment{at: at}, nil
	}
	if m, ok := s.parseNumber(text); ok {
		return m, nil
	}
	date, clock := text, ""
	if at := strings.IndexAny(text, " T"); at > 0 {
		date, clock = text[:at], strings.TrimSpace(text[at+1:])
	}
	if m.date, err = care.ParseDate(date); err != nil {
		return moment{}, care.Refuse(text, CodeImportDate.With())
	}
	if clock == "" {
		return m, nil
	}
	for _, form := range []string{"15:04", "15:04:05", "15:04:05.999999"} {
		if t, err := time.Parse(form, clock); err == nil {
			m.clock = t.Sub(t.Truncate(24 * time.Hour))
			return m, nil
		}
	}
	return moment{}, care.Refuse(text, CodeImportDate.With())
}

// parseNumber reads yyyymmdd and a spreadsheet's number, whose fraction is the time of day.
func (s DateSystem) parseNumber(text string) (m moment, ok bool) {
	if len(text) == len("20260831") {
		if d, err := calendar.ParseDate(text[:4] + "-" + text[4:6] + "-" + text[6:]); err == nil {
			return moment{date: d}, true
		}
	}
	whole, fraction, _ := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	serial, err := strconv.ParseUint(whole, 10, 32)
	if err != nil || len(fraction) > 17 {
		return moment{}, false
	}
	if m.date, ok = s.date(int(min(serial, lastSerial+1))); !ok || fraction == "" {
		return m, ok
	}
	part, err := strconv.ParseUint(fraction, 10, 64)
	if err != nil {
		return moment{}, false
	}
	day := float64(part)
	for range fraction {
		day /= 10
	}
	m.clock = time.Duration(day*24*60*60+0.5) * time.Second // Excel's own precision
	m.clock = min(m.clock, 24*time.Hour-time.Second)
	return m, true
}

// in is the instant: of a date alone, its midnight.
func (m moment) in(zone *time.Location) time.Time {
	if !m.at.IsZero() {
		return m.at.UTC()
	}
	return time.Date(m.date.Year(), m.date.Month(), m.date.Day(), 0, 0, 0, 0, zone).Add(m.clock).UTC()
}

// on is the date.
func (m moment) on(zone *time.Location) calendar.Date {
	if !m.at.IsZero() {
		return calendar.DateOf(m.at, zone)
	}
	return m.date
}
