package stats_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/stats"
)

type golden struct {
	CSAT struct {
		X        []float64
		Mean, SD float64
		T95      [2]float64
		Top      float64    `json:"csat_top2"`
		Wilson95 [2]float64 // in percent
	} `json:"csat_example"`
	NPS []struct {
		A, B        [3]int64
		Diff, SE, Z float64
		P           float64 `json:"p_two_sided"`
	} `json:"nps_two_sample"`
	EB []struct {
		PriorA float64 `json:"prior_a"`
		PriorB float64 `json:"prior_b"`
		S, N   int64
		Mean   float64 `json:"post_mean"`
		Cred95 [2]float64
	} `json:"eb_shrinkage"`
	CS []struct {
		S, N int64
		CS   [2]float64
	} `json:"betabinomial_CS_95_a1_b1"`
	Bounded struct {
		Alpha  float64
		Radius map[string]float64
	} `json:"subgaussian_CS"`
	Newcombe struct {
		Row [3]float64 `json:"a56_70_b48_80"`
	} `json:"newcombe_difference"`
	Verdict struct {
		P17  float64 `json:"P_X_le_17_20"`
		P16  float64 `json:"P_X_le_16_20"`
		P180 float64 `json:"P_X_le_180_200"`
	} `json:"promise_verdict"`
	Attainment []struct {
		OnTime       int64 `json:"on_time"`
		N            int64
		Promise, Att float64
		Wilson       [2]float64
		Verdict      string
	} `json:"ex11_attainment"`
	Par []struct {
		CSL, Mu  float64
		Par      int64
		Achieved float64 `json:"achieved_csl"`
		Below    float64 `json:"cdf_at_par_minus_1"`
	} `json:"par_level_poisson"`
	Newsvendor []struct {
		Mu    float64
		Ratio float64 `json:"critical_ratio"`
		S     int64
	} `json:"newsvendor_poisson"`
	Published []struct {
		Kind      string
		Yes, Of   int64
		Low, High float64
		Places    int
	} `json:"published_intervals"`
	Net []struct {
		For, Neither, Against int64
		Score, Low, High      float64
		Places                int
	} `json:"net_promoters"`
}

