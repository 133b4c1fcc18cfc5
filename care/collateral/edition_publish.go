package collateral

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Draft saves what an edition is to say. Changing its content voids the role-plays and answers of the draft before. A published edition is refused with
// [CodePublished].
func (s Service) Draft(ctx context.Context, e Edition) (_ Edition, err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.draft")
	defer func() { done(err) }()
	if err := e.problems().Err(); err != nil {
		return Edition{}, err
	}
	if err := s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		_, err := material(ctx, r, "material", e.Material)
		return err
	}); err != nil {
		return Edition{}, err
	}
	k := kept[Edition]{editions, byNumber.Key(e.Material, e.Number), func(e *Edition) (*storage.ID[Edition], *int64) { return &e.ID, &e.Version }}
	return save(ctx, s, k, e, func(old Edition, e *Edition) error {
		if old.Live {
			return care.RefuseAt("number", strconv.Itoa(old.Number), CodePublished.With(care.NewFact("published", old.Published)))
		}
		e.Draft, e.Plays, e.Published, e.By, e.Live, e.InForce = old.Draft, old.Plays, time.Time{}, "", false, ""
		if !sameContent(old, *e) {
			e.Draft, e.Plays = old.Draft+1, nil
		}
		return nil
	})
}

// sameContent reports whether two drafts say the same to a customer, and are asked about alike.
func sameContent(a, b Edition) bool {
	return a.Title == b.Title && a.From == b.From && a.Author == b.Author && maps.Equal(a.Content, b.Content) && slices.Equal(a.Script, b.Script) &&
		slices.Equal(a.Questions, b.Questions)
}

// RolePlay tells how somebody who did not write an edition fared as a customer with it. Text is as typed.
type RolePlay struct {
	Key      string    `json:"key,omitempty"`
	Material string    `json:"material"`
	Edition  int       `json:"edition"`
	Player   string    `json:"player"`
	At       time.Time `json:"at,omitzero"`
	Steps    []Step    `json:"steps"` // one for each task that was tried
}

// Play records a role-play. It refuses one by the author ([CodeOwnPlay]), and steps that are no tasks of the script.
func (s Service) Play(ctx context.Context, r RolePlay) (_ Edition, err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.play")
	defer func() { done(err) }()
	r.At = r.At.UTC()
	var p care.Problems
	play := Play{Player: care.Required(&p, "player", r.Player, care.ParseRef[care.StaffRef]), At: s.at(r.At)}
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	checkMany(&p, "steps", len(r.Steps), maxParts)
	for i, step := range r.Steps {
		step.Note = care.Optional(&p, fmt.Sprintf("steps[%d].note", i), step.Note, care.Lines(maxText))
		play.Steps = append(play.Steps, step)
	}
	if err := p.Err(); err != nil {
		return Edition{}, err
	}
	op := care.Operation{Name: "collateral.play", Key: key, At: play.At}
	e, _, err := care.Once(ctx, s.store, op, r, func(ctx context.Context, tx storage.Tx) (Edition, error) {
		e, err := edition(ctx, tx, r.Material, r.Edition)
		if err == nil {
			err = playProblems(e, play).Err()
		}
		if err != nil {
			return Edition{}, err
		}
		e.Plays = append(slices.Clone(e.Plays[max(0, len(e.Plays)-maxParts+1):]), play)
		return editions.Put(ctx, tx, e)
	})
	return e, err
}

func playProblems(e Edition, play Play) (p care.Problems) {
	if play.Player == e.Author {
		p.Add("player", string(play.Player), CodeOwnPlay.With())
	}
	seen := map[string]bool{}
	for i, step := range play.Steps {
		if seen[step.Task] || !slices.ContainsFunc(e.Script, func(t Task) bool { return t.Code == step.Task }) {
			p.Add(fmt.Sprintf("steps[%d].task", i), step.Task, CodeNoTask.With())
		}
		seen[step.Task] = true
	}
	return p
}

// Hearing is what a customer answered to a question about an edition. It names nobody.
type Hearing struct {
	Key        string    `json:"key,omitempty"`
	Material   string    `json:"material"`
	Edition    int       `json:"edition"`
	Question   string    `json:"question"`
	Understood bool      `json:"understood"` // the answer was right
	At         time.Time `json:"at,omitzero"`
}

// Hear counts a customer's answer and says how well the question is understood now. The first time that customers do not understand a published edition, beyond
// doubt, it announces [NotUnderstood].
func (s Service) Hear(ctx context.Context, h Hearing) (_ Comprehension, err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.hear")
	defer func() { done(err) }()
	h.At = h.At.UTC()
	var p care.Problems
	key := care.Optional(&p, "key", h.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Comprehension{}, err
	}
	op := care.Operation{Name: "collateral.hear", Key: key, At: s.at(h.At)}
	c, _, err := care.Once(ctx, s.store, op, h, func(ctx context.Context, tx storage.Tx) (Comprehension, error) { return s.hear(ctx, tx, h) })
	return c, err
}

