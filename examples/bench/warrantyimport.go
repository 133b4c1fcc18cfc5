package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/examples/import/sheet"
	"github.com/chamsoc/chamsoc/storage/sqlite"
	"github.com/chamsoc/chamsoc/warranty"
)

const (
	importRows   = 200_000
	importRounds = 3
)

// warrantyImport compares the import of a spreadsheet of 200,000 rows into SQLite with SQL by hand that reads the same file and writes the same registrations and
// look-up rows, 2,000 a transaction with a checkpoint. Both sides read the file; the peer keeps no JSON body and has one tenant. Beside it stands the most
// memory that our side takes, with a tenth of the rows too.
func warrantyImport(ctx context.Context, dir string) ([]row, error) {
	small, large := filepath.Join(dir, "small.csv"), filepath.Join(dir, "large.csv")
	for path, n := range map[string]int{small: importRows / 10, large: importRows} {
		if err := writeSheet(path, n); err != nil {
			return nil, err
		}
	}
	var rows []row
	for path, name := range map[string]string{small: "20k", large: "200k"} {
		peak, err := peakOf(func() error { return importOurs(ctx, path, filepath.Join(dir, name+".db")) })
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{Name: "warranty/import/rss/" + name, Ours: float64(peak), Unit: "kB peak", N: 1})
	}
	slices.SortFunc(rows, func(a, b row) int { return len(a.Name) - len(b.Name) })
	rows[1].Ratio, rows[1].Bar = rows[1].Ours/rows[0].Ours, "flat"
	var ours, peer, ratios []float64
	for round := range importRounds {
		a, b := filepath.Join(dir, fmt.Sprint("ours", round, ".db")), filepath.Join(dir, fmt.Sprint("peer", round, ".db"))
		sides := []side{
			func(int, int) error { return importOurs(ctx, large, a) },
			func(int, int) error { return importByHand(ctx, large, b) },
		}
		var ns [2]float64
		for i := range sides {
			at := (i + round) % 2
			debug.FreeOSMemory()
			var err error
			if ns[at], err = timed(sides[at], 0, importRows); err != nil {
				return nil, err
			}
		}
		ours, peer, ratios = append(ours, ns[0]), append(peer, ns[1]), append(ratios, ns[0]/ns[1])
		if err := sameImport(ctx, a, b); err != nil {
			return nil, err
		}
	}
	slices.Sort(ratios)
	r := row{Name: "warranty/import", Ours: median(ours), Peer: median(peer), Ratio: median(ratios), Unit: "ns/row", N: importRows * importRounds, Bar: "≤ 2"}
	r.Noise = (ratios[len(ratios)-1] - ratios[0]) / 2
	return append([]row{r}, rows...), nil
}

func writeSheet(path string, n int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(sheet.Generate(n, true, f, io.Discard), f.Close())
}

// peakOf is the most memory, in kilobytes, that the process has while fn runs; 0 where the system does not say.
func peakOf(fn func() error) (kilobytes int, err error) {
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil { // forgets the peak until now
		return 0, fn()
	}
	if err := fn(); err != nil {
		return 0, err
	}
	status, err := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, err = strconv.Atoi(strings.Fields(rest)[0])
		}
	}
	return kilobytes, err
}

// sameImport makes sure that both sides have written the same.
func sameImport(ctx context.Context, ours, peer string) error {
	sums := [2]string{}
	for i, side := range []struct{ path, query string }{
		{ours, `select count(*), sum(length(name_key)), sum(length(phone)), count(distinct serial_key), min(ends), max(ends), (select count(*) from chamsoc_warranty_phone) from chamsoc_warranty_registration`},
		{peer, `select count(*), sum(length(name_key)), sum(length(phone)), count(distinct serial_key), min(ends), max(ends), (select count(*) from phone) from registration`},
	} {
		db, err := open(side.path)
		if err != nil {
			return err
		}
		var n, names, phones, serials, others int
		var first, last string
		err = db.QueryRowContext(ctx, side.query).Scan(&n, &names, &phones, &serials, &first, &last, &others)
		if err = errors.Join(err, db.Close()); err != nil {
			return err
		}
		sums[i] = fmt.Sprint(n, names, phones, serials, first, last, others)
		if n != importRows {
			return fmt.Errorf("%s has %d rows", side.path, n)
		}
	}
	if sums[0] != sums[1] {
		return fmt.Errorf("the sides wrote different rows: %v", sums)
	}
	return nil
}

