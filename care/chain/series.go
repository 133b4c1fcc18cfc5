package chain

import (
	"math"
	"time"
)

// What is known of a series of links by their figures alone, before there are data. Durations and means are in any one unit.

// SeriesAcceptance is the share of cases that pass all links at the first attempt, if the links' acceptance rates are these and do not depend on one another: their
// product, which lean manufacturing calls rolled throughput yield.
func SeriesAcceptance(rates ...float64) float64 {
	all := 1.0
	for _, r := range rates {
		all *= r
	}
	return all
}

// EachAcceptance is the rate that each of n links needs for the series to reach this one.
func EachAcceptance(series float64, n int) float64 { return math.Pow(series, 1/float64(n)) }

// Attempts is what one attempt after another costs until one is accepted, if each is accepted with the same probability: the expected number of attempts, and the
// probability that more than n are needed.
func Attempts(accepted float64, n int) (attempts, more float64) {
	return 1 / accepted, math.Pow(1-accepted, float64(n))
}

// UnionBound is the share of cases in which every one of the goals is kept at least, whatever the links have to do with one another: 1 less the shares in which each is not
// (G. Boole). It is never below 0.
func UnionBound(shares ...float64) float64 {
	bound := 1.0
	for _, p := range shares {
		bound -= 1 - p
	}
	return max(0, bound)
}

// LateShares divides a breach in proportion to what each link took beyond its goal. It is easily explained, and wrong where branches run side by side, or where
// one link made up for another: see [Chain.Attribute]. The shares are all 0 where no link was over its goal.
func LateShares(took, goals []time.Duration) []float64 {
	shares := make([]float64, len(took))
	var sum time.Duration
	for i := range took {
		sum += max(0, took[i]-goals[i])
	}
	for i := range took {
		if over := took[i] - goals[i]; over > 0 {
			shares[i] = float64(over) / float64(sum)
		}
	}
	return shares
}

// InternalShare is the share of lost customers that were lost because a link broke its promise, as far as counts can tell: of those lost, broken saw a breach; of those
// kept, the share base saw one too and stayed. It is (broken/lost − base) / (1 − base), the attributable fraction among the exposed as epidemiology has it,
// and not the plain share, which would blame breaches that customers forgive. It is never below 0, and NaN where nobody was lost or base is 1.
func InternalShare(broken, lost int, base float64) float64 {
	if lost <= 0 || base >= 1 {
		return math.NaN()
	}
	return max(0, (float64(broken)/float64(lost)-base)/(1-base))
}

// Correlated is the mean and the standard deviation of the sum of links' times of which each pair has the same correlation: what a bad week for all of them does to
// the promise, which independent links would not feel.
func Correlated(means, deviations []float64, correlation float64) (mean, deviation float64) {
	variance := 0.0
	for i, m := range means {
		mean += m
		for k := range means {
			r := correlation
			if i == k {
				r = 1
			}
			variance += r * deviations[i] * deviations[k]
		}
	}
	return mean, math.Sqrt(variance)
}

// NormalQuantile is the value that a normal distribution does not exceed with probability p.
func NormalQuantile(mean, deviation, p float64) float64 {
	return mean - deviation*math.Sqrt2*math.Erfcinv(2*p)
}

// NormalWithin is the probability that a normal distribution does not exceed x.
func NormalWithin(mean, deviation, x float64) float64 {
	return math.Erfc(-(x-mean)/(deviation*math.Sqrt2)) / 2
}

// ExponentialWithin is the probability that links in series whose times are exponential with these means are done within t, exactly: the first guess where only means
// are known. It uses uniformization (A. Jensen, 1953), which takes means that are equal as well as others.
func ExponentialWithin(means []float64, t float64) float64 {
	if t <= 0 || len(means) == 0 {
		return 0
	}
	fastest := 0.0
	for _, m := range means {
		fastest = max(fastest, 1/m)
	}
	stage := make([]float64, len(means)+1) // the probability of being in each link, and of being done
	stage[0] = 1
	jumps := fastest * t
	within, seen, logTerm := 0.0, 0.0, -jumps
	for k := 0; seen < 1-1e-14 && k < 10_000_000; k++ {
		term := math.Exp(logTerm)
		within += term * stage[len(means)]
		seen += term
		for i := len(means) - 1; i >= 0; i-- {
			move := stage[i] / (means[i] * fastest)
			stage[i] -= move
			stage[i+1] += move
		}
		logTerm += math.Log(jumps) - math.Log(float64(k+1))
	}
	return min(1, within+(1-seen)*stage[len(means)])
}

// ExponentialQuantile is the time within which such links are done with probability p, 0 < p < 1.
func ExponentialQuantile(means []float64, p float64) float64 {
	low, high := 0.0, 1.0
	for _, m := range means {
		high += m
	}
	for ExponentialWithin(means, high) < p {
		high *= 2
	}
	for range 100 {
		if mid := (low + high) / 2; ExponentialWithin(means, mid) < p {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}
