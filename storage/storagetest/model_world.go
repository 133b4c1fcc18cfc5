package storagetest

import (
	"cmp"
	"maps"
	"slices"

	"github.com/chamsoc/chamsoc/storage"
)

// world is what the store should hold: the records of two tenants, two collections and a few slots. It is the contract again, over
// maps and with whole scans.
type world map[place]seat

type place struct {
	tenant int
	bench  bool
	slot   int
}

// modelled is a collection as the world sees it.
type modelled struct {
	name    string
	handle  *storage.Collection[seat]
	indexes []modelIndex
}

type modelIndex struct {
	handle *storage.Index[seat]
	unique bool
	fields []modelField
}

// modelField says what a field's value is, whether it counts as null, and how it compares.
type modelField struct {
	arg     func(seat) any
	null    func(seat) bool
	compare func(a, b seat) int
}

func modelOf[V comparable](value func(seat) V, nullable bool, compare func(a, b V) int) modelField {
	return modelField{
		arg:     func(s seat) any { return value(s) },
		null:    func(s seat) bool { return nullable && value(s) == *new(V) },
		compare: func(a, b seat) int { return compare(value(a), value(b)) },
	}
}

func (o op) collection() modelled {
	label := modelOf(func(s seat) string { return s.Label }, false, cmp.Compare)
	code := modelOf(func(s seat) string { return s.Code }, true, cmp.Compare)
	row := modelOf(func(s seat) string { return s.Row }, true, cmp.Compare)
	number := modelOf(func(s seat) int { return s.Number }, true, cmp.Compare)
	holder := modelOf(func(s seat) string { return s.Holder }, true, cmp.Compare)
	since := modelField{
		arg:     func(s seat) any { return s.Since },
		null:    func(seat) bool { return false },
		compare: func(a, b seat) int { return a.Since.Compare(b.Since) },
	}
	if o.bench {
		return modelled{"bench", benches, []modelIndex{
			{benchText, false, []modelField{label, code}},
			{benchPlace, true, []modelField{since, holder, number}},
		}}
	}
	return modelled{"seat", seats, []modelIndex{
		{byLabel, true, []modelField{label}},
		{byCode, true, []modelField{code}},
		{byPlace, true, []modelField{row, number}},
		{byHolder, false, []modelField{holder, since}},
	}}
}

// holds says whether the record is in the index.
func (ix modelIndex) holds(v seat) bool {
	return !slices.ContainsFunc(ix.fields, func(f modelField) bool { return f.null(v) })
}

func (ix modelIndex) args(v seat) []any {
	args := make([]any, len(ix.fields))
	for i, f := range ix.fields {
		args[i] = f.arg(v)
	}
	return args
}

// compare orders by the first n fields.
func (ix modelIndex) compare(n int, a, b seat) int {
	for _, f := range ix.fields[:n] {
		if c := f.compare(a, b); c != 0 {
			return c
		}
	}
	return 0
}

func (w world) clone() world { return maps.Clone(w) }

// at is where the operation's record is.
func (o op) at(tenant int) place { return place{tenant, o.bench, o.slot} }

// given is the version that the operation gives.
func (o op) given(w world, tenant int) int64 {
	version := w[o.at(tenant)].Version
	switch o.version {
	case stale:
		return max(version-1, 0)
	case ahead:
		return version + 1
	case create:
		return 0
	}
	return version
}

// answer is what a write may be answered with: saved, or one of several refusals where several are due.
type answer struct {
	conflict bool
	exists   []string // indexes, or id
}

func (a answer) refused() bool { return a.conflict || len(a.exists) > 0 }

// put is what a Put of v, which has its id and the version given, should be answered with.
func (w world) put(o op, tenant int, v seat) (a answer) {
	was, stored := w[o.at(tenant)]
	switch {
	case stored && v.Version == 0:
		a.exists = append(a.exists, "id")
	case was.Version != v.Version:
		a.conflict = true
	}
	for _, ix := range o.collection().indexes {
		if !ix.unique || !ix.holds(v) {
			continue
		}
		for at, rival := range w {
			if at.tenant == tenant && at.bench == o.bench && at.slot != o.slot && ix.holds(rival) && ix.compare(len(ix.fields), v, rival) == 0 {
				a.exists = append(a.exists, ix.handle.Name())
			}
		}
	}
	return a
}

// list is what a range of an index should hold, in order.
func (w world) list(o op, tenant int) []seat {
	ix := o.modelIndex()
	prefix := min(o.prefix, len(ix.fields))
	var vs []seat
	for at, v := range w {
		if at.tenant == tenant && at.bench == o.bench && ix.holds(v) && ix.compare(prefix, v, o.values) == 0 {
			vs = append(vs, v)
		}
	}
	slices.SortFunc(vs, func(a, b seat) int {
		if c := ix.compare(len(ix.fields), a, b); c != 0 {
			return c
		}
		return slices.Compare(a.ID[:], b.ID[:])
	})
	if o.reverse {
		slices.Reverse(vs)
	}
	return vs
}

func (o op) modelIndex() modelIndex {
	c := o.collection()
	return c.indexes[o.index%len(c.indexes)]
}
