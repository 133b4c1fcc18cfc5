package warranty_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty"
	"github.com/chamsoc/chamsoc/warranty/law"
)

type scenario struct {
	Row            int                `json:"row"`
	What           string             `json:"what"`
	Delivered      calendar.Date      `json:"delivered"`
	Months         int                `json:"months"`
	Ends           calendar.Date      `json:"ends"`
	Rolled         calendar.Date      `json:"rolled"` // if it is another day
	Weekday        string             `json:"weekday"`
	Fault          string             `json:"fault"`
	FaultCode      warranty.FaultCode `json:"fault_code"`
	ExcludedBefore calendar.Date      `json:"excluded_before"` // when an exclusion of the fault was published, before the sale
	ExcludedLater  calendar.Date      `json:"excluded_later"`  // or after it
	Outcome        warranty.Outcome   `json:"outcome"`
}

func scenarios(t *testing.T) []scenario {
	text, err := os.ReadFile("testdata/scenarios.json")
	require.NoError(t, err)
	var file struct {
		Scenarios []scenario `json:"scenarios"`
	}
	require.NoError(t, json.Unmarshal(text, &file))
	return file.Scenarios
}

// terms are the editions that the scenario was sold under and after.
func (c scenario) terms() []warranty.Terms {
	first := phoneTerms()
	first.Code, first.Months, first.Parts, first.Exclusions, first.NoExclusions = "scenario", c.Months, nil, nil, true
	first.Effective, first.Published = day("2024-01-01"), at("2023-12-20 08:00")
	all := []warranty.Terms{first}
	exclusion := []warranty.Exclusion{{Fault: c.FaultCode, Text: both("trường hợp loại trừ", "the excluded case")}}
	for _, published := range []calendar.Date{c.ExcludedBefore, c.ExcludedLater} {
		if !published.IsZero() {
			next := first
			next.Edition, next.Effective, next.Published = 2, published, at(published.String()+" 08:00")
			next.Exclusions, next.NoExclusions = exclusion, false
			all = append(all, next)
		}
	}
	return all
}

func TestScenarios(t *testing.T) {
	for _, c := range scenarios(t) {
		t.Run(fmt.Sprintf("%d %s", c.Row, c.What), func(t *testing.T) {
			assert.Equal(t, c.Ends, warranty.TermEnd(c.Delivered, c.Months))
			assert.Equal(t, c.Weekday, c.Ends.Weekday().String()[:3])
			rolled := c
			if !c.Rolled.IsZero() {
				rolled.Ends = c.Rolled
			}
			for _, c := range []struct {
				scenario
				keep bool
			}{{rolled, false}, {c, true}} {
				if c.Outcome == "" { // the last hour, and the first minute after it
					c.Fault, c.Outcome = c.Ends.String()+" 23:59", warranty.Covered
					decideBothWays(t, c.scenario, c.keep)
					c.Fault, c.Outcome = c.Ends.AddDays(1).String()+" 00:00", warranty.NotCovered
				}
				decideBothWays(t, c.scenario, c.keep)
			}
		})
	}
}

// decideBothWays decides with the pure functions, and at the counter without a card, and wants the same. keep is the switch that the last day is not moved.
func decideBothWays(t *testing.T, c scenario, keep bool) {
	sold, all := at(c.Delivered.String()+" 10:00"), c.terms()
	terms, ok := warranty.InForce(all, sold, c.Delivered)
	require.True(t, ok)
	facts := warranty.Facts{
		Unit: warranty.UnitRef{Invoice: "HD1", Line: 1, Unit: 1}, Delivered: c.Delivered, Sold: c.Delivered,
		Terms: terms, Bound: true, On: calendar.DateOf(at(c.Fault), care.Env{}.Location()), Fault: c.FaultCode,
		Reading: law.Reading{KeepLastDay: keep}, Official: official(t),
	}
	if !c.ExcludedLater.IsZero() {
		facts.Later = all[1:]
	}
	digest, err := facts.Official.Digest(facts.Official.Bounds())
	require.NoError(t, err)
	facts.Calendar = digest
	d := warranty.Decide(facts)
	assert.Equal(t, c.Outcome, d.Outcome, c.Fault)
	assert.Equal(t, c.Ends, d.Ends)
	assert.Equal(t, !c.ExcludedLater.IsZero(), d.Reasons.Has(warranty.CodeExclusionUnpublished))
	sound(t, d.All()...)

	s := newShop(t)
	s.config.Reading, s.config.Official = facts.Reading, facts.Official
	s.Service = newService(t, s)
	for _, terms := range all {
		_, err := s.Publish(t.Context(), terms)
		require.NoError(t, err)
	}
	_, err = s.Cover(t.Context(), warranty.Coverage{Product: "DT-01", Terms: "scenario", Serialised: true})
	require.NoError(t, err)
	sale := phoneSale()
	sale.Invoice, sale.At = "HD1", sold
	assert.Equal(t, c.Ends, s.sell(t, sale).Registrations[0].Ends)
	s.now = at(c.Fault)
	a := s.ask(t, warranty.Inquiry{Serial: sale.Serials[0], Phone: sale.Phone, Fault: c.FaultCode})
	assert.JSONEq(t, asJSON(t, d), asJSON(t, a.Decision))
}

