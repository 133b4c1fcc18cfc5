package warranty_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

// bring imports a text, and returns what was done and the rejects.
func (s *shop) bring(t testing.TB, file string, change ...func(*warranty.Import)) (warranty.Imported, string) {
	t.Helper()
	var rejects bytes.Buffer
	in := warranty.Import{File: strings.NewReader(file), Rejects: &rejects}
	for _, c := range change {
		c(&in)
	}
	done, err := s.Import(t.Context(), in)
	require.NoError(t, err)
	require.Equal(t, done.Rows, done.Inserted+done.Existing+done.Rejected)
	return done, rejects.String()
}

// imported is what a shop's spreadsheet may hold, with everything that is usually odd about it.
const imported = "\ufeffMã hàng;Serial/IMEI;SĐT;Ngày mua;Bảo hành (tháng);Khách hàng;Ghi chú\r\n" +
	"DT-01;490154203237518;0169 123 4567;05/01/2026;;Nguyê\u0303n Thi\u0323 A\u0301nh;\r\n" + // an old number, NFD
	"QUAT-01;;0912345678;46040;24;Trần Văn Đức;\"mua\nhai lần\"\r\n" + // Excel's number of 2026-01-18, a line break in a cell
	"DT-01;HA-55 0B1;;2026-01-20 17:05;;;\r\n" +
	"\r\n" +
	"DT-01;HA-55 0B1;;2026-01-20 17:05;;;\r\n" + // the same once more
	"DT-01;ha.550b1;0987654321;2026-02-01;;;\r\n" + // the same serial, sold again
	"TV-77;X1;09x;31/02/2026;1,5;;\r\n" + // wrong in every way
	"DT-01;X2;;2026-02-01;12;\xc3\x28;\r\n" + // not UTF-8
	"DT-01;X3;;2027-02-01;;;\r\n" + // in the future
	"DT-01;\"X4;;2026-02-01;12;;\r\n" // a quote that is never closed

