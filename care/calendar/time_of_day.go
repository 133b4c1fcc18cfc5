package calendar

import (
	"errors"
	"fmt"
	"time"
)

// TimeOfDay is what the clock on the wall shows on some date, in seconds since
// 00:00. Its text is "08:00" or "08:00:30". It may pass midnight, up to 48:00:
// 24:00 is the end of the date and 30:00 is 06:00 on the next date. The zero
// TimeOfDay is 00:00.
//
// It is not an amount of time: on a day on which the clocks change, 09:00 is not
// nine hours after midnight. [Date.At] makes it an instant.
type TimeOfDay int32

const (
	daySeconds           = 24 * 60 * 60
	endOfDate  TimeOfDay = daySeconds
	lastTime   TimeOfDay = 2 * daySeconds
)

// Clock returns the time of day hour:minute. It panics unless it is between 00:00 and 48:00.
func Clock(hour, minute int) TimeOfDay {
	t := TimeOfDay(hour*3600 + minute*60)
	if hour < 0 || hour > 48 || minute < 0 || minute > 59 || t > lastTime {
		panic(fmt.Sprintf("calendar: there is no time of day %02d:%02d", hour, minute))
	}
	return t
}

// TimeOfDayOf returns what the clock on the wall shows in zone at the instant t,
// 00:00:00 to 23:59:59. The zone must not be nil.
func TimeOfDayOf(t time.Time, zone *time.Location) TimeOfDay {
	hour, minute, second := t.In(zone).Clock()
	return TimeOfDay(hour*3600 + minute*60 + second)
}

// String returns hh:mm, with :ss if the seconds are not 0.
func (t TimeOfDay) String() string { return string(t.append(nil)) }

func (t TimeOfDay) append(b []byte) []byte {
	b = fmt.Appendf(b, "%02d:%02d", t/3600, t/60%60)
	if t%60 != 0 {
		b = fmt.Appendf(b, ":%02d", t%60)
	}
	return b
}

// ParseTimeOfDay reads hh:mm or hh:mm:ss, from 00:00 to 48:00.
func ParseTimeOfDay(text string) (TimeOfDay, error) {
	if (len(text) != 5 && len(text) != 8) || text[2] != ':' || len(text) == 8 && text[5] != ':' {
		return 0, errTimeForm
	}
	hour, okH := digits(text[:2])
	minute, okM := digits(text[3:5])
	second, okS := 0, true
	if len(text) == 8 {
		second, okS = digits(text[6:])
	}
	t := TimeOfDay(hour*3600 + minute*60 + second)
	if !okH || !okM || !okS || minute > 59 || second > 59 || t > lastTime {
		return 0, errTimeForm
	}
	return t, nil
}

var errTimeForm = errors.New(`calendar: a time of day is written like "08:00", "08:00:30" or "30:00", up to 48:00`)

// AppendText appends the text of [TimeOfDay.String] to b. It never fails.
func (t TimeOfDay) AppendText(b []byte) ([]byte, error) { return t.append(b), nil }

// MarshalText returns the text of [TimeOfDay.String]. It never fails.
func (t TimeOfDay) MarshalText() ([]byte, error) { return t.append(nil), nil }

// UnmarshalText reads what [ParseTimeOfDay] reads.
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	parsed, err := ParseTimeOfDay(string(text))
	if err != nil {
		return err
	}
	*t = parsed
	return nil
}

// At returns the instant at which the clock on the wall shows the time of day on
// the date in zone: the first one if the clocks were put back over it, and the
// moment at which they were put forward if they skipped it. So the end of one
// shift and the start of the next, written alike, are always the same instant.
// The zero Date gives the zero Time. The zone must not be nil.
func (d Date) At(t TimeOfDay, zone *time.Location) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return wallInstant(int64(d.number()-unixNumber)*daySeconds+int64(t), zone)
}