// walk is articles 147.2 and 148.3 read word by word: the first day is not counted, so counting begins on the next day; the term ends on
// the day of the last month that corresponds to the first, or on that month's last day if it has none.
func walk(delivered calendar.Date, months int) calendar.Date {
	d := time.Date(delivered.Year(), delivered.Month(), delivered.Day(), 12, 0, 0, 0, time.UTC)
	for left := months; ; {
		next := d.Add(24 * time.Hour)
		inLastMonth := left == 0
		if inLastMonth && (d.Day() == delivered.Day() || next.Month() != d.Month()) {
			return calendar.DateOf(d, time.UTC)
		}
		if next.Month() != d.Month() {
			left--
		}
		d = next
	}
}

func TestTermEndAgreesWithTheWordsOfTheCode(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	first := day("1999-01-01")
	for range 3000 {
		delivered, months := first.AddDays(random.IntN(110*365)), 1+random.IntN(60)
		require.Equal(t, walk(delivered, months), warranty.TermEnd(delivered, months), "%s and %d months", delivered, months)
	}
	for delivered := day("2027-12-01"); delivered.Before(day("2028-04-01")); delivered = delivered.AddDays(1) {
		for months := 1; months <= 26; months++ {
			require.Equal(t, walk(delivered, months), warranty.TermEnd(delivered, months), "%s and %d months", delivered, months)
		}
	}
}

// someFacts makes facts about a sale at random; exclusions are of the faults a to c.
func someFacts(random *rand.Rand) warranty.Facts {
	terms := func(edition int, published time.Time) warranty.Terms {
		t := phoneTerms()
		t.Edition, t.Published, t.Months, t.Exclusions = edition, published, 1+random.IntN(40), nil
		for _, f := range []warranty.FaultCode{"a", "b", "c"} {
			if random.IntN(2) == 0 {
				t.Exclusions = append(t.Exclusions, warranty.Exclusion{Fault: f, Text: both("loại trừ "+string(f), "excluded "+string(f))})
			}
		}
		return t
	}
	delivered := day("2026-01-01").AddDays(random.IntN(1000))
	f := warranty.Facts{
		Unit: warranty.UnitRef{Invoice: "HD1", Line: 1, Unit: 1}, Delivered: delivered, Terms: terms(1, at("2025-12-20 08:00")), Bound: random.IntN(2) == 0,
		On: delivered.AddDays(random.IntN(1400) - 40), Fault: []warranty.FaultCode{"", "a", "b", "c", "d"}[random.IntN(5)],
		Part: []warranty.PartCode{"", "battery", "screen"}[random.IntN(3)],
	}
	if random.IntN(2) == 0 {
		f.Sold = delivered.AddDays(-random.IntN(10))
	}
	for i := range random.IntN(3) {
		f.Later = append(f.Later, terms(2+i, at(delivered.AddDays(1+i).String()+" 08:00")))
	}
	return f
}

func TestDecideKeepsItsProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	seen := map[string]bool{}
	for range 5000 {
		f := someFacts(random)
		d := warranty.Decide(f)
		require.NotEmpty(t, d.Reasons)
		sound(t, d.Reasons...)
		for _, r := range d.Reasons {
			seen[r.Code()] = true
		}

		within := !f.On.Before(d.Starts) && !f.On.After(d.Ends)
		_, excluded := f.Terms.Exclusion(f.Fault)
		require.Equal(t, within && !(f.Bound && excluded), d.Outcome == warranty.Covered, "%+v", f)
		require.Equal(t, d.Outcome != warranty.Covered, d.Outcome == warranty.NotCovered)

		later := f
		later.On = f.On.AddDays(1 + random.IntN(500))
		if d.Reasons.Has(warranty.CodeExpired) {
			require.True(t, warranty.Decide(later).Reasons.Has(warranty.CodeExpired), "once expired, it stays so")
		}
		forgotten := f
		forgotten.Later = nil
		require.Equal(t, warranty.Decide(forgotten).Outcome, d.Outcome, "what was published after the sale decides nothing")

		again := warranty.Decide(f)
		require.Equal(t, asJSON(t, d), asJSON(t, again), "same facts, same decision")
	}
	for _, code := range []*care.Code{warranty.CodeCovered, warranty.CodeExpired, warranty.CodeNotStarted, warranty.CodeExcluded,
		warranty.CodeExclusionUnpublished, warranty.CodeMonthClipped} {
		assert.True(t, seen[code.ID()], "%s was never given", code.ID())
	}
}

