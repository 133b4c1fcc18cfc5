package queue_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

// loose is a store that promises what the contract promises and nothing more: transactions run at the same time, every read sees what is
// committed just then, and only versions and unique indexes are checked at the commit. What relies on more than that breaks on it.
type loose struct {
	mu      sync.Mutex
	records map[looseKey]storage.Record
	pause   func() // before every call, so that others come between
}

type looseKey struct {
	tenant string
	schema *storage.Schema
	id     uuid.UUID
}

func newLoose(pause func()) *loose {
	return &loose{records: map[looseKey]storage.Record{}, pause: pause}
}

// randomPauses lets others in before most calls. It is used inside a bubble only.
func randomPauses(rnd *rand.Rand) func() {
	var mu sync.Mutex
	return func() {
		mu.Lock()
		d := time.Duration(rnd.IntN(3000)) * time.Microsecond
		mu.Unlock()
		time.Sleep(d)
	}
}

func (l *loose) ForTenant(id string) storage.Store { return &looseStore{l, id} }

type looseStore struct {
	*loose
	tenant string
}

func (s *looseStore) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	return fn(ctx, &looseTx{looseStore: s})
}

func (s *looseStore) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	for try := 1; ; try++ {
		tx := &looseTx{looseStore: s, writes: map[looseKey]looseWrite{}, seen: map[looseKey]int64{}}
		err := fn(ctx, tx)
		if err == nil {
			if err = ctx.Err(); err == nil {
				err = s.commit(tx)
			}
		}
		if err == nil {
			for _, hook := range tx.hooks {
				hook()
			}
			return nil
		}
		if !tx.lost || !errors.Is(err, storage.ErrConflict) || try == 20 {
			return err
		}
		time.Sleep(rand.N(time.Millisecond << min(try, 6)))
	}
}

// commit checks that nothing which was written has been written by others since, and writes it.
func (s *looseStore) commit(tx *looseTx) error {
	s.pause()
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, w := range tx.writes {
		if s.records[k].Version != w.base {
			tx.lost = true
			return conflictErr(k)
		}
		if w.rec.Version > 0 && s.taken(k, w.rec, tx.writes) != "" {
			tx.lost = true
			return conflictErr(k)
		}
	}
	for k, w := range tx.writes {
		if w.rec.Version == 0 {
			delete(s.records, k)
		} else {
			s.records[k] = w.rec
		}
	}
	return nil
}

func conflictErr(k looseKey) error {
	return &storage.Error{Kind: storage.ErrConflict, Op: "put", Collection: k.schema.Name, ID: k.id}
}

// taken names the unique index in which another record has the values of this one.
func (s *looseStore) taken(k looseKey, r storage.Record, own map[looseKey]looseWrite) string {
	for i := range k.schema.Indexes {
		ix := &k.schema.Indexes[i]
		if !ix.Unique || ix.Null(r.Fields) {
			continue
		}
		for _, other := range s.visible(k.schema, own) {
			if other.ID != k.id && !ix.Null(other.Fields) && compareFields(ix, r.Fields, other.Fields) == 0 {
				return ix.Name
			}
		}
	}
	return ""
}

func (s *looseStore) visible(schema *storage.Schema, own map[looseKey]looseWrite) []storage.Record {
	var all []storage.Record
	for k, r := range s.records {
		if k.tenant == s.tenant && k.schema == schema {
			if _, changed := own[k]; !changed {
				all = append(all, r)
			}
		}
	}
	for k, w := range own {
		if k.tenant == s.tenant && k.schema == schema && w.rec.Version > 0 {
			all = append(all, w.rec)
		}
	}
	return all
}

func compareFields(ix *storage.IndexSpec, a, b []storage.Value) int {
	for _, f := range ix.Fields {
		if c := compareValues(a[f], b[f]); c != 0 {
			return c
		}
	}
	return 0
}

func compareValues(a, b storage.Value) int {
	switch a.Kind() {
	case storage.KindText, storage.KindDate:
		return strings.Compare(a.Text(), b.Text())
	case storage.KindUUID:
		x, y := a.UUID(), b.UUID()
		return bytes.Compare(x[:], y[:])
	}
	switch {
	case a.Int() < b.Int():
		return -1
	case a.Int() > b.Int():
		return 1
	}
	return 0
}

type looseWrite struct {
	base int64
	rec  storage.Record // version 0: deleted
}

type looseTx struct {
	*looseStore
	writes map[looseKey]looseWrite
	seen   map[looseKey]int64
	lost   bool
	hooks  []func()
}

func (t *looseTx) AfterCommit(fn func()) { t.hooks = append(t.hooks, fn) }

func (t *looseTx) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	return fn(ctx, t)
}

func (t *looseTx) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	writes, hooks := map[looseKey]looseWrite{}, len(t.hooks)
	for k, w := range t.writes {
		writes[k] = w
	}
	err := fn(ctx, t)
	if err != nil {
		t.writes, t.hooks = writes, t.hooks[:hooks]
	}
	return err
}

func (t *looseTx) enter(ctx context.Context) (leave func(), err error) {
	t.pause()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t.mu.Lock()
	return t.mu.Unlock, nil
}

