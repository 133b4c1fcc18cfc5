package calendar

import (
	"encoding/binary"
	"math"
	"slices"
)

const weekSeconds = 7 * daySeconds

// table holds the open time of some weeks. A week is 604,800 seconds on the
// clock of the calendar's usual offset, Monday 00:00 to Monday 00:00; which of them
// is which never depends on a change of the clocks. Most weeks have one of a few
// forms, so that a year costs less than a kilobyte, and every question is answered
// by two or three look-ups: the week by division, the form, the span.
//
// A table never changes. A longer one replaces it.
type table struct {
	first, until int64  // unix seconds for which it answers: [first, until)
	start        int64  // unix second at which weeks[0] starts
	index        int    // number of weeks[0], counted from the calendar's base
	weeks        []week // and one more that holds the totals
	forms        []form
	spans        []span
}

type week struct {
	open  uint32 // open seconds from the table's start to the start of the week
	form  uint16
	dates uint16 // working dates from the table's start to the Monday of the week
}

// form is what happens in a week: spans in order, then a sentinel.
type form struct {
	spans   uint32   // index of the first
	day     [7]uint8 // spans that end before each day of the week, at most 255
	working uint8    // bit n: day n of the week, from Monday on, is a working date
}

// span is open time within a week, in seconds from its start: [start, end).
type span struct {
	start, end uint32
	open       uint32 // open seconds of the week before the span
	day        int32  // of the week, to which its shift belongs; may be outside it
}

// never is where the sentinel of a form starts.
const never = math.MaxUint32

// locate returns the week that holds the instant, the index of the first span that
// ends after it, which may be the sentinel, and the second of the week.
func (t *table) locate(sec int64) (w int, k uint32, second uint32) {
	x := uint64(sec - t.start)
	w = int(x / weekSeconds)
	second = uint32(x % weekSeconds)
	f := &t.forms[t.weeks[w].form]
	k = f.spans + uint32(f.day[second/daySeconds])
	for t.spans[k].end <= second {
		k++
	}
	return w, k, second
}

// worked returns the open seconds from the start of the table to an instant.
func (t *table) worked(sec int64) (open uint32, isOpen bool) {
	w, k, second := t.locate(sec)
	s := &t.spans[k]
	open = t.weeks[w].open + s.open
	if second >= s.start {
		return open + second - s.start, true
	}
	return open, false
}

// total returns the open seconds of the whole table.
func (t *table) total() uint32 { return t.weeks[len(t.weeks)-1].open }

// find returns the week and the span that hold the open second with the given
// number, which is less than the total. It begins to look at week w.
func (t *table) find(open uint32, w int) (int, uint32) {
	if open < t.weeks[w].open || open >= t.weeks[w+1].open {
		w = t.findWeek(open, w)
	}
	open -= t.weeks[w].open
	k := t.forms[t.weeks[w].form].spans
	for t.spans[k+1].open <= open {
		k++
	}
	return w, k
}

// findWeek guesses from the open time of an average week, then closes in on it.
func (t *table) findWeek(open uint32, w int) int {
	weeks := t.weeks
	ahead := float32(int64(open)-int64(weeks[w].open)) * float32(len(weeks)) / float32(t.total())
	w = min(max(w+int(ahead), 0), len(weeks)-2)
	for range 8 {
		switch {
		case open < weeks[w].open:
			w--
		case open >= weeks[w+1].open:
			w++
		default:
			return w
		}
	}
	w, _ = slices.BinarySearchFunc(weeks, open, func(w week, open uint32) int {
		if w.open <= open {
			return -1
		}
		return 1
	})
	return w - 1
}

// at returns the unix second of the given second of a week.
func (t *table) at(w int, second uint32) int64 { return t.start + int64(w)*weekSeconds + int64(second) }

// monday returns the number of the date on which a week begins.
func (t *table) monday(w int) int { return baseMonday + 7*(t.index+w) }

// baseMonday is the number of Monday, 1969-12-29.
const baseMonday = unixNumber - 3

// build returns the table of the weeks from first up to but not including last,
// counted from the base.
func (c *Calendar) build(first, last int) *table {
	b := builder{forms: make(map[string]uint16), table: &table{
		start: c.base + int64(first)*weekSeconds,
		index: first,
		weeks: make([]week, 0, last-first+1),
	}}
	b.table.first = max(b.table.start, c.from)
	b.table.until = min(c.base+int64(last)*weekSeconds, c.until)
	open := c.expand(baseMonday+7*first-reach, baseMonday+7*last+reach)
	working := make([]uint8, last-first)
	for _, s := range open {
		if day := s.date - baseMonday - 7*first; day >= 0 && day < 7*len(working) {
			working[day/7] |= 1 << (day % 7)
		}
	}
	for i := range working {
		b.add(working[i], open)
		for len(open) > 0 && open[0].end <= b.table.at(i+1, 0) {
			open = open[1:]
		}
	}
	b.table.weeks = append(b.table.weeks, week{open: b.open, dates: b.dates})
	b.table.forms, b.table.spans = slices.Clip(b.table.forms), slices.Clip(b.table.spans)
	return b.table
}

// builder appends weeks to a table.
type builder struct {
	table *table
	forms map[string]uint16 // by content
	key   []byte
	spans []span
	open  uint32
	dates uint16
}

// add appends the week whose working dates are given, from open time that begins no
// later than the week does.
func (b *builder) add(working uint8, open []stretch) {
	w := len(b.table.weeks)
	start, end := b.table.at(w, 0), b.table.at(w+1, 0)
	b.spans = b.spans[:0]
	sum := uint32(0)
	for _, s := range open {
		if s.start >= end {
			break
		}
		if s.end <= start {
			continue
		}
		it := span{uint32(max(s.start, start) - start), uint32(min(s.end, end) - start), sum, int32(s.date - b.table.monday(w))}
		b.spans = append(b.spans, it)
		sum += it.end - it.start
	}
	b.spans = append(b.spans, span{never, never, sum, 0})
	b.table.weeks = append(b.table.weeks, week{open: b.open, form: b.form(working), dates: b.dates})
	b.open += sum
	for ; working != 0; working &= working - 1 {
		b.dates++
	}
}

// form returns the number of the form with the builder's spans.
func (b *builder) form(working uint8) uint16 {
	b.key = append(b.key[:0], working)
	for _, s := range b.spans {
		b.key = binary.LittleEndian.AppendUint32(b.key, s.start)
		b.key = binary.LittleEndian.AppendUint32(b.key, s.end)
		b.key = append(b.key, byte(s.day))
	}
	if known, ok := b.forms[string(b.key)]; ok {
		return known
	}
	f := form{spans: uint32(len(b.table.spans)), working: working}
	for day := range f.day {
		ended := 0
		for b.spans[ended].end <= uint32(day*daySeconds) {
			ended++
		}
		f.day[day] = uint8(min(ended, math.MaxUint8))
	}
	b.table.spans = append(b.table.spans, b.spans...)
	b.table.forms = append(b.table.forms, f)
	b.forms[string(b.key)] = uint16(len(b.table.forms) - 1)
	return uint16(len(b.table.forms) - 1)
}
