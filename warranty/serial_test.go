package warranty_test

import (
	"fmt"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/warranty"
)

func TestSerialKeyAndFold(t *testing.T) {
	for _, c := range []struct{ serial, key, fold string }{
		{"SN-B0O1", "SNB0O1", "5N8001"},
		{"sn b0o1", "SNB0O1", "5N8001"},
		{" sn_b0.o1/\\: ", "SNB0O1", "5N8001"},
		{"SN\u00a0B0\u2010O\u2011\u20131", "SNB0O1", "5N8001"},
		{"SN\u2014B0\u2003O1\u200b\ufeff\r\n", "SNB0O1", "5N8001"}, // a long dash, an em space, what copying brings along
		{"OISBL", "OISBL", "01581"},
		{"01581", "01581", "01581"},
		{"QZ27G6", "QZ27G6", "QZ27G6"}, // only what is misread often is folded
		{"", "", ""},
		{" -/.", "", ""},
		{"máy số 5", "MÁYSỐ5", "MÁY5Ố5"},
		{"a#1", "A#1", "A#1"},
	} {
		assert.Equal(t, c.key, warranty.SerialKey(c.serial), "%q", c.serial)
		assert.Equal(t, c.fold, warranty.SerialFold(c.serial), "%q", c.serial)
	}
}

func FuzzSerial(f *testing.F) {
	for _, s := range []string{"SN-B0O1", "490154203237518", "sn\u00a0\u2013", "ſıǆ\xff", "Ω−１２３", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key, fold := warranty.SerialKey(s), warranty.SerialFold(s)
		assert.Equal(t, key, warranty.SerialKey(key), "the key of a key is the key")
		assert.Equal(t, fold, warranty.SerialFold(key), "the fold of the key is the fold")
		assert.Equal(t, fold, warranty.SerialFold(fold), "folding once is enough")
		assert.Equal(t, utf8.RuneCountInString(key), utf8.RuneCountInString(fold), "each letter stands for one")
		assert.NotContains(t, key, " ")
	})
}

// luhn is the check digit of fourteen digits, as 3GPP TS 23.003 annex B tells to compute it: double every second digit from the right,
// add all their digits, and take what is missing to the next ten.
func luhn(fourteen string) int {
	sum := 0
	for i := range fourteen {
		d := int(fourteen[len(fourteen)-1-i] - '0')
		if i%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return (10 - sum%10) % 10
}

func TestIMEIIsWarnedOfAndAccepted(t *testing.T) {
	s := newShop(t)
	for i, c := range []struct {
		serial string
		warned bool
	}{
		{"490154203237518", false}, // the example of 3GPP and of every text book
		{"49-015420-323751-8", false},
		{"490154203237519", true},
		{"940154203237518", true}, // two digits changed places
		{"49015420323751", false}, // fourteen digits are no IMEI
		{"4901542032375180", false},
		{"49015420323751A", false},
		{"000000000000000", false},
	} {
		product := care.ProductRef(fmt.Sprintf("P%d", i)) // a serial may be that of several products
		_, err := s.Cover(t.Context(), warranty.Coverage{Product: product, Terms: "phones", Serialised: true})
		require.NoError(t, err)
		sale := phoneSale()
		sale.Invoice, sale.Product, sale.Serials = fmt.Sprintf("HD%d", i), string(product), []string{c.serial}
		receipt := s.sell(t, sale)
		assert.Len(t, receipt.Registrations, 1)
		assert.Equal(t, c.warned, receipt.Reasons.Has(warranty.CodeSerialIMEI), c.serial)
		sound(t, receipt.Reasons...)
	}
}

func TestEveryCheckDigitIsTold(t *testing.T) {
	s := newShop(t)
	const fourteen = "35693803564380"
	for digit := range 10 {
		sale := phoneSale()
		sale.Invoice, sale.Serials = fmt.Sprintf("HD%d", digit), []string{fmt.Sprint(fourteen, digit)}
		receipt := s.sell(t, sale)
		assert.Equal(t, digit != luhn(fourteen), receipt.Reasons.Has(warranty.CodeSerialIMEI), sale.Serials[0])
	}
}