func (t *looseTx) current(k looseKey) storage.Record {
	if w, ok := t.writes[k]; ok {
		return w.rec
	}
	return t.records[k]
}

func (t *looseTx) see(schema *storage.Schema, r storage.Record) storage.Record {
	if t.seen != nil {
		t.seen[looseKey{t.tenant, schema, r.ID}] = r.Version
	}
	return storage.Record{ID: r.ID, Version: r.Version, Body: r.Body}
}

func (t *looseTx) Get(ctx context.Context, schema *storage.Schema, id uuid.UUID) (storage.Record, error) {
	leave, err := t.enter(ctx)
	if err != nil {
		return storage.Record{}, err
	}
	defer leave()
	r := t.current(looseKey{t.tenant, schema, id})
	if r.Version == 0 {
		return r, &storage.Error{Kind: storage.ErrNotFound, Op: "get", Collection: schema.Name, ID: id}
	}
	return t.see(schema, r), nil
}

func (t *looseTx) Scan(ctx context.Context, schema *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	var page storage.Page[storage.Record]
	b, err := schema.Bound(q)
	if err != nil {
		return page, err
	}
	leave, err := t.enter(ctx)
	if err != nil {
		return page, err
	}
	defer leave()
	all := slices.DeleteFunc(t.visible(schema, t.writes), func(r storage.Record) bool { return !within(b, q, r) })
	slices.SortFunc(all, func(x, y storage.Record) int {
		c := compareFields(b.Index, x.Fields, y.Fields)
		if c == 0 {
			c = bytes.Compare(x.ID[:], y.ID[:])
		}
		if q.Reverse {
			return -c
		}
		return c
	})
	for i, r := range all {
		if i == b.Limit {
			last := all[i-1]
			values := make([]storage.Value, len(b.Index.Fields))
			for n, f := range b.Index.Fields {
				values[n] = last.Fields[f]
			}
			page.Next = schema.Cursor(q, values, last.ID)
			break
		}
		page.Items = append(page.Items, t.see(schema, r))
	}
	return page, nil
}

// within reports whether a record is in the query's range and behind its cursor.
func within(b storage.Bound, q storage.Query, r storage.Record) bool {
	if b.Index.Null(r.Fields) {
		return false
	}
	for i, v := range q.Prefix {
		if r.Fields[b.Index.Fields[i]] != v {
			return false
		}
	}
	if !q.From.IsNull() && compareValues(r.Fields[b.Index.Fields[len(q.Prefix)]], q.From) < 0 {
		return false
	}
	if !q.Before.IsNull() && compareValues(r.Fields[b.Index.Fields[len(q.Prefix)]], q.Before) >= 0 {
		return false
	}
	if b.After == nil {
		return true
	}
	c := 0
	for i, v := range b.After.Values {
		if c = compareValues(r.Fields[b.Index.Fields[len(q.Prefix)+i]], v); c != 0 {
			break
		}
	}
	if c == 0 {
		c = bytes.Compare(r.ID[:], b.After.ID[:])
	}
	return c > 0 != q.Reverse && c != 0
}

func (t *looseTx) Put(ctx context.Context, schema *storage.Schema, r storage.Record) (storage.Record, error) {
	if err := schema.Check(r); err != nil {
		return r, err
	}
	leave, err := t.enter(ctx)
	if err != nil {
		return r, err
	}
	defer leave()
	k := looseKey{t.tenant, schema, r.ID}
	if err := t.match(k, r.Version); err != nil {
		return r, err
	}
	if taken := t.taken(k, r, t.writes); taken != "" {
		return r, &storage.Error{Kind: storage.ErrExists, Op: "put", Collection: schema.Name, ID: r.ID, Index: taken}
	}
	r.Version++
	t.write(k, r)
	return storage.Record{ID: r.ID, Version: r.Version, Body: r.Body}, nil
}

func (t *looseTx) Delete(ctx context.Context, schema *storage.Schema, id uuid.UUID, version int64) error {
	leave, err := t.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	k := looseKey{t.tenant, schema, id}
	if err := t.match(k, version); err != nil || version == 0 {
		return errors.Join(err, conflictIf(version == 0, k))
	}
	t.write(k, storage.Record{ID: id})
	return nil
}

func conflictIf(bad bool, k looseKey) error {
	if bad {
		return conflictErr(k)
	}
	return nil
}

// match checks a version, and notes when one that was read in this attempt has lost.
func (t *looseTx) match(k looseKey, version int64) error {
	now := t.current(k).Version
	if now == version {
		return nil
	}
	if version == 0 {
		return &storage.Error{Kind: storage.ErrExists, Op: "put", Collection: k.schema.Name, ID: k.id, Index: "id"}
	}
	t.lost = t.lost || t.seen[k] == version
	return conflictErr(k)
}

func (t *looseTx) write(k looseKey, r storage.Record) {
	w, ok := t.writes[k]
	if !ok {
		w.base = t.records[k].Version
	}
	w.rec = r
	t.writes[k] = w
	t.seen[k] = r.Version
}
