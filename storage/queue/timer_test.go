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

func (s *shop) move(key string, due time.Time) (n int) {
	s.t.Helper()
	s.update(func(ctx context.Context, tx storage.Tx) (err error) {
		n, err = told.With(s.bell).Move(ctx, tx, key, due)
		return err
	})
	return n
}

func (s *shop) cancel(key string) (n int) {
	s.t.Helper()
	s.update(func(ctx context.Context, tx storage.Tx) (err error) {
		n, err = told.Cancel(ctx, tx, key)
		return err
	})
	return n
}

func TestATimerIsMovedWhereverItIs(t *testing.T) {
	hour := time.Hour
	for name, c := range map[string]struct{ first, second, want time.Duration }{
		"later": {hour, 3 * hour, 3 * hour}, "earlier": {3 * hour, hour, hour}, "into the past": {3 * hour, -hour, hour / 2},
	} {
		for _, admitted := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				inShop(t, func(t *testing.T, s *shop) {
					start := time.Now()
					s.putItem(told, queue.Item[note]{Key: "timer", Due: start.Add(c.first)})
					s.putItem(told, queue.Item[note]{Key: "timer 2", Due: start.Add(c.first)})
					stop := func() error { return nil }
					if admitted {
						stop = s.run(s.worker(queue.Config{Poll: 24 * time.Hour}))
					}
					time.Sleep(hour / 2)
					require.Equal(t, 1, s.move("timer", start.Add(c.second)))
					require.Zero(t, s.move("unknown", start))
					if !admitted {
						stop = s.run(s.worker(queue.Config{Poll: 24 * time.Hour}))
					}
					time.Sleep(5 * hour)
					at := s.heard.when()[0]
					if s.heard.said()[0] != "ear timer " {
						at = s.heard.when()[1]
					}
					require.Equal(t, start.Add(c.want), at)
					require.Len(t, s.heard.take(), 2)
					require.NoError(t, stop())
					s.requireEmpty()
				})
			})
		}
	}
}

func TestCancelRemovesEverythingOfTheKey(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		subs := []queue.Subscription{s.listen("a", nil), s.listen("b", nil)}
		later := time.Now().Add(time.Hour)
		for range 3 {
			s.putItem(told, queue.Item[note]{Key: "k", Due: later})
		}
		s.once(queue.Config{Subscriptions: subs}) // six deliveries in two lanes
		s.putItem(told, queue.Item[note]{Key: "k", Due: later})
		for _, other := range []string{"k2", "k ", "k\n", "j"} {
			s.putItem(told, queue.Item[note]{Key: other, Due: later})
		}
		s.putItem(asked, queue.Item[note]{Key: "k", Due: later})
		require.Equal(t, 7, s.cancel("k"))
		require.Zero(t, s.cancel("k"))
		require.Zero(t, s.cancel(""))
		time.Sleep(2 * time.Hour)
		require.Equal(t, 9, s.once(queue.Config{Subscriptions: append(subs, queue.Subscribe(asked, "do", s.heard.handler(nil)))}).Done)
		s.requireEmpty()
	})
}

func TestCancelOfMoreThanAPage(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		for range 2 {
			s.update(func(ctx context.Context, tx storage.Tx) error {
				for range 350 {
					if err := told.Put(ctx, tx, queue.Item[note]{Key: "k", Due: time.Now().Add(time.Hour)}); err != nil {
						return err
					}
				}
				return nil
			})
			s.once(queue.Config{})
		}
		require.Equal(t, 700, s.move("k", time.Now().Add(2*time.Hour)))
		require.Equal(t, 700, s.cancel("k"))
		s.requireEmpty()
	})
}

func TestMoveAndCancelAreRolledBackWithTheirTransaction(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.putItem(told, queue.Item[note]{Key: "k", Due: time.Now().Add(time.Hour)})
		err := s.store().Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			_, err := told.Cancel(ctx, tx, "k")
			require.NoError(t, err)
			return errors.New("no")
		})
		require.Error(t, err)
		require.Equal(t, 1, s.cancel("k"))
	})
}

