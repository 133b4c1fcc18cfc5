package calendar_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
)

func TestCompileListsEverythingThatIsWrong(t *testing.T) {
	day := calendar.MustShifts("08:00-12:00")
	wrong := calendar.Shifts{{Start: 7200, End: 3600}}
	_, err := calendar.Compile(calendar.Definition{
		Zone:  "Asia/Saigon2",
		Weeks: []calendar.Week{{Mon: wrong, Sat: calendar.MustShifts("22:00-33:00"), Sun: calendar.MustShifts("08:00-12:00 22:00-34:00")}, {Mon: day}},
		Overrides: []calendar.Override{
			{Date: calendar.MustDate(2026, 1, 1), Shifts: calendar.MustShifts("20:00-33:00")}, {Date: calendar.MustDate(2026, 1, 2), Shifts: day},
			{Date: calendar.MustDate(2026, 1, 2)}, {Shifts: day}, {Date: calendar.MustDate(2026, 1, 5), Shifts: wrong},
		},
		Closures: []calendar.Closure{{}, {First: calendar.MustDate(2026, 1, 2), Last: calendar.MustDate(2026, 1, 1)}, {First: calendar.MustDate(2026, 1, 2), Hours: wrong}},
		First:    calendar.MustDate(2026, 1, 2), Last: calendar.MustDate(2026, 1, 1),
	})
	var faults calendar.Faults
	require.True(t, errors.As(err, &faults))
	found := map[string]string{}
	for _, f := range faults {
		found[f.Path] = f.Reason
	}
	for path, want := range map[string]string{
		"zone": "not a time zone that this program knows", "first_week": "alternating weeks need", "first": "runs from 2026-01-02 to 2026-01-01",
		"weeks[0].mon": "ends before it starts", "weeks[0].sat": "overlaps the hours of the next day, 08:00-12:00", "weeks[0].sun": "overlaps the hours of the next day",
		"overrides[0].shifts": "overlaps the hours of the next date", "overrides[2].date": "overridden by overrides[1] too", "overrides[3].date": "is missing",
		"overrides[4].shifts": "ends before it starts", "closures[0].first": "is missing", "closures[1].last": "is before the first date", "closures[2].hours": "ends before it starts",
	} {
		require.Contains(t, found[path], want, "%s in %v", path, found)
	}
	require.Len(t, faults, 13)
	require.Contains(t, err.Error(), "and 3 more")
}

