package warranty

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Merged is what entries come to.
type Merged struct {
	Units     []MergedUnit
	Conflicts []Conflict // open ones: what a person has to look at
}

// MergedUnit is one unit that a sale is about, as it stands after everything that happened to it.
type MergedUnit struct {
	Sale      Entry // the sale; of several that are the same, the first of [Merge]'s order
	Unit      int   // 1 to the quantity
	Serial    string
	Holder    Holder
	Returned  time.Time // zero: it did not come back
	Withdrawn time.Time // zero: the sale stands
	Disputed  bool      // another unit claims the same serial

	from   []storage.ID[Entry] // all entries that are this sale
	direct bool                // one of them is of a sale that was registered directly
}

func (u *MergedUnit) cleared() bool { return !u.Returned.IsZero() || !u.Withdrawn.IsZero() }

func (u *MergedUnit) side() ConflictSide {
	return ConflictSide{u.Sale.ID, u.Sale.Client, UnitRef{u.Sale.Invoice, u.Sale.Line, u.Unit}}
}

// Merge decides what entries come to. It is pure, and a function of the set of them: neither the order in which they became known makes a difference, nor
// whether some are there twice, nor in how many parts they came.
//
// Nothing is dropped. Two sales that claim the same invoice line with different contents are both registered, and so are two that claim the same serial, which then
// proves nothing; what cannot be applied, such as the return of a unit that nobody sold yet, waits. Each of these is a [Conflict] for a person, who
// withdraws what did not happen. What explains itself by a later entry, such as the sale that was missing, is a conflict no more.
func Merge(entries []Entry) Merged {
	lines := map[lineRef][]Entry{}
	for _, e := range entries {
		lines[e.line()] = append(lines[e.line()], e)
	}
	var m Merged
	serials := map[serialRef][]*MergedUnit{}
	for _, of := range lines {
		units, conflict := mergeLine(of)
		m.Units = append(m.Units, units...)
		if conflict.State == ConflictOpen {
			m.Conflicts = append(m.Conflicts, conflict)
		}
	}
	slices.SortFunc(m.Units, func(a, b MergedUnit) int {
		return cmp.Or(cmp.Compare(a.Sale.Invoice, b.Sale.Invoice), cmp.Compare(a.Sale.Line, b.Sale.Line), compareEntries(a.Sale, b.Sale), cmp.Compare(a.Unit, b.Unit))
	})
	for i := range m.Units {
		u := &m.Units[i]
		if key := SerialKey(u.Serial); key != "" && !u.cleared() {
			ref := serialRef{u.Sale.Product, key}
			serials[ref] = append(serials[ref], u)
		}
	}
	for ref, claimed := range serials {
		sides := make([]ConflictSide, len(claimed))
		for i, u := range claimed {
			u.Disputed = len(claimed) > 1
			sides[i] = u.side()
		}
		if c := serialConflict(ref, sides); c.State == ConflictOpen {
			m.Conflicts = append(m.Conflicts, c)
		}
	}
	m.Conflicts = append(m.Conflicts, clientConflicts(entries)...)
	slices.SortFunc(m.Conflicts, func(a, b Conflict) int { return cmp.Compare(a.About, b.About) })
	return m
}

// lineMerge is the merge of one line at work.
type lineMerge struct {
	units   []MergedUnit
	sales   int // that stand
	reasons care.Reasons
	sides   []ConflictSide
	moved   map[int]time.Time // when units were last given away
}

// mergeLine decides what the entries of one invoice line come to.
func mergeLine(of []Entry) ([]MergedUnit, Conflict) {
	of = slices.Clone(of)
	slices.SortFunc(of, compareEntries)
	m := lineMerge{moved: map[int]time.Time{}}
	for i := range of {
		if of[i].Kind == EntrySale {
			m.sale(&of[i])
		}
	}
	m.count()
	for _, kind := range []EntryKind{EntryReturn, EntryTransfer} {
		for i := range of {
			if e := &of[i]; e.Kind == kind && e.Withdrawn.IsZero() && !repeats(of[:i], e) {
				m.move(e)
			}
		}
	}
	return m.units, m.conflict(of[0].line())
}

// count counts the sales that stand, and notes all of them if there are several.
func (m *lineMerge) count() {
	var standing []*Entry
	for i := range m.units {
		if u := &m.units[i]; u.Unit == 1 && u.Withdrawn.IsZero() {
			standing = append(standing, &u.Sale)
		}
	}
	if m.sales = len(standing); m.sales > 1 {
		for _, sale := range standing {
			m.note(sale, CodeConflictLine.With(care.NewFact("invoice", sale.Invoice), care.NewFact("line", sale.Line), care.NewFact("sales", m.sales)))
		}
	}
}

// repeats reports whether an entry stands before already.
func repeats(before []Entry, e *Entry) bool {
	return slices.ContainsFunc(before, func(other Entry) bool { return other.Withdrawn.IsZero() && other.Client == e.Client && other.same(e) })
}

// sale adds the units of a sale, unless they are there already. It stands if any entry of it does.
func (m *lineMerge) sale(e *Entry) {
	known := false
	for i := range m.units {
		u := &m.units[i]
		if !u.Sale.same(e) {
			continue
		}
		known = true
		if u.direct = u.direct || e.Direct; !slices.Contains(u.from, e.ID) {
			u.from = append(u.from, e.ID)
		}
		if e.Withdrawn.IsZero() || !u.Withdrawn.IsZero() && e.Withdrawn.After(u.Withdrawn) {
			u.Withdrawn = e.Withdrawn
		}
		if e.erased() {
			u.Holder = Holder{}
		}
	}
	for i := 0; !known && i < e.Quantity; i++ {
		u := MergedUnit{Sale: *e, Unit: i + 1, Holder: e.Holder, Withdrawn: e.Withdrawn, from: []storage.ID[Entry]{e.ID}, direct: e.Direct}
		if i < len(e.Serials) {
			u.Serial = e.Serials[i]
		}
		m.units = append(m.units, u)
	}
}