func importOurs(ctx context.Context, file, path string) error {
	db, err := open(path)
	if err != nil {
		return err
	}
	defer db.Close()
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: chamsoc.Schemas()})
	if err != nil {
		return err
	}
	if err := tenants.Apply(ctx); err != nil {
		return err
	}
	c, err := chamsoc.New(tenants.ForTenant(""), chamsoc.Config{})
	if err != nil {
		return err
	}
	some := care.Text{VI: "như đã công bố", EN: "as published"}
	for i, n := range sheet.Months {
		code := warranty.TermsCode(fmt.Sprint("T", n))
		_, err := c.Warranty.Publish(ctx, warranty.Terms{
			Code: code, Edition: 1, Effective: calendar.MustDate(2020, time.January, 1), Published: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
			Months: n, KeepLastDay: true, Start: some, Term: some, Content: some, Scope: some, How: some, NoExclusions: true,
		})
		for product := i; product < 30 && err == nil; product += len(sheet.Months) {
			_, err = c.Warranty.Cover(ctx, warranty.Coverage{Product: care.ProductRef(fmt.Sprintf("SP-%02d", product)), Terms: code})
		}
		if err != nil {
			return err
		}
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	done, err := c.Warranty.Import(ctx, warranty.Import{Key: "sheet", File: f})
	if err == nil && done.Inserted != done.Rows {
		err = fmt.Errorf("%+v", done)
	}
	return err
}

const handImportTables = `
create table registration (id blob primary key, invoice text not null, line integer not null, unit integer not null, product text not null, serial text,
	place text, customer text, name text, phones text, sold integer not null, delivered text not null, terms text not null, edition integer not null, months integer,
	ends text not null, recorded integer not null, serial_key text, serial_fold text, phone text, name_key text, number text, tax_code text, subject text) strict;
create unique index registration_unit on registration (invoice, line, unit);
create unique index registration_serial on registration (serial_key, product);
create index registration_fold on registration (serial_fold, id) where serial_fold is not null;
create index registration_phone on registration (phone, delivered, id) where phone is not null;
create index registration_name on registration (name_key, delivered, id) where name_key is not null;
create index registration_number on registration (number, delivered, id) where number is not null;
create index registration_tax_code on registration (tax_code, delivered, id) where tax_code is not null;
create index registration_product on registration (product, delivered, id);
create index registration_subject on registration (subject, delivered, id) where subject is not null;
create table phone (id blob primary key, phone text not null, delivered text not null, registration blob not null, subject text) strict;
create unique index phone_phone on phone (phone, delivered, registration);
create index phone_subject on phone (subject, delivered, id) where subject is not null;
create table import (name text primary key, bytes integer not null, rows integer not null) strict;`

// handImport is what a careful programmer writes for one file of this form.
type handImport struct {
	db                        *sql.DB
	register, other, progress *sql.Stmt
	zone                      *time.Location
}

func importByHand(ctx context.Context, file, path string) error {
	db, err := open(path)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, handImportTables); err != nil {
		return err
	}
	h := handImport{db: db, zone: care.Env{}.Location()}
	for stmt, text := range map[**sql.Stmt]string{
		&h.register: `insert into registration values (` + strings.Repeat("?, ", 23) + `?)`,
		&h.other:    `insert into phone values (?, ?, ?, ?, ?)`,
		&h.progress: `insert or replace into import values ('sheet', ?, ?)`,
	} {
		if *stmt, err = db.PrepareContext(ctx, text); err != nil {
			return err
		}
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	return h.read(ctx, f)
}

