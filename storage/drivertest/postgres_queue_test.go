package drivertest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

type step struct{ N int }

var steps = queue.NewTopic[step]("drivertest.step", 1)

// TestWorkersShareATenantInOrder: four workers take from one tenant at once while four writers put, each key's steps in several transactions.
func TestWorkersShareATenantInOrder(t *testing.T) {
	eachPgDriver(t, func(t *testing.T, d pgDriver) {
		p, _, _ := d.applied(t, queue.Schemas()...)
		const writers, keys = 4, 40
		each := 6
		if testing.Short() {
			each = 2
		}
		var mu sync.Mutex
		seen := map[string][]int{}
		worker := func() *queue.Worker {
			w, err := queue.NewWorker(queue.Config{Tenants: p, Batch: 20, Concurrency: 4, Subscriptions: []queue.Subscription{
				queue.Subscribe(steps, "recorder", func(_ context.Context, _ storage.Store, d queue.Delivery[step]) error {
					mu.Lock()
					defer mu.Unlock()
					seen[d.Key] = append(seen[d.Key], d.Payload.N)
					return nil
				}),
			}})
			require.NoError(t, err)
			return w
		}
		var putting, working sync.WaitGroup
		for writer := range writers {
			putting.Go(func() {
				for n := range each {
					for key := range keys {
						err := p.ForTenant("").Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
							return steps.Put(ctx, tx, queue.Item[step]{Key: fmt.Sprint(writer, "-", key), Order: int64(n), Payload: step{n}})
						})
						if err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		done := make(chan struct{})
		for range 4 {
			w := worker()
			working.Go(func() {
				for {
					select {
					case <-done:
						return
					default:
					}
					if _, err := w.RunOnce(t.Context()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		putting.Wait()
		close(done)
		working.Wait()
		_, err := worker().RunOnce(t.Context())
		require.NoError(t, err)
		require.Len(t, seen, writers*keys)
		want := make([]int, each)
		for n := range want {
			want[n] = n
		}
		for key, order := range seen {
			require.Equal(t, want, order, key)
		}
	})
}
