package warranty

import (
	"io"
	"strconv"
	"strings"

	"github.com/chamsoc/chamsoc/care"
)

// rejectHeadings are the columns that rejects have before those of the file. They come first, since a row that is broken would swallow what comes behind it.
var rejectHeadings = []string{"Dòng lỗi", "Lý do", "Reason"}

// cutter is a file of rejects that can be cut where a resumed import goes on.
type cutter interface {
	io.WriteSeeker
	Truncate(size int64) error
}

// rejectFile writes rows that are refused.
type rejectFile struct {
	to     io.Writer
	header csvHeader
	comma  byte
	length int64
	cutter cutter // nil: it is none
}

func newRejectFile(to io.Writer, header csvHeader, comma byte) rejectFile {
	f := rejectFile{to: to, header: header, comma: comma}
	if c, ok := to.(cutter); ok {
		if length, err := c.Seek(0, io.SeekEnd); err == nil { // a pipe cannot be sought
			f.cutter, f.length = c, length
		}
	}
	return f
}

// cut goes back to the length that the file had.
func (f *rejectFile) cut(length int64) error {
	if f.cutter == nil {
		f.length = length
		return nil
	}
	if f.length < length { // it is another file
		return nil
	}
	if err := f.cutter.Truncate(length); err != nil {
		return err
	}
	_, err := f.cutter.Seek(length, io.SeekStart)
	f.length = length
	return err
}

// add writes a row with its reasons; a row without problems is none.
func (f *rejectFile) add(rec csvRecord, problems []care.Problem) error {
	if len(problems) == 0 || f.to == nil {
		return nil
	}
	var b strings.Builder
	if f.length == 0 {
		b.WriteString("\ufeff")
		f.row(&b, rejectHeadings, f.header.raw)
	}
	f.row(&b, []string{strconv.Itoa(rec.line), f.reasons(problems, care.LangVI), f.reasons(problems, care.LangEN)}, rec.raw)
	n, err := io.WriteString(f.to, b.String())
	f.length += int64(n)
	return err
}

// row writes the first cells, and the row as it stands in the file behind them.
func (f *rejectFile) row(b *strings.Builder, first []string, raw string) {
	for _, cell := range first {
		b.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
		b.WriteByte(f.comma)
	}
	b.WriteString(f.original(raw))
	b.WriteByte('\n')
}

// original is the row without the reasons of an import before.
func (f *rejectFile) original(raw string) string {
	rest := raw
	for range f.header.reasons {
		end := 0
		if strings.HasPrefix(rest, `"`) {
			end = max(closingQuote(rest), 0)
		}
		at := strings.IndexByte(rest[end:], f.comma)
		if at < 0 {
			return raw // somebody took the columns out of this row
		}
		rest = rest[end+at+1:]
	}
	return rest
}

// reasons are all reasons of a row, each behind the heading of its column.
func (f *rejectFile) reasons(problems []care.Problem, lang care.Lang) string {
	var b strings.Builder
	for i, p := range problems {
		if i > 0 {
			b.WriteByte(' ')
		}
		column, _, _ := strings.Cut(p.Path, "[")
		if column == "at" {
			column = string(ColumnSold)
		}
		if column != "" {
			b.WriteString(f.header.heading(Column(column), lang) + ": ")
		}
		b.WriteString(p.Reason.Text(lang))
	}
	return b.String()
}
