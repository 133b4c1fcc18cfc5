package warranty_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

func TestAskKeepsTheDecisionAsItWasGiven(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	s.now = at("2027-03-05 09:00")
	q := warranty.Inquiry{Card: r.Ref(), Fault: "no_power", FaultOn: "28/02/2027", Part: "battery"}
	first := s.ask(t, q)
	assert.Equal(t, warranty.Covered, first.Decision.Outcome)
	assert.Equal(t, []string{"warranty.covered", "warranty.month_clipped", "warranty.last_day_moved"}, codes(first.Decision.Reasons))
	q.FaultOn, q.At = "", at("2027-03-04 09:00")
	second := s.ask(t, q)
	assert.Equal(t, warranty.NotCovered, second.Decision.Outcome)

	kept := collect(t, s.Answers(r.ID))
	require.Len(t, kept, 2)
	assert.Equal(t, []time.Time{at("2027-03-04 09:00").UTC(), s.now.UTC()}, []time.Time{kept[0].At, kept[1].At}, "in the order in which they were given")
	assert.JSONEq(t, asJSON(t, second.Decision), asJSON(t, kept[0].Decision))
	assert.JSONEq(t, asJSON(t, first.Decision), asJSON(t, kept[1].Decision))
	assert.Equal(t, first.Decision.Reasons.Text(care.LangVI), kept[1].Decision.Reasons.Text(care.LangVI))
	assert.Equal(t, []any{"KH-7", r.ID}, []any{kept[0].Subject, kept[0].Registration})

	found, err := s.Find(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, second.Finding, found)
	assert.Len(t, collect(t, s.Answers(r.ID)), 2, "Find decides nothing and keeps nothing")
}

