package desk

import (
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care/chain"
)

// Walk reads the hand-overs of a case as those of an internal chain, whose units are the desk's: [chain.Chain.Course] and [chain.Chain.Ledger] make of them
// whose hours the case was late by.
//
// A unit is asked for its output when it gets the case, and delivers it by handing the case over along a link of the flow; resolving the case serves the customer
// outside. Handing a case back to where it came from sends the delivery back, and so does a customer whose case is opened again. A hand-over that is no link
// of the flow moves the case without an output. Waiting for the customer is nobody's time; other waits are the unit's that has the case.
func (c Case) Walk(f chain.Flow) []chain.Event {
	w := walk{flow: f, legs: legs(c.Events), asked: map[chain.LinkCode]bool{}}
	for i, l := range w.legs {
		switch l.kind {
		case legMoved:
			w.moved(i)
		case legServed:
			w.deliver(i, chain.Outside, w.next(i).kind == legReopened)
		case legReopened:
			w.sendBack(w.unit, chain.Outside, l)
		case legWaits:
			w.events = append(w.events, chain.Event{Kind: chain.Waiting, At: l.at})
		case legGoesOn:
			w.events = append(w.events, chain.Event{Kind: chain.Resumed, At: l.at})
		case legDropped:
			w.events = append(w.events, chain.Event{Kind: chain.Closed, At: l.at})
		}
	}
	if only, ok := w.only(); ok && c.State.Status.Running() {
		w.ask(only)
	}
	return w.events
}

// leg is what a step did to the way of a case.
type leg struct {
	kind legKind
	Event
	at time.Time
}

type legKind uint8

const (
	legNone     legKind = iota
	legMoved            // to another unit, or into the first
	legServed           // the customer has what was asked for
	legReopened         // the customer has come back
	legWaits            // for the customer
	legGoesOn
	legDropped // it ended, and the customer was not served
)

// legs are the ways that the steps of a case took.
func legs(events []Event) (all []leg) {
	var s State
	waited := false
	for i, e := range inOrder(events) {
		ran := s.Status.Running()
		s.apply(e)
		add := func(kind legKind) { all = append(all, leg{kind, e, e.At}) }
		switch runs := s.Status.Running(); {
		case e.Step == StepOpen, e.Step == StepHandOver:
			add(legMoved)
		case ran && !runs && e.Step == StepResolve:
			add(legServed)
		case ran && !runs:
			add(legDropped)
		case !ran && runs && i > 0:
			add(legReopened)
		}
		waits := slices.ContainsFunc(s.Questions, func(q Question) bool { return q.Of == PartyCustomer })
		if waits != waited && s.Status.Running() {
			if waits {
				add(legWaits)
			} else {
				add(legGoesOn)
			}
		}
		waited = waits
	}
	return all
}

// walk is a case on its way through a flow.
type walk struct {
	flow   chain.Flow
	legs   []leg
	unit   chain.UnitCode // that has it
	since  time.Time
	asked  map[chain.LinkCode]bool
	events []chain.Event
}

// next is the next leg of a kind that says what became of a delivery.
func (w *walk) next(i int) leg {
	for _, l := range w.legs[i+1:] {
		if l.kind != legWaits && l.kind != legGoesOn {
			return l
		}
	}
	return leg{}
}

func (w *walk) link(from, to chain.UnitCode) (chain.Link, bool) {
	for _, l := range w.flow.Links {
		if l.Supplier == from && l.Receiver == to {
			return l, true
		}
	}
	return chain.Link{}, false
}

// only is the link that the unit serves, if there is just one.
func (w *walk) only() (only chain.Link, ok bool) {
	for _, l := range w.flow.Links {
		if l.Supplier == w.unit {
			if ok {
				return chain.Link{}, false
			}
			only, ok = l, true
		}
	}
	return only, ok
}

func (w *walk) ask(l chain.Link) {
	if !w.asked[l.Code] {
		w.asked[l.Code] = true
		w.events = append(w.events, chain.Event{Link: l.Code, Kind: chain.Requested, At: w.since})
	}
}

// moved takes the case to the unit of a leg, along a link or back along one.
func (w *walk) moved(i int) {
	l := w.legs[i]
	to := chain.UnitCode(l.Unit)
	if l.Step == StepHandOver {
		next := w.next(i)
		comesBack := next.kind == legMoved && chain.UnitCode(next.Unit) == w.unit
		if !w.deliver(i, to, comesBack) {
			w.sendBack(to, w.unit, l)
		}
	}
	w.unit, w.since = to, l.at
}

// deliver hands over along a link, if there is one; what does not come back is accepted.
func (w *walk) deliver(i int, to chain.UnitCode, comesBack bool) bool {
	l, ok := w.link(w.unit, to)
	if !ok {
		return false
	}
	w.ask(l)
	e := w.legs[i]
	w.events = append(w.events, chain.Event{Link: l.Code, Kind: chain.Delivered, At: e.at, By: e.By})
	if !comesBack {
		w.events = append(w.events, chain.Event{Link: l.Code, Kind: chain.Accepted, At: e.at, By: e.By})
	}
	return true
}

// sendBack rejects what a unit had delivered to another.
func (w *walk) sendBack(from, to chain.UnitCode, l leg) {
	if back, ok := w.link(from, to); ok && w.asked[back.Code] {
		w.events = append(w.events, chain.Event{Link: back.Code, Kind: chain.Rejected, At: l.at, By: l.By, Reason: chain.RejectCode(l.Reason)})
	}
}
