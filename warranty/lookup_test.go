package warranty_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

// leads are the units that an inquiry leads to, told or not.
func (s *shop) leads(t testing.TB, q warranty.Inquiry) (units []string) {
	t.Helper()
	f, err := s.Find(t.Context(), q)
	require.NoError(t, err)
	if f.Status == warranty.FoundOne {
		return []string{f.Registration.Ref().String()}
	}
	for _, c := range append(f.Candidates, f.Leads...) {
		units = append(units, c.Registration.Ref().String())
	}
	return units
}

func TestEveryPhoneOfARegistrationLeadsToIt(t *testing.T) {
	s := newShop(t)
	sale := fanSale()
	sale.Phone, sale.Quantity = "0912 345 678 / 0169 123 4567 / 0987654321", 1
	s.sell(t, sale)
	for _, phone := range []string{"0912345678", "01691234567", "0391 234 567", "0987.654.321"} {
		assert.Equal(t, []string{"HD000124/2/1"}, s.leads(t, warranty.Inquiry{Phone: phone}), phone)
	}
	assert.Empty(t, s.leads(t, warranty.Inquiry{Phone: "0987654322"}))
}

func TestManyRegistrationsWithTheSameSecondPhone(t *testing.T) {
	s := newShop(t)
	for i := range 21 {
		sale := fanSale()
		sale.Invoice, sale.Quantity, sale.Phone = fmt.Sprint("HD", i), 1, fmt.Sprintf("09120000%02d/0987654321", i)
		s.sell(t, sale)
	}
	q := warranty.Inquiry{Phone: "0987654321", PhoneVerified: true, Name: "tran van duc"}
	f, err := s.Find(t.Context(), q)
	require.NoError(t, err)
	assert.Len(t, f.Candidates, 21, "twenty by the phone, and all by the name")
	assert.True(t, f.Reasons.Has(warranty.CodeMoreNotWeighed))
}

func TestSplitInvoice(t *testing.T) {
	s := newShop(t)
	for i, c := range []struct{ invoice, number string }{
		{"HD000123", "123"}, {"1C26TAB-00000123", "123"}, {"HD-2026-000045", "45"}, {"0", "0"}, {"0007", "7"}, {"HD000", "0"}, {"KHÔNG SỐ", ""},
		{"７", ""}, {"HD1 ", "1"}, {strings.Repeat("9", 200), strings.Repeat("9", 200)},
	} {
		sale := fanSale()
		sale.Invoice, sale.Line = c.invoice, i+1
		assert.Equal(t, c.number, s.sell(t, sale).Registrations[0].Number, c.invoice)
	}
}

func TestParseTaxCode(t *testing.T) {
	for text, want := range map[string]string{
		"0101234567": "0101234567", " 0101 234 567 ": "0101234567", "0101234567-001": "0101234567-001", "0101234567001": "0101234567-001",
		"0101.234.567–001": "0101234567-001", "001099012345": "001099012345",
	} {
		got, err := warranty.ParseTaxCode(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got)
		again, err := warranty.ParseTaxCode(got)
		assert.Equal(t, []any{want, nil}, []any{again, err}, "what is written is read again")
	}
	for _, text := range []string{"", "0101", "01012345678", "O101234567", "０１０１２３４５６７", strings.Repeat("0", 1e6)} {
		_, err := warranty.ParseTaxCode(text)
		assert.Equal(t, []string{" warranty.tax_code"}, problems(t, err), "%.20q", text)
	}
	s := newShop(t)
	sale := fanSale()
	sale.TaxCode = "0101234567x"
	_, err := s.Register(t.Context(), sale)
	assert.Equal(t, []string{"tax_code warranty.tax_code"}, problems(t, err))
}

// A product is found by the words of its present name, and by no word of an earlier one.
func TestWordsFollowTheName(t *testing.T) {
	s := newShop(t)
	words := func() (all []string) {
		for _, body := range bodies(t, s.store, "warranty_product_word", "by_word") {
			if strings.Contains(body, `"QUAT-01"`) {
				all = append(all, strings.Split(strings.Split(body, `"word":"`)[1], `"`)[0])
			}
		}
		return all
	}
	assert.Equal(t, []string{"01", "dung", "fan", "quat", "standing"}, words())
	_, err := s.Cover(t.Context(), warranty.Coverage{Product: "QUAT-01", Name: both("Quạt trần", "Ceiling fan"), Terms: "goods"})
	require.NoError(t, err)
	assert.Equal(t, []string{"01", "ceiling", "fan", "quat", "tran"}, words())
	_, err = s.Cover(t.Context(), warranty.Coverage{Product: "QUAT-01", Name: both(strings.Repeat("quạt ", 100), "a b c d e f g h i k"), Terms: "goods"})
	require.NoError(t, err)
	assert.Equal(t, []string{"01", "a", "b", "c", "d", "e", "f", "g", "h", "quat"}, words(), "the first eight of each language")
}

