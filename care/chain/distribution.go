package chain

import (
	"fmt"
	"math"
	"time"

	"github.com/chamsoc/chamsoc/care/stats"
)

// Distribution is how probable each duration is, in steps: 0, 1, 2 … times the step, and beyond the last. A duration between two steps counts as the later, so what
// a distribution says of a promise is never too good.
type Distribution struct {
	step time.Duration
	p    []float64 // of each number of steps
}

// cells is how many steps a distribution has, over twice the promise.
const cells = 1024

// NewDistribution makes a distribution of weights: weights[k] of k steps. They need not sum to 1. What would be beyond n steps counts as beyond all.
func NewDistribution(step time.Duration, n int, weights []float64) (Distribution, error) {
	if step <= 0 || n < 1 || n > 1<<16 {
		return Distribution{}, fmt.Errorf("chain: a distribution needs a step of more than 0 and 1 to 65,536 of them, not %v and %d", step, n)
	}
	sum := 0.0
	for k, w := range weights {
		if w < 0 || math.IsNaN(w) || math.IsInf(w, 0) {
			return Distribution{}, fmt.Errorf("chain: weight %d of a distribution is %v: give counts or shares", k, w)
		}
		sum += w
	}
	if sum == 0 {
		return Distribution{}, fmt.Errorf("chain: a distribution has no weight: there are no data")
	}
	d := Distribution{step, make([]float64, n)}
	for k, w := range weights {
		if k < n {
			d.p[k] = w / sum
		}
	}
	return d, nil
}

// distributionOf reads the times of a histogram, in seconds.
func distributionOf(h *stats.Histogram, step time.Duration) Distribution {
	d := Distribution{step, make([]float64, cells)}
	for seconds, share := range h.All() {
		if k := int(math.Ceil(seconds*float64(time.Second)/float64(step) - 1e-9)); k < cells {
			d.p[k] += share
		}
	}
	return d
}

// Plus is the distribution of one after the other, if neither depends on the other. Both must have the same steps, and as many.
func (d Distribution) Plus(o Distribution) Distribution {
	sum := Distribution{d.step, make([]float64, len(d.p))}
	for i, p := range d.p {
		if p == 0 {
			continue
		}
		rest := sum.p[i:]
		for k, q := range o.p[:len(rest)] {
			rest[k] += p * q
		}
	}
	return sum
}

// Max is the distribution of the later of both, if neither depends on the other. Branches that have a link in common do depend on one another, in that they are
// late together; then it is later than the truth, and never earlier.
func (d Distribution) Max(o Distribution) Distribution {
	joined := Distribution{d.step, make([]float64, len(d.p))}
	var a, b, before float64
	for k := range d.p {
		a += d.p[k]
		b += o.p[k]
		joined.p[k] = max(0, a*b-before)
		before = a * b
	}
	return joined
}

// Within is the probability of at most t.
func (d Distribution) Within(t time.Duration) float64 {
	sum := 0.0
	for k, p := range d.p {
		if time.Duration(k)*d.step > t {
			break
		}
		sum += p
	}
	return min(1, sum)
}

// Quantile is the shortest duration that is not exceeded with probability p, and false if it is beyond the last step.
func (d Distribution) Quantile(p float64) (time.Duration, bool) {
	sum := 0.0
	for k, q := range d.p {
		if sum += q; sum >= p-1e-12 {
			return time.Duration(k) * d.step, true
		}
	}
	return 0, false
}

// finish is the distribution of the end of a case whose links have these distributions: sums along the links, the later of them where branches meet.
func (c *Chain) finish(links []Distribution) Distribution {
	done := make([]Distribution, len(links))
	for _, i := range c.graph.order {
		done[i] = links[i]
		if start, ok := latest(done, c.graph.before[i]); ok {
			done[i] = start.Plus(links[i])
		}
	}
	end, _ := latest(done, c.graph.last)
	return end
}

func latest(done []Distribution, links []int) (d Distribution, ok bool) {
	for n, i := range links {
		if n == 0 {
			d = done[i]
		} else {
			d = d.Max(done[i])
		}
	}
	return d, len(links) > 0
}
