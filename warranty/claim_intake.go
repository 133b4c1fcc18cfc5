package warranty

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Intake is a product that a customer brings because of a fault. Text is as typed.
type Intake struct {
	Key          string                   `json:"key,omitempty"` // makes the request idempotent
	Registration storage.ID[Registration] `json:"registration"`  // that Ask or Find found
	Number       string                   `json:"number,omitempty"`
	Fault        string                   `json:"fault,omitempty"`    // "": not known yet
	FaultOn      string                   `json:"fault_on,omitempty"` // the date it showed; "": the date of the intake
	Part         string                   `json:"part,omitempty"`
	Said         string                   `json:"said,omitempty"`  // the fault in the customer's words, at most 2,000 characters
	Items        string                   `json:"items,omitempty"` // what is handed over, and how it looks, at most 2,000 characters

	// Promised is when it will be done, or Within how long that takes by the official working calendar. There is no receipt without one of them.
	Promised time.Time     `json:"promised,omitzero"`
	Within   calendar.Span `json:"within,omitzero"`

	Told       bool      `json:"told,omitempty"`       // the customer was told of the choice of remedies, where the law wants that
	Vulnerable bool      `json:"vulnerable,omitempty"` // the customer proved to be elderly, disabled, … (Law 19/2023/QH15 art. 8)
	Lang       string    `json:"lang,omitempty"`       // a care.Lang; "": Vietnamese
	Place      string    `json:"place,omitempty"`
	By         string    `json:"by,omitempty"`
	At         time.Time `json:"at,omitzero"` // zero: now
}

const textLimit = 2000 // characters

// TakeIn takes a product in: it decides whether the fault is covered, with what is recorded about the product, keeps the decision, and opens a claim with
// the time that the customer is promised. [Service.Receipt] is what the customer gets in hand.
//
// It refuses with *care.Invalid, among others a product that is here already, and one without a promised time.
func (s Service) TakeIn(ctx context.Context, in Intake) (u ClaimUpdate, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.claim_receive")
	defer func() { done(err) }()
	in.At, in.Promised = in.At.UTC(), in.Promised.UTC() // the same instant is the same request
	c, e, key, err := s.parseIntake(in)
	if err != nil {
		return ClaimUpdate{}, err
	}
	return s.claimOnce(ctx, "claim_receive", key, in, func(ctx context.Context, tx storage.Tx) (ClaimUpdate, error) {
		return s.takeIn(ctx, tx, c, e)
	})
}

// parseIntake reads what was typed.
func (s Service) parseIntake(in Intake) (c Claim, e ClaimEvent, key string, err error) {
	var p care.Problems
	c = Claim{
		Registration: in.Registration, Vulnerable: in.Vulnerable,
		Number: care.Optional(&p, "number", in.Number, care.ParseRef[string]),
		Said:   care.Optional(&p, "said", in.Said, care.Lines(textLimit)),
		Items:  care.Optional(&p, "items", in.Items, care.Lines(textLimit)),
		Lang:   care.Optional(&p, "lang", in.Lang, care.ParseEnum[care.Lang]),
		Place:  care.Optional(&p, "place", in.Place, care.ParseRef[care.PlaceRef]),
	}
	today := s.dateAt(&p, in.At)
	s.past(&p, in.At)
	e = ClaimEvent{
		Step: ClaimReceive, At: s.at(in.At).UTC().Truncate(time.Microsecond), Recorded: s.c.Env.Time(), Told: in.Told,
		By:    care.Optional(&p, "by", in.By, care.ParseRef[care.StaffRef]),
		Fault: care.Optional(&p, "fault", in.Fault, care.ParseRef[FaultCode]),
		Part:  care.Optional(&p, "part", in.Part, care.ParseRef[PartCode]),
		On:    cmp.Or(care.Optional(&p, "fault_on", in.FaultOn, care.ParseDate), today),
	}
	if in.Registration.IsZero() {
		p.Add("registration", "", care.CodeMissing.With())
	}
	e.Promised = s.promised(&p, in, e.At)
	key = care.Optional(&p, "key", in.Key, care.ParseRef[string])
	return c, e, key, p.Err()
}

// promised is by when a product will be done.
func (s Service) promised(p *care.Problems, in Intake, at time.Time) time.Time {
	promised := in.Promised
	switch {
	case in.Promised.IsZero() == in.Within.IsZero():
		p.Add("promised", "", CodePromiseMissing.With())
		return time.Time{}
	case promised.IsZero() && s.c.Official == nil:
		p.Add("within", in.Within.String(), CodeNoCalendar.With())
		return time.Time{}
	case promised.IsZero():
		due, err := s.c.Official.Due(at, in.Within)
		if err != nil {
			p.Add("within", in.Within.String(), CodeNoCalendar.With())
			return time.Time{}
		}
		promised = due
	}
	if !promised.After(at) {
		p.Add("promised", in.Promised.Format(time.RFC3339), CodePromisePast.With(care.NewFact("promised", promised.In(s.c.Env.Location()))))
	}
	return promised.UTC().Truncate(time.Microsecond)
}

