package ordered

import (
	"encoding/binary"
	"slices"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

// Keys compare bytewise as their values do. Text holds no NUL, so a NUL ends it without escapes:
//
//	tenant 0 collection 0 'r' id                     the record
//	tenant 0 collection 0 'i' index 0 values… id     an entry of an index
const (
	recordTag = 'r'
	indexTag  = 'i'
)

func appendCollectionKey(k []byte, tenant string, s *storage.Schema, tag byte) []byte {
	k = append(append(k, tenant...), 0)
	k = append(append(k, s.Name...), 0)
	return append(k, tag)
}

func recordKey(tenant string, s *storage.Schema, id uuid.UUID) []byte {
	k := make([]byte, 0, len(tenant)+len(s.Name)+3+len(id))
	return append(appendCollectionKey(k, tenant, s, recordTag), id[:]...)
}

func appendIndexKey(k []byte, tenant string, s *storage.Schema, ix *storage.IndexSpec) []byte {
	return append(append(appendCollectionKey(k, tenant, s, indexTag), ix.Name...), 0)
}

// entryKeys are the keys of the record's entry in each index, nil where the record is not in it. They share one piece of memory, which the engine may keep;
// the slice of them is made of the one that is given.
func entryKeys(keys [][]byte, tenant string, s *storage.Schema, fields []storage.Value, id uuid.UUID) [][]byte {
	keys = slices.Grow(keys[:0], len(s.Indexes))[:len(s.Indexes)]
	clear(keys)
	if len(fields) == 0 {
		return keys
	}
	size, common := 0, len(tenant)+len(s.Name)+len(id)+4
	for i := range s.Indexes {
		ix := &s.Indexes[i]
		size += common + len(ix.Name)
		for _, f := range ix.Fields {
			size += max(8, len(fields[f].Text())+1)
		}
	}
	b := make([]byte, 0, size)
	for i := range s.Indexes {
		ix := &s.Indexes[i]
		if ix.Null(fields) {
			continue
		}
		from := len(b)
		b = appendIndexKey(b, tenant, s, ix)
		for _, f := range ix.Fields {
			b = appendValue(b, fields[f])
		}
		b = append(b, id[:]...)
		keys[i] = b[from:len(b):len(b)]
	}
	return keys
}

func appendValue(k []byte, v storage.Value) []byte {
	switch v.Kind() {
	case storage.KindInt, storage.KindTime:
		return binary.BigEndian.AppendUint64(k, uint64(v.Int())^1<<63)
	case storage.KindBool:
		return append(k, byte(v.Int()))
	case storage.KindUUID:
		u := v.UUID()
		return append(k, u[:]...)
	}
	return append(append(k, v.Text()...), 0)
}

// behind is the first key after all keys that begin with k, in the memory of dst.
func behind(dst, k []byte) []byte {
	end := append(dst, k...)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i] != 0xff {
			end[i]++
			return end[:i+1]
		}
	}
	return nil
}

// span is the range of keys that holds a query's page.
func span(tenant string, s *storage.Schema, q storage.Query, b storage.Bound) (from, to []byte) {
	prefix := appendIndexKey(make([]byte, 0, 96), tenant, s, b.Index)
	for _, v := range q.Prefix {
		prefix = appendValue(prefix, v)
	}
	from, to = prefix, behind(nil, prefix)
	if !q.From.IsNull() {
		from = appendValue(append([]byte(nil), prefix...), q.From)
	}
	if !q.Before.IsNull() {
		to = appendValue(append([]byte(nil), prefix...), q.Before)
	}
	if b.After == nil {
		return from, to
	}
	at := append([]byte(nil), prefix...)
	for _, v := range b.After.Values {
		at = appendValue(at, v)
	}
	at = append(at, b.After.ID[:]...)
	if q.Reverse {
		return from, lesser(to, at)
	}
	return greater(from, append(at, 0)), to
}
