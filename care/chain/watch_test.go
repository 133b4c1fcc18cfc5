package chain_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/chain"
	"github.com/chamsoc/chamsoc/care/stats"
)

// watching feeds a link with times around median hours, 30 a day.
func watching(t testing.TB, w *chain.LinkWatch, rnd *rand.Rand, from, n int, median float64) {
	t.Helper()
	for i := range n {
		took := median * math.Exp(0.3*rnd.NormFloat64())
		require.NoError(t, w.Observe(chain.Handover{Took: hours(took), At: at(float64(from+i) * 0.8)}))
	}
}

func newLinkWatch(t testing.TB) chain.LinkWatch {
	t.Helper()
	w, err := chain.NewLinkWatch()
	require.NoError(t, err)
	return w
}

func TestALinkThatDoesNotDriftIsSeldomAccused(t *testing.T) {
	accused := 0
	for seed := range uint64(50) {
		rnd := rand.New(rand.NewPCG(seed, 9))
		w := newLinkWatch(t)
		watching(t, &w, rnd, 0, 5000, 4)
		if w.Drift.Value() >= chain.DriftAlarm {
			accused++
		}
	}
	require.Zero(t, accused, "of 200,000 handovers")
}

func TestALinkThatBecomesSlowerIsFound(t *testing.T) {
	for seed := range uint64(10) {
		rnd := rand.New(rand.NewPCG(seed, 10))
		w := newLinkWatch(t)
		watching(t, &w, rnd, 0, 2000, 4)
		require.Less(t, w.Drift.Value(), float64(chain.DriftAlarm))
		watching(t, &w, rnd, 2000, 250, 5)
		require.GreaterOrEqual(t, w.Drift.Value(), float64(chain.DriftAlarm), "a quarter slower, within 250 handovers")
		require.InDelta(t, 2000*0.8, w.Drift.Since.Sub(start).Hours(), 60*0.8)
	}
}

func TestALinkThatBecomesFasterIsNotADrift(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 11))
	w := newLinkWatch(t)
	watching(t, &w, rnd, 0, 1500, 4)
	watching(t, &w, rnd, 1500, 500, 2)
	require.Less(t, w.Drift.Value(), 10.0)
	require.True(t, w.Drift.Since.IsZero())
}

// TestAWarningNamesTheLinkAndWhatItCosts has A drift while it keeps its own goal of 12 hours. The promise is 14 hours in 90 % of the cases.
func TestAWarningNamesTheLinkAndWhatItCosts(t *testing.T) {
	f := flow(14, series(12, 8)...)
	c := compile(t, f)
	rnd := rand.New(rand.NewPCG(1, 12))
	w := chain.Watch{Links: []chain.LinkWatch{newLinkWatch(t), newLinkWatch(t)}}
	watching(t, &w.Links[0], rnd, 0, 1500, 5)
	watching(t, &w.Links[1], rnd, 0, 1500, 4)
	require.Empty(t, c.Warnings(&w))
	watching(t, &w.Links[0], rnd, 1500, 500, 8)
	watching(t, &w.Links[1], rnd, 1500, 500, 4)
	all := c.Warnings(&w)
	require.Len(t, all, 1)
	warning := all[0]
	require.Equal(t, chain.LinkCode("A"), warning.Link)
	require.True(t, warning.KeepsGoal)
	require.Less(t, warning.Predicted, 0.9)
	require.Greater(t, warning.Before, 0.9)
	require.Equal(t, []string{"chain.drifts_unseen"}, codes(warning.Reasons))
	require.NoError(t, warning.Reasons[0].Check())

	for range 200 {
		w.Links[0].Kept.Of++ // and now it breaks its goal too
	}
	w.Links[0].Kept.Of += 1000
	require.Equal(t, []string{"chain.drifts"}, codes(c.Warnings(&w)[0].Reasons))
	require.Empty(t, c.Warnings(&chain.Watch{}))
	roomy := flow(100, series(12, 8)...)
	require.Empty(t, compile(t, roomy).Warnings(&w), "slower, but nothing is in danger")
}

