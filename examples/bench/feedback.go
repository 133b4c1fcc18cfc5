package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback/detect"
)

// draws are what both sides observe: 4 % late where 5 % are promised, and about twenty a day.
type draws struct {
	late   [1 << 12]float64
	counts [1 << 12]int64
}

func newDraws() *draws {
	d, r := &draws{}, rand.New(rand.NewPCG(1, 2))
	for i := range d.late {
		if r.Float64() < 0.04 {
			d.late[i] = 1
		}
		d.counts[i] = int64(14 + r.IntN(7) + r.IntN(7))
	}
	return d
}

// feedbackDrift compares the detector of broken promises with the tabular CUSUM that a programmer would take from a textbook: two sums, tuned by hand.
func feedbackDrift(context.Context, string) ([]row, error) {
	ours, err := detect.NewDrift(detect.Promise{AtMost: 0.05, Immediate: true, Every: 1e9})
	if err != nil {
		return nil, err
	}
	d, day := newDraws(), calendar.MustDate(2026, 3, 2)
	var state detect.DriftState
	var up, down float64
	alarms := 0
	r, err := compare("feedback/drift/observe", "ours ≤ 15 ns, 0 allocs", 2_000_000, func(from, n int) error {
		for i := range n {
			if ours.Observe(&state, day, d.late[i&(1<<12-1)]) != nil {
				alarms++
			}
		}
		return nil
	}, func(from, n int) error {
		for i := range n {
			z := (d.late[i&(1<<12-1)] - 0.05) / 0.218
			up, down = max(0, up+z-0.5), max(0, down-z-0.5)
			if up > 50 || down > 50 {
				alarms++
				up, down = 0, 0
			}
		}
		return nil
	})
	return []row{r}, err
}

// feedbackDemand compares the detector of changed demand with the C2 rule of the Early Aberration Reporting System: mean and deviation of seven days up to two
// days ago, anew each day.
func feedbackDemand(context.Context, string) ([]row, error) {
	first := calendar.MustDate(2020, 1, 1)
	seasons, err := detect.NewSeasons(nil, first, first.AddDays(39_000))
	if err != nil {
		return nil, err
	}
	ours, err := detect.NewDemand(detect.Watch{Every: 1e9}, seasons)
	if err != nil {
		return nil, err
	}
	d, days := newDraws(), make([]calendar.Date, 39_000)
	for i := range days {
		days[i] = first.AddDays(i)
	}
	var state detect.DemandState
	alarms, at := 0, 0
	r, err := compare("feedback/demand/observe", "ours ≤ 120 ns, 0 allocs", 200_000, func(from, n int) error {
		for i := range n {
			if at++; at == len(days) {
				at, state = 0, detect.DemandState{}
			}
			if ours.Observe(&state, detect.Count{Day: days[at], N: d.counts[i&(1<<12-1)]}) != nil {
				alarms++
			}
		}
		return nil
	}, func(from, n int) error {
		for i := range n {
			var sum, squares float64
			for back := 3; back < 10; back++ {
				x := float64(d.counts[(i-back)&(1<<12-1)])
				sum += x
				squares += x * x
			}
			mean := sum / 7
			if float64(d.counts[i&(1<<12-1)]) > mean+3*math.Sqrt((squares-7*mean*mean)/6) {
				alarms++
			}
		}
		return nil
	})
	return []row{r}, err
}

// feedbackMemory is what a million streams of each kind take, in megabytes.
func feedbackMemory(context.Context, string) ([]row, error) {
	const streams = 1_000_000
	day := calendar.MustDate(2026, 3, 2)
	drift, err := detect.NewDrift(detect.Promise{AtMost: 0.05})
	if err != nil {
		return nil, err
	}
	demand, err := detect.NewDemand(detect.Watch{}, nil)
	if err != nil {
		return nil, err
	}
	promises := megabytes(func() any {
		states := make([]detect.DriftState, streams)
		for i := range states {
			drift.Observe(&states[i], day, float64(i%20/19))
		}
		return states
	})
	topics := megabytes(func() any {
		states := make([]detect.DemandState, streams)
		for i := range states {
			demand.Observe(&states[i], detect.Count{Day: day, N: int64(i % 20)})
		}
		return states
	})
	rows := []row{{Name: "feedback/drift/million", Ours: promises}, {Name: "feedback/demand/million", Ours: topics}}
	for i := range rows {
		rows[i].Unit, rows[i].N, rows[i].Bar = "MB", streams, "ours ≤ 300 MB"
		if rows[i].Ours > 300 {
			err = fmt.Errorf("%s: %.0f MB", rows[i].Name, rows[i].Ours)
		}
	}
	return rows, err
}

func megabytes(keep func() any) float64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	kept := keep()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(kept)
	return float64(after.HeapAlloc-before.HeapAlloc) / 1e6
}
