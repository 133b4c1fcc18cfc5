package feedback_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback"
)

// Answers of two segments: at home people decide, for companies the product does. A third of the answers is changed, and what counts is the last.
func TestWhichFactorDecidesIsKeptBySituationAndMonth(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	ask := both("?", "?")
	_, err := s.Publish(t.Context(), feedback.Survey{Code: "factors", Edition: 3, Questions: []feedback.Question{
		{Code: "all", Kind: feedback.KindCSAT, Text: ask}, {Code: "goods", Kind: feedback.KindRating, Factor: care.FactorProduct, Text: ask},
		{Code: "ease", Kind: feedback.KindCES, Factor: care.FactorConvenience, Text: ask}, {Code: "staff", Kind: feedback.KindRating, Factor: care.FactorPeople, Text: ask},
	}})
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(31, 32))
	want := map[care.SegmentRef]*feedback.Weights{"home": {}, "company": {}}
	for i := range 400 {
		segment, customer := care.SegmentRef("home"), fmt.Sprint("KH-", i)
		if i%2 == 1 {
			segment = "company"
		}
		o := delivery(customer, fmt.Sprint("GH-", i))
		o.Survey, o.Segment, o.QualityAtPar = "factors", string(segment), i%2 == 0
		invitation := s.invite(o)
		var points map[string]int
		for range 1 + i%3/2 {
			goods, ease, staff := 1+r.IntN(5), 1+r.IntN(7), 1+r.IntN(5)
			overall := staff
			if segment == "company" {
				overall = goods
			}
			points = map[string]int{"all": min(max(overall+r.IntN(3)-1, 1), 5), "goods": goods, "ease": ease, "staff": staff}
			s.answer(feedback.Reply{Invitation: invitation.ID, Points: points})
		}
		fifth := func(p int) float64 { return float64(p-1) / 4 }
		want[segment].Add(feedback.Opinion{
			Customer: customer, Overall: fifth(points["all"]), Product: fifth(points["goods"]), Convenience: float64(points["ease"]-1) / 6, People: fifth(points["staff"]),
		})
	}
	s.now = s.now.Add(31 * day)
	o := delivery("KH-x", "GH-x")
	o.Survey = "factors"
	s.answer(feedback.Reply{Invitation: s.invite(o).ID, Points: map[string]int{"all": 5, "goods": 5}}) // no opinion: two factors are missing

	kept := all(t, s.Weighings("factors", calendar.MustDate(2026, 8, 1), calendar.MustDate(2026, 12, 1)))
	require.Len(t, kept, 2)
	for _, w := range kept {
		require.Equal(t, w.Situation.Segment == "home", w.Situation.QualityAtPar)
		for i, g := range want[w.Situation.Segment].Groups {
			require.InDelta(t, g.N, w.Weights.Groups[i].N, 1e-9)
			require.InDeltaSlice(t, g.Sums[:], w.Weights.Groups[i].Sums[:], 1e-9)
			for j := range g.Products {
				require.InDeltaSlice(t, g.Products[j][:], w.Weights.Groups[i].Products[j][:], 1e-9)
			}
		}
	}
	decided := feedback.Importances(kept, func(w feedback.Weighing) care.SegmentRef { return w.Situation.Segment })
	require.Equal(t, care.FactorPeople, decided["home"].Decides)
	require.Equal(t, care.FactorProduct, decided["company"].Decides)
	require.Equal(t, []any{int64(200), 3, calendar.MustDate(2026, 8, 1), calendar.MustDate(2026, 8, 1)},
		[]any{decided["home"].Opinions, decided["home"].Edition, decided["home"].From, decided["home"].To})
	whole := feedback.Importances(kept, func(feedback.Weighing) bool { return true })
	require.EqualValues(t, 400, whole[true].Opinions)
}
