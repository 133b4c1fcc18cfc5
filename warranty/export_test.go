package warranty_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

// What was exported and imported into an empty shop are the same registrations.
func TestExportAndImportAgain(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 8))
	for range 20 {
		s := newShop(t)
		s.sell(t, phoneSale())
		s.sell(t, fanSale())
		odd := []string{"=1+1", "'-x", "@a", "a\"b", "a;b", "a,b|c", "Nguyễn Thị Ánh", "-", "\u00a0x"}
		for i := range 40 {
			sale := warranty.Sale{Invoice: fmt.Sprintf("%sHD%d", odd[r.IntN(3)], i), Line: 1 + r.IntN(9), Product: "QUAT-01", Quantity: 1 + r.IntN(3), At: at("2026-08-30 09:30"),
				Name: odd[r.IntN(len(odd))], Customer: odd[r.IntN(len(odd))], Place: odd[r.IntN(len(odd))]}
			if r.IntN(2) == 0 {
				sale.Phone = fmt.Sprintf("09%08d / +14155550%03d", i, i)
			}
			if r.IntN(2) == 0 {
				sale.Product, sale.Quantity, sale.Serials = "DT-01", 1, []string{odd[r.IntN(4)] + fmt.Sprint(";s", i)}
			}
			if r.IntN(3) == 0 {
				sale.TaxCode, sale.Handed = "0101234567-001", "2026-09-10"
			}
			s.sell(t, sale)
		}
		s.bring(t, "Mã hàng,Ngày bán,Số tháng\nDT-01,2026-02-03,36\nTV-77,2026-02-03,5\n", func(in *warranty.Import) { in.Fallback = "goods" })
		for i, r := range collect(t, s.Registrations("")) {
			if i%7 == 0 {
				_, err := s.Return(t.Context(), warranty.Return{Invoice: string(r.Invoice), Line: r.Line, Units: []int{r.Unit}, At: at("2026-08-31 09:59")})
				require.NoError(t, err)
			}
		}
		before := collect(t, s.Registrations(""))

		var file bytes.Buffer
		n, err := s.ExportRegistrations(t.Context(), &file, []care.Lang{care.LangVI, care.LangEN}[r.IntN(2)])
		require.NoError(t, err)
		require.Equal(t, len(before), n)
		empty := newShop(t)
		done, rejects := empty.bring(t, file.String())
		require.Equal(t, n, done.Inserted, rejects)
		require.Empty(t, done.Ignored)
		after := collect(t, empty.Registrations(""))
		for i := range after {
			after[i].ID, after[i].Version, after[i].Recorded = before[i].ID, before[i].Version, before[i].Recorded
		}
		require.Equal(t, before, after)
		again, _ := s.bring(t, file.String())
		require.Equal(t, n, again.Existing, "and nothing new where it came from")

		r := after[slices.IndexFunc(after, func(r warranty.Registration) bool { return !r.Returned.IsZero() })]
		_, err = empty.Return(t.Context(), warranty.Return{Invoice: string(r.Invoice), Line: r.Line, Units: []int{r.Unit}, At: at("2026-08-31 10:00")})
		require.Equal(t, []string{"units warranty.conflict_returned"}, problems(t, err), "what an import said is history too")
	}
}

// The days that a repair gave are not in the file's other columns, so that the row is rejected with both last days, and not taken with fewer.
func TestAnImportDoesNotLoseDaysInRepairUnseen(t *testing.T) {
	s := newShop(t)
	s.sell(t, fanSale())
	s.repair(t, s.sell(t, phoneSale()).Registrations[0], "no_power", "2026-10-01", "2026-10-06")
	var file bytes.Buffer
	_, err := s.ExportRegistrations(t.Context(), &file, care.LangEN)
	require.NoError(t, err)
	done, rejects := newShop(t).bring(t, file.String())
	assert.Equal(t, 2, done.Inserted)
	assert.Equal(t, 1, done.Rejected)
	assert.Contains(t, rejects, "The last day is 6 September 2027, but the term of 12 month(s) ends on 31 August 2027.")
}

func TestExportRecords(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	s.ask(t, warranty.Inquiry{Card: r.Ref()})
	s.bring(t, imported, func(in *warranty.Import) { in.Key = "kho" })
	var file bytes.Buffer
	n, err := s.ExportRecords(t.Context(), &file)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(file.String()), "\n")
	require.Len(t, lines, n)
	counts := map[string]int{}
	for _, line := range lines {
		var e storage.Exported
		require.NoError(t, json.Unmarshal([]byte(line), &e))
		counts[e.Collection]++
		assert.Contains(t, string(e.Body), e.ID.String())
	}
	assert.Equal(t, map[string]int{"warranty_terms": 2, "warranty_coverage": 2, "warranty_registration": 3 /* the phone is in both */, "warranty_answer": 1, "warranty_import": 1, "warranty_product_word": counts["warranty_product_word"]}, counts)
}

// Export finds every record of every collection, since each has an index without a field that may be null.
func TestEveryCollectionCanBeExportedWhole(t *testing.T) {
	for _, schema := range warranty.Schemas() {
		assert.True(t, slices.ContainsFunc(schema.Indexes, func(ix storage.IndexSpec) bool {
			return !slices.ContainsFunc(ix.Fields, func(f int) bool { return schema.Fields[f].Nullable })
		}), "%s: no index holds every record", schema.Name)
	}
}
