package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Merging says that two cases are one.
type Merging struct {
	On
	Into storage.ID[Case] `json:"into"` // the case in which it goes on
	Text string           `json:"text,omitempty"`
}

// Merge lets a case go on in another one, for good. Nothing is lost: what the customer waits for, since when, and what the case waits for go over; what was
// said stays with the case in which it was said, which the other one names. The receipt is of the other one.
//
// Two merges that cross are safe: the one that comes second is refused with [CodeMerged], which names the case that both go on in.
func (s Service) Merge(ctx context.Context, r Merging) (receipt Receipt, err error) {
	r.At = r.At.UTC() // the same instant is the same request
	ctx, finish := s.c.Env.Observe(ctx, "desk.merge")
	defer func() { finish(err) }()
	var p care.Problems
	m := s.parse(&p, r.On, StepMerge)
	m.Other = r.Into
	m.text = care.Optional(&p, "text", r.Text, care.Lines(textLimit))
	switch {
	case r.Into.IsZero():
		p.Add("into", "", care.CodeMissing.With())
	case r.Into == r.Case:
		p.Add("into", r.Into.String(), CodeMergesItself.With())
	}
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Receipt{}, err
	}
	return s.once(ctx, "merge", key, r, func(ctx context.Context, tx storage.Tx) (Case, care.Reasons, error) {
		c, err := s.load(ctx, tx, r.On)
		if err != nil {
			return Case{}, nil, err
		}
		return s.merge(ctx, tx, c, m)
	})
}

func (s Service) merge(ctx context.Context, tx storage.Tx, c Case, m move) (Case, care.Reasons, error) {
	into, err := cases.Get(ctx, tx, m.Other)
	if errors.Is(err, storage.ErrNotFound) {
		return Case{}, nil, care.RefuseAt("into", m.Other.String(), CodeNoSuchCase.With())
	}
	if err != nil {
		return Case{}, nil, err
	}
	if m.now {
		m.At = later(later(m.At, c), into)
	}
	merged := c
	if err := merged.add(m.Event); err != nil { // what has been merged already is refused before anything is written
		return Case{}, nil, refusedFor(c, err)
	}
	takes := s.takesOver(c, into, m)
	if c.ID.String() < into.ID.String() { // always in one order, so that merges that cross wait for each other only on one side
		_, err = s.take(ctx, tx, c, m)
	}
	if err == nil {
		into, err = s.take(ctx, tx, into, takes...)
	}
	if err == nil && c.ID.String() > into.ID.String() {
		_, err = s.take(ctx, tx, c, m)
	}
	if err != nil || c.Subject == into.Subject {
		return into, nil, err
	}
	return into, care.Reasons{CodeOtherCustomer.With()}, nil
}

// takesOver is what the case into which c is merged takes over from it.
func (s Service) takesOver(c, into Case, m move) []move {
	event := func(step Step) move {
		return move{Event: Event{Step: step, At: m.At, Recorded: m.Recorded, By: m.By}}
	}
	absorb := event(StepAbsorb)
	absorb.Other = c.ID
	moves := []move{absorb}
	for _, a := range c.State.About {
		link := event(StepLink)
		link.About = a
		moves = append(moves, link)
	}
	if !c.State.Status.Running() {
		return moves
	}
	moves[0].Since, moves[0].Adopted = c.State.waitedSince(), adopted(c, time.Time{}, m.At)
	if !into.State.Status.Running() {
		moves[0].Due = m.At.Add(s.c.AnswerWithin) // it is opened again for what is still to be done
	}
	for _, q := range c.State.Questions {
		if q.Of == PartyDesk {
			moves[0].Due = q.Due
			continue
		}
		wait := event(StepWait)
		wait.Party, wait.Unit, wait.Other, wait.Due = q.Of, q.Unit, q.On, q.Due
		moves = append(moves, wait)
	}
	return moves
}

