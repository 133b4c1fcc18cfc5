package chain

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Watch is what is kept of a flow's ended cases: counts and histograms, of one size however many cases there are. It is stored as JSON, and belongs to one edition of
// the flow. The zero Watch has seen nothing.
type Watch struct {
	// Links are kept in the order of the flow's links.
	Links []LinkWatch `json:"links"`
	// Kept is how many cases kept the promise outside, of those that ended.
	Kept stats.Share `json:"kept"`
	// Ends is how long cases took, in seconds of working time by the calendar of the promise, fading.
	Ends stats.Histogram `json:"ends"`
}

// LinkWatch is what is kept of one link.
type LinkWatch struct {
	// Kept is how many handovers kept the goal, FirstPass how many were accepted at the first attempt, of those that ended.
	Kept      stats.Share `json:"kept"`
	FirstPass stats.Share `json:"first_pass"`
	// Recent is what cases spent on the link, in seconds of working time by the calendar of the promise, fading by half in a fortnight.
	Recent stats.Histogram `json:"recent"`
	// Baseline is the same of the first thousand handovers, which never fades: what the link is compared with.
	Baseline stats.Histogram `json:"baseline"`
	// Drift is the evidence that the link has become slower than its baseline; see [Warning].
	Drift Drift `json:"drift"`
}

// learned is how many handovers make the baseline.
const learned = 1000

// With this accuracy a link's state stays under 4 kB.
const (
	accuracy = 0.04
	halfLife = 14 * 24 * time.Hour
)

