package sqlstore

import (
	"context"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

// scan reads a page, and looks at one row more to know whether another page follows.
func (s *store) scan(ctx context.Context, schema *storage.Schema, q storage.Query, free bool) (page storage.Page[storage.Record], err error) {
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
	stmt := t.scan(shape{b.Index, len(q.Prefix), !q.From.IsNull(), !q.Before.IsNull(), b.After != nil, q.Reverse, limit, free})
	args := s.scanArgs(q, b)
	if t.dialect.LimitArg {
		args = append(args, int64(limit))
	}
	rows, err := s.run.Query(ctx, stmt, args)
	if err != nil {
		return page, s.wrap(ctx, "scan", schema, err)
	}
	defer rows.Close()
	var rec storage.Record
	into := []any{&rec.ID, &rec.Version, &rec.Body}
	for rows.Next() {
		if len(page.Items) == b.Limit {
			page.Next, err = cursor(schema, b.Index, q, page.Items[b.Limit-1])
			return page, err
		}
		rec.Body = nil
		if err := rows.Scan(into...); err != nil {
			return page, s.unread(ctx, t, err)
		}
		if page.Items == nil {
			page.Items = make([]storage.Record, 0, min(limit, 128))
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

// cursor is the position of a record. Its fields come from its body: one record's is cheaper than a column of all.
func cursor(schema *storage.Schema, ix *storage.IndexSpec, q storage.Query, last storage.Record) (string, error) {
	last, err := schema.Derive(last)
	if err != nil {
		return "", err
	}
	values := make([]storage.Value, len(ix.Fields))
	for i, f := range ix.Fields {
		values[i] = last.Fields[f]
	}
	return schema.Cursor(q, values, last.ID), nil
}

func (s *store) idArg(id uuid.UUID) any { return s.db.dialect.Arg(storage.UUIDOf(id)) }
