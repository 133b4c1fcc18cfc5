package loyalty

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/chamsoc/chamsoc/care"
)

const (
	// fewestHistories and fewestReturned are what a fit needs: four numbers, of which two tell how customers differ, are not learnt from a handful.
	fewestHistories = 100
	fewestReturned  = 20
	// widest bounds the parameters that are searched, from 1/widest on.
	widest = 1e4
	// mostPasses bounds how often a fit goes through the histories.
	mostPasses = 4000
)

// FitRhythm learns the rhythm of a shop from the histories of all its customers, those who never came back included, by maximum likelihood. It also returns the logarithm
// of the likelihood, by which rhythms of the same histories can be compared. It is a pure function; its time grows with the number of histories, through which it
// goes some 500 times, at most 4000.
//
// It refuses with *care.Invalid histories that cannot be, fewer than 100 histories or 20 with a repeat purchase, and histories that fit one extreme best, such as
// customers who all buy equally often, so that no rhythm can be told. The parameters of a few hundred customers are rough still; compare what they say with what
// the customers did since.
func FitRhythm(histories []History) (Rhythm, float64, error) {
	var p care.Problems
	returned := 0
	for i, h := range histories {
		p.Join(fmt.Sprintf("histories[%d]", i), "", h.problems().Err())
		if h.Repeats > 0 {
			returned++
		}
	}
	if len(histories) < fewestHistories || returned < fewestReturned {
		p.Add("histories", "", CodeFewHistories.With(
			care.NewFact("customers", len(histories)), care.NewFact("returned", returned), care.NewFact("least", fewestHistories), care.NewFact("least_returned", fewestReturned),
		))
	}
	if err := p.Err(); err != nil {
		return Rhythm{}, 0, err
	}
	sorted := byRepeats(histories)
	best, found := lowest(func(at point) float64 { return -rhythmAt(at).logLikelihood(sorted) })
	m := rhythmAt(best)
	for _, v := range best {
		found = found && math.Abs(v) < math.Log(widest)-0.1
	}
	if !found {
		return Rhythm{}, 0, care.RefuseAt("histories", "", CodeNoRhythm.With())
	}
	return m, m.logLikelihood(sorted), nil
}

// LogLikelihood is the logarithm of the likelihood of the histories: how well the rhythm explains them, to be compared with that of another rhythm. It is a pure function, and refuses
// what [Rhythm.Outlook] refuses.
func (m Rhythm) LogLikelihood(histories []History) (float64, error) {
	p := m.problems()
	for i, h := range histories {
		p.Join(fmt.Sprintf("histories[%d]", i), "", h.problems().Err())
	}
	if err := p.Err(); err != nil {
		return 0, err
	}
	return m.logLikelihood(byRepeats(histories)), nil
}

func byRepeats(histories []History) []History {
	return slices.SortedFunc(slices.Values(histories), func(g, h History) int { return cmp.Compare(g.Repeats, h.Repeats) })
}

// logLikelihood is the sum over histories of the logarithm of equation 6 of the paper,
//
//	Γ(r+x)/Γ(r) · B(a,b+x)/B(a,b) · α^r · ((α+T)^−(r+x) + [x>0] a/(b+x−1) (α+t)^−(r+x)),
//
// whose first factors are computed once for all with equally many repeats, which lie side by side.
func (m Rhythm) logLikelihood(sorted []History) float64 {
	constant := m.R*math.Log(m.Alpha) - logGamma(m.R) + logGamma(m.A+m.B) - logGamma(m.B)
	sum, same, repeats := 0.0, 0.0, int64(-1)
	for _, h := range sorted {
		x := float64(h.Repeats)
		if h.Repeats != repeats {
			repeats = h.Repeats
			same = constant + logGamma(m.R+x) + logGamma(m.B+x) - logGamma(m.A+m.B+x)
		}
		last := math.Log(m.Alpha + h.Observed)
		sum += same - (m.R+x)*last
		if h.Repeats > 0 {
			// (α+t)^−(r+x) is taken out, so that what remains is not below the smallest number.
			gap := (m.R + x) * (last - math.Log(m.Alpha+h.Latest))
			sum += gap + math.Log(math.Exp(-gap)+m.A/(m.B+x-1))
		}
	}
	return sum
}

func logGamma(x float64) float64 {
	value, _ := math.Lgamma(x)
	return value
}

// point is the logarithms of the parameters of a Rhythm.
type point [4]float64

func rhythmAt(p point) Rhythm {
	return Rhythm{R: math.Exp(p[0]), Alpha: math.Exp(p[1]), A: math.Exp(p[2]), B: math.Exp(p[3])}
}

// toward is p + by·(q−p).
func (p point) toward(q point, by float64) point {
	for i := range p {
		p[i] += by * (q[i] - p[i])
	}
	return p
}

type corner struct {
	at    point
	value float64
}

// lowest searches the point where f is lowest by the simplex of J. A. Nelder and R. Mead (1965), starting from parameters of 1, and anew from what was found until
// that is no better. It reports false if it takes more than mostPasses.
func lowest(f func(point) float64) (point, bool) {
	passes := 0
	try := func(at point) corner {
		passes++
		for _, v := range at {
			if math.Abs(v) > math.Log(widest) {
				return corner{at, math.Inf(1)}
			}
		}
		return corner{at, f(at)}
	}
	best := try(point{})
	for passes < mostPasses {
		corners := []corner{best}
		for i := range best.at {
			at := best.at
			at[i] -= math.Copysign(0.5, at[i]) // towards the middle
			corners = append(corners, try(at))
		}
		before := best.value
		for passes < mostPasses && step(corners, try) {
		}
		best = corners[0]
		if before-best.value <= 1e-9*math.Abs(before) {
			return best.at, passes < mostPasses
		}
	}
	return best.at, false
}

// step sorts the corners, the lowest first, and moves the highest, or all towards the lowest where that does not help. It reports false, and moves none, once they are alike.
func step(corners []corner, try func(point) corner) bool {
	byValue := func(a, b corner) int { return cmp.Compare(a.value, b.value) }
	slices.SortFunc(corners, byValue)
	last := len(corners) - 1
	if corners[last].value-corners[0].value <= 1e-13*math.Abs(corners[0].value) {
		return false
	}
	var middle point
	for _, c := range corners[:last] {
		for i := range middle {
			middle[i] += c.at[i] / float64(last)
		}
	}
	worst := corners[last]
	next := try(middle.toward(worst.at, -1))
	switch {
	case next.value < corners[0].value:
		if farther := try(middle.toward(worst.at, -2)); farther.value < next.value {
			next = farther
		}
	case next.value >= corners[last-1].value:
		inward := 0.5
		if next.value < worst.value {
			inward = -0.5
		}
		if nearer := try(middle.toward(worst.at, inward)); nearer.value < min(next.value, worst.value) {
			next = nearer
		} else {
			for i := range corners[1:] {
				corners[i+1] = try(corners[i+1].at.toward(corners[0].at, 0.5))
			}
			return true
		}
	}
	corners[last] = next
	return true
}