func TestImport(t *testing.T) {
	s := newShop(t)
	done, rejects := s.bring(t, imported)
	assert.Equal(t, warranty.ImportProgress{Rows: 9, Inserted: 3, Existing: 1, Rejected: 5, Units: 3, Bytes: int64(len(imported))}, done.ImportProgress)
	assert.Equal(t, []string{"Ghi chú"}, done.Ignored)

	all := collect(t, s.Registrations(""))
	require.Len(t, all, 3)
	by := map[string]warranty.Registration{}
	for _, r := range all {
		by[string(r.Product)+r.Serial] = r
		assert.True(t, strings.HasPrefix(string(r.Invoice), warranty.ImportedInvoice))
	}
	anh := by["DT-01490154203237518"]
	assert.Equal(t, "Nguyễn Thị Ánh", anh.Name)
	assert.Equal(t, anhPhone, anh.Phone, "with its new prefix")
	assert.Equal(t, day("2026-01-05"), anh.Delivered)
	assert.Equal(t, at("2026-01-05 00:00").UTC(), anh.Sold)
	assert.Equal(t, warranty.TermsCode("phones"), anh.Terms)
	assert.Equal(t, day("2027-01-05"), anh.Ends)
	assert.Zero(t, anh.Months, "the terms' own")
	fan := by["QUAT-01"]
	assert.Equal(t, day("2026-01-18"), fan.Delivered)
	assert.Equal(t, 24, fan.Months)
	assert.Equal(t, day("2028-01-18"), fan.Ends, "what the file promised, not the six months of the terms")
	assert.Equal(t, at("2026-01-20 17:05").UTC(), by["DT-01HA-55 0B1"].Sold)

	a := s.ask(t, warranty.Inquiry{Invoice: string(fan.Invoice), Phone: "0912345678", PhoneVerified: true, FaultOn: "2027-12-01"})
	assert.Equal(t, warranty.Covered, a.Decision.Outcome)
	assert.Equal(t, fan.Ends, a.Decision.Ends)

	lines := strings.Split(strings.TrimSuffix(rejects, "\n"), "\n")
	require.Len(t, lines, 6)
	assert.Equal(t, "\ufeff\"Dòng lỗi\";\"Lý do\";\"Reason\";Mã hàng;Serial/IMEI;SĐT;Ngày mua;Bảo hành (tháng);Khách hàng;Ghi chú", lines[0])
	for i, want := range []struct{ line, reason, original string }{
		{"8", "This invoice line, or this serial of the product, has a warranty already", "DT-01;ha.550b1;0987654321;2026-02-01;;;"},
		{"9", "Ngày mua: This is not a real date.", "TV-77;X1;09x;31/02/2026;1,5;;"},
		{"10", "Khách hàng: The text has control characters or is not UTF-8.", "DT-01;X2;;2026-02-01;12;\xc3\x28;"},
		{"11", "Ngày mua: The date must be from 1 January 1990 to 31 August 2026.", "DT-01;X3;;2027-02-01;;;"},
		{"12", "A quotation mark is never closed", "DT-01;\"X4;;2026-02-01;12;;"},
	} {
		assert.True(t, strings.HasPrefix(lines[i+1], `"`+want.line+`";"`), lines[i+1])
		assert.Contains(t, lines[i+1], want.reason)
		assert.True(t, strings.HasSuffix(lines[i+1], `";`+want.original), lines[i+1])
	}
	assert.Contains(t, lines[2], "SĐT: ", "every reason at once")
	assert.Contains(t, lines[2], "Bảo hành (tháng): Đây không phải là số nguyên")

	again, _ := s.bring(t, imported)
	assert.Equal(t, warranty.ImportProgress{Rows: 9, Existing: 4, Rejected: 5, Bytes: int64(len(imported))}, again.ImportProgress)
	assert.Equal(t, all, collect(t, s.Registrations("")), "a second run changes nothing")

	// The host mends what was refused, and imports the rejects.
	mended := strings.NewReplacer("ha.550b1", "HA-551B9", "TV-77;X1;09x;31/02/2026;1,5", "DT-01;X1;0912 345 679;28/02/2026;18", "\xc3\x28", "Lê Ân",
		"2027-02-01", "01/02/2026", `"X4`, "X4").Replace(rejects)
	last, left := s.bring(t, mended)
	assert.Equal(t, 5, last.Inserted, left)
	assert.Equal(t, []string{"Ghi chú"}, last.Ignored, "the reasons are no headings that it does not know")
	more, left := s.bring(t, strings.Replace(mended, "HA-551B9", "HA-55 0B1", 1))
	assert.Equal(t, 4, more.Existing)
	assert.Equal(t, 2, strings.Count(left, "\n"), "refused again, with one set of reasons")
	assert.NotContains(t, strings.Split(left, "\n")[1], `";"8"`)
}

func TestImportTerms(t *testing.T) {
	s := newShop(t)
	head := "product,sold,months,ends,terms,edition,serial\n"
	for _, c := range []struct {
		row          string
		terms        string
		months       int
		ends, refuse string
	}{
		{"DT-01,2026-01-31,,,,,A1", "phones", 0, "2027-02-01", ""}, // 31 January 2027 is a Sunday
		{"DT-01,2026-01-31,12,,,,A2", "phones", 0, "2027-02-01", ""},
		{"DT-01,2026-03-31,24,,,,A3", "phones", 24, "2028-03-31", ""},
		{"DT-01,2026-03-31,,2028-03-31,,,A4", "phones", 24, "2028-03-31", ""},
		{"DT-01,2026-03-31,,2028-03-30,,,A5", "phones", 24, "2028-03-31", ""},
		{"DT-01,2026-01-31,,2027-02-01,,,A6", "phones", 0, "2027-02-01", ""},
		{"DT-01,2026-01-31,,2028-01-15,,,A7", "", 0, "", "warranty.import_ends"},
		{"DT-01,2026-01-31,,2025-12-31,,,A7", "", 0, "", "warranty.import_ends"},
		{"DT-01,2026-01-31,12,2028-01-31,,,A8", "", 0, "", "warranty.import_ends_differ"},
		{"DT-01,2026-01-31,,2028-01-31,phones,,A9", "", 0, "", "warranty.import_ends_differ"},
		{"DT-01,2026-01-31,0,,,,B1", "", 0, "", "warranty.months"},
		{"DT-01,2026-01-31,1201,,,,B1", "", 0, "", "warranty.months"},
		{"DT-01,2026-01-31,-1,,,,B1", "", 0, "", "warranty.import_number"},
		{"DT-01,2026-01-31,,,GOODS,,B2", "goods", 0, "2026-07-31", ""}, // by the host's word
		{"DT-01,2026-01-31,,,goods,1,B3", "goods", 0, "2026-07-31", ""},
		{"DT-01,2026-01-31,,,goods,2,B4", "", 0, "", "warranty.no_edition"},
		{"DT-01,2025-01-31,,,,,B5", "", 0, "", "warranty.no_edition"}, // before the terms
		{"TV-77,2026-01-31,,,,,B6", "", 0, "", "warranty.uncovered"},
	} {
		done, rejects := s.bring(t, head+c.row+"\n", func(in *warranty.Import) { in.Terms = map[string]warranty.TermsCode{"Goods": "goods"} })
		if c.refuse != "" {
			assert.Equal(t, 1, done.Rejected, c.row)
			assert.Contains(t, rejects, sentence(t, c.refuse), c.row)
			continue
		}
		require.Equal(t, 1, done.Inserted, "%s: %s", c.row, rejects)
		f := s.ask(t, warranty.Inquiry{Serial: c.row[strings.LastIndex(c.row, ",")+1:]}).Finding
		require.Len(t, f.Candidates, 1)
		r := f.Candidates[0].Registration
		assert.Equal(t, []any{c.terms, c.months, c.ends}, []any{string(r.Terms), r.Months, r.Ends.String()}, c.row)
	}
	done, _ := s.bring(t, head+"TV-77,2026-01-31,36,,,,C1\n", func(in *warranty.Import) { in.Fallback = "goods" })
	assert.Equal(t, 1, done.Inserted)
}

