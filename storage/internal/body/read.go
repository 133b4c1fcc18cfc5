package body

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"unicode/utf8"
)

// reader goes through a body once.
type reader struct {
	data []byte
	at   int
	text string // a copy of data, made for the first string, of which the others are parts
}

func newReader(data []byte) reader { return reader{data: data} }

// peek is the next byte, 0 at the end.
func (r *reader) peek() byte {
	if r.at < len(r.data) {
		return r.data[r.at]
	}
	return 0
}

// take goes over the text if it comes next.
func (r *reader) take(text string) bool {
	end := r.at + len(text)
	if end > len(r.data) || string(r.data[r.at:end]) != text {
		return false
	}
	r.at = end
	return true
}

func (r *reader) takeByte(c byte) bool {
	if r.peek() != c {
		return false
	}
	r.at++
	return true
}

// plain goes over a quoted text that stands for itself, and says where it is between its quotes.
func (r *reader) plain() (from, to int, ok bool) {
	if r.peek() != '"' {
		return 0, 0, false
	}
	from = r.at + 1
	ascii := true
	for i := from; i < len(r.data); i++ {
		switch c := r.data[i]; {
		case c == '"':
			if !ascii && !utf8.Valid(r.data[from:i]) {
				return 0, 0, false
			}
			r.at = i + 1
			return from, i, true
		case c < ' ' || c == '\\':
			return 0, 0, false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return 0, 0, false
}

// value goes over any value and returns it. It looks at brackets and quotes only: whoever reads the value finds what is wrong with it.
func (r *reader) value() []byte {
	from, depth := r.at, 0
	for r.at < len(r.data) {
		switch r.data[r.at] {
		case '"':
			if !r.skipText() {
				return nil
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return r.data[from:r.at]
			}
			depth--
		case ',':
			if depth == 0 {
				return r.data[from:r.at]
			}
		}
		r.at++
	}
	return r.data[from:]
}

func (r *reader) skipText() bool {
	for r.at++; r.at < len(r.data); r.at++ {
		switch r.data[r.at] {
		case '\\':
			r.at++
		case '"':
			r.at++
			return true
		}
	}
	return false
}

// readStruct expects the names in the order of the fields, any of which may be missing.
func readStruct(r *reader, v reflect.Value, fields []field) bool {
	if !r.takeByte('{') {
		return false
	}
	if r.takeByte('}') {
		return true
	}
	for i := range fields {
		f := &fields[i]
		if !r.take(f.name) {
			continue
		}
		if !f.read(r, v.Field(f.index)) {
			return false
		}
		if r.takeByte('}') {
			return true
		}
		if !r.takeByte(',') {
			return false
		}
	}
	return false
}

func readSlice(r *reader, v reflect.Value, elem coder) bool {
	if r.peek() == 'n' {
		return foreign.read(r, v)
	}
	if !r.takeByte('[') {
		return false
	}
	if r.takeByte(']') {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		return true
	}
	for n := 0; ; n++ {
		if n == v.Cap() {
			v.Grow(max(4, n))
		}
		v.SetLen(n + 1)
		if !elem.read(r, v.Index(n)) {
			return false
		}
		if r.takeByte(']') {
			return true
		}
		if !r.takeByte(',') {
			return false
		}
	}
}

func readString(r *reader, v reflect.Value) bool {
	from, to, ok := r.plain()
	if !ok {
		return readEscaped(r, v)
	}
	if len(r.data) > shared {
		v.SetString(string(r.data[from:to]))
		return true
	}
	if r.text == "" {
		r.text = string(r.data)
	}
	v.SetString(r.text[from:to])
	return true
}

// readEscaped reads a text in which a backslash stands before single letters; others are left to encoding/json.
func readEscaped(r *reader, v reflect.Value) bool {
	if r.peek() != '"' {
		return foreign.read(r, v)
	}
	var buffer [256]byte
	text := buffer[:0]
	for i := r.at + 1; i < len(r.data); i++ {
		switch c := r.data[i]; {
		case c == '"':
			if !utf8.Valid(text) {
				return foreign.read(r, v)
			}
			r.at = i + 1
			v.SetString(string(text))
			return true
		case c == '\\' && i+1 < len(r.data):
			i++
			at := strings.IndexByte(escapes, r.data[i])
			if at < 0 {
				return foreign.read(r, v)
			}
			text = append(text, escaped[at])
		case c < ' ':
			return false
		default:
			text = append(text, c)
		}
	}
	return false
}

// shared is how long a body may be whose strings share one copy of it: one that is kept keeps all.
const shared = 1 << 10

func readBool(r *reader, v reflect.Value) bool {
	switch {
	case r.take("true"):
		v.SetBool(true)
	case r.take("false"):
		v.SetBool(false)
	default:
		return foreign.read(r, v)
	}
	return true
}

// readInt reads numbers of up to eighteen digits; others are left to encoding/json.
func readInt(r *reader, v reflect.Value) bool {
	from := r.at
	negative := r.takeByte('-')
	first, n := r.at, int64(0)
	for r.at-first < 19 && '0' <= r.peek() && r.peek() <= '9' {
		n = n*10 + int64(r.peek()-'0')
		r.at++
	}
	digits := r.at - first
	if negative {
		n = -n
	}
	if next := r.peek(); digits == 0 || digits > 18 || digits > 1 && r.data[first] == '0' || next != ',' && next != '}' && next != ']' || v.OverflowInt(n) {
		r.at = from
		return foreign.read(r, v)
	}
	v.SetInt(n)
	return true
}

// readByJSON reads a type that reads itself, from a text without the checks that encoding/json has made by then.
func readByJSON(r *reader, v reflect.Value) bool {
	from, to, ok := r.plain()
	if !ok {
		return foreign.read(r, v)
	}
	return v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(r.data[from-1:to+1]) == nil
}

func readByText(r *reader, v reflect.Value) bool {
	from, to, ok := r.plain()
	if !ok {
		return foreign.read(r, v)
	}
	return v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(r.data[from:to]) == nil
}

func readRaw(r *reader, v reflect.Value) bool {
	raw := r.value()
	if !json.Valid(raw) {
		return false
	}
	v.SetBytes(append([]byte(nil), raw...))
	return true
}
