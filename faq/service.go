package faq

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Config says how a Service works. The zero Config works.
type Config struct {
	Env care.Env
	// Bell wakes the workers of this process when an event was committed. Default: none.
	Bell *queue.Bell
	// Owner has a captured question until it is given to somebody. Default: "faq".
	Owner care.StaffRef
	// ReplyWithin is how long after it was asked a captured question is due if the request does not say, by the wall clock. Default: 48 hours.
	ReplyWithin time.Duration
	// ProposeAt is how many questions make a group worth an entry. Default: 5.
	ProposeAt int
	// Scan is how many questions people look through before they had rather search. Default: 30.
	Scan int
	// Langs are the languages in which every entry should be there. Default: Vietnamese and English.
	Langs []care.Lang
}

func (c Config) withDefaults() Config {
	if c.Owner == "" {
		c.Owner = "faq"
	}
	if c.ReplyWithin == 0 {
		c.ReplyWithin = 48 * time.Hour
	}
	if c.ProposeAt == 0 {
		c.ProposeAt = 5
	}
	if c.Scan == 0 {
		c.Scan = 30
	}
	if c.Langs == nil {
		c.Langs = []care.Lang{care.LangVI, care.LangEN}
	}
	return c
}

// Service keeps questions and answers in a store. It is a small value: In makes another for a tenant, a host's transaction or a running Tx at no cost.
type Service struct {
	store  storage.Store
	c      Config
	timers sla.Timers
}

// New returns the service on a store.
func New(store storage.Store, c Config) (Service, error) {
	if store == nil {
		return Service{}, errors.New("faq: the store is nil: give the ForTenant of an adapter")
	}
	if c = c.withDefaults(); c.ReplyWithin < 0 || c.ProposeAt < 0 || c.Scan < 0 {
		return Service{}, errors.New("faq: ReplyWithin, ProposeAt and Scan cannot be negative: leave them zero for the default")
	}
	timers, err := sla.NewTimers(store, sla.TimerConfig{Env: c.Env, Task: Timer, Bell: c.Bell})
	return Service{store, c, timers}, err
}

// In is the same service on another store: another tenant's, one on the host's transaction, or a running Tx.
func (s Service) In(store storage.Store) Service {
	s.store, s.timers = store, s.timers.In(store)
	return s
}

// Save keeps a draft: a new entry, or new words for the one with this code, which becomes a draft again. What customers are shown stays as it is.
func (s Service) Save(ctx context.Context, d Draft) (_ Entry, err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.save")
	defer func() { done(err) }()
	draft, key, err := d.parse()
	if err != nil {
		return Entry{}, err
	}
	op := care.Operation{Name: "faq.save", Key: key, At: s.c.Env.Time()}
	saved, _, err := care.Once(ctx, s.store, op, d, func(ctx context.Context, tx storage.Tx) (Entry, error) {
		old, err := entries.One(ctx, tx, byCode.Key(draft.Code))
		if errors.Is(err, storage.ErrNotFound) {
			if d.Version != 0 {
				return Entry{}, care.ErrStale
			}
			draft.ID = storage.ID[Entry](s.c.Env.ID())
			return entries.Put(ctx, tx, draft)
		}
		if err != nil {
			return Entry{}, err
		}
		if d.Version != 0 && d.Version != old.Version {
			return Entry{}, care.ErrStale
		}
		old.Texts, old.Scope, old.Owner, old.Review, old.Plan, old.Status = draft.Texts, draft.Scope, draft.Owner, draft.Review, draft.Plan, Drafted
		return entries.Put(ctx, tx, old)
	})
	return saved, err
}

// Move takes an entry one step on: to approved, to published, to retired, or back to a draft.
type Move struct {
	// Key makes the request idempotent. Default: none.
	Key     string        `json:"key,omitempty"`
	Version int64         `json:"version,omitempty"` // of the entry that was looked at; 0: any
	Code    EntryCode     `json:"code"`
	To      Status        `json:"to"`
	By      care.StaffRef `json:"by,omitempty"`
	At      time.Time     `json:"at,omitzero"` // zero: now
}

// Move takes an entry one step on. Approved needs an owner, a date of review and an answer in every language it has. Published shows customers the
// texts as they are now and keeps them as an [Edition]; Retired shows them no more.
func (s Service) Move(ctx context.Context, m Move) (moved Entry, err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.move")
	defer func() { done(err) }()
	m.At = m.At.UTC()
	var p care.Problems
	op := s.operation(&p, "faq.move", m.Key)
	if err := p.Err(); err != nil {
		return Entry{}, err
	}
	moved, _, err = care.Once(ctx, s.store, op, m, func(ctx context.Context, tx storage.Tx) (Entry, error) {
		e, err := entries.One(ctx, tx, byCode.Key(m.Code))
		if err != nil {
			return Entry{}, gone(err, "code", string(m.Code))
		}
		if m.Version != 0 && m.Version != e.Version {
			return Entry{}, care.ErrStale
		}
		return s.move(ctx, tx, e, m)
	})
	return moved, err
}

