// Command erp is a company's ERP on PostgreSQL with Chamsoc inside it: two branches in one database, tables and migrations of the host's own, and
// Chamsoc's beside them.
//
// An invoice, its stock and its warranties are written in one transaction, and rolled back together when the stock or the warranty refuses. A relay in a
// process of its own tells the accounting system of each sale; it is killed when a message is out and nobody has written that down, and another one carries on. Accounting
// gets that message twice and books it once.
//
// The database is the one that CHAMSOC_TEST_POSTGRES names (in a schema of its own, dropped at the end), else a throw-away server. Where there is no PostgreSQL it says
// so and runs on SQLite (-sqlite does so anyway).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/chamsoc/chamsoc"
)

func main() {
	name := flag.String("relay", "", "relay events under this `name`, as a process of its own")
	at := flag.String("database", "", "the database of the process that began, as `JSON`")
	dieAt := flag.Int("die", 0, "be killed after the nth message is out")
	file := flag.Bool("sqlite", false, "run on SQLite")
	flag.Parse()
	ctx := context.Background()
	var err error
	if *name != "" {
		err = relayProcess(ctx, *name, *at, *dieAt)
	} else {
		err = run(ctx, os.Stdout, *file)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
}

// erp is the host.
type erp struct {
	*database
	out    io.Writer
	care   chamsoc.Chamsoc
	checks int
}

func run(ctx context.Context, out io.Writer, file bool) (err error) {
	dir, err := os.MkdirTemp("", "chamsoc-erp")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	db, err := openDatabase(ctx, out, dir, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	db.Bus = filepath.Join(dir, "bus.jsonl")
	e := &erp{database: db, out: out}
	if e.care, err = chamsoc.New(e.tenants.ForTenant(""), chamsoc.Config{}); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{e.migrate, e.openBranches, e.sell, e.relay, e.book, e.serve, e.report} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "PASS %d checks\n", e.checks)
	return nil
}

func (e *erp) title(text string, args ...any) { fmt.Fprintf(e.out, "── "+text+"\n", args...) }

// same counts a check and says what differs.
func (e *erp) same(what string, want, got any) error {
	if want != got {
		return fmt.Errorf("%s: expected %v, is %v", what, want, got)
	}
	e.checks++
	fmt.Fprintf(e.out, "   %-66s %v\n", what, got)
	return nil
}
