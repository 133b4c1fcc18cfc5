package warranty_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/warranty"
)

// owned makes a registration as Register stores it.
func owned(invoice care.InvoiceRef, unit int, product care.ProductRef, serial, name string, phones ...care.Phone) warranty.Registration {
	r := warranty.Registration{
		Invoice: invoice, Line: 1, Unit: unit, Product: product, Serial: serial, Name: name, Phones: phones, Delivered: day("2026-08-31"),
		SerialKey: warranty.SerialKey(serial), SerialFold: warranty.SerialFold(serial), NameKey: care.NameKey(name),
	}
	if len(phones) > 0 {
		r.Phone = phones[0]
	}
	return r
}

const (
	anhPhone  = care.Phone("+84391234567")
	ducPhone  = care.Phone("+84912345678")
	giftPhone = care.Phone("+84987654321")
)

// anh bought a phone with a serial, and gave two numbers; duc bought two fans without serials on one line.
func known() []warranty.Registration {
	return []warranty.Registration{
		owned("HD1", 1, "DT-01", "SN-B0O1", "Nguyễn Thị Ánh", anhPhone, giftPhone),
		owned("HD2", 1, "QUAT-01", "", "Trần Văn Đức", ducPhone),
		owned("HD2", 2, "QUAT-01", "", "Trần Văn Đức", ducPhone),
		owned("HD3", 1, "DT-01", "SN-777", ""),
	}
}

func unit(invoice care.InvoiceRef, n int) warranty.UnitRef {
	return warranty.UnitRef{Invoice: invoice, Line: 1, Unit: n}
}

