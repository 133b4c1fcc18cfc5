package faq

import (
	"context"
	"errors"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Capture keeps a question that somebody has to answer, with an owner and a due, and counts it in the group of those that ask the same. A question that
// nobody has answered by its due is announced ([QuestionOverdue]). The finder must be of the same tenant as the service's store ([ErrForeignFinder]), which
// it reads itself, so Capture is not for a service In a running Tx.
func (s Service) Capture(ctx context.Context, f *Finder, c Capture) (_ Question, err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.capture")
	defer func() { done(err) }()
	c.At, c.Due = c.At.UTC(), c.Due.UTC()
	parsed, key, err := s.parseCapture(c)
	if err != nil {
		return Question{}, err
	}
	if err := s.serves(ctx, f); err != nil {
		return Question{}, err
	}
	group, err := f.groupOf(ctx, parsed.Text)
	if err != nil {
		return Question{}, err
	}
	op := care.Operation{Name: "faq.capture", Key: key, Subject: parsed.Subject, At: parsed.Recorded}
	saved, _, err := care.Once(ctx, s.store, op, c, func(ctx context.Context, tx storage.Tx) (Question, error) { return s.capture(ctx, tx, parsed, group) })
	return saved, err
}

func (s Service) capture(ctx context.Context, tx storage.Tx, q Question, id storage.ID[Group]) (Question, error) {
	g := Group{ID: storage.ID[Group](s.c.Env.ID()), State: Open, Steps: []Step{{At: q.At, To: Open}}}
	if !id.IsZero() {
		var err error
		if g, err = currentGroup(ctx, tx, id); errors.Is(err, storage.ErrNotFound) { // no group is ever deleted
			return Question{}, ErrForeignFinder
		}
		if err != nil {
			return Question{}, err
		}
	}
	q.ID, q.Group = storage.ID[Question](s.c.Env.ID()), g.ID
	proposed := g.add(q, s.c.ProposeAt)
	g, err := groups.Put(ctx, tx, g)
	if err != nil {
		return Question{}, err
	}
	if q, err = questions.Put(ctx, tx, q); err != nil {
		return Question{}, err
	}
	if err := s.setTimer(ctx, tx, q); err != nil {
		return Question{}, err
	}
	if proposed {
		if err := s.announceProposed(ctx, tx, g); err != nil {
			return Question{}, err
		}
	}
	return q, s.announceQuestion(ctx, tx, QuestionCaptured, q)
}

// currentGroup reads a group, or the one that it was merged into.
func currentGroup(ctx context.Context, r storage.Reader, id storage.ID[Group]) (Group, error) {
	const most = 100 // merges in a row, of which no store that people keep has a tenth
	for range most {
		g, err := groups.Get(ctx, r, id)
		if err != nil || g.State != Merged {
			return g, err
		}
		id = g.Into
	}
	return Group{}, errors.New("faq: group " + id.String() + " was merged in a circle")
}
