package queue_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

type registered struct {
	Registration string `json:"registration"`
	Serial       string `json:"serial"`
}

// BenchmarkThroughput puts batches of 100 and lets one worker handle them.
func BenchmarkThroughput(b *testing.B) {
	topic := queue.NewTopic[registered]("warranty.registered", 1)
	tenants, err := memory.New(queue.Schemas()...)
	require.NoError(b, err)
	handled := 0
	w, err := queue.NewWorker(queue.Config{Tenants: tenants, Concurrency: 1, Subscriptions: []queue.Subscription{
		queue.Subscribe(topic, "letter", func(context.Context, storage.Store, queue.Delivery[registered]) error { handled++; return nil }),
	}})
	require.NoError(b, err)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		err := tenants.ForTenant("").Update(b.Context(), func(ctx context.Context, tx storage.Tx) error {
			for range 100 {
				n++
				err := topic.Put(ctx, tx, queue.Item[registered]{Key: fmt.Sprint("reg-", n), Order: 1, Payload: registered{"0190-7a", "SN-1"}})
				if err != nil {
					return err
				}
			}
			return nil
		})
		require.NoError(b, err)
		_, err = w.RunOnce(b.Context())
		require.NoError(b, err)
	}
	require.Equal(b, n, handled)
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "items/s")
}

// BenchmarkBacklog puts 50,000 items without keys and then lets one worker handle them.
func BenchmarkBacklog(b *testing.B) {
	topic := queue.NewTopic[registered]("warranty.registered", 1)
	tenants, err := memory.New(queue.Schemas()...)
	require.NoError(b, err)
	w, err := queue.NewWorker(queue.Config{Tenants: tenants, Concurrency: 1, Subscriptions: []queue.Subscription{
		queue.Subscribe(topic, "letter", func(context.Context, storage.Store, queue.Delivery[registered]) error { return nil }),
	}})
	require.NoError(b, err)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for range 500 {
			err := tenants.ForTenant("").Update(b.Context(), func(ctx context.Context, tx storage.Tx) error {
				all := make([]queue.Item[registered], 100)
				for i := range all {
					all[i].Payload = registered{"0190a7f2-5d51-7f5e-9b3a-2f1f6f3f7c11", "covered"}
				}
				return topic.PutAll(ctx, tx, all)
			})
			require.NoError(b, err)
		}
		report, err := w.RunOnce(b.Context())
		require.NoError(b, err)
		n += report.Done
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "items/s")
}
