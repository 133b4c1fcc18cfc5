package warranty_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// history makes facts with repairs, exchanges, cards and buyers at random, under a law at random.
func history(r *rand.Rand, official *calendar.Calendar) warranty.Facts {
	f := someFacts(r)
	regimes := append(law.Regimes(), law.Agreed(), law.Regime{}, law.At(law.Europe, day("2026-08-01")).In("SK", law.States()["SK"]))
	f.Law = regimes[r.IntN(len(regimes))]
	coin := func() bool { return r.IntN(3) == 0 }
	f.Reading = law.Reading{
		KeepLastDay: coin(), SameDay: coin(), BothDays: coin(), AnyFault: coin(), TraderChooses: coin(), CardCondition: coin(), SubstituteAnew: coin(),
		Attempts: r.IntN(4), ReasonableDays: r.IntN(40), SecondHandMonths: r.IntN(30),
	}
	if coin() {
		f.Official = official
	}
	at := f.Delivered
	for range r.IntN(6) {
		at = at.AddDays(r.IntN(150))
		repair := warranty.Repair{In: at, Fault: []warranty.FaultCode{"", "a", "d"}[r.IntN(3)], Failed: coin(), Loaner: []warranty.Loaner{"", "given", "agreed"}[r.IntN(3)]}
		if !coin() {
			repair.Out = at.AddDays(r.IntN(40))
		}
		if !coin() {
			repair.Promised = at.AddDays(r.IntN(30))
		}
		if coin() {
			repair.Replaced = []warranty.PartCode{"battery", "screen"}[:1+r.IntN(2)]
		}
		f.Repairs = append(f.Repairs, repair)
	}
	if coin() {
		f.Exchanged = f.Delivered.AddDays(r.IntN(300))
	}
	if r.IntN(40) == 0 {
		f.Returned = f.Delivered.AddDays(r.IntN(300))
	}
	f.Reseller, f.Vulnerable, f.SecondHand, f.Outside, f.Consented, f.Told, f.Minor = coin(), coin(), coin(), coin(), coin(), coin(), coin()
	f.TooDear = []law.Remedy{"", law.Repair, law.Exchange}[r.IntN(3)]
	if coin() {
		f.Card = warranty.Card{Shown: coin(), Demanded: f.Delivered.AddDays(r.IntN(60) - 30)}
	}
	f.Asked = f.On.AddDays(r.IntN(60))
	return f
}

func TestDecisionsKeepTheirPromises(t *testing.T) {
	r, official := rand.New(rand.NewPCG(11, 12)), official(t)
	given := map[string]bool{}
	for i := range 4000 {
		f := history(r, official)
		if i%20 == 0 { // somebody comes on the first day after the term
			f.On = warranty.Decide(f).Ends.AddDays(1)
		}
		d := warranty.Decide(f)
		for _, reason := range d.All() {
			require.NoError(t, reason.Check())
			given[reason.Code()] = true
		}
		require.NotEmpty(t, d.Reasons[0].Code(), "an outcome has a reason")
		require.Contains(t, []warranty.Outcome{warranty.Covered, warranty.NotCovered}, d.Outcome)
		require.Equal(t, d.Outcome == warranty.Covered, len(d.Remedies) > 0)
		require.False(t, d.Ends.Before(d.Starts))

		// The order in which repairs were recorded changes nothing.
		shuffled := f
		shuffled.Repairs = slices.Clone(f.Repairs)
		r.Shuffle(len(shuffled.Repairs), func(i, j int) { shuffled.Repairs[i], shuffled.Repairs[j] = shuffled.Repairs[j], shuffled.Repairs[i] })
		before := slices.Clone(shuffled.Repairs)
		require.Equal(t, asJSON(t, d), asJSON(t, warranty.Decide(shuffled)))
		require.Equal(t, before, shuffled.Repairs, "the facts are not touched")

		if d.Outcome != warranty.Covered {
			continue
		}
		// A longer term never loses coverage.
		longer := f
		longer.Terms.Months += 1 + r.IntN(12)
		longer.Terms.Parts = slices.Clone(f.Terms.Parts)
		for i := range longer.Terms.Parts {
			longer.Terms.Parts[i].Months += r.IntN(6)
		}
		require.Equal(t, warranty.Covered, warranty.Decide(longer).Outcome, "%+v", f)
		// Nor does a fault that showed earlier, but after the term began.
		earlier := f
		start := later(f.Delivered, d.Starts)
		if !f.Exchanged.IsZero() {
			start = later(start, f.Exchanged)
		}
		if days := start.DaysUntil(f.On); days > 0 {
			earlier.On = f.On.AddDays(-r.IntN(days + 1))
			require.Equal(t, warranty.Covered, warranty.Decide(earlier).Outcome, "%+v", f)
		}
	}
	for _, code := range warranty.Codes() {
		if decisionCode(code) {
			require.True(t, given[code.ID()] || code == warranty.CodeRepairUnusable /* below */, "%s was never given", code.ID())
		}
	}
}

