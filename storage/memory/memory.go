// Package memory keeps records in memory: for tests, for examples, and for hosts that rebuild their state at start. It
// makes every promise of the storage contract but durability.
//
// The data is one immutable tree. A reader works on the tree as it was when its call began and never waits; one writer at a time
// changes a copy that shares all it did not touch, and a commit replaces the tree by that copy.
package memory

import (
	"context"
	"sync/atomic"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/ordered"
)

// New returns an empty store for every tenant, after checking the declarations.
func New(schemas ...*storage.Schema) (storage.Tenants, error) {
	e := &engine{writing: make(chan struct{}, 1)}
	e.tree.Store(&tree{})
	return ordered.New(e, ordered.Config{Schemas: schemas, Lasting: true})
}

type engine struct {
	tree    atomic.Pointer[tree]
	writing chan struct{} // holds a token while somebody writes
}

func (e *engine) View(_ context.Context, fn func(ordered.Reader) error) error {
	return fn(reader{e.tree.Load()})
}

func (e *engine) Update(ctx context.Context, fn func(ordered.Writer) error) error {
	select {
	case e.writing <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-e.writing }()
	w := writer{reader{e.tree.Load().edit()}}
	if err := fn(w); err != nil {
		return err
	}
	e.tree.Store(w.tree)
	return nil
}

type reader struct{ tree *tree }

func (r reader) Get(key []byte) ([]byte, error) { return r.tree.get(key), nil }

func (r reader) Scan(from, to []byte, reverse bool, yield func(key, value []byte) bool) error {
	if reverse {
		r.tree.descend(from, to, yield)
	} else {
		r.tree.ascend(from, to, yield)
	}
	return nil
}

type writer struct{ reader }

func (w writer) Set(key, value []byte) error {
	w.tree.set(key, value)
	return nil
}

func (w writer) Delete(key []byte) error {
	w.tree.delete(key)
	return nil
}
