package desk

import (
	"cmp"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Case is something that somebody asks of the company, from opening to closing.
type Case struct {
	ID      storage.ID[Case] `json:"id"`
	Version int64            `json:"version"`
	Number  string           `json:"number,omitempty"` // the host's own, unique; empty if the host gives none
	Lang    care.Lang        `json:"lang,omitempty"`   // in which the customer is answered

	Customer care.CustomerRef `json:"customer,omitempty"`
	Name     string           `json:"name,omitempty"`
	Phone    care.Phone       `json:"phone,omitempty"`
	Email    string           `json:"email,omitempty"`
	Segment  care.SegmentRef  `json:"segment,omitempty"` // by which the agreement is picked
	Asker    care.StaffRef    `json:"asker,omitempty"`   // the unit that asks, of an internal case
	Title    string           `json:"title,omitempty"`   // in a line; may be personal

	Events []Event `json:"events"`
	State  State   `json:"state"` // what Replay makes of the events

	// What the record is found by, derived from the above.
	Subject string        `json:"subject,omitempty"` // the customer's key, else the phone, else the address, else "case:" and the id: what erasing goes by
	Open    bool          `json:"open"`              // it is still to be resolved
	Opened  time.Time     `json:"opened"`
	Unit    care.StaffRef `json:"unit"`
	Owner   care.StaffRef `json:"owner"`
	Due     time.Time     `json:"due,omitzero"`   // of the most pressing clock of the promise; zero: none runs, or all are paused
	Late    bool          `json:"late,omitempty"` // something that was promised was broken
	Wake    time.Time     `json:"wake,omitzero"`  // when something about it falls due next; zero: nothing does
}

// Internal reports whether a unit of the company asks, and not a customer outside.
func (c Case) Internal() bool { return c.Asker != "" }

// derive fills in the state, and what the record is found by.
func (c *Case) derive() error {
	state, err := Replay(c.Events)
	if err != nil {
		return err
	}
	c.State = state
	c.Open, c.Opened, c.Unit, c.Owner = state.Status.Running(), state.Opened, state.Unit, state.Owner
	c.Subject = cmp.Or(string(c.Customer), string(c.Phone), c.Email)
	if c.Subject == "" { // nobody is known, but what is said may name somebody
		c.Subject = "case:" + c.ID.String()
	}
	return nil
}

// add records one more event. A case that refuses it stays as it was.
func (c *Case) add(e Event) error {
	if len(c.Events) >= maxEvents {
		return care.RefuseAt("case", c.ID.String(), CodeTooLong.With(care.NewFact("limit", maxEvents)))
	}
	before := c.Events
	e.N = len(before) + 1
	c.Events = append(before[:len(before):len(before)], e)
	err := c.derive()
	if err != nil {
		c.Events = before
	}
	return err
}

// A case in good hands has a few dozen events, and this many fit a record. What the customer says goes to a new case a little earlier, so that there is
// room to end the old one.
const (
	maxEvents = 1000
	maxHeard  = maxEvents - 50
)
