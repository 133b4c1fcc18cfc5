package calendar_test

import (
	"encoding/json"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
)

func compile(t testing.TB, d calendar.Definition) *calendar.Calendar {
	c, err := calendar.Compile(d)
	require.NoError(t, err)
	return c
}

var office = calendar.NewWeek(calendar.MustShifts("08:00-12:00 13:30-17:30"), 1, 2, 3, 4, 5)

// hanoi is an instant on the clock of Vietnam.
func hanoi(t testing.TB, text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04:05.999999999", text, zone(t, "Asia/Ho_Chi_Minh"))
	if err != nil {
		at, err = time.ParseInLocation("2006-01-02 15:04", text, zone(t, "Asia/Ho_Chi_Minh"))
	}
	require.NoError(t, err)
	return at
}

func requireTime(t *testing.T, want time.Time) func(time.Time, error) {
	return func(got time.Time, err error) {
		t.Helper()
		require.NoError(t, err)
		require.True(t, want.Equal(got), "want %v, got %v", want, got)
	}
}

// The numbers are those of section 5 of facts/service-levels.md.
func TestDecisions(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office}})
	at := func(text string) time.Time { return hanoi(t, text) }

	t.Run("1 a deadline exactly at closing is the closing, a second more the next opening", func(t *testing.T) {
		requireTime(t, at("2026-03-02 17:30"))(c.Add(at("2026-03-02 15:30"), 2*time.Hour))
		requireTime(t, at("2026-03-03 08:00:01"))(c.Add(at("2026-03-02 15:30"), 2*time.Hour+time.Second))
		requireTime(t, at("2026-03-03 08:00:00.000000001"))(c.Add(at("2026-03-02 15:30"), 2*time.Hour+1))
		requireTime(t, at("2026-03-02 17:29:59.999999999"))(c.Add(at("2026-03-02 15:30"), 2*time.Hour-1))
	})
	t.Run("2 a start exactly at closing begins at the next opening", func(t *testing.T) {
		requireTime(t, at("2026-03-03 09:00"))(c.Add(at("2026-03-02 17:30"), time.Hour))
	})
	t.Run("3 the closing instant is not open, the opening is", func(t *testing.T) {
		for text, want := range map[string]bool{
			"2026-03-02 08:00": true, "2026-03-02 11:59:59.999999999": true, "2026-03-02 12:00": false, "2026-03-02 17:30": false, "2026-03-02 07:59:59.999999999": false,
		} {
			open, err := c.IsOpen(at(text))
			require.NoError(t, err)
			require.Equal(t, want, open, text)
		}
	})
	t.Run("4 no time added is the start itself; NextOpen rolls", func(t *testing.T) {
		night := at("2026-03-02 20:00")
		requireTime(t, night)(c.Add(night, 0))
		requireTime(t, night)(c.Subtract(night, 0))
		requireTime(t, at("2026-03-03 08:00"))(c.NextOpen(night))
		_, err := c.Due(night, calendar.Span{})
		require.ErrorIs(t, err, calendar.ErrNoSpan)
	})
	t.Run("5 backwards it lands on the opening", func(t *testing.T) {
		requireTime(t, at("2026-03-06 13:30"))(c.Subtract(at("2026-03-06 15:30"), 2*time.Hour))
		requireTime(t, at("2026-03-06 11:59:59"))(c.Subtract(at("2026-03-06 15:30"), 2*time.Hour+time.Second))
	})
	t.Run("6 elapsed backwards is negative", func(t *testing.T) {
		forward, err := c.Elapsed(at("2026-03-02 10:00"), at("2026-03-03 10:00"))
		require.NoError(t, err)
		backward, err := c.Elapsed(at("2026-03-03 10:00"), at("2026-03-02 10:00"))
		require.NoError(t, err)
		require.Equal(t, 8*time.Hour, forward)
		require.Equal(t, -8*time.Hour, backward)
	})
	t.Run("14 outside hours the clock starts at the next opening", func(t *testing.T) {
		requireTime(t, at("2026-03-09 08:00"))(c.NextOpen(at("2026-03-07 10:00")))
		requireTime(t, at("2026-03-09 10:00"))(c.Add(at("2026-03-07 10:00"), 2*time.Hour))
	})
	t.Run("30 working dates are dates", func(t *testing.T) {
		requireTime(t, at("2026-03-09 17:30"))(c.Due(at("2026-03-02 16:00"), calendar.WorkingDates(5)))
		same := calendar.DateTarget{Dates: 1, Landing: calendar.LandSameTime}
		requireTime(t, at("2026-03-03 20:00"))(c.AddDates(at("2026-03-02 20:00"), same))
		same.Landing = calendar.LandOpenTime
		requireTime(t, at("2026-03-04 08:00"))(c.AddDates(at("2026-03-02 20:00"), same))
		cutOff := calendar.DateTarget{Dates: 1, CutOff: calendar.Clock(16, 0)}
		requireTime(t, at("2026-03-03 17:30"))(c.AddDates(at("2026-03-02 15:59"), cutOff))
		requireTime(t, at("2026-03-04 17:30"))(c.AddDates(at("2026-03-02 16:00"), cutOff))
		requireTime(t, at("2026-03-10 17:30"))(c.AddDates(at("2026-03-06 16:00"), cutOff))
		today := calendar.DateTarget{}
		requireTime(t, at("2026-03-02 17:30"))(c.AddDates(at("2026-03-02 09:00"), today))
		requireTime(t, at("2026-03-09 17:30"))(c.AddDates(at("2026-03-07 09:00"), today))
		before := calendar.DateTarget{Dates: -1, Landing: calendar.LandOpenTime}
		requireTime(t, at("2026-03-06 17:30"))(c.AddDates(at("2026-03-09 20:00"), before))
		open := calendar.DateTarget{Dates: 1, Origin: calendar.OriginOpen}
		requireTime(t, at("2026-03-10 17:30"))(c.AddDates(at("2026-03-07 10:00"), open))
		requireTime(t, at("2026-03-09 17:30"))(c.AddDates(at("2026-03-07 10:00"), calendar.DateTarget{Dates: 1}))
	})
	t.Run("35 beyond the horizon is an error", func(t *testing.T) {
		for _, err := range []error{
			second(c.Add(at("2099-12-31 16:00"), 3*time.Hour)), second(c.Add(at("2026-03-02 10:00"), math.MaxInt64)),
			second(c.Subtract(at("1970-01-01 09:00"), 8*time.Hour)), second(c.Subtract(at("2026-03-02 10:00"), math.MinInt64)),
			second(c.Add(at("1969-12-31 23:59"), 0)), second(c.Elapsed(at("2026-01-01 00:00"), at("2100-01-01 00:01"))),
			second(c.NextOpen(at("2099-12-31 18:00"))), second(c.PreviousClose(at("1970-01-01 08:00"))), second(c.IsOpen(at("2100-01-02 00:00"))), second(c.IsOpen(at("2100-01-01 00:00"))),
			second(c.AddWorkingDates(calendar.MustDate(2099, 12, 31), 1)), second(c.AddWorkingDates(calendar.MustDate(1970, 1, 1), -1)),
			second(c.AddWorkingDates(calendar.MustDate(2026, 1, 1), math.MaxInt)), second(c.IsWorkingDate(calendar.Date{})),
			second(c.WorkingDates(calendar.MustDate(2026, 1, 1), calendar.MustDate(2100, 1, 2))), second(c.Explain(at("2026-01-01 00:00"), at("2100-01-02 00:00"))),
			second(c.Periods(at("1960-01-01 00:00"), at("2026-01-01 00:00"))), second(c.Due(at("2099-12-31 10:00"), calendar.Wall(48*time.Hour))),
			second(c.Due(at("2099-12-31 10:00"), calendar.Wall(math.MaxInt64))), second(c.Due(time.Time{}, calendar.Working(time.Hour))),
			second(c.NextClose(time.Unix(math.MaxInt64/2, 0))), second(c.PreviousOpen(time.Unix(math.MinInt64/2, 0))),
		} {
			require.ErrorIs(t, err, calendar.ErrHorizon)
		}
		requireTime(t, at("2099-12-31 17:30"))(c.NextClose(at("2099-12-31 16:00")))
		requireTime(t, at("1970-01-01 08:00"))(c.PreviousOpen(at("1970-01-01 09:00")))
		requireTime(t, at("2099-12-31 17:30"))(c.Add(at("2099-12-31 15:30"), 2*time.Hour))
		requireTime(t, at("2100-01-01 00:00"))(c.Due(at("2099-12-31 00:00"), calendar.Wall(24*time.Hour)))
		count, err := c.WorkingDates(calendar.MustDate(2099, 12, 31), calendar.MustDate(2100, 1, 1))
		require.NoError(t, err)
		require.Equal(t, 1, count)
	})
}

