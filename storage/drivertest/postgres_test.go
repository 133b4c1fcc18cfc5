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

func TestPostgresKeepsTheContract(t *testing.T) {
	for name, mode := range map[string]pgx.QueryExecMode{
		"with statements that pgx caches":  pgx.QueryExecModeCacheStatement,
		"without any, as behind PgBouncer": pgx.QueryExecModeExec,
	} {
		t.Run(name, func(t *testing.T) {
			storagetest.Run(t, func(t *testing.T, schemas ...*storage.Schema) storagetest.Harness {
				db, schema := openPostgres(t, mode)
				tenants := applyPostgres(t, db, schema, schemas)
				host := `"` + schema + `".host`
				_, err := db.Exec(`create table ` + host + ` (n integer)`)
				require.NoError(t, err)
				return storagetest.Harness{
					Tenants: tenants,
					Begin:   func(ctx context.Context) (storagetest.HostTx, error) { return beginPostgres(ctx, db, tenants, host) },
					HostRows: func(ctx context.Context) (n int, err error) {
						return n, db.QueryRowContext(ctx, `select count(*) from `+host).Scan(&n)
					},
					Reopen: func(t *testing.T) storage.Tenants {
						db.Close()
						return applyPostgres(t, connect(t, mode), schema, schemas)
					},
				}
			})
		})
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

func beginPostgres(ctx context.Context, db *sql.DB, tenants *postgres.DB, host string) (storagetest.HostTx, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return storagetest.HostTx{}, err
	}
	return storagetest.HostTx{
		Tenants: tenants.WithTx(tx),
		Write: func(ctx context.Context) error {
			_, err := tx.ExecContext(ctx, `insert into `+host+` values (1)`)
			return err
		},
		Commit:   tx.Commit,
		Rollback: tx.Rollback,
	}, nil
}
