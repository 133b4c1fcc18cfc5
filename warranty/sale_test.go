package warranty_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

func TestRegister(t *testing.T) {
	s := newShop(t)
	receipt := s.sell(t, phoneSale())
	require.Len(t, receipt.Registrations, 1)
	r := receipt.Registrations[0]
	assert.False(t, r.ID.IsZero())
	assert.Equal(t, warranty.Registration{
		ID: r.ID, Version: 1, Invoice: "HD000123", Line: 1, Unit: 1, Product: "DT-01", Serial: "490154203237518", Place: "CH-HN",
		Customer: "KH-7", Name: "Nguyễn Thị Ánh", Phones: []care.Phone{anhPhone},
		Sold: at("2026-08-31 09:30").UTC(), Delivered: day("2026-08-31"), Terms: "phones", Edition: 1, Ends: day("2027-08-31"), Recorded: at("2026-08-31 10:00").UTC(),
		SerialKey: "490154203237518", SerialFold: "490154203237518", Phone: anhPhone, NameKey: "nguyen thi anh", Number: "123",
		Subject: "KH-7",
	}, r)
	assert.False(t, receipt.Repeated)
	assert.Empty(t, receipt.Reasons)
	assert.Equal(t, receipt.Registrations, collect(t, s.Registrations("HD000123")), "what Register returned is what is stored")
}

func TestRegisterEachUnit(t *testing.T) {
	s := newShop(t)
	receipt := s.sell(t, fanSale())
	require.Len(t, receipt.Registrations, 2)
	for i, r := range receipt.Registrations {
		assert.Equal(t, warranty.UnitRef{Invoice: "HD000124", Line: 2, Unit: i + 1}, r.Ref())
		assert.Equal(t, string(ducPhone), r.Subject, "without a key of the host's, erasing goes by the phone")
		assert.Empty(t, r.SerialKey)
		assert.Equal(t, day("2027-03-01"), r.Ends, "28 February is a Sunday")
	}
	assert.NotEqual(t, receipt.Registrations[0].ID, receipt.Registrations[1].ID)

	sale := phoneSale()
	sale.Quantity, sale.Serials = 2, []string{" sn-b0o1 ", "SN\u2003777"}
	for i, r := range s.sell(t, sale).Registrations {
		assert.Equal(t, []string{"SN-B0O1", "SN 777"}[i], r.Serial)
		assert.Equal(t, []string{"SNB0O1", "SN777"}[i], r.SerialKey)
	}

	sale = fanSale()
	sale.Invoice, sale.Quantity = "HD-LON", 300
	assert.Len(t, s.sell(t, sale).Registrations, 300)
	assert.Len(t, collect(t, s.Registrations("HD-LON")), 300)
}

func TestRegisterReadsWhatWasTyped(t *testing.T) {
	s := newShop(t)
	sale := fanSale()
	sale.Quantity, sale.Name, sale.Phone = 1, "Nguyê\u0303n  Thi\u0323 A\u0301nh", "0169 123 4567 / 0987.654.321/ 0391234567 /"
	sale.Invoice, sale.At, sale.Handed = " HD000125 ", at("2026-08-31 23:30"), "02/09/2026"
	r := s.sell(t, sale).Registrations[0]
	assert.Equal(t, "Nguyễn Thị Ánh", r.Name, "composed letters, single spaces")
	assert.Equal(t, "nguyen thi anh", r.NameKey)
	assert.Equal(t, []care.Phone{anhPhone, giftPhone}, r.Phones, "new prefixes, each number once")
	assert.Equal(t, anhPhone, r.Phone)
	assert.Equal(t, care.InvoiceRef("HD000125"), r.Invoice)
	assert.Equal(t, day("2026-09-02"), r.Delivered, "the term starts at delivery, not at the sale")
	assert.Equal(t, day("2027-03-02"), r.Ends)

	sale = fanSale() // shortly after midnight here it is still the day before in UTC
	sale.Invoice, sale.At = "HD000126", at("2026-09-01 00:10")
	assert.Equal(t, day("2026-09-01"), s.sell(t, sale).Registrations[0].Delivered)

	sale.Invoice, sale.At = "HD000127", time.Time{}
	now := s.sell(t, sale).Registrations[0]
	assert.Equal(t, s.now.UTC(), now.Sold)
	assert.Equal(t, day("2026-08-31"), now.Delivered)

	sale.Invoice, sale.Name, sale.Phone = "HD000128", "", ""
	nobody := s.sell(t, sale).Registrations[0]
	assert.Empty(t, nobody.Subject)
	sale.Invoice, sale.Name = "HD000129", strings.Repeat("각", 200) // its folded form is longer than an index takes
	long := s.sell(t, sale).Registrations[0]
	assert.LessOrEqual(t, len(long.NameKey), storage.MaxText)
	found, err := s.Find(t.Context(), warranty.Inquiry{Name: sale.Name, Serial: "x"})
	require.NoError(t, err)
	assert.Len(t, found.Leads, 2)
}