func second[T any](_ T, err error) error { return err }

func TestAnswersAreOnTheCalendarsClock(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office}})
	asked := time.Date(2026, 3, 2, 3, 0, 0, 0, time.UTC) // 10:00 in Vietnam
	for _, ask := range []func() (time.Time, error){
		func() (time.Time, error) { return c.Add(asked, 0) },
		func() (time.Time, error) { return c.Add(asked, time.Hour) },
		func() (time.Time, error) { return c.Subtract(asked, time.Hour) },
		func() (time.Time, error) { return c.NextOpen(asked) },
		func() (time.Time, error) { return c.PreviousClose(asked) },
		func() (time.Time, error) { return c.Due(asked, calendar.Wall(time.Hour)) },
		func() (time.Time, error) {
			return c.AddDates(asked, calendar.DateTarget{Landing: calendar.LandSameTime})
		},
	} {
		got, err := ask()
		require.NoError(t, err)
		require.Equal(t, c.Zone(), got.Location())
	}
}

func TestFractionsOfASecondAreKept(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office}})
	from := hanoi(t, "2026-03-02 16:00:00.25")
	requireTime(t, hanoi(t, "2026-03-03 08:30:00.75"))(c.Add(from, 2*time.Hour+500*time.Millisecond))
	requireTime(t, from)(c.Subtract(hanoi(t, "2026-03-03 08:30:00.75"), 2*time.Hour+500*time.Millisecond))
	elapsed, err := c.Elapsed(from, hanoi(t, "2026-03-03 08:30:00.75"))
	require.NoError(t, err)
	require.Equal(t, 2*time.Hour+500*time.Millisecond, elapsed)
	elapsed, err = c.Elapsed(hanoi(t, "2026-03-02 12:00:00.9"), hanoi(t, "2026-03-02 12:30:00.1")) // both at lunch
	require.NoError(t, err)
	require.Zero(t, elapsed)
}

