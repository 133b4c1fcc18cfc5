package detect

import "math"

// Direction says which way something went. The zero Direction is neither.
type Direction string

// The directions.
const (
	Up   Direction = "up"
	Down Direction = "down"
)

// Cusum is the tabular cumulative sum chart of E. S. Page (1954) for the mean of numbers whose usual mean and standard deviation are known from a time when
// all was well. Standardized numbers z are summed as C⁺ ← max(0, C⁺ + z − K) and C⁻ ← max(0, C⁻ − z − K), and a sum above H is a signal.
type Cusum struct {
	Mean float64 `json:"mean"`
	SD   float64 `json:"sd"` // above 0
	// K is half the shift to be found, in standard deviations. Default: 0.5.
	K float64 `json:"k,omitempty"`
	// H is the decision interval, in standard deviations. Default: 5. [CusumLimit] finds the one for an average run length.
	H float64 `json:"h,omitempty"`
	// FastStart starts both sums at H/2 instead of 0 (J. M. Lucas and R. B. Crosier, 1982), to find at once what is wrong from the beginning.
	FastStart bool `json:"fast_start,omitempty"`
}

// CusumState is what a Cusum remembers. The zero CusumState has seen nothing.
type CusumState struct {
	N      int64   `json:"n"`
	Above  float64 `json:"above"`   // C⁺
	Below  float64 `json:"below"`   // C⁻
	AboveN int64   `json:"above_n"` // observations since C⁺ was last 0: since when the mean has been higher
	BelowN int64   `json:"below_n"`
}

func (c Cusum) filled() Cusum {
	if c.K == 0 {
		c.K = 0.5
	}
	if c.H == 0 {
		c.H = 5
	}
	return c
}

// Observe takes one number in, and says which way the mean has gone if there is a signal. The sums stay, so that a signal stays until its cause is gone; start
// from a zero state after a correction. A number that is none changes nothing.
func (c Cusum) Observe(s *CusumState, x float64) Direction {
	c = c.filled()
	z := (x - c.Mean) / c.SD
	if math.IsNaN(z) || math.IsInf(z, 0) {
		return ""
	}
	if s.N == 0 && c.FastStart {
		s.Above, s.Below = c.H/2, c.H/2
	}
	s.N++
	s.Above, s.AboveN = page(s.Above, s.AboveN, z-c.K)
	s.Below, s.BelowN = page(s.Below, s.BelowN, -z-c.K)
	switch {
	case s.Above > c.H:
		return Up
	case s.Below > c.H:
		return Down
	}
	return ""
}

func page(sum float64, n int64, step float64) (float64, int64) {
	if sum += step; sum <= 0 {
		return 0, 0
	}
	return sum, n + 1
}

// ARL is the average run length: how many observations there are on average up to a signal if the mean is off by so many standard deviations, and the numbers
// are normal and independent. It is NaN for a K or H out of range.
func (c Cusum) ARL(shift float64) float64 {
	c = c.filled()
	start := 0.0
	if c.FastStart {
		start = c.H / 2
	}
	up, upZero := cusumARL(c.K, c.H, shift, start)
	down, downZero := cusumARL(c.K, c.H, -shift, start)
	return (up*downZero + down*upZero - upZero*downZero) / (upZero + downZero) // Lucas and Crosier; 1/ARL = 1/ARL⁺ + 1/ARL⁻ without the head start
}

// cusumARL solves Page's integral equation L(u) = 1 + Φ(k−u−δ)·L(0) + ∫₀ʰ L(x)·φ(x+k−u−δ) dx for the one-sided chart by Gauss–Legendre quadrature, and
// returns L(start) and L(0).
func cusumARL(k, h, shift, start float64) (atStart, atZero float64) {
	if !(k > 0 && k <= 10 && h > 0 && h <= 50) || math.IsNaN(shift) {
		return math.NaN(), math.NaN()
	}
	nodes, weights := legendre(quadrature, 0, h)
	n := len(nodes) + 1 // the last unknown is L(0)
	from := append(append([]float64{}, nodes...), 0)
	a := make([][]float64, n)
	for i, u := range from {
		a[i] = make([]float64, n+1)
		for j, x := range nodes {
			a[i][j] = -weights[j] * normalDensity(x+k-u-shift)
		}
		a[i][n-1] = -normalShare(k - u - shift)
		a[i][i]++
		a[i][n] = 1
	}
	l := solve(a)
	atZero = l[n-1]
	atStart = 1 + normalShare(k-start-shift)*atZero
	for j, x := range nodes {
		atStart += weights[j] * normalDensity(x+k-start-shift) * l[j]
	}
	return atStart, atZero
}

// CusumLimit is the H with which a two-sided chart has the given average run length while nothing is wrong. It is NaN for a K outside 0 < K ≤ 3 or an ARL
// outside 2 to a million.
func CusumLimit(k, arl float64) float64 {
	if !(k > 0 && k <= 3) {
		return math.NaN()
	}
	return limitFor(arl, 40, func(h float64) float64 { return Cusum{SD: 1, K: k, H: h}.ARL(0) })
}
