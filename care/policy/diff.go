package policy

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Change is one thing that differs between two versions of a policy, in words.
type Change struct {
	Path   string      `json:"path"` // where: in the new version, or in the old one if it was taken out there
	Reason care.Reason `json:"reason"`
}

// Diff says in words what became of a policy from one version to another, in the order of its fields. Entries of lists are known again by their codes; what has
// moved is told as moved. Two versions that say the same have no changes.
func Diff(from, to Policy) []Change {
	d := differ{segments: map[string]care.Text{}}
	for _, p := range []Policy{from, to} {
		for _, s := range p.Contents.Segments {
			d.segments[string(s.Ref)] = s.Name
		}
	}
	d.fields(reflect.ValueOf(from), reflect.ValueOf(to), "", care.Text{})
	return d.found
}

// differ goes through two policies side by side.
type differ struct {
	segments map[string]care.Text
	found    []Change
}

func (d *differ) note(path string, code *care.Code, what care.Text, facts ...care.Fact) {
	d.found = append(d.found, Change{path, code.With(append(facts, care.NewFact("what", what))...)})
}

func (d *differ) fields(a, b reflect.Value, path string, what care.Text) {
	for _, f := range fieldsOf(a.Type()) {
		at := f.name
		if path != "" {
			at = path + "." + f.name
		}
		d.value(a.Field(f.index), b.Field(f.index), at, under(what, f.label))
	}
}

func (d *differ) value(a, b reflect.Value, path string, what care.Text) {
	switch {
	case a.Kind() == reflect.Slice && !isLeaf(a.Type().Elem()):
		d.entries(a, b, path, what)
	case a.Kind() == reflect.Slice || isLeaf(a.Type()):
		if !reflect.DeepEqual(a.Interface(), b.Interface()) && !(a.Kind() == reflect.Slice && a.Len()+b.Len() == 0) {
			d.words(d.said(a), d.said(b), path, what)
		}
	default:
		d.fields(a, b, path, what)
	}
}

// words tells of two values that are not the same.
func (d *differ) words(from, to care.Text, path string, what care.Text) {
	none := care.Text{}
	switch {
	case from == none:
		d.note(path, CodeSet, what, care.NewFact("to", to))
	case to == none:
		d.note(path, CodeCleared, what, care.NewFact("from", from))
	default:
		d.note(path, CodeChanged, what, care.NewFact("from", from), care.NewFact("to", to))
	}
}

// entries tells of lists whose entries have keys: which were added, taken out, changed and moved.
func (d *differ) entries(a, b reflect.Value, path string, what care.Text) {
	old, now := indexed(a), indexed(b)
	var stayedA, stayedB []string
	for i, key := range keysIn(a) {
		if _, ok := now[key]; ok {
			stayedA = append(stayedA, key)
		} else {
			d.note(fmt.Sprintf("%s[%d]", path, i), CodeRemoved, d.entry(a.Index(i), what))
		}
	}
	for i, key := range keysIn(b) {
		at := fmt.Sprintf("%s[%d]", path, i)
		was, ok := old[key]
		if !ok {
			d.note(at, CodeAdded, d.entry(b.Index(i), what))
			continue
		}
		stayedB = append(stayedB, key)
		d.fields(a.Index(was), b.Index(i), at, d.entry(b.Index(i), what))
	}
	if !slices.Equal(stayedA, stayedB) {
		d.note(path, CodeReordered, what)
	}
}

// keysIn are the keys of a list's entries. Of entries with one key, such as provisions that overlap, the second has a key of its own.
func keysIn(list reflect.Value) []string {
	keys := make([]string, list.Len())
	seen := map[string]int{}
	for i := range keys {
		key := list.Index(i).Interface().(named).key()
		seen[key]++
		keys[i] = key + "#" + strconv.Itoa(seen[key])
	}
	return keys
}

func indexed(list reflect.Value) map[string]int {
	at := map[string]int{}
	for i, key := range keysIn(list) {
		at[key] = i
	}
	return at
}

// entry is what people call an entry of a list: “what” and its name, and for a provision its segments.
func (d *differ) entry(v reflect.Value, what care.Text) care.Text {
	e := v.Interface().(named)
	name := e.called()
	if segment, ok := d.segments[e.key()]; ok {
		name = segment
	}
	t := care.Text{VI: what.VI + " “" + name.In(care.LangVI) + "”", EN: what.EN + " “" + name.In(care.LangEN) + "”"}
	if p, ok := e.(Provision); ok {
		segments := d.said(reflect.ValueOf(p.Segments))
		t = care.Text{VI: t.VI + " (" + segments.VI + ")", EN: t.EN + " (" + segments.EN + ")"}
	}
	return t
}

// said is a value in words, or no text for the zero value.
func (d *differ) said(v reflect.Value) care.Text {
	if v.Kind() == reflect.Slice {
		var vi, en []string
		for i := range v.Len() {
			t := d.said(v.Index(i))
			vi, en = append(vi, t.In(care.LangVI)), append(en, t.In(care.LangEN))
		}
		return care.Text{VI: strings.Join(vi, ", "), EN: strings.Join(en, ", ")}
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return care.Text{}
		}
		return number(v.Elem().Float(), -1)
	}
	if v.IsZero() {
		return care.Text{}
	}
	switch x := v.Interface().(type) {
	case care.Text:
		return x
	case care.Money:
		return care.Text{VI: x.Format(care.LangVI), EN: x.Format(care.LangEN)}
	case calendar.Date:
		return care.Text{VI: dateText(x, care.LangVI), EN: dateText(x, care.LangEN)}
	case calendar.Span:
		return care.Text{VI: spanText(x, care.LangVI), EN: spanText(x, care.LangEN)}
	case care.SegmentRef:
		if name, ok := d.segments[string(x)]; ok {
			return name
		}
	}
	switch v.Kind() {
	case reflect.Float64:
		return number(v.Float(), -1)
	case reflect.Int:
		return same(strconv.Itoa(int(v.Int())))
	}
	if e, ok := enumerations[v.Type()]; ok && e.names[v.String()] != (care.Text{}) {
		return e.names[v.String()]
	}
	return same(v.String())
}
