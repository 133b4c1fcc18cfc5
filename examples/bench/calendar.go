package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"
	_ "time/tzdata"

	"github.com/rickar/cal/v2"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// closedDays are eleven days of the year that are closed in both calendars, on their own dates every year.
var closedDays = [][2]int{{1, 1}, {1, 20}, {2, 14}, {3, 8}, {4, 30}, {5, 1}, {6, 19}, {9, 2}, {10, 20}, {11, 24}, {12, 25}}

// workday is a calendar that both sides can express: Monday to Friday, 09:00 to 17:00, eleven closed days a year.
func workday(zone string, week calendar.Week, years int) (*calendar.Calendar, error) {
	d := calendar.Definition{Zone: zone, Weeks: []calendar.Week{week}}
	for year := 2024; year < 2024+years; year++ {
		for _, day := range closedDays {
			d.Closures = append(d.Closures, calendar.Closure{First: calendar.MustDate(year, time.Month(day[0]), day[1])})
		}
	}
	return calendar.Compile(d)
}

func officeWeek() calendar.Week {
	return calendar.NewWeek(calendar.MustShifts("09:00-17:00"), time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
}

// shopWeek has a lunch break and half a Saturday, which rickar/cal cannot express.
func shopWeek() calendar.Week {
	week := calendar.NewWeek(calendar.MustShifts("08:00-12:00 13:30-17:30"), time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
	week.Sat = calendar.MustShifts("08:00-12:00")
	return week
}

func rickarWorkday() *cal.BusinessCalendar {
	c := cal.NewBusinessCalendar()
	c.Cacheable = true
	c.SetWorkHours(9*time.Hour, 17*time.Hour)
	for _, day := range closedDays {
		c.AddHoliday(&cal.Holiday{Name: "closed", Month: time.Month(day[0]), Day: day[1], Func: cal.CalcDayOfMonth})
	}
	return c
}

// asked is how many questions there are; they are put in turn.
const asked = 4096

// starts are instants of four years, in no order.
func starts(zone *time.Location) *[asked]time.Time {
	random := rand.New(rand.NewPCG(1, 2))
	var all [asked]time.Time
	for i := range all {
		all[i] = time.Unix(time.Date(2024, 1, 1, 0, 0, 0, 0, zone).Unix()+random.Int64N(4*365*86400), 0).In(zone)
	}
	return &all
}

// later returns each instant some time later.
func later(at *[asked]time.Time, length time.Duration) *[asked]time.Time {
	var all [asked]time.Time
	for i, t := range at {
		all[i] = t.Add(length)
	}
	return &all
}

func calendarCosts(context.Context, string) ([]row, error) {
	ours, err := workday("Asia/Ho_Chi_Minh", officeWeek(), 18)
	if err != nil {
		return nil, err
	}
	peer, at := rickarWorkday(), starts(ours.Zone())
	var rows []row
	for _, length := range []time.Duration{time.Hour, 40 * time.Hour} {
		if err := agree(at[:], func(t time.Time) (any, any, error) {
			due, err := ours.Add(t, length)
			return due.Unix(), peer.AddWorkHours(t, length).Unix(), err
		}); err != nil {
			return nil, err
		}
		name, bar, peerN := "calendar/add/1h", "≥ 50", 1000
		if length > time.Hour {
			name, bar, peerN = "calendar/add/40h", "≥ 150", 250
		}
		r, err := faster(name, bar, 50_000, peerN, func(from, n int) error {
			for i := from; i < from+n; i++ {
				if _, err := ours.Add(at[i%asked], length); err != nil {
					return err
				}
			}
			return nil
		}, func(from, n int) error {
			for i := from; i < from+n; i++ {
				peer.AddWorkHours(at[i%asked], length)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	r, err := elapsedYear(ours, peer, at)
	return append(rows, r), err
}

func elapsedYear(ours *calendar.Calendar, peer *cal.BusinessCalendar, at *[asked]time.Time) (row, error) {
	const year = 365 * 24 * time.Hour
	end := later(at, year)
	if err := agree(at[:512], func(t time.Time) (any, any, error) {
		d, err := ours.Elapsed(t, t.Add(year))
		return d, peer.WorkHoursInRange(t, t.Add(year)), err
	}); err != nil {
		return row{}, err
	}
	return faster("calendar/elapsed/1y", "≥ 5000", 50_000, 10, func(from, n int) error {
		for i := from; i < from+n; i++ {
			if _, err := ours.Elapsed(at[i%asked], end[i%asked]); err != nil {
				return err
			}
		}
		return nil
	}, func(from, n int) error {
		for i := from; i < from+n; i++ {
			peer.WorkHoursInRange(at[i%asked], end[i%asked])
		}
		return nil
	})
}

// agree fails if both sides do not give the same answer to every question.
func agree(at []time.Time, ask func(time.Time) (ours, peer any, err error)) error {
	for _, t := range at {
		ours, peer, err := ask(t)
		if err != nil {
			return err
		}
		if ours != peer {
			return fmt.Errorf("from %v: ours is %v, the peer's %v", t, ours, peer)
		}
	}
	return nil
}

// shortRounds is how many rounds of less than a millisecond a side is measured: most of them fit between two interruptions.
const shortRounds = 201

// faster is compare for a peer that is slower by orders of magnitude: each side has its own number of operations, and the ratio is how many times
// faster ours is.
func faster(name, bar string, n, peerN int, ours, peer side) (row, error) {
	var a, b, ratios []float64
	for round := range shortRounds + 2 {
		x, err := timed(ours, round*n, n)
		if err != nil {
			return row{}, err
		}
		y, err := timed(peer, round*peerN, peerN)
		if err != nil {
			return row{}, err
		}
		if round < 2 { // both sides warm up
			continue
		}
		a, b, ratios = append(a, x), append(b, y), append(ratios, y/x)
	}
	slices.Sort(ratios)
	return row{
		Name: name, Ours: median(a), Peer: median(b), Ratio: median(ratios), Unit: "times faster", N: n * shortRounds,
		Noise: (ratios[len(ratios)*3/4] - ratios[len(ratios)/4]) / 2, Bar: bar,
	}, nil
}

// calendarGrowth compares ten years of elapsed time with one day of it.
func calendarGrowth(context.Context, string) ([]row, error) {
	c, err := workday("Asia/Ho_Chi_Minh", officeWeek(), 18)
	if err != nil {
		return nil, err
	}
	at := starts(c.Zone())
	elapsed := func(length time.Duration) side {
		end := later(at, length)
		return func(from, n int) error {
			for i := from; i < from+n; i++ {
				if _, err := c.Elapsed(at[i%asked], end[i%asked]); err != nil {
					return err
				}
			}
			return nil
		}
	}
	r, err := compare("calendar/growth", "≤ 1.5", 400_000, elapsed(10*365*24*time.Hour), elapsed(24*time.Hour))
	return []row{r}, err
}

// calendarSize measures what compiling a shop's calendar and its table of ten years costs, and what of it stays in memory, its copy of the definition
// included. Go's copy of the time zone (4.4 kB for New York, 0.1 kB for Ho Chi Minh City) belongs to every calendar too.
func calendarSize(context.Context, string) ([]row, error) {
	var rows []row
	for _, zone := range []string{"Asia/Ho_Chi_Minh", "America/New_York"} {
		ns, bytes, err := sizeOf(zone)
		if err != nil {
			return nil, err
		}
		suffix, bar := "", "≤ 10000"
		if zone != "Asia/Ho_Chi_Minh" {
			suffix, bar = "/new_york", ""
		}
		rows = append(rows,
			row{Name: "calendar/compile" + suffix, Ours: ns, Unit: "ns", N: sizeCopies, Bar: "≤ 1000000"},
			row{Name: "calendar/memory" + suffix, Ours: bytes, Unit: "B", N: sizeCopies, Bar: bar})
	}
	return rows, nil
}

const sizeCopies = 200

func sizeOf(zone string) (ns, bytes float64, err error) {
	from := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	ten := func() (*calendar.Calendar, error) {
		c, err := workday(zone, shopWeek(), 10)
		if err != nil {
			return nil, err
		}
		_, err = c.Elapsed(from, from.AddDate(10, 0, 0))
		return c, err
	}
	var kept [sizeCopies]*calendar.Calendar
	var times []float64
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range kept {
		took, err := timed(func(int, int) (err error) { kept[i], err = ten(); return err }, 0, 1)
		if err != nil {
			return 0, 0, err
		}
		times = append(times, took)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(&kept)
	return median(times), float64(after.HeapAlloc-before.HeapAlloc) / sizeCopies, nil
}

// calendarAllocs counts the allocations of a thousand of each of the calls that a clock makes.
func calendarAllocs(context.Context, string) ([]row, error) {
	c, err := workday("Asia/Ho_Chi_Minh", shopWeek(), 18)
	if err != nil {
		return nil, err
	}
	at := starts(c.Zone())
	calls := func() error {
		for i := range 1000 {
			due, err := c.Due(at[i], calendar.Working(40*time.Hour))
			if err != nil {
				return err
			}
			if _, err := c.Elapsed(at[i], due); err != nil {
				return err
			}
			if _, err := c.Subtract(due, time.Hour); err != nil {
				return err
			}
			if _, err := c.Due(at[i], calendar.WorkingDates(5)); err != nil {
				return err
			}
			if _, err := c.NextOpen(at[i]); err != nil {
				return err
			}
		}
		return nil
	}
	if err := calls(); err != nil {
		return nil, err
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := calls(); err != nil {
		return nil, err
	}
	runtime.ReadMemStats(&after)
	return []row{{Name: "calendar/allocations", Ours: float64(after.Mallocs - before.Mallocs), Unit: "of 5000", N: 5000, Bar: "0"}}, nil
}
