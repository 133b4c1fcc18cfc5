package calendar_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// vector is one case of testdata/vectors.json: what public test suites of other
// systems expect, each with its source.
type vector struct {
	ID            string                        `json:"id"`
	Zone          string                        `json:"time_zone"`
	WeeklyShifts  map[string][][2]string        `json:"weekly_shifts"`
	Holidays      []calendar.Date               `json:"holidays"`
	DateOverrides map[calendar.Date][][2]string `json:"date_overrides"`
	Breaks        map[calendar.Date][][2]string `json:"breaks"`
	Op            string                        `json:"op"`
	Input         vectorInput                   `json:"input"`
	Expected      json.RawMessage               `json:"expected"`
	Recommended   json.RawMessage               `json:"recommended"`
	Policy        map[string]string             `json:"policy"`
}

type vectorInput struct {
	Start, From, To, At, Date, Time string
	WorkingSeconds                  int64 `json:"working_seconds"`
	Days, Count                     int
	EndOfDay                        bool `json:"end_of_day"`
}

// ours holds our answer where sound systems differ and the source chose otherwise.
var ours = map[string]string{
	"v0004": `"2006-01-03T00:00:00Z"`,      // zero: no time added is the start itself; NextOpen rolls to the opening
	"v0258": `"2010-04-10T12:33:00Z"`,      // the same
	"v0066": `"2014-03-09T03:00:00-07:00"`, // gap: the moment at which the clocks were put forward
	"v0247": `90000`,                       // dst_day: a day of 25 hours has 25
}

func (v vector) definition() calendar.Definition {
	d := calendar.Definition{Zone: v.Zone, Weeks: []calendar.Week{{
		Mon: vectorShifts(v.WeeklyShifts["mon"]), Tue: vectorShifts(v.WeeklyShifts["tue"]), Wed: vectorShifts(v.WeeklyShifts["wed"]),
		Thu: vectorShifts(v.WeeklyShifts["thu"]), Fri: vectorShifts(v.WeeklyShifts["fri"]), Sat: vectorShifts(v.WeeklyShifts["sat"]),
		Sun: vectorShifts(v.WeeklyShifts["sun"]),
	}}}
	for _, date := range v.Holidays {
		d.Closures = append(d.Closures, calendar.Closure{First: date})
	}
	for date, shifts := range v.DateOverrides {
		d.Overrides = append(d.Overrides, calendar.Override{Date: date, Shifts: vectorShifts(shifts)})
	}
	for date, hours := range v.Breaks {
		d.Closures = append(d.Closures, calendar.Closure{First: date, Hours: vectorShifts(hours)})
	}
	return d
}

func vectorShifts(spans [][2]string) calendar.Shifts {
	var parts []string
	for _, span := range spans {
		parts = append(parts, span[0]+"-"+span[1])
	}
	return calendar.MustShifts(strings.Join(parts, " "))
}

func TestVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/vectors.json")
	require.NoError(t, err)
	var file struct{ Vectors []vector }
	require.NoError(t, json.Unmarshal(data, &file))
	require.Len(t, file.Vectors, 297)
	for _, v := range file.Vectors {
		t.Run(v.ID+" "+v.Op, func(t *testing.T) { v.test(t) })
	}
}

func (v vector) test(t *testing.T) {
	if v.Recommended != nil {
		v.Expected = v.Recommended
	}
	if answer, ok := ours[v.ID]; ok {
		v.Expected = json.RawMessage(answer)
	}
	d := v.definition()
	if len(v.WeeklyShifts) == 0 && v.Op == "deadline" {
		_, err := calendar.Compile(d)
		require.ErrorContains(t, err, "no time is ever open")
		return
	}
	if len(v.WeeklyShifts) == 0 { // these ask about the zone and the dates only
		d.Weeks = []calendar.Week{calendar.NewWeek(calendar.MustShifts("09:00-17:00"))}
	}
	c, err := calendar.Compile(d)
	require.NoError(t, err)
	got := v.answer(t, c)
	if when, ok := got.(time.Time); ok {
		var want time.Time
		require.NoError(t, json.Unmarshal(v.Expected, &want))
		require.True(t, want.Equal(when), "want %v, got %v; policy %v", want, when, v.Policy)
		return
	}
	encoded, err := json.Marshal(got)
	require.NoError(t, err)
	require.JSONEq(t, string(v.Expected), string(encoded), "policy %v", v.Policy)
}

