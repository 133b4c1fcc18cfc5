package queue_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

func TestPutIsDeliveredOnlyIfItsTransactionCommits(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		err := s.store().Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			require.NoError(t, told.With(s.bell).Put(ctx, tx, queue.Item[note]{Key: "k", Payload: note{"rolled back"}}))
			return errors.New("no")
		})
		require.Error(t, err)
		s.update(func(ctx context.Context, tx storage.Tx) error {
			err := tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				require.NoError(t, told.Put(ctx, tx, queue.Item[note]{Key: "k", Payload: note{"in a savepoint"}}))
				return errors.New("no")
			})
			require.Error(t, err)
			return told.Put(ctx, tx, queue.Item[note]{Key: "k", Payload: note{"committed"}})
		})
		s.once(queue.Config{})
		require.Equal(t, []string{"ear k committed"}, s.heard.take())
		s.requireEmpty()
	})
}

func TestPutRefusesWhatCannotBeKept(t *testing.T) {
	s := newShop(t)
	for name, c := range map[string]struct {
		topic queue.Topic[note]
		item  queue.Item[note]
		kind  error
		says  string
	}{
		"a name with other characters": {queue.NewTopic[note]("Tồn kho", 1), queue.Item[note]{}, queue.ErrItem, `topic "Tồn kho"`},
		"a name without characters":    {queue.NewTopic[note]("", 1), queue.Item[note]{}, queue.ErrItem, "1 to 64"},
		"a payload without a version":  {queue.NewTopic[note]("a", 0), queue.Item[note]{}, queue.ErrItem, "at least 1"},
		"a key with a tab":             {told, queue.Item[note]{Key: "a\tb"}, queue.ErrItem, "no tab"},
		"a key that is too long":       {told, queue.Item[note]{Key: strings.Repeat("k", 383)}, queue.ErrItem, "383 bytes"},
		"a key that is not UTF-8":      {told, queue.Item[note]{Key: "\xff"}, storage.ErrValue, "UTF-8"},
		"a key with NUL":               {told, queue.Item[note]{Key: "a\x00"}, storage.ErrValue, "NUL"},
		"a payload that is too large":  {told, queue.Item[note]{Payload: note{strings.Repeat("x", queue.MaxPayload)}}, storage.ErrValue, "put ids"},
		"a payload that is not UTF-8":  {told, queue.Item[note]{Payload: note{"\xff"}}, storage.ErrValue, "UTF-8"},
		"a payload with NUL":           {told, queue.Item[note]{Payload: note{"\x00"}}, storage.ErrValue, "NUL"},
		"a subject that is too long":   {told, queue.Item[note]{Subject: strings.Repeat("s", 513)}, storage.ErrValue, "513 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			s.update(func(ctx context.Context, tx storage.Tx) error {
				err := c.topic.Put(ctx, tx, c.item)
				require.ErrorIs(t, err, c.kind)
				require.ErrorContains(t, err, c.says)
				require.ErrorIs(t, c.topic.PutAll(ctx, tx, []queue.Item[note]{c.item}), c.kind)
				return nil
			})
			s.requireEmpty()
		})
	}
	bad := queue.NewTopic[func()]("a", 1)
	s.update(func(ctx context.Context, tx storage.Tx) error {
		require.ErrorIs(t, bad.Put(ctx, tx, queue.Item[func()]{}), storage.ErrValue)
		return nil
	})
}

func TestThePayloadAndTheKeyMayBeAsLargeAsIsSaid(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		large := note{strings.Repeat("<", (queue.MaxPayload-len(`{"text":""}`))/6)}
		key := strings.Repeat("k", 382)
		s.putItem(told, queue.Item[note]{Key: key, Payload: large})
		name := strings.Repeat("n", 64)
		broken := func(context.Context, storage.Store, queue.Delivery[note]) error {
			panic(strings.Repeat("\x01<\xff\x00", 4000)) // all of which JSON writes longer
		}
		require.Equal(t, 1, s.once(queue.Config{MaxAttempts: 1, Subscriptions: []queue.Subscription{s.listen(name, broken)}}).Parked)
		p := s.parked()[0]
		require.Equal(t, []string{"test.told", key, name}, []string{p.Topic, p.Key, p.Subscriber})
		require.Contains(t, p.Error, "panic")
		require.NotEmpty(t, p.Stack)
	})
}

func TestPutAllIsAllOrNothing(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.update(func(ctx context.Context, tx storage.Tx) error {
			err := told.With(s.bell).PutAll(ctx, tx, []queue.Item[note]{{Key: "k", Payload: note{"1"}}, {Key: "k", Payload: note{"2"}}})
			require.NoError(t, err)
			require.Error(t, told.PutAll(ctx, tx, []queue.Item[note]{{Key: "k", Payload: note{"3"}}, {Key: "a\tb"}}))
			require.Error(t, told.PutAll(ctx, tx, []queue.Item[note]{{Key: "k", Payload: note{"3"}}, {Key: "a\x00"}}))
			return nil
		})
		s.once(queue.Config{})
		require.Equal(t, []string{"ear k 1", "ear k 2"}, s.heard.take())
	})
}

func TestADeliveryTellsWhatWasPut(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		require.NoError(t, queue.RegisterTenant(t.Context(), s.tenants, "shop-7"))
		put := queue.Item[note]{Key: "k", Order: 4, Due: time.Now().Add(-time.Second).Local(), Subject: "KH001", Payload: note{"hello"}}
		require.NoError(t, s.tenants.ForTenant("shop-7").Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			return told.Put(ctx, tx, put)
		}))
		s.once(queue.Config{})
		d := s.heard.lastDelivery()
		require.Equal(t, []string{"shop-7", "test.told", "k", "ear", "KH001"}, []string{d.Tenant, d.Topic, d.Key, d.Subscriber, d.Subject})
		require.Equal(t, put.Payload, d.Payload)
		require.Equal(t, []int64{4, 1, 1}, []int64{d.Order, int64(d.Attempt), int64(d.Version)})
		require.True(t, d.Due.Equal(put.Due.Truncate(time.Microsecond)))
		require.Equal(t, time.UTC, d.Due.Location())
		require.False(t, d.Put.IsZero())
		require.NotZero(t, d.ID)
	})
}

func TestAnItemWithoutAKeyIsOnItsOwn(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.putItem(told, queue.Item[note]{Due: time.Now().Add(time.Hour), Payload: note{"later"}})
		s.putItem(told, queue.Item[note]{Payload: note{"now"}})
		s.once(queue.Config{})
		d := s.heard.lastDelivery()
		require.Equal(t, "now", d.Payload.Text)
		require.Equal(t, d.ID.String(), d.Key)
	})
}
