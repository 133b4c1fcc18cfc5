package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// On is what every request about a case that exists has in common.
type On struct {
	Case storage.ID[Case] `json:"case"`
	// Version is that of the case on which the decision was made. If the case has changed since, the step is refused with care.ErrStale.
	// 0: whatever it is now.
	Version int64 `json:"version,omitempty"`
	// Key makes the request idempotent. It is kept, so it holds nothing personal.
	Key string    `json:"key,omitempty"`
	At  time.Time `json:"at,omitzero"`  // when it happened; zero: now
	By  string    `json:"by,omitempty"` // who does it
}

// Receipt is what a request did.
type Receipt struct {
	Case     Case         `json:"case"`
	Repeated bool         `json:"repeated,omitempty"` // the request came before; this is the case as it was then, but for what was erased or corrected since
	Reasons  care.Reasons `json:"reasons,omitempty"`
}

// done is the stored outcome of a request: the case, and how many events it had then. It holds nothing personal.
type done struct {
	Case   storage.ID[Case] `json:"case"`
	Events int              `json:"events"`
}

// once runs a request once for its key.
func (s Service) once(ctx context.Context, name, key string, request any, do func(context.Context, storage.Tx) (Case, care.Reasons, error)) (Receipt, error) {
	var r Receipt
	op := care.Operation{Name: "desk." + name, Key: key, At: s.c.Env.Time()}
	d, repeated, err := care.Once(ctx, s.store, op, request, func(ctx context.Context, tx storage.Tx) (_ done, err error) {
		r.Case, r.Reasons, err = do(ctx, tx)
		return done{r.Case.ID, len(r.Case.Events)}, err
	})
	if err != nil {
		return Receipt{}, stale(err)
	}
	if !repeated {
		return r, nil
	}
	c, err := s.Case(ctx, d.Case)
	if err != nil {
		return Receipt{}, err
	}
	c.Events = c.Events[:d.Events]
	return Receipt{Case: c, Repeated: true, Reasons: care.Reasons{CodeRepeated.With()}}, c.derive()
}

// stale says of a write that another one overtook what it is: an edit of something that has changed.
func stale(err error) error {
	if errors.Is(err, storage.ErrConflict) && !errors.Is(err, care.ErrStale) {
		return fmt.Errorf("%w: %w", care.ErrStale, err)
	}
	return err
}

// move is one step of one case on its way into the store.
type move struct {
	Event
	text string // what was said
	// now says that it happens as it is recorded. Clocks of two machines differ, so it may have to be a little later than this one's: nothing that is
	// recorded now comes before what was.
	now bool
}

// parse reads what all steps have in common.
func (s Service) parse(p *care.Problems, on On, step Step) move {
	if on.Case.IsZero() {
		p.Add("case", "", care.CodeMissing.With())
	}
	return move{now: on.At.IsZero(), Event: Event{
		Step: step, At: s.at(p, on.At), Recorded: s.c.Env.Time(), By: care.Optional(p, "by", on.By, care.ParseRef[care.StaffRef]),
	}}
}

// step records one step of a case that exists.
func (s Service) step(ctx context.Context, on On, request any, p care.Problems, m move) (receipt Receipt, err error) {
	name := string(m.Step)
	ctx, finish := s.c.Env.Observe(ctx, "desk."+name)
	defer func() { finish(err) }()
	key := care.Optional(&p, "key", on.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Receipt{}, err
	}
	return s.once(ctx, name, key, request, func(ctx context.Context, tx storage.Tx) (Case, care.Reasons, error) {
		c, err := s.load(ctx, tx, on)
		if err != nil {
			return Case{}, nil, err
		}
		c, err = s.take(ctx, tx, c, m)
		return c, nil, err
	})
}

