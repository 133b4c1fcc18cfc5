package chain_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chain"
)

// randomFlow is a flow of n links between a few units that stand in a row, so that links branch and join.
func randomFlow(t testing.TB, rnd *rand.Rand, n int) *chain.Chain {
	t.Helper()
	units := 2 + rnd.IntN(n)
	name := func(u int) string {
		if u == units {
			return string(chain.Outside)
		}
		return fmt.Sprint("u", u)
	}
	var links []chain.Link
	for u := range units { // a way for everybody to the customer
		links = append(links, link(fmt.Sprint("L", len(links)), name(u), name(u+1), 1+rnd.Float64()*5))
	}
	for len(links) < n {
		from := rnd.IntN(units)
		links = append(links, link(fmt.Sprint("L", len(links)), name(from), name(from+1+rnd.IntN(units-from)), 1+rnd.Float64()*5))
	}
	rnd.Shuffle(len(links), func(i, k int) { links[i], links[k] = links[k], links[i] })
	return compile(t, flow(1+rnd.Float64()*float64(3*units), links...))
}

// longest is the naive end of a case: over all paths, by recursion.
func longest(f chain.Flow, took []time.Duration) (end time.Duration) {
	var until func(unit chain.UnitCode) time.Duration
	until = func(unit chain.UnitCode) (most time.Duration) {
		for i, l := range f.Links {
			if l.Receiver == unit {
				most = max(most, until(l.Supplier)+took[i])
			}
		}
		return most
	}
	return until(chain.Outside)
}

// bruteForce is Shapley's value by all orders of the links.
func bruteForce(f chain.Flow, took, goals []time.Duration) (parts, blames []float64) {
	n := len(took)
	parts, blames = make([]float64, n), make([]float64, n)
	late := func(slow map[int]bool) time.Duration {
		use := make([]time.Duration, n)
		for i := range use {
			use[i] = took[i]
			if !slow[i] {
				use[i] = min(took[i], goals[i])
			}
		}
		return max(0, longest(f, use)-f.Promise.Within.Duration())
	}
	tried := 0.0
	order := make([]int, 0, n)
	var all func(rest []int)
	all = func(rest []int) {
		if len(rest) == 0 {
			tried++
			slow := map[int]bool{}
			before := late(slow)
			for _, i := range order {
				slow[i] = true
				after := late(slow)
				parts[i] += float64(after - before)
				if before == 0 && after > 0 {
					blames[i]++
				}
				before = after
			}
			return
		}
		for k, i := range rest {
			order = append(order, i)
			all(append(append([]int(nil), rest[:k]...), rest[k+1:]...))
			order = order[:len(order)-1]
		}
	}
	indexes := make([]int, n)
	for i := range indexes {
		indexes[i] = i
	}
	all(indexes)
	for i := range parts {
		parts[i] /= tried
		blames[i] /= tried
	}
	return parts, blames
}

func randomTimes(rnd *rand.Rand, goals []time.Duration) (took []time.Duration) {
	for _, g := range goals {
		took = append(took, time.Duration(float64(g)*(0.5+rnd.Float64()*1.5)))
	}
	return took
}

func TestPartsAreShapleysByAllOrders(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 60 {
		c := randomFlow(t, rnd, 5)
		took := randomTimes(rnd, c.Goals())
		a := c.Attribute(took, c.Goals())
		parts, blames := bruteForce(c.Flow(), took, c.Goals())
		for i := range parts {
			require.InDelta(t, parts[i], float64(a.Links[i].Late), 2)
			require.InDelta(t, blames[i], a.Links[i].Blame, 1e-9)
		}
	}
}

