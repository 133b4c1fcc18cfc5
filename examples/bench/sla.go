package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/storage/sqlite"
)

// supportBook promises a first and a next answer in 4 working hours and a solution in 16, with three levels; half of that is edition 2.
func supportBook() (*sla.Book, error) {
	hours, err := calendar.Compile(calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{shopWeek()}})
	if err != nil {
		return nil, err
	}
	var agreements []sla.Agreement
	for edition, factor := range []time.Duration{2, 1} {
		agreements = append(agreements, sla.Agreement{
			Code: "support", Edition: edition + 1, Calendar: "office", From: time.Unix(int64(edition), 0),
			Targets: []sla.Target{
				{Code: sla.FirstResponse, Within: calendar.Working(2 * time.Hour * factor)},
				{Code: sla.NextResponse, Within: calendar.Working(2 * time.Hour * factor)},
				{
					Code: sla.Resolution, Within: calendar.Working(8 * time.Hour * factor), PausedBy: []sla.PauseReason{"waiting_customer", "waiting_supplier"},
					Levels: []sla.Level{{Code: "half", Percent: 50}, {Code: "soon", Before: calendar.Working(2 * time.Hour)}, {Code: "manager", Percent: 150}},
				},
			},
		})
	}
	return sla.NewBook(agreements, []sla.Calendar{{Code: "office", Edition: 1, Hours: hours}})
}

var given, tried = sla.Ref{Agreement: "support", Edition: 1, Calendar: "office", CalendarEdition: 1},
	sla.Ref{Agreement: "support", Edition: 2, Calendar: "office", CalendarEdition: 1}

// supportCases are cases of a year with six events, two of them the beginnings of pauses; the last event resolves the case.
func supportCases(n int) []sla.Case {
	random := rand.New(rand.NewPCG(1, 2))
	cases := make([]sla.Case, n)
	for i := range cases {
		at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(random.Int64N(365*24*3600)) * time.Second)
		c := sla.Case{Segment: care.SegmentRef([]string{"retail", "gold", "dealer"}[random.IntN(3)]), Channel: care.ChannelPhone, Plan: given}
		for k, e := range []sla.Event{
			{Kind: sla.Opened, Priority: "P2", Team: "desk"}, {Kind: sla.Replied}, {Kind: sla.Paused, Pause: "waiting_customer"},
			{Kind: sla.Resumed, Pause: "waiting_customer"}, {Kind: sla.Paused, Pause: "waiting_supplier"}, {Kind: sla.Resolved},
		} {
			e.ID, e.At, e.Seq = fmt.Sprintf("%08x-%d", i, k), at, int64(k+1)
			at = at.Add(time.Minute + time.Duration(random.Int64N(12*3600))*time.Second)
			c.Events = append(c.Events, e)
		}
		cases[i] = c
	}
	return cases
}

