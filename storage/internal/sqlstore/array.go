package sqlstore

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// batch is the arguments of a statement for many records: of each column one text. database/sql has no form of an array that every driver takes, and
// so they go as PostgreSQL writes arrays; but bodies, which would have to be quoted, go with a control character between them, which no JSON holds.
type batch struct {
	d       *Dialect
	rs      []storage.Record
	columns []any
}

func newBatch(d *Dialect, rs []storage.Record) *batch { return &batch{d: d, rs: rs} }

// args are the tenant and the columns in the order in which they were added.
func (b *batch) args(tenant string) []any { return append([]any{tenant}, b.columns...) }

func (b *batch) ids() {
	b.array(40, func(r *storage.Record) any { return b.d.Arg(storage.UUIDOf(r.ID)) })
}

func (b *batch) versions() {
	b.array(8, func(r *storage.Record) any { return r.Version })
}

func (b *batch) field(i int) {
	b.array(24, func(r *storage.Record) any { return b.d.Arg(r.Fields[i]) })
}

// bodySeparator is how bodiesOf takes apart what bodies put together.
const bodySeparator = 30

func (b *batch) bodies() {
	n := 0
	for i := range b.rs {
		n += len(b.rs[i].Body) + 1
	}
	var text strings.Builder
	text.Grow(n)
	for i := range b.rs {
		if i > 0 {
			text.WriteByte(bodySeparator)
		}
		text.Write(b.rs[i].Body)
	}
	b.columns = append(b.columns, text.String())
}

// array adds a column, of so many bytes a value or so.
func (b *batch) array(each int, value func(*storage.Record) any) {
	text := append(make([]byte, 0, each*len(b.rs)+2), '{')
	for i := range b.rs {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendElement(text, value(&b.rs[i]))
	}
	b.columns = append(b.columns, string(append(text, '}')))
}

func appendElement(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "NULL"...)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case bool:
		return strconv.AppendBool(b, v)
	case time.Time:
		return append(appendInstant(append(b, '"'), v), '"')
	case string:
		return appendQuoted(b, v)
	}
	panic(fmt.Sprintf("sqlstore: a dialect's Arg returned a %T", v))
}

func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for {
		i := strings.IndexAny(s, `"\\`)
		if i < 0 {
			return append(append(b, s...), '"')
		}
		b = append(append(b, s[:i]...), '\\', s[i])
		s = s[i+1:]
	}
}

// appendInstant counts the years before the first as PostgreSQL does.
func appendInstant(b []byte, t time.Time) []byte {
	if year := t.Year(); year <= 0 {
		b = fmt.Appendf(b, "%04d", 1-year)
		return append(t.AppendFormat(b, "-01-02 15:04:05.999999Z07:00"), " BC"...)
	}
	return t.AppendFormat(b, "2006-01-02 15:04:05.999999Z07:00")
}

// unnest is a table u of a batch's columns, from the second argument on, with the columns c1, c2, …; the second are the bodies, as text.
func (t *table) unnest(types []string) string {
	arrays, columns := make([]string, len(types)), make([]string, len(types))
	for i, name := range types {
		name, _, _ = strings.Cut(name, " ") // without a collation
		arrays[i] = t.dialect.Placeholder(i+2) + "::" + name + "[]"
		if i == 1 {
			arrays[i] = `string_to_array(` + t.dialect.Placeholder(i+2) + `::text, chr(` + strconv.Itoa(bodySeparator) + `))`
		}
		columns[i] = "c" + strconv.Itoa(i+1)
	}
	return `unnest(` + strings.Join(arrays, ", ") + `) as u (` + strings.Join(columns, ", ") + `)`
}

// insertAll inserts rows. Arguments: tenant, ids, bodies, the fields in order.
func (t *table) insertAll() *Statement {
	return variant(t, t.batches, batchShape{insert: true}, func() string {
		d := t.dialect
		types := []string{d.Types[storage.KindUUID], d.BodyType}
		values := []string{`cast(` + d.Placeholder(1) + ` as text)`, `u.c1`, `1`, `u.c2::` + d.BodyType}
		for i, f := range t.schema.Fields {
			types = append(types, d.Types[f.Kind])
			values = append(values, "u.c"+strconv.Itoa(i+3))
		}
		columns := append([]string{`"tenant"`, `"id"`, `"version"`, `"body"`}, t.columns...)
		return `insert into ` + t.name + ` (` + strings.Join(columns, ", ") + `) select ` + strings.Join(values, ", ") + ` from ` + t.unnest(types)
	})
}

// updateAll sets the version, the body and the fields in the set of the records that still have the version. Arguments: tenant, ids,
// bodies, old versions, the fields in order.
func (t *table) updateAll(fields uint64) *Statement {
	return variant(t, t.batches, batchShape{fields: fields}, func() string {
		d := t.dialect
		types := []string{d.Types[storage.KindUUID], d.BodyType, d.Types[storage.KindInt]}
		sets := []string{`"version" = t."version" + 1`, `"body" = u.c2::` + d.BodyType}
		for i, f := range t.schema.Fields {
			if fields&(1<<i) != 0 {
				types = append(types, d.Types[f.Kind])
				sets = append(sets, t.columns[i]+` = u.c`+strconv.Itoa(len(types)))
			}
		}
		return `update ` + t.name + ` t set ` + strings.Join(sets, ", ") + ` from ` + t.unnest(types) +
			` where t."tenant" = ` + d.Placeholder(1) + ` and t."id" = u.c1 and t."version" = u.c3`
	})
}

// batchShape is what distinguishes the statements of whole batches.
type batchShape struct {
	insert bool
	fields uint64 // of an update
}
