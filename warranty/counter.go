package warranty

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// Inquiry is what a customer shows and asks at the counter. Text is as typed; anything may be missing.
type Inquiry struct {
	// Card is printed on the card and on the slip of the sale. It can be guessed: set it only where staff hold one of them, never from a web form.
	Card          UnitRef `json:"card,omitzero"`
	Serial        string  `json:"serial,omitempty"`
	Phone         string  `json:"phone,omitempty"`
	PhoneVerified bool    `json:"phone_verified,omitempty"` // the customer answered a code sent to it
	OldPhone      string  `json:"old_phone,omitempty"`      // another one that they may have given at the sale
	Invoice       string  `json:"invoice,omitempty"`        // as written, or the number alone
	Name          string  `json:"name,omitempty"`
	Product       string  `json:"product,omitempty"`     // its code, or words of its name
	About         string  `json:"about,omitempty"`       // roughly when it was bought, a date
	WithinDays    int     `json:"within_days,omitempty"` // how roughly; 0: 7 days
	Place         string  `json:"place,omitempty"`       // the branch or till
	TaxCode       string  `json:"tax_code,omitempty"`    // of the company that bought it
	// Asked is what was asked already and cannot be answered, so that [Finding.Next] does not ask it again.
	Asked []Proof `json:"asked,omitempty"`

	Fault   FaultCode `json:"fault,omitempty"`    // "": not looked at yet
	FaultOn string    `json:"fault_on,omitempty"` // the date it showed; "": the date of the inquiry
	Part    PartCode  `json:"part,omitempty"`
	At      time.Time `json:"at,omitzero"` // of the inquiry; zero: now
}

// Answer is what was found and, if it is one registration, whether the warranty covers the fault.
type Answer struct {
	Finding  Finding  `json:"finding"`
	Decision Decision `json:"decision,omitzero"`
}

// Ask finds the registration that a customer's clues lead to, decides whether the fault is covered, and keeps the decision with its
// reasons. Clues that lead to nothing, or to too little, are an answer and no error.
func (s Service) Ask(ctx context.Context, q Inquiry) (a Answer, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.ask")
	defer func() { done(err) }()
	q.At = s.at(q.At) // one instant for the decision and its record
	clues, fault, err := s.parseInquiry(q)
	if err != nil {
		return Answer{}, err
	}
	return s.findAndDecide(ctx, clues, fault, q.At)
}

// findAndDecide finds, decides and keeps.
func (s Service) findAndDecide(ctx context.Context, clues Clues, fault Facts, at time.Time) (a Answer, err error) {
	var facts Facts
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		if a.Finding, err = s.find(ctx, r, clues); err != nil || a.Finding.Status != FoundOne {
			return err
		}
		unit, err := current(ctx, r, a.Finding.Registration)
		if err == nil {
			facts, err = s.facts(ctx, r, unit)
		}
		return err
	})
	if err != nil {
		return Answer{}, err
	}
	if a.Finding.Status != FoundOne {
		return a, nil
	}
	facts.On, facts.Fault, facts.Part = fault.On, fault.Fault, fault.Part
	facts.Asked = calendar.DateOf(at, s.c.Env.Location())
	a.Decision = Decide(facts)
	if err := s.keep(ctx, a, at); err != nil {
		return Answer{}, err // an answer that is not kept is not given
	}
	return a, nil
}

// productSaid is a product as it was said; find looks up what it is.
func productSaid(text string) ([]care.ProductRef, error) {
	line, err := care.Line(200)(text)
	return []care.ProductRef{care.ProductRef(line)}, err
}

// maxWithinDays is ten years, beyond which a rough date says nothing.
const maxWithinDays = 3653

