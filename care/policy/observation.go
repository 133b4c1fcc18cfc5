package policy

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Observation is what one measure came to in one window. What it counts depends on the measure's kind: exactly one of Share, Points and Amount is given.
//
// One without Element and Measure is a [Figure] that Chamsoc counted, and that of every measure whose Source is the same; of those it goes behind what the host
// observed itself for the measure.
type Observation struct {
	Element Element `json:"element,omitempty"`
	// Segment is whose customers; "" says that the figure is that of every segment, such as the share of the staff that was trained. A figure of all customers is
	// not that of a segment as long as the same figure is counted by segment: a segment without any has none.
	Segment care.SegmentRef `json:"segment,omitempty"`
	Measure MeasureCode     `json:"measure,omitempty"`
	// From and To are the window, both included. A window that is not over yet is no evidence.
	From calendar.Date `json:"from"`
	To   calendar.Date `json:"to"`

	Share  stats.Share `json:"share,omitzero"`   // of existence, coverage, promise and rate: so many of so many
	Points stats.Mean  `json:"points,omitzero"`  // of perception
	Amount *float64    `json:"amount,omitempty"` // of an amount
	Events int64       `json:"events,omitempty"` // how many events an amount rests on

	Source string    `json:"source"` // which collection, figure or system says so
	AsOf   time.Time `json:"as_of"`  // when it was read there
}

// Value is the figure itself: a share from 0 to 1, a mean, or an amount. The last result is false where there is none, which is not 0.
func (o Observation) Value() (float64, bool) {
	switch {
	case o.Share.Of > 0:
		return o.Share.Value()
	case o.Points.N > 0:
		return o.Points.Value()
	case o.Amount != nil:
		return *o.Amount, true
	}
	return 0, false
}

// gathered reports whether it is a figure that Chamsoc counted, and no measure's own.
func (o Observation) gathered() bool { return o.Element == "" && o.Measure == "" }

// months is how many calendar months the window has; 0 if it is not one of whole months, such as a single date.
func (o Observation) months() int {
	after := o.To.AddDays(1)
	if after.Day() != o.From.Day() {
		return 0
	}
	return 12*(after.Year()-o.From.Year()) + int(after.Month()) - int(o.From.Month())
}

// N is how many cases, answers or events the figure rests on.
func (o Observation) N() int64 { return o.Share.Of + o.Points.N + o.Events }

// CheckObservations lists what cannot be among the observations: no element or measure, unless it is a [Figure], a window that ends before it begins, more than all, a figure that is no
// number, or no source. The paths are as "[3].share".
func CheckObservations(all []Observation) care.Problems {
	var p care.Problems
	for i, o := range all {
		at := fmt.Sprintf("[%d].", i)
		if _, counted := FigureOf(o.Source); !counted || !o.gathered() {
			care.Required(&p, at+"element", string(o.Element), care.ParseEnum[Element])
			tidyRef(&p, at+"measure", string(o.Measure))
		}
		tidyRef(&p, at+"source", o.Source)
		if o.From.IsZero() || o.To.Before(o.From) {
			p.Add(at+"to", "", CodePeriod.With(care.NewFact("from", o.From), care.NewFact("until", o.To)))
		}
		given := 0
		for _, is := range []bool{o.Share != (stats.Share{}), o.Points != (stats.Mean{}), o.Amount != nil} {
			if is {
				given++
			}
		}
		if given > 1 {
			p.Add(at+"share", "", CodeTwoFigures.With())
		}
		value, _ := o.Value()
		if o.Share.Check() != nil || o.Points.N < 0 || o.Events < 0 || math.IsNaN(value) || math.IsInf(value, 0) {
			p.Add(at+"share", "", CodeNumber.With())
		}
		if o.AsOf.IsZero() {
			p.Add(at+"as_of", "", care.CodeMissing.With())
		}
	}
	return p
}

// cell is one element in one segment.
type cell struct {
	element Element
	segment care.SegmentRef
}

// series is the windows of one measure in one segment, the oldest first.
type series []*Observation

// histories finds the series of a measure.
type histories struct {
	own       map[seriesKey]series
	figures   map[figureKey]series
	segmented map[string]bool // the figures that are counted by segment
}

type seriesKey struct {
	cell
	measure MeasureCode
}

type figureKey struct {
	source  string
	segment care.SegmentRef
	months  int // of a window; 0: a state on a date
}

// newHistories sorts observations into series. Of two for one window the one that was read last counts. Windows that are not over by the date are left out.
func newHistories(all []Observation, on calendar.Date) histories {
	h := histories{make(map[seriesKey]series, len(all)/judgedWindows), map[figureKey]series{}, map[string]bool{}}
	for i := range all {
		o := &all[i]
		switch {
		case o.To.After(on):
		case o.gathered():
			key := figureKey{o.Source, o.Segment, o.months()}
			h.figures[key] = append(h.figures[key], o)
			h.segmented[o.Source] = h.segmented[o.Source] || o.Segment != ""
		default:
			key := seriesKey{cell{o.Element, o.Segment}, o.Measure}
			h.own[key] = append(h.own[key], o)
		}
	}
	for key, s := range h.own {
		h.own[key] = s.inOrder()
	}
	for key, s := range h.figures {
		h.figures[key] = s.inOrder()
	}
	return h
}

// inOrder sorts a series by time, and leaves of two for one window the one that was read last.
func (s series) inOrder() series {
	slices.SortStableFunc(s, func(a, b *Observation) int { return cmp.Or(a.To.Compare(b.To), a.AsOf.Compare(b.AsOf)) })
	latest := s[:0]
	for i, o := range s {
		if i+1 == len(s) || s[i+1].To != o.To {
			latest = append(latest, o)
		}
	}
	return latest
}

// of is the series of a measure in a segment: its own, or else that of every segment; or else that of the figure that it names.
func (h histories) of(c cell, m Measure) series {
	if s, ok := h.own[seriesKey{c, m.Code}]; ok {
		return s
	}
	if s, ok := h.own[seriesKey{cell{c.element, ""}, m.Code}]; ok {
		return s
	}
	f, ok := FigureOf(m.Source)
	if !ok {
		return nil
	}
	key := figureKey{f.Source, c.segment, m.WindowMonths}
	if f.State {
		key.months = 0
	}
	if !h.segmented[f.Source] {
		key.segment = ""
	}
	return h.figures[key]
}

// fresh is the last window that is evidence on a date: one with figures of the measure's kind, that ended no longer ago than a window is long.
func (s series) fresh(m Measure, on calendar.Date) (Observation, bool) {
	if len(s) == 0 || m.WindowMonths <= 0 {
		return Observation{}, false
	}
	last := s[len(s)-1]
	if last.To.Before(on.AddMonths(-m.WindowMonths)) || !m.counts(last) {
		return Observation{}, false
	}
	return *last, true
}

// counts reports whether an observation has the figure that the measure's kind wants.
func (m Measure) counts(o *Observation) bool {
	switch m.Kind {
	case MeasurePerception:
		return o.Points.N > 0
	case MeasureAmount:
		return o.Amount != nil
	}
	return o.Share.Of > 0
}
