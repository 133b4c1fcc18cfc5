package pgdialect

import (
	"context"

	"github.com/chamsoc/chamsoc/storage/internal/sqlstore"
)

const columnsQuery = `select a.attname::text,
	replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz') ||
		case when a.attcollation <> t.typcollation then ' collate ' || quote_ident(l.collname) else '' end,
	a.attnotnull
from pg_catalog.pg_attribute a
	join pg_catalog.pg_class c on c.oid = a.attrelid
	join pg_catalog.pg_namespace n on n.oid = c.relnamespace
	join pg_catalog.pg_type t on t.oid = a.atttypid
	left join pg_catalog.pg_collation l on l.oid = a.attcollation
where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`

const indexesQuery = `select x.relname::text, i.indisunique, i.indpred is not null, not i.indisvalid, coalesce(a.attname::text, '(an expression)')
from pg_catalog.pg_index i
	join pg_catalog.pg_class c on c.oid = i.indrelid
	join pg_catalog.pg_namespace n on n.oid = c.relnamespace
	join pg_catalog.pg_class x on x.oid = i.indexrelid
	cross join lateral unnest(i.indkey::int2[]) with ordinality k (attnum, place)
	left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum and k.attnum <> 0
where n.nspname = $1 and c.relname = $2 and k.place <= i.indnkeyatts
order by x.relname, k.place`

func catalog(ctx context.Context, q sqlstore.Runner, schema, table string) (sqlstore.Table, error) {
	var t sqlstore.Table
	err := each(ctx, q, columnsQuery, schema, table, func(scan func(...any) error) error {
		var name string
		var c sqlstore.Column
		if err := scan(&name, &c.Type, &c.NotNull); err != nil {
			return err
		}
		if t.Columns == nil {
			t.Columns, t.Indexes = map[string]sqlstore.Column{}, map[string]sqlstore.Index{}
		}
		t.Columns[name] = c
		return nil
	})
	if err != nil || t.Columns == nil {
		return t, err
	}
	err = each(ctx, q, indexesQuery, schema, table, func(scan func(...any) error) error {
		var name, column string
		var ix sqlstore.Index
		if err := scan(&name, &ix.Unique, &ix.Partial, &ix.Invalid, &column); err != nil {
			return err
		}
		ix.Columns = append(t.Indexes[name].Columns, column)
		t.Indexes[name] = ix
		return nil
	})
	return t, err
}

// each runs one query and hands on its rows.
func each(ctx context.Context, q sqlstore.Runner, query, schema, table string, row func(scan func(...any) error) error) error {
	rows, err := q.Query(ctx, &sqlstore.Statement{Text: query, Once: true}, []any{schema, table})
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
