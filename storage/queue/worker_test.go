package queue_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

func TestNewWorkerListsEveryFault(t *testing.T) {
	nothing := func(context.Context, storage.Store, queue.Delivery[note]) error { return nil }
	_, err := queue.NewWorker(queue.Config{
		Batch: 501, Lease: time.Millisecond, Poll: -1, Limit: -1, Concurrency: -1, MaxAttempts: -1, Timeout: -1,
		Topics: []queue.AnyTopic{queue.NewTopic[note]("test.told", 2)},
		Subscriptions: []queue.Subscription{
			queue.Subscribe(told, "a", nothing), queue.Subscribe(told, "a", nothing), queue.Subscribe(told, "Not a name", nothing),
			queue.Subscribe[note](told, "b", nil), queue.Subscribe(asked, "one", nothing), queue.Subscribe(asked, "two", nothing), {},
		},
	})
	require.ErrorIs(t, err, queue.ErrConfig)
	for _, fault := range []string{
		"Tenants is missing", "Batch is more than 500", "Lease is less than a second", "Poll is negative", "Limit is negative", "Concurrency is negative",
		"MaxAttempts is negative", "Timeout is negative", "topic test.told is declared in two ways", "subscriber a of topic test.told is there twice",
		`subscriber "Not a name"`, "subscriber b of topic test.told has no handler", "second handler of a task", `topic ""`,
	} {
		require.ErrorContains(t, err, fault)
	}
}

func TestNoGoroutineRunsUnasked(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		before := runtime.NumGoroutine()
		w := s.worker(queue.Config{})
		s.put(told, "k", "x")
		time.Sleep(time.Hour)
		require.LessOrEqual(t, runtime.NumGoroutine(), before)
		require.Empty(t, s.heard.take())
		_, err := w.RunOnce(t.Context())
		require.NoError(t, err)
		synctest.Wait()
		require.LessOrEqual(t, runtime.NumGoroutine(), before, "and none is left behind")
	})
}

func TestRunOnceTellsWhatItDid(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		handler := func(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
			switch d.Payload.Text {
			case "fail":
				return errors.New("no")
			case "park":
				return queue.Park(nil)
			case "later":
				return queue.RetryAfter(time.Hour, nil)
			}
			return nil
		}
		for _, text := range []string{"fail", "park", "later", "a", "b", "c"} {
			s.put(told, text, text)
		}
		s.putItem(told, queue.Item[note]{Due: time.Now().Add(time.Hour)})
		c := queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", handler)}}
		require.Equal(t, queue.Report{Done: 3, Retried: 2, Parked: 1}, s.once(c))
		require.Equal(t, queue.Report{}, s.once(c))
		time.Sleep(2 * time.Second)
		require.Equal(t, queue.Report{Retried: 1}, s.once(c))
	})
}

func TestRunOnceHandlesWhatItsHandlersPut(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		chain := func(ctx context.Context, store storage.Store, d queue.Delivery[note]) error {
			if len(d.Payload.Text) == 5 {
				return nil
			}
			return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				return told.Put(ctx, tx, queue.Item[note]{Payload: note{d.Payload.Text + "x"}})
			})
		}
		s.put(told, "k", "x")
		require.Equal(t, 5, s.once(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", chain)}}).Done)
	})
}

func TestRunOnceStopsAtItsLimit(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		for i := range 250 {
			s.put(told, fmt.Sprint("k", i), "x")
		}
		for _, want := range []int{120, 120, 10, 0} {
			require.Equal(t, want, s.once(queue.Config{Limit: 120}).Done)
		}
	})
}

func TestNothingWaitsForAPollAfterACommitHere(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		c := counting(s.tenants)
		stop := s.run(s.worker(queue.Config{Tenants: c, Poll: time.Hour}))
		for i := range 10 {
			time.Sleep(17 * time.Second)
			start := time.Now()
			s.put(told, "k", fmt.Sprint(i))
			synctest.Wait()
			require.Equal(t, []time.Time{start}, s.heard.when())
			s.heard.take()
		}
		due := time.Now().Add(30 * time.Minute)
		s.putItem(told, queue.Item[note]{Key: "timer", Due: due})
		time.Sleep(40 * time.Minute)
		require.Equal(t, []time.Time{due.Truncate(time.Microsecond)}, s.heard.when(), "nor does what falls due")
		require.Less(t, c.calls(), 100, "and nobody spins meanwhile")
		require.NoError(t, stop())
	})
}

