package stats

import "math"

// AtMost is the exact probability of at most so many yes in n independent trials, each yes with probability p. It is NaN unless 0 ≤ yes ≤ n ≤ 10⁹ and
// 0 ≤ p ≤ 1.
func AtMost(yes, n int64, p float64) float64 {
	if (Share{yes, n}).Check() != nil || !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	if yes == n {
		return 1
	}
	return incompleteBeta(float64(n-yes), float64(yes)+1, 1-p, p)
}

// AtLeast is the exact probability of at least so many yes, as [AtMost].
func AtLeast(yes, n int64, p float64) float64 {
	if (Share{yes, n}).Check() != nil || !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	if yes == 0 {
		return 1
	}
	return incompleteBeta(float64(yes), float64(n-yes)+1, p, 1-p)
}

// maxPoisson bounds the mean of a Poisson number for which its probabilities are computed.
const maxPoisson = 1e6

// PoissonAtMost is the probability that a count with the given mean, such as the demand of a week, is at most k. It is NaN for a mean that is negative or
// more than a million.
func PoissonAtMost(k int64, mean float64) float64 {
	switch {
	case !(mean >= 0 && mean <= maxPoisson):
		return math.NaN()
	case k < 0:
		return 0
	case mean == 0:
		return 1
	}
	return upperGamma(float64(k)+1, mean)
}

// PoissonQuantile is the smallest count that is not exceeded with at least probability p: the stock that suffices in p of the weeks. The last result is
// false where there is none: a p outside 0 < p < 1, or a mean for which [PoissonAtMost] is NaN.
func PoissonQuantile(p, mean float64) (int64, bool) { return Demand{Mean: mean}.Quantile(p) }

// normalQuantile is the z that a standard normal number stays below with probability p.
func normalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

// studentQuantile is the t that Student's t with so many degrees of freedom exceeds with probability tail: t² = ν(1/x − 1) where x is the quantile 2·tail
// of the beta distribution (ν/2, ½).
func studentQuantile(tail, freedom float64) float64 {
	x := betaQuantile(freedom/2, 0.5, 2*tail)
	return math.Sqrt(freedom * (1 - x) / x)
}
