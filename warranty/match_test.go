package warranty_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/warranty"
)

// ranked are the units of all matches, likeliest first.
func ranked(f warranty.Finding) (units []warranty.Candidate) {
	for _, m := range f.Matches() {
		units = append(units, m.Units...)
	}
	slices.SortStableFunc(units, func(a, b warranty.Candidate) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return units
}

// likeliest is the unit among known that the clues mean most probably, with what speaks for it and against it.
func likeliest(t *testing.T, clues warranty.Clues) warranty.Candidate {
	t.Helper()
	units := ranked(warranty.Identify(clues, known()))
	require.NotEmpty(t, units)
	sound(t, units[0].Clues...)
	sound(t, units[0].Against...)
	return units[0]
}

func TestEvidenceForAndAgainst(t *testing.T) {
	c := likeliest(t, warranty.Clues{
		Serial: "SN-B0O1", Phone: "+84909090909", Invoice: "HD9", Name: "Lê Bình", Products: []care.ProductRef{"QUAT-01"}, About: day("2020-01-01"),
		Place: "CH-1", On: day("2030-01-01"),
	})
	assert.Equal(t, []string{"warranty.clue_serial"}, codes(c.Clues))
	assert.Equal(t, []string{"warranty.against_invoice", "warranty.against_phone", "warranty.against_name", "warranty.against_product", "warranty.against_date",
		"warranty.against_term"}, codes(c.Against))
	assert.Equal(t, "Số điện thoại không phải số đã ghi lúc bán.", c.Against[1].Text(care.LangVI))
}

// A name that many have tells less than one that few have.
func TestAFrequentNameTellsLittle(t *testing.T) {
	bits := func(name string) int64 {
		among := []warranty.Registration{owned("HD1", 1, "DT-01", "", name)}
		r := ranked(warranty.Identify(warranty.Clues{Name: name}, among))[0].Clues[0]
		fact, _ := r.Fact("bits")
		return fact.Value().(int64)
	}
	assert.Less(t, bits("Nguyễn Thị Hương"), bits("Trần Thị Hương"))
	assert.Less(t, bits("Trần Thị Hương"), bits("Trần Bích Hương"))
	assert.Less(t, bits("Trần Bích Hương"), bits("Quách Bích Hương"))
	assert.Less(t, bits("Hương"), bits("Nguyễn Thị Hương"))
}

func TestNamesAsPeopleGiveThem(t *testing.T) {
	for said, code := range map[string]string{
		"Nguyễn Thị Ánh": "warranty.clue_name", "NGUYEN THI ANH": "warranty.clue_name", "nguyeenx thij anhs": "warranty.clue_name_alike", "Nguyễn Ánh": "warranty.clue_name_alike",
		"Ánh": "warranty.clue_name_alike", "Nguyen Thi Amh": "warranty.clue_name_alike", "Nguyen Thi Anhh": "warranty.clue_name_alike",
		"Nguyen Thi Nah": "warranty.clue_name_alike", "Nguyễn Văn Ánh": "warranty.against_name", "Ánh Nguyễn": "warranty.against_name", "Nguyễn": "warranty.against_name",
	} {
		c := likeliest(t, warranty.Clues{Name: said, Phone: anhPhone})
		assert.Contains(t, append(codes(c.Clues), codes(c.Against)...), code, said)
	}
}

// Of two sales by one phone the one whose day is remembered is likelier, the more so the nearer it is.
func TestMemoryOfDatesTellsSalesApart(t *testing.T) {
	early, late := owned("HD1", 1, "DT-01", "", "", anhPhone), owned("HD2", 1, "DT-01", "", "", anhPhone)
	late.Delivered = early.Delivered.AddDays(120)
	late.Ends, early.Ends = late.Delivered.AddMonths(24), early.Delivered.AddMonths(24)
	last := 1.0
	for _, off := range []int{0, 10, 25, 40, 59} {
		f := warranty.Identify(warranty.Clues{Phone: anhPhone, About: early.Delivered.AddDays(off), On: early.Delivered.AddDays(400)}, []warranty.Registration{late, early})
		assert.Equal(t, early.Invoice, ranked(f)[0].Registration.Invoice, "%d days", off)
		assert.Less(t, ranked(f)[0].Confidence, last, "%d days", off)
		last = ranked(f)[0].Confidence
	}
}

func TestTheQuestionThatHelpsMostForItsTime(t *testing.T) {
	for what, c := range map[string]struct {
		clues warranty.Clues
		next  warranty.Proof
	}{
		"nothing yet":                          {warranty.Clues{}, warranty.ProofSerial},
		"the phone":                            {warranty.Clues{Phone: anhPhone}, warranty.ProofSerial},
		"the phone; the serial cannot be read": {warranty.Clues{Phone: anhPhone, Asked: []warranty.Proof{warranty.ProofSerial}}, warranty.ProofPhone},
		"the serial":                           {warranty.Clues{Serial: "SN-B0O1"}, warranty.ProofNumber},
		"the serial of a sale without a phone": {warranty.Clues{Serial: "SN-777"}, warranty.ProofInvoice},
		"two of one line":                      {warranty.Clues{Invoice: "HD2", Phone: ducPhone, PhoneVerified: true}, warranty.ProofCard},
		"all that there is": {warranty.Clues{Phone: anhPhone, PhoneVerified: true, Serial: "NONE", Invoice: "NONE", Name: "x", Products: []care.ProductRef{"x"}, About: day("2026-01-01"),
			Place: "x", Asked: []warranty.Proof{warranty.ProofCard}}, ""},
	} {
		assert.Equal(t, c.next, warranty.Identify(c.clues, known()).Next, what)
	}
}

// What was bought together is one match, whose units the phone does not tell apart; of equal sales the latest is first, and one whose term is over is last.
func TestASaleIsOneMatch(t *testing.T) {
	var among []warranty.Registration
	for i, sold := range []string{"2025-03-10", "2026-06-01", "2026-01-05", "2026-02-06", "2023-01-01"} {
		for unit := range []int{1, 1, 1, 2, 1}[i] {
			r := owned(care.InvoiceRef(fmt.Sprint("HD", i+1)), unit+1, "DT-01", "", "Ánh", anhPhone)
			r.Delivered = day(sold)
			r.Ends = r.Delivered.AddMonths(24)
			among = append(among, r)
		}
	}
	var got []string
	sum := 0.0
	for _, m := range warranty.Identify(warranty.Clues{Phone: anhPhone, On: day("2026-08-31")}, among).Matches() {
		units := 0.0
		for _, c := range m.Units {
			got = append(got, c.Registration.Ref().String())
			units += c.Confidence
		}
		assert.InDelta(t, units, m.Confidence, 1e-12, m.Invoice)
		sum += m.Confidence
	}
	assert.Equal(t, []string{"HD4/1/1", "HD4/1/2", "HD2/1/1", "HD3/1/1", "HD1/1/1", "HD5/1/1"}, got, "two units are twice as likely")
	assert.InDelta(t, 0.97, sum, 0.03)
}

// A phone that the shop types in for everybody tells less than one of one person.
func TestAPhoneOfManyPeopleTellsLess(t *testing.T) {
	one := []warranty.Registration{owned("HD1", 1, "DT-01", "", "Ánh", anhPhone)}
	many := one
	for _, name := range []string{"Bình", "Cường", "Dung", "Em", "Giang", "Hà", "Khánh"} {
		many = append(many, owned(care.InvoiceRef("HD-"+name), 1, "DT-01", "", name, anhPhone))
	}
	clues := warranty.Clues{Phone: anhPhone}
	alone, among := ranked(warranty.Identify(clues, one))[0], ranked(warranty.Identify(clues, many))
	sum := 0.0
	for _, c := range among {
		sum += c.Confidence
	}
	assert.Less(t, sum, alone.Confidence, "even one of them all")
}

// nearly reports whether two phones differ by at most two digits.
func nearly(a, b care.Phone) bool {
	differ := 0
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			differ++
		}
	}
	return len(a) == len(b) && differ <= 2
}