func TestIdentifyWeighsEachClue(t *testing.T) {
	about := warranty.Clues{Products: []care.ProductRef{"DT-01"}, About: day("2026-09-03"), WithinDays: 3}
	for _, c := range []struct {
		what   string
		clues  warranty.Clues
		status warranty.Status
		points int
		units  []warranty.UnitRef // the one, or the candidates, best first
		codes  string
	}{
		{"the card", warranty.Clues{Card: unit("HD1", 1)}, warranty.FoundOne, 80, []warranty.UnitRef{unit("HD1", 1)}, "[warranty.clue_card]"},
		{"a card of another unit", warranty.Clues{Card: unit("HD1", 2)}, warranty.FoundNone, 0, nil, "[warranty.not_found]"},
		{"the serial", warranty.Clues{Serial: "SN-B0O1"}, warranty.FoundCandidates, 60, []warranty.UnitRef{unit("HD1", 1)}, "[warranty.proof_missing]"},
		{"the serial and the phone", warranty.Clues{Serial: "sn b0o1", Phone: anhPhone}, warranty.FoundOne, 80, []warranty.UnitRef{unit("HD1", 1)},
			"[warranty.clue_serial warranty.clue_phone]"},
		{"the serial and the second phone", warranty.Clues{Serial: "sn b0o1", Phone: giftPhone}, warranty.FoundOne, 80, []warranty.UnitRef{unit("HD1", 1)},
			"[warranty.clue_serial warranty.clue_phone]"},
		{"the serial misread, the phone confirmed", warranty.Clues{Serial: "SNBO01", Phone: anhPhone, PhoneVerified: true}, warranty.FoundOne, 100,
			[]warranty.UnitRef{unit("HD1", 1)}, "[warranty.clue_serial_phone warranty.clue_phone_verified]"},
		{"the serial misread, the phone not confirmed", warranty.Clues{Serial: "SNBO01", Phone: anhPhone}, warranty.FoundOne, 80,
			[]warranty.UnitRef{unit("HD1", 1)}, "[warranty.clue_serial_phone warranty.clue_phone]"}, // nobody else with that phone has such a serial
		{"the serial misread, a slip in the phone", warranty.Clues{Serial: "SNBO01", Phone: "+84391234576"}, warranty.FoundNone, 0, nil, "[warranty.not_found]"},
		{"the serial misread, the name", warranty.Clues{Serial: "SNBO01", Name: "nguyen thi anh"}, warranty.FoundCandidates, 50,
			[]warranty.UnitRef{unit("HD1", 1)}, "[warranty.proof_missing]"},
		{"a letter of the serial lost, too short to be sure", warranty.Clues{Serial: "SNB01", Phone: anhPhone}, warranty.FoundNone, 0, nil, "[warranty.not_found]"},
		{"the number of the invoice without its symbol", warranty.Clues{Invoice: "1"}, warranty.FoundNone, 0, nil, "[warranty.not_found]"},
		{"the number, in other letters and with zeros, and the phone confirmed", warranty.Clues{Invoice: "hd 0001", Phone: anhPhone, PhoneVerified: true},
			warranty.FoundOne, 90, []warranty.UnitRef{unit("HD1", 1)}, "[warranty.clue_invoice warranty.clue_phone_verified]"},
		{"the serial misread", warranty.Clues{Serial: "5N8OO1"}, warranty.FoundNone, 0, nil, "[warranty.not_found]"},
		{"the invoice", warranty.Clues{Invoice: "HD1"}, warranty.FoundCandidates, 50, []warranty.UnitRef{unit("HD1", 1)}, "[warranty.proof_missing]"},
		{"the invoice and the serial", warranty.Clues{Invoice: "HD1", Serial: "SN-B0O1"}, warranty.FoundOne, 110, []warranty.UnitRef{unit("HD1", 1)},
			"[warranty.clue_serial warranty.clue_invoice]"},
		{"the phone confirmed", warranty.Clues{Phone: anhPhone, PhoneVerified: true}, warranty.FoundNone, 0, nil, "[warranty.not_found]"},
		{"the phone confirmed and the name", warranty.Clues{Phone: anhPhone, PhoneVerified: true, Name: "nguyen thi anh"}, warranty.FoundCandidates, 50,
			[]warranty.UnitRef{unit("HD1", 1)}, "[warranty.proof_missing]"},
		{"the phone confirmed and the invoice", warranty.Clues{Phone: anhPhone, PhoneVerified: true, Invoice: "HD1"}, warranty.FoundOne, 90,
			[]warranty.UnitRef{unit("HD1", 1)}, "[warranty.clue_invoice warranty.clue_phone_verified]"},
		{"the name, the product and the date", warranty.Clues{Name: "NGUYEN THI ANH", Products: about.Products, About: about.About, WithinDays: 3},
			warranty.FoundNone, 0, nil, "[warranty.not_found]"},
		{"all that is no secret", warranty.Clues{Name: "NGUYEN THI ANH", Phone: anhPhone, Products: about.Products, About: about.About, WithinDays: 3},
			warranty.FoundNone, 0, nil, "[warranty.not_found]"},
		{"the serial, the name, the product and the date", warranty.Clues{Serial: "SN-B0O1", Name: "Nguyễn Thị Ánh", Products: about.Products,
			About: about.About, WithinDays: 3}, warranty.FoundCandidates, 80, []warranty.UnitRef{unit("HD1", 1)},
			"[warranty.proof_missing]"}, // one secret, and what neighbours know
		{"a day too rough", warranty.Clues{Serial: "SN-B0O1", Name: "Nguyễn Thị Ánh", Products: about.Products, About: about.About, WithinDays: 2},
			warranty.FoundCandidates, 70, []warranty.UnitRef{unit("HD1", 1)}, "[warranty.proof_missing]"},
		{"too early by a day", warranty.Clues{Serial: "SN-B0O1", Name: "Nguyễn Thị Ánh", Products: about.Products, About: day("2026-08-28"), WithinDays: 2},
			warranty.FoundCandidates, 70, []warranty.UnitRef{unit("HD1", 1)}, "[warranty.proof_missing]"},
		{"the date, another product", warranty.Clues{Serial: "SN-B0O1", Name: "Nguyễn Thị Ánh", Products: []care.ProductRef{"QUAT-01"}, About: about.About, WithinDays: 3},
			warranty.FoundCandidates, 70, []warranty.UnitRef{unit("HD1", 1)}, "[warranty.proof_missing]"},
		{"the product without a date", warranty.Clues{Serial: "SN-B0O1", Name: "Nguyễn Thị Ánh", Products: []care.ProductRef{"DT-01"}},
			warranty.FoundCandidates, 70, []warranty.UnitRef{unit("HD1", 1)}, "[warranty.proof_missing]"},
		{"two units that fit equally well", warranty.Clues{Invoice: "HD2", Phone: ducPhone, PhoneVerified: true}, warranty.FoundCandidates, 90,
			[]warranty.UnitRef{unit("HD2", 1), unit("HD2", 2)}, "[warranty.proof_missing]"},
		{"the card tells them apart", warranty.Clues{Card: unit("HD2", 2), Invoice: "HD2"}, warranty.FoundOne, 130, []warranty.UnitRef{unit("HD2", 2)},
			"[warranty.clue_card warranty.clue_invoice]"},
		{"nothing", warranty.Clues{}, warranty.FoundNone, 0, nil, "[warranty.not_found]"},
		{"only separators for a serial", warranty.Clues{Serial: " - ", Name: "Trần Văn Đức", Phone: ducPhone}, warranty.FoundNone, 0, nil, "[warranty.not_found]"},
	} {
		t.Run(c.what, func(t *testing.T) {
			f := warranty.Identify(c.clues, known())
			assert.Equal(t, c.status, f.Status)
			assert.Equal(t, c.points, f.Points)
			var units []warranty.UnitRef
			if f.Status == warranty.FoundOne {
				units = append(units, f.Registration.Ref())
				assert.Empty(t, f.Candidates)
			} else {
				assert.Empty(t, f.Registration)
			}
			for _, candidate := range f.Candidates {
				units = append(units, candidate.Registration.Ref())
				sound(t, candidate.Clues...)
			}
			assert.Equal(t, c.units, units)
			assert.Equal(t, c.codes, fmt.Sprint(codes(f.Reasons)))
			sound(t, f.Reasons...)
		})
	}
}

