// Package ordered turns any ordered key-value store into a [storage.Store]: an [Engine] of a few methods gets
// order-preserving keys, index upkeep, unique indexes, cursors, versions and savepoints. storage/memory stands on it; examples/ownstore
// is an engine on bbolt, in about sixty lines.
package ordered

import (
	"context"
	"errors"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/attempt"
)

// Engine is an ordered key-value store with transactions.
type Engine interface {
	// View runs fn on committed data, unaffected by writes while fn runs.
	View(ctx context.Context, fn func(Reader) error) error
	// Update runs fn in a transaction that is alone in writing, or that fails with an error wrapping storage.ErrConflict when
	// it was not; then it is run again. It commits when fn returns nil and keeps nothing otherwise, also when fn panics.
	Update(ctx context.Context, fn func(Writer) error) error
}

// Reader reads keys. What it returns and yields may be shared with the engine, and is only read; it stays valid until fn returns.
type Reader interface {
	// Get returns the value of a key, nil if there is none. Stored values are never empty.
	Get(key []byte) ([]byte, error)
	// Scan yields the entries with from <= key < to in order of their keys, or backwards, until yield returns false.
	Scan(from, to []byte, reverse bool, yield func(key, value []byte) bool) error
}

// Writer also writes. It may keep the slices it is given. Deleting a missing key is no error.
type Writer interface {
	Reader
	Set(key, value []byte) error
	Delete(key []byte) error
}

// Config says which collections are kept, and what the engine is like.
type Config struct {
	Schemas []*storage.Schema
	// Lasting: values that the engine returned stay valid and unchanged for ever. Then records are not copied when read, and
	// index entries hold the record itself, so that a page needs no look-up for each record. Only for engines that keep slices in memory.
	Lasting bool
}

// DB keeps the declared collections in an engine. It is safe for concurrent use.
type DB struct {
	engine   Engine
	lasting  bool
	declared map[*storage.Schema]bool
}

// New checks the declarations and returns the store of every tenant.
func New(engine Engine, c Config) (*DB, error) {
	if err := storage.CheckSchemas(c.Schemas); err != nil {
		return nil, err
	}
	db := &DB{engine: engine, lasting: c.Lasting, declared: map[*storage.Schema]bool{}}
	for _, s := range c.Schemas {
		db.declared[s] = true
	}
	return db, nil
}

// ForTenant is the store of one tenant.
func (db *DB) ForTenant(id string) storage.Store {
	return &store{db: db, tenant: id, fault: attempt.Tenant(id)}
}

type store struct {
	db     *DB
	tenant string
	fault  error
}

func (s *store) enter(ctx context.Context, op string) error {
	if s.fault != nil {
		return s.fault
	}
	if err := attempt.Refuse(ctx, op, s.db, nil); err != nil {
		return err
	}
	return ctx.Err()
}

func (s *store) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	if err := s.enter(ctx, "view"); err != nil {
		return err
	}
	return fn(ctx, s)
}

func (s *store) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	if err := s.enter(ctx, "update"); err != nil {
		return err
	}
	var t *tx
	err := attempt.Retry(ctx, func() (again bool, err error) {
		committing := false
		err = s.db.engine.Update(ctx, func(w Writer) error {
			t = &tx{store: s, w: w}
			defer func() { t.done = true }()
			if err := fn(attempt.Enter(ctx, s.db, t), t); err != nil {
				return err
			}
			if err := t.enter(ctx, "update"); err != nil {
				return err
			}
			committing = true
			return nil
		})
		return committing && errors.Is(err, storage.ErrConflict), err
	})
	if err == nil {
		for _, hook := range t.hooks {
			hook()
		}
	}
	return err
}
