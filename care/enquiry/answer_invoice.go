package enquiry

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// own picks the invoices that may be told of, and says why if there is none.
func (f Facts) own() (own []care.Invoice, none Cause) {
	none = CauseNothing
	for _, i := range f.Invoices.Value {
		switch {
		case !sameInvoice(i, f.Number, f.Symbol): // the port answered more than it was asked
		case f.Shown || i.Customer == f.Customer:
			own = append(own, i)
		default:
			none = CauseForeign
		}
	}
	return own, none
}

func (f Facts) invoices(own []care.Invoice) Answer {
	a := f.answered(f.Invoices.AsOf, f.Invoices.Source)
	a.Invoices = own
	for _, i := range own {
		a.Reasons = append(a.Reasons, f.ofInvoice(i)...)
	}
	return f.dated(a)
}

func (f Facts) ofInvoice(i care.Invoice) (reasons care.Reasons) {
	number, issued := care.NewFact("number", i.Number), care.NewFact("issued", calendar.DateOf(i.IssuedAt, f.Zone))
	if care.IsKnown(i.Status) {
		reasons = append(reasons, CodeInvoice.With(number, issued, care.NewFact("status", care.NameOf(i.Status)),
			care.NewFact("total", i.Total), care.NewFact("paid", i.Paid), care.NewFact("due", i.Due)))
	} else {
		reasons = append(reasons, CodeInvoiceUnknown.With(number, issued, care.NewFact("raw", said(i.Raw)), care.NewFact("total", i.Total)))
	}
	if !i.DueOn.IsZero() && i.Due.Sign() > 0 {
		reasons = append(reasons, CodeInvoiceDueOn.With(number, care.NewFact("on", i.DueOn)))
	}
	if i.Supersedes != "" {
		reasons = append(reasons, CodeInvoiceSupersedes.With(number, care.NewFact("other", i.Supersedes)))
	}
	return reasons
}

// said is what a system reported, in its own words.
func said(raw care.RawStatus) string {
	switch {
	case raw.Text == "":
		return raw.Code
	case raw.Code == "":
		return raw.Text
	}
	return raw.Code + " " + raw.Text
}