// TestTheBaselineLeavesRoomForChance checks the share that a link may have above its threshold without being accused: what the baseline has, and three standard
// deviations of what a thousand handovers leave uncertain.
func TestTheBaselineLeavesRoomForChance(t *testing.T) {
	w := newLinkWatch(t)
	watching(t, &w, rand.New(rand.NewPCG(1, 16)), 0, 1001, 4)
	within, _ := w.Baseline.Within(w.Drift.Threshold)
	above := 1 - within
	require.InDelta(t, 0.25, above, 0.1)
	require.InDelta(t, above+3.29*math.Sqrt(above*(1-above)/1000), w.Drift.Usual, 0.004)
	require.InDelta(t, 4*math.Exp(0.3*0.6745), w.Drift.Threshold/3600, 0.3)
}

func TestOnlyWhatWasAcceptedIsCounted(t *testing.T) {
	c := compile(t, flow(14, series(2, 4)...))
	var w chain.Watch
	require.NoError(t, c.Observe(&w, course(t, c, 50, append(passed("A", 0, 1), ev(1, chain.Requested, "B"), ev(2, chain.Closed))...)))
	require.EqualValues(t, 1, w.Links[0].Kept.Of)
	require.Zero(t, w.Links[1].Kept.Of)
}

func TestTheReportOfAFlow(t *testing.T) {
	f := flow(14, fork(4, 6, 5)...)
	c := compile(t, f)
	var w chain.Watch
	for i := range 300 {
		h := float64(i) * 24
		events := append(append(passed("A", h, h+2), passed("B", h, h+5)...), passed("C", h+5, h+8)...)
		require.NoError(t, c.Observe(&w, course(t, c, h+20, events...)))
	}
	r := c.Report(&w)
	require.EqualValues(t, stats.Share{Yes: 300, Of: 300}, r.Outside.Share)
	require.Equal(t, stats.Met, r.Links[1].Goal.Verdict)
	require.InDelta(t, 1, r.Predicted, 1e-9)
	require.InDelta(t, 1, r.Observed, 1e-9)
	require.InDelta(t, 1, r.Rolled, 1e-9)
	a, b := r.Links[0], r.Links[1]
	require.False(t, a.Critical)
	require.InDelta(t, 3, a.Slack.Hours(), 0.3)
	require.True(t, b.Critical)
	require.Zero(t, b.Slack)
	require.InDelta(t, 5, b.Median.Hours(), 0.2)
	require.InDelta(t, 1, b.Trend, 1e-9)
	require.InDelta(t, 5./8, b.Share, 0.03)
	require.Len(t, c.Report(&chain.Watch{}).Links, 3)
}

func TestALinksStateStaysSmall(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 13))
	w := newLinkWatch(t)
	for i := range 3000 { // from a second to a month
		took := time.Duration(math.Exp(rnd.Float64()*math.Log(30*24*3600)) * float64(time.Second))
		require.NoError(t, w.Observe(chain.Handover{Took: took, At: at(float64(i))}))
	}
	used := 0
	for range w.Recent.All() {
		used += 8
	}
	for range w.Baseline.All() {
		used += 8
	}
	require.Less(t, used+300, 4096, "the numbers of both histograms, and the rest")
	data, err := json.Marshal(w)
	require.NoError(t, err)
	require.Less(t, len(data), 12_000)
}

func BenchmarkHandover(b *testing.B) {
	w := newLinkWatch(b)
	watching(b, &w, rand.New(rand.NewPCG(1, 14)), 0, 2000, 4)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		if err := w.Observe(chain.Handover{Took: time.Duration(1000+i%9000) * time.Second, At: at(1600 + float64(i)/1000)}); err != nil {
			b.Fatal(err)
		}
	}
}
