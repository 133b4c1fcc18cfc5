package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
)

// Classification says what a case is. What is empty stays as it is.
type Classification struct {
	On
	Kind     string `json:"kind,omitempty"`
	Topic    string `json:"topic,omitempty"`
	Priority string `json:"priority,omitempty"`
	Text     string `json:"text,omitempty"` // why, for colleagues
}

// Classify says what a case is. A promise that was given stays; its times may become those of the new priority.
func (s Service) Classify(ctx context.Context, r Classification) (Receipt, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	m := s.parse(&p, r.On, StepClassify)
	m.Kind = care.Optional(&p, "kind", r.Kind, care.ParseEnum[Kind])
	m.Topic = care.Optional(&p, "topic", r.Topic, care.ParseRef[sla.Topic])
	m.Priority = care.Optional(&p, "priority", r.Priority, care.ParseRef[sla.Priority])
	m.text = care.Optional(&p, "text", r.Text, care.Lines(textLimit))
	if m.Kind == "" && m.Topic == "" && m.Priority == "" && len(p) == 0 {
		p.Add("kind", "", CodeNothing.With())
	}
	return s.step(ctx, r.On, r, p, m)
}

// Assignment says who sees to a case.
type Assignment struct {
	On
	Owner string `json:"owner"` // empty: nobody any more
}

// Assign says who sees to a case.
func (s Service) Assign(ctx context.Context, r Assignment) (Receipt, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	m := s.parse(&p, r.On, StepAssign)
	m.Owner = care.Optional(&p, "owner", r.Owner, care.ParseRef[care.StaffRef])
	return s.step(ctx, r.On, r, p, m)
}

// Handover gives a case to another unit.
type Handover struct {
	On
	Unit   string `json:"unit"`
	Owner  string `json:"owner,omitempty"` // in that unit; empty: nobody yet, so the unit itself
	Reason string `json:"reason,omitempty"`
	Text   string `json:"text,omitempty"` // for that unit
}

// HandOver gives a case to another unit.
func (s Service) HandOver(ctx context.Context, r Handover) (Receipt, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	m := s.parse(&p, r.On, StepHandOver)
	m.Unit = care.Required(&p, "unit", r.Unit, care.ParseRef[care.StaffRef])
	m.Owner = care.Optional(&p, "owner", r.Owner, care.ParseRef[care.StaffRef])
	m.Reason = care.Optional(&p, "reason", r.Reason, care.ParseRef[Code])
	m.text = care.Optional(&p, "text", r.Text, care.Lines(textLimit))
	return s.step(ctx, r.On, r, p, m)
}

// Waiting says that somebody else has to answer before the case goes on.
type Waiting struct {
	On
	For  string    `json:"for"`            // a Party: customer, supplier or unit
	Unit string    `json:"unit,omitempty"` // which supplier or unit; required for those
	Due  time.Time `json:"due,omitzero"`   // when the answer is due; zero: after Config.AwaitWithin
	Text string    `json:"text,omitempty"` // what was asked
}

// Wait puts a question to somebody else. Clocks whose agreement says so stop until it is answered: by the customer's words, by Resume, or by an
// internal case being resolved. If it is not answered by its due, the case's owner is reminded.
func (s Service) Wait(ctx context.Context, r Waiting) (Receipt, error) {
	r.At, r.Due = r.At.UTC(), r.Due.UTC() // the same instant is the same request
	var p care.Problems
	m := s.parse(&p, r.On, StepWait)
	m.Party = s.parseParty(&p, "for", r.For)
	m.Unit = care.Optional(&p, "unit", r.Unit, care.ParseRef[care.StaffRef])
	m.text = care.Optional(&p, "text", r.Text, care.Lines(textLimit))
	if (m.Party == PartySupplier || m.Party == PartyUnit) && m.Unit == "" {
		p.Add("unit", "", care.CodeMissing.With())
	}
	m.Due = m.At.Add(s.c.AwaitWithin)
	if !r.Due.IsZero() {
		m.Due = r.Due.UTC().Truncate(time.Microsecond)
		if !m.Due.After(m.At) {
			p.Add("due", r.Due.UTC().Format(time.RFC3339), CodeDuePast.With(care.NewFact("due", s.local(m.Due))))
		}
	}
	return s.step(ctx, r.On, r, p, m)
}

