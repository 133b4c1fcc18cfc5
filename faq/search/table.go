package search

import "sync/atomic"

// table is a hash table that one writer fills while any number of readers look things up, without a lock. Nothing is ever taken out.
type table[V any] struct {
	slots []slot[V] // a power of two
	used  int       // the writer's
}

type slot[V any] struct {
	key   atomic.Uint64 // 0: free. It is set last, so that whoever sees it sees the value too
	value atomic.Pointer[V]
}

func newTable[V any](size int) *table[V] { return &table[V]{slots: make([]slot[V], size)} }

// spread mixes the bits of a key, since keys made of small numbers differ in a few bits only.
func spread(key uint64) uint64 {
	key ^= key >> 32
	key *= 0x9E3779B97F4A7C15
	return key ^ key>>29
}

// at is the slot of a key, or the free one where it would be.
func (t *table[V]) at(key uint64) *slot[V] {
	mask := uint64(len(t.slots) - 1)
	for i := spread(key) & mask; ; i = (i + 1) & mask {
		if k := t.slots[i].key.Load(); k == key || k == 0 {
			return &t.slots[i]
		}
	}
}

// find returns the value of a key, or nil.
func (t *table[V]) find(key uint64) *V {
	s := t.at(key)
	if s.key.Load() == 0 {
		return nil
	}
	return s.value.Load()
}

// put sets the value of a key in the slot that at returned, and returns the table, or a larger copy when it is full: readers of the old one lose
// nothing that they were to see.
func (t *table[V]) put(s *slot[V], key uint64, value *V) *table[V] {
	s.value.Store(value)
	if s.key.Load() == key {
		return t
	}
	s.key.Store(key)
	if t.used++; t.used*4 < len(t.slots)*3 {
		return t
	}
	larger := newTable[V](2 * len(t.slots))
	for i := range t.slots {
		if k := t.slots[i].key.Load(); k != 0 {
			s := larger.at(k)
			s.value.Store(t.slots[i].value.Load())
			s.key.Store(k)
		}
	}
	larger.used = t.used
	return larger
}
