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
	extended, whole := false, TermEnd(c.start, longest)
	slices.SortFunc(c.repairs, compareRepairs)
	for i := range c.repairs {
		r := &c.repairs[i] // those before it that count stand before c.n, which is no further than i
		switch {
		case r.In.IsZero() || !r.Out.IsZero() && r.Out.Before(r.In) || r.In.Before(f.Delivered):
			c.because(CodeRepairUnusable, "", care.NewFact("in", r.In), care.NewFact("out", r.Out))
		case r.In.Before(c.start): // of the product that was exchanged
		case r.In.After(whole) && r.In.After(c.clock(c.start, longest).ends):
			if !c.partRuns(r) {
				c.because(CodeRepairOutside, "", care.NewFact("in", r.In))
				continue
			}
			until := r.In
			c.suspended(r, c.add(r, c.start, &until))
			c.count(i)
			c.beyond = true
		default:
			c.count(i)
			c.suspend(r)
			if c.law.Extended.Holds() && !extended && !r.In.After(c.clock(c.start, statutory).ends) {
				extended = true
				statutory += c.law.Extended.N
				longest = max(longest, statutory)
				whole = TermEnd(c.start, longest)
				c.because(CodeExtended, c.law.Extended.Article, care.NewFact("months", c.law.Extended.N), care.NewFact("in", r.In))
			}
		}
	}
	c.product = c.clock(c.start, months)
	if statutory > 0 {
		c.lawful = c.clock(c.start, statutory)
	}
	c.d.Suspended = c.total
	c.applied()
	c.parts()
}

// count keeps a repair that counts, behind those that stand before it.
func (c *decider) count(i int) {
	if i != c.n {
		c.repairs[c.n] = c.repairs[i]
	}
	c.n++
}

// clock is one term: of the product, of what the law gives, or of a part.
type clock struct {
	starts calendar.Date
	months int
	whole  calendar.Date // the last day, by the months and the days in repair
	ends   calendar.Date // the last day, moved once and last of all if it is a day off
	known  bool          // public holidays were looked at
}

func (c *decider) clock(starts calendar.Date, months int) clock {
	return c.last(clock{starts: starts, months: months, whole: TermEnd(starts, months).AddDays(c.total)})
}

// last moves the last day of a term if it is a day off.
func (c *decider) last(k clock) clock {
	if k.ends = k.whole; c.law.LastDay.Holds() && !c.f.Reading.KeepLastDay {
		k.ends, k.known = law.MoveLastDay(k.whole, c.f.Official)
	}
	return k
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
	return cmp.Or(a.Out.Compare(b.Out), a.Promised.Compare(b.Promised), cmp.Compare(a.Fault, b.Fault), cmp.Compare(a.Part, b.Part), cmp.Compare(a.Loaner, b.Loaner),
		slices.Compare(a.Replaced, b.Replaced), failed)
}

// suspend says what a repair, the last of those that count so far, takes out of the term.
func (c *decider) suspend(r *Repair) {
	if !c.law.Suspended.Holds() {
		return
	}
	days := c.add(r, c.start, &c.until)
	c.total += days
	c.suspended(r, days)
}

// suspended says which days of a repair are not counted.
func (c *decider) suspended(r *Repair, days int) {
	if days > 0 && c.law.Suspended.Holds() {
		c.because(CodeSuspended, c.law.Suspended.Article, care.NewFact("days", days), care.NewFact("in", r.In), care.NewFact("out", c.out(r)))
	}
}

// out is the day until which a repair lasts: so far, if the product is still here.
func (c *decider) out(r *Repair) calendar.Date {
	if r.Out.IsZero() {
		return later(c.f.Asked, r.In)
	}
	return r.Out
}

