// Package postgres keeps Chamsoc's records in the host's PostgreSQL database, through the host's own *sql.DB and driver (pgx's stdlib is
// tested; the library imports none).
//
//	db, err := sql.Open("pgx", "postgres://shop@db.example/erp")
//	tenants, err := postgres.New(db, postgres.Config{Schemas: chamsoc.Schemas()})
//	err = tenants.Apply(ctx)                 // creates what is missing; or give tenants.SQL() to your own migration tool
//	shop := tenants.ForTenant("shop-7")      // a storage.Store
//
//	tx, err := db.BeginTx(ctx, nil)          // your transaction
//	shop = tenants.WithTx(tx).ForTenant("shop-7")  // our records in it: they commit together or not at all
//
// # Tables
//
// Each collection is a table of its declared fields as typed columns and the whole value as JSON in "body", which is json and not jsonb, so that it
// is given back as it was. Text columns compare bytewise (collate "C"). Every statement names the schema; search_path is neither read nor set.
// Reports may read the tables; only Chamsoc may write to them.
//
// # Poolers
//
// Nothing rests on the state of a session, and nothing is prepared through database/sql: pgx prepares and caches by itself what is run
// often. Behind PgBouncer in transaction mode that cache is in the way; there, open pgx with default_query_exec_mode=exec.
//
// # Transactions
//
// Any isolation level does. Update runs again after a serialization failure (40001) or a deadlock (40P01); in the host's own transaction both go to
// the host, who alone can begin again, and every call after them answers [storage.ErrTxLost]. Where the connection is lost while an Update
// commits, the answer is [storage.ErrUnknownOutcome]. PostgreSQL ends a transaction at the first statement it refuses, so a taken
// unique value is met without an error where it can be, and behind a savepoint where it cannot: where many records are created at once,
// or a record's unique fields change or are saved without having been read in the same transaction.
//
// # Growing
//
// Apply adds a column or an index to a table with records in one transaction that others wait for: seconds for a hundred thousand records. For more, let your own
// tool run the index statements of SQL as "create index concurrently" beforehand. A program that was built before a field was declared may go on
// beside a newer one: what it creates has null in the new column, or the kind's zero where the field is not nullable, until it is saved again. A newer
// program on older tables reads by id and through the indexes that are there; what it writes to a table that lacks a column is refused, until Apply has run.
//
// # Vacuum
//
// The queue's tables are small and written all day; what is done stays in their indexes until a vacuum. A busy worker does not look at it twice (a
// claim beside a million that are done costs what it costs beside none), but an idle one does at every poll: about 10 ms for a million. Let autovacuum come
// early, and often:
//
//	alter table chamsoc_queue_item set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);
//	alter table chamsoc_queue_lane set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0, fillfactor = 70);
//
// No vacuum removes what a transaction still open could see: one left idle for hours makes every queue in the database slow, and
// idle_in_transaction_session_timeout ends it.
//
// storage/SCALING.md says what a shop takes on disk, how far one server goes, what happens when it fails, and what is known of Citus, CockroachDB and YugabyteDB.
package postgres

import (
	"context"
	"database/sql"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/pgdialect"
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

// DB keeps records in one PostgreSQL database. It is safe for concurrent use, and never closes the *sql.DB.
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
	if c.Schema == "" {
		c.Schema = "public"
	}
	pool := sqlstore.NewDatabase(db, false)
	core, err := sqlstore.New(pool, pgdialect.New(), sqlstore.Config{Schemas: c.Schemas, Prefix: c.Prefix, Schema: c.Schema})
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

// WithTx gives the stores on the host's transaction. Update on them is a savepoint: what they write is kept if the host commits. Ending the
// context during a call may end the whole transaction, because drivers then close the connection.
func (d *DB) WithTx(tx Tx) storage.Tenants { return d.db.WithTx(tx, d.pool.Within(tx)) }

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
