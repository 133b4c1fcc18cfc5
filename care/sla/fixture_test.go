package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
)

const hour = time.Hour

// hours are a Vietnamese office's: Monday to Friday, with lunch, and Saturday morning, closed on 2 September 2026.
func hours(t testing.TB) *calendar.Calendar {
	t.Helper()
	week := calendar.NewWeek(calendar.MustShifts("08:00-12:00 13:00-17:00"), time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
	week.Sat = calendar.MustShifts("08:00-12:00")
	return compile(t, calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{week},
		Closures: []calendar.Closure{{First: calendar.MustDate(2026, 9, 2), Name: calendar.Text{VI: "Quốc khánh", EN: "National Day"}}},
	})
}

// always is open day and night in the same zone.
func always(t testing.TB) *calendar.Calendar {
	return compile(t, calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("00:00-24:00"))}})
}

func compile(t testing.TB, d calendar.Definition) *calendar.Calendar {
	t.Helper()
	c, err := calendar.Compile(d)
	require.NoError(t, err)
	return c
}

// support is what most tests promise: an answer in 4 hours, the next in 4, a solution in 16.
func support() sla.Agreement {
	waiting := []sla.PauseReason{"waiting_customer", "waiting_supplier"}
	return sla.Agreement{
		Code: "support", Edition: 1, Calendar: "office", Name: care.Text{VI: "Hỗ trợ", EN: "Support"},
		Targets: []sla.Target{
			{Code: sla.FirstResponse, Within: calendar.Working(4 * hour)},
			{Code: sla.NextResponse, Within: calendar.Working(4 * hour)},
			{Code: sla.Resolution, Within: calendar.Working(16 * hour), PausedBy: waiting, Levels: []sla.Level{
				{Code: "half", Percent: 50, Tell: []care.StaffRef{"owner"}},
				{Code: "soon", Before: calendar.Working(2 * hour), Tell: []care.StaffRef{"owner", "lead"}},
				{Code: "manager", Percent: 150, Tell: []care.StaffRef{"manager"}},
			}},
		},
	}
}

func promise(t testing.TB, a sla.Agreement, c *calendar.Calendar) *sla.Promise {
	t.Helper()
	p, err := sla.NewPromise(a, sla.Calendar{Code: a.Calendar, Edition: 1, Hours: c})
	require.NoError(t, err)
	return p
}

// on is a time of day in Vietnam in the week of Monday 2026-03-02, by its day of the month, or in another month as 0102.
func on(t testing.TB, text string) time.Time {
	t.Helper()
	zone := time.FixedZone("", 7*3600)
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at
		}
		if at, err := time.ParseInLocation(layout, "2026-03-"+text, zone); err == nil {
			return at
		}
	}
	require.Fail(t, "no time", text)
	return time.Time{}
}

func replay(t testing.TB, p *sla.Promise, events []sla.Event, at time.Time) sla.State {
	t.Helper()
	s, err := sla.Replay(p, events, at)
	require.NoError(t, err)
	for _, reason := range s.Reasons() {
		require.NoError(t, reason.Check())
	}
	return s
}
