package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/drivertest/cluster"
	"github.com/chamsoc/chamsoc/storage/postgres"
	"github.com/chamsoc/chamsoc/storage/sqlite"
)

// place is where everything is. A process hands it to another.
type place struct {
	Driver string
	DSN    string
	ERP    string // begins the names of the host's tables: its schema on PostgreSQL
	Care   string // the schema of Chamsoc's tables; none on SQLite
	Bus    string // the file that stands for the message bus, a line a message
}

// adapter is what the host uses of storage/postgres and storage/sqlite alike.
type adapter interface {
	storage.Tenants
	storage.DueLister
	SQL() []string
	Check(context.Context) error
}

type database struct {
	place
	db      *sql.DB
	tenants adapter
	withTx  func(*sql.Tx) storage.Tenants
	end     func() error
}

// openDatabase opens PostgreSQL: the server that the environment names, or one of our own. If there is none it says so, and opens a file.
func openDatabase(ctx context.Context, out io.Writer, dir string, file bool) (*database, error) {
	if file {
		return openFile(out, dir)
	}
	dsn, end := os.Getenv("CHAMSOC_TEST_POSTGRES"), func() error { return nil }
	if dsn == "" {
		server, err := cluster.New()
		if err != nil {
			fmt.Fprintf(os.Stderr, "NOT ON POSTGRESQL, BUT ON SQLITE: set CHAMSOC_TEST_POSTGRES to a DSN, or install PostgreSQL's server programs: %v\n", err)
			return openFile(out, dir)
		}
		dsn, end = server.DSN(), server.Close
	}
	fmt.Fprintln(out, "on PostgreSQL")
	mark := fmt.Sprint("erp_example_", os.Getpid())
	p := place{Driver: "pgx", DSN: dsn, ERP: mark + ".", Care: mark + "_care"}
	d, err := connect(p, end)
	if err != nil {
		return nil, errors.Join(err, end())
	}
	_, err = d.db.ExecContext(ctx, "create schema "+mark+"; create schema "+p.Care)
	d.end = func() error {
		_, err := d.db.ExecContext(context.Background(), "drop schema "+mark+", "+p.Care+" cascade")
		return errors.Join(err, end())
	}
	if err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

func openFile(out io.Writer, dir string) (*database, error) {
	fmt.Fprintln(out, "on SQLite")
	dsn := "file:" + filepath.Join(dir, "erp.db") + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_txlock=immediate"
	return connect(place{Driver: "sqlite", DSN: dsn, ERP: "erp_"}, func() error { return nil })
}

// reopen opens the database of another process.
func reopen(text string) (*database, error) {
	var p place
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return nil, err
	}
	return connect(p, func() error { return nil })
}

func connect(p place, end func() error) (*database, error) {
	db, err := sql.Open(p.Driver, p.DSN)
	if err != nil {
		return nil, err
	}
	d := &database{place: p, db: db, end: end}
	if p.Driver == "sqlite" {
		tenants, err := sqlite.New(db, sqlite.Config{Schemas: chamsoc.Schemas()})
		d.tenants, d.withTx = tenants, func(tx *sql.Tx) storage.Tenants { return tenants.WithTx(tx) }
		return d, err
	}
	tenants, err := postgres.New(db, postgres.Config{Schemas: chamsoc.Schemas(), Schema: p.Care})
	d.tenants, d.withTx = tenants, func(tx *sql.Tx) storage.Tenants { return tenants.WithTx(tx) }
	return d, err
}

func (d *database) close() error {
	err := d.end()
	return errors.Join(err, d.db.Close())
}

// text is a statement of the host's as its database takes it.
func (d *database) text(query string) string {
	care := "chamsoc_"
	if d.Care != "" {
		care = d.Care + "." + care
	}
	query = strings.NewReplacer("{erp}", d.ERP, "{care}", care).Replace(query)
	if d.Driver == "sqlite" {
		query = strings.ReplaceAll(query, "$", "?")
	}
	return query
}

// value reads one value.
func (d *database) value(ctx context.Context, query string, args ...any) (n int64, err error) {
	err = d.db.QueryRowContext(ctx, d.text(query), args...).Scan(&n)
	return n, err
}