// An edit at an instant keeps what was open before it.
func TestVersions(t *testing.T) {
	old := calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("08:00-18:00"))}}
	edited := calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("10:00-16:00"))},
		Closures: []calendar.Closure{{First: calendar.MustDate(2026, 3, 2)}}, // the day of the edit, from then on
		Before:   &old, Since: hanoi(t, "2026-03-02 12:00"),
	}
	again := edited
	again.Closures, again.Before, again.Since = nil, &edited, hanoi(t, "2026-03-04 00:00")
	c := compile(t, again)
	for _, day := range []struct {
		text string
		want time.Duration
	}{{"2026-03-01", 10 * time.Hour}, {"2026-03-02", 4 * time.Hour}, {"2026-03-03", 6 * time.Hour}, {"2026-03-04", 6 * time.Hour}} {
		d, err := calendar.ParseDate(day.text)
		require.NoError(t, err)
		open, err := c.Elapsed(d.Start(c.Zone()), d.End(c.Zone()))
		require.NoError(t, err)
		require.Equal(t, day.want, open, day.text)
	}
	closure, closed := c.ClosureAt(hanoi(t, "2026-03-02 11:59"))
	require.False(t, closed, "%v", closure)
	_, closed = c.ClosureAt(hanoi(t, "2026-03-02 12:00"))
	require.True(t, closed)
	requireTime(t, hanoi(t, "2026-03-02 12:00"))(c.NextClose(hanoi(t, "2026-03-02 09:00")))
}

// An edit before dawn keeps the hours before it, which by UTC are of the day before.
func TestVersionsBeforeDawn(t *testing.T) {
	for _, name := range []string{"Pacific/Kiritimati", "Pacific/Pago_Pago"} {
		on := zone(t, name)
		old := calendar.Definition{Zone: name, Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("01:00-02:00 22:00-23:00"))}}
		for _, hour := range []int{3, 21} {
			c := compile(t, calendar.Definition{
				Zone: name, Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("12:00-13:00 22:00-24:00"))},
				Before: &old, Since: time.Date(2026, 3, 5, hour, 0, 0, 0, on),
			})
			open, err := c.Elapsed(time.Date(2026, 3, 4, 12, 0, 0, 0, on), time.Date(2026, 3, 6, 12, 0, 0, 0, on))
			require.NoError(t, err)
			want := time.Hour + time.Hour + 2*time.Hour
			if hour == 3 {
				want += time.Hour // 12:00-13:00
			}
			require.Equal(t, want, open, "%s, edited at %d:00", name, hour)
		}
	}
}

