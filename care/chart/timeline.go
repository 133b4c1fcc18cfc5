package chart

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Timeline is how the time of one case was spent, day by day: when the calendar was open, when the clock counted, when and why it paused, what happened, and
// what was due. It answers why 48 hours became 6 days.
//
// Every stretch of time starts at its From and ends before its To. Stretches may overlap and come in any order; what lies outside From and To is not drawn.
type Timeline struct {
	Head
	Words   Words          // default: WordsVI or WordsEN by Head.Lang, and English for other languages
	Zone    *time.Location // in which days are told; nil: UTC
	From    time.Time      // the first instant drawn
	To      time.Time      // the end of what is drawn
	Open    []Stretch      // the hours of the calendar
	Counted []Stretch      // when the clock ran, of all runs
	Paused  []Stretch      // when it was held, with why
	Notes   []Stretch      // about days: the holiday that closed them. Shown with the first day
	Marks   []Mark         // what happened
	Due     time.Time      // zero: none. What is counted after it is late
}

// Stretch is a length of time with something to say about it.
type Stretch struct {
	From, To time.Time
	Text     string
}

// Mark is an instant with what happened then. The zero Shape is a dot and the zero Tone plain ink.
type Mark struct {
	At    time.Time
	Shape Shape
	Tone  Tone
	Text  string
}

const (
	mostDays    = 3700   // from From to To: ten years
	mostPieces  = 20_000 // stretches and marks
	mostRows    = 120    // drawn; more are left out of the middle, and it says so
	foldFrom    = 3      // days in a row in which nothing happens become one
	mostRemarks = 40     // of one day
)

var errSpan = errors.New("chart: a timeline goes from an instant to a later one, at most ten years")

// row is one day, or several alike in which nothing was counted and nothing happened.
type row struct {
	from, to time.Time
	days     int
	open     []Stretch
	counted  []Stretch
	late     []Stretch
	paused   []Stretch
	remarks  []remark
	spent    time.Duration // counted, late included
	sum      time.Duration // so far
	leftOut  int           // this row stands for days that are not drawn
}

// remark is a line of text about a day.
type remark struct {
	at    time.Time
	until time.Time // of a pause
	mark  Mark
	note  bool // about the whole day: no hour
}

func (t Timeline) zone() *time.Location {
	if t.Zone == nil {
		return time.UTC
	}
	return t.Zone
}

func (t Timeline) words() Words { return t.Words.in(t.Lang) }

// rows lays the timeline out by days.
func (t Timeline) rows() ([]row, error) {
	if !t.From.Before(t.To) || t.To.Sub(t.From) > mostDays*24*time.Hour {
		return nil, errSpan
	}
	if n := len(t.Open) + len(t.Counted) + len(t.Paused) + len(t.Notes) + len(t.Marks); n > mostPieces {
		return nil, fmt.Errorf("chart: a timeline of %d stretches and marks: it takes at most %d", n, mostPieces)
	}
	days := t.days()
	onTime, late := splitAt(merged(t.Counted), t.Due)
	share(days, merged(t.Open), func(r *row) *[]Stretch { return &r.open })
	share(days, onTime, func(r *row) *[]Stretch { return &r.counted })
	share(days, late, func(r *row) *[]Stretch { return &r.late })
	share(days, merged(t.Paused), func(r *row) *[]Stretch { return &r.paused })
	t.remark(days)
	sum := time.Duration(0)
	for i := range days {
		for _, s := range append(days[i].counted[:len(days[i].counted):len(days[i].counted)], days[i].late...) {
			days[i].spent += s.To.Sub(s.From)
		}
		sum += days[i].spent
		days[i].sum = sum
	}
	return leaveOut(fold(days)), nil
}

// days are the days from From to To, without anything in them.
func (t Timeline) days() (days []row) {
	for from := t.From; from.Before(t.To); {
		end := dayEnd(from, t.zone())
		if end.After(t.To) {
			end = t.To
		}
		days = append(days, row{from: from, to: end, days: 1})
		from = end
	}
	return days
}

// dayEnd is the first instant after t, to the second, at which the date is another. Midnight may be missing, and so may whole days.
func dayEnd(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	same, other := t.Unix(), t.Unix()+50*3600
	for other-same > 1 {
		middle := same + (other-same)/2
		if y, m, d := time.Unix(middle, 0).In(zone).Date(); y == year && m == month && d == day {
			same = middle
		} else {
			other = middle
		}
	}
	return time.Unix(other, 0)
}

