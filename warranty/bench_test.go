package warranty_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/warranty"
)

func BenchmarkDecide(b *testing.B) {
	facts := warranty.Facts{
		Unit: warranty.UnitRef{Invoice: "HD000123", Line: 1, Unit: 1}, Delivered: day("2026-08-31"), Terms: phoneTerms(), Bound: true,
		On: day("2027-02-28"), Fault: "no_power",
	}
	b.ReportAllocs()
	for b.Loop() {
		warranty.Decide(facts)
	}
}

// BenchmarkDecideWhole decides with three repairs, four parts and all reasons.
func BenchmarkDecideWhole(b *testing.B) {
	f := sold("vn-2023", "2025-08-31", "2025-08-31", 18)
	f.Terms.Exclusions = []warranty.Exclusion{{Fault: "noise", Text: both("tiếng ồn", "noise")}}
	f.Terms.Published, f.Bound = at("2025-09-09 00:00"), false
	f.On, f.Asked, f.Official, f.Vulnerable, f.Outside = day("2026-09-05"), day("2026-10-20"), official(b), true, true
	f.Card.Demanded = day("2025-01-01")
	for i, part := range []warranty.PartCode{"battery", "screen", "motor", "compressor"} {
		f.Terms.Parts = append(f.Terms.Parts, warranty.Part{Code: part, Months: 12})
		if in := f.Delivered.AddMonths(3 * i); i > 0 {
			f.Repairs = append(f.Repairs, warranty.Repair{
				In: in, Out: in.AddDays(9), Promised: in.AddDays(9), Fault: "noise", Replaced: []warranty.PartCode{part}, Failed: i == 3,
			})
		}
	}
	d := warranty.Decide(f)
	require.Len(b, d.PartEnd, 4)
	require.Len(b, d.Remedies, 4)
	require.GreaterOrEqual(b, len(d.All()), 15)
	b.ReportAllocs()
	for b.Loop() {
		warranty.Decide(f)
	}
}

func BenchmarkIdentify200(b *testing.B) {
	var among []warranty.Registration
	for i := range 200 {
		among = append(among, owned(care.InvoiceRef(fmt.Sprint("HD", i)), 1, "DT-01", fmt.Sprintf("SN%05d", i), "Nguyễn Thị Ánh", anhPhone))
	}
	clues := warranty.Clues{Serial: "sn-ooI5o", Phone: anhPhone, PhoneVerified: true, Name: "nguyen thi anh", Products: []care.ProductRef{"DT-01"}, About: day("2026-09-01"), WithinDays: 7}
	require.Equal(b, warranty.FoundOne, warranty.Identify(clues, among).Status)
	b.ReportAllocs()
	for b.Loop() {
		warranty.Identify(clues, among)
	}
}

// A look-up at the counter in memory, by the phone and a serial that was misread.
func BenchmarkFind(b *testing.B) {
	s := newTrial(b, 101, 20_000)
	var inquiries []warranty.Inquiry
	for range 1000 {
		v := s.WithMisreadSerial()
		inquiries = append(inquiries, warranty.Inquiry{Phone: v.Phone, Serial: v.Serial})
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		_, err := s.Service.Find(b.Context(), inquiries[n%len(inquiries)])
		require.NoError(b, err)
		n++
	}
}

func BenchmarkRegister(b *testing.B) {
	s, sale, n := newShop(b), phoneSale(), 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		sale.Invoice, sale.Serials[0] = fmt.Sprint("HD", n), fmt.Sprint("SN", n)
		_, err := s.Register(b.Context(), sale)
		require.NoError(b, err)
	}
}

func BenchmarkAsk(b *testing.B) {
	s := newShop(b)
	for n := range 1000 {
		sale := phoneSale()
		sale.Invoice, sale.Serials = fmt.Sprint("HD", n), []string{fmt.Sprint("SN", n)}
		sale.Phone = fmt.Sprintf("09123%05d", n)
		s.sell(b, sale)
	}
	q := warranty.Inquiry{Serial: "SN500", Phone: "0912300500"}
	b.ReportAllocs()
	for b.Loop() {
		_, err := s.Ask(b.Context(), q)
		require.NoError(b, err)
	}
}
