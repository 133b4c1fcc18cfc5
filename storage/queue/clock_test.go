package queue_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// settable is a clock that somebody sets.
type settable struct{ off atomic.Int64 }

func (c *settable) now() time.Time       { return time.Now().Add(time.Duration(c.off.Load())) }
func (c *settable) set(by time.Duration) { c.off.Add(int64(by)) }

func TestAClockThatIsSetLosesNothingAndIsRecorded(t *testing.T) {
	for name, jump := range map[string]time.Duration{"back an hour": -time.Hour, "forward a year": 365 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			inShop(t, func(t *testing.T, s *shop) {
				clock, log, c := &settable{}, &logBook{}, counting(s.tenants)
				handler := func(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
					time.Sleep(3 * time.Second)
					if d.Attempt < 3 {
						return errors.New("no")
					}
					return nil
				}
				config := queue.Config{
					Tenants: c, Now: clock.now, Logger: log.logger(), Concurrency: 3, Poll: time.Minute,
					Subscriptions: []queue.Subscription{s.listen("ear", handler)},
				}
				stop1, stop2 := s.run(s.worker(config)), s.run(s.worker(config))
				due := clock.now().Add(24 * time.Hour)
				s.putItem(told, queue.Item[note]{Key: "timer", Due: due})
				for i := range 20 {
					s.put(told, fmt.Sprint("k", i), "1", "2")
					if i == 10 {
						time.Sleep(4 * time.Second)
						clock.set(jump)
					}
				}
				time.Sleep(10 * time.Minute)
				if jump > 0 {
					clock.set(-jump)
				}
				time.Sleep(2 * time.Hour)
				lines := s.heard.take()
				for i := range 20 {
					require.Contains(t, lines, fmt.Sprintf("ear k%d 2", i))
				}
				if jump < 0 {
					require.NotContains(t, lines, "ear timer ")
				}
				time.Sleep(24 * time.Hour)
				require.NoError(t, stop1())
				require.NoError(t, stop2())
				s.requireEmpty()
				require.Contains(t, log.String(), "the clock was set")
				require.Less(t, c.calls(), 26*60*4+5000, "no spin")
			})
		})
	}
}

func TestTimesSetByAClockAheadAreSetBack(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		ahead := func() time.Time { return time.Now().Add(365 * 24 * time.Hour) }
		fail := func(context.Context, storage.Store, queue.Delivery[note]) error { return errors.New("no") }
		s.put(told, "waits", "x")
		s.once(queue.Config{Now: ahead, Subscriptions: []queue.Subscription{s.listen("ear", fail)}})
		p := mortalShop(s)
		crash := func(context.Context, storage.Store, queue.Delivery[note]) error { p.die(); return nil }
		s.put(told, "leased", "x")
		_, _ = s.worker(queue.Config{Tenants: p, Now: ahead, Grace: -1, Subscriptions: []queue.Subscription{s.listen("ear", crash)}}).RunOnce(t.Context())
		s.heard.take()
		lessAhead := func() time.Time { return time.Now().Add(30 * 24 * time.Hour) }
		s.once(queue.Config{Now: lessAhead, Limit: 1, Subscriptions: []queue.Subscription{queue.Subscribe(asked, "do", s.heard.handler(nil))}})
		stop := s.run(s.worker(queue.Config{}))
		time.Sleep(2 * time.Minute)
		require.ElementsMatch(t, []string{"ear waits x", "ear leased x"}, s.heard.take())
		require.NoError(t, stop())
	})
}

func TestAWorkerWhoseClockIsBehindDeliversWhatWasNeverDelayed(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.put(told, "k", "1", "2")
		s.putItem(told, queue.Item[note]{Key: "delayed", Due: time.Now()})
		report := s.once(queue.Config{Now: func() time.Time { return time.Now().Add(-100 * 365 * 24 * time.Hour) }})
		require.Equal(t, 2, report.Done)
	})
}
