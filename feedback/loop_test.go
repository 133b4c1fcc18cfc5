package feedback_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/feedback/detect"
	"github.com/chamsoc/chamsoc/storage"
)

var late5 = detect.Promise{AtMost: 0.05}

func lateAlarm() *detect.Alarm {
	return &detect.Alarm{Since: calendar.MustDate(2026, 8, 20), Day: calendar.MustDate(2026, 8, 30), Seen: 400, Mean: 0.15, Promised: 0.05, Every: 365}
}

func (s *shop) raise() feedback.Finding {
	s.t.Helper()
	f, err := s.Raise(s.t.Context(), feedback.Shortcoming{
		Origin: "detector", Topic: "late_delivery", About: care.About{Kind: care.AboutPlace, Ref: "CH-HN"}, Factor: "convenience", Promise: late5, Alarm: lateAlarm(),
	})
	require.NoError(s.t, err)
	return f
}

func (s *shop) act(f feedback.Finding, what string) feedback.Finding {
	s.t.Helper()
	f, err := s.Act(s.t.Context(), feedback.Correction{Finding: f.ID, What: what, Owner: "NV-3", Due: s.now.Add(5 * day), Cause: "Thiếu xe"})
	require.NoError(s.t, err)
	return f
}

func (s *shop) later(f feedback.Finding, from calendar.Date, days int, failures int64) feedback.Finding {
	s.t.Helper()
	for i := range days {
		if evening := from.AddDays(i).Start(s.zone()).Add(20 * time.Hour); evening.After(s.now) {
			s.now = evening
		}
		var err error
		f, err = s.Check(s.t.Context(), feedback.Later{Finding: f.ID, Day: from.AddDays(i), Failures: failures, Of: 40})
		require.NoError(s.t, err)
		require.Equal(s.t, f.Stage == feedback.StageClosed, f.Live == "")
		if f.Stage != feedback.StageChecking {
			break
		}
	}
	return f
}

func TestAFindingIsClosedByEvidenceAlone(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	f := s.raise()
	require.Equal(t, feedback.StageFound, f.Stage)
	require.Equal(t, f.ID, s.raise().ID, "one finding while it is open")
	f = s.act(f, "Thêm một xe")
	require.Equal(t, feedback.StageActing, f.Stage)
	require.InDelta(t, 0.10, f.Actions[0].Expect, 1e-9, "halfway")
	require.Equal(t, feedback.StageActing, s.later(f, calendar.MustDate(2026, 8, 31), 1, 0).Stage, "nothing is checked before it is done")

	f, err := s.Finish(t.Context(), feedback.Completion{Finding: f.ID})
	require.NoError(t, err)
	require.Equal(t, feedback.StageChecking, f.Stage)
	require.Equal(t, calendar.MustDate(2026, 9, 1), f.Check.From)
	f = s.later(f, calendar.MustDate(2026, 8, 20), 3, 0)
	require.Zero(t, f.Check.Seen.N, "what was before does not count")
	f = s.later(f, f.Check.From, 60, 1)
	require.Equal(t, feedback.StageClosed, f.Stage)
	require.Greater(t, f.Check.Seen.N, int64(100))
	require.True(t, f.Reasons.Has(feedback.CodeHelped))
	require.NoError(t, f.Reasons[0].Check())
	_, err = s.Act(t.Context(), feedback.Correction{Finding: f.ID, What: "x", Owner: "y", Due: s.now})
	require.Equal(t, []string{"finding feedback.closed"}, problems(t, err))
	require.NotEqual(t, f.ID, s.raise().ID, "what happens again is a new finding")
}

func TestWhatDidNotHelpIsReopened(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	f := s.act(s.raise(), "Nhắc nhở nhân viên")
	f, err := s.Finish(t.Context(), feedback.Completion{Finding: f.ID})
	require.NoError(t, err)
	f = s.later(f, f.Check.From, 60, 6)
	require.Equal(t, feedback.StageReopened, f.Stage)
	require.True(t, f.Reasons.Has(feedback.CodeDidNotHelp))
	require.Len(t, f.Alarms, 2)
	f = s.act(f, "Thêm một xe")
	require.Equal(t, feedback.StageActing, f.Stage)
	f, err = s.Finish(t.Context(), feedback.Completion{Finding: f.ID, Action: 1})
	require.NoError(t, err)
	require.Equal(t, feedback.StageClosed, s.later(f, f.Check.From, 60, 1).Stage)
}

func TestNeitherGoodNorBadIsNoEvidence(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	f := s.act(s.raise(), "Nhắc nhở nhân viên")
	f, err := s.Finish(t.Context(), feedback.Completion{Finding: f.ID})
	require.NoError(t, err)
	require.Equal(t, feedback.StageChecking, s.later(f, f.Check.From, 2, 2).Stage)
}

func TestTheDetectorThatRunsOnReopensToo(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	f := s.act(s.raise(), "Nhắc nhở nhân viên")
	f, err := s.Finish(t.Context(), feedback.Completion{Finding: f.ID})
	require.NoError(t, err)
	require.Equal(t, feedback.StageChecking, s.raise().Stage, "what that alarm is about was before")
	alarm := lateAlarm()
	alarm.Since, alarm.Day = f.Check.From, f.Check.From.AddDays(4)
	f, err = s.Raise(t.Context(), feedback.Shortcoming{
		Origin: "detector", Topic: "late_delivery", About: care.About{Kind: care.AboutPlace, Ref: "CH-HN"}, Promise: late5, Alarm: alarm,
	})
	require.NoError(t, err)
	require.Equal(t, feedback.StageReopened, f.Stage)
}

