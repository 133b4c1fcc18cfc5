package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// warrantyDecide is the time of one whole decision, with three repairs, four parts and all reasons; and what it allocates.
func warrantyDecide(context.Context, string) ([]row, error) {
	facts, err := busyFacts()
	if err != nil {
		return nil, err
	}
	d := warranty.Decide(facts)
	if d.Outcome != warranty.Covered || len(d.PartEnd) != 4 || len(d.Remedies) != 4 || len(d.All()) < 15 {
		return nil, fmt.Errorf("a decision of %d reasons is not the whole one: %s", len(d.All()), d.All().Text(care.LangEN))
	}
	const n = 20_000
	ns := make([]float64, 0, rounds)
	for range rounds {
		runtime.GC()
		start := time.Now()
		for range n {
			warranty.Decide(facts)
		}
		ns = append(ns, float64(time.Since(start).Nanoseconds())/n)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range n {
		warranty.Decide(facts)
	}
	runtime.ReadMemStats(&after)
	allocations := float64(after.Mallocs-before.Mallocs) / n
	return []row{
		{Name: "warranty/decide", Ours: median(ns), Unit: "ns/op", N: n * rounds, Bar: "≤ 2000 ns"},
		{Name: "warranty/decide/allocs", Ours: allocations, Unit: "allocs/op", N: n, Bar: "≤ 8"},
	}, nil
}

func busyFacts() (warranty.Facts, error) {
	day := func(year int, month time.Month, d int) calendar.Date { return calendar.MustDate(year, month, d) }
	usual := calendar.MustShifts("08:00-17:00")
	official, err := calendar.Compile(calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{{Mon: usual, Tue: usual, Wed: usual, Thu: usual, Fri: usual}},
		Closures: []calendar.Closure{{First: day(2027, 2, 5), Last: day(2027, 2, 10)}},
	})
	name := care.Text{VI: "bộ phận", EN: "part"}
	f := warranty.Facts{
		Unit: warranty.UnitRef{Invoice: "HD1", Line: 1, Unit: 1}, Delivered: day(2025, 8, 31), Sold: day(2025, 8, 31), Law: law.At(law.Vietnam, day(2025, 8, 31)),
		Terms: warranty.Terms{Code: "appliances", Edition: 1, Months: 18, Published: time.Date(2025, 9, 9, 0, 0, 0, 0, time.UTC)},
		On:    day(2026, 9, 5), Asked: day(2026, 10, 20), Fault: "noise", Official: official, Vulnerable: true, Outside: true,
		Card: warranty.Card{Demanded: day(2025, 1, 1)},
	}
	f.Terms.Exclusions = []warranty.Exclusion{{Fault: "noise", Text: name}}
	for _, part := range []warranty.PartCode{"battery", "screen", "motor", "compressor"} {
		f.Terms.Parts = append(f.Terms.Parts, warranty.Part{Code: part, Months: 12, Name: name})
	}
	for i, in := range []calendar.Date{day(2025, 11, 3), day(2026, 2, 2), day(2026, 6, 1)} {
		f.Repairs = append(f.Repairs, warranty.Repair{
			In: in, Out: in.AddDays(9), Promised: in.AddDays(9), Fault: "noise", Replaced: []warranty.PartCode{f.Terms.Parts[i+1].Code}, Failed: i == 2,
		})
	}
	return f, err
}