func later(a, b calendar.Date) calendar.Date {
	if a.After(b) {
		return a
	}
	return b
}

// decisionCode reports whether a code is declared before those of clues.
func decisionCode(code *care.Code) bool {
	all := warranty.Codes()
	return slices.Index(all, code) < slices.Index(all, warranty.CodeNotFound)
}

// TestAMoreGenerousLawNeverTakesAway: under a law that suspends the term, a repair never makes it shorter; and nothing moves a last day to an earlier one.
func TestRepairsNeverShortenATerm(t *testing.T) {
	r, official := rand.New(rand.NewPCG(13, 14)), official(t)
	for range 5000 {
		f := history(r, official)
		f.Part = ""
		without := f
		without.Repairs = nil
		require.False(t, warranty.Decide(f).Ends.Before(warranty.Decide(without).Ends), "%+v", f)
		kept := f
		kept.Reading.KeepLastDay = true
		require.False(t, warranty.Decide(f).Ends.Before(warranty.Decide(kept).Ends), "%+v", f)
	}
}

// TestHolidaysThatAreNotKnownAreSaid where they could matter: within two weeks after the last day.
func TestHolidaysThatAreNotKnownAreSaid(t *testing.T) {
	f := sold("", "2025-02-17", "2025-02-17", 12) // ends on the first day of Tet
	for on, said := range map[string]bool{"2026-02-17": false, "2026-02-18": true, "2026-03-03": true, "2026-03-04": false} {
		f.On = day(on)
		d := warranty.Decide(f)
		require.Equal(t, said, d.Reasons.Has(warranty.CodeDaysOffUnknown), on)
	}
	known := decide(t, f, "2026-02-24")
	require.Equal(t, day("2026-02-23"), known.Ends)
	require.False(t, known.Reasons.Has(warranty.CodeDaysOffUnknown))
	require.True(t, known.Reasons.Has(warranty.CodeLastDayMoved))
}

// TestDaysInRepairAreCountedOnce against a naive walk over the days.
func TestDaysInRepairAreCountedOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		f := sold("", "2026-01-01", "2026-01-01", 36)
		var days [400]bool
		at, n := 0, r.IntN(6)
		for range n {
			at += r.IntN(40)
			out := at + r.IntN(60)
			for d := at + 1; d <= out; d++ { // the day of intake is not counted
				days[d] = true
			}
			f.Repairs = append(f.Repairs, repaired("noise", f.Delivered.AddDays(at).String(), f.Delivered.AddDays(out).String()))
		}
		all := 0
		for _, in := range days {
			if in {
				all++
			}
		}
		f.On = f.Delivered
		require.Equal(t, all, warranty.Decide(f).Suspended)
		f.Reading.BothDays = true
		require.Equal(t, all+n, warranty.Decide(f).Suspended)
	}
}

// TestRepairsThatMakeNoSenseAreSaid and not counted.
func TestRepairsThatMakeNoSenseAreSaid(t *testing.T) {
	f := sold("", "2025-01-15", "2025-01-15", 12)
	for _, r := range []warranty.Repair{
		{}, {In: day("2025-03-01"), Out: day("2025-02-01")}, {In: day("2025-01-14"), Out: day("2025-02-01")}, {Out: day("2025-02-01")},
	} {
		f.Repairs = []warranty.Repair{r}
		d := decide(t, f, "2025-06-01")
		require.True(t, d.Reasons.Has(warranty.CodeRepairUnusable))
		require.Zero(t, d.Suspended)
		require.Equal(t, day("2026-01-15"), d.Ends)
	}
}

