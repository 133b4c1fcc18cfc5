package storage

import (
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

// Kind is the type of a declared field. The zero Kind is no kind: a null [Value] has it.
type Kind uint8

// The kinds of field. Each compares the same in every engine: text bytewise, false before true,
// a date by its text yyyy-mm-dd, a uuid by its bytes.
const (
	KindText Kind = iota + 1
	KindInt
	KindBool
	KindTime // UTC, microseconds
	KindUUID
	KindDate
)

// String is the kind's name as it appears in errors.
func (k Kind) String() string {
	switch k {
	case KindText:
		return "text"
	case KindInt:
		return "int"
	case KindBool:
		return "bool"
	case KindTime:
		return "time"
	case KindUUID:
		return "uuid"
	case KindDate:
		return "date"
	}
	return "null"
}

// Limits that hold for every engine, so that what one accepts all accept.
const (
	MaxText      = 512     // bytes of an indexed text
	MaxFieldText = 8 << 10 // bytes of a declared text that no index holds
	MaxBody      = 1 << 20 // bytes of a record's JSON body
	MaxTenant    = 128     // bytes of a tenant's id
	MaxPage      = 1000    // records of one page
)

// Value is one declared field of a record, or null. The zero Value is null. Values compare with ==.
type Value struct {
	kind Kind
	n    int64
	s    string
}

// TextOf is a text value.
func TextOf(s string) Value { return Value{kind: KindText, s: s} }

// IntOf is an integer value.
func IntOf(n int64) Value { return Value{kind: KindInt, n: n} }

// BoolOf is a truth value.
func BoolOf(b bool) Value {
	if b {
		return Value{kind: KindBool, n: 1}
	}
	return Value{kind: KindBool}
}

// TimeOf is an instant, cut to the microsecond.
func TimeOf(t time.Time) Value { return Value{kind: KindTime, n: t.UnixMicro()} }

// InstantOf is an instant given in Unix microseconds.
func InstantOf(micros int64) Value { return Value{kind: KindTime, n: micros} }

// UUIDOf is a uuid value.
func UUIDOf(u uuid.UUID) Value { return Value{kind: KindUUID, s: string(u[:])} }

// DateOf is a date, written yyyy-mm-dd.
func DateOf(text string) Value { return Value{kind: KindDate, s: text} }

// Kind is the value's kind, zero for null.
func (v Value) Kind() Kind { return v.kind }

// IsNull reports whether there is no value.
func (v Value) IsNull() bool { return v.kind == 0 }

// Text is the text of a text or date value.
func (v Value) Text() string { return v.s }

// Int is the number of an int value, and the Unix microseconds of a time.
func (v Value) Int() int64 { return v.n }

// Bool is the truth of a bool value.
func (v Value) Bool() bool { return v.n != 0 }

// Time is the instant of a time value, in UTC.
func (v Value) Time() time.Time { return time.UnixMicro(v.n).UTC() }

// UUID is the uuid of a uuid value.
func (v Value) UUID() (u uuid.UUID) {
	copy(u[:], v.s)
	return u
}

// check says why no engine stores the value, "" if every engine does.
func (v Value) check(limit int) string {
	switch v.kind {
	case KindText:
		return checkText(v.s, limit)
	case KindDate:
		if !isDate(v.s) {
			return "a date is written yyyy-mm-dd"
		}
	case KindUUID:
		if len(v.s) != 16 {
			return "a uuid has 16 bytes"
		}
	}
	return ""
}

func checkText(s string, limit int) string {
	if len(s) > limit {
		return "text of " + strconv.Itoa(len(s)) + " bytes, at most " + strconv.Itoa(limit) + " are stored: shorten it"
	}
	if !utf8.ValidString(s) {
		return "text is not valid UTF-8: convert it from its encoding first"
	}
	for i := range len(s) {
		if s[i] == 0 {
			return "text holds a NUL character: remove it"
		}
	}
	return ""
}

func isDate(s string) bool {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	for i := range len(s) {
		if i != 4 && i != 7 && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
