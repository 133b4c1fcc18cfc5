package notice

import (
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Standing is how it stands with one customer, or with one address: what was agreed to and refused, and what was sent lately. It is derived from the ledger of
// [Consent] entries and from what was sent, and every change of it takes its version, so that a refusal and a sending cannot pass each other by.
type Standing struct {
	ID      storage.ID[Standing] `json:"id"`
	Version int64                `json:"version"`
	Whom    string               `json:"whom"`    // the customer's key, or a phone number, an email address in lower case and so on
	Subject string               `json:"subject"` // what erasing goes by: the customer's key; of an address that said something, the address, with email in lower case
	Entries int                  `json:"entries"` // in the ledger
	Choices []Choice             `json:"choices,omitempty"`
	Sent    []Sending            `json:"sent,omitempty"` // of purposes that a cap limits, the oldest first
}

// Choice is what the ledger makes of one purpose and channel.
type Choice struct {
	Purpose Purpose      `json:"purpose"`
	Channel care.Channel `json:"channel,omitempty"` // "": of every channel
	// Granted is since when the customer agrees; zero: does not, or has refused since.
	Granted  time.Time `json:"granted,omitzero"`
	GrantedN int       `json:"granted_n,omitempty"` // of the entry
	Agreed   Agreed    `json:"agreed,omitzero"`
	// Withdrawn is the latest refusal, even if it was lifted since.
	Withdrawn  time.Time `json:"withdrawn,omitzero"`
	WithdrawnN int       `json:"withdrawn_n,omitempty"`
}

// Sending is one notice that was sent, or may have been: it counts from when it was tried, whatever came of that.
type Sending struct {
	At      time.Time          `json:"at"`
	Purpose Purpose            `json:"purpose"`
	Channel care.Channel       `json:"channel"`
	Notice  storage.ID[Notice] `json:"notice"`
}

// Agreed is what a customer agreed to beyond the usual hours and caps, where a rule lets them ([Rule.Waivable]).
type Agreed struct {
	AnyHour bool `json:"any_hour,omitempty"`
	Daily   int  `json:"daily,omitempty"` // so many in 24 hours instead of the rule's; 0: as the rule says
}

// note applies one more entry of the ledger, the latest in the order of recording, and reports whether it changed what holds.
//
// Whatever the order in which entries arrive, they can only narrow what an earlier refusal left: a refusal counts from the moment it is recorded, however long
// ago it happened, and consent lifts a refusal only if it was both given and recorded after it.
func (s *Standing) note(e Consent) bool {
	i := slices.IndexFunc(s.Choices, func(c Choice) bool { return c.Purpose == e.Purpose && c.Channel == e.Channel })
	if i < 0 {
		i, s.Choices = len(s.Choices), append(s.Choices, Choice{Purpose: e.Purpose, Channel: e.Channel})
	}
	c := &s.Choices[i]
	if !e.Given {
		if e.At.After(c.Withdrawn) {
			c.Withdrawn = e.At
		}
		c.WithdrawnN = e.N
		c.Granted, c.GrantedN, c.Agreed = time.Time{}, 0, Agreed{}
		return true
	}
	if c.WithdrawnN > 0 && !e.At.After(c.Withdrawn) || e.At.Before(c.Granted) {
		return false
	}
	c.Granted, c.GrantedN, c.Agreed = e.At, e.N, e.Agreed
	return true
}

// verdict is what a standing says of one purpose on one channel.
type verdict struct {
	granted   time.Time // zero: never, or not any more
	withdrawn time.Time // zero: never, or lifted since
	agreed    Agreed
}

// on weighs the choice about the channel against the one about every channel. A refusal of one channel is lifted by consent that names the channel, and only by that.
// A refusal of every channel ends for good what was agreed to about one before it: consent to every channel that comes later brings none of it back.
func (s *Standing) on(p Purpose, channel care.Channel) verdict {
	var one, every Choice
	for _, c := range s.Choices {
		switch {
		case c.Purpose != p:
		case c.Channel == channel:
			one = c
		case c.Channel == "":
			every = c
		}
	}
	everyRefused := every.WithdrawnN > 0 && every.GrantedN == 0
	oneRefused := one.WithdrawnN > 0 && one.GrantedN == 0
	newer := every.WithdrawnN == 0 || one.GrantedN > every.WithdrawnN && one.Granted.After(every.Withdrawn)
	switch {
	case one.GrantedN > 0 && newer:
		return verdict{granted: one.Granted, agreed: one.Agreed}
	case oneRefused:
		return verdict{withdrawn: one.Withdrawn}
	case everyRefused:
		return verdict{withdrawn: every.Withdrawn}
	}
	return verdict{granted: every.Granted, agreed: every.Agreed}
}

// capped returns when the cap lets one more through: t if it does at t. What lies after t, because a clock went back, counts as just now.
func (s *Standing) capped(c Cap, p Purpose, channel care.Channel, t time.Time) time.Time {
	left := c.Most
	for _, sent := range slices.Backward(s.Sent) {
		if p != "" && sent.Purpose != p || channel != "" && sent.Channel != channel {
			continue
		}
		if t.Sub(sent.At) >= c.Within {
			return t
		}
		if left--; left == 0 {
			return sent.At.Add(c.Within)
		}
	}
	return t
}

// sent notes a sending in its place, and forgets what no cap looks back to.
func (s *Standing) sent(n Sending) {
	at := len(s.Sent)
	for at > 0 && s.Sent[at-1].At.After(n.At) { // a clock went back
		at--
	}
	all := slices.Insert(slices.Clone(s.Sent), at, n)
	latest := all[len(all)-1].At
	old := 0
	for len(all)-old > mostCapped || latest.Sub(all[old].At) > longestCap {
		old++
	}
	s.Sent = all[old:]
}
