package storage

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"

	"github.com/google/uuid"
)

// Bound is what a checked [Query] asks of its index: what an adapter needs to run it.
type Bound struct {
	Index *IndexSpec
	After *Position // the page begins behind this; nil: at the range's end that Reverse says
	Limit int       // 1 to MaxPage
}

// Position is a place in an index: the values after the query's prefix, and an id. It need not be any record's.
type Position struct {
	Values []Value
	ID     uuid.UUID
}

// Bound checks the query against the schema and reads its cursor. Every adapter calls it first in Scan, so that all
// refuse the same: ErrQuery for a query that does not fit, ErrCursor for a cursor of another index.
func (s *Schema) Bound(q Query) (Bound, error) {
	refuse := func(kind error, detail string) (Bound, error) {
		return Bound{}, &Error{Kind: kind, Op: "scan", Collection: s.Name, Index: q.Index, Detail: detail}
	}
	ix := s.Index(q.Index)
	if ix == nil {
		return refuse(ErrQuery, "there is no such index")
	}
	if why := s.queryFault(ix, q); why != "" {
		return refuse(ErrQuery, why)
	}
	b := Bound{Index: ix, Limit: q.Limit}
	if b.Limit == 0 {
		b.Limit = 100
	}
	if q.Cursor != "" {
		after, ok := s.parseCursor(ix, len(q.Prefix), q.Cursor)
		if !ok {
			return refuse(ErrCursor, "pass Next of a page of this very list, or none to begin again")
		}
		b.After = &after
	}
	return b, nil
}

func (s *Schema) queryFault(ix *IndexSpec, q Query) string {
	if len(q.Prefix) > len(ix.Fields) {
		return "more prefix values than the index has fields"
	}
	if q.Limit < 0 || q.Limit > MaxPage {
		return "the limit is outside 1 to 1000"
	}
	for i, v := range q.Prefix {
		if why := s.valueFault(ix.Fields[i], v); why != "" {
			return why
		}
	}
	for _, v := range []Value{q.From, q.Before} {
		if v.IsNull() {
			continue
		}
		if len(q.Prefix) == len(ix.Fields) {
			return "a range needs a field after the prefix"
		}
		if why := s.valueFault(ix.Fields[len(q.Prefix)], v); why != "" {
			return why
		}
	}
	return ""
}

func (s *Schema) valueFault(field int, v Value) string {
	f := &s.Fields[field]
	if v.kind != f.Kind {
		return f.Name + " is " + f.Kind.String() + ", the query has " + v.kind.String()
	}
	if why := v.check(MaxText); why != "" {
		return f.Name + ": " + why
	}
	return ""
}

// Cursor names the position of a record in the query's index, given all its values in that index.
func (s *Schema) Cursor(q Query, values []Value, id uuid.UUID) string {
	ix := s.Index(q.Index)
	b := binary.BigEndian.AppendUint32(make([]byte, 0, 64), s.cursorMark(ix, len(q.Prefix)))
	for _, v := range values[len(q.Prefix):] {
		switch v.kind {
		case KindInt, KindBool, KindTime:
			b = binary.AppendVarint(b, v.n)
		default:
			b = binary.AppendUvarint(b, uint64(len(v.s)))
			b = append(b, v.s...)
		}
	}
	b = append(b, id[:]...)
	return base64.RawURLEncoding.EncodeToString(b)
}

// parseCursor reads what Cursor wrote. Whatever the text, the position lies within the query's prefix, which is not in it.
func (s *Schema) parseCursor(ix *IndexSpec, prefix int, cursor string) (Position, bool) {
	if len(cursor) > 2*maxIndexFields*MaxText {
		return Position{}, false
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(b) < 4+16 || binary.BigEndian.Uint32(b) != s.cursorMark(ix, prefix) {
		return Position{}, false
	}
	b, p := b[4:], Position{}
	for _, f := range ix.Fields[prefix:] {
		v := Value{kind: s.Fields[f].Kind}
		var n int
		switch v.kind {
		case KindInt, KindBool, KindTime:
			v.n, n = binary.Varint(b)
		default:
			var size uint64
			size, n = binary.Uvarint(b)
			if n > 0 && size <= uint64(len(b)-n) {
				v.s = string(b[n : n+int(size)])
				n += int(size)
			} else {
				n = 0
			}
		}
		if n <= 0 || s.valueFault(f, v) != "" {
			return Position{}, false
		}
		b = b[n:]
		p.Values = append(p.Values, v)
	}
	if len(b) != 16 {
		return Position{}, false
	}
	copy(p.ID[:], b)
	return p, true
}

// cursorMark tells cursors of one index and prefix length from all others.
func (s *Schema) cursorMark(ix *IndexSpec, prefix int) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s.Name + "\x00" + ix.Name + "\x00" + string(rune('0'+prefix))))
	for _, f := range ix.Fields {
		h.Write([]byte{byte(s.Fields[f].Kind)})
	}
	return h.Sum32()
}
