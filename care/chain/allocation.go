package chain

import (
	"time"

	"github.com/chamsoc/chamsoc/care/stats"
)

// Allocate divides a promise over links in series: each gets its mean, and of what is left over as its weight is of all weights. Weights are what a link's time
// varies by, its standard deviation or, to favour the uncertain more, its variance; equal weights share alike. The parts sum to the promise. They are below the means
// where the promise is shorter than these together, which no division can help.
func Allocate(promise float64, means, weights []float64) []float64 {
	slack, all := promise, 0.0
	for i, m := range means {
		slack -= m
		all += weights[i]
	}
	parts := make([]float64, len(means))
	for i, m := range means {
		weight := 1 / float64(len(means))
		if all > 0 {
			weight = weights[i] / all
		}
		parts[i] = m + slack*weight
	}
	return parts
}

// needs divides the promise over the links of every path, the longest first: by their means and deviations where there are data, else in proportion to their goals.
func (c *Chain) needs(took []*stats.Histogram) []Need {
	n := len(c.flow.Links)
	means, weights := make([]float64, n), make([]float64, n)
	for i, l := range c.flow.Links {
		weights[i] = l.Goal.Within.Duration().Seconds()
		if i < len(took) && took[i] != nil && took[i].Count() > 0 {
			means[i], weights[i] = moments(took[i])
		}
	}
	given := make([]float64, n)
	fixed := make([]bool, n)
	for range n {
		path := c.tightest(means, given, fixed)
		if path == nil {
			break
		}
		left := c.flow.Promise.Within.Duration().Seconds()
		var open []int
		for _, i := range path {
			if fixed[i] {
				left -= given[i]
			} else {
				open = append(open, i)
			}
		}
		pathMeans, pathWeights := make([]float64, len(open)), make([]float64, len(open))
		for k, i := range open {
			pathMeans[k], pathWeights[k] = means[i], weights[i]
		}
		for k, part := range Allocate(left, pathMeans, pathWeights) {
			given[open[k]], fixed[open[k]] = max(0, part), true
		}
	}
	needs := make([]Need, n)
	for i, l := range c.flow.Links {
		needs[i] = Need{l.Code, l.Goal.Within.Duration(), time.Duration(given[i] * float64(time.Second)).Truncate(time.Second)}
	}
	return needs
}

// tightest is the longest path through a link that has not been given its time, nil if there is none.
func (c *Chain) tightest(means, given []float64, fixed []bool) []int {
	type end struct {
		length float64
		from   int // the link before, -1: none
		open   bool
	}
	cost := func(i int) float64 {
		if fixed[i] {
			return given[i]
		}
		return max(means[i], c.flow.Links[i].Goal.Within.Duration().Seconds()*1e-9) // so that a path of more links is the longer
	}
	// best[i][1] is the longest path that ends with link i and has an open link, best[i][0] the longest whatever it has.
	best := make([][2]end, len(fixed))
	for _, i := range c.graph.order {
		best[i] = [2]end{{cost(i), -1, true}, {cost(i), -1, !fixed[i]}}
		for _, k := range c.graph.before[i] {
			if l := best[k][0].length + cost(i); l > best[i][0].length {
				best[i][0] = end{l, k, true}
			}
			from, ok := best[k][1], best[k][1].open
			if !fixed[i] {
				from, ok = best[k][0], true
			}
			if l := from.length + cost(i); ok && (!best[i][1].open || l > best[i][1].length) {
				best[i][1] = end{l, k, true}
			}
		}
	}
	last, found := -1, end{}
	for _, i := range c.graph.last {
		if b := best[i][1]; b.open && (last < 0 || b.length > found.length) {
			last, found = i, b
		}
	}
	if last < 0 {
		return nil
	}
	var path []int
	for i, mustOpen := last, 1; i >= 0; {
		path = append(path, i)
		next := best[i][mustOpen].from
		if !fixed[i] {
			mustOpen = 0
		}
		i = next
	}
	return path
}

// moments are the mean and the standard deviation of a histogram.
func moments(h *stats.Histogram) (mean, deviation float64) {
	var squares float64
	for x, share := range h.All() {
		mean += share * x
		squares += share * x * x
	}
	return mean, sqrt(squares - mean*mean)
}
