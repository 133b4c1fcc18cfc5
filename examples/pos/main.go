// Command pos is a shop's day on Chamsoc: it imports what a till exported, registers the warranty of each unit in the transaction that
// writes the shop's own invoice line, and then serves fourteen months of customers at the counter, with and without their card, and takes in what
// has failed until it is handed back, refused in writing, exchanged or refunded. At the end a second
// process reopens the database and compares everything with a file of expected results.
//
//	go run ./examples/pos            # in Vietnamese
//	go run ./examples/pos -lang en   # in English
//	go run ./examples/pos -db shop.db  # keeps the database
package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage/sqlite"
)

func main() {
	path := flag.String("db", "", "the database `file` to keep (default: a temporary one)")
	lang := flag.String("lang", "vi", "the language, vi or en")
	check := flag.Bool("check", false, "only compare a kept database with the expected results")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *path, care.Lang(*lang), *check); err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, path string, lang care.Lang, check bool) error {
	if !care.IsKnown(lang) {
		return fmt.Errorf("the language %q is neither vi nor en", lang)
	}
	if path == "" {
		dir, err := os.MkdirTemp("", "chamsoc-pos")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		path = filepath.Join(dir, "shop.db")
	}
	if check {
		return withShop(ctx, out, path, lang, (*shop).check)
	}
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s is there already: give another file, or add -check to compare it", path)
	}
	if err := withShop(ctx, out, path, lang, (*shop).day); err != nil {
		return err
	}
	return checkElsewhere(ctx, out, path, lang)
}

// checkElsewhere has another process of this program check what this one left.
func checkElsewhere(ctx context.Context, out io.Writer, path string, lang care.Lang) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, self, "-check", "-db", path, "-lang", string(lang))
	cmd.Stdout, cmd.Stderr = out, os.Stderr
	return cmd.Run()
}

// shop is the host: it has a database, tables of its own in it, and Chamsoc beside them.
type shop struct {
	out       io.Writer
	lang      care.Lang
	zone      *time.Location
	db        *sql.DB
	tenants   *sqlite.DB
	care      chamsoc.Chamsoc
	catalogue catalogue
	checks    int
	printed   bool // a slip was
}

// say prints a line in the language of the shop.
func (s *shop) say(vi, en string, args ...any) {
	fmt.Fprintf(s.out, care.Text{VI: vi, EN: en}.In(s.lang)+"\n", args...)
}

// The host's own tables.
const hostTables = `
create table if not exists invoice_line (invoice text, line integer, sold_at text, product text, item text, quantity integer, price text,
	primary key (invoice, line)) strict;
create table if not exists import_refusal (line integer, path text, value text) strict;
create table if not exists import_count (name text primary key, n integer) strict;
create table if not exists counter_log (event text primary key, outcome text) strict;
create table if not exists claim_log (claim text primary key, settled text) strict;`

func withShop(ctx context.Context, out io.Writer, path string, lang care.Lang, do func(*shop, context.Context) error) error {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_txlock=immediate")
	if err != nil {
		return err
	}
	defer db.Close()
	s := &shop{out: out, lang: lang, zone: care.Env{}.Location(), db: db}
	if err := load("terms.json", &s.catalogue); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, hostTables); err != nil {
		return err
	}
	if s.tenants, err = sqlite.New(db, sqlite.Config{Schemas: chamsoc.Schemas()}); err != nil {
		return err
	}
	if err := s.tenants.Apply(ctx); err != nil {
		return err
	}
	if s.care, err = chamsoc.New(s.tenants.ForTenant(""), chamsoc.Config{Env: care.Env{Now: afterAll}}); err != nil {
		return err
	}
	return do(s, ctx)
}

// afterAll is the clock of a program that tells a year's story in a second: nothing in it is yet to come.
func afterAll() time.Time { return time.Date(2028, time.January, 1, 0, 0, 0, 0, time.UTC) }

// day is what happens: the terms are published, the sales come in, and then the customers.
func (s *shop) day(ctx context.Context) error {
	for _, step := range []func(context.Context) error{s.publish, s.importSales, s.serve} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}
