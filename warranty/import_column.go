package warranty

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/chamsoc/chamsoc/care"
)

// Column is what a column of an imported file holds.
type Column string

// The columns. A file needs ColumnProduct and ColumnSold; everything else may be missing.
const (
	ColumnInvoice   Column = "invoice"
	ColumnLine      Column = "line"     // of the invoice
	ColumnUnit      Column = "unit"     // of the line: then the row is this one unit
	ColumnProduct   Column = "product"  // the host's key
	ColumnQuantity  Column = "quantity" // default: a unit for each serial, else 1
	ColumnSerial    Column = "serial"   // one for each unit, with a semicolon or a bar between them
	ColumnCustomer  Column = "customer" // the host's key
	ColumnName      Column = "name"
	ColumnPhone     Column = "phone"
	ColumnTaxCode   Column = "tax_code"
	ColumnPlace     Column = "place"
	ColumnSold      Column = "sold"      // the date, or the date and the time
	ColumnDelivered Column = "delivered" // default: as sold
	ColumnMonths    Column = "months"    // the length of the term
	ColumnEnds      Column = "ends"      // its last day
	ColumnTerms     Column = "terms"     // a TermsCode, or what Import.Terms makes one of
	ColumnEdition   Column = "edition"   // of the terms
	ColumnReturned  Column = "returned"  // when the unit came back to the shop
	ColumnIgnored   Column = "ignored"   // nothing that an import wants
)

var columnTerms = care.NewTerms(
	care.NewTerm(ColumnInvoice, "Mã hóa đơn", "Invoice"),
	care.NewTerm(ColumnLine, "Dòng", "Line"),
	care.NewTerm(ColumnUnit, "Sản phẩm thứ", "Unit number"),
	care.NewTerm(ColumnProduct, "Mã hàng", "Product"),
	care.NewTerm(ColumnQuantity, "Số lượng", "Quantity"),
	care.NewTerm(ColumnSerial, "Số seri", "Serial"),
	care.NewTerm(ColumnCustomer, "Mã khách", "Customer"),
	care.NewTerm(ColumnName, "Tên khách", "Name"),
	care.NewTerm(ColumnPhone, "Điện thoại", "Phone"),
	care.NewTerm(ColumnTaxCode, "Mã số thuế", "Tax code"),
	care.NewTerm(ColumnPlace, "Chi nhánh", "Place"),
	care.NewTerm(ColumnSold, "Ngày bán", "Sold"),
	care.NewTerm(ColumnDelivered, "Ngày giao", "Delivered"),
	care.NewTerm(ColumnMonths, "Số tháng", "Months"),
	care.NewTerm(ColumnEnds, "Ngày hết hạn", "Ends"),
	care.NewTerm(ColumnTerms, "Chính sách", "Terms"),
	care.NewTerm(ColumnEdition, "Bản", "Edition"),
	care.NewTerm(ColumnReturned, "Ngày trả lại", "Returned"),
	care.NewTerm(ColumnIgnored, "Bỏ qua", "Ignored"),
)

// Terms lists the columns with the headings that an export gives them.
func (Column) Terms() care.Terms[Column] { return columnTerms }

// otherHeadings are further headings by which shops call the columns, as care.NameKey makes them; those of Terms are known too.
var otherHeadings = map[Column]string{
	ColumnInvoice:   "hoa don|so hoa don|ma hd|so hd|so phieu|ma phieu|invoice number|invoice no|bill|receipt|receipt number",
	ColumnLine:      "so dong|dong hoa don|invoice line|line number|line no",
	ColumnProduct:   "ma san pham|ma sp|ma hang hoa|sku|product code|item code",
	ColumnQuantity:  "sl|qty",
	ColumnSerial:    "serial imei|imei|imei serial|so serial|so may|so imei|seri|serials|serial number|serial no|s n",
	ColumnCustomer:  "ma khach hang|ma kh|customer code|customer id",
	ColumnName:      "ten khach hang|khach hang|ten kh|ho ten|ho va ten|khach mua|nguoi mua|customer name|full name|buyer",
	ColumnPhone:     "so dien thoai|sdt|so dt|dien thoai khach|dien thoai khach hang|di dong|phone number|mobile|telephone|tel|cell phone",
	ColumnTaxCode:   "mst|tax number|tax id|vat number",
	ColumnPlace:     "cua hang|noi ban|branch|store|shop",
	ColumnSold:      "ngay mua|ngay hoa don|thoi gian|thoi gian ban|ngay lap|ngay kich hoat|purchase date|date of purchase|sale date|invoice date|date|sold at|sold on",
	ColumnDelivered: "ngay giao hang|ngay nhan|ngay nhan hang|delivery date|delivered on",
	ColumnMonths:    "thang|so thang bh|so thang bao hanh|bao hanh thang|thoi han thang|thoi han bao hanh thang|thoi gian bao hanh thang|bh thang|warranty months|term months",
	ColumnEnds: "het han|het bao hanh|ngay het bao hanh|het han bao hanh|ngay het han bao hanh|bao hanh den|bao hanh den ngay|han bao hanh|" +
		"warranty until|warranty ends|warranty end|expiry|expiry date|expires|valid until",
	ColumnTerms:    "chinh sach bao hanh|goi bao hanh|loai bao hanh|warranty terms|policy",
	ColumnReturned: "ngay tra hang|ngay khach tra|return date|returned on",
	ColumnEdition:  "ban chinh sach|terms edition",
}

