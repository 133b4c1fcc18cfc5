package enquiry

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

func (f Facts) warranties() (Answer, Cause) {
	a := f.answered(f.Warranties.AsOf, f.Warranties.Source)
	none := CauseNothing
	for _, w := range f.Warranties.Value {
		if !f.Shown && w.Customer != f.Customer {
			none = CauseForeign
			continue
		}
		a.Warranties = append(a.Warranties, w)
		a.Reasons = append(a.Reasons, f.ofWarranty(w))
	}
	if len(a.Warranties) == 0 {
		return f.notFound(none)
	}
	return f.dated(a), ""
}

func (f Facts) ofWarranty(w Warranty) care.Reason {
	name := w.Name
	if name == (care.Text{}) {
		name = care.Text{VI: string(w.Product), EN: string(w.Product)}
	}
	facts := []care.Fact{care.NewFact("product", name), care.NewFact("starts", w.Starts), care.NewFact("ends", w.Ends)}
	if calendar.DateOf(f.Asked, f.Zone).After(w.Ends) {
		return CodeWarrantyOver.With(facts...)
	}
	return CodeWarranty.With(facts...)
}