// sentence is how the English of a code begins.
func sentence(t testing.TB, code string) string {
	for _, c := range warranty.Codes() {
		if c.ID() == code {
			text, _, _ := strings.Cut(c.Sentence().EN, "{")
			return text
		}
	}
	t.Fatal(code)
	return ""
}

func TestImportUnits(t *testing.T) {
	s := newShop(t)
	head := "Mã hóa đơn\tDòng\tMã hàng\tSố lượng\tSố seri\tNgày bán\n"
	done, rejects := s.bring(t, head+
		"HD1\t1\tQUAT-01\t3\t\t01/02/2026\n"+
		"HD1\t2\tDT-01\t2\tA1; A2\t01/02/2026\n"+
		"HD1\t3\tDT-01\t3\tA3 | A4\t01/02/2026\n"+
		"HD1\t4\tDT-01\t2\tA5; A1\t01/02/2026\n"+ // A1 is taken, so A5 is not registered either
		"HD1\t5\tDT-01\t301\t\t01/02/2026\n"+
		"HD2\t\tDT-01\t\tB1\t01/02/2026\n"+
		"HD2\t\tDT-01\t\tB2\t01/02/2026\n"+
		"HD2\t\tDT-01\t\t-\t01/02/2026\n"+
		"HD1\t1\tQUAT-01\t3\t\t01/02/2026\t\t\n"+
		"HD1\t1\tQUAT-01\t3\t\t01/02/2026\tx\n"+
		"HD1\t1\tQUAT-01\t4\t\t01/02/2026\n")
	assert.Equal(t, []int{11, 5, 1, 5, 8}, []int{done.Rows, done.Inserted, done.Existing, done.Rejected, done.Units}, rejects)
	var units []string
	for _, r := range collect(t, s.Registrations("HD1")) {
		units = append(units, r.Ref().String()+" "+r.Serial)
	}
	assert.Equal(t, []string{"HD1/1/1 ", "HD1/1/2 ", "HD1/1/3 ", "HD1/2/1 A1", "HD1/2/2 A2"}, units)
	assert.Len(t, collect(t, s.Registrations("HD2")), 3)
	for _, code := range []string{"warranty.serial_count", "warranty.import_taken", "warranty.quantity", "warranty.import_cells"} {
		assert.Contains(t, rejects, sentence(t, code))
	}
}

