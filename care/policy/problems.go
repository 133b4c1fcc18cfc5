package policy

import (
	"fmt"
	"math"
	"reflect"
	"unicode/utf8"

	"github.com/chamsoc/chamsoc/care"
)

// limits of a policy.
const (
	maxItems = 2000 // entries of a list
	maxKey   = 200  // bytes of a code
	maxWhole = 1000 // months, priorities
)

// Problems lists what keeps a policy from being kept at all, even as a draft: codes that are missing, that come twice or that nothing has, texts in one language
// only, numbers that cannot be. What is not settled yet is no problem of a draft; [Missing] and [Check] tell that.
func (p Policy) Problems() care.Problems {
	var all care.Problems
	tidyRef(&all, "code", string(p.Code))
	if p.Edition < 1 {
		all.Add("edition", fmt.Sprint(p.Edition), CodeEdition.With())
	}
	if !p.Until.IsZero() && p.Until.Before(p.From) {
		all.Add("until", p.Until.String(), CodePeriod.With(care.NewFact("from", p.From), care.NewFact("until", p.Until)))
	}
	look(&all, reflect.ValueOf(p), "")
	p.pointers(&all)
	for i, r := range p.Provisions {
		r.problems(&all, fmt.Sprintf("provisions[%d]", i))
	}
	return all
}

// look goes through the fields of a value for what no field of its type may be.
func look(p *care.Problems, v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Struct:
		if isLeaf(v.Type()) {
			lookLeaf(p, v.Interface(), path)
			return
		}
		for _, f := range fieldsOf(v.Type()) {
			at := f.name
			if path != "" {
				at = path + "." + f.name
			}
			look(p, v.Field(f.index), at)
		}
	case reflect.Slice:
		lookList(p, v, path)
	case reflect.String:
		lookWord(p, v, path)
	case reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || math.Abs(x) > 1e15 {
			p.Add(path, "", CodeNumber.With())
		}
	case reflect.Pointer:
		if !v.IsNil() {
			look(p, v.Elem(), path)
		}
	case reflect.Int:
		if n := v.Int(); n < 0 || n > maxWhole && path != "edition" {
			p.Add(path, "", CodeNumber.With())
		}
	}
}

func lookLeaf(p *care.Problems, leaf any, path string) {
	switch v := leaf.(type) {
	case care.Text:
		optionalText(p, path, v)
	case care.Money:
		if v.Sign() < 0 {
			p.Add(path, "", CodeNumber.With())
		}
	}
}

// lookWord wants a word of the enumeration, or a short line.
func lookWord(p *care.Problems, v reflect.Value, path string) {
	word := v.String()
	if e, ok := enumerations[v.Type()]; ok && word != "" {
		if _, known := e.names[word]; !known {
			p.Add(path, word, care.CodeUnknownWord.With(care.NewFact("allowed", e.allowed)))
		}
		return
	}
	if read := care.Optional(p, path, word, care.ParseRef[string]); read != "" && read != word || len(word) > maxKey && utf8.ValidString(word) {
		p.Add(path, word, care.CodeUnreadable.With())
	}
}

// lookList wants entries that have a key, each another.
func lookList(p *care.Problems, v reflect.Value, path string) {
	if v.Len() > maxItems {
		p.Add(path, "", care.CodeTooMany.With(care.NewFact("limit", maxItems)))
		return
	}
	seen := map[string]bool{}
	for i := range v.Len() {
		at := fmt.Sprintf("%s[%d]", path, i)
		entry := v.Index(i)
		look(p, entry, at)
		key := ""
		switch e := entry.Interface().(type) {
		case Provision: // two of one element and segment are told by P09
			continue
		case care.Text:
			continue
		case named: // by its first field
			at, key = at+"."+fieldsOf(entry.Type())[0].name, e.key()
		default:
			key = entry.String()
		}
		if key == "" {
			p.Add(at, "", care.CodeMissing.With())
		} else if seen[key] {
			p.Add(at, key, CodeTwice.With(care.NewFact("code", key)))
		}
		seen[key] = true
	}
}

