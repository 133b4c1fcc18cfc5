package body

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

func writeStruct(dst []byte, v reflect.Value, fields []field) ([]byte, bool) {
	dst = append(dst, '{')
	empty := len(dst)
	for i := range fields {
		f := &fields[i]
		value := v.Field(f.index)
		if f.omit != nil && f.omit(value) {
			continue
		}
		dst = append(dst, f.name...)
		var ok bool
		if dst, ok = f.write(dst, value); !ok {
			return dst, false
		}
		dst = append(dst, ',')
	}
	return end(dst, empty, '}'), true
}

// end closes what was opened, over the comma behind the last element.
func end(dst []byte, empty int, bracket byte) []byte {
	if len(dst) == empty {
		return append(dst, bracket)
	}
	dst[len(dst)-1] = bracket
	return dst
}

func sliceOf(elem coder) coder {
	return coder{
		func(dst []byte, v reflect.Value) ([]byte, bool) {
			if v.IsNil() {
				return append(dst, "null"...), true
			}
			dst = append(dst, '[')
			empty := len(dst)
			for i := range v.Len() {
				var ok bool
				if dst, ok = elem.write(dst, v.Index(i)); !ok {
					return dst, false
				}
				dst = append(dst, ',')
			}
			return end(dst, empty, ']'), true
		},
		func(r *reader, v reflect.Value) bool { return readSlice(r, v, elem) },
	}
}

func pointerTo(elem coder) coder {
	return coder{
		func(dst []byte, v reflect.Value) ([]byte, bool) {
			if v.IsNil() {
				return append(dst, "null"...), true
			}
			return elem.write(dst, v.Elem())
		},
		func(r *reader, v reflect.Value) bool {
			if r.peek() == 'n' {
				return foreign.read(r, v)
			}
			v.Set(reflect.New(v.Type().Elem()))
			return elem.read(r, v.Elem())
		},
	}
}

// foreign leaves a value to encoding/json.
var foreign = coder{
	func(dst []byte, v reflect.Value) ([]byte, bool) {
		text, err := json.Marshal(v.Addr().Interface())
		return append(dst, text...), err == nil
	},
	func(r *reader, v reflect.Value) bool {
		text := r.value()
		return text != nil && json.Unmarshal(text, v.Addr().Interface()) == nil
	},
}

func writeString(dst []byte, v reflect.Value) ([]byte, bool) {
	return appendString(dst, v.String()), true
}

func appendString(dst []byte, s string) []byte {
	if isPlain(s) {
		dst = append(dst, '"')
		dst = append(dst, s...)
		return append(dst, '"')
	}
	if !isPlainUnicode(s) {
		text, _ := json.Marshal(s)
		return append(dst, text...)
	}
	dst = append(dst, '"')
	for i := range len(s) {
		if c := s[i]; c < utf8.RuneSelf && !plain[c] {
			dst = appendEscape(dst, c)
		} else {
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}

func appendEscape(dst []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	if i := strings.IndexByte(escaped, c); i >= 0 {
		return append(dst, '\\', escapes[i])
	}
	return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}

// escaped are the bytes that encoding/json writes as a backslash and the letter at the same place of escapes.
const (
	escaped = "\t\n\r\b\f\"\\"
	escapes = "tnrbf\"\\"
)

// isPlain reports whether encoding/json quotes the text as it is.
func isPlain[S string | []byte](s S) bool {
	ascii := true
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			ascii = false
		case !plain[c]:
			return false
		}
	}
	return ascii || isPlainUnicode(string(s))
}

// plain are the bytes below 128 that encoding/json writes as they are.
var plain = func() (table [utf8.RuneSelf]bool) {
	for c := byte(' '); c < 0x7f; c++ {
		table[c] = !strings.ContainsRune(`"\<>&`, rune(c))
	}
	table[0x7f] = true
	return table
}()

func isPlainUnicode(s string) bool {
	for i, r := range s {
		if r == '\u2028' || r == '\u2029' {
			return false
		}
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return false
			}
		}
	}
	return true
}

func writeBool(dst []byte, v reflect.Value) ([]byte, bool) {
	return strconv.AppendBool(dst, v.Bool()), true
}

func writeInt(dst []byte, v reflect.Value) ([]byte, bool) {
	return strconv.AppendInt(dst, v.Int(), 10), true
}

func writeTime(dst []byte, v reflect.Value) ([]byte, bool) {
	t := v.Addr().Interface().(*time.Time)
	dst = append(dst, '"')
	dst, err := t.AppendText(dst)
	return append(dst, '"'), err == nil
}

// writeText writes a type that has a text form, and no other.
func writeText(dst []byte, v reflect.Value) ([]byte, bool) {
	dst = append(dst, '"')
	from := len(dst)
	dst, err := v.Addr().Interface().(encoding.TextAppender).AppendText(dst)
	return append(dst, '"'), err == nil && isPlain(dst[from:])
}

// writeRaw writes JSON that needs no change: what encoding/json would leave out or write otherwise is left to it.
func writeRaw(dst []byte, v reflect.Value) ([]byte, bool) {
	raw := v.Bytes()
	for _, c := range raw {
		switch c {
		case ' ', '\t', '\r', '\n', '<', '>', '&', 0xe2: // the first byte of U+2028
			return foreign.write(dst, v)
		}
	}
	if !json.Valid(raw) {
		return foreign.write(dst, v)
	}
	return append(dst, raw...), true
}
