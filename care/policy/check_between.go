package policy

import (
	"cmp"
	"slices"

	"github.com/chamsoc/chamsoc/care"
)

// overlaps finds provisions that hold for the same element and segment at the same time (P09), each pair once.
func (c *checker) overlaps() {
	pairs := map[[2]int]bool{}
	for i, r := range c.p.Provisions {
		for _, s := range r.Segments {
			at := cell{r.Element, s}
			if c.by[at][0] == i { // once for a cell
				c.overlapsIn(at, pairs)
			}
		}
	}
}

func (c *checker) overlapsIn(at cell, pairs map[[2]int]bool) {
	if len(c.by[at]) < 2 {
		return
	}
	sorted := slices.Clone(c.by[at])
	slices.SortStableFunc(sorted, func(a, b int) int { return c.p.Provisions[a].From.Compare(c.p.Provisions[b].From) })
	last := sorted[0] // the one that holds longest so far
	for _, i := range sorted[1:] {
		r, before := c.p.Provisions[i], c.p.Provisions[last]
		if i != last && (before.Until.IsZero() || !r.From.After(before.Until)) {
			pair := [2]int{min(i, last), max(i, last)}
			if !pairs[pair] {
				pairs[pair] = true
				where := []care.SegmentRef{at.segment}
				c.note(place{pair[1], -1}, ".from", where, CodeOverlap, care.NewFact("segments", c.segmentNames(where)), care.NewFact("other", place{pair[0], -1}.path()))
			}
		}
		if !before.Until.IsZero() && (r.Until.IsZero() || r.Until.After(before.Until)) {
			last = i
		}
	}
}

// promised is what one segment is promised by a measure.
type promised struct {
	place
	priority int
	segment  care.SegmentRef
	m        *Measure
}

// contradictions finds segments that come first and are promised less than one behind them (P12). The targets of a measure are compared from the last segment to
// the first, each with the strictest of those behind it.
func (c *checker) contradictions() {
	type group struct {
		element Element
		measure MeasureCode
	}
	priority := map[care.SegmentRef]int{}
	for _, s := range c.p.Contents.Segments {
		priority[s.Ref] = s.Priority
	}
	groups, order := map[group][]promised{}, []group{}
	for i, r := range c.p.Provisions {
		if !r.inForce(c.f.On) {
			continue
		}
		for k, m := range r.Measures {
			if _, _, stated := m.goal(); !stated {
				continue
			}
			g := group{r.Element, m.Code}
			if groups[g] == nil {
				order = append(order, g)
			}
			for _, s := range r.Segments {
				groups[g] = append(groups[g], promised{place{i, k}, priority[s], s, &c.p.Provisions[i].Measures[k]})
			}
		}
	}
	for _, g := range order {
		c.contradictionsIn(groups[g])
	}
}

func (c *checker) contradictionsIn(all []promised) {
	slices.SortStableFunc(all, func(a, b promised) int { return cmp.Compare(b.priority, a.priority) })
	var strictest []promised // of those behind: none of them is weaker than another
	seen := map[place]bool{}
	for from := 0; from < len(all); {
		to := from
		for to < len(all) && all[to].priority == all[from].priority {
			for _, other := range strictest {
				p := all[to]
				order, ok := strictness(p.m, other.m)
				if !seen[p.place] && ok && order < 0 {
					seen[p.place] = true
					c.note(p.place, "", []care.SegmentRef{p.segment, other.segment}, CodeContradiction,
						care.NewFact("first", c.segmentNames([]care.SegmentRef{p.segment})), care.NewFact("behind", c.segmentNames([]care.SegmentRef{other.segment})))
				}
			}
			to++
		}
		for _, p := range all[from:to] {
			strictest = withStrict(strictest, p)
		}
		from = to
	}
}

// withStrict adds a promise to those of which none is weaker than another, unless one of them is as strict.
func withStrict(strictest []promised, p promised) []promised {
	for _, s := range strictest {
		if order, ok := strictness(s.m, p.m); ok && order >= 0 {
			return strictest
		}
	}
	strictest = slices.DeleteFunc(strictest, func(s promised) bool {
		order, ok := strictness(s.m, p.m)
		return ok && order < 0
	})
	return append(strictest, p)
}

// strictness is -1, 0 or +1 as a promises less than, as much as, or more than b. The last result is false where that cannot be said: they are of different kinds,
// directions or clocks, or one is quicker and the other more certain.
func strictness(a, b *Measure) (int, bool) {
	goalA, direction, _ := a.goal()
	goalB, other, _ := b.goal()
	if a.Kind != b.Kind || direction != other || a.Within.Kind() != b.Within.Kind() {
		return 0, false
	}
	order := cmp.Compare(goalA, goalB)
	if direction == AtMost {
		order = -order
	}
	if a.Kind != MeasurePromise {
		return order, true
	}
	quicker := cmp.Or(cmp.Compare(b.Within.Duration(), a.Within.Duration()), cmp.Compare(b.Within.Dates(), a.Within.Dates()))
	if order*quicker < 0 {
		return 0, false
	}
	return cmp.Or(quicker, order), true
}
