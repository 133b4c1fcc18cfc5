package feedback

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Timer wakes a finding when its next action is due, and a follow-up when its customer was to be told: it is the task of this package's own handler.
var Timer = queue.NewTask[sla.Wake]("feedback.timer", 1)

// Overdue: an action of a finding was due and is not done, or the customer of a follow-up was to be told that it was received and was not. Its key is that
// record. It comes once for each due.
var Overdue = queue.NewTopic[OverdueEvent]("feedback.overdue", 1)

// OverdueEvent is the payload of [Overdue].
type OverdueEvent struct {
	About care.About `json:"about"` // of the kind AboutFinding or AboutFollowUp
	Due   time.Time  `json:"due"`
}

// The kinds of [care.About] that point at this package's records, by their ids.
const (
	AboutInvitation care.AboutKind = "feedback.invitation"
	AboutFinding    care.AboutKind = "feedback.finding"
	AboutFollowUp   care.AboutKind = "feedback.follow_up"
)

func (f Finding) about() care.About  { return care.About{Kind: AboutFinding, Ref: f.ID.String()} }
func (f FollowUp) about() care.About { return care.About{Kind: AboutFollowUp, Ref: f.ID.String()} }

// Subscriptions are this package's own handlers, for a worker. They ask for the service of each tenant that the worker works for. Without them nothing is
// announced as overdue; [Service.Overdue] and [Service.Unacknowledged] list it all the same.
func Subscriptions(of func(tenant string) Service) []queue.Subscription {
	return []queue.Subscription{
		queue.Subscribe(Timer, "feedback", func(ctx context.Context, store storage.Store, d queue.Delivery[sla.Wake]) error {
			return of(d.Tenant).In(store).wake(ctx, d.Payload.About)
		}),
	}
}

// wake announces what is overdue about a record, or waits on where its due was moved.
func (s Service) wake(ctx context.Context, about care.About) (err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.wake")
	defer func() { done(err) }()
	return s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		due, err := dueOf(ctx, tx, about)
		switch {
		case errors.Is(err, storage.ErrNotFound) || err == nil && due.IsZero():
			return nil
		case err != nil:
			return err
		case due.After(s.c.Env.Time()):
			return queue.RetryAt(due, nil)
		}
		return Overdue.With(s.c.Bell).Put(ctx, tx, queue.Item[OverdueEvent]{Key: about.Ref, Payload: OverdueEvent{About: about, Due: due}})
	})
}

// dueOf is until when a record waits for somebody; zero: it does not.
func dueOf(ctx context.Context, r storage.Reader, about care.About) (time.Time, error) {
	switch about.Kind {
	case AboutFinding:
		id, err := storage.ParseID[Finding](about.Ref)
		if err != nil {
			return time.Time{}, queue.Park(err)
		}
		f, err := findings.Get(ctx, r, id)
		return f.Due, err
	case AboutFollowUp:
		id, err := storage.ParseID[FollowUp](about.Ref)
		if err != nil {
			return time.Time{}, queue.Park(err)
		}
		f, err := followUps.Get(ctx, r, id)
		return f.Waiting, err
	}
	return time.Time{}, queue.Park(fmt.Errorf("feedback: a timer about %q: this program does not know that kind", about.Kind))
}

func (s Service) setTimer(ctx context.Context, tx storage.Tx, about care.About, due time.Time) error {
	return s.timers.In(tx).Set(ctx, sla.Followed{About: about}, due)
}
