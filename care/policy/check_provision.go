package policy

import (
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// provision checks one provision by itself: P02 to P08, P10, P11, P13 and P15.
func (c *checker) provision(at place, r Provision) {
	before := len(c.found)
	c.owners(at, r)
	switch {
	case r.Objective == (care.Text{}):
		c.note(at, ".objective", r.Segments, CodeNoObjective)
	case len(r.Measures) == 0:
		c.note(at, ".measures", r.Segments, CodeUnmeasurable)
	}
	for k, m := range r.Measures {
		c.measure(place{at.provision, k}, r, m)
	}
	if len(c.found) == before && r.Statement != (care.Text{}) && r.inForce(c.f.On) {
		for _, s := range r.Segments {
			c.filled[cell{r.Element, s}] = true
		}
	}
	c.timeliness(at, r)
	for k, m := range r.Measures {
		at := place{at.provision, k}
		c.measured(at, r, m)
		if m.Kind == MeasurePromise && r.external() && r.inForce(c.f.On) {
			c.carried(at, r, m)
			c.told(at, r)
		}
	}
	if (r.Element == Warranty || r.Element == ServiceRecovery) && r.Authority.Sign() <= 0 {
		c.note(at, ".authority", r.Segments, CodeNoAuthority)
	}
}

// owners checks who answers for a provision (P02).
func (c *checker) owners(at place, r Provision) {
	for _, o := range []struct {
		field string
		who   care.StaffRef
		none  *care.Code
	}{{".owner", r.Owner, CodeNoOwner}, {".deputy", r.Deputy, CodeNoDeputy}} {
		switch {
		case o.who == "":
			c.note(at, o.field, r.Segments, o.none)
		case !c.people[o.who]:
			c.note(at, o.field, r.Segments, CodeOwnerGone, care.NewFact("person", o.who))
		}
	}
	if r.Owner != "" && r.Owner == r.Deputy {
		c.note(at, ".deputy", r.Segments, CodeOwnDeputy, care.NewFact("person", r.Owner))
	}
}

// holders checks who answers for the rest of the policy (P02). That nobody does yet is told by [Missing].
func (c *checker) holders() {
	here := func(path string, who care.StaffRef) {
		if who != "" && !c.people[who] {
			reason := CodeHolderGone.With(care.NewFact("what", labelOf(path)), care.NewFact("person", who))
			c.found = append(c.found, Finding{Check: CodeHolderGone.Rule(), Path: path, Reason: reason})
		}
	}
	here("mission.owner", c.p.Mission.Owner)
	here("marketing.owner", c.p.Marketing.Owner)
	for i, q := range c.p.Objectives.Quality {
		here(fmt.Sprintf("objectives.quality[%d].owner", i), q.Owner)
	}
	for i, l := range c.p.Contents.Links {
		here(fmt.Sprintf("contents.links[%d].owner", i), l.Owner)
	}
	for i, r := range c.p.Rollouts {
		here(fmt.Sprintf("rollouts[%d].owner", i), r.Owner)
		for k, t := range r.Tasks {
			if t.Done.IsZero() {
				here(fmt.Sprintf("rollouts[%d].tasks[%d].owner", i, k), t.Owner)
			}
		}
	}
}

// measure checks that a measure says what is wanted (P05, P06).
func (c *checker) measure(at place, r Provision, m Measure) {
	promise := m.Kind == MeasurePromise
	switch {
	case m.Kind == MeasureExistence:
	case promise && m.Within.IsZero():
		c.note(at, ".within", r.Segments, CodeNoTarget)
		return
	case !promise && m.Target == nil:
		c.note(at, ".target", r.Segments, CodeNoTarget)
		return
	case !promise && m.Direction == "":
		c.note(at, ".direction", r.Segments, CodeNoDirection)
	}
	if m.WindowMonths <= 0 {
		c.note(at, ".window_months", r.Segments, CodeNoWindow)
	}
	if promise && m.Percentile == 0 {
		c.note(at, ".percentile", r.Segments, CodeNoPercentile)
	}
}

// timeliness checks that a provision is still in force and looked at (P08).
func (c *checker) timeliness(at place, r Provision) {
	if !r.Until.IsZero() && r.Until.Before(c.f.On) {
		if !c.succeeded(at.provision, r) {
			c.note(at, ".until", r.Segments, CodeExpired, care.NewFact("until", r.Until))
		}
		return
	}
	if last := c.reviewed[at.provision]; last.After(r.Reviewed) {
		r.Reviewed = last
	}
	switch due := c.p.reviewDue(r); {
	case r.ReviewMonths <= 0:
		c.note(at, ".review_months", r.Segments, CodeNoReview)
	case due.Before(c.f.On):
		c.note(at, ".reviewed", r.Segments, CodeReviewOverdue, care.NewFact("due", due))
	}
}

// succeeded reports whether another provision has taken the place of an expired one in all its segments.
func (c *checker) succeeded(i int, r Provision) bool {
	for _, s := range r.Segments {
		later := false
		for _, k := range c.by[cell{r.Element, s}] {
			later = later || k != i && c.p.Provisions[k].inForce(c.f.On)
		}
		if !later {
			return false
		}
	}
	return true
}

// measured checks that there are figures (P07), and that the target means something beside them (P15).
func (c *checker) measured(at place, r Provision, m Measure) {
	if !r.inForce(c.f.On) || m.WindowMonths <= 0 {
		return
	}
	if m.Source == "" {
		c.note(at, ".source", r.Segments, CodeNoSource)
		return
	}
	if code, facts := m.misnamed(); code != nil {
		c.note(at, ".source", r.Segments, code, facts...)
		return
	}
	var without, never, always []care.SegmentRef
	for _, s := range r.Segments {
		history := c.history.of(cell{r.Element, s}, m)
		if _, ok := history.fresh(m, c.f.On); !ok {
			without = append(without, s)
			continue
		}
		switch history.attainability(m) {
		case neverReached:
			never = append(never, s)
		case alwaysReached:
			always = append(always, s)
		}
	}
	for _, f := range []struct {
		segments []care.SegmentRef
		field    string
		code     *care.Code
	}{{without, ".source", CodeUnmeasured}, {never, ".target", CodeNeverReached}, {always, ".target", CodeAlwaysReached}} {
		if f.segments != nil {
			c.note(at, f.field, f.segments, f.code, care.NewFact("segments", c.segmentNames(f.segments)), care.NewFact("source", m.Source))
		}
	}
}

// carried checks that links carry a promise that customers are given, and together in its time (P11).
func (c *checker) carried(at place, r Provision, m Measure) {
	if m.Within.IsZero() {
		return
	}
	if len(m.Links) == 0 {
		c.note(at, ".links", r.Segments, CodeNoLinks)
		return
	}
	var length time.Duration
	dates := 0
	for k, code := range m.Links {
		l := c.links[code]
		if c.f.Links != nil && !slices.Contains(c.f.Links, code) {
			c.note(at, fmt.Sprintf(".links[%d]", k), r.Segments, CodeLinkNotDefined, care.NewFact("link", code))
			return
		}
		if l.Within.Kind() != m.Within.Kind() {
			c.note(at, fmt.Sprintf(".links[%d]", k), r.Segments, CodeOtherClock,
				care.NewFact("link", code), care.NewFact("goal", l.Within), care.NewFact("within", m.Within))
			return
		}
		length, dates = length+l.Within.Duration(), dates+l.Within.Dates()
	}
	if length > m.Within.Duration() || dates > m.Within.Dates() {
		c.note(at, ".links", r.Segments, CodeLinksTooLong, care.NewFact("sum", span(m.Within.Kind(), length, dates)), care.NewFact("within", m.Within))
	}
}

// span is a length by a clock.
func span(kind calendar.SpanKind, length time.Duration, dates int) calendar.Span {
	switch kind {
	case calendar.SpanWall:
		return calendar.Wall(length)
	case calendar.SpanWorking:
		return calendar.Working(length)
	}
	return calendar.WorkingDates(dates)
}

// told checks that customers can read a promise, and as it is now (P10).
func (c *checker) told(at place, r Provision) {
	var untold, old []care.SegmentRef
	other := 0
	for _, s := range r.Segments {
		switch edition := c.readable(r.Element, s); edition {
		case c.p.Edition:
		case 0:
			untold = append(untold, s)
		default:
			old, other = append(old, s), edition
		}
	}
	if untold != nil {
		c.note(at, "", untold, CodeNotTold, care.NewFact("segments", c.segmentNames(untold)))
	}
	if old != nil {
		c.note(at, "", old, CodeToldOtherwise, care.NewFact("segments", c.segmentNames(old)),
			care.NewFact("edition", other), care.NewFact("current", c.p.Edition))
	}
}

// What the last windows say of a target.
const (
	neverReached  = -1
	alwaysReached = 1
	judgedWindows = 4
)

// attainability says whether a target was never reached in the last four windows, or always: for a promise, less than half or all of the cases in each of them;
// for another share, its far end in each. Of means and amounts, and of what must simply be there, only never is told.
func (s series) attainability(m Measure) int {
	if len(s) < judgedWindows {
		return 0
	}
	never, always := 0, 0
	for _, o := range s[len(s)-judgedWindows:] {
		value, ok := o.Value()
		goal, direction, stated := m.goal()
		if !ok || !stated || !m.counts(o) {
			return 0
		}
		kept := value >= goal
		if direction == AtMost {
			kept = value <= goal
		}
		if !kept && (m.Kind != MeasurePromise || value < 0.5) {
			never++
		}
		far := direction == AtLeast && value == 1 && goal < 1 || direction == AtMost && value == 0 && goal > 0
		if far && m.Kind.isShare() && m.Kind != MeasureExistence {
			always++
		}
	}
	switch judgedWindows {
	case never:
		return neverReached
	case always:
		return alwaysReached
	}
	return 0
}

// goal is what a measure is compared with. The last result is false where it states none.
func (m Measure) goal() (float64, Direction, bool) {
	switch m.Kind {
	case MeasureExistence:
		return 1, AtLeast, true
	case MeasurePromise:
		return m.Percentile, AtLeast, m.Percentile > 0 && !m.Within.IsZero()
	}
	if m.Target == nil || m.Direction == "" {
		return 0, "", false
	}
	return *m.Target, m.Direction, true
}
