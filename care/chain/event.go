package chain

import (
	"cmp"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
)

// EventKind says what happened to a case.
type EventKind string

// What happens to a handover, and to the case as a whole. The zero EventKind is unknown, and refused.
const (
	Requested EventKind = "requested" // the receiver asked the supplier for it
	Delivered EventKind = "delivered" // the supplier handed it over
	Accepted  EventKind = "accepted"  // the receiver has taken it
	Rejected  EventKind = "rejected"  // the receiver has sent it back, and said why: the supplier has it again
	Cancelled EventKind = "cancelled" // nobody wants it any more

	Waiting EventKind = "waiting" // of the case: for the customer outside
	Resumed EventKind = "resumed" // the customer has answered
	Closed  EventKind = "closed"  // it has ended, whatever was delivered
)

var eventTerms = care.NewTerms(
	care.NewTerm(Requested, "Yêu cầu", "Requested"), care.NewTerm(Delivered, "Bàn giao", "Delivered"), care.NewTerm(Accepted, "Nhận", "Accepted"),
	care.NewTerm(Rejected, "Trả lại", "Rejected"), care.NewTerm(Cancelled, "Hủy", "Cancelled"),
	care.NewTerm(Waiting, "Chờ khách hàng", "Waiting for the customer"), care.NewTerm(Resumed, "Khách hàng đã trả lời", "The customer answered"),
	care.NewTerm(Closed, "Kết thúc", "Closed"),
)

// Terms lists the kinds, in the order in which events of one instant count.
func (EventKind) Terms() care.Terms[EventKind] { return eventTerms }

// RejectCode says why a delivery was sent back, in the host's own words: "scratched", "wrong_size". It is kept when a customer is erased, so it holds nothing
// personal.
type RejectCode string

// Event is one thing that happened to a case. Events may be told in any order, and twice.
type Event struct {
	Link   LinkCode      `json:"link,omitempty"` // of the handover; "" for what happens to the case
	Kind   EventKind     `json:"kind"`
	At     time.Time     `json:"at"`
	By     care.StaffRef `json:"by,omitempty"`
	Reason RejectCode    `json:"reason,omitempty"` // of a rejection
}

// rank is the place of a kind among events of one instant: 9 for those that are not known.
func (k EventKind) rank() int {
	switch k {
	case Resumed:
		return 0
	case Requested:
		return 1
	case Delivered:
		return 2
	case Rejected:
		return 3
	case Accepted:
		return 4
	case Cancelled:
		return 5
	case Waiting:
		return 6
	case Closed:
		return 7
	}
	return 9
}

func (e *Event) compare(o *Event) int {
	if c := e.At.Compare(o.At); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(e.Kind.rank(), o.Kind.rank()), cmp.Compare(e.Link, o.Link), cmp.Compare(e.Reason, o.Reason), cmp.Compare(e.By, o.By))
}

// inOrder returns events in their order, each once.
func inOrder(events []Event) []Event {
	if isInOrder(events) {
		return events
	}
	sorted := slices.Clone(events)
	slices.SortFunc(sorted, func(a, b Event) int { return a.compare(&b) })
	return slices.CompactFunc(sorted, func(a, b Event) bool { return a.compare(&b) == 0 })
}

func isInOrder(events []Event) bool {
	for i := 1; i < len(events); i++ {
		if events[i-1].compare(&events[i]) >= 0 {
			return false
		}
	}
	return true
}
