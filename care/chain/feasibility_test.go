package chain_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chain"
	"github.com/chamsoc/chamsoc/care/stats"
)

// histogram has n values between low and high hours, evenly.
func histogram(t testing.TB, n int, low, high float64) *stats.Histogram {
	t.Helper()
	h, err := stats.NewHistogram(stats.Scale{Accuracy: 0.005})
	require.NoError(t, err)
	for i := range n {
		require.NoError(t, h.Observe((low+(high-low)*(float64(i)+0.5)/float64(n))*3600, start))
	}
	return &h
}

func codes(reasons care.Reasons) (list []string) {
	for _, r := range reasons {
		list = append(list, r.Code())
	}
	return list
}

func TestWhatTheGoalsDoNotGuaranteeTheDataMaySupport(t *testing.T) {
	f := flow(12, series(2, 4, 8)...)
	c := compile(t, f)
	short := []*stats.Histogram{histogram(t, 500, 0.5, 1), histogram(t, 500, 1, 3), histogram(t, 500, 2, 6)}
	found := c.Feasible(short)
	require.Equal(t, chain.Supported, found.Status)
	require.Equal(t, []string{"chain.goals_too_long", "chain.goals_seldom", "chain.data_for"}, codes(found.Reasons))
	require.EqualValues(t, 500, found.Cases)
	require.InDelta(t, 1, found.Predicted, 1e-9)
	for _, r := range found.Reasons {
		require.NoError(t, r.Check())
	}

	long := []*stats.Histogram{short[0], short[1], histogram(t, 500, 8, 16)}
	found = c.Feasible(long)
	require.Equal(t, chain.Contradicted, found.Status)
	require.Equal(t, "chain.data_against", found.Reasons[2].Code())
	require.Greater(t, found.Within, 12*time.Hour)

	few := []*stats.Histogram{short[0], short[1], histogram(t, 10, 2, 6)}
	require.Equal(t, chain.Unproven, c.Feasible(few).Status)
	require.Equal(t, chain.Unproven, c.Feasible(nil).Status)
	require.Equal(t, chain.Unproven, c.Feasible([]*stats.Histogram{short[0], nil, short[2]}).Status)
}

func TestDataAgainstAGuaranteeShowThatGoalsAreBroken(t *testing.T) {
	f := flow(14, series(2, 4, 8)...)
	f.Promise.Share = 0.85
	c := compile(t, f)
	require.Equal(t, chain.Guaranteed, c.Feasible(nil).Status)
	require.Equal(t, chain.Guaranteed, c.Feasible([]*stats.Histogram{histogram(t, 500, 1, 2), histogram(t, 500, 1, 3), histogram(t, 500, 1, 4)}).Status)
	found := c.Feasible([]*stats.Histogram{histogram(t, 500, 1, 2), histogram(t, 500, 1, 4), histogram(t, 500, 10, 30)})
	require.Equal(t, chain.Contradicted, found.Status)
}

func TestDifferentCalendarsAreSaid(t *testing.T) {
	f := flow(14, series(2, 4, 8)...)
	f.Links[1].Calendar = "office"
	require.Contains(t, codes(compile(t, f).Feasible(nil).Reasons), "chain.calendars_differ")
}

// TestNeedsFitThePromise checks that every path of what links would have to promise is within the promise, and the longest just so.
func TestNeedsFitThePromise(t *testing.T) {
	rnd := rand.New(rand.NewPCG(6, 1))
	for range 200 {
		f := randomFlow(t, rnd, 3+rnd.IntN(8)).Flow()
		f.Promise.Within = calendar.Working(time.Hour)
		c := compile(t, f)
		found := c.Feasible(nil)
		if found.Deficit <= 0 {
			require.Empty(t, found.Needs)
			continue
		}
		require.Len(t, found.Needs, len(f.Links))
		needs := make([]time.Duration, len(f.Links))
		for i, n := range found.Needs {
			require.Equal(t, f.Links[i].Code, n.Link)
			require.Positive(t, n.Within)
			needs[i] = n.Within
		}
		end := longest(f, needs)
		require.LessOrEqual(t, end, time.Hour)
		require.Greater(t, end, time.Hour-time.Minute)
	}
}