// parseParty reads one whom the desk can wait for, which is not itself.
func (s Service) parseParty(p *care.Problems, path, text string) Party {
	party := care.Required(p, path, text, care.ParseEnum[Party])
	if party == PartyDesk {
		p.Add(path, text, CodeAwaitsItself.With())
	}
	return party
}

// Resumption says that somebody has answered, or that the desk waits no longer.
type Resumption struct {
	On
	For    string `json:"for"` // a Party: all questions to it are answered
	Reason string `json:"reason,omitempty"`
	Text   string `json:"text,omitempty"` // the answer
}

// Resume ends waiting for one party. The customer's own words do that by themselves ([Service.Hear]).
func (s Service) Resume(ctx context.Context, r Resumption) (Receipt, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	m := s.parse(&p, r.On, StepResume)
	m.Party = s.parseParty(&p, "for", r.For)
	m.Reason = care.Optional(&p, "reason", r.Reason, care.ParseRef[Code])
	m.text = care.Optional(&p, "text", r.Text, care.Lines(textLimit))
	return s.step(ctx, r.On, r, p, m)
}

// Words are what the customer says in a case that exists.
type Words struct {
	On
	Channel string `json:"channel"`
	Text    string `json:"text,omitempty"`
}

// Hear records what the customer says. It answers what we had asked, asks what we have to answer, opens a resolved or closed case again, and goes to
// the case in which a merged one goes on. What comes later than Config.ReopenWithin after closing, or to a case that is full, opens a new case that is
// linked to the old one: the receipt is then of that one. So the customer's words are never turned away.
func (s Service) Hear(ctx context.Context, r Words) (receipt Receipt, err error) {
	r.At = r.At.UTC() // the same instant is the same request
	ctx, finish := s.c.Env.Observe(ctx, "desk.hear")
	defer func() { finish(err) }()
	var p care.Problems
	m := s.parse(&p, r.On, StepHear)
	m.Channel = care.Required(&p, "channel", r.Channel, care.ParseEnum[care.Channel])
	m.text = care.Optional(&p, "text", r.Text, care.Lines(textLimit))
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Receipt{}, err
	}
	return s.once(ctx, "hear", key, r, func(ctx context.Context, tx storage.Tx) (Case, care.Reasons, error) {
		named, err := s.load(ctx, tx, r.On)
		if err != nil {
			return Case{}, nil, err
		}
		c, err := s.root(ctx, tx, named.ID)
		if err != nil {
			return Case{}, nil, err
		}
		closed := c.State.Closed
		switch {
		case !closed.IsZero() && m.At.After(closed.Add(max(s.c.ReopenWithin, 0))):
			return s.followUp(ctx, tx, c, m, CodeFollowsUp.With(care.NewFact("closed", s.local(closed))))
		case len(c.Events) >= maxHeard:
			return s.followUp(ctx, tx, c, m, CodeContinues.With(care.NewFact("limit", maxHeard)))
		}
		c, err = s.take(ctx, tx, c, m)
		return c, nil, err
	})
}

// followUp opens a new case for what is said in one that cannot take it any more.
func (s Service) followUp(ctx context.Context, tx storage.Tx, old Case, said move, why care.Reason) (Case, care.Reasons, error) {
	next := intake{
		c: Case{
			Lang: old.Lang, Title: old.Title, Segment: old.Segment, Asker: old.Asker,
			Customer: old.Customer, Name: old.Name, Phone: old.Phone, Email: old.Email,
		},
		opening: said, automatic: true,
		about: append([]care.About{{Kind: AboutCase, Ref: old.ID.String()}}, old.State.About...),
	}
	next.opening.Step, next.opening.Unit, next.opening.Kind, next.opening.Topic = StepOpen, old.State.Unit, old.State.Kind, old.State.Topic
	c, _, err := s.open(ctx, tx, next)
	return c, care.Reasons{why}, err
}