// slaReplay measures one replay of six events with two pauses; the reasons can be had from what it returns, and are measured beside it.
func slaReplay(context.Context, string) ([]row, error) {
	book, err := supportBook()
	if err != nil {
		return nil, err
	}
	p, _ := book.Promise(given)
	cases := supportCases(256)
	replay := func(i int) (sla.State, error) {
		events := cases[i%len(cases)].Events
		return sla.Replay(p, events, events[len(events)-1].At.Add(-time.Minute)) // still paused, or about to be resolved
	}
	measure := func(do func(i int) error) (float64, error) {
		var costs []float64
		for round := range rounds + 2 {
			runtime.GC()
			cost, err := timed(each(do), round*asked, 4*asked)
			if err != nil {
				return 0, err
			}
			if round >= 2 {
				costs = append(costs, cost)
			}
		}
		return median(costs), nil
	}
	alone, err := measure(func(i int) error {
		_, err := replay(i)
		return err
	})
	if err != nil {
		return nil, err
	}
	said := 0
	reasons, err := measure(func(i int) error {
		s, err := replay(i)
		said += len(s.Reasons())
		return err
	})
	if err == nil && said == 0 {
		err = errors.New("no reasons were given")
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := range asked {
		if _, err := replay(i); err != nil {
			return nil, err
		}
	}
	runtime.ReadMemStats(&after)
	allocs := float64(after.Mallocs-before.Mallocs) / asked
	return []row{
		{Name: "sla/replay", Ours: alone, Unit: "ns/op", N: 4 * asked * rounds, Bar: "≤ 1,000"},
		{Name: "sla/replay/allocs", Ours: allocs, Unit: "allocs/op", N: asked, Bar: "≤ 3"},
		{Name: "sla/replay/reasons", Ours: reasons, Unit: "ns/op", N: 4 * asked * rounds},
	}, err
}

// again reads the same bytes several times over.
type again struct {
	data  []byte
	rest  []byte
	times int
}

func (r *again) Read(b []byte) (int, error) {
	if len(r.rest) == 0 {
		if r.times == 0 {
			return 0, io.EOF
		}
		r.times--
		r.rest = r.data
	}
	n := copy(b, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// slaBacktest measures stored cases a second on one core, decoded and replayed twice, and the memory for ten times as many.
func slaBacktest(ctx context.Context, _ string) ([]row, error) {
	book, err := supportBook()
	if err != nil {
		return nil, err
	}
	var archive []byte
	cases := supportCases(20_000)
	for i := range cases {
		if archive, err = sla.AppendCase(archive, &cases[i]); err != nil {
			return nil, err
		}
	}
	stored := len(cases)
	cases = nil
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	p, _ := book.Promise(tried)
	run := func(times int) (rate float64, heap uint64, err error) {
		n, wanted := 0, times*stored
		plan := func(*sla.Case) *sla.Promise {
			if n++; n == wanted && heap == 0 { // while everything that it needs is in use
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				heap = m.HeapAlloc
			}
			return p
		}
		start := time.Now()
		c, err := sla.BacktestArchive(ctx, &again{data: archive, times: times}, sla.Trial{Book: book, Plan: plan, Workers: 1})
		if err == nil && (int(c.Cases) != wanted || c.Turned[sla.Resolution].Worse == 0) {
			err = fmt.Errorf("back-test of %d cases: %+v", wanted, c.Turned)
		}
		return float64(wanted) / time.Since(start).Seconds(), heap, err
	}
	var rates []float64
	for range 7 {
		rate, _, err := run(10)
		if err != nil {
			return nil, err
		}
		rates = append(rates, rate)
	}
	_, few, err := run(5)
	if err != nil {
		return nil, err
	}
	_, many, err := run(50)
	runtime.KeepAlive(archive)
	return []row{
		{Name: "sla/backtest", Ours: median(rates), Unit: "cases/s", N: 7 * 10 * stored, Bar: "≥ 500,000"},
		{Name: "sla/backtest/memory", Ours: float64(many), Peer: float64(few), Ratio: float64(many) / float64(few), Unit: "bytes", N: 50 * stored, Bar: "≤ 1.1"},
	}, err
}

var slaWake = queue.NewTask[sla.Wake]("bench.wake", 1)

// dueStep is the time in which a hundred timers fall due.
const dueStep = time.Hour

// slaDue compares a hundred wakes among a million open cases with the same among ten thousand: each is delivered, replayed and followed again.
func slaDue(ctx context.Context, dir string) ([]row, error) {
	few, closeFew, err := loadTimers(ctx, filepath.Join(dir, "few.db"), 10_000)
	if err != nil {
		return nil, err
	}
	defer closeFew()
	many, closeMany, err := loadTimers(ctx, filepath.Join(dir, "many.db"), 1_000_000)
	if err != nil {
		return nil, err
	}
	defer closeMany()
	r, err := compare("sla/due/growth", "≤ 1.6", 1, many, few)
	r.Unit = "ns/100"
	return []row{r}, err
}

// loadTimers stores n open cases of which a hundred fall due each hour, and returns the side that lives through an hour.
func loadTimers(ctx context.Context, path string, n int) (side, func(), error) {
	book, err := supportBook()
	if err != nil {
		return nil, nil, err
	}
	p, _ := book.Promise(given)
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	now := start
	db, store, tenants, err := openTimers(ctx, path)
	if err != nil {
		return nil, nil, err
	}
	env := care.Env{Now: func() time.Time { return now }}
	timers, err := sla.NewTimers(store, sla.TimerConfig{Env: env, Task: slaWake})
	if err != nil {
		return nil, nil, err
	}
	followed := func(i int) sla.Followed {
		return sla.Followed{About: care.About{Kind: "bench.case", Ref: strconv.Itoa(i)}, Subject: "C" + strconv.Itoa(i)}
	}
	const batch = 1000
	for from := 0; from < n; from += batch {
		rings := make([]sla.Ring, batch)
		for k := range rings {
			rings[k] = sla.Ring{Followed: followed(from + k), Due: start.Add(dueStep * time.Duration(1+(from+k)/claimed))}
		}
		if err := timers.SetAll(ctx, rings); err != nil {
			return nil, nil, err
		}
	}
	round := dueStep * time.Duration(n/claimed) // until the same case falls due again
	worker, err := queue.NewWorker(queue.Config{
		Tenants: only{tenants}, Now: env.Now, Lease: time.Hour,
		Subscriptions: []queue.Subscription{queue.Subscribe(slaWake, "bench", func(ctx context.Context, store storage.Store, d queue.Delivery[sla.Wake]) error {
			s, err := sla.Replay(p, []sla.Event{{At: d.Due.Add(-time.Hour), Kind: sla.Opened}}, now)
			if err != nil {
				return err
			}
			s.Wake, s.Fires, s.Runs = d.Due.Add(round), nil, nil // the next case is opened under the same name
			_, err = timers.In(store).Follow(ctx, sla.Followed{About: d.Payload.About, Subject: d.Subject}, s)
			return err
		})},
	})
	if err == nil {
		_, err = worker.RunOnce(ctx) // nothing is due yet: what was put is sorted in
	}
	live := func(_, hours int) error {
		for range hours {
			now = now.Add(dueStep)
			report, err := worker.RunOnce(ctx)
			if err := same(err, report.Done, claimed); err != nil {
				return err
			}
		}
		return nil
	}
	return live, func() { db.Close() }, err
}

func openTimers(ctx context.Context, path string) (*sql.DB, storage.Store, *sqlite.DB, error) {
	db, err := open(path)
	if err != nil {
		return nil, nil, nil, err
	}
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: append(queue.Schemas(), sla.Schemas()...)})
	if err != nil {
		return nil, nil, nil, err
	}
	return db, tenants.ForTenant(tenant), tenants, tenants.Apply(ctx)
}
