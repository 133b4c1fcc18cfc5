package faq

import (
	"context"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Ask answers a question and records what was asked and shown. The finder must be of the same tenant as the service's store ([ErrForeignFinder]). It reads
// that store itself, so Ask is not for a service In a running Tx.
func (s Service) Ask(ctx context.Context, f *Finder, a Asking) (asked Asked, answer Answer, err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.ask")
	defer func() { done(err) }()
	a.At = a.At.UTC() // the same instant is the same request
	var p care.Problems
	record := Asked{
		ID: storage.ID[Asked](s.c.Env.ID()), At: s.at(a.At), Recorded: s.c.Env.Time(),
		Text:     care.Required(&p, "query.text", a.Query.Text, care.Line(maxQuestion)),
		Lang:     care.Optional(&p, "query.lang", string(a.Query.Lang), care.ParseEnum[care.Lang]),
		Channel:  care.Optional(&p, "query.channel", string(a.Query.Channel), care.ParseEnum[care.Channel]),
		Customer: care.Optional(&p, "customer", a.Customer, care.ParseRef[care.CustomerRef]),
	}
	key := care.Optional(&p, "key", a.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Asked{}, Answer{}, err
	}
	record.Subject = string(record.Customer)
	if answer, err = f.Search(ctx, a.Query); err == nil {
		err = s.serves(ctx, f)
	}
	if err != nil {
		return Asked{}, Answer{}, err
	}
	for _, h := range answer.Hits {
		record.Shown = append(record.Shown, h.Code)
	}
	record.Confidence, record.Unanswered = answer.Confidence, answer.Unanswered
	op := care.Operation{Name: "faq.ask", Key: key, Subject: record.Subject, At: record.Recorded}
	asked, _, err = care.Once(ctx, s.store, op, a, func(ctx context.Context, tx storage.Tx) (Asked, error) { return asks.Put(ctx, tx, record) })
	return asked, answer, err
}

// Settle records what came of a question. The same outcome again is answered with what is stored; another one is refused with [CodeSettled], unless the
// first said only what was opened.
func (s Service) Settle(ctx context.Context, t Settlement) (settled Asked, err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.settle")
	defer func() { done(err) }()
	outcome, err := t.parse()
	if err != nil {
		return Asked{}, err
	}
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		a, err := asks.Get(ctx, tx, t.Asked)
		if err != nil {
			return gone(err, "asked", t.Asked.String())
		}
		next := a
		next.Helped, next.Why, next.Comment = outcome.Helped, outcome.Why, outcome.Comment
		if outcome.Chosen != "" {
			next.Chosen = outcome.Chosen
		}
		if a.Helped != "" {
			if next.Helped != a.Helped || next.Chosen != a.Chosen || next.Why != a.Why || next.Comment != a.Comment {
				return care.RefuseAt("helped", string(outcome.Helped), CodeSettled.With())
			}
			settled = a
			return nil
		}
		next.Settled = s.at(t.At)
		settled, err = asks.Put(ctx, tx, next)
		return err
	})
	if err != nil {
		return Asked{}, err
	}
	return settled, nil
}

// Asks lists the questions that a customer asked, the newest first, or of everybody for "".
func (s Service) Asks(by care.CustomerRef) storage.List[Asked] {
	if by == "" {
		return asks.List(s.store, byAskedAt.Prefix().Reverse())
	}
	return asks.List(s.store, byAskedSubject.Prefix(string(by)).Reverse())
}

// Ratings lists the questions for which an entry was opened, the newest first: whether it helped, and why not.
func (s Service) Ratings(of EntryCode) storage.List[Asked] {
	return asks.List(s.store, byChosen.Prefix(of).Reverse())
}