func (s Service) hear(ctx context.Context, tx storage.Tx, h Hearing) (Comprehension, error) {
	e, err := edition(ctx, tx, h.Material, h.Edition)
	if err != nil {
		return Comprehension{}, err
	}
	if !slices.ContainsFunc(e.Questions, func(q Question) bool { return q.Code == h.Question }) {
		return Comprehension{}, care.RefuseAt("question", h.Question, CodeNoQuestion.With())
	}
	u, err := s.understood(ctx, tx, e, h.Question)
	if err != nil {
		return Comprehension{}, err
	}
	before := Judge(u, s.c.Goal)
	u.Share.Of++
	if h.Understood {
		u.Share.Yes++
	}
	if u, err = understood.Put(ctx, tx, u); err != nil {
		return Comprehension{}, err
	}
	c := Judge(u, s.c.Goal)
	if e.Live && c.Missed() && !before.Missed() {
		event := NotUnderstoodEvent{Edition: e.ID, Material: e.Material, Question: h.Question, Reasons: c.Reasons}
		err = NotUnderstood.With(s.c.Bell).Put(ctx, tx, queue.Item[NotUnderstoodEvent]{Key: e.Material, Payload: event})
	}
	return c, err
}

// understood reads the count of a question, or makes one.
func (s Service) understood(ctx context.Context, tx storage.Tx, e Edition, question string) (Understood, error) {
	key := byQuestion.Key(e.ID, e.Draft, question)
	u, err := understood.One(ctx, tx, key)
	if !errors.Is(err, storage.ErrNotFound) {
		return u, err
	}
	u, err = understood.Put(ctx, tx, Understood{ID: storage.ID[Understood](s.c.Env.ID()), Edition: e.ID, Draft: e.Draft, Question: question})
	if errors.Is(err, storage.ErrExists) { // another was first
		return understood.One(ctx, tx, key)
	}
	return u, err
}

// Comprehension says how well each question of an edition is understood.
func (s Service) Comprehension(ctx context.Context, materialCode string, number int) (all []Comprehension, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		e, err := edition(ctx, r, materialCode, number)
		if err != nil {
			return err
		}
		all, err = s.comprehension(ctx, r, e)
		return err
	})
	return all, err
}

func (s Service) comprehension(ctx context.Context, r storage.Reader, e Edition) (all []Comprehension, err error) {
	for _, q := range e.Questions {
		u, err := understood.One(ctx, r, byQuestion.Key(e.ID, e.Draft, q.Code))
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return nil, err
		}
		u.Question = q.Code
		all = append(all, Judge(u, s.c.Goal))
	}
	return all, nil
}

// Publication asks to publish an edition.
type Publication struct {
	Key      string    `json:"key,omitempty"`
	Material string    `json:"material"`
	Edition  int       `json:"edition"`
	By       string    `json:"by"`
	At       time.Time `json:"at,omitzero"`
}

// Publish publishes an edition, from whose first day on it is the one in force. It refuses with *care.Invalid and lists all that is missing: see [Publishable].
func (s Service) Publish(ctx context.Context, pub Publication) (_ Edition, err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.publish")
	defer func() { done(err) }()
	pub.At = pub.At.UTC()
	var p care.Problems
	by := care.Required(&p, "by", pub.By, care.ParseRef[care.StaffRef])
	key := care.Optional(&p, "key", pub.Key, care.ParseRef[string])
	at := s.at(pub.At)
	today := s.date(&p, at)
	if err := p.Err(); err != nil {
		return Edition{}, err
	}
	op := care.Operation{Name: "collateral.publish", Key: key, At: at}
	e, _, err := care.Once(ctx, s.store, op, pub, func(ctx context.Context, tx storage.Tx) (Edition, error) {
		e, err := edition(ctx, tx, pub.Material, pub.Edition)
		if err != nil || e.Live {
			return e, err
		}
		m, err := material(ctx, tx, "material", e.Material)
		if err != nil {
			return Edition{}, err
		}
		asked, err := s.comprehension(ctx, tx, e)
		if err == nil {
			err = Publishable(m.Kind, e, asked, today).Err()
		}
		if err != nil {
			return Edition{}, err
		}
		e.Live, e.InForce, e.Published, e.By = true, e.Material, at, by
		if e, err = editions.Put(ctx, tx, e); err != nil {
			return Edition{}, err
		}
		event := PublishedEvent{Edition: e.ID, Material: e.Material, Number: e.Number}
		return e, Published.With(s.c.Bell).Put(ctx, tx, queue.Item[PublishedEvent]{Key: e.Material, Payload: event})
	})
	return e, err
}

// Editions lists the editions of a material, drafts included, by number.
func (s Service) Editions(material string) storage.List[Edition] {
	return editions.List(s.store, byNumber.Prefix(material))
}

// InForce is the edition of a material that is in force on a date: of those published, the one with the latest first day. The zero Edition: none is.
func (s Service) InForce(ctx context.Context, material string, on calendar.Date) (e Edition, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		e, err = inForce(ctx, r, material, on)
		return err
	})
	return e, err
}

func inForce(ctx context.Context, r storage.Reader, material string, on calendar.Date) (Edition, error) {
	page, err := editions.Page(ctx, r, byFrom.Prefix(material).Before(on.AddDays(1)).Reverse(), "", 1)
	if err != nil || len(page.Items) == 0 {
		return Edition{}, err
	}
	return page.Items[0], nil
}

// edition reads an edition that a request names.
func edition(ctx context.Context, r storage.Reader, material string, number int) (Edition, error) {
	e, err := editions.One(ctx, r, byNumber.Key(material, number))
	if errors.Is(err, storage.ErrNotFound) {
		err = care.RefuseAt("edition", strconv.Itoa(number), CodeNoEdition.With())
	}
	return e, err
}