func TestRegisterAgainAnswersAsTheFirstTime(t *testing.T) {
	for what, key := range map[string]string{"by the invoice and the line": "", "by a key of the till's": "till-3/000017"} {
		t.Run(what, func(t *testing.T) {
			s := newShop(t)
			sale := phoneSale()
			sale.Key, sale.Serials = key, []string{"490154203237519"}
			first := s.sell(t, sale)
			assert.Equal(t, []string{"warranty.serial_imei"}, codes(first.Reasons))

			s.now = s.now.AddDate(0, 0, 40)
			_, err := s.Cover(t.Context(), warranty.Coverage{Product: "DT-01", Terms: "goods"}) // the world moves on
			require.NoError(t, err)
			again := s.sell(t, sale)
			assert.Equal(t, first.Registrations, again.Registrations)
			assert.True(t, again.Repeated)
			assert.Equal(t, []string{"warranty.serial_imei", "warranty.repeated"}, codes(again.Reasons))
			sound(t, again.Reasons...)
			assert.Len(t, collect(t, s.Registrations("")), 1)

			sale.Name = "Người khác"
			_, err = s.Register(t.Context(), sale)
			assert.Equal(t, []string{"key care.key_reused"}, problems(t, err))
			assert.Equal(t, first.Registrations, collect(t, s.Registrations("")))
		})
	}
}

func TestRegisterUnderAnotherKey(t *testing.T) {
	s := newShop(t)
	sale := phoneSale()
	s.sell(t, sale)

	sale.Key = "another"
	_, err := s.Register(t.Context(), sale)
	assert.Equal(t, []string{"line warranty.registered"}, problems(t, err), "a unit has one warranty, whatever the key")

	sale.Key, sale.Invoice = " \t ", "HD000200" // a blank key is none
	sale.Serials = []string{"490154203237526"}
	s.sell(t, sale)
	sale.Invoice, sale.Serials = "HD000201", []string{"490154203237534"}
	s.sell(t, sale)

	sale.Key, sale.Invoice, sale.Serials = " till-1 ", "HD000202", []string{"490154203237542"}
	first := s.sell(t, sale)
	assert.Equal(t, first.Registrations, s.sell(t, sale).Registrations)
}

// A till that was offline sends its sales later: the terms are those of the day of the sale, and both instants are kept.
func TestRegisterLater(t *testing.T) {
	s := newShop(t)
	next := goodsTerms()
	next.Edition, next.Months, next.Effective, next.Published = 2, 1, day("2026-08-01"), at("2026-09-10 08:00") // dated back
	_, err := s.Publish(t.Context(), next)
	require.NoError(t, err)
	s.now = at("2026-10-01 08:00")
	r := s.sell(t, fanSale()).Registrations[0]
	assert.Equal(t, []any{1, day("2027-03-01")}, []any{r.Edition, r.Ends})
	assert.Equal(t, []time.Time{at("2026-08-31 09:40").UTC(), s.now.UTC()}, []time.Time{r.Sold, r.Recorded})

	sale := fanSale()
	sale.Invoice, sale.At = "HD000200", at("2026-09-10 08:00")
	assert.Equal(t, 2, s.sell(t, sale).Registrations[0].Edition)
	next.Edition, next.Months, next.Effective, next.Published = 3, 2, day("2026-09-15"), at("2026-08-20 08:00")
	_, err = s.Publish(t.Context(), next)
	require.NoError(t, err)
	sale.Invoice, sale.At, sale.Handed = "HD000201", at("2026-09-10 07:59"), "2026-09-20"
	assert.Equal(t, 1, s.sell(t, sale).Registrations[0].Edition, "the day of the sale counts, not that of the delivery")
}

func TestRegisterAfterARefusal(t *testing.T) {
	s := newShop(t)
	sale := phoneSale()
	sale.Serials = nil
	_, err := s.Register(t.Context(), sale)
	assert.Equal(t, []string{"serial warranty.serial_missing"}, problems(t, err))
	sale.Serials = []string{"490154203237518"}
	assert.False(t, s.sell(t, sale).Repeated, "a refused sale has not taken its key")
}

