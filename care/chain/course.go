package chain

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Course is what became of a case by some instant.
type Course struct {
	Start time.Time // the first event
	End   time.Time // when the customer outside was served or the case closed; zero: it is open
	At    time.Time // as of when: End, or the instant that was asked about
	// Passages are the handovers, in the order of the flow's links.
	Passages []Passage
	// Pauses are when the case waited for the customer outside.
	Pauses []Pause
	// Refused are the events that could not have happened so, each with the reason. The rest counts.
	Refused []Refusal
	// Missing says of what happened that something must have happened before, which nobody has told: a link at work whose input was not accepted.
	Missing care.Reasons
	// Took is the working time of the case by the calendar of the promise, without the pauses; Late what of it is beyond the promise.
	Took, Late time.Duration

	steps []step // of all links, in order
}

// Passage is one handover with all its attempts.
type Passage struct {
	Link      LinkCode
	State     EventKind // the last thing that happened to it; "": it was not requested yet
	Began     time.Time // when its input was there: the start of the case, or the last acceptance among the links before
	Requested time.Time // first
	Ended     time.Time // when it was accepted or cancelled; zero: open
	Attempts  int       // deliveries
	Rejected  int       // deliveries sent back
	// Took is the working time since Began by the calendar of the promise, without the pauses: what the case spent on this link.
	Took time.Duration
	// Latency is the working time since Requested by the link's own calendar, without the pauses. Held is what of it the receiver took to accept. The goal is
	// for Latency less Held: the rest is the supplier's.
	Latency, Held time.Duration
	// Late says that the goal is broken: of an open handover as soon as its time has passed.
	Late bool

	first int // of the course's steps that count for it
}

// step is a delivery of a link, or its rejection.
type step struct {
	link     int
	rejected bool
	at       time.Time
}

// Pause is a time without end while the case waits still.
type Pause struct{ From, To time.Time }

// Refusal is an event that was not counted, and why.
type Refusal struct {
	Event  Event
	Reason care.Reason
}

// Course reads what happened to a case, as of an instant. Events may come in any order and twice; events after the instant are left out. The error is the calendar's, for
// times beyond it.
func (c *Chain) Course(events []Event, at time.Time) (Course, error) {
	r := Course{Passages: make([]Passage, len(c.flow.Links)), At: at, steps: make([]step, 0, len(events))}
	for i, l := range c.flow.Links {
		r.Passages[i].Link = l.Code
	}
	for _, e := range inOrder(events) {
		if e.At.After(at) {
			break
		}
		if r.Start.IsZero() {
			r.Start = e.At
		}
		if code := r.apply(c, e); code != nil {
			r.refuse(e, code)
		}
	}
	if r.Start.IsZero() {
		return r, nil
	}
	r.close(c)
	r.miss(c)
	return r, r.measure(c)
}

// miss finds links that are at work, or were, without their input.
func (r *Course) miss(c *Chain) {
	for _, i := range c.graph.order {
		for _, k := range c.graph.before[i] {
			if r.Passages[i].State != "" && r.Passages[i].State != Cancelled && r.Passages[k].State != Accepted {
				r.Missing = append(r.Missing, CodeInputMissing.With(care.NewFact("link", c.flow.Links[i].name()), care.NewFact("input", c.flow.Links[k].name())))
			}
		}
	}
}

// apply takes up an event, or says why it cannot have happened.
func (r *Course) apply(c *Chain, e Event) *care.Code {
	if !r.End.IsZero() {
		return CodeAfterEnd
	}
	if e.Link == "" {
		return r.applyCase(e)
	}
	i, ok := c.at[e.Link]
	if !ok {
		return CodeUnknownLink
	}
	return r.applyLink(i, e)
}

func (r *Course) applyCase(e Event) *care.Code {
	n := len(r.Pauses)
	waits := n > 0 && r.Pauses[n-1].To.IsZero()
	switch e.Kind {
	case Waiting:
		if waits {
			return CodeWaitsAlready
		}
		r.Pauses = append(r.Pauses, Pause{From: e.At})
	case Resumed:
		if !waits {
			return CodeNotWaiting
		}
		r.Pauses[n-1].To = e.At
	case Closed:
		r.End = e.At
	default:
		return CodeNoLink
	}
	return nil
}

func (r *Course) applyLink(i int, e Event) *care.Code {
	p := &r.Passages[i]
	open := p.State == Requested || p.State == Rejected
	switch e.Kind {
	case Requested:
		if p.State != "" && p.State != Cancelled {
			return CodeRequestedAlready
		}
		*p = Passage{Link: p.Link, Requested: e.At, first: len(r.steps)}
	case Delivered:
		if !open {
			return CodeDeliveredUnasked
		}
		p.Attempts++
		r.steps = append(r.steps, step{i, false, e.At})
	case Rejected:
		if p.State != Delivered {
			return CodeNothingDelivered
		}
		p.Rejected++
		r.steps = append(r.steps, step{i, true, e.At})
	case Accepted:
		if p.State != Delivered {
			return CodeNothingDelivered
		}
		p.Ended = e.At
	case Cancelled:
		if !open && p.State != Delivered {
			return CodeNothingOpen
		}
		p.Ended = e.At
	default:
		return CodeUnknownKind
	}
	p.State = e.Kind
	return nil
}

