package sqlstore

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

// maxBatch and maxBatchBytes bound what one statement carries; a greater batch is saved record by record.
const (
	maxBatch      = 10_000
	maxBatchBytes = 32 << 20
)

// errApart: the batch did not go as a whole. Saved one by one, it goes or says why not.
var errApart = errors.New("storage: the batch did not go as a whole")

// PutAll implements [storage.BatchPutter]: a statement for the new records and one for the changed ones where the engine takes arrays.
func (t *tx) PutAll(ctx context.Context, schema *storage.Schema, rs []storage.Record) ([]storage.Record, error) {
	return t.putAll(ctx, t, schema, rs)
}

func (h hostTx) PutAll(ctx context.Context, schema *storage.Schema, rs []storage.Record) ([]storage.Record, error) {
	return h.t.putAll(ctx, h, schema, rs)
}

func (t *tx) putAll(ctx context.Context, self storage.Tx, schema *storage.Schema, rs []storage.Record) ([]storage.Record, error) {
	if err := t.enter(ctx, "put"); err != nil {
		return nil, err
	}
	tb, err := t.table("put", schema)
	if err != nil {
		return nil, err
	}
	saved, bytes := make([]storage.Record, len(rs)), 0
	for i, r := range rs {
		if err := schema.Check(r); err != nil {
			return nil, err
		}
		saved[i] = storage.Record{ID: r.ID, Version: r.Version + 1, Body: r.Body}
		bytes += len(r.Body)
	}
	err = errApart
	if t.db.dialect.Arrays && len(rs) > 1 && len(rs) <= maxBatch && bytes <= maxBatchBytes {
		if err = t.putWhole(ctx, tb, rs); err == nil {
			t.wroteAll(schema, rs)
		}
	}
	if errors.Is(err, errApart) {
		err = t.within(ctx, self, func(ctx context.Context, tx storage.Tx) error {
			for _, r := range rs {
				if _, err := tx.Put(ctx, schema, r); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return nil, err
	}
	return saved, nil
}

// putWhole saves all in one statement for each kind, or nothing and answers errApart.
func (t *tx) putWhole(ctx context.Context, tb *table, rs []storage.Record) error {
	var creates, changes []storage.Record
	for _, r := range rs {
		if r.Version == 0 {
			creates = append(creates, r)
		} else {
			changes = append(changes, r)
		}
	}
	if len(changes) == 0 {
		return t.createAll(ctx, tb, creates)
	}
	if err := t.setSavepoints(ctx); err != nil {
		return err
	}
	if err := t.command(ctx, "savepoint "+guard); err != nil {
		return err
	}
	err := t.changeAll(ctx, tb, changes)
	if err == nil && len(creates) > 0 {
		err = t.createAll(ctx, tb, creates)
	}
	switch {
	case errors.Is(err, errApart):
		if back := t.backTo(ctx, guard); back != nil {
			return back
		}
		return err
	case err != nil:
		return err
	}
	if err := t.command(ctx, "release savepoint "+guard); err != nil {
		return err
	}
	return nil
}

func (t *tx) wroteAll(schema *storage.Schema, rs []storage.Record) {
	for _, r := range rs {
		r.Version++
		t.wrote(schema, r)
	}
}

// createAll inserts all; what it inserted of a batch that did not go in whole it deletes again.
func (t *tx) createAll(ctx context.Context, tb *table, rs []storage.Record) error {
	ids, err := t.insertAll(ctx, tb, rs)
	if err != nil {
		return err
	}
	if len(ids) == len(rs) {
		for _, r := range rs {
			t.creates(tb, r.ID)
		}
		return nil
	}
	if len(ids) > 0 {
		var inserted array
		for _, id := range ids {
			inserted.add(t.idArg(id))
		}
		if _, err := t.run.Exec(ctx, tb.deleteAll(), t.arrayArgs([]array{inserted})); err != nil {
			return t.wrap(ctx, "put", tb.schema, err)
		}
	}
	return errApart
}

func (t *tx) insertAll(ctx context.Context, tb *table, rs []storage.Record) (ids []uuid.UUID, err error) {
	arrays := make([]array, 2+len(tb.columns))
	for _, r := range rs {
		arrays[0].add(t.idArg(r.ID))
		arrays[1].add(string(r.Body))
		for i, v := range r.Fields {
			arrays[2+i].add(t.db.dialect.Arg(v))
		}
	}
	rows, err := t.run.Query(ctx, tb.insertAll(), t.arrayArgs(arrays))
	if err != nil {
		return nil, t.wrap(ctx, "put", tb.schema, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			return nil, t.unread(ctx, tb, err)
		}
		ids = append(ids, id)
	}
	return ids, t.wrap(ctx, "put", tb.schema, rows.Err())
}

// changeAll updates all in one statement, behind a savepoint that takes back what did not go as a whole.
func (t *tx) changeAll(ctx context.Context, tb *table, rs []storage.Record) error {
	set := uint64(0)
	for _, r := range rs {
		seen := t.seen[recordKey{tb.schema, r.ID}]
		if seen.version != r.Version || seen.fields == nil {
			set = tb.all
			break
		}
		set |= changed(seen.fields, r.Fields)
	}
	arrays := make([]array, 3, 3+len(tb.columns))
	for _, r := range rs {
		arrays[0].add(t.idArg(r.ID))
		arrays[1].add(r.Version)
		arrays[2].add(string(r.Body))
	}
	for i := range tb.columns {
		if set&(1<<i) != 0 {
			var values array
			for _, r := range rs {
				values.add(t.db.dialect.Arg(r.Fields[i]))
			}
			arrays = append(arrays, values)
		}
	}
	n, err := t.run.Exec(ctx, tb.updateAll(set), t.arrayArgs(arrays))
	switch {
	case err != nil && t.db.dialect.Fault(err)&FaultTaken != 0:
		return errApart
	case err != nil:
		return t.wrap(ctx, "put", tb.schema, err)
	case n != int64(len(rs)):
		return errApart
	}
	return nil
}