// move applies a return or a transfer to the units that it names.
func (m *lineMerge) move(e *Entry) {
	at := m.named(e)
	for _, i := range at {
		u := &m.units[i]
		last, moved := m.moved[i]
		switch {
		case e.Kind == EntryReturn && u.Returned.IsZero():
			u.Returned = e.At
		case e.Kind == EntryReturn:
			if !u.Returned.Equal(e.At) {
				m.note(e, CodeConflictReturned.With(care.NewFact("unit", u.Unit), care.NewFact("returned", u.Returned)))
			}
		case !u.Returned.IsZero() && !e.At.Before(u.Returned):
			m.note(e, CodeConflictReturned.With(care.NewFact("unit", u.Unit), care.NewFact("returned", u.Returned)))
		case moved && last.Equal(e.At) && !u.Holder.equal(e.Holder):
			m.note(e, CodeConflictHolders.With(care.NewFact("unit", u.Unit), care.NewFact("at", e.At)))
		default:
			u.Holder, m.moved[i] = e.Holder, e.At
		}
	}
}

// named finds the units that an entry means, and notes what it means that is not there.
func (m *lineMerge) named(e *Entry) (at []int) {
	stands := func(i int) bool { return m.units[i].Withdrawn.IsZero() }
	find := func(fits func(u *MergedUnit) bool) (found bool) {
		for i := range m.units {
			if stands(i) && fits(&m.units[i]) {
				at, found = append(at, i), true
			}
		}
		return found
	}
	if m.sales == 0 {
		m.note(e, CodeConflictNoSale.With(care.NewFact("invoice", e.Invoice), care.NewFact("line", e.Line)))
		return nil
	}
	if len(e.Serials) == 0 && m.sales > 1 { // which of the sales is meant?
		m.note(e, CodeConflictWhich.With(care.NewFact("sales", m.sales)))
		return nil
	}
	for _, serial := range e.Serials {
		if !find(func(u *MergedUnit) bool { return SerialKey(u.Serial) == serial }) {
			m.note(e, CodeConflictNoSerial.With(care.NewFact("serial", serial)))
		}
	}
	for _, unit := range e.Units {
		if !find(func(u *MergedUnit) bool { return u.Unit == unit && m.sales == 1 }) {
			m.note(e, CodeConflictNoUnit.With(care.NewFact("unit", unit)))
		}
	}
	if len(e.Serials)+len(e.Units) == 0 {
		find(func(*MergedUnit) bool { return true })
	}
	slices.Sort(at)
	return slices.Compact(at)
}

func (m *lineMerge) note(e *Entry, why care.Reason) {
	m.reasons = append(m.reasons, why)
	m.sides = append(m.sides, ConflictSide{e.ID, e.Client, UnitRef{Invoice: e.Invoice, Line: e.Line}})
}

func (m *lineMerge) conflict(of lineRef) Conflict {
	c := Conflict{About: "line:" + string(of.invoice) + "/" + strconv.Itoa(of.line), Kind: ConflictLine, State: ConflictSettled, Reasons: m.reasons, Sides: m.sides}
	if len(m.reasons) > 0 {
		c.State = ConflictOpen
	}
	return c
}

// serialRef is a serial of a product.
type serialRef struct {
	product care.ProductRef
	key     string
}

func serialConflict(of serialRef, sides []ConflictSide) Conflict {
	c := Conflict{About: "serial:" + contentHash([]string{string(of.product), of.key}), Kind: ConflictSerial, State: ConflictSettled}
	if len(sides) > 1 {
		slices.SortFunc(sides, compareSides)
		c.State, c.Sides = ConflictOpen, sides
		c.Reasons = care.Reasons{CodeConflictSerial.With(care.NewFact("product", of.product), care.NewFact("serial", of.key), care.NewFact("units", len(sides)))}
	}
	return c
}

// clientConflicts lists the client ids under which several contents came.
func clientConflicts(entries []Entry) (all []Conflict) {
	by := map[string][]Entry{}
	for _, e := range entries {
		by[e.Client] = append(by[e.Client], e)
	}
	for client, of := range by {
		if c := clientConflict(client, of); c.State == ConflictOpen {
			all = append(all, c)
		}
	}
	return all
}

// clientConflict says whether several contents came with one client id. An entry whose holder was erased is no other content than one that has all else in common.
func clientConflict(client string, of []Entry) Conflict {
	c := Conflict{About: "client:" + client, Kind: ConflictClient, State: ConflictSettled}
	of = slices.DeleteFunc(slices.Clone(of), func(e Entry) bool { return !e.Withdrawn.IsZero() })
	slices.SortFunc(of, func(a, b Entry) int { return -compareEntries(a, b) }) // the erased behind the others
	var sides []ConflictSide
	for i := range of {
		e := &of[i]
		if !slices.ContainsFunc(of[:i], func(other Entry) bool { return other.Goods == e.Goods && (other.Who == e.Who || e.erased()) }) {
			sides = append(sides, ConflictSide{e.ID, client, UnitRef{Invoice: e.Invoice, Line: e.Line}})
		}
	}
	if len(sides) > 1 {
		slices.SortFunc(sides, compareSides)
		c.State, c.Sides, c.Reasons = ConflictOpen, sides, care.Reasons{CodeConflictClient.With(care.NewFact("contents", len(sides)))}
	}
	return c
}
