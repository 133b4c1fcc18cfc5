package privacy

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
)

// Keep says until when a person's data is needed for a purpose, as typed.
type Keep struct {
	Subject string `json:"subject"` // the customer's key, or the address of somebody who has none
	Purpose string `json:"purpose"`
	Until   string `json:"until"` // the last day
	Basis   string `json:"basis,omitempty"`
}

// Retain sets the last day of a purpose for a person, in place of an earlier one. When the last purpose's last day is over, the worker erases the person.
func (s Service) Retain(ctx context.Context, k Keep) (r Retention, err error) {
	ctx, done := s.c.Env.Observe(ctx, "privacy.retain")
	defer func() { done(err) }()
	var p care.Problems
	r = Retention{
		Subject: care.Required(&p, "subject", k.Subject, care.ParseRef[string]),
		Purpose: care.Required(&p, "purpose", k.Purpose, care.ParseRef[string]),
		Until:   care.Required(&p, "until", k.Until, care.ParseDate),
		Basis:   care.Optional(&p, "basis", k.Basis, care.Line(500)),
	}
	if err := p.Err(); err != nil {
		return Retention{}, err
	}
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		old, err := retentions.One(ctx, tx, byPurpose.Key(r.Subject, r.Purpose))
		if errors.Is(err, storage.ErrNotFound) {
			old.ID, err = storage.ID[Retention](s.c.Env.ID()), s.rival(ctx, tx, r.Subject)
		}
		if err != nil {
			return err
		}
		r.ID, r.Version = old.ID, old.Version
		saved, err := retentions.Put(ctx, tx, r)
		if err != nil {
			return err
		}
		r = saved
		return s.timers.In(tx).Set(ctx, r.followed(), r.Until.End(s.c.Env.Location()))
	})
	return r, err
}

// rival writes one of a person's other purposes again, so that a purpose that is added and an erasure that ends the others cannot both commit without one
// having seen the other, also where the engine lets two write at once.
func (s Service) rival(ctx context.Context, tx storage.Tx, subject string) error {
	page, err := retentions.Page(ctx, tx, byPurpose.Prefix(subject), "", 1)
	if err == nil && len(page.Items) > 0 {
		_, err = retentions.Put(ctx, tx, page.Items[0])
	}
	return err
}

func (r Retention) followed() sla.Followed {
	return sla.Followed{About: care.About{Kind: AboutRetention, Ref: r.ID.String()}, Subject: r.Subject}
}

// Retentions lists until when a person's data is kept, by purpose.
func (s Service) Retentions(subject string) storage.List[Retention] {
	return retentions.List(s.store, byPurpose.Prefix(subject))
}

// expire erases a person whose last purpose is over. It may be called too early, and again. It judges and erases in one transaction: a purpose that is added
// meanwhile keeps everything, or comes after all was erased, and a program that dies on the way has erased nothing.
func (s Service) expire(ctx context.Context, id storage.ID[Retention]) error {
	return s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		r, err := retentions.Get(ctx, tx, id)
		if errors.Is(err, storage.ErrNotFound) {
			return nil // the person was erased before
		}
		if err != nil {
			return err
		}
		in := s.In(tx)
		var all []Retention
		for one, err := range in.Retentions(r.Subject).All(ctx) {
			if err != nil {
				return err
			}
			all = append(all, one)
		}
		if over, _ := Over(all, s.c.Env.Today()); !over {
			return nil
		}
		for _, r := range all { // in the versions that were judged: see rival
			if _, err := retentions.Put(ctx, tx, r); err != nil {
				return err
			}
		}
		return in.erase(ctx, []string{r.Subject}, Receipt{Cause: OnRetention})
	})
}

// Recognition is what a customer has proved, as typed.
type Recognition struct {
	Customer string    `json:"customer"`
	Group    string    `json:"group"`    // a [Group]
	Evidence string    `json:"evidence"` // the kind of paper; never a number or a picture of it
	By       string    `json:"by"`
	Until    string    `json:"until,omitempty"`
	At       time.Time `json:"at,omitzero"` // zero: now
}

// Recognise keeps that a customer has proved to be of a group, in place of an earlier proof of the same.
func (s Service) Recognise(ctx context.Context, in Recognition) (v Vulnerability, err error) {
	ctx, done := s.c.Env.Observe(ctx, "privacy.recognise")
	defer func() { done(err) }()
	var p care.Problems
	v = Vulnerability{
		Customer: care.Required(&p, "customer", in.Customer, care.ParseRef[care.CustomerRef]),
		Group:    care.Required(&p, "group", in.Group, care.ParseEnum[Group]),
		Evidence: care.Required(&p, "evidence", in.Evidence, care.Line(200)),
		By:       care.Required(&p, "by", in.By, care.ParseRef[care.StaffRef]),
		Until:    care.Optional(&p, "until", in.Until, care.ParseDate),
		At:       s.at(&p, in.At),
		Recorded: s.c.Env.Time(),
	}
	if err := p.Err(); err != nil {
		return Vulnerability{}, err
	}
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		old, err := vulnerabilities.One(ctx, tx, byGroup.Key(v.Customer, v.Group))
		if errors.Is(err, storage.ErrNotFound) {
			old.ID, err = storage.ID[Vulnerability](s.c.Env.ID()), nil
		}
		if err == nil {
			v.ID, v.Version = old.ID, old.Version
			v, err = vulnerabilities.Put(ctx, tx, v)
		}
		return err
	})
	return v, err
}

// Proved lists what a customer has proved, by group. [Prioritise] decides what follows from it.
func (s Service) Proved(by care.CustomerRef) storage.List[Vulnerability] {
	return vulnerabilities.List(s.store, byGroup.Prefix(by))
}

// Vulnerable reports whether a customer is, on a day, of a group that was proved.
func (s Service) Vulnerable(ctx context.Context, customer care.CustomerRef, on calendar.Date) (bool, error) {
	for v, err := range s.Proved(customer).All(ctx) {
		if err != nil || v.Until.IsZero() || !on.After(v.Until) {
			return err == nil, err
		}
	}
	return false, nil
}
