package sla

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Wake is the payload of a timer's task: what it is about. Whoever handles it loads that, asks Replay how it stands now, and follows it again.
type Wake struct {
	About care.About `json:"about"`
}

// TimerConfig says how Timers work. Task is required.
type TimerConfig struct {
	Env care.Env
	// Task is where wakes are put. A package that has timers declares its own and handles it:
	//
	//	var wake = queue.NewTask[sla.Wake]("claims.wake", 1)
	Task queue.Topic[Wake]
	// Bell wakes the workers of this process. Default: none.
	Bell *queue.Bell
}

// Timers keep one timer for each subject: a case, a claim, a complaint, a weekly check. It is one queue item that is moved, never a second one,
// in the transaction that changes the subject.
type Timers struct {
	store storage.Store
	c     TimerConfig
}

// NewTimers returns timers on a store.
func NewTimers(store storage.Store, c TimerConfig) (Timers, error) {
	if store == nil {
		return Timers{}, errors.New("sla: the store is nil: give the ForTenant of an adapter")
	}
	if c.Task.Name() == "" {
		return Timers{}, errors.New("sla: the task is missing: declare one with queue.NewTask[sla.Wake]")
	}
	c.Task = c.Task.With(c.Bell)
	return Timers{store, c}, nil
}

// In is the same timers on another store: another tenant's, one on the host's transaction, or a running Tx.
func (t Timers) In(store storage.Store) Timers {
	t.store = store
	return t
}

// Followed is a subject with a timer.
type Followed struct {
	About   care.About // what the timer is about
	Subject string     // the customer's key, so that erasing finds the timer; "" for nobody
}

// News is what following a state found that had not been told before.
type News struct {
	Fires    []Fire // levels that were reached
	Breaches []Run  // promises that were broken
}

// Set makes the timer of a subject ring at an instant. A zero due stops it. Set again to the same instant it changes nothing.
func (t Timers) Set(ctx context.Context, f Followed, due time.Time) (err error) {
	ctx, done := t.c.Env.Observe(ctx, "sla.set_timer")
	defer func() { done(err) }()
	return t.update(ctx, f, func(alarm) (time.Time, []string) { return due, nil })
}

// Ring is a subject with the instant at which its timer is to ring.
type Ring struct {
	Followed
	Due time.Time
}

// SetAll is Set for many subjects that have no timer yet, in as few statements as the engine allows: for a host that brings its open cases along. It is
// all or nothing; storage.ErrExists if one has a timer already.
func (t Timers) SetAll(ctx context.Context, rings []Ring) (err error) {
	ctx, done := t.c.Env.Observe(ctx, "sla.set_timers")
	defer func() { done(err) }()
	all, items := make([]alarm, len(rings)), make([]queue.Item[Wake], len(rings))
	for i, r := range rings {
		if err := r.check(); err != nil {
			return err
		}
		if r.Due.IsZero() {
			return fmt.Errorf("sla: the timer of %q has no due", r.About)
		}
		all[i] = t.alarm(r.Followed)
		all[i].Due = r.Due.UTC().Truncate(time.Microsecond)
		items[i] = r.item(all[i].Due)
	}
	return t.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		if _, err := alarms.PutAll(ctx, tx, all); err != nil {
			return err
		}
		return t.c.Task.PutAll(ctx, tx, items)
	})
}

// Follow makes the timer of a subject ring when its state has something new to tell, and returns what is new now: each level and each broken promise once,
// whoever asks, and however often. It is called wherever the subject changes, and by the handler of the wake, in the transaction that acts on the news.
func (t Timers) Follow(ctx context.Context, f Followed, s State) (news News, err error) {
	ctx, done := t.c.Env.Observe(ctx, "sla.follow")
	defer func() { done(err) }()
	err = t.update(ctx, f, func(a alarm) (time.Time, []string) {
		var told []string
		news, told = s.news(a.Told)
		return s.Wake, told
	})
	if err != nil {
		return News{}, err
	}
	return news, nil
}

// Forget stops the timer of a subject and forgets what was told about it. One that there is not is no error.
func (t Timers) Forget(ctx context.Context, f Followed) (err error) {
	ctx, done := t.c.Env.Observe(ctx, "sla.forget_timer")
	defer func() { done(err) }()
	return t.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		a, err := alarms.One(ctx, tx, alarmByAbout.Key(t.c.Task.Name(), f.About.Kind, f.About.Ref))
		if errors.Is(err, storage.ErrNotFound) {
			return nil
		}
		if err == nil {
			err = alarms.Delete(ctx, tx, a)
		}
		if err == nil {
			_, err = t.c.Task.Cancel(ctx, tx, f.key())
		}
		return err
	})
}

// key is the queue's, of which there is one item.
func (f Followed) key() string { return string(f.About.Kind) + "/" + f.About.Ref }

func (f Followed) check() error {
	if f.About.Kind == "" || f.About.Ref == "" {
		return fmt.Errorf("sla: a timer has to be about something: %q lacks its kind or its ref", f.About)
	}
	return nil
}

