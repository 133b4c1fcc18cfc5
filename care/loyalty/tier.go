package loyalty

import (
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Grade is the tier of a customer. The zero Grade is none.
type Grade struct {
	Tier  string        `json:"tier,omitempty"`
	Since calendar.Date `json:"since,omitzero"` // when it was reached, or last confirmed: its anniversary is twelve months later
	Grace calendar.Date `json:"grace,omitzero"` // the end of the grace that it is in
}

// Day is the points earned on one day.
type Day struct {
	On     calendar.Date `json:"on"`
	Points int64         `json:"points"`
}

// review is when a grade is judged next; the zero Date for none.
func (g Grade) review() calendar.Date {
	if !g.Grace.IsZero() {
		return g.Grace
	}
	return g.Since.AddMonths(12)
}

// Advance is the grade on a day, from what it was and what was earned since. An anniversary begins with a judgement of the twelve months before it, without the day on which
// the tier was reached: if they no longer entitle to it, the tier is kept for the program's grace and judged once more at its end, when it falls to what the
// twelve months before that entitle to. The tier rises on the day on which the twelve months up to it, that day included, entitle to more. It is a pure
// function; asked on each day or once for many it says the same, as long as it is asked on every day on which points are earned, before and after.
func Advance(p Program, g Grade, earned []Day, on calendar.Date) (Grade, care.Reasons) {
	p = p.withDefaults()
	var reasons care.Reasons
	for at := g.review(); !g.Since.IsZero() && !at.After(on); at = g.review() {
		sum := between(earned, at.AddMonths(-12), at)
		entitled := p.entitled(sum)
		facts := []care.Fact{care.NewFact("tier", p.name(g.Tier)), care.NewFact("points", sum), care.NewFact("on", at)}
		switch {
		case entitled >= p.rank(g.Tier):
			g.Since, g.Grace = at, calendar.Date{}
			reasons = append(reasons, CodeKept.With(facts...))
		case g.Grace.IsZero():
			g.Grace = at.AddMonths(p.Grace)
			reasons = append(reasons, CodeGrace.With(append(facts, care.NewFact("until", g.Grace))...))
		default:
			g = p.grade(entitled, at)
			reasons = append(reasons, CodeFell.With(append(facts, care.NewFact("to", p.name(g.Tier)))...))
		}
	}
	sum := between(earned, on.AddMonths(-12), on.AddDays(1))
	if entitled := p.entitled(sum); entitled > p.rank(g.Tier) {
		g = p.grade(entitled, on)
		reasons = append(reasons, CodeRose.With(care.NewFact("to", p.name(g.Tier)), care.NewFact("points", sum), care.NewFact("on", on)))
	}
	return g, reasons
}

// between is what was earned after one day and before another.
func between(earned []Day, after, before calendar.Date) (sum int64) {
	for _, d := range earned {
		if d.On.After(after) && d.On.Before(before) {
			sum += d.Points
		}
	}
	return sum
}

// entitled is the place of the tier that so many points entitle to, -1 for none.
func (p Program) entitled(points int64) int {
	best := -1
	for i, t := range p.Tiers {
		if points >= t.From {
			best = i
		}
	}
	return best
}

func (p Program) grade(rank int, since calendar.Date) Grade {
	if rank < 0 {
		return Grade{}
	}
	return Grade{Tier: p.Tiers[rank].Code, Since: since}
}

func (p Program) name(code string) care.Text {
	if i := p.rank(code); i >= 0 {
		return p.Tiers[i].Name
	}
	return care.Text{VI: "không có hạng", EN: "no tier"}
}

// addDay adds points to a day, which may be taken away again; days that no anniversary from today on looks back to are dropped.
func addDay(earned []Day, on calendar.Date, points int64, today calendar.Date) []Day {
	oldest := today.AddMonths(-13)
	kept := slices.DeleteFunc(slices.Clone(earned), func(d Day) bool { return d.On.Before(oldest) })
	i, found := slices.BinarySearchFunc(kept, on, func(d Day, on calendar.Date) int { return d.On.Compare(on) })
	switch {
	case on.Before(oldest):
	case found:
		kept[i].Points = max(0, kept[i].Points+points)
	case points > 0:
		kept = slices.Insert(kept, i, Day{on, points})
	}
	return kept
}
