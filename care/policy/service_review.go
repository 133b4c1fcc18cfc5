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

// scheduleReviews makes the tasks of an edition that is published, up to when a later one comes into force.
func (s Service) scheduleReviews(ctx context.Context, tx storage.Tx, e Edition) error {
	if err := s.endReviews(ctx, tx, e.Policy); err != nil {
		return err
	}
	ends, err := s.replaced(ctx, tx, e.Policy)
	if err != nil {
		return err
	}
	var tasks []ReviewTask
	var rings []sla.Ring
	for _, t := range e.Policy.reviewTasks(s.c.Env.Location()) {
		if t.ID, t.Ends = storage.ID[ReviewTask](s.c.Env.ID()), ends; !t.over(s.c.Env.Time()) {
			tasks, rings = append(tasks, t), append(rings, sla.Ring{Followed: t.followed(), Due: t.rings()})
		}
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

// endReviews ends the tasks of lower editions when p comes into force. A policy with a last day ends none, since those before hold again after it.
func (s Service) endReviews(ctx context.Context, tx storage.Tx, p Policy) error {
	if !p.Until.IsZero() {
		return nil
	}
	var lower []ReviewTask
	for t, err := range reviewTasks.List(tx, byPolicyDue.Prefix(p.Code)).All(ctx) {
		if err != nil {
			return err
		}
		if t.Edition < p.Edition {
			lower = append(lower, t)
		}
	}
	from := p.From.Start(s.c.Env.Location())
	for _, t := range lower {
		if t.Ends.IsZero() || from.Before(t.Ends) {
			t.Ends = from
		}
		if err := s.saveReview(ctx, tx, t); err != nil {
			return err
		}
	}
	return nil
}

// replaced is when an edition that is later than p, and published already, comes into force; zero: none does.
func (s Service) replaced(ctx context.Context, tx storage.Tx, p Policy) (at time.Time, err error) {
	for e, err := range editions.List(tx, byEdition.Prefix(p.Code).Reverse()).All(ctx) {
		if err != nil || e.Policy.Edition <= p.Edition {
			return at, err
		}
		from := e.Policy.From.Start(s.c.Env.Location())
		if _, published := e.Has(StagePublication); published && e.Policy.Until.IsZero() && (at.IsZero() || from.Before(at)) {
			at = from
		}
	}
	return at, nil
}

// saveReview saves a task with its timer. One that is over is no longer due.
func (s Service) saveReview(ctx context.Context, tx storage.Tx, t ReviewTask) error {
	timers, err := s.timers(tx)
	if err != nil {
		return err
	}
	if t.over(s.c.Env.Time()) {
		t.Due = time.Time{}
		err = timers.Forget(ctx, t.followed())
	} else {
		err = timers.Set(ctx, t.followed(), t.rings())
	}
	if err == nil {
		_, err = reviewTasks.Put(ctx, tx, t)
	}
	return err
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
		if err == nil && !t.Due.IsZero() && t.over(s.c.Env.Time()) {
			return s.saveReview(ctx, tx, t)
		}
		if err != nil || t.Told || t.Due.IsZero() || t.Due.After(s.c.Env.Time()) {
			return err
		}
		t.Told = true
		if t.Ends.IsZero() {
			t, err = reviewTasks.Put(ctx, tx, t)
		} else { // it rings once more
			err = s.saveReview(ctx, tx, t)
		}
		if err != nil {
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
	case t.Due.IsZero() || t.over(s.c.Env.Time()):
		return ReviewTask{}, care.RefuseAt("edition", strconv.Itoa(l.Edition), CodeNotInForce.With(care.NewFact("edition", l.Edition)))
	}
	if t, err = reviewTasks.Put(ctx, tx, t.reviewed(r, s.c.Env.Location())); err != nil {
		return ReviewTask{}, err
	}
	timers, err := s.timers(tx)
	if err != nil {
		return ReviewTask{}, err
	}
	return t, timers.Set(ctx, t.followed(), t.rings())
}

// Reviews lists the reviews of the edition in force, and of one that is published and still to come, those that are due first.
func (s Service) Reviews(code Code) storage.List[ReviewTask] {
	return reviewTasks.List(s.store, byPolicyDue.Prefix(code))
}