func (h *handImport) read(ctx context.Context, f io.Reader) error {
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.ReuseRecord = ';', true, true
	if _, err := r.Read(); err != nil {
		return err
	}
	const batch = 2000
	for rows := 0; ; {
		tx, err := h.db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		register, other := tx.StmtContext(ctx, h.register), tx.StmtContext(ctx, h.other)
		n := 0
		for ; n < batch; n++ {
			cells, err := r.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err == nil {
				err = h.row(ctx, register, other, cells)
			}
			if err != nil {
				return errors.Join(err, tx.Rollback())
			}
		}
		rows += n
		if _, err := tx.StmtContext(ctx, h.progress).ExecContext(ctx, r.InputOffset(), rows); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		if err := tx.Commit(); err != nil || n < batch {
			return err
		}
	}
}

// row reads and writes one row: product, serial, name, phones, date, months, place, note.
func (h *handImport) row(ctx context.Context, register, other *sql.Stmt, cells []string) error {
	product, serial, name, place := strings.TrimSpace(cells[0]), strings.ToUpper(strings.TrimSpace(cells[1])), tidy(cells[2]), strings.TrimSpace(cells[6])
	var phones []care.Phone
	if text := strings.TrimSpace(cells[3]); text != "" {
		for part := range strings.SplitSeq(text, "/") {
			phone, err := care.ParsePhone(part)
			if err != nil {
				return err
			}
			phones = append(phones, phone)
		}
	}
	delivered, err := handDate(cells[4])
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(strings.TrimPrefix(product, "SP-"))
	if err != nil {
		return err
	}
	term, own := sheet.Months[n%len(sheet.Months)], 0
	terms := fmt.Sprint("T", term)
	if cells[5] != "" {
		if own, err = strconv.Atoi(cells[5]); err != nil {
			return err
		}
		term = own
	}
	key := warranty.SerialKey(serial)
	sum := sha256.Sum256([]byte(product + "\x00" + key))
	var phone string
	list := make([]string, len(phones))
	for i, p := range phones {
		list[i] = string(p)
	}
	if len(list) > 0 {
		phone = list[0]
	}
	invoice := "import:" + hex.EncodeToString(sum[:10])
	subject := phone
	if subject == "" && name != "" {
		subject = "invoice:" + invoice
	}
	_, number := handNumber(invoice)
	id := uuid.Must(uuid.NewV7())
	sold := time.Date(delivered.Year(), delivered.Month(), delivered.Day(), 0, 0, 0, 0, h.zone)
	_, err = register.ExecContext(ctx, id[:], invoice, 1, 1, product, serial, place, "", name, strings.Join(list, "/"), sold.UnixMicro(), delivered.String(), terms, 1, own,
		delivered.AddMonths(term).String(), time.Now().UnixMicro(), null(key), null(warranty.SerialFold(serial)), null(phone), null(care.NameKey(name)), null(number), nil,
		null(subject))
	for i := 1; i < len(list) && err == nil; i++ {
		row := uuid.Must(uuid.NewV7())
		_, err = other.ExecContext(ctx, row[:], list[i], delivered.String(), id[:], null(subject))
	}
	return err
}

func tidy(text string) string { return strings.Join(strings.Fields(norm.NFC.String(text)), " ") }

// handNumber parts the digits at the end of an invoice, without leading zeros.
func handNumber(invoice string) (front, number string) {
	front = strings.TrimRight(invoice, "0123456789")
	if number = invoice[len(front):]; number != "" {
		number = strings.TrimLeft(number[:len(number)-1], "0") + number[len(number)-1:]
	}
	return front, number
}

// handDate reads the forms that dates have in the file.
func handDate(text string) (calendar.Date, error) {
	if serial, err := strconv.Atoi(text); err == nil {
		return calendar.MustDate(1899, time.December, 30).AddDays(serial), nil
	}
	day, _, _ := strings.Cut(text, " ")
	return care.ParseDate(day)
}
