package notice

import (
	"cmp"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Status is how it stands with a notice. The zero Status is unknown.
type Status string

// The statuses.
const (
	StatusWaiting  Status = "waiting"  // for its time, or for a provider
	StatusSent     Status = "sent"     // a provider has it
	StatusDeclined Status = "declined" // the customer refused, or never agreed
	StatusTask     Status = "task"     // it could not be sent: a person has to tell the customer
	StatusHandled  Status = "handled"  // a person did, or decided not to
)

var statuses = care.NewTerms(
	care.NewTerm(StatusWaiting, "Chờ gửi", "Waiting"),
	care.NewTerm(StatusSent, "Đã gửi", "Sent"),
	care.NewTerm(StatusDeclined, "Không gửi theo ý khách hàng", "Declined"),
	care.NewTerm(StatusTask, "Cần nhân viên báo khách", "To be told by a person"),
	care.NewTerm(StatusHandled, "Nhân viên đã xử lý", "Handled by a person"),
)

// Terms lists the statuses.
func (Status) Terms() care.Terms[Status] { return statuses }

// Notice is one thing told to one customer, from the request to the receipt. It is personal as a whole: erasing the customer deletes it.
type Notice struct {
	ID      storage.ID[Notice] `json:"id"`
	Version int64              `json:"version"`
	Kind    KindCode           `json:"kind"`
	Purpose Purpose            `json:"purpose"`
	About   care.About         `json:"about,omitzero"`

	Customer  care.CustomerRef     `json:"customer,omitempty"`
	Name      string               `json:"name,omitempty"`
	Contacts  []care.ContactPoint  `json:"contacts,omitempty"`
	Preferred care.Channel         `json:"preferred,omitempty"`
	Lang      care.Lang            `json:"lang,omitempty"`
	Zone      string               `json:"zone,omitempty"` // of the IANA database; empty: the service's
	Values    map[string]care.Text `json:"values,omitempty"`
	Channels  []care.Channel       `json:"channels"` // in the order of preference

	At        time.Time `json:"at"`       // of what it tells
	Recorded  time.Time `json:"recorded"` // of this record
	NotBefore time.Time `json:"not_before,omitzero"`
	Expires   time.Time `json:"expires,omitzero"`

	Status   Status    `json:"status"`
	Planned  Planned   `json:"planned"` // the latest plan, with its reasons
	Attempts []Attempt `json:"attempts,omitempty"`
	// Text is what was sent, as it was sent, on Channel, of which edition of the template (0: the kind's default), and when.
	Text    Text         `json:"text,omitzero"`
	Channel care.Channel `json:"channel,omitempty"`
	Edition int          `json:"edition,omitempty"`
	Sent    time.Time    `json:"sent,omitzero"`

	Receipts []Receipt `json:"receipts,omitempty"`
	Handled  *Handled  `json:"handled,omitempty"`

	// What the record is found by.
	Subject  string    `json:"subject"`            // the customer's key, else an address: what erasing goes by
	Due      time.Time `json:"due,omitzero"`       // of a waiting one
	Task     time.Time `json:"task,omitzero"`      // since when it is a person's
	Provider string    `json:"provider,omitempty"` // the provider's id of what was sent
}

// Attempt is one try to send.
type Attempt struct {
	Channel care.Channel `json:"channel"`
	At      time.Time    `json:"at"`
	Outcome Outcome      `json:"outcome,omitempty"` // empty: it has begun
	Ended   time.Time    `json:"ended,omitzero"`
	Error   string       `json:"error,omitempty"` // what the sender said
}

// Handled is what a person did about a notice that could not be sent.
type Handled struct {
	By   care.StaffRef `json:"by"`
	Via  care.Channel  `json:"via,omitempty"` // how the customer was told; empty: was not
	Note string        `json:"note,omitempty"`
	At   time.Time     `json:"at"`
}

const maxAttempts = 40

// failed is how a channel was tried in vain, for good or so often that it will do no better; "" if it was not.
func (n *Notice) failed(c care.Channel, tries int) Outcome {
	errors, last := 0, Outcome("")
	for _, a := range n.Attempts {
		if a.Channel != c || a.Outcome == "" {
			continue
		}
		switch last = a.Outcome; a.Outcome {
		case OutcomeNoRoute, OutcomePermanent, OutcomeLate, OutcomeText, OutcomeBounced:
			return a.Outcome
		case OutcomeError:
			errors++
		}
	}
	if errors >= tries || len(n.Attempts) >= maxAttempts {
		return last
	}
	return ""
}

// wentBy reports whether a provider has taken the notice on a channel, even if it came back since.
func (n *Notice) wentBy(c care.Channel) bool {
	return slices.ContainsFunc(n.Attempts, func(a Attempt) bool {
		return a.Channel == c && (a.Outcome == OutcomeSent || a.Outcome == OutcomeBounced)
	})
}

// begun reports whether the latest attempt has begun and not ended: its program stopped in between.
func (n *Notice) begun(c care.Channel) bool {
	last := len(n.Attempts) - 1
	return last >= 0 && n.Attempts[last].Channel == c && n.Attempts[last].Outcome == ""
}

// order is the channels to try, the customer's own preference first if it is among them.
func (n *Notice) order() []care.Channel {
	i := slices.Index(n.Channels, n.Preferred)
	if i <= 0 {
		return n.Channels
	}
	return slices.Insert(slices.Delete(slices.Clone(n.Channels), i, i+1), 0, n.Preferred)
}

// address is where a channel reaches the customer, "" if it does not.
func address(c care.Channel, of []care.ContactPoint, customer care.CustomerRef) string {
	find := func(kinds ...care.ContactKind) string {
		for _, kind := range kinds {
			if i := slices.IndexFunc(of, func(p care.ContactPoint) bool { return p.Kind == kind }); i >= 0 {
				return of[i].Value
			}
		}
		return ""
	}
	switch c {
	case care.ChannelSMS, care.ChannelPhone:
		return find(care.ContactPhone)
	case care.ChannelZalo:
		return find(care.ContactZalo, care.ContactPhone)
	case care.ChannelEmail:
		return find(care.ContactEmail)
	case care.ChannelPost:
		return find(care.ContactPost)
	case care.ChannelFax:
		return find(care.ContactFax)
	case care.ChannelWeb: // the customer's own page
		return string(customer)
	}
	return ""
}

// subjectOf is what erasing goes by.
func subjectOf(customer care.CustomerRef, contacts []care.ContactPoint, id storage.ID[Notice]) string {
	subject := string(customer)
	for _, p := range contacts {
		subject = cmp.Or(subject, p.Value)
	}
	return cmp.Or(subject, "notice:"+id.String())
}
