package drivertest

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/sqlite"
)

type loan struct {
	ID      storage.ID[loan] `json:"id"`
	Version int64            `json:"version"`
	Item    string           `json:"item"`
	Holder  string           `json:"holder,omitempty"`
	N       int              `json:"n"`
	Due     time.Time        `json:"due"`
}

var (
	loanItem   = storage.Text("item", func(l *loan) *string { return &l.Item })
	loanHolder = storage.Text("holder", func(l *loan) *string { return &l.Holder }).Nullable()
	loanDue    = storage.Time("due", func(l *loan) *time.Time { return &l.Due })
	byItem     = storage.UniqueOn("by_item", loanItem)
	byHolder   = storage.IndexOn("by_holder", loanHolder, loanDue)
	loans      = storage.Declare("loan", storage.Declaration[loan]{
		Key:     func(l *loan) (*storage.ID[loan], *int64) { return &l.ID, &l.Version },
		Indexes: []*storage.Index[loan]{byItem, byHolder},
		Subject: loanHolder,
	})
)

func TestSmoke(t *testing.T) {
	ctx := context.Background()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "a.db")+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)")
	require.NoError(t, err)
	defer db.Close()
	d, err := sqlite.New(db, sqlite.Config{Schemas: []*storage.Schema{loans.Schema()}})
	require.NoError(t, err)
	t.Log(d.Check(ctx))
	require.NoError(t, d.Apply(ctx))
	require.NoError(t, d.Apply(ctx))
	require.NoError(t, d.Check(ctx))
	for _, s := range d.SQL() {
		t.Log(s)
	}
	shop := d.ForTenant("s")
	var id storage.ID[loan]
	require.NoError(t, shop.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		l, err := loans.Put(ctx, tx, loan{Item: "a", Holder: "h"})
		id = l.ID
		require.NoError(t, err)
		_, err = loans.Put(ctx, tx, loan{Item: "a", Holder: "h"})
		require.ErrorIs(t, err, storage.ErrExists)
		t.Log(err)
		_, err = loans.Put(ctx, tx, loan{ID: id, Item: "b", Holder: "h"})
		require.ErrorIs(t, err, storage.ErrExists)
		t.Log(err)
		l2, err := loans.Put(ctx, tx, loan{Item: "c", Holder: "h"})
		require.NoError(t, err)
		l2.Item = "a"
		_, err = loans.Put(ctx, tx, l2)
		require.ErrorIs(t, err, storage.ErrExists)
		t.Log(err)
		err = tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			_, err := loans.Put(ctx, tx, loan{Item: "e", Holder: "h"})
			require.NoError(t, err)
			return errors.New("no")
		})
		require.Error(t, err)
		return nil
	}))
	n := 0
	for l, err := range loans.List(shop, byHolder.Prefix("h")).All(ctx) {
		require.NoError(t, err)
		t.Log(l)
		n++
	}
	require.Equal(t, 2, n)
	var wg sync.WaitGroup
	start := time.Now()
	for range 8 {
		wg.Go(func() {
			for range 1000 {
				err := shop.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
					l, err := loans.Get(ctx, tx, id)
					if err != nil {
						return err
					}
					l.N++
					_, err = loans.Put(ctx, tx, l)
					return err
				})
				require.NoError(t, err)
			}
		})
	}
	wg.Wait()
	t.Log(time.Since(start))
}
