package collateral

import (
	"math"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Supply says how a material is asked for at a place, and how soon it can be had.
type Supply struct {
	// Demand is what is asked for in a week.
	Demand stats.Demand `json:"demand"`
	// Lead is how many weeks pass between an order and the goods. Default: 0, they come the same day. At most 520.
	Lead float64 `json:"lead,omitempty"`
	// Review is how many weeks pass between two checks. Default: 1. At most 520.
	Review float64 `json:"review,omitempty"`
	// Service is the chance that a cycle of orders ends without a shortage. Default: 0.95.
	Service float64 `json:"service,omitempty"`
}

const (
	usualService = 0.95
	mostWeeks    = 520
)

// Par is how much is to be there, or on its way, after a check, with both figures that tell what that gives.
type Par struct {
	Level   int64   `json:"level"`
	Expect  float64 `json:"expect"`  // what is asked for until the order after this one is there
	Service float64 `json:"service"` // the chance that there is no shortage until then
	Fill    float64 `json:"fill"`    // the share of those who ask that is served
}

// BaseStock is the smallest level that lasts through the lead time and a week of review with the chance asked for (periodic review, base stock). The fill rate
// is 1 − (E short of S in L + R − E short of S in L) / demand in R. It is a pure function, and refuses figures that cannot be with *care.Invalid.
func (s Supply) BaseStock() (Par, error) {
	s = s.withDefaults()
	var p care.Problems
	if !(s.Lead >= 0 && s.Lead <= mostWeeks) {
		p.Add("lead", "", CodeWeeks.With(care.NewFact("limit", mostWeeks)))
	}
	if !(s.Review > 0 && s.Review <= mostWeeks) {
		p.Add("review", "", CodeWeeks.With(care.NewFact("limit", mostWeeks)))
	}
	if !(s.Service > 0 && s.Service < 1) {
		p.Add("service", "", CodeService.With())
	}
	cycle := s.over(s.Lead + s.Review)
	if len(p) == 0 && (math.IsNaN(s.Demand.AtMost(0)) || math.IsNaN(cycle.AtMost(0))) {
		p.Add("demand", "", CodeDemand.With())
	}
	if err := p.Err(); err != nil {
		return Par{}, err
	}
	level, _ := cycle.Quantile(s.Service)
	return s.at(level), nil
}

func (s Supply) withDefaults() Supply {
	if s.Review == 0 {
		s.Review = 1
	}
	if s.Service == 0 {
		s.Service = usualService
	}
	return s
}

// at is what a level gives.
func (s Supply) at(level int64) Par {
	cycle := s.over(s.Lead + s.Review)
	par := Par{Level: level, Expect: cycle.Mean, Service: cycle.AtMost(level), Fill: 1}
	if asked := s.Demand.Mean * s.Review; asked > 0 {
		par.Fill = 1 - (cycle.Short(level)-s.over(s.Lead).Short(level))/asked
	}
	return par
}

// over is the demand of so many weeks.
func (s Supply) over(weeks float64) stats.Demand {
	return stats.Demand{Mean: s.Demand.Mean * weeks, Ratio: s.Demand.Ratio}
}

// OneShot is how many to print of what is printed once, such as a catalogue of the year: the newsvendor's quantity, at which the chance that all are wanted
// balances what one too few costs (under) against what one too many costs (over). It is a pure function, and refuses figures that cannot be with *care.Invalid.
func OneShot(demand stats.Demand, under, over float64) (int64, error) {
	var p care.Problems
	if !(under > 0 && over > 0) || math.IsInf(under+over, 0) {
		p.Add("cost", "", CodeCost.With())
	}
	if math.IsNaN(demand.AtMost(0)) {
		p.Add("demand", "", CodeDemand.With())
	}
	if err := p.Err(); err != nil {
		return 0, err
	}
	n, _ := demand.Quantile(under / (under + over))
	return n, nil
}

// Week is what was used of a material between two counts.
type Week struct {
	Days int   `json:"days"` // between them
	Used int64 `json:"used"`
	// Short says that it ran out, or that somebody asked in vain, so that more was asked for than was used.
	Short bool `json:"short,omitempty"`
}

const (
	fewestWeeks = 4 // to tell a mean
	fewestRatio = 8 // to tell how much demand varies
)

// Estimated is the demand of a week as counts tell it. Known is false where too few weeks do.
type Estimated struct {
	Demand  stats.Demand `json:"demand"`
	Weeks   int          `json:"weeks"`   // that were used
	Left    int          `json:"left"`    // left out because of a shortage
	Known   bool         `json:"known"`   // there are at least four weeks without a shortage
	Reasons care.Reasons `json:"reasons"` // which weeks, and why
}

// Estimate reads the demand of a week off what was used. Weeks with a shortage are left out, since they say less than was asked for. The ratio of variance to
// mean is told from eight weeks on, and is 1 until then. It is a pure function.
func Estimate(weeks []Week) (e Estimated) {
	used, days := int64(0), 0
	for _, w := range weeks {
		switch {
		case w.Days <= 0 || w.Used < 0:
		case w.Short:
			e.Left++
		default:
			e.Weeks++
			used, days = used+w.Used, days+w.Days
		}
	}
	facts := []care.Fact{care.NewFact("weeks", e.Weeks), care.NewFact("left", e.Left), care.NewFact("least", fewestWeeks)}
	if e.Weeks < fewestWeeks {
		e.Reasons = care.Reasons{CodeDemandUnknown.With(facts...)}
		return e
	}
	e.Known, e.Demand = true, stats.Demand{Mean: 7 * float64(used) / float64(days), Ratio: 1}
	if e.Weeks >= fewestRatio && used > 0 {
		e.Demand.Ratio = min(max(ratio(weeks, e.Demand.Mean/7, e.Weeks), 1), 1000)
	}
	e.Reasons = care.Reasons{CodeDemandKnown.With(append(facts, care.NewFact("weekly", care.Decimal(e.Demand.Mean)))...)}
	return e
}

// ratio is Pearson's statistic over its degrees of freedom: the mean of (used − expected)² / expected.
func ratio(weeks []Week, daily float64, n int) (sum float64) {
	for _, w := range weeks {
		if w.Days > 0 && w.Used >= 0 && !w.Short {
			expected := daily * float64(w.Days)
			sum += (float64(w.Used) - expected) * (float64(w.Used) - expected) / expected
		}
	}
	return sum / float64(n-1)
}
