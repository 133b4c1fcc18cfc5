package chain

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Config says how a Service works. Only Calendars must be given.
type Config struct {
	Env care.Env
	// Calendars finds the working calendars that flows name. Required to publish a flow.
	Calendars Calendars
	// Bell wakes the workers of this process when a case has ended. Default: none.
	Bell *queue.Bell
}

// Service keeps units, flows and what happens to cases in a store. It is a small value: In makes another for a tenant, a host's transaction or a running Tx at
// no cost.
type Service struct {
	store storage.Store
	c     Config
}

// New returns the service on a store.
func New(store storage.Store, c Config) (Service, error) {
	if store == nil {
		return Service{}, errors.New("chain: the store is nil: give the ForTenant of an adapter")
	}
	if c.Calendars == nil {
		c.Calendars = noCalendars
	}
	return Service{store, c}, nil
}

// In is the same service on another store: another tenant's, one on the host's transaction, or a running Tx.
func (s Service) In(store storage.Store) Service {
	s.store = store
	return s
}

// Define records a unit, or changes it. Version, if it is not 0, is that of the unit on which the change was made; care.ErrStale if it has changed since.
func (s Service) Define(ctx context.Context, u Unit) (_ Unit, err error) {
	ctx, done := s.c.Env.Observe(ctx, "chain.define")
	defer func() { done(err) }()
	if err := u.problems().Err(); err != nil {
		return Unit{}, err
	}
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		old, err := units.One(ctx, tx, byUnitCode.Key(u.Code))
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return err
		}
		if u.Version != 0 && u.Version != old.Version {
			return care.ErrStale
		}
		u.ID, u.Version = old.ID, old.Version
		if u.ID.IsZero() {
			u.ID = storage.ID[Unit](s.c.Env.ID())
		}
		if u == old {
			return nil
		}
		u, err = units.Put(ctx, tx, u)
		return err
	})
	if err != nil {
		return Unit{}, err
	}
	return u, nil
}

// Units lists the units by their codes.
func (s Service) Units() storage.List[Unit] { return units.List(s.store, byUnitCode.Prefix()) }

// Publish records one edition of a flow. The same edition with the same content is answered with what is stored; with other content it is refused with
// [CodeEditionTaken], because cases go by it. It is refused with everything that [Compile] finds, with units that are not defined, and with editions that
// overlap.
func (s Service) Publish(ctx context.Context, f Flow) (_ Published, err error) {
	ctx, done := s.c.Env.Observe(ctx, "chain.publish")
	defer func() { done(err) }()
	f.From, f.Until = stored(f.From), stored(f.Until)
	_, refused := Compile(f, s.c.Calendars)
	if !isRef(string(f.Code)) {
		return Published{}, refused
	}
	var saved Published
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		all, err := editions(ctx, tx, f.Code)
		if err != nil {
			return err
		}
		with := []Flow{f}
		for _, p := range all {
			if p.Flow.Edition != f.Edition {
				with = append(with, p.Flow)
				continue
			}
			if saved = p; reflect.DeepEqual(p.Flow, f) {
				return nil
			}
			return care.RefuseAt("edition", strconv.Itoa(f.Edition), CodeEditionTaken.With())
		}
		var p care.Problems
		p.Join("", "", refused)
		p = append(p, Overlaps(with)...)
		if err := knownUnits(ctx, tx, f, &p); err != nil {
			return err
		}
		if err := p.Err(); err != nil {
			return err
		}
		saved, err = flows.Put(ctx, tx, Published{ID: storage.ID[Published](s.c.Env.ID()), Flow: f, Recorded: s.c.Env.Time()})
		return err
	})
	if err != nil {
		return Published{}, err
	}
	return saved, nil
}

// stored is an instant as the store keeps it.
func stored(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Microsecond)
}

// isRef reports whether a code is one that may be looked for.
func isRef(code string) bool {
	ref, err := care.ParseRef[string](code)
	return err == nil && ref != ""
}

func knownUnits(ctx context.Context, r storage.Reader, f Flow, p *care.Problems) error {
	seen := map[UnitCode]bool{Outside: true}
	know := func(path string, code UnitCode) error {
		if seen[code] || !isRef(string(code)) {
			return nil
		}
		seen[code] = true
		_, err := units.One(ctx, r, byUnitCode.Key(code))
		if errors.Is(err, storage.ErrNotFound) {
			p.Add(path, string(code), CodeNoUnit.With(care.NewFact("unit", code)))
			return nil
		}
		return err
	}
	err := know("promise.owner", f.Promise.Owner)
	for i, l := range f.Links {
		err = errors.Join(err, know(linkPath(i)+".supplier", l.Supplier), know(linkPath(i)+".receiver", l.Receiver))
	}
	return err
}

// Editions lists the published editions of a flow, the oldest first.
func (s Service) Editions(code FlowCode) storage.List[Published] {
	return flows.List(s.store, byEdition.Prefix(code))
}

func editions(ctx context.Context, r storage.Reader, code FlowCode) (all []Published, err error) {
	for cursor := ""; ; {
		page, err := flows.Page(ctx, r, byEdition.Prefix(code), cursor, 0)
		if err != nil {
			return nil, err
		}
		if all = append(all, page.Items...); page.Next == "" {
			return all, nil
		}
		cursor = page.Next
	}
}

// chain compiles an edition of a flow that was published.
func (s Service) chain(ctx context.Context, r storage.Reader, code FlowCode, edition int) (*Chain, error) {
	p, err := flows.One(ctx, r, byEdition.Key(code, edition))
	if err != nil {
		return nil, err
	}
	return Compile(p.Flow, s.c.Calendars)
}

// Links are the codes of the links of all flows in force at an instant, each once in their order: what a service policy may rest its promises on.
func (s Service) Links(ctx context.Context, at time.Time) (all []LinkCode, err error) {
	for p, err := range flows.List(s.store, byEdition.Prefix()).All(ctx) {
		if err != nil {
			return nil, err
		}
		if _, in := inForce([]Published{p}, at); !in {
			continue
		}
		for _, l := range p.Flow.Links {
			if !slices.Contains(all, l.Code) {
				all = append(all, l.Code)
			}
		}
	}
	return all, nil
}

// inForce is the edition under which a case begins.
func inForce(all []Published, at time.Time) (Flow, bool) {
	for _, p := range all {
		if !p.Flow.From.After(at) && (p.Flow.Until.IsZero() || at.Before(p.Flow.Until)) {
			return p.Flow, true
		}
	}
	return Flow{}, false
}
