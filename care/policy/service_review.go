package policy

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// ReviewTimer wakes the review of a provision when it falls due: it is the task of this package's own handler.
var ReviewTimer = queue.NewTask[sla.Wake]("policy.review_timer", 1)

// aboutReview is what a timer is about: the id of a ReviewTask.
const aboutReview care.AboutKind = "policy.review"

// Subscriptions are this package's own handlers, for a worker: the one that announces the reviews that fall due. It asks for the service of each tenant that it
// works for.
func Subscriptions(of func(tenant string) Service) []queue.Subscription {
	return []queue.Subscription{
		queue.Subscribe(ReviewTimer, "policy", func(ctx context.Context, store storage.Store, d queue.Delivery[sla.Wake]) error {
			return of(d.Tenant).In(store).wake(ctx, d.Payload.About.Ref)
		}),
	}
}

func (t ReviewTask) followed() sla.Followed {
	return sla.Followed{About: care.About{Kind: aboutReview, Ref: t.ID.String()}}
}

// scheduleReviews makes the tasks of an edition that comes into force, and ends those of the others.
func (s Service) scheduleReviews(ctx context.Context, tx storage.Tx, e Edition) error {
	if err := s.endReviews(ctx, tx, e.Policy.Code); err != nil {
		return err
	}
	tasks := e.Policy.reviewTasks(s.c.Env.Location())
	rings := make([]sla.Ring, len(tasks))
	for i := range tasks {
		tasks[i].ID = storage.ID[ReviewTask](s.c.Env.ID())
		rings[i] = sla.Ring{Followed: tasks[i].followed(), Due: tasks[i].Due}
	}
	if len(tasks) == 0 {
		return nil
	}
	if _, err := reviewTasks.PutAll(ctx, tx, tasks); err != nil {
		return err
	}
	timers, err := s.timers(tx)
	if err != nil {
		return err
	}
	return timers.SetAll(ctx, rings)
}

// endReviews stops what is due of earlier editions: there is one in force.
func (s Service) endReviews(ctx context.Context, tx storage.Tx, code Code) error {
	timers, err := s.timers(tx)
	if err != nil {
		return err
	}
	for {
		page, err := reviewTasks.Page(ctx, tx, byPolicyDue.Prefix(code), "", storage.MaxPage)
		if err != nil || len(page.Items) == 0 {
			return err
		}
		for _, t := range page.Items {
			if err := timers.Forget(ctx, t.followed()); err != nil {
				return err
			}
			t.Due = time.Time{}
			if _, err := reviewTasks.Put(ctx, tx, t); err != nil {
				return err
			}
		}
	}
}

func (s Service) timers(store storage.Store) (sla.Timers, error) {
	return sla.NewTimers(store, sla.TimerConfig{Env: s.c.Env, Task: ReviewTimer, Bell: s.c.Bell})
}

// wake announces that a review is due. It may come twice, or early.
func (s Service) wake(ctx context.Context, ref string) (err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.wake")
	defer func() { done(err) }()
	id, err := storage.ParseID[ReviewTask](ref)
	if err != nil {
		return queue.Park(err)
	}
	return s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		t, err := reviewTasks.Get(ctx, tx, id)
		if errors.Is(err, storage.ErrNotFound) {
			return nil
		}
		if err != nil || t.Told || t.Due.IsZero() || t.Due.After(s.c.Env.Time()) {
			return err
		}
		t.Told = true
		if t, err = reviewTasks.Put(ctx, tx, t); err != nil {
			return err
		}
		return s.announceReview(ctx, tx, t)
	})
}

// Looked says that a provision of the edition in force was reviewed.
type Looked struct {
	Key       string        `json:"key,omitempty"` // makes the request idempotent
	Code      Code          `json:"code"`
	Edition   int           `json:"edition"`
	Provision int           `json:"provision"` // its place in the policy
	By        string        `json:"by"`
	Note      string        `json:"note,omitempty"` // what was found
	On        calendar.Date `json:"on,omitzero"`    // zero: today
}

// Review records that a provision was reviewed; the next review falls due so many months later.
func (s Service) Review(ctx context.Context, l Looked) (_ ReviewTask, err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.review")
	defer func() { done(err) }()
	var p care.Problems
	r := Review{
		Provision: l.Provision, On: l.On, By: care.Required(&p, "by", l.By, care.ParseRef[care.StaffRef]),
		Note: care.Optional(&p, "note", l.Note, care.Lines(maxLines)), Recorded: s.c.Env.Time(),
	}
	if r.On.IsZero() {
		r.On = s.c.Env.Today()
	}
	key := care.Optional(&p, "key", l.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return ReviewTask{}, err
	}
	op := care.Operation{Name: "policy.review", Key: key, At: s.c.Env.Time()}
	t, _, err := care.Once(ctx, s.store, op, l, func(ctx context.Context, tx storage.Tx) (ReviewTask, error) { return s.review(ctx, tx, l, r) })
	return t, err
}

func (s Service) review(ctx context.Context, tx storage.Tx, l Looked, r Review) (ReviewTask, error) {
	t, err := reviewTasks.One(ctx, tx, byReviewed.Key(l.Edition, l.Code, l.Provision))
	switch {
	case errors.Is(err, storage.ErrNotFound):
		return ReviewTask{}, care.RefuseAt("provision", strconv.Itoa(l.Provision), CodeNoProvision.With(care.NewFact("provision", l.Provision)))
	case err != nil:
		return ReviewTask{}, err
	case t.Due.IsZero():
		return ReviewTask{}, care.RefuseAt("edition", strconv.Itoa(l.Edition), CodeNotInForce.With(care.NewFact("edition", l.Edition)))
	}
	if t, err = reviewTasks.Put(ctx, tx, t.reviewed(r, s.c.Env.Location())); err != nil {
		return ReviewTask{}, err
	}
	timers, err := s.timers(tx)
	if err != nil {
		return ReviewTask{}, err
	}
	return t, timers.Set(ctx, t.followed(), t.Due)
}

// Reviews lists the reviews of the edition in force, those that are due first.
func (s Service) Reviews(code Code) storage.List[ReviewTask] {
	return reviewTasks.List(s.store, byPolicyDue.Prefix(code))
}