func TestWhatWasCommittedElsewhereIsFoundByPolling(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		c := counting(s.tenants)
		stop := s.run(s.worker(queue.Config{Tenants: c, Poll: 3 * time.Second}))
		time.Sleep(time.Second)
		s.update(func(ctx context.Context, tx storage.Tx) error { return told.Put(ctx, tx, queue.Item[note]{Key: "k"}) })
		time.Sleep(2*time.Second + time.Millisecond)
		require.Len(t, s.heard.take(), 1)
		s.bell.Ring()
		time.Sleep(time.Hour)
		require.InDelta(t, 1200*2, c.calls(), 600, "two looks at each poll")
		require.NoError(t, stop())
	})
}

func TestTheHostRingsAfterItsOwnCommit(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		stop := s.run(s.worker(queue.Config{Poll: time.Hour}))
		s.update(func(ctx context.Context, tx storage.Tx) error { return told.Put(ctx, tx, queue.Item[note]{Key: "k"}) })
		synctest.Wait()
		require.Empty(t, s.heard.take())
		s.bell.Ring("")
		synctest.Wait()
		require.Len(t, s.heard.take(), 1)
		require.NoError(t, stop())
		var silent *queue.Bell
		silent.Ring()
	})
}

func TestRunEndsWhenTheHandlersInHandHave(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		c := queue.Config{Concurrency: 2, Subscriptions: []queue.Subscription{s.listen("ear", sleeping(10*time.Second))}}
		for i := range 6 {
			s.put(told, fmt.Sprint("k", i), "x")
		}
		stop := s.run(s.worker(c))
		time.Sleep(time.Second)
		start := time.Now()
		require.NoError(t, stop())
		require.Equal(t, 9*time.Second, time.Since(start))
		require.Len(t, s.heard.take(), 2)
		require.Equal(t, 4, s.statistics().Due, "what was not begun is given back at once")
		require.Equal(t, 4, s.once(c).Done)
		require.Equal(t, 1, s.heard.lastDelivery().Attempt, "and not counted as an attempt")
	})
}

func TestRunNamesWhatItAbandonsAfterGrace(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		handler := func(ctx context.Context, _ storage.Store, d queue.Delivery[note]) error {
			if d.Payload.Text == "polite" {
				<-ctx.Done()
				return context.Cause(ctx)
			}
			time.Sleep(time.Hour)
			return nil
		}
		stop := s.run(s.worker(queue.Config{Grace: 5 * time.Second, Subscriptions: []queue.Subscription{s.listen("ear", handler)}}))
		s.put(told, "a", "rude")
		s.put(told, "b", "polite")
		synctest.Wait()
		start := time.Now()
		err := stop()
		require.ErrorIs(t, err, queue.ErrAbandoned)
		require.ErrorContains(t, err, `ear of test.told "a"`)
		require.NotContains(t, err.Error(), `"b"`)
		require.Equal(t, 6*time.Second, time.Since(start))
		require.Equal(t, 1, s.statistics().Due, "what was interrupted is given back")
		time.Sleep(2 * time.Hour)
	})
}

func TestRunOnceEndsWithItsContext(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		ctx, cancel := context.WithCancel(t.Context())
		first := func(context.Context, storage.Store, queue.Delivery[note]) error { cancel(); return nil }
		for i := range 9 {
			s.put(told, fmt.Sprint("k", i), "x")
		}
		report, err := s.worker(queue.Config{Concurrency: 1, Batch: 3, Subscriptions: []queue.Subscription{s.listen("ear", first)}}).RunOnce(ctx)
		require.NoError(t, err)
		require.LessOrEqual(t, report.Done, 3)
		require.Equal(t, 9, report.Done+s.once(queue.Config{}).Done)
	})
}

