package feedback_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/feedback/detect"
)

func TestFirstContactCountsOnlyWhatHasHadTime(t *testing.T) {
	at := time.Date(2026, 8, 31, 0, 0, 0, 0, time.UTC)
	ago := func(days int) time.Time { return at.Add(-time.Duration(days) * day) }
	f := feedback.FirstContactOf([]feedback.Resolution{
		{Customer: "A", Topic: "bill", Opened: ago(30), Resolved: ago(29), Contacts: 1},
		{Customer: "A", Topic: "bill", Opened: ago(25), Resolved: ago(24), Contacts: 1}, // so the first was not solved
		{Customer: "A", Topic: "delivery", Opened: ago(24), Resolved: ago(20), Contacts: 2},
		{Customer: "B", Topic: "bill", Opened: ago(20), Resolved: ago(20), Contacts: 1, Reopened: ago(14)},
		{Customer: "C", Topic: "bill", Opened: ago(20), Resolved: ago(20), Contacts: 1, Reopened: ago(12)}, // a week later: another matter
		{Customer: "D", Topic: "bill", Opened: ago(3), Resolved: ago(3), Contacts: 1},
		{Customer: "E", Topic: "bill", Opened: ago(3)},
	}, 7*day, at)
	require.Equal(t, feedback.FirstContact{Gross: stats.Share{Yes: 5, Of: 6}, Net: stats.Share{Yes: 2, Of: 5}, Waiting: 1}, f)
}

func TestFirstContactIsOfTheMonthOfTheCaseWheneverTheCustomerCameBack(t *testing.T) {
	august, september := time.Date(2026, 8, 30, 3, 0, 0, 0, time.UTC), time.Date(2026, 9, 2, 3, 0, 0, 0, time.UTC)
	months := feedback.FirstContacts([]feedback.Resolution{
		{Customer: "A", Topic: "bill", Opened: august, Resolved: august, Contacts: 1},
		{Customer: "A", Topic: "bill", Opened: september, Resolved: september, Contacts: 1},
	}, 7*day, care.Env{}.Location(), september.Add(30*day))
	one := stats.Share{Yes: 1, Of: 1}
	require.Equal(t, map[calendar.Date]feedback.FirstContact{
		calendar.MustDate(2026, 8, 1): {Gross: one, Net: stats.Share{Of: 1}}, calendar.MustDate(2026, 9, 1): {Gross: one, Net: one},
	}, months)
}

func TestRetentionIsByCohortAndOnlyOfMonthsThatAreOver(t *testing.T) {
	var all []feedback.Purchase
	buy := func(customer care.CustomerRef, days ...calendar.Date) {
		for _, d := range days {
			all = append(all, feedback.Purchase{Customer: customer, Day: d})
		}
	}
	buy("A", calendar.MustDate(2026, 1, 31), calendar.MustDate(2026, 2, 1), calendar.MustDate(2026, 4, 5))
	buy("B", calendar.MustDate(2026, 1, 2), calendar.MustDate(2026, 1, 5))
	buy("C", calendar.MustDate(2026, 2, 10), calendar.MustDate(2026, 3, 31))
	buy("D", calendar.MustDate(2026, 5, 1))
	require.Equal(t, []feedback.Cohort{
		{Month: calendar.MustDate(2026, 1, 1), Size: 2, Kept: []stats.Share{{Yes: 1, Of: 2}, {Yes: 0, Of: 2}}},
		{Month: calendar.MustDate(2026, 2, 1), Size: 1, Kept: []stats.Share{{Yes: 1, Of: 1}}},
	}, feedback.Cohorts(all, calendar.MustDate(2026, 4, 20)))
	require.Len(t, feedback.Cohorts(all, calendar.MustDate(2026, 4, 30))[0].Kept, 3, "April is over")
	require.Empty(t, feedback.Cohorts(nil, calendar.MustDate(2026, 4, 30)))
}

