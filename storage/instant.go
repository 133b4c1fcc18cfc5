package storage

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"time"
)

// instants sets every time inside a record to UTC microseconds, the precision all engines keep, so that Put returns what will be
// read. It is planned once for a type; nil means the type holds no time.
//
// It goes through structs, pointers, slices, arrays and maps as the JSON encoder does, and copies what lies behind them before
// changing it, because the caller still holds it. Types with a JSON form of their own, and values in interfaces (which JSON reads
// back as text), are left alone.
type instants func(v reflect.Value)

var (
	timeType      = reflect.TypeFor[time.Time]()
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// planInstants also reports a type that contains itself, which could not be walked in bounded time.
func planInstants(t reflect.Type, within ...reflect.Type) (instants, error) {
	if t == timeType {
		return cutTime, nil
	}
	if p := reflect.PointerTo(t); p.Implements(jsonMarshaler) || p.Implements(textMarshaler) {
		return nil, nil
	}
	for _, outer := range within {
		if outer == t {
			return nil, fmt.Errorf("type %s contains itself: keep the inner part as json.RawMessage, or in records of its own", t)
		}
	}
	within = append(within, t)
	switch t.Kind() {
	case reflect.Struct:
		return planStruct(t, within)
	case reflect.Slice, reflect.Array, reflect.Pointer, reflect.Map:
		elem, err := planInstants(t.Elem(), within...)
		if elem == nil || err != nil {
			return nil, err
		}
		return elem.behind(t.Kind()), nil
	}
	return nil, nil
}

func planStruct(t reflect.Type, within []reflect.Type) (instants, error) {
	type step struct {
		field int
		cut   instants
	}
	var steps []step
	for i := range t.NumField() {
		f := t.Field(i)
		promotes := f.Anonymous && f.Type.Kind() == reflect.Struct // JSON takes the exported fields of what is embedded
		if !f.IsExported() && !promotes || f.Tag.Get("json") == "-" {
			continue
		}
		cut, err := planInstants(f.Type, within...)
		if err != nil {
			return nil, err
		}
		if cut != nil {
			steps = append(steps, step{i, cut})
		}
	}
	if steps == nil {
		return nil, nil
	}
	return func(v reflect.Value) {
		for _, s := range steps {
			s.cut(v.Field(s.field))
		}
	}, nil
}

func cutTime(v reflect.Value) {
	t := v.Addr().Interface().(*time.Time)
	*t = t.UTC().Truncate(time.Microsecond)
}

// behind applies the plan to what a value of this kind holds.
func (elem instants) behind(kind reflect.Kind) instants {
	switch kind {
	case reflect.Pointer:
		return elem.pointer
	case reflect.Map:
		return elem.entries
	case reflect.Slice:
		return func(v reflect.Value) {
			own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			if reflect.Copy(own, v) > 0 {
				v.Set(own)
				elem.elements(v)
			}
		}
	}
	return elem.elements
}

func (elem instants) elements(v reflect.Value) {
	for i := range v.Len() {
		elem(v.Index(i))
	}
}

func (elem instants) pointer(v reflect.Value) {
	if v.IsNil() {
		return
	}
	own := reflect.New(v.Type().Elem())
	own.Elem().Set(v.Elem())
	elem(own.Elem())
	v.Set(own)
}

func (elem instants) entries(v reflect.Value) {
	if v.IsNil() {
		return
	}
	own := reflect.MakeMapWithSize(v.Type(), v.Len())
	for it := v.MapRange(); it.Next(); {
		e := reflect.New(v.Type().Elem()).Elem()
		e.Set(it.Value())
		elem(e)
		own.SetMapIndex(it.Key(), e)
	}
	v.Set(own)
}
