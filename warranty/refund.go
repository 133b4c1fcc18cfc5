package warranty

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// PaidLine is a line of the invoice on which a product, or something that was bought with it, was paid.
type PaidLine struct {
	Line int        `json:"line"`
	Paid care.Money `json:"paid"` // for the whole line
	// Share is what of it is for this product: the price of one of several units. Default: all, where it is the only one.
	Share care.Money `json:"share,omitzero"`
}

// RefundLine is what is paid back of a line of the invoice.
type RefundLine struct {
	Line   int        `json:"line"`
	Amount care.Money `json:"amount"`
}

// RefundFacts are all that the amount of a refund rests on.
type RefundFacts struct {
	Lines []PaidLine
	// Months is over how long the price is written off, in a straight line from Delivered. 0: it is not, and all is paid back, since the law
	// says nothing of use.
	Months    int
	Delivered calendar.Date
	On        calendar.Date
	// Amount is that of a price reduction. Zero: the product comes back, and so does the price.
	Amount care.Money
	// Before is what was paid back for this product before, in any order.
	Before []RefundLine
	// Returned is what was paid back of each whole line, for this and other products.
	Returned []RefundLine
}

// RefundPlan is what is to be paid back, and why so much.
type RefundPlan struct {
	Total   care.Money   `json:"total"`
	Lines   []RefundLine `json:"lines"` // those of which something is paid back
	Reasons care.Reasons `json:"reasons"`
}

// PlanRefund says what is to be paid back of each line, so that the parts sum to the whole: the price, or what is left of it in a straight line, or the amount
// of a reduction, divided over the lines by the largest remainder, less what was paid back for this product before. It is pure.
//
// It refuses with *care.Invalid what would be more than was paid.
func PlanRefund(f RefundFacts) (plan RefundPlan, err error) {
	shares, whole, err := sharesOf(f.Lines)
	if err != nil {
		return plan, err
	}
	total := f.Amount
	switch {
	case total.Sign() < 0:
		return plan, care.RefuseAt("amount", total.String(), CodeAmountPositive.With())
	case !total.IsZero():
		plan.Reasons = care.Reasons{CodeRefundReduction.With(care.NewFact("amount", total), care.NewFact("paid", whole))}
	case f.Months == 0:
		total = whole
		plan.Reasons = care.Reasons{CodeRefundFull.With(care.NewFact("paid", whole))}
	default:
		var why care.Reason
		if total, why, err = straightLine(f, whole); err != nil {
			return plan, err
		}
		plan.Reasons = care.Reasons{why}
	}
	if total, err = plan.divide(f, shares, total); err != nil {
		return plan, err
	}
	if plan.Total = total; len(plan.Lines) == 0 {
		return RefundPlan{}, care.RefuseAt("lines", "", CodeNothingLeft.With(care.NewFact("paid", whole)))
	}
	return plan, nil
}

// sharesOf are the shares of the product in the lines, and their sum.
func sharesOf(lines []PaidLine) (shares []care.Money, whole care.Money, err error) {
	var p care.Problems
	if len(lines) == 0 || len(lines) > maxRefundLines {
		p.Add("lines", strconv.Itoa(len(lines)), CodeRefundLines.With(care.NewFact("limit", maxRefundLines)))
	}
	seen := map[int]bool{}
	for i, line := range lines {
		share := line.Share
		if share.IsZero() {
			share = line.Paid
		}
		over, err := share.Cmp(line.Paid)
		sum, sumErr := whole.Add(share)
		switch {
		case line.Line < 1 || seen[line.Line]:
			p.Add(index("lines", i)+".line", strconv.Itoa(line.Line), CodeRefundLine.With())
		case err != nil:
			p.Join(index("lines", i)+".share", share.String(), err)
		case sumErr != nil:
			p.Join(index("lines", i)+".paid", line.Paid.String(), sumErr)
		case share.Sign() <= 0:
			p.Add(index("lines", i)+".paid", line.Paid.String(), CodeAmountPositive.With())
		case over > 0:
			p.Add(index("lines", i)+".share", share.String(), CodeShareOver.With(care.NewFact("paid", line.Paid)))
		}
		seen[line.Line], whole, shares = true, sum, append(shares, share)
	}
	return shares, whole, p.Err()
}

