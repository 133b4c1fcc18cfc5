package chain

import (
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Status says how far the promise outside is supported by the chain.
type Status string

// The statuses, strongest first. The zero Status means that nobody has looked.
const (
	Guaranteed   Status = "guaranteed"   // the goals suffice, however the links depend on one another
	Supported    Status = "supported"    // the goals do not suffice, but the data show that the promise is kept
	Unproven     Status = "unproven"     // neither the goals nor the data suffice to say
	Contradicted Status = "contradicted" // the data show that it is not kept
)

var statusTerms = care.NewTerms(
	care.NewTerm(Guaranteed, "Được bảo đảm", "Guaranteed"), care.NewTerm(Supported, "Có số liệu ủng hộ", "Supported by data"),
	care.NewTerm(Unproven, "Chưa chứng minh được", "Unproven"), care.NewTerm(Contradicted, "Trái với số liệu", "Contradicted"),
)

// Terms lists the statuses.
func (Status) Terms() care.Terms[Status] { return statusTerms }

// Feasibility says whether the promise outside can be kept with the goals inside, and by how much not.
type Feasibility struct {
	Status Status
	// Sum is the time that the goals leave for a case: the longest path of them.
	Sum time.Duration
	// Deficit is by how much Sum is longer than the promise; negative: the reserve.
	Deficit time.Duration
	// Share is the share of cases in which all goals are kept at least: the union bound.
	Share float64
	// Predicted is the share of cases within the promise by the data of the links, as if these did not depend on one another. It is 0 without data.
	Predicted float64
	// Within is the time in which the promised share of the cases is done by those data; 0: without data, or beyond twice the promise.
	Within time.Duration
	// Cases are as many as the least observed link has; 0: without data.
	Cases int64
	// Needs are what each link would have to promise so that the goals guarantee the promise in time; none if they do.
	Needs []Need
	// Reasons say all this.
	Reasons care.Reasons
}

// Need is the time in which a link would have to be done.
type Need struct {
	Link   LinkCode
	Goal   time.Duration // as agreed
	Within time.Duration // as needed
}

// confidence is that of the verdict on data, two-sided.
const confidence = 0.95

// Feasible compares the promise outside with the goals inside and, if there are any, with the times that the links have taken: histograms of seconds of working time, in the
// order of the flow's links. Without data for every link it judges by the goals alone.
func (c *Chain) Feasible(took []*stats.Histogram) Feasibility {
	promise := c.flow.Promise
	within := promise.Within.Duration()
	f := Feasibility{Sum: c.graph.finish(c.Goals(), make([]time.Duration, len(c.flow.Links))), Share: 1}
	for _, l := range c.flow.Links {
		f.Share -= 1 - l.Goal.Share
	}
	f.Share = max(0, f.Share)
	f.Deficit = f.Sum - within
	inTime, often := f.Deficit <= 0, f.Share >= promise.Share-1e-12
	f.byGoals(promise, inTime, often)
	if !inTime {
		f.Needs = c.needs(took)
	}
	f.Status = Unproven
	if inTime && often {
		f.Status = Guaranteed
	}
	if len(took) == len(c.flow.Links) && !slices.ContainsFunc(took, func(h *stats.Histogram) bool { return h == nil || h.Count() == 0 }) {
		f.byData(c, took)
	}
	if c.calendarsDiffer() {
		f.Reasons = append(f.Reasons, CodeCalendarsDiffer.With(care.NewFact("calendar", c.flow.Promise.Calendar)))
	}
	return f
}

func (f *Feasibility) byGoals(promise Promise, inTime, often bool) {
	sum, within := care.NewFact("sum", span(f.Sum)), care.NewFact("within", promise.Within)
	bound, share := care.NewFact("bound", care.Percent(f.Share)), care.NewFact("share", care.Percent(promise.Share))
	if inTime {
		f.Reasons = append(f.Reasons, CodeGoalsInTime.With(sum, within))
	} else {
		f.Reasons = append(f.Reasons, CodeGoalsTooLong.With(sum, within, care.NewFact("deficit", span(f.Deficit))))
	}
	if often {
		f.Reasons = append(f.Reasons, CodeGoalsOften.With(bound, share))
	} else {
		f.Reasons = append(f.Reasons, CodeGoalsSeldom.With(bound, share))
	}
}

// byData judges the predicted share as if as many cases had been seen as the least observed link has.
func (f *Feasibility) byData(c *Chain, took []*stats.Histogram) {
	promise := c.flow.Promise
	end := c.predict(took)
	f.Predicted = end.Within(promise.Within.Duration())
	f.Within, _ = end.Quantile(promise.Share)
	f.Cases = took[0].Count()
	for _, h := range took {
		f.Cases = min(f.Cases, h.Count())
	}
	verdict := stats.Judge(stats.Share{Yes: int64(f.Predicted*float64(f.Cases) + 0.5), Of: f.Cases}, promise.Share, confidence).Verdict
	facts := []care.Fact{
		care.NewFact("predicted", care.Percent(f.Predicted)), care.NewFact("share", care.Percent(promise.Share)), care.NewFact("within", promise.Within),
		care.NewFact("cases", f.Cases),
	}
	switch {
	case verdict == stats.Missed:
		f.Reasons = append(f.Reasons, CodeDataAgainst.With(facts...))
		f.Status = Contradicted
	case verdict == stats.Met:
		f.Reasons = append(f.Reasons, CodeDataFor.With(facts...))
		if f.Status != Guaranteed {
			f.Status = Supported
		}
	default:
		f.Reasons = append(f.Reasons, CodeDataUnclear.With(facts...))
	}
}

// predict is the distribution of a case's end by the times of the links.
func (c *Chain) predict(took []*stats.Histogram) Distribution {
	step := c.step()
	links := make([]Distribution, len(took))
	for i, h := range took {
		links[i] = distributionOf(h, step)
	}
	return c.finish(links)
}

// step is that of a distribution over twice the promise.
func (c *Chain) step() time.Duration {
	return max(1, (2*c.flow.Promise.Within.Duration()+cells-2)/(cells-1))
}

func (c *Chain) calendarsDiffer() bool {
	return slices.ContainsFunc(c.flow.Links, func(l Link) bool { return l.Calendar != c.flow.Promise.Calendar })
}
