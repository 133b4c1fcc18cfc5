package law

import (
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// MoveLastDay is the day on which a term ends whose last day is d: d itself, or the next working day if d is a day off. The calendar is the country's, not
// the shop's, and nil for Monday to Friday; known says whether public holidays were looked at, which they are not without a calendar that reaches so far.
func MoveLastDay(d calendar.Date, official *calendar.Calendar) (moved calendar.Date, known bool) {
	if official != nil {
		if next, err := official.NextWorkingDate(d); err == nil {
			return next, true
		}
	}
	switch d.Weekday() {
	case time.Saturday:
		return d.AddDays(2), false
	case time.Sunday:
		return d.AddDays(1), false
	}
	return d, false
}

// AcknowledgeBy is the last day for telling a complainant that the complaint was received: so many working days after the day on which it came, which is
// not counted. Without such a rule it is the zero Date. The calendar is that of the working days.
func (r Regime) AcknowledgeBy(received calendar.Date, working *calendar.Calendar) (calendar.Date, error) {
	if !r.Acknowledge.Holds() {
		return calendar.Date{}, nil
	}
	return working.AddWorkingDates(received, r.Acknowledge.N)
}
