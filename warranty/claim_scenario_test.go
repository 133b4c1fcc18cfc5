package warranty_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/warranty"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// visit is one time that a product of a scenario is taken in and handed back. The zero Out is a product that is still here.
type visit struct {
	fault    string
	in, out  string
	promised string
	replaced []string
}

// story is a row of warranty-scenarios.md as it comes about: a sale, claims, and then somebody asks.
type story struct {
	row      int
	place    law.Place
	reading  law.Reading
	sold     string // the contract
	handed   string // delivery, if that is another day
	months   int
	visits   []visit
	exchange string // the day on which the product of a claim is exchanged, for goodwill
	fault    string
	part     string
	on       string // the day on which the fault shows
	asked    string // the day of the question; "": on

	outcome  warranty.Outcome
	ends     string
	days     int // not counted
	remedies []law.Remedy
}

// TestScenariosThroughTheCounter drives the rows that recorded claims reach through the service: intake, the steps of the repair, hand-back, the
// question. Rows 22 and 38 are in claim_test.go: there is no receipt without a time, and a refusal is written.
func TestScenariosThroughTheCounter(t *testing.T) {
	ours := func(fault, in, out string, replaced ...string) visit { return visit{fault, in, out, "", replaced} }
	three := func(faults ...string) (all []visit) {
		for i, fault := range faults {
			all = append(all, ours(fault, fmt.Sprintf("2025-0%d-03", 3+i), fmt.Sprintf("2025-0%d-07", 3+i)))
		}
		return all
	}
	vn := []law.Remedy{law.Repair, law.Exchange, law.Refund}
	for _, c := range []story{
		{row: 14, sold: "2025-01-15", months: 12, visits: []visit{ours("noise", "2025-09-01", "2025-09-21")}, on: "2026-02-04", outcome: warranty.Covered, ends: "2026-02-04", days: 20},
		{row: 14, sold: "2025-01-15", months: 12, visits: []visit{ours("noise", "2025-09-01", "2025-09-21")}, on: "2026-02-05", outcome: warranty.NotCovered, ends: "2026-02-04", days: 20},
		{row: 14, sold: "2025-01-15", months: 12, visits: []visit{ours("noise", "2025-09-01", "2025-09-21")}, reading: law.Reading{BothDays: true}, on: "2026-02-05", outcome: warranty.Covered, ends: "2026-02-05", days: 21},
		{row: 16, sold: "2025-01-15", months: 12, visits: []visit{ours("noise", "2025-09-01", "2025-09-01")}, on: "2026-01-15", outcome: warranty.Covered, ends: "2026-01-15"},
		{row: 16, sold: "2025-01-15", months: 12, visits: []visit{ours("noise", "2025-09-01", "2025-09-01")}, reading: law.Reading{SameDay: true}, on: "2026-01-16", outcome: warranty.Covered, ends: "2026-01-16", days: 1},
		{row: 17, sold: "2025-02-14", months: 12, visits: []visit{ours("noise", "2026-02-10", "2026-02-26")}, on: "2026-03-02", outcome: warranty.Covered, ends: "2026-03-02", days: 16},
		{row: 19, sold: "2025-01-15", months: 12, visits: []visit{ours("noise", "2025-11-25", "2025-12-01", "compressor")}, part: "compressor", on: "2026-06-01", outcome: warranty.Covered, ends: "2026-12-01", days: 6},
		{row: 19, sold: "2025-01-15", months: 12, visits: []visit{ours("noise", "2025-11-25", "2025-12-01", "compressor")}, part: "door", on: "2026-06-01", outcome: warranty.NotCovered, ends: "2026-01-21", days: 6},
		{row: 20, sold: "2025-01-15", months: 12, visits: []visit{ours("noise", "2025-03-01", "2025-03-21"), {fault: "noise", in: "2025-05-30"}}, exchange: "2025-06-01", on: "2026-06-01", outcome: warranty.Covered, ends: "2026-06-01"},
		{row: 23, sold: "2025-01-15", months: 12, visits: three("noise", "noise"), fault: "noise", on: "2025-08-01", outcome: warranty.Covered, ends: "2026-01-23", days: 8, remedies: []law.Remedy{law.Repair}},
		{row: 23, sold: "2025-01-15", months: 12, visits: three("noise", "noise", "noise"), fault: "noise", on: "2025-08-01", outcome: warranty.Covered, ends: "2026-01-27", days: 12, remedies: vn},
		{row: 25, sold: "2025-01-15", months: 12, visits: three("noise", "leak", "light"), fault: "noise", on: "2025-08-01", outcome: warranty.Covered, ends: "2026-01-27", days: 12, remedies: []law.Remedy{law.Repair}},
		{row: 25, sold: "2025-01-15", months: 12, visits: three("noise", "leak", "light"), reading: law.Reading{AnyFault: true}, fault: "noise", on: "2025-08-01", outcome: warranty.Covered, ends: "2026-01-27", days: 12, remedies: vn},
		{row: 26, sold: "2025-01-15", months: 12, visits: []visit{ours("noise", "2025-03-01", "2025-03-06"), ours("noise", "2025-09-01", "2025-09-06"), ours("noise", "2026-01-20", "2026-01-24")},
			fault: "noise", on: "2026-01-28", outcome: warranty.Covered, ends: "2026-01-29", days: 14, remedies: vn},
		{row: 35, sold: "2024-05-20", months: 12, visits: []visit{ours("noise", "2024-08-01", "2024-08-11")}, on: "2025-05-30", outcome: warranty.Covered, ends: "2025-05-30", days: 10},
		{row: 44, place: law.Europe, sold: "2026-08-01", handed: "2026-08-15", months: 12, visits: []visit{ours("noise", "2027-03-01", "2027-03-08")}, on: "2029-08-15", outcome: warranty.Covered, ends: "2029-08-15"},
		{row: 46, place: law.Europe, sold: "2026-08-01", handed: "2026-08-15", months: 12, visits: []visit{{fault: "noise", in: "2027-03-01"}}, exchange: "2027-03-08", on: "2028-08-15", outcome: warranty.Covered, ends: "2028-08-15"},
		{row: 47, place: law.Europe, sold: "2026-07-30", handed: "2026-08-05", months: 12, visits: []visit{ours("noise", "2027-03-01", "2027-03-08")}, on: "2028-08-05", outcome: warranty.Covered, ends: "2028-08-05"},
		{row: 49, place: law.Europe, sold: "2026-08-01", handed: "2026-08-15", months: 12, visits: []visit{ours("noise", "2027-03-01", "2027-03-08")}, fault: "noise", on: "2027-05-01", outcome: warranty.Covered, ends: "2029-08-15",
			remedies: []law.Remedy{law.Repair, law.Exchange, law.Reduction, law.Refund}},
		{row: 56, place: law.USFull, sold: "2025-01-15", months: 24, visits: three("noise", "noise", "noise"), fault: "noise", on: "2026-03-01", outcome: warranty.Covered, ends: "2027-01-15", remedies: vn},
		{row: 61, place: law.USFull, sold: "2025-01-15", months: 24, visits: []visit{ours("noise", "2025-03-01", "2025-05-01", "battery")}, on: "2027-01-16", outcome: warranty.NotCovered, ends: "2027-01-15"},
		// The law's other trigger: the promised time has run out, and the product is still here.
		{row: 29, sold: "2025-01-15", months: 12, visits: []visit{{fault: "noise", in: "2025-03-03", promised: "2025-03-10"}}, fault: "noise", on: "2025-03-03", asked: "2025-03-11", outcome: warranty.Covered, ends: "2026-01-23", days: 8,
			remedies: append([]law.Remedy{law.Reduction}, vn...)},
	} {
		t.Run(fmt.Sprintf("%d at %s on %s", c.row, c.place, c.on), func(t *testing.T) { c.tell(t) })
	}
}

