package policy

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Facts are what [Check] has to know beyond the policy.
type Facts struct {
	On calendar.Date `json:"on"` // the date for which it is checked; required
	// Gone are people who do not work for the company any more, or are away for long.
	Gone []care.StaffRef `json:"gone,omitempty"`
	// Observations are what was measured. A measure without any is told by P07: unmeasured is not met.
	Observations []Observation `json:"observations,omitempty"`
	// Publications are what customers were told.
	Publications []Publication `json:"publications,omitempty"`
	// Reviews are those done since the policy was written.
	Reviews []Review `json:"reviews,omitempty"`
	// Links are those of the flows that are published and in force, such as of care/chain: P11 tells of promises that rest on others. Nil: it is not known which there
	// are, and P11 looks at the policy alone.
	Links []LinkCode `json:"links,omitempty"`
}

// Publication says that customers can read an edition's promises.
type Publication struct {
	Edition  int               `json:"edition"`
	Elements []Element         `json:"elements,omitempty"` // empty: all
	Segments []care.SegmentRef `json:"segments,omitempty"` // empty: all
	On       calendar.Date     `json:"on"`
	Where    care.Text         `json:"where"` // the web site, the counter
}

// Finding is one thing that a policy lacks, or in which it contradicts itself or the facts.
type Finding struct {
	Check    string            `json:"check"` // "P01" to "P15"
	Path     string            `json:"path"`  // where in the policy, such as "provisions[3].measures[0].target"
	Element  Element           `json:"element,omitempty"`
	Segments []care.SegmentRef `json:"segments,omitempty"`
	Reason   care.Reason       `json:"reason"`
}

// Report is what Check found, in the order of the policy's provisions for each check.
type Report struct {
	On       calendar.Date `json:"on"`
	Findings []Finding     `json:"findings,omitempty"`
	// Phases say how much is settled before, during and after the sale. There is no total: a good warranty does not make up for an unkept delivery date.
	Phases []Completeness `json:"phases"`
}

// Completeness is of how many elements in how many segments a phase settles everything: a provision in force with owner, objective, and measures with
// their targets, so without a finding of P01 to P06. Optional elements do not count.
type Completeness struct {
	Phase    care.Phase `json:"phase"`
	Filled   int        `json:"filled"`
	Required int        `json:"required"`
}

// Check looks for what a policy lacks and in what it contradicts itself:
//
//	P01  an element that no provision settles in a segment that is served
//	P02  no owner or deputy, or one who is nobody or gone; so too of whatever else somebody answers for
//	P03  no objective
//	P04  an objective that nothing measures
//	P05  a measure without target or direction
//	P06  a target without window, or a promise without percentile
//	P07  a measure of which there are no figures: unmeasured is not met
//	P08  a review that is overdue, or a provision that has expired
//	P09  provisions for the same element and segment at the same time
//	P10  a promise that customers cannot read, or can read in another edition only
//	P11  a promise that no links carry, or links that no flow in force has, or whose links together may take longer
//	P12  a segment that comes first is promised less
//	P13  warranty or recovery without an amount that may be decided at once
//	P14  a phase of which nothing is settled
//	P15  a target that was never reached, or always, in the last four windows
//
// It takes time in proportion to the policy and the observations, but for sorting, and is pure: the same policy and facts give the same report.
func Check(p Policy, f Facts) Report {
	c := newChecker(p, f)
	c.coverage()
	for i, r := range p.Provisions {
		c.provision(place{i, -1}, r)
	}
	c.holders()
	c.overlaps()
	c.contradictions()
	slices.SortStableFunc(c.found, func(a, b Finding) int { return cmp.Compare(a.Check, b.Check) })
	return Report{On: f.On, Findings: c.found, Phases: c.completeness()}
}

// checker holds what is looked up while a policy is checked.
type checker struct {
	p         Policy
	f         Facts
	names     map[care.SegmentRef]care.Text
	people    map[care.StaffRef]bool // of those who are there
	links     map[LinkCode]Link
	history   histories
	published map[cell]int          // the edition, or the wrong one, that customers can read; keys may lack either part
	reviewed  map[int]calendar.Date // the last review of a provision
	by        map[cell][]int        // the provisions of a cell, in their order
	filled    map[cell]bool
	found     []Finding
}

func newChecker(p Policy, f Facts) *checker {
	c := &checker{
		p: p, f: f, names: map[care.SegmentRef]care.Text{}, people: map[care.StaffRef]bool{}, links: map[LinkCode]Link{},
		history: newHistories(f.Observations, f.On), published: map[cell]int{}, reviewed: map[int]calendar.Date{}, by: make(map[cell][]int, len(p.Provisions)), filled: make(map[cell]bool, len(p.Provisions)),
	}
	for _, s := range p.Contents.Segments {
		c.names[s.Ref] = s.Name
	}
	for _, person := range p.People {
		c.people[person.Ref] = true
	}
	for _, gone := range f.Gone {
		delete(c.people, gone)
	}
	for _, l := range p.Contents.Links {
		c.links[l.Code] = l
	}
	for _, u := range f.Publications {
		if !u.On.After(f.On) {
			c.publish(u)
		}
	}
	for _, r := range f.Reviews {
		if r.On.After(c.reviewed[r.Provision]) && !r.On.After(f.On) {
			c.reviewed[r.Provision] = r.On
		}
	}
	for i, r := range p.Provisions {
		for _, s := range r.Segments {
			c.by[cell{r.Element, s}] = append(c.by[cell{r.Element, s}], i)
		}
	}
	return c
}

