package chain

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"time"
)

// Attribution divides one breach among the links and the promise itself, by the value that L. Shapley gave to players of a game (1953). The game: if the
// links of a set take as long as they did, and every other link no longer than its goal, how late is the case? Each link's part is what it adds to that on average,
// over all orders in which the links may be added. So a link that kept its goal has no part, links that only together are too slow share it, and a branch
// that another branch would have held up anyway is not blamed for that.
type Attribution struct {
	// Late is how late the case is, by the calendar of the promise: 0 if it is not. Design and the links' parts sum to it, to the nanosecond.
	Late time.Duration
	// Design is what would have been late with every goal kept. It is the part of whoever made the promise outside.
	Design time.Duration
	// Links are the parts of the links, in the order of the flow.
	Links []Part
	// Error bounds what each link's part may differ from the exact one, with probability 99 %. It is 0 for up to 12 links, whose parts are exact; for more
	// links a sample of orders is taken.
	Error time.Duration
}

// Part is the part of one link in a breach.
type Part struct {
	Link LinkCode
	// Late is the link's part of the hours.
	Late time.Duration
	// Blame is the link's part in the breach as such, however long it is: with the others' and DesignBlame it sums to 1 for a case that is late. Hours tell how
	// much a link cost; blame counts cases, as in "lost customers".
	Blame float64
}

// DesignBlame is 1 if the case would have been late with every goal kept, and else 0.
func (a Attribution) DesignBlame() float64 {
	if a.Design > 0 {
		return 1
	}
	return 0
}

// exactLinks is how many links are attributed exactly: 2¹² sets. orders is how many orders are tried for more.
const (
	exactLinks = 12
	orders     = 4096
)

// Attribute divides the breach of a case in which each link took so long, in the order of the flow's links: see [Course.Took]. Goals say how long each may take, by the same
// clock; a link whose goal is 0 has none and is never blamed. It panics if there are not as many of each as links.
func (c *Chain) Attribute(took, goals []time.Duration) Attribution {
	n := len(c.flow.Links)
	if len(took) != n || len(goals) != n {
		panic("chain: Attribute needs the time and the goal of every link of the flow")
	}
	over := make([]int, 0, n) // only links over their goals have a part
	kept := make([]time.Duration, n)
	for i, goal := range goals {
		kept[i] = took[i]
		if goal > 0 && took[i] > goal {
			kept[i] = goal
			over = append(over, i)
		}
	}
	g := game{chain: c, took: took, kept: kept, over: over, within: c.flow.Promise.Within.Duration()}
	g.use, g.scratch = make([]time.Duration, n), make([]time.Duration, n)
	a := Attribution{Late: g.late(1<<len(over) - 1), Design: g.late(0), Links: make([]Part, n)}
	for i, link := range c.flow.Links {
		a.Links[i].Link = link.Code
	}
	if a.Late == a.Design {
		return a
	}
	late, blame := make([]float64, len(over)), make([]float64, len(over))
	if len(over) <= exactLinks {
		g.exact(late, blame)
	} else {
		g.sample(late, blame)
		a.Error = samplingError(a.Late-a.Design, len(over))
	}
	for k, d := range wholes(late, a.Late-a.Design) {
		a.Links[over[k]].Late, a.Links[over[k]].Blame = d, blame[k]
	}
	return a
}

// game is one breach. A set of links is a bit for each of over.
type game struct {
	chain      *Chain
	took, kept []time.Duration
	over       []int // links beyond their goals
	within     time.Duration

	use, scratch []time.Duration
}

// late is how late the case is if the links of the set took as long as they did and the others kept their goals.
func (g *game) late(set uint64) time.Duration {
	copy(g.use, g.kept)
	for ; set != 0; set &= set - 1 {
		i := g.over[bits.TrailingZeros64(set)]
		g.use[i] = g.took[i]
	}
	end := g.chain.graph.finish(g.use, g.scratch)
	return max(0, end-g.within)
}

// exact goes through all sets.
func (g *game) exact(late, blame []float64) {
	n := len(g.over)
	values := make([]time.Duration, 1<<n)
	if g.chain.graph.isSeries() {
		g.seriesValues(values)
	} else {
		for set := range values {
			values[set] = g.late(uint64(set))
		}
	}
	weights := make([]float64, n) // of a set of that size: size!·(n−size−1)!/n!
	for size := range weights {
		weights[size] = 1 / (float64(n) * binomial(n-1, size))
	}
	for set, without := range values {
		w := 0.0
		if size := bits.OnesCount(uint(set)); size < n {
			w = weights[size]
		}
		for k := range n {
			if set&(1<<k) != 0 {
				continue
			}
			with := values[set|1<<k]
			late[k] += w * float64(with-without)
			if without == 0 && with > 0 {
				blame[k] += w
			}
		}
	}
}

// seriesValues are the values of all sets of a flow without branches, where times add up.
func (g *game) seriesValues(values []time.Duration) {
	var base time.Duration
	for _, d := range g.kept {
		base += d
	}
	sums := values
	sums[0] = base - g.within
	for set := 1; set < len(sums); set++ {
		k := bits.TrailingZeros(uint(set))
		i := g.over[k]
		sums[set] = sums[set&(set-1)] + g.took[i] - g.kept[i]
	}
	for set, v := range sums {
		values[set] = max(0, v)
	}
}

// sample tries random orders, each with its reverse. The seed is fixed: the same breach is always divided alike.
func (g *game) sample(late, blame []float64) {
	rnd := rand.New(rand.NewPCG(uint64(len(g.over)), orders))
	order := make([]int, len(g.over))
	for k := range order {
		order[k] = k
	}
	try := func() {
		set, before := uint64(0), g.late(0)
		for _, k := range order {
			set |= 1 << k
			after := g.late(set)
			late[k] += float64(after-before) / orders
			if before == 0 && after > 0 {
				blame[k] += 1.0 / orders
			}
			before = after
		}
	}
	for range orders / 2 {
		rnd.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
		try()
		slices.Reverse(order)
		try()
	}
}

// samplingError is W. Hoeffding's bound (1963) for the mean of the pairs of orders, over all links at once: what a link adds is between 0 and the whole.
func samplingError(whole time.Duration, links int) time.Duration {
	const chance = 0.01
	return time.Duration(math.Ceil(float64(whole) * math.Sqrt(math.Log(2*float64(links)/chance)/orders)))
}

// wholes rounds parts so that they sum to the whole: each is rounded down, and those that lost most get one back.
func wholes(parts []float64, whole time.Duration) []time.Duration {
	rounded := make([]time.Duration, len(parts))
	by := make([]int, len(parts))
	for k, p := range parts {
		by[k] = k
		rounded[k] = time.Duration(math.Floor(p + 1e-6)) // 3 is not to become 2 for a last bit
		whole -= rounded[k]
	}
	slices.SortStableFunc(by, func(a, b int) int {
		switch lostA, lostB := parts[a]-float64(rounded[a]), parts[b]-float64(rounded[b]); {
		case lostA > lostB:
			return -1
		case lostA < lostB:
			return 1
		}
		return 0
	})
	for at := 0; whole > 0; at = (at + 1) % len(by) {
		rounded[by[at]]++
		whole--
	}
	return rounded
}

func binomial(n, k int) float64 {
	b := 1.0
	for i := range k {
		b = b * float64(n-i) / float64(i+1)
	}
	return b
}
