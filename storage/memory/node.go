package memory

import (
	"bytes"
	"encoding/binary"
	"sort"
)

// A look-up compares heads, which lie side by side, and follows a pointer to a whole key about once a node instead of at each step: in
// a large tree each pointer is a wait for memory.

// leaf makes a node of this version with a copy of the items.
func (t *tree) leaf(items []*item) *node {
	n := &node{made: t.me, items: append(make([]*item, 0, maxItems+1), items...)}
	n.remake()
	return n
}

// find is the position of the first item that is not less than key, and whether it is key.
func (n *node) find(key []byte) (int, bool) {
	if c := bytes.Compare(key[:min(len(key), n.skip)], n.prefix[:n.skip]); c < 0 {
		return 0, false
	} else if c > 0 {
		return len(n.items), false
	}
	h := head(key, n.skip)
	lo, hi := 0, len(n.items)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); n.heads[mid] < h {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(n.items) || n.heads[lo] != h {
		return lo, false
	}
	equal := lo + sort.Search(len(n.items)-lo, func(i int) bool { return n.heads[lo+i] > h })
	for lo < equal {
		mid := int(uint(lo+equal) >> 1)
		switch c := bytes.Compare(n.items[mid].key, key); {
		case c == 0:
			return mid, true
		case c < 0:
			lo = mid + 1
		default:
			equal = mid
		}
	}
	return lo, false
}

// head is the eight bytes of a key from there on, as a number that compares as they do. What the key lacks counts as zero bytes.
func head(key []byte, skip int) uint64 {
	if len(key) >= skip+8 {
		return binary.BigEndian.Uint64(key[skip:])
	}
	var b [8]byte
	if len(key) > skip {
		copy(b[:], key[skip:])
	}
	return binary.BigEndian.Uint64(b[:])
}

// remake works out prefix and heads anew.
func (n *node) remake() {
	n.skip = 0
	if len(n.items) > 0 {
		first, last := n.items[0].key, n.items[len(n.items)-1].key
		n.skip = min(common(first, last), maxSkip)
		copy(n.prefix[:n.skip], first)
	}
	for i, it := range n.items {
		n.heads[i] = head(it.key, n.skip)
	}
}

// common is how many bytes two keys begin with alike.
func common(a, b []byte) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return i
}

func (n *node) insertItem(i int, it *item) {
	n.items = insertAt(n.items, i, it)
	copy(n.heads[i+1:], n.heads[i:len(n.items)-1])
	n.newKey(i)
}

func (n *node) replaceItem(i int, it *item) {
	n.items[i] = it
	n.newKey(i)
}

// newKey sets the head of a new key, and all of them if the key does not begin as the others do.
func (n *node) newKey(i int) {
	key := n.items[i].key
	if len(n.items) > 1 && bytes.HasPrefix(key, n.prefix[:n.skip]) {
		n.heads[i] = head(key, n.skip)
	} else {
		n.remake()
	}
}

func (n *node) removeItem(i int) {
	n.items = removeAt(n.items, i)
	copy(n.heads[i:], n.heads[i+1:len(n.items)+1])
}

func insertAt[T any](s []T, i int, v T) []T {
	s = append(s, v)
	copy(s[i+1:], s[i:])
	s[i] = v
	return s
}

func removeAt[T any](s []T, i int) []T {
	copy(s[i:], s[i+1:])
	clear(s[len(s)-1:])
	return s[:len(s)-1]
}