// knownHeadings are all of them, with those that the host adds.
func knownHeadings(added map[string]Column) map[string]Column {
	known := map[string]Column{}
	for c := range columnTerms.All() {
		name := care.NameOf(c)
		for _, heading := range append(strings.Split(otherHeadings[c], "|"), care.NameKey(name.VI), care.NameKey(name.EN)) {
			known[heading] = c
		}
	}
	for _, heading := range rejectHeadings {
		known[care.NameKey(heading)] = ColumnIgnored
	}
	for heading, c := range added {
		known[care.NameKey(heading)] = c
	}
	delete(known, "")
	return known
}

// csvHeader says where each column of a file is.
type csvHeader struct {
	raw      string
	headings []string
	at       map[Column]int
	reasons  int // how many columns of reasons stand before the original ones: 0, or as many as rejects have
	ignored  []string
}

// readHeader reads the first record, and finds out what separates the cells. Its refusals are *care.Invalid.
func readHeader(r *csvReader, added map[string]Column) (csvHeader, error) {
	if err := skipMark(r); err != nil {
		return csvHeader{}, err
	}
	known := knownHeadings(added)
	var best csvHeader
	var comma byte
	if err := r.fill(); err != nil {
		return csvHeader{}, err
	}
	start := *r // each comma is tried on the same bytes, of which a header takes less than are read
	for _, c := range []byte{',', ';', '\t'} {
		try := start
		try.comma, try.cells = c, nil
		rec, err := try.next()
		if errors.Is(err, io.EOF) {
			return csvHeader{}, care.RefuseAt("file", "", CodeImportEmpty.With())
		}
		if err != nil {
			return csvHeader{}, err
		}
		if rec.fault == CodeImportLong {
			return csvHeader{}, care.RefuseAt("file", "", CodeImportLong.With(care.NewFact("limit", maxRecord)))
		}
		if rec.fault != nil {
			continue
		}
		if h := newHeader(rec, known); comma == 0 || len(h.at) > len(best.at) {
			best, comma, *r = h, c, try
		}
	}
	return best, best.problems()
}

// skipMark drops a byte order mark, and refuses a file in another encoding.
func skipMark(r *csvReader) error {
	if err := r.fill(); err != nil {
		return err
	}
	switch {
	case bytes.HasPrefix(r.buf, []byte("\xef\xbb\xbf")):
		r.at, r.offset = 3, 3
	case bytes.HasPrefix(r.buf, []byte("\xff\xfe")), bytes.HasPrefix(r.buf, []byte("\xfe\xff")), bytes.HasPrefix(r.buf, []byte("PK\x03\x04")):
		return care.RefuseAt("file", "", CodeImportEncoding.With())
	}
	return nil
}

func newHeader(rec csvRecord, known map[string]Column) csvHeader {
	h := csvHeader{raw: rec.raw, headings: slices.Clone(rec.cells), at: map[Column]int{}}
	for i, heading := range h.headings {
		c, ok := known[care.NameKey(heading)]
		switch _, twice := h.at[c]; {
		case !ok && strings.TrimSpace(heading) != "":
			h.ignored = append(h.ignored, strings.ToValidUTF8(heading, "\ufffd"))
		case !ok || c == ColumnIgnored:
		case twice:
			h.at[c] = -1
		default:
			h.at[c] = i
		}
	}
	if n := len(rejectHeadings); len(h.headings) >= n && slices.Equal(h.headings[:n], rejectHeadings) {
		h.reasons = n
	}
	return h
}

func (h csvHeader) problems() error {
	var p care.Problems
	var missing care.Text
	for c := range columnTerms.All() {
		at, ok := h.at[c]
		if ok && at < 0 {
			p.Add("columns."+string(c), "", CodeImportColumnTwice.With(care.NewFact("column", care.NameOf(c))))
		}
		if !ok && (c == ColumnProduct || c == ColumnSold) {
			missing = listed(missing, care.NameOf(c))
		}
	}
	switch {
	case len(h.at) == 0:
		p.Add("file", "", CodeImportNoHeader.With(care.NewFact("columns", missing)))
	case missing != care.Text{}:
		p.Add("columns", "", CodeImportColumnMissing.With(care.NewFact("columns", missing)))
	}
	if !utf8.ValidString(h.raw) {
		p.Add("file", "", CodeImportEncoding.With())
	}
	return p.Err()
}

// listed adds a name to a list, as a sentence has it.
func listed(list, name care.Text) care.Text {
	if list != (care.Text{}) {
		list.VI += ", "
		list.EN += ", "
	}
	return care.Text{VI: list.VI + name.VI, EN: list.EN + name.EN}
}

// cell is a cell of a record, "" if the file has no such column or the record ends before it.
func (h csvHeader) cell(cells []string, c Column) string {
	if at, ok := h.at[c]; ok && at < len(cells) {
		return unguardCell(cells[at])
	}
	return ""
}

// heading is what the file calls a column, or what it would be called.
func (h csvHeader) heading(c Column, lang care.Lang) string {
	if at, ok := h.at[c]; ok {
		return strings.TrimSpace(h.headings[at])
	}
	return care.NameOf(c).In(lang)
}
