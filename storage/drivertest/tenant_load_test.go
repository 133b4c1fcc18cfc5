package drivertest

import (
	"context"
	"fmt"
	"math"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// TestACustomerIsExportedAndErasedInOneTenant: the customer of the same key in another tenant is somebody else.
func TestACustomerIsExportedAndErasedInOneTenant(t *testing.T) {
	eachEngine(t, func(t *testing.T, e engine) {
		ctx := t.Context()
		one, two := e.tenants.ForTenant("one"), e.tenants.ForTenant("two")
		c := chamsocOn(t, one)
		actAll(t, ctx, c, one, "victim")
		actAll(t, ctx, c.In(two), two, "victim") // the same customer's key
		was := everything(t, two)
		exported := func(s storage.Store) (n int) {
			for found, err := range storage.Export(ctx, s, chamsoc.Schemas(), "victim-customer") {
				require.NoError(t, err)
				require.NotEmpty(t, found.Body)
				n++
			}
			return n
		}
		n := exported(one)
		require.Positive(t, n)
		require.Equal(t, n, exported(two))
		receipt, err := storage.Erase(ctx, one, chamsoc.Schemas(), "victim-customer")
		require.NoError(t, err)
		changed := 0
		for _, line := range receipt.Lines {
			changed += line.Cleared + line.Deleted
		}
		require.Equal(t, n, changed)
		require.Zero(t, exported(one))
		require.NotContains(t, fmt.Sprint(texts(everything(t, one))), "912345678")
		require.Equal(t, texts(was), texts(everything(t, two)))
		require.Equal(t, n, exported(two))
	})
}

// long reports whether the long measures were asked for.
func long() bool { return os.Getenv("CHAMSOC_TEST_LONG") != "" }

// TestOneWorkerServesTenThousandTenants, each of which has two items; a tenth of them on SQL engines, unless CHAMSOC_TEST_LONG is
// set, and fewer in the short run.
func TestOneWorkerServesTenThousandTenants(t *testing.T) {
	eachEngine(t, func(t *testing.T, e engine) {
		ctx, n := t.Context(), 10_000
		_, knows := e.tenants.(storage.DueLister)
		switch {
		case long():
		case testing.Short():
			n = 200
		case knows:
			n = 1000
		}
		for i := range n {
			id := fmt.Sprintf("shop-%05d", i)
			if !knows {
				require.NoError(t, queue.RegisterTenant(ctx, e.tenants, id))
			}
			require.NoError(t, e.tenants.ForTenant(id).Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				return changed.PutAll(ctx, tx, []queue.Item[change]{{Key: "a", Payload: change{id, 1}}, {Key: "b", Payload: change{id, 2}}})
			}))
		}
		var mu sync.Mutex
		heard := map[string]int{}
		worker, err := queue.NewWorker(queue.Config{
			Tenants: e.tenants,
			Subscriptions: []queue.Subscription{queue.Subscribe(changed, "ear", func(_ context.Context, _ storage.Store, d queue.Delivery[change]) error {
				mu.Lock()
				defer mu.Unlock()
				heard[d.Tenant]++
				if d.Payload.Key != d.Tenant {
					return fmt.Errorf("%s was given an item of %s", d.Tenant, d.Payload.Key)
				}
				return nil
			})},
		})
		require.NoError(t, err)
		began := time.Now()
		report, err := worker.RunOnce(ctx)
		require.NoError(t, err)
		require.Equal(t, queue.Report{Done: 2 * n}, report)
		require.Len(t, heard, n)
		t.Logf("%d tenants served in %s", n, time.Since(began).Round(time.Millisecond))
		began = time.Now()
		report, err = worker.RunOnce(ctx)
		require.NoError(t, err)
		require.Zero(t, report.Done)
		t.Logf("nothing to do found in %s", time.Since(began).Round(time.Microsecond))
	})
}

// TestAWorkerDoesWithoutDueTenants on an engine that could list them, as SCALING.md advises where its query is not to be had.
func TestAWorkerDoesWithoutDueTenants(t *testing.T) {
	eachEngine(t, func(t *testing.T, e engine) {
		ctx, hidden := t.Context(), struct{ storage.Tenants }{e.tenants}
		for _, id := range []string{"known", "unknown"} {
			require.NoError(t, e.tenants.ForTenant(id).Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				return changed.Put(ctx, tx, queue.Item[change]{Payload: change{id, 1}})
			}))
		}
		require.NoError(t, queue.RegisterTenant(ctx, hidden, "known"))
		var heard []string
		worker, err := queue.NewWorker(queue.Config{
			Tenants: hidden, Concurrency: 1,
			Subscriptions: []queue.Subscription{queue.Subscribe(changed, "ear", func(_ context.Context, _ storage.Store, d queue.Delivery[change]) error {
				heard = append(heard, d.Tenant)
				return nil
			})},
		})
		require.NoError(t, err)
		_, err = worker.RunOnce(ctx)
		require.NoError(t, err)
		require.Equal(t, []string{"known"}, heard)
	})
}

