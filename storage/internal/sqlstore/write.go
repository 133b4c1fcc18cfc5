package sqlstore

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

func (t *tx) Put(ctx context.Context, schema *storage.Schema, r storage.Record) (storage.Record, error) {
	if err := t.enter(ctx, "put"); err != nil {
		return storage.Record{}, err
	}
	tb, err := t.table("put", schema)
	if err != nil {
		return storage.Record{}, err
	}
	if err := schema.Check(r); err != nil {
		return storage.Record{}, err
	}
	if r.Version == 0 {
		err = t.create(ctx, tb, r)
	} else {
		err = t.change(ctx, tb, r)
	}
	if err != nil {
		return storage.Record{}, err
	}
	t.locked = true // the statement took the lock
	r.Version++
	t.wrote(schema, r)
	return storage.Record{ID: r.ID, Version: r.Version, Body: r.Body}, nil
}

func (t *tx) create(ctx context.Context, tb *table, r storage.Record) error {
	args := make([]any, 0, 4+len(r.Fields))
	args = append(args, t.tenant, t.idArg(r.ID), int64(1), string(r.Body))
	for _, v := range r.Fields {
		args = append(args, t.db.dialect.Arg(v))
	}
	n, err := t.run.exec(ctx, tb.insert, args)
	if err != nil {
		return t.wrap(ctx, "put", tb.schema, err)
	}
	if n == 1 {
		t.creates(tb, r.ID)
		return nil
	}
	return t.existing(ctx, tb, r)
}

func (t *tx) change(ctx context.Context, tb *table, r storage.Record) error {
	if err := t.setSavepoints(ctx); err != nil {
		return err
	}
	seen, known := t.seen[recordKey{tb.schema, r.ID}]
	known = known && seen.version == r.Version
	set := tb.all
	if known && seen.fields != nil {
		set = changed(seen.fields, r.Fields)
	}
	args := make([]any, 0, 5+len(r.Fields))
	args = append(args, r.Version+1, string(r.Body))
	for i, v := range r.Fields {
		if set&(1<<i) != 0 {
			args = append(args, t.db.dialect.Arg(v))
		}
	}
	args = append(args, t.tenant, t.idArg(r.ID), r.Version)
	n, err := t.run.exec(ctx, tb.update(set), args)
	if err != nil {
		return t.wrap(ctx, "put", tb.schema, err)
	}
	if n == 1 {
		return nil
	}
	now, err := t.version(ctx, tb.schema, r.ID)
	if err != nil {
		return err
	}
	if now == r.Version {
		return t.existing(ctx, tb, r)
	}
	t.lost = t.lost || known
	return conflict("put", tb.schema, r.ID, now)
}

func changed(was, is []storage.Value) (set uint64) {
	for i := range is {
		if is[i] != was[i] {
			set |= 1 << i
		}
	}
	return set
}

// version is the record's version now, 0 if it is gone.
func (t *tx) version(ctx context.Context, schema *storage.Schema, id uuid.UUID) (int64, error) {
	rec, err := t.get(ctx, schema, id)
	if errors.Is(err, storage.ErrNotFound) {
		return 0, nil
	}
	return rec.Version, t.note(err)
}

func conflict(op string, s *storage.Schema, id uuid.UUID, now int64) error {
	detail := "the record was changed since it was read: read it again"
	if now == 0 {
		detail = "the record is gone"
	}
	return &storage.Error{Kind: storage.ErrConflict, Op: op, Collection: s.Name, ID: id, Detail: detail}
}

// existing says which unique index, or whether the id, kept the record out.
func (t *tx) existing(ctx context.Context, tb *table, r storage.Record) error {
	e := &storage.Error{Kind: storage.ErrExists, Op: "put", Collection: tb.schema.Name, ID: r.ID, Detail: "another record has these values"}
	for i := range tb.schema.Indexes {
		ix := &tb.schema.Indexes[i]
		if !ix.Unique || ix.Null(r.Fields) {
			continue
		}
		args := []any{t.tenant}
		for _, f := range ix.Fields {
			args = append(args, t.db.dialect.Arg(r.Fields[f]))
		}
		taken, err := t.any(ctx, tb, tb.taken(ix), append(args, t.idArg(r.ID)))
		if err != nil {
			return err
		}
		if taken {
			e.Index = ix.Name
			return e
		}
	}
	if r.Version == 0 {
		e.Index, e.Detail = "id", "a record with this id is stored already"
	}
	return e
}

func (t *tx) any(ctx context.Context, tb *table, s *statement, args []any) (bool, error) {
	rows, err := t.run.query(ctx, s, args)
	if err != nil {
		return false, t.wrap(ctx, "put", tb.schema, err)
	}
	defer rows.Close()
	return rows.Next(), t.wrap(ctx, "put", tb.schema, rows.Err())
}

func (t *tx) Delete(ctx context.Context, schema *storage.Schema, id uuid.UUID, version int64) error {
	if err := t.enter(ctx, "delete"); err != nil {
		return err
	}
	tb, err := t.table("delete", schema)
	if err != nil {
		return err
	}
	if err := t.setSavepoints(ctx); err != nil {
		return err
	}
	n, err := t.run.exec(ctx, tb.delete, []any{t.tenant, t.idArg(id), version})
	if err != nil {
		return t.wrap(ctx, "delete", schema, err)
	}
	t.locked = true
	if n == 1 {
		t.forget(schema, id)
		return nil
	}
	now, err := t.version(ctx, schema, id)
	if err != nil {
		return err
	}
	seen, known := t.seen[recordKey{schema, id}]
	t.lost = t.lost || known && seen.version == version
	return conflict("delete", schema, id, now)
}
