package drivertest

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/postgres"
)

// loadTasks stores 100,000 records: 40,000 of one tenant, the others of 30 more.
func loadTasks(t testing.TB, tenants storage.Tenants) {
	t.Helper()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for shop := range 31 {
		batches := 1
		if shop == 7 {
			batches = 20
		}
		for b := range batches {
			vs := make([]task, 2000)
			for i := range vs {
				n := b*len(vs) + i
				vs[i] = task{Code: fmt.Sprint("c", n), Place: fmt.Sprint("place ", n%50), Owner: fmt.Sprint("owner ", n%5000), Due: at.Add(time.Duration(n) * time.Minute)}
			}
			err := tenants.ForTenant(fmt.Sprint("shop-", shop)).Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
				_, err := tasks.PutAll(ctx, tx, vs)
				return err
			})
			require.NoError(t, err)
		}
	}
}

// TestEveryPostgresStatementSeeksAndNamesTheTenant runs every shape of query beside 100,000 records and reads the plan of each statement it took: the
// plan for these arguments, and the one for any arguments, which the server comes to use for what is run often.
func TestEveryPostgresStatementSeeksAndNamesTheTenant(t *testing.T) {
	ctx := t.Context()
	db, schema := openPostgres(t, pgx.QueryExecModeExec)
	tenants := applyPostgres(t, db, schema, []*storage.Schema{tasks.Schema()})
	loadTasks(t, tenants)
	_, err := db.ExecContext(ctx, `analyze "`+schema+`".chamsoc_task`)
	require.NoError(t, err)
	tx, err := db.BeginTx(ctx, nil)
	require.NoError(t, err)
	defer tx.Rollback()
	trace := &tracer{tx, map[string][]any{}}
	store := tenants.WithTx(onlyText{trace}).ForTenant("shop-7")
	runEveryShape(t, ctx, store)
	runBatches(t, ctx, store)

	require.Greater(t, len(trace.texts), 45)
	for text, args := range trace.texts {
		if strings.Contains(text, "savepoint") {
			continue
		}
		require.Contains(t, text, `"tenant"`)
		require.Contains(t, text, `"`+schema+`"."chamsoc_task"`)
		if !strings.HasPrefix(text, "insert") {
			for _, step := range planOf(t, ctx, tx, text, args) { // a few records it may sort and filter
				require.NotContains(t, step, "Seq Scan", text)
			}
			requireSeeks(t, text, generalPlanOf(t, ctx, tx, text, len(args)), `version|IS NOT NULL|ROW\(|id <>`)
		}
	}
}

// runBatches changes a batch of which the fields are known, and one of which they are not, and runs into a taken value in each way.
func runBatches(t *testing.T, ctx context.Context, store storage.Store) {
	t.Helper()
	err := store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		page, err := tasks.Page(ctx, tx, taskInPlace.Prefix("place 1"), "", 100)
		require.NoError(t, err)
		for i := range page.Items {
			page.Items[i].Place = "moved"
		}
		saved, err := tasks.PutAll(ctx, tx, page.Items)
		require.NoError(t, err)
		_, err = tasks.PutAll(ctx, tx, []task{{Code: "new"}, {Code: saved[0].Code}})
		require.ErrorIs(t, err, storage.ErrExists)
		saved[1].Code = saved[0].Code
		_, err = tasks.PutAll(ctx, tx, saved)
		require.ErrorIs(t, err, storage.ErrExists)
		return nil
	})
	require.NoError(t, err)
	require.NoError(t, store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		page, err := tasks.List(store, taskInPlace.Prefix("place 2")).Page(ctx, "", 100)
		require.NoError(t, err)
		_, err = tasks.PutAll(ctx, tx, page.Items)
		return err
	}))
}

var filters = regexp.MustCompile(`(?:Rows Removed by )?Filter: (.*)`)

// requireSeeks fails a plan that reads more than it answers: a table, a whole index, anything to be sorted, or what passes no filter but these.
func requireSeeks(t *testing.T, text string, plan []string, filter string) {
	t.Helper()
	whole := text + "\n" + strings.Join(plan, "\n")
	conditions := 0
	for _, step := range plan {
		require.NotContains(t, step, "Seq Scan", whole)
		require.NotContains(t, step, "Bitmap", whole)
		require.NotContains(t, step, "Sort  (", whole)
		if strings.Contains(step, "Index Cond:") {
			conditions++
			require.Contains(t, step, "tenant", whole)
		}
		if f := filters.FindStringSubmatch(step); f != nil {
			require.Regexp(t, filter, f[1], whole)
		}
	}
	require.Positive(t, conditions, whole)
}

func planOf(t *testing.T, ctx context.Context, tx *sql.Tx, text string, args []any) []string {
	t.Helper()
	return lines(t, ctx, tx, "explain "+text, args...)
}

// generalPlanOf is the plan for any arguments.
func generalPlanOf(t *testing.T, ctx context.Context, tx *sql.Tx, text string, args int) []string {
	t.Helper()
	for _, command := range []string{"set local plan_cache_mode = force_generic_plan", "prepare shape as " + text} {
		_, err := tx.ExecContext(ctx, command)
		require.NoError(t, err, text)
	}
	plan := lines(t, ctx, tx, "explain execute shape("+strings.TrimPrefix(strings.Repeat(", null", args), ", ")+")")
	_, err := tx.ExecContext(ctx, "deallocate shape")
	require.NoError(t, err)
	return plan
}

func lines(t *testing.T, ctx context.Context, tx *sql.Tx, query string, args ...any) (all []string) {
	t.Helper()
	rows, err := tx.QueryContext(ctx, query, args...)
	require.NoError(t, err, query)
	defer rows.Close()
	for rows.Next() {
		var line string
		require.NoError(t, rows.Scan(&line))
		all = append(all, line)
	}
	require.NoError(t, rows.Err())
	return all
}

// TestDueTenantsCostsTheTenantsListed beside a tenant with most of the records.
func TestDueTenantsCostsTheTenantsListed(t *testing.T) {
	ctx := t.Context()
	db, schema := openPostgres(t, pgx.QueryExecModeCacheStatement)
	tenants, err := postgres.New(db, postgres.Config{Schemas: []*storage.Schema{tasks.Schema()}, Schema: schema})
	require.NoError(t, err)
	require.NoError(t, tenants.Apply(ctx))
	loadTasks(t, tenants)
	_, err = db.ExecContext(ctx, `vacuum analyze "`+schema+`".chamsoc_task`)
	require.NoError(t, err)
	from := buffersRead(t, ctx, db, schema)
	const runs = 20
	for range runs {
		due, err := tenants.DueTenants(ctx, tasks.Schema(), "by_due", storage.TimeOf(time.Now()), "", 100)
		require.NoError(t, err)
		require.Len(t, due, 31)
	}
	require.Less(t, (buffersRead(t, ctx, db, schema)-from)/runs, 31*16, "pages for each list of 31 tenants")
}

// buffersRead is how many pages of the schema's indexes and tables were looked at.
func buffersRead(t *testing.T, ctx context.Context, db *sql.DB, schema string) (n int) {
	t.Helper()
	time.Sleep(1100 * time.Millisecond) // a session reports once a second
	require.NoError(t, db.QueryRowContext(ctx, `select coalesce(sum(idx_blks_hit + idx_blks_read + heap_blks_hit + heap_blks_read), 0)
		from pg_statio_all_tables where schemaname = $1`, schema).Scan(&n))
	return n
}
