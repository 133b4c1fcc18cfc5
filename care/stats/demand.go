package stats

import "math"

// Demand is how a count of a period, such as how many price lists are taken in a week, varies by chance: as a Poisson number, or where its variance is Ratio
// times its mean, as a negative binomial number. What it answers is NaN for a mean that is negative or more than a million, and for a Ratio other than 0 or 1
// to 1000.
type Demand struct {
	Mean float64 `json:"mean"`
	// Ratio is the variance over the mean. Default: 1, that of a Poisson number. Up to 1.001 is taken as 1.
	Ratio float64 `json:"ratio,omitempty"`
}

// shape is the number of failures that the negative binomial number waits for, and the probability of each; poisson says that there is no such number.
func (d Demand) shape() (r, p float64, poisson, ok bool) {
	ok = d.Mean >= 0 && d.Mean <= maxPoisson && (d.Ratio == 0 || d.Ratio >= 1 && d.Ratio <= 1000)
	if d.Mean == 0 || d.Ratio <= 1.001 {
		return 0, 0, true, ok
	}
	return d.Mean / (d.Ratio - 1), 1 / d.Ratio, false, ok
}

// AtMost is the probability that the count is at most k.
func (d Demand) AtMost(k int64) float64 {
	r, p, poisson, ok := d.shape()
	switch {
	case !ok:
		return math.NaN()
	case poisson:
		return PoissonAtMost(k, d.Mean)
	case k < 0:
		return 0
	}
	return incompleteBeta(r, float64(k)+1, p, 1-p)
}

// Quantile is the smallest count that is not exceeded with at least probability p: the stock that suffices in p of the periods. The last result is false for a
// p outside 0 < p < 1, and where [Demand.AtMost] is NaN.
func (d Demand) Quantile(p float64) (int64, bool) {
	if _, _, _, ok := d.shape(); !ok || !isShare(p) {
		return 0, false
	}
	low, high := int64(-1), int64(d.Mean)+1 // at most low is less probable than p
	for d.AtMost(high) < p {
		low, high = high, 2*high
	}
	for high-low > 1 {
		middle := low + (high-low)/2
		if d.AtMost(middle) < p {
			low = middle
		} else {
			high = middle
		}
	}
	return high, true
}

// Short is how many are asked for beyond a stock of s, on average: E max(0, D−s). For a Poisson number that is μ·P(D ≥ s) − s·P(D > s); for a negative
// binomial one the first probability is that of the number that waits for one failure more.
func (d Demand) Short(s int64) float64 {
	r, p, poisson, ok := d.shape()
	switch {
	case !ok:
		return math.NaN()
	case s <= 0:
		return d.Mean - float64(s)
	case d.Mean == 0:
		return 0
	}
	at := float64(s)
	if poisson {
		return max(0, d.Mean*lowerGamma(at, d.Mean)-at*lowerGamma(at+1, d.Mean))
	}
	return max(0, d.Mean*incompleteBeta(at, r+1, 1-p, p)-at*incompleteBeta(at+1, r, 1-p, p))
}