// p99 is the 99th percentile.
func p99(waits []time.Duration) time.Duration {
	slices.Sort(waits)
	return waits[int(math.Ceil(float64(len(waits))*0.99))-1]
}

// neighbours is a quiet tenant that puts an item now and then, and a noisy one that puts a hundred times as many; each takes five milliseconds to handle.
type neighbours struct {
	tenants storage.Tenants
	bell    *queue.Bell
	worker  *queue.Worker
	// together is how many items the noisy one puts at once.
	together int

	mu    sync.Mutex
	waits []time.Duration // of the quiet one's items, from their putting to their handling
}

func newNeighbours(t *testing.T, tenants storage.Tenants) *neighbours {
	t.Helper()
	n := &neighbours{tenants: tenants, bell: &queue.Bell{}}
	var err error
	n.worker, err = queue.NewWorker(queue.Config{
		Tenants: tenants, Bell: n.bell, Concurrency: 8,
		Subscriptions: []queue.Subscription{queue.Subscribe(changed, "ear", func(_ context.Context, _ storage.Store, d queue.Delivery[change]) error {
			time.Sleep(5 * time.Millisecond)
			if d.Tenant == "quiet" {
				n.mu.Lock()
				defer n.mu.Unlock()
				n.waits = append(n.waits, time.Duration(time.Now().UnixMicro()-d.Payload.Written)*time.Microsecond)
			}
			return nil
		})},
	})
	require.NoError(t, err)
	for _, id := range []string{"quiet", "noisy"} {
		require.NoError(t, queue.RegisterTenant(t.Context(), tenants, id))
	}
	return n
}

// put puts items at intervals, so many together.
func (n *neighbours) put(ctx context.Context, tenant string, every time.Duration, together, times int) error {
	for range times {
		err := n.tenants.ForTenant(tenant).Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			all := make([]queue.Item[change], together)
			for i := range all {
				all[i].Payload = change{tenant, time.Now().UnixMicro()}
			}
			return changed.With(n.bell).PutAll(ctx, tx, all)
		})
		if err != nil {
			return err
		}
		time.Sleep(every)
	}
	return nil
}

// measure has the quiet tenant put its items, alone or beside the noisy one, and returns its p99.
func (n *neighbours) measure(t *testing.T, times int, noisy bool) time.Duration {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	var failed atomic.Pointer[error]
	do := func(fn func() error) {
		all.Go(func() {
			if err := fn(); err != nil {
				failed.Store(&err)
			}
		})
	}
	n.waits = nil
	do(func() error { return n.worker.Run(ctx) })
	var putting sync.WaitGroup
	if noisy {
		putting.Go(func() {
			if err := n.put(ctx, "noisy", time.Duration(n.together)*time.Millisecond, n.together, 100*times/n.together); err != nil {
				failed.Store(&err)
			}
		})
	}
	putting.Go(func() {
		if err := n.put(ctx, "quiet", 100*time.Millisecond, 1, times); err != nil {
			failed.Store(&err)
		}
	})
	putting.Wait()
	time.Sleep(time.Second)
	stop()
	all.Wait()
	if err := failed.Load(); err != nil {
		require.NoError(t, *err)
	}
	require.Len(t, n.waits, times)
	return p99(n.waits)
}

// TestAQuietTenantIsServedBesideANoisyOne with a hundred times its load, two thirds of what the handlers can do: in a bubble, where the store takes no
// time. With CHAMSOC_TEST_LONG it is measured on real stores too, where the machine decides.
func TestAQuietTenantIsServedBesideANoisyOne(t *testing.T) {
	for name, together := range map[string]int{"steady": 1, "in bursts": 20} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tenants, err := memory.New(chamsoc.Schemas()...)
				require.NoError(t, err)
				n := newNeighbours(t, tenants)
				n.together = together
				times := 200
				if testing.Short() {
					times = 20
				}
				alone, beside := n.measure(t, times, false), n.measure(t, times, true)
				t.Logf("p99 alone %s, beside %s", alone, beside)
				if together == 1 {
					require.LessOrEqual(t, beside, 2*alone)
				}
				require.LessOrEqual(t, beside, alone+time.Duration(together)*5*time.Millisecond/8+5*time.Millisecond) // the burst, and a handler that runs
			})
		})
	}
	if !long() {
		return
	}
	eachEngine(t, func(t *testing.T, e engine) {
		n := newNeighbours(t, e.tenants)
		n.together = 1
		alone, beside := n.measure(t, 100, false), n.measure(t, 100, true)
		t.Logf("p99 alone %s, beside %s", alone, beside)
	})
}
