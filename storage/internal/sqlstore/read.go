package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

// poolReader is the Reader of a View.
type poolReader struct{ s *store }

func (r poolReader) Get(ctx context.Context, schema *storage.Schema, id uuid.UUID) (storage.Record, error) {
	if err := r.s.enter(ctx, "get", nil); err != nil {
		return storage.Record{}, err
	}
	return r.s.get(ctx, schema, id)
}

func (r poolReader) Scan(ctx context.Context, schema *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	if err := r.s.enter(ctx, "scan", nil); err != nil {
		return storage.Page[storage.Record]{}, err
	}
	return r.s.scan(ctx, schema, q, false)
}

func (s *store) table(op string, schema *storage.Schema) (*table, error) {
	if t := s.db.tables[schema]; t != nil {
		return t, nil
	}
	return nil, &storage.Error{Kind: storage.ErrSchema, Op: op, Collection: schema.Name, Detail: "the collection was not given to New"}
}

// wrap makes one error of the engine's: the context's where it was the cause, ErrTxLost where the transaction has ended.
func (s *store) wrap(ctx context.Context, op string, schema *storage.Schema, err error) error {
	if err == nil {
		return nil
	}
	e := &storage.Error{Op: op, Err: err}
	if schema != nil {
		e.Collection = schema.Name
	}
	if errors.Is(err, sql.ErrTxDone) {
		e.Kind = storage.ErrTxLost
	}
	if cause := ctx.Err(); cause != nil && !errors.Is(err, cause) {
		e.Err = fmt.Errorf("%w (%w)", cause, err)
	}
	return e
}

func (s *store) get(ctx context.Context, schema *storage.Schema, id uuid.UUID) (storage.Record, error) {
	rec := storage.Record{ID: id}
	t, err := s.table("get", schema)
	if err != nil {
		return rec, err
	}
	rows, err := s.run.Query(ctx, t.get, []any{s.tenant, s.idArg(id)})
	if err != nil {
		return rec, s.wrap(ctx, "get", schema, err)
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return rec, s.wrap(ctx, "get", schema, err)
		}
		return rec, &storage.Error{Kind: storage.ErrNotFound, Op: "get", Collection: schema.Name, ID: id}
	}
	if err := rows.Scan(&rec.Version, &rec.Body); err != nil {
		return rec, s.unread(ctx, t, err)
	}
	return rec, nil
}

// unread is why a row could not be read: the context has ended, or it is not as it was written.
func (s *store) unread(ctx context.Context, t *table, err error) error {
	if ctx.Err() != nil {
		return s.wrap(ctx, "read", t.schema, err)
	}
	return &storage.Error{Op: "read", Collection: t.schema.Name,
		Detail: "a column holds a value of another type than was written: something else writes to this table", Err: err}
}
