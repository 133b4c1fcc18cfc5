package feedback_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/feedback"
)

type golden struct {
	CSAT struct {
		X        []int
		Top      float64 `json:"csat_top2"`
		Mean     float64
		T95      [2]float64
		Wilson95 [2]float64
		Bottom   float64 `json:"bottom2"`
	} `json:"csat_example"`
	Two []struct {
		A, B     [3]int64
		Diff, SE float64
		Z        float64
		P        float64 `json:"p_two_sided"`
	} `json:"nps_two_sample"`
	NPS []struct {
		P, N, D          int64
		Score, Low, High float64
	}
}

func readGolden(t *testing.T) (g golden) {
	data, err := os.ReadFile("testdata/golden.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &g))
	return g
}

func recommend(p, n, d int64) (c feedback.Counts) {
	c.Points[10], c.Points[8], c.Points[0] = p, n, d
	return c
}

func TestScoresAgreeWithTheGoldenNumbers(t *testing.T) {
	g := readGolden(t)
	var c feedback.Counts
	for _, x := range g.CSAT.X {
		c.Points[x]++
	}
	s := c.Score(feedback.KindCSAT)
	require.Equal(t, feedback.TrustIndicative, s.Trust)
	require.True(t, s.Reasons.Has(feedback.CodeIndicative))
	require.InEpsilon(t, g.CSAT.Top, s.Value, 1e-12)
	require.InEpsilon(t, g.CSAT.Wilson95[0], s.Low, 1e-11)
	require.InEpsilon(t, g.CSAT.Wilson95[1], s.High, 1e-11)
	m := c.Score(feedback.KindRating)
	require.InEpsilon(t, g.CSAT.Mean, m.Value, 1e-12)
	require.InEpsilon(t, g.CSAT.T95[0], m.Low, 1e-11)
	require.InEpsilon(t, g.CSAT.T95[1], m.High, 1e-11)
	for _, row := range g.NPS {
		s := recommend(row.P, row.N, row.D).Score(feedback.KindNPS)
		require.InDelta(t, row.Score, s.Value, 5e-5)
		require.InDelta(t, row.Low, s.Low, 6e-4)
		require.InDelta(t, row.High, s.High, 6e-3)
	}
	for _, row := range g.Two {
		change := recommend(row.A[0], row.A[1], row.A[2]).Net().ChangeFrom(recommend(row.B[0], row.B[1], row.B[2]).Net())
		require.InEpsilon(t, row.Diff, 100*change.By, 1e-11)
		require.InEpsilon(t, row.Z, change.Z, 1e-11)
		require.InEpsilon(t, row.P, change.Chance, 1e-9)
	}
}

func TestEaseIsTheShareOfFiveToSeven(t *testing.T) {
	var c feedback.Counts
	c.Points[4], c.Points[5], c.Points[7] = 10, 20, 10
	require.Equal(t, 75.0, c.Score(feedback.KindCES).Value)
}

func TestThatAllSayTheSameIsNotCertain(t *testing.T) {
	for _, point := range []int{1, 4, 7} {
		var c feedback.Counts
		c.Points[point] = 5
		few := c.Score(feedback.KindPerformance)
		require.EqualValues(t, point, few.Value)
		require.Greater(t, few.High-few.Low, 1.0, point)
		c.Points[point] = 500
		many := c.Score(feedback.KindPerformance)
		require.Less(t, many.High-many.Low, 0.2, point)
		for _, s := range []feedback.Score{few, many} {
			require.True(t, 1 <= s.Low && s.Low <= s.Value && s.Value <= s.High && s.High <= 7)
		}
	}
}

func TestNoAnswersAreNoScore(t *testing.T) {
	for kind := range feedback.Kind("").Terms().All() {
		for _, c := range []feedback.Counts{{}, {Asked: 9}, {Asked: 9, Dismissed: 9}} {
			s := c.Score(kind)
			require.Equal(t, feedback.TrustNone, s.Trust)
			require.False(t, s.Known())
			require.True(t, s.Reasons.Has(feedback.CodeNoAnswers))
		}
	}
	s := recommend(3, 0, 0).Score(feedback.KindNPS)
	require.Equal(t, feedback.TrustRaw, s.Trust, "three happy customers are no 100")
	var off feedback.Counts
	off.Points[0], off.Points[5] = 3, 40
	require.False(t, off.Score(feedback.KindCSAT).Known(), "no scale of 1 to 5 has a 0")
}

func TestDismissingDoesNotLowerAScore(t *testing.T) {
	c := recommend(50, 30, 20)
	before := c.Score(feedback.KindNPS)
	c.Asked, c.Dismissed = 400, 100
	after := c.Score(feedback.KindNPS)
	require.Equal(t, before.Value, after.Value)
	share, _ := c.Response().Value()
	require.Equal(t, 0.25, share)
}

// With four and five items in a dimension the mean of dimensions is another number than the mean of items.
func TestQualityIsAMeanOfDimensions(t *testing.T) {
	s := feedback.Survey{Questions: feedback.Servqual()}
	counts := map[string]feedback.Counts{}
	for _, q := range s.Questions {
		var c feedback.Counts
		if q.Kind == feedback.KindExpectation {
			c.Points[6] = 10
		} else if q.Dimension == feedback.Tangibles {
			c.Points[7] = 10
		} else {
			c.Points[4], c.Points[6] = 5, 5
		}
		counts[q.Code] = c
	}
	weights := map[feedback.Dimension]float64{feedback.Tangibles: 11, feedback.Reliability: 32, feedback.Responsiveness: 22, feedback.Assurance: 19, feedback.Empathy: 16}
	got := feedback.Qualities(s, counts, weights)
	require.True(t, got.Known && got.HasGap)
	require.Equal(t, feedback.TrustIndicative, got.Trust, "ten answers")
	require.InEpsilon(t, (7+4*5)/5.0, got.Performance, 1e-12)
	require.InEpsilon(t, -(4*1-1)/5.0, got.Gap, 1e-12)
	require.InEpsilon(t, 0.11*7+0.89*5, got.WeightedPerformance, 1e-12)
	require.InEpsilon(t, 0.11*1-0.89*1, got.WeightedGap, 1e-12)

	delete(counts, "e5")
	require.True(t, feedback.Qualities(s, counts, weights).HasGap, "four items of reliability still have expectations")
	got = feedback.Qualities(feedback.Survey{Questions: feedback.Servperf()}, counts, nil)
	require.True(t, got.Known && !got.HasGap)
	none := feedback.Qualities(s, nil, nil)
	require.True(t, !none.Known && none.Trust == feedback.TrustNone)
	counts["p22"] = feedback.Counts{Asked: 10, Points: [11]int64{7: 1}}
	require.Equal(t, feedback.TrustRaw, feedback.Qualities(s, counts, nil).Trust, "one answered the last")
}

func TestTheInstrumentHasItsItems(t *testing.T) {
	items := map[feedback.Dimension]int{}
	for _, q := range feedback.Servperf() {
		items[q.Dimension]++
	}
	require.Equal(t, map[feedback.Dimension]int{feedback.Tangibles: 4, feedback.Reliability: 5, feedback.Responsiveness: 4, feedback.Assurance: 4, feedback.Empathy: 5}, items)
}

func TestDeclarations(t *testing.T) {
	require.NoError(t, care.CheckCodes(feedback.Codes()...))
	named[feedback.Kind](t)
	named[feedback.Dimension](t)
	named[feedback.Trust](t)
	named[feedback.Status](t)
}

func named[E care.Enum[E]](t *testing.T) {
	for value, name := range E("").Terms().All() {
		require.NotEmpty(t, name.VI, value)
		require.NotEmpty(t, name.EN, value)
	}
}
