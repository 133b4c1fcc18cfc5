package chamsoc_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chain"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/stats"
)

// everyFigure are measures of all figures, each in windows of one month and of three.
func everyFigure() (all []policy.Measure) {
	for _, f := range policy.Figures() {
		for _, months := range []int{1, 3} {
			all = append(all, policy.Measure{Code: policy.MeasureCode(f.Source), Source: f.Source, WindowMonths: months})
		}
	}
	return all
}

// gathered is what the parts of the shop count.
func (y *year) gathered() *policy.Tally {
	tally := policy.NewTally(care.Env{Now: y.clock}, calendar.Date{}, everyFigure()...)
	for _, figures := range []policy.Gatherer{y.Warranty.Figures, y.Desk.Figures, y.Feedback.Figures, y.FAQ.Figures, y.Enquiry.Figures, y.Collateral.Figures, y.Loyalty.Figures} {
		require.NoError(y.t, figures(y.t.Context(), tally))
	}
	require.NoError(y.t, y.Chain.Figures(y.t.Context(), tally))
	require.NoError(y.t, y.Notice.Figures(y.t.Context(), tally))
	return tally
}

// told is what the ledger says that an observation should be, counted by going through all of it.
func (y *year) told(o policy.Observation) (share stats.Share, points stats.Mean, amount float64) {
	for _, s := range y.ledger {
		since := s.since
		if since.IsZero() {
			since = s.on
		}
		w := policy.Window{From: o.From, To: o.To}
		if s.source == o.Source && (o.Segment == "" || o.Segment == s.segment) && w.Has(s.on) && w.Has(since) {
			share, points, amount = share.Plus(s.share), points.Plus(s.points), amount+s.amount
		}
	}
	return share, points, amount
}

// agree compares what the parts count with the ledger. Where the ledger has something in a window, or for a segment, the parts have it too.
func (y *year) agree() {
	known, seen, there := map[string]bool{}, map[string]int{}, map[string]bool{}
	for _, s := range y.ledger {
		known[s.source] = true
	}
	for _, o := range y.gathered().Observations() {
		there[fmt.Sprint(o.Source, o.Segment, o.From, o.To)] = true
		if !known[o.Source] {
			continue // of what the ledger does not say
		}
		share, points, amount := y.told(o)
		at := fmt.Sprintf("%s %q from %s to %s", o.Source, o.Segment, o.From, o.To)
		require.Equal(y.t, share, o.Share, at)
		require.Equal(y.t, points, o.Points, at)
		if o.Amount != nil {
			require.Equal(y.t, amount, *o.Amount, at)
		}
		if o.N() > 0 {
			seen[o.Source]++
		}
	}
	for _, s := range y.ledger {
		require.NotZero(y.t, seen[s.source], "%s was not counted", s.source)
		for _, months := range []int{1, 3} {
			for _, w := range policy.Windows(months, calendar.DateOf(evaluated, y.zone)) {
				if f, _ := policy.FigureOf(s.source); !f.State && w.Has(s.on) && (s.since.IsZero() || w.Has(s.since)) {
					require.True(y.t, there[fmt.Sprint(s.source, "", w.From, w.To)] && there[fmt.Sprint(s.source, s.segment, w.From, w.To)], "%s %q from %s", s.source, s.segment, w.From)
				}
			}
		}
	}
}

// What the parts count is what the year's ledger says, window by window and segment by segment, to the microsecond at the ends of months.
func TestFiguresAgreeWithTheLedger(t *testing.T) {
	y := newYear(t, yearStore(t), "")
	y.live()
	y.agree()
	y.alsoTold(t)
}

