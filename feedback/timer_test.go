package feedback_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// What is overdue is announced when it becomes so, once, and not where it was done in time.
func TestWhatIsOverdueIsAnnounced(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	var heard []feedback.OverdueEvent
	worker, err := queue.NewWorker(queue.Config{Tenants: s.tenants, Now: func() time.Time { return s.now }, Topics: feedback.Topics(), Subscriptions: append(
		feedback.Subscriptions(func(string) feedback.Service { return s.Service }),
		queue.Subscribe(feedback.Overdue, "host", func(_ context.Context, _ storage.Store, d queue.Delivery[feedback.OverdueEvent]) error {
			heard = append(heard, d.Payload)
			return nil
		}),
	)})
	require.NoError(t, err)
	run := func() {
		for range 3 {
			_, err := worker.RunOnce(t.Context())
			require.NoError(t, err)
		}
	}
	f := s.act(s.raise(), "Thêm một xe") // due in five days
	i := s.invite(delivery("KH-1", "GH-1"))
	s.answer(feedback.Reply{Invitation: i.ID, Points: map[string]int{"all": 1}})
	told := s.invite(delivery("KH-2", "GH-2"))
	s.answer(feedback.Reply{Invitation: told.ID, Points: map[string]int{"all": 1}})
	_, err = s.TakeUp(t.Context(), told.ID, caseOf("C-2"))
	require.NoError(t, err)
	_, err = s.Follow(t.Context(), feedback.Progress{Case: caseOf("C-2"), Acknowledged: s.now})
	require.NoError(t, err)
	run()
	require.Empty(t, heard)
	s.now = s.now.Add(4 * day) // the law's three days are over
	run()
	up, _, err := s.FollowUp(t.Context(), i.ID)
	require.NoError(t, err)
	require.Len(t, heard, 1)
	require.Equal(t, feedback.AboutFollowUp, heard[0].About.Kind)
	require.Equal(t, up.ID.String(), heard[0].About.Ref)
	require.True(t, up.Due.Equal(heard[0].Due))
	s.now = s.now.Add(2 * day)
	run()
	require.Len(t, heard, 2, "the action too, and the customer not again")
	require.Equal(t, f.ID.String(), heard[1].About.Ref)

	f, err = s.Finish(t.Context(), feedback.Completion{Finding: f.ID})
	require.NoError(t, err)
	f = s.later(f, f.Check.From, 60, 1)
	require.Equal(t, feedback.StageClosed, f.Stage)
	g := s.act(s.raise(), "Nhắc tài xế")
	_, err = s.Finish(t.Context(), feedback.Completion{Finding: g.ID})
	require.NoError(t, err)
	s.now = s.now.Add(30 * day)
	run()
	require.Len(t, heard, 2, "that one was done in time")
}
