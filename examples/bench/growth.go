package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

// growth compares a shop with ten million registrations and ten million waiting deliveries to one with a hundred thousand of each. It takes ten minutes
// and 25 GB, so it runs only where -run names it (postgres/growth). CHAMSOC_BENCH_GROWTH is how many there are instead of ten million.
const (
	growthSmall = 100_000
	growthLarge = 10_000_000
	growthBytes = 4000 // of disk for each registration and delivery, with room to build the indexes
	growthKeys  = 5000 // the units that are asked for, spread over all
	growthUnits = 3    // of each customer
)

var growthNames = []string{
	"postgres/growth/lookup/serial", "postgres/growth/lookup/phone", "postgres/growth/due", "postgres/growth/customer",
	"postgres/growth/size/registration", "postgres/growth/size/delivery", "postgres/growth/size/item",
}

func growth(ctx context.Context, dir string) ([]row, error) {
	if !strings.Contains(flag.Lookup("run").Value.String(), "growth") {
		fmt.Fprintln(os.Stderr, "NOT MEASURED: postgres/growth loads 25 GB: name it (-run postgres/growth)")
		return nil, nil
	}
	n := growthLarge
	if text := os.Getenv("CHAMSOC_BENCH_GROWTH"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil || n < growthSmall {
			return nil, fmt.Errorf("CHAMSOC_BENCH_GROWTH is %q: give a number from %d", text, growthSmall)
		}
	}
	if err := enoughDisk(dir, n); err != nil {
		return nil, err
	}
	server, err := startServer(ctx, "shared_buffers=1GB", "maintenance_work_mem=512MB", "wal_level=minimal", "max_wal_senders=0", "max_parallel_maintenance_workers=2")
	if err != nil {
		return nil, err
	}
	defer server.close()
	small, err := newGrown(ctx, server, "small_", growthSmall)
	if err != nil {
		return nil, err
	}
	large, err := newGrown(ctx, server, "large_", n)
	if err != nil {
		return nil, err
	}
	return growthRows(ctx, small, large)
}

func enoughDisk(dir string, n int) error {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return err
	}
	if free := int64(disk.Bavail) * int64(disk.Bsize); free < int64(n)*growthBytes {
		return fmt.Errorf("%d GB are free in %s, %d GB are needed: set TMPDIR, or CHAMSOC_BENCH_GROWTH to fewer than %d", free>>30, dir, int64(n)*growthBytes>>30, n)
	}
	return nil
}

func growthRows(ctx context.Context, small, large *grown) (rows []row, err error) {
	for _, m := range []struct {
		name string
		do   func(g *grown, ctx context.Context, i int) error
	}{
		{"lookup/serial", (*grown).bySerial}, {"lookup/phone", (*grown).byPhone}, {"due", (*grown).due}, {"customer", (*grown).ofCustomer},
	} {
		r, err := medians("postgres/growth/"+m.name, func(i int) error { return m.do(large, ctx, i) }, func(i int) error { return m.do(small, ctx, i) })
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		rows = append(rows, r)
	}
	for _, of := range []struct{ name, table string }{{"registration", "warranty_registration"}, {"delivery", "queue_lane"}, {"item", "queue_item"}} {
		a, err := large.bytesOf(ctx, of.table)
		if err != nil {
			return nil, err
		}
		b, err := small.bytesOf(ctx, of.table)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{Name: "postgres/growth/size/" + of.name, Ours: a, Peer: b, Ratio: a / b, Unit: "bytes each", N: large.n})
	}
	return rows, nil
}

// medians takes the medians of single operations on both sides, after as many to warm up: what is asked for is then in the machine's memory, and the
// depth of the indexes is what differs.
func medians(name string, large, small func(i int) error) (row, error) {
	var times [2][]float64
	for round := range 2 {
		for i := range growthKeys {
			for side, do := range []func(int) error{large, small} {
				begun := time.Now()
				if err := do(i); err != nil {
					return row{}, err
				}
				if round == 1 {
					times[side] = append(times[side], float64(time.Since(begun).Nanoseconds()))
				}
			}
		}
	}
	a, b := median(times[0]), median(times[1])
	spread := func(t []float64) float64 { return (t[len(t)*3/4] - t[len(t)/4]) / 2 }
	return row{Name: name, Ours: a, Peer: b, Ratio: a / b, Unit: "ns p50", N: growthKeys, Noise: (spread(times[0])/a + spread(times[1])/b) / 2, Bar: "≤ 1.5"}, nil
}

// pick is a unit among all.
func (g *grown) pick(i int) int { return i * (g.n / growthKeys) }

// bySerial asks as a counter does. A serial alone is too little to be told anything, but it is found.
func (g *grown) bySerial(ctx context.Context, i int) error {
	serial := serialOf(g.pick(i))
	f, err := g.care.Warranty.Find(ctx, warranty.Inquiry{Serial: serial})
	if err == nil && len(f.Leads) != 1 && len(f.Candidates) != 1 {
		err = fmt.Errorf("%s is not found", serial)
	}
	return err
}

// byPhone reads what a counter weighs of a phone number: its last two hundred registrations.
func (g *grown) byPhone(ctx context.Context, i int) error {
	phone := storage.TextOf(fmt.Sprintf("+849%08d", g.pick(i)/growthUnits))
	return g.lists(ctx, "warranty_registration", storage.Query{Index: "by_phone", Prefix: []storage.Value{phone}, Reverse: true, Limit: 200}, growthUnits)
}

// due lists a hundred deliveries as a worker does.
func (g *grown) due(ctx context.Context, _ int) error {
	return g.lists(ctx, "queue_lane", storage.Query{Index: "by_ready", Before: storage.TimeOf(growthBegan.AddDate(1, 0, 0)), Limit: 100}, 100)
}

// ofCustomer lists what a customer has bought.
func (g *grown) ofCustomer(ctx context.Context, i int) error {
	customer := storage.TextOf(fmt.Sprintf("KH%08d", g.pick(i)/growthUnits))
	return g.lists(ctx, "warranty_registration", storage.Query{Index: "by_subject", Prefix: []storage.Value{customer}, Limit: 100}, growthUnits)
}

func (g *grown) lists(ctx context.Context, collection string, q storage.Query, want int) error {
	return g.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		page, err := r.Scan(ctx, collectionOf(collection), q)
		if err == nil && len(page.Items) > want || len(page.Items) == 0 {
			err = fmt.Errorf("%d records, expected %d", len(page.Items), want)
		}
		return err
	})
}

// bytesOf is what a record takes on disk, its indexes included.
func (g *grown) bytesOf(ctx context.Context, table string) (each float64, err error) {
	conn, err := pgx.ConnectConfig(ctx, g.server.config)
	if err != nil {
		return 0, err
	}
	defer conn.Close(ctx)
	name := pgx.Identifier{g.server.schema, g.prefix + table}.Sanitize()
	var size, rows int64
	err = conn.QueryRow(ctx, "select pg_total_relation_size('"+name+"'), count(*) from "+name).Scan(&size, &rows)
	return float64(size) / float64(max(rows, 1)), err
}
