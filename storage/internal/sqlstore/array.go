package sqlstore

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// array is an array in PostgreSQL's text form without its brackets: database/sql has no form of an array that every driver takes.
type array []byte

func (a *array) add(v any) {
	b := *a
	if len(b) > 0 {
		b = append(b, ',')
	}
	switch v := v.(type) {
	case nil:
		b = append(b, "NULL"...)
	case int64:
		b = strconv.AppendInt(b, v, 10)
	case bool:
		b = strconv.AppendBool(b, v)
	case time.Time:
		b = appendQuoted(b, instantText(v))
	case string:
		b = appendQuoted(b, v)
	default:
		panic(fmt.Sprintf("sqlstore: a dialect's Arg returned a %T", v))
	}
	*a = b
}

func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

// instantText counts the years before the first as PostgreSQL does.
func instantText(t time.Time) string {
	if year := t.Year(); year <= 0 {
		return fmt.Sprintf("%04d", 1-year) + t.Format("-01-02 15:04:05.999999Z07:00") + " BC"
	}
	return t.Format("2006-01-02 15:04:05.999999Z07:00")
}

// arrayArgs are the tenant and the arrays.
func (t *tx) arrayArgs(arrays []array) []any {
	args := append(make([]any, 0, 1+len(arrays)), t.tenant)
	for _, a := range arrays {
		args = append(args, "{"+string(a)+"}")
	}
	return args
}

// unnest is a table u of arrays, from the second argument on, with the columns c1, c2, …
func (t *table) unnest(types ...string) string {
	columns := make([]string, len(types))
	for i, name := range types {
		name, _, _ = strings.Cut(name, " ") // without a collation
		types[i] = t.dialect.Placeholder(i+2) + "::" + name + "[]"
		columns[i] = "c" + strconv.Itoa(i+1)
	}
	return `unnest(` + strings.Join(types, ", ") + `) as u (` + strings.Join(columns, ", ") + `)`
}

// insertAll inserts rows that no unique index keeps out and returns their ids. Arguments: tenant, ids, bodies, the fields in order.
func (t *table) insertAll() *Statement {
	return variant(t, t.batches, batchShape{insert: true}, func() string {
		d := t.dialect
		types := []string{d.Types[storage.KindUUID], d.BodyType}
		values := []string{`cast(` + d.Placeholder(1) + ` as text)`, `u.c1`, `1`, `u.c2`}
		for i, f := range t.schema.Fields {
			types = append(types, d.Types[f.Kind])
			values = append(values, "u.c"+strconv.Itoa(i+3))
		}
		columns := append([]string{`"tenant"`, `"id"`, `"version"`, `"body"`}, t.columns...)
		return `insert into ` + t.name + ` (` + strings.Join(columns, ", ") + `) select ` + strings.Join(values, ", ") +
			` from ` + t.unnest(types...) + ` on conflict do nothing returning "id"`
	})
}

// updateAll sets the version, the body and the fields in the set of the records that still have the version. Arguments: tenant, ids,
// old versions, bodies, the fields in order.
func (t *table) updateAll(fields uint64) *Statement {
	return variant(t, t.batches, batchShape{fields: fields}, func() string {
		d := t.dialect
		types := []string{d.Types[storage.KindUUID], d.Types[storage.KindInt], d.BodyType}
		sets := []string{`"version" = t."version" + 1`, `"body" = u.c3`}
		for i, f := range t.schema.Fields {
			if fields&(1<<i) != 0 {
				types = append(types, d.Types[f.Kind])
				sets = append(sets, t.columns[i]+` = u.c`+strconv.Itoa(len(types)))
			}
		}
		return `update ` + t.name + ` t set ` + strings.Join(sets, ", ") + ` from ` + t.unnest(types...) +
			` where t."tenant" = ` + d.Placeholder(1) + ` and t."id" = u.c1 and t."version" = u.c2`
	})
}

// deleteAll deletes by id. Arguments: tenant, ids.
func (t *table) deleteAll() *Statement {
	return variant(t, t.batches, batchShape{delete: true}, func() string {
		return `delete from ` + t.name + ` where "tenant" = ` + t.dialect.Placeholder(1) + ` and "id" = any(` + t.dialect.Placeholder(2) + `::uuid[])`
	})
}

// batchShape is what distinguishes the statements of whole batches.
type batchShape struct {
	insert, delete bool
	fields         uint64 // of an update
}
