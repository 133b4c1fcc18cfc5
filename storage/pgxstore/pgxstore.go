// Package pgxstore keeps Chamsoc's records in the host's PostgreSQL database through pgx's own interface: the host's *pgxpool.Pool, and its
// pgx.Tx. For hosts on database/sql, whatever their driver, there is [github.com/chamsoc/chamsoc/storage/postgres]; the tables, the statements and the
// promises are the same, and both may work on one database at a time.
//
//	pool, err := pgxpool.New(ctx, "postgres://shop@db.example/erp")
//	tenants, err := pgxstore.New(pool, pgxstore.Config{Schemas: chamsoc.Schemas()})
//	err = tenants.Apply(ctx)                 // creates what is missing; or give tenants.SQL() to your own migration tool
//	shop := tenants.ForTenant("shop-7")      // a storage.Store
//
//	tx, err := pool.Begin(ctx)               // your transaction
//	shop = tenants.WithTx(tx).ForTenant("shop-7")  // our records in it: they commit together or not at all
//
// What package postgres says of tables, poolers, transactions and growing holds here too. Behind PgBouncer in transaction mode, set the pool's
// ConnConfig.DefaultQueryExecMode to pgx.QueryExecModeExec.
//
// # Waking workers elsewhere
//
// A queue.Bell wakes the workers of its own process. [DB.ShareBell] joins the bells of all processes over LISTEN and NOTIFY:
//
//	go tenants.ShareBell(ctx, bell)          // and give the bell to chamsoc.New and to the worker
//
// It is a module of its own so that hosts without pgx do not depend on it.
package pgxstore

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/sqlstore"
)

// Config says what is kept and under which names.
type Config struct {
	// Schemas are the collections, as chamsoc.Schemas lists them, and the host's own.
	Schemas []*storage.Schema
	// Prefix begins the name of every table and index: lower_snake_case, at most 13 characters. Default "chamsoc_".
	Prefix string
	// Schema is the schema of the database that holds the tables. It is there already: Apply does not create it. Default "public".
	Schema string
}

// DB keeps records in one PostgreSQL database. It is safe for concurrent use, and never closes the pool.
type DB struct {
	db      *sqlstore.DB
	pool    *pgxpool.Pool
	channel string
}

// Tx is what WithTx needs of the host's transaction: pgx.Tx, *pgxpool.Tx and most wrappers have it.
type Tx interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// New checks the declarations, all faults at once, and returns the stores. It does not touch the database.
func New(p *pgxpool.Pool, c Config) (*DB, error) {
	if c.Prefix == "" {
		c.Prefix = "chamsoc_"
	}
	if c.Schema == "" {
		c.Schema = "public"
	}
	core, err := sqlstore.New(&pool{p}, dialect(), sqlstore.Config{Schemas: c.Schemas, Prefix: c.Prefix, Schema: c.Schema})
	if err != nil {
		return nil, err
	}
	return &DB{core, p, channelOf(c)}, nil
}

// ForTenant is the store of one tenant.
func (d *DB) ForTenant(id string) storage.Store { return d.db.ForTenant(id) }

// DueTenants implements [storage.DueLister].
func (d *DB) DueTenants(ctx context.Context, s *storage.Schema, index string, until storage.Value, after string, limit int) ([]string, error) {
	return d.db.DueTenants(ctx, s, index, until, after, limit)
}

// WithTx gives the stores on the host's transaction. Update on them is a savepoint: what they write is kept if the host commits. Ending the
// context during a call ends the whole transaction, because pgx then closes the connection.
func (d *DB) WithTx(tx Tx) storage.Tenants { return d.db.WithTx(tx, runner{tx}) }

// SQL is the statements that create what is declared, for the host's own migration tool. Each may be run again.
func (d *DB) SQL() []string { return d.db.SQL() }

// Apply creates the tables, columns and indexes that are missing, in one transaction and one process at a time; new columns are filled from
// the records. It neither changes nor removes anything, and may run at every start.
func (d *DB) Apply(ctx context.Context) error { return d.db.Apply(ctx) }

// Missing is what Apply would run now, in order, for those who want to see it first or run it with their own tool. New columns of a table with records
// are filled by Apply alone, from the records' bodies: where it would, there is a comment, and then Apply has to do the whole.
func (d *DB) Missing(ctx context.Context) ([]string, error) { return d.db.Missing(ctx) }

// Check lists every difference between the database and the declarations, nil if there is none.
func (d *DB) Check(ctx context.Context) error { return d.db.Check(ctx) }
