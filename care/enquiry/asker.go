package enquiry

import (
	"context"

	"github.com/chamsoc/chamsoc/care"
)

// Asker is who asks, as typed or as a session of the host's says. Anything may be missing.
type Asker struct {
	Customer string `json:"customer,omitempty"`
	Name     string `json:"name,omitempty"`
	Phone    string `json:"phone,omitempty"`
	// Code is what proves it: a one-time code that was sent to the phone, or the token of a session. It is handed to the [Verifier] and never kept.
	Code string `json:"-"`
	// Shown says that a member of staff holds the invoice that the asker brought. It opens that one invoice, its deliveries and its warranties, and never
	// what a customer owes. A web form never sets it.
	Shown bool `json:"shown,omitempty"`
}

// Claim is an [Asker] that was read: what somebody says, before it is checked.
type Claim struct {
	Customer care.CustomerRef
	Name     string
	Phone    care.Phone
	Code     string
	Channel  care.Channel
	Staff    care.StaffRef // who took the enquiry, "" where nobody did
}

// Verifier says who an asker is. The host implements it on what it has: one-time codes, sessions, an identity card shown at the counter.
type Verifier interface {
	// Verify returns the customer that the asker has proved to be, or "" where nothing is proved, which is no error. It takes the same time and work
	// whether or not there is such a customer. A system that is down is an error that wraps [care.ErrUnavailable].
	Verify(ctx context.Context, claim Claim) (care.CustomerRef, error)
}
