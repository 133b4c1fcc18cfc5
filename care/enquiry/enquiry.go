package enquiry

import (
	"cmp"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Enquiry is a contact that was kept: who asked what, and what became of it. It does not repeat what was told; it says from which system that came and of
// when it was.
type Enquiry struct {
	ID      storage.ID[Enquiry] `json:"id"`
	Version int64               `json:"version"`

	Topic   Topic           `json:"topic"`
	Channel care.Channel    `json:"channel"`
	Segment care.SegmentRef `json:"segment,omitempty"`
	Staff   care.StaffRef   `json:"staff,omitempty"`

	Customer care.CustomerRef `json:"customer,omitempty"` // who the asker has proved to be
	Name     string           `json:"name,omitempty"`     // as the asker said; kept only with a Subject, so that erasing finds it
	Phone    care.Phone       `json:"phone,omitempty"`    // as the asker said
	Subject  string           `json:"subject,omitempty"`  // the customer's key, else the phone, else whose invoice was shown: what erasing goes by

	Outcome   Outcome      `json:"outcome"`
	Cause     Cause        `json:"cause,omitempty"` // why nothing was found, for staff
	Source    string       `json:"source,omitempty"`
	AsOf      time.Time    `json:"as_of,omitzero"`
	Freshness Freshness    `json:"freshness,omitempty"`
	About     []care.About `json:"about,omitempty"` // the invoices and deliveries that were told of

	At       time.Time `json:"at"` // of the enquiry
	Recorded time.Time `json:"recorded"`
	Waiting  time.Time `json:"waiting,omitzero"` // since when it waits for somebody who answers it: At, of one that is Unavailable
}

// kept is the record of a question and its answer.
func kept(q asked, f Facts, a Answer, cause Cause) Enquiry {
	e := Enquiry{
		Topic: q.topic, Channel: q.channel, Segment: q.segment, Staff: q.claim.Staff,
		Customer: f.Customer, Phone: q.claim.Phone, Subject: f.subject(q.claim.Phone),
		Outcome: a.Outcome, Cause: cause, Source: a.Source, AsOf: a.AsOf, Freshness: a.Freshness, At: q.at,
	}
	if e.Subject != "" {
		e.Name = q.claim.Name
	}
	if a.Outcome == Unavailable {
		e.Waiting = q.at
	}
	for _, i := range a.Invoices {
		e.About = append(e.About, care.About{Kind: care.AboutInvoice, Ref: string(i.Ref)})
	}
	for _, s := range a.Shipments {
		e.About = append(e.About, care.About{Kind: care.AboutShipment, Ref: string(s.Ref)})
	}
	return e
}

// subject is what erasing goes by. An answer about an invoice that was shown holds what its customer bought, even where nobody said who asks.
func (f Facts) subject(phone care.Phone) string {
	subject := cmp.Or(string(f.Customer), string(phone))
	if own, _ := f.own(); subject == "" && len(own) > 0 {
		subject = string(own[0].Customer)
	}
	return subject
}
