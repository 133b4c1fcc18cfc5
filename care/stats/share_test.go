package stats_test

import (
	"encoding/json"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/stats"
)

// atMost is the binomial sum in exact rational arithmetic.
func atMost(yes, n int64, p *big.Rat) float64 {
	q, sum := new(big.Rat).Sub(big.NewRat(1, 1), p), new(big.Rat)
	for k := range yes + 1 {
		term := new(big.Rat).SetInt(new(big.Int).Binomial(n, k))
		for range k {
			term.Mul(term, p)
		}
		for range n - k {
			term.Mul(term, q)
		}
		sum.Add(sum, term)
	}
	value, _ := sum.Float64()
	return value
}

func TestBinomialTailsAgreeWithExactFractions(t *testing.T) {
	for n := int64(1); n <= 40; n += 3 {
		for yes := int64(0); yes <= n; yes += 2 {
			for _, p := range []*big.Rat{big.NewRat(1, 100), big.NewRat(1, 3), big.NewRat(19, 20), big.NewRat(999, 1000)} {
				value, _ := p.Float64()
				want := atMost(yes, n, p)
				require.InEpsilon(t, want, stats.AtMost(yes, n, value), 1e-10, "%d of %d at %v", yes, n, value)
				if yes < n {
					require.InDelta(t, 1-want, stats.AtLeast(yes+1, n, value), 1e-13)
				}
			}
		}
	}
}

func TestPoissonAgreesWithItsSum(t *testing.T) {
	for _, mean := range []float64{0, 0.3, 1, 7.5, 40, 300} {
		term, sum := math.Exp(-mean), 0.0
		for k := range int64(400) {
			sum += term
			term *= mean / float64(k+1)
			require.InDelta(t, sum, stats.PoissonAtMost(k, mean), 1e-12)
		}
	}
	require.InDelta(t, 0.5, stats.PoissonAtMost(1e6, 1e6), 1e-3)
	require.Zero(t, stats.PoissonAtMost(-1, 3))
	require.True(t, math.IsNaN(stats.PoissonAtMost(1, 1e7)))
	_, ok := stats.PoissonQuantile(1, 3)
	require.False(t, ok)
	k, ok := stats.PoissonQuantile(0.5, 0)
	require.True(t, ok)
	require.Zero(t, k)
}

func TestExactIntervalAgreesWithTheVerdict(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		n := 1 + r.Int64N(400)
		s, goal := stats.Share{Yes: r.Int64N(n + 1), Of: n}, 0.001+0.998*r.Float64()
		exact, anytime := s.Exact(0.9), s.Anytime(0.9, stats.Prior{})
		value, _ := s.Value()
		require.True(t, exact.Has(value) && anytime.Has(value) && s.Wilson(0.9).Has(value))
		require.Equal(t, exact.Has(goal), stats.Judge(s, goal, 0.9).Verdict == stats.Inconclusive, "%v %v", s, goal)
		require.Equal(t, anytime.Has(goal), stats.JudgeAnytime(s, goal, 0.9).Verdict == stats.Inconclusive, "%v %v", s, goal)
		if j := stats.Judge(s, goal, 0.9); j.Verdict == stats.Missed {
			require.Less(t, exact.High, goal)
		} else if j.Verdict == stats.Met {
			require.Greater(t, exact.Low, goal)
		}
		wider := s.Exact(0.99)
		require.True(t, wider.Low <= exact.Low && exact.High <= wider.High)
	}
}