// Observe adds an ended case to a watch. The caller sees to it that each case is added once. A case that is still open changes nothing.
func (c *Chain) Observe(w *Watch, r Course) error {
	if r.End.IsZero() {
		return nil
	}
	if w.Links == nil {
		if err := c.begin(w); err != nil {
			return err
		}
	}
	w.Kept.Of++
	if r.Late == 0 {
		w.Kept.Yes++
	}
	if err := w.Ends.Observe(r.Took.Seconds(), r.End); err != nil {
		return err
	}
	for i := range r.Passages {
		if p := &r.Passages[i]; p.State == Accepted {
			if err := w.Links[i].Observe(Handover{Took: p.Took, Late: p.Late, Again: p.Rejected > 0, At: p.Ended}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *Chain) begin(w *Watch) (err error) {
	w.Links = make([]LinkWatch, len(c.flow.Links))
	for i := range w.Links {
		if w.Links[i], err = NewLinkWatch(); err != nil {
			return err
		}
	}
	w.Ends, err = stats.NewHistogram(stats.Scale{Accuracy: accuracy, HalfLife: halfLife})
	return err
}

// NewLinkWatch is a link of which nothing has been seen.
func NewLinkWatch() (w LinkWatch, err error) {
	if w.Recent, err = stats.NewHistogram(stats.Scale{Accuracy: accuracy, HalfLife: halfLife}); err == nil {
		w.Baseline, err = stats.NewHistogram(stats.Scale{Accuracy: accuracy})
	}
	return w, err
}

// Handover is what a watch keeps of an accepted handover.
type Handover struct {
	Took  time.Duration // by the calendar of the promise
	Late  bool          // the goal was broken
	Again bool          // it was sent back at least once
	At    time.Time     // when it was accepted
}

// Observe adds an accepted handover.
func (w *LinkWatch) Observe(h Handover) error {
	seconds := h.Took.Seconds()
	if err := w.Recent.Observe(seconds, h.At); err != nil {
		return err
	}
	w.Kept.Of++
	w.FirstPass.Of++
	if !h.Late {
		w.Kept.Yes++
	}
	if !h.Again {
		w.FirstPass.Yes++
	}
	if w.Baseline.Count() < learned {
		return w.Baseline.Observe(seconds, h.At)
	}
	w.Drift.observe(&w.Baseline, seconds, h.At)
	return nil
}

// Drift is an e-detector of Shiryaev and Roberts' kind (J. Shin, A. Ramdas, A. Rinaldo, 2023) on the share of handovers that take longer than three quarters of the
// baseline's did. Whatever the true share within the baseline's uncertainty, the mean number of handovers until a false alarm is at least [DriftAlarm].
type Drift struct {
	Threshold float64         `json:"threshold,omitempty"` // seconds that a quarter of the baseline's handovers exceeded
	Usual     float64         `json:"usual,omitempty"`     // the largest share above it that the baseline leaves possible
	Evidence  [shifts]float64 `json:"evidence"`            // for each of several larger shares
	Since     time.Time       `json:"since,omitzero"`      // when the evidence began to rise
}

const (
	// DriftAlarm is the evidence from which on a link counts as drifting.
	DriftAlarm = 1_000_000
	shifts     = 4
	exceeded   = 0.75
	// noticed is the evidence that chance seldom reaches: a drift began about when it was last below.
	noticed = 100
	// mostEvidence keeps the product from overflowing.
	mostEvidence = 1e100
)

func (d *Drift) observe(baseline *stats.Histogram, seconds float64, at time.Time) {
	if d.Usual == 0 { // the baseline is complete
		d.Threshold, _ = baseline.Quantile(exceeded)
		within, _ := baseline.Within(d.Threshold)
		n := baseline.Count()
		d.Usual = stats.Share{Yes: int64(math.Round((1 - within) * float64(n))), Of: n}.Wilson(0.999).High
	}
	over := seconds > d.Threshold/(1-accuracy) // beyond the bucket of the threshold
	for k := range d.Evidence {
		share := d.Usual + (1-d.Usual)*float64(k+1)/(shifts+2)
		ratio := (1 - share) / (1 - d.Usual)
		if over {
			ratio = share / d.Usual
		}
		d.Evidence[k] = min(mostEvidence, (d.Evidence[k]+1)*ratio)
	}
	switch rising := d.Value() > noticed; {
	case !rising:
		d.Since = time.Time{}
	case d.Since.IsZero():
		d.Since = at
	}
}

// Value is the evidence over all larger shares alike.
func (d *Drift) Value() float64 {
	sum := 0.0
	for _, e := range d.Evidence {
		sum += e
	}
	return sum / shifts
}

// Warning is a link that has become slower and endangers the promise outside, whether or not it still keeps its own goal.
type Warning struct {
	Link  LinkCode
	Since time.Time // when it began to be slower, about
	// KeepsGoal says that its own goal does not show it.
	KeepsGoal bool
	// Predicted is the share of cases that will keep the promise as the links are now, Before what it would be with this link as it was.
	Predicted, Before float64
	Reasons           care.Reasons
}

// Warnings look at how the links are now. A link is named if it drifts, and if the promise outside is not expected to be kept in the promised share of cases, and
// would be kept better with the link as it was. The one that costs most comes first.
func (c *Chain) Warnings(w *Watch) (all []Warning) {
	if len(w.Links) != len(c.flow.Links) {
		return nil
	}
	if !slices.ContainsFunc(w.Links, func(l LinkWatch) bool { return l.Drift.Value() >= DriftAlarm }) {
		return nil
	}
	step, promise := c.step(), c.flow.Promise
	recent := make([]Distribution, len(w.Links))
	for i := range w.Links {
		if w.Links[i].Recent.Count() == 0 {
			return nil
		}
		recent[i] = distributionOf(&w.Links[i].Recent, step)
	}
	now := c.finish(recent).Within(promise.Within.Duration())
	if now >= promise.Share {
		return nil
	}
	for i, l := range c.flow.Links {
		link := &w.Links[i]
		if link.Drift.Value() < DriftAlarm {
			continue
		}
		was := slices.Clone(recent)
		was[i] = distributionOf(&link.Baseline, step)
		warning := Warning{Link: l.Code, Since: link.Drift.Since, Predicted: now, Before: c.finish(was).Within(promise.Within.Duration())}
		if warning.Before <= now {
			continue
		}
		warning.KeepsGoal = stats.Judge(link.Kept, l.Goal.Share, confidence).Verdict != stats.Missed
		warning.explain(l, promise)
		all = append(all, warning)
	}
	slices.SortStableFunc(all, func(a, b Warning) int { return cmp.Compare(b.Before, a.Before) })
	return all
}

func (w *Warning) explain(l Link, promise Promise) {
	facts := []care.Fact{
		care.NewFact("link", l.name()), care.NewFact("since", w.Since), care.NewFact("predicted", care.Percent(w.Predicted)),
		care.NewFact("before", care.Percent(w.Before)), care.NewFact("share", care.Percent(promise.Share)), care.NewFact("within", promise.Within),
	}
	code := CodeDriftsUnseen
	if !w.KeepsGoal {
		code = CodeDrifts
	}
	w.Reasons = care.Reasons{code.With(facts...)}
}
