package desk

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
)

// Event is one thing that happened to a case. The events of a case are all that its [State] rests on. They are added and never changed, and hold
// nothing personal: what was said is in a [Message].
type Event struct {
	N        int           `json:"n"` // 1, 2, 3 and so on in the order of recording
	Step     Step          `json:"step"`
	At       time.Time     `json:"at"`           // when it happened
	Recorded time.Time     `json:"recorded"`     // when it was recorded
	By       care.StaffRef `json:"by,omitempty"` // who did it; empty: the customer, or the desk by itself

	Channel care.Channel        `json:"channel,omitempty"` // of open, hear, reply
	Message storage.ID[Message] `json:"message,omitzero"`  // what was said, or noted

	Kind     Kind          `json:"kind,omitempty"` // of open and classify: empty leaves it as it is
	Topic    sla.Topic     `json:"topic,omitempty"`
	Priority sla.Priority  `json:"priority,omitempty"`
	Unit     care.StaffRef `json:"unit,omitempty"`  // of open and hand_over: who has the case now; of wait: who is to answer
	Owner    care.StaffRef `json:"owner,omitempty"` // of open, assign and hand_over: who sees to it; empty: nobody yet

	Party Party     `json:"party,omitempty"` // of wait and resume: who is to answer, or has answered
	Due   time.Time `json:"due,omitzero"`    // of open, hear, reopen, wait and absorb: when the question is to be answered; of escalate and breach: when the clock got there

	Outcome Code        `json:"outcome,omitempty"` // of resolve and close
	Cause   Code        `json:"cause,omitempty"`   // of resolve: the root cause
	Factor  care.Factor `json:"factor,omitempty"`  // of resolve: which factor of care failed
	Reason  Code        `json:"reason,omitempty"`  // of reopen, resume and hand_over

	// Other is another case: of open the one that it serves; of wait and resume the internal one that is to answer; of merge, absorb and split the one
	// that it went into, that came, that came of it.
	Other     storage.ID[Case] `json:"other,omitzero"`
	SplitFrom storage.ID[Case] `json:"split_from,omitzero"` // of open
	About     care.About       `json:"about,omitzero"`      // of link
	// Since is since when the customer has been waiting: of open if that is longer than since At, of absorb in a case that was still to be resolved.
	Since time.Time `json:"since,omitzero"`

	Question int `json:"question,omitempty"` // of remind: the number of the event that asked

	Plan        sla.Ref      `json:"plan,omitzero"` // of promise: what holds from then on; none: nothing is promised any more
	Why         care.Reasons `json:"why,omitempty"` // of promise: why that one
	Honour      bool         `json:"honour,omitempty"`
	Retroactive bool         `json:"retroactive,omitempty"`
	Adopted     []sla.Event  `json:"adopted,omitempty"` // of open and absorb: what happened to the clocks before, in the other case

	Target sla.TargetCode  `json:"target,omitempty"` // of reach, escalate and breach: which clock
	Number int             `json:"number,omitempty"` // of escalate and breach: which promise of it
	Level  sla.LevelCode   `json:"level,omitempty"`  // of escalate
	Tell   []care.StaffRef `json:"tell,omitempty"`   // of escalate: whom the agreement names
}

// Code is the host's key of an outcome, a cause or a reason, such as "replaced".
type Code string

// Message is what was said in a case: by the customer, to the customer, or among colleagues.
type Message struct {
	ID      storage.ID[Message] `json:"id"`
	Version int64               `json:"version"`
	Case    storage.ID[Case]    `json:"case"`
	N       int                 `json:"n"`    // of the event
	Step    Step                `json:"step"` // hear (or open), reply, or else among colleagues
	At      time.Time           `json:"at"`
	Subject string              `json:"subject,omitempty"` // of the case
	Text    string              `json:"text,omitempty"`
}
