package policy

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Edition is one edition of a policy as it is kept, with the stages of it that were published.
type Edition struct {
	ID      storage.ID[Edition] `json:"id"`
	Version int64               `json:"version"`
	Policy  Policy              `json:"policy"`
	Passed  []Passed            `json:"passed,omitempty"` // the stages that were published, in their order
	// Places are where customers can read it, once it is published.
	Places   []care.Text `json:"places,omitempty"`
	Recorded time.Time   `json:"recorded"` // when it was first saved
}

// Passed says that a stage was published.
type Passed struct {
	Stage    Stage         `json:"stage"`
	By       care.StaffRef `json:"by"`
	At       time.Time     `json:"at"`       // when it was published
	Recorded time.Time     `json:"recorded"` // when this was written down
}

// Has returns when a stage was published, and whether it was.
func (e Edition) Has(s Stage) (Passed, bool) {
	for _, p := range e.Passed {
		if p.Stage == s {
			return p, true
		}
	}
	return Passed{}, false
}

// Draft is an edition to save, as far as it has come.
type Draft struct {
	Key    string `json:"key,omitempty"` // makes the request idempotent
	Policy Policy `json:"policy"`
	// Version is that of the edition on which the draft was made. 0: any.
	Version int64 `json:"version,omitempty"`
}

// Save records an edition, or changes what of it has not been published yet. It refuses with *care.Invalid what [Policy.Problems] lists and changes of stages
// that were published; care.ErrStale: somebody else has changed it since.
func (s Service) Save(ctx context.Context, d Draft) (_ Edition, err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.save")
	defer func() { done(err) }()
	p := d.Policy.Problems()
	key := care.Optional(&p, "key", d.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Edition{}, err
	}
	op := care.Operation{Name: "policy.save", Key: key, At: s.c.Env.Time()}
	e, _, err := care.Once(ctx, s.store, op, d, func(ctx context.Context, tx storage.Tx) (Edition, error) { return s.save(ctx, tx, d) })
	return e, err
}

func (s Service) save(ctx context.Context, tx storage.Tx, d Draft) (Edition, error) {
	e, err := editions.One(ctx, tx, byEdition.Key(d.Policy.Code, d.Policy.Edition))
	if errors.Is(err, storage.ErrNotFound) {
		if d.Version != 0 {
			return Edition{}, care.ErrStale
		}
		e, err := editions.Put(ctx, tx, Edition{ID: storage.ID[Edition](s.c.Env.ID()), Policy: d.Policy, Recorded: s.c.Env.Time()})
		if errors.Is(err, storage.ErrExists) {
			err = care.ErrStale // somebody else has begun this edition in the meantime
		}
		return e, err
	}
	if err != nil {
		return Edition{}, err
	}
	if d.Version != 0 && d.Version != e.Version {
		return Edition{}, care.ErrStale
	}
	if sameJSON(e.Policy, d.Policy) {
		return e, nil
	}
	if err := e.mayBecome(d.Policy).Err(); err != nil {
		return Edition{}, err
	}
	e.Policy = d.Policy
	return editions.Put(ctx, tx, e)
}

// mayBecome lists the stages that were published and would be changed. When all are published nothing may be changed.
func (e Edition) mayBecome(p Policy) (all care.Problems) {
	if last, ok := e.Has(StagePublication); ok {
		all.Add("policy", "", CodeStagePublished.With(care.NewFact("stage", care.NameOf(last.Stage))))
		return all
	}
	for _, s := range changedStages(e.Policy, p) {
		if _, published := e.Has(s); published {
			all.Add("policy."+string(s), "", CodeStagePublished.With(care.NewFact("stage", care.NameOf(s))))
		}
	}
	return all
}

