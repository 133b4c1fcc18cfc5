package warranty

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// ExportRegistrations writes the registrations of the store as CSV, in order of invoice, line and unit, and returns how many there are. The headings are those
// of [Column] in the language, and [Service.Import] reads the file: in an empty store with the same terms the registrations are the same again, but for
// their ids and for what claims made of them: days in repair, and a unit that came in the place of another. An import works the last day out anew without those, and
// rejects a row whose last day was later, with the reason, so that no days are lost unseen: [Service.ExportRecords] has the claims that gave them. Sales that were withdrawn are left out. Everything that the package keeps, claims and these too, is in
// [Service.ExportRecords].
//
// A text that a spreadsheet would take for a formula has an apostrophe before it, which an import takes off.
func (s Service) ExportRegistrations(ctx context.Context, to io.Writer, lang care.Lang) (n int, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.export_registrations")
	defer func() { done(err) }()
	if _, err := io.WriteString(to, "\ufeff"); err != nil { // or Excel takes it for another encoding
		return 0, err
	}
	w := csv.NewWriter(to)
	row := make([]string, 0, len(exported))
	for _, e := range exported {
		row = append(row, care.NameOf(e.column).In(lang))
	}
	if err := w.Write(row); err != nil {
		return 0, err
	}
	for r, err := range s.Registrations("").All(ctx) {
		if err != nil {
			return n, err
		}
		if !r.Withdrawn.IsZero() {
			continue
		}
		row = row[:0]
		for _, e := range exported {
			row = append(row, guardCell(e.cell(r)))
		}
		if err := w.Write(row); err != nil {
			return n, err
		}
		n++
	}
	w.Flush()
	return n, w.Error()
}

// exported are the columns of an export. A row is one unit.
var exported = []struct {
	column Column
	cell   func(r Registration) string
}{
	{ColumnInvoice, func(r Registration) string { return string(r.Invoice) }},
	{ColumnLine, func(r Registration) string { return strconv.Itoa(r.Line) }},
	{ColumnUnit, func(r Registration) string { return strconv.Itoa(r.Unit) }},
	{ColumnProduct, func(r Registration) string { return string(r.Product) }},
	{ColumnSerial, func(r Registration) string { return r.Serial }},
	{ColumnCustomer, func(r Registration) string { return string(r.Customer) }},
	{ColumnName, func(r Registration) string { return r.Name }},
	{ColumnPhone, func(r Registration) string {
		phones := make([]string, len(r.Phones))
		for i, p := range r.Phones {
			phones[i] = string(p)
		}
		return strings.Join(phones, " / ")
	}},
	{ColumnTaxCode, func(r Registration) string { return r.TaxCode }},
	{ColumnPlace, func(r Registration) string { return string(r.Place) }},
	{ColumnSold, func(r Registration) string { return r.Sold.Format(time.RFC3339Nano) }},
	{ColumnDelivered, func(r Registration) string { return r.Delivered.String() }},
	{ColumnMonths, func(r Registration) string {
		if r.Months == 0 {
			return ""
		}
		return strconv.Itoa(r.Months)
	}},
	{ColumnEnds, func(r Registration) string { return r.Ends.String() }},
	{ColumnTerms, func(r Registration) string { return string(r.Terms) }},
	{ColumnEdition, func(r Registration) string { return strconv.Itoa(r.Edition) }},
	{ColumnReturned, func(r Registration) string {
		if r.Returned.IsZero() {
			return ""
		}
		return r.Returned.Format(time.RFC3339Nano)
	}},
}

// formula are the characters by which a spreadsheet takes a cell for a formula, and the mark that says that it is none.
const formula = "=+-@'"

func guardCell(text string) string {
	if text != "" && strings.IndexByte(formula, text[0]) >= 0 {
		return "'" + text
	}
	return text
}

func unguardCell(text string) string {
	if len(text) > 1 && text[0] == '\'' && strings.IndexByte(formula, text[1]) >= 0 {
		return text[1:]
	}
	return text
}

// ExportRecords writes every record of this package's collections as JSON Lines, a [storage.Exported] a line, collection by collection, and returns how many
// there are.
func (s Service) ExportRecords(ctx context.Context, to io.Writer) (n int, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.export_records")
	defer func() { done(err) }()
	w := json.NewEncoder(to)
	w.SetEscapeHTML(false)
	for _, schema := range Schemas() {
		q := storage.Query{Index: wholeIndex(schema), Limit: storage.MaxPage}
		if q.Index == "" {
			return n, errors.New("warranty: no index holds every record of " + schema.Name)
		}
		for more := true; more; more = q.Cursor != "" {
			var page storage.Page[storage.Record]
			err := s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
				page, err = r.Scan(ctx, schema, q)
				return err
			})
			if err != nil {
				return n, err
			}
			for _, r := range page.Items {
				if err := w.Encode(storage.Exported{Collection: schema.Name, ID: r.ID, Version: r.Version, Body: r.Body}); err != nil {
					return n, err
				}
				n++
			}
			q.Cursor = page.Next
		}
	}
	return n, nil
}

// wholeIndex is an index that holds every record: a record with a null in an index is not in it.
func wholeIndex(schema *storage.Schema) string {
	for _, ix := range schema.Indexes {
		if !slices.ContainsFunc(ix.Fields, func(field int) bool { return schema.Fields[field].Nullable }) {
			return ix.Name
		}
	}
	return ""
}
