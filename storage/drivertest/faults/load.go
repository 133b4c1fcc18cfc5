package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty"
)

// counter is the state that a sale changes: how many there were of one key. Its version is the order of the announcements.
type counter struct {
	ID      storage.ID[counter] `json:"id"`
	Version int64               `json:"version"`
	Key     string              `json:"key"`
	Written int64               `json:"written"`
}

// ledger is what a subscriber keeps in the same database, exactly once for each announcement.
type ledger struct {
	ID       storage.ID[ledger] `json:"id"`
	Version  int64              `json:"version"`
	Key      string             `json:"key"`
	Applied  int64              `json:"applied"`
	Last     int64              `json:"last"`
	Disorder int64              `json:"disorder"` // announcements that were not the next
}

var (
	counterByKey = storage.UniqueOn("by_key", storage.Text("key", func(c *counter) *string { return &c.Key }))
	counters     = storage.Declare("counter", storage.Declaration[counter]{
		Key:     func(c *counter) (*storage.ID[counter], *int64) { return &c.ID, &c.Version },
		Indexes: []*storage.Index[counter]{counterByKey},
	})

	ledgerByKey = storage.UniqueOn("by_key", storage.Text("key", func(l *ledger) *string { return &l.Key }))
	ledgers     = storage.Declare("ledger", storage.Declaration[ledger]{
		Key:     func(l *ledger) (*storage.ID[ledger], *int64) { return &l.ID, &l.Version },
		Indexes: []*storage.Index[ledger]{ledgerByKey},
	})

	changed = queue.NewTopic[change]("counter.changed", 1)
)

type change struct {
	Key     string `json:"key"`
	Written int64  `json:"written"`
}

func schemas() []*storage.Schema {
	return append(chamsoc.Schemas(), counters.Schema(), ledgers.Schema())
}

const (
	writers = 8
	keys    = 5
)

// load is the work that goes on while things break.
type load struct {
	tenants storage.Tenants
	store   storage.Store
	journal *journal
	now     func() time.Time // nil: the real clock
	care    chamsoc.Chamsoc
	bell    *queue.Bell

	failed, unknown, kept, gone atomic.Int64 // attempts of a sale that failed, did not know, and of the latter: were found kept, and not
}

func newLoad(tenants storage.Tenants, j *journal, now func() time.Time) (*load, error) {
	l := &load{tenants: tenants, store: tenants.ForTenant("shop"), journal: j, now: now, bell: &queue.Bell{}}
	var err error
	l.care, err = chamsoc.New(l.store, chamsoc.Config{Env: care.Env{Now: now}, Bell: l.bell})
	return l, err
}

// open makes the shop ready to sell.
func (l *load) open(ctx context.Context) error {
	if err := queue.RegisterTenant(ctx, l.tenants, "shop"); err != nil {
		return err
	}
	said := care.Text{VI: "Như đã niêm yết.", EN: "As posted."}
	_, err := l.care.Warranty.Publish(ctx, warranty.Terms{
		Code: "all", Edition: 1, Effective: calendar.MustDate(2020, time.January, 1), Published: time.Date(2019, 12, 20, 0, 0, 0, 0, time.UTC), Months: 12,
		Start: said, Term: said, Content: said, Scope: said, How: said, NoExclusions: true,
	})
	if err == nil {
		_, err = l.care.Warranty.Cover(ctx, warranty.Coverage{Product: "QUAT-D16", Terms: "all"})
	}
	return err
}

