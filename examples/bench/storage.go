package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"

	_ "modernc.org/sqlite"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/sqlite"
)

const tenant = "shop-7"

var benches = []bench{
	{[]string{"storage/sqlite/lookup", "storage/sqlite/insert", "storage/sqlite/update", "storage/sqlite/page100"}, sqliteCosts},
	{[]string{"storage/sqlite/page/growth"}, sqliteGrowth},
	{[]string{"storage/memory/get/growth", "storage/memory/record/growth"}, memoryGrowth},
	{[]string{"storage/import"}, importing},
	{[]string{"queue/sqlite/claim/growth", "queue/sqlite/claim/parked", "queue/sqlite/claim/blocked"}, queueGrowth},
	{[]string{"queue/sqlite/throughput", "queue/memory/throughput"}, queueThroughput},
	{[]string{"queue/latency"}, queueLatency},
	{[]string{"feedback/drift/observe"}, feedbackDrift},
	{[]string{"feedback/demand/observe"}, feedbackDemand},
	{[]string{"feedback/drift/million", "feedback/demand/million"}, feedbackMemory},
	{[]string{"feedback/report/year"}, feedbackReport},
	{[]string{"care/notice/plan"}, noticePlan},
	{[]string{"sla/replay", "sla/replay/allocs", "sla/replay/reasons"}, slaReplay},
	{[]string{"sla/backtest", "sla/backtest/memory"}, slaBacktest},
	{[]string{"sla/due/growth"}, slaDue},
	{[]string{"chain/attribute/8links", "chain/ledger/30events", "chain/feasible/20links", "chain/handover"}, chainCosts},
	{growthNames, growth},
	{[]string{"calendar/add/1h", "calendar/add/40h", "calendar/elapsed/1y"}, calendarCosts},
	{[]string{"calendar/growth"}, calendarGrowth},
	{[]string{"calendar/compile", "calendar/memory", "calendar/compile/new_york", "calendar/memory/new_york"}, calendarSize},
	{[]string{"calendar/allocations"}, calendarAllocs},
	{postgresNames("lookup", "page100", "update+queue", "update+queue/host", "insert", "insert/plain", "batch100"), postgresCosts},
	{rankingNames(), faqRanking},
	{[]string{"queue/postgres/claim/growth", "queue/postgres/claim/dead"}, postgresQueueGrowth},
	{[]string{"queue/postgres/throughput"}, postgresThroughput},
	{[]string{"warranty/decide", "warranty/decide/allocs"}, warrantyDecide},
	{[]string{"warranty/import", "warranty/import/rss/20k", "warranty/import/rss/200k"}, warrantyImport},
	{[]string{"warranty/match/phone", "warranty/match/phone/unit", "warranty/match/misread", "warranty/match/calibration", "warranty/match/questions", "warranty/match/strangers"}, matchQuality},
	{[]string{"warranty/match/public/ask", "warranty/match/public/confirm"}, matchPublic},
	{[]string{"warranty/match/growth", "warranty/match/growth/phone", "warranty/match/growth/serial", "warranty/match/growth/invoice", "warranty/match/growth/name"}, matchGrowth},
	{[]string{"care/enquiry/ask"}, enquiryCost},
	{[]string{"policy/check", "care/policy/check"}, policyCheck},
	{[]string{"faq/quality/unknown/xquad-vi", "faq/quality/unknown/banking77"}, faqUnknown},
	{groupNames("banking77", "banking77-odd"), faqGroups},
	faqSpeed("1k", 1_000, "≥ 5 times"), faqSpeed("10k", 10_000, "≥ 8 times"), faqSpeed("100k", 100_000, "≥ 10 times"), faqSpeed("1m", 1_000_000, "≥ 20 times"),
}