// partClock is the term of a part: longer by the days in repair of what began before it ended.
func (c *decider) partClock(starts calendar.Date, months int) clock {
	k := clock{starts: starts, months: months, whole: TermEnd(starts, months)}
	if !c.law.Suspended.Holds() || c.n == 0 {
		return c.last(k)
	}
	if starts == c.start && !c.beyond && !c.repairs[c.n-1].In.After(k.whole) { // it runs with the product's
		k.whole = k.whole.AddDays(c.total)
		return c.last(k)
	}
	until := starts
	for i := range c.n {
		r := &c.repairs[i]
		if c.out(r).Before(starts) || r.In.After(k.whole) && r.In.After(c.last(k).ends) {
			continue
		}
		if days := c.add(r, starts, &until); days > 0 {
			k.whole = k.whole.AddDays(days)
		}
	}
	return c.last(k)
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

// applied sets the term that the question is about, and says why it ends then.
func (c *decider) applied() {
	f, d, k := c.f, c.d, c.product
	if f.Part != "" {
		c.asked = c.part(f.Part)
		k = c.asked
	}
	if c.lawful.ends.After(k.ends) {
		c.because(CodeStatutory, c.law.Statutory.Article,
			care.NewFact("agreed", k.ends), care.NewFact("months", c.lawful.months), care.NewFact("until", c.lawful.ends))
		k = c.lawful
	}
	d.Starts, d.Ends = k.starts, k.ends
	if whole := TermEnd(k.starts, k.months); whole.Day() < k.starts.Day() {
		c.because(CodeMonthClipped, c.law.MonthEnd.Article, care.NewFact("ends", whole), care.NewFact("months", k.months), care.NewFact("starts", k.starts))
	}
	c.moved(k)
}

// aWeekOrTwo is how long after a last day a break may last, which somebody who does not know the holidays cannot rule out.
const aWeekOrTwo = 14

// moved says whether the last day was moved, and if not, why not, where that matters.
func (c *decider) moved(k clock) {
	if !c.law.LastDay.Holds() {
		return
	}
	over := c.d.On.After(k.ends) && k.ends.DaysUntil(c.d.On) <= aWeekOrTwo
	if c.f.Reading.KeepLastDay {
		if moved, _ := law.MoveLastDay(k.whole, c.f.Official); moved != k.whole && over {
			c.because(CodeLastDayKept, c.law.LastDay.Article, care.NewFact("last", k.whole))
		}
		return
	}
	if k.ends != k.whole {
		c.because(CodeLastDayMoved, c.law.LastDay.Article, care.NewFact("ends", k.ends), care.NewFact("last", k.whole))
	}
	if !k.known && over {
		c.because(CodeDaysOffUnknown, c.law.LastDay.Article, care.NewFact("ends", k.ends))
	}
}

// part is the clock of a part: its own term or the product's, begun again when it was last replaced.
func (c *decider) part(code PartCode) clock {
	months, own := c.f.Terms.Months, false
	for i := range c.f.Terms.Parts {
		if p := &c.f.Terms.Parts[i]; p.Code == code {
			months, own = p.Months, true
		}
	}
	starts := c.start
	if c.law.PartAnew.Holds() {
		for i := range c.n {
			if r := &c.repairs[i]; !r.Out.IsZero() && slices.Contains(r.Replaced, code) {
				starts = later(starts, r.Out)
			}
		}
	}
	k := c.partClock(starts, months)
	if !own && k.ends.Before(c.product.ends) { // a part without a term of its own has at least the product's
		return c.product
	}
	return k
}

// partRuns reports whether a repair after the product's term is of a part whose own still ran.
func (c *decider) partRuns(r *Repair) bool {
	runs := func(code PartCode) bool { return code != "" && !r.In.After(c.part(code).ends) }
	return runs(r.Part) || slices.ContainsFunc(r.Replaced, runs)
}

// parts lists the clocks of all parts that have one, and says which began again.
func (c *decider) parts() {
	add := func(code PartCode) {
		k := c.asked
		if code != c.f.Part {
			k = c.part(code)
		}
		c.d.PartEnd = append(c.d.PartEnd, PartEnd{code, k.ends})
		if k.starts != c.start {
			c.because(CodePartAnew, c.law.PartAnew.Article,
				care.NewFact("ends", k.ends), care.NewFact("part", string(code)), care.NewFact("replaced", k.starts))
		}
	}
	for i := range c.f.Terms.Parts {
		add(c.f.Terms.Parts[i].Code)
	}
	if !c.law.PartAnew.Holds() {
		return
	}
	for i := range c.n {
		r := &c.repairs[i]
		for _, code := range r.Replaced {
			known := slices.ContainsFunc(c.d.PartEnd, func(p PartEnd) bool { return p.Part == code })
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