func (f Followed) item(due time.Time) queue.Item[Wake] {
	return queue.Item[Wake]{Key: f.key(), Due: due, Subject: f.Subject, Payload: Wake{f.About}}
}

// alarm is a new record for a subject.
func (t Timers) alarm(f Followed) alarm {
	return alarm{ID: storage.ID[alarm](t.c.Env.ID()), Task: t.c.Task.Name(), Kind: f.About.Kind, Ref: f.About.Ref, Subject: f.Subject}
}

func (t Timers) update(ctx context.Context, f Followed, change func(alarm) (due time.Time, told []string)) error {
	if err := f.check(); err != nil {
		return err
	}
	set := func(ctx context.Context, tx storage.Tx) error { return t.set(ctx, tx, f, change) }
	err := t.store.Update(ctx, set)
	if errors.Is(err, storage.ErrExists) && !errors.Is(err, storage.ErrTxLost) { // somebody else made the first record in between
		err = t.store.Update(ctx, set)
	}
	return err
}

func (t Timers) set(ctx context.Context, tx storage.Tx, f Followed, change func(alarm) (time.Time, []string)) error {
	a, err := alarms.One(ctx, tx, alarmByAbout.Key(t.c.Task.Name(), f.About.Kind, f.About.Ref))
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		return err
	}
	due, told := change(a)
	due = due.UTC().Truncate(time.Microsecond)
	if a.ID.IsZero() {
		if due.IsZero() && len(told) == 0 {
			return nil
		}
		a = t.alarm(f)
	} else if a.Due.Equal(due) && len(told) == 0 && a.Subject == f.Subject {
		return nil
	}
	was := a.Due
	a.Due, a.Subject, a.Told = due, f.Subject, append(a.Told, told...)
	if _, err = alarms.Put(ctx, tx, a); err != nil || was.Equal(due) {
		return err
	}
	return t.move(ctx, tx, f, was, due)
}

// move moves the queue's item. The item of a due that has passed is left to be delivered, or is in the hands of whoever asks; it finds nothing new.
func (t Timers) move(ctx context.Context, tx storage.Tx, f Followed, was, due time.Time) error {
	if due.IsZero() {
		if !was.After(t.c.Env.Time()) {
			return nil
		}
		_, err := t.c.Task.Cancel(ctx, tx, f.key())
		return err
	}
	if !was.IsZero() {
		if n, err := t.c.Task.Move(ctx, tx, f.key(), due); n > 0 || err != nil {
			return err
		}
	}
	return t.c.Task.Put(ctx, tx, f.item(due))
}

// news is what a state has to tell beyond what was told, and the names of that.
func (s *State) news(told []string) (n News, more []string) {
	isNew := func(name string) bool {
		if slices.Contains(told, name) || slices.Contains(more, name) {
			return false
		}
		more = append(more, name)
		return true
	}
	for _, f := range s.Fires {
		if isNew(fmt.Sprintf("%s/%d/%s", f.Target, f.Number, f.Level)) {
			n.Fires = append(n.Fires, f)
		}
	}
	for _, r := range s.Runs {
		if r.Outcome == Breached && isNew(fmt.Sprintf("%s/%d/", r.Target, r.Number)) { // no level has an empty code
			n.Breaches = append(n.Breaches, r)
		}
	}
	return n, more
}

// alarm is the stored side of a timer: when it rings, and what has been told about its subject.
type alarm struct {
	ID      storage.ID[alarm] `json:"id"`
	Version int64             `json:"version"`
	Task    string            `json:"task"`
	Kind    care.AboutKind    `json:"kind"`
	Ref     string            `json:"ref"`
	Subject string            `json:"subject,omitempty"`
	Due     time.Time         `json:"due,omitzero"`
	Told    []string          `json:"told,omitempty"`
}

var (
	alarmTask    = storage.Text("task", func(a *alarm) *string { return &a.Task })
	alarmKind    = storage.Text("kind", func(a *alarm) *care.AboutKind { return &a.Kind })
	alarmRef     = storage.Text("ref", func(a *alarm) *string { return &a.Ref })
	alarmSubject = storage.Text("subject", func(a *alarm) *string { return &a.Subject }).Nullable()

	alarmByAbout   = storage.UniqueOn("by_about", alarmTask, alarmKind, alarmRef)
	alarmBySubject = storage.IndexOn("by_subject", alarmSubject, alarmTask)

	alarms = storage.Declare("sla_timer", storage.Declaration[alarm]{
		Key:     func(a *alarm) (*storage.ID[alarm], *int64) { return &a.ID, &a.Version },
		Indexes: []*storage.Index[alarm]{alarmByAbout, alarmBySubject},
		Subject: alarmSubject, // without personal parts: an erased customer's timers are deleted
	})
)

// Schemas are the collections that this package keeps. Timers need those of storage/queue too.
func Schemas() []*storage.Schema { return []*storage.Schema{alarms.Schema()} }