const maxRefundLines = 100

// straightLine is what is left of a price that is written off day by day. The day of delivery is not counted, as in the term.
func straightLine(f RefundFacts, whole care.Money) (care.Money, care.Reason, error) {
	if f.Months < 0 || f.Months > maxMonths || f.Delivered.IsZero() {
		return care.Money{}, care.Reason{}, care.RefuseAt("months", strconv.Itoa(f.Months), CodeMonths.With(care.NewFact("most", maxMonths)))
	}
	end := TermEnd(f.Delivered, f.Months)
	days := f.Delivered.DaysUntil(end)
	left := min(max(f.On.DaysUntil(end), 0), days)
	total, err := whole.ProRataHalfUp(int64(left), int64(days))
	return total, CodeRefundStraight.With(care.NewFact("days", days), care.NewFact("ends", end), care.NewFact("left", left),
		care.NewFact("paid", whole), care.NewFact("total", total)), err
}

// divide divides the total over the lines, less what was paid back for this product before, and returns what that sums to.
func (plan *RefundPlan) divide(f RefundFacts, shares []care.Money, total care.Money) (sum care.Money, err error) {
	weights, err := weightsOf(shares)
	if err != nil {
		return sum, err
	}
	parts, err := total.Split(weights)
	if err != nil {
		return sum, err
	}
	var p care.Problems
	var before care.Money
	for i, line := range f.Lines {
		own, err := paidBack(f.Before, line.Line)
		if err != nil {
			return sum, err
		}
		due, most := parts[i], shares[i]
		if f.Amount.IsZero() { // the price itself: what came back before is a part of it
			if due, err = due.Sub(own); err != nil {
				return sum, err
			}
			if before, err = before.Add(own); err != nil {
				return sum, err
			}
		} else if most, err = most.Sub(own); err != nil {
			return sum, err
		}
		if due.Sign() <= 0 {
			continue
		}
		if err := within(&p, f, i, due, most); err != nil {
			return sum, err
		}
		if sum, err = sum.Add(due); err != nil {
			return sum, err
		}
		plan.Lines = append(plan.Lines, RefundLine{line.Line, due})
	}
	if before.Sign() > 0 {
		plan.Reasons = append(plan.Reasons, CodeRefundBefore.With(care.NewFact("before", before)))
	}
	return sum, p.Err()
}

// within refuses more of a line than is left of it.
func within(p *care.Problems, f RefundFacts, i int, due, most care.Money) error {
	line := f.Lines[i]
	returned, err := paidBack(f.Returned, line.Line)
	if err != nil {
		return err
	}
	left, err := line.Paid.Sub(returned)
	if err != nil {
		return err
	}
	if less, err := most.Cmp(left); err != nil {
		return err
	} else if less < 0 {
		left = most
	}
	if over, err := due.Cmp(left); err != nil {
		return err
	} else if over > 0 {
		p.Add(index("lines", i), due.String(), CodeRefundTooMuch.With(care.NewFact("left", left), care.NewFact("paid", line.Paid)))
	}
	return nil
}

// paidBack sums what was paid back of a line.
func paidBack(lines []RefundLine, line int) (sum care.Money, err error) {
	for _, l := range lines {
		if l.Line == line && err == nil {
			sum, err = sum.Add(l.Amount)
		}
	}
	return sum, err
}

// weightsOf are amounts as whole numbers of one unit.
func weightsOf(amounts []care.Money) ([]int64, error) {
	places := int32(0)
	for _, m := range amounts {
		places = max(places, -m.Decimal().Exponent())
	}
	weights := make([]int64, len(amounts))
	for i, m := range amounts {
		units := m.Decimal().Mul(decimal.New(1, places)).BigInt()
		if !units.IsInt64() {
			return nil, care.RefuseAt(index("lines", i), m.String(), care.CodeNumberSize.With())
		}
		weights[i] = units.Int64()
	}
	return weights, nil
}
