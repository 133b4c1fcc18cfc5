package queue_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// failing is a handler that fails until the nth attempt.
func failing(until int, how func() error) queue.Handler[note] {
	return func(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
		if d.Attempt < until {
			return how()
		}
		return nil
	}
}

func TestAFailureIsTriedAgainAfterABackoffWithJitter(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		handler := failing(5, func() error { return errors.New("no") })
		stop := s.run(s.worker(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", handler)}}))
		for i := range 20 {
			s.put(told, fmt.Sprint("k", i), "x")
		}
		time.Sleep(time.Hour)
		require.NoError(t, stop())
		require.Len(t, s.heard.said(), 100)
		first, last := s.heard.when()[20], s.heard.when()[99]
		require.WithinRange(t, last, first.Add(14*time.Second), first.Add(19*time.Second), "2, 4 and 8 s more, and up to a quarter")
		different := map[time.Time]bool{}
		for _, at := range s.heard.when()[20:40] {
			different[at] = true
		}
		require.Greater(t, len(different), 10, "they do not all come at once")
		s.requireEmpty()
	})
}

func TestTooManyFailuresParkWithTheErrorAndItsStack(t *testing.T) {
	for name, c := range map[string]struct {
		how   func() error
		says  string
		stack string
	}{
		"an error":             {func() error { return errors.New("printer is out of paper") }, "printer is out of paper", ""},
		"a panic":              {func() error { panic("boo") }, "panic: boo", "attempt_test.go"},
		"a nil dereference":    {func() error { var p *int; *p = 1; return nil }, "nil pointer", "attempt_test.go"},
		"an ended goroutine":   {func() error { runtime.Goexit(); return nil }, "ended its goroutine", "attempt_test.go"},
		"text no store keeps":  {func() error { return errors.New("a\x00b\xffc") }, "a?b?c", ""},
		"an error without one": {func() error { return errors.New("") }, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			inShop(t, func(t *testing.T, s *shop) {
				c2 := queue.Config{MaxAttempts: 3, Subscriptions: []queue.Subscription{s.listen("ear", failing(99, c.how))}}
				stop := s.run(s.worker(c2))
				s.put(told, "k", "poison", "behind")
				time.Sleep(time.Hour)
				require.NoError(t, stop())
				require.Equal(t, []string{"ear k poison", "ear k poison", "ear k poison"}, s.heard.take())
				p := s.parked()[0]
				require.Equal(t, []int{3, 1}, []int{p.Attempts, p.Behind})
				require.Contains(t, p.Error, c.says)
				if c.stack == "" {
					require.Empty(t, p.Stack)
				} else {
					require.Contains(t, p.Stack, c.stack)
				}
			})
		})
	}
}

func TestAPoisonItemBlocksOnlyItsOwnDelivery(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		poisoned := func(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
			if d.Payload.Text == "poison" {
				return queue.Park(errors.New("never"))
			}
			return nil
		}
		c := queue.Config{Subscriptions: []queue.Subscription{s.listen("bad", poisoned), s.listen("good", nil), queue.Subscribe(asked, "do", s.heard.handler(nil))}}
		s.put(told, "k", "poison", "behind")
		s.put(told, "other", "x")
		s.put(asked, "k", "x")
		report := s.once(c)
		require.Equal(t, queue.Report{Done: 5, Parked: 1}, report)
		require.ElementsMatch(t, []string{"bad k poison", "good k poison", "good k behind", "bad other x", "good other x", "do k x"}, s.heard.take())
	})
}

func TestAHandlerDecides(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		start := time.Now()
		answers := map[string]error{
			"park":   fmt.Errorf("wrapped: %w", queue.Park(errors.New("never"))),
			"at":     queue.RetryAt(start.Add(time.Hour), errors.New("closed")),
			"after":  queue.RetryAfter(30*time.Minute, nil),
			"past":   queue.RetryAt(start.Add(-time.Hour), nil),
			"always": queue.RetryAfter(time.Minute, nil),
		}
		calls := map[string]int{}
		times := map[string]time.Duration{}
		handler := func(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
			calls[d.Key]++
			times[d.Key] = time.Since(start)
			require.Equal(t, 1, d.Attempt, "what the handler puts off is no failure")
			if calls[d.Key] > 1 && d.Key != "always" {
				return nil
			}
			return answers[d.Key]
		}
		stop := s.run(s.worker(queue.Config{MaxAttempts: 2, Concurrency: 1, Subscriptions: []queue.Subscription{s.listen("ear", handler)}}))
		for key := range answers {
			s.put(told, key, "x")
		}
		time.Sleep(2*time.Hour + time.Second)
		require.NoError(t, stop())
		require.Equal(t, map[string]int{"park": 1, "at": 2, "after": 2, "past": 2, "always": 121}, calls)
		require.Equal(t, time.Hour, times["at"])
		require.Equal(t, 30*time.Minute, times["after"].Truncate(time.Millisecond))
		require.Equal(t, 100*time.Millisecond, times["past"].Truncate(time.Millisecond))
		require.ErrorContains(t, answers["at"], "closed")
		require.Equal(t, "wrapped: park: never", s.parked()[0].Error)
	})
}

func TestTheErrorOfAFailureIsGoneWithIt(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		handler := func(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
			if d.Payload.Text == "2" {
				return queue.Park(nil)
			}
			return failing(2, func() error { panic("first") })(t.Context(), nil, d)
		}
		stop := s.run(s.worker(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", handler)}}))
		s.put(told, "k", "1", "2")
		time.Sleep(time.Minute)
		require.NoError(t, stop())
		p := s.parked()[0]
		require.Equal(t, []string{"park", ""}, []string{p.Error, p.Stack})
	})
}
