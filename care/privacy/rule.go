package privacy

import (
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Clock is how long there is for a request. Days are calendar days, counted from the day after it came; the last one is not moved where it is a day off,
// which can only be too early.
type Clock struct {
	Answer    int // working days until the person is told what will be done
	Done      int // days until it is done
	Processor int // the same where somebody else who processes the data takes part; 0: as Done
	Extension int // days by which it may be made longer, once and with a reason; 0: not at all
}

// Rules are the dates of one law, from a day on. A host adds those of another country, or of a later law, as data.
type Rules struct {
	Rule   string        // the law, for people: "Decree 356/2025/ND-CP"
	From   calendar.Date // requests of this day and later are under it
	Clocks map[Right]Clock
	// Notify is within what time an attack is told to the authority, elapsed time from its detection; and on which rule.
	Notify     time.Duration
	NotifyRule string
}

// Vietnam is the law of Vietnam: an answer within 2 working days; consent taken back, restriction and objection within 15 days (20 where a processor takes
// part, 15 more once); the other rights within 10 days (20 where a processor takes part). Source: Decree 356/2025/ND-CP, as summarised by law firms; it
// applies from 1 January 2026, and is used for earlier requests too, for which the law set no longer time. An attack is told to the authority within 24
// hours of its detection (Law 19/2023/QH15 art. 19.3).
func Vietnam() Rules {
	narrowing, other := Clock{Answer: 2, Done: 15, Processor: 20, Extension: 15}, Clock{Answer: 2, Done: 10, Processor: 20}
	return Rules{
		Rule: "Decree 356/2025/ND-CP", From: calendar.MustDate(2026, time.January, 1),
		Clocks: map[Right]Clock{
			RightWithdraw: narrowing, RightRestrict: narrowing, RightObject: narrowing,
			RightAccess: other, RightCorrect: other, RightErase: other, RightTransfer: other,
		},
		Notify: 24 * time.Hour, NotifyRule: "Law 19/2023/QH15 art. 19.3",
	}
}

// check says what is wrong with rules.
func (r Rules) check() error {
	for right := range Right("").Terms().All() {
		c, ok := r.Clocks[right]
		if !ok || c.Answer < 0 || c.Done < 1 || c.Processor < 0 || c.Extension < 0 {
			return fmt.Errorf("privacy: the rules %q give %+v for the right %q: give days, of which Done is at least 1", r.Rule, c, right)
		}
	}
	if r.Notify <= 0 {
		return fmt.Errorf("privacy: the rules %q give %v for telling the authority: give a time above 0", r.Rule, r.Notify)
	}
	return nil
}

// rulesOn picks the rules that were in force on a day: the latest, or else the first.
func rulesOn(all []Rules, on calendar.Date) Rules {
	best := slices.MinFunc(all, func(a, b Rules) int { return a.From.Compare(b.From) })
	for _, r := range all {
		if !r.From.After(on) && !r.From.Before(best.From) {
			best = r
		}
	}
	return best
}

// Dates are the last instants for a request: each the end of a day.
type Dates struct {
	Answer time.Time `json:"answer"`
	Done   time.Time `json:"done"`
}

// Due says until when a request that came at an instant is answered and done, with the reasons. It is pure. Working days are those of the calendar; without
// one, or past its horizon, Monday to Friday. Extended is whether the time was made longer.
func Due(r Rules, right Right, received time.Time, processor, extended bool, working *calendar.Calendar, zone *time.Location) (Dates, care.Reasons) {
	c, came := r.Clocks[right], calendar.DateOf(received, zone)
	answer, known := addWorkingDates(working, came, c.Answer)
	days := c.Done
	if processor && c.Processor > 0 {
		days = c.Processor
	}
	if extended {
		days += c.Extension
	}
	done := came.AddDays(days)
	reasons := care.Reasons{
		CodeAnswerBy.With(care.NewFact("days", c.Answer), care.NewFact("came", came), care.NewFact("by", answer)).Under(r.Rule),
		CodeDoneBy.With(care.NewFact("right", care.NameOf(right)), care.NewFact("days", days), care.NewFact("came", came), care.NewFact("by", done)).Under(r.Rule),
	}
	if !known {
		reasons = append(reasons, CodeHolidaysUnknown.With(care.NewFact("by", answer)))
	}
	return Dates{Answer: answer.End(zone), Done: done.End(zone)}, reasons
}

// addWorkingDates counts n working dates on, and reports whether public holidays were known.
func addWorkingDates(working *calendar.Calendar, d calendar.Date, n int) (calendar.Date, bool) {
	if working != nil {
		if due, err := working.AddWorkingDates(d, n); err == nil {
			return due, true
		}
	}
	for n > 0 {
		d = d.AddDays(1)
		if day := d.Weekday(); day != time.Saturday && day != time.Sunday {
			n--
		}
	}
	return d, false
}