// TestVerdictsAccuseRarely: of a team that just keeps its goal, one verdict accuses in at most 2.5 % of periods, and looking at every case in at most
// 5 %, where the Wilson interval accuses in a quarter.
func TestVerdictsAccuseRarely(t *testing.T) {
	const goal = 0.95
	for n := int64(1); n <= 300; n++ {
		accused := 0.0
		for yes := n; yes >= 0; yes-- {
			if stats.Judge(stats.Share{Yes: yes, Of: n}, goal, 0.95).Verdict == stats.Missed {
				accused = stats.AtMost(yes, n, goal)
				break
			}
		}
		require.LessOrEqual(t, accused, 0.025)
	}
	r := rand.New(rand.NewPCG(3, 4))
	ever, wilson := 0, 0
	for range 400 {
		var s stats.Share
		byBetting, byWilson := false, false
		for range 1000 {
			s.Of++
			if r.Float64() < goal {
				s.Yes++
			}
			byBetting = byBetting || stats.JudgeAnytime(s, goal, 0.95).Verdict == stats.Missed
			byWilson = byWilson || s.Of >= 20 && s.Wilson(0.95).High < goal
		}
		if byBetting {
			ever++
		}
		if byWilson {
			wilson++
		}
	}
	require.LessOrEqual(t, ever, 20, "5 %% of 400")
	require.Greater(t, wilson, 60, "the trap is real")
}

func TestGoalsAtTheEnds(t *testing.T) {
	all, one := stats.Share{Yes: 1000, Of: 1000}, stats.Share{Yes: 999, Of: 1000}
	require.Equal(t, stats.Inconclusive, stats.Judge(all, 1, 0.95).Verdict, "a goal of everything is never proved")
	require.Equal(t, stats.Inconclusive, stats.JudgeAnytime(all, 1, 0.95).Verdict)
	require.Equal(t, stats.Missed, stats.Judge(one, 1, 0.95).Verdict)
	require.Equal(t, stats.Missed, stats.JudgeAnytime(one, 1, 0.95).Verdict)
	require.Equal(t, stats.Met, stats.Judge(stats.Share{Yes: 72, Of: 72}, 0.95, 0.95).Verdict)
	require.Equal(t, stats.Inconclusive, stats.Judge(stats.Share{Yes: 71, Of: 71}, 0.95, 0.95).Verdict)
	require.Equal(t, stats.Missed, stats.Judge(stats.Share{Yes: 0, Of: 2}, 0.95, 0.95).Verdict)
	require.Equal(t, stats.Missed, stats.Judge(stats.Share{Yes: 500, Of: 1000}, 0.95, 0.95).Verdict)
	require.Equal(t, stats.Missed, stats.JudgeAnytime(stats.Share{Yes: 500, Of: 1000}, 0.95, 0.95).Verdict)
	require.Equal(t, stats.Met, stats.JudgeAnytime(all, 0.95, 0.95).Verdict)
}

func TestNoDataIsNeitherNoneNorAll(t *testing.T) {
	var s stats.Share
	_, ok := s.Value()
	require.False(t, ok)
	for _, i := range []stats.Interval{s.Wilson(0.95), s.Exact(0.95), s.Anytime(0.95, stats.Prior{})} {
		require.Equal(t, stats.Interval{Low: 0, High: 1}, i)
	}
	require.Empty(t, stats.Judge(s, 0.95, 0.95).Verdict)
	require.Empty(t, stats.JudgeAnytime(s, 0.95, 0.95).Verdict)
	_, ok = stats.Net{}.Score()
	require.False(t, ok)
	require.Equal(t, stats.Interval{Low: -1, High: 1}, stats.Net{}.AdjustedWald(0.95))
	require.True(t, math.IsNaN(stats.Net{For: 3}.ChangeFrom(stats.Net{}).Chance))
	require.True(t, math.IsNaN(stats.Net{For: 3}.ChangeFrom(stats.Net{For: 2}).Chance), "no spread, no error")
	_, ok = stats.Mean{}.Value()
	require.False(t, ok)
	require.True(t, math.IsNaN(stats.Mean{}.Add(3).SD()))
	require.Equal(t, stats.Interval{Low: 1, High: 7}, stats.Mean{}.Anytime(0.95, 1, 7))
	_, interval := s.Difference(stats.Share{Yes: 1, Of: 2}, 0.95)
	require.Equal(t, stats.Interval{Low: -1, High: 1}, interval)
}

