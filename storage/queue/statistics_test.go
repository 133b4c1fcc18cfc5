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

func TestStatisticsCountWhatThereIs(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		require.Equal(t, queue.Statistics{Unknown: map[string]int{}}, s.statistics())
		start := time.Now()
		s.put(told, "fresh", "1", "2")
		st := s.statistics()
		require.Equal(t, 2, st.Inbox)
		require.WithinDuration(t, s.clockOfPuts()(), st.OldestDue, time.Second)

		handler := func(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
			switch d.Key {
			case "poison":
				return queue.Park(nil)
			case "fails":
				return errors.New("no")
			}
			return nil
		}
		c := queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", handler)}}
		s.put(told, "poison", "1", "2")
		s.put(told, "fails", "1", "2", "3")
		s.putItem(told, queue.Item[note]{Key: "a", Due: start.Add(time.Hour)})
		s.putItem(told, queue.Item[note]{Key: "b", Due: start.Add(2 * time.Hour)})
		s.once(c)
		require.Equal(t, queue.Statistics{Pending: 3, Parked: 1, Unknown: map[string]int{}}, s.statistics())
		time.Sleep(90 * time.Minute)
		st = s.statistics()
		require.Equal(t, []int{0, 2, 3, 1}, []int{st.Inbox, st.Due, st.Pending, st.Parked})
		require.WithinRange(t, st.OldestDue, start.Add(time.Second), start.Add(2*time.Second), "the failed one's next attempt")
		require.NoError(t, func() error { _, err := s.worker(queue.Config{}).RunOnce(t.Context()); return err }())
		require.True(t, s.statistics().OldestDue.IsZero())
	})
}

func TestStatisticsCountUpToTheCapButTellTheOldestExactly(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		start := time.Now()
		s.update(func(ctx context.Context, tx storage.Tx) error {
			for i := range 2500 {
				it := queue.Item[note]{Key: fmt.Sprint("k", i), Due: start.Add(time.Hour - time.Duration(i)*time.Second)}
				if err := told.Put(ctx, tx, it); err != nil {
					return err
				}
			}
			return nil
		})
		require.Equal(t, queue.StatisticsCap, s.statistics().Inbox)
		s.once(queue.Config{})
		time.Sleep(2 * time.Hour)
		st := s.statistics()
		require.Equal(t, []int{0, 1000, 1000}, []int{st.Inbox, st.Due, st.Pending})
		require.Equal(t, start.Add(time.Hour-2499*time.Second).UTC(), st.OldestDue)
	})
}
