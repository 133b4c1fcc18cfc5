package chain

import (
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
)

// Holding says what a case was doing at some time.
type Holding string

// What a case does. The zero Holding is unknown.
const (
	Work       Holding = "work"       // the supplier of the link has it
	Rework     Holding = "rework"     // the supplier has it again, after a rejection
	Acceptance Holding = "acceptance" // it was delivered, and the receiver has not said a word
	Asking     Holding = "asking"     // its input is there, and the receiver has not asked for it
	Customer   Holding = "customer"   // it waits for the customer outside
)

var holdingTerms = care.NewTerms(
	care.NewTerm(Work, "Đang làm", "Work"), care.NewTerm(Rework, "Làm lại", "Rework"), care.NewTerm(Acceptance, "Chờ bên nhận", "Waiting to be accepted"),
	care.NewTerm(Asking, "Chưa ai yêu cầu", "Nobody has asked"), care.NewTerm(Customer, "Chờ khách hàng", "Waiting for the customer"),
)

// Terms lists them.
func (Holding) Terms() care.Terms[Holding] { return holdingTerms }

// Entry is a time in which one unit, or the customer, had the case.
type Entry struct {
	From, To time.Time
	Holding  Holding
	Link     LinkCode // on which
	Unit     UnitCode // who had it; Outside: the customer
	// Took is the working time of it by the calendar of the promise.
	Took time.Duration
}

// Ledger divides the time of a case so that each working second belongs to one entry. Where branches run side by side a second belongs to the one that kept the
// case waiting: the ledger goes back from the end, from each link to the one that its input came from last.
type Ledger struct {
	Entries []Entry // in order of time, without gaps
	// Whole is the working time from the start of the case to its end, or to the instant asked about. The entries sum to it.
	Whole time.Duration
}

// Ledger makes the ledger of a course. The error is the calendar's, for times beyond it.
func (c *Chain) Ledger(r Course) (Ledger, error) {
	if r.Start.IsZero() || !r.At.After(r.Start) {
		return Ledger{}, nil
	}
	entries := make([]Entry, 0, len(r.steps)+2*len(r.Passages))
	for at, link := r.At, c.lastLink(&r); at.After(r.Start); {
		if link < 0 { // nothing of the flow was done in what is left
			entries = append(entries, Entry{From: r.Start, To: at, Holding: Asking, Unit: c.flow.Promise.Owner})
			break
		}
		p := &r.Passages[link]
		if end := p.until(r.At); end.Before(at) { // the case was closed later than anything in it ended
			entries = append(entries, Entry{From: later(end, r.Start), To: at, Holding: Asking, Link: p.Link, Unit: c.receiver(link)})
			at = later(end, r.Start)
		}
		entries = c.appendPassage(entries, link, &r, at)
		at = earlier(at, p.Began)
		link = c.inputOf(link, &r)
	}
	slices.Reverse(entries)
	entries = splitPauses(entries, r.Pauses, r.At)
	l := Ledger{Entries: entries}
	for i := range entries {
		e := &entries[i]
		var err error
		if e.Took, err = c.outside.Elapsed(e.From, e.To); err != nil {
			return Ledger{}, err
		}
		l.Whole += e.Took
	}
	return l, nil
}

// lastLink is the link that kept the case waiting last: of those that reached the customer the one that ended last; while it is open, the open
// one with the most left to do behind it; -1 if nothing was requested.
func (c *Chain) lastLink(r *Course) int {
	last := -1
	var left time.Duration
	for _, i := range c.graph.order {
		p := &r.Passages[i]
		if p.State == "" {
			continue
		}
		switch {
		case last < 0:
		case p.Ended.IsZero() && r.Passages[last].Ended.IsZero():
			if c.tails[i] <= left {
				continue
			}
		case p.Ended.IsZero():
		case r.Passages[last].Ended.IsZero() || !p.Ended.After(r.Passages[last].Ended):
			continue
		}
		last, left = i, c.tails[i]
	}
	return last
}

// inputOf is the link from which a link's input came last, -1 if it needs none or had none.
func (c *Chain) inputOf(link int, r *Course) int {
	from := -1
	for _, k := range c.graph.before[link] {
		p := &r.Passages[k]
		if p.State == Accepted && !p.Ended.After(r.Passages[link].Began) && (from < 0 || p.Ended.After(r.Passages[from].Ended)) {
			from = k
		}
	}
	return from
}

// appendPassage adds what a link did between its beginning and to, the last first.
func (c *Chain) appendPassage(entries []Entry, link int, r *Course, to time.Time) []Entry {
	l, p := &c.flow.Links[link], &r.Passages[link]
	add := func(from time.Time, holding Holding, unit UnitCode) {
		from = later(from, p.Began)
		if to.After(from) {
			entries = append(entries, Entry{From: from, To: to, Holding: holding, Link: l.Code, Unit: unit})
			to = from
		}
	}
	for _, s := range slices.Backward(r.steps[p.first:]) {
		switch {
		case s.link != link:
		case s.rejected:
			add(s.at, Rework, l.Supplier)
		default:
			add(s.at, Acceptance, c.receiver(link))
		}
	}
	add(p.Requested, Work, l.Supplier)
	add(p.Began, Asking, c.receiver(link))
	return entries
}

// receiver is who answers for what a link's receiver does: for the customer outside, who made the promise.
func (c *Chain) receiver(link int) UnitCode {
	if to := c.flow.Links[link].Receiver; to != Outside {
		return to
	}
	return c.flow.Promise.Owner
}

// splitPauses gives the time of each pause to the customer.
func splitPauses(entries []Entry, pauses []Pause, end time.Time) []Entry {
	for _, p := range pauses {
		if p.To.IsZero() || p.To.After(end) {
			p.To = end
		}
		split := make([]Entry, 0, len(entries)+2)
		for _, e := range entries {
			from, to := later(e.From, p.From), earlier(e.To, p.To)
			if !to.After(from) {
				split = append(split, e)
				continue
			}
			before, paused, after := e, e, e
			before.To, paused.From, paused.To, after.From = from, from, to, to
			paused.Holding, paused.Unit = Customer, Outside
			for _, part := range []Entry{before, paused, after} {
				if part.To.After(part.From) {
					split = append(split, part)
				}
			}
		}
		entries = split
	}
	return entries
}

// ByLink sums the working time of each link, in order of first appearance, without that of the customer.
func (l Ledger) ByLink() []Sum[LinkCode] {
	return sumBy(l.Entries, func(e Entry) (LinkCode, bool) { return e.Link, e.Holding != Customer })
}

// ByUnit sums the working time of each unit, and of the customer as Outside, in order of first appearance.
func (l Ledger) ByUnit() []Sum[UnitCode] {
	return sumBy(l.Entries, func(e Entry) (UnitCode, bool) { return e.Unit, true })
}

// Sum is the working time of one link or unit.
type Sum[K any] struct {
	Of   K
	Took time.Duration
}

func sumBy[K comparable](entries []Entry, of func(Entry) (K, bool)) (sums []Sum[K]) {
	for _, e := range entries {
		k, counts := of(e)
		if !counts {
			continue
		}
		i := slices.IndexFunc(sums, func(s Sum[K]) bool { return s.Of == k })
		if i < 0 {
			i = len(sums)
			sums = append(sums, Sum[K]{Of: k})
		}
		sums[i].Took += e.Took
	}
	return sums
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