func TestInvoicesAsPeopleGiveThem(t *testing.T) {
	among := []warranty.Registration{owned("1C26TAB-00000123", 1, "DT-01", "", ""), owned("HD0077", 1, "DT-01", "", "")}
	for said, code := range map[care.InvoiceRef]string{
		"1C26TAB-00000123": "warranty.clue_invoice", "c26tab 123": "warranty.clue_invoice", "1C26TAB/123": "warranty.clue_invoice", "123": "warranty.clue_invoice_number",
		"0000123": "warranty.clue_invoice_number", "hd 77": "warranty.clue_invoice", "77": "warranty.clue_invoice_number",
	} {
		f := warranty.Identify(warranty.Clues{Invoice: said}, among)
		require.Len(t, ranked(f), 1, said)
		assert.Equal(t, []string{code}, codes(ranked(f)[0].Clues), said)
	}
	for _, said := range []care.InvoiceRef{"D77", "1C26TAC-123", "HD1077", "770", "HD", "1"} {
		assert.Empty(t, warranty.Identify(warranty.Clues{Invoice: said}, among).Matches(), said)
	}
}

func FuzzIdentify(f *testing.F) {
	f.Add("SN-B0O1", "+84391234567", "HD1", "Nguyễn Thị Ánh", "DT-01", 3)
	f.Add("5N8OO1", "+84391234576", "0001", "nguyeenx thij anhs", "", -400)
	f.Add("\xff-", "", "１", " \u0301ſ", "x", 1<<30)
	f.Add(strings.Repeat("0", 300), strings.Repeat("9", 300), strings.Repeat("0", 300), strings.Repeat("a ", 300), "", 0)
	f.Fuzz(func(t *testing.T, serial, phone, invoice, name, product string, days int) {
		clues := warranty.Clues{
			Serial: serial, Phone: care.Phone(phone), Invoice: care.InvoiceRef(invoice), Name: name, Products: []care.ProductRef{care.ProductRef(product)},
			About: day("2026-08-31").AddDays(days % 4000), WithinDays: 7,
		}
		finding := warranty.Identify(clues, known())
		sum := 0.0
		for i, m := range finding.Matches() {
			require.False(t, math.IsNaN(m.Confidence) || m.Confidence < 0)
			require.True(t, i == 0 || m.Confidence <= finding.Matches()[i-1].Confidence)
			for k, c := range m.Units {
				require.Equal(t, m.Invoice, c.Registration.Invoice)
				require.True(t, k == 0 || c.Confidence <= m.Units[k-1].Confidence)
			}
			sum += m.Confidence
		}
		require.LessOrEqual(t, sum, 1+1e-9)
		if finding.Status == warranty.FoundOne {
			require.GreaterOrEqual(t, finding.Points, 80)
			require.GreaterOrEqual(t, finding.Confidence, 0.95)
			require.True(t, clues.Phone == "" || slices.ContainsFunc(finding.Registration.Phones, func(p care.Phone) bool { return nearly(p, clues.Phone) }) ||
				len(finding.Registration.Phones) == 0, "accepted with another phone")
		}
		// What is given in other letters and with other separators is the same.
		clues.Serial = " " + strings.ToLower(strings.ToUpper(serial)) + "-"
		if warranty.SerialKey(clues.Serial) == warranty.SerialKey(serial) {
			require.Equal(t, finding.Status, warranty.Identify(clues, known()).Status)
		}
	})
}
