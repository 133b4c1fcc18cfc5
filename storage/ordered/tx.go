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
	undo   []change // what savepoints would put back; kept only while depth > 0
	depth  int
	broken error // the engine failed half-way through a write: nothing may be committed
	done   bool  // fn has returned
}

type change struct{ key, value []byte }

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
		if c.value == nil {
			t.fail(t.w.Delete(c.key))
		} else {
			t.fail(t.w.Set(c.key, c.value))
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
	was, is := entryKeys(t.tenant, schema, old.Fields, r.ID), entryKeys(t.tenant, schema, r.Fields, r.ID)
	if err := t.checkUnique(schema, was, is, r.ID); err != nil {
		return storage.Record{}, err
	}
	r.Version++
	value := encodeRecord(r)
	entry := value
	if !t.db.lasting {
		entry = value[:16]
	}
	t.set(key, value)
	for i := range is {
		same := bytes.Equal(was[i], is[i])
		if was[i] != nil && !same {
			t.remove(was[i])
		}
		if is[i] != nil && (!same || t.db.lasting) {
			t.set(is[i], entry)
		}
	}
	saved, _ := decodeRecord(value, false)
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
	t.remove(key)
	for _, k := range entryKeys(t.tenant, schema, old.Fields, id) {
		if k != nil {
			t.remove(k)
		}
	}
	return t.broken
}

// current is the stored record if it has this version; version 0 means that there must be none.
func (t *tx) current(op string, schema *storage.Schema, key []byte, id uuid.UUID, version int64) (storage.Record, error) {
	value, err := t.w.Get(key)
	if err != nil {
		return storage.Record{}, engineError(op, schema, id, err)
	}
	switch {
	case value == nil && version == 0:
		return storage.Record{}, nil
	case value == nil:
		return storage.Record{}, conflict(op, schema, id, "the record is gone")
	case version == 0:
		return storage.Record{}, &storage.Error{Kind: storage.ErrExists, Op: op, Collection: schema.Name, ID: id, Index: "id"}
	}
	old, err := decodeRecord(value, true)
	if err == nil && old.Version != version {
		err = conflict(op, schema, id, "the record was changed since it was read: read it again")
	}
	return old, err
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
		values := is[i][:len(is[i])-16]
		taken := false
		err := t.w.Scan(values, behind(values), false, func(_, value []byte) bool {
			taken = !bytes.Equal(value[:16], id[:])
			return !taken
		})
		if err != nil {
			return engineError("put", schema, id, err)
		}
		if taken {
			return &storage.Error{Kind: storage.ErrExists, Op: "put", Collection: schema.Name, ID: id, Index: schema.Indexes[i].Name,
				Detail: "another record has these values"}
		}
	}
	return nil
}

func (t *tx) set(key, value []byte) {
	if t.remember(key) {
		t.fail(t.w.Set(key, value))
	}
}

func (t *tx) remove(key []byte) {
	if t.remember(key) {
		t.fail(t.w.Delete(key))
	}
}

// remember keeps what a savepoint would put back, and reports whether the transaction can go on.
func (t *tx) remember(key []byte) bool {
	if t.depth > 0 && t.broken == nil {
		value, err := t.w.Get(key)
		t.fail(err)
		if !t.db.lasting && value != nil {
			value = append([]byte(nil), value...)
		}
		t.undo = append(t.undo, change{key, value})
	}
	return t.broken == nil
}