func TestWhatProofIsMissing(t *testing.T) {
	for _, c := range []struct {
		what  string
		clues warranty.Clues
		want  []warranty.Proof
		vi    string
	}{
		{"the serial alone", warranty.Clues{Serial: "SN-B0O1"}, []warranty.Proof{warranty.ProofCard, warranty.ProofInvoice, warranty.ProofPhone},
			"Chưa đủ căn cứ để xác nhận. Cần thêm một trong: phiếu bảo hành hoặc phiếu bán hàng; số hóa đơn; mã xác nhận gửi về số điện thoại lúc mua."},
		{"the invoice, of a product without a serial, and the phone not confirmed", warranty.Clues{Invoice: "HD2", Phone: ducPhone},
			[]warranty.Proof{warranty.ProofCard, warranty.ProofPhone},
			"Chưa đủ căn cứ để xác nhận. Cần thêm một trong: phiếu bảo hành hoặc phiếu bán hàng; mã xác nhận gửi về số điện thoại lúc mua."},
		{"the invoice of somebody who gave no phone", warranty.Clues{Invoice: "HD3"}, []warranty.Proof{warranty.ProofCard, warranty.ProofSerial},
			"Chưa đủ căn cứ để xác nhận. Cần thêm một trong: phiếu bảo hành hoặc phiếu bán hàng; số seri đọc trên máy."},
		{"the phone confirmed and the name", warranty.Clues{Phone: anhPhone, PhoneVerified: true, Name: "nguyễn thị ánh"},
			[]warranty.Proof{warranty.ProofCard, warranty.ProofSerial, warranty.ProofInvoice},
			"Chưa đủ căn cứ để xác nhận. Cần thêm một trong: phiếu bảo hành hoặc phiếu bán hàng; số seri đọc trên máy; số hóa đơn."},
	} {
		f := warranty.Identify(c.clues, known())
		assert.Equal(t, warranty.FoundCandidates, f.Status, c.what)
		assert.Equal(t, c.want, f.Missing, c.what)
		assert.Equal(t, c.vi, f.Reasons.Text(care.LangVI), c.what)
		assert.Equal(t, c.want, f.Candidates[0].Missing, c.what)
	}
}

// withoutNext is a finding without the question that follows from the clues, so that findings of different clues can be compared.
func withoutNext(f warranty.Finding) warranty.Finding {
	f.Next = ""
	return f
}

