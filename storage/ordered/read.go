package ordered

import (
	"context"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

func undeclared(op string, s *storage.Schema) error {
	return &storage.Error{Kind: storage.ErrSchema, Op: op, Collection: s.Name, Detail: "the collection was not given to New"}
}

// Get and Scan on a store outside a transaction each see what is committed when they are called.

func (s *store) Get(ctx context.Context, schema *storage.Schema, id uuid.UUID) (rec storage.Record, err error) {
	if err := s.enter(ctx, "get"); err != nil {
		return rec, err
	}
	err = s.db.engine.View(ctx, func(r Reader) error {
		rec, err = s.get(r, schema, id)
		return err
	})
	return rec, err
}

func (s *store) Scan(ctx context.Context, schema *storage.Schema, q storage.Query) (page storage.Page[storage.Record], err error) {
	if err := s.enter(ctx, "scan"); err != nil {
		return page, err
	}
	err = s.db.engine.View(ctx, func(r Reader) error {
		page, err = s.scan(r, schema, q)
		return err
	})
	return page, err
}

func (s *store) get(r Reader, schema *storage.Schema, id uuid.UUID) (storage.Record, error) {
	if !s.db.declared[schema] {
		return storage.Record{}, undeclared("get", schema)
	}
	value, err := r.Get(recordKey(s.tenant, schema, id))
	if err != nil {
		return storage.Record{}, engineError("get", schema, id, err)
	}
	if value == nil {
		return storage.Record{}, &storage.Error{Kind: storage.ErrNotFound, Op: "get", Collection: schema.Name, ID: id}
	}
	return s.decode(value, false)
}

// decode reads a stored record, taking its bytes out of the engine's hands where they do not last.
func (s *store) decode(value []byte, withFields bool) (storage.Record, error) {
	if !s.db.lasting {
		value = append([]byte(nil), value...)
	}
	return decodeRecord(value, nil, withFields)
}

func (s *store) scan(r Reader, schema *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	var page storage.Page[storage.Record]
	if !s.db.declared[schema] {
		return page, undeclared("scan", schema)
	}
	b, err := schema.Bound(q)
	if err != nil {
		return page, err
	}
	from, to := span(s.tenant, schema, q, b)
	entries := make([][]byte, 0, min(b.Limit+1, 16))
	err = r.Scan(from, to, q.Reverse, func(_, value []byte) bool {
		entries = append(entries, value)
		return len(entries) <= b.Limit
	})
	if err != nil {
		return page, engineError("scan", schema, uuid.Nil, err)
	}
	more := len(entries) > b.Limit
	entries = entries[:min(len(entries), b.Limit)]
	page.Items = make([]storage.Record, len(entries))
	for i, entry := range entries {
		last := more && i == len(entries)-1
		if page.Items[i], err = s.entry(r, schema, entry, last); err != nil {
			return storage.Page[storage.Record]{}, err
		}
	}
	if more {
		end := &page.Items[len(page.Items)-1]
		values := make([]storage.Value, len(b.Index.Fields))
		for i, f := range b.Index.Fields {
			values[i] = end.Fields[f]
		}
		page.Next = schema.Cursor(q, values, end.ID)
		end.Fields = nil
	}
	return page, nil
}

// entry is the record of an index entry, which holds the record itself or its id.
func (s *store) entry(r Reader, schema *storage.Schema, value []byte, withFields bool) (storage.Record, error) {
	if s.db.lasting {
		return decodeRecord(value, nil, withFields)
	}
	if len(value) != 16 {
		return storage.Record{}, errCorrupt
	}
	value, err := r.Get(recordKey(s.tenant, schema, uuid.UUID(value)))
	if err != nil {
		return storage.Record{}, engineError("scan", schema, uuid.Nil, err)
	}
	return s.decode(value, withFields)
}

func engineError(op string, s *storage.Schema, id uuid.UUID, err error) error {
	return &storage.Error{Op: op, Collection: s.Name, ID: id, Err: err}
}
