package enquiry

import "github.com/chamsoc/chamsoc/care"

func (f Facts) debt() (Answer, Cause) {
	d := f.Debt.Value
	if d.Customer != f.Customer {
		return f.notFound(CauseForeign)
	}
	a := f.answered(f.Debt.AsOf, f.Debt.Source)
	a.Debt = &d
	switch {
	case d.Balance.Sign() > 0 && d.Overdue.Sign() > 0:
		a.Reasons = append(a.Reasons, CodeDebtOverdue.With(care.NewFact("balance", d.Balance), care.NewFact("overdue", d.Overdue)))
	case d.Balance.Sign() > 0:
		a.Reasons = append(a.Reasons, CodeDebt.With(care.NewFact("balance", d.Balance)))
	case d.Balance.Sign() < 0:
		a.Reasons = append(a.Reasons, CodeDebtOurs.With(care.NewFact("balance", d.Balance.Neg())))
	default:
		a.Reasons = append(a.Reasons, CodeDebtNone.With())
	}
	if d.Credit.Sign() > 0 {
		a.Reasons = append(a.Reasons, CodeCredit.With(care.NewFact("credit", d.Credit)))
	}
	for _, item := range d.Items {
		if item.DueOn.IsZero() {
			a.Reasons = append(a.Reasons, CodeDebtItem.With(care.NewFact("number", item.Number), care.NewFact("remaining", item.Remaining)))
		} else {
			a.Reasons = append(a.Reasons, CodeDebtItemDue.With(care.NewFact("number", item.Number), care.NewFact("remaining", item.Remaining),
				care.NewFact("on", item.DueOn)))
		}
	}
	return f.dated(a), ""
}
