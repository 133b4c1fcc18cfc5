package loyalty

import (
	"cmp"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Habit is how a customer buys, as the host's invoices tell.
type Habit struct {
	Customer care.CustomerRef `json:"customer"`
	Last     calendar.Date    `json:"last"`  // the latest purchase
	Times    int64            `json:"times"` // purchases in the period looked at
	Total    care.Money       `json:"total"` // paid in it
}

// RFM scores recency, frequency and monetary value, each from 1, the worst, to 5.
type RFM struct {
	Customer  care.CustomerRef `json:"customer"`
	Recency   int              `json:"recency"`
	Frequency int              `json:"frequency"`
	Monetary  int              `json:"monetary"`
	Reasons   care.Reasons     `json:"reasons"`
}

// Cuts are fixed boundaries between the scores. They are to be preferred to [Quintiles]: a score then says the same next month, and customers who buy equally
// often score alike, where quintiles must put many equal ones somewhere.
type Cuts struct {
	// Days since the latest purchase: at most Days[0] scores 5, at most Days[1] scores 4, and so on; more than Days[3] scores 1.
	Days [4]int `json:"days"`
	// Times: at least Times[0] scores 2, at least Times[1] scores 3, and so on.
	Times [4]int64 `json:"times"`
	// Totals: at least Totals[0] scores 2, and so on.
	Totals [4]care.Money `json:"totals"`
}

func (c Cuts) check() (p care.Problems) {
	if !slices.IsSorted(c.Days[:]) {
		p.Add("days", "", CodeCuts.With())
	}
	if !slices.IsSorted(c.Times[:]) {
		p.Add("times", "", CodeCuts.With())
	}
	for i := range c.Totals[1:] {
		if order, err := c.Totals[i].Cmp(c.Totals[i+1]); err != nil {
			p.Join("totals", "", err)
		} else if order > 0 {
			p.Add("totals", "", CodeCuts.With())
		}
	}
	return p
}

// Score is the score of one customer on a day, with what it rests on. It is a pure function. Boundaries that do not grow are refused with *care.Invalid, and so are unlike
// currencies.
func (c Cuts) Score(h Habit, on calendar.Date) (RFM, error) {
	if err := c.check().Err(); err != nil {
		return RFM{}, err
	}
	score := RFM{Customer: h.Customer, Recency: 1, Frequency: 1, Monetary: 1}
	days := h.Last.DaysUntil(on)
	for i := range 4 {
		if !h.Last.IsZero() && days <= c.Days[3-i] {
			score.Recency = 2 + i
		}
		if h.Times >= c.Times[i] {
			score.Frequency = 2 + i
		}
		order, err := h.Total.Cmp(c.Totals[i])
		if err != nil {
			return RFM{}, err
		}
		if order >= 0 {
			score.Monetary = 2 + i
		}
	}
	score.explain(h, days)
	return score, nil
}

func (r *RFM) explain(h Habit, days int) {
	r.Reasons = care.Reasons{CodeScored.With(
		care.NewFact("r", r.Recency), care.NewFact("f", r.Frequency), care.NewFact("m", r.Monetary), care.NewFact("days", days), care.NewFact("times", h.Times),
		care.NewFact("total", h.Total),
	)}
}

// Quintiles scores values by their rank, 1 to 5: ⌈5·rank/n⌉, rank 1 for the lowest, equal values all with the rank of the first of them. It is a pure function.
func Quintiles[V cmp.Ordered](values []V) []int {
	sorted := slices.Sorted(slices.Values(values))
	scores := make([]int, len(values))
	for i, v := range values {
		before, _ := slices.BinarySearch(sorted, v)
		scores[i] = (5*(before+1) + len(values) - 1) / len(values)
	}
	return scores
}

// ScoreAll scores customers against one another by [Quintiles], for a first look at customers for whom no boundaries are set. It is a pure function. Unlike
// currencies are refused.
func ScoreAll(habits []Habit, on calendar.Date) ([]RFM, error) {
	recency, times, totals := make([]int, len(habits)), make([]int64, len(habits)), make([]int, len(habits))
	order := make([]int, len(habits))
	for i, h := range habits {
		order[i], times[i] = i, h.Times
		recency[i] = -h.Last.DaysUntil(on)
		if h.Last.IsZero() {
			recency[i] = -1 << 40
		}
		if _, err := h.Total.Cmp(habits[0].Total); err != nil {
			return nil, err
		}
	}
	compare := func(a, b int) int { return habits[a].Total.Decimal().Cmp(habits[b].Total.Decimal()) }
	slices.SortStableFunc(order, compare)
	for place, i := range order { // amounts become their ranks, equal ones alike
		if totals[i] = place; place > 0 && compare(order[place-1], i) == 0 {
			totals[i] = totals[order[place-1]]
		}
	}
	r, f, m := Quintiles(recency), Quintiles(times), Quintiles(totals)
	scores := make([]RFM, len(habits))
	for i, h := range habits {
		scores[i] = RFM{Customer: h.Customer, Recency: r[i], Frequency: f[i], Monetary: m[i]}
		scores[i].explain(h, h.Last.DaysUntil(on))
	}
	return scores, nil
}