func (c story) tell(t *testing.T) {
	s := newShop(t)
	s.config.Reading, s.config.Official, s.config.Place = c.reading, official(t), c.place
	s.Service = newService(t, s)
	terms := goodsTerms()
	terms.Code, terms.Months, terms.Effective, terms.Published = "scenario", c.months, day("2024-01-01"), at("2023-12-20 08:00")
	_, err := s.Publish(t.Context(), terms)
	require.NoError(t, err)
	_, err = s.Cover(t.Context(), warranty.Coverage{Product: "DT-01", Terms: "scenario"})
	require.NoError(t, err)
	sale := phoneSale()
	sale.At, sale.Handed = at(c.sold+" 10:00"), c.handed
	r := s.sell(t, sale).Registrations[0]
	for _, v := range c.visits {
		if v.out != "" {
			s.repair(t, r, v.fault, v.in, v.out, v.replaced...)
			continue
		}
		promised := v.promised
		if promised == "" {
			promised = day(v.in).AddDays(20).String()
		}
		claim := s.takeIn(t, r, v.fault, v.in+" 09:00", promised+" 17:00").Claim
		if c.exchange != "" {
			claim = took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(claim, v.in+" 09:10")}))
			took(t)(s.Exchange(t.Context(), warranty.Exchanging{OnClaim: s.on(claim, c.exchange+" 09:00"), Serial: "356938035643809", Goodwill: true}))
		}
	}
	asked := c.asked
	if asked == "" {
		asked = c.on
	}
	s.now = at(asked + " 23:30")
	d := s.ask(t, warranty.Inquiry{Card: r.Ref(), Fault: warranty.FaultCode(c.fault), FaultOn: c.on, Part: warranty.PartCode(c.part)}).Decision
	require.Equal(t, c.outcome, d.Outcome, d.All().Text(care.LangEN))
	require.Equal(t, c.ends, d.Ends.String(), d.All().Text(care.LangEN))
	require.Equal(t, c.days, d.Suspended)
	if c.remedies != nil {
		remediesAre(t, d, c.remedies...)
	}
	sound(t, d.All()...)
}

func TestFailuresAreCountedByFault(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	for _, v := range []visit{{fault: "noise", in: "2026-10-01", out: "2026-10-02"}, {fault: "leak", in: "2026-11-02", out: "2026-11-03"}, {fault: "noise", in: "2026-12-01", out: "2026-12-02"}} {
		s.repair(t, r, v.fault, v.in, v.out)
	}
	u := s.takeIn(t, r, "water_damage", "2026-12-10 09:00", "2026-12-11 17:00")
	took(t)(s.Refuse(t.Context(), warranty.Refusal{OnClaim: s.on(u.Claim, "2026-12-10 10:00")}))
	failures, err := s.Failures(t.Context(), r.ID)
	require.NoError(t, err)
	require.Equal(t, []warranty.Failure{{Fault: "noise", Count: 2, Last: day("2026-12-01")}, {Fault: "leak", Count: 1, Last: day("2026-11-02")}}, failures,
		"the most frequent first; what is refused is no failure of the product")
}
