package drivertest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
)

// TestAFullDatabaseKeepsAllOrNothing also of a function that goes on as if nothing had happened: SQLite may have ended its transaction.
func TestAFullDatabaseKeepsAllOrNothing(t *testing.T) {
	eachDriver(t, func(t *testing.T, d driver) {
		for pages := range 12 {
			t.Run(fmt.Sprint(pages, " pages left"), func(t *testing.T) {
				db := d.open(t, filepath.Join(t.TempDir(), "full.db"))
				db.SetMaxOpenConns(1)
				store := apply(t, db, []*storage.Schema{tasks.Schema()}).ForTenant("")
				ctx, used := t.Context(), 0
				require.NoError(t, db.QueryRowContext(ctx, "pragma page_count").Scan(&used))
				_, err := db.ExecContext(ctx, fmt.Sprint("pragma max_page_count = ", used+pages))
				require.NoError(t, err)
				for _, put := range []func(context.Context, storage.Tx, task) error{putIn, putInSavepoints} {
					refused := false
					err = store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
						for n := range 30 {
							err := put(ctx, tx, task{Code: fmt.Sprint("c", n), Place: strings.Repeat("x", 400), Owner: strings.Repeat("y", 300)})
							refused = refused || errors.Is(err, storage.ErrTxLost)
						}
						return nil
					})
					require.True(t, refused)
					require.ErrorIs(t, err, storage.ErrTxLost)
					for v, err := range tasks.List(store, taskByCode.Prefix()).All(ctx) {
						require.NoError(t, err)
						t.Fatalf("%s is kept, and others of its transaction are not", v.Code)
					}
				}
				_, err = db.ExecContext(ctx, "pragma max_page_count = 1000000")
				require.NoError(t, err)
				_, err = putTask(ctx, store, task{Code: "room again"})
				require.NoError(t, err)
			})
		}
	})
}

func putIn(ctx context.Context, tx storage.Tx, v task) error {
	_, err := tasks.Put(ctx, tx, v)
	return err
}

func putInSavepoints(ctx context.Context, tx storage.Tx, v task) error {
	return tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		return tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return putIn(ctx, tx, v) })
	})
}
