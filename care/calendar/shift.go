package calendar

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Shift is a stretch of opening hours by the clock on the wall, from Start up to
// but not including End. It belongs to the date on which it starts: 22:00 to
// 30:00 is the night shift that ends at 06:00 on the next date. Start is before
// 24:00, and a shift lasts at most 24 hours.
type Shift struct {
	Start, End TimeOfDay
}

// Shifts are the opening hours of one date. Their text is "08:00-12:00
// 13:30-17:30"; none at all, as on a day of rest, is the empty text.
type Shifts []Shift

// String returns the shifts as [ParseShifts] reads them.
func (s Shifts) String() string {
	var b []byte
	for i, shift := range s {
		if i > 0 {
			b = append(b, ' ')
		}
		b = shift.End.append(append(shift.Start.append(b), '-'))
	}
	return string(b)
}

// ParseShifts reads shifts with single spaces between them, such as "08:00-12:00
// 13:30-17:30". Empty text is no shifts. They must be in order and not overlap.
func ParseShifts(text string) (Shifts, error) {
	if text == "" {
		return nil, nil
	}
	var shifts Shifts
	for part := range strings.SplitSeq(text, " ") {
		start, end, _ := strings.Cut(part, "-")
		from, err := ParseTimeOfDay(start)
		if err != nil {
			return nil, errShiftForm
		}
		to, err := ParseTimeOfDay(end)
		if err != nil {
			return nil, errShiftForm
		}
		shifts = append(shifts, Shift{from, to})
	}
	if why := shifts.fault(); why != "" {
		return nil, errors.New("calendar: " + why)
	}
	return shifts, nil
}

var errShiftForm = errors.New(`calendar: shifts are written like "08:00-12:00 13:30-17:30" or "22:00-30:00"`)

// MustShifts is [ParseShifts] for hours written in source code: it panics where
// ParseShifts returns an error.
func MustShifts(text string) Shifts {
	shifts, err := ParseShifts(text)
	if err != nil {
		panic(err)
	}
	return shifts
}

// maxShifts bounds what one date can cost: a shift every quarter of an hour.
const maxShifts = 96

// fault says what is wrong with the shifts, or "".
func (s Shifts) fault() string {
	if len(s) > maxShifts {
		return fmt.Sprintf("a date has at most %d shifts, not %d", maxShifts, len(s))
	}
	for i, shift := range s {
		switch {
		case shift.Start < 0 || shift.Start >= endOfDate || shift.End > lastTime:
			return fmt.Sprintf("shift %s starts before 24:00 of its date and ends by 48:00", s[i:i+1])
		case shift.End <= shift.Start:
			return fmt.Sprintf("shift %s ends before it starts; write hours after midnight as 24:00 and more", s[i:i+1])
		case shift.End-shift.Start > daySeconds:
			return fmt.Sprintf("shift %s lasts more than 24 hours", s[i:i+1])
		case i > 0 && shift.Start < s[i-1].End:
			return fmt.Sprintf("shifts %s overlap or are out of order", s[i-1:i+1])
		}
	}
	return ""
}

// AppendText appends the text of [Shifts.String] to b. It never fails.
func (s Shifts) AppendText(b []byte) ([]byte, error) { return append(b, s.String()...), nil }

// MarshalText returns the text of [Shifts.String]. It never fails.
func (s Shifts) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what [ParseShifts] reads.
func (s *Shifts) UnmarshalText(text []byte) error {
	parsed, err := ParseShifts(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

func (s Shifts) clone() Shifts { return slices.Clone(s) }
