package stats

import "math"

// The functions here are those of the NIST Digital Library of Mathematical Functions: 5.12 beta, 8.17 incomplete beta (continued fraction 8.17.22), 8.7 and
// 8.9 incomplete gamma. Continued fractions are summed by the method of W. J. Lentz as modified by I. J. Thompson and A. R. Barnett.

const (
	enough = 1e-15 // relative change at which a sum has settled
	tiny   = 1e-300
	// mostTerms bounds a sum. About the square root of the larger parameter is needed.
	mostTerms = 1_000_000
)

func logGamma(x float64) float64 {
	value, _ := math.Lgamma(x)
	return value
}

func logBeta(a, b float64) float64 { return logGamma(a) + logGamma(b) - logGamma(a+b) }

// timesLog is k·ln x, and 0 for k = 0 even where the logarithm is infinite.
func timesLog(k, x float64) float64 {
	if k == 0 {
		return 0
	}
	return k * math.Log(x)
}

// timesLog1m is k·ln(1−x), exact for small x.
func timesLog1m(k, x float64) float64 {
	if k == 0 {
		return 0
	}
	return k * math.Log1p(-x)
}

// incompleteBeta is the regularized incomplete beta function I_x(a, b) for a, b > 0. y is 1−x, which callers often know better than it can be computed.
func incompleteBeta(a, b, x, y float64) float64 {
	switch {
	case x <= 0:
		return 0
	case y <= 0:
		return 1
	}
	front := math.Exp(a*logOf(x, y) + b*logOf(y, x) - logBeta(a, b))
	if x < (a+1)/(a+b+2) {
		return front * betaFraction(a, b, x) / a
	}
	return 1 - front*betaFraction(b, a, y)/b
}

// logOf is ln x, by way of y = 1−x where that is exacter.
func logOf(x, y float64) float64 {
	if y < 0.5 {
		return math.Log1p(-y)
	}
	return math.Log(x)
}

func betaFraction(a, b, x float64) float64 {
	c, d := 1.0, 1/apart(1-(a+b)*x/(a+1))
	sum := d
	for i := 1; i < mostTerms; i++ {
		m := float64(i)
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d, c = 1/apart(1+even*d), apart(1+even/c)
		sum *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d, c = 1/apart(1+odd*d), apart(1+odd/c)
		sum *= d * c
		if math.Abs(d*c-1) < enough {
			return sum
		}
	}
	return math.NaN() // not reached by parameters within maxTrials
}

// apart keeps a denominator apart from 0.
func apart(x float64) float64 {
	if math.Abs(x) < tiny {
		return tiny
	}
	return x
}

// betaQuantile is the x with I_x(a, b) = p.
func betaQuantile(a, b, p float64) float64 {
	return boundary(0, 1, func(x float64) bool { return incompleteBeta(a, b, x, 1-x) < p })
}

// upperGamma is the regularized upper incomplete gamma function Q(a, x) for a > 0 and x ≥ 0.
func upperGamma(a, x float64) float64 {
	if x < a+1 {
		return 1 - lowerGamma(a, x)
	}
	return gammaFront(a, x) * gammaFraction(a, x)
}

// lowerGamma is the regularized lower one, P(a, x) = 1 − Q(a, x), exact where it is small.
func lowerGamma(a, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x < a+1:
		return gammaFront(a, x) * gammaSeries(a, x)
	}
	return 1 - upperGamma(a, x)
}

func gammaFront(a, x float64) float64 { return math.Exp(a*math.Log(x) - x - logGamma(a)) }

func gammaSeries(a, x float64) float64 {
	term := 1 / a
	sum := term
	for i := 1; i < mostTerms; i++ {
		term *= x / (a + float64(i))
		sum += term
		if term < sum*enough {
			return sum
		}
	}
	return math.NaN() // not reached by means within maxPoisson
}

func gammaFraction(a, x float64) float64 {
	b := x + 1 - a
	c, d := 1/tiny, 1/apart(b)
	sum := d
	for i := 1; i < mostTerms; i++ {
		n := -float64(i) * (float64(i) - a)
		b += 2
		d, c = 1/apart(n*d+b), apart(b+n/c)
		sum *= d * c
		if math.Abs(d*c-1) < enough {
			return sum
		}
	}
	return math.NaN() // not reached by means within maxPoisson
}

// boundary finds by halving where a condition that holds from low on stops holding, to the last bit that matters. It is low or high if that is at an end.
func boundary(low, high float64, holds func(float64) bool) float64 {
	for range 100 {
		middle := low + (high-low)/2
		if middle == low || middle == high {
			break
		}
		if holds(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low + (high-low)/2
}
