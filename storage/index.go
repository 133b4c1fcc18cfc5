package storage

import (
	"fmt"
	"time"
)

// Index is a declared index: the handle by which records of type T are found in order of its fields, then of their ids.
type Index[T any] struct {
	name   string
	fields []*Field[T]
	unique bool
}

// IndexOn declares an index over these fields. At most one of them may be nullable.
func IndexOn[T any](name string, fields ...*Field[T]) *Index[T] {
	return &Index[T]{name: name, fields: fields}
}

// UniqueOn declares an index in which no two records have equal values. Records with a null among them are not in it.
func UniqueOn[T any](name string, fields ...*Field[T]) *Index[T] {
	return &Index[T]{name: name, fields: fields, unique: true}
}

// Name is the index's name, as errors and SQL show it.
func (ix *Index[T]) Name() string { return ix.name }

// Key names the one record of a unique index that has these values, in the order of its fields. A value has its field's Go type; a
// text field also takes a string, an int field an int or int64.
func (ix *Index[T]) Key(values ...any) Key[T] {
	k := Key[T]{ix.Prefix(values...)}
	if k.r.fault == "" && (!ix.unique || len(values) != len(ix.fields)) {
		k.r.fault = "Key needs a unique index and a value for each of its fields; use Prefix"
	}
	return k
}

// Prefix is the range of records whose first fields have these values; without values, the whole index.
func (ix *Index[T]) Prefix(values ...any) Range[T] {
	r := Range[T]{index: ix}
	if len(values) > len(ix.fields) {
		r.fault = fmt.Sprintf("%d values for %d fields", len(values), len(ix.fields))
		return r
	}
	r.prefix = make([]Value, len(values))
	for i, a := range values {
		r.prefix[i] = r.value(i, a)
	}
	return r
}

// Key is a complete value of a unique index.
type Key[T any] struct{ r Range[T] }

// Range is a part of an index. Its methods return a narrowed copy.
type Range[T any] struct {
	index        *Index[T]
	prefix       []Value
	from, before Value
	reverse      bool
	fault        string
}

// From keeps records whose field after the prefix is at least this.
func (r Range[T]) From(value any) Range[T] {
	r.from = r.value(len(r.prefix), value)
	return r
}

// Before keeps records whose field after the prefix is less than this.
func (r Range[T]) Before(value any) Range[T] {
	r.before = r.value(len(r.prefix), value)
	return r
}

// UpTo keeps records whose time after the prefix is at or before this instant.
func (r Range[T]) UpTo(instant time.Time) Range[T] {
	return r.Before(instant.Truncate(time.Microsecond).Add(time.Microsecond))
}

// Reverse lists from the end of the range to its beginning.
func (r Range[T]) Reverse() Range[T] {
	r.reverse = !r.reverse
	return r
}

// value converts an argument for the field at this position; what does not fit is reported when the range is used.
func (r *Range[T]) value(at int, a any) Value {
	if at >= len(r.index.fields) {
		r.fault = "a range needs a field after the prefix"
		return Value{}
	}
	f := r.index.fields[at]
	v, ok := f.arg(a)
	if !ok {
		r.fault = fmt.Sprintf("%s is a %s field of another Go type than %T", f.name, f.kind, a)
	}
	return v
}

// query is the range as one page's Query.
func (r Range[T]) query(s *Schema, cursor string, limit int) (Query, error) {
	q := Query{Prefix: r.prefix, From: r.from, Before: r.before, Reverse: r.reverse, Limit: limit, Cursor: cursor}
	if r.index == nil {
		return q, &Error{Kind: ErrQuery, Op: "scan", Collection: s.Name, Detail: "the range has no index: use an index's Prefix or Key"}
	}
	q.Index = r.index.name
	if r.fault != "" {
		return q, &Error{Kind: ErrQuery, Op: "scan", Collection: s.Name, Index: q.Index, Detail: r.fault}
	}
	return q, nil
}