// pointers wants everything that is named to be there. People are looked for by P02.
func (p Policy) pointers(all *care.Problems) {
	c := p.Contents
	segments, kinds, lines := keysOf(c.Segments), keysOf(c.Kinds), keysOf(c.Lines)
	offerings, links := keysOf(c.Offerings), keysOf(c.Links)
	one := func(path, key string, in map[string]bool) {
		if key != "" && !in[key] {
			all.Add(path, key, CodeUnknown.With(care.NewFact("code", key)))
		}
	}
	for i, v := range p.Objectives.Varies {
		one(fmt.Sprintf("objectives.varies[%d].segment", i), string(v.Segment), segments)
	}
	for i, l := range c.Lines {
		one(fmt.Sprintf("contents.lines[%d].kind", i), string(l.Kind), kinds)
	}
	every(all, "contents.important_customers.segments", c.ImportantCustomers.Segments, segments)
	every(all, "contents.important_services.offerings", c.ImportantServices.Offerings, offerings)
	for i, o := range c.Offerings {
		at := fmt.Sprintf("contents.offerings[%d]", i)
		one(at+".line", string(o.Line), lines)
		every(all, at+".segments", o.Segments, segments)
	}
	for i, k := range c.Packages {
		at := fmt.Sprintf("contents.packages[%d]", i)
		every(all, at+".offerings", k.Offerings, offerings)
		every(all, at+".segments", k.Segments, segments)
	}
	for i, r := range p.Provisions {
		at := fmt.Sprintf("provisions[%d]", i)
		every(all, at+".segments", r.Segments, segments)
		for k, m := range r.Measures {
			every(all, fmt.Sprintf("%s.measures[%d].links", at, k), m.Links, links)
		}
	}
	for i, r := range p.Rollouts {
		one(fmt.Sprintf("rollouts[%d].segment", i), string(r.Segment), segments)
	}
	for i, m := range p.Marketing.Plans {
		at := fmt.Sprintf("marketing.plans[%d]", i)
		one(at+".offering", string(m.Offering), offerings)
		every(all, at+".segments", m.Segments, segments)
	}
}

// every wants each key to be there.
func every[K ~string](p *care.Problems, path string, keys []K, in map[string]bool) {
	for i, k := range keys {
		if k != "" && !in[string(k)] {
			p.Add(fmt.Sprintf("%s[%d]", path, i), string(k), CodeUnknown.With(care.NewFact("code", k)))
		}
	}
}

func keysOf[T named](list []T) map[string]bool {
	keys := make(map[string]bool, len(list))
	for _, e := range list {
		keys[e.key()] = true
	}
	return keys
}

// problems are those of one provision by itself.
func (p Provision) problems(all *care.Problems, at string) {
	if p.Element == "" {
		all.Add(at+".element", "", care.CodeMissing.With())
	}
	if len(p.Segments) == 0 {
		all.Add(at+".segments", "", care.CodeMissing.With())
	}
	if p.Audience == "" {
		all.Add(at+".audience", "", care.CodeMissing.With())
	}
	if !p.Until.IsZero() && p.Until.Before(p.From) {
		all.Add(at+".until", p.Until.String(), CodePeriod.With(care.NewFact("from", p.From), care.NewFact("until", p.Until)))
	}
	for i, m := range p.Measures {
		m.problems(all, fmt.Sprintf("%s.measures[%d]", at, i))
	}
}

// problems are those of a measure whose numbers cannot be, or that says what its kind does not have.
func (m Measure) problems(all *care.Problems, at string) {
	if m.Kind == "" {
		all.Add(at+".kind", "", care.CodeMissing.With())
	}
	if m.Percentile != 0 && !(m.Percentile > 0 && m.Percentile <= 1) {
		all.Add(at+".percentile", "", CodeShare.With())
	}
	if m.Target != nil && m.Kind.isShare() && !(*m.Target >= 0 && *m.Target <= 1) {
		all.Add(at+".target", "", CodeShare.With())
	}
	promise, fixed := m.Kind == MeasurePromise, m.Kind == MeasureExistence || m.Kind == MeasurePromise
	for _, f := range []struct {
		path string
		has  bool
	}{
		{"within", !promise && !m.Within.IsZero()}, {"percentile", !promise && m.Percentile != 0}, {"links", !promise && len(m.Links) > 0},
		{"target", fixed && m.Target != nil}, {"direction", fixed && m.Direction != ""},
	} {
		if f.has && m.Kind != "" {
			all.Add(at+"."+f.path, "", CodeNotOfKind.With(care.NewFact("kind", care.NameOf(m.Kind))))
		}
	}
}
