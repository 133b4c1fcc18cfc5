package feedback_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/feedback"
)

// opinions draws customers whose satisfaction is the given mix of the factors, which go together by a common mood.
func opinions(n int, product, convenience, people, noise float64) (w feedback.Weights) {
	r := rand.New(rand.NewPCG(31, 32))
	for i := range n {
		mood := r.NormFloat64()
		a, b, c := mood+r.NormFloat64(), mood+r.NormFloat64(), mood+r.NormFloat64()
		w.Add(feedback.Opinion{Customer: fmt.Sprint(i), Product: a, Convenience: b, People: c, Overall: product*a + convenience*b + people*c + noise*r.NormFloat64()})
	}
	return w
}

func TestTheFactorThatDecidesIsFound(t *testing.T) {
	im := opinions(2000, 0.1, 0.1, 1, 0.5).Importance()
	require.Equal(t, care.FactorPeople, im.Decides)
	require.True(t, im.Reasons.Has(feedback.CodeDecides))
	require.NoError(t, im.Reasons[0].Check())
	total := 0.0
	for _, w := range im.Weights {
		total += w.Share
		require.True(t, w.Within.Has(w.Share))
	}
	require.InDelta(t, 1, total, 1e-9)

	im = opinions(2000, 1, 1, 1, 0.5).Importance()
	require.Empty(t, im.Decides)
	require.True(t, im.Reasons.Has(feedback.CodeUndecided))
	for _, w := range im.Weights {
		require.InDelta(t, 1.0/3, w.Share, 0.05)
	}
}

// With factors that have nothing to do with one another, the share of each is the square of its correlation: 4 of 5, 1 of 5 and nothing.
func TestSharesOfIndependentFactors(t *testing.T) {
	var w feedback.Weights
	for i := range 800 {
		a, b, c := float64(i&1), float64(i>>1&1), float64(i>>2&1)
		w.Add(feedback.Opinion{Customer: fmt.Sprint(i), Product: a, Convenience: b, People: c, Overall: 2*a + b})
	}
	im := w.Importance()
	require.InDelta(t, 1, im.Explained, 1e-9)
	require.InDelta(t, 0.8, im.Weights[0].Share, 1e-9)
	require.InDelta(t, 0.2, im.Weights[1].Share, 1e-9)
	require.InDelta(t, 0, im.Weights[2].Share, 1e-9)
}

func TestWhereNothingIsKnownNothingIsSaid(t *testing.T) {
	im := opinions(99, 1, 0, 0, 0).Importance()
	require.True(t, im.Reasons.Has(feedback.CodeFewOpinions))
	require.Empty(t, im.Weights)
	im = opinions(2000, 0, 0, 0, 1).Importance()
	require.True(t, im.Reasons.Has(feedback.CodeUnexplained))
	var same feedback.Weights
	for i := range 200 {
		same.Add(feedback.Opinion{Customer: fmt.Sprint(i), Overall: 5, Product: 5, Convenience: 5, People: 5})
	}
	require.True(t, same.Importance().Reasons.Has(feedback.CodeUnexplained))
}

func TestWeightsAreAddedAndStored(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 34))
	var whole, a, b feedback.Weights
	for i := range 500 {
		o := feedback.Opinion{Customer: fmt.Sprint(i), Overall: float64(r.IntN(5)), Product: float64(r.IntN(5)), Convenience: float64(r.IntN(5)), People: float64(r.IntN(5))}
		whole.Add(o)
		if i%3 == 0 {
			a.Add(o)
		} else {
			b.Add(o)
		}
	}
	require.Equal(t, whole, a.Plus(b))
	data, err := json.Marshal(whole)
	require.NoError(t, err)
	var read feedback.Weights
	require.NoError(t, json.Unmarshal(data, &read))
	require.Equal(t, whole, read)
}

func TestReliabilityComesBeforeKindness(t *testing.T) {
	var people feedback.Counts
	people.Points[5], people.Points[3] = 190, 10
	hides, reasons := feedback.Kindness(feedback.KindRating, people, stats.Share{Yes: 30, Of: 300}, 0.03)
	require.True(t, hides)
	require.Contains(t, reasons.Text("en"), "95% of 200")
	require.NoError(t, reasons[0].Check())
	hides, _ = feedback.Kindness(feedback.KindRating, people, stats.Share{Yes: 9, Of: 300}, 0.03)
	require.False(t, hides, "as promised")
	people.Points[3] = 60
	hides, _ = feedback.Kindness(feedback.KindRating, people, stats.Share{Yes: 30, Of: 300}, 0.03)
	require.False(t, hides, "not liked beyond doubt")
	_, reasons = feedback.Kindness(feedback.KindRating, feedback.Counts{}, stats.Share{}, 0.03)
	require.True(t, reasons.Has(feedback.CodeFewOpinions))
	var middling feedback.Counts
	middling.Points[4] = 200
	hides, _ = feedback.Kindness(feedback.KindPerformance, middling, stats.Share{Yes: 30, Of: 300}, 0.03)
	require.False(t, hides, "4 of 7 is neither")
}
