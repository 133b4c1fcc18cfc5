package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/chamsoc/chamsoc/storage/pgxstore"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// openQueue opens a queue of its own, in tables that begin with the name.
func (s *pgServer) openQueue(ctx context.Context, name string) (*pgxstore.DB, func(), error) {
	settings, err := pgxpool.ParseConfig(s.config.ConnString())
	if err != nil {
		return nil, nil, err
	}
	settings.MaxConns = 8
	pool, err := pgxpool.NewWithConfig(ctx, settings)
	if err != nil {
		return nil, nil, err
	}
	tenants, err := pgxstore.New(pool, pgxstore.Config{Schemas: queue.Schemas(), Schema: s.schema, Prefix: name + "_"})
	if err == nil {
		err = tenants.Apply(ctx)
	}
	return tenants, pool.Close, err
}

func pgWorker(tenants *pgxstore.DB, limit int) (*queue.Worker, error) {
	return queue.NewWorker(queue.Config{
		Tenants: only{tenants}, Limit: limit, Lease: time.Hour, Concurrency: 1,
		Subscriptions: []queue.Subscription{queue.Subscribe(pings, "bench", ignore)},
	})
}

// postgresQueueGrowth compares claiming, handling and recording a hundred of a million with the same of ten thousand; and beside what a million
// that are done have left behind, before any vacuum.
func postgresQueueGrowth(ctx context.Context, _ string) (rows []row, err error) {
	server, err := startServer(ctx)
	if err != nil {
		return nil, err
	}
	defer server.close()
	workers := map[string]*queue.Worker{}
	for name, n := range map[string]int{"few": 10_000, "many": 1_000_000, "dead": 1_000_000} {
		tenants, end, err := server.openQueue(ctx, name)
		if err != nil {
			return nil, err
		}
		if err := putPings(ctx, tenants.ForTenant(tenant), n, func(int) string { return "" }); err != nil {
			return nil, err
		}
		items := server.schema + "." + name + "_queue_item"
		after := []string{`vacuum analyze ` + items}
		if name == "dead" {
			lanes := server.schema + "." + name + "_queue_lane"
			after = append(after, `insert into `+lanes+` (tenant, id, version, lane, ready, body) select tenant, id, 1, id::text, now() - interval '1 hour', '{}' from `+items,
				`analyze `+lanes, `delete from `+lanes, `delete from `+items)
		}
		if err := server.run(ctx, after...); err != nil {
			return nil, err
		}
		if name == "dead" {
			if err := putPings(ctx, tenants.ForTenant(tenant), 10_000, func(int) string { return "" }); err != nil {
				return nil, err
			}
		}
		end() // the connection that loaded is no measure of those that work
		if tenants, end, err = server.openQueue(ctx, name); err != nil {
			return nil, err
		}
		defer end()
		if workers[name], err = pgWorker(tenants, claimed); err != nil {
			return nil, err
		}
	}
	for _, c := range []struct{ row, bar, large string }{
		{"queue/postgres/claim/growth", "≤ 1.5", "many"}, {"queue/postgres/claim/dead", "≤ 1.5", "dead"},
	} {
		r, err := compare(c.row, c.bar, 1, claim(workers[c.large]), claim(workers["few"]))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.large, err)
		}
		r.Unit = "ns/100"
		rows = append(rows, r)
	}
	return rows, nil
}

// postgresThroughput has four workers claim, handle and record what is there, in batches, of one tenant and of many.
func postgresThroughput(ctx context.Context, _ string) (rows []row, err error) {
	server, err := startServer(ctx)
	if err != nil {
		return nil, err
	}
	defer server.close()
	tenants, end, err := server.openQueue(ctx, "through")
	if err != nil {
		return nil, err
	}
	defer end()
	const items, workers = 20_000, 4
	var rates []float64
	for range 5 {
		if err := putPings(ctx, tenants.ForTenant(tenant), items, func(int) string { return "" }); err != nil {
			return nil, err
		}
		start, done := time.Now(), [workers]int{}
		var all sync.WaitGroup
		var errs [workers]error
		for i := range workers {
			all.Go(func() {
				worker, err := pgWorker(tenants, 0)
				if err == nil {
					var report queue.Report
					report, err = worker.RunOnce(ctx)
					done[i] = report.Done
				}
				errs[i] = err
			})
		}
		all.Wait()
		sum := 0
		for i := range workers {
			if errs[i] != nil {
				return nil, errs[i]
			}
			sum += done[i]
		}
		if err := same(nil, sum, items); err != nil {
			return nil, err
		}
		rates = append(rates, items/time.Since(start).Seconds())
	}
	return []row{{Name: "queue/postgres/throughput", Ours: median(rates), Unit: "items/s", N: 5 * items, Bar: "≥ 10,000"}}, nil
}
