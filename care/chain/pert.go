package chain

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Estimate is what people who know a link say of its time: the shortest, the usual and the longest.
type Estimate struct{ Shortest, Usual, Longest time.Duration }

// Mean is (shortest + 4·usual + longest) / 6, and Deviation (longest − shortest) / 6 (D. G. Malcolm and others, PERT, 1959).
func (e Estimate) Mean() time.Duration { return (e.Shortest + 4*e.Usual + e.Longest) / 6 }

// Deviation: see Mean.
func (e Estimate) Deviation() time.Duration { return (e.Longest - e.Shortest) / 6 }

// Plan is what PERT makes of estimates, and what a simulation makes of them.
type Plan struct {
	// Mean and Deviation are of the critical path, as if no other path could be longer. That is too good wherever branches meet: compare Simulated.
	Mean, Deviation time.Duration
	// Critical is the critical path, in order.
	Critical []LinkCode
	// Slack is what each link can be later without anything else being later, in the order of the flow.
	Slack []time.Duration
	// Within is the probability of keeping the promise by PERT, and Simulated that by so many simulated Cases, which mind all paths.
	Within, Simulated float64
	Cases             int
}

// PERT plans a chain by estimates, one for each link in the order of the flow; it panics if there are not as many. Simulated times are of the beta
// distributions that PERT assumes.
func (c *Chain) PERT(estimates []Estimate) Plan {
	links := c.flow.Links
	if len(estimates) != len(links) {
		panic("chain: PERT needs an estimate for every link of the flow")
	}
	mean := make([]time.Duration, len(links))
	for i, e := range estimates {
		mean[i] = e.Mean()
	}
	finish := make([]time.Duration, len(links))
	p := Plan{Mean: c.graph.finish(mean, finish)}
	p.Slack = c.slack(mean, finish, p.Mean)
	variance := 0.0
	for _, i := range c.graph.order {
		if p.Slack[i] == 0 {
			p.Critical = append(p.Critical, links[i].Code)
			variance += float64(estimates[i].Deviation()) * float64(estimates[i].Deviation())
		}
	}
	p.Deviation = time.Duration(math.Sqrt(variance))
	within := c.flow.Promise.Within.Duration()
	p.Within = NormalWithin(float64(p.Mean), math.Sqrt(variance), float64(within))
	p.simulate(c, estimates, within)
	return p
}

// slack is what each link can be later without the end being later.
func (c *Chain) slack(took, finish []time.Duration, end time.Duration) []time.Duration {
	slack, latest := make([]time.Duration, len(took)), make([]time.Duration, len(took))
	for i := range latest {
		latest[i] = end
	}
	for _, i := range slices.Backward(c.graph.order) {
		for _, k := range c.graph.before[i] {
			latest[k] = min(latest[k], latest[i]-took[i])
		}
		slack[i] = latest[i] - finish[i]
	}
	return slack
}

// simulate draws every link's time for 20,000 cases, from a fixed seed.
func (p *Plan) simulate(c *Chain, estimates []Estimate, within time.Duration) {
	rnd := rand.New(rand.NewPCG(1959, 1))
	took, scratch := make([]time.Duration, len(estimates)), make([]time.Duration, len(estimates))
	p.Cases = 20_000
	kept := 0
	for range p.Cases {
		for i, e := range estimates {
			took[i] = e.draw(rnd)
		}
		if c.graph.finish(took, scratch) <= within {
			kept++
		}
	}
	p.Simulated = float64(kept) / float64(p.Cases)
}

// draw is a time of the beta distribution between shortest and longest with parameters 1+4(usual−shortest)/range and 1+4(longest−usual)/range.
func (e Estimate) draw(rnd *rand.Rand) time.Duration {
	width := float64(e.Longest - e.Shortest)
	if width <= 0 {
		return e.Shortest
	}
	a := gamma(rnd, 1+4*float64(e.Usual-e.Shortest)/width)
	b := gamma(rnd, 1+4*float64(e.Longest-e.Usual)/width)
	return e.Shortest + time.Duration(width*a/(a+b))
}

// gamma draws by the method of G. Marsaglia and W. W. Tsang (2000), for shapes of at least 1.
func gamma(rnd *rand.Rand, shape float64) float64 {
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rnd.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if u := rnd.Float64(); math.Log(u) < 0.5*x*x+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

func sqrt(x float64) float64 { return math.Sqrt(max(0, x)) }
