package policy

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Window is a period of whole dates, both included.
type Window struct {
	From calendar.Date `json:"from"`
	To   calendar.Date `json:"to"`
}

// Has reports whether a date lies in the window.
func (w Window) Has(d calendar.Date) bool { return !d.Before(w.From) && !d.After(w.To) }

// Windows are the last four windows of so many calendar months that are over on a date, the oldest first: the last one ends with the month before. A window that is
// not over is no evidence. There are none of fewer than one month.
func Windows(months int, on calendar.Date) (all []Window) {
	if months < 1 {
		return nil
	}
	begins := on.AddDays(1 - on.Day())
	for n := judgedWindows; n > 0; n-- {
		all = append(all, Window{begins.AddMonths(-n * months), begins.AddMonths(-(n - 1) * months).AddDays(-1)})
	}
	return all
}

// Gatherer counts what one part of Chamsoc, or the host, keeps. It asks the tally which times it wants, reads those by an index and page by page, and counts.
type Gatherer func(ctx context.Context, t *Tally) error

// Tally counts figures ([Figures]) in the windows that the measures of a policy want. What it holds grows with the windows and the segments, and not with what is
// counted. It is for one goroutine.
type Tally struct {
	zone    *time.Location
	today   calendar.Date
	asOf    time.Time
	windows map[string][]Window // by figure
	seen    map[tallyKey]*Observation
}

type tallyKey struct {
	source  string
	segment care.SegmentRef
	window  Window
}

// NewTally wants, for measures that name a figure, the last windows that are over on a date; of a [Figure.State] how things stand today. The zero date is today. What
// is not over today is not wanted, however late the date is. Other measures want nothing.
func NewTally(env care.Env, on calendar.Date, measures ...Measure) *Tally {
	t := &Tally{zone: env.Location(), today: env.Today(), asOf: env.Time(), windows: map[string][]Window{}, seen: map[tallyKey]*Observation{}}
	if on.IsZero() || on.After(t.today) {
		on = t.today
	}
	for _, m := range measures {
		f, ok := FigureOf(m.Source)
		if !ok {
			continue
		}
		windows := Windows(m.WindowMonths, on)
		if f.State {
			windows = []Window{{t.today, t.today}}
		}
		for _, w := range windows {
			if !slices.Contains(t.windows[f.Source], w) {
				t.windows[f.Source] = append(t.windows[f.Source], w)
			}
		}
	}
	return t
}

// Today is the date on which states are counted, and AsOf the instant.
func (t *Tally) Today() calendar.Date { return t.today }

// AsOf is when things are read: what has happened by then is known.
func (t *Tally) AsOf() time.Time { return t.asOf }

// Dates are the first and the last date that any of these figures wants. The last result is false if none is wanted, so that nothing is to be read.
func (t *Tally) Dates(sources ...string) (from, to calendar.Date, wanted bool) {
	for _, source := range sources {
		for _, w := range t.windows[source] {
			if !wanted || w.From.Before(from) {
				from = w.From
			}
			if !wanted || w.To.After(to) {
				to = w.To
			}
			wanted = true
		}
	}
	return from, to, wanted
}

// Span is Dates as instants: from midnight of the first date up to, but not including, that after the last.
func (t *Tally) Span(sources ...string) (from, before time.Time, wanted bool) {
	first, last, wanted := t.Dates(sources...)
	if !wanted {
		return from, before, false
	}
	return first.Start(t.zone), last.AddDays(1).Start(t.zone), true
}

// Date is that of an instant, as windows go by it.
func (t *Tally) Date(at time.Time) calendar.Date { return calendar.DateOf(at, t.zone) }

// Count counts one case of a share. The segment is "" where it is not known, and for what is the same for all.
func (t *Tally) Count(source string, segment care.SegmentRef, at time.Time, yes bool) {
	one := stats.Share{Of: 1}
	if yes {
		one.Yes = 1
	}
	t.AddShare(source, segment, t.Date(at), one)
}

// AddShare counts so many of so many.
func (t *Tally) AddShare(source string, segment care.SegmentRef, on calendar.Date, s stats.Share) {
	t.add(source, segment, on, func(o *Observation) { o.Share = o.Share.Plus(s) })
}

// AddShareWithin counts so many of so many in the windows that have both dates: of what began on the first one, what happened on the last.
func (t *Tally) AddShareWithin(source string, segment care.SegmentRef, first, last calendar.Date, s stats.Share) {
	for _, w := range t.windows[source] {
		if w.Has(first) && w.Has(last) {
			t.in(source, segment, w, func(o *Observation) { o.Share = o.Share.Plus(s) })
		}
	}
}

// AddPoints counts points that were given.
func (t *Tally) AddPoints(source string, segment care.SegmentRef, on calendar.Date, m stats.Mean) {
	t.add(source, segment, on, func(o *Observation) { o.Points = o.Points.Plus(m) })
}

// AddAmount adds to an amount, that rests on so many events. Adding 0 says that somebody looked and there was nothing, which is a figure.
func (t *Tally) AddAmount(source string, segment care.SegmentRef, on calendar.Date, amount float64, events int64) {
	t.add(source, segment, on, func(o *Observation) {
		sum := amount
		if o.Amount != nil {
			sum += *o.Amount
		}
		o.Amount, o.Events = &sum, o.Events+events
	})
}

// AddNone says of each window of an amount, that ends on a date or later, that somebody looked: where nothing is counted, the amount is 0 and not unknown.
func (t *Tally) AddNone(source string, segment care.SegmentRef, since calendar.Date) {
	for _, w := range t.windows[source] {
		if !w.To.Before(since) {
			t.in(source, segment, w, func(o *Observation) {
				if o.Amount == nil {
					o.Amount = new(float64)
				}
			})
		}
	}
}

// add counts in every window that has the date, for the segment and for all of them.
func (t *Tally) add(source string, segment care.SegmentRef, on calendar.Date, count func(*Observation)) {
	for _, w := range t.windows[source] {
		if w.Has(on) {
			t.in(source, segment, w, count)
		}
	}
}

func (t *Tally) in(source string, segment care.SegmentRef, w Window, count func(*Observation)) {
	segments := []care.SegmentRef{"", segment}
	if segment == "" {
		segments = segments[:1]
	}
	for _, s := range segments {
		key := tallyKey{source, s, w}
		o := t.seen[key]
		if o == nil {
			o = &Observation{Segment: s, From: w.From, To: w.To, Source: source, AsOf: t.asOf}
			t.seen[key] = o
		}
		count(o)
	}
}

// Observations are the figures as [Evaluate] and [Check] take them: without element and measure, since they are those of every measure that names the figure. For each
// figure there is one of all customers, and one of each segment that was counted. They come by figure, segment and time.
func (t *Tally) Observations() []Observation {
	all := make([]Observation, 0, len(t.seen))
	for _, o := range t.seen {
		all = append(all, *o)
	}
	slices.SortFunc(all, func(a, b Observation) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Segment, b.Segment), a.From.Compare(b.From), a.To.Compare(b.To))
	})
	return all
}
