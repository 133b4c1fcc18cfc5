// Package sqlite keeps Chamsoc's records in the host's SQLite database, through the host's own *sql.DB and driver
// (modernc.org/sqlite and mattn/go-sqlite3 are tested; the library imports neither).
//
//	db, err := sql.Open("sqlite", "file:shop.db?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)")
//	tenants, err := sqlite.New(db, sqlite.Config{Schemas: chamsoc.Schemas()})
//	err = tenants.Apply(ctx)               // creates what is missing; or give tenants.SQL() to your own migration tool
//	shop := tenants.ForTenant("")          // a storage.Store
//
//	tx, err := db.BeginTx(ctx, nil)        // your transaction
//	shop = tenants.WithTx(tx).ForTenant("")  // our records in it: they commit together or not at all
//
// # Pragmas
//
// None is imposed. Recommended: journal_mode WAL (readers do not wait for the writer), busy_timeout of some seconds (a writer waits for another instead
// of failing), synchronous NORMAL, or FULL where a commit must survive a power cut. SQLite has one writer at a time and its busy wait is
// unfair: with many writing goroutines, SetMaxOpenConns(1) on the pool that writes is both faster and fairer.
//
// # Tables
//
// Each collection is a table of its declared fields as typed columns and the whole value as JSON text in "body"; times are integers of Unix
// microseconds, ids are 16 byte blobs, dates are text. Reports may read the tables; only Chamsoc may write to them.
package sqlite

import (
	"context"
	"database/sql"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/sqlstore"
)

// Config says what is kept and under which names.
type Config struct {
	// Schemas are the collections, as chamsoc.Schemas lists them, and the host's own.
	Schemas []*storage.Schema
	// Prefix begins the name of every table and index: lower_snake_case, at most 13 characters. Default "chamsoc_".
	Prefix string
}

// DB keeps records in one SQLite database. It is safe for concurrent use, and never closes the *sql.DB.
type DB struct {
	db   *sqlstore.DB
	pool *sqlstore.Database
}

// Tx is what WithTx needs of the host's transaction: *sql.Tx, *sql.Conn and most wrappers have it.
type Tx = sqlstore.DBTX

// New checks the declarations, all faults at once, and returns the stores. It does not touch the database.
func New(db *sql.DB, c Config) (*DB, error) {
	if c.Prefix == "" {
		c.Prefix = "chamsoc_"
	}
	pool := sqlstore.NewDatabase(db, true)
	core, err := sqlstore.New(pool, dialect, sqlstore.Config{Schemas: c.Schemas, Prefix: c.Prefix})
	if err != nil {
		return nil, err
	}
	return &DB{core, pool}, nil
}

// ForTenant is the store of one tenant.
func (d *DB) ForTenant(id string) storage.Store { return d.db.ForTenant(id) }

// DueTenants implements [storage.DueLister].
func (d *DB) DueTenants(ctx context.Context, s *storage.Schema, index string, until storage.Value, after string, limit int) ([]string, error) {
	return d.db.DueTenants(ctx, s, index, until, after, limit)
}

// WithTx gives the stores on the host's transaction. Update on them is a savepoint: what they write is kept if the host commits. The host
// begins its transaction with a write, or as "begin immediate", if it will write at all: SQLite refuses a transaction that reads first and
// finds another writer when it comes to write. Ending the context during a call may end the whole transaction.
func (d *DB) WithTx(tx Tx) storage.Tenants { return d.db.WithTx(tx, d.pool.Within(tx)) }

// SQL is the statements that create what is declared, for the host's own migration tool. Each may be run again.
func (d *DB) SQL() []string { return d.db.SQL() }

// Apply creates the tables, columns and indexes that are missing, in one transaction; new columns are filled from the records. It
// neither changes nor removes anything, and may run at every start.
func (d *DB) Apply(ctx context.Context) error { return d.db.Apply(ctx) }

// Missing is what Apply would run now, in order, for those who want to see it first or run it with their own tool. New columns of a table with records
// are filled by Apply alone, from the records' bodies: where it would, there is a comment, and then Apply has to do the whole.
func (d *DB) Missing(ctx context.Context) ([]string, error) { return d.db.Missing(ctx) }

// Check lists every difference between the database and the declarations, nil if there is none.
func (d *DB) Check(ctx context.Context) error { return d.db.Check(ctx) }
