package warranty

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Import is a CSV file of warranties that exist already, such as a shop has in a spreadsheet: one row for each unit or sale. The file is UTF-8, with or
// without a byte order mark, with commas, semicolons or tabs between its cells, and begins with a row of headings in Vietnamese or English, in any order:
// see [Column]. Rows need a product and a date of sale. Dates are as [care.ParseDate] reads them (the day first), yyyymmdd, or a spreadsheet's number, each
// with a time of day or without.
//
// The term of a row is: the months that it says; else the months from delivery to the last day that it says; else that of its terms. Its terms are those
// that it says, else those of its product ([Service.Cover]), else Import.Fallback.
type Import struct {
	// Key makes the import one that can be gone on with: what was not finished under it goes on where it stopped, with the same file. One that was finished begins
	// again. Default: the import keeps no checkpoint. Either way a row that was imported before is not imported again.
	Key string
	// File is the file, from its beginning. If it is an io.Seeker, as *os.File is, what was imported before is skipped without being read.
	File io.Reader
	// Rejects gets the rows that are refused, each as it stands in the file behind its line and its reasons in Vietnamese and English, under the headings of the file:
	// once mended it is a file to import. If it can be cut and sought, as *os.File can, a resumed import cuts off what it wrote since its
	// checkpoint; else a few rows may be there twice. Default: they are only counted.
	Rejects io.Writer
	// Columns says what further headings mean. Those in use in Vietnamese and English are known: see [Column].
	Columns map[string]Column
	// Terms says which terms the words in ColumnTerms stand for. Default: the words are the codes themselves.
	Terms map[string]TermsCode
	// Fallback are the terms of rows without terms whose product has none. Default: such rows are refused.
	Fallback TermsCode
	// Dates says which date system numbers in date columns are in. Default: Dates1900.
	Dates DateSystem
	// BatchRows is how many rows are written in one transaction, at most 10,000. Default: 2,000.
	BatchRows int
	// Progress is told after each transaction how far the import is. Default: nobody.
	Progress func(ImportProgress)
	// At is when the host began the import. Zero: now.
	At time.Time
}

// ImportProgress is how far an import is. Rows = Inserted + Existing + Rejected.
type ImportProgress struct {
	Rows     int   `json:"rows"`
	Inserted int   `json:"inserted"` // rows whose units were registered
	Existing int   `json:"existing"` // rows whose units were registered before, with the same content or changed since
	Rejected int   `json:"rejected"`
	Units    int   `json:"units"` // that were registered
	Bytes    int64 `json:"bytes"` // of the file that are done with
}

// Imported is what an import did.
type Imported struct {
	ImportProgress
	Resumed bool     `json:"resumed,omitempty"` // it went on with one that had not been finished; the figures are of both
	Ignored []string `json:"ignored,omitempty"` // headings that say nothing to an import
}

// importRun is an import with a key: how far it is, in the transaction that brought it there.
type importRun struct {
	ID      storage.ID[importRun] `json:"id"`
	Version int64                 `json:"version"`
	Key     string                `json:"key"`
	// What the file begins with, to tell it from another.
	Fingerprint string         `json:"fingerprint"`
	Progress    ImportProgress `json:"progress"`
	Before      importMark     `json:"before"`  // the last batch began here; its rejects may not have been written
	Started     time.Time      `json:"started"` // as the host says
	Recorded    time.Time      `json:"recorded"`
	Done        bool           `json:"done"`
}

// importMark is a place in a file, with how long the rejects were there.
type importMark struct {
	Line     int   `json:"line"`
	Bytes    int64 `json:"bytes"`
	Rejects  int64 `json:"rejects"`  // bytes of rejects
	Rejected int   `json:"rejected"` // rows
}

var (
	importKey   = storage.Text("key", func(r *importRun) *string { return &r.Key })
	byImportKey = storage.UniqueOn("by_key", importKey)

	importRuns = storage.Declare("warranty_import", storage.Declaration[importRun]{
		Key:     func(r *importRun) (*storage.ID[importRun], *int64) { return &r.ID, &r.Version },
		Indexes: []*storage.Index[importRun]{byImportKey},
	})
)

// importing is an import at work.
type importing struct {
	s       Service
	request Import
	terms   map[string]TermsCode // by care.NameKey
	zone    *time.Location
	now     time.Time
	today   calendar.Date
	csv     *csvReader
	header  csvHeader
	rejects rejectFile
	run     importRun
	rows    []importRow
	from    importMark // where the batch in hand begins
	apart   bool       // the last batch had rows that were there already, so the next is put row by row
	again   bool       // the batch in hand was imported before, and is gone through again for its rejects
	result  Imported
}

// maxBatchBytes of rows go in one transaction, however few they are.
const (
	batchRows     = 2_000
	maxBatchRows  = 10_000
	maxBatchBytes = 1 << 20
)

// Import registers what a file lists, many rows a transaction, in memory that does not grow with the file. When ctx ends it stops after the
// transaction in hand, and returns what was done until then beside the error of ctx.
//
// A row that cannot be registered goes to Import.Rejects with everything that is wrong with it, and the rest goes on. A file that cannot be read at all, such
// as one without headings, is refused with *care.Invalid. Registrations are not announced one by one ([Registered] is for sales): what each
// transaction registered is, with [RegistrationsImported], and the end of the import, with [ImportFinished].
func (s Service) Import(ctx context.Context, request Import) (_ Imported, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.import")
	defer func() { done(err) }()
	i, err := s.newImporting(request)
	if err != nil {
		return Imported{}, err
	}
	if err := i.begin(ctx); err != nil {
		return Imported{}, err
	}
	for {
		more, err := i.read()
		if err != nil {
			return i.result, err
		}
		if len(i.rows) > 0 {
			if err := i.batch(ctx); err != nil {
				return i.result, err
			}
		}
		if !more {
			return i.result, i.finish(ctx)
		}
	}
}

