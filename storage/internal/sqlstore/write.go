package sqlstore

import (
	"context"
	"errors"
	"strings"

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
	for try := 1; ; try++ {
		n, err := t.run.Exec(ctx, tb.insert, args)
		if err != nil {
			return t.wrap(ctx, "put", tb.schema, err)
		}
		if n == 1 {
			t.creates(tb, r.ID)
			return nil
		}
		err = t.existing(ctx, tb, r)
		if !errors.Is(err, errGone) {
			return err
		}
		if try == 3 {
			return t.exists(tb, r, "")
		}
	}
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
	n, err := t.update(ctx, tb, r, set, args)
	if err != nil || n == 1 {
		return err
	}
	now, err := t.version(ctx, tb.schema, r.ID)
	if err != nil {
		return err
	}
	if now == r.Version { // the update was ignored
		if err := t.existing(ctx, tb, r); !errors.Is(err, errGone) {
			return err
		}
	}
	t.lost = t.lost || known
	return conflict("put", tb.schema, r.ID, now)
}

// update runs an update. Where a taken value would abort the transaction, there is a savepoint before it if it may be taken.
func (t *tx) update(ctx context.Context, tb *table, r storage.Record, set uint64, args []any) (int64, error) {
	guarded := t.db.dialect.Update == "update" && set&tb.unique != 0
	if guarded {
		if err := t.command(ctx, "savepoint "+guard); err != nil {
			return 0, err
		}
	}
	n, err := t.run.Exec(ctx, tb.update(set), args)
	switch {
	case err != nil && guarded && t.db.dialect.Fault(err)&FaultTaken != 0:
		return 0, t.takenBy(ctx, tb, r, err)
	case err != nil:
		return 0, t.wrap(ctx, "put", tb.schema, err)
	case guarded:
		return n, t.command(ctx, "release savepoint "+guard)
	}
	return n, nil
}

// guard is the savepoint before a statement that may meet a taken value.
const guard = "chamsoc_put"

// takenBy goes back before the statement that met a taken value, and says which it was. The record that has it may be invisible to this
// transaction, and then only the engine's words name the index.
func (t *tx) takenBy(ctx context.Context, tb *table, r storage.Record, taken error) error {
	if err := t.backTo(ctx, guard); err != nil {
		return err
	}
	err := t.existing(ctx, tb, r)
	if !errors.Is(err, errGone) {
		return err
	}
	for i := range tb.schema.Indexes {
		ix := &tb.schema.Indexes[i]
		if ix.Unique && strings.Contains(taken.Error(), quote(t.db.indexName(tb.schema, ix))) {
			return t.exists(tb, r, ix.Name)
		}
	}
	return t.wrap(ctx, "put", tb.schema, taken)
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

// errGone: what kept a record out is not to be seen, or not any more.
var errGone = errors.New("storage: what kept the record out is gone")

func (t *tx) exists(tb *table, r storage.Record, index string) error {
	e := &storage.Error{Kind: storage.ErrExists, Op: "put", Collection: tb.schema.Name, ID: r.ID, Index: index, Detail: "another record has these values"}
	if index == "id" {
		e.Detail = "a record with this id is stored already"
	}
	return e
}

// existing says which unique index, or whether the id, keeps the record out; errGone if neither does now.
func (t *tx) existing(ctx context.Context, tb *table, r storage.Record) error {
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
			return t.exists(tb, r, ix.Name)
		}
	}
	if r.Version == 0 {
		now, err := t.version(ctx, tb.schema, r.ID)
		if err != nil {
			return err
		}
		if now != 0 {
			return t.exists(tb, r, "id")
		}
	}
	return errGone
}

func (t *tx) any(ctx context.Context, tb *table, s *Statement, args []any) (bool, error) {
	rows, err := t.run.Query(ctx, s, args)
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
	n, err := t.run.Exec(ctx, tb.delete, []any{t.tenant, t.idArg(id), version})
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
