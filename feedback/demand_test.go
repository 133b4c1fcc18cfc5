package feedback_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/feedback/detect"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// demand counts n enquiries on the day of the shop's clock.
func (s *shop) demand(topic, segment string, n int64) {
	s.t.Helper()
	if n > 0 {
		_, err := s.CountDemand(s.t.Context(), feedback.Demanded{Topic: topic, Segment: segment, N: n})
		require.NoError(s.t, err)
	}
}

func (s *shop) today() calendar.Date { return calendar.DateOf(s.now, s.zone()) }

func (s *shop) judge() []feedback.Change {
	s.t.Helper()
	changes, err := s.JudgeDemand(s.t.Context(), s.today())
	require.NoError(s.t, err)
	return changes
}

// Two streams for a hundred days, one of which doubles on the ninetieth: it alone is announced, and what is kept equals the detector fed by hand.
func TestAChangeOfDemandIsNoticedInItsStream(t *testing.T) {
	s, r := newShop(t, feedback.Fatigue{}), rand.New(rand.NewPCG(41, 42))
	byHand, err := detect.NewDemand(detect.Watch{}, nil)
	require.NoError(t, err)
	var state detect.DemandState
	var alarms []detect.Alarm
	first := s.today()
	var changes []feedback.Change
	for i := range 100 {
		n := int64(15 + r.IntN(11))
		s.demand("debt", "home", n)
		company := int64(15 + r.IntN(11))
		if i == 40 {
			company = 0
		}
		if i >= 90 {
			company *= 2
		}
		s.demand("debt", "company", company)
		if alarm := byHand.Observe(&state, detect.Count{Day: s.today(), N: company}); alarm != nil {
			alarms = append(alarms, *alarm)
		}
		s.now = s.now.Add(day)
		if i%3 == 0 { // not every night
			changes = append(changes, s.judge()...)
		}
	}
	changes = append(changes, s.judge()...)
	require.Empty(t, s.judge(), "judged once")
	require.NotEmpty(t, alarms)
	require.Len(t, changes, len(alarms))
	require.EqualValues(t, "company", changes[0].Segment)
	require.Equal(t, alarms[0], changes[0].Alarm)
	require.InDelta(t, 90, first.DaysUntil(changes[0].Alarm.Since), 2)

	kept := all(t, s.Streams())
	require.Len(t, kept, 2)
	require.EqualValues(t, "company", kept[0].Segment)
	require.Equal(t, state, kept[0].State)
	require.Equal(t, s.today().AddDays(-1), kept[0].Judged)
	days := all(t, s.Demand("debt", "company", first, s.today()))
	require.Len(t, days, 100, "the day without any too")
	require.Zero(t, days[40].N)
	require.Zero(t, days[55].Expected, "it was warming up")
	require.InEpsilon(t, 20, days[60].Expected, 0.3)

	announced := 0
	worker, err := queue.NewWorker(queue.Config{Tenants: s.tenants, Now: func() time.Time { return s.now }, Topics: feedback.Topics(), Subscriptions: []queue.Subscription{
		queue.Subscribe(feedback.DemandChanged, "host", func(_ context.Context, _ storage.Store, d queue.Delivery[feedback.Change]) error {
			require.Equal(t, changes[announced], d.Payload)
			announced++
			return nil
		}),
	}})
	require.NoError(t, err)
	_, err = worker.RunOnce(t.Context())
	require.NoError(t, err)
	require.Equal(t, len(changes), announced)

	trace := feedback.DemandTrace(days, kept[0].Changes)
	require.Len(t, trace.Days, 100)
	require.Equal(t, kept[0].Changes, trace.Alarms)
	level := kept[0].State.Level
	accepted, err := s.AcceptDemand(t.Context(), kept[0].ID)
	require.NoError(t, err)
	require.Greater(t, accepted.State.Level, 1.5*level)
	again, err := s.AcceptDemand(t.Context(), kept[0].ID)
	require.NoError(t, err)
	require.Equal(t, accepted, again)
	_, err = s.AcceptDemand(t.Context(), kept[1].ID)
	require.Equal(t, []string{"stream feedback.no_change"}, problems(t, err))
}

func TestDemandIsCountedOnceAndLateDemandIsSaid(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	for range 3 {
		_, err := s.CountDemand(t.Context(), feedback.Demanded{Key: "enquiry/1", Topic: "price"})
		require.NoError(t, err)
	}
	s.now = s.now.Add(day)
	require.Empty(t, s.judge())
	d, err := s.CountDemand(t.Context(), feedback.Demanded{Topic: "price", N: 4, At: s.now.Add(-day)})
	require.NoError(t, err)
	require.EqualValues(t, 5, d.N)
	require.EqualValues(t, 1, all(t, s.Streams())[0].State.Late)
	for at, code := range map[time.Time]string{s.now.Add(day): "not_over", time.Unix(0, 0): "long_ago"} {
		_, err = s.CountDemand(t.Context(), feedback.Demanded{Topic: "clock", At: at})
		require.Equal(t, []string{"at feedback." + code}, problems(t, err))
	}
	_, err = s.JudgeDemand(t.Context(), s.today().AddDays(1))
	require.Equal(t, []string{"before feedback.not_over"}, problems(t, err), "today has hardly begun")
	_, err = s.CountDemand(t.Context(), feedback.Demanded{N: -1})
	require.Equal(t, []string{"topic care.missing", "n feedback.demanded"}, problems(t, err))
}

// Counters count while the day is judged again and again: nothing is lost.
func TestDemandIsCountedByManyAtOnce(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	const counters, each = 4, 5
	at := s.now
	first := s.today()
	next := first.AddDays(1)
	s.now = s.now.Add(day) // what is counted comes from a till that was offline
	var wg sync.WaitGroup
	for c := range counters {
		wg.Go(func() {
			for i := range each {
				_, err := s.CountDemand(t.Context(), feedback.Demanded{Key: fmt.Sprint(c, "/", i), Topic: "price", At: at})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Go(func() {
		if _, err := s.JudgeDemand(t.Context(), next); err != nil {
			t.Error(err)
		}
	})
	wg.Wait()
	days := all(t, s.Demand("price", "", first, next))
	require.Len(t, days, 1)
	require.EqualValues(t, counters*each, days[0].N)
}