func TestAlternatingWeeks(t *testing.T) {
	early, late := calendar.NewWeek(calendar.MustShifts("06:00-14:00"), 1, 2, 3, 4, 5), calendar.NewWeek(calendar.MustShifts("14:00-22:00"), 1, 2, 3, 4, 5)
	c := compile(t, calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{early, late, {}}, FirstWeek: calendar.MustDate(2026, 3, 8), // a Sunday: the week of 2 March
	})
	for text, want := range map[string]string{
		"2026-03-02 00:00": "2026-03-02 06:00", "2026-03-09 00:00": "2026-03-09 14:00", "2026-03-16 00:00": "2026-03-23 06:00",
		"2026-02-23 00:00": "2026-03-02 06:00", "2026-02-16 00:00": "2026-02-16 14:00", "1970-01-05 00:00": "1970-01-05 14:00",
	} {
		requireTime(t, hanoi(t, want))(c.NextOpen(hanoi(t, text)))
	}
}

func TestOrderOfRules(t *testing.T) {
	on := calendar.MustDate(2026, 3, 2)
	d := calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office},
		Overrides: []calendar.Override{{Date: on, Shifts: calendar.MustShifts("09:00-20:00")}},
		Closures:  []calendar.Closure{{First: on, Hours: calendar.MustShifts("10:00-11:00 19:00-24:00")}},
	}
	open := func() time.Duration {
		elapsed, err := compile(t, d).Elapsed(on.Start(zone(t, d.Zone)), on.End(zone(t, d.Zone)))
		require.NoError(t, err)
		return elapsed
	}
	require.Equal(t, 9*time.Hour, open(), "the override replaces the week, then hours are taken away")
	d.Closures = append(d.Closures, calendar.Closure{First: on.AddDays(-3), Last: on})
	require.Zero(t, open(), "a closure goes before the override")
}

func TestNightsAndHolidays(t *testing.T) {
	night := calendar.NewWeek(calendar.MustShifts("22:00-30:00"))
	d := calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{night}, Closures: []calendar.Closure{{First: calendar.MustDate(2026, 3, 3)}}}
	from, to := hanoi(t, "2026-03-02 12:00"), hanoi(t, "2026-03-04 12:00")
	spans := func() (all []string) {
		periods, err := compile(t, d).Periods(from, to)
		require.NoError(t, err)
		for p := range periods {
			all = append(all, p.Start.Format("2 15:04")+" to "+p.End.Format("2 15:04"))
		}
		return all
	}
	require.Equal(t, []string{"2 22:00 to 3 06:00"}, spans(), "the closed date closes the night that starts on it")
	d.ClosuresEndNights = true
	require.Equal(t, []string{"2 22:00 to 3 00:00", "4 00:00 to 4 06:00"}, spans(), "the closed date closes its own hours by the clock")

	d.ClosuresEndNights = false
	c := compile(t, d)
	working, err := c.IsWorkingDate(calendar.MustDate(2026, 3, 3))
	require.NoError(t, err)
	require.False(t, working, "the hours after midnight belong to the evening before")
	requireTime(t, hanoi(t, "2026-03-05 06:00"))(c.Due(hanoi(t, "2026-03-02 10:00"), calendar.WorkingDates(1)))
}

