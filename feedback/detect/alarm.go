package detect

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Alarm says that something has changed: since when, how much, and on which days it showed.
type Alarm struct {
	// Since is the most probable first day of the change, Day the last one that was seen.
	Since calendar.Date `json:"since,omitzero"`
	Day   calendar.Date `json:"day,omitzero"`
	// Worse has bit i set if the day i days before Day was off in the direction of the alarm; see [Alarm.Days].
	Worse uint64 `json:"worse,omitempty"`
	Lower bool   `json:"lower,omitempty"` // the mean is lower than promised, or demand than expected
	Seen  int64  `json:"seen"`            // observations from Since on, or, of demand, days
	// Mean is what was seen from Since on: the mean of the observations, or the demand of a day. Promised is what was promised, or expected.
	Mean     float64 `json:"mean"`
	Promised float64 `json:"promised"`
	// Evidence is what was reached; Every is the average time between false alarms that was asked for.
	Evidence float64 `json:"evidence"`
	Every    float64 `json:"every"`
	// Immediate says that Every counts observations, not days.
	Immediate bool `json:"immediate,omitempty"`
	// Of demand: which ratio to what was expected explains it best, and whether the day was judged without a calendar, so that a holiday may be the cause.
	Demand    bool    `json:"demand,omitempty"`
	Ratio     float64 `json:"ratio,omitempty"`
	NoSeasons bool    `json:"no_calendar,omitempty"`
}

// Days returns the days from Since to Day that were off, oldest first, at most the last 64, of demand 32.
func (a Alarm) Days() []calendar.Date {
	var days []calendar.Date
	for i := min(a.Since.DaysUntil(a.Day), 63); i >= 0; i-- {
		if a.Worse>>i&1 == 1 {
			days = append(days, a.Day.AddDays(-i))
		}
	}
	return days
}

// Reasons says in words what the alarm says, in both languages.
func (a Alarm) Reasons() care.Reasons {
	facts := []care.Fact{
		care.NewFact("since", a.Since), care.NewFact("day", a.Day), care.NewFact("days", len(a.Days())), care.NewFact("seen", int(a.Seen)),
		care.NewFact("every", int(a.Every)), care.NewFact("unit", care.Text{VI: "ngày", EN: "days"}),
	}
	if a.Immediate {
		facts = append(facts, care.NewFact("unit", care.Text{VI: "lượt", EN: "observations"}))
	}
	if !a.Demand {
		facts = append(facts, care.NewFact("mean", care.Percent(a.Mean)), care.NewFact("promised", care.Percent(a.Promised)))
		if a.Lower {
			return care.Reasons{CodeBelow.With(facts...)}
		}
		return care.Reasons{CodeAbove.With(facts...)}
	}
	code := CodeDemandUp
	if a.Lower {
		code = CodeDemandDown
	}
	reasons := care.Reasons{code.With(append(facts, care.NewFact("mean", care.Decimal(a.Mean)), care.NewFact("promised", care.Decimal(a.Promised)))...)}
	if a.NoSeasons {
		reasons = append(reasons, CodeNoCalendar.With())
	}
	return reasons
}
