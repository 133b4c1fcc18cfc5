package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chain"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/care/stats"
)

// chainOf is a promise over n links, in a row or, if wide, with two branches that meet.
func chainOf(n int, wide bool) (*chain.Chain, error) {
	office, err := calendar.Compile(calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("08:00-12:00 13:00-17:00"), time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)},
	})
	if err != nil {
		return nil, err
	}
	f := chain.Flow{Code: "bench", Edition: 1, Name: care.Text{VI: "bench", EN: "bench"}, Promise: chain.Promise{
		Within: calendar.Working(time.Duration(n) * 90 * time.Minute), Share: 0.9, Calendar: "office", Owner: "u0"}}
	unit := func(i int) chain.UnitCode {
		if i >= n {
			return chain.Outside
		}
		return chain.UnitCode(fmt.Sprint("u", i))
	}
	for i := range n {
		to := i + 1
		if wide && i%3 == 0 {
			to = min(i+2, n)
		}
		l := chain.Link{Code: chain.LinkCode(fmt.Sprint("l", i)), Supplier: unit(i), Receiver: unit(to), Calendar: "office",
			Goal: chain.Goal{Within: calendar.Working(2 * time.Hour), Share: 0.95, Acceptance: 0.9}}
		for _, side := range []chain.UnitCode{l.Supplier, l.Receiver} {
			l.Agreed = append(l.Agreed, chain.Consent{Unit: side})
		}
		f.Links = append(f.Links, l)
	}
	return chain.Compile(f, func(sla.CalendarCode) (*calendar.Calendar, bool) { return office, true })
}

// chainCosts measures what a chain is asked.
func chainCosts(context.Context, string) ([]row, error) {
	eight, err := chainOf(8, true)
	if err != nil {
		return nil, err
	}
	six, err := chainOf(6, false)
	if err != nil {
		return nil, err
	}
	twenty, err := chainOf(20, false)
	if err != nil {
		return nil, err
	}
	took := make([]time.Duration, 8)
	for i := range took {
		took[i] = time.Duration(3+i%3) * time.Hour
	}
	start := time.Date(2026, time.March, 2, 1, 0, 0, 0, time.UTC)
	var events []chain.Event
	for i, l := range six.Flow().Links {
		for k, kind := range []chain.EventKind{chain.Requested, chain.Delivered, chain.Rejected, chain.Delivered, chain.Accepted} {
			events = append(events, chain.Event{Link: l.Code, Kind: kind, At: start.Add(time.Duration(i*10+2*k) * time.Hour), Reason: "x"})
		}
	}
	histograms := make([]*stats.Histogram, 20)
	for i := range histograms {
		h, err := stats.NewHistogram(stats.Scale{})
		if err != nil {
			return nil, err
		}
		for k := range 500 {
			if err := h.Observe(float64(1800+k*20), start); err != nil {
				return nil, err
			}
		}
		histograms[i] = &h
	}
	watch, err := chain.NewLinkWatch()
	if err != nil {
		return nil, err
	}
	end := start.AddDate(0, 1, 0)
	var rows []row
	for _, m := range []struct {
		name, bar string
		n         int
		op        func(i int) error
	}{
		{"chain/attribute/8links", "≤ 20,000", 2000, func(int) error { return same(nil, eight.Attribute(took, eight.Goals()).Late > 0, true) }},
		{"chain/ledger/30events", "≤ 5,000", 5000, func(int) error {
			r, err := six.Course(events, end)
			if err != nil {
				return err
			}
			l, err := six.Ledger(r)
			return same(err, l.Whole, r.Took)
		}},
		{"chain/feasible/20links", "≤ 10,000,000", 20, func(int) error { return same(nil, twenty.Feasible(histograms).Cases, 500) }},
		{"chain/handover", "≤ 2,000", 50_000, func(i int) error { // 500 k/s
			return watch.Observe(chain.Handover{Took: time.Duration(1000+i%9000) * time.Second, At: start.Add(time.Duration(i) * time.Second)})
		}},
	} {
		r, err := ourselves(m.name, m.bar, m.n, each(m.op))
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// ourselves measures what has no peer.
func ourselves(name, bar string, n int, ours side) (row, error) {
	var all []float64
	for round := range rounds + 2 {
		runtime.GC()
		x, err := timed(ours, round*n, n)
		if err != nil {
			return row{}, err
		}
		if round >= 2 {
			all = append(all, x)
		}
	}
	return row{Name: name, Ours: median(all), Unit: "ns/op", N: n * rounds, Bar: bar}, nil
}