func TestPartsSumToTheBreach(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 1))
	for range 300 {
		c := randomFlow(t, rnd, 3+rnd.IntN(14))
		took := randomTimes(rnd, c.Goals())
		a := c.Attribute(took, c.Goals())
		require.Equal(t, max(0, longest(c.Flow(), took)-c.Flow().Promise.Within.Duration()), a.Late)
		sum, blame := a.Design, a.DesignBlame()
		for i, p := range a.Links {
			require.GreaterOrEqual(t, p.Late, time.Duration(0))
			if took[i] <= c.Goals()[i] {
				require.Zero(t, p.Late, "who keeps the goal has no part")
			}
			sum += p.Late
			blame += p.Blame
		}
		require.Equal(t, a.Late, sum)
		if a.Late > 0 {
			require.InDelta(t, 1, blame, 1e-9)
		}
	}
}

func TestPartsDoNotDependOnTheUnitOrTheNumbering(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 1))
	for range 50 {
		c := randomFlow(t, rnd, 6)
		f := c.Flow()
		took := randomTimes(rnd, c.Goals())
		a := c.Attribute(took, c.Goals())

		longer := f
		longer.Promise.Within = calendar.Working(3 * f.Promise.Within.Duration())
		tripled := compile(t, longer).Attribute(times3(took), times3(c.Goals()))
		for i := range a.Links {
			require.InDelta(t, 3*float64(a.Links[i].Late), float64(tripled.Links[i].Late), 20)
			require.InDelta(t, a.Links[i].Blame, tripled.Links[i].Blame, 1e-9)
		}

		order := rnd.Perm(len(f.Links))
		shuffled, tookShuffled := f, make([]time.Duration, len(order))
		shuffled.Links = make([]chain.Link, len(order))
		for to, from := range order {
			shuffled.Links[to], tookShuffled[to] = f.Links[from], took[from]
		}
		d := compile(t, shuffled)
		b := d.Attribute(tookShuffled, d.Goals())
		for to, from := range order {
			require.InDelta(t, float64(a.Links[from].Late), float64(b.Links[to].Late), 2)
		}
	}
}

func times3(ds []time.Duration) (tripled []time.Duration) {
	for _, d := range ds {
		tripled = append(tripled, 3*d)
	}
	return tripled
}

func TestLinksThatDidTheSameHaveTheSamePart(t *testing.T) {
	a := compile(t, flow(8, fork(4, 4, 4)...)).Attribute(durations([]float64{6, 6, 5}), durations([]float64{4, 4, 4}))
	require.Equal(t, a.Links[0].Late, a.Links[1].Late)
}

// TestManyLinksAreSampledWithinTheBound compares the sample of fourteen links in a row with the exact parts, which for a row are known another way: links of one
// excess share alike.
func TestManyLinksAreSampledWithinTheBound(t *testing.T) {
	var goals, took []float64
	for range 14 {
		goals, took = append(goals, 1), append(took, 2)
	}
	c := compile(t, flow(20, series(goals...)...))
	a := c.Attribute(durations(took), c.Goals())
	require.Positive(t, a.Error)
	require.Less(t, a.Error, 30*time.Minute)
	exact := 8 * time.Hour / 14
	for _, p := range a.Links {
		require.InDelta(t, float64(exact), float64(p.Late), float64(a.Error))
	}
	require.Equal(t, a, c.Attribute(durations(took), c.Goals()), "the same breach is divided alike")
}

func TestALinkWithoutAGoalIsNotBlamed(t *testing.T) {
	c := compile(t, flow(14, series(2, 4, 8)...))
	a := c.Attribute(durations([]float64{3, 4, 13}), []time.Duration{hours(2), hours(4), 0})
	require.Zero(t, a.Links[2].Late)
	require.Equal(t, 5*time.Hour, a.Design)
	require.Panics(t, func() { c.Attribute(nil, nil) })
}

func BenchmarkAttribute(b *testing.B) {
	rnd := rand.New(rand.NewPCG(8, 1))
	row := compile(b, flow(12, series(2, 2, 2, 2, 2, 2, 2, 2)...))
	net := randomFlow(b, rnd, 8)
	for name, c := range map[string]*chain.Chain{"series": row, "net": net} {
		took := times3(c.Goals())
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Attribute(took, c.Goals())
			}
		})
	}
}
