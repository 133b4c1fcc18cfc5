package drivertest

import (
	"context"
	"database/sql"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/postgres"
	"github.com/chamsoc/chamsoc/storage/storagetest"
)

// TestPostgresKeepsTheContract with statements that pgx caches; [TestPostgresKeepsTheContractBehindPgBouncer] does so without any.
func TestPostgresKeepsTheContract(t *testing.T) {
	eachPgDriver(t, func(t *testing.T, d pgDriver) {
		keepsTheContract(t, d, configFor(t, pgx.QueryExecModeCacheStatement))
	})
}

func keepsTheContract(t *testing.T, d pgDriver, config *pgx.ConnConfig) {
	storagetest.Run(t, func(t *testing.T, schemas ...*storage.Schema) storagetest.Harness {
		return harness(t, d, config, schemas)
	})
}

// harness is a fresh schema, reached through a driver.
func harness(t *testing.T, d pgDriver, config *pgx.ConnConfig, schemas []*storage.Schema) storagetest.Harness {
	db, schema := openPostgres(t, pgx.QueryExecModeExec)
	host := `"` + schema + `".host`
	_, err := db.Exec(`create table ` + host + ` (n integer)`)
	require.NoError(t, err)
	open := func(t *testing.T) pool {
		p := d.open(t, config, schema, schemas)
		require.NoError(t, p.Apply(t.Context()))
		require.NoError(t, p.Check(t.Context()))
		return p
	}
	p := open(t)
	return storagetest.Harness{
		Tenants: p,
		Begin:   func(ctx context.Context) (storagetest.HostTx, error) { return p.begin(ctx, "", host) },
		HostRows: func(ctx context.Context) (n int, err error) {
			return n, db.QueryRowContext(ctx, `select count(*) from `+host).Scan(&n)
		},
		Reopen: func(t *testing.T) storage.Tenants {
			p.close()
			return open(t)
		},
	}
}

func applyPostgres(t testing.TB, db *sql.DB, schema string, schemas []*storage.Schema) *postgres.DB {
	t.Helper()
	tenants, err := postgres.New(db, postgres.Config{Schemas: schemas, Schema: schema})
	require.NoError(t, err)
	require.NoError(t, tenants.Apply(context.Background()))
	require.NoError(t, tenants.Check(context.Background()))
	return tenants
}
