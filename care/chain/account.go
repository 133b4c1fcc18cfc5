package chain

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Account answers why a case was late, or how it stands.
type Account struct {
	Case        Case
	Chain       *Chain
	Course      Course
	Ledger      Ledger
	Attribution Attribution
}

// Account accounts for a case as of now, by the host's key.
func (s Service) Account(ctx context.Context, ref string) (a Account, err error) {
	ctx, done := s.c.Env.Observe(ctx, "chain.account")
	defer func() { done(err) }()
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		if a.Case, err = cases.One(ctx, r, byRef.Key(ref)); err == nil {
			a.Chain, a.Course, err = s.course(ctx, r, a.Case)
		}
		return err
	})
	if err != nil {
		return Account{}, err
	}
	if a.Ledger, err = a.Chain.Ledger(a.Course); err != nil {
		return Account{}, err
	}
	a.Attribution = a.Chain.Attribute(a.Course.Spent(), a.Chain.Goals())
	return a, nil
}

// Cases lists the open cases of a flow, or the ended ones, the oldest first.
func (s Service) Cases(flow FlowCode, open bool) storage.List[Case] {
	return cases.List(s.store, byOpen.Prefix(flow, open))
}

// course is the course of a case as of now, or of its last event if that is ahead of the clock.
func (s Service) course(ctx context.Context, r storage.Reader, c Case) (*Chain, Course, error) {
	chain, err := s.chain(ctx, r, c.Flow, c.Edition)
	if err != nil {
		return nil, Course{}, err
	}
	course, err := chain.Course(c.Events, s.asOf(c.Events))
	return chain, course, err
}

func (s Service) asOf(events []Event) time.Time {
	now := s.c.Env.Time()
	if n := len(events); n > 0 {
		return later(now, events[n-1].At)
	}
	return now
}

// Watched returns an edition's chain with what was seen of its ended cases, for [Chain.Report], [Chain.Warnings] and [Chain.Feasible].
func (s Service) Watched(ctx context.Context, code FlowCode, edition int) (chain *Chain, w Watch, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		if chain, err = s.chain(ctx, r, code, edition); err != nil {
			return err
		}
		kept, err := watches.One(ctx, r, byWatch.Key(code, edition))
		if errors.Is(err, storage.ErrNotFound) {
			return nil
		}
		w = kept.Watch
		return err
	})
	return chain, w, err
}

// Ended: a case has reached the customer outside, or was closed. Its key is the flow and its edition, so that cases are counted one after another.
var Ended = queue.NewTopic[EndedEvent]("chain.ended", 1)

// EndedEvent is the payload of [Ended].
type EndedEvent struct {
	Case    storage.ID[Case] `json:"case"`
	Ref     string           `json:"ref"`
	Flow    FlowCode         `json:"flow"`
	Edition int              `json:"edition"`
}

func (s Service) announceEnded(ctx context.Context, tx storage.Tx, c Case) error {
	key := string(c.Flow) + "/" + strconv.Itoa(c.Edition)
	return Ended.With(s.c.Bell).Put(ctx, tx, queue.Item[EndedEvent]{Key: key, Payload: EndedEvent{c.ID, c.Ref, c.Flow, c.Edition}})
}

// Subscriptions are this package's own handlers, for a worker: the one that counts ended cases, each once.
func Subscriptions(of func(tenant string) Service) []queue.Subscription {
	return []queue.Subscription{
		queue.Subscribe(Ended, "chain", func(ctx context.Context, store storage.Store, d queue.Delivery[EndedEvent]) error {
			return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				if err := of(d.Tenant).In(tx).count(ctx, tx, d.Payload); err != nil {
					return err
				}
				return d.Done(ctx, tx)
			})
		}),
	}
}

// count adds an ended case to the watch of its flow.
func (s Service) count(ctx context.Context, tx storage.Tx, e EndedEvent) error {
	c, err := cases.Get(ctx, tx, e.Case)
	if err != nil {
		return err
	}
	chain, course, err := s.course(ctx, tx, c)
	if err != nil {
		return err
	}
	w, err := watches.One(ctx, tx, byWatch.Key(c.Flow, c.Edition))
	if errors.Is(err, storage.ErrNotFound) {
		w, err = watched{ID: storage.ID[watched](s.c.Env.ID()), Flow: c.Flow, Edition: c.Edition}, nil
	}
	if err == nil {
		err = chain.Observe(&w.Watch, course)
	}
	if err == nil {
		_, err = watches.Put(ctx, tx, w)
	}
	return err
}

func noCalendars(sla.CalendarCode) (*calendar.Calendar, bool) { return nil, false }
