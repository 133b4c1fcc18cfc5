package warranty

import (
	"cmp"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// terms computes when each clock starts and ends: the product's, what the law itself gives, and the parts'.
func (c *decider) terms() {
	f := c.f
	c.start = f.Delivered
	anew := !f.Exchanged.IsZero() && (c.law.ProductAnew.Holds() || f.Reading.SubstituteAnew)
	if anew {
		c.start = f.Exchanged
		c.because(CodeProductAnew, c.law.ProductAnew.Article, care.NewFact("exchanged", f.Exchanged))
	}
	c.until = c.start
	months, statutory := f.Terms.Months, f.Reading.StatutoryMonths(c.law, f.SecondHand)
	longest := max(months, statutory)
	extended := false
	slices.SortFunc(c.given, compareRepairs)
	for _, r := range c.given {
		switch {
		case r.In.IsZero() || !r.Out.IsZero() && r.Out.Before(r.In) || r.In.Before(f.Delivered):
			c.because(CodeRepairUnusable, "", care.NewFact("in", r.In), care.NewFact("out", r.Out))
		case r.In.Before(c.start): // of the product that was exchanged
		case c.over(r.In, c.end(c.start, longest)):
			c.because(CodeRepairOutside, "", care.NewFact("in", r.In))
		default:
			c.repairs[c.n] = r
			c.n++
			c.suspend(r)
			if c.law.Extended.Holds() && !extended && !c.over(r.In, c.end(c.start, statutory)) {
				extended = true
				statutory += c.law.Extended.N
				longest = max(longest, statutory)
				c.because(CodeExtended, c.law.Extended.Article, care.NewFact("months", c.law.Extended.N), care.NewFact("in", r.In))
			}
		}
	}
	c.product = c.last(c.end(c.start, months))
	if statutory > 0 {
		c.lawful = c.last(c.end(c.start, statutory))
	}
	c.d.Suspended = c.total
	c.applied(months, statutory)
	c.parts()
}

// TermEnd is the last day of a term of so many months: the corresponding day of the last month, or that month's last day if it has no such day (Civil Code
// 91/2015/QH13 art. 148.3). The day of delivery itself is not counted (art. 147.2), so a year ends on the same date. Days in repair are not added here, and a
// last day that is a day off is not moved: [Decide] does both.
func TermEnd(delivered calendar.Date, months int) calendar.Date { return delivered.AddMonths(months) }

// compareRepairs orders repairs by the day of intake, and those of one day by everything else, so that the order they were given in says nothing.
func compareRepairs(a, b Repair) int {
	if by := a.In.Compare(b.In); by != 0 {
		return by
	}
	failed := 0
	if a.Failed != b.Failed {
		if failed = 1; b.Failed {
			failed = -1
		}
	}
	return cmp.Or(a.Out.Compare(b.Out), a.Promised.Compare(b.Promised), cmp.Compare(a.Fault, b.Fault), cmp.Compare(a.Loaner, b.Loaner),
		slices.Compare(a.Replaced, b.Replaced), failed)
}

// suspend says what a repair, the last of those that count so far, takes out of the term.
func (c *decider) suspend(r Repair) {
	if !c.law.Suspended.Holds() {
		return
	}
	days := c.add(&r, c.start, &c.until)
	c.total += days
	if days > 0 {
		c.because(CodeSuspended, c.law.Suspended.Article, care.NewFact("days", days), care.NewFact("in", r.In), care.NewFact("out", c.out(&r)))
	}
}

// out is the day until which a repair lasts: so far, if the product is still here.
func (c *decider) out(r *Repair) calendar.Date {
	if r.Out.IsZero() {
		return later(c.f.Asked, r.In)
	}
	return r.Out
}

// since is how many days after a date were in repair and are not counted.
func (c *decider) since(d calendar.Date) int {
	if d == c.start {
		return c.total
	}
	return c.days(d)
}

// days counts them.
func (c *decider) days(after calendar.Date) (days int) {
	if !c.law.Suspended.Holds() {
		return 0
	}
	until := after
	for i := range c.n {
		days += c.add(&c.repairs[i], after, &until)
	}
	return days
}

// add counts the days of a repair after a date, of which those before until are counted already, and moves until on. The day of intake is not counted, that of
// hand-back is.
func (c *decider) add(r *Repair, after calendar.Date, until *calendar.Date) (days int) {
	out, reading := c.out(r), &c.f.Reading
	if *until = later(*until, r.In); out.After(*until) {
		days = until.DaysUntil(out)
		*until = out
	}
	if !r.In.Before(after) && (reading.BothDays || reading.SameDay && r.In == out) {
		days++
	}
	return days
}

// end is the last day of a term, not moved yet.
func (c *decider) end(start calendar.Date, months int) calendar.Date {
	last := TermEnd(start, months)
	if days := c.since(start); days > 0 {
		return last.AddDays(days)
	}
	return last
}

// last moves a last day that is a day off, once and last of all.
func (c *decider) last(d calendar.Date) calendar.Date {
	if !c.law.LastDay.Holds() || c.f.Reading.KeepLastDay {
		return d
	}
	moved, _ := law.MoveLastDay(d, c.f.Official)
	return moved
}

// over reports whether a day is after a term whose last day, not moved yet, is end.
func (c *decider) over(d, end calendar.Date) bool { return d.After(end) && d.After(c.last(end)) }

// applied sets the term that the question is about, and says why it ends then.
func (c *decider) applied(months, statutory int) {
	f, d := c.f, c.d
	d.Starts, d.Ends = c.start, c.product
	if own, ok := f.Terms.Part(f.Part); ok {
		months = own.Months
	}
	if f.Part != "" {
		d.Starts, d.Ends = c.part(f.Part)
	}
	if c.lawful.After(d.Ends) {
		c.because(CodeStatutory, c.law.Statutory.Article, care.NewFact("months", statutory), care.NewFact("agreed", d.Ends), care.NewFact("until", c.lawful))
		d.Starts, d.Ends, months = c.start, c.lawful, statutory
	}
	if whole := d.Starts.AddMonths(months); whole.Day() < d.Starts.Day() {
		c.because(CodeMonthClipped, c.law.MonthEnd.Article, care.NewFact("ends", whole), care.NewFact("months", months), care.NewFact("starts", d.Starts))
	}
	c.moved(c.end(d.Starts, months))
}

// aWeekOrTwo is how long after a last day a break may last, which somebody who does not know the holidays cannot rule out.
const aWeekOrTwo = 14

// moved says whether the last day was moved, and if not, why not, where that matters.
func (c *decider) moved(whole calendar.Date) {
	d := c.d
	if !c.law.LastDay.Holds() {
		return
	}
	moved, known := law.MoveLastDay(whole, c.f.Official)
	over := d.On.After(d.Ends) && d.Ends.DaysUntil(d.On) <= aWeekOrTwo
	switch {
	case d.Ends != whole && d.Ends == moved:
		c.because(CodeLastDayMoved, c.law.LastDay.Article, care.NewFact("ends", moved), care.NewFact("last", whole))
	case c.f.Reading.KeepLastDay && moved != whole && over:
		c.because(CodeLastDayKept, c.law.LastDay.Article, care.NewFact("last", whole))
	}
	if !known && !c.f.Reading.KeepLastDay && over {
		c.because(CodeDaysOffUnknown, c.law.LastDay.Article, care.NewFact("ends", d.Ends))
	}
}

// part is the clock of a part: its own term or the product's, begun again when it was last replaced.
func (c *decider) part(code PartCode) (starts, ends calendar.Date) {
	own, has := c.f.Terms.Part(code)
	if !has {
		own.Months = c.f.Terms.Months
	}
	starts = c.start
	if c.law.PartAnew.Holds() {
		for _, r := range c.repairs[:c.n] {
			if !r.Out.IsZero() && slices.Contains(r.Replaced, code) {
				starts = later(starts, r.Out)
			}
		}
	}
	ends = c.last(c.end(starts, own.Months))
	if !has && ends.Before(c.product) { // a part without a term of its own has at least the product's
		return c.start, c.product
	}
	return starts, ends
}

// parts lists the clocks of all parts that have one, and says which began again.
func (c *decider) parts() {
	f, d := c.f, c.d
	if n := len(f.Terms.Parts); n > 0 {
		d.PartEnd = make([]PartEnd, 0, n+1)
	}
	add := func(code PartCode) {
		starts, ends := c.part(code)
		d.PartEnd = append(d.PartEnd, PartEnd{code, ends})
		if starts != c.start {
			c.because(CodePartAnew, c.law.PartAnew.Article, care.NewFact("ends", ends), care.NewFact("part", string(code)), care.NewFact("replaced", starts))
		}
	}
	for _, p := range f.Terms.Parts {
		add(p.Code)
	}
	if !c.law.PartAnew.Holds() {
		return
	}
	for _, r := range c.repairs[:c.n] {
		for _, code := range r.Replaced {
			known := slices.ContainsFunc(d.PartEnd, func(p PartEnd) bool { return p.Part == code })
			if !known && !r.Out.IsZero() {
				add(code)
			}
		}
	}
}

func later(a, b calendar.Date) calendar.Date {
	if a.After(b) {
		return a
	}
	return b
}
