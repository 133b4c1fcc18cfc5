package faq

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// AboutQuestion says of a [care.About] that it points at a captured question.
const AboutQuestion care.AboutKind = "faq.question"

// Timer wakes a captured question when its reply falls due: it is the task of this package's own handler.
var Timer = queue.NewTask[sla.Wake]("faq.timer", 1)

// Subscriptions are this package's own handlers, for a worker: the one that announces questions which nobody answered by their due. It asks for the
// service of each tenant that it works for.
func Subscriptions(of func(tenant string) Service) []queue.Subscription {
	return []queue.Subscription{
		queue.Subscribe(Timer, "faq", func(ctx context.Context, store storage.Store, d queue.Delivery[sla.Wake]) error {
			return of(d.Tenant).In(store).wake(ctx, d.Payload.About)
		}),
	}
}

// setTimer makes a question's timer ring at its due, while it waits for a reply and nobody has been told that there is none.
func (s Service) setTimer(ctx context.Context, tx storage.Tx, q Question) error {
	due := q.Due
	if q.State != Open || !q.Overdue.IsZero() {
		due = time.Time{}
	}
	return s.timers.In(tx).Set(ctx, sla.Followed{About: care.About{Kind: AboutQuestion, Ref: q.ID.String()}, Subject: q.Subject}, due)
}

// wake announces a question that is due and has no reply, once.
func (s Service) wake(ctx context.Context, about care.About) (err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.wake")
	defer func() { done(err) }()
	id, err := storage.ParseID[Question](about.Ref)
	if err != nil {
		return queue.Park(err)
	}
	var early time.Time
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		early = time.Time{}
		q, err := questions.Get(ctx, tx, id)
		if errors.Is(err, storage.ErrNotFound) || err == nil && (q.State != Open || !q.Overdue.IsZero()) {
			return nil
		}
		if err != nil {
			return err
		}
		now := s.c.Env.Time()
		if now.Before(q.Due) { // by this machine's clock
			early = q.Due
			return nil
		}
		q.Overdue = now
		if q, err = questions.Put(ctx, tx, q); err != nil {
			return err
		}
		return s.announceQuestion(ctx, tx, QuestionOverdue, q)
	})
	if err == nil && !early.IsZero() {
		return queue.RetryAt(early, errors.New("the question is not due yet"))
	}
	return err
}