func TestAskAtTheCounter(t *testing.T) {
	card := warranty.UnitRef{Invoice: "HD000123", Line: 1, Unit: 1}
	for _, c := range []struct {
		what    string
		q       warranty.Inquiry
		status  warranty.Status
		points  int
		outcome warranty.Outcome
		reasons string // of the decision
	}{
		{"with the card", warranty.Inquiry{Card: card}, warranty.FoundOne, 80, warranty.Covered, "[warranty.covered]"},
		{"a card typed with spaces", warranty.Inquiry{Card: warranty.UnitRef{Invoice: " HD000123 ", Line: 1, Unit: 1}},
			warranty.FoundOne, 80, warranty.Covered, "[warranty.covered]"},
		{"the card lost, the phone as it is now", warranty.Inquiry{Phone: "0391 234 567", PhoneVerified: true, Invoice: "HD000123"},
			warranty.FoundOne, 90, warranty.Covered, "[warranty.covered]"},
		{"the card lost, the phone of eleven digits", warranty.Inquiry{Phone: "01691234567", Serial: "490154203237518"},
			warranty.FoundOne, 80, warranty.Covered, "[warranty.covered]"},
		{"the serial misread by a machine", warranty.Inquiry{Phone: "0391234567", PhoneVerified: true, Serial: "49O1542O32375I8"},
			warranty.FoundOne, 100, warranty.Covered, "[warranty.covered]"},
		{"the serial misread, nothing else", warranty.Inquiry{Serial: "49O1542O32375I8"}, warranty.FoundNone, 0, "", "[]"},
		{"the name without marks and a rough date", warranty.Inquiry{Name: "NGUYEN THI ANH", Product: "DT-01", About: "5/9/2026", Serial: "490154203237518"},
			warranty.FoundCandidates, 80, "", "[]"},
		{"the name decomposed", warranty.Inquiry{Name: "Nguye\u0302\u0303n Thi\u0323 A\u0301nh", Phone: "0391234567", PhoneVerified: true},
			warranty.FoundCandidates, 50, "", "[]"},
		{"somebody else's phone", warranty.Inquiry{Serial: "490154203237518", Phone: "0909 090 909", PhoneVerified: true}, warranty.FoundNone, 0, "", "[]"},
		{"water", warranty.Inquiry{Card: card, Fault: "water_damage"}, warranty.FoundOne, 80, warranty.NotCovered, "[warranty.excluded]"},
		{"water, typed with spaces", warranty.Inquiry{Card: card, Fault: " water_damage "}, warranty.FoundOne, 80, warranty.NotCovered, "[warranty.excluded]"},
		{"the last day", warranty.Inquiry{Card: card, At: at("2027-08-31 23:59")}, warranty.FoundOne, 80, warranty.Covered, "[warranty.covered]"},
		{"too late", warranty.Inquiry{Card: card, At: at("2027-09-01 00:00")}, warranty.FoundOne, 80, warranty.NotCovered, "[warranty.expired]"},
		{"asked too late, but it showed in time", warranty.Inquiry{Card: card, At: at("2027-10-01 09:00"), FaultOn: "31-08-2027"},
			warranty.FoundOne, 80, warranty.Covered, "[warranty.covered]"},
		{"before delivery", warranty.Inquiry{Card: card, FaultOn: "2026-08-30"}, warranty.FoundOne, 80, warranty.NotCovered, "[warranty.not_started]"},
		{"water, too late", warranty.Inquiry{Card: card, Fault: "water_damage", FaultOn: "2027-10-01"}, warranty.FoundOne, 80, warranty.NotCovered, "[warranty.expired]"},
		{"a battery after its half year", warranty.Inquiry{Card: card, Part: "battery", FaultOn: "2027-03-02"}, warranty.FoundOne, 80, warranty.NotCovered,
			"[warranty.expired warranty.month_clipped warranty.last_day_moved]"},
		{"the number of the invoice", warranty.Inquiry{Invoice: "HD000123"}, warranty.FoundCandidates, 50, "", "[]"},
		{"nothing", warranty.Inquiry{}, warranty.FoundNone, 0, "", "[]"},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := newShop(t)
			r := s.sell(t, phoneSale()).Registrations[0]
			s.sell(t, fanSale())
			a := s.ask(t, c.q)
			assert.Equal(t, []any{c.status, c.points, c.outcome}, []any{a.Finding.Status, a.Finding.Points, a.Decision.Outcome})
			assert.Equal(t, c.reasons, fmt.Sprint(codes(a.Decision.Reasons)))
			sound(t, append(a.Decision.Reasons, a.Finding.Reasons...)...)
			if c.status == warranty.FoundOne {
				assert.Equal(t, r, a.Finding.Registration)
				assert.Len(t, collect(t, s.Answers(r.ID)), 1)
			} else {
				assert.Empty(t, bodies(t, s.store, "warranty_answer", "by_registration"), "nothing was decided")
				assert.NotContains(t, asJSON(t, a), `"decision"`)
			}
		})
	}
}

func TestFindByNameAndRoughDate(t *testing.T) {
	s := newShop(t)
	s.sell(t, fanSale()) // delivered on 31 August
	for _, c := range []struct {
		about  string
		within int
		leads  int
	}{
		{"", 0, 2}, {"31/08/2026", 0, 2}, {"07/09/2026", 0, 2}, {"08/09/2026", 0, 0}, {"24/08/2026", 0, 2}, {"23/08/2026", 0, 0},
		{"03/09/2026", 3, 2}, {"03/09/2026", 2, 0}, {"31/08/2027", 365, 2}, {"0001-01-01", 3653, 0}, {"9999-12-31", 3653, 0},
	} {
		f, err := s.Find(t.Context(), warranty.Inquiry{Name: "tran van duc", About: c.about, WithinDays: c.within})
		require.NoError(t, err)
		assert.Len(t, f.Leads, c.leads, "%s within %d days", c.about, c.within)
	}
}

