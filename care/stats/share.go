package stats

import (
	"fmt"
	"math"
)

// maxTrials bounds what one look at hostile counts may cost. Up to a million trials results are good to eleven digits, up to this many to five.
const maxTrials = 1_000_000_000

// Share is how many of a number of trials went one way: promises kept, invoices paid, answers of 4 or 5. Shares of different trials are added by
// [Share.Plus]. The zero Share has no trials.
type Share struct {
	Yes int64 `json:"yes"`
	Of  int64 `json:"of"`
}

// Interval is a range that holds the unknown truth with the confidence that was asked for.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Has reports whether x lies in the interval, ends included.
func (i Interval) Has(x float64) bool { return i.Low <= x && x <= i.High }

var (
	unknown    = Interval{0, 1}
	impossible = Interval{math.NaN(), math.NaN()}
)

// Check says what is wrong with a share: fewer than no or more than all trials, or more than a thousand million of them.
func (s Share) Check() error {
	if s.Yes < 0 || s.Of < s.Yes || s.Of > maxTrials {
		return fmt.Errorf("stats: a share of %d in %d: the first must be 0 to the second, and the second at most %d", s.Yes, s.Of, maxTrials)
	}
	return nil
}

// Plus is the share over both sets of trials.
func (s Share) Plus(t Share) Share { return Share{s.Yes + t.Yes, s.Of + t.Of} }

// Value is the observed share, and false if there were no trials: no data is neither 0 nor 100 %.
func (s Share) Value() (float64, bool) {
	if s.Check() != nil {
		return math.NaN(), false
	}
	return float64(s.Yes) / float64(max(s.Of, 1)), s.Of > 0
}

// Wilson is the score interval of E. B. Wilson (1927): (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n). It is the one to show beside a share. It is not
// one to judge a promise by: with 20 trials it accuses wrongly in 7.6 % of cases instead of 2.5 %; [Judge] does not.
func (s Share) Wilson(confidence float64) Interval {
	if s.Check() != nil || !isShare(confidence) {
		return impossible
	}
	if s.Of == 0 {
		return unknown
	}
	n, z := float64(s.Of), normalQuantile((1+confidence)/2)
	p, zz := float64(s.Yes)/n, z*z
	middle, half := (p+zz/(2*n))/(1+zz/n), z*math.Sqrt(p*(1-p)/n+zz/(4*n*n))/(1+zz/n)
	interval := Interval{max(middle-half, 0), min(middle+half, 1)}
	if s.Yes == 0 { // where rounding would leave a trace
		interval.Low = 0
	}
	if s.Yes == s.Of {
		interval.High = 1
	}
	return interval
}

// Exact is the interval of C. J. Clopper and E. S. Pearson (1934): the shares that an exact binomial test does not reject. It agrees with [Judge].
func (s Share) Exact(confidence float64) Interval {
	if s.Check() != nil || !isShare(confidence) {
		return impossible
	}
	interval, tail := unknown, (1-confidence)/2
	if s.Yes > 0 {
		interval.Low = betaQuantile(float64(s.Yes), float64(s.Of-s.Yes)+1, tail)
	}
	if s.Yes < s.Of {
		interval.High = betaQuantile(float64(s.Yes)+1, float64(s.Of-s.Yes), 1-tail)
	}
	return interval
}

// Prior is what is held of a share before the first trial, as a beta distribution: like A trials that went one way and B that did not. The zero Prior is
// that of H. Jeffreys, ½ and ½.
type Prior struct{ A, B float64 }

func (p Prior) orJeffreys() Prior {
	if p == (Prior{}) {
		return Prior{0.5, 0.5}
	}
	return p
}

func (p Prior) ok() bool { return p.A > 0 && p.B > 0 && p.A <= maxTrials && p.B <= maxTrials }

// Anytime is the interval to show on a dashboard: with the given confidence it holds the true share at every moment it is looked at, forever. It is the
// confidence sequence of the beta-binomial martingale M(m) = B(a+s, b+n−s) / (B(a,b) mˢ(1−m)ⁿ⁻ˢ): the shares m with M(m) < 1/(1−confidence).
func (s Share) Anytime(confidence float64, prior Prior) Interval {
	evidence, ok := s.evidence(prior)
	if !ok || !isShare(confidence) {
		return impossible
	}
	if s.Of == 0 {
		return unknown
	}
	limit := -math.Log1p(-confidence)
	against := func(m float64) bool { return evidence(m) >= limit }
	best := float64(s.Yes) / float64(s.Of)
	return Interval{
		Low:  boundary(0, best, against),
		High: boundary(best, 1, func(m float64) bool { return !against(m) }),
	}
}

// evidence returns the logarithm of the martingale against a claimed share.
func (s Share) evidence(prior Prior) (func(m float64) float64, bool) {
	prior = prior.orJeffreys()
	if s.Check() != nil || !prior.ok() {
		return nil, false
	}
	yes, no := float64(s.Yes), float64(s.Of-s.Yes)
	seen := logBeta(prior.A+yes, prior.B+no) - logBeta(prior.A, prior.B)
	return func(m float64) float64 { return seen - timesLog(yes, m) - timesLog1m(no, m) }, true
}

// Shrunk is the share expected of the next trials when few were seen: the mean of the prior after the trials, with the range that holds it with the given
// confidence (Bayes' rule with a beta prior). Ranking shops by it, or by the range's lower end, keeps one lucky sale from leading the list.
func (s Share) Shrunk(confidence float64, prior Prior) (mean float64, credible Interval) {
	prior = prior.orJeffreys()
	if s.Check() != nil || !prior.ok() || !isShare(confidence) {
		return math.NaN(), impossible
	}
	a, b, tail := prior.A+float64(s.Yes), prior.B+float64(s.Of-s.Yes), (1-confidence)/2
	return a / (a + b), Interval{betaQuantile(a, b, tail), betaQuantile(a, b, 1-tail)}
}

// Difference is the observed s − t with the interval of R. G. Newcombe (1998, method 10), made of both Wilson intervals: for an action against its hold-out.
// Without trials on either side it is NaN with the interval from −1 to 1.
func (s Share) Difference(t Share, confidence float64) (float64, Interval) {
	if s.Check() != nil || t.Check() != nil || !isShare(confidence) {
		return math.NaN(), impossible
	}
	p, seenP := s.Value()
	q, seenQ := t.Value()
	if !seenP || !seenQ {
		return math.NaN(), Interval{-1, 1}
	}
	a, b := s.Wilson(confidence), t.Wilson(confidence)
	return p - q, Interval{p - q - math.Hypot(p-a.Low, b.High-q), p - q + math.Hypot(a.High-p, q-b.Low)}
}

// isShare reports whether x lies between 0 and 1, ends excluded. NaN does not.
func isShare(x float64) bool { return x > 0 && x < 1 }
