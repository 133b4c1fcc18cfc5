package drivertest

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/storage"
)

// TestEveryCollectionIsReadThroughItsIndexes sends every shape of query on every collection that Chamsoc has, whether a service uses it or not, and reads the plan
// for any arguments. In continuous integration it does so beside 100,000 records in each.
func TestEveryCollectionIsReadThroughItsIndexes(t *testing.T) {
	records := 100_000
	if os.Getenv("CI") == "" || testing.Short() {
		records = 2_000 // on which a full scan is the more tempting
	}
	ctx := t.Context()
	db, schema := openPostgres(t, pgx.QueryExecModeExec)
	tenants := applyPostgres(t, db, schema, chamsoc.Schemas())
	for _, s := range chamsoc.Schemas() {
		_, err := db.ExecContext(ctx, fillText(s, `"`+schema+`".chamsoc_`+s.Name, records))
		require.NoError(t, err, s.Name)
	}
	_, err := db.ExecContext(ctx, `analyze`)
	require.NoError(t, err)
	tx, err := db.BeginTx(ctx, nil)
	require.NoError(t, err)
	defer func() { _ = tx.Rollback() }()
	_, err = tx.ExecContext(ctx, `set local plan_cache_mode = force_generic_plan`)
	require.NoError(t, err)

	for _, s := range chamsoc.Schemas() {
		trace := &tracer{tx, map[string][]any{}}
		store := tenants.WithTx(onlyText{trace}).ForTenant("shop-7")
		shapes(t, ctx, store, s)
		require.Greater(t, len(trace.texts), 12*len(s.Indexes), s.Name)
		for text, args := range trace.texts {
			if strings.Contains(text, "savepoint") || strings.HasPrefix(text, "insert") {
				continue
			}
			require.Empty(t, faultOf(text))
			requireSeeks(t, text, withoutCheapFilters(generalPlanOf(t, ctx, tx, text, len(args))), `version|IS NOT NULL|ROW\(|id <>`)
		}
	}
}

var totalCost = regexp.MustCompile(`Index Scan .*\(cost=[\d.]+\.\.([\d.]+) `)

// withoutCheapFilters leaves out what is filtered from a row or two: where two indexes of a collection serve as well, the server takes either.
func withoutCheapFilters(plan []string) (rest []string) {
	cost := 0.0
	for _, step := range plan {
		if m := totalCost.FindStringSubmatch(step); m != nil {
			cost, _ = strconv.ParseFloat(m[1], 64)
		}
		if cost > 10 || !strings.Contains(step, "Filter:") {
			rest = append(rest, step)
		}
	}
	return rest
}

// fillText makes records of 31 tenants, of which one has two fifths.
func fillText(s *storage.Schema, table string, n int) string {
	columns := []string{`"tenant"`, `"id"`, `"version"`, `"body"`}
	values := []string{`case when g % 5 < 2 then 'shop-7' else 'shop-' || g % 31 end`, `gen_random_uuid()`, `1`, `'{}'::json`}
	for i, f := range s.Fields {
		few := 1000
		for _, ix := range s.Indexes {
			if ix.Unique && ix.Fields[len(ix.Fields)-1] == i {
				few = n + 1
			}
		}
		value := map[storage.Kind]string{
			storage.KindText: `'v' || g % %d`, storage.KindInt: `g % %d`, storage.KindBool: `g % %d % 2 = 0`, storage.KindUUID: `gen_random_uuid()`,
			storage.KindTime: `timestamptz '2026-01-01' + g % %d * interval '1 minute'`, storage.KindDate: `date '1900-01-01' + g % %d`,
		}[f.Kind]
		value = strings.ReplaceAll(value, "%d", fmt.Sprint(few))
		if f.Nullable && few == 1000 {
			value = `case when g % 10 > 0 then ` + value + ` end`
		}
		columns, values = append(columns, `"`+f.Name+`"`), append(values, value)
	}
	return `insert into ` + table + ` (` + strings.Join(columns, ", ") + `) select ` + strings.Join(values, ", ") +
		fmt.Sprintf(` from generate_series(1, %d) g`, n)
}

func sampleOf(k storage.Kind) storage.Value {
	switch k {
	case storage.KindInt:
		return storage.IntOf(1)
	case storage.KindBool:
		return storage.BoolOf(true)
	case storage.KindUUID:
		return storage.UUIDOf(uuid.Max)
	case storage.KindTime:
		return storage.TimeOf(time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC))
	case storage.KindDate:
		return storage.DateOf("2026-01-01")
	}
	return storage.TextOf("a value")
}

// shapes sends what the contract has: pages of each index by each prefix, bounded or not, in both directions, from the beginning or a cursor; and one
// record that is created, changed, met again and deleted.
func shapes(t *testing.T, ctx context.Context, store storage.Store, s *storage.Schema) {
	t.Helper()
	err := store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		r := storage.Record{ID: uuid.Must(uuid.NewV7()), Body: []byte(`{}`)}
		for _, f := range s.Fields {
			r.Fields = append(r.Fields, sampleOf(f.Kind))
		}
		_, err := tx.Put(ctx, s, r)
		require.NoError(t, err, s.Name)
		_, err = tx.Put(ctx, s, r)
		require.ErrorIs(t, err, storage.ErrExists, s.Name)
		r.Version = 1
		_, err = tx.Put(ctx, s, r)
		require.NoError(t, err, s.Name)
		_, err = tx.Get(ctx, s, r.ID)
		require.NoError(t, err, s.Name)
		return tx.Delete(ctx, s, r.ID, 2)
	})
	require.NoError(t, err, s.Name)
	for i := range s.Indexes {
		for _, q := range queries(s, &s.Indexes[i]) {
			err := store.View(ctx, func(ctx context.Context, r storage.Reader) error {
				_, err := r.Scan(ctx, s, q)
				return err
			})
			require.NoError(t, err, "%s %+v", s.Name, q)
		}
	}
}

func queries(s *storage.Schema, ix *storage.IndexSpec) (all []storage.Query) {
	var values []storage.Value
	for _, f := range ix.Fields {
		values = append(values, sampleOf(s.Fields[f].Kind))
	}
	for prefix := range len(values) + 1 {
		bounds := []storage.Query{{}}
		if prefix < len(values) && s.Fields[ix.Fields[prefix]].Kind != storage.KindBool { // of two values nobody asks for a range
			at := values[prefix]
			bounds = append(bounds, storage.Query{From: at}, storage.Query{Before: at}, storage.Query{From: at, Before: at})
		}
		for _, q := range bounds {
			q.Index, q.Prefix, q.Limit = ix.Name, values[:prefix], 1
			for _, q.Reverse = range []bool{false, true} {
				q.Cursor = ""
				all = append(all, q)
				if ix.Unique && prefix == len(values) {
					continue // there is one record at most, and no page behind it
				}
				q.Cursor = s.Cursor(q, values, uuid.Max)
				all = append(all, q)
			}
		}
	}
	return all
}
