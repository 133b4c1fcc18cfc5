package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/storage/sqlite"
)

// ping is a payload as events have it: two ids.
type ping struct {
	Registration string `json:"registration"`
	Outcome      string `json:"outcome"`
}

var pings = queue.NewTopic[ping]("bench.ping", 1)

const claimed = 100 // deliveries that one measured operation claims, handles and records

// queueCase is a queue on SQLite with so much in it, on a connection opened after loading.
type queueCase struct {
	name                 string
	due, parked, blocked int
}

// queueGrowth compares claiming a hundred with ten thousand due to the same with more of everything.
func queueGrowth(ctx context.Context, dir string) (rows []row, err error) {
	few, closeFew, err := loadQueue(ctx, dir, queueCase{name: "few", due: 10_000})
	if err != nil {
		return nil, err
	}
	defer closeFew()
	for _, c := range []struct {
		row, bar string
		queueCase
	}{
		{"queue/sqlite/claim/growth", "≤ 1.6", queueCase{"due", 1_000_000, 0, 0}},
		{"queue/sqlite/claim/parked", "≤ 1.5", queueCase{"parked", 10_000, 100_000, 0}},
		{"queue/sqlite/claim/blocked", "≤ 1.5", queueCase{"blocked", 10_000, 0, 990_000}},
	} {
		many, closeMany, err := loadQueue(ctx, dir, c.queueCase)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		r, err := compare(c.row, c.bar, 1, claim(many), claim(few))
		closeMany()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		r.Unit = "ns/100"
		rows = append(rows, r)
	}
	return rows, nil
}

// claim has the worker claim, handle and record a hundred deliveries, n times.
func claim(w *queue.Worker) side {
	return each(func(int) error {
		report, err := w.RunOnce(context.Background())
		return same(err, report.Done, claimed)
	})
}

func loadQueue(ctx context.Context, dir string, c queueCase) (*queue.Worker, func(), error) {
	path := filepath.Join(dir, c.name+".db")
	db, tenants, err := openQueue(ctx, path)
	if err == nil {
		err = fillQueue(ctx, tenants, c)
	}
	if err != nil {
		return nil, nil, err
	}
	if err := db.Close(); err != nil {
		return nil, nil, err
	}
	if db, tenants, err = openQueue(ctx, path); err != nil {
		return nil, nil, err
	}
	worker, err := queue.NewWorker(queue.Config{
		Tenants: only{tenants}, Limit: claimed, Lease: time.Hour,
		Subscriptions: []queue.Subscription{queue.Subscribe(pings, "bench", ignore)},
	})
	return worker, func() { db.Close() }, err
}

// only serves the bench's tenant alone.
type only struct{ storage.Tenants }

func (o only) ForTenant(string) storage.Store { return o.Tenants.ForTenant(tenant) }

func openQueue(ctx context.Context, path string) (*sql.DB, *sqlite.DB, error) {
	db, err := open(path)
	if err != nil {
		return nil, nil, err
	}
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: queue.Schemas()})
	if err != nil {
		return nil, nil, err
	}
	return db, tenants, tenants.Apply(ctx)
}

func ignore(context.Context, storage.Store, queue.Delivery[ping]) error { return nil }

// fillQueue parks and blocks what is to be, and then puts what is due.
func fillQueue(ctx context.Context, tenants storage.Tenants, c queueCase) error {
	store := tenants.ForTenant(tenant)
	const each = 100 // deliveries of a blocked key, the first of which is parked
	err := putPings(ctx, store, c.parked, func(i int) string { return fmt.Sprint("parked-", i) })
	if err == nil {
		err = putPings(ctx, store, c.blocked, func(i int) string { return fmt.Sprint("blocked-", i/each) })
	}
	if err != nil {
		return err
	}
	if c.parked+c.blocked > 0 {
		parker, err := queue.NewWorker(queue.Config{
			Tenants: only{tenants}, Batch: 500, Lease: time.Hour,
			Subscriptions: []queue.Subscription{queue.Subscribe(pings, "bench", func(context.Context, storage.Store, queue.Delivery[ping]) error {
				return queue.Park(errors.New("parked for the bench"))
			})},
		})
		if err != nil {
			return err
		}
		if _, err := parker.RunOnce(ctx); err != nil {
			return err
		}
	}
	return putPings(ctx, store, c.due, func(int) string { return "" })
}