// parseInquiry reads what was typed: the clues, and the facts about the fault.
func (s Service) parseInquiry(q Inquiry) (Clues, Facts, error) {
	var p care.Problems
	c := Clues{
		Card:          q.Card,
		Serial:        care.Optional(&p, "serial", q.Serial, care.Line(100)),
		Phone:         care.Optional(&p, "phone", q.Phone, s.c.ParsePhone),
		PhoneVerified: q.PhoneVerified,
		Invoice:       care.Optional(&p, "invoice", q.Invoice, care.ParseRef[care.InvoiceRef]),
		OldPhone:      care.Optional(&p, "old_phone", q.OldPhone, s.c.ParsePhone),
		Name:          care.Optional(&p, "name", q.Name, care.Line(200)),
		Products:      care.Optional(&p, "product", q.Product, productSaid),
		About:         care.Optional(&p, "about", q.About, care.ParseDate),
		WithinDays:    q.WithinDays,
		Place:         care.Optional(&p, "place", q.Place, care.ParseRef[care.PlaceRef]),
		TaxCode:       care.Optional(&p, "tax_code", q.TaxCode, ParseTaxCode),
		Asked:         q.Asked,
	}
	c.Card.Invoice = care.Optional(&p, "card.invoice", string(q.Card.Invoice), care.ParseRef[care.InvoiceRef])
	switch {
	case c.WithinDays == 0:
		c.WithinDays = 7
	case c.WithinDays < 0 || c.WithinDays > maxWithinDays:
		p.Add("within_days", strconv.Itoa(c.WithinDays), care.CodeUnreadable.With())
	}
	f := Facts{
		Fault: care.Optional(&p, "fault", string(q.Fault), care.ParseRef[FaultCode]),
		Part:  care.Optional(&p, "part", string(q.Part), care.ParseRef[PartCode]),
		On:    care.Optional(&p, "fault_on", q.FaultOn, care.ParseDate),
	}
	c.On = s.dateAt(&p, q.At)
	if f.On.IsZero() {
		f.On = c.On
	}
	return c, f, p.Err()
}

// facts are what a decision about a registration rests on, with what claims say about it, but for the fault.
func (s Service) facts(ctx context.Context, r storage.Reader, reg Registration) (Facts, error) {
	all, err := editions(ctx, r, reg.Terms)
	if err != nil {
		return Facts{}, err
	}
	f := s.factsOf(reg)
	for _, t := range all {
		switch {
		case t.Edition == reg.Edition:
			f.Terms, f.Bound = t, !t.Published.After(reg.Sold)
		case t.Edition > reg.Edition && t.Published.After(reg.Sold): // one published before, but in force only later, never came to apply
			f.Later = append(f.Later, t)
		}
	}
	if f.Terms.Edition == 0 {
		return Facts{}, errors.New("warranty: the terms " + string(reg.Terms) + " of registration " + reg.ID.String() + " are gone from the store")
	}
	if reg.Months > 0 {
		f.Terms.Months = reg.Months
	}
	return f, s.recorded(ctx, r, reg, &f)
}

// factsOf are the facts of a registration under the law of its contract, without its terms.
func (s Service) factsOf(reg Registration) Facts {
	sold := calendar.DateOf(reg.Sold, s.c.Env.Location())
	return Facts{
		Unit: reg.Ref(), Delivered: reg.Delivered, Sold: sold, Returned: calendar.DateOf(reg.Returned, s.c.Env.Location()), Zone: s.c.Env.Location(),
		Law: law.Pick(s.c.Regimes, s.c.Place, sold), Reading: s.c.Reading, Official: s.c.Official, Calendar: s.official(),
	}
}

// keep stores a decision as it was given. It reads the registration again, since its customer may have been erased meanwhile.
func (s Service) keep(ctx context.Context, a Answer, at time.Time) error {
	return s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		reg, err := registrations.Get(ctx, tx, a.Finding.Registration.ID)
		if err == nil {
			_, err = s.answer(ctx, tx, reg, a.Decision, at)
		}
		return err
	})
}

// answer keeps a decision about a registration, and announces it.
func (s Service) answer(ctx context.Context, tx storage.Tx, reg Registration, d Decision, at time.Time) (Answered, error) {
	kept, err := answers.Put(ctx, tx, Answered{
		ID: storage.ID[Answered](s.c.Env.ID()), Registration: reg.ID, Subject: reg.Subject, At: at, Recorded: s.c.Env.Time(), Decision: d,
	})
	if err != nil {
		return Answered{}, err
	}
	return kept, s.announceAnswer(ctx, tx, kept)
}