// alsoTold compares what the ledger does not know with what the parts themselves say of it.
func (y *year) alsoTold(t *testing.T) {
	by := map[string]policy.Observation{}
	for _, o := range y.gathered().Observations() {
		by[o.Source] = o // the last window
	}
	links, err := y.Chain.Links(t.Context(), y.now)
	require.NoError(t, err)
	require.Equal(t, []chain.LinkCode{"A", "B"}, links)
	links, err = y.Chain.Links(t.Context(), time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)) // before the flow
	require.NoError(t, err)
	require.Empty(t, links)
	owed, err := y.Loyalty.Liability(t.Context())
	require.NoError(t, err)
	require.Equal(t, float64(owed.Points), *by[policy.FigurePointsOwed].Amount)
	uplift, err := y.Loyalty.Uplift(t.Context(), "thu")
	require.NoError(t, err)
	require.True(t, uplift.Measurable, uplift.Reasons.Text(care.LangEN))
	require.Equal(t, stats.Share{Yes: 1, Of: 1}, by[policy.FigurePromotionsKnown].Share)
	require.EqualValues(t, 1, by[policy.FigurePromotionsWorked].Share.Of)
	require.Equal(t, uplift.Within.Low > 0, by[policy.FigurePromotionsWorked].Share.Yes == 1)
}

// A tenant's figures are of its own records, and who has none has no figures.
func TestFiguresAreATenantsOwn(t *testing.T) {
	tenants := yearStore(t)
	busy, quiet := newYear(t, tenants, "busy"), newYear(t, tenants, "quiet")
	busy.live()
	quiet.now = evaluated
	require.NotEmpty(t, busy.gathered().Observations())
	require.Empty(t, quiet.gathered().Observations())
	quiet.cases(5)
	quiet.now = evaluated
	for _, o := range quiet.gathered().Observations() {
		share, _, _ := quiet.told(o)
		require.Equal(t, share, o.Share, o.Source)
	}
}

// Every one of the 27 elements in the shop's policy is judged by what was counted where there is a figure, and by the host where there is none: with figures, without,
// and deviating.
func TestEachOfThe27IsGatheredOrGiven(t *testing.T) {
	tenants := yearStore(t)
	y := newYear(t, tenants, "")
	y.live()
	p := y.publishPolicy(t)
	given := hostGives(p)

	results := func(on calendar.Date, all ...policy.Observation) map[policy.Element]policy.Result {
		e, err := y.Evaluate(t.Context(), policy.Appraisal{Code: p.Code, On: on, Observations: all})
		require.NoError(t, err)
		by := map[policy.Element]policy.Result{}
		for _, r := range e.Results {
			by[r.Element] = r
		}
		require.Len(t, by, 27)
		return by
	}
	with, without := results(calendar.Date{}, given...), results(calendar.Date{})
	for e, r := range with {
		require.NotEqual(t, policy.Unmeasured, r.Outcome, "%s: %s", e, r.Reasons.Text(care.LangEN))
		source := measureFor(e).Source
		if _, counted := policy.FigureOf(source); counted {
			require.Equal(t, r.Outcome, without[e].Outcome, e)
			require.Equal(t, source, r.Observation.Source)
			require.Equal(t, evaluated, r.Observation.AsOf)
		} else {
			require.Equal(t, policy.Unmeasured, without[e].Outcome, e)
			require.True(t, without[e].Reasons.Has(policy.CodeNoFigures), e)
		}
	}
	var off []policy.Observation // the host's own go before what was counted
	for _, e := range policy.Elements() {
		o := observed(e, 0)
		off = append(off, o)
	}
	for e, r := range results(calendar.Date{}, off...) {
		require.Equal(t, policy.Missed, r.Outcome, "%s: %s", e, r.Reasons.Text(care.LangEN))
		require.Less(t, r.Deviation, 0.0, e)
	}

	// In a shop where nothing has happened nothing is met but what the policy says of itself.
	quiet := newYear(t, tenants, "quiet")
	quiet.now = evaluated
	quiet.publishPolicy(t)
	e, err := quiet.Evaluate(t.Context(), policy.Appraisal{Code: p.Code})
	require.NoError(t, err)
	for _, r := range e.Of(policy.Met) {
		f, _ := policy.FigureOf(measureFor(r.Element).Source)
		require.Contains(t, []string{"policy_edition", "policy_review"}, f.Collection(), r.Element)
	}
	require.Greater(t, len(e.Of(policy.Unmeasured)), 15)
}
