package queue_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

func TestItemsOfAKeyComeInOrder(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		for _, order := range []int64{3, 1, 2} {
			for _, text := range []string{"a", "b"} {
				s.putItem(told, queue.Item[note]{Key: "k", Order: order, Payload: note{fmt.Sprint(order, text)}})
			}
		}
		s.once(queue.Config{})
		require.Equal(t, []string{"ear k 1a", "ear k 1b", "ear k 2a", "ear k 2b", "ear k 3a", "ear k 3b"}, s.heard.take())
		s.requireEmpty()
	})
}

func TestItemsOfATransactionComeInItsOrder(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		var want []string
		s.update(func(ctx context.Context, tx storage.Tx) error {
			for i := range 250 { // more than one batch
				text := fmt.Sprintf("%03d", i)
				want = append(want, "ear k "+text)
				if err := told.Put(ctx, tx, queue.Item[note]{Key: "k", Order: 9, Payload: note{text}}); err != nil {
					return err
				}
			}
			return nil
		})
		s.once(queue.Config{})
		require.Equal(t, want, s.heard.take())
	})
}

func TestADelayedHeadHoldsItsKeyAndNoOther(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		stop := s.run(s.worker(queue.Config{}))
		start := time.Now()
		s.putItem(told, queue.Item[note]{Key: "k", Due: start.Add(time.Hour), Payload: note{"delayed"}})
		s.put(told, "k", "behind")
		s.put(told, "other", "free")
		time.Sleep(59 * time.Minute)
		require.Equal(t, []string{"ear other free"}, s.heard.take())
		time.Sleep(2 * time.Minute)
		require.Equal(t, start.Add(time.Hour), s.heard.when()[0], "exactly when it is due")
		require.Equal(t, []string{"ear k delayed", "ear k behind"}, s.heard.take())
		require.NoError(t, stop())
	})
}

func TestWhatBelongsBeforeAWaitingHeadTakesItsPlace(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		stop := s.run(s.worker(queue.Config{Subscriptions: []queue.Subscription{s.listen("a", nil), s.listen("b", nil)}}))
		s.putItem(told, queue.Item[note]{Key: "k", Order: 5, Due: time.Now().Add(time.Hour), Payload: note{"5"}})
		time.Sleep(time.Minute)
		s.putItem(told, queue.Item[note]{Key: "k", Order: 3, Payload: note{"3"}})
		s.putItem(told, queue.Item[note]{Key: "k", Order: 7, Payload: note{"7"}})
		time.Sleep(time.Minute)
		require.ElementsMatch(t, []string{"a k 3", "b k 3"}, s.heard.take())
		time.Sleep(time.Hour)
		require.Len(t, s.heard.take(), 4)
		require.NoError(t, stop())
		s.requireEmpty()
	})
}

func TestWhatBelongsBeforeADeliveryInHandOrParkedWaits(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		handler := func(ctx context.Context, store storage.Store, d queue.Delivery[note]) error {
			time.Sleep(time.Minute)
			return parking(ctx, store, d)
		}
		stop := s.run(s.worker(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", handler)}}))
		s.putItem(told, queue.Item[note]{Key: "k", Order: 5, Payload: note{"5"}})
		time.Sleep(time.Second)
		s.putItem(told, queue.Item[note]{Key: "k", Order: 3, Payload: note{"3"}})
		time.Sleep(30 * time.Second)
		require.Equal(t, []string{"ear k 5"}, s.heard.take(), "one at a time")
		s.putItem(told, queue.Item[note]{Key: "k", Order: 4, Payload: note{"poison"}})
		time.Sleep(3 * time.Minute)
		require.Equal(t, []string{"ear k 3", "ear k poison"}, s.heard.take())
		s.putItem(told, queue.Item[note]{Key: "k", Order: 1, Payload: note{"1"}})
		time.Sleep(3 * time.Minute)
		require.Empty(t, s.heard.take())
		require.Equal(t, "park: never", s.parked()[0].Error)
		require.Equal(t, 1, s.parked()[0].Behind)
		require.NoError(t, stop())
	})
}

func TestABacklogDoesNotKeepTheInboxWaiting(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.update(func(ctx context.Context, tx storage.Tx) error {
			all := make([]queue.Item[note], 500)
			for i := range all {
				all[i].Due = time.Now().Add(time.Minute)
			}
			return told.PutAll(ctx, tx, all)
		})
		s.once(queue.Config{})
		time.Sleep(time.Hour)
		s.put(told, "k", "fresh")
		require.Equal(t, 100, s.once(queue.Config{Limit: 100}).Done)
		require.Contains(t, s.heard.take(), "ear k fresh")
		require.Equal(t, 401, s.once(queue.Config{Batch: 1}).Done)
	})
}

func TestTopicsAndKeysAreIndependent(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		for _, key := range []string{"a", "a b", "a.b", "ab", "a\n", "a\x01", "á"} {
			s.putItem(told, queue.Item[note]{Key: key, Due: time.Now().Add(time.Hour)})
			s.put(asked, key, "now")
		}
		require.Equal(t, 7, s.once(queue.Config{}).Done)
	})
}