// Splitting says that a part of a case is a case of its own.
type Splitting struct {
	On
	// Message is the number of the event in which the customer asked for this part: it goes along, and the customer has been waiting since then. 0: no
	// message goes along, and the customer has been waiting as long as in the whole case.
	Message  int    `json:"message,omitempty"`
	Number   string `json:"number,omitempty"`
	Title    string `json:"title,omitempty"`
	Kind     string `json:"kind,omitempty"`
	Topic    string `json:"topic,omitempty"`
	Priority string `json:"priority,omitempty"`
	Unit     string `json:"unit,omitempty"` // who gets the new case; empty: Config.Desk
	Owner    string `json:"owner,omitempty"`
}

// Split makes a new case of a part of a case, for the same customer and about the same things. Nothing is taken from the case. The receipt is of the new one.
func (s Service) Split(ctx context.Context, r Splitting) (receipt Receipt, err error) {
	r.At = r.At.UTC() // the same instant is the same request
	ctx, finish := s.c.Env.Observe(ctx, "desk.split")
	defer func() { finish(err) }()
	var p care.Problems
	m := s.parse(&p, r.On, StepSplit)
	part, err := s.parseIntake(Intake{
		Channel: string(care.ChannelCounter), Number: r.Number, Title: r.Title, Kind: r.Kind, Topic: r.Topic, Priority: r.Priority,
		Unit: r.Unit, Owner: r.Owner, By: r.By, Key: r.Key, Automatic: true,
	})
	part.opening.At = m.At
	if invalid, ok := errors.AsType[*care.Invalid](err); ok {
		p = append(p, invalid.Problems...)
	}
	if err := p.Err(); err != nil {
		return Receipt{}, err
	}
	return s.once(ctx, "split", part.key, r, func(ctx context.Context, tx storage.Tx) (Case, care.Reasons, error) {
		c, err := s.load(ctx, tx, r.On)
		if err != nil {
			return Case{}, nil, err
		}
		return s.split(ctx, tx, c, m, part, r.Message)
	})
}

func (s Service) split(ctx context.Context, tx storage.Tx, c Case, m move, part intake, message int) (Case, care.Reasons, error) {
	part.opening.Channel, part.opening.Since = c.State.Channel, c.State.waitedSince()
	if message != 0 {
		said, text, err := s.said(ctx, tx, c, message)
		if err != nil {
			return Case{}, nil, err
		}
		part.opening.Channel, part.opening.text = said.Channel, text
		if said.At.After(part.opening.Since) {
			part.opening.Since = said.At
		}
	}
	part.c = Case{
		ID: storage.ID[Case](s.c.Env.ID()), Number: part.c.Number, Title: part.c.Title, Lang: c.Lang,
		Customer: c.Customer, Name: c.Name, Phone: c.Phone, Email: c.Email, Segment: c.Segment, Asker: c.Asker,
	}
	m.Other = part.c.ID
	if m.now {
		m.At = later(m.At, c)
		part.opening.At = m.At
	}
	if _, err := s.take(ctx, tx, c, m); err != nil {
		return Case{}, nil, err
	}
	part.opening.SplitFrom, part.opening.Adopted = c.ID, adopted(c, part.opening.Since, m.At)
	part.about = c.State.About
	return s.open(ctx, tx, part)
}

// said finds what the customer said in an event of a case.
func (s Service) said(ctx context.Context, tx storage.Tx, c Case, n int) (Event, string, error) {
	i := slices.IndexFunc(c.Events, func(e Event) bool { return e.N == n && (e.Step == StepOpen || e.Step == StepHear) })
	if i < 0 {
		return Event{}, "", care.RefuseAt("message", "", CodeNotSaid.With(care.NewFact("n", n)))
	}
	if c.Events[i].Message.IsZero() {
		return c.Events[i], "", nil
	}
	m, err := messages.Get(ctx, tx, c.Events[i].Message)
	return c.Events[i], m.Text, err
}
