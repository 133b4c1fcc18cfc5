package queue

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
)

// TestWhatComesInBeforeTheFrontIsFound: a worker that has come half-way through a backlog is told of an item with an older id, and of a lane that has
// been ready for longer, as late transactions and other clocks leave them.
func TestWhatComesInBeforeTheFrontIsFound(t *testing.T) {
	tenants, err := memory.New(Schemas()...)
	require.NoError(t, err)
	store, topic := tenants.ForTenant(""), NewTopic[int]("front.n", 1)
	heard := map[int]int{}
	w, err := NewWorker(Config{Tenants: tenants, Limit: 100, Concurrency: 1, Subscriptions: []Subscription{
		Subscribe(topic, "ear", func(_ context.Context, _ storage.Store, d Delivery[int]) error { heard[d.Payload]++; return nil }),
	}})
	require.NoError(t, err)
	late, err := topic.item(Item[int]{Payload: 301})
	require.NoError(t, err)
	update := func(fn func(context.Context, storage.Tx) error) { require.NoError(t, store.Update(t.Context(), fn)) }
	update(func(ctx context.Context, tx storage.Tx) error {
		for n := range 300 {
			if err := topic.Put(ctx, tx, Item[int]{Payload: n}); err != nil {
				return err
			}
		}
		return nil
	})

	_, err = w.RunOnce(t.Context())
	require.NoError(t, err)
	require.Len(t, heard, 100)
	at := w.fronts.get("", time.Minute)
	require.NotEmpty(t, at.inbox)
	require.False(t, at.ready.IsZero())
	update(func(ctx context.Context, tx storage.Tx) error {
		if _, err := items.Put(ctx, tx, late); err != nil {
			return err
		}
		l := lane{Lane: laneName("front.n", "late", "ear")}
		first, err := topic.item(Item[int]{Key: "late", Payload: 302})
		if err != nil {
			return err
		}
		first.Parcel.ID = first.ID
		l.lead(first.Parcel, time.Now())
		l.Ready = at.ready.Add(-time.Hour)
		_, err = lanes.Put(ctx, tx, l)
		return err
	})
	w.config.Limit = 0
	_, err = w.RunOnce(t.Context())
	require.NoError(t, err)
	require.Len(t, heard, 302, "nothing is missed")
	for n, times := range heard {
		require.Equal(t, 1, times, n)
	}
	require.True(t, w.fronts.get("", time.Minute).isZero(), "an idle worker keeps no front")
}