func TestImportRefusesAFileThatCannotBeRead(t *testing.T) {
	s := newShop(t)
	for file, want := range map[string]string{
		"":                                "file warranty.import_empty",
		"\n \r\n\ufeff":                   "file warranty.import_no_header",
		"\xff\xfeM\x00":                   "file warranty.import_encoding",
		"PK\x03\x04 a workbook":           "file warranty.import_encoding",
		"Mã hàng,Ngày bán,\xc3":           "file warranty.import_encoding",
		"DT-01,A1,2026-01-01\n":           "file warranty.import_no_header",
		"Mã hàng,Serial\nx,y\n":           "columns warranty.import_column_missing",
		"SKU,Ngày bán,Mã hàng,Ngày mua\n": "columns.product warranty.import_column_twice columns.sold warranty.import_column_twice",
		"\"Mã hàng,Ngày bán\nDT-01\n":     "file warranty.import_no_header",
		strings.Repeat("x", 1<<20):        "file warranty.import_long",
	} {
		_, err := s.Import(t.Context(), warranty.Import{File: strings.NewReader(file)})
		assert.Equal(t, want, strings.Join(problems(t, err), " "), "%.40q", file)
	}
	_, err := s.Import(t.Context(), warranty.Import{Columns: map[string]warranty.Column{"x": "y"}, Dates: "1901", BatchRows: -1})
	assert.Equal(t, []string{"file care.missing", "dates care.unknown_word", "batch_rows warranty.import_batch", "columns care.unknown_word"}, problems(t, err))
	_, err = s.Import(t.Context(), warranty.Import{File: iotest.ErrReader(io.ErrUnexpectedEOF)})
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	done, _ := s.bring(t, "Mã hàng,Ngày bán\n")
	assert.Zero(t, done.Rows, "a file with headings only has nothing to import")
	done, _ = s.bring(t, "Hàng;Lúc\nQUAT-01;01/02/2026", func(in *warranty.Import) {
		in.Columns = map[string]warranty.Column{"HÀNG": warranty.ColumnProduct, "lúc": warranty.ColumnSold}
	})
	assert.Equal(t, 1, done.Inserted)
}

func TestImportHostileFiles(t *testing.T) {
	s := newShop(t)
	long := strings.Repeat("x", 200_000)
	quotes := strings.Repeat("\"\n", 70_000)
	file := "Mã hàng,Số seri,Ngày bán\nDT-01,A1,2026-01-01\n" + long + "\nDT-01,A2,2026-01-01\nDT-01,\"" + long + "\nDT-01,A3,2026-01-01\n" + quotes + "DT-01,A4,2026-01-01"
	done, rejects := s.bring(t, file)
	assert.Equal(t, 4, done.Inserted)
	assert.Contains(t, rejects, "\"3\",\"Dòng dài hơn 65536 byte")
	assert.Less(t, len(rejects), 30<<20)

	for _, way := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader} {
		again, _ := newShop(t).bring(t, "", func(in *warranty.Import) { in.File = way(strings.NewReader(file)) })
		assert.Equal(t, done, again, "however the file comes")
	}
}

// manyRows is a file in which the serial of every tenth row is that of the row before.
func manyRows(n int) string {
	var b strings.Builder
	b.WriteString("Mã hàng,Số seri,Ngày bán,SĐT\n")
	for i := range n {
		serial := i
		if i%10 == 9 {
			serial--
		}
		fmt.Fprintf(&b, "DT-01,SN%06d,2026-01-%02d,09%08d\n", serial, 1+i%28, i)
	}
	return b.String()
}

