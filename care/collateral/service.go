package collateral

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Config says how a Service works. The zero Config works.
type Config struct {
	Env care.Env
	// Bell wakes the workers of this process when an event was committed. Default: none.
	Bell *queue.Bell
	// FulfilWithin is how long after it was asked for material is sent, by the wall clock. Default: 48 hours.
	FulfilWithin time.Duration
	// Goal is the share of customers who are to understand each question. Default: 0.9.
	Goal float64
}

// Service keeps materials, places, checks and requests in a store. It is a small value: In makes another for a tenant, a host's transaction or a running Tx at no
// cost.
type Service struct {
	store  storage.Store
	timers sla.Timers
	c      Config
}

// New returns the service on a store.
func New(store storage.Store, c Config) (Service, error) {
	if store == nil {
		return Service{}, errors.New("collateral: the store is nil: give the ForTenant of an adapter")
	}
	if c.FulfilWithin == 0 {
		c.FulfilWithin = 48 * time.Hour
	}
	if c.Goal == 0 {
		c.Goal = 0.9
	}
	if c.FulfilWithin < 0 || !(c.Goal > 0 && c.Goal < 1) {
		return Service{}, errors.New("collateral: FulfilWithin must be 0 or more, and Goal between 0 and 1")
	}
	timers, err := sla.NewTimers(store, sla.TimerConfig{Env: c.Env, Task: Timer, Bell: c.Bell})
	if err != nil {
		return Service{}, err
	}
	return Service{store, timers, c}, nil
}

// In is the same service on another store: another tenant's, one on the host's transaction, or a running Tx.
func (s Service) In(store storage.Store) Service {
	s.store, s.timers = store, s.timers.In(store)
	return s
}

// kept is a record that the host edits: how it is found, and where its id and version are.
type kept[T any] struct {
	c   *storage.Collection[T]
	key storage.Key[T]
	at  func(*T) (*storage.ID[T], *int64)
}

// save puts a new record, or one over what is stored. What is stored must have the version that the record says, if it says one, else care.ErrStale. change makes
// the record what is saved from what is stored, the zero value for a new one.
func save[T any](ctx context.Context, s Service, k kept[T], v T, change func(old T, v *T) error) (saved T, err error) {
	_, asked := k.at(&v)
	expected := *asked
	put := func(ctx context.Context, tx storage.Tx) error {
		old, err := k.c.One(ctx, tx, k.key)
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return err
		}
		id, version := k.at(&old)
		if expected != 0 && expected != *version {
			return care.ErrStale
		}
		next := v
		if err := change(old, &next); err != nil {
			return err
		}
		newID, newVersion := k.at(&next)
		*newID, *newVersion = *id, *version
		if newID.IsZero() {
			*newID = storage.ID[T](s.c.Env.ID())
		}
		saved, err = k.c.Put(ctx, tx, next)
		return err
	}
	err = s.store.Update(ctx, put)
	if errors.Is(err, storage.ErrExists) && !errors.Is(err, storage.ErrTxLost) { // another was first
		err = s.store.Update(ctx, put)
	}
	if err != nil {
		return *new(T), err
	}
	return saved, nil
}

// Define says what a material is: a new one, or one that is there already, whose kind stays.
func (s Service) Define(ctx context.Context, m Material) (_ Material, err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.define")
	defer func() { done(err) }()
	if err := m.problems().Err(); err != nil {
		return Material{}, err
	}
	k := kept[Material]{materials, byCode.Key(m.Code), func(m *Material) (*storage.ID[Material], *int64) { return &m.ID, &m.Version }}
	return save(ctx, s, k, m, func(old Material, m *Material) error {
		if !old.ID.IsZero() && old.Kind != m.Kind {
			return care.RefuseAt("kind", string(m.Kind), CodeKindStays.With(care.NewFact("kind", care.NameOf(old.Kind))))
		}
		return nil
	})
}

// Materials lists the materials of a kind by their codes, or of every kind for "".
func (s Service) Materials(k Kind) storage.List[Material] {
	if k == "" {
		return materials.List(s.store, byCode.Prefix())
	}
	return materials.List(s.store, byKind.Prefix(k))
}

// material reads a material that a request names.
func material(ctx context.Context, r storage.Reader, path, code string) (Material, error) {
	m, err := materials.One(ctx, r, byCode.Key(code))
	if errors.Is(err, storage.ErrNotFound) {
		err = care.RefuseAt(path, code, CodeNoMaterial.With())
	}
	return m, err
}

// place reads a place that a request names.
func place(ctx context.Context, r storage.Reader, ref care.PlaceRef) (Place, error) {
	p, err := places.One(ctx, r, byRef.Key(ref))
	if errors.Is(err, storage.ErrNotFound) {
		err = care.RefuseAt("place", string(ref), CodeNoPlace.With())
	}
	return p, err
}

func (s Service) at(t time.Time) time.Time {
	if t.IsZero() {
		return s.c.Env.Time()
	}
	return t.UTC().Truncate(time.Microsecond)
}

// date is the date at an instant where the shop is, with a problem if no calendar has it.
func (s Service) date(p *care.Problems, at time.Time) calendar.Date {
	d := calendar.DateOf(at, s.c.Env.Location())
	if d.IsZero() {
		p.Add("at", "", care.CodeDateForm.With())
	}
	return d
}
