package stats

import "math"

// Net counts answers that speak for, neither for nor against, and against: promoters, passives and detractors of a net promoter score. Dismissed questions
// are not in it. The zero Net has no answers.
type Net struct {
	For     int64 `json:"for"`
	Neither int64 `json:"neither"`
	Against int64 `json:"against"`
}

func (n Net) ok() bool {
	return n.For >= 0 && n.Neither >= 0 && n.Against >= 0 && max(n.For, n.Neither, n.Against) <= maxTrials
}

// N is the number of answers.
func (n Net) N() int64 { return n.For + n.Neither + n.Against }

// Plus is the answers of both.
func (n Net) Plus(m Net) Net { return Net{n.For + m.For, n.Neither + m.Neither, n.Against + m.Against} }

// Score is the share for less the share against, −1 to 1, and false without answers. A net promoter score is 100 times that.
func (n Net) Score() (float64, bool) {
	if !n.ok() {
		return math.NaN(), false
	}
	return float64(n.For-n.Against) / float64(max(n.N(), 1)), n.N() > 0
}

// variance is that of one answer, given the shares for and against: p + d − (p−d)².
func variance(p, d float64) float64 { return max(p+d-(p-d)*(p-d), 0) }

// AdjustedWald is the interval of B. Rocks (2016, The American Statistician): three answers are added, ¾ of one for and ¾ against, then score ±
// z√((p+d−(p−d)²)/n), cut to −1 and 1. Unlike the plain Wald interval it does not claim certainty from three happy customers.
func (n Net) AdjustedWald(confidence float64) Interval {
	if !n.ok() || !isShare(confidence) {
		return impossible
	}
	if n.N() == 0 {
		return Interval{-1, 1}
	}
	all := float64(n.N()) + 3
	p, d := (float64(n.For)+0.75)/all, (float64(n.Against)+0.75)/all
	half := normalQuantile((1+confidence)/2) * math.Sqrt(variance(p, d)/all)
	return Interval{max(p-d-half, -1), min(p-d+half, 1)}
}

// Change is a difference with its standard error, and how probable one as large is if nothing changed.
type Change struct {
	By     float64 `json:"by"`
	Error  float64 `json:"error"`
	Z      float64 `json:"z"`
	Chance float64 `json:"chance"` // two-sided
}

// ChangeFrom compares with the answers of another period by the two-sample z test. It is all NaN where either has no answers, or where neither varies, since
// a standard error of 0 says nothing.
func (n Net) ChangeFrom(m Net) Change {
	now, ok := n.Score()
	then, ok2 := m.Score()
	squared := 0.0
	for _, x := range []Net{n, m} {
		all := float64(x.N())
		squared += variance(float64(x.For)/all, float64(x.Against)/all) / all
	}
	if !ok || !ok2 || !(squared > 0) {
		return Change{math.NaN(), math.NaN(), math.NaN(), math.NaN()}
	}
	c := Change{By: now - then, Error: math.Sqrt(squared)}
	c.Z = c.By / c.Error
	c.Chance = math.Erfc(math.Abs(c.Z) / math.Sqrt2)
	return c
}
