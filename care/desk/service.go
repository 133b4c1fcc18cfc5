package desk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Config says how a Service works. The zero Config works. Durations are by the wall clock.
type Config struct {
	Env care.Env
	// ParsePhone reads phone numbers. Default: care.ParsePhone, for numbers as people in Vietnam type them.
	ParsePhone care.PhoneParser
	// Bell wakes the workers of this process when an event was committed. Default: none.
	Bell *queue.Bell
	// Book is what is promised to whom. It keeps every edition that cases still name. A unit that asks, of an internal case, is looked for in it as the customer.
	// Default: nothing is promised.
	Book *sla.Book
	// Desk is the unit that has a case, and answers for it, until another one gets it. Default: "desk".
	Desk care.StaffRef
	// AnswerWithin is when a customer's question is due where no agreement promises an answer. Default: 24 hours.
	AnswerWithin time.Duration
	// AwaitWithin is when an answer that we wait for is due if the request does not say. Default: 72 hours.
	AwaitWithin time.Duration
	// CloseAfter is how long after it was resolved a case is closed by itself. Default: 7 days; negative: never.
	CloseAfter time.Duration
	// ReopenWithin is how long after closing the customer's words open the case again. Later ones open a new case that is linked to it.
	// Default: 30 days; negative: never reopened.
	ReopenWithin time.Duration
}

func (c Config) withDefaults() Config {
	if c.ParsePhone == nil {
		c.ParsePhone = care.ParsePhone
	}
	if c.Desk == "" {
		c.Desk = "desk"
	}
	for _, d := range []struct {
		value    *time.Duration
		standard time.Duration
	}{{&c.AnswerWithin, 24 * time.Hour}, {&c.AwaitWithin, 72 * time.Hour}, {&c.CloseAfter, 7 * 24 * time.Hour}, {&c.ReopenWithin, 30 * 24 * time.Hour}} {
		if *d.value == 0 {
			*d.value = d.standard
		}
	}
	return c
}

// Service keeps cases in a store. It is a small value: In makes another for a tenant, a host's transaction or a running Tx at no cost.
type Service struct {
	store storage.Store
	c     Config
}

// New returns the service on a store.
func New(store storage.Store, c Config) (Service, error) {
	if store == nil {
		return Service{}, errors.New("desk: the store is nil: give the ForTenant of an adapter")
	}
	c = c.withDefaults()
	if c.AnswerWithin < 0 || c.AwaitWithin < 0 {
		return Service{}, errors.New("desk: AnswerWithin and AwaitWithin cannot be negative: every question has a due")
	}
	return Service{store, c}, nil
}

// In is the same service on another store: another tenant's, one on the host's transaction, or a running Tx.
func (s Service) In(store storage.Store) Service {
	s.store = store
	return s
}

// Case returns a case, or storage.ErrNotFound.
func (s Service) Case(ctx context.Context, id storage.ID[Case]) (c Case, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		c, err = cases.Get(ctx, r, id)
		return err
	})
	return c, err
}

// Numbered returns the case with a number of the host's, or storage.ErrNotFound.
func (s Service) Numbered(ctx context.Context, n string) (c Case, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		c, err = cases.One(ctx, r, byNumber.Key(n))
		return err
	})
	return c, err
}

// Messages lists what was said in a case, in the order of recording. What was said before a merge is with the case that was merged.
func (s Service) Messages(id storage.ID[Case]) storage.List[Message] {
	return messages.List(s.store, byCase.Prefix(id))
}

// Running lists the cases that are still to be resolved, the oldest first.
func (s Service) Running() storage.List[Case] { return cases.List(s.store, byOpen.Prefix(true)) }

// Opened lists the cases that were opened in [from, before), the oldest first. Zero times are no bounds.
func (s Service) Opened(from, before time.Time) storage.List[Case] {
	r := byOpened.Prefix()
	if !from.IsZero() {
		r = r.From(from)
	}
	if !before.IsZero() {
		r = r.Before(before)
	}
	return cases.List(s.store, r)
}

// Owned lists the cases that one person is to resolve, the oldest first. "" lists those that nobody owns.
func (s Service) Owned(by care.StaffRef) storage.List[Case] {
	return cases.List(s.store, byOwner.Prefix(by, true))
}

// With lists the cases that a unit is to resolve, the oldest first.
func (s Service) With(unit care.StaffRef) storage.List[Case] {
	return cases.List(s.store, byUnit.Prefix(unit, true))
}

// Of lists the cases of a customer of the host's, the latest first. Cases opened before the host knew the customer are found by phone.
func (s Service) Of(customer care.CustomerRef) storage.List[Case] {
	return cases.List(s.store, bySubject.Prefix(string(customer)).Reverse())
}

// Calling lists the cases of whoever calls from a phone, the latest first.
func (s Service) Calling(from care.Phone) storage.List[Case] {
	return cases.List(s.store, byPhone.Prefix(from).Reverse())
}

// Due lists the cases of which something promised is due by an instant, the most pressing first, those that are overdue included. A case whose clocks are
// all paused is not due.
func (s Service) Due(by time.Time) storage.List[Case] {
	return cases.List(s.store, byDue.Prefix().UpTo(by))
}

// Late lists the running cases of which a promise was broken, the oldest first. It knows by the worker, a moment after the due.
func (s Service) Late() storage.List[Case] { return cases.List(s.store, byLate.Prefix(true, true)) }

// About yields the cases that are linked to something.
func (s Service) About(ctx context.Context, a care.About) iter.Seq2[Case, error] {
	return func(yield func(Case, error) bool) {
		for l, err := range links.List(s.store, byAbout.Prefix(a.Kind, a.Ref)).All(ctx) {
			var c Case
			if err == nil {
				if c, err = s.Case(ctx, l.Case); err != nil {
					err = fmt.Errorf("desk: the case %s of a link: %w", l.Case, err)
				}
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

// at is when something happened: zero means now. It cannot be later than now, but for clocks that differ a little.
func (s Service) at(p *care.Problems, t time.Time) time.Time {
	now := s.c.Env.Time()
	switch {
	case t.IsZero():
		return now
	case t.After(now.Add(clocksDiffer)):
		p.Add("at", t.UTC().Format(time.RFC3339), CodeFuture.With(care.NewFact("at", s.local(t)), care.NewFact("now", s.local(now))))
	}
	return t.UTC().Truncate(time.Microsecond)
}

// clocksDiffer is how far the clocks of a till and of a server may be apart.
const clocksDiffer = 5 * time.Minute

// local is an instant on the clock of the desk, as people read it.
func (s Service) local(t time.Time) time.Time { return t.In(s.c.Env.Location()) }