func (r *Course) refuse(e Event, code *care.Code) {
	r.Refused = append(r.Refused, Refusal{e, code.With(care.NewFact("kind", care.NameOf(e.Kind)), care.NewFact("link", e.Link), care.NewFact("at", e.At))})
}

// close ends the case if the customer outside has everything, and finds when each link's input was there.
func (r *Course) close(c *Chain) {
	if r.End.IsZero() {
		r.End = r.served(c)
	}
	if !r.End.IsZero() {
		r.At = r.End
	}
	for _, i := range c.graph.order {
		p := &r.Passages[i]
		p.Began = r.Start
		for _, k := range c.graph.before[i] {
			if b := &r.Passages[k]; b.State == Accepted && !b.Ended.After(p.until(r.At)) {
				p.Began = later(p.Began, b.Ended)
			}
		}
	}
}

// served is when the customer outside had everything that was not cancelled, zero if that is not so yet.
func (r *Course) served(c *Chain) (end time.Time) {
	for _, i := range c.graph.last {
		switch p := &r.Passages[i]; p.State {
		case Accepted:
			end = later(end, p.Ended)
		case Cancelled:
		default:
			return time.Time{}
		}
	}
	return end
}

// until is when a handover ended, or else at.
func (p *Passage) until(at time.Time) time.Time {
	if p.Ended.IsZero() {
		return at
	}
	return p.Ended
}

// measure works out all working times.
func (r *Course) measure(c *Chain) (err error) {
	if r.Took, err = r.working(c.outside, r.Start, r.At); err != nil {
		return err
	}
	r.Late = max(0, r.Took-c.flow.Promise.Within.Duration())
	for i := range r.Passages {
		p := &r.Passages[i]
		if p.State == "" {
			continue
		}
		until := p.until(r.At)
		if p.Took, err = r.working(c.outside, p.Began, until); err != nil {
			return err
		}
		if p.Latency, err = r.working(c.calendars[i], p.Requested, until); err != nil {
			return err
		}
		if p.Held, err = r.held(c.calendars[i], i, until); err != nil {
			return err
		}
		p.Late = p.State != Cancelled && p.Latency-p.Held > c.flow.Links[i].Goal.Within.Duration()
	}
	return nil
}

// held is the working time in which a link's receiver had not said a word about a delivery.
func (r *Course) held(cal *calendar.Calendar, link int, until time.Time) (sum time.Duration, err error) {
	delivered := time.Time{}
	add := func(to time.Time) {
		if delivered.IsZero() || err != nil {
			return
		}
		var d time.Duration
		d, err = r.working(cal, delivered, to)
		sum += d
		delivered = time.Time{}
	}
	for _, s := range r.steps[r.Passages[link].first:] {
		switch {
		case s.link != link:
		case s.rejected:
			add(s.at)
		default:
			delivered = s.at
		}
	}
	add(until)
	return sum, err
}

// working is the working time between two instants, without the pauses.
func (r *Course) working(cal *calendar.Calendar, from, to time.Time) (time.Duration, error) {
	if !to.After(from) {
		return 0, nil
	}
	sum, err := cal.Elapsed(from, to)
	for _, p := range r.Pauses {
		start, end := later(p.From, from), to
		if !p.To.IsZero() && p.To.Before(to) {
			end = p.To
		}
		if err != nil || !end.After(start) {
			continue
		}
		var paused time.Duration
		paused, err = cal.Elapsed(start, end)
		sum -= paused
	}
	return sum, err
}

// Goals are the times of the flow's goals, in the order of its links, for [Chain.Attribute].
func (c *Chain) Goals() []time.Duration {
	goals := make([]time.Duration, len(c.flow.Links))
	for i, l := range c.flow.Links {
		goals[i] = l.Goal.Within.Duration()
	}
	return goals
}

// Spent is what a case spent on each link, in the order of the flow's links, for [Chain.Attribute].
func (r *Course) Spent() []time.Duration {
	spent := make([]time.Duration, len(r.Passages))
	for i := range r.Passages {
		spent[i] = r.Passages[i].Took
	}
	return spent
}

// Open are the links that have been requested and not ended.
func (r *Course) Open() (links []LinkCode) {
	for i := range r.Passages {
		if p := &r.Passages[i]; p.State != "" && p.Ended.IsZero() {
			links = append(links, p.Link)
		}
	}
	return links
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
