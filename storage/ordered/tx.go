package ordered

import (
	"bytes"
	"context"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/attempt"
)

// tx is one transaction of one tenant.
type tx struct {
	*store
	w      Writer
	hooks  []func()
	fields []storage.Value              // of the record that is being replaced
	keys   [2][][]byte                  // of its index entries, and of the new one's
	undo   []change                     // what savepoints would put back; kept only while depth > 0
	see    func(key, value []byte) bool // sets seen; made once
	seen   []byte
	end    []byte
	depth  int
	broken error // the engine failed half-way through a write: nothing may be committed
	done   bool  // fn has returned
}

// change is a key that was written, and what was there: nil if nothing was.
type change struct{ key, was []byte }

func (t *tx) enter(ctx context.Context, op string) error {
	if t.done {
		return &storage.Error{Kind: storage.ErrTxLost, Op: op, Detail: "the Tx was used after its Update had ended"}
	}
	if t.broken != nil {
		return t.broken
	}
	return ctx.Err()
}

// AfterCommit implements [storage.AfterCommitter].
func (t *tx) AfterCommit(fn func()) { t.hooks = append(t.hooks, fn) }

func (t *tx) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	if err := t.enter(ctx, "view"); err != nil {
		return err
	}
	return fn(ctx, t)
}

// Update is a savepoint: what fn wrote is put back if it fails.
func (t *tx) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) (err error) {
	if err := t.enter(ctx, "update"); err != nil {
		return err
	}
	mark, hooks, kept := len(t.undo), len(t.hooks), false
	t.depth++
	defer func() {
		t.depth--
		if !kept {
			t.hooks = t.hooks[:hooks]
			t.rollBack(mark)
		} else if t.depth == 0 {
			t.undo = nil
		}
	}()
	if err = fn(attempt.Enter(ctx, t.db, t), t); err == nil { // ctx may come from outside the Update
		err = t.enter(ctx, "update")
	}
	kept = err == nil
	return err
}

func (t *tx) rollBack(mark int) {
	for i := len(t.undo) - 1; i >= mark; i-- {
		c := t.undo[i]
		if c.was == nil {
			t.fail(t.w.Delete(c.key))
		} else {
			t.fail(t.w.Set(c.key, c.was))
		}
	}
	t.undo = t.undo[:mark]
}

func (t *tx) fail(err error) {
	if err != nil && t.broken == nil {
		t.broken = &storage.Error{Kind: storage.ErrTxLost, Op: "write", Err: err}
	}
}

func (t *tx) Get(ctx context.Context, schema *storage.Schema, id uuid.UUID) (storage.Record, error) {
	if err := t.enter(ctx, "get"); err != nil {
		return storage.Record{}, err
	}
	return t.get(t.w, schema, id)
}

func (t *tx) Scan(ctx context.Context, schema *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	if err := t.enter(ctx, "scan"); err != nil {
		return storage.Page[storage.Record]{}, err
	}
	return t.scan(t.w, schema, q)
}

func (t *tx) Put(ctx context.Context, schema *storage.Schema, r storage.Record) (storage.Record, error) {
	if err := t.enter(ctx, "put"); err != nil {
		return storage.Record{}, err
	}
	if !t.db.declared[schema] {
		return storage.Record{}, undeclared("put", schema)
	}
	if err := schema.Check(r); err != nil {
		return storage.Record{}, err
	}
	key := recordKey(t.tenant, schema, r.ID)
	old, err := t.current("put", schema, key, r.ID, r.Version)
	if err != nil {
		return storage.Record{}, err
	}
	t.keys[0] = entryKeys(t.keys[0], t.tenant, schema, t.fields, r.ID)
	t.keys[1] = entryKeys(t.keys[1], t.tenant, schema, r.Fields, r.ID)
	was, is := t.keys[0], t.keys[1]
	if err := t.checkUnique(schema, was, is, r.ID); err != nil {
		return storage.Record{}, err
	}
	r.Version++
	value := encodeRecord(r)
	t.set(key, value, old)
	for i := range is {
		switch same := bytes.Equal(was[i], is[i]); {
		case same && is[i] != nil && t.db.lasting:
			t.set(is[i], t.entryOf(value), t.entryOf(old))
		case !same:
			t.remove(was[i], t.entryOf(old))
			t.set(is[i], t.entryOf(value), nil)
		}
	}
	saved, _ := decodeRecord(value, nil, false)
	return saved, t.broken
}

