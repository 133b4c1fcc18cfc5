package calendar_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
)

func officeHours(t testing.TB, zone string, shifts string) *calendar.Calendar {
	week := calendar.NewWeek(calendar.MustShifts(shifts), time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
	d := calendar.Definition{Zone: zone, Weeks: []calendar.Week{week}}
	for year := 2020; year < 2040; year++ {
		for month := time.January; month <= time.November; month++ {
			d.Closures = append(d.Closures, calendar.Closure{First: calendar.MustDate(year, month, 2*int(month))})
		}
	}
	c, err := calendar.Compile(d)
	require.NoError(t, err)
	return c
}

var benchStarts = func() [4096]time.Time {
	random := rand.New(rand.NewPCG(1, 2))
	var starts [4096]time.Time
	for i := range starts {
		starts[i] = time.Unix(1704067200+random.Int64N(4*365*86400), 0)
	}
	return starts
}()

func BenchmarkAdd(b *testing.B) {
	for _, zone := range []string{"Asia/Ho_Chi_Minh", "America/New_York"} {
		c := officeHours(b, zone, "09:00-17:00")
		for _, d := range []time.Duration{time.Hour, 8 * time.Hour, 40 * time.Hour, 1000 * time.Hour} {
			b.Run(zone+"/"+d.String(), func(b *testing.B) {
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					if _, err := c.Add(benchStarts[i%4096], d); err != nil {
						b.Fatal(err)
					}
					i++
				}
			})
		}
	}
}

func BenchmarkSubtract(b *testing.B) {
	c := officeHours(b, "Asia/Ho_Chi_Minh", "09:00-17:00")
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := c.Subtract(benchStarts[i%4096], 40*time.Hour); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkElapsed(b *testing.B) {
	c := officeHours(b, "Asia/Ho_Chi_Minh", "09:00-17:00")
	for _, days := range []int{1, 30, 365, 3650} {
		b.Run((time.Duration(days) * 24 * time.Hour).String(), func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				from := benchStarts[i%4096]
				if _, err := c.Elapsed(from, from.Add(time.Duration(days)*24*time.Hour)); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

func BenchmarkAddDates(b *testing.B) {
	c := officeHours(b, "Asia/Ho_Chi_Minh", "09:00-17:00")
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := c.Due(benchStarts[i%4096], calendar.WorkingDates(5)); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		c := officeHours(b, "America/New_York", "08:00-12:00 13:30-17:30")
		if _, err := c.Elapsed(benchStarts[0], benchStarts[0].AddDate(10, 0, 0)); err != nil {
			b.Fatal(err)
		}
	}
}
