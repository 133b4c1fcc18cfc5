package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// Each test is a thread in the tracker of another system, where its users met the
// error: facts/peers.md, sections 3 and 7.

// fivetran/dbt_zendesk #25, cal.diy #30021: an hour of business time misjudged where
// the clocks change.
func TestThreadSummerTimeBothWays(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Europe/Berlin", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("09:00-17:00"))}})
	berlin := c.Zone()
	for _, sunday := range []calendar.Date{calendar.MustDate(2026, 3, 29), calendar.MustDate(2026, 10, 25)} {
		saturday := sunday.AddDays(-1)
		requireTime(t, sunday.At(calendar.Clock(10, 0), berlin))(c.Add(saturday.At(calendar.Clock(16, 0), berlin), 2*time.Hour))
		open, err := c.Elapsed(saturday.Start(berlin), sunday.End(berlin))
		require.NoError(t, err)
		require.Equal(t, 16*time.Hour, open)
		requireTime(t, sunday.At(calendar.Clock(9, 0), berlin))(c.NextOpen(sunday.Start(berlin)))
	}
	night := compile(t, calendar.Definition{Zone: "Europe/Berlin", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("22:00-30:00"))}})
	for date, want := range map[calendar.Date]time.Duration{
		calendar.MustDate(2026, 3, 28): 7 * time.Hour, calendar.MustDate(2026, 10, 24): 9 * time.Hour, calendar.MustDate(2026, 5, 1): 8 * time.Hour,
	} {
		open, err := night.Elapsed(date.At(calendar.Clock(12, 0), berlin), date.At(calendar.Clock(36, 0), berlin))
		require.NoError(t, err)
		require.Equal(t, want, open, "the night of %v", date)
	}
}

// erpnext #38745, helpdesk #3776: a new ticket shown as failed, because the site, the
// calendar and the agent are in different zones.
func TestThreadZonesOfSiteCalendarAndAgent(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office}})
	instant := time.Date(2026, 3, 2, 9, 0, 0, 0, zone(t, "Asia/Ho_Chi_Minh"))
	want := time.Date(2026, 3, 2, 11, 0, 0, 0, zone(t, "Asia/Ho_Chi_Minh"))
	for _, name := range []string{"Asia/Ho_Chi_Minh", "America/Los_Angeles", "Pacific/Apia", "UTC"} {
		requireTime(t, want)(c.Add(instant.In(zone(t, name)), 2*time.Hour))
		due, err := c.AddDates(instant.In(zone(t, name)), calendar.DateTarget{Dates: 1, Landing: calendar.LandSameTime})
		require.NoError(t, err)
		require.True(t, instant.AddDate(0, 0, 1).Equal(due), "the date is that of the calendar's zone: %v", due)
	}
}

// helpdesk #2212, chatwoot #14009 and #9798: the clock runs through lunch.
func TestThreadTwoIntervalsADay(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office}})
	requireTime(t, hanoi(t, "2026-03-02 14:30"))(c.Add(hanoi(t, "2026-03-02 11:00"), 2*time.Hour))
	open, err := c.Elapsed(hanoi(t, "2026-03-02 11:00"), hanoi(t, "2026-03-02 14:00"))
	require.NoError(t, err)
	require.Equal(t, 90*time.Minute, open)
}

// osTicket #6847: lunch entered as a holiday makes the due date wrong.
func TestThreadLunchAsABreak(t *testing.T) {
	c := compile(t, calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("08:00-17:30"), 1, 2, 3, 4, 5)},
		Closures: []calendar.Closure{{First: calendar.MustDate(2026, 3, 1), Last: calendar.MustDate(2026, 3, 31), Hours: calendar.MustShifts("12:00-13:30")}},
	})
	two := compile(t, calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office}})
	for from := hanoi(t, "2026-03-02 07:00"); from.Before(hanoi(t, "2026-03-20 00:00")); from = from.Add(37 * time.Minute) {
		want, err := two.Add(from, 5*time.Hour)
		require.NoError(t, err)
		requireTime(t, want)(c.Add(from, 5*time.Hour))
	}
}

// glpi #6835, erpnext #20056 and #17594: half-day holidays, open for years.
func TestThreadPartDayHoliday(t *testing.T) {
	c := compile(t, calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office},
		Closures: []calendar.Closure{{First: calendar.MustDate(2026, 12, 31), Hours: calendar.MustShifts("12:00-24:00"), Name: calendar.Text{VI: "Tất niên", EN: "Year's end"}}},
	})
	open, err := c.Elapsed(hanoi(t, "2026-12-31 00:00"), hanoi(t, "2027-01-01 00:00"))
	require.NoError(t, err)
	require.Equal(t, 4*time.Hour, open)
	working, err := c.IsWorkingDate(calendar.MustDate(2026, 12, 31))
	require.NoError(t, err)
	require.True(t, working)
	closure, closed := c.ClosureAt(hanoi(t, "2026-12-31 15:00"))
	require.True(t, closed)
	require.Equal(t, "Year's end", closure.Name.EN)
	_, closed = c.ClosureAt(hanoi(t, "2026-12-31 11:59"))
	require.False(t, closed)
}

