package queue_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// number is what an older or newer program takes a note for.
type number struct {
	Text int `json:"text"`
}

func TestANewerPayloadIsParkedUntilANewerProgramTakesItUp(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		newer := queue.NewTopic[note]("test.told", 3)
		s.put(told, "k", "old")
		s.put(newer, "k", "new")
		s.put(told, "k", "behind")
		require.Equal(t, queue.Report{Done: 1, Parked: 1}, s.once(queue.Config{}))
		p := s.parked()[0]
		require.Equal(t, "the payload is of version 3, this program knows versions up to 1: a newer program will take it up", p.Error)
		require.True(t, p.Waits)
		require.Equal(t, 3, p.Version)
		stop := s.run(s.worker(queue.Config{}))
		time.Sleep(time.Hour)
		require.Equal(t, p.At, s.parked()[0].At, "an old program leaves it alone")
		require.NoError(t, stop())
		s.heard.take()

		ear := queue.Subscribe(newer, "ear", s.heard.handler(nil))
		require.Equal(t, 2, s.once(queue.Config{Subscriptions: []queue.Subscription{ear}}).Done)
		require.Equal(t, []string{"ear k new", "ear k behind"}, s.heard.take())
		require.Equal(t, 1, s.heard.lastDelivery().Version, "an older payload is handed over with its version")
		s.requireEmpty()
	})
}

func TestAnUndecodablePayloadIsParked(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		other := queue.NewTopic[number]("test.told", 1)
		calls := 0
		sub := queue.Subscribe(other, "ear", func(context.Context, storage.Store, queue.Delivery[number]) error { calls++; return nil })
		s.put(told, "k", "not a number")
		require.Equal(t, queue.Report{Parked: 1}, s.once(queue.Config{Subscriptions: []queue.Subscription{sub}}))
		p := s.parked()[0]
		require.Contains(t, p.Error, "the payload cannot be read as *queue_test.number")
		require.JSONEq(t, `{"text":"not a number"}`, string(p.Payload))
		require.False(t, p.Waits)
		require.Zero(t, calls)
	})
}

func TestADeliveryWhoseSubscriberIsGoneWaitsForAProgramThatHasIt(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.putItem(told, queue.Item[note]{Key: "k", Due: time.Now().Add(time.Minute), Payload: note{"x"}})
		s.once(queue.Config{Subscriptions: []queue.Subscription{s.listen("old", nil)}})
		stop := s.run(s.worker(queue.Config{Subscriptions: []queue.Subscription{s.listen("new", nil)}}))
		time.Sleep(90 * time.Second)
		require.Empty(t, s.parked(), "it is left for other programs for a while")
		time.Sleep(time.Hour)
		require.Contains(t, s.parked()[0].Error, `no subscriber "old" of topic test.told`)
		require.NoError(t, stop())
		require.Empty(t, s.heard.take())
		s.once(queue.Config{Subscriptions: []queue.Subscription{s.listen("old", nil)}})
		require.Equal(t, []string{"old k x"}, s.heard.take())
	})
}

func TestDeliveriesOfOtherProgramsDoNotCrowdOutOurs(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		for i := range 1000 {
			s.putItem(told, queue.Item[note]{Due: time.Now().Add(time.Duration(i))})
		}
		fail := func(context.Context, storage.Store, queue.Delivery[note]) error { return queue.RetryAfter(0, nil) }
		s.once(queue.Config{Subscriptions: []queue.Subscription{s.listen("other", fail)}})
		time.Sleep(time.Second)
		s.put(told, "k", "ours")
		for range 10 {
			s.once(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", nil)}})
		}
		require.Contains(t, s.heard.take(), "ear k ours")
	})
}
