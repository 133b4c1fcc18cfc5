package drivertest

import (
	"context"
	"database/sql"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/pgxstore"
	"github.com/chamsoc/chamsoc/storage/postgres"
	"github.com/chamsoc/chamsoc/storage/storagetest"
)

// serverAdapter is what the adapters for PostgreSQL offer.
type serverAdapter interface {
	adapter
	storage.DueLister
}

// pool is one driver's pool, with the adapter on it.
type pool struct {
	serverAdapter
	// begin begins a transaction of the host's, which writes its rows to the table.
	begin func(ctx context.Context, level pgx.TxIsoLevel, table string) (storagetest.HostTx, error)
	close func()
}

// pgDriver is one way of reaching PostgreSQL.
type pgDriver struct {
	name string
	open func(t testing.TB, config *pgx.ConnConfig, schema string, schemas []*storage.Schema) pool
}

var pgDrivers = []pgDriver{{"sql", openStdlib}, {"pgx", openNative}}

func eachPgDriver(t *testing.T, test func(t *testing.T, d pgDriver)) {
	for _, d := range pgDrivers {
		t.Run(d.name, func(t *testing.T) { test(t, d) })
	}
}

const connections = 20

func openStdlib(t testing.TB, config *pgx.ConnConfig, schema string, schemas []*storage.Schema) pool {
	t.Helper()
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	t.Cleanup(func() { db.Close() })
	tenants, err := postgres.New(db, postgres.Config{Schemas: schemas, Schema: schema})
	require.NoError(t, err)
	begin := func(ctx context.Context, level pgx.TxIsoLevel, table string) (storagetest.HostTx, error) {
		isolation := map[pgx.TxIsoLevel]sql.IsolationLevel{pgx.RepeatableRead: sql.LevelRepeatableRead, pgx.Serializable: sql.LevelSerializable}[level]
		tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: isolation})
		if err != nil {
			return storagetest.HostTx{}, err
		}
		write := func(ctx context.Context) error {
			_, err := tx.ExecContext(ctx, `insert into `+table+` values (1)`)
			return err
		}
		return storagetest.HostTx{Tenants: tenants.WithTx(tx), Write: write, Commit: tx.Commit, Rollback: tx.Rollback}, nil
	}
	return pool{tenants, begin, func() { db.Close() }}
}

func openNative(t testing.TB, config *pgx.ConnConfig, schema string, schemas []*storage.Schema) pool {
	t.Helper()
	settings, err := pgxpool.ParseConfig(config.ConnString())
	require.NoError(t, err)
	settings.ConnConfig, settings.MaxConns = config, connections
	p, err := pgxpool.NewWithConfig(context.Background(), settings)
	require.NoError(t, err)
	t.Cleanup(p.Close)
	tenants, err := pgxstore.New(p, pgxstore.Config{Schemas: schemas, Schema: schema})
	require.NoError(t, err)
	begin := func(ctx context.Context, level pgx.TxIsoLevel, table string) (storagetest.HostTx, error) {
		tx, err := p.BeginTx(ctx, pgx.TxOptions{IsoLevel: level})
		if err != nil {
			return storagetest.HostTx{}, err
		}
		write := func(ctx context.Context) error {
			_, err := tx.Exec(ctx, `insert into `+table+` values (1)`)
			return err
		}
		end := func(end func(context.Context) error) func() error {
			return func() error { return end(context.WithoutCancel(ctx)) }
		}
		return storagetest.HostTx{Tenants: tenants.WithTx(tx), Write: write, Commit: end(tx.Commit), Rollback: end(tx.Rollback)}, nil
	}
	return pool{tenants, begin, p.Close}
}

// configFor reaches the tests' server, with statements cached or not.
func configFor(t testing.TB, mode pgx.QueryExecMode) *pgx.ConnConfig {
	t.Helper()
	config, err := pgx.ParseConfig(postgresDSN(t))
	require.NoError(t, err)
	config.DefaultQueryExecMode, config.Tracer = mode, &watch
	config.RuntimeParams["search_path"] = "pg_catalog" // in which there is none of ours: nothing may rest on it
	return config
}

// applied opens a pool on a schema of the test's own and creates the collections in it.
func (d pgDriver) applied(t testing.TB, schemas ...*storage.Schema) (p pool, db *sql.DB, schema string) {
	t.Helper()
	db, schema = openPostgres(t, pgx.QueryExecModeCacheStatement)
	p = d.open(t, configFor(t, pgx.QueryExecModeCacheStatement), schema, schemas)
	require.NoError(t, p.Apply(context.Background()))
	require.NoError(t, p.Check(context.Background()))
	return p, db, schema
}
