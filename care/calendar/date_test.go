package calendar_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// midnight is the naive model of a date: that date's 00:00 in UTC.
func midnight(d calendar.Date) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
}

func TestEveryDateAgreesWithTime(t *testing.T) {
	at := time.Date(1, 1, 1, 12, 0, 0, 0, time.UTC)
	d := calendar.MustDate(1, 1, 1)
	for count := 0; at.Year() <= 9999; count++ {
		if d != calendar.DateOf(at, time.UTC) || d.Weekday() != at.Weekday() ||
			calendar.MustDate(1, 1, 1).DaysUntil(d) != count {
			require.Failf(t, "disagree", "%v is not %v, day %d", d, at, count)
		}
		at = at.AddDate(0, 0, 1)
		d = d.AddDays(1)
	}
	assert.Equal(t, calendar.MustDate(9999, 12, 31), d, "it stays at the last date")
}

func TestNewDateRefusesDaysThatDoNotExist(t *testing.T) {
	for year := -2; year <= 10002; year++ {
		if year > 4 && year < 9996 && year%100 > 4 {
			continue // the rest are ordinary years
		}
		for month := time.Month(-1); month <= 14; month++ {
			for day := -1; day <= 33; day++ {
				same := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
				exists := year >= 1 && year <= 9999 && same.Month() == month && same.Day() == day
				d, err := calendar.NewDate(year, month, day)
				if exists != (err == nil) || exists == d.IsZero() {
					require.Failf(t, "wrong", "NewDate(%d, %d, %d) = %v, %v", year, month, day, d, err)
				}
			}
		}
	}
	assert.Panics(t, func() { calendar.MustDate(2026, 2, 29) })
}

func TestAddMonthsGoesToTheCorrespondingDay(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		// Civil Code 148.3; the scenarios of a warranty of so many months.
		{"2025-01-15", 12, "2026-01-15"},
		{"2026-08-31", 6, "2027-02-28"},
		{"2027-08-31", 6, "2028-02-29"},
		{"2024-02-29", 24, "2026-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2026-01-30", 1, "2026-02-28"},
		{"2026-01-31", 1, "2026-02-28"},
		{"2026-02-28", 18, "2027-08-28"}, // an end of month does not stick
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", -1, "2025-12-15"},
		{"2026-01-15", -13, "2024-12-15"},
		{"2026-12-15", 0, "2026-12-15"},
		{"0001-01-31", -1, "0001-01-01"},
		{"9999-11-15", 2, "9999-12-31"},
		{"2026-01-15", math.MaxInt, "9999-12-31"},
		{"2026-01-15", math.MinInt, "0001-01-01"},
	} {
		from, err := calendar.ParseDate(c.from)
		require.NoError(t, err)
		assert.Equal(t, c.want, from.AddMonths(c.months).String(), "%s and %d months", c.from, c.months)
	}
}

func TestArithmeticAgreesWithTime(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		d := calendar.MustDate(1, 1, 1).AddDays(random.IntN(3_652_059))
		days := random.IntN(20_001) - 10_000
		if want := midnight(d).AddDate(0, 0, days); want.Year() >= 1 && want.Year() <= 9999 {
			require.Equal(t, calendar.DateOf(want, time.UTC), d.AddDays(days))
			require.Equal(t, days, d.DaysUntil(d.AddDays(days)))
		}
		months := random.IntN(2001) - 1000
		first := time.Date(d.Year(), d.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1)
		if first.Year() >= 1 && last.Year() <= 9999 {
			want := calendar.MustDate(first.Year(), first.Month(), min(d.Day(), last.Day()))
			require.Equal(t, want, d.AddMonths(months), "%v and %d months", d, months)
		}
		other := calendar.MustDate(1, 1, 1).AddDays(random.IntN(3_652_059))
		require.Equal(t, midnight(d).Compare(midnight(other)), d.Compare(other))
		require.Equal(t, midnight(d).Before(midnight(other)), d.Before(other))
		require.Equal(t, midnight(d).After(midnight(other)), d.After(other))
	}
}

func TestAddDaysStaysInTheCalendar(t *testing.T) {
	d := calendar.MustDate(2026, 8, 31)
	assert.Equal(t, calendar.MustDate(9999, 12, 31), d.AddDays(math.MaxInt))
	assert.Equal(t, calendar.MustDate(1, 1, 1), d.AddDays(math.MinInt))
}

func TestZeroDateIsNoDate(t *testing.T) {
	var none calendar.Date
	day := calendar.MustDate(1, 1, 1)
	assert.True(t, none.IsZero())
	assert.False(t, day.IsZero())
	assert.True(t, none.Before(day))
	assert.Equal(t, none, none.AddDays(5))
	assert.Equal(t, none, none.AddMonths(5))
	assert.Zero(t, none.DaysUntil(day))
	assert.Zero(t, day.DaysUntil(none))
	assert.Empty(t, none.String())
	assert.True(t, none.Start(time.UTC).IsZero())
	assert.True(t, none.End(time.UTC).IsZero())
	assert.Equal(t, none, calendar.DateOf(time.Time{}, time.UTC))
	assert.Equal(t, none, calendar.DateOf(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC))
	assert.Equal(t, none, calendar.DateOf(time.Date(1, 1, 1, 6, 0, 0, 0, time.UTC), time.FixedZone("", -7*3600)))
}

func TestDateText(t *testing.T) {
	type record struct {
		On   calendar.Date `json:"on"`
		Then calendar.Date `json:"then"`
		Skip calendar.Date `json:"skip,omitzero"`
	}
	in := record{On: calendar.MustDate(2026, 8, 31)}
	encoded, err := json.Marshal(in)
	require.NoError(t, err)
	assert.JSONEq(t, `{"on":"2026-08-31","then":""}`, string(encoded))
	out := record{Then: in.On}
	require.NoError(t, json.Unmarshal(encoded, &out))
	assert.Equal(t, in, out)

	text, err := in.On.AppendText([]byte("until "))
	require.NoError(t, err)
	assert.Equal(t, "until 2026-08-31", string(text))

	d := in.On
	require.Error(t, d.UnmarshalText([]byte("31/08/2026")))
	assert.Equal(t, in.On, d, "a refused text changes nothing")
}

func TestParseDateIsStrict(t *testing.T) {
	for _, text := range []string{
		"", "2026", "2026-8-31", "2026-08-31 ", " 2026-08-31", "2026/08/31", "20260831", "2026-08-1x",
		"2026-02-29", "0000-01-01", "-001-01-01", "2026-00-10", "2026-13-10", "2026-01-00", "2026-01-32",
		"+026-01-01", "２０２６-01-01", "2026-01-01T00:00:00Z", "10000-01-01",
	} {
		_, err := calendar.ParseDate(text)
		assert.Error(t, err, "%q", text)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, text := range []string{"2026-08-31", "2024-02-29", "2026-02-29", "0001-01-01", "9999-12-31", "2026-1-1", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := calendar.ParseDate(text)
		want, wantErr := time.Parse("2006-01-02", text)
		if wantErr == nil && want.Year() == 0 {
			wantErr = assert.AnError // we have no year 0
		}
		require.Equal(t, wantErr == nil, err == nil, "%q: %v, %v", text, err, wantErr)
		if err != nil {
			require.True(t, d.IsZero())
			return
		}
		require.Equal(t, calendar.DateOf(want.Add(time.Hour), time.UTC), d)
		require.Equal(t, text, d.String())
	})
}
