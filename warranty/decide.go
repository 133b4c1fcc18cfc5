package warranty

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// Decide says whether a fault is covered, until when the product and each part is, what the customer can have, who pays, and what else is owed: and why. It
// is pure: it knows no clock and no store, and the order in which repairs are listed makes no difference.
func Decide(f Facts) Decision {
	f.fill()
	reseller := f.Reseller && f.Law.Code != law.Agreed().Code
	if reseller {
		f.Law = law.Agreed()
	}
	d := Decision{
		Unit: f.Unit, On: f.On, Fault: f.Fault, Part: f.Part, Terms: f.Terms.Code, Edition: f.Terms.Edition, Law: f.Law.Code, Reading: f.Reading,
		Calendar: f.Calendar,
	}
	r := new(room)
	d.Reasons, d.Remedies, d.Duties, d.PartEnd = r.reasons[:1], r.remedies[:0], r.duties[:0], r.parts[:0] // see settle
	b := care.NewReasonBuilder(9 + 6*len(f.Repairs) + 2*len(f.Terms.Parts))
	var few [4]Repair // so that few repairs need no memory of their own
	c := decider{f: &f, law: &f.Law, d: &d, b: &b, repairs: append(few[:0], f.Repairs...)}
	if reseller {
		c.because(CodeNotConsumer, "")
	}
	c.terms()
	c.outcome()
	c.remedies()
	c.charges()
	c.burden()
	c.duties()
	if len(d.PartEnd) == 0 {
		d.PartEnd = nil
	}
	return d
}

// room is the memory of most decisions, in one piece. Longer ones take more.
type room struct {
	reasons  [11]care.Reason
	remedies [4]Opening
	duties   [4]Duty
	parts    [4]PartEnd
}

// decider is a decision in the making. What it points to is kept apart, and no slice is made longer, so that all of it stays on the stack.
type decider struct {
	f   *Facts
	law *law.Regime
	d   *Decision
	b   *care.ReasonBuilder

	start   calendar.Date // of the product's clock
	product clock         // by what was agreed
	lawful  clock         // what the law itself gives; zero: nothing
	asked   clock         // of the part that is asked about; zero: none is
	repairs []Repair      // in order; those that count are the first n
	n       int
	beyond  bool          // some of those came after the product's term, and count for a part
	total   int           // days in repair since the start
	until   calendar.Date // and up to when they are counted
}

// because adds a reason to those of the outcome and the term.
func (c *decider) because(code *care.Code, article string, facts ...care.Fact) {
	c.d.Reasons = append(c.d.Reasons, c.b.Reason(code, facts...).Under(article))
}

// settle gives the first reason, which is for the outcome.
func (c *decider) settle(code *care.Code, article string, facts ...care.Fact) {
	c.d.Reasons[0] = c.b.Reason(code, facts...).Under(article)
}

func (c *decider) outcome() {
	f, d := c.f, c.d
	d.Outcome = NotCovered
	switch {
	case !f.Returned.IsZero():
		c.settle(CodeReturned, "", care.NewFact("returned", f.Returned))
		return
	case d.On.Before(c.start):
		c.settle(CodeNotStarted, c.law.Term.Article, care.NewFact("on", d.On), care.NewFact("starts", c.start))
		return
	case d.On.After(d.Ends):
		c.settle(CodeExpired, c.law.Term.Article, care.NewFact("ends", d.Ends), care.NewFact("on", d.On), care.NewFact("starts", d.Starts))
		return
	}
	exclusion, excluded := f.Terms.Exclusion(f.Fault)
	lawful := c.law.Mandatory.Holds() && !d.On.After(c.lawful.ends)
	if excluded && f.Bound && !lawful {
		c.settle(CodeExcluded, c.law.Published.Article, care.NewFact("exclusion", exclusion.Text), f.published(&f.Terms))
		return
	}
	if c.cardMissing() {
		return
	}
	d.Outcome = Covered
	c.settle(CodeCovered, c.law.Term.Article, care.NewFact("edition", f.Terms.Edition), care.NewFact("ends", d.Ends), care.NewFact("on", d.On),
		care.NewFact("starts", d.Starts), care.NewFact("terms", string(f.Terms.Code)))
	if excluded && f.Bound {
		c.because(CodeExclusionMandatory, c.law.Mandatory.Article, care.NewFact("exclusion", exclusion.Text), care.NewFact("until", c.lawful.ends))
	} else if e, t, ok := f.unbinding(); ok {
		c.because(CodeExclusionUnpublished, c.law.Published.Article, care.NewFact("exclusion", e.Text), f.published(t), care.NewFact("sold", f.Sold))
	}
}

// cardMissing decides what a missing card means, and reports whether it is the end.
func (c *decider) cardMissing() bool {
	card := c.f.Card
	if card.Shown || card.Demanded.IsZero() {
		return false
	}
	demanded, sold := care.NewFact("demanded", card.Demanded), care.NewFact("sold", c.f.Sold)
	late := card.Demanded.After(c.f.Sold)
	switch {
	case c.law.CardNever.Holds():
		c.because(CodeCardNotNeeded, c.law.CardNever.Article)
	case late && c.law.CardDisclosed.Holds():
		c.because(CodeCardUndisclosed, c.law.CardDisclosed.Article, demanded, sold)
	case late:
		c.because(CodeCardUndisclosed, c.law.Published.Article, demanded, sold)
	case c.law.CardDoubtful.Holds() && !c.f.Reading.CardCondition:
		c.because(CodeCardNotNeeded, c.law.CardDoubtful.Article)
	default:
		c.settle(CodeCardMissing, c.law.CardDisclosed.Article, demanded, sold)
		return true
	}
	return false
}

// published is the date of publication, where the shop is.
func (f *Facts) published(t *Terms) care.Fact {
	return care.NewFact("published", calendar.DateOf(t.Published, care.Env{Zone: f.Zone}.Location()))
}

// unbinding finds an exclusion of the fault that was published only after the sale.
func (f *Facts) unbinding() (Exclusion, *Terms, bool) {
	if !f.Bound {
		if e, ok := f.Terms.Exclusion(f.Fault); ok {
			return e, &f.Terms, true
		}
	}
	for i := range f.Later {
		if e, ok := f.Later[i].Exclusion(f.Fault); ok {
			return e, &f.Later[i], true
		}
	}
	return Exclusion{}, nil, false
}