// publish notes which edition customers can read of which promises. The policy's own edition stands above others.
func (c *checker) publish(u Publication) {
	elements, segments := u.Elements, u.Segments
	if len(elements) == 0 {
		elements = []Element{""}
	}
	if len(segments) == 0 {
		segments = []care.SegmentRef{""}
	}
	for _, e := range elements {
		for _, s := range segments {
			if at := (cell{e, s}); c.published[at] != c.p.Edition {
				c.published[at] = u.Edition
			}
		}
	}
}

// readable is the edition in which customers can read a promise: the policy's own if any is, 0 if none.
func (c *checker) readable(e Element, s care.SegmentRef) (edition int) {
	for _, at := range []cell{{e, s}, {e, ""}, {"", s}, {"", ""}} {
		if found := c.published[at]; found == c.p.Edition {
			return found
		} else if edition == 0 {
			edition = found
		}
	}
	return edition
}

// place is a provision, and a measure of it or -1.
type place struct{ provision, measure int }

// path is where that is in the policy.
func (at place) path() string {
	path := fmt.Sprintf("provisions[%d]", at.provision)
	if at.measure >= 0 {
		path += fmt.Sprintf(".measures[%d]", at.measure)
	}
	return path
}

// note adds a finding of a place. Every sentence names the element and, where there is one, the measure.
func (c *checker) note(at place, field string, segments []care.SegmentRef, code *care.Code, facts ...care.Fact) {
	r := c.p.Provisions[at.provision]
	facts = append(facts, care.NewFact("element", care.NameOf(r.Element)))
	if at.measure >= 0 {
		facts = append(facts, care.NewFact("measure", r.Measures[at.measure].Name))
	}
	c.found = append(c.found, Finding{Check: code.Rule(), Path: at.path() + field, Element: r.Element, Segments: segments, Reason: code.With(facts...)})
}

// names of segments, for a sentence.
func (c *checker) segmentNames(refs []care.SegmentRef) care.Text {
	var t care.Text
	for i, ref := range refs {
		name := c.names[ref]
		if name == (care.Text{}) {
			name = same(string(ref))
		}
		if i > 0 {
			t.VI, t.EN = t.VI+", ", t.EN+", "
		}
		t.VI, t.EN = t.VI+name.In(care.LangVI), t.EN+name.In(care.LangEN)
	}
	return t
}

// coverage finds phases of which nothing is settled (P14), and elements that are not (P01).
func (c *checker) coverage() {
	begun := map[cell]bool{}
	some := map[care.Phase]map[care.SegmentRef]bool{care.PhaseBefore: {}, care.PhaseDuring: {}, care.PhaseAfter: {}}
	for at, provisions := range c.by {
		for _, i := range provisions {
			if c.p.Provisions[i].From.After(c.f.On) {
				continue
			}
			begun[at] = true
			if segments := some[at.element.Phase()]; segments != nil {
				segments[at.segment] = true
			}
		}
	}
	for phase, name := range care.Phase("").Terms().All() {
		var empty []care.SegmentRef
		for _, s := range c.p.Contents.Segments {
			if !some[phase][s.Ref] {
				empty = append(empty, s.Ref)
			}
		}
		if empty != nil {
			reason := CodePhaseEmpty.With(care.NewFact("phase", name), care.NewFact("segments", c.segmentNames(empty)))
			c.found = append(c.found, Finding{Check: CodePhaseEmpty.Rule(), Path: "provisions", Segments: empty, Reason: reason})
		}
	}
	for _, e := range Elements() {
		var lacking []care.SegmentRef
		for _, s := range c.p.Contents.Segments {
			if !begun[cell{e, s.Ref}] && some[e.Phase()][s.Ref] {
				lacking = append(lacking, s.Ref)
			}
		}
		if lacking != nil {
			reason := CodeUnsettled.With(care.NewFact("element", care.NameOf(e)), care.NewFact("segments", c.segmentNames(lacking)))
			c.found = append(c.found, Finding{Check: CodeUnsettled.Rule(), Path: "provisions", Element: e, Segments: lacking, Reason: reason})
		}
	}
}

func (c *checker) completeness() (all []Completeness) {
	for phase := range care.Phase("").Terms().All() {
		n := Completeness{Phase: phase}
		for _, e := range Elements() {
			if e.Phase() != phase {
				continue
			}
			for _, s := range c.p.Contents.Segments {
				n.Required++
				if c.filled[cell{e, s.Ref}] {
					n.Filled++
				}
			}
		}
		all = append(all, n)
	}
	return all
}