func TestRegisterRefuses(t *testing.T) {
	for _, c := range []struct {
		what   string
		change func(*warranty.Sale)
		want   []string
	}{
		{"everything", func(s *warranty.Sale) { *s = warranty.Sale{} },
			[]string{"invoice care.missing", "product care.missing", "line care.missing", "quantity warranty.quantity"}},
		{"several at once", func(s *warranty.Sale) {
			s.Invoice, s.Phone, s.Handed, s.Quantity, s.Serials = " ", "0912 abc", "31/09/2026", 3, []string{"A1", " "}
		}, []string{"invoice care.missing", "phone care.phone_characters", "delivered care.date_form", "serial warranty.serial_count", "serial[1] care.missing"}},
		{"every phone of the cell", func(s *warranty.Sale) { s.Phone = "0912/0912 345 678/abc" },
			[]string{"phone care.phone_length", "phone care.phone_characters"}},
		{"a cell full of phones", func(s *warranty.Sale) { s.Phone = strings.Repeat("0912345678/", 50) }, []string{"phone care.too_long"}},
		{"a return", func(s *warranty.Sale) { s.Quantity = -1 }, []string{"quantity warranty.quantity"}},
		{"too many", func(s *warranty.Sale) { s.Quantity = 1001 }, []string{"quantity warranty.quantity"}},
		{"a line before the first", func(s *warranty.Sale) { s.Line = 0 }, []string{"line care.missing"}},
		{"too few serials", func(s *warranty.Sale) { s.Quantity = 2 }, []string{"serial warranty.serial_count"}},
		{"too many serials", func(s *warranty.Sale) { s.Serials = []string{"A1", "A2"} }, []string{"serial warranty.serial_count"}},
		{"a dash for a serial", func(s *warranty.Sale) { s.Serials = []string{" - "} }, []string{"serial[0] care.missing"}},
		{"a serial too long", func(s *warranty.Sale) { s.Serials = []string{strings.Repeat("A", 101)} }, []string{"serial[0] care.too_long"}},
		{"no serial of a product that has one", func(s *warranty.Sale) { s.Serials = nil }, []string{"serial warranty.serial_missing"}},
		{"one serial for two units", func(s *warranty.Sale) { s.Quantity, s.Serials = 2, []string{"A-1", "a 1"} }, []string{"serial warranty.registered"}},
		{"an unknown product", func(s *warranty.Sale) { s.Product = "TV-SONY65" }, []string{"product warranty.uncovered"}},
		{"a product whose terms nobody published", func(s *warranty.Sale) { s.Product = "MOI" }, []string{"product warranty.no_edition"}},
		{"before the terms", func(s *warranty.Sale) { s.At = at("2025-12-31 23:59") }, []string{"product warranty.no_edition"}},
		{"in the year 10000", func(s *warranty.Sale) { s.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }, []string{"at care.date_form"}},
		{"a name that is not text", func(s *warranty.Sale) { s.Name = "Nguy\xe1n" }, []string{"name care.not_text"}},
		{"NUL and friends", func(s *warranty.Sale) {
			s.Invoice, s.Product, s.Customer, s.Place, s.Name, s.Key = "HD\x00", "DT\x00", "KH\x00", "CH\x00", "A\x00", "K\x00"
		}, []string{"invoice care.not_text", "product care.not_text", "customer care.not_text", "place care.not_text", "name care.not_text", "key care.not_text"}},
		{"a key longer than an index takes", func(s *warranty.Sale) { s.Key = strings.Repeat("ế", 190) }, []string{"key care.too_long"}},
		{"a name too long", func(s *warranty.Sale) { s.Name = strings.Repeat("ế", 201) }, []string{"name care.too_long"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := newShop(t)
			_, err := s.Cover(t.Context(), warranty.Coverage{Product: "MOI", Terms: "unpublished"})
			require.NoError(t, err)
			sale := phoneSale()
			c.change(&sale)
			receipt, err := s.Register(t.Context(), sale)
			assert.Equal(t, c.want, problems(t, err))
			assert.Zero(t, receipt)
			assert.Empty(t, collect(t, s.Registrations("")), "nothing is written")
			assert.Empty(t, bodies(t, s.store, "care_outcome", "by_key"))
		})
	}
}

func TestSerialIsRegisteredOnce(t *testing.T) {
	s := newShop(t)
	s.sell(t, phoneSale())
	sale := phoneSale()
	sale.Invoice, sale.Serials = "HD000200", []string{"49-015420-323751-8"}
	_, err := s.Register(t.Context(), sale)
	assert.Equal(t, []string{"serial warranty.registered"}, problems(t, err))

	sale.Quantity, sale.Serials = 2, []string{"490154203237526", "490154203237518"}
	_, err = s.Register(t.Context(), sale)
	assert.Equal(t, []string{"serial warranty.registered"}, problems(t, err))
	assert.Empty(t, collect(t, s.Registrations("HD000200")), "not the first unit either")

	_, err = s.Cover(t.Context(), warranty.Coverage{Product: "DT-02", Terms: "phones", Serialised: true})
	require.NoError(t, err)
	sale.Product, sale.Quantity, sale.Serials = "DT-02", 1, []string{"490154203237518"}
	s.sell(t, sale) // another maker may use the same
}

