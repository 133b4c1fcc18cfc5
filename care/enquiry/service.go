package enquiry

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Config says whom to ask. The zero Config works and answers that nothing can be looked up; each port that is set opens its topics.
//
// A port is not told for which tenant it is asked. Where tenants have systems of their own, give each a Service of its own, or ports that read the tenant from the context;
// else one company's customer is answered from another's books.
type Config struct {
	Env care.Env
	// ParsePhone reads phone numbers. Default: care.ParsePhone.
	ParsePhone care.PhoneParser
	// Bell wakes the workers of this process when an enquiry was kept. Default: none.
	Bell *queue.Bell

	// Verifier says who asks. Default: nobody can be checked, so that only an invoice that is shown at the counter is answered for.
	Verifier  Verifier
	Invoices  care.InvoiceReader
	Debts     care.DebtReader
	Shipments care.ShipmentReader
	// Warranties returns the reader of warranties for the store of the service. Default: none; chamsoc.New gives Chamsoc's own.
	Warranties func(storage.Store) WarrantyReader

	// Vocabularies read the codes of carriers. Default: [Carriers]. Two of one carrier are a mistake.
	Vocabularies []Vocabulary
	// Patience is how long one port may take, elapsed time, before it counts as unavailable. Default: 5 seconds.
	Patience time.Duration
	// Limits are the ages up to which an answer is live or recent. Default: see [Limits].
	Limits Limits
}

// Service answers enquiries and keeps them in a store. It is a small value: In makes another for a tenant at no cost.
type Service struct {
	store    storage.Store
	c        Config
	carriers map[string]Vocabulary
}

// New returns the service on a store.
func New(store storage.Store, c Config) (Service, error) {
	if store == nil {
		return Service{}, errors.New("enquiry: the store is nil: give the ForTenant of an adapter")
	}
	if c.ParsePhone == nil {
		c.ParsePhone = care.ParsePhone
	}
	if c.Vocabularies == nil {
		c.Vocabularies = Carriers()
	}
	switch {
	case c.Patience == 0:
		c.Patience = 5 * time.Second
	case c.Patience < 0:
		return Service{}, fmt.Errorf("enquiry: Patience is %v: give how long a port may take, or 0 for 5 seconds", c.Patience)
	}
	c.Limits = c.Limits.orDefault()
	if c.Limits.Live < 0 || c.Limits.Recent < c.Limits.Live {
		return Service{}, fmt.Errorf("enquiry: Limits are %v for live and %v for recent: the second is not below the first, and neither below zero", c.Limits.Live, c.Limits.Recent)
	}
	carriers := map[string]Vocabulary{}
	for _, v := range c.Vocabularies {
		if _, twice := carriers[v.Carrier()]; twice || v.Carrier() == "" {
			return Service{}, fmt.Errorf("enquiry: Vocabularies has none or two of the carrier %q: give one of each, made by NewVocabulary or With", v.Carrier())
		}
		carriers[v.Carrier()] = v
	}
	return Service{store, c, carriers}, nil
}

// In is the same service, with the same ports, on another tenant's store: see [Config]. Ports are asked outside of any transaction, so it is not for a running Tx.
func (s Service) In(store storage.Store) Service {
	s.store = store
	return s
}

// Ask checks who asks, asks the system that knows, answers, and keeps the enquiry. It refuses with *care.Invalid what cannot be read, and keeps nothing
// then. What was not found, and a system that did not answer, are answers and no errors; an answer that could not be kept is not given.
func (s Service) Ask(ctx context.Context, q Question) (a Answer, err error) {
	ctx, done := s.c.Env.Observe(ctx, "enquiry.ask")
	defer func() { done(err) }()
	q.At = q.At.UTC() // the same instant is the same request
	read, key, err := s.parse(q)
	if err != nil {
		return Answer{}, err
	}
	facts, err := s.facts(ctx, read)
	if err != nil {
		return Answer{}, err
	}
	a, cause := Decide(facts)
	e := kept(read, facts, a, cause)
	e.Recorded = s.c.Env.Time()
	op, request := operation(q, key, e)
	a, _, err = care.Once(ctx, s.store, op, request, func(ctx context.Context, tx storage.Tx) (Answer, error) {
		e.ID, e.Version = storage.ID[Enquiry](s.c.Env.ID()), 0
		saved, err := enquiries.Put(ctx, tx, e)
		if err != nil {
			return Answer{}, err
		}
		a.Enquiry = saved.ID
		return a, s.announce(ctx, tx, saved)
	})
	return a, err
}

// request is what tells questions with one key apart. The code is not kept, so who it proved stands for it: a key opens nothing by itself.
type request struct {
	Question
	Proved care.CustomerRef `json:"proved,omitempty"`
}

// operation names a question for a repetition. One without a proof is another one than with it, so that who mistyped a code can give the right one.
func operation(q Question, key string, e Enquiry) (care.Operation, request) {
	op := care.Operation{Name: "enquiry.ask", Key: key, Subject: e.Subject, At: e.Recorded}
	if e.Customer != "" {
		op.Name = "enquiry.ask.proved"
	}
	return op, request{q, e.Customer}
}

// at is when something happened, now if that was not said.
func (s Service) at(t time.Time) time.Time {
	if t.IsZero() {
		return s.c.Env.Time()
	}
	return t.UTC().Truncate(time.Microsecond)
}
