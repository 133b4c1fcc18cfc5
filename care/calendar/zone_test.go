package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// TestOddDays says how long the days last on which clocks did something odd at
// midnight or across a date, and when they start. The facts are those of the IANA
// database.
func TestOddDays(t *testing.T) {
	for _, c := range []struct {
		zone, date string
		open       time.Duration
		start      string
	}{
		{"America/Santiago", "2024-09-08", 23 * time.Hour, "2024-09-08T01:00:00-03:00"}, // midnight skipped
		{"America/Santiago", "2024-04-06", 25 * time.Hour, "2024-04-06T00:00:00-03:00"}, // 24:00 back to 23:00
		{"America/Santiago", "2024-04-07", 24 * time.Hour, "2024-04-07T00:00:00-04:00"},
		{"America/Havana", "2024-03-10", 23 * time.Hour, "2024-03-10T01:00:00-04:00"},
		{"America/Havana", "2024-11-03", 25 * time.Hour, "2024-11-03T00:00:00-04:00"}, // 01:00 back to 00:00
		{"Atlantic/Azores", "2024-03-31", 23 * time.Hour, "2024-03-31T01:00:00Z"},
		{"Atlantic/Azores", "2024-10-27", 25 * time.Hour, "2024-10-27T00:00:00Z"},
		{"Pacific/Apia", "2011-12-29", 24 * time.Hour, "2011-12-29T00:00:00-10:00"},
		{"Pacific/Apia", "2011-12-30", 0, "2011-12-31T00:00:00+14:00"}, // never was
		{"Pacific/Apia", "2011-12-31", 24 * time.Hour, "2011-12-31T00:00:00+14:00"},
		{"Africa/Cairo", "2024-04-26", 23 * time.Hour, "2024-04-26T01:00:00+03:00"},
		{"Africa/Cairo", "2024-10-31", 25 * time.Hour, "2024-10-31T00:00:00+03:00"},      // 24:00 back to 23:00
		{"Africa/Casablanca", "2024-03-10", 25 * time.Hour, "2024-03-10T00:00:00+01:00"}, // summer time, but for Ramadan
		{"Africa/Casablanca", "2024-04-14", 23 * time.Hour, "2024-04-14T00:00:00Z"},
		{"Australia/Lord_Howe", "2024-04-07", 24*time.Hour + 30*time.Minute, "2024-04-07T00:00:00+11:00"}, // by half an hour
		{"Australia/Lord_Howe", "2024-10-06", 23*time.Hour + 30*time.Minute, "2024-10-06T00:00:00+10:30"},
		{"Africa/Monrovia", "1972-01-07", 23*time.Hour + 15*time.Minute + 30*time.Second, "1972-01-07T00:44:30Z"}, // by 44 minutes and 30 seconds
	} {
		all := compile(t, calendar.Definition{Zone: c.zone, Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("00:00-24:00"))}})
		d := date(t, c.date)
		start, end := d.Start(all.Zone()), d.End(all.Zone())
		require.True(t, instant(t, c.start).Equal(start), "%s %s starts at %v", c.zone, c.date, start)
		open, err := all.Elapsed(start, end)
		require.NoError(t, err)
		require.Equal(t, c.open, open, "%s %s", c.zone, c.date)
		require.Equal(t, c.open, end.Sub(start))

		working, err := all.IsWorkingDate(d)
		require.NoError(t, err)
		require.Equal(t, c.open > 0, working, "%s %s", c.zone, c.date)

		// The hours of the date alone belong to it, and touch those of its neighbours.
		alone := compile(t, calendar.Definition{Zone: c.zone, Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("09:00-17:00"))}})
		want := 8 * time.Hour
		if c.open == 0 {
			want = 0
		}
		open, err = alone.Elapsed(start, end)
		require.NoError(t, err)
		require.Equal(t, want, open, "%s %s", c.zone, c.date)
	}
}

// Working dates step over a date that never was.
func TestWorkingDatesInSamoa(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Pacific/Apia", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("09:00-17:00"))}})
	next, err := c.AddWorkingDates(calendar.MustDate(2011, 12, 29), 1)
	require.NoError(t, err)
	require.Equal(t, calendar.MustDate(2011, 12, 31), next)
	due, err := c.AddDates(calendar.MustDate(2011, 12, 29).At(calendar.Clock(10, 0), c.Zone()), calendar.DateTarget{Dates: 1, Landing: calendar.LandSameTime})
	require.NoError(t, err)
	require.Equal(t, "2011-12-31T10:00:00+14:00", due.Format(time.RFC3339))
}

