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

// sleeping is a handler that takes long and does not look at its context.
func sleeping(d time.Duration) queue.Handler[note] {
	return func(context.Context, storage.Store, queue.Delivery[note]) error {
		time.Sleep(d)
		return nil
	}
}

func TestALeaseIsRenewedWhileTheHandlerRuns(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		c := queue.Config{Lease: 10 * time.Second, Timeout: time.Hour, Subscriptions: []queue.Subscription{s.listen("ear", sleeping(10*time.Minute))}}
		stop1, stop2 := s.run(s.worker(c)), s.run(s.worker(c))
		s.put(told, "k", "1", "2")
		time.Sleep(30 * time.Minute)
		require.NoError(t, stop1())
		require.NoError(t, stop2())
		require.Equal(t, []string{"ear k 1", "ear k 2"}, s.heard.take())
		s.requireEmpty()
	})
}

func TestALeaseIsRenewedWhileTheDeliveryWaitsForAHandler(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		c := queue.Config{Lease: 10 * time.Second, Concurrency: 1, Subscriptions: []queue.Subscription{s.listen("ear", sleeping(4*time.Second))}}
		for i := range 20 {
			s.put(told, fmt.Sprint("k", i), "x")
		}
		stop1, stop2 := s.run(s.worker(c)), s.run(s.worker(c))
		time.Sleep(10 * time.Minute)
		require.NoError(t, stop1())
		require.NoError(t, stop2())
		require.Len(t, s.heard.take(), 20)
	})
}

// mortalShop is the shop as a process sees it that may die.
func mortalShop(s *shop) *process {
	return &process{schedule: &schedule{}, inner: s.tenants, calls: 1 << 30}
}

func TestWhatACrashedWorkerHadComesAgainWhenItsLeaseEnds(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		p := mortalShop(s)
		crash := func(context.Context, storage.Store, queue.Delivery[note]) error {
			p.die()
			return nil
		}
		stop := s.run(s.worker(queue.Config{Tenants: p, Lease: 20 * time.Second, Grace: -1, Subscriptions: []queue.Subscription{s.listen("ear", crash)}}))
		start := time.Now()
		s.put(told, "k", "1", "2")
		time.Sleep(time.Second)
		require.ErrorIs(t, stop(), queue.ErrAbandoned, "its end could not be recorded")
		require.Equal(t, []string{"ear k 1"}, s.heard.take())

		stop = s.run(s.worker(queue.Config{}))
		time.Sleep(time.Minute)
		require.Equal(t, start.Add(20*time.Second), s.heard.when()[0])
		require.Equal(t, []string{"ear k 1", "ear k 2"}, s.heard.take())
		require.NoError(t, stop())
	})
}

func TestADeliveryThatKillsItsWorkersIsParked(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.put(told, "k", "deadly")
		for range 4 {
			p := mortalShop(s)
			crash := func(context.Context, storage.Store, queue.Delivery[note]) error {
				p.die()
				return nil
			}
			stop := s.run(s.worker(queue.Config{Tenants: p, MaxAttempts: 3, Grace: -1, Subscriptions: []queue.Subscription{s.listen("ear", crash)}}))
			time.Sleep(2 * time.Minute)
			_ = stop()
		}
		require.Len(t, s.heard.take(), 3)
		require.Contains(t, s.parked()[0].Error, "claimed 3 times, and no handler came to an end")
	})
}

func TestALostLeaseEndsTheHandlerAndIsNotTriedAgain(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		p := mortalShop(s)
		var cause, done error
		slow := func(ctx context.Context, _ storage.Store, d queue.Delivery[note]) error {
			<-ctx.Done()
			cause = context.Cause(ctx)
			time.Sleep(time.Second)
			done = s.store().Update(context.WithoutCancel(ctx), func(ctx context.Context, tx storage.Tx) error { return d.Done(ctx, tx) })
			return nil
		}
		first := s.worker(queue.Config{Tenants: p, Lease: 9 * time.Second, Subscriptions: []queue.Subscription{s.listen("first", slow)}})
		stop1 := s.run(first)
		s.put(told, "k", "x")
		time.Sleep(time.Second)
		p.die() // the store is out of its reach, and the lease is not renewed
		stop2 := s.run(s.worker(queue.Config{Subscriptions: []queue.Subscription{queue.Subscribe(told, "first", s.heard.handler(sleeping(time.Minute)))}}))
		time.Sleep(30 * time.Second)
		p.revive()
		require.ErrorIs(t, cause, queue.ErrLeaseLost)
		require.ErrorIs(t, done, queue.ErrLeaseLost)
		require.ErrorContains(t, done, `first of test.told "k"`)
		time.Sleep(5 * time.Minute)
		require.Equal(t, []string{"first k x", "first k x"}, s.heard.take(), "once by each worker")
		require.NoError(t, stop1())
		require.NoError(t, stop2())
		s.requireEmpty()
	})
}