func TestDefinitionAsJSON(t *testing.T) {
	text := `{
		"zone": "Asia/Ho_Chi_Minh",
		"weeks": [{"mon": "08:00-12:00 13:30-17:30", "sat": "08:00-12:00"}, {"sun": "22:00-30:00"}],
		"first_week": "2026-03-02",
		"overrides": [{"date": "2026-01-10", "shifts": "08:00-12:00", "name": {"vi": "Làm bù", "en": "Make-up day"}}, {"date": "2026-01-11", "shifts": ""}],
		"closures": [
			{"first": "2026-02-16", "last": "2026-02-20", "name": {"vi": "Tết", "en": "Tet"}},
			{"first": "2026-12-31", "hours": "15:00:30-24:00"}
		],
		"closures_end_nights": true, "last": "2030-12-31", "since": "2026-01-01T00:00:00Z",
		"before": {"zone": "Asia/Ho_Chi_Minh", "weeks": [{"mon": "08:00-12:00"}], "first": "2020-01-01"}
	}`
	var d calendar.Definition
	require.NoError(t, json.Unmarshal([]byte(text), &d))
	encoded, err := json.Marshal(d)
	require.NoError(t, err)
	require.JSONEq(t, text, string(encoded))
	c := compile(t, d)
	first, last := c.Bounds()
	require.Equal(t, "2020-01-01 2030-12-31", first.String()+" "+last.String())

	for _, wrong := range []string{`{"weeks": [{"mon": "8-12"}]}`, `{"weeks": [{"mon": "08:00-12:00  13:00-14:00"}]}`, `{"first_week": "2/3/2026"}`, `{"overrides": [{"shifts": "12:00-08:00"}]}`} {
		require.Error(t, json.Unmarshal([]byte(wrong), new(calendar.Definition)), wrong)
	}
}

// A calendar keeps nothing of the memory of its definition.
func TestCompiledCalendarDoesNotChange(t *testing.T) {
	shifts := calendar.MustShifts("08:00-12:00")
	d := calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(shifts)},
		Overrides: []calendar.Override{{Date: calendar.MustDate(2026, 3, 2), Shifts: shifts}},
		Closures:  []calendar.Closure{{First: calendar.MustDate(2026, 3, 3), Hours: shifts}},
	}
	c := compile(t, d)
	shifts[0].End = calendar.Clock(13, 0)
	d.Closures[0].First = calendar.MustDate(2026, 3, 1)
	for text, want := range map[string]time.Duration{"2026-03-01": 4 * time.Hour, "2026-03-02": 4 * time.Hour, "2026-03-03": 0} {
		on, err := calendar.ParseDate(text)
		require.NoError(t, err)
		open, err := c.Elapsed(on.Start(c.Zone()), on.End(c.Zone()))
		require.NoError(t, err)
		require.Equal(t, want, open, text)
	}
	closure, _ := c.ClosureAt(hanoi(t, "2026-03-03 09:00"))
	closure.Hours[0].End = 0
	again, closed := c.ClosureAt(hanoi(t, "2026-03-03 09:00"))
	require.True(t, closed)
	require.Equal(t, "08:00-12:00", again.Hours.String())
}

