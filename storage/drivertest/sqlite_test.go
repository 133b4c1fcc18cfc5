package drivertest

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/sqlite"
	"github.com/chamsoc/chamsoc/storage/storagetest"
)

// driver is one SQLite driver with the settings that the package comment of storage/sqlite recommends.
type driver struct{ name, settings string }

var modernc = driver{"sqlite", "?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)"}

// drivers are those that this machine can build.
var drivers = []driver{modernc}

func (d driver) open(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open(d.name, "file:"+path+d.settings)
	require.NoError(t, err)
	t.Cleanup(func() { db.Close() })
	return db
}

func eachDriver(t *testing.T, test func(t *testing.T, d driver)) {
	for _, d := range drivers {
		t.Run(d.name, func(t *testing.T) { test(t, d) })
	}
}

func TestSQLiteKeepsTheContract(t *testing.T) {
	eachDriver(t, func(t *testing.T, d driver) {
		storagetest.Run(t, func(t *testing.T, schemas ...*storage.Schema) storagetest.Harness {
			path := filepath.Join(t.TempDir(), "store.db")
			db := d.open(t, path)
			tenants := apply(t, db, schemas)
			_, err := db.Exec(`create table host (n integer)`)
			require.NoError(t, err)
			return storagetest.Harness{
				Tenants: tenants,
				Begin:   func(ctx context.Context) (storagetest.HostTx, error) { return begin(ctx, db, tenants) },
				HostRows: func(ctx context.Context) (n int, err error) {
					return n, db.QueryRowContext(ctx, `select count(*) from host`).Scan(&n)
				},
				Reopen:     func(t *testing.T) storage.Tenants { db.Close(); return apply(t, d.open(t, path), schemas) },
				Exceptions: []storagetest.Exception{storagetest.OneWriter, storagetest.LateCancel},
			}
		})
	})
}

func apply(t testing.TB, db *sql.DB, schemas []*storage.Schema) *sqlite.DB {
	t.Helper()
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: schemas})
	require.NoError(t, err)
	require.NoError(t, tenants.Apply(context.Background()))
	return tenants
}

func begin(ctx context.Context, db *sql.DB, tenants *sqlite.DB) (storagetest.HostTx, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return storagetest.HostTx{}, err
	}
	return storagetest.HostTx{
		Tenants: tenants.WithTx(tx),
		Write: func(ctx context.Context) error {
			_, err := tx.ExecContext(ctx, `insert into host values (1)`)
			return err
		},
		Commit:   tx.Commit,
		Rollback: tx.Rollback,
	}, nil
}
