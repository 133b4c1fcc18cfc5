package sla

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
)

// Kind says what happened to a case, as far as clocks care.
type Kind string

// What happens. Events of one instant and one Seq count in this order.
const (
	Opened      Kind = "opened"      // with Priority and Team; the opening message waits for an answer
	Replanned   Kind = "replanned"   // the promise is now that of Plan; see Honour and Retroactive
	Prioritised Kind = "prioritised" // the case has another Priority; see Retroactive
	Assigned    Kind = "assigned"    // the case is with another Team; see Retroactive
	Resumed     Kind = "resumed"     // one pause for the reason Pause is over; "": all pauses are
	Replied     Kind = "replied"     // the customer was answered
	Reached     Kind = "reached"     // the milestone Target was reached
	Resolved    Kind = "resolved"    // ends every clock and every pause
	Closed      Kind = "closed"      // the same, if the case was not resolved before
	Reopened    Kind = "reopened"    // the resolution did not hold
	Received    Kind = "received"    // the customer wrote or called
	Paused      Kind = "paused"      // clocks stop for the reason Pause
	Withdrawn   Kind = "withdrawn"   // no agreement holds for the case any more: clocks are cancelled
)

var kindTerms = care.NewTerms(
	care.NewTerm(Opened, "Mở yêu cầu", "Opened"),
	care.NewTerm(Replanned, "Cam kết lại", "Promised anew"),
	care.NewTerm(Prioritised, "Đổi mức ưu tiên", "Priority changed"),
	care.NewTerm(Assigned, "Chuyển nhóm xử lý", "Team changed"),
	care.NewTerm(Resumed, "Hết tạm dừng", "Resumed"),
	care.NewTerm(Replied, "Đã trả lời khách", "Customer answered"),
	care.NewTerm(Reached, "Đạt mốc", "Milestone reached"),
	care.NewTerm(Resolved, "Đã giải quyết", "Resolved"),
	care.NewTerm(Closed, "Đã đóng", "Closed"),
	care.NewTerm(Reopened, "Mở lại", "Reopened"),
	care.NewTerm(Received, "Khách nhắn", "Customer wrote"),
	care.NewTerm(Paused, "Tạm dừng", "Paused"),
	care.NewTerm(Withdrawn, "Hết cam kết", "Promise withdrawn"),
)

// Terms lists the kinds in the order in which events of one instant count.
func (Kind) Terms() care.Terms[Kind] { return kindTerms }

// name is what people call it; a kind that is not known keeps its own word.
func (k Kind) name() care.Text {
	if name := care.NameOf(k); name != (care.Text{}) {
		return name
	}
	return care.Text{VI: string(k), EN: string(k)}
}

// rank is the place of a kind among events of one instant; 0 for a kind that is not known.
func (k Kind) rank() int {
	switch k {
	case Opened:
		return 1
	case Replanned:
		return 2
	case Prioritised:
		return 3
	case Assigned:
		return 4
	case Resumed:
		return 5
	case Replied:
		return 6
	case Reached:
		return 7
	case Resolved:
		return 8
	case Closed:
		return 9
	case Reopened:
		return 10
	case Received:
		return 11
	case Paused:
		return 12
	case Withdrawn:
		return 13
	}
	return 0
}

// Event is something that happened to a case. The order in which events arrive does not matter, nor how often: Replay sorts them by At, Seq and kind, and takes
// each ID once.
type Event struct {
	// ID tells an event that arrives twice. Of two with one ID and different content that with the greater Seq counts, then that which happened later. "":
	// events that are equal in everything are one.
	ID string `json:"id,omitempty"`
	// At is when it happened. Clocks count whole seconds, so fractions only order events.
	At time.Time `json:"at"`
	// Seq orders events of one instant: the version of the case that recorded it, or its place in the host's list. Default: the order of the kinds.
	Seq  int64 `json:"seq,omitempty"`
	Kind Kind  `json:"kind"`

	Pause    PauseReason   `json:"pause,omitempty"`    // of Paused and Resumed
	Target   TargetCode    `json:"target,omitempty"`   // of Reached
	Priority Priority      `json:"priority,omitempty"` // of Opened and Prioritised
	Team     care.StaffRef `json:"team,omitempty"`     // of Opened and Assigned
	Plan     Ref           `json:"plan,omitzero"`      // of Replanned: one that Replay is given by Promise.Knowing
	// Honour, of Replanned: what is running keeps the due time it has; only what starts later is under the new plan.
	Honour bool `json:"honour,omitempty"`
	// Retroactive, of Replanned, Prioritised and Assigned: the new time counts from the start of the clock even where it was used up before the change.
	// Without it nobody becomes late in the past: what is used up is due at the instant of the change.
	Retroactive bool `json:"retroactive,omitempty"`
}

// compare orders events by what they are, not by how they came.
func (e *Event) compare(o *Event) int {
	if c := e.At.Compare(o.At); c != 0 {
		return c
	}
	if e.Seq != o.Seq {
		return cmp.Compare(e.Seq, o.Seq)
	}
	if e.Kind != o.Kind {
		return cmp.Or(cmp.Compare(e.Kind.rank(), o.Kind.rank()), strings.Compare(string(e.Kind), string(o.Kind)))
	}
	return e.compareDetails(o)
}

func (e *Event) compareDetails(o *Event) int {
	return cmp.Or(
		strings.Compare(e.ID, o.ID),
		cmp.Compare(e.Pause, o.Pause), cmp.Compare(e.Target, o.Target), cmp.Compare(e.Priority, o.Priority), cmp.Compare(e.Team, o.Team),
		e.Plan.compare(o.Plan), compareBool(e.Honour, o.Honour), compareBool(e.Retroactive, o.Retroactive),
	)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// inOrder returns the events in order, each once. It returns the slice it was given if that is so already, and never changes it.
func inOrder(events []Event) []Event {
	if isInOrder(events) {
		return events
	}
	all := slices.Clone(events)
	slices.SortFunc(all, func(a, b Event) int { // those of one ID together, the one that counts first
		return cmp.Or(strings.Compare(a.ID, b.ID), -cmp.Compare(a.Seq, b.Seq), -a.compare(&b))
	})
	all = slices.CompactFunc(all, func(a, b Event) bool { return a.ID != "" && a.ID == b.ID })
	slices.SortFunc(all, func(a, b Event) int { return a.compare(&b) })
	return slices.CompactFunc(all, func(a, b Event) bool { return a.compare(&b) == 0 })
}

// fewEvents is how many may have IDs and still be looked through for two of one ID.
const fewEvents = 16

func isInOrder(events []Event) bool {
	var ends uint64 // a bit for how each ID ends: two of one ID have the same
	for i := range events {
		if id := events[i].ID; id != "" {
			bit := uint64(1) << (id[len(id)-1] & 63)
			if len(events) > fewEvents || ends&bit != 0 && hasID(events[:i], id) {
				return false
			}
			ends |= bit
		}
		if i > 0 && events[i-1].compare(&events[i]) >= 0 {
			return false
		}
	}
	return true
}

func hasID(events []Event, id string) bool {
	for i := range events {
		if events[i].ID == id {
			return true
		}
	}
	return false
}
