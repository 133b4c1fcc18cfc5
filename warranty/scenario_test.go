package warranty_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// sold is a sale under a regime, Vietnam's by the date for "".
func sold(regime law.Code, contract, delivered string, months int) warranty.Facts {
	terms := phoneTerms()
	terms.Code, terms.Months, terms.Parts, terms.Exclusions, terms.NoExclusions = "scenario", months, nil, nil, true
	r, ok := law.Find(regime)
	if !ok && regime != "" {
		panic("no regime " + regime)
	}
	return warranty.Facts{
		Unit: warranty.UnitRef{Invoice: "HD1", Line: 1, Unit: 1}, Delivered: day(delivered), Sold: day(contract), Terms: terms, Bound: true, Law: r, Fault: "noise",
	}
}

func repaired(fault warranty.FaultCode, in, out string) warranty.Repair {
	return warranty.Repair{In: day(in), Out: day(out), Promised: day(out), Fault: fault}
}

func with(f warranty.Facts, change func(*warranty.Facts)) warranty.Facts {
	f.Repairs = append([]warranty.Repair(nil), f.Repairs...)
	change(&f)
	return f
}

// decide decides on a fault that showed on a date, with Vietnam's official calendar.
func decide(t *testing.T, f warranty.Facts, on string) warranty.Decision {
	t.Helper()
	f.On = day(on)
	if f.Official == nil {
		f.Official = official(t)
	}
	d := warranty.Decide(f)
	sound(t, d.All()...)
	return d
}

// lasts wants a term to end on a date: the fault of that day is covered, that of the next is not.
func lasts(t *testing.T, f warranty.Facts, until string) {
	t.Helper()
	last := decide(t, f, until)
	require.Equal(t, day(until), last.Ends, last.All().Text(care.LangEN))
	require.Equal(t, warranty.Covered, last.Outcome)
	require.Equal(t, warranty.NotCovered, decide(t, f, day(until).AddDays(1).String()).Outcome)
}

func remediesAre(t *testing.T, d warranty.Decision, remedies ...law.Remedy) {
	t.Helper()
	var all []law.Remedy
	for _, o := range d.Remedies {
		all = append(all, o.Remedy)
	}
	require.ElementsMatch(t, remedies, all, d.All().Text(care.LangEN))
}