func (t *tx) Delete(ctx context.Context, schema *storage.Schema, id uuid.UUID, version int64) error {
	if err := t.enter(ctx, "delete"); err != nil {
		return err
	}
	if !t.db.declared[schema] {
		return undeclared("delete", schema)
	}
	key := recordKey(t.tenant, schema, id)
	if version < 1 {
		return conflict("delete", schema, id, "a record that is stored has a version of at least 1")
	}
	old, err := t.current("delete", schema, key, id, version)
	if err != nil {
		return err
	}
	t.remove(key, old)
	t.keys[0] = entryKeys(t.keys[0], t.tenant, schema, t.fields, id)
	for _, k := range t.keys[0] {
		t.remove(k, t.entryOf(old))
	}
	return t.broken
}

// current is the stored record if it has this version, nil for version 0, which means that there must be none. It leaves the record's fields in t.fields.
func (t *tx) current(op string, schema *storage.Schema, key []byte, id uuid.UUID, version int64) ([]byte, error) {
	t.fields = t.fields[:0]
	value, err := t.w.Get(key)
	if err != nil {
		return nil, engineError(op, schema, id, err)
	}
	switch {
	case value == nil && version == 0:
		return nil, nil
	case value == nil:
		return nil, conflict(op, schema, id, "the record is gone")
	case version == 0:
		return nil, &storage.Error{Kind: storage.ErrExists, Op: op, Collection: schema.Name, ID: id, Index: "id"}
	}
	old, err := decodeRecord(value, t.fields, true)
	if err == nil && old.Version != version {
		err = conflict(op, schema, id, "the record was changed since it was read: read it again")
	}
	t.fields = old.Fields
	return value, err
}

// entryOf is what the index entries of a stored record hold: the record itself, or its id.
func (t *tx) entryOf(value []byte) []byte {
	if value == nil || t.db.lasting {
		return value
	}
	return value[:16]
}

func conflict(op string, s *storage.Schema, id uuid.UUID, detail string) error {
	return &storage.Error{Kind: storage.ErrConflict, Op: op, Collection: s.Name, ID: id, Detail: detail}
}

// checkUnique refuses values that another record has in a unique index.
func (t *tx) checkUnique(schema *storage.Schema, was, is [][]byte, id uuid.UUID) error {
	for i := range schema.Indexes {
		if !schema.Indexes[i].Unique || is[i] == nil || bytes.Equal(was[i], is[i]) {
			continue
		}
		other, err := t.first(is[i][:len(is[i])-16])
		if err != nil {
			return engineError("put", schema, id, err)
		}
		if other != nil && !bytes.Equal(other[:16], id[:]) {
			return &storage.Error{Kind: storage.ErrExists, Op: "put", Collection: schema.Name, ID: id, Index: schema.Indexes[i].Name,
				Detail: "another record has these values"}
		}
	}
	return nil
}

// first is the first value under a key that begins so, nil if there is none.
func (t *tx) first(prefix []byte) ([]byte, error) {
	if t.see == nil {
		t.see = func(_, value []byte) bool {
			t.seen = value
			return false
		}
	}
	t.seen = nil
	t.end = behind(t.end[:0], prefix)
	err := t.w.Scan(prefix, t.end, false, t.see)
	return t.seen, err
}

func (t *tx) set(key, value, was []byte) {
	if key != nil && t.remember(key, was) {
		t.fail(t.w.Set(key, value))
	}
}

func (t *tx) remove(key, was []byte) {
	if key != nil && t.remember(key, was) {
		t.fail(t.w.Delete(key))
	}
}

// remember keeps what a savepoint would put back, and reports whether the transaction can go on.
func (t *tx) remember(key, was []byte) bool {
	if t.depth > 0 && t.broken == nil {
		if !t.db.lasting && was != nil {
			was = append([]byte(nil), was...)
		}
		t.undo = append(t.undo, change{key, was})
	}
	return t.broken == nil
}
