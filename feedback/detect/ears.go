package detect

import "math"

// EARS is one of the rules C1 and C2 of the Early Aberration Reporting System (L. Hutwagner and others, 2003), for those who report by it. It is no alarm: on a stream that does not
// change it raises one every 15 to 120 days, and days of the week widen its limits until it sees little. [Demand] is what notices changes. The zero EARS is none.
type EARS string

// The rules, for counts of successive days or weeks.
const (
	C1 EARS = "C1" // against the seven before
	C2 EARS = "C2" // against the seven up to three before, so that a rise that began yesterday is not its own measure
)

// Limit is the limit of one count.
type Limit struct {
	High  float64 `json:"high"`
	Known bool    `json:"known"` // false of the first counts, which have too few before them
	Out   bool    `json:"out,omitempty"`
}

// thousandth is the quantile of the normal distribution that the limits use: were counts normal, one in a thousand would be above.
const thousandth = 3.090232306167813

// Limits holds each count against those before it: the mean of seven and so many standard deviations, each of which is at least leastSD.
func (e EARS) Limits(counts []int64, leastSD float64) []Limit {
	gap := 1
	if e == C2 {
		gap = 3
	}
	limits := make([]Limit, len(counts))
	for t := gap + 6; t < len(counts); t++ {
		mean, sd := sevenBefore(counts, t, gap, leastSD)
		high := mean + thousandth*sd
		limits[t] = Limit{High: high, Known: true, Out: float64(counts[t]) > high}
	}
	return limits
}

func sevenBefore(counts []int64, t, gap int, leastSD float64) (mean, sd float64) {
	seven := counts[t-gap-6 : t-gap+1]
	for _, n := range seven {
		mean += float64(n) / 7
	}
	for _, n := range seven {
		sd += (float64(n) - mean) * (float64(n) - mean) / 6
	}
	return mean, max(math.Sqrt(sd), leastSD)
}

// PoissonCusum is the cumulative sum chart of counts whose usual mean is known, made nearly normal by the transformation of G. Rossi, L. Lampugnani and M. Marchi
// (1999): z = (x − 3m + 2√(xm)) / (2√m). Counts that scatter more than chance makes them raise many false alarms.
type PoissonCusum struct {
	Mean float64 `json:"mean"` // above 0
	// K and H are as of [Cusum], one-sided. Defaults: 1.04 and 2.26, for which there are published run lengths.
	K float64 `json:"k,omitempty"`
	H float64 `json:"h,omitempty"`
}

// Observe adds a count to the sum, which is 0 at the start, and reports whether it is above H. The sum stays.
func (c PoissonCusum) Observe(sum *float64, count int64) bool {
	if c.K == 0 {
		c.K = 1.04
	}
	if c.H == 0 {
		c.H = 2.26
	}
	x := float64(count)
	if z := (x - 3*c.Mean + 2*math.Sqrt(x*c.Mean)) / (2 * math.Sqrt(c.Mean)); !math.IsNaN(z) {
		*sum = max(0, *sum+z-c.K)
	}
	return *sum > c.H
}