func TestStrangerLearnsNothingAtTheCounter(t *testing.T) {
	s := newShop(t)
	s.sell(t, phoneSale())
	s.sell(t, fanSale())
	never := s.In(s.tenants.ForTenant("a shop that sold nothing"))
	for what, q := range map[string]warranty.Inquiry{
		"the serial and a phone of his own": {Serial: "490154203237518", Phone: "0909090909", PhoneVerified: true},
		"the invoice too":                   {Serial: "490154203237518", Phone: "0909090909", Invoice: "HD000123", Name: "Nguyễn Thị Ánh"},
		"names and dates":                   {Name: "Trần Văn Đức", Product: "QUAT-01", About: "2026-08-31"},
		"the phone, not confirmed":          {Phone: "0912345678", Name: "Trần Văn Đức", Product: "QUAT-01", About: "2026-08-31"},
		"a dash for a serial":               {Phone: "0912345678", Serial: "-", Name: "Trần Văn Đức", Product: "QUAT-01", About: "2026-08-31"},
		"a serial like another":             {Serial: "49O154203237518"},
	} {
		told, err := s.Ask(t.Context(), q)
		require.NoError(t, err)
		blank, err := never.Ask(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, asJSON(t, blank), asJSON(t, told), what)
	}
}

// fans sells n fans to Đức, by one phone, at one a line.
func (s *shop) fans(t *testing.T, n int) {
	sale := fanSale()
	sale.Quantity = n
	s.sell(t, sale)
}

func TestMoreThanIsWeighed(t *testing.T) {
	s := newShop(t)
	s.fans(t, 200)
	q := warranty.Inquiry{Invoice: "HD000124", Phone: "0912345678", PhoneVerified: true}
	a := s.ask(t, q)
	assert.Equal(t, warranty.FoundCandidates, a.Finding.Status)
	assert.Len(t, a.Finding.Candidates, 200)
	assert.False(t, a.Finding.Reasons.Has(warranty.CodeMoreNotWeighed))

	sale := fanSale()
	sale.Invoice, sale.Quantity = "HD000125", 1
	s.sell(t, sale) // the phone has 201 now, the invoice still 200
	a = s.ask(t, q)
	require.True(t, a.Finding.Reasons.Has(warranty.CodeMoreNotWeighed))
	last := a.Finding.Reasons[len(a.Finding.Reasons)-1]
	sound(t, last)
	assert.Equal(t, "Thông tin này khớp với hơn 200 lần mua nên chưa xét hết. Hãy cho thêm thông tin.", last.Text(care.LangVI))

	sale.Invoice, sale.Quantity = "HD000126", 250
	s.sell(t, sale)
	f := s.ask(t, warranty.Inquiry{Card: warranty.UnitRef{Invoice: "HD000126", Line: 2, Unit: 240}}).Finding // the card leads to its unit at once
	assert.Equal(t, 240, f.Registration.Unit)
	assert.False(t, f.Reasons.Has(warranty.CodeMoreNotWeighed))
}

