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

func BenchmarkIdentify200(b *testing.B) {
	var among []warranty.Registration
	for i := range 200 {
		among = append(among, owned(care.InvoiceRef(fmt.Sprint("HD", i)), 1, "DT-01", fmt.Sprintf("SN%05d", i), "Nguyễn Thị Ánh", anhPhone))
	}
	clues := warranty.Clues{Serial: "sn-ooI5o", Phone: anhPhone, PhoneVerified: true, Name: "nguyen thi anh", Product: "DT-01", About: day("2026-09-01"), WithinDays: 7}
	require.Equal(b, warranty.FoundOne, warranty.Identify(clues, among).Status)
	b.ReportAllocs()
	for b.Loop() {
		warranty.Identify(clues, among)
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
