package enquiry

import (
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
)

// Question is an enquiry as it comes. Text is as typed.
type Question struct {
	// Key makes the request idempotent: the same key and content, from somebody who has proved to be the same, give the first answer again. It is kept, so it holds
	// nothing personal.
	Key     string `json:"key,omitempty"`
	Topic   string `json:"topic"`   // a [Topic]
	Channel string `json:"channel"` // a [care.Channel]
	Asker   Asker  `json:"asker"`

	Invoice  string `json:"invoice,omitempty"`  // the number as printed; leading zeros do not matter
	Symbol   string `json:"symbol,omitempty"`   // of an e-invoice, such as "1C26TAA"
	Tracking string `json:"tracking,omitempty"` // the carrier's number
	Serial   string `json:"serial,omitempty"`   // of the product

	Segment string    `json:"segment,omitempty"` // which the enquiry is counted under
	Staff   string    `json:"staff,omitempty"`   // who took it
	At      time.Time `json:"at,omitzero"`       // of the enquiry; zero: now
}

// asked is a question that was read.
type asked struct {
	topic    Topic
	channel  care.Channel
	claim    Claim
	shown    bool
	number   string
	symbol   string
	tracking string
	serial   string
	segment  care.SegmentRef
	at       time.Time
}

func (s Service) parse(q Question) (a asked, key string, err error) {
	var p care.Problems
	a = asked{
		topic:    care.Required(&p, "topic", q.Topic, care.ParseEnum[Topic]),
		channel:  care.Required(&p, "channel", q.Channel, care.ParseEnum[care.Channel]),
		number:   care.Optional(&p, "invoice", q.Invoice, care.Line(50)),
		symbol:   strings.ToUpper(care.Optional(&p, "symbol", q.Symbol, care.Line(20))),
		tracking: care.Optional(&p, "tracking", q.Tracking, care.Line(100)),
		serial:   care.Optional(&p, "serial", q.Serial, care.Line(100)),
		segment:  care.Optional(&p, "segment", q.Segment, care.ParseRef[care.SegmentRef]),
		shown:    q.Asker.Shown,
		at:       s.at(q.At),
	}
	a.claim = Claim{
		Customer: care.Optional(&p, "asker.customer", q.Asker.Customer, care.ParseRef[care.CustomerRef]),
		Name:     care.Optional(&p, "asker.name", q.Asker.Name, care.Line(200)),
		Phone:    care.Optional(&p, "asker.phone", q.Asker.Phone, s.c.ParsePhone),
		Code:     care.Optional(&p, "asker.code", q.Asker.Code, care.Line(4000)),
		Staff:    care.Optional(&p, "staff", q.Staff, care.ParseRef[care.StaffRef]),
		Channel:  a.channel,
	}
	key = care.Optional(&p, "key", q.Key, care.ParseRef[string])
	if q.Asker.Shown && a.number == "" {
		p.Add("invoice", "", CodeNumberMissing.With())
	}
	return a, key, p.Err()
}