func (s Service) move(ctx context.Context, tx storage.Tx, e Entry, m Move) (moved Entry, err error) {
	if !follows(e.Status, m.To) {
		return Entry{}, care.RefuseAt("to", string(m.To), CodeStep.With(care.NewFact("from", care.NameOf(e.Status)), care.NewFact("to", care.NameOf(m.To))))
	}
	if m.To == Approved {
		if err := e.missing().Err(); err != nil {
			return Entry{}, err
		}
	}
	if e.Status = m.To; m.To == Published || m.To == Retired && len(e.Shown) > 0 {
		if e, err = s.show(ctx, tx, e, m); err != nil {
			return Entry{}, err
		}
	}
	if moved, err = entries.Put(ctx, tx, e); err != nil || e.Epoch == 0 || m.To != Published && m.To != Retired {
		return moved, err
	}
	item := queue.Item[ShownChangedEvent]{Key: string(e.Code), Order: moved.Version, Payload: ShownChangedEvent{e.Code, e.Edition, e.Status}}
	return moved, ShownChanged.With(s.c.Bell).Put(ctx, tx, item)
}

// show changes what customers see of an entry, and moves the epoch.
func (s Service) show(ctx context.Context, tx storage.Tx, e Entry, m Move) (Entry, error) {
	at := s.at(m.At)
	e.Shown, e.ShownTo, e.Since = nil, Scope{}, time.Time{}
	if m.To == Published {
		e.Edition++
		e.Shown, e.ShownTo, e.Since = e.Texts, e.Scope, at
		_, err := editions.Put(ctx, tx, Edition{
			ID: storage.ID[Edition](s.c.Env.ID()), Entry: e.ID, N: e.Edition, At: at, Recorded: s.c.Env.Time(), By: m.By, Texts: e.Texts, Scope: e.Scope,
		})
		if err != nil {
			return Entry{}, err
		}
	}
	count, err := epochs.One(ctx, tx, byName.Key(shownEpoch))
	if errors.Is(err, storage.ErrNotFound) {
		count, err = epoch{ID: storage.ID[epoch](s.c.Env.ID()), Name: shownEpoch}, nil
	}
	if err != nil {
		return Entry{}, err
	}
	count.N++
	e.Epoch = count.N
	_, err = epochs.Put(ctx, tx, count)
	return e, err
}

const shownEpoch = "shown"

// Entry reads the entry with this code. One that is not there is refused with [CodeGone].
func (s Service) Entry(ctx context.Context, code EntryCode) (e Entry, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		e, err = entries.One(ctx, r, byCode.Key(code))
		return gone(err, "code", string(code))
	})
	return e, err
}

// Entries lists the entries of one status, or all for "", in order of their codes.
func (s Service) Entries(status Status) storage.List[Entry] {
	if status == "" {
		return entries.List(s.store, byCode.Prefix())
	}
	return entries.List(s.store, byStatus.Prefix(status))
}

// Owned lists the entries of which somebody is the owner.
func (s Service) Owned(by care.StaffRef) storage.List[Entry] {
	return entries.List(s.store, byOwner.Prefix(by))
}

// Editions lists what was published of an entry, the oldest first.
func (s Service) Editions(of storage.ID[Entry]) storage.List[Edition] {
	return editions.List(s.store, byEdition.Prefix(of))
}

// SavePlan keeps a plan: a new one, or another content for the one with its code. Version is that which was looked at, or 0.
func (s Service) SavePlan(ctx context.Context, p Plan) (_ Plan, err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.save_plan")
	defer func() { done(err) }()
	if err := p.problems().Err(); err != nil {
		return Plan{}, err
	}
	if p.Langs == nil {
		p.Langs = slices.Clone(s.c.Langs)
	}
	p.Changed = s.c.Env.Time()
	var saved Plan
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		old, err := plans.One(ctx, tx, byPlan.Key(p.Code))
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return err
		}
		if p.Version != 0 && p.Version != old.Version {
			return care.ErrStale
		}
		next := p
		next.ID, next.Version = old.ID, old.Version
		if next.ID.IsZero() {
			next.ID = storage.ID[Plan](s.c.Env.ID())
		}
		saved, err = plans.Put(ctx, tx, next)
		return err
	})
	if err != nil {
		return Plan{}, err
	}
	return saved, nil
}

// Plans lists the plans in order of their codes.
func (s Service) Plans() storage.List[Plan] { return plans.List(s.store, byPlan.Prefix()) }

// CheckPlan reads a plan and what it still lacks; see [Plan.Check].
func (s Service) CheckPlan(ctx context.Context, code PlanCode) (p Plan, gaps []Gap, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		if p, err = plans.One(ctx, r, byPlan.Key(code)); err != nil {
			return gone(err, "code", string(code))
		}
		named := map[EntryCode]Entry{}
		for _, item := range p.Items {
			if item.Entry == "" {
				continue
			}
			e, err := entries.One(ctx, r, byCode.Key(item.Entry))
			if err == nil {
				named[item.Entry] = e
			} else if !errors.Is(err, storage.ErrNotFound) {
				return err
			}
		}
		gaps = p.Check(named)
		return nil
	})
	return p, gaps, err
}

// gone makes a record that is not there a refusal of the request that names it.
func gone(err error, path, value string) error {
	if errors.Is(err, storage.ErrNotFound) {
		return care.RefuseAt(path, value, CodeGone.With())
	}
	return err
}

func (s Service) at(t time.Time) time.Time {
	if t.IsZero() {
		return s.c.Env.Time()
	}
	return t.UTC()
}