// Many goroutines ask about years in every order while the table grows.
func TestConcurrentUse(t *testing.T) {
	d := calendar.Definition{Zone: "America/New_York", Weeks: []calendar.Week{office}}
	want := compile(t, d)
	c := compile(t, d)
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 60 {
				year := 1971 + (i*(2*g+1)*7)%127
				from := time.Date(year, 3, 1, 10, 0, 0, 0, time.UTC)
				got, err := c.Add(from, 400*time.Hour)
				if err != nil {
					t.Error(err)
					return
				}
				expected, err := want.Add(from, 400*time.Hour)
				if err != nil || !got.Equal(expected) {
					t.Errorf("%v: %v, want %v, %v", from, got, expected, err)
				}
				if _, err := c.AddDates(from, calendar.DateTarget{Dates: -30}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func TestHotCallsAllocateNothing(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "America/New_York", Weeks: []calendar.Week{office}})
	from := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	to := from.AddDate(10, 0, 0)
	ask := func() {
		_, _ = c.Add(from, 40*time.Hour)
		_, _ = c.Subtract(to, 40*time.Hour)
		_, _ = c.Elapsed(from, to)
		_, _ = c.IsOpen(from)
		_, _ = c.NextOpen(from)
		_, _ = c.NextClose(from)
		_, _ = c.PreviousOpen(from)
		_, _ = c.PreviousClose(from)
		_, _ = c.Due(from, calendar.WorkingDates(5))
		_, _ = c.AddWorkingDates(calendar.MustDate(2026, 3, 1), 250)
		_, _ = c.WorkingDates(calendar.MustDate(2026, 3, 1), calendar.MustDate(2030, 3, 1))
	}
	ask()
	require.Zero(t, testing.AllocsPerRun(100, ask))
}

// What a table of weeks could get wrong where it ends, and where weeks differ much.
func TestEdgesOfTheTable(t *testing.T) {
	t.Run("a night that ends in the next week of the table", func(t *testing.T) {
		d := calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("22:00-30:00"), time.Friday)}}
		c := compile(t, d)
		for day := calendar.MustDate(2026, 1, 2); day.Year() < 2032; day = day.AddDays(7) {
			due, err := c.AddDates(day.At(calendar.Clock(10, 0), c.Zone()), calendar.DateTarget{})
			require.NoError(t, err)
			require.Equal(t, day.At(calendar.Clock(30, 0), c.Zone()), due)
		}
	})
	t.Run("one long week among short ones", func(t *testing.T) {
		d := calendar.Definition{Zone: "UTC", Weeks: []calendar.Week{{Mon: calendar.MustShifts("09:00-09:01")}}}
		for day := calendar.MustDate(2026, 3, 7); day.Day() < 14; day = day.AddDays(1) {
			d.Overrides = append(d.Overrides, calendar.Override{Date: day, Shifts: calendar.MustShifts("00:00-24:00")})
		}
		c := compile(t, d)
		from := time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)
		for _, weeks := range []int{1, 2, 15, 16, 17, 18, 100, 1000, 3000} {
			due, err := c.Add(from, time.Duration(weeks)*time.Minute)
			require.NoError(t, err)
			require.Equal(t, time.Date(2026, 3, 9+7*weeks, 9, 1, 0, 0, time.UTC), due)
			back, err := c.Subtract(due, time.Duration(weeks)*time.Minute)
			require.NoError(t, err)
			require.Equal(t, time.Date(2026, 3, 16, 9, 0, 0, 0, time.UTC), back)
		}
	})
	t.Run("the shifts of a railway", func(t *testing.T) {
		var crowded calendar.Shifts
		for i := range 96 {
			crowded = append(crowded, calendar.Shift{Start: calendar.TimeOfDay(900 * i), End: calendar.TimeOfDay(900*i + 300)})
		}
		c := compile(t, calendar.Definition{Zone: "UTC", Weeks: []calendar.Week{calendar.NewWeek(crowded)}})
		from := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		for minutes := range 10_000 {
			at := from.Add(time.Duration(minutes) * time.Minute)
			open, err := c.Elapsed(from, at)
			require.NoError(t, err)
			want := time.Duration(minutes/15*5+min(minutes%15, 5)) * time.Minute
			require.Equal(t, want, open)
			due, err := c.Add(from, want+time.Second)
			require.NoError(t, err)
			next := at
			if minutes%15 >= 5 {
				next = from.Add(time.Duration(minutes/15*15+15) * time.Minute)
			}
			require.Equal(t, next.Add(time.Second), due)
		}
	})
}

func TestFractionsAtTheEdges(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office}})
	half := 500 * time.Millisecond
	requireTime(t, hanoi(t, "2026-03-02 17:30"))(c.Add(hanoi(t, "2026-03-02 17:29:58.5"), time.Second+half))
	requireTime(t, hanoi(t, "2026-03-02 13:30:00.5"))(c.PreviousClose(hanoi(t, "2026-03-02 13:30:00.5")))
	requireTime(t, hanoi(t, "2026-03-02 13:30"))(c.PreviousOpen(hanoi(t, "2026-03-02 13:30:00.5")))
	requireTime(t, hanoi(t, "2026-03-02 12:00"))(c.PreviousClose(hanoi(t, "2026-03-02 13:30")))
	requireTime(t, hanoi(t, "2026-03-03 10:00:00.5"))(c.AddDates(hanoi(t, "2026-03-02 10:00:00.5"), calendar.DateTarget{Dates: 1, Landing: calendar.LandSameTime}))
	periods, err := c.Periods(hanoi(t, "2026-03-02 13:30:00.5"), hanoi(t, "2026-03-03 08:00:00.5"))
	require.NoError(t, err)
	var all []calendar.Period
	for p := range periods {
		all = append(all, p)
	}
	require.Equal(t, []calendar.Period{
		{Start: hanoi(t, "2026-03-02 13:30:00.5"), End: hanoi(t, "2026-03-02 17:30")}, {Start: hanoi(t, "2026-03-03 08:00"), End: hanoi(t, "2026-03-03 08:00:00.5")},
	}, all)
	for p := range periods { // a loop may stop early
		require.Equal(t, all[0], p)
		break
	}
}

