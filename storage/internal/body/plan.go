// Package body writes and reads the JSON of records: the bytes and the values that encoding/json gives, at a third of its time for the plain structs that
// records are. A page of a hundred records spends most of its time here, and so does a queue in memory.
//
// A type is looked at once and becomes a Plan. What the plan does not know, such as a map, an interface or a type with a MarshalJSON of its own, is left to
// encoding/json, value by value. Reading goes by the form that Append writes: names in the order of the struct's fields, no white space. A body of another form
// is as valid, and is read by encoding/json from its beginning, which also makes all errors.
package body

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"time"
)

// Plan is how values of one type are written and read. It is safe for concurrent use.
type Plan struct {
	c       coder
	buffers sync.Pool // of *[]byte
}

// coder writes and reads values of one type. Both report whether they could; if not, encoding/json takes the whole body.
type coder struct {
	write func(dst []byte, v reflect.Value) ([]byte, bool)
	read  func(r *reader, v reflect.Value) bool
}

// NewPlan makes the plan of a type.
func NewPlan(t reflect.Type) *Plan { return &Plan{c: coderOf(t, nil)} }

// Marshal is json.Marshal of a pointer to a value of the plan's type.
func (p *Plan) Marshal(ptr any) ([]byte, error) {
	buffer, _ := p.buffers.Get().(*[]byte)
	if buffer == nil {
		buffer = new([]byte)
	}
	defer p.buffers.Put(buffer)
	dst, ok := p.c.write((*buffer)[:0], reflect.ValueOf(ptr).Elem())
	if !ok {
		return json.Marshal(ptr)
	}
	if cap(dst) <= largeBody {
		*buffer = dst
	}
	return append(make([]byte, 0, len(dst)), dst...), nil
}

// Unmarshal is json.Unmarshal into a pointer to a zero value of the plan's type. Strings of the value may share the memory of one copy of the data.
func (p *Plan) Unmarshal(data []byte, ptr any) error {
	v := reflect.ValueOf(ptr).Elem()
	r := newReader(data)
	if p.c.read(&r, v) && r.at == len(data) {
		return nil
	}
	v.SetZero()
	return json.Unmarshal(data, ptr)
}

// largeBody is what is not kept for the next: a buffer of this many bytes, a copy that strings share.
const largeBody = 64 << 10

var (
	timeType    = reflect.TypeFor[time.Time]()
	rawType     = reflect.TypeFor[json.RawMessage]()
	marshaler   = reflect.TypeFor[json.Marshaler]()
	unmarshaler = reflect.TypeFor[json.Unmarshaler]()
	toText      = reflect.TypeFor[encoding.TextMarshaler]()
	toTextAdded = reflect.TypeFor[encoding.TextAppender]()
	fromText    = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// coderOf looks at a type that stands within others. A type within itself is left to encoding/json, which bounds the depth.
func coderOf(t reflect.Type, within []reflect.Type) coder {
	for _, outer := range within {
		if outer == t {
			return foreign
		}
	}
	within = append(within[:len(within):len(within)], t)
	switch t {
	case timeType:
		return coder{writeTime, readByJSON}
	case rawType:
		return coder{writeRaw, readRaw}
	}
	c := coderOfKind(t, within)
	switch ptr := reflect.PointerTo(t); {
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface:
		return c
	case ptr.Implements(marshaler):
		c.write = foreign.write
	case ptr.Implements(toText) && ptr.Implements(toTextAdded):
		c.write = writeText
	case ptr.Implements(toText):
		c.write = foreign.write
	}
	switch ptr := reflect.PointerTo(t); {
	case ptr.Implements(unmarshaler):
		c.read = readByJSON
	case ptr.Implements(fromText):
		c.read = readByText
	}
	return c
}

func coderOfKind(t reflect.Type, within []reflect.Type) coder {
	switch t.Kind() {
	case reflect.String:
		return coder{writeString, readString}
	case reflect.Bool:
		return coder{writeBool, readBool}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return coder{writeInt, readInt}
	case reflect.Pointer:
		return pointerTo(coderOf(t.Elem(), within))
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return foreign // base64
		}
		return sliceOf(coderOf(t.Elem(), within))
	case reflect.Struct:
		return structOf(t, within)
	}
	return foreign
}

// field is one field of a struct.
type field struct {
	index int
	name  string // `"name":`
	omit  func(v reflect.Value) bool
	coder
}

// structOf leaves structs to encoding/json that ask for more than names and the leaving out of empty values.
func structOf(t reflect.Type, within []reflect.Type) coder {
	var fields []field
	names := map[string]bool{}
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		if f.Anonymous {
			return foreign
		}
		if !f.IsExported() || tag == "-" {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if name == "" {
			name = f.Name
		}
		omit, ok := omission(f.Type, strings.Split(options, ","))
		if !ok || names[name] || !isPlainName(name) {
			return foreign
		}
		names[name] = true
		fields = append(fields, field{i, `"` + name + `":`, omit, coderOf(f.Type, within)})
	}
	return coder{
		func(dst []byte, v reflect.Value) ([]byte, bool) { return writeStruct(dst, v, fields) },
		func(r *reader, v reflect.Value) bool { return readStruct(r, v, fields) },
	}
}

// isPlainName reports whether a name is quoted as it is, under any version of encoding/json.
func isPlainName(name string) bool {
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") == ""
}

// omission is when a field is left out: nil for never. ok is false where the options ask for what a plan does not know.
func omission(t reflect.Type, options []string) (omit func(reflect.Value) bool, ok bool) {
	for _, option := range options {
		switch option {
		case "string":
			return nil, false
		case "omitempty", "omitzero":
			if omit != nil {
				return nil, false
			}
			if omit = isEmpty(t); option == "omitzero" {
				omit, ok = isZero(t)
				if !ok {
					return nil, false
				}
			}
		}
	}
	return omit, true
}

func isEmpty(t reflect.Type) func(reflect.Value) bool {
	switch t.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return func(v reflect.Value) bool { return v.Len() == 0 }
	case reflect.Struct, reflect.Chan, reflect.Func, reflect.Complex64, reflect.Complex128, reflect.UnsafePointer:
		return nil
	}
	return reflect.Value.IsZero
}

func isZero(t reflect.Type) (omit func(reflect.Value) bool, ok bool) {
	type zeroer interface{ IsZero() bool }
	switch asked := reflect.PointerTo(t).Implements(reflect.TypeFor[zeroer]()); {
	case t.Kind() == reflect.Interface, t.Kind() == reflect.Pointer && t.Implements(reflect.TypeFor[zeroer]()):
		return nil, false
	case asked:
		return func(v reflect.Value) bool { return v.Addr().Interface().(zeroer).IsZero() }, true
	}
	return reflect.Value.IsZero, true
}