// Passing asks for a stage to be published.
type Passing struct {
	Key     string      `json:"key,omitempty"` // makes the request idempotent
	Code    Code        `json:"code"`
	Edition int         `json:"edition"`
	Stage   Stage       `json:"stage"`
	By      string      `json:"by"`
	Places  []care.Text `json:"places,omitempty"` // of the publication: where customers can read it
	At      time.Time   `json:"at,omitzero"`      // zero: now
}

// Publish publishes a stage of an edition. It refuses with *care.Invalid a stage over an earlier one that is unfinished or was not published, listing all that
// [Missing] finds. The last stage puts the edition into force: it does not change any more, and its reviews fall due from then on, no longer those of earlier
// editions. A stage that was published already stays as it is.
func (s Service) Publish(ctx context.Context, r Passing) (_ Edition, err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.publish")
	defer func() { done(err) }()
	r.At = r.At.UTC()
	var p care.Problems
	passed := Passed{By: care.Required(&p, "by", r.By, care.ParseRef[care.StaffRef]), At: s.at(r.At), Recorded: s.c.Env.Time()}
	passed.Stage = care.Required(&p, "stage", string(r.Stage), care.ParseEnum[Stage])
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	if r.Stage == StagePublication && len(r.Places) == 0 {
		p.Add("places", "", CodePlaces.With())
	}
	for i, place := range r.Places {
		bothLanguages(&p, "places["+strconv.Itoa(i)+"]", place, care.Line(maxLine))
	}
	if err := p.Err(); err != nil {
		return Edition{}, err
	}
	op := care.Operation{Name: "policy.publish", Key: key, At: passed.At}
	e, _, err := care.Once(ctx, s.store, op, r, func(ctx context.Context, tx storage.Tx) (Edition, error) { return s.publish(ctx, tx, r, passed) })
	return e, err
}

func (s Service) publish(ctx context.Context, tx storage.Tx, r Passing, passed Passed) (Edition, error) {
	e, err := s.edition(ctx, tx, r.Code, r.Edition)
	if err != nil {
		return Edition{}, err
	}
	if _, already := e.Has(passed.Stage); already {
		return e, nil
	}
	if err := e.mayPass(passed.Stage).Err(); err != nil {
		return Edition{}, err
	}
	e.Passed = append(e.Passed, passed)
	if passed.Stage == StagePublication {
		e.Places = r.Places
	}
	if e, err = editions.Put(ctx, tx, e); err != nil {
		return Edition{}, err
	}
	if err := s.announceStage(ctx, tx, e, passed.Stage); err != nil || passed.Stage != StagePublication {
		return e, err
	}
	if err := s.scheduleReviews(ctx, tx, e); err != nil {
		return Edition{}, err
	}
	return e, s.announcePublished(ctx, tx, e.Policy.Document(), ForCustomers)
}

// mayPass lists what keeps a stage from being published.
func (e Edition) mayPass(stage Stage) care.Problems {
	all := Missing(e.Policy, stage)
	for _, before := range stages {
		if before == stage {
			break
		}
		if _, ok := e.Has(before); !ok {
			all.Add("stage", string(before), CodeEarlierStage.With(care.NewFact("stage", care.NameOf(stage)), care.NewFact("before", care.NameOf(before))))
		}
	}
	return all
}

// edition finds one, or refuses its code and number.
func (s Service) edition(ctx context.Context, r storage.Reader, code Code, edition int) (Edition, error) {
	e, err := editions.One(ctx, r, byEdition.Key(code, edition))
	if errors.Is(err, storage.ErrNotFound) {
		err = care.RefuseAt("edition", strconv.Itoa(edition), CodeNoDocument.With(care.NewFact("code", code), care.NewFact("edition", edition)))
	}
	return e, err
}

// Finished says that a task of the roll-out to a segment is done.
type Finished struct {
	Key     string          `json:"key,omitempty"` // makes the request idempotent
	Code    Code            `json:"code"`
	Edition int             `json:"edition"`
	Segment care.SegmentRef `json:"segment"`
	Task    TaskCode        `json:"task"`
	On      calendar.Date   `json:"on,omitzero"` // zero: today
}

