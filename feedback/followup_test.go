package feedback_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/storage"
)

func all[T any](t testing.TB, l storage.List[T]) (items []T) {
	t.Helper()
	for item, err := range l.All(t.Context()) {
		require.NoError(t, err)
		items = append(items, item)
	}
	return items
}

func caseOf(number string) care.About { return care.About{Kind: "desk.case", Ref: number} }

// Three customers are unhappy: one is told in time, put right and content the next time, one is told too late, nobody takes up the third. A content one is none.
func TestUnhappyAnswersAreFollowedUpByCohort(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	from := s.now
	var asked []feedback.Invitation
	for i, points := range []int{2, 1, 1, 4} {
		invitation := s.invite(delivery("KH-"+string(rune('a'+i)), "GH-"+string(rune('a'+i))))
		s.answer(feedback.Reply{Invitation: invitation.ID, Points: map[string]int{"all": points}})
		asked = append(asked, invitation)
	}
	due := time.Date(2026, 9, 4, 0, 0, 0, 0, s.zone()) // Monday 31 August and three days
	require.Len(t, all(t, s.FollowUps(from, from.Add(time.Second))), 3)
	require.Empty(t, all(t, s.Unacknowledged(due.Add(-1))))
	require.Len(t, all(t, s.Unacknowledged(due)), 3)

	for i, number := range []string{"C-1", "C-2"} {
		f, err := s.TakeUp(t.Context(), asked[i].ID, caseOf(number))
		require.NoError(t, err)
		require.True(t, due.Equal(f.Due))
		f, err = s.TakeUp(t.Context(), asked[i].ID, caseOf("another"))
		require.NoError(t, err)
		require.Equal(t, caseOf(number), f.Case, "the first stays")
	}
	_, err := s.TakeUp(t.Context(), asked[3].ID, caseOf("C-4"))
	require.Equal(t, []string{"invitation feedback.no_follow_up"}, problems(t, err))

	done := feedback.Progress{Case: caseOf("C-1"), Acknowledged: due.Add(-1), Resolved: due.Add(day), Cause: "packing", Factor: care.FactorProduct}
	for _, p := range []feedback.Progress{done, {Case: caseOf("C-2"), Acknowledged: due}} {
		found, err := s.Follow(t.Context(), p)
		require.NoError(t, err)
		require.True(t, found)
	}
	found, err := s.Follow(t.Context(), feedback.Progress{Case: caseOf("C-9")})
	require.NoError(t, err)
	require.False(t, found)
	require.Len(t, all(t, s.Unacknowledged(due)), 1)

	s.now = s.now.Add(40 * day)
	again := delivery("KH-a", "")
	again.About = caseOf("C-1")
	s.answer(feedback.Reply{Invitation: s.invite(again).ID, Points: map[string]int{"all": 5}})
	share := func(yes, of int64) stats.Share { return stats.Share{Yes: yes, Of: of} }
	want := feedback.Closure{
		Unhappy: 3, TakenUp: share(2, 3), Acknowledged: share(2, 3), InTime: share(1, 3), Resolved: share(1, 3), Explained: share(1, 1), Recovered: share(1, 1),
	}
	require.Equal(t, []feedback.ClosureMonth{{Month: calendar.MustDate(2026, 8, 1), Closure: want}}, feedback.Closures(all(t, s.FollowUps(from, s.now)), s.zone(), s.now))
	before := feedback.ClosureOf(all(t, s.FollowUps(from, s.now)), due.Add(-1))
	require.Equal(t, share(1, 2), before.InTime, "of the third nobody knows yet")

	_, err = s.Follow(t.Context(), feedback.Progress{Case: caseOf("C-1")})
	require.NoError(t, err, "the case was reopened, and the word to the customer was to another")
	require.Len(t, all(t, s.Unacknowledged(due)), 2)
}

func (s *shop) zone() *time.Location { return care.Env{}.Location() }

// An answer that is changed from unhappy to content was unhappy all the same, and there is one follow-up.
func TestAChangedAnswerKeepsItsFollowUp(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	i := s.invite(delivery("KH-1", "GH-1"))
	for _, points := range []int{1, 2, 5, 1} {
		s.answer(feedback.Reply{Invitation: i.ID, Points: map[string]int{"all": points}})
	}
	f, found, err := s.FollowUp(t.Context(), i.ID)
	require.NoError(t, err)
	require.True(t, found)
	require.Len(t, all(t, s.FollowUps(s.now, s.now.Add(time.Second))), 1)
	require.Equal(t, all(t, s.Answers(i.ID))[0].ID, f.Answer)
}

// By the calendar the law's three days are working days: from Friday 28 August 2026 to Wednesday 2 September, and Thursday if that is a holiday.
func TestAcknowledgementIsDueInWorkingDays(t *testing.T) {
	var shifts calendar.Shifts
	require.NoError(t, shifts.UnmarshalText([]byte("08:00-17:00")))
	week := calendar.NewWeek(shifts, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
	work, err := calendar.Compile(calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{week}, First: calendar.MustDate(2026, 1, 1), Last: calendar.MustDate(2026, 12, 31),
		Closures: []calendar.Closure{{First: calendar.MustDate(2026, 9, 2)}},
	})
	require.NoError(t, err)
	s := newShop(t, feedback.Fatigue{})
	s.now = time.Date(2026, 8, 28, 3, 0, 0, 0, time.UTC)
	s.Service, err = feedback.New(s.store, feedback.Config{Env: care.Env{Now: func() time.Time { return s.now }}, Calendar: work})
	require.NoError(t, err)
	i := s.invite(delivery("KH-1", "GH-1"))
	s.answer(feedback.Reply{Invitation: i.ID, Points: map[string]int{"friend": 6}})
	f, _, err := s.FollowUp(t.Context(), i.ID)
	require.NoError(t, err)
	require.True(t, time.Date(2026, 9, 4, 0, 0, 0, 0, s.zone()).Equal(f.Due), f.Due)

	s.now = time.Date(2026, 12, 30, 3, 0, 0, 0, time.UTC) // the calendar ends before the three days do
	i = s.invite(delivery("KH-2", "GH-2"))
	s.answer(feedback.Reply{Invitation: i.ID, Points: map[string]int{"friend": 6}})
	f, _, err = s.FollowUp(t.Context(), i.ID)
	require.NoError(t, err)
	require.True(t, time.Date(2027, 1, 3, 0, 0, 0, 0, s.zone()).Equal(f.Due), f.Due)
}
