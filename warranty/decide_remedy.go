package warranty

import (
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// remedies lists what the customer can have: what is open from the start, and what repairs that did not help or a time that has run out have opened.
func (c *decider) remedies() {
	if c.d.Outcome != Covered {
		c.d.Remedies = nil
		return
	}
	c.fromTheStart()
	helpless, count := c.repairsReached()
	if count > 0 && !helpless {
		c.because(CodeRepairsNotReached, c.law.Repairs.Article, care.NewFact("count", count), care.NewFact("needed", c.f.Reading.AttemptsOf(c.law)))
	}
	if helpless {
		c.open(c.law.Opens, c.b.Reason(CodeRepairsReached, care.NewFact("count", count), care.NewFact("needed", c.f.Reading.AttemptsOf(c.law))).
			Under(c.law.Repairs.Article))
	}
	if why, ok := c.timeOut(); ok && c.law.TimeOut.Holds() {
		c.open(c.law.Opens, why.Under(c.law.TimeOut.Article))
		if c.law.Lower.Holds() {
			c.open([]law.Remedy{law.Reduction}, why.Under(c.law.Lower.Article))
		}
	}
}

func (c *decider) fromTheStart() {
	f := c.f
	if !c.law.Choice.Holds() {
		c.d.Remedies = append(c.d.Remedies, Opening{law.Repair, Trader, c.b.Reason(CodeRepairOpen).Under(c.law.Free.Article)})
		return
	}
	why := c.b.Reason(CodeChoiceOpen).Under(c.law.Choice.Article)
	if f.TooDear == law.Repair || f.TooDear == law.Exchange {
		why = c.b.Reason(CodeTooDear, care.NewFact("remedy", care.NameOf(f.TooDear))).Under(c.law.Choice.Article)
	}
	for _, remedy := range []law.Remedy{law.Repair, law.Exchange} {
		if remedy != f.TooDear {
			c.d.Remedies = append(c.d.Remedies, Opening{remedy, Customer, why})
		}
	}
}

// open adds remedies that are not open yet.
func (c *decider) open(remedies []law.Remedy, why care.Reason) {
	chooser := Customer
	if !c.law.Elects.Holds() && c.f.Reading.TraderChooses {
		chooser = Trader
	}
	for _, remedy := range remedies {
		if slices.ContainsFunc(c.d.Remedies, func(o Opening) bool { return o.Remedy == remedy }) {
			continue
		}
		if remedy == law.Refund && c.f.Minor && c.law.Minor.Holds() {
			if !c.d.Reasons.Has(CodeMinor) {
				c.because(CodeMinor, c.law.Minor.Article)
			}
			continue
		}
		c.d.Remedies = append(c.d.Remedies, Opening{remedy, chooser, why})
	}
}

// repairsReached counts the repairs that were completed in the term and did not cure this fault, and reports whether they are enough.
func (c *decider) repairsReached() (bool, int) {
	if !c.law.Repairs.Holds() {
		return false, 0
	}
	count := 0
	for i := range c.n {
		r := &c.repairs[i]
		same := r.Fault == c.f.Fault && r.Fault != ""
		if !r.Out.IsZero() && (same || c.f.Reading.AnyFault) {
			count++
		}
	}
	return count >= c.f.Reading.AttemptsOf(c.law), count
}

// timeOut finds a repair whose time has run out, or that could not be done.
func (c *decider) timeOut() (care.Reason, bool) {
	days := c.f.Reading.DaysOf(c.law)
	for i := range c.n {
		r := &c.repairs[c.n-1-i]
		switch {
		case r.Failed && r.Out.IsZero() && c.concerns(r): // the trader gave up: there is nothing to wait for
			return c.b.Reason(CodeRepairImpossible, care.NewFact("in", r.In)), true
		case r.Failed && c.concerns(r):
			return c.b.Reason(CodeRepairFailed, care.NewFact("in", r.In), care.NewFact("out", r.Out)), true
		case !r.Out.IsZero():
		case !r.Promised.IsZero() && r.Promised.Before(c.f.Asked):
			return c.b.Reason(CodeTimeOut, care.NewFact("in", r.In), care.NewFact("promised", r.Promised), care.NewFact("asked", c.f.Asked)), true
		case r.Promised.IsZero() && r.In.AddDays(days).Before(c.f.Asked):
			return c.b.Reason(CodeReasonableTimeOut, care.NewFact("in", r.In), care.NewFact("days", days), care.NewFact("asked", c.f.Asked)), true
		}
	}
	return care.Reason{}, false
}

// concerns reports whether a repair may have been of this fault: that another one could not be cured says nothing about it.
func (c *decider) concerns(r *Repair) bool {
	return r.Fault == c.f.Fault || r.Fault == "" || c.f.Fault == "" || c.f.Reading.AnyFault
}