func TestImpossibleQuestionsAreNotAnswered(t *testing.T) {
	for _, s := range []stats.Share{{Yes: -1, Of: 2}, {Yes: 3, Of: 2}, {Of: -1}, {Yes: 1, Of: math.MaxInt64}} {
		require.ErrorContains(t, s.Check(), "a share of")
		_, ok := s.Value()
		require.False(t, ok)
		for _, i := range []stats.Interval{s.Wilson(0.95), s.Exact(0.95), s.Anytime(0.95, stats.Prior{})} {
			require.True(t, math.IsNaN(i.Low) && math.IsNaN(i.High))
		}
		require.Empty(t, stats.Judge(s, 0.95, 0.95).Verdict)
		require.Empty(t, stats.JudgeAnytime(s, 0.95, 0.95).Verdict)
		require.True(t, math.IsNaN(stats.AtMost(s.Yes, s.Of, 0.5)) && math.IsNaN(stats.AtLeast(s.Yes, s.Of, 0.5)))
	}
	s := stats.Share{Yes: 1, Of: 2}
	require.NoError(t, s.Check())
	for _, confidence := range []float64{0, 1, -1, 2, math.NaN()} {
		require.True(t, math.IsNaN(s.Wilson(confidence).Low) && math.IsNaN(s.Exact(confidence).Low) && math.IsNaN(s.Anytime(confidence, stats.Prior{}).Low))
		require.True(t, math.IsNaN(stats.Net{For: 1}.AdjustedWald(confidence).Low))
		require.True(t, math.IsNaN(stats.Mean{N: 3, Sum: 3, Squares: 9}.Student(confidence).Low))
		require.Empty(t, stats.Judge(s, 0.5, confidence).Verdict)
		require.Empty(t, stats.JudgeAnytime(s, 0.5, confidence).Verdict)
	}
	for _, goal := range []float64{0, -1, 1.01, math.NaN()} {
		require.Empty(t, stats.Judge(s, goal, 0.95).Verdict)
		require.Empty(t, stats.JudgeAnytime(s, goal, 0.95).Verdict)
	}
	_, err := json.Marshal(s.Wilson(2))
	require.Error(t, err, "what cannot be computed cannot be stored by mistake")
	for _, prior := range []stats.Prior{{A: -1, B: 1}, {A: 1}, {B: 1}, {A: 1, B: math.Inf(1)}} {
		require.True(t, math.IsNaN(s.Anytime(0.95, prior).Low))
	}
	for _, scale := range [][2]float64{{1, 0}, {3, 3}, {math.Inf(-1), 7}, {math.NaN(), 7}} {
		require.True(t, math.IsNaN(stats.Mean{}.Anytime(0.95, scale[0], scale[1]).Low))
	}
	require.True(t, math.IsNaN(stats.Mean{N: -1}.Anytime(0.95, 0, 1).Low) && math.IsNaN(stats.Mean{}.Anytime(1, 0, 1).Low))
	require.True(t, math.IsNaN(stats.Net{For: -1}.AdjustedWald(0.95).Low))
	require.True(t, math.IsNaN(stats.Mean{N: 2, Sum: 20}.Anytime(0.95, 0, 1).Low), "the mean is outside the range")
}

func TestCountsOfPartsAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var whole, a, b stats.Mean
	for i := range 100 {
		x := float64(r.IntN(7) + 1)
		whole = whole.Add(x)
		if i%3 == 0 {
			a = a.Add(x)
		} else {
			b = b.Add(x)
		}
	}
	require.Equal(t, whole, a.Plus(b))
	require.Equal(t, stats.Share{Yes: 3, Of: 9}, stats.Share{Yes: 1, Of: 4}.Plus(stats.Share{Yes: 2, Of: 5}))
	require.Equal(t, stats.Net{For: 3, Neither: 5, Against: 7}, stats.Net{For: 1, Neither: 2, Against: 3}.Plus(stats.Net{For: 2, Neither: 3, Against: 4}))
}

func TestManyTrialsStayCheapAndRight(t *testing.T) {
	s := stats.Share{Yes: 950_000_000, Of: 1_000_000_000}
	require.InDelta(t, 0.5, stats.AtMost(s.Yes, s.Of, 0.95), 1e-3)
	near(t, [2]float64{0.94998649, 0.95001351}, s.Exact(0.95), 1e-7)
	near(t, [2]float64{0.94998649, 0.95001351}, s.Wilson(0.95), 1e-7)
}
