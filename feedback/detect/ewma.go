package detect

import "math"

// EWMA is the chart of the exponentially weighted moving average (S. W. Roberts, 1959) for the mean of numbers whose usual mean and standard deviation are
// known: z ← λx + (1−λ)z, and a z outside Mean ± Limit·SD·√(λ/(2−λ)) is a signal.
type EWMA struct {
	Mean float64 `json:"mean"`
	SD   float64 `json:"sd"` // above 0
	// Lambda is the weight of the newest number. Default: 0.1.
	Lambda float64 `json:"lambda,omitempty"`
	// Limit is L. Default: 2.814, for an average run length of 500 with a Lambda of 0.1. [EWMALimit] finds others.
	Limit float64 `json:"limit,omitempty"`
	// Growing narrows the limits of the first numbers to √(1−(1−λ)²ⁱ) of the final ones, to find at once what is wrong from the beginning.
	Growing bool `json:"growing,omitempty"`
}

// EWMAState is what an EWMA remembers. The zero EWMAState has seen nothing.
type EWMAState struct {
	N int64   `json:"n"`
	Z float64 `json:"z"` // the average, from the first number on
}

func (e EWMA) filled() EWMA {
	if e.Lambda == 0 {
		e.Lambda = 0.1
	}
	if e.Limit == 0 {
		e.Limit = 2.814
	}
	return e
}

// Observe takes one number in, and says which way the mean has gone if there is a signal. A number that is none changes nothing.
func (e EWMA) Observe(s *EWMAState, x float64) Direction {
	e = e.filled()
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	if s.N == 0 {
		s.Z = e.Mean
	}
	s.N++
	s.Z += e.Lambda * (x - s.Z)
	low, high := e.Limits(s.N)
	switch {
	case s.Z > high:
		return Up
	case s.Z < low:
		return Down
	}
	return ""
}

// Limits are the limits for the n-th number.
func (e EWMA) Limits(n int64) (low, high float64) {
	e = e.filled()
	half := e.Limit * e.SD * math.Sqrt(e.Lambda/(2-e.Lambda))
	if e.Growing {
		half *= math.Sqrt(-math.Expm1(2 * float64(n) * math.Log1p(-e.Lambda)))
	}
	return e.Mean - half, e.Mean + half
}

// ARL is the average run length with fixed limits if the mean is off by so many standard deviations, and the numbers are normal and independent (S. V.
// Crowder, 1987): L(u) = 1 + 1/λ ∫ L(x)·φ((x−(1−λ)u)/λ − δ) dx over the range within the limits. It is NaN for a Lambda below 0.01, where the equation
// would need more nodes, or a Limit out of range.
func (e EWMA) ARL(shift float64) float64 {
	e = e.filled()
	if !(e.Lambda >= 0.01 && e.Lambda <= 1 && e.Limit > 0 && e.Limit <= 10) || math.IsNaN(shift) {
		return math.NaN()
	}
	half := e.Limit * math.Sqrt(e.Lambda/(2-e.Lambda))
	nodes, weights := legendre(quadrature, -half, half)
	n := len(nodes)
	kernel := func(u, x float64) float64 { return normalDensity((x-(1-e.Lambda)*u)/e.Lambda-shift) / e.Lambda }
	a := make([][]float64, n)
	for i, u := range nodes {
		a[i] = make([]float64, n+1)
		for j, x := range nodes {
			a[i][j] = -weights[j] * kernel(u, x)
		}
		a[i][i]++
		a[i][n] = 1
	}
	arl := 1.0
	for j, l := range solve(a) {
		arl += weights[j] * kernel(0, nodes[j]) * l
	}
	return arl
}

// EWMALimit is the Limit with which a chart has the given average run length while nothing is wrong. It is NaN for a lambda outside 0.01 to 1, or an ARL
// outside 2 to a million.
func EWMALimit(lambda, arl float64) float64 {
	return limitFor(arl, 8, func(limit float64) float64 { return EWMA{SD: 1, Lambda: lambda, Limit: limit}.ARL(0) })
}