// An import is stopped after any number of batches, by its context or by a process that ends before it has written the rejects; then it goes on.
func TestImportGoesOnWhereItStopped(t *testing.T) {
	file := manyRows(100)
	whole := newShop(t)
	want, wantRejects := whole.bring(t, file)
	for stop := 1; stop <= 7; stop++ {
		for _, crash := range []bool{false, true} {
			s := newShop(t)
			rejects, err := os.Create(filepath.Join(t.TempDir(), "rejects.csv"))
			require.NoError(t, err)
			in := warranty.Import{Key: "kho", File: strings.NewReader(file), Rejects: rejects, BatchRows: 15}
			ctx, cancel := context.WithCancel(t.Context())
			batches := 0
			in.Progress = func(warranty.ImportProgress) {
				if batches++; batches == stop {
					cancel()
				}
			}
			before, err := s.Import(ctx, in)
			require.ErrorIs(t, err, context.Canceled)
			assert.Equal(t, min(15*stop, 100), before.Rows)
			if crash { // what the last batch rejected did not reach the file
				info, err := rejects.Stat()
				require.NoError(t, err)
				require.NoError(t, rejects.Truncate(max(info.Size()-100, 0)))
			}
			_, err = s.Import(t.Context(), warranty.Import{Key: "kho", File: strings.NewReader(strings.Replace(file, "SN000003", "SN000004", 1))})
			assert.Equal(t, []string{"file warranty.import_other_file"}, problems(t, err))

			in.File, in.Progress = strings.NewReader(file), nil
			if crash {
				in.File = struct{ io.Reader }{in.File} // which cannot be sought
			}
			done, err := s.Import(t.Context(), in)
			require.NoError(t, err)
			assert.True(t, done.Resumed)
			assert.Equal(t, want.ImportProgress, done.ImportProgress)
			text, err := os.ReadFile(rejects.Name())
			require.NoError(t, err)
			if !crash {
				assert.Equal(t, wantRejects, string(text), "each reject once")
			}
			require.NoError(t, rejects.Close())
			assert.Equal(t, len(collect(t, whole.Registrations(""))), len(collect(t, s.Registrations(""))))

			in.File, in.Rejects = strings.NewReader(file), nil
			again, err := s.Import(t.Context(), in)
			require.NoError(t, err)
			assert.Equal(t, []any{false, 0, 90}, []any{again.Resumed, again.Inserted, again.Existing}, "a finished one begins again")
		}
	}
}

func TestImportAnnouncesItsPartsAndItsEnd(t *testing.T) {
	s := newShop(t)
	s.bring(t, manyRows(20), func(in *warranty.Import) { in.Key = "kho" })
	items := bodies(t, s.store, "queue_item", "by_lane")
	require.Len(t, items, 2, "not each row")
	_, ids, _ := strings.Cut(items[1], `"registrations":`)
	assert.Equal(t, 18*4, strings.Count(ids, "-"), "every unit once, by its id")
	assert.Contains(t, items[0], `"import":"kho","progress":{"rows":20,"inserted":18,"existing":0,"rejected":2,"units":18`)
}

func TestImportIsEachTenantsOwn(t *testing.T) {
	s := newShop(t)
	other := s.In(s.tenants.ForTenant("saigon"))
	open(t, other)
	s.bring(t, manyRows(10), func(in *warranty.Import) { in.Key = "kho" })
	done, err := other.Import(t.Context(), warranty.Import{Key: "kho", File: strings.NewReader(manyRows(10))})
	require.NoError(t, err)
	assert.Equal(t, 9, done.Inserted)
}

// The checkpoint of an import holds nothing about anybody, and a registration that was imported is erased like a sale's.
func TestImportKeepsNothingPersonalBesideTheRegistrations(t *testing.T) {
	s := newShop(t)
	s.bring(t, imported, func(in *warranty.Import) { in.Key = "kho" })
	require.Contains(t, allBodies(t, s), "Ánh")
	_, err := storage.Erase(t.Context(), s.store, schemas(), string(anhPhone))
	require.NoError(t, err)
	checkpoint := bodies(t, s.store, "warranty_import", "by_key")
	require.Len(t, checkpoint, 1)
	for _, text := range []string{"Ánh", "nguyen thi anh", "0169", string(anhPhone)} {
		assert.NotContains(t, allBodies(t, s)+checkpoint[0], text)
	}
	done, _ := s.bring(t, imported)
	assert.Zero(t, done.Inserted, "the file does not bring the person back")
	assert.NotContains(t, allBodies(t, s), "Ánh")
}

// What was counted is not counted again when the next run takes smaller batches.
func TestImportGoesOnInSmallerBatches(t *testing.T) {
	s, file := newShop(t), manyRows(100)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := s.Import(ctx, warranty.Import{Key: "k", BatchRows: 50, File: strings.NewReader(file), Progress: func(warranty.ImportProgress) { cancel() }})
	require.ErrorIs(t, err, context.Canceled)
	done, _ := s.bring(t, file, func(in *warranty.Import) { in.Key, in.BatchRows = "k", 10 })
	assert.True(t, done.Resumed)
	whole, _ := newShop(t).bring(t, file)
	assert.Equal(t, whole.ImportProgress, done.ImportProgress)
}