// run sells and delivers until the context ends. Faults are what it lives with; what it returns is worse.
func (l *load) run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var works []func() error
	for range writers {
		works = append(works, func() error { return l.write(ctx) })
	}
	for range 2 {
		w, err := l.worker()
		if err != nil {
			return err
		}
		works = append(works, func() error { return w.Run(ctx) })
	}
	errs := make([]error, len(works))
	var all sync.WaitGroup
	for i, work := range works {
		all.Go(func() {
			if errs[i] = work(); errs[i] != nil {
				stop()
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// during runs the load until fn has ended.
func (l *load) during(ctx context.Context, fn func() error) error {
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- l.run(running) }()
	err := fn()
	stop()
	return errors.Join(err, <-ended)
}

// write sells one fan after another, each until it is acknowledged.
func (l *load) write(ctx context.Context) error {
	for ctx.Err() == nil {
		invoice, key := uuid.NewString(), fmt.Sprint("key-", rand.IntN(keys))
		if err := l.sellUntilKnown(ctx, l.store, invoice, key); err != nil {
			return err
		}
	}
	return nil
}

func (l *load) sellUntilKnown(ctx context.Context, store storage.Store, invoice, key string) error {
	for unsure := false; ctx.Err() == nil; pause(ctx) {
		repeated, err := l.sell(ctx, store, invoice, key)
		if err == nil {
			switch {
			case unsure && repeated:
				l.kept.Add(1)
			case unsure:
				l.gone.Add(1)
			case repeated:
				return fmt.Errorf("sale %s was refused with certainty, and is there", invoice)
			}
			return l.journal.note("acknowledged", invoice)
		}
		if _, refused := errors.AsType[*care.Invalid](err); refused || errors.Is(err, storage.ErrSchema) || errors.Is(err, storage.ErrValue) {
			return err
		}
		if ctx.Err() != nil {
			return nil // the load ends, and nobody waits for this answer
		}
		if errors.Is(err, storage.ErrUnknownOutcome) {
			unsure = true
			l.unknown.Add(1)
			continue
		}
		l.failed.Add(1)
		if err := l.journal.note("failed", strings.ReplaceAll(err.Error(), "\n", " ")); err != nil {
			return err
		}
	}
	return nil
}

// sell registers, counts and announces in one transaction. A sale that was registered before was counted and announced with it.
func (l *load) sell(ctx context.Context, store storage.Store, invoice, key string) (repeated bool, err error) {
	return repeated, store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		receipt, err := l.care.In(tx).Warranty.Register(ctx, warranty.Sale{
			Invoice: invoice, Line: 1, Product: "QUAT-D16", Quantity: 1, Name: "Nguyễn Thị Hoà", Place: key, At: saleTime,
		})
		repeated = receipt.Repeated
		if err != nil || repeated {
			return err
		}
		c, err := counters.One(ctx, tx, counterByKey.Key(key))
		if errors.Is(err, storage.ErrNotFound) {
			c, err = counter{Key: key}, nil
		}
		if err != nil {
			return err
		}
		c.Written++
		if c, err = counters.Put(ctx, tx, c); err != nil {
			return err
		}
		return changed.With(l.bell).Put(ctx, tx, queue.Item[change]{Key: key, Order: c.Version, Payload: change{key, c.Written}})
	})
}

var saleTime = time.Date(2026, 8, 20, 2, 0, 0, 0, time.UTC) // the same whenever the request is sent again

func pause(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(time.Duration(5+rand.IntN(20)) * time.Millisecond):
	}
}

func (l *load) worker() (*queue.Worker, error) {
	return l.care.Worker(queue.Config{
		Tenants: l.tenants, Bell: l.bell, Now: l.now, Logger: slog.New(slog.DiscardHandler),
		Lease: time.Second, Poll: 50 * time.Millisecond, Batch: 20, MaxAttempts: 1 << 30, // a fault counts as a failure
		Backoff: func(int) time.Duration { return 10 * time.Millisecond },
		Subscriptions: []queue.Subscription{
			queue.Subscribe(changed, "ledger", apply),
			queue.Subscribe(changed, "outside", func(_ context.Context, _ storage.Store, d queue.Delivery[change]) error {
				return l.journal.note("outside", fmt.Sprint(d.Payload.Key, " ", d.Payload.Written))
			}),
			queue.Subscribe(warranty.Registered, "bus", func(_ context.Context, _ storage.Store, d queue.Delivery[warranty.RegisteredEvent]) error {
				return l.journal.note("bus", string(d.Payload.Invoice))
			}),
		},
	})
}

// apply keeps the announcement in the ledger, and completes it in the same transaction.
func apply(ctx context.Context, store storage.Store, d queue.Delivery[change]) error {
	return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		e, err := ledgers.One(ctx, tx, ledgerByKey.Key(d.Payload.Key))
		if errors.Is(err, storage.ErrNotFound) {
			e, err = ledger{Key: d.Payload.Key}, nil
		}
		if err != nil {
			return err
		}
		if d.Payload.Written != e.Last+1 {
			e.Disorder++
		}
		e.Applied++
		e.Last = d.Payload.Written
		if _, err := ledgers.Put(ctx, tx, e); err != nil {
			return err
		}
		return d.Done(ctx, tx)
	})
}