// A stranger who knows something of somebody else's purchase gets, letter for letter, the answer for a product that was never sold.
func TestStrangerLearnsNothing(t *testing.T) {
	never := asJSON(t, withoutNext(warranty.Identify(warranty.Clues{Serial: "NEVER", Phone: "+84900000000"}, nil)))
	stranger := care.Phone("+84909090909")
	for what, clues := range map[string]warranty.Clues{
		"the serial off the box, a phone of his own": {Serial: "SN-B0O1", Phone: stranger},
		"confirmed by him":                           {Serial: "SN-B0O1", Phone: stranger, PhoneVerified: true},
		"and the invoice and the name too":           {Serial: "SN-B0O1", Phone: stranger, Invoice: "HD1", Name: "Nguyễn Thị Ánh", Products: []care.ProductRef{"DT-01"}, About: day("2026-08-31")},
		"the name":                                   {Name: "Nguyễn Thị Ánh"},
		"the name, the product and the day":          {Name: "Nguyễn Thị Ánh", Products: []care.ProductRef{"DT-01"}, About: day("2026-08-31")},
		"the phone, not confirmed":                   {Phone: anhPhone},
		"the phone, the name, the product, the day":  {Phone: anhPhone, Name: "Nguyễn Thị Ánh", Products: []care.ProductRef{"DT-01"}, About: day("2026-08-31")},
		"a serial like another":                      {Serial: "SNBOO1"},
		"a serial that is none":                      {Serial: "-", Phone: ducPhone, Name: "Trần Văn Đức"},
		"a serial that is none, of all":              {Serial: "-", Name: "Trần Văn Đức", Products: []care.ProductRef{"QUAT-01"}, About: day("2026-08-31")},
		"another serial, the right phone":            {Serial: "SN-OTHER", Phone: anhPhone},
		"a card that does not exist":                 {Card: unit("HD1", 9)},
	} {
		assert.JSONEq(t, never, asJSON(t, withoutNext(warranty.Identify(clues, known()))), what)
		assert.Equal(t, asJSON(t, warranty.Identify(clues, nil)), asJSON(t, warranty.Identify(clues, known())), "%s: what is asked next follows from the clues alone", what)
	}
	leads := warranty.Identify(warranty.Clues{Name: "Nguyễn Thị Ánh"}, known()).Leads // for staff who see all customers anyway
	require.Len(t, leads, 1)
	assert.Equal(t, 10, leads[0].Points)
}

// The card is for whoever holds it: a gift, with the phone of the one who got it.
func TestGiftWithCard(t *testing.T) {
	f := warranty.Identify(warranty.Clues{Card: unit("HD1", 1), Phone: "+84909090909", PhoneVerified: true}, known())
	assert.Equal(t, warranty.FoundOne, f.Status)
	assert.Equal(t, unit("HD1", 1), f.Registration.Ref())
}

// Where no phone was given at the sale none can contradict.
func TestPhoneOfASaleWithoutPhone(t *testing.T) {
	f := warranty.Identify(warranty.Clues{Serial: "SN-777", Phone: "+84909090909", PhoneVerified: true}, known())
	assert.Equal(t, warranty.FoundCandidates, f.Status)
	assert.Equal(t, 60, f.Points)
}

// A misread serial that two units could be proves nothing, even if the phone rules one of them out.
func TestFoldsThatTwoShare(t *testing.T) {
	among := append(known(), owned("HD4", 1, "DT-01", "SN-B00I", "Lê Thị Bình", ducPhone))
	f := warranty.Identify(warranty.Clues{Serial: "SNBOO1", Phone: anhPhone, PhoneVerified: true}, among)
	assert.Equal(t, warranty.FoundNone, f.Status)
	assert.Equal(t, 40, f.Leads[0].Points, "only the phone counts")

	f = warranty.Identify(warranty.Clues{Serial: "SN-B0O1", Phone: anhPhone}, among) // read rightly, it is one
	assert.Equal(t, warranty.FoundOne, f.Status)
	assert.Equal(t, unit("HD1", 1), f.Registration.Ref())
}

// One serial may be that of two products of different makers; the phone tells them apart.
func TestOneSerialOfTwoProducts(t *testing.T) {
	among := []warranty.Registration{owned("HD1", 1, "DT-01", "A1", "", anhPhone), owned("HD2", 1, "QUAT-01", "A1", "", ducPhone)}
	f := warranty.Identify(warranty.Clues{Serial: "A1"}, among)
	assert.Equal(t, warranty.FoundCandidates, f.Status)
	assert.Len(t, f.Candidates, 2)
	f = warranty.Identify(warranty.Clues{Serial: "A1", Phone: ducPhone}, among)
	assert.Equal(t, warranty.FoundOne, f.Status)
	assert.Equal(t, care.ProductRef("QUAT-01"), f.Registration.Product)
}