// Finish records that a task of the roll-out is done. One that is done already stays as it is.
func (s Service) Finish(ctx context.Context, f Finished) (_ Edition, err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.finish")
	defer func() { done(err) }()
	var p care.Problems
	key := care.Optional(&p, "key", f.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Edition{}, err
	}
	on := f.On
	if on.IsZero() {
		on = s.c.Env.Today()
	}
	op := care.Operation{Name: "policy.finish", Key: key, At: s.c.Env.Time()}
	e, _, err := care.Once(ctx, s.store, op, f, func(ctx context.Context, tx storage.Tx) (Edition, error) {
		e, err := s.edition(ctx, tx, f.Code, f.Edition)
		if err != nil {
			return Edition{}, err
		}
		changed, err := e.Policy.finish(f.Segment, f.Task, on)
		if err != nil || !changed {
			return e, err
		}
		if e, err = editions.Put(ctx, tx, e); err != nil {
			return Edition{}, err
		}
		return e, s.announceProgress(ctx, tx, e, f.Segment)
	})
	return e, err
}

// finish marks a task, and reports whether it was open.
func (p *Policy) finish(segment care.SegmentRef, task TaskCode, on calendar.Date) (bool, error) {
	for i := range p.Rollouts {
		for k := range p.Rollouts[i].Tasks {
			t := &p.Rollouts[i].Tasks[k]
			if p.Rollouts[i].Segment == segment && t.Code == task {
				open := t.Done.IsZero()
				if open {
					t.Done = on
				}
				return open, nil
			}
		}
	}
	return false, care.RefuseAt("task", string(task), CodeNoTask.With(care.NewFact("task", task), care.NewFact("segment", segment)))
}

// Editions lists the editions of a policy, the oldest first.
func (s Service) Editions(code Code) storage.List[Edition] {
	return editions.List(s.store, byEdition.Prefix(code))
}

// Edition is one edition as it is kept. It refuses with *care.Invalid one that there is not.
func (s Service) Edition(ctx context.Context, code Code, edition int) (e Edition, err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.edition")
	defer func() { done(err) }()
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		e, err = s.edition(ctx, r, code, edition)
		return err
	})
	return e, err
}

// On is the published edition that is in force on a date; the zero date is today. The last result is false if there is none.
func (s Service) On(ctx context.Context, code Code, on calendar.Date) (_ Edition, _ bool, err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.on")
	defer func() { done(err) }()
	if on.IsZero() {
		on = s.c.Env.Today()
	}
	for e, err := range editions.List(s.store, byEdition.Prefix(code).Reverse()).All(ctx) {
		if err != nil {
			return Edition{}, false, err
		}
		if _, published := e.Has(StagePublication); published && holds(e.Policy.From, e.Policy.Until, on) {
			return e, true, nil
		}
	}
	return Edition{}, false, nil
}

// Facts are what this service itself knows for [Check] of an edition: which editions customers can read, and the reviews that were done. [Service.Observe]
// has the observations, and the host adds who is gone.
func (s Service) Facts(ctx context.Context, code Code, edition int) (f Facts, err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.facts")
	defer func() { done(err) }()
	f.On = s.c.Env.Today()
	for e, err := range s.Editions(code).All(ctx) {
		if err != nil {
			return Facts{}, err
		}
		if passed, ok := e.Has(StagePublication); ok {
			for _, place := range e.Places {
				f.Publications = append(f.Publications, Publication{Edition: e.Policy.Edition, On: calendar.DateOf(passed.At, s.c.Env.Location()), Where: place})
			}
		}
	}
	for t, err := range reviewTasks.List(s.store, byReviewed.Prefix(edition, code)).All(ctx) {
		if err != nil {
			return Facts{}, err
		}
		f.Reviews = append(f.Reviews, t.Done...)
	}
	return f, nil
}
