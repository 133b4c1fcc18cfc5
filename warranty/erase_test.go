package warranty_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

func schemas() []*storage.Schema {
	return append(warranty.Schemas(), care.Schemas()...)
}

// allBodies is everything that an adapter keeps, as text.
func allBodies(t *testing.T, s *shop) string {
	var all []string
	for collection, index := range map[string]string{
		"warranty_terms": "by_code", "warranty_coverage": "by_product", "warranty_registration": "by_unit", "warranty_answer": "by_registration", "care_outcome": "by_key",
		"warranty_phone": "by_phone", "warranty_product_word": "by_word",
	} {
		all = append(all, bodies(t, s.store, collection, index)...)
	}
	return strings.Join(all, "\n")
}

func TestEraseByTheCustomersKey(t *testing.T) {
	s := newShop(t)
	sale := phoneSale()
	sale.Phone, sale.TaxCode = sale.Phone+" / 0987654321", "0101234567"
	r := s.sell(t, sale).Registrations[0]
	s.sell(t, fanSale())
	s.ask(t, warranty.Inquiry{Card: r.Ref()})
	for _, personal := range []string{"KH-7", "Nguyễn Thị Ánh", "nguyen thi anh", string(anhPhone), string(giftPhone), "0101234567"} {
		require.Contains(t, allBodies(t, s), personal)
	}

	receipt, err := storage.Erase(t.Context(), s.store, schemas(), "KH-7")
	require.NoError(t, err)
	assert.Equal(t, []storage.ReceiptLine{
		{Collection: "warranty_registration", Cleared: 1, Parts: []string{"customer", "name", "name_key", "phones", "phone", "tax_code"}},
		{Collection: "warranty_answer", Cleared: 1, Parts: []string{"subject"}},
		{Collection: "warranty_phone", Deleted: 1},
		{Collection: "warranty_form"},
		{Collection: "warranty_claim", Parts: []string{"said", "items", "vulnerable"}},
		{Collection: "warranty_order", Parts: []string{"subject"}},
		{Collection: "warranty_plan"},
		{Collection: "warranty_advice", Parts: []string{"question", "answer"}},
		{Collection: "warranty_entry", Parts: []string{"holder", "who"}},
		{Collection: "care_outcome", Deleted: 1},
	}, receipt.Lines)
	for _, personal := range []string{"KH-7", "Ánh", "anh\"", "+84391234567", "0169 123 4567", "+84987654321", "0101234567"} {
		assert.NotContains(t, allBodies(t, s), personal, "gone from the raw bodies")
	}

	left := collect(t, s.Registrations("HD000123"))
	require.Len(t, left, 1)
	want := r
	want.Version, want.Customer, want.Name, want.NameKey, want.Phones, want.Phone, want.TaxCode, want.Subject = 2, "", "", "", nil, "", "", ""
	assert.Equal(t, want, left[0], "the warranty itself stays")

	f := s.ask(t, warranty.Inquiry{Serial: r.Serial}).Finding
	assert.Equal(t, warranty.FoundCandidates, f.Status, "it is still found by its serial")
	a := s.ask(t, warranty.Inquiry{Serial: r.Serial, Invoice: "HD000123", Phone: "0909 090 909"})
	assert.Equal(t, warranty.Covered, a.Decision.Outcome, "and answered for, whatever phone its owner has now")
	for _, q := range []warranty.Inquiry{{Phone: "0391234567", PhoneVerified: true, Name: "Ánh"}, {Name: "Nguyễn Thị Ánh"}} {
		f, err := s.Find(t.Context(), q)
		require.NoError(t, err)
		assert.Empty(t, f.Leads, "by phone and name no more")
	}
	assert.Len(t, collect(t, s.Answers(r.ID)), 2)

	_, err = s.Register(t.Context(), sale)
	assert.Equal(t, []string{"line warranty.registered"}, problems(t, err), "a till that sends the sale again does not bring the person back")

	again, err := storage.Erase(t.Context(), s.store, schemas(), "KH-7")
	require.NoError(t, err)
	for _, line := range again.Lines {
		assert.Zero(t, line.Cleared+line.Deleted)
	}
	assert.Contains(t, allBodies(t, s), "Trần Văn Đức", "nobody else is touched")
}