func TestCompileRefuses(t *testing.T) {
	day := calendar.NewWeek(calendar.MustShifts("08:00-12:00"))
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	good := calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{day}}
	with := func(change func(*calendar.Definition)) calendar.Definition {
		d := good
		change(&d)
		return d
	}
	many := func(n int) []calendar.Closure {
		all := make([]calendar.Closure, n)
		for i := range all {
			all[i] = calendar.Closure{First: calendar.MustDate(2026, 1, 1), Last: calendar.MustDate(2026, 2, 1), Hours: calendar.MustShifts("08:00-09:00")}
		}
		return all
	}
	var crowded calendar.Shifts
	for i := range 97 {
		crowded = append(crowded, calendar.Shift{Start: calendar.TimeOfDay(10 * i), End: calendar.TimeOfDay(10*i + 5)})
	}
	chain := good
	for i := range 256 {
		older := chain
		chain = with(func(d *calendar.Definition) { d.Before, d.Since = &older, at.Add(time.Duration(i)*time.Hour) })
	}
	for want, d := range map[string]calendar.Definition{
		"zone: needs an IANA time zone":                      with(func(d *calendar.Definition) { d.Zone = "" }),
		`zone: needs an IANA time zone, such as`:             with(func(d *calendar.Definition) { d.Zone = "Local" }),
		"since: the oldest version":                          with(func(d *calendar.Definition) { d.Since = at }),
		"since: a version that replaces another":             with(func(d *calendar.Definition) { d.Before = &good }),
		"since: is not a whole second":                       with(func(d *calendar.Definition) { d.Before, d.Since = &good, at.Add(1) }),
		`zone: differs from "Asia/Ho_Chi_Minh"`:              with(func(d *calendar.Definition) { d.Before, d.Since, d.Zone = &good, at, "UTC" }),
		"first: belongs to the oldest version":               with(func(d *calendar.Definition) { d.Before, d.Since, d.First = &good, at, calendar.MustDate(2026, 1, 1) }),
		"first: the calendar runs from 1969-12-31":           with(func(d *calendar.Definition) { d.First = calendar.MustDate(1969, 12, 31) }),
		"first: the calendar runs from 1970-01-01 to 2100":   with(func(d *calendar.Definition) { d.Last = calendar.MustDate(2100, 1, 1) }),
		"weeks: at most 53 weeks":                            with(func(d *calendar.Definition) { d.Weeks = make([]calendar.Week, 54) }),
		"overrides: at most 20000":                           with(func(d *calendar.Definition) { d.Overrides = make([]calendar.Override, 20_001) }),
		"closures: at most 20000":                            with(func(d *calendar.Definition) { d.Closures = make([]calendar.Closure, 20_001) }),
		"closures: more than 96 closures of hours fall on":   with(func(d *calendar.Definition) { d.Closures = many(97) }),
		"weeks[0].mon: a date has at most 96 shifts, not 97": with(func(d *calendar.Definition) { d.Weeks = []calendar.Week{{Mon: crowded}} }),
		"before: a calendar has at most 256 versions":        chain,
		"before.since: is not after that of the version": with(func(d *calendar.Definition) {
			second := with(func(d *calendar.Definition) { d.Before, d.Since = &good, at })
			third := with(func(d *calendar.Definition) { d.Before, d.Since = &second, at })
			d.Before, d.Since = &third, at.Add(time.Hour)
		}),
		"before.last: belongs to the newest version": with(func(d *calendar.Definition) {
			older := with(func(d *calendar.Definition) { d.Last = calendar.MustDate(2026, 1, 1) })
			d.Before, d.Since = &older, at
		}),
		"before: no time is ever open": with(func(d *calendar.Definition) {
			d.Before, d.Since = &calendar.Definition{Zone: good.Zone}, at
		}),
		"the definition is wrong: no time is ever open": with(func(d *calendar.Definition) { d.Weeks, d.Before, d.Since = nil, &good, at }),
	} {
		c, err := calendar.Compile(d)
		require.ErrorContains(t, err, want)
		require.Nil(t, c)
	}
	_, err := calendar.Compile(with(func(d *calendar.Definition) { d.Closures = many(96) }))
	require.NoError(t, err)
	_, err = calendar.Compile(with(func(d *calendar.Definition) {
		after := many(96)
		for i := range after { // from the day after the others on
			after[i].First, after[i].Last = calendar.MustDate(2026, 2, 2), calendar.MustDate(2026, 2, 3)
		}
		d.Closures = append(after, many(96)...)
	}))
	require.NoError(t, err)
}

// A definition with a fault in everything does not cost more than itself.
func TestFaultsAreBounded(t *testing.T) {
	_, err := calendar.Compile(calendar.Definition{Zone: "UTC", Closures: make([]calendar.Closure, 20_000)})
	faults, ok := errors.AsType[calendar.Faults](err)
	require.True(t, ok)
	require.Len(t, faults, 1000)
	require.Less(t, len(fmt.Sprint(err)), 1000)
}

// The worst that the bounds allow ends: five years of it, because it takes a second for
// each twenty.
func TestHostileDefinitionEnds(t *testing.T) {
	var crowded calendar.Shifts
	for i := range 96 {
		crowded = append(crowded, calendar.Shift{Start: calendar.TimeOfDay(900 * i), End: calendar.TimeOfDay(900*i + 450)})
	}
	d := calendar.Definition{Zone: "Africa/Casablanca", FirstWeek: calendar.MustDate(1970, 1, 1), Last: calendar.MustDate(1974, 12, 31)}
	for range 53 {
		d.Weeks = append(d.Weeks, calendar.NewWeek(crowded))
	}
	for i := range 96 {
		hours := calendar.Shifts{{Start: calendar.TimeOfDay(900*i + 100), End: calendar.TimeOfDay(900*i + 101)}}
		d.Closures = append(d.Closures, calendar.Closure{First: calendar.MustDate(1970, 1, 1), Last: calendar.MustDate(2099, 12, 31), Hours: hours})
	}
	for i := range 10_000 {
		d.Overrides = append(d.Overrides, calendar.Override{Date: calendar.MustDate(1970, 1, 1).AddDays(3 * i), Shifts: crowded[:i%96]})
	}
	c, err := calendar.Compile(d)
	require.NoError(t, err)
	_, err = c.Add(time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC), 1<<62)
	require.ErrorIs(t, err, calendar.ErrHorizon)
}