func open(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_txlock=immediate")
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

func openStore(ctx context.Context, db *sql.DB) (storage.Store, error) {
	d, err := sqlite.New(db, sqlite.Config{Schemas: []*storage.Schema{units.Schema()}})
	if err != nil {
		return nil, err
	}
	return d.ForTenant(tenant), d.Apply(ctx)
}

// fill stores units 0 to n-1 on our side and, if there is one, the peer's.
func fill(ctx context.Context, store storage.Store, h *byHand, n int) (ids []storage.ID[unit], err error) {
	const batch = 5000
	for from := 0; from < n; from += batch {
		var us []unit
		for i := from; i < min(from+batch, n); i++ {
			us = append(us, makeUnit(i))
		}
		err := store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
			us, err = units.PutAll(ctx, tx, us)
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, u := range us {
			ids = append(ids, u.ID)
		}
		if h == nil {
			continue
		}
		tx, err := h.db.BeginTx(ctx, nil)
		if err != nil {
			return nil, err
		}
		for _, u := range us {
			if err := h.put(ctx, tx, u); err != nil {
				return nil, err
			}
		}
		if err := tx.Commit(); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// sqliteCosts compares single operations on 21,000 units.
func sqliteCosts(ctx context.Context, dir string) (rows []row, err error) {
	const stored = 140 * unitsEach
	path := filepath.Join(dir, "a.db")
	db, err := open(path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	store, err := openStore(ctx, db)
	if err != nil {
		return nil, err
	}
	h, err := newByHand(ctx, db)
	if err != nil {
		return nil, err
	}
	ids, err := fill(ctx, store, h, stored)
	if err != nil {
		return nil, err
	}
	pick := func(i int) int { return i * 7919 % stored }
	measure := func(name, bar string, n int, ours, peer func(i int) error) {
		if err != nil {
			return
		}
		var r row
		r, err = compare(name, bar, n, each(ours), each(peer))
		rows = append(rows, r)
	}
	measure("storage/sqlite/lookup", "≤ 1.15", 2000, func(i int) error {
		return store.View(ctx, func(ctx context.Context, r storage.Reader) error {
			u, err := units.One(ctx, r, bySerial.Key("TL-BS236", serialOf(pick(i))))
			return same(err, u.Serial, serialOf(pick(i)))
		})
	}, func(i int) error {
		u, err := scanUnit(h.lookup.QueryRowContext(ctx, tenant, "TL-BS236", serialOf(pick(i))).Scan)
		return same(err, u.Serial, serialOf(pick(i)))
	})
	measure("storage/sqlite/update", "≤ 1.2", 1000, func(i int) error {
		return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			u, err := units.Get(ctx, tx, ids[pick(i)])
			if err != nil {
				return err
			}
			u.Repairs++
			_, err = units.Put(ctx, tx, u)
			return err
		})
	}, func(i int) error { return h.addRepair(ctx, ids[pick(i)]) })
	measure("storage/sqlite/page100", "≤ 1.5", 50, func(i int) error {
		page, err := units.List(store, byCustomer.Prefix(customerOf(pick(i)))).Page(ctx, "", 100)
		return same(err, len(page.Items), 100)
	}, func(i int) error {
		us, err := h.list(ctx, customerOf(pick(i)))
		return same(err, len(us), 100)
	})
	measure("storage/sqlite/insert", "≤ 1.2", 1000, func(i int) error {
		return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			_, err := units.Put(ctx, tx, makeUnit(stored+i))
			return err
		})
	}, func(i int) error {
		u := makeUnit(stored + i)
		u.ID = storage.NewID[unit]()
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		if err := h.put(ctx, tx, u); err != nil {
			return err
		}
		return tx.Commit()
	})
	return rows, err
}

func each(op func(i int) error) side {
	return func(from, n int) error {
		for i := range n {
			if err := op(from + i); err != nil {
				return err
			}
		}
		return nil
	}
}

func same[T comparable](err error, got, want T) error {
	if err == nil && got != want {
		err = fmt.Errorf("read %v, expected %v", got, want)
	}
	return err
}

// sqliteGrowth compares a page among a million units with one among a thousand, each on a connection opened after loading.
func sqliteGrowth(ctx context.Context, dir string) ([]row, error) {
	stores := map[int]storage.Store{}
	for _, n := range []int{1000, 1_000_000} {
		path := filepath.Join(dir, fmt.Sprint(n, ".db"))
		db, err := open(path)
		if err != nil {
			return nil, err
		}
		store, err := openStore(ctx, db)
		if err == nil {
			_, err = fill(ctx, store, nil, n)
		}
		if err == nil {
			err = db.Close()
		}
		if err != nil {
			return nil, err
		}
		if db, err = open(path); err != nil {
			return nil, err
		}
		defer db.Close()
		if stores[n], err = openStore(ctx, db); err != nil {
			return nil, err
		}
	}
	page := func(n int) side {
		return each(func(i int) error {
			page, err := units.List(stores[n], byCustomer.Prefix(customerOf(i*7919%(n-unitsEach)))).Page(ctx, "", 100)
			return same(err, len(page.Items), 100)
		})
	}
	r, err := compare("storage/sqlite/page/growth", "≤ 1.5", 50, page(1_000_000), page(1000))
	return []row{r}, err
}

// memoryGrowth compares a Get among a million units with one among a thousand: through the collection, as hosts read, and of the record alone, without
// reading its JSON.
func memoryGrowth(ctx context.Context, _ string) ([]row, error) {
	typed, record := map[int]side{}, map[int]side{}
	for _, n := range []int{1000, 1_000_000} {
		tenants, err := memory.New(units.Schema())
		if err != nil {
			return nil, err
		}
		store := tenants.ForTenant(tenant)
		ids, err := fill(ctx, store, nil, n)
		if err != nil {
			return nil, err
		}
		typed[n] = inView(ctx, store, func(ctx context.Context, r storage.Reader, i int) error {
			_, err := units.Get(ctx, r, ids[i*7919%n])
			return err
		})
		record[n] = inView(ctx, store, func(ctx context.Context, r storage.Reader, i int) error {
			_, err := r.Get(ctx, units.Schema(), ids[i*7919%n].UUID())
			return err
		})
	}
	get, err := compare("storage/memory/get/growth", "≤ 6", 20_000, typed[1_000_000], typed[1000])
	if err != nil {
		return nil, err
	}
	raw, err := compare("storage/memory/record/growth", "", 20_000, record[1_000_000], record[1000])
	return []row{get, raw}, err
}

// inView does n operations in one View.
func inView(ctx context.Context, store storage.Store, op func(ctx context.Context, r storage.Reader, i int) error) side {
	return func(from, n int) error {
		return store.View(ctx, func(ctx context.Context, r storage.Reader) error {
			for i := range n {
				if err := op(ctx, r, from+i); err != nil {
					return err
				}
			}
			return nil
		})
	}
}
