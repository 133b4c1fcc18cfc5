package care

import (
	"cmp"
	"slices"
)

// facts are those of one reason, ordered by name, in a room that it may share with others.
type facts struct {
	room     *factRoom // nil: there are none
	first, n int32
}

// factRoom holds the facts of one reason, whole, or those of all reasons of one decision, packed. Decisions use many facts, nearly all of them numbers and
// dates that the sentence names: packed, those take 16 bytes without a pointer, so that a decision is not mostly the making and collecting of garbage.
type factRoom struct {
	packed []packedFact // nil: all are whole
	whole  []Fact
}

type packedFact struct {
	number int64    // Fact.number; of a whole one its place
	name   int32    // the place of the name among those in the code's sentence
	kind   factKind // kindUnknown: it is whole
}

// newFactRoom returns a room for so many packed facts, a few of which are whole. It grows.
func newFactRoom(n int) *factRoom {
	m := new(struct {
		factRoom
		few [5]Fact
	})
	m.packed, m.whole = make([]packedFact, 0, n), m.few[:0]
	return &m.factRoom
}

// pack puts the facts of a reason into the room. Names of the sentence that are found one after the other are in order; others are compared.
func (m *factRoom) pack(c *Code, given []Fact) facts {
	names, next := c.factNames(), 0
	first, firstWhole := len(m.packed), len(m.whole)
	known := true
	for i := range given {
		f, name, follows := &given[i], next, known
		for name < len(names) && names[name] != f.name {
			name++
		}
		if known = name < len(names); known {
			next = name + 1
		}
		if ordered := known && follows; !ordered && i > 0 && given[i-1].name >= f.name {
			m.packed, m.whole = m.packed[:first], m.whole[:firstWhole]
			return m.pack(c, sortFacts(given))
		}
		if known && f.isNumber() {
			m.packed = append(m.packed, packedFact{f.number, int32(name), f.kind})
		} else {
			m.packed = append(m.packed, packedFact{number: int64(len(m.whole))})
			m.whole = append(m.whole, *f)
		}
	}
	return facts{m, int32(first), int32(len(given))}
}

// fact returns the i-th fact.
func (r Reason) fact(i int32) Fact {
	room := r.facts.room
	i += r.facts.first
	if room.packed == nil {
		return room.whole[i]
	}
	f := room.packed[i]
	if f.kind == kindUnknown {
		return room.whole[f.number]
	}
	return Fact{name: r.code.factNames()[f.name], number: f.number, kind: f.kind}
}

// sortFacts returns the facts ordered by name, the last one of each name.
func sortFacts(facts []Fact) []Fact {
	sorted := slices.Clone(facts)
	slices.Reverse(sorted)
	slices.SortStableFunc(sorted, func(a, b Fact) int { return cmp.Compare(a.name, b.name) })
	return slices.CompactFunc(sorted, func(a, b Fact) bool { return a.name == b.name })
}
