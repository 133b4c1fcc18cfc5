package queue_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// TestCommitsAtTheSameTimeLoseNothing lets several workers admit, complete and claim the items of one key on a store whose transactions run at the
// same time. Without a lane that everybody writes under its version this loses work: one worker completes the last delivery and sees nothing
// behind it, while another appends the next and sees one before it.
func TestCommitsAtTheSameTimeLoseNothing(t *testing.T) {
	for range 100 {
		seed := rand.Uint64()
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				rnd := rand.New(rand.NewPCG(seed, 1))
				s := &shop{t, newLoose(randomPauses(rand.New(rand.NewPCG(seed, 2)))), &queue.Bell{}, &heard{}}
				c := queue.Config{Poll: 50 * time.Millisecond, Batch: 1 + rnd.IntN(3), Subscriptions: []queue.Subscription{s.listen("ear", nil)}}
				var stops []func() error
				for range 3 {
					stops = append(stops, s.run(s.worker(c)))
				}
				var want []string
				for i := range 30 {
					s.put(told, "k", fmt.Sprint(i))
					want = append(want, fmt.Sprint("ear k ", i))
					time.Sleep(time.Duration(rnd.IntN(40)) * time.Millisecond)
				}
				time.Sleep(10 * time.Second)
				for _, stop := range stops {
					require.NoError(t, stop())
				}
				require.Equal(t, want, s.heard.take(), "each once, in order")
				s.requireEmpty()
			})
		})
	}
}

// TestAnItemCommittedLateIsNotOvertaken commits the second version's announcement, put by a process whose clock is behind, amid a backlog: the
// worker reads by the time of putting, and must still begin with the first version's.
func TestAnItemPutByAClockAheadIsNotOvertaken(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.putItem(told, queue.Item[note]{Key: "k", Order: 2, Payload: note{"2"}}) // its id is older than the other's
		s.update(func(ctx context.Context, tx storage.Tx) error {
			return told.PutAll(ctx, tx, make([]queue.Item[note], 500))
		})
		s.putItem(told, queue.Item[note]{Key: "k", Order: 1, Payload: note{"1"}})
		s.once(queue.Config{Concurrency: 1, Batch: 5})
		var of []string
		for _, line := range s.heard.take() {
			if line[:6] == "ear k " {
				of = append(of, line)
			}
		}
		require.Equal(t, []string{"ear k 1", "ear k 2"}, of)
	})
}

// TestATransactionThatRunsAgainHasNoOtherEffects makes every transaction of the worker fail to commit now and then.
func TestATransactionThatRunsAgainHasNoOtherEffects(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		twice := twiceTenants{s.tenants}
		for i := range 50 {
			s.put(told, fmt.Sprint("k", i%20), fmt.Sprint(i))
		}
		report := s.once(queue.Config{Tenants: twice, Batch: 7, Subscriptions: []queue.Subscription{s.listen("a", nil), s.listen("b", nil)}})
		require.Equal(t, queue.Report{Done: 100}, report)
		require.Len(t, s.heard.take(), 100)
		s.requireEmpty()
	})
}

// twiceTenants runs each transaction once for nothing and then for good.
type twiceTenants struct{ storage.Tenants }

func (w twiceTenants) ForTenant(id string) storage.Store { return twiceStore{w.Tenants.ForTenant(id)} }

type twiceStore struct{ storage.Store }

func (s twiceStore) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	rolledBack := fmt.Errorf("for nothing")
	err := s.Store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		if err := fn(ctx, tx); err != nil {
			return err
		}
		return rolledBack
	})
	if err != rolledBack {
		return err
	}
	return s.Store.Update(ctx, fn)
}

// TestTimersAreMovedAndCancelledWhileWorkersAdmitThem puts, moves and cancels timers on a store whose transactions run at the same time, while
// workers are at them. A timer that was cancelled in time does not come, any other comes last at the time it was moved to.
func TestTimersAreMovedAndCancelledWhileWorkersAdmitThem(t *testing.T) {
	for range 60 {
		seed := rand.Uint64()
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { runTimers(t, seed) })
		})
	}
}

func runTimers(t *testing.T, seed uint64) {
	rnd := rand.New(rand.NewPCG(seed, 1))
	s := &shop{t, newLoose(randomPauses(rand.New(rand.NewPCG(seed, 2)))), &queue.Bell{}, &heard{}}
	last := map[string]time.Time{} // the due time at which each key came last
	var mu sync.Mutex
	handler := func(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
		mu.Lock()
		defer mu.Unlock()
		last[d.Key] = d.Due
		return nil
	}
	c := queue.Config{Poll: 20 * time.Millisecond, Subscriptions: []queue.Subscription{s.listen("ear", handler)}}
	stop1, stop2 := s.run(s.worker(c)), s.run(s.worker(c))
	due := map[string]time.Time{}
	for i := range 15 {
		key := fmt.Sprint("timer ", i)
		due[key] = time.Now().Add(time.Second).UTC()
		s.putItem(told, queue.Item[note]{Key: key, Due: due[key]})
		time.Sleep(time.Duration(rnd.IntN(30)) * time.Millisecond)
		switch rnd.IntN(3) {
		case 0:
			due[key] = due[key].Add(time.Duration(rnd.IntN(2000)-900) * time.Millisecond)
			require.Equal(t, 1, s.move(key, due[key]))
		case 1:
			delete(due, key)
			require.Equal(t, 1, s.cancel(key))
		}
	}
	time.Sleep(time.Minute)
	require.NoError(t, stop1())
	require.NoError(t, stop2())
	for key, at := range due {
		due[key] = at.Truncate(time.Microsecond)
	}
	require.Equal(t, due, last)
	require.Len(t, s.heard.take(), len(due), "each once")
	s.requireEmpty()
}