func TestEraseAWalkInByPhone(t *testing.T) {
	s := newShop(t)
	s.sell(t, fanSale())
	sale := fanSale()
	sale.Invoice, sale.Phone = "HD000200", "0912345678 / 0987 654 321"
	second := s.sell(t, sale).Registrations[0]
	s.ask(t, warranty.Inquiry{Card: second.Ref()})
	withKey := phoneSale()
	withKey.Phone = "0912345678" // the same number, but a customer of the host's
	kept := s.sell(t, withKey).Registrations[0]

	receipt, err := storage.Erase(t.Context(), s.store, schemas(), string(ducPhone))
	require.NoError(t, err)
	assert.Equal(t, []int{4, 1, 2}, []int{receipt.Lines[0].Cleared, receipt.Lines[1].Cleared, receipt.Lines[2].Deleted})
	for _, personal := range []string{"Đức", "van duc", string(giftPhone)} {
		assert.NotContains(t, allBodies(t, s), personal)
	}
	assert.Equal(t, []warranty.Registration{kept}, collect(t, s.Registrations("HD000123")), "whose key the host has is erased by that")
	assert.Len(t, collect(t, s.Registrations("HD000200")), 2)
}

func TestExport(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	s.sell(t, fanSale())
	s.ask(t, warranty.Inquiry{Card: r.Ref()})
	for subject, want := range map[string][]string{
		"KH-7":           {"warranty_registration", "warranty_answer", "care_outcome"},
		string(ducPhone): {"warranty_registration", "warranty_registration", "care_outcome"},
		"KH-8":           nil,
		"":               nil,
	} {
		var got []string
		for e, err := range storage.Export(t.Context(), s.store, schemas(), subject) {
			require.NoError(t, err)
			got = append(got, e.Collection)
			assert.Contains(t, string(e.Body), subject)
		}
		assert.Equal(t, want, got, subject)
	}
	for range storage.Export(t.Context(), s.tenants.ForTenant("saigon"), schemas(), "KH-7") {
		t.Error("another tenant has nothing about this customer")
	}
}

func TestEraseWhatClaimsSayOfACustomer(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	s.centre(t, 1)
	s.now = at("2026-10-01 09:00")
	u, err := s.TakeIn(t.Context(), warranty.Intake{Key: "k", Registration: r.ID, Promised: at("2026-10-05 17:00"), Vulnerable: true, Said: "Cô Ánh nói máy rơi", Items: "Túi hoa của cô Ánh"})
	require.NoError(t, err)
	_, err = s.OrderRepair(t.Context(), warranty.RepairRequest{Key: "k", Centre: "workshop", Registration: r.ID, Claim: u.Claim.ID})
	require.NoError(t, err)
	_, err = s.PlanMaintenance(t.Context(), warranty.PlanRequest{Key: "k", Registration: r.ID, Code: "clean", Name: both("Vệ sinh", "Cleaning"), Months: 6})
	require.NoError(t, err)
	_, err = s.Advise(t.Context(), warranty.AdviceRequest{Key: "k", Registration: r.ID, Channel: "phone", Question: "Ánh hỏi về sạc", Answer: "Chị Ánh cứ sạc"})
	require.NoError(t, err)

	collections := map[string]string{"warranty_claim": "by_registration", "warranty_order": "by_day", "warranty_plan": "by_registration_code",
		"warranty_advice": "by_product", "sla_timer": "by_about", "care_outcome": "by_key", "warranty_answer": "by_registration"}
	all := func() (text string) {
		for collection, index := range collections {
			text += strings.Join(bodies(t, s.store, collection, index), "\n")
		}
		return text
	}
	require.Contains(t, all(), "KH-7")
	require.Contains(t, all(), "Ánh")
	_, err = storage.Erase(t.Context(), s.store, append(schemas(), sla.Schemas()...), "KH-7")
	require.NoError(t, err)
	for _, personal := range []string{"KH-7", "Ánh", `"vulnerable":true`} {
		assert.NotContains(t, all(), personal)
	}
	c, err := s.Claim(t.Context(), u.Claim.ID)
	require.NoError(t, err)
	assert.Equal(t, warranty.ClaimStatusReceived, c.State.Status, "what happened stays")
	took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(c, "2026-10-01 10:00")}))
}