func (p *process) revive() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dead = false
}

func TestAHandlerOverItsTimeIsToldToEnd(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		var cause error
		polite := func(ctx context.Context, _ storage.Store, _ queue.Delivery[note]) error {
			<-ctx.Done()
			cause = context.Cause(ctx)
			return ctx.Err()
		}
		stop := s.run(s.worker(queue.Config{Timeout: time.Minute, MaxAttempts: 2, Subscriptions: []queue.Subscription{s.listen("ear", polite)}}))
		s.put(told, "k", "x")
		time.Sleep(2*time.Minute + 30*time.Second)
		require.ErrorIs(t, cause, queue.ErrTimeout)
		require.Len(t, s.parked(), 1)
		require.NoError(t, stop())
	})
}

func TestHandlersThatIgnoreTheirContextLoseNothingAndBlockNobody(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		never := make(chan struct{})
		stuck := func(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
			if d.Payload.Text == "stuck" {
				<-never
			}
			return nil
		}
		counted, log := counting(s.tenants), &logBook{}
		stop := s.run(s.worker(queue.Config{
			Tenants: counted, Logger: log.logger(), Concurrency: 2, Lease: 10 * time.Second, Timeout: 20 * time.Second, MaxAttempts: 3, Grace: time.Second,
			Subscriptions: []queue.Subscription{s.listen("ear", stuck)},
		}))
		for i := range 5 {
			s.put(told, fmt.Sprint("bad", i), "stuck", "behind")
		}
		s.put(told, "good", "free")
		time.Sleep(10 * time.Minute)
		require.Contains(t, s.heard.take(), "ear good free")
		require.Len(t, s.parked(), 5)
		require.Contains(t, s.parked()[0].Error, "ignores the end of its context")
		require.Less(t, counted.calls(), 5000, "no spin")
		close(never)
		time.Sleep(time.Minute)
		require.NotContains(t, log.String(), "lease was lost", "nobody waits for them any more")
		require.NoError(t, stop(), "what was given up is not in hand")
	})
}

func TestDoneCompletesInTheHandlersTransaction(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		tries := 0
		handler := func(ctx context.Context, store storage.Store, d queue.Delivery[note]) error {
			tries++
			err := store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				if _, err := effects.Put(ctx, tx, effect{Of: d.Payload.Text}); err != nil {
					return err
				}
				if err := d.Done(ctx, tx); err != nil {
					return err
				}
				if tries == 1 {
					return errors.New("rolled back")
				}
				return nil
			})
			if err == nil && d.Payload.Text == "1" {
				return errors.New("which comes too late")
			}
			return err
		}
		stop := s.run(s.worker(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", handler)}}))
		s.put(told, "k", "1", "2")
		time.Sleep(time.Minute)
		require.NoError(t, stop())
		require.Equal(t, []string{"ear k 1", "ear k 1", "ear k 2"}, s.heard.take())
		var had []string
		for e, err := range effects.List(s.store(), byEffect.Prefix()).All(t.Context()) {
			require.NoError(t, err)
			had = append(had, e.Of)
		}
		require.Equal(t, []string{"1", "2"}, had)
		s.requireEmpty()
	})
}

func TestAHandlerMayGoOnAfterDone(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		var ended error
		handler := func(ctx context.Context, store storage.Store, d queue.Delivery[note]) error {
			err := store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return d.Done(ctx, tx) })
			time.Sleep(time.Minute)
			ended = ctx.Err()
			return err
		}
		stop := s.run(s.worker(queue.Config{Lease: 5 * time.Second, Subscriptions: []queue.Subscription{s.listen("ear", handler)}}))
		s.put(told, "k", "x")
		time.Sleep(2 * time.Minute)
		require.NoError(t, stop())
		require.NoError(t, ended)
		require.Len(t, s.heard.take(), 1)
	})
}

func TestDoneOfADeliveryFromNowhereIsRefused(t *testing.T) {
	s := newShop(t)
	s.update(func(ctx context.Context, tx storage.Tx) error {
		require.ErrorIs(t, queue.Delivery[note]{}.Done(ctx, tx), queue.ErrLeaseLost)
		return nil
	})
}