// merged are the stretches in order, those that overlap or touch as one. Its texts are those of the first.
func merged(stretches []Stretch) (out []Stretch) {
	sorted := slices.SortedStableFunc(slices.Values(stretches), func(a, b Stretch) int { return a.From.Compare(b.From) })
	for _, s := range sorted {
		switch last := len(out) - 1; {
		case !s.From.Before(s.To):
		case last >= 0 && !s.From.After(out[last].To):
			if s.To.After(out[last].To) {
				out[last].To = s.To
			}
		default:
			out = append(out, s)
		}
	}
	return out
}

// splitAt cuts stretches at an instant. The zero Time is after all of them.
func splitAt(stretches []Stretch, at time.Time) (before, after []Stretch) {
	for _, s := range stretches {
		switch {
		case at.IsZero() || !s.To.After(at):
			before = append(before, s)
		case !s.From.Before(at):
			after = append(after, s)
		default:
			before, after = append(before, Stretch{s.From, at, s.Text}), append(after, Stretch{at, s.To, s.Text})
		}
	}
	return before, after
}

// share gives each day its pieces of stretches that are in order and do not overlap.
func share(days []row, stretches []Stretch, list func(*row) *[]Stretch) {
	day := 0
	for _, s := range stretches {
		for day < len(days) && !days[day].to.After(s.From) {
			day++
		}
		for i := day; i < len(days) && days[i].from.Before(s.To); i++ {
			piece := Stretch{later(s.From, days[i].from), earlier(s.To, days[i].to), s.Text}
			*list(&days[i]) = append(*list(&days[i]), piece)
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// remark puts marks, the starts of pauses and notes to their days. An instant at the very end belongs to the last day.
func (t Timeline) remark(days []row) {
	add := func(at time.Time, r remark) {
		i, found := slices.BinarySearchFunc(days, at, func(d row, at time.Time) int { return d.from.Compare(at) })
		if !found {
			i--
		}
		if i >= 0 && i < len(days) && !at.After(days[i].to) {
			days[i].remarks = append(days[i].remarks, r)
		}
	}
	marks := slices.Clone(t.Marks)
	if !t.Due.IsZero() {
		marks = append(marks, Mark{t.Due, Flag, Bad, t.words().Due})
	}
	for _, m := range marks {
		add(m.At, remark{at: m.At, mark: m})
	}
	for _, p := range t.Paused {
		if at := later(p.From, t.From); p.Text != "" && at.Before(p.To) && at.Before(t.To) {
			add(at, remark{at: at, until: p.To, mark: Mark{at, Dot, Warn, p.Text}})
		}
	}
	for _, n := range t.Notes {
		if at := later(n.From, t.From); n.Text != "" && at.Before(n.To) && at.Before(t.To) {
			add(at, remark{at: at, note: true, mark: Mark{Tone: Quiet, Text: n.Text}})
		}
	}
	for i := range days {
		slices.SortStableFunc(days[i].remarks, func(a, b remark) int {
			if a.note != b.note {
				return cmp.Compare(order(b.note), order(a.note))
			}
			return a.at.Compare(b.at)
		})
	}
}

func order(b bool) int {
	if b {
		return 1
	}
	return 0
}

// quiet reports whether nothing happens on a day except, perhaps, that it has a name.
func (r row) quiet() bool {
	return r.spent == 0 && !slices.ContainsFunc(r.remarks, func(m remark) bool { return !m.note })
}

// ground is what a day is if nothing happens on it.
func (r row) ground() Tone {
	switch {
	case len(r.paused) > 0:
		return Resting
	case len(r.open) > 0:
		return Open
	}
	return Paper
}

// fold joins days in a row in which nothing happens, of the same ground.
func fold(days []row) (rows []row) {
	for i := 0; i < len(days); {
		end := i + 1
		for end < len(days) && days[i].quiet() && days[end].quiet() && days[i].ground() == days[end].ground() {
			end++
		}
		if end-i < foldFrom {
			rows = append(rows, days[i:end]...)
			i = end
			continue
		}
		joined := days[i]
		for _, d := range days[i+1 : end] {
			joined.to, joined.days, joined.remarks = d.to, joined.days+d.days, append(joined.remarks, d.remarks...)
		}
		rows = append(rows, joined)
		i = end
	}
	return rows
}

// leaveOut keeps the picture bounded: of too many rows the middle is left out, and one row says so.
func leaveOut(rows []row) []row {
	if len(rows) <= mostRows {
		return rows
	}
	const head = mostRows / 2
	tail := len(rows) - (mostRows - head - 1)
	gap := row{from: rows[head].from, to: rows[tail-1].to, sum: rows[tail-1].sum}
	for _, r := range rows[head:tail] {
		gap.leftOut += r.days
		gap.days += r.days
		gap.spent += r.spent
	}
	return slices.Concat(rows[:head], []row{gap}, rows[tail:])
}