func (s Service) newImporting(request Import) (*importing, error) {
	var p care.Problems
	if request.File == nil {
		p.Add("file", "", care.CodeMissing.With())
	}
	request.Key = care.Optional(&p, "key", request.Key, care.ParseRef[string])
	request.Fallback = care.Optional(&p, "fallback", string(request.Fallback), care.ParseRef[TermsCode])
	request.Dates = care.Optional(&p, "dates", string(request.Dates), care.ParseEnum[DateSystem])
	if request.BatchRows < 0 || request.BatchRows > maxBatchRows {
		p.Add("batch_rows", "", CodeImportBatch.With(care.NewFact("limit", maxBatchRows)))
	}
	for _, c := range request.Columns {
		care.Required(&p, "columns", string(c), care.ParseEnum[Column])
	}
	i := &importing{s: s, request: request, zone: s.c.Env.Location(), now: s.c.Env.Time(), terms: map[string]TermsCode{}}
	i.today = s.dateAt(&p, i.now)
	for words, code := range request.Terms {
		i.terms[care.NameKey(words)] = code
	}
	if i.request.BatchRows == 0 {
		i.request.BatchRows = batchRows
	}
	return i, p.Err()
}

// begin reads the headings, and goes to where an unfinished import stopped.
func (i *importing) begin(ctx context.Context) (err error) {
	i.csv = newCSVReader(i.request.File)
	if i.header, err = readHeader(i.csv, i.request.Columns); err != nil {
		return err
	}
	i.result.Ignored = i.header.ignored
	i.rejects = newRejectFile(i.request.Rejects, i.header, i.csv.comma)
	i.run = importRun{Key: i.request.Key, Fingerprint: i.csv.fingerprint(), Started: i.s.at(i.request.At), Recorded: i.now}
	if i.request.Key == "" {
		return nil
	}
	var old importRun
	err = i.s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		old, err = importRuns.One(ctx, r, byImportKey.Key(i.request.Key))
		return err
	})
	if errors.Is(err, storage.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	i.run.ID, i.run.Version = old.ID, old.Version
	if old.Done || old.Progress.Bytes == 0 {
		return nil
	}
	if old.Fingerprint != i.run.Fingerprint {
		return care.RefuseAt("file", "", CodeImportOtherFile.With(care.NewFact("started", old.Started)))
	}
	return i.resume(old)
}

// resume goes back to the beginning of the last batch, for its rejects may not have been written, and goes through it again.
func (i *importing) resume(old importRun) error {
	i.run, i.result.Resumed, i.result.ImportProgress, i.again = old, true, old.Progress, true
	i.run.Progress.Rejected = old.Before.Rejected
	if err := i.rejects.cut(old.Before.Rejects); err != nil {
		return err
	}
	return i.csv.skipTo(i.request.File, old.Before)
}

// read reads the rows of the next batch, and reports whether the file goes on behind it.
func (i *importing) read() (more bool, err error) {
	clear(i.rows)
	i.rows, i.from = i.rows[:0], i.csv.mark()
	// What is gone through again is one batch whatever BatchRows is by now, for its rows are counted.
	for bytes := 0; i.again || len(i.rows) < i.request.BatchRows && bytes < maxBatchBytes; {
		if i.again && i.csv.offset >= i.run.Progress.Bytes {
			return true, nil
		}
		rec, err := i.csv.next()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		bytes += len(rec.raw)
		i.rows = append(i.rows, i.readRow(rec))
	}
	return true, nil
}

// finish says that the import is done.
func (i *importing) finish(ctx context.Context) error {
	return i.s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		run := i.run
		if run.Done = true; run.Key != "" {
			if run, err = importRuns.Put(ctx, tx, run); err != nil {
				return err
			}
		}
		return i.s.announceImport(ctx, tx, run)
	})
}

// mark is where the next record begins.
func (r *csvReader) mark() importMark { return importMark{Line: r.line, Bytes: r.offset} }

// fingerprint tells a file from another by what it begins with.
func (r *csvReader) fingerprint() string {
	sum := sha256.Sum256(r.buf[:min(len(r.buf), maxRecord)])
	return hex.EncodeToString(sum[:])
}

// skipTo goes on at a mark.
func (r *csvReader) skipTo(file io.Reader, to importMark) error {
	ahead := to.Bytes - r.offset
	if within := int64(len(r.buf) - r.at); ahead <= within {
		r.at += int(ahead)
	} else {
		if seeker, ok := file.(io.Seeker); ok {
			read := r.offset + within
			if _, err := seeker.Seek(to.Bytes-read, io.SeekCurrent); err != nil {
				return err
			}
		} else if n, err := io.CopyN(io.Discard, file, ahead-within); err != nil && !errors.Is(err, io.EOF) {
			return err
		} else if n < ahead-within {
			return care.RefuseAt("file", "", CodeImportShort.With())
		}
		r.buf, r.at, r.ended = r.buf[:0], 0, false
	}
	r.offset, r.line = to.Bytes, to.Line
	return nil
}
