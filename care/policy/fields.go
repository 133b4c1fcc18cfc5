package policy

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// The file, its schema, the diff and the check of what may be stored all go through the fields of a Policy. This file says once what those are.

// field is a field of a policy's structs: its name in the file, and what people call it.
type field struct {
	index int
	name  string
	label care.Text
}

// fieldsOf lists the fields of a struct in their order.
func fieldsOf(t reflect.Type) []field {
	all := make([]field, t.NumField())
	for i := range all {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		all[i] = field{i, name, care.Text{VI: f.Tag.Get("vi"), EN: f.Tag.Get("en")}}
	}
	return all
}

// labelOf is what people call a place in a policy, such as "sứ mệnh › tuyên bố". Indexes in the path are left out.
func labelOf(path string) (label care.Text) {
	t := reflect.TypeFor[Policy]()
	for name := range strings.SplitSeq(path, ".") {
		name, _, _ = strings.Cut(name, "[")
		for _, f := range fieldsOf(t) {
			if f.name == name {
				label, t = under(label, f.label), elem(t.Field(f.index).Type)
				break
			}
		}
		if t.Kind() != reflect.Struct || isLeaf(t) {
			break
		}
	}
	return label
}

// under puts a label behind that of what it is in.
func under(outer, inner care.Text) care.Text {
	if outer == (care.Text{}) {
		return inner
	}
	return care.Text{VI: outer.VI + " › " + inner.VI, EN: outer.EN + " › " + inner.EN}
}

// elem is the type of the entries of a list, or of what is pointed at, or the type itself.
func elem(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// What is written as one value in the file, although Go keeps some of it in a struct.
var (
	textType  = reflect.TypeFor[care.Text]()
	dateType  = reflect.TypeFor[calendar.Date]()
	spanType  = reflect.TypeFor[calendar.Span]()
	moneyType = reflect.TypeFor[care.Money]()
)

// isLeaf reports whether a type is one value.
func isLeaf(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct:
		return t == textType || t == dateType || t == spanType || t == moneyType
	case reflect.Slice:
		return false
	}
	return true
}

// enumeration is the list of the words of an enumerated type, with their names.
type enumeration struct {
	allowed []string
	names   map[string]care.Text
}

func enumerationOf[E ~string](terms care.Terms[E]) (reflect.Type, enumeration) {
	e := enumeration{names: map[string]care.Text{}}
	for value, name := range terms.All() {
		e.allowed = append(e.allowed, string(value))
		e.names[string(value)] = name
	}
	return reflect.TypeFor[E](), e
}

// enumerations are the enumerated types of a policy.
var enumerations = func() map[reflect.Type]enumeration {
	all := map[reflect.Type]enumeration{}
	add := func(t reflect.Type, e enumeration) { all[t] = e }
	add(enumerationOf(elementTerms))
	add(enumerationOf(audiences))
	add(enumerationOf(measureKinds))
	add(enumerationOf(directions))
	add(enumerationOf(consentBases))
	add(enumerationOf(care.Channel("").Terms()))
	return all
}()

// named is an entry of a list that has a key within it, by which it is found again in another edition, and a name.
type named interface {
	key() string
	called() care.Text
}

func (p Person) key() string          { return string(p.Ref) }
func (p Person) called() care.Text    { return p.Name }
func (v Value) key() string           { return v.Code }
func (v Value) called() care.Text     { return v.Text }
func (i Important) key() string       { return string(i.Element) }
func (i Important) called() care.Text { return care.NameOf(i.Element) }
func (v Variation) key() string       { return string(v.Segment) }
func (v Variation) called() care.Text { return same(string(v.Segment)) }
func (q Quality) key() string         { return q.Code }
func (q Quality) called() care.Text   { return q.Text }
func (k Kind) key() string            { return string(k.Code) }
func (k Kind) called() care.Text      { return k.Name }
func (l Line) key() string            { return string(l.Code) }
func (l Line) called() care.Text      { return l.Name }
func (s Segment) key() string         { return string(s.Ref) }
func (s Segment) called() care.Text   { return s.Name }
func (l Link) key() string            { return string(l.Code) }
func (l Link) called() care.Text      { return l.Name }
func (o Offering) key() string        { return string(o.Code) }
func (o Offering) called() care.Text  { return o.Name }
func (p Package) key() string         { return string(p.Code) }
func (p Package) called() care.Text   { return p.Name }
func (m Measure) key() string         { return string(m.Code) }
func (m Measure) called() care.Text   { return m.Name }
func (r Rollout) key() string         { return string(r.Segment) }
func (r Rollout) called() care.Text   { return same(string(r.Segment)) }
func (t Task) key() string            { return string(t.Code) }
func (t Task) called() care.Text      { return t.What }
func (p Plan) key() string            { return string(p.Code) }
func (p Plan) called() care.Text      { return same(string(p.Code)) }

// key of a provision: one element may be settled for other segments by another provision.
func (p Provision) key() string {
	segments := slices.Clone(p.Segments)
	slices.Sort(segments)
	var b strings.Builder
	b.WriteString(string(p.Element))
	for _, s := range segments {
		b.WriteString("/" + strconv.Quote(string(s)))
	}
	return b.String()
}

func (p Provision) called() care.Text { return care.NameOf(p.Element) }

// same is a text that is the same in every language.
func same(text string) care.Text { return care.Text{VI: text, EN: text} }