func TestAStoreThatFailsIsTriedAgain(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		p := mortalShop(s)
		log := &logBook{}
		slow := func(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
			if d.Key == "slow" {
				time.Sleep(time.Minute)
			}
			return nil
		}
		w := s.worker(queue.Config{Tenants: p, Logger: log.logger(), Subscriptions: []queue.Subscription{s.listen("ear", slow)}})
		stop := s.run(w)
		p.die()
		s.put(told, "k", "x")
		time.Sleep(time.Hour)
		require.Less(t, strings.Count(log.String(), "the store failed"), 5000, "no spin")
		p.revive()
		time.Sleep(3 * time.Second)
		require.Len(t, s.heard.take(), 1)
		s.put(told, "slow", "x")
		synctest.Wait()
		p.die()
		time.Sleep(time.Hour)
		require.Less(t, strings.Count(log.String(), "could not be recorded"), 4000, "no spin")
		_, err := w.RunOnce(t.Context())
		require.ErrorIs(t, err, errDead)
		p.revive()
		time.Sleep(2 * time.Minute)
		require.NoError(t, stop())
		s.requireEmpty()
	})
}

// touchy is a store whose transactions fail at their second deletion.
type touchy struct{ storage.Tenants }

func (h touchy) ForTenant(id string) storage.Store { return touchyStore{h.Tenants.ForTenant(id)} }

type touchyStore struct{ storage.Store }

func (s touchyStore) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return s.Store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return fn(ctx, &touchyTx{Tx: tx}) })
}

type touchyTx struct {
	storage.Tx
	deleted int
}

func (t *touchyTx) Delete(ctx context.Context, s *storage.Schema, id uuid.UUID, version int64) error {
	if t.deleted++; t.deleted > 1 && s.Name == "queue_lane" {
		return errors.New("touched twice")
	}
	return t.Tx.Delete(ctx, s, id, version)
}

func TestABatchThatCannotBeRecordedIsRecordedOneByOne(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		for i := range 9 {
			s.put(told, fmt.Sprint("k", i), "x")
		}
		report := s.once(queue.Config{Tenants: touchy{s.tenants}})
		require.Equal(t, queue.Report{Done: 9}, report)
		require.Len(t, s.heard.take(), 9)
		s.requireEmpty()
	})
}

// hanging is a store that answers nothing before its context ends.
type hanging struct{ storage.Tenants }

func (h hanging) ForTenant(id string) storage.Store { return hangingStore{h.Tenants.ForTenant(id)} }

type hangingStore struct{ storage.Store }

func (hangingStore) View(ctx context.Context, _ func(context.Context, storage.Reader) error) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestAStoreThatHangsDoesNotHoldRunBeyondGrace(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		stop := s.run(s.worker(queue.Config{Tenants: hanging{s.tenants}, Lease: time.Hour, Grace: 5 * time.Second}))
		time.Sleep(time.Minute)
		start := time.Now()
		require.NoError(t, stop())
		require.Equal(t, 6*time.Second, time.Since(start))
	})
}

func TestUndeclaredCollectionsEndRunAtOnce(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		bare, err := memory.New()
		require.NoError(t, err)
		require.ErrorIs(t, s.worker(queue.Config{Tenants: bare}).Run(t.Context()), storage.ErrSchema)
		_, err = s.worker(queue.Config{Tenants: bare}).RunOnce(t.Context())
		require.ErrorIs(t, err, storage.ErrSchema)
	})
}

func TestSlowHandlersLeaveWorkForOtherWorkers(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		c := queue.Config{Concurrency: 1, Batch: 64, Subscriptions: []queue.Subscription{s.listen("ear", sleeping(time.Second))}}
		for i := range 640 {
			s.put(told, fmt.Sprint("k", i), "x")
		}
		start := time.Now()
		for range 8 {
			defer s.run(s.worker(c))()
		}
		time.Sleep(time.Hour)
		require.Len(t, s.heard.said(), 640)
		require.Less(t, s.heard.when()[639].Sub(start), 150*time.Second, "80 s would be ideal")
	})
}

func TestABusyWorkerClaimsNothingThatItCannotBegin(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		stop := s.run(s.worker(queue.Config{Concurrency: 2, Subscriptions: []queue.Subscription{s.listen("ear", sleeping(time.Minute))}}))
		for i := range 5 {
			s.put(told, fmt.Sprint("k", i), "x")
			time.Sleep(time.Second)
		}
		require.Len(t, s.heard.take(), 2)
		require.Equal(t, 3, s.once(queue.Config{}).Done, "the others are there for another worker")
		time.Sleep(2 * time.Minute)
		require.NoError(t, stop())
	})
}
