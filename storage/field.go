package storage

import (
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Field is a declared field of the records of type T: a name, a kind, and where the value is. Fields are declared by pointer
// accessors, so the compiler checks them and any named type of the kind is taken:
//
//	var holder = storage.Text("holder", func(r *Registration) *care.CustomerRef { return &r.Holder }).Nullable()
type Field[T any] struct {
	name     string
	kind     Kind
	nullable bool
	get      func(*T) Value
	arg      func(any) (Value, bool)
	clear    func(*T)
}

// Nullable returns the field with its zero value stored as null: such a record is not in an index that holds the field.
func (f *Field[T]) Nullable() *Field[T] {
	c := *f
	c.nullable = true
	return &c
}

func (f *Field[T]) value(t *T) Value {
	v := f.get(t)
	if f.nullable && v.isZero() {
		return Value{}
	}
	return v
}

func (v Value) isZero() bool {
	switch v.kind {
	case KindTime:
		return v.n == zeroTime
	case KindUUID:
		return v.s == zeroUUID
	}
	return v.n == 0 && v.s == ""
}

var (
	zeroTime = time.Time{}.UnixMicro()
	zeroUUID = string(make([]byte, 16))
)

func field[T, V any](name string, kind Kind, at func(*T) *V, of func(V) Value) *Field[T] {
	return &Field[T]{
		name: name,
		kind: kind,
		get:  func(t *T) Value { return of(*at(t)) },
		arg: func(a any) (Value, bool) {
			if v, ok := a.(V); ok {
				return of(v), true
			}
			return Value{}, false
		},
		clear: func(t *T) { *at(t) = *new(V) },
	}
}

// Text declares a text field: valid UTF-8 without NUL, at most MaxText bytes where an index holds it.
func Text[T any, V ~string](name string, at func(*T) *V) *Field[T] {
	f := field(name, KindText, at, func(v V) Value { return TextOf(string(v)) })
	exact := f.arg
	f.arg = func(a any) (Value, bool) {
		if s, ok := a.(string); ok {
			return TextOf(s), true
		}
		return exact(a)
	}
	return f
}

// Int declares a whole number field.
func Int[T any, V ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32](name string, at func(*T) *V) *Field[T] {
	f := field(name, KindInt, at, func(v V) Value { return IntOf(int64(v)) })
	exact := f.arg
	f.arg = func(a any) (Value, bool) {
		switch n := a.(type) {
		case int:
			return IntOf(int64(n)), true
		case int64:
			return IntOf(n), true
		}
		return exact(a)
	}
	return f
}

// Bool declares a truth field.
func Bool[T any, V ~bool](name string, at func(*T) *V) *Field[T] {
	return field(name, KindBool, at, func(v V) Value { return BoolOf(bool(v)) })
}

// Time declares an instant, kept in UTC to the microsecond.
func Time[T any](name string, at func(*T) *time.Time) *Field[T] {
	return field(name, KindTime, at, TimeOf)
}

// UUID declares an id: an [ID] of any type, or a uuid.
func UUID[T any, V ~[16]byte](name string, at func(*T) *V) *Field[T] {
	return field(name, KindUUID, at, func(v V) Value { return UUIDOf(uuid.UUID(v)) })
}

// Date declares a calendar date: any type whose String is yyyy-mm-dd, and "" for no date.
func Date[T any, V fmt.Stringer](name string, at func(*T) *V) *Field[T] {
	return field(name, KindDate, at, func(v V) Value { return DateOf(v.String()) })
}

// Part is a personal part of a record: what erasing its subject clears.
type Part[T any] struct {
	name  string
	clear func(*T)
}

// Personal declares a personal part by a name for the record of processing and a pointer to it; erasing sets it to its zero value. A part that is also a
// field of a unique index is a nullable field, since the zero value would be taken by the first who is erased.
func Personal[T, V any](name string, at func(*T) *V) Part[T] {
	return Part[T]{name: name, clear: func(t *T) { *at(t) = *new(V) }}
}