func TestDecisionReadsAsItWasGiven(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		d := warranty.Decide(someFacts(random))
		var stored warranty.Decision
		require.NoError(t, json.Unmarshal([]byte(asJSON(t, d)), &stored))
		require.Equal(t, asJSON(t, d), asJSON(t, stored))
		for _, lang := range []care.Lang{care.LangVI, care.LangEN} {
			require.NotEmpty(t, d.Reasons.Text(lang))
			require.Equal(t, d.Reasons.Text(lang), stored.Reasons.Text(lang))
		}
		for _, x := range []*warranty.Decision{&stored, &d} {
			x.Reasons, x.Repair.Why, x.Carriage.Why, x.Burden.Why = nil, care.Reason{}, care.Reason{}, care.Reason{}
			for i := range x.Remedies {
				x.Remedies[i].Why = care.Reason{}
			}
			for i := range x.Duties {
				x.Duties[i].Why = care.Reason{}
			}
		}
		require.Equal(t, d, stored)
	}
}

func TestReasonsInBothLanguages(t *testing.T) {
	next := phoneTerms()
	next.Edition, next.Published = 2, at("2026-09-01 00:30") // still 31 August in UTC
	next.Exclusions = append(next.Exclusions, warranty.Exclusion{Fault: "pests", Text: both("côn trùng cắn", "gnawed by pests")})
	facts := warranty.Facts{Unit: warranty.UnitRef{Invoice: "HD1", Line: 1, Unit: 1}, Delivered: day("2026-08-31"), Terms: phoneTerms(), Bound: true,
		Later: []warranty.Terms{next}, Official: official(t)}
	for _, c := range []struct {
		on     string
		fault  warranty.FaultCode
		part   warranty.PartCode
		zone   *time.Location
		code   string
		vi, en string
	}{
		{"2027-08-31", "no_power", "", nil, "warranty.covered",
			"Được bảo hành: lỗi phát sinh ngày 31/08/2027, trong thời hạn từ 31/08/2026 đến 24 giờ ngày 31/08/2027 theo chính sách phones, bản 1.",
			"Covered: the fault showed on 31 August 2027, within the term from 31 August 2026 to 24:00 on 31 August 2027 under the terms phones, edition 1."},
		{"2027-09-01", "no_power", "", nil, "warranty.expired",
			"Hết hạn bảo hành: thời hạn bắt đầu ngày 31/08/2026 và kết thúc lúc 24 giờ ngày 31/08/2027, lỗi phát sinh ngày 01/09/2027. Có thể sửa chữa có tính phí.",
			"The term is over: it began on 31 August 2026 and ended at 24:00 on 31 August 2027; the fault showed on 1 September 2027. A paid repair is possible."},
		{"2026-08-30", "", "", nil, "warranty.not_started",
			"Chưa đến thời hạn bảo hành: hàng giao ngày 31/08/2026, còn lỗi được ghi ngày 30/08/2026. Hãy kiểm tra lại ngày phát sinh lỗi.",
			"The term had not begun: delivery was on 31 August 2026, the fault is dated 30 August 2026. Check the date of the fault."},
		{"2026-10-01", "water_damage", "", nil, "warranty.excluded",
			"Không được bảo hành: chính sách công bố ngày 20/12/2025, trước khi bán, loại trừ trường hợp “máy bị vào nước”. Có thể sửa chữa có tính phí.",
			"Not covered: the terms published on 20 December 2025, before the sale, exclude “water got into the device”. A paid repair is possible."},
		{"2026-10-01", "pests", "", nil, "warranty.exclusion_unpublished",
			"Trường hợp loại trừ “côn trùng cắn” công bố ngày 01/09/2026, sau ngày bán 31/08/2026, nên không áp dụng cho lần mua này.",
			"The exclusion “gnawed by pests” was published on 1 September 2026, after the sale on 31 August 2026, so it does not bind this sale."},
		{"2026-10-01", "pests", "", time.UTC, "warranty.exclusion_unpublished",
			"Trường hợp loại trừ “côn trùng cắn” công bố ngày 31/08/2026, sau ngày bán 31/08/2026, nên không áp dụng cho lần mua này.",
			"The exclusion “gnawed by pests” was published on 31 August 2026, after the sale on 31 August 2026, so it does not bind this sale."},
		{"2027-03-01", "no_power", "battery", nil, "warranty.month_clipped",
			"Thời hạn 6 tháng từ ngày 31/08/2026 kết thúc ngày 28/02/2027, ngày cuối của tháng, vì tháng đó không có ngày tương ứng.",
			"The term of 6 month(s) from 31 August 2026 ends on 28 February 2027, the last day of that month, because the month has no corresponding day."},
	} {
		f := facts
		f.On, f.Fault, f.Part, f.Zone = day(c.on), c.fault, c.part, c.zone
		given := warranty.Decide(f).Reasons
		i := slices.IndexFunc(given, func(r care.Reason) bool { return r.Code() == c.code })
		require.GreaterOrEqual(t, i, 0, c.code)
		r := given[i]
		assert.Equal(t, c.vi, r.Text(care.LangVI))
		assert.Equal(t, c.en, r.Text(care.LangEN))
		assert.NotEmpty(t, r.Rule())
	}
}