// load reads the case of a request, and refuses the request if the case has changed since the version that it was based on.
func (s Service) load(ctx context.Context, tx storage.Tx, on On) (Case, error) {
	c, err := cases.Get(ctx, tx, on.Case)
	if err != nil {
		return Case{}, err
	}
	if on.Version != 0 && on.Version != c.Version {
		return Case{}, fmt.Errorf("%w: desk: case %s has version %d, the request was based on %d", care.ErrStale, c.ID, c.Version, on.Version)
	}
	return c, nil
}

// take takes steps of a case, saves it, and sets its timer.
func (s Service) take(ctx context.Context, tx storage.Tx, c Case, moves ...move) (Case, error) {
	was := c.Wake
	c, err := s.save(ctx, tx, c, moves...)
	if err != nil {
		return Case{}, err
	}
	return c, s.setTimer(ctx, tx, c, was)
}

// save takes steps of a case and saves it with what was said and what is announced. The case goes first: of two who write to it at once one then loses
// against its version and tries again, before either has met what the other hangs on it.
func (s Service) save(ctx context.Context, tx storage.Tx, c Case, moves ...move) (Case, error) {
	before := len(c.Events)
	var said []Message
	for _, m := range moves {
		words, err := s.add(&c, m)
		if err != nil {
			return Case{}, err
		}
		if words.Text != "" {
			said = append(said, words)
		}
	}
	if err := s.tick(&c, s.c.Env.Time()); err != nil {
		return Case{}, err
	}
	c, err := cases.Put(ctx, tx, c)
	if err != nil {
		return Case{}, err
	}
	for _, words := range said {
		if _, err := messages.Put(ctx, tx, words); err != nil {
			return Case{}, err
		}
	}
	for _, m := range moves {
		if m.Step == StepLink {
			if err := s.keepLink(ctx, tx, link{About: m.About, Case: c.ID}); err != nil {
				return Case{}, err
			}
		}
	}
	return c, s.announce(ctx, tx, c, before)
}

// add takes one step of a case, and returns what was said.
func (s Service) add(c *Case, m move) (said Message, err error) {
	if m.now {
		m.At = later(m.At, *c)
	}
	if m.text != "" {
		m.Message = storage.ID[Message](s.c.Env.ID())
	}
	asks := m.Step == StepHear || m.Step == StepReopen
	if asks && len(c.Events) > 0 {
		if m.Due, err = s.answerDue(*c, m.Event); err != nil {
			return Message{}, refusedFor(*c, err)
		}
	}
	if err := c.add(m.Event); err != nil {
		return Message{}, refusedFor(*c, err)
	}
	return Message{ID: m.Message, Case: c.ID, N: len(c.Events), Step: m.Step, At: m.At, Subject: c.Subject, Text: m.text}, nil
}

// tick reads the clocks of a case, as they stand after its last event if that came from a machine whose clock is ahead.
func (s Service) tick(c *Case, now time.Time) error {
	clocks, _, err := s.clocks(*c, later(now, *c))
	if err != nil {
		return err
	}
	c.Due, c.Late, c.Wake = clocks.NextDue().UTC(), clocks.Broken(), s.nextWake(*c, &clocks)
	return nil
}

// refusedFor names the case that a merged one went on in, since that is where the step belongs.
func refusedFor(c Case, err error) error {
	if invalid, ok := errors.AsType[*care.Invalid](err); ok && c.State.Status == StatusMerged && invalid.Problems[0].Reason.Is(CodeIllegalStep) {
		return care.RefuseAt("case", c.ID.String(), CodeMerged.With(care.NewFact("into", c.State.Into.String())))
	}
	return err
}

// keepLink keeps the way from what a case is about to the case, once.
func (s Service) keepLink(ctx context.Context, tx storage.Tx, l link) error {
	_, err := links.One(ctx, tx, byAbout.Key(l.About.Kind, l.About.Ref, l.Case))
	if !errors.Is(err, storage.ErrNotFound) {
		return err
	}
	_, err = links.Put(ctx, tx, l)
	return err
}