func readGolden(t *testing.T) (g golden) {
	data, err := os.ReadFile("testdata/golden.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &g))
	return g
}

const close = 1e-11

func near(t *testing.T, want [2]float64, got stats.Interval, delta float64) {
	t.Helper()
	require.InDelta(t, want[0], got.Low, delta)
	require.InDelta(t, want[1], got.High, delta)
}

func TestScoresAgreeWithRAndScipy(t *testing.T) {
	g := readGolden(t)
	var mean stats.Mean
	var top stats.Share
	for _, x := range g.CSAT.X {
		mean = mean.Add(x)
		top.Of++
		if x >= 4 {
			top.Yes++
		}
	}
	got, ok := mean.Value()
	require.True(t, ok)
	require.InDelta(t, g.CSAT.Mean, got, close)
	require.InDelta(t, g.CSAT.SD, mean.SD(), close)
	// The golden t has 5e-12 too much in its tails: the closed form for nine degrees of freedom, 1 − 2/π·(θ + sin θ(cos θ + ⅔cos³θ + 8/15·cos⁵θ +
	// 48/105·cos⁷θ)) with tan θ = t/3, is 0.0500000000047 at the golden 2.26215716274 and 0.05 at our 2.26215716280.
	near(t, g.CSAT.T95, mean.Student(0.95), 1e-10)
	near(t, [2]float64{g.CSAT.Wilson95[0] / 100, g.CSAT.Wilson95[1] / 100}, top.Wilson(0.95), close)

	require.Len(t, g.NPS, 2)
	for _, row := range g.NPS {
		c := stats.Net{For: row.A[0], Neither: row.A[1], Against: row.A[2]}.ChangeFrom(stats.Net{For: row.B[0], Neither: row.B[1], Against: row.B[2]})
		require.InDelta(t, row.Diff/100, c.By, close)
		require.InDelta(t, row.SE/100, c.Error, close)
		require.InDelta(t, row.Z, c.Z, close)
		require.InDelta(t, row.P, c.Chance, close)
	}
	require.Len(t, g.Net, 4)
	for _, row := range g.Net {
		n := stats.Net{For: row.For, Neither: row.Neither, Against: row.Against}
		score, ok := n.Score()
		require.True(t, ok)
		require.InDelta(t, row.Score/100, score, 5e-7)
		near(t, [2]float64{row.Low / 100, row.High / 100}, n.AdjustedWald(0.95), 0.51*math.Pow10(-row.Places-2))
	}
	require.Len(t, g.EB, 4)
	for _, row := range g.EB {
		mean, credible := stats.Share{Yes: row.S, Of: row.N}.Shrunk(0.95, stats.Prior{A: row.PriorA, B: row.PriorB})
		require.InDelta(t, row.Mean, mean, close)
		near(t, row.Cred95, credible, close)
	}
	difference, interval := stats.Share{Yes: 56, Of: 70}.Difference(stats.Share{Yes: 48, Of: 80}, 0.95)
	require.InDelta(t, g.Newcombe.Row[0], difference, close)
	near(t, [2]float64{g.Newcombe.Row[1], g.Newcombe.Row[2]}, interval, close)
}

func TestIntervalsAgreeWithPublishedOnes(t *testing.T) {
	g := readGolden(t)
	require.Len(t, g.Published, 9)
	for _, row := range g.Published {
		s := stats.Share{Yes: row.Yes, Of: row.Of}
		got := map[string]stats.Interval{"wilson": s.Wilson(0.95), "exact": s.Exact(0.95), "anytime": s.Anytime(0.95, stats.Prior{})}[row.Kind]
		near(t, [2]float64{row.Low, row.High}, got, 0.51*math.Pow10(-row.Places))
	}
	require.Len(t, g.CS, 4)
	for _, row := range g.CS {
		near(t, row.CS, stats.Share{Yes: row.S, Of: row.N}.Anytime(0.95, stats.Prior{A: 1, B: 1}), close)
	}
	require.Len(t, g.Bounded.Radius, 4)
	for n, radius := range g.Bounded.Radius {
		var count int64
		require.NoError(t, json.Unmarshal([]byte(n), &count))
		// A wide range around the mean, so that nothing is cut off.
		m := stats.Mean{N: count, Sum: float64(count) / 2, Squares: float64(count) / 2}
		got := m.Anytime(1-g.Bounded.Alpha, 0, 1)
		if radius < 0.5 {
			near(t, [2]float64{0.5 - radius, 0.5 + radius}, got, close)
		} else {
			near(t, [2]float64{0, 1}, got, 0)
		}
	}
}

func TestVerdictsAgreeWithTheExactBinomial(t *testing.T) {
	g := readGolden(t)
	require.InDelta(t, g.Verdict.P17, stats.AtMost(17, 20, 0.95), close)
	require.InDelta(t, g.Verdict.P16, stats.AtMost(16, 20, 0.95), close)
	require.InDelta(t, g.Verdict.P180, stats.AtMost(180, 200, 0.95), close)
	require.Len(t, g.Attainment, 3)
	for _, row := range g.Attainment {
		s := stats.Share{Yes: row.OnTime, Of: row.N}
		value, ok := s.Value()
		require.True(t, ok)
		require.InDelta(t, row.Att, value, close)
		near(t, row.Wilson, s.Wilson(0.95), close)
		require.Equal(t, strings.Fields(row.Verdict)[0], string(stats.Judge(s, row.Promise, 0.95).Verdict))
	}
	require.Equal(t, stats.Missed, stats.Judge(stats.Share{Yes: 16, Of: 20}, 0.95, 0.95).Verdict)
}

func TestStockNormsAgree(t *testing.T) {
	g := readGolden(t)
	require.NotEmpty(t, g.Par)
	for _, row := range g.Par {
		k, ok := stats.PoissonQuantile(row.CSL, row.Mu)
		require.True(t, ok)
		require.Equal(t, row.Par, k)
		require.InDelta(t, row.Achieved, stats.PoissonAtMost(row.Par, row.Mu), close)
		require.InDelta(t, row.Below, stats.PoissonAtMost(row.Par-1, row.Mu), close)
	}
	require.NotEmpty(t, g.Newsvendor)
	for _, row := range g.Newsvendor {
		k, ok := stats.PoissonQuantile(row.Ratio, row.Mu)
		require.True(t, ok)
		require.Equal(t, row.S, k)
	}
}