func TestOverdueActionsSurface(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	f := s.act(s.raise(), "Thêm một xe")
	overdue := func(at time.Time) (n int) {
		for f, err := range s.Overdue(at).All(t.Context()) {
			require.NoError(t, err)
			require.True(t, f.Overdue(at))
			n++
		}
		return n
	}
	require.Equal(t, 0, overdue(s.now.Add(5*day)))
	require.Equal(t, 1, overdue(s.now.Add(5*day+time.Second)))
	_, err := s.Finish(t.Context(), feedback.Completion{Finding: f.ID})
	require.NoError(t, err)
	require.Equal(t, 0, overdue(s.now.Add(50*day)))
}

func TestRequestsAboutFindingsAreRefusedWithReasons(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	_, err := s.Raise(t.Context(), feedback.Shortcoming{Origin: "rumour", Promise: detect.Promise{}})
	require.Equal(t, []string{"origin care.unknown_word", "topic care.missing", "promise.at_most detect.one_bound"}, problems(t, err))
	f := s.raise()
	_, err = s.Act(t.Context(), feedback.Correction{Finding: f.ID})
	require.Equal(t, []string{"what care.missing", "owner care.missing", "due care.missing"}, problems(t, err))
	for _, expect := range []float64{0.05, 0.2, -1} {
		_, err = s.Act(t.Context(), feedback.Correction{Finding: f.ID, What: "x", Owner: "y", Due: s.now, Expect: expect})
		require.Equal(t, []string{"expect feedback.expect"}, problems(t, err))
	}
	_, err = s.Finish(t.Context(), feedback.Completion{Finding: f.ID})
	require.Equal(t, []string{"action feedback.no_action"}, problems(t, err))
	_, err = s.Finish(t.Context(), feedback.Completion{Finding: storage.NewID[feedback.Finding]()})
	require.Equal(t, []string{"finding feedback.no_finding"}, problems(t, err))
	_, err = s.Check(t.Context(), feedback.Later{Finding: f.ID, Day: calendar.MustDate(2062, 9, 1), Of: 2})
	require.Equal(t, []string{"day feedback.not_over"}, problems(t, err))
	_, err = s.Check(t.Context(), feedback.Later{Finding: f.ID, Day: calendar.MustDate(2026, 9, 1), Failures: 3, Of: 2})
	require.Equal(t, []string{"failures feedback.failures"}, problems(t, err))
}

func TestAPromiseOfSuccessesIsCheckedToo(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	alarm := lateAlarm()
	alarm.Mean, alarm.Promised, alarm.Lower = 0.6, 0.8, true
	f, err := s.Raise(t.Context(), feedback.Shortcoming{Origin: "detector", Topic: "csat", Promise: detect.Promise{AtLeast: 0.8}, Alarm: alarm})
	require.NoError(t, err)
	f = s.act(f, "Đào tạo lại")
	require.InDelta(t, 0.3, f.Actions[0].Expect, 1e-9)
	f, err = s.Finish(t.Context(), feedback.Completion{Finding: f.ID})
	require.NoError(t, err)
	require.Equal(t, feedback.StageClosed, s.later(f, f.Check.From, 60, 4).Stage)
}

func TestAPromiseOfSuccessesThatIsKeptIsNoRelapse(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	alarm := lateAlarm()
	alarm.Mean, alarm.Promised, alarm.Lower = 0.6, 0.8, true
	f, err := s.Raise(t.Context(), feedback.Shortcoming{Origin: "detector", Topic: "csat", Promise: detect.Promise{AtLeast: 0.8}, Alarm: alarm})
	require.NoError(t, err)
	f, err = s.Act(t.Context(), feedback.Correction{Finding: f.ID, What: "x", Owner: "y", Due: s.now, Expect: 0.22})
	require.NoError(t, err)
	f, err = s.Finish(t.Context(), feedback.Completion{Finding: f.ID})
	require.NoError(t, err)
	require.Equal(t, feedback.StageChecking, s.later(f, f.Check.From, 15, 7).Stage)
}

func TestFindingsAreListedOpenClosedAndByWhenTheyWereRaised(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	first := s.now
	f := s.act(s.raise(), "Thêm một xe")
	s.now = s.now.Add(3 * day)
	other, err := s.Raise(t.Context(), feedback.Shortcoming{Origin: "person", Topic: "cold_food", About: care.About{Kind: care.AboutPlace, Ref: "CH-HN"}, Promise: late5})
	require.NoError(t, err)
	ids := func(l storage.List[feedback.Finding]) (found []storage.ID[feedback.Finding]) {
		for _, f := range all(t, l) {
			found = append(found, f.ID)
		}
		return found
	}
	require.Equal(t, []storage.ID[feedback.Finding]{other.ID, f.ID}, ids(s.Findings()), "by the place and the topic")

	f, err = s.Finish(t.Context(), feedback.Completion{Finding: f.ID})
	require.NoError(t, err)
	s.now = s.now.Add(30 * day)
	require.Equal(t, feedback.StageClosed, s.later(f, f.Check.From, 60, 1).Stage)
	require.Equal(t, []storage.ID[feedback.Finding]{other.ID}, ids(s.Findings()))
	require.Equal(t, []storage.ID[feedback.Finding]{f.ID}, ids(s.Closed(first, s.now.Add(day))))
	require.Empty(t, ids(s.Closed(first, s.now)), "it was closed at that instant, which is not before it")
	require.Equal(t, []storage.ID[feedback.Finding]{f.ID, other.ID}, ids(s.Raised(first, s.now)))
	require.Equal(t, []storage.ID[feedback.Finding]{f.ID}, ids(s.Raised(first, other.Raised)))
}
