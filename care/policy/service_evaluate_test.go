package policy_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/stats"
)

// ownFigures is the worked policy, in force, with a measure for each figure of the policy itself, all in one element.
func ownFigures(t *testing.T, o *office) policy.Policy {
	p, _ := worked(1)
	var own []policy.Measure
	for _, figure := range policy.Figures() {
		switch figure.Collection() {
		case "policy_edition", "policy_review", "policy_acknowledgement":
			m := policy.Measure{Code: policy.MeasureCode(figure.Source), Name: figure.Name, Kind: figure.Kind, WindowMonths: 3, Source: figure.Source}
			if figure.Kind != policy.MeasureExistence {
				m.Direction, m.Target = policy.AtLeast, f(0.5)
			}
			own = append(own, m)
		}
	}
	provisionOf(&p, policy.MissionAndPolicies).Measures = own
	_, err := o.Save(t.Context(), policy.Draft{Policy: p})
	require.NoError(t, err)
	o.passes(t, p, everyStage...)
	return p
}

// byMeasure are the results of an element.
func byMeasure(e policy.Evaluation, of policy.Element) map[string]policy.Result {
	all := map[string]policy.Result{}
	for _, r := range e.Results {
		if r.Element == of {
			all[string(r.Measure)] = r
		}
	}
	return all
}

// The policy's own figures: who has read it, what is overdue for review, what it lacks.
func TestThePolicyCountsItself(t *testing.T) {
	o := newOffice(t)
	p := ownFigures(t, o)
	o.now = time.Date(2027, 2, 10, 1, 0, 0, 0, time.UTC)
	for _, who := range []string{"minh", "an"} {
		_, err := o.Acknowledge(t.Context(), policy.Reading{Document: p.Document(), Staff: who})
		require.NoError(t, err)
	}
	e, err := o.Evaluate(t.Context(), policy.Appraisal{Code: "shop"})
	require.NoError(t, err)
	own := byMeasure(e, policy.MissionAndPolicies)
	want := map[string]stats.Share{
		policy.FigurePublished: {Yes: 1, Of: 1}, policy.FigureRead: {Yes: 1, Of: 2}, policy.FigureReviewed: {Yes: 27, Of: 27}, policy.FigureObjectives: {Yes: 1, Of: 1},
		policy.FigureTargets: {Yes: 26 + int64(len(own)), Of: 26 + int64(len(own))}, policy.FigureCarried: {Yes: 2, Of: 2}, policy.FigureDeputies: {Yes: 27, Of: 27}, policy.FigureRolledOut: {Yes: 1, Of: 1},
		policy.FigurePrioritised: {Yes: 2, Of: 2}, policy.FigureMarketingFor: {Yes: 1, Of: 1},
	}
	for source, share := range want {
		require.Equal(t, share, own[source].Observation.Share, source)
		require.NotEqual(t, policy.Unmeasured, own[source].Outcome, source)
	}
	require.Equal(t, 13.0, *own[policy.FigureAge].Observation.Amount, "in force since 1 January 2026")
	require.Len(t, own, len(want)+1)

	e, err = o.Evaluate(t.Context(), policy.Appraisal{Code: "shop", Staff: []care.StaffRef{"minh", "an", "binh"}})
	require.NoError(t, err)
	require.Equal(t, stats.Share{Yes: 2, Of: 3}, byMeasure(e, policy.MissionAndPolicies)[policy.FigureRead].Observation.Share)

	o.now = time.Date(2027, 7, 10, 1, 0, 0, 0, time.UTC) // the reviews of the worked policy were due on 30 June
	_, err = o.Review(t.Context(), policy.Looked{Code: "shop", Edition: 2, Provision: 3, By: "hoa"})
	require.NoError(t, err)
	e, err = o.Evaluate(t.Context(), policy.Appraisal{Code: "shop"})
	require.NoError(t, err)
	require.Equal(t, stats.Share{Yes: 1, Of: 27}, byMeasure(e, policy.MissionAndPolicies)[policy.FigureReviewed].Observation.Share)
	require.Equal(t, policy.Missed, byMeasure(e, policy.MissionAndPolicies)[policy.FigureReviewed].Outcome)

	e, err = o.Evaluate(t.Context(), policy.Appraisal{Code: "shop", On: day("2027-03-01")})
	require.NoError(t, err)
	require.Equal(t, policy.Unmeasured, byMeasure(e, policy.MissionAndPolicies)[policy.FigureRead].Outcome, "how it stood then is not known now")
}

// The host's observations are judged with what is counted; what cannot be, or a policy that is not in force, is refused, and a gatherer's error is the answer.
func TestAnAppraisalIsRefused(t *testing.T) {
	o := newOffice(t)
	_, err := o.Evaluate(t.Context(), policy.Appraisal{Code: "shop"})
	require.Equal(t, []string{"code policy.nothing_in_force"}, codes(t, err))
	ownFigures(t, o)
	_, err = o.Evaluate(t.Context(), policy.Appraisal{Observations: []policy.Observation{{}}})
	require.Contains(t, codes(t, err), "code care.missing")
	require.Contains(t, codes(t, err), "observations[0].element care.missing")
	_, err = o.Evaluate(t.Context(), policy.Appraisal{Code: "shop", On: day("2025-12-31")})
	require.Equal(t, []string{"code policy.nothing_in_force"}, codes(t, err))

	_, facts := worked(1)
	for i := range facts.Observations {
		if at := facts.Observations[i].To; at == day("2026-12-31") {
			facts.Observations[i].From, facts.Observations[i].To = day("2026-09-01"), day("2026-11-30")
		}
	}
	all, err := o.Observe(t.Context(), policy.Appraisal{Code: "shop", Observations: facts.Observations})
	require.NoError(t, err)
	require.Greater(t, len(all), len(facts.Observations))
	e, err := o.Evaluate(t.Context(), policy.Appraisal{Code: "shop", Observations: facts.Observations})
	require.NoError(t, err)
	for _, r := range e.Results {
		require.NotEqual(t, policy.Unmeasured, r.Outcome, "%s %s", r.Element, r.Measure)
	}
	broken := errors.New("the store is away")
	_, err = o.Evaluate(t.Context(), policy.Appraisal{Code: "shop"}, func(context.Context, *policy.Tally) error { return broken })
	require.ErrorIs(t, err, broken)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = o.Evaluate(cancelled, policy.Appraisal{Code: "shop"})
	require.ErrorIs(t, err, context.Canceled)
}