func TestAskRefuses(t *testing.T) {
	s := newShop(t)
	s.sell(t, phoneSale())
	for _, c := range []struct {
		what string
		q    warranty.Inquiry
		want []string
	}{
		{"everything at once", warranty.Inquiry{Serial: "\x00", Phone: "abc", Invoice: "\x01", Name: "\xff", Product: "\x02", About: "31/09", WithinDays: -1,
			FaultOn: "hôm qua", Card: warranty.UnitRef{Invoice: "\x00"}, Fault: "\x00", Part: "\x00"},
			[]string{"serial care.not_text", "phone care.phone_characters", "invoice care.not_text", "name care.not_text", "product care.not_text",
				"about care.date_form", "card.invoice care.not_text", "within_days care.unreadable", "fault care.not_text", "part care.not_text",
				"fault_on care.date_form"}},
		{"a flood", warranty.Inquiry{Serial: strings.Repeat("9", 1e6), Name: strings.Repeat("ế", 1e6), Fault: warranty.FaultCode(strings.Repeat("x", 1e6)),
			Card: warranty.UnitRef{Invoice: care.InvoiceRef(strings.Repeat("x", 1e6))}},
			[]string{"serial care.too_long", "name care.too_long", "card.invoice care.too_long", "fault care.too_long"}},
		{"ten years and more", warranty.Inquiry{Name: "Ánh", About: "2026-08-31", WithinDays: math.MaxInt}, []string{"within_days care.unreadable"}},
		{"the year 10000", warranty.Inquiry{FaultOn: "2026-09-01", At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}, []string{"at care.date_form"}},
		{"several phones", warranty.Inquiry{Phone: "0912345678/0987654321"}, []string{"phone care.phone_several"}},
	} {
		a, err := s.Ask(t.Context(), c.q)
		assert.Equal(t, c.want, problems(t, err), c.what)
		assert.Zero(t, a, c.what)
		f, err := s.Find(t.Context(), c.q)
		assert.Equal(t, c.want, problems(t, err), c.what)
		assert.Zero(t, f, c.what)
	}
	for _, q := range []warranty.Inquiry{ // long, but sound
		{Name: strings.Repeat("각", 200)}, {Name: strings.Repeat("𝒜", 200)}, {Serial: strings.Repeat("ɐ", 100)}, {Invoice: strings.Repeat("x", 200)},
		{Card: warranty.UnitRef{Invoice: "HD1", Line: math.MinInt, Unit: math.MaxInt}},
	} {
		assert.Equal(t, warranty.FoundNone, s.ask(t, q).Finding.Status)
	}
}

// What was published when decides which exclusions bind, and what is said of those that do not.
func TestExclusionsBindByTheirPublication(t *testing.T) {
	edition := func(n int, effective, published string, faults ...warranty.FaultCode) warranty.Terms {
		terms := goodsTerms()
		terms.Code, terms.Edition, terms.Months, terms.Effective, terms.Published = "fans", n, 12, day(effective), at(published)
		for _, f := range faults {
			terms.Exclusions, terms.NoExclusions = append(terms.Exclusions, warranty.Exclusion{Fault: f, Text: both("côn trùng", "pests")}), false
		}
		return terms
	}
	for _, c := range []struct {
		what     string
		editions []warranty.Terms // the fans are sold on 2026-08-31 at 09:40
		edition  int
		outcome  warranty.Outcome
		reasons  string
	}{
		{"published before", []warranty.Terms{edition(1, "2026-01-01", "2025-12-20 08:00", "pests")}, 1, warranty.NotCovered, "[warranty.excluded]"},
		{"at the very instant", []warranty.Terms{edition(1, "2026-01-01", "2026-08-31 09:40", "pests")}, 1, warranty.NotCovered, "[warranty.excluded]"},
		{"a minute later, and there were no others", []warranty.Terms{edition(1, "2026-01-01", "2026-08-31 09:41", "pests")}, 1, warranty.Covered,
			"[warranty.covered warranty.exclusion_unpublished]"},
		{"in a later edition", []warranty.Terms{edition(1, "2026-01-01", "2025-12-20 08:00"), edition(2, "2026-10-01", "2026-09-20 08:00", "pests")}, 1,
			warranty.Covered, "[warranty.covered warranty.exclusion_unpublished]"},
		{"dated back", []warranty.Terms{edition(1, "2026-01-01", "2025-12-20 08:00"), edition(2, "2026-08-01", "2026-09-20 08:00", "pests")}, 1,
			warranty.Covered, "[warranty.covered warranty.exclusion_unpublished]"},
		{"published before, in force after: it never came to apply, and was not published late",
			[]warranty.Terms{edition(1, "2026-01-01", "2025-12-20 08:00"), edition(2, "2026-09-01", "2026-08-25 08:00", "pests")}, 1,
			warranty.Covered, "[warranty.covered]"},
		{"dropped by the edition of the sale", []warranty.Terms{edition(1, "2026-01-01", "2025-12-20 08:00", "pests"), edition(2, "2026-08-01", "2026-07-20 08:00")}, 2,
			warranty.Covered, "[warranty.covered]"},
		{"of another fault", []warranty.Terms{edition(1, "2026-01-01", "2025-12-20 08:00", "fire")}, 1, warranty.Covered, "[warranty.covered]"},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := newShop(t)
			for _, terms := range c.editions {
				_, err := s.Publish(t.Context(), terms)
				require.NoError(t, err)
			}
			_, err := s.Cover(t.Context(), warranty.Coverage{Product: "QUAT-01", Terms: "fans"})
			require.NoError(t, err)
			r := s.sell(t, fanSale()).Registrations[0]
			assert.Equal(t, c.edition, r.Edition)
			d := s.ask(t, warranty.Inquiry{Card: r.Ref(), Fault: "pests", At: at("2026-12-01 09:00")}).Decision
			assert.Equal(t, c.outcome, d.Outcome)
			assert.Equal(t, c.reasons, fmt.Sprint(codes(d.Reasons)))
			assert.Equal(t, c.edition, d.Edition)
		})
	}
}

