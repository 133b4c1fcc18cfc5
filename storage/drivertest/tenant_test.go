package drivertest

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
)

// engine is a store of every tenant, and a transaction of the host's on it; nil where there is none.
type engine struct {
	tenants storage.Tenants
	begin   func(t *testing.T) (inside storage.Tenants, rollback func() error)
}

func eachEngine(t *testing.T, test func(t *testing.T, e engine)) {
	schemas := append(chamsoc.Schemas(), tasks.Schema())
	t.Run("memory", func(t *testing.T) {
		tenants, err := memory.New(schemas...)
		require.NoError(t, err)
		test(t, engine{tenants: tenants})
	})
	t.Run("sqlite", func(t *testing.T) {
		db := modernc.open(t, filepath.Join(t.TempDir(), "tenants.db"))
		tenants := apply(t, db, schemas)
		test(t, engine{tenants, hostBegin(db, func(tx *sql.Tx) storage.Tenants { return tenants.WithTx(tx) })})
	})
	t.Run("postgres", func(t *testing.T) {
		db, schema := openPostgres(t, pgx.QueryExecModeCacheStatement)
		tenants := applyPostgres(t, db, schema, schemas)
		test(t, engine{tenants, hostBegin(db, func(tx *sql.Tx) storage.Tenants { return tenants.WithTx(tx) })})
	})
}

func hostBegin(db *sql.DB, withTx func(*sql.Tx) storage.Tenants) func(t *testing.T) (storage.Tenants, func() error) {
	return func(t *testing.T) (storage.Tenants, func() error) {
		tx, err := db.BeginTx(t.Context(), nil)
		require.NoError(t, err)
		return withTx(tx), tx.Rollback
	}
}

// kept is a record with its collection.
type kept struct {
	schema *storage.Schema
	storage.Record
}

// everything is what a store keeps in the collections of Chamsoc, as all of their indexes show it.
func everything(t *testing.T, s storage.Store) (all []kept) {
	t.Helper()
	for _, schema := range chamsoc.Schemas() {
		seen := map[any]bool{}
		for _, ix := range schema.Indexes {
			for cursor := ""; ; {
				page := scan(t, s, schema, storage.Query{Index: ix.Name, Limit: storage.MaxPage, Cursor: cursor})
				for _, rec := range page.Items {
					if !seen[rec.ID] {
						seen[rec.ID] = true
						all = append(all, kept{schema, rec})
					}
				}
				if cursor = page.Next; cursor == "" {
					break
				}
			}
		}
	}
	return all
}

func scan(t *testing.T, s storage.Store, schema *storage.Schema, q storage.Query) (page storage.Page[storage.Record]) {
	t.Helper()
	require.NoError(t, s.View(t.Context(), func(ctx context.Context, r storage.Reader) (err error) {
		page, err = r.Scan(ctx, schema, q)
		return err
	}))
	return page
}

// texts are the records in a form that can be compared.
func texts(all []kept) []string {
	out := make([]string, len(all))
	for i, k := range all {
		out[i] = k.schema.Name + " " + k.ID.String() + " " + string(rune('0'+k.Version)) + " " + string(k.Body)
	}
	return out
}
