package collateral

import (
	"context"
	"errors"
	"fmt"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Timer wakes a place when its weekly check is due, and a request when it is to have been sent: it is the task of this package's own handler.
var Timer = queue.NewTask[sla.Wake]("collateral.timer", 1)

// Subscriptions are this package's own handlers, for a worker. They ask for the service of each tenant that the worker works for. Without them nobody notices
// a missed check or an overdue request.
func Subscriptions(of func(tenant string) Service) []queue.Subscription {
	return []queue.Subscription{
		queue.Subscribe(Timer, "collateral", func(ctx context.Context, store storage.Store, d queue.Delivery[sla.Wake]) error {
			return of(d.Tenant).In(store).wake(ctx, d.Payload.About)
		}),
	}
}

func (s Service) wake(ctx context.Context, about care.About) (err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.wake")
	defer func() { done(err) }()
	return s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		switch about.Kind {
		case AboutPlace:
			return s.wakePlace(ctx, tx, care.PlaceRef(about.Ref))
		case AboutRequest:
			return s.wakeRequest(ctx, tx, about.Ref)
		}
		return queue.Park(fmt.Errorf("collateral: a timer about %q: this program does not know that kind", about.Kind))
	})
}

// mostMissed is how many weeks are looked at in one transaction; what is left comes at once in another.
const mostMissed = 60

// wakePlace records every week that is over and has no check, and sets the timer to the end of this one.
func (s Service) wakePlace(ctx context.Context, tx storage.Tx, ref care.PlaceRef) error {
	p, err := places.One(ctx, tx, byRef.Key(ref))
	if errors.Is(err, storage.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	now := s.c.Env.Time()
	if p.Due.After(now) {
		return queue.RetryAt(p.Due, nil)
	}
	for n := 0; n < mostMissed && !p.Due.After(now); n++ {
		page, err := checks.Page(ctx, tx, byCheck.Prefix(ref, p.Due), "", 1)
		if err == nil && len(page.Items) == 0 {
			err = s.miss(ctx, tx, p)
		}
		if err != nil {
			return err
		}
		p.Due = p.NextDue(p.Due, s.c.Env.Location()).UTC()
	}
	if p, err = places.Put(ctx, tx, p); err != nil {
		return err
	}
	return s.timers.In(tx).Set(ctx, placeTimer(ref), p.Due)
}

func (s Service) miss(ctx context.Context, tx storage.Tx, p Place) error {
	c, err := checks.Put(ctx, tx, Check{
		ID: storage.ID[Check](s.c.Env.ID()), Place: p.Ref, Due: p.Due, Result: CheckNone, At: p.Due, Recorded: s.c.Env.Time(),
		Reasons: care.Reasons{CodeCheckMissed.With(care.NewFact("place", p.Name), care.NewFact("due", p.Due.In(s.c.Env.Location())))},
	})
	if err != nil {
		return err
	}
	event := CheckMissedEvent{Check: c.ID, Place: p.Ref, Checker: p.Checker, Due: p.Due}
	return CheckMissed.With(s.c.Bell).Put(ctx, tx, queue.Item[CheckMissedEvent]{Key: string(p.Ref), Payload: event})
}
