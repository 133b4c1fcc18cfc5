package drivertest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// TestAKeyInAnothersHandIsLeftUntilItIsFree: while a transaction holds the first of a key's items, no worker delivers the second; and one that is run once
// does not go away without them.
func TestAKeyInAnothersHandIsLeftUntilItIsFree(t *testing.T) {
	eachPgDriver(t, func(t *testing.T, d pgDriver) {
		p, db, schema := d.applied(t, queue.Schemas()...)
		for n := range 2 {
			require.NoError(t, p.ForTenant("").Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
				return steps.Put(ctx, tx, queue.Item[step]{Key: "k", Payload: step{n}})
			}))
		}
		tx, err := db.BeginTx(t.Context(), nil)
		require.NoError(t, err)
		defer func() { _ = tx.Rollback() }()
		_, err = tx.ExecContext(t.Context(), `select 1 from "`+schema+`".chamsoc_queue_item order by id limit 1 for update`)
		require.NoError(t, err)

		var seen []int
		w, err := queue.NewWorker(queue.Config{Tenants: p, Concurrency: 1, Subscriptions: []queue.Subscription{
			queue.Subscribe(steps, "recorder", func(_ context.Context, _ storage.Store, d queue.Delivery[step]) error {
				seen = append(seen, d.Payload.N)
				return nil
			}),
		}})
		require.NoError(t, err)
		short, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		report, err := w.RunOnce(short)
		require.NoError(t, err)
		require.Zero(t, report.Done)
		require.Error(t, short.Err(), "it waited")
		require.NoError(t, tx.Rollback())
		report, err = w.RunOnce(t.Context())
		require.NoError(t, err)
		require.Equal(t, 2, report.Done)
		require.Equal(t, []int{0, 1}, seen)
	})
}
