package privacy

import (
	"context"
	"errors"
	"fmt"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Timer wakes a request, an incident or a retention when its date has come: it is the task of this package's own handler.
var Timer = queue.NewTask[sla.Wake]("privacy.timer", 1)

// Subscriptions are this package's own handlers, for a worker. Without them nobody is reminded, and no retention ends.
func Subscriptions(of func(tenant string) Service) []queue.Subscription {
	return []queue.Subscription{
		queue.Subscribe(Timer, "privacy", func(ctx context.Context, store storage.Store, d queue.Delivery[sla.Wake]) error {
			return of(d.Tenant).In(store).wake(ctx, d.Payload.About)
		}),
	}
}

func (s Service) wake(ctx context.Context, about care.About) (err error) {
	ctx, done := s.c.Env.Observe(ctx, "privacy.wake")
	defer func() { done(err) }()
	switch about.Kind {
	case AboutRetention:
		id, err := storage.ParseID[Retention](about.Ref)
		if err != nil {
			return queue.Park(err)
		}
		return s.expire(ctx, id)
	case AboutRequest:
		return wakeUp(ctx, s, about, requests, s.overdue)
	case AboutIncident:
		return wakeUp(ctx, s, about, incidents, s.pressing)
	}
	return queue.Park(fmt.Errorf("privacy: a timer is about %q, which this program does not know", about.Kind))
}

// wakeUp hands the record that a timer is about to fn. One that is gone needs nobody.
func wakeUp[T any](ctx context.Context, s Service, about care.About, c *storage.Collection[T], fn func(context.Context, storage.Tx, T) error) error {
	id, err := storage.ParseID[T](about.Ref)
	if err != nil {
		return queue.Park(err)
	}
	return s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		record, err := c.Get(ctx, tx, id)
		if errors.Is(err, storage.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return fn(ctx, tx, record)
	})
}

// overdue tells that a date of a request has passed, and waits for the next one.
func (s Service) overdue(ctx context.Context, tx storage.Tx, r Request) error {
	now := s.c.Env.Time()
	if r.Due.IsZero() || r.Due.After(now) {
		return nil
	}
	next := r.Dates.Done
	if !next.After(now) {
		next = r.Due // nothing more to wait for: the timer stays where it rang
	}
	if err := s.timers.In(tx).Set(ctx, r.followed(), next); err != nil {
		return err
	}
	return s.announceRequest(ctx, tx, RequestOverdue, r)
}

// pressing tells that the authority has to be told.
func (s Service) pressing(ctx context.Context, tx storage.Tx, i Incident) error {
	if i.Due.IsZero() {
		return nil
	}
	if err := s.timers.In(tx).Set(ctx, i.followed(), i.nextRing(s.c.Env.Time())); err != nil {
		return err
	}
	return s.announceIncident(ctx, tx, IncidentDue, i)
}