func putPings(ctx context.Context, store storage.Store, n int, key func(i int) string) error {
	const batch = 1000
	for from := 0; from < n; from += batch {
		all := make([]queue.Item[ping], min(batch, n-from))
		for i := range all {
			all[i] = queue.Item[ping]{Key: key(from + i), Payload: ping{"0190a7f2-5d51-7f5e-9b3a-2f1f6f3f7c11", "covered"}}
		}
		err := store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return pings.PutAll(ctx, tx, all) })
		if err != nil {
			return err
		}
	}
	return nil
}

// queueThroughput measures putting, claiming, handling and recording, with one worker and in batches of a hundred.
func queueThroughput(ctx context.Context, dir string) ([]row, error) {
	_, onSQLite, err := openQueue(ctx, filepath.Join(dir, "through.db"))
	if err != nil {
		return nil, err
	}
	inMemory, err := memory.New(queue.Schemas()...)
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, c := range []struct {
		name, bar string
		tenants   storage.Tenants
		items     int
	}{{"queue/sqlite/throughput", "≥ 8,000", onSQLite, 10_000}, {"queue/memory/throughput", "≥ 100,000", inMemory, 50_000}} {
		worker, err := queue.NewWorker(queue.Config{
			Tenants: only{c.tenants}, Batch: 100, Concurrency: 1, Subscriptions: []queue.Subscription{queue.Subscribe(pings, "bench", ignore)},
		})
		if err != nil {
			return nil, err
		}
		var rates []float64
		for range 5 {
			start := time.Now()
			for range c.items / 100 {
				if err := putPings(ctx, c.tenants.ForTenant(tenant), 100, func(int) string { return "" }); err != nil {
					return nil, err
				}
			}
			report, err := worker.RunOnce(ctx)
			if err := same(err, report.Done, c.items); err != nil {
				return nil, err
			}
			rates = append(rates, float64(c.items)/time.Since(start).Seconds())
		}
		rows = append(rows, row{Name: c.name, Ours: median(rates), Unit: "items/s", N: 5 * c.items, Bar: c.bar})
	}
	return rows, nil
}

// queueLatency measures from the return of a commit to the start of the handler, with an idle worker in the same process.
func queueLatency(ctx context.Context, dir string) ([]row, error) {
	_, tenants, err := openQueue(ctx, filepath.Join(dir, "latency.db"))
	if err != nil {
		return nil, err
	}
	bell, began := &queue.Bell{}, make(chan time.Time, 1)
	worker, err := queue.NewWorker(queue.Config{
		Tenants: only{tenants}, Bell: bell, Poll: time.Minute,
		Subscriptions: []queue.Subscription{queue.Subscribe(pings, "bench", func(context.Context, storage.Store, queue.Delivery[ping]) error {
			began <- time.Now()
			return nil
		})},
	})
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- worker.Run(ctx) }()
	topic, store := pings.With(bell), tenants.ForTenant(tenant)
	var waits []float64
	for range 1000 {
		time.Sleep(2 * time.Millisecond) // until the worker has recorded the one before, and is idle
		err := store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return topic.Put(ctx, tx, queue.Item[ping]{}) })
		if err != nil {
			return nil, err
		}
		committed := time.Now()
		waits = append(waits, max(0, float64((<-began).Sub(committed).Microseconds())/1000))
	}
	stop()
	slices.Sort(waits)
	p99 := waits[len(waits)*99/100]
	return []row{{Name: "queue/latency", Ours: p99, Peer: median(waits), Unit: "ms p99 (p50)", N: len(waits), Bar: "≤ 5"}}, <-ended
}
