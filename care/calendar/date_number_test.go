package calendar_test

import (
	"math/rand/v2"
	"testing"
	"time"
	_ "time/tzdata" // the zones below must be there on every machine

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	require.NoError(t, err)
	return z
}

func TestStartAndEndOfUnusualDates(t *testing.T) {
	for _, c := range []struct {
		what, zone, date, start, end string
	}{
		{"an ordinary day", "Asia/Ho_Chi_Minh", "2026-08-31", "2026-08-30T17:00:00Z", "2026-08-31T17:00:00Z"},
		{"a day of 23 hours", "Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"},
		{"a day of 25 hours", "Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"},
		{"midnight skipped", "America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"},
		{"the day before", "America/Santiago", "2026-09-05", "2026-09-05T04:00:00Z", "2026-09-06T04:00:00Z"},
		{"24:00 put back to 23:00", "America/Santiago", "2026-04-04", "2026-04-04T03:00:00Z", "2026-04-05T04:00:00Z"},
		{"01:00 put back to 00:00", "America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"},
		{"00:01 put back to 23:01", "America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z", "2010-11-08T03:30:00Z"},
		{"a day that never was", "Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
		{"the day after it", "Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"},
		{"the last of all", "UTC", "9999-12-31", "9999-12-31T00:00:00Z", "10000-01-01T00:00:00Z"},
	} {
		d, err := calendar.ParseDate(c.date)
		require.NoError(t, err)
		z := zone(t, c.zone)
		assert.Equal(t, c.start, d.Start(z).UTC().Format(time.RFC3339), "start: %s", c.what)
		assert.Equal(t, c.end, d.End(z).UTC().Format(time.RFC3339), "end: %s", c.what)
		assert.Equal(t, z, d.Start(z).Location())
	}
}

// The model of Start reads the wall calendar minute by minute.
func TestStartIsTheFirstMinuteOfTheDate(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, name := range []string{
		"Asia/Ho_Chi_Minh", "America/New_York", "America/Santiago", "America/Havana", "America/St_Johns",
		"Atlantic/Azores", "Africa/Casablanca", "Asia/Tehran", "Pacific/Apia", "Pacific/Kiritimati",
		"Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Gaza", "Antarctica/Troll",
	} {
		z := zone(t, name)
		day := calendar.MustDate(1975, 1, 1).AddDays(random.IntN(300))
		for day.Year() < 2035 {
			at := midnight(day).Add(-30 * time.Hour)
			for calendar.DateOf(at, z).Before(day) {
				at = at.Add(time.Minute)
			}
			require.True(t, at.Equal(day.Start(z)), "%s %v: %v, not %v", name, day, day.Start(z), at)
			require.Equal(t, day.AddDays(1).Start(z), day.End(z))
			day = day.AddDays(1 + random.IntN(30))
		}
	}
}

func BenchmarkDateAddMonths(b *testing.B) {
	d := calendar.MustDate(2026, 8, 31)
	b.ReportAllocs()
	for b.Loop() {
		d = d.AddMonths(6).AddDays(1).AddMonths(-6)
	}
}

func BenchmarkDateEnd(b *testing.B) {
	d, z := calendar.MustDate(2026, 8, 31), zone(b, "Asia/Ho_Chi_Minh")
	b.ReportAllocs()
	for b.Loop() {
		d.End(z)
	}
}

func BenchmarkParseDate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = calendar.ParseDate("2026-08-31")
	}
}

// On 31 December of leap years after 2037 time.Time.ZoneBounds answers with an end
// that has passed, in every zone with summer time.
func TestDatesStartAfterTheLastDayOfALeapYear(t *testing.T) {
	for _, name := range []string{"America/New_York", "Europe/Berlin", "Pacific/Auckland", "America/Santiago", "Africa/Casablanca"} {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		for year := 2036; year < 2100; year += 4 {
			start := calendar.MustDate(year+1, 1, 1).Start(zone)
			require.Equal(t, time.Date(year+1, 1, 1, 0, 0, 0, 0, zone), start)
			require.Equal(t, start, calendar.MustDate(year, 12, 31).End(zone))
		}
	}
}
