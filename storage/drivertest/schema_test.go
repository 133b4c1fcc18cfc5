package drivertest

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/pgxstore"
	"github.com/chamsoc/chamsoc/storage/postgres"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/storage/sqlite"
)

// adapter is what all SQL adapters offer.
type adapter interface {
	storage.Tenants
	SQL() []string
	Missing(context.Context) ([]string, error)
	Apply(context.Context) error
	Check(context.Context) error
}

// database is an empty one, with its adapter for any declarations.
type database struct {
	*sql.DB
	prefixed func(t testing.TB, prefix string, schemas ...*storage.Schema) adapter
	names    string // a query for the names of what there is
}

func (d database) adapter(t testing.TB, schemas ...*storage.Schema) adapter {
	t.Helper()
	return d.prefixed(t, "", schemas...)
}

func eachDatabase(t *testing.T, test func(t *testing.T, db database)) {
	for _, d := range drivers {
		t.Run(d.name, func(t *testing.T) {
			db := d.open(t, filepath.Join(t.TempDir(), "schema.db"))
			test(t, database{db, func(t testing.TB, prefix string, schemas ...*storage.Schema) adapter {
				a, err := sqlite.New(db, sqlite.Config{Schemas: schemas, Prefix: prefix})
				require.NoError(t, err)
				return a
			}, `select name from sqlite_master where name not like 'sqlite%'`})
		})
	}
	const names = `select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where relkind in ('r', 'i', 'S', 'v') and nspname = '`
	t.Run("postgres", func(t *testing.T) {
		db, schema := openPostgres(t, pgx.QueryExecModeCacheStatement)
		test(t, database{db, func(t testing.TB, prefix string, schemas ...*storage.Schema) adapter {
			a, err := postgres.New(db, postgres.Config{Schemas: schemas, Schema: schema, Prefix: prefix})
			require.NoError(t, err)
			return a
		}, names + schema + `'`})
	})
	t.Run("pgx", func(t *testing.T) {
		db, schema := openPostgres(t, pgx.QueryExecModeCacheStatement)
		settings, err := pgxpool.ParseConfig(postgresDSN(t))
		require.NoError(t, err)
		settings.ConnConfig = configFor(t, pgx.QueryExecModeCacheStatement)
		p, err := pgxpool.NewWithConfig(t.Context(), settings)
		require.NoError(t, err)
		t.Cleanup(p.Close)
		test(t, database{db, func(t testing.TB, prefix string, schemas ...*storage.Schema) adapter {
			a, err := pgxstore.New(p, pgxstore.Config{Schemas: schemas, Schema: schema, Prefix: prefix})
			require.NoError(t, err)
			return a
		}, names + schema + `'`})
	})
}

// oldTasks is the collection as an older program declares it.
var oldTasks = storage.Declare("task", storage.Declaration[task]{
	Key:     func(t *task) (*storage.ID[task], *int64) { return &t.ID, &t.Version },
	Indexes: []*storage.Index[task]{taskByCode},
})

// TestApplyMendsALiveTable adds fields and indexes to a table with records of an older declaration, while the older program goes on.
func TestApplyMendsALiveTable(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db database) {
		ctx := t.Context()
		before := db.adapter(t, oldTasks.Schema())
		require.NoError(t, before.Apply(ctx))
		names := []string{"", "a", "b"}
		for _, tenant := range names {
			vs := make([]task, 700)
			for i := range vs {
				vs[i] = task{Place: "p", Owner: "o", Due: time.Unix(int64(i), 0)}
			}
			require.NoError(t, before.ForTenant(tenant).Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				_, err := oldTasks.PutAll(ctx, tx, vs)
				return err
			}))
		}

		after := db.adapter(t, tasks.Schema())
		err := after.Check(ctx)
		require.ErrorIs(t, err, storage.ErrSchema)
		for _, missing := range []string{"column owner is missing", "column place is missing", "index chamsoc_task__by_due is missing"} {
			require.ErrorContains(t, err, missing)
		}
		newerOnOlder(t, before, after)
		texts, err := after.Missing(ctx)
		require.NoError(t, err)
		require.Len(t, texts, 3+1+4, "three columns, their filling, four indexes")
		require.Equal(t, "-- Apply fills place, owner, due of chamsoc_task from the records here", texts[3])
		require.NoError(t, after.Apply(ctx))
		texts, err = after.Missing(ctx)
		require.NoError(t, err)
		require.Empty(t, texts)
		require.NoError(t, after.Check(ctx))
		require.NoError(t, after.Apply(ctx))
		for _, tenant := range names {
			n := 0
			for v, err := range tasks.List(after.ForTenant(tenant), taskByOwner.Prefix("o", "p")).All(ctx) {
				require.NoError(t, err)
				require.Equal(t, int64(1), v.Version, "filling a column is no change of the record")
				n++
			}
			require.Equal(t, 700, n)
		}
		olderGoesOn(t, before, after)
	})
}

