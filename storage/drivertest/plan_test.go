package drivertest

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
)

// task is a record with every shape of index: unique and not, with a nullable field first, last, and alone.
type task struct {
	ID      storage.ID[task] `json:"id"`
	Version int64            `json:"version"`
	Code    string           `json:"code"`
	Owner   string           `json:"owner,omitempty"`
	Place   string           `json:"place"`
	Due     time.Time        `json:"due,omitzero"`
}

var (
	taskCode  = storage.Text("code", func(t *task) *string { return &t.Code }).Nullable()
	taskOwner = storage.Text("owner", func(t *task) *string { return &t.Owner }).Nullable()
	taskPlace = storage.Text("place", func(t *task) *string { return &t.Place })
	taskDue   = storage.Time("due", func(t *task) *time.Time { return &t.Due }).Nullable()

	taskByCode  = storage.UniqueOn("by_code", taskCode)
	taskByPlace = storage.UniqueOn("by_place", taskPlace, taskOwner, taskDue)
	taskByOwner = storage.IndexOn("by_owner", taskOwner, taskPlace)
	taskByDue   = storage.IndexOn("by_due", taskDue)
	taskInPlace = storage.IndexOn("in_place", taskPlace, taskDue)

	tasks = storage.Declare("task", storage.Declaration[task]{
		Key:      func(t *task) (*storage.ID[task], *int64) { return &t.ID, &t.Version },
		Indexes:  []*storage.Index[task]{taskByCode, taskByPlace, taskByOwner, taskByDue, taskInPlace},
		Subject:  taskOwner,
		Personal: []storage.Part[task]{storage.Personal("code", func(t *task) *string { return &t.Code })},
	})
)

// tracer is a host's transaction that keeps the texts it is given, with their last arguments.
type tracer struct {
	*sql.Tx
	texts map[string][]any
}

type onlyText struct{ t *tracer } // without StmtContext, so that every text comes by

func (o onlyText) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	o.t.texts[query] = args
	return o.t.Tx.ExecContext(ctx, query, args...)
}

func (o onlyText) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	o.t.texts[query] = args
	return o.t.Tx.QueryContext(ctx, query, args...)
}

// TestEveryStatementSeeksAndNamesTheTenant runs every shape of query and reads SQLite's plan for each statement it took.
func TestEveryStatementSeeksAndNamesTheTenant(t *testing.T) {
	ctx := t.Context()
	db := modernc.open(t, filepath.Join(t.TempDir(), "plan.db"))
	tenants := apply(t, db, []*storage.Schema{tasks.Schema()})
	tx, err := db.BeginTx(ctx, nil)
	require.NoError(t, err)
	defer tx.Rollback()
	trace := &tracer{tx, map[string][]any{}}
	store := tenants.WithTx(onlyText{trace}).ForTenant("shop-7")
	runEveryShape(t, ctx, store)

	require.Greater(t, len(trace.texts), 40)
	for text := range trace.texts {
		if strings.Contains(text, "savepoint") {
			continue
		}
		require.Contains(t, text, `"tenant"`)
		if strings.HasPrefix(text, "insert") {
			continue
		}
		for _, step := range explain(t, ctx, tx, text) {
			require.NotContains(t, step, "SCAN", text)
			require.NotContains(t, step, "TEMP B-TREE", text)
			if strings.HasPrefix(step, "SEARCH") {
				require.Contains(t, step, "tenant=?", text)
			}
		}
	}
}

func runEveryShape(t *testing.T, ctx context.Context, store storage.Store) {
	t.Helper()
	at := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	err := store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		for i := range 20 {
			v, err := tasks.Put(ctx, tx, task{Code: string(rune('a' + i)), Owner: "o", Place: "p", Due: at.Add(time.Duration(i) * time.Hour)})
			require.NoError(t, err)
			v.Place = "q"
			if v, err = tasks.Put(ctx, tx, v); err != nil {
				return err
			}
			if i%3 == 0 {
				require.NoError(t, tasks.Delete(ctx, tx, v))
				require.ErrorIs(t, tasks.Delete(ctx, tx, v), storage.ErrConflict)
			}
		}
		_, err := tasks.Put(ctx, tx, task{Code: "b"})
		require.ErrorIs(t, err, storage.ErrExists)
		return nil
	})
	require.NoError(t, err)
	ranges := []storage.Range[task]{
		taskByCode.Prefix(), taskByCode.Prefix("b"), taskByCode.Prefix().From("b").Before("k"),
		taskByPlace.Prefix(), taskByPlace.Prefix("q"), taskByPlace.Prefix("q", "o"), taskByPlace.Prefix("q", "o").From(at),
		taskByOwner.Prefix(), taskByOwner.Prefix("o"), taskByOwner.Prefix("o", "q"),
		taskByDue.Prefix(), taskByDue.Prefix().UpTo(at.AddDate(1, 0, 0)), taskByDue.Prefix(at),
		taskInPlace.Prefix(), taskInPlace.Prefix("q"), taskInPlace.Prefix("q").From(at).Before(at.AddDate(0, 0, 1)),
	}
	for _, r := range ranges {
		for _, r := range []storage.Range[task]{r, r.Reverse()} {
			for range 2 {
				page, err := tasks.List(store, r).Page(ctx, "", 3)
				require.NoError(t, err)
				if page.Next != "" {
					_, err = tasks.List(store, r).Page(ctx, page.Next, 3)
					require.NoError(t, err)
				}
			}
		}
	}
	_, err = storage.Erase(ctx, store, []*storage.Schema{tasks.Schema()}, "o")
	require.NoError(t, err)
}

func explain(t *testing.T, ctx context.Context, tx *sql.Tx, text string) (steps []string) {
	t.Helper()
	args := make([]any, strings.Count(text, "?"))
	rows, err := tx.QueryContext(ctx, "explain query plan "+text, args...)
	require.NoError(t, err, text)
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		require.NoError(t, rows.Scan(&id, &parent, &unused, &step))
		steps = append(steps, step)
	}
	require.NoError(t, rows.Err())
	return steps
}