// A promise of no dates, given in the hour that comes twice, is for that very instant.
func TestNoDatesInARepeatedHour(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Europe/Berlin", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("00:00-24:00"))}})
	second := time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC) // 02:30 for the second time
	requireTime(t, second)(c.AddDates(second, calendar.DateTarget{Landing: calendar.LandSameTime}))
}

func TestClosureAt(t *testing.T) {
	c := compile(t, calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office}, First: calendar.MustDate(2026, 3, 1), Last: calendar.MustDate(2026, 3, 31),
		Closures: []calendar.Closure{
			{First: calendar.MustDate(2026, 3, 1), Last: calendar.MustDate(2026, 3, 10), Name: text("", "A")},
			{First: calendar.MustDate(2026, 3, 3), Last: calendar.MustDate(2026, 3, 5), Name: text("", "B")},
			{First: calendar.MustDate(2026, 3, 8), Last: calendar.MustDate(2026, 4, 12), Name: text("", "C"), Hours: calendar.MustShifts("22:00-26:00")},
			{First: calendar.MustDate(2026, 3, 9), Last: calendar.MustDate(2026, 3, 12), Name: text("", "D")},
		},
	})
	for at, want := range map[string]string{
		"2026-03-01 00:00": "A", "2026-03-04 10:00": "A", "2026-03-07 10:00": "A", "2026-03-10 23:00": "A", "2026-03-12 23:59": "D",
		"2026-03-13 01:59": "C", "2026-03-13 02:00": "", "2026-03-13 22:00": "C", "2026-03-14 00:00": "C", "2026-02-28 23:59": "", "2026-04-01 00:00": "",
	} {
		closure, closed := c.ClosureAt(hanoi(t, at))
		require.Equal(t, want, closure.Name.EN, at)
		require.Equal(t, want != "", closed, at)
	}
}

func TestDateTargetIsChecked(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office}})
	for want, target := range map[string]calendar.DateTarget{
		`there is no landing "noon"`: {Landing: "noon"}, `there is no origin "birth"`: {Origin: "birth"},
		"the cut-off 25:00": {CutOff: calendar.Clock(25, 0)}, "is not a time from": {CutOff: -1},
	} {
		_, err := c.AddDates(hanoi(t, "2026-03-02 10:00"), target)
		require.ErrorContains(t, err, want)
	}
	require.NoError(t, calendar.DateTarget{Landing: calendar.LandOpenTime, Origin: calendar.OriginOpen, CutOff: calendar.Clock(24, 0)}.Check())
}

// A digest changes with any answer between its dates, and with no other.
func TestDigest(t *testing.T) {
	d := calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office}}
	from, to := calendar.MustDate(2026, 1, 1), calendar.MustDate(2026, 12, 31)
	digest := func(d calendar.Definition) string {
		text, err := compile(t, d).Digest(from, to)
		require.NoError(t, err)
		require.Len(t, text, 16)
		return text
	}
	before := digest(d)
	require.Equal(t, "7908983649f240e9", before, "it is stored, so it must not change from one version of the library to the next")
	d.Closures = []calendar.Closure{{First: calendar.MustDate(2027, 1, 1), Name: text("Tết", "New Year")}, {First: calendar.MustDate(2026, 3, 1)}}
	require.Equal(t, before, digest(d), "later, or closed anyway")
	d.Closures = append(d.Closures, calendar.Closure{First: calendar.MustDate(2026, 12, 31), Hours: calendar.MustShifts("17:29:59-17:30")})
	require.NotEqual(t, before, digest(d))
	d.Closures, d.Zone = nil, "Asia/Bangkok"
	require.Equal(t, before, digest(d), "the same clock under another name")
	d.Zone = "Asia/Singapore"
	require.NotEqual(t, before, digest(d))
	shifts := office
	shifts.Mon = calendar.MustShifts("08:00-10:00 10:00-12:00 13:30-17:30")
	d.Zone, d.Weeks = "Asia/Ho_Chi_Minh", []calendar.Week{shifts}
	require.Equal(t, before, digest(d), "the same hours, written otherwise")

	_, err := compile(t, d).Digest(from, calendar.MustDate(2100, 1, 1))
	require.ErrorIs(t, err, calendar.ErrHorizon)
}