// TestTwoTriggers: the time that has run out, and the repair that failed, open the same remedies for their own reasons.
func TestTimeOutAndFailureOpenMore(t *testing.T) {
	f := sold("", "2025-01-15", "2025-01-15", 12)
	f.Repairs = []warranty.Repair{{In: day("2025-03-01"), Promised: day("2025-03-10"), Fault: "noise"}}
	f.Asked = day("2025-03-10")
	remediesAre(t, decide(t, f, "2025-03-01"), law.Repair)
	f.Asked = day("2025-03-11")
	d := decide(t, f, "2025-03-01")
	remediesAre(t, d, law.Repair, law.Exchange, law.Refund, law.Reduction)
	exchange, _ := d.Open(law.Exchange)
	require.True(t, exchange.Why.Is(warranty.CodeTimeOut))
	lower, _ := d.Open(law.Reduction)
	require.Equal(t, "91/2015/QH13: 447, 448.3", lower.Why.Rule())

	f.Repairs[0].Out, f.Repairs[0].Failed = day("2025-03-05"), true
	d = decide(t, f, "2025-03-06")
	exchange, _ = d.Open(law.Exchange)
	require.True(t, exchange.Why.Is(warranty.CodeRepairFailed))
}

// A failed repair says nothing about another fault, unless repairs of any fault count together.
func TestAFailureOfAnotherFaultOpensNothing(t *testing.T) {
	f := sold("", "2025-01-15", "2025-01-15", 24)
	f.Repairs = []warranty.Repair{{In: day("2025-03-01"), Out: day("2025-03-05"), Fault: "scratch", Failed: true}}
	f.Fault = "battery_dead"
	remediesAre(t, decide(t, f, "2026-06-06"), law.Repair)
	f.Reading.AnyFault = true
	remediesAre(t, decide(t, f, "2026-06-06"), law.Repair, law.Exchange, law.Refund, law.Reduction)
	f.Reading.AnyFault, f.Fault = false, "scratch"
	remediesAre(t, decide(t, f, "2026-06-06"), law.Repair, law.Exchange, law.Refund, law.Reduction)
}

// A refrigerator has two years and its compressor ten: what is repaired of the compressor after the two counts for it, and for nothing else.
func TestRepairsOfAPartAfterTheProductTerm(t *testing.T) {
	f := sold("", "2020-01-15", "2020-01-15", 24)
	f.Terms.Parts = []warranty.Part{
		{Code: "compressor", Months: 120, Name: both("máy nén", "compressor")}, {Code: "bulb", Months: 6, Name: both("bóng đèn", "bulb")},
	}
	f.Part, f.Fault = "compressor", "no_cooling"
	product := decide(t, with(f, func(f *warranty.Facts) { f.Part = "" }), "2020-06-01").Ends

	f.Repairs = []warranty.Repair{{In: day("2024-06-03"), Promised: day("2024-06-10"), Fault: "no_cooling", Part: "compressor"}}
	f.Asked = day("2024-06-10")
	remediesAre(t, decide(t, f, "2024-06-01"), law.Repair)
	f.Asked = day("2024-06-11")
	d := decide(t, f, "2024-06-01")
	remediesAre(t, d, law.Repair, law.Exchange, law.Refund, law.Reduction)
	receipt, _ := d.Duty(warranty.DutyReceipt)
	require.Equal(t, warranty.DutyDone, receipt.State)

	f.Repairs = nil
	for _, in := range []string{"2024-01-02", "2024-03-04", "2024-05-06"} {
		r := repaired("no_cooling", in, day(in).AddDays(9).String())
		r.Part = "compressor"
		f.Repairs = append(f.Repairs, r)
	}
	d = decide(t, f, "2024-06-03")
	remediesAre(t, d, law.Repair, law.Exchange, law.Refund)
	require.Equal(t, day("2030-02-11"), d.Ends, "27 days more")
	require.Equal(t, warranty.PartEnd{Part: "bulb", Ends: day("2020-07-15")}, d.PartEnd[1], "which ended before")
	require.Zero(t, d.Suspended)
	f.Repairs[2].Replaced = []warranty.PartCode{"compressor"}
	require.Equal(t, day("2034-05-15"), decide(t, f, "2024-06-03").Ends, "anew from the replacement")

	f.Part = ""
	d = decide(t, f, "2024-06-03")
	require.Equal(t, warranty.NotCovered, d.Outcome)
	require.Equal(t, product, d.Ends)
	for i := range f.Repairs {
		f.Repairs[i].Part, f.Repairs[i].Replaced = "", nil
	}
	require.True(t, decide(t, f, "2024-06-03").Reasons.Has(warranty.CodeRepairOutside), "of the product, whose term was over")
}