func instant(t *testing.T, text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at
}

func date(t *testing.T, text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	require.NoError(t, err)
	return d
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		require.NoError(t, err)
		return value
	}
}

func (v vector) answer(t *testing.T, c *calendar.Calendar) any {
	in := v.Input
	at := func() time.Time { return instant(t, in.At) }
	start := func() time.Time { return instant(t, in.Start) }
	working := time.Duration(in.WorkingSeconds) * time.Second
	when, yes, dates := must[time.Time](t), must[bool](t), must[int](t)
	switch v.Op {
	case "deadline":
		return when(c.Add(start(), working))
	case "before":
		return when(c.Subtract(start(), working))
	case "elapsed", "elapsed_days_mode":
		return must[time.Duration](t)(c.Elapsed(instant(t, in.From), instant(t, in.To))) / time.Second
	case "is_open":
		return yes(c.IsOpen(at()))
	case "is_break", "is_holiday":
		closure, closed := c.ClosureAt(at())
		return closed && (len(closure.Hours) > 0) == (v.Op == "is_break")
	case "next_open":
		return when(c.NextOpen(at()))
	case "next_close":
		return when(c.NextClose(at()))
	case "prev_open":
		return when(c.PreviousClose(at()))
	case "next_day_start":
		if yes(c.IsOpen(at())) {
			return when(c.NextOpen(when(c.NextClose(at()))))
		}
		return when(c.NextOpen(at()))
	case "open_periods_after":
		from := instant(t, in.From)
		return periods(t, c, from, from.AddDate(1, 0, 0), in.Count, false)
	case "open_periods_before":
		from := instant(t, in.From)
		return periods(t, c, from.AddDate(-1, 0, 0), from, in.Count, true)
	case "wall_to_instant":
		return date(t, in.Date).At(must[calendar.TimeOfDay](t)(calendar.ParseTimeOfDay(in.Time)), c.Zone())
	case "working_days_inclusive":
		return dates(c.WorkingDates(date(t, in.From), date(t, in.To).AddDays(1)))
	case "working_days_start_inclusive":
		return dates(c.WorkingDates(date(t, in.From), date(t, in.To)))
	case "working_days_end_inclusive":
		return dates(c.WorkingDates(date(t, in.From).AddDays(1), date(t, in.To).AddDays(1)))
	case "add_working_dates":
		from := date(t, in.Date)
		if v.Policy["origin_nonworking"] == "rolled first in the direction" {
			roll := c.NextWorkingDate
			if in.Days < 0 {
				roll = c.PreviousWorkingDate
			}
			from = must[calendar.Date](t)(roll(from))
		}
		return must[calendar.Date](t)(c.AddWorkingDates(from, in.Days))
	case "add_days":
		return when(c.AddDates(start(), v.target(in.Days)))
	case "sub_days":
		return when(c.AddDates(start(), v.target(-in.Days)))
	}
	t.Fatalf("unknown operation %q", v.Op)
	return nil
}

func (v vector) target(days int) calendar.DateTarget {
	target := calendar.DateTarget{Dates: days, Landing: calendar.LandSameTime}
	switch v.Policy["days"] {
	case "same wall time on nth working date, then roll to open":
		target.Landing = calendar.LandOpenTime
	case "nth working date at same wall time; weekend origin starts at next opening":
		target.Origin = calendar.OriginOpen
	}
	if v.Input.EndOfDay {
		target.Landing = calendar.LandClosing
	}
	return target
}

func periods(t *testing.T, c *calendar.Calendar, from, to time.Time, count int, last bool) [][2]string {
	all, err := c.Periods(from, to)
	require.NoError(t, err)
	var found [][2]string
	for p := range all {
		found = append(found, [2]string{p.Start.Format(time.RFC3339), p.End.Format(time.RFC3339)})
	}
	if last {
		slices.Reverse(found)
	}
	return found[:count]
}
