package sqlstore

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

// scan reads a page, and looks at one row more to know whether another page follows. In a transaction it reads the fields too, so that a
// later Put can tell what changed; outside it reads only those that a cursor needs.
func (s *store) scan(ctx context.Context, schema *storage.Schema, q storage.Query, fields bool) (page storage.Page[storage.Record], err error) {
	t, err := s.table("scan", schema)
	if err != nil {
		return page, err
	}
	b, err := schema.Bound(q)
	if err != nil {
		return page, err
	}
	limit := b.Limit + 1
	if b.Index.Unique && len(q.Prefix) == len(b.Index.Fields) {
		limit = 1 // there is no second record to look for
	}
	stmt := t.scan(shape{b.Index, len(q.Prefix), !q.From.IsNull(), !q.Before.IsNull(), b.After != nil, q.Reverse, fields, limit})
	rows, err := s.run.query(ctx, stmt, s.scanArgs(q, b))
	if err != nil {
		return page, s.wrap(ctx, "scan", schema, err)
	}
	defer rows.Close()
	columns := b.Index.Fields[len(q.Prefix):]
	if fields {
		columns = t.positions
	}
	row := newRow(3 + len(columns))
	for rows.Next() {
		if len(page.Items) == b.Limit {
			page.Next, err = s.cursor(t, b.Index, q, row, columns)
			return page, err
		}
		if err := rows.Scan(row.into...); err != nil {
			return page, s.wrap(ctx, "scan", schema, err)
		}
		rec, err := s.record(t, row, fields)
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, rec)
	}
	return page, s.wrap(ctx, "scan", schema, rows.Err())
}

func (s *store) scanArgs(q storage.Query, b storage.Bound) []any {
	args := make([]any, 0, 12)
	args = append(args, s.tenant)
	for _, v := range q.Prefix {
		args = append(args, s.db.dialect.Arg(v))
	}
	for _, v := range []storage.Value{q.From, q.Before} {
		if !v.IsNull() {
			args = append(args, s.db.dialect.Arg(v))
		}
	}
	if b.After != nil {
		for _, v := range b.After.Values {
			args = append(args, s.db.dialect.Arg(v))
		}
		args = append(args, s.idArg(b.After.ID))
	}
	return args
}

// record reads a row of id, version, body, and the fields if they were asked for.
func (s *store) record(t *table, r row, fields bool) (storage.Record, error) {
	id, ok := s.db.dialect.Value(storage.KindUUID, r.values[0])
	if !ok {
		return storage.Record{}, foreign(t, "id")
	}
	rec := storage.Record{ID: id.UUID()}
	if err := r.record(t, &rec, 1); err != nil {
		return rec, err
	}
	if !fields {
		return rec, nil
	}
	var err error
	rec.Fields, err = s.values(t, r.values[3:], t.positions)
	return rec, err
}

// cursor is the position of the last row read, whose columns behind the body are those fields.
func (s *store) cursor(t *table, ix *storage.IndexSpec, q storage.Query, r row, columns []int) (string, error) {
	read, err := s.values(t, r.values[3:], columns)
	if err != nil {
		return "", err
	}
	values := make([]storage.Value, len(ix.Fields))
	for i, f := range ix.Fields {
		if at := slices.Index(columns, f); at >= 0 {
			values[i] = read[at]
		}
	}
	id, _ := s.db.dialect.Value(storage.KindUUID, r.values[0])
	return t.schema.Cursor(q, values, id.UUID()), nil
}

// values reads columns that hold the fields at these positions.
func (s *store) values(t *table, columns []any, positions []int) ([]storage.Value, error) {
	values := make([]storage.Value, len(columns))
	for i, c := range columns {
		if c == nil {
			continue
		}
		f := &t.schema.Fields[positions[i]]
		v, ok := s.db.dialect.Value(f.Kind, c)
		if !ok {
			return nil, foreign(t, f.Name)
		}
		values[i] = v
	}
	return values, nil
}

func (s *store) idArg(id uuid.UUID) any { return s.db.dialect.Arg(storage.UUIDOf(id)) }
