package queue_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// parking parks what says "poison".
func parking(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
	if d.Payload.Text == "poison" {
		return queue.Park(errors.New("never"))
	}
	return nil
}

func TestParkedTellsAllAboutIt(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.putItem(told, queue.Item[note]{Key: "k", Order: 1, Subject: "KH001", Payload: note{"poison"}})
		s.putItem(told, queue.Item[note]{Key: "k", Order: 2, Payload: note{"behind"}})
		s.once(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", parking)}})
		p := s.parked()[0]
		require.NotEmpty(t, p.ID)
		require.Equal(t, s.heard.lastDelivery().ID, p.Item)
		require.Equal(t, []string{"test.told", "k", "ear", "KH001", "park: never"}, []string{p.Topic, p.Key, p.Subscriber, p.Subject, p.Error})
		require.Equal(t, []int{1, 1, 1}, []int{p.Attempts, p.Behind, p.Version})
		require.Equal(t, []time.Time{time.Now().UTC(), time.Now().UTC()}, []time.Time{p.At, p.Failed})
		require.JSONEq(t, `{"text":"poison"}`, string(p.Payload))
		require.False(t, p.Erased || p.Waits)
	})
}

func TestParkedIsListedInPagesTheLongestFirst(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		c := queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", parking)}}
		for i := range 250 {
			s.put(told, fmt.Sprint("k", i), "poison")
			if i%10 == 0 {
				s.once(c)
				time.Sleep(time.Second)
			}
		}
		s.once(c)
		all := s.parked()
		require.Len(t, all, 250)
		var paged []queue.Parked
		cursor := ""
		for {
			page, err := queue.ListParked(s.store()).Page(t.Context(), cursor, 7)
			require.NoError(t, err)
			require.LessOrEqual(t, len(page.Items), 7)
			paged = append(paged, page.Items...)
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		require.Equal(t, all, paged)
		require.False(t, all[1].At.Before(all[0].At))
		_, err := queue.ListParked(s.store()).Page(t.Context(), "nonsense", 0)
		require.ErrorIs(t, err, storage.ErrCursor)
		for _, err := range queue.ListParked(s.store()).All(cancelled(t)) {
			require.ErrorIs(t, err, context.Canceled)
		}
		for range queue.ListParked(s.store()).All(t.Context()) {
			break
		}
	})
}

func cancelled(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

func TestRetryMakesAParkedDeliveryAgain(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.put(told, "k", "poison", "behind")
		s.once(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", parking)}})
		s.heard.take()
		id := s.parked()[0].ID
		require.NoError(t, queue.Retry(t.Context(), s.store(), id))
		require.Empty(t, s.parked())
		require.ErrorIs(t, queue.Retry(t.Context(), s.store(), id), queue.ErrNotParked)
		s.once(queue.Config{})
		require.Equal(t, []string{"ear k poison", "ear k behind"}, s.heard.take())
		require.Equal(t, 1, s.heard.lastDelivery().Attempt)
		s.requireEmpty()
	})
}

func TestDropDeletesAParkedDeliveryAndTheNextGoesOn(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		c := queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", parking)}}
		s.put(told, "k", "poison", "behind", "poison")
		s.once(c)
		first := s.parked()[0].ID
		s.update(func(ctx context.Context, tx storage.Tx) error { return queue.Drop(ctx, tx, first) })
		s.once(c)
		require.Equal(t, []string{"ear k poison", "ear k behind", "ear k poison"}, s.heard.take())
		require.ErrorIs(t, queue.Drop(t.Context(), s.store(), first), queue.ErrNotParked, "though the lane is parked again, behind another")
		require.NoError(t, queue.Drop(t.Context(), s.store(), s.parked()[0].ID))
		s.requireEmpty()
	})
}

func TestWhatIsNotParkedCannotBeRetriedOrDropped(t *testing.T) {
	s := newShop(t)
	for _, id := range []string{"", ".", "x", "0190a7f2-5d51-7f5e-9b3a-2f1f6f3f7c11", "0190a7f2-5d51-7f5e-9b3a-2f1f6f3f7c11.0190a7f2-5d51-7f5e-9b3a-2f1f6f3f7c11"} {
		require.ErrorIs(t, queue.Retry(t.Context(), s.store(), id), queue.ErrNotParked, id)
		require.ErrorIs(t, queue.Drop(t.Context(), s.store(), id), queue.ErrNotParked, id)
	}
}