// Answer is what the customer is told.
type Answer struct {
	On
	Channel string `json:"channel"`
	Text    string `json:"text,omitempty"`
	// Ask says that the answer asks something of the customer, so that the case waits for the customer from now on.
	Ask bool      `json:"ask,omitempty"`
	Due time.Time `json:"due,omitzero"` // with Ask: when the customer's answer is due; zero: after Config.AwaitWithin
}

// Reply records what the customer is told. Sending it is the host's business. With Ask, answering and waiting are one step, and the answer counts.
func (s Service) Reply(ctx context.Context, r Answer) (receipt Receipt, err error) {
	r.At, r.Due = r.At.UTC(), r.Due.UTC() // the same instant is the same request
	ctx, finish := s.c.Env.Observe(ctx, "desk.reply")
	defer func() { finish(err) }()
	var p care.Problems
	m := s.parse(&p, r.On, StepReply)
	m.Channel = care.Required(&p, "channel", r.Channel, care.ParseEnum[care.Channel])
	m.text = care.Optional(&p, "text", r.Text, care.Lines(textLimit))
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	moves := []move{m}
	if r.Ask {
		wait := move{now: m.now, Event: Event{Step: StepWait, At: m.At, Recorded: m.Recorded, By: m.By, Party: PartyCustomer, Due: m.At.Add(s.c.AwaitWithin)}}
		if !r.Due.IsZero() {
			wait.Due = r.Due.UTC().Truncate(time.Microsecond)
		}
		if !wait.Due.After(wait.At) {
			p.Add("due", r.Due.UTC().Format(time.RFC3339), CodeDuePast.With(care.NewFact("due", s.local(wait.Due))))
		}
		moves = append(moves, wait)
	} else if !r.Due.IsZero() {
		p.Add("due", r.Due.UTC().Format(time.RFC3339), CodeNothingAsked.With())
	}
	if err := p.Err(); err != nil {
		return Receipt{}, err
	}
	return s.once(ctx, "reply", key, r, func(ctx context.Context, tx storage.Tx) (Case, care.Reasons, error) {
		c, err := s.load(ctx, tx, r.On)
		if err != nil {
			return Case{}, nil, err
		}
		c, err = s.take(ctx, tx, c, moves...)
		return c, nil, err
	})
}

// Note is what colleagues are told.
type Note struct {
	On
	Text string `json:"text"`
}

// Note records what colleagues are told. The customer never sees it, and no clock does.
func (s Service) Note(ctx context.Context, r Note) (Receipt, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	m := s.parse(&p, r.On, StepNote)
	m.text = care.Required(&p, "text", r.Text, care.Lines(textLimit))
	return s.step(ctx, r.On, r, p, m)
}

// Resolution is how a case was answered or put right.
type Resolution struct {
	On
	Outcome string `json:"outcome"`          // the host's key, such as "replaced"
	Cause   string `json:"cause,omitempty"`  // the host's key of the root cause
	Factor  string `json:"factor,omitempty"` // a care.Factor: what failed
	Text    string `json:"text,omitempty"`   // what was done, for colleagues
}

// Resolve says that a case was answered or put right. It ends every question. A case that waits for this internal one goes on.
func (s Service) Resolve(ctx context.Context, r Resolution) (receipt Receipt, err error) {
	r.At = r.At.UTC() // the same instant is the same request
	ctx, finish := s.c.Env.Observe(ctx, "desk.resolve")
	defer func() { finish(err) }()
	var p care.Problems
	m := s.parse(&p, r.On, StepResolve)
	m.Outcome = care.Required(&p, "outcome", r.Outcome, care.ParseRef[Code])
	m.Cause = care.Optional(&p, "cause", r.Cause, care.ParseRef[Code])
	m.Factor = care.Optional(&p, "factor", r.Factor, care.ParseEnum[care.Factor])
	m.text = care.Optional(&p, "text", r.Text, care.Lines(textLimit))
	return s.finish(ctx, r.On, r, p, m)
}

