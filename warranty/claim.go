package warranty

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Claim is one time that a customer brings a product because of a fault, from intake until it is handed back or settled in another way.
type Claim struct {
	ID           storage.ID[Claim]        `json:"id"`
	Version      int64                    `json:"version"`
	Number       string                   `json:"number,omitempty"` // the host's own, unique; empty if the host gives none
	Registration storage.ID[Registration] `json:"registration"`
	Lang         care.Lang                `json:"lang,omitempty"` // in which the customer is answered; empty: Vietnamese
	Place        care.PlaceRef            `json:"place,omitempty"`

	Said       string `json:"said,omitempty"`  // the fault in the customer's words
	Items      string `json:"items,omitempty"` // what was handed over with the product, and how it looks
	Vulnerable bool   `json:"vulnerable,omitempty"`

	Events []ClaimEvent `json:"events"`
	State  ClaimState   `json:"state"` // what ReplayClaim makes of the events

	// What the record is found by, derived from the above.
	Subject  string                   `json:"subject,omitempty"` // of the registration
	Held     storage.ID[Registration] `json:"held,omitzero"`     // the registration, while its claim is open or its product is here: no other claim can be
	Open     bool                     `json:"open"`
	Received time.Time                `json:"received"`
	Promised time.Time                `json:"promised,omitzero"` // while it is open
}

// maxClaimEvents is more than any claim has that people handle, and few enough to be read with each step.
const maxClaimEvents = 500

// add takes one step of a claim.
func (c *Claim) add(e ClaimEvent) error {
	if len(c.Events) >= maxClaimEvents {
		return care.RefuseAt("claim", c.ID.String(), care.CodeTooMany.With(care.NewFact("limit", maxClaimEvents)))
	}
	e.N = len(c.Events) + 1
	c.Events = append(c.Events[:len(c.Events):len(c.Events)], e)
	return c.derive()
}

// derive fills in the state, and what the record is found by.
func (c *Claim) derive() error {
	state, err := ReplayClaim(c.Events)
	if err != nil {
		return err
	}
	c.State, c.Open, c.Received, c.Promised = state, state.Status.Open(), state.Received, time.Time{}
	if c.Open {
		c.Promised = state.Promised
	}
	if c.Held = c.Registration; !c.Open && !state.Here {
		c.Held = storage.ID[Registration]{}
	}
	return nil
}