func TestLoopsAreByTheMonthOfTheirFinding(t *testing.T) {
	loops := feedback.Loops([]feedback.Finding{
		{Raised: time.Date(2026, 7, 31, 20, 0, 0, 0, time.UTC), Stage: feedback.StageFound}, // August where the shop is
		{Raised: time.Date(2026, 8, 10, 0, 0, 0, 0, time.UTC), Stage: feedback.StageClosed, Actions: []feedback.Action{{}}},
	}, care.Env{}.Location())
	require.Equal(t, map[calendar.Date]feedback.Loop{calendar.MustDate(2026, 8, 1): {Raised: 2, Acted: 1, Done: 1, Proved: 1}}, loops)
}

func TestInspectionsRaiseFindingsAndCheckThem(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	in := feedback.Inspection{Topic: "scratches", About: care.About{Kind: care.AboutProduct, Ref: "QUAT-01"}, Plan: feedback.Plan{Sample: 80, Accept: 5, Promise: 0.03}}
	require.InDelta(t, 0.97, in.Plan.Passes(0.03), 0.02)
	inspect := func(faulty int64) feedback.Inspected {
		t.Helper()
		in.Faulty = faulty
		got, err := s.Inspect(t.Context(), in)
		require.NoError(t, err)
		require.NoError(t, got.Reasons[0].Check())
		return got
	}
	require.Equal(t, feedback.Stage(""), inspect(5).Stage)
	require.Empty(t, all(t, s.Findings()), "what passed is kept and raises none")
	failed := inspect(6)
	kept := all(t, s.Inspections(s.now, s.now.Add(1000)))
	require.Len(t, kept, 2)
	require.True(t, kept[0].Passed && !kept[1].Passed)
	require.Equal(t, failed.ID, kept[1].ID)
	require.Equal(t, failed.Finding, kept[1].Finding)
	found := all(t, s.Findings())[0]
	require.Equal(t, detect.Tally{N: 80, Sum: 6}, found.Seen)
	require.True(t, found.Reasons.Has(feedback.CodeInspectionFailed))
	require.False(t, failed.Passed)
	require.Equal(t, feedback.StageFound, failed.Stage)
	require.Equal(t, failed.Finding, inspect(9).Finding)

	f, err := s.Act(t.Context(), feedback.Correction{Finding: failed.Finding, What: "Đổi bao bì", Owner: "NV-1", Due: s.now, Expect: 0.1})
	require.NoError(t, err, "11 of 100 were seen")
	f, err = s.Act(t.Context(), feedback.Correction{Finding: failed.Finding, What: "Đổi bao bì", Owner: "NV-1", Due: s.now, Expect: 0.06})
	require.NoError(t, err)
	_, err = s.Finish(t.Context(), feedback.Completion{Finding: f.ID, Action: 1})
	require.NoError(t, err)
	f, err = s.Finish(t.Context(), feedback.Completion{Finding: f.ID})
	require.NoError(t, err)
	for range 10 {
		s.now = s.now.Add(day)
		got := inspect(0)
		require.True(t, got.Passed)
		if got.Stage == feedback.StageClosed {
			require.Equal(t, f.ID, got.Finding)
			return
		}
	}
	t.Fatal("eight hundred without a fault prove nothing")
}

func TestAnImpossibleInspectionIsRefused(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	_, err := s.Inspect(t.Context(), feedback.Inspection{Topic: "x", Factor: "luck", Plan: feedback.Plan{Sample: 5, Lot: 4, Promise: 0.1}})
	require.Equal(t, []string{"plan feedback.plan", "factor care.unknown_word"}, problems(t, err))
	_, err = s.Inspect(t.Context(), feedback.Inspection{Plan: feedback.Plan{Sample: 5, Accept: 5}, Faulty: 6})
	require.Equal(t, []string{"plan feedback.plan", "faulty feedback.failures", "plan.promise.at_most detect.one_bound", "topic care.missing"}, problems(t, err))
}