// However many registrations a clue fits, a look-up reads its bound; and what most customers give takes few round trips.
func TestALookUpReadsItsBound(t *testing.T) {
	s := newShop(t)
	s.sell(t, phoneSale())
	for i := range 10 {
		sale := fanSale()
		sale.Invoice, sale.Quantity = fmt.Sprintf("HD1%05d", i), 300
		s.sell(t, sale)
	}
	for _, c := range []struct {
		what    string
		q       warranty.Inquiry
		scans   int
		records int
	}{
		{"a misread serial and a phone", warranty.Inquiry{Phone: "0391234567", Serial: "49O1542O32375I8"}, 4, 3},
		{"a serial", warranty.Inquiry{Serial: "490154203237518"}, 2, 2},
		{"an invoice of a line of hundreds", warranty.Inquiry{Invoice: "HD100001"}, 2, 2 * 200},
		{"an invoice number", warranty.Inquiry{Invoice: "100001"}, 2, 200},
		{"a name of thousands", warranty.Inquiry{Name: "tran van duc"}, 1, 200},
		{"a phone of thousands", warranty.Inquiry{Phone: "0912345678"}, 2, 200},
		{"all that fits thousands", warranty.Inquiry{Phone: "0912345678", Name: "tran van duc", Invoice: "HD100001", Product: "QUAT-01", About: "31/08/2026"}, 7, 5*200 + 1},
		{"a phone that nobody has", warranty.Inquiry{Phone: "0987654320"}, 2 + 89, 0},
		{"words", warranty.Inquiry{Product: "quạt đứng màu xanh rất đẹp của nhà tôi mua ở đây"}, 1 + 8, 8},
	} {
		reads := &counted{Store: s.store}
		f, err := s.In(reads).Find(t.Context(), c.q)
		require.NoError(t, err)
		assert.LessOrEqual(t, reads.scans, c.scans, c.what)
		assert.LessOrEqual(t, reads.records, c.records, c.what)
		assert.Zero(t, reads.gets, c.what)
		assert.LessOrEqual(t, len(ranked(f)), 1000, c.what)
	}
}

// counted is a store that counts what is read from it.
type counted struct {
	storage.Store
	gets, scans, records, puts int
}

func (c *counted) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return c.Store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return fn(ctx, countedTx{tx, c}) })
}

type countedTx struct {
	storage.Tx
	c *counted
}

func (t countedTx) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return t.Tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return fn(ctx, countedTx{tx, t.c}) })
}

func (t countedTx) Get(ctx context.Context, s *storage.Schema, id uuid.UUID) (storage.Record, error) {
	return countedReader{t.Tx, t.c}.Get(ctx, s, id)
}

func (t countedTx) Scan(ctx context.Context, s *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	return countedReader{t.Tx, t.c}.Scan(ctx, s, q)
}

func (t countedTx) Put(ctx context.Context, s *storage.Schema, r storage.Record) (storage.Record, error) {
	t.c.puts++
	return t.Tx.Put(ctx, s, r)
}

func (c *counted) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	return c.Store.View(ctx, func(ctx context.Context, r storage.Reader) error { return fn(ctx, countedReader{r, c}) })
}

type countedReader struct {
	storage.Reader
	c *counted
}

func (r countedReader) Get(ctx context.Context, s *storage.Schema, id uuid.UUID) (storage.Record, error) {
	r.c.gets++
	return r.Reader.Get(ctx, s, id)
}

func (r countedReader) Scan(ctx context.Context, s *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	page, err := r.Reader.Scan(ctx, s, q)
	r.c.scans++
	r.c.records += len(page.Items)
	return page, err
}

func FuzzParseTaxCode(f *testing.F) {
	for _, s := range []string{"0101234567", "0101234567-001", "01 01", "\xff", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, err := warranty.ParseTaxCode(s)
		if err != nil {
			problems(t, err)
			return
		}
		twice, err := warranty.ParseTaxCode(code)
		require.NoError(t, err)
		assert.Equal(t, code, twice)
	})
}