func TestRefusalsSayWhatWasTyped(t *testing.T) {
	s := newShop(t)
	s.sell(t, phoneSale())
	for _, c := range []struct {
		sale  func(*warranty.Sale)
		value string
	}{
		{func(x *warranty.Sale) { x.Key = "k2" }, "1"},
		{func(x *warranty.Sale) { x.Invoice = "HD9" }, "490154203237518"},
		{func(x *warranty.Sale) { x.Invoice, x.Product = "HD9", "KHONG-CO" }, "KHONG-CO"},
	} {
		sale := phoneSale()
		c.sale(&sale)
		_, err := s.Register(t.Context(), sale)
		var invalid *care.Invalid
		require.ErrorAs(t, err, &invalid)
		assert.Equal(t, c.value, invalid.Problems[0].Value)
		assert.NotContains(t, err.Error(), "490154203237518")
	}
}

func TestRegisterInTheHostsTransaction(t *testing.T) {
	s := newShop(t)
	no := errors.New("the card payment failed")
	for _, end := range []error{no, nil} {
		err := s.store.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			in := s.In(tx)
			receipt, err := in.Register(ctx, phoneSale())
			require.NoError(t, err)
			require.False(t, receipt.Repeated, "what was rolled back never happened")
			again, err := in.Register(ctx, phoneSale())
			require.NoError(t, err)
			require.True(t, again.Repeated)

			bad := phoneSale()
			bad.Invoice = "HD000999" // its serial is taken
			_, err = in.Register(ctx, bad)
			require.Equal(t, []string{"serial warranty.registered"}, problems(t, err), "a refused line does not end the transaction")

			a, err := in.Ask(ctx, warranty.Inquiry{Card: receipt.Registrations[0].Ref()})
			require.NoError(t, err)
			require.Equal(t, warranty.Covered, a.Decision.Outcome)
			return end
		})
		require.ErrorIs(t, err, end)
		if end != nil {
			assert.Empty(t, collect(t, s.Registrations("")))
			assert.Empty(t, bodies(t, s.store, "care_outcome", "by_key"))
			assert.Empty(t, bodies(t, s.store, "warranty_answer", "by_registration"))
		}
	}
	assert.Len(t, collect(t, s.Registrations("")), 1)
	assert.Len(t, bodies(t, s.store, "warranty_answer", "by_registration"), 1)
}

func TestRegisterInARace(t *testing.T) {
	s := newShop(t)
	sale := fanSale()
	sale.Quantity = 5
	var wg sync.WaitGroup
	receipts := make([]warranty.Receipt, 8)
	for i := range receipts {
		wg.Go(func() {
			var err error
			receipts[i], err = s.Register(context.Background(), sale)
			assert.NoError(t, err)
		})
	}
	wg.Wait()
	firsts := 0
	for _, r := range receipts {
		assert.Equal(t, receipts[0].Registrations, r.Registrations)
		if !r.Repeated {
			firsts++
		}
	}
	assert.Equal(t, 1, firsts)
	assert.Equal(t, receipts[0].Registrations, collect(t, s.Registrations("")))
}

// What tells sales apart is part of what is stored, so it must be the same in later versions. The value was computed with sha256sum from
// the JSON in the test, with the instant in UTC (2026-08-31T02:30:00Z).
func TestFingerprintOfASale(t *testing.T) {
	const text = `{"key":"till-3/17","invoice":"HD000123","line":1,"product":"DT-01","quantity":1,"serials":["490154203237518"],` +
		`"customer":"KH-7","name":"Nguyễn Thị Ánh","phone":"0169 123 4567","place":"CH-HN","at":"2026-08-31T09:30:00+07:00","delivered":"2026-09-01"}`
	var sale warranty.Sale
	require.NoError(t, json.Unmarshal([]byte(text), &sale))
	s := newShop(t)
	s.sell(t, sale)
	var outcome struct{ Operation, Key, Subject, Fingerprint string }
	require.NoError(t, json.Unmarshal([]byte(bodies(t, s.store, "care_outcome", "by_key")[0]), &outcome))
	assert.Equal(t, "[warranty.register till-3/17 KH-7]", fmt.Sprint([]string{outcome.Operation, outcome.Key, outcome.Subject}))
	assert.Equal(t, "93deb2c1f7a95172a9b3ec223f6f871c2e2feb7c0ce63b9812d1559bdf8ec17d", outcome.Fingerprint)

	sale = warranty.Sale{Invoice: "HD1", Line: 1, Product: "QUAT-01", Quantity: 1}
	assert.Equal(t, `{"invoice":"HD1","line":1,"product":"QUAT-01","quantity":1}`, asJSON(t, sale))
}