func TestDateAt(t *testing.T) {
	for _, c := range []struct {
		zone, date string
		time       calendar.TimeOfDay
		want       string
	}{
		{"America/New_York", "2014-03-09", calendar.Clock(2, 30), "2014-03-09T03:00:00-04:00"}, // skipped: the change of the clocks
		{"Europe/Berlin", "2024-03-31", calendar.Clock(2, 30), "2024-03-31T03:00:00+02:00"},
		{"America/New_York", "2014-11-02", calendar.Clock(1, 30), "2014-11-02T01:30:00-04:00"}, // repeated: the first
		{"Europe/Berlin", "2024-10-27", calendar.Clock(2, 30), "2024-10-27T02:30:00+02:00"},
		{"Europe/Berlin", "2024-10-27", calendar.Clock(24, 0), "2024-10-28T00:00:00+01:00"},
		{"Europe/Berlin", "2024-10-26", calendar.Clock(26, 30), "2024-10-27T02:30:00+02:00"},
		{"Europe/Berlin", "2024-10-26", calendar.Clock(48, 0), "2024-10-28T00:00:00+01:00"},
		{"Pacific/Apia", "2011-12-30", calendar.Clock(10, 0), "2011-12-31T00:00:00+14:00"}, // never was
		{"Asia/Ho_Chi_Minh", "2026-03-02", 10*3600 + 11*60 + 12, "2026-03-02T10:11:12+07:00"},
	} {
		got := date(t, c.date).At(c.time, zone(t, c.zone))
		require.Equal(t, c.want, got.Format(time.RFC3339), "%s %s %v", c.zone, c.date, c.time)
	}
	require.True(t, calendar.Date{}.At(calendar.Clock(1, 0), time.UTC).IsZero())
}

func TestTimeOfDay(t *testing.T) {
	for text, want := range map[string]calendar.TimeOfDay{
		"00:00": 0, "08:05": calendar.Clock(8, 5), "24:00": calendar.Clock(24, 0), "48:00": calendar.Clock(48, 0), "23:59:59": 86399, "00:00:01": 1,
	} {
		got, err := calendar.ParseTimeOfDay(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Equal(t, text, got.String())
	}
	for _, text := range []string{"", "8:00", "08:60", "08:00:60", "48:00:01", "49:00", "08-00", "08:00:0", "08:00 00", "0a:00", "-1:00", "08:00:00 "} {
		_, err := calendar.ParseTimeOfDay(text)
		require.Error(t, err, text)
		require.Error(t, new(calendar.TimeOfDay).UnmarshalText([]byte(text)), text)
	}
	require.Equal(t, calendar.TimeOfDay(36000), calendar.TimeOfDayOf(time.Date(2026, 3, 2, 3, 0, 0, 999, time.UTC), zone(t, "Asia/Ho_Chi_Minh")))
	require.Panics(t, func() { calendar.Clock(24, 60) })
	require.Panics(t, func() { calendar.Clock(-1, 0) })
	require.Panics(t, func() { calendar.Clock(48, 1) })
}

func TestShifts(t *testing.T) {
	for _, text := range []string{"", "08:00-12:00", "08:00-12:00 12:00-17:30", "22:00-30:00", "23:59:59-47:59:59", "00:00-24:00"} {
		shifts, err := calendar.ParseShifts(text)
		require.NoError(t, err)
		require.Equal(t, text, shifts.String())
	}
	for text, want := range map[string]string{
		"08:00": "written like", "08:00-": "written like", "08:00-12:00,13:00-14:00": "written like", " 08:00-12:00": "written like", "08:00-12:00 ": "written like",
		"12:00-08:00": "ends before it starts", "08:00-08:00": "ends before it starts", "13:00-14:00 08:00-12:00": "overlap or are out of order",
		"08:00-12:00 11:00-14:00": "overlap or are out of order", "24:00-25:00": "starts before 24:00", "22:00-46:01": "more than 24 hours", "00:00-24:00 23:00-25:00": "overlap",
	} {
		_, err := calendar.ParseShifts(text)
		require.ErrorContains(t, err, want, text)
	}
	require.Panics(t, func() { calendar.MustShifts("8-12") })
}
