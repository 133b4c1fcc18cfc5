package warranty_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/warranty"
)

func TestPlanRefund(t *testing.T) {
	vnd := care.VND
	paid := func(line int, amount, share int64) warranty.PaidLine {
		l := warranty.PaidLine{Line: line, Paid: vnd(amount)}
		if share > 0 {
			l.Share = vnd(share)
		}
		return l
	}
	back := func(line int, amount int64) warranty.RefundLine {
		return warranty.RefundLine{Line: line, Amount: vnd(amount)}
	}
	for name, c := range map[string]struct {
		facts    warranty.RefundFacts
		want     []warranty.RefundLine
		total    int64
		codes    []string
		problems []string
	}{
		"the whole price, with what was bought with it": {facts: warranty.RefundFacts{Lines: []warranty.PaidLine{paid(1, 9_990_000, 0), paid(2, 250_000, 0)}},
			want: []warranty.RefundLine{back(1, 9_990_000), back(2, 250_000)}, total: 10_240_000, codes: []string{"warranty.refund_full"}},
		// 365 days from 31 August 2026 to 31 August 2027; 182 of them are left on 2 March 2027: 1,000,001 × 182/365 is 498,630.6
		"in a straight line, divided by the largest remainder": {facts: warranty.RefundFacts{Lines: []warranty.PaidLine{paid(1, 333_334, 0), paid(2, 333_334, 0), paid(3, 333_333, 0)},
			Months: 12, Delivered: day("2026-08-31"), On: day("2027-03-02")},
			want: []warranty.RefundLine{back(1, 166_211), back(2, 166_210), back(3, 166_210)}, total: 498_631, codes: []string{"warranty.refund_straight"}},
		"less what came back before": {facts: warranty.RefundFacts{Lines: []warranty.PaidLine{paid(1, 1_000_000, 0)},
			Before: []warranty.RefundLine{back(1, 200_000), back(1, 50_000)}, Returned: []warranty.RefundLine{back(1, 250_000)}},
			want: []warranty.RefundLine{back(1, 750_000)}, total: 750_000, codes: []string{"warranty.refund_full", "warranty.refund_before"}},
		"a reduction": {facts: warranty.RefundFacts{Lines: []warranty.PaidLine{paid(1, 1_000_000, 500_000)}, Amount: vnd(100_000)},
			want: []warranty.RefundLine{back(1, 100_000)}, total: 100_000, codes: []string{"warranty.refund_reduction"}},
		"a reduction of more than is left": {facts: warranty.RefundFacts{Lines: []warranty.PaidLine{paid(1, 1_000_000, 500_000)}, Amount: vnd(400_000),
			Before: []warranty.RefundLine{back(1, 100_001)}, Returned: []warranty.RefundLine{back(1, 100_001)}}, problems: []string{"lines[0] warranty.refund_too_much"}},
		"of a line of which others had their part": {facts: warranty.RefundFacts{Lines: []warranty.PaidLine{paid(1, 1_000_000, 500_000)},
			Returned: []warranty.RefundLine{back(1, 600_000)}}, problems: []string{"lines[0] warranty.refund_too_much"}},
		"after the end of the line": {facts: warranty.RefundFacts{Lines: []warranty.PaidLine{paid(1, 1_000_000, 0)}, Months: 12, Delivered: day("2026-08-31"), On: day("2028-01-01")},
			problems: []string{"lines warranty.nothing_left"}},
		"nothing": {problems: []string{"lines warranty.refund_lines"}},
		"faulty lines": {facts: warranty.RefundFacts{Lines: []warranty.PaidLine{paid(0, 1, 0), paid(2, 5, 6), paid(2, 5, 0), {Line: 4}}},
			problems: []string{"lines[0].line warranty.refund_line", "lines[1].share warranty.share_over", "lines[2].line warranty.refund_line", "lines[3].paid warranty.amount_positive"}},
	} {
		plan, err := warranty.PlanRefund(c.facts)
		if c.problems != nil {
			assert.Equal(t, c.problems, problems(t, err), name)
			continue
		}
		require.NoError(t, err, name)
		assert.Equal(t, asJSON(t, c.want), asJSON(t, plan.Lines), name)
		assert.Equal(t, vnd(c.total).String(), plan.Total.String(), name)
		assert.Equal(t, c.codes, codes(plan.Reasons), name)
		sound(t, plan.Reasons...)
	}
}

// TestRefundsNeverExceedWhatWasPaid pays back again and again, in every way: the sum of each line stays within what was paid, and parts sum to the whole.
func TestRefundsNeverExceedWhatWasPaid(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	for range 2000 {
		f := warranty.RefundFacts{Delivered: day("2026-01-31"), On: day("2026-01-31").AddDays(r.IntN(500))}
		left := map[int]int64{}
		for i := range 1 + r.IntN(4) {
			amount := 1 + r.Int64N(1_000_000)
			left[i+1] = amount
			f.Lines = append(f.Lines, warranty.PaidLine{Line: i + 1, Paid: care.VND(amount), Share: care.VND(1 + r.Int64N(amount))})
		}
		for range 5 {
			f.Months, f.Amount = r.IntN(24), care.Money{}
			if r.IntN(2) == 0 {
				f.Amount = care.VND(1 + r.Int64N(500_000))
			}
			plan, err := warranty.PlanRefund(f)
			if err != nil {
				problems(t, err)
				continue
			}
			var sum care.Money
			for _, line := range plan.Lines {
				amount := line.Amount.Decimal().IntPart()
				require.Positive(t, amount)
				left[line.Line] -= amount
				require.GreaterOrEqual(t, left[line.Line], int64(0))
				sum, err = sum.Add(line.Amount)
				require.NoError(t, err)
			}
			require.Equal(t, plan.Total.String(), sum.String())
			f.Before, f.Returned = append(f.Before, plan.Lines...), append(f.Returned, plan.Lines...)
		}
	}
}