// newerOnOlder: before Apply the newer program reads by id and by the index that is there, and is refused what it writes, whole.
func newerOnOlder(t *testing.T, before, after adapter) {
	t.Helper()
	ctx, store := t.Context(), after.ForTenant("early")
	saved := task{Code: "early", Place: "p"}
	require.NoError(t, before.ForTenant("early").Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		saved, err = oldTasks.Put(ctx, tx, saved)
		return err
	}))
	v, err := find(ctx, store, "early")
	require.NoError(t, err)
	require.Equal(t, saved, v)
	_, err = putTask(ctx, store, v)
	require.Error(t, err)
	require.Regexp(t, "place|owner|due", err.Error(), "it names a column that is missing")
	require.NoError(t, store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		v, err = tasks.Get(ctx, r, v.ID)
		return err
	}))
	require.Equal(t, saved, v)
}

// TestPrefixesKeepProgramsApart in one database, everywhere: with another prefix than the usual there is no name that it does not begin, and what one
// program stores the other does not see. A collection that is declared later is added beside those with data.
func TestPrefixesKeepProgramsApart(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db database) {
		ctx := t.Context()
		for _, prefix := range []string{"crm_", "pos_"} {
			a := db.prefixed(t, prefix, tasks.Schema())
			require.NoError(t, a.Apply(ctx))
			require.NoError(t, a.Check(ctx))
			runEveryShape(t, ctx, a.ForTenant("shop-7"))
			require.NoError(t, a.ForTenant("shop-8").Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				var vs []task
				for i := range 10 {
					vs = append(vs, task{Code: fmt.Sprint(i), Place: fmt.Sprint("place ", 1+i%2), Owner: fmt.Sprint(i), Due: time.Unix(int64(i), 0)})
				}
				vs, err := tasks.PutAll(ctx, tx, vs)
				if err == nil {
					_, err = tasks.PutAll(ctx, tx, vs)
				}
				return err
			}))
			due, err := a.(storage.DueLister).DueTenants(ctx, tasks.Schema(), taskByDue.Name(), storage.TimeOf(time.Now().AddDate(1, 0, 0)), "", 10)
			require.NoError(t, err)
			require.Contains(t, due, "shop-7")
			_, err = putTask(ctx, a.ForTenant("shop-9"), task{Code: prefix})
			require.NoError(t, err)
		}
		crm := db.prefixed(t, "crm_", append(queue.Schemas(), tasks.Schema())...)
		require.ErrorContains(t, crm.Check(ctx), "crm_queue_item: the table is missing")
		require.NoError(t, crm.Apply(ctx))
		require.NoError(t, crm.Check(ctx))
		_, err := find(ctx, crm.ForTenant("shop-9"), "crm_")
		require.NoError(t, err)
		_, err = find(ctx, crm.ForTenant("shop-9"), "pos_")
		require.ErrorIs(t, err, storage.ErrNotFound)

		rows, err := db.QueryContext(ctx, db.names)
		require.NoError(t, err)
		defer rows.Close()
		n := 0
		for rows.Next() {
			var name string
			require.NoError(t, rows.Scan(&name))
			require.Regexp(t, "^(crm|pos)_", name)
			n++
		}
		require.NoError(t, rows.Err())
		require.Greater(t, n, 10)
	})
}