func TestEverySubscriberGetsEveryItemOnce(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		c := queue.Config{Subscriptions: []queue.Subscription{s.listen("c", nil), s.listen("a", nil), s.listen("b", nil)}, Concurrency: 1}
		s.put(told, "k", "1", "2")
		require.Equal(t, 6, s.once(c).Done)
		heard := s.heard.take()
		slices.SortStableFunc(heard, func(a, b string) int { return strings.Compare(a[:1], b[:1]) }) // each in order, between them none
		require.Equal(t, []string{"a k 1", "a k 2", "b k 1", "b k 2", "c k 1", "c k 2"}, heard)
		s.requireEmpty()
	})
}

func TestTheDeliveryOfAnItemHasOneIDForAll(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		ids := map[string]map[string]bool{}
		seen := func(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
			if ids[d.Payload.Text] == nil {
				ids[d.Payload.Text] = map[string]bool{}
			}
			ids[d.Payload.Text][d.ID.String()] = true
			if d.Attempt == 1 {
				return errors.New("again")
			}
			return nil
		}
		stop := s.run(s.worker(queue.Config{Concurrency: 1, Subscriptions: []queue.Subscription{s.listen("a", seen), s.listen("b", seen)}}))
		s.put(told, "k", "1", "2", "3")
		time.Sleep(time.Minute)
		_ = stop()
		require.Len(t, ids, 3)
		for _, of := range ids {
			require.Len(t, of, 1)
		}
	})
}

func TestAnEventWithoutSubscribersCompletesAndATaskWaits(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.put(told, "k", "event")
		s.put(asked, "k", "task")
		s.put(queue.NewTopic[note]("test.unknown", 1), "k", "unknown")
		stop := s.run(s.worker(queue.Config{Topics: []queue.AnyTopic{told, asked}, Subscriptions: []queue.Subscription{}}))
		time.Sleep(5 * time.Minute)
		require.NoError(t, stop())
		st := s.statistics()
		require.Equal(t, map[string]int{"test.asked": 1, "test.unknown": 1}, st.Unknown)
		require.Equal(t, []int{0, 2, 0}, []int{st.Inbox, st.Aside, st.Pending})
		require.Equal(t, 1, s.once(queue.Config{}).Done, "by a program that has the task's handler")
		require.Equal(t, []string{"do k task"}, s.heard.take())
		require.Equal(t, map[string]int{"test.unknown": 1}, s.statistics().Unknown)
	})
}

func TestWhatWasPutAsideComesBeforeWhatFollowed(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		later := queue.NewTopic[note]("test.later", 1)
		s.put(later, "k", "1", "2")
		stop := s.run(s.worker(queue.Config{}))
		time.Sleep(2 * time.Minute)
		require.NoError(t, stop())
		require.Equal(t, 2, s.statistics().Aside)
		newer := s.worker(queue.Config{Subscriptions: []queue.Subscription{queue.Subscribe(later, "ear", s.heard.handler(nil))}})
		s.put(later, "k", "3")
		_, err := newer.RunOnce(t.Context())
		require.NoError(t, err)
		require.Equal(t, []string{"ear k 1", "ear k 2", "ear k 3"}, s.heard.take())
	})
}

func TestWhatAnOlderProgramPutsAsideMeanwhileIsNotOvertaken(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		later := queue.NewTopic[note]("test.later", 1)
		newer := s.worker(queue.Config{Concurrency: 1, Subscriptions: []queue.Subscription{queue.Subscribe(later, "ear", s.heard.handler(nil))}})
		_, err := newer.RunOnce(t.Context()) // its sweep is over
		require.NoError(t, err)
		for i, text := range []string{"1", "2"} {
			s.putItem(later, queue.Item[note]{Key: "k", Order: int64(i), Payload: note{text}})
		}
		s.once(queue.Config{Now: func() time.Time { return time.Now().Add(100 * 365 * 24 * time.Hour) }})
		require.Equal(t, 2, s.statistics().Aside)
		s.putItem(later, queue.Item[note]{Key: "k", Order: 3, Payload: note{"3"}})
		_, err = newer.RunOnce(t.Context())
		require.NoError(t, err)
		require.Equal(t, []string{"ear k 1", "ear k 2", "ear k 3"}, s.heard.take())
	})
}

func TestAProgramFindsWhatItKnowsAmongMuchThatWasPutAside(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		later := queue.NewTopic[note]("test.later", 1)
		s.update(func(ctx context.Context, tx storage.Tx) error {
			return queue.NewTopic[note]("test.unknown", 1).PutAll(ctx, tx, make([]queue.Item[note], 2500))
		})
		s.put(later, "k", "x")
		stop := s.run(s.worker(queue.Config{}))
		time.Sleep(5 * time.Minute)
		require.NoError(t, stop())
		s.once(queue.Config{Subscriptions: []queue.Subscription{queue.Subscribe(later, "ear", s.heard.handler(nil))}})
		require.Equal(t, []string{"ear k x"}, s.heard.take())
	})
}

func TestUnknownTopicsDoNotCrowdOutKnownOnes(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		now := s.clockOfPuts()
		unknown := queue.NewTopic[note]("test.unknown", 1)
		s.update(func(ctx context.Context, tx storage.Tx) error {
			all := make([]queue.Item[note], 3000)
			return unknown.PutAll(ctx, tx, all)
		})
		s.put(told, "k", "known")
		for range 10 {
			s.once(queue.Config{Now: now})
		}
		require.Equal(t, []string{"ear k known"}, s.heard.take())
		require.Equal(t, 1000, s.statistics().Aside, "counted up to the cap")
		require.Equal(t, 100, s.statistics().Inbox, "some are left for other programs for a while")
	})
}
