package law

import (
	"fmt"
	"sync"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/calendar/vietnam"
)

// The years whose holidays are put into WorkingDays: those of the contracts under the laws here, and long enough for any term that begins now.
const firstYear, lastYear = 2015, 2050

// WorkingDays is a calendar of a place's official working days, for moving a last day that is a day off, and whether there is one here. Vietnam's is Monday to
// Friday less the public holidays and the days in place of them; years without a notice yet are worked out from the law. Days that were swapped bind public
// bodies only and are not in it: a firm that follows them gives its own calendar.
func WorkingDays(place Place) (*calendar.Calendar, bool, error) {
	if place != Vietnam {
		return nil, false, nil
	}
	official, err := vietnameseDays()
	return official, err == nil, err
}

// vietnameseDays works the calendar out once: the lunar years take milliseconds, and it never changes.
var vietnameseDays = sync.OnceValues(func() (*calendar.Calendar, error) {
	day := calendar.MustShifts("00:00-24:00")
	week := calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{{Mon: day, Tue: day, Wed: day, Thu: day, Fri: day}}}
	days, err := vietnam.Organisation{}.Apply(week, firstYear, lastYear)
	if err != nil {
		return nil, fmt.Errorf("law: the working days of Vietnam: %w", err)
	}
	official, err := calendar.Compile(days)
	if err != nil {
		return nil, fmt.Errorf("law: the working days of Vietnam: %w", err)
	}
	return official, nil
})