func TestATimerMovedWhileItsHandlerRunsComesAgain(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		for name, outcome := range map[string]error{"handled": nil, "failed": errors.New("no"), "parked": queue.Park(nil)} {
			handler := func(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
				time.Sleep(time.Minute)
				if d.Due.IsZero() {
					return outcome
				}
				return nil
			}
			stop := s.run(s.worker(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", handler)}}))
			s.put(told, "k", name)
			time.Sleep(30 * time.Second)
			due := time.Now().Add(time.Hour)
			require.Equal(t, 1, s.move("k", due))
			time.Sleep(50 * time.Minute)
			require.Equal(t, []string{"ear k " + name}, s.heard.take())
			time.Sleep(20 * time.Minute)
			require.Equal(t, []time.Time{due}, s.heard.when())
			require.Equal(t, 1, s.heard.lastDelivery().Attempt)
			s.heard.take()
			require.NoError(t, stop())
			s.requireEmpty()
		}
	})
}

func TestATimerMovedToNowWhileItsHandlerRunsComesAgainAfterIt(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		stop := s.run(s.worker(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", sleeping(time.Minute))}}))
		start := time.Now()
		s.put(told, "k", "x")
		time.Sleep(30 * time.Second)
		require.Equal(t, 1, s.move("k", time.Now()))
		time.Sleep(time.Hour)
		require.Equal(t, []time.Duration{0, time.Minute}, []time.Duration{s.heard.when()[0].Sub(start), s.heard.when()[1].Sub(start).Truncate(time.Second)})
		require.Len(t, s.heard.take(), 2)
		require.NoError(t, stop())
	})
}

func TestATimerMovedInTheHandsOfACrashedWorkerWaitsForItsTime(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		p := mortalShop(s)
		crash := func(context.Context, storage.Store, queue.Delivery[note]) error { p.die(); return nil }
		s.put(told, "k", "x")
		_, _ = s.worker(queue.Config{Tenants: p, Grace: -1, Lease: time.Second, Subscriptions: []queue.Subscription{s.listen("ear", crash)}}).RunOnce(t.Context())
		due := time.Now().Add(time.Hour)
		require.Equal(t, 1, s.move("k", due))
		s.heard.take()
		stop := s.run(s.worker(queue.Config{}))
		time.Sleep(2 * time.Hour)
		require.Equal(t, []time.Time{due}, s.heard.when())
		require.NoError(t, stop())
	})
}

func TestATimerCancelledWhileItsHandlerRunsIsGone(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		fail := func(context.Context, storage.Store, queue.Delivery[note]) error {
			time.Sleep(time.Minute)
			return errors.New("no")
		}
		stop := s.run(s.worker(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", fail)}}))
		s.put(told, "k", "x")
		time.Sleep(30 * time.Second)
		require.Equal(t, 1, s.cancel("k"))
		s.requireEmpty()
		time.Sleep(time.Hour)
		require.Len(t, s.heard.take(), 1)
		require.NoError(t, stop())
		s.requireEmpty()
	})
}

func TestMoveTakesAParkedTimerUpAgain(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.put(told, "k", "poison")
		s.once(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", parking)}})
		require.Equal(t, 1, s.move("k", time.Now().Add(time.Hour)))
		require.Empty(t, s.parked())
		time.Sleep(2 * time.Hour)
		require.Equal(t, 1, s.once(queue.Config{}).Done)
	})
}

func TestMoveAndCancelRefuseWhatNoItemHas(t *testing.T) {
	s := newShop(t)
	s.update(func(ctx context.Context, tx storage.Tx) error {
		_, err := told.Move(ctx, tx, "a\tb", time.Now())
		require.ErrorIs(t, err, queue.ErrItem)
		_, err = told.Move(ctx, tx, "k", time.Time{})
		require.ErrorIs(t, err, queue.ErrItem)
		_, err = told.Cancel(ctx, tx, strings.Repeat("k", 383))
		require.ErrorIs(t, err, queue.ErrItem)
		_, err = queue.NewTopic[note]("", 1).Cancel(ctx, tx, "k")
		require.ErrorIs(t, err, queue.ErrItem)
		return nil
	})
}