// Candidates are told best first; leads are kept back.
func TestCandidatesAreThoseWorthAsking(t *testing.T) {
	f := warranty.Identify(warranty.Clues{Serial: "SN-B0O1", Invoice: "HD3", Name: "Trần Văn Đức"}, known())
	assert.Equal(t, warranty.FoundCandidates, f.Status)
	require.Len(t, f.Candidates, 2)
	assert.Equal(t, []int{60, 50}, []int{f.Candidates[0].Points, f.Candidates[1].Points})
	assert.Len(t, f.Leads, 2, "the fans, by the name")
	assert.NotContains(t, asJSON(t, f), "QUAT-01", "leads are not in the JSON")
}

func TestIdentifyKeepsItsProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	never := asJSON(t, withoutNext(warranty.Identify(warranty.Clues{}, nil)))
	for range 3000 {
		var among []warranty.Registration
		for i := range random.IntN(6) {
			r := owned(care.InvoiceRef(pick("HD1", "HD2")), 1+i%2, care.ProductRef(pick("DT-01", "QUAT-01")), pick("", "SN1", "SNI", "sn-l", "X"), pick("", "Ánh", "Đức"))
			r.Line = 1 + i/2
			for range random.IntN(3) {
				r.Phones = append(r.Phones, care.Phone(pick(string(anhPhone), string(ducPhone))))
			}
			among = append(among, r)
		}
		clues := warranty.Clues{
			Serial: pick("", "-", "SN1", "sni", "X"), Phone: care.Phone(pick("", string(anhPhone), string(giftPhone))), PhoneVerified: random.IntN(2) == 0,
			Invoice: care.InvoiceRef(pick("", "HD1")), Name: pick("", "anh", "duc"),
		}
		if random.IntN(3) == 0 {
			clues.Card = unit("HD1", 1+random.IntN(6))
		}
		if random.IntN(2) == 0 {
			clues.About = day("2026-08-31").AddDays(random.IntN(3))
			clues.WithinDays = 1
		}
		f := warranty.Identify(clues, among)
		said := asJSON(t, f)

		shuffled := slices.Clone(among)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		require.Equal(t, said, asJSON(t, warranty.Identify(clues, shuffled)), "the order of the registrations decides nothing")

		told := f.Candidates
		switch f.Status {
		case warranty.FoundOne:
			require.GreaterOrEqual(t, f.Points, 80)
			told = []warranty.Candidate{{Registration: f.Registration, Points: f.Points, Clues: f.Reasons}}
		case warranty.FoundCandidates:
			require.GreaterOrEqual(t, f.Points, 50)
			require.Equal(t, f.Points, f.Candidates[0].Points)
			require.NotEmpty(t, f.Missing)
		default:
			require.Equal(t, warranty.FoundNone, f.Status)
			require.Equal(t, never, asJSON(t, withoutNext(f)), "nothing learnt")
			require.Equal(t, warranty.Identify(clues, nil).Next, f.Next)
		}
		for _, c := range told {
			require.GreaterOrEqual(t, c.Points, 50)
			require.LessOrEqual(t, c.Points, 250)
			sum := 0
			for _, r := range c.Clues {
				require.NoError(t, r.Check())
				points, _ := r.Fact("points")
				sum += int(points.Value().(int64))
			}
			require.Equal(t, c.Points, sum, "the clues say where the points come from")
			phones := c.Registration.Phones
			contradicted := clues.Phone != "" && len(phones) > 0 && !slices.Contains(phones, clues.Phone)
			require.False(t, contradicted && clues.Card != c.Registration.Ref(), "told of a unit that the phone rules out")
		}
	}
}

// A card that is shown with another product's serial belongs to another product.
func TestACardDoesNotCoverAnotherSerial(t *testing.T) {
	unit := warranty.Registration{Invoice: "HD1", Line: 1, Unit: 1, SerialKey: "AB0123", SerialFold: warranty.SerialFold("AB0123")}
	for serial, found := range map[string]warranty.Status{
		"": warranty.FoundOne, "AB0123": warranty.FoundOne, "A8O-I23": warranty.FoundOne, "CD4567": warranty.FoundNone,
	} {
		f := warranty.Identify(warranty.Clues{Card: unit.Ref(), Serial: serial}, []warranty.Registration{unit})
		assert.Equal(t, found, f.Status, serial)
	}
}
