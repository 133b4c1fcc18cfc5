package warranty

import (
	"bytes"
	"io"
	"strings"

	"github.com/chamsoc/chamsoc/care"
)

const (
	maxRecord = 64 << 10 // bytes of one record of a file; more is a slip, such as a quote that is never closed
	window    = 2 * maxRecord
)

// csvRecord is one record of a CSV file.
type csvRecord struct {
	line  int        // in the file, the first being 1
	end   int64      // the offset in the file behind it
	raw   string     // as it stands in the file, without its line end; "" if it is too long to be kept
	cells []string   // valid until the next record
	fault *care.Code // why it has no cells; nil: it has
}

// csvReader reads records one by one in bounded memory, however the file is broken. It differs from encoding/csv in what an import needs: it keeps the record
// as it stands, it goes on behind a broken one, and a quote that is never closed spoils one line and not the rest of the file.
type csvReader struct {
	from   io.Reader
	comma  byte
	line   int   // of the next record
	offset int64 // of the next record
	buf    []byte
	at     int // the next record begins at buf[at]
	ended  bool
	cells  []string
}

func newCSVReader(from io.Reader) *csvReader {
	return &csvReader{from: from, line: 1, buf: make([]byte, 0, window)}
}

// fill reads on until a whole record, or its limit, is in the buffer, or the file ends.
func (r *csvReader) fill() error {
	if r.at > 0 {
		r.buf = r.buf[:copy(r.buf, r.buf[r.at:])]
		r.at = 0
	}
	for idle := 0; !r.ended && len(r.buf) < cap(r.buf); {
		n, err := r.from.Read(r.buf[len(r.buf):cap(r.buf)])
		r.buf = r.buf[:len(r.buf)+n]
		switch {
		case err == io.EOF:
			r.ended = true
		case err != nil:
			return err
		case n > 0:
			idle = 0
		default:
			if idle++; idle == 100 {
				return io.ErrNoProgress
			}
		}
	}
	return nil
}

// next returns the next record that is not blank, or io.EOF.
func (r *csvReader) next() (csvRecord, error) {
	for {
		if len(r.buf)-r.at <= maxRecord && !r.ended {
			if err := r.fill(); err != nil {
				return csvRecord{}, err
			}
		}
		rest := r.buf[r.at:]
		if len(rest) == 0 {
			return csvRecord{}, io.EOF
		}
		first := bytes.IndexByte(rest[:min(len(rest), maxRecord+1)], '\n')
		if first < 0 && len(rest) > maxRecord {
			return r.overlong()
		}
		if first < 0 {
			first = len(rest)
		}
		if blank := len(bytes.TrimSpace(rest[:first])) == 0; blank {
			r.skip(min(first+1, len(rest)))
			continue
		}
		return r.record(rest, first), nil
	}
}

// record reads the record at the beginning of rest, whose first line ends at first.
func (r *csvReader) record(rest []byte, first int) csvRecord {
	rec := csvRecord{line: r.line}
	text := rest[:first]
	if bytes.IndexByte(text, '"') < 0 { // as nearly all are
		rec.raw = string(bytes.TrimSuffix(text, []byte("\r")))
		rec.cells = r.split(rec.raw)
	} else if length, ok := quotedLength(rest[:min(len(rest), maxRecord)], r.comma, len(rest) <= maxRecord); ok {
		first = length
		rec.raw = string(bytes.TrimSuffix(rest[:length], []byte("\r")))
		rec.cells = r.splitQuoted(rec.raw)
	} else {
		rec.raw, rec.fault = string(bytes.TrimSuffix(text, []byte("\r"))), CodeImportQuote
	}
	r.skip(min(first+1, len(rest)))
	rec.end = r.offset
	return rec
}

// skip goes on by n bytes of the buffer.
func (r *csvReader) skip(n int) {
	r.line += bytes.Count(r.buf[r.at:r.at+n], []byte("\n"))
	r.offset += int64(n)
	r.at += n
}

// overlong goes on behind a line that is too long.
func (r *csvReader) overlong() (csvRecord, error) {
	rec := csvRecord{line: r.line, fault: CodeImportLong}
	for {
		if end := bytes.IndexByte(r.buf[r.at:], '\n'); end >= 0 {
			r.skip(end + 1)
			break
		}
		r.skip(len(r.buf) - r.at)
		if r.ended {
			r.line++
			break
		}
		if err := r.fill(); err != nil {
			return csvRecord{}, err
		}
	}
	rec.end = r.offset
	return rec, nil
}

func (r *csvReader) split(raw string) []string {
	r.cells = r.cells[:0]
	for {
		at := strings.IndexByte(raw, r.comma)
		if at < 0 {
			r.cells = append(r.cells, raw)
			return r.cells
		}
		r.cells = append(r.cells, raw[:at])
		raw = raw[at+1:]
	}
}

// splitQuoted splits a record that quotedLength has found sound.
func (r *csvReader) splitQuoted(raw string) []string {
	r.cells = r.cells[:0]
	for {
		if !strings.HasPrefix(raw, `"`) {
			at := strings.IndexByte(raw, r.comma)
			if at < 0 {
				r.cells = append(r.cells, raw)
				return r.cells
			}
			r.cells, raw = append(r.cells, raw[:at]), raw[at+1:]
			continue
		}
		end := closingQuote(raw)
		r.cells = append(r.cells, strings.ReplaceAll(raw[1:end], `""`, `"`))
		if raw = raw[end+1:]; raw == "" {
			return r.cells
		}
		raw = raw[1:]
	}
}

// quotedLength is how many bytes the record at the beginning of text takes, without its line end; false if a quote in it is not closed, or
// closed in the middle of a cell. Whole: the file ends with text.
func quotedLength(text []byte, comma byte, whole bool) (length int, ok bool) {
	for at := 0; ; {
		if at < len(text) && text[at] == '"' {
			end := closingQuote(text[at:])
			if end < 0 {
				return 0, false
			}
			at += end + 1
			switch {
			case at == len(text):
				return at, whole
			case text[at] == comma:
				at++
				continue
			case text[at] == '\n':
				return at, true
			case text[at] == '\r' && at+1 < len(text) && text[at+1] == '\n', text[at] == '\r' && at+1 == len(text) && whole:
				return at + 1, true
			}
			return 0, false
		}
		cell := bytes.IndexAny(text[at:], string([]byte{comma, '\n'}))
		if cell < 0 {
			return len(text), whole
		}
		if at += cell; text[at] == '\n' {
			return at, true
		}
		at++
	}
}

// closingQuote finds the quote that closes the one at the beginning of text; -1 if none does. Two quotes are a quote within.
func closingQuote[T string | []byte](text T) int {
	for i := 1; i < len(text); i++ {
		if text[i] != '"' {
			continue
		}
		if i+1 == len(text) || text[i+1] != '"' {
			return i
		}
		i++
	}
	return -1
}