func (s Service) takeIn(ctx context.Context, tx storage.Tx, c Claim, e ClaimEvent) (u ClaimUpdate, err error) {
	reg, err := registrations.Get(ctx, tx, c.Registration)
	if errors.Is(err, storage.ErrNotFound) {
		return u, care.RefuseAt("registration", c.Registration.String(), CodeNoRegistration.With())
	}
	if err != nil {
		return u, err
	}
	if !reg.ReplacedBy.IsZero() {
		return u, care.RefuseAt("registration", reg.ID.String(), CodeUnitExchanged.With(care.NewFact("by", reg.ReplacedBy.String())))
	}
	if c.Vulnerable, err = s.vulnerable(ctx, tx, reg, c, e); err != nil {
		return u, err
	}
	if !reg.Withdrawn.IsZero() {
		return u, care.RefuseAt("registration", reg.ID.String(), CodeSaleWithdrawn.With())
	}
	c.ID, c.Subject = storage.ID[Claim](s.c.Env.ID()), reg.Subject
	e.N = 1
	c.Events = []ClaimEvent{e}
	if err := c.derive(); err != nil { // so that the decision knows of it
		return u, err
	}
	f, err := s.facts(ctx, tx, reg)
	if err != nil {
		return u, err
	}
	if !f.Returned.IsZero() {
		return u, care.RefuseAt("registration", reg.ID.String(), CodeReturned.With(care.NewFact("returned", f.Returned)))
	}
	if repair, ok := c.Repair(s.c.Env.Location()); ok {
		f.Repairs = append(f.Repairs, repair)
	}
	a, err := s.decideOn(ctx, tx, reg, f, c, e.At)
	if err != nil {
		return u, err
	}
	e.rest(a)
	c.Events = nil
	u.Decision = a.Decision
	if u.Claim, err = s.take(ctx, tx, c, e); err != nil {
		return u, claimTaken(err, c)
	}
	_, err = registrations.Put(ctx, tx, reg) // as it is: so that one who takes it back to the shop meanwhile, and this, come one after the other
	return u, err
}

// vulnerable is whether the customer of a claim has proved to be vulnerable: at the intake, or before.
func (s Service) vulnerable(ctx context.Context, tx storage.Tx, reg Registration, c Claim, e ClaimEvent) (bool, error) {
	if c.Vulnerable || s.c.Vulnerable == nil || reg.Customer == "" {
		return c.Vulnerable, nil
	}
	return s.c.Vulnerable(ctx, tx, reg.Customer, calendar.DateOf(e.At, s.c.Env.Location()))
}

// claimTaken says what is there already.
func claimTaken(err error, c Claim) error {
	switch {
	case isTaken(err, claimByNumber.Name()):
		return care.RefuseAt("number", c.Number, CodeNumberTaken.With())
	case isTaken(err, claimByHeld.Name()):
		return care.RefuseAt("registration", c.Registration.String(), CodeHereAlready.With())
	}
	return err
}

// rest makes a step rest on a decision.
func (e *ClaimEvent) rest(a Answered) {
	e.Answer, e.Payer, e.Carrier = a.ID, a.Decision.Repair.Payer, a.Decision.Carriage.Payer
}

// decideOn decides about the fault of a claim by facts about its registration, and keeps the decision.
func (s Service) decideOn(ctx context.Context, tx storage.Tx, reg Registration, f Facts, c Claim, at time.Time) (Answered, error) {
	f.On, f.Fault, f.Part, f.Told = c.State.On, c.State.Fault, c.State.Part, c.State.Told
	f.Outside, f.Consented, f.Vulnerable = c.State.Outside, c.State.Consented, c.Vulnerable
	f.Asked = calendar.DateOf(at, s.c.Env.Location())
	return s.answer(ctx, tx, reg, Decide(f), at)
}

// decideClaim is decideOn for a claim that is stored.
func (s Service) decideClaim(ctx context.Context, tx storage.Tx, c Claim, at time.Time) (Answered, error) {
	reg, err := registrations.Get(ctx, tx, c.Registration)
	if err != nil {
		return Answered{}, err
	}
	f, err := s.facts(ctx, tx, reg)
	if err != nil {
		return Answered{}, err
	}
	return s.decideOn(ctx, tx, reg, f, c, at)
}