// TestLawScenarios has the rows of warranty-scenarios.md that scenarios.json has not. Of kind I, both sides of the switch are tried.
func TestLawScenarios(t *testing.T) {
	vn := sold("", "2025-01-15", "2025-01-15", 12)
	eu := sold("eu-2024", "2026-08-01", "2026-08-15", 12)
	usFull, usLimited := sold("us-full", "2025-01-15", "2025-01-15", 24), sold("us-limited", "2025-01-15", "2025-01-15", 24)
	three := func(faults ...warranty.FaultCode) func(*warranty.Facts) {
		return func(f *warranty.Facts) {
			for i, fault := range faults {
				month := f.Delivered.AddMonths(i + 1)
				f.Repairs = append(f.Repairs, warranty.Repair{In: month, Out: month.AddDays(5), Promised: month.AddDays(6), Fault: fault})
			}
		}
	}
	rows := map[int]func(t *testing.T){
		14: func(t *testing.T) { // three weeks in repair; the day count is a switch
			f := with(vn, func(f *warranty.Facts) { f.Repairs = []warranty.Repair{repaired("noise", "2025-09-01", "2025-09-21")} })
			lasts(t, f, "2026-02-04")
			require.Equal(t, 20, decide(t, f, "2026-02-04").Suspended)
			f.Reading.BothDays = true
			lasts(t, f, "2026-02-05")
		},
		16: func(t *testing.T) { // repaired on the day
			f := with(vn, func(f *warranty.Facts) { f.Repairs = []warranty.Repair{repaired("noise", "2025-09-01", "2025-09-01")} })
			lasts(t, f, "2026-01-15")
			f.Reading.SameDay = true
			lasts(t, f, "2026-01-16")
		},
		17: func(t *testing.T) { // in repair over the last day: four days are left on hand-back, as at intake
			f := sold("", "2025-02-14", "2025-02-14", 12)
			f.Repairs = []warranty.Repair{repaired("noise", "2026-02-10", "2026-02-26")}
			lasts(t, f, "2026-03-02")
			require.Equal(t, 16, decide(t, f, "2026-03-02").Suspended)
		},
		19: func(t *testing.T) { // a compressor replaced
			r := repaired("noise", "2025-11-25", "2025-12-01")
			r.Replaced = []warranty.PartCode{"compressor"}
			f := with(vn, func(f *warranty.Facts) { f.Repairs = []warranty.Repair{r} })
			lasts(t, f, "2026-01-21")
			f.Part = "compressor"
			lasts(t, f, "2026-12-01")
			require.Equal(t, warranty.Covered, decide(t, f, "2026-06-01").Outcome)
			require.True(t, decide(t, f, "2026-06-01").Reasons.Has(warranty.CodePartAnew))
			f.Part = "door"
			require.Equal(t, warranty.NotCovered, decide(t, f, "2026-06-01").Outcome)
			f.Terms.Parts = []warranty.Part{{Code: "fan", Months: 6}}
			f.Repairs = append(f.Repairs, repaired("noise", "2025-12-10", "2025-12-12"))
			f.Repairs[1].Replaced = []warranty.PartCode{"compressor", "fan"}
			require.Equal(t, []warranty.PartEnd{{Part: "fan", Ends: day("2026-06-12")}, {Part: "compressor", Ends: day("2026-12-14")}}, decide(t, f, "2026-01-01").PartEnd,
				"each once; 12 December 2026 is a Saturday")
		},
		20: func(t *testing.T) { // exchanged for a new one: the old suspension days lapse
			f := with(vn, func(f *warranty.Facts) {
				f.Repairs, f.Exchanged = []warranty.Repair{repaired("noise", "2025-03-01", "2025-03-21")}, day("2025-06-01")
			})
			lasts(t, f, "2026-06-01")
			require.Zero(t, decide(t, f, "2026-06-01").Suspended)
		},
		22: func(t *testing.T) { // the receipt gives no time
			f := with(vn, func(f *warranty.Facts) { f.Repairs = []warranty.Repair{{In: day("2025-03-01"), Fault: "noise"}} })
			d := decide(t, f, "2025-03-20")
			duty, ok := d.Duty(warranty.DutyReceipt)
			require.True(t, ok)
			require.Equal(t, warranty.DutyBroken, duty.State)
			require.Equal(t, "19/2023/QH15: 30.2.c", duty.Why.Rule())
			remediesAre(t, d, law.Repair)
			f.Asked = day("2025-04-01") // thirty-one days after
			remediesAre(t, decide(t, f, "2025-03-01"), law.Repair, law.Exchange, law.Refund, law.Reduction)
			f.Reading.ReasonableDays = 31
			remediesAre(t, decide(t, f, "2025-03-01"), law.Repair)
		},
		23: func(t *testing.T) { // two repairs of one fault, a third report
			f := with(vn, three("noise", "noise"))
			d := decide(t, f, "2025-08-01")
			remediesAre(t, d, law.Repair)
			require.True(t, d.Reasons.Has(warranty.CodeRepairsNotReached))
			d = decide(t, with(f, three("noise", "noise", "noise")), "2025-08-01")
			remediesAre(t, d, law.Repair, law.Exchange, law.Refund)
			refund, _ := d.Open(law.Refund)
			require.True(t, refund.Why.Is(warranty.CodeRepairsReached))
			require.Equal(t, "19/2023/QH15: 30.2.đ", refund.Why.Rule())
			require.Equal(t, warranty.Customer, refund.Chooser)
			f = with(f, three("noise", "noise", "noise"))
			f.Reading.TraderChooses = true
			refund, _ = decide(t, f, "2025-08-01").Open(law.Refund)
			require.Equal(t, warranty.Trader, refund.Chooser)
		},
		25: func(t *testing.T) { // three repairs of three faults
			f := with(vn, three("noise", "leak", "light"))
			remediesAre(t, decide(t, f, "2025-08-01"), law.Repair)
			f.Reading.AnyFault = true
			remediesAre(t, decide(t, f, "2025-08-01"), law.Repair, law.Exchange, law.Refund)
		},
		26: func(t *testing.T) { // the third in the days added by suspension
			f := with(vn, func(f *warranty.Facts) {
				f.Repairs = []warranty.Repair{repaired("noise", "2026-01-20", "2026-01-24"), repaired("noise", "2025-03-01", "2025-03-06"), repaired("noise", "2025-09-01", "2025-09-06")}
			})
			d := decide(t, f, "2026-01-28")
			remediesAre(t, d, law.Repair, law.Exchange, law.Refund)
			require.Equal(t, day("2026-01-29"), d.Ends)
			f.Repairs[0] = repaired("noise", "2026-02-20", "2026-02-24") // a paid one, after the term
			d = decide(t, f, "2026-01-26")
			remediesAre(t, d, law.Repair)
			require.True(t, d.Reasons.Has(warranty.CodeRepairOutside))
		},
		28: func(t *testing.T) { // who pays the courier
			d := decide(t, vn, "2025-03-01")
			require.Equal(t, warranty.Trader, d.Carriage.Payer)
			require.Equal(t, "19/2023/QH15: 30.2.e", d.Carriage.Why.Rule())
			require.Contains(t, d.Carriage.Why.Text(care.LangEN), "home or the place of use")
		},
		29: func(t *testing.T) { // a loaner or another solution
			for loaner, want := range map[warranty.Loaner]warranty.DutyState{
				"": warranty.DutyDue, warranty.LoanerGiven: warranty.DutyDone, warranty.LoanerAgreed: warranty.DutyDone,
			} {
				f := with(vn, func(f *warranty.Facts) {
					f.Repairs = []warranty.Repair{{In: day("2025-03-01"), Promised: day("2025-03-11"), Fault: "noise", Loaner: loaner}}
				})
				d := decide(t, f, "2025-03-05")
				duty, ok := d.Duty(warranty.DutyLoaner)
				require.True(t, ok)
				require.Equal(t, want, duty.State)
				require.Equal(t, loaner == warranty.LoanerAgreed, d.Reasons.Has(warranty.CodeLoanerAgreed))
				require.Equal(t, "19/2023/QH15: 30.2.d", duty.Why.Rule())
			}
		},
		31: func(t *testing.T) { // no card
			f := with(vn, func(f *warranty.Facts) { f.Card.Demanded = day("2024-12-01") })
			d := decide(t, f, "2025-03-01")
			require.Equal(t, warranty.Covered, d.Outcome)
			require.True(t, d.Reasons.Has(warranty.CodeCardNotNeeded))
			f.Reading.CardCondition = true
			require.True(t, decide(t, f, "2025-03-01").Reasons.Has(warranty.CodeCardMissing))
			f.Card.Demanded = day("2025-02-01") // after the sale
			d = decide(t, f, "2025-03-01")
			require.Equal(t, warranty.Covered, d.Outcome)
			require.True(t, d.Reasons.Has(warranty.CodeCardUndisclosed))
			f.Card = warranty.Card{Demanded: day("2024-12-01"), Shown: true}
			require.Equal(t, warranty.Covered, decide(t, f, "2025-03-01").Outcome)
		},
		34: func(t *testing.T) { // data for an outside centre
			f := with(vn, func(f *warranty.Facts) { f.Outside = true })
			duty, ok := decide(t, f, "2025-03-01").Duty(warranty.DutyConsent)
			require.True(t, ok)
			require.Equal(t, warranty.DutyDue, duty.State)
			f.Consented = true
			duty, _ = decide(t, f, "2025-03-01").Duty(warranty.DutyConsent)
			require.Equal(t, warranty.DutyDone, duty.State)
		},
		35: func(t *testing.T) { // under the law of 2010: the outcome is the same
			f := sold("", "2024-05-20", "2024-05-20", 12)
			f.Repairs = []warranty.Repair{repaired("noise", "2024-08-01", "2024-08-11")}
			lasts(t, f, "2025-05-30")
			d := decide(t, with(f, three("noise", "noise", "noise")), "2025-01-10")
			require.Equal(t, law.Code("vn-2010"), d.Law)
			remediesAre(t, d, law.Repair, law.Exchange, law.Refund)
			require.Contains(t, fmt.Sprint(d.Reasons[1].Rule()), "59/2010/QH12")
		},
		37: func(t *testing.T) { // a firm for its office, and a reseller
			d := decide(t, vn, "2025-03-01")
			require.Equal(t, law.Code("vn-2023"), d.Law)
			f := with(vn, func(f *warranty.Facts) { f.Reseller = true })
			d = decide(t, f, "2025-03-01")
			require.Equal(t, law.Code("agreed"), d.Law)
			require.True(t, d.Reasons.Has(warranty.CodeNotConsumer))
			require.Empty(t, d.Duties)
		},
		38: func(t *testing.T) { // an elderly buyer
			f := with(vn, func(f *warranty.Facts) { f.Vulnerable = true })
			_, ok := decide(t, f, "2025-03-01").Duty(warranty.DutyPriority)
			require.True(t, ok)
			duty, ok := decide(t, f, "2026-03-01").Duty(warranty.DutyWriting)
			require.True(t, ok)
			require.Equal(t, "19/2023/QH15: 8.2.c", duty.Why.Rule())
		},
		40: func(t *testing.T) { // a complaint before Tet
			regime, _ := law.Find("vn-2023")
			by, err := regime.AcknowledgeBy(day("2026-02-13"), official(t))
			require.NoError(t, err)
			require.Equal(t, day("2026-02-25"), by)
		},
		41: func(t *testing.T) { // a complaint before a Saturday that is worked instead of 31 August
			regime, _ := law.Find("vn-2023")
			by, err := regime.AcknowledgeBy(day("2026-08-21"), official(t))
			require.NoError(t, err)
			require.Equal(t, day("2026-08-26"), by)
			usual := calendar.MustShifts("08:00-17:00")
			swapped, err := calendar.Compile(calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{{Mon: usual, Tue: usual, Wed: usual, Thu: usual, Fri: usual}},
				Overrides: []calendar.Override{{Date: day("2026-08-22"), Shifts: usual}}})
			require.NoError(t, err)
			by, err = regime.AcknowledgeBy(day("2026-08-21"), swapped)
			require.NoError(t, err)
			require.Equal(t, day("2026-08-25"), by)
		},
		43: func(t *testing.T) { // a contract before the extension; rolling is for a state to say
			f := sold("eu-2019", "2024-08-01", "2024-08-01", 12)
			f.Repairs = []warranty.Repair{repaired("noise", "2026-02-02", "2026-02-12")}
			lasts(t, f, "2026-08-01")
			f.Law = f.Law.In("XX", law.State{LastDay: law.Rule{Article: "1182/71: 3(4)"}})
			lasts(t, f, "2026-08-03")
		},
		44: func(t *testing.T) { // repaired and extended, once
			f := with(eu, func(f *warranty.Facts) { f.Repairs = []warranty.Repair{repaired("noise", "2027-03-01", "2027-03-08")} })
			lasts(t, f, "2029-08-15")
			f.Repairs = append(f.Repairs, repaired("noise", "2028-09-01", "2028-09-08"))
			lasts(t, f, "2029-08-15")
		},
		46: func(t *testing.T) { // replaced: no extension; a new period is national law
			f := with(eu, func(f *warranty.Facts) { f.Exchanged = day("2027-03-08") })
			lasts(t, f, "2028-08-15")
			f.Reading.SubstituteAnew = true
			lasts(t, f, "2029-03-08")
		},
		47: func(t *testing.T) { // the date of the contract decides
			f := with(eu, func(f *warranty.Facts) {
				f.Sold, f.Delivered, f.Law = day("2026-07-30"), day("2026-08-05"), law.At(law.Europe, day("2026-07-30"))
				f.Repairs = []warranty.Repair{repaired("noise", "2027-03-01", "2027-03-08")}
			})
			lasts(t, f, "2028-08-05")
		},
		49: func(t *testing.T) { // the same fault is back
			f := with(eu, func(f *warranty.Facts) { f.Repairs = []warranty.Repair{repaired("noise", "2027-03-01", "2027-03-08")} })
			d := decide(t, f, "2027-05-01")
			remediesAre(t, d, law.Repair, law.Exchange, law.Reduction, law.Refund)
			lower, _ := d.Open(law.Reduction)
			require.Equal(t, "2019/771: 13(4)(b)", lower.Why.Rule())
		},
		50: func(t *testing.T) { // a scratch
			f := with(eu, func(f *warranty.Facts) {
				f.Minor, f.Repairs = true, []warranty.Repair{repaired("noise", "2027-03-01", "2027-03-08")}
			})
			d := decide(t, f, "2027-05-01")
			remediesAre(t, d, law.Repair, law.Exchange, law.Reduction)
			require.True(t, d.Reasons.Has(warranty.CodeMinor))
		},
		52: func(t *testing.T) { // a replacement costs far more
			remediesAre(t, decide(t, eu, "2027-05-01"), law.Repair, law.Exchange)
			d := decide(t, with(eu, func(f *warranty.Facts) { f.TooDear = law.Exchange }), "2027-05-01")
			remediesAre(t, d, law.Repair)
			require.True(t, d.Remedies[0].Why.Is(warranty.CodeTooDear))
		},
		53: func(t *testing.T) { // after the seller's own term
			d := decide(t, eu, "2028-02-15")
			require.Equal(t, warranty.Covered, d.Outcome)
			require.True(t, d.Reasons.Has(warranty.CodeStatutory))
			require.Equal(t, warranty.Customer, d.Burden.Side, "after the first year")
			require.Equal(t, warranty.Trader, decide(t, eu, "2027-08-15").Burden.Side)
			require.Equal(t, warranty.Customer, decide(t, eu, "2027-08-16").Burden.Side)
		},
		55: func(t *testing.T) { // the choice was not told
			f := with(eu, func(f *warranty.Facts) { f.Sold, f.Delivered = day("2026-09-01"), day("2026-09-01") })
			duty, _ := decide(t, f, "2026-10-01").Duty(warranty.DutyTell)
			require.Equal(t, warranty.DutyDue, duty.State)
			f.Repairs = []warranty.Repair{{In: day("2026-10-01"), Promised: day("2026-10-09"), Fault: "noise"}}
			duty, _ = decide(t, f, "2026-10-01").Duty(warranty.DutyTell)
			require.Equal(t, warranty.DutyBroken, duty.State)
			require.Equal(t, "2019/771: 13(2a)", duty.Why.Rule())
			f.Told = true
			duty, _ = decide(t, f, "2026-10-01").Duty(warranty.DutyTell)
			require.Equal(t, warranty.DutyDone, duty.State)
		},
		56: func(t *testing.T) { // a reasonable number of attempts: the number is a policy's
			remediesAre(t, decide(t, with(usFull, three("noise", "noise")), "2026-03-01"), law.Repair)
			d := decide(t, with(usFull, three("noise", "noise", "noise")), "2026-03-01")
			remediesAre(t, d, law.Repair, law.Exchange, law.Refund)
			refund, _ := d.Open(law.Refund)
			require.Equal(t, warranty.Customer, refund.Chooser)
			require.Equal(t, "15 USC 2304(a)(4)", refund.Why.Rule())
			f := with(usFull, three("noise", "noise"))
			f.Reading = law.Reading{Attempts: 2, TraderChooses: true}
			refund, ok := decide(t, f, "2026-03-01").Open(law.Refund)
			require.True(t, ok)
			require.Equal(t, warranty.Customer, refund.Chooser, "the Act says who elects")
		},
		58: func(t *testing.T) { // full, the card not returned
			d := decide(t, with(usFull, func(f *warranty.Facts) { f.Card.Demanded, f.Reading.CardCondition = day("2024-12-01"), true }), "2026-03-01")
			require.Equal(t, warranty.Covered, d.Outcome)
			require.True(t, d.Reasons.Has(warranty.CodeCardNotNeeded))
		},
		59: func(t *testing.T) { // limited, the card a disclosed condition, or not
			d := decide(t, with(usLimited, func(f *warranty.Facts) { f.Card.Demanded = day("2024-12-01") }), "2026-03-01")
			require.Equal(t, warranty.NotCovered, d.Outcome)
			require.True(t, d.Reasons.Has(warranty.CodeCardMissing))
			d = decide(t, with(usLimited, func(f *warranty.Facts) { f.Card.Demanded = day("2025-02-01") }), "2026-03-01")
			require.Equal(t, warranty.Covered, d.Outcome)
			require.True(t, d.Reasons.Has(warranty.CodeCardUndisclosed))
			require.Equal(t, "16 CFR 701.4", d.Reasons[1].Rule())
		},
		61: func(t *testing.T) { // a part replaced: free, and no time is added
			r := repaired("noise", "2025-06-01", "2025-08-01")
			r.Replaced = []warranty.PartCode{"compressor"}
			f := with(usFull, func(f *warranty.Facts) { f.Repairs, f.Part = []warranty.Repair{r}, "compressor" })
			lasts(t, f, "2027-01-15")
			require.Equal(t, warranty.Trader, decide(t, f, "2026-01-15").Repair.Payer)
		},
	}
	decided := map[int]bool{}
	for row, test := range rows {
		decided[row] = true
		t.Run(fmt.Sprint(row), test)
	}
	for _, c := range scenarios(t) {
		decided[c.Row] = true
	}
	for _, row := range []int{1, 2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 19, 20, 22, 23, 25, 26, 28, 29, 31, 32, 34, 35, 37, 38, 40, 41,
		43, 44, 46, 47, 49, 50, 52, 53, 55, 56, 58, 59, 61} {
		require.True(t, decided[row], "row %d is not decided", row)
	}
}
