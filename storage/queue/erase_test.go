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

func (s *shop) erase(subject string) (cleared int) {
	s.t.Helper()
	receipt, err := storage.Erase(s.t.Context(), s.store(), queue.Schemas(), subject)
	require.NoError(s.t, err)
	for _, line := range receipt.Lines {
		require.Zero(s.t, line.Deleted)
		cleared += line.Cleared
	}
	return cleared
}

func (s *shop) exported(subject string) string {
	s.t.Helper()
	var all strings.Builder
	for e, err := range storage.Export(s.t.Context(), s.store(), queue.Schemas(), subject) {
		require.NoError(s.t, err)
		all.Write(e.Body)
	}
	return all.String()
}

// about puts notes about a customer and about nobody, of one key.
func (s *shop) about(key string, texts ...string) {
	for _, text := range texts {
		subject := "KH001"
		if text == "nobody" {
			subject = ""
		}
		s.putItem(told, queue.Item[note]{Key: key, Subject: subject, Payload: note{text}})
	}
}

func TestErasureFindsEveryPayloadAndTheLaneGoesOn(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		fail := func(context.Context, storage.Store, queue.Delivery[note]) error { return errors.New("about KH001") }
		s.about("lane", "head", "nobody", "behind")
		s.once(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", fail)}})
		s.about("inbox", "fresh", "nobody", "last")
		s.heard.take()

		export := s.exported("KH001")
		for _, text := range []string{"head", "behind", "fresh", "last", "about KH001"} {
			require.Contains(t, export, text)
		}
		require.NotContains(t, export, "nobody")
		require.Equal(t, 4, s.erase("KH001"))
		require.Empty(t, s.exported("KH001"))
		require.Zero(t, s.erase("KH001"))

		time.Sleep(time.Minute)
		report := s.once(queue.Config{})
		require.Equal(t, queue.Report{Done: 2, Erased: 4}, report)
		require.ElementsMatch(t, []string{"ear lane nobody", "ear inbox nobody"}, s.heard.take(), "nothing of the customer's is handled")
		s.requireEmpty()
	})
}

func TestErasureWhileTheHandlerRunsKeepsNothing(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		for name, outcome := range map[string]error{"done": nil, "failed": errors.New("about KH001"), "parked": queue.Park(errors.New("about KH001"))} {
			handler := func(context.Context, storage.Store, queue.Delivery[note]) error {
				time.Sleep(time.Minute)
				return outcome
			}
			stop := s.run(s.worker(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", handler)}}))
			s.about("k", name)
			time.Sleep(time.Second)
			require.Equal(t, 1, s.erase("KH001"))
			time.Sleep(time.Minute)
			for _, p := range s.parked() {
				require.Empty(t, p.Error)
			}
			time.Sleep(time.Hour)
			require.Equal(t, []string{"ear k " + name}, s.heard.take())
			require.NoError(t, stop())
			s.requireEmpty()
		}
	})
}

func TestAParkedDeliveryWhoseSubjectIsErasedIsCompletedByASweep(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		c := queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", parking)}}
		s.about("k", "poison", "nobody")
		stop := s.run(s.worker(c))
		time.Sleep(time.Second)
		require.Equal(t, 1, s.erase("KH001"))
		p := s.parked()[0]
		require.True(t, p.Erased)
		require.Equal(t, []string{"", "", ""}, []string{p.Error, p.Subject, string(p.Payload)})
		require.Equal(t, []string{"ear k poison"}, s.heard.take())
		time.Sleep(11 * time.Minute)
		require.Equal(t, []string{"ear k nobody"}, s.heard.take())
		require.NoError(t, stop())
		s.requireEmpty()
	})
}

func TestRetryingAnErasedDeliveryCompletesIt(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.about("k", "poison")
		w := s.worker(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", parking)}})
		_, err := w.RunOnce(t.Context())
		require.NoError(t, err)
		s.erase("KH001")
		require.NoError(t, queue.Retry(t.Context(), s.store(), s.parked()[0].ID))
		report, err := w.RunOnce(t.Context())
		require.NoError(t, err)
		require.Equal(t, queue.Report{Erased: 1}, report)
		s.requireEmpty()
	})
}

func TestTheErrorOfOneIsNotExportedWithTheNext(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		s.about("k", "about KH001")
		s.putItem(told, queue.Item[note]{Key: "k", Subject: "KH002", Due: time.Now().Add(time.Hour), Payload: note{"about KH002"}})
		handler := failing(2, func() error { return errors.New("about KH001") })
		stop := s.run(s.worker(queue.Config{Subscriptions: []queue.Subscription{s.listen("ear", handler)}}))
		time.Sleep(time.Minute)
		require.NoError(t, stop())
		require.Contains(t, s.exported("KH002"), "about KH002")
		require.NotContains(t, s.exported("KH002"), "KH001")
	})
}
