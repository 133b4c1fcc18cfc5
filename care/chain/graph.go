package chain

import "time"

// graph is the order of a flow's links. A link comes behind every link that serves its supplier, whichever way they are numbered.
type graph struct {
	order  []int   // of the links
	before [][]int // of each link, those whose receiver is its supplier
	last   []int   // the links that serve the customer outside
}

// newGraph orders links, and reports those in a circle, which have no order.
func newGraph(links []Link) (g graph, circle []int) {
	g.before = make([][]int, len(links))
	open := make([]int, len(links))
	behind := make([][]int, len(links))
	for i := range links {
		for k := range links {
			if links[k].Receiver == links[i].Supplier {
				g.before[i] = append(g.before[i], k)
				behind[k] = append(behind[k], i)
			}
		}
		open[i] = len(g.before[i])
		if links[i].Receiver == Outside {
			g.last = append(g.last, i)
		}
	}
	for i, n := range open {
		if n == 0 {
			g.order = append(g.order, i)
		}
	}
	for at := 0; at < len(g.order); at++ {
		for _, k := range behind[g.order[at]] {
			if open[k]--; open[k] == 0 {
				g.order = append(g.order, k)
			}
		}
	}
	for i, n := range open {
		if n > 0 {
			circle = append(circle, i)
		}
	}
	return g, circle
}

// finish is when the customer outside is served if each link takes so long: the longest path. Scratch has room for one number for each link.
func (g *graph) finish(took, scratch []time.Duration) time.Duration {
	for _, i := range g.order {
		var start time.Duration
		for _, k := range g.before[i] {
			start = max(start, scratch[k])
		}
		scratch[i] = start + took[i]
	}
	var end time.Duration
	for _, i := range g.last {
		end = max(end, scratch[i])
	}
	return end
}

// isSeries reports whether the links follow one another without a branch.
func (g *graph) isSeries() bool {
	for n, i := range g.order {
		if n == 0 && len(g.before[i]) > 0 || n > 0 && (len(g.before[i]) != 1 || g.before[i][0] != g.order[n-1]) {
			return false
		}
	}
	return true
}