// olderGoesOn: the older program creates, reads and changes what it knows. Its records get their other columns when the newer saves them.
func olderGoesOn(t *testing.T, before, after adapter) {
	t.Helper()
	require.NoError(t, before.Check(t.Context()))
	var v task
	require.NoError(t, before.ForTenant("a").Update(t.Context(), func(ctx context.Context, tx storage.Tx) (err error) {
		v, err = oldTasks.Put(ctx, tx, task{Code: "old", Owner: "late", Place: "p"})
		return err
	}))
	late := func() (n int) {
		for _, err := range tasks.List(after.ForTenant("a"), taskByOwner.Prefix("late")).All(t.Context()) {
			require.NoError(t, err)
			n++
		}
		return n
	}
	require.Zero(t, late())
	require.NoError(t, after.ForTenant("a").Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		_, err := tasks.Put(ctx, tx, v)
		return err
	}))
	require.Equal(t, 1, late())
}

// TestManyProcessesApplyAtOnce lets all but one wait and find nothing to do.
func TestManyProcessesApplyAtOnce(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db database) {
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				if err := db.adapter(t, tasks.Schema()).Apply(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		require.NoError(t, db.adapter(t, tasks.Schema()).Check(t.Context()))
	})
}

// TestTheHostsOwnMigrationToolCanDoIt runs what SQL prints, twice.
func TestTheHostsOwnMigrationToolCanDoIt(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db database) {
		tenants := db.adapter(t, tasks.Schema())
		for range 2 {
			for _, text := range tenants.SQL() {
				_, err := db.ExecContext(t.Context(), text)
				require.NoError(t, err, text)
			}
		}
		require.NoError(t, tenants.Check(t.Context()))
	})
}

// TestCheckTellsWhatDiffers compares with tables that somebody else made.
func TestCheckTellsWhatDiffers(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		db := modernc.open(t, filepath.Join(t.TempDir(), "other.db"))
		_, err := db.ExecContext(t.Context(), `create table x_task (tenant text, id blob, version integer, body text, code integer, owner text not null, place text not null, due integer);
			create index x_task__by_due on x_task (due)`)
		require.NoError(t, err)
		tenants, err := sqlite.New(db, sqlite.Config{Schemas: []*storage.Schema{tasks.Schema()}, Prefix: "x_"})
		require.NoError(t, err)
		requireDifferences(t, tenants.Check(t.Context()), "column code is INTEGER, declared as text")
	})
	t.Run("postgres", func(t *testing.T) {
		db, schema := openPostgres(t, pgx.QueryExecModeCacheStatement)
		table := `"` + schema + `".x_task`
		_, err := db.ExecContext(t.Context(), `create table `+table+` (tenant text collate "C", id uuid, version bigint, body jsonb, code text, owner text collate "C" not null,
			place text collate "C" not null, due timestamptz); create index x_task__by_due on `+table+` (due); create index x_task__in_place on `+table+` (lower(place))`)
		require.NoError(t, err)
		tenants, err := postgres.New(db, postgres.Config{Schemas: []*storage.Schema{tasks.Schema()}, Prefix: "x_", Schema: schema})
		require.NoError(t, err)
		requireDifferences(t, tenants.Check(t.Context()), `column code is text, declared as text collate "C"`, "column body is jsonb, declared as json",
			"index x_task__in_place is over [(an expression)]")
	})
}

func requireDifferences(t *testing.T, err error, more ...string) {
	t.Helper()
	require.ErrorIs(t, err, storage.ErrSchema)
	for _, difference := range append(more,
		"column owner has not null: true, declared: false", "column tenant has not null: false, declared: true", "there is no primary key over [tenant id]",
		"index x_task__by_due is over [due], unique false, partial false; declared over [tenant due id], unique false, partial true",
		"index x_task__by_code is missing",
	) {
		require.ErrorContains(t, err, difference)
	}
}