func TestNobodyNeedsToPromiseLessThanNothing(t *testing.T) {
	c := compile(t, flow(1, series(2, 4)...))
	for _, n := range c.Feasible([]*stats.Histogram{histogram(t, 500, 3, 3.01), histogram(t, 500, 0.01, 9)}).Needs {
		require.GreaterOrEqual(t, n.Within, time.Duration(0))
	}
}

// TestATimeBetweenTwoStepsCountsAsTheLater has every case late by less than a step of the convolution.
func TestATimeBetweenTwoStepsCountsAsTheLater(t *testing.T) {
	c := compile(t, flow(10, series(20)...))
	require.Zero(t, c.Feasible([]*stats.Histogram{histogram(t, 500, 10.06, 10.061)}).Predicted)
}

func TestNeedsFollowTheData(t *testing.T) {
	c := compile(t, flow(12, series(2, 4, 8)...))
	found := c.Feasible([]*stats.Histogram{histogram(t, 500, 1, 1.01), histogram(t, 500, 1, 3), histogram(t, 500, 2, 6)})
	require.Less(t, found.Needs[0].Within, 75*time.Minute, "who never varies needs no reserve")
	require.InDelta(t, 3.67, found.Needs[1].Within.Hours(), 0.1, "a third of the reserve of 5 h beyond the mean of 2 h")
	require.InDelta(t, 7.33, found.Needs[2].Within.Hours(), 0.1)
}

// TestPredictionAgreesWithASimulation convolves histograms and draws from the same distributions.
func TestPredictionAgreesWithASimulation(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 1))
	for _, links := range [][]chain.Link{series(2, 4, 8), fork(4, 6, 5)} {
		f := flow(12, links...)
		c := compile(t, f)
		h := []*stats.Histogram{histogram(t, 2000, 1, 4), histogram(t, 2000, 1, 8), histogram(t, 2000, 2, 6)}
		kept, n := 0, 100_000
		for range n {
			took := []time.Duration{hours(1 + 3*rnd.Float64()), hours(1 + 7*rnd.Float64()), hours(2 + 4*rnd.Float64())}
			if longest(f, took) <= 12*time.Hour {
				kept++
			}
		}
		require.InDelta(t, float64(kept)/float64(n), c.Feasible(h).Predicted, 0.01)
	}
}

func TestDistributionsRefuseWhatIsNone(t *testing.T) {
	for _, weights := range [][]float64{nil, {0, 0}, {-1, 2}, {1, math.NaN()}} {
		_, err := chain.NewDistribution(time.Hour, 4, weights)
		require.Error(t, err)
	}
	_, err := chain.NewDistribution(0, 4, []float64{1})
	require.Error(t, err)
	beyond, err := chain.NewDistribution(time.Hour, 2, []float64{0, 1, 0, 1})
	require.NoError(t, err)
	require.InDelta(t, .5, beyond.Within(100*time.Hour), 1e-12, "what is beyond the last step is never within")
	_, ok := beyond.Quantile(.9)
	require.False(t, ok)
}

func TestTheLaterOfTwo(t *testing.T) {
	d, err := chain.NewDistribution(time.Hour, 4, []float64{.5, .5})
	require.NoError(t, err)
	require.InDelta(t, .25, d.Max(d).Within(0), 1e-12)
	require.InDelta(t, 1, d.Max(d).Within(time.Hour), 1e-12)
}

func TestEqualExponentialLinks(t *testing.T) {
	// An Erlang distribution: F(t) = 1 − e^(−t)(1 + t + t²/2).
	require.InDelta(t, 1-5*.1353352832366127, chain.ExponentialWithin([]float64{1, 1, 1}, 2), 1e-9)
	require.Zero(t, chain.ExponentialWithin([]float64{1}, 0))
}

func BenchmarkFeasible(b *testing.B) {
	var goals []float64
	var took []*stats.Histogram
	for range 20 {
		goals, took = append(goals, 2), append(took, histogram(b, 500, 0.5, 3))
	}
	c := compile(b, flow(30, series(goals...)...))
	b.ReportAllocs()
	for b.Loop() {
		c.Feasible(took)
	}
}
