package warranty

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// importRow is a row of a file that was read, or why it cannot be.
type importRow struct {
	record   csvRecord
	problems care.Problems
	common   Registration // what its units have in common
	quantity int
	serials  []string
	unit     int           // the one unit that it is; 0: all of the quantity
	months   int           // the length of the term that it says; 0: it does not say
	ends     calendar.Date // the last day that it says; zero: it does not say
	terms    TermsCode     // that it says; "": those of the product
	edition  int           // that it says; 0: the one in force
}

// firstYear is the first that an import believes a date of.
const firstYear = 1990

// readRow reads a record. Nothing of the record's memory is kept but its text.
func (i *importing) readRow(rec csvRecord) (row importRow) {
	row.record = rec
	row.record.cells = nil
	p := &row.problems
	if rec.fault != nil {
		p.Add("", "", rec.fault.With(care.NewFact("limit", maxRecord)))
		return row
	}
	if n := len(i.header.headings); len(rec.cells) > n && strings.TrimSpace(strings.Join(rec.cells[n:], "")) != "" {
		p.Add("", "", CodeImportCells.With(care.NewFact("cells", len(rec.cells)), care.NewFact("columns", n)))
		return row
	}
	cell := func(c Column) string { return i.header.cell(rec.cells, c) }
	sale := Sale{
		Invoice: cell(ColumnInvoice), Product: cell(ColumnProduct), Customer: cell(ColumnCustomer), Name: cell(ColumnName), Phone: phoneCell(cell(ColumnPhone)),
		TaxCode: cell(ColumnTaxCode), Place: cell(ColumnPlace),
	}
	row.unit = wholeNumber(p, ColumnUnit, cell(ColumnUnit), 0)
	for serial := range strings.FieldsFuncSeq(cell(ColumnSerial), func(r rune) bool { return row.unit == 0 && (r == ';' || r == '|' || r == '\n') }) {
		if SerialKey(serial) != "" { // a dash is how people write that there is none
			sale.Serials = append(sale.Serials, serial)
		}
	}
	sale.Line = wholeNumber(p, ColumnLine, cell(ColumnLine), 0)
	sale.Quantity = wholeNumber(p, ColumnQuantity, cell(ColumnQuantity), max(len(sale.Serials), 1))
	delivered := i.date(p, ColumnDelivered, cell(ColumnDelivered))
	sold := care.Required(p, string(ColumnSold), cell(ColumnSold), i.request.Dates.parseMoment)
	sale.At = i.now
	if sold != (moment{}) {
		sale.At = sold.in(i.zone)
	}
	row.identify(&sale)
	common, _, serials, err := i.s.parseSale(sale)
	p.Join("", "", err)
	row.common, row.quantity, row.serials = common, sale.Quantity, serials
	if !delivered.IsZero() {
		row.common.Delivered = delivered
	}
	if row.unit > maxQuantity || row.unit > 0 && sale.Quantity != 1 {
		p.Add(string(ColumnUnit), "", CodeImportUnit.With(care.NewFact("limit", maxQuantity)))
	}
	i.readTerm(&row, cell)
	i.believe(p, ColumnSold, sold.on(i.zone), i.today)
	i.believe(p, ColumnDelivered, delivered, i.today.AddMonths(12))
	return row
}

// readTerm reads what a row says about its term, and what became of the unit.
func (i *importing) readTerm(row *importRow, cell func(Column) string) {
	p := &row.problems
	row.months = wholeNumber(p, ColumnMonths, cell(ColumnMonths), 0)
	row.edition = wholeNumber(p, ColumnEdition, cell(ColumnEdition), 0)
	row.terms = care.Optional(p, string(ColumnTerms), cell(ColumnTerms), i.parseTerms)
	row.ends = i.date(p, ColumnEnds, cell(ColumnEnds))
	if row.months > maxMonths || row.months == 0 && strings.TrimSpace(cell(ColumnMonths)) == "0" {
		p.Add(string(ColumnMonths), "", CodeMonths.With(care.NewFact("most", maxMonths)))
	}
	if returned := care.Optional(p, string(ColumnReturned), cell(ColumnReturned), i.request.Dates.parseMoment); returned != (moment{}) {
		row.common.Returned = returned.in(i.zone)
		i.believe(p, ColumnReturned, returned.on(i.zone), i.today)
	}
}

// phoneCell has several numbers separated as a sale has them: people use commas, semicolons and new lines too.
func phoneCell(text string) string {
	if strings.ContainsAny(text, ",;|\n") {
		return strings.NewReplacer(",", "/", ";", "/", "|", "/", "\n", "/").Replace(text)
	}
	return text
}

// wholeNumber reads a whole number that is not negative; spreadsheets write 12 as "12.0" or "12,00" too.
func wholeNumber(p *care.Problems, c Column, text string, none int) int {
	text = strings.TrimSpace(text)
	if text == "" {
		return none
	}
	whole, fraction, _ := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	n, err := strconv.ParseUint(whole, 10, 31)
	if err != nil || strings.Trim(fraction, "0") != "" {
		p.Add(string(c), text, CodeImportNumber.With())
		return none
	}
	return int(n)
}

func (i *importing) parseTerms(text string) (TermsCode, error) {
	if code, ok := i.terms[care.NameKey(text)]; ok {
		return code, nil
	}
	return care.ParseRef[TermsCode](text)
}

func (i *importing) date(p *care.Problems, c Column, text string) calendar.Date {
	return care.Optional(p, string(c), text, i.request.Dates.parseMoment).on(i.zone)
}

// believe refuses a sale in the future, or before there were such shops: the day and the month are exchanged, or the other date system was meant.
func (i *importing) believe(p *care.Problems, c Column, d, latest calendar.Date) {
	if first := calendar.MustDate(firstYear, time.January, 1); !d.IsZero() && (d.Before(first) || d.After(latest)) {
		p.Add(string(c), d.String(), CodeImportDateRange.With(care.NewFact("from", first), care.NewFact("to", latest)))
	}
}

// identify gives a row without invoice or line those that it has in every run: they are made of what tells the row from others.
func (r *importRow) identify(sale *Sale) {
	if sale.Line > 0 && strings.TrimSpace(sale.Invoice) != "" {
		return
	}
	about := []string{strings.TrimSpace(sale.Product)}
	for _, serial := range sale.Serials {
		about = append(about, SerialKey(serial))
	}
	if strings.TrimSpace(sale.Invoice) == "" {
		if len(sale.Serials) == 0 {
			about = append(about, "", sale.At.String(), sale.Customer, keyOfName(sale.Name), care.NameKey(sale.Phone), sale.Place)
		}
		sum := sha256.Sum256([]byte(strings.Join(about, "\x00")))
		sale.Invoice, sale.Line = ImportedInvoice+hex.EncodeToString(sum[:10]), 1
		return
	}
	sum := sha256.Sum256([]byte(strings.Join(about, "\x00")))
	sale.Line = 1<<30 | int(sum[0])<<22 | int(sum[1])<<14 | int(sum[2])<<6 | int(sum[3])>>2
}

// ImportedInvoice is what the invoice of a registration begins with whose row in an imported file had none.
const ImportedInvoice = "import:"