// What is published between the sale and the delivery does not bind, though the term starts only with the delivery.
func TestBoughtBeforeDelivery(t *testing.T) {
	s := newShop(t)
	sale := fanSale()
	sale.Handed = "2026-09-05"
	r := s.sell(t, sale).Registrations[0]
	next := goodsTerms()
	next.Edition, next.Effective, next.Published, next.NoExclusions = 2, day("2026-09-04"), at("2026-09-03 05:00"), false // 2 September in UTC
	next.Exclusions = []warranty.Exclusion{{Fault: "pests", Text: both("côn trùng cắn", "gnawed by pests")}}
	_, err := s.Publish(t.Context(), next)
	require.NoError(t, err)

	d := s.ask(t, warranty.Inquiry{Card: r.Ref(), Fault: "pests", FaultOn: "2027-03-05"}).Decision
	assert.Equal(t, []any{warranty.Covered, day("2026-09-05"), day("2027-03-05"), 1}, []any{d.Outcome, d.Starts, d.Ends, d.Edition})
	assert.Equal(t, "Trường hợp loại trừ “côn trùng cắn” công bố ngày 03/09/2026, sau ngày bán 31/08/2026, nên không áp dụng cho lần mua này.",
		d.Reasons[1].Text(care.LangVI))

	c := s.config
	c.Env.Zone = time.UTC
	inUTC, err := warranty.New(s.store, c)
	require.NoError(t, err)
	a, err := inUTC.Ask(t.Context(), warranty.Inquiry{Card: r.Ref(), Fault: "pests", FaultOn: "2027-03-05"})
	require.NoError(t, err)
	assert.Contains(t, a.Decision.Reasons[1].Text(care.LangVI), "công bố ngày 02/09/2026", "dates are those of the shop's zone")
}

func TestAskWithoutTerms(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	edition := collect(t, s.Editions("phones"))[0]
	require.NoError(t, s.store.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		return tx.Delete(ctx, warranty.Schemas()[0], edition.ID.UUID(), edition.Version)
	}))
	a, err := s.Ask(t.Context(), warranty.Inquiry{Card: r.Ref()})
	require.ErrorContains(t, err, "the terms phones of registration "+r.ID.String()+" are gone")
	assert.Zero(t, a)
}

// An inquiry may come as JSON from a screen.
func TestInquiryAsJSON(t *testing.T) {
	const text = `{"card":{"invoice":"HD1","line":1,"unit":2},"serial":"S","phone":"P","phone_verified":true,"invoice":"I","name":"N","product":"R",` +
		`"about":"A","within_days":3,"fault":"F","fault_on":"O","part":"T","at":"2026-08-31T02:30:00Z"}`
	var q warranty.Inquiry
	require.NoError(t, json.Unmarshal([]byte(text), &q))
	assert.JSONEq(t, text, asJSON(t, q))
	assert.Equal(t, "{}", asJSON(t, warranty.Inquiry{}))
}