// zammad #3180: open around the clock counted one minute closed at midnight.
func TestThreadAroundTheClock(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Europe/Berlin", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("00:00-24:00"))}})
	from := time.Date(2026, 1, 1, 12, 34, 56, 789, time.UTC)
	for _, length := range []time.Duration{time.Minute, 24 * time.Hour, 365 * 24 * time.Hour, 10 * 365 * 24 * time.Hour} {
		requireTime(t, from.Add(length))(c.Add(from, length))
		requireTime(t, from)(c.Subtract(from.Add(length), length))
		open, err := c.Elapsed(from, from.Add(length))
		require.NoError(t, err)
		require.Equal(t, length, open)
	}
	periods, err := c.Periods(from, from.AddDate(1, 0, 0))
	require.NoError(t, err)
	count := 0
	for range periods {
		count++
	}
	require.Equal(t, 1, count)
	why, err := c.Explain(from, from.AddDate(1, 0, 0))
	require.NoError(t, err)
	require.Empty(t, why.Closed)
	_, err = c.NextClose(from)
	require.ErrorIs(t, err, calendar.ErrHorizon, "it never closes")
	_, err = c.PreviousOpen(from)
	require.ErrorIs(t, err, calendar.ErrHorizon, "it has always been open")
}

// glpi PR #7474 and #6010, OCA/project #73: an endless loop on a calendar without
// working time.
func TestThreadEmptyCalendar(t *testing.T) {
	always := calendar.NewWeek(calendar.MustShifts("08:00-12:00"))
	for name, d := range map[string]calendar.Definition{
		"no week at all":              {},
		"a week without hours":        {Weeks: []calendar.Week{{}}},
		"every date closed":           {Weeks: []calendar.Week{always}, Closures: []calendar.Closure{{First: calendar.MustDate(1970, 1, 1), Last: calendar.MustDate(2099, 12, 31)}}},
		"every hour closed":           {Weeks: []calendar.Week{always}, Closures: []calendar.Closure{{First: calendar.MustDate(1970, 1, 1), Last: calendar.MustDate(2099, 12, 31), Hours: calendar.MustShifts("07:00-13:00")}}},
		"closed between its bounds":   {Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("08:00-12:00"), time.Sunday)}, First: calendar.MustDate(2026, 3, 2), Last: calendar.MustDate(2026, 3, 7)},
		"an override beyond the end":  {Overrides: []calendar.Override{{Date: calendar.MustDate(2026, 3, 9), Shifts: calendar.MustShifts("08:00-12:00")}}, Last: calendar.MustDate(2026, 3, 8)},
		"a date that does not exist":  {Zone: "Pacific/Apia", Overrides: []calendar.Override{{Date: calendar.MustDate(2011, 12, 30), Shifts: calendar.MustShifts("08:00-12:00")}}},
		"only hours that are skipped": {Zone: "Europe/Berlin", Overrides: []calendar.Override{{Date: calendar.MustDate(2026, 3, 29), Shifts: calendar.MustShifts("02:00-03:00")}}},
	} {
		if d.Zone == "" {
			d.Zone = "Asia/Ho_Chi_Minh"
		}
		_, err := calendar.Compile(d)
		require.ErrorContains(t, err, "no time is ever open", name)
	}
	// A business that closes for good still answers, or says that it cannot.
	c := compile(t, calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{always}, Closures: []calendar.Closure{{First: calendar.MustDate(2026, 3, 3), Last: calendar.MustDate(2099, 12, 31)}}})
	_, err := c.Add(hanoi(t, "2026-03-02 10:00"), 3*time.Hour)
	require.ErrorIs(t, err, calendar.ErrHorizon)
}

// osTicket #6739: a schedule without some days counts no days, and tickets are overdue
// at once.
func TestThreadWeekWithOnlyTuesday(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{{Tue: calendar.MustShifts("08:00-12:00")}}})
	requireTime(t, hanoi(t, "2026-03-10 10:00"))(c.Add(hanoi(t, "2026-03-02 09:00"), 6*time.Hour))
	requireTime(t, hanoi(t, "2026-03-17 12:00"))(c.Due(hanoi(t, "2026-03-02 09:00"), calendar.WorkingDates(3)))
	date, err := c.AddWorkingDates(calendar.MustDate(2026, 3, 3), 52)
	require.NoError(t, err)
	require.Equal(t, calendar.MustDate(2026, 3, 3).AddDays(52*7), date)
}

// glpi PR #22678: a term that crosses into another segment fell due at 00:00.
func TestThreadTermCrossingASegmentKeepsTheTimeOfDay(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office}})
	same := calendar.DateTarget{Dates: 1, Landing: calendar.LandSameTime}
	requireTime(t, hanoi(t, "2026-03-03 10:15"))(c.AddDates(hanoi(t, "2026-03-02 10:15"), same))
	requireTime(t, hanoi(t, "2026-03-03 15:45"))(c.AddDates(hanoi(t, "2026-03-02 15:45"), same))
	requireTime(t, hanoi(t, "2026-03-03 10:15"))(c.Add(hanoi(t, "2026-03-02 10:15"), 8*time.Hour))
	requireTime(t, hanoi(t, "2026-03-03 14:15"))(c.Add(hanoi(t, "2026-03-02 10:15"), 10*time.Hour+30*time.Minute))
}

// glpi #8129: finding a holiday looped day by day to 2038.
func TestThreadYearsAheadCostNoMore(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office}})
	due, err := c.Add(hanoi(t, "2026-03-02 08:00"), 2000*40*time.Hour) // 2000 weeks
	require.NoError(t, err)
	require.Equal(t, hanoi(t, "2064-06-27 17:30"), due)
}
