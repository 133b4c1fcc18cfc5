package stats

import "math"

// Mean keeps what the mean of some values and its interval need. Means of different values are added by [Mean.Plus]. The zero Mean has no values.
type Mean struct {
	N       int64   `json:"n"`
	Sum     float64 `json:"sum"`
	Squares float64 `json:"squares"` // the sum of the squares: for points of a scale, not for values far from 0 that hardly differ
}

// Add adds a value.
func (m Mean) Add(x float64) Mean { return Mean{m.N + 1, m.Sum + x, m.Squares + x*x} }

// Plus is the values of both.
func (m Mean) Plus(o Mean) Mean { return Mean{m.N + o.N, m.Sum + o.Sum, m.Squares + o.Squares} }

// Value is the mean, and false if there were no values.
func (m Mean) Value() (float64, bool) {
	if m.N <= 0 {
		return math.NaN(), false
	}
	return m.Sum / float64(m.N), true
}

// SD is the standard deviation of the sample, with n−1. It is NaN for fewer than two values.
func (m Mean) SD() float64 {
	if m.N < 2 {
		return math.NaN()
	}
	n := float64(m.N)
	return math.Sqrt(max(m.Squares-m.Sum*m.Sum/n, 0) / (n - 1))
}

// Student is the interval mean ± t·sd/√n of "Student" (W. S. Gosset, 1908), for values judged once. It is NaN for fewer than two values.
func (m Mean) Student(confidence float64) Interval {
	mean, _ := m.Value()
	if m.N < 2 || !isShare(confidence) {
		return impossible
	}
	half := studentQuantile((1-confidence)/2, float64(m.N-1)) * m.SD() / math.Sqrt(float64(m.N))
	return Interval{mean - half, mean + half}
}

// tunedFor is the number of values at which Anytime is narrowest.
const tunedFor = 100

// Anytime is the interval that holds the true mean at every moment it is looked at, for values that always lie between low and high, whatever their
// distribution: the normal mixture of S. R. Howard, A. Ramdas, J. McAuliffe and J. Sekhon (2021, The Annals of Statistics), radius
// √((V+ρ) ln((V+ρ)/(ρα²)))/n with V = nσ² and σ = (high−low)/2. Without values it is low to high.
func (m Mean) Anytime(confidence, low, high float64) Interval {
	if m.N < 0 || !isShare(confidence) || !(low < high) || math.IsInf(high-low, 0) {
		return impossible
	}
	if m.N == 0 {
		return Interval{low, high}
	}
	mean, radius := m.Sum/float64(m.N), (high-low)*boundedRadius(float64(m.N), 1-confidence)
	if !(mean >= low && mean <= high) {
		return impossible
	}
	return Interval{max(mean-radius, low), min(mean+radius, high)}
}

// boundedRadius is the radius for values between 0 and 1.
func boundedRadius(n, alpha float64) float64 {
	const perValue = 0.25 // σ² with σ = ½
	rho := perValue * tunedFor / tuning(alpha)
	v := n * perValue
	return math.Sqrt((v+rho)*math.Log((v+rho)/(rho*alpha*alpha))) / n
}

// tuning solves x − ln(1+x) = −2 ln α for x = V/ρ: it is −1 − W₋₁(−α²/e), where W₋₁ is the lower branch of Lambert's function.
func tuning(alpha float64) float64 {
	goal := -2 * math.Log(alpha)
	return boundary(0, 2*goal+4, func(x float64) bool { return x-math.Log1p(x) < goal })
}