// A term that is over is not made longer by a repair of something else.
func TestAPartTermThatIsOverStaysOver(t *testing.T) {
	f := sold("", "2025-01-15", "2025-01-15", 24)
	f.Terms.Parts = []warranty.Part{{Code: "battery", Months: 6, Name: both("pin", "battery")}}
	f.Repairs = []warranty.Repair{repaired("noise", "2025-09-01", "2025-09-21")}
	require.Equal(t, day("2025-07-15"), decide(t, f, "2025-10-01").PartEnd[0].Ends)
	f.Repairs = []warranty.Repair{repaired("noise", "2025-03-03", "2025-03-13")}
	require.Equal(t, day("2025-07-25"), decide(t, f, "2025-10-01").PartEnd[0].Ends)
}

// TestAPartIsNeverWorseOffForAProductTerm: a part that was replaced and has no term of its own is covered at least as long as the product.
func TestReplacedPartsLastAtLeastAsLongAsTheProduct(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	for range 2000 {
		f := history(r, nil)
		f.Part = ""
		product := warranty.Decide(f).Ends
		f.Part = "screen" // phoneTerms give the battery alone a term
		require.False(t, warranty.Decide(f).Ends.Before(product), "%+v", f)
	}
}

// FuzzDecide: any facts have one decision, with reasons that are whole, which is stored and read back as it was given.
func FuzzDecide(f *testing.F) {
	official := official(f)
	f.Add(uint64(1), uint64(2), int64(0), int64(0), 12)
	f.Add(uint64(3), uint64(4), int64(-3_000_000), int64(4_000_000), 1200)
	f.Fuzz(func(t *testing.T, a, b uint64, shift, on int64, months int) {
		facts := history(rand.New(rand.NewPCG(a, b)), official)
		facts.Delivered, facts.On = facts.Delivered.AddDays(int(shift)), facts.On.AddDays(int(on))
		facts.Terms.Months = months % 1300
		if len(facts.Repairs) > 0 {
			facts.Repairs[0].In = facts.Repairs[0].In.AddDays(int(on))
		}
		d := warranty.Decide(facts)
		for _, reason := range d.All() {
			require.NoError(t, reason.Check())
		}
		require.NotEmpty(t, d.Reasons[0].Code())
		require.Equal(t, asJSON(t, d), asJSON(t, warranty.Decide(facts)))
	})
}

// TestManyRepairsStayCheap: a host that sends ten thousand gets an answer, and the same one.
func TestManyRepairsStayCheap(t *testing.T) {
	f := sold("", "2020-01-01", "2020-01-01", 12)
	for range 10_000 {
		f.Repairs = append(f.Repairs, repaired("noise", "2020-03-01", "2020-03-11"))
	}
	f.On = day("2020-06-01")
	d := warranty.Decide(f)
	require.Equal(t, 10, d.Suspended)
	require.Equal(t, day("2021-01-11"), d.Ends)
}

// busyFacts are three repairs, four parts, and everything that gives a reason.
func busyFacts(t testing.TB) warranty.Facts {
	f := sold("vn-2023", "2025-08-31", "2025-08-31", 18)
	for _, part := range []warranty.PartCode{"battery", "screen", "motor", "compressor"} {
		f.Terms.Parts = append(f.Terms.Parts, warranty.Part{Code: part, Months: 12, Name: both("bộ phận", "part")})
	}
	f.Terms.Exclusions, f.Terms.NoExclusions = []warranty.Exclusion{{Fault: "noise", Text: both("tiếng ồn", "noise")}}, false
	f.Bound, f.Official, f.Vulnerable, f.Outside, f.On, f.Asked = false, official(t), true, true, day("2026-09-05"), day("2026-10-20")
	f.Card.Demanded = day("2025-01-01")
	for i, in := range []string{"2025-11-03", "2026-02-02", "2026-06-01"} {
		r := repaired("noise", in, day(in).AddDays(9).String())
		r.Replaced = []warranty.PartCode{[]warranty.PartCode{"motor", "screen", "compressor"}[i]}
		f.Repairs = append(f.Repairs, r)
	}
	f.Repairs[2].Failed = true
	return f
}

func BenchmarkDecideEverything(b *testing.B) {
	f := busyFacts(b)
	b.ReportMetric(float64(len(warranty.Decide(f).All())), "reasons")
	b.ReportAllocs()
	for b.Loop() {
		warranty.Decide(f)
	}
}

func TestDecideNeedsLittleMemory(t *testing.T) {
	f := busyFacts(t)
	d := warranty.Decide(f)
	require.GreaterOrEqual(t, len(d.All()), 15)
	require.Len(t, d.PartEnd, 4)
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { warranty.Decide(f) }), 8.0)
}
