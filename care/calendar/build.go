package calendar

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// build returns the table of the weeks from first up to but not including last,
// counted from the base.
func (c *Calendar) build(first, last int) *table {
	b := builder{forms: make(map[string]uint16), table: &table{
		start: c.base + int64(first)*weekSeconds,
		index: first,
		weeks: make([]week, 0, last-first+1),
	}}
	t := b.table
	t.first = max(t.start, c.from)
	t.until = min(c.base+int64(last)*weekSeconds, c.until)
	open := c.expand(baseDate+7*first-reach, baseDate+7*last+reach)
	working := make([]uint8, last-first)
	for _, s := range open {
		if day := s.date - baseDate - 7*first; day >= 0 && day < 7*len(working) {
			working[day/7] |= 1 << (day % 7)
		}
	}
	for w := range working {
		b.add(working[w], open)
		for len(open) > 0 && open[0].end <= t.at(w+1, 0) {
			open = open[1:]
		}
	}
	t.weeks = append(t.weeks, week{open: b.open, dates: b.dates})
	t.total = int64(b.open)
	t.openings = append(t.openings, opening{}) // so that there are two after each
	t.forms, t.openings, t.days, t.passed = exact(t.forms), exact(t.openings), exact(t.days), exact(t.passed)
	t.pace = 1 << 32 / uint64(b.longest+1)
	return t
}

// exact returns a copy that holds no more memory than it needs: tables are kept long.
func exact[T any](s []T) []T { return append(make([]T, 0, len(s)), s...) }

// builder appends weeks to a table.
type builder struct {
	table    *table
	forms    map[string]uint16 // by content
	key      []byte
	openings []opening // of the week at hand
	days     []int8
	open     uint32
	longest  uint32 // week, in open seconds
	dates    uint16
}

// add appends the week whose working dates are given, from open time that begins no
// later than the week does.
func (b *builder) add(working uint8, open []stretch) {
	w := len(b.table.weeks)
	start, end := b.table.at(w, 0), b.table.at(w+1, 0)
	b.openings, b.days = append(b.openings[:0], opening{}), append(b.days[:0], 0)
	sum := uint32(0)
	for _, s := range open {
		if s.start >= end {
			break
		}
		if s.end <= start {
			continue
		}
		from, until := max(s.start, start), min(s.end, end)
		b.openings = append(b.openings, opening{uint32(from - start), sum})
		b.days = append(b.days, int8(s.date-b.table.firstDay(w)))
		sum += uint32(until - from)
	}
	b.openings, b.days = append(b.openings, opening{never, sum}), append(b.days, 0)
	b.table.weeks = append(b.table.weeks, week{open: b.open, form: b.form(working), dates: b.dates})
	b.open += sum
	b.longest = max(b.longest, sum)
	b.dates += uint16(bits.OnesCount8(working))
}

// form returns the number of the form with the builder's openings.
func (b *builder) form(working uint8) uint16 {
	b.key = append(b.key[:0], working)
	for i, o := range b.openings {
		b.key = binary.LittleEndian.AppendUint32(b.key, o.start)
		b.key = binary.LittleEndian.AppendUint32(b.key, o.open)
		b.key = append(b.key, byte(b.days[i]))
	}
	if known, ok := b.forms[string(b.key)]; ok {
		return known
	}
	f := form{first: uint32(len(b.table.openings)), passed: uint32(len(b.table.passed)), count: uint16(len(b.openings) - 1), working: working}
	last := 0
	for part := range f.part {
		for b.openings[last+1].start <= uint32(part)<<partBits {
			last++
		}
		f.part[part] = uint8(min(last, math.MaxUint8))
	}
	last = 0
	for open := uint32(0); open < b.openings[f.count].open; open += 1 << partBits {
		for b.openings[last+1].open <= open {
			last++
		}
		b.table.passed = append(b.table.passed, uint8(min(last, math.MaxUint8)))
	}
	b.table.openings = append(b.table.openings, b.openings...)
	b.table.days = append(b.table.days, b.days...)
	b.table.forms = append(b.table.forms, f)
	number := uint16(len(b.table.forms) - 1)
	b.forms[string(b.key)] = number
	return number
}
