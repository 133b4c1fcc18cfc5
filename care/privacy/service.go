package privacy

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Config says how a Service works. Schemas is required.
type Config struct {
	Env care.Env
	// ParsePhone reads phone numbers. Default: care.ParsePhone.
	ParsePhone care.PhoneParser
	// Bell wakes the workers of this process. Default: none.
	Bell *queue.Bell
	// Schemas are all collections in which people are looked for: chamsoc.Schemas(), and those of the host's own that stand on the same contract.
	Schemas []*storage.Schema
	// Rules are the laws to choose from by the day of a request. Default: Vietnam alone.
	Rules []Rules
	// Working is the calendar of working days for answers. Default: Monday to Friday, and the reasons say so.
	Working *calendar.Calendar
	// Notices is where consent is taken back at once. Default: nowhere.
	Notices *notice.Service
}

// Service keeps requests, receipts, retentions, incidents and what vulnerable customers have proved. It is a small value: In makes another for a tenant, a
// host's transaction or a running Tx at no cost.
type Service struct {
	store  storage.Store
	c      Config
	timers sla.Timers
}

// New returns the service on a store.
func New(store storage.Store, c Config) (Service, error) {
	if store == nil {
		return Service{}, errors.New("privacy: the store is nil: give the ForTenant of an adapter")
	}
	if len(c.Schemas) == 0 {
		return Service{}, errors.New("privacy: Schemas is empty: give chamsoc.Schemas(), or nobody's data would be found")
	}
	c.Schemas = lastly(c.Schemas)
	if c.ParsePhone == nil {
		c.ParsePhone = care.ParsePhone
	}
	if c.Rules == nil {
		c.Rules = []Rules{Vietnam()}
	}
	for _, r := range c.Rules {
		if err := r.check(); err != nil {
			return Service{}, err
		}
	}
	timers, err := sla.NewTimers(store, sla.TimerConfig{Env: c.Env, Task: Timer, Bell: c.Bell})
	return Service{store, c, timers}, err
}

// lastSchemas are how many lastly puts at the end.
const lastSchemas = 2

// lastly puts behind all others the collections by which an erasure that was broken off finds out that it has to go on.
func lastly(all []*storage.Schema) []*storage.Schema {
	last := [lastSchemas]*storage.Schema{retentions.Schema(), requests.Schema()}
	before := slices.DeleteFunc(slices.Clone(all), func(s *storage.Schema) bool { return slices.Contains(last[:], s) })
	return append(before, last[:]...)
}

// In is the same service on another store: another tenant's, one on the host's transaction, or a running Tx.
func (s Service) In(store storage.Store) Service {
	s.store, s.timers = store, s.timers.In(store)
	if s.c.Notices != nil {
		in := s.c.Notices.In(store)
		s.c.Notices = &in
	}
	return s
}

// Request returns one request, or [storage.ErrNotFound].
func (s Service) Request(ctx context.Context, id storage.ID[Request]) (r Request, err error) {
	err = s.store.View(ctx, func(ctx context.Context, reader storage.Reader) error {
		r, err = requests.Get(ctx, reader, id)
		return err
	})
	return r, err
}

// Hold is Request on a running Tx, for something that is made of the request in the same transaction. It writes the record again, so that this and an erasure
// cannot both commit without one having seen the other.
func (s Service) Hold(ctx context.Context, id storage.ID[Request]) (r Request, err error) {
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		if r, err = requests.Get(ctx, tx, id); err != nil {
			return err
		}
		r, err = requests.Put(ctx, tx, r)
		return err
	})
	return r, err
}

// Open lists the requests that are to be ended, the most pressing first.
func (s Service) Open() storage.List[Request] { return requests.List(s.store, byDue.Prefix()) }

// Of lists the requests of a person, by the host's key, or else the last of their [Person.Subjects], the oldest first.
func (s Service) Of(subject string) storage.List[Request] {
	return requests.List(s.store, bySubject.Prefix(subject))
}

// Receipts lists what was erased on a request; for the zero id, what was erased because a retention ended.
func (s Service) Receipts(of storage.ID[Request]) storage.List[Receipt] {
	return receipts.List(s.store, byRequest.Prefix(of))
}

// Export yields every record about the person of a request, under each of their keys, each record once. It refuses a request to see data whose person is not
// verified.
func (s Service) Export(ctx context.Context, id storage.ID[Request]) iter.Seq2[storage.Exported, error] {
	return func(yield func(storage.Exported, error) bool) {
		r, err := s.Request(ctx, id)
		if err == nil && !slices.ContainsFunc(r.Steps, func(s Recorded) bool { return s.Kind == StepVerify }) {
			err = care.RefuseAt("request", "", CodeStepIllegal.With(care.NewFact("state", care.NameOf(r.State)), care.NewFact("legal", names(r.Legal()))))
		}
		if err != nil {
			yield(storage.Exported{}, err)
			return
		}
		seen := map[uuid.UUID]bool{}
		for _, subject := range r.Person.Subjects() {
			for line, err := range storage.Export(ctx, s.store, s.c.Schemas, subject) {
				if err == nil && seen[line.ID] {
					continue
				}
				seen[line.ID] = true
				if !yield(line, err) || err != nil {
					return
				}
			}
		}
	}
}

// at is when something happened, now if that was not said; p notes one that has not come.
func (s Service) at(p *care.Problems, t time.Time) time.Time {
	now := s.c.Env.Time()
	if t.IsZero() {
		return now
	}
	if t.After(now.Add(clocksDiffer)) {
		p.Add("at", "", CodeLater.With())
	}
	return t.UTC().Truncate(time.Microsecond)
}

// clocksDiffer is how far the clocks of two machines may be apart.
const clocksDiffer = 5 * time.Minute
