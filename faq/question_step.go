package faq

import (
	"context"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Reply answers a question, which who asked it can then be told (see [QuestionAnswered]): in words, with an entry that is shown to customers, or both.
func (s Service) Reply(ctx context.Context, r Reply) (_ Question, err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.reply")
	defer func() { done(err) }()
	r.At = r.At.UTC()
	var p care.Problems
	text := care.Optional(&p, "text", r.Text, care.Lines(maxAnswer))
	code := care.Optional(&p, "entry", r.Entry, care.ParseRef[EntryCode])
	by := care.Optional(&p, "by", r.By, care.ParseRef[care.StaffRef])
	if text == "" && code == "" {
		p.Add("text", "", care.CodeMissing.With())
	}
	op := s.operation(&p, "faq.reply", r.Key)
	if err := p.Err(); err != nil {
		return Question{}, err
	}
	return s.changeQuestion(ctx, op, r, r.Question, r.Version, func(ctx context.Context, tx storage.Tx, q *Question) error {
		if q.State != Open {
			return notOpen("question", q.ID.String(), q.State)
		}
		if code != "" {
			e, err := entries.One(ctx, tx, byCode.Key(code))
			if err != nil {
				return gone(err, "entry", string(code))
			}
			shown, ok := In(e.Shown, q.Lang)
			if !ok {
				return care.RefuseAt("entry", string(code), CodeNotPublished.With(care.NewFact("question", string(code)), care.NewFact("status", care.NameOf(e.Status))))
			}
			if text == "" {
				text = shown.Answer
			}
		}
		q.State, q.Reply, q.Entry, q.Replied = Answered, text, code, s.at(r.At)
		q.Steps = append(q.Steps, Step{At: q.Replied, By: by, To: Answered})
		return nil
	})
}

// AssignQuestion gives an open question to somebody, another due, or both.
func (s Service) AssignQuestion(ctx context.Context, a Assignment) (_ Question, err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.assign_question")
	defer func() { done(err) }()
	a.At, a.Due = a.At.UTC(), a.Due.UTC()
	var p care.Problems
	owner := care.Optional(&p, "owner", a.Owner, care.ParseRef[care.StaffRef])
	by := care.Optional(&p, "by", a.By, care.ParseRef[care.StaffRef])
	if owner == "" && a.Due.IsZero() {
		p.Add("owner", "", care.CodeMissing.With())
	}
	op := s.operation(&p, "faq.assign_question", a.Key)
	if err := p.Err(); err != nil {
		return Question{}, err
	}
	return s.changeQuestion(ctx, op, a, a.Question, a.Version, func(_ context.Context, _ storage.Tx, q *Question) error {
		if q.State != Open {
			return notOpen("question", q.ID.String(), q.State)
		}
		if owner != "" {
			q.Owner = owner
		}
		if !a.Due.IsZero() {
			q.Due, q.Overdue = a.Due, time.Time{}
		}
		q.Steps = append(q.Steps, Step{At: s.at(a.At), By: by, To: Open, Owner: owner, Due: a.Due})
		return nil
	})
}

// DismissQuestion ends a question without a reply, such as one that was no question.
func (s Service) DismissQuestion(ctx context.Context, id storage.ID[Question], d Decision) (Question, error) {
	return s.decideQuestion(ctx, "faq.dismiss_question", id, d, Dismissed, Open)
}

// ReopenQuestion takes a question up again; its reply stays until there is another. It is due Config.ReplyWithin after that, unless its due is later.
func (s Service) ReopenQuestion(ctx context.Context, id storage.ID[Question], d Decision) (Question, error) {
	return s.decideQuestion(ctx, "faq.reopen_question", id, d, Open, Answered, Dismissed)
}

func (s Service) decideQuestion(ctx context.Context, name string, id storage.ID[Question], d Decision, to State, from ...State) (_ Question, err error) {
	ctx, done := s.c.Env.Observe(ctx, name)
	defer func() { done(err) }()
	d.At = d.At.UTC()
	step, op, err := s.parseDecision(name, d)
	if err != nil {
		return Question{}, err
	}
	step.To = to
	request := struct {
		Question storage.ID[Question] `json:"question"`
		Decision
	}{id, d}
	return s.changeQuestion(ctx, op, request, id, d.Version, func(_ context.Context, _ storage.Tx, q *Question) error {
		if !slices.Contains(from, q.State) {
			return notOpen("question", q.ID.String(), q.State)
		}
		if due := step.At.Add(s.c.ReplyWithin); to == Open && q.Due.Before(due) {
			q.Due, q.Overdue = due, time.Time{}
		}
		q.State, q.Steps = to, append(q.Steps, step)
		return nil
	})
}

// changeQuestion changes a question once for its key. A request that comes again is answered with the question as it is now, so that no customer's words
// are kept twice.
func (s Service) changeQuestion(ctx context.Context, op care.Operation, request any, id storage.ID[Question], version int64,
	change func(context.Context, storage.Tx, *Question) error) (saved Question, err error) {
	_, repeated, err := care.Once(ctx, s.store, op, request, func(ctx context.Context, tx storage.Tx) (storage.ID[Question], error) {
		q, err := questions.Get(ctx, tx, id)
		if err != nil {
			return id, gone(err, "question", id.String())
		}
		if version != 0 && version != q.Version {
			return id, care.ErrStale
		}
		was := q.State
		if err := change(ctx, tx, &q); err != nil {
			return id, err
		}
		if saved, err = questions.Put(ctx, tx, q); err != nil {
			return id, err
		}
		if err := s.setTimer(ctx, tx, saved); err != nil || saved.State != Answered || was == Answered {
			return id, err
		}
		return id, s.announceQuestion(ctx, tx, QuestionAnswered, saved)
	})
	if err != nil {
		return Question{}, err
	}
	if repeated {
		return s.Question(ctx, id)
	}
	return saved, nil
}

// operation is one request for care.Once. No outcome of this package's questions and groups holds anything personal.
func (s Service) operation(p *care.Problems, name, key string) care.Operation {
	return care.Operation{Name: name, Key: care.Optional(p, "key", key, care.ParseRef[string]), At: s.c.Env.Time()}
}

func notOpen(path, value string, state State) error {
	return care.RefuseAt(path, value, CodeNotOpen.With(care.NewFact("state", care.NameOf(state))))
}

// Question reads a captured question. One that is not there is refused with [CodeGone].
func (s Service) Question(ctx context.Context, id storage.ID[Question]) (q Question, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		q, err = questions.Get(ctx, r, id)
		return gone(err, "question", id.String())
	})
	return q, err
}

// QuestionsAbout lists the questions that came up in something, such as a case, the oldest first.
func (s Service) QuestionsAbout(a care.About) storage.List[Question] {
	return questions.List(s.store, byQuestionAbout.Prefix(a.Kind, a.Ref))
}

// Questions lists captured questions of a state, the first due first.
func (s Service) Questions(state State) storage.List[Question] {
	return questions.List(s.store, byQuestionState.Prefix(state))
}

// QuestionsOf lists the questions of a state that somebody has to answer, the first due first.
func (s Service) QuestionsOf(owner care.StaffRef, state State) storage.List[Question] {
	return questions.List(s.store, byQuestionOwner.Prefix(owner, state))
}

// QuestionsIn lists the questions of a group, the oldest first. Those of groups that were merged into it are in it.
func (s Service) QuestionsIn(group storage.ID[Group]) storage.List[Question] {
	return questions.List(s.store, byGroup.Prefix(group))
}
