package warranty

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// Config says how a Service works. The zero Config works.
type Config struct {
	Env care.Env
	// ParsePhone reads phone numbers. Default: care.ParsePhone, for numbers as people in Vietnam type them.
	ParsePhone care.PhoneParser
	// Bell wakes the workers of this process when an event was committed. Default: none.
	Bell *queue.Bell
	// Limiter and Codes are what the public form needs ([Service.AskPublic]). Default: there is no public form.
	Limiter Limiter
	Codes   CodeSender
	// Place is where the shop sells, which says whose law its contracts are under. Default: law.Vietnam.
	Place law.Place
	// Regimes are the laws to choose from. Default: law.Regimes.
	Regimes []law.Regime
	// Reading settles what the law leaves open. Default: the usual reading of each.
	Reading law.Reading
	// Official is the country's working days, which a last day that is a day off is moved to. Default: law.WorkingDays of the place; where there are none,
	// Monday to Friday without public holidays, and a decision says so where it matters.
	Official *calendar.Calendar
	// Vulnerable says whether a customer has proved by a day to be a vulnerable consumer (Law 19/2023/QH15 art. 8), on the store that it is given, so within
	// the transaction of an intake. Default: an intake says so itself.
	Vulnerable func(context.Context, storage.Store, care.CustomerRef, calendar.Date) (bool, error)
}

// Service keeps terms, registrations and answers in a store. It is a small value: In makes another for a tenant, a host's transaction or
// a running Tx at no cost.
type Service struct {
	store       storage.Store
	c           Config
	official    func() string // the digest of Config.Official, worked out when it is first needed
	claimTimers sla.Timers
	planTimers  sla.Timers
}

// New returns the service on a store.
func New(store storage.Store, c Config) (Service, error) {
	if store == nil {
		return Service{}, errors.New("warranty: the store is nil: give the ForTenant of an adapter")
	}
	if c.ParsePhone == nil {
		c.ParsePhone = care.ParsePhone
	}
	if c.Place == "" {
		c.Place = law.Vietnam
	}
	if c.Regimes == nil {
		c.Regimes = law.Regimes()
	}
	for i, regime := range c.Regimes {
		if err := regime.Check(); err != nil {
			return Service{}, fmt.Errorf("warranty: regime %d, %q: %w", i, regime.Code, err)
		}
	}
	if c.Official == nil {
		var err error
		if c.Official, _, err = law.WorkingDays(c.Place); err != nil {
			return Service{}, err
		}
	}
	s := Service{store: store, c: c, official: sync.OnceValue(func() string { return digest(c.Official) })}
	var err error
	if s.claimTimers, err = sla.NewTimers(store, sla.TimerConfig{Env: c.Env, Task: ClaimTimer, Bell: c.Bell}); err != nil {
		return Service{}, err
	}
	s.planTimers, err = sla.NewTimers(store, sla.TimerConfig{Env: c.Env, Task: PlanTimer, Bell: c.Bell})
	return s, err
}

// digest stands for all that a calendar says.
func digest(c *calendar.Calendar) string {
	if c == nil {
		return ""
	}
	text, err := c.Digest(c.Bounds())
	if err != nil {
		return "" // which cannot be: the bounds are its own
	}
	return text
}

// In is the same service on another store: another tenant's, one on the host's transaction, or a running Tx.
func (s Service) In(store storage.Store) Service {
	s.store = store
	return s
}

// Publish records one edition of terms. The same edition with the same content is answered with what is stored; with other content it is refused
// with [CodeEditionTaken], because customers bought under it.
func (s Service) Publish(ctx context.Context, t Terms) (_ Terms, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.publish")
	defer func() { done(err) }()
	if err := t.problems().Err(); err != nil {
		return Terms{}, err
	}
	t.ID, t.Version = storage.ID[Terms](s.c.Env.ID()), 0
	var saved Terms
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		saved, err = terms.One(ctx, tx, byCode.Key(t.Code, t.Edition))
		if errors.Is(err, storage.ErrNotFound) {
			saved, err = terms.Put(ctx, tx, t)
			return err
		}
		if err == nil && !sameTerms(saved, t) {
			err = care.RefuseAt("edition", strconv.Itoa(t.Edition), CodeEditionTaken.With())
		}
		return err
	})
	if err != nil {
		return Terms{}, err
	}
	return saved, nil
}

// Cover records under which terms a product is sold from now on; registrations that exist keep theirs.
func (s Service) Cover(ctx context.Context, c Coverage) (_ Coverage, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.cover")
	defer func() { done(err) }()
	if err := c.problems().Err(); err != nil {
		return Coverage{}, err
	}
	var saved Coverage
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		old, err := coverages.One(ctx, tx, byProduct.Key(c.Product))
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return err
		}
		c.ID, c.Version = old.ID, old.Version
		if c == old {
			saved = old
			return nil
		}
		if c.ID.IsZero() {
			c.ID = storage.ID[Coverage](s.c.Env.ID())
		}
		if saved, err = coverages.Put(ctx, tx, c); err != nil {
			return err
		}
		return putWords(ctx, tx, c.Product, old.words(), saved.words())
	})
	if err != nil {
		return Coverage{}, err
	}
	return saved, nil
}

// Editions lists the published editions of one set of terms, the oldest first.
func (s Service) Editions(code TermsCode) storage.List[Terms] {
	return terms.List(s.store, byCode.Prefix(code))
}

// Registrations lists the registrations of an invoice, or of every invoice for "", in order of invoice, line and unit.
func (s Service) Registrations(of care.InvoiceRef) storage.List[Registration] {
	if of == "" {
		return registrations.List(s.store, byUnit.Prefix())
	}
	return registrations.List(s.store, byUnit.Prefix(of))
}

// Of lists the registrations of a customer, by the host's key, in the order of delivery; none for "".
func (s Service) Of(customer care.CustomerRef) storage.List[Registration] {
	return registrations.List(s.store, bySubject.Prefix(string(customer)))
}

// Answers lists what was answered about a registration, the oldest first.
func (s Service) Answers(about storage.ID[Registration]) storage.List[Answered] {
	return answers.List(s.store, byRegistration.Prefix(about))
}

// editions reads all editions of one code.
func editions(ctx context.Context, r storage.Reader, code TermsCode) (all []Terms, err error) {
	for cursor := ""; ; {
		page, err := terms.Page(ctx, r, byCode.Prefix(code), cursor, 0)
		if err != nil {
			return nil, err
		}
		if all = append(all, page.Items...); page.Next == "" {
			return all, nil
		}
		cursor = page.Next
	}
}

// dateAt is the date at an instant (zero: now) where the shop is, and a problem if no calendar has that date.
func (s Service) dateAt(p *care.Problems, t time.Time) calendar.Date {
	d := calendar.DateOf(s.at(t), s.c.Env.Location())
	if d.IsZero() {
		p.Add("at", "", care.CodeDateForm.With())
	}
	return d
}

func (s Service) at(t time.Time) time.Time {
	if t.IsZero() {
		return s.c.Env.Time()
	}
	return t
}