// finish resolves or closes a case, and lets the case that waited for it go on.
func (s Service) finish(ctx context.Context, on On, request any, p care.Problems, m move) (Receipt, error) {
	key := care.Optional(&p, "key", on.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Receipt{}, err
	}
	return s.once(ctx, string(m.Step), key, request, func(ctx context.Context, tx storage.Tx) (Case, care.Reasons, error) {
		c, err := s.load(ctx, tx, on)
		if err != nil {
			return Case{}, nil, err
		}
		c, err = s.finished(ctx, tx, c, m)
		return c, nil, err
	})
}

func (s Service) finished(ctx context.Context, tx storage.Tx, c Case, m move) (Case, error) {
	c, err := s.take(ctx, tx, c, m)
	if err != nil || c.State.Serves.IsZero() {
		return c, err
	}
	outer, err := s.root(ctx, tx, c.State.Serves)
	if errors.Is(err, storage.ErrNotFound) {
		return c, nil // the case that it served is gone
	}
	if err != nil {
		return Case{}, err
	}
	answer := move{Event: Event{
		Step: StepResume, At: later(m.At, outer), Recorded: m.Recorded, By: m.By, Party: PartyUnit, Other: c.ID, Reason: cmp.Or(m.Outcome, m.Reason),
	}}
	if slices.ContainsFunc(outer.State.Questions, answer.answers) {
		_, err = s.take(ctx, tx, outer, answer)
	}
	return c, err
}

// Reopening says that a case is not done after all.
type Reopening struct {
	On
	Reason string `json:"reason"` // the host's key, such as "not_fixed"
	Text   string `json:"text,omitempty"`
}

// Reopen opens a resolved or closed case again. The run that had ended is kept.
func (s Service) Reopen(ctx context.Context, r Reopening) (Receipt, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	m := s.parse(&p, r.On, StepReopen)
	m.Reason = care.Required(&p, "reason", r.Reason, care.ParseRef[Code])
	m.text = care.Optional(&p, "text", r.Text, care.Lines(textLimit))
	return s.step(ctx, r.On, r, p, m)
}

// Closing puts a case away.
type Closing struct {
	On
	Outcome string `json:"outcome,omitempty"` // required of a case that was not resolved, such as "withdrawn" or "spam"
	Text    string `json:"text,omitempty"`
}

// Close closes a case. A resolved one is also closed by itself, after Config.CloseAfter.
func (s Service) Close(ctx context.Context, r Closing) (receipt Receipt, err error) {
	r.At = r.At.UTC() // the same instant is the same request
	ctx, finish := s.c.Env.Observe(ctx, "desk.close")
	defer func() { finish(err) }()
	var p care.Problems
	m := s.parse(&p, r.On, StepClose)
	m.Outcome = care.Optional(&p, "outcome", r.Outcome, care.ParseRef[Code])
	m.text = care.Optional(&p, "text", r.Text, care.Lines(textLimit))
	return s.finish(ctx, r.On, r, p, m)
}

// Link says what a case is about.
type Link struct {
	On
	About care.About `json:"about"`
}

// Link says what a case is about: a product, an invoice, a claim, another case. Linking it twice is linking it once.
func (s Service) Link(ctx context.Context, r Link) (Receipt, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	m := s.parse(&p, r.On, StepLink)
	m.About = parseOneAbout(&p, "about", r.About)
	return s.step(ctx, r.On, r, p, m)
}

// AboutCase is the kind of [care.About] that points at a case, by its id.
const AboutCase care.AboutKind = "desk.case"
