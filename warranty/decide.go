package warranty

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Facts are all that a coverage decision rests on. Same facts, same decision, for ever.
type Facts struct {
	Unit      UnitRef
	Delivered calendar.Date
	Sold      calendar.Date // the date of the contract; zero: as Delivered
	Terms     Terms         // the edition that the sale is under
	Bound     bool          // that edition was published before the sale, so its exclusions bind
	Later     []Terms       // later editions that were published after the sale, so their exclusions do not bind it
	On        calendar.Date // the day on which the fault showed
	Fault     FaultCode     // "": not known yet
	Part      PartCode      // the part at fault, "": the product

	Zone *time.Location // in which the dates of publication are told; nil: Vietnam
}

// Outcome says whether the warranty covers a fault.
type Outcome string

// The outcomes. The zero Outcome means that nothing was decided.
const (
	Covered    Outcome = "covered"
	NotCovered Outcome = "not_covered"
)

var outcomeTerms = care.NewTerms(
	care.NewTerm(Covered, "Được bảo hành", "Covered"),
	care.NewTerm(NotCovered, "Không được bảo hành", "Not covered"),
)

// Terms lists the outcomes.
func (Outcome) Terms() care.Terms[Outcome] { return outcomeTerms }

// Decision is the answer to whether a fault is covered, with its reasons, and with the versions it was decided by.
type Decision struct {
	Outcome Outcome       `json:"outcome"`
	Unit    UnitRef       `json:"unit"`
	Starts  calendar.Date `json:"starts"`
	Ends    calendar.Date `json:"ends"` // the last day of the term that was applied, until 24:00
	On      calendar.Date `json:"on"`
	Fault   FaultCode     `json:"fault,omitempty"`
	Part    PartCode      `json:"part,omitempty"`
	Terms   TermsCode     `json:"terms"`
	Edition int           `json:"edition"`
	Reasons care.Reasons  `json:"reasons"`
	PartEnd []PartEnd     `json:"part_ends,omitempty"`
}

// PartEnd is the last day of a part's own term.
type PartEnd struct {
	Part PartCode      `json:"part"`
	Ends calendar.Date `json:"ends"`
}

// TermEnd is the last day of a term of so many months: the corresponding day of the last month, or that month's last day if it has no such day (Civil Code
// 91/2015/QH13 art. 148.3). The day of delivery itself is not counted (art. 147.2), so a year ends on the same date. A last day that falls on a
// day off is not moved here.
func TermEnd(delivered calendar.Date, months int) calendar.Date { return delivered.AddMonths(months) }

// Decide says whether a fault is covered, and why. It is pure: it knows no clock and no store.
func Decide(f Facts) Decision {
	months := f.Terms.Months
	if part, ok := f.Terms.Part(f.Part); ok {
		months = part.Months
	}
	d := Decision{
		Unit: f.Unit, Starts: f.Delivered, Ends: TermEnd(f.Delivered, months), On: f.On, Fault: f.Fault, Part: f.Part,
		Terms: f.Terms.Code, Edition: f.Terms.Edition,
	}
	for _, p := range f.Terms.Parts {
		d.PartEnd = append(d.PartEnd, PartEnd{p.Code, TermEnd(f.Delivered, p.Months)})
	}
	d.Outcome, d.Reasons = f.outcome(d)
	if d.Ends.Day() < d.Starts.Day() {
		d.Reasons = append(d.Reasons, CodeMonthClipped.With(
			care.NewFact("starts", d.Starts), care.NewFact("months", months), care.NewFact("ends", d.Ends)))
	}
	return d
}

func (f Facts) outcome(d Decision) (Outcome, care.Reasons) {
	on, starts, ends := care.NewFact("on", d.On), care.NewFact("starts", d.Starts), care.NewFact("ends", d.Ends)
	switch {
	case d.On.Before(d.Starts):
		return NotCovered, care.Reasons{CodeNotStarted.With(on, starts)}
	case d.On.After(d.Ends):
		return NotCovered, care.Reasons{CodeExpired.With(on, starts, ends)}
	}
	covered := CodeCovered.With(on, starts, ends, care.NewFact("terms", f.Terms.Code), care.NewFact("edition", f.Terms.Edition))
	if e, ok := f.Terms.Exclusion(f.Fault); ok && f.Bound {
		return NotCovered, care.Reasons{CodeExcluded.With(care.NewFact("exclusion", e.Text), f.published(f.Terms))}
	}
	if e, t, ok := f.unbinding(); ok {
		return Covered, care.Reasons{covered, CodeExclusionUnpublished.With(
			care.NewFact("exclusion", e.Text), f.published(t), care.NewFact("sold", f.sold()))}
	}
	return Covered, care.Reasons{covered}
}

func (f Facts) sold() calendar.Date {
	if f.Sold.IsZero() {
		return f.Delivered
	}
	return f.Sold
}

// published is the date of publication, where the shop is.
func (f Facts) published(t Terms) care.Fact {
	return care.NewFact("published", calendar.DateOf(t.Published, care.Env{Zone: f.Zone}.Location()))
}

// unbinding finds an exclusion of the fault that was published only after the sale.
func (f Facts) unbinding() (Exclusion, Terms, bool) {
	editions := f.Later
	if !f.Bound {
		editions = append([]Terms{f.Terms}, f.Later...)
	}
	for _, t := range editions {
		if e, ok := t.Exclusion(f.Fault); ok {
			return e, t, true
		}
	}
	return Exclusion{}, Terms{}, false
}
