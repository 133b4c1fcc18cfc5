package desk

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
)

// Why says why the agreement of the promise that holds was picked; nothing if nothing is promised.
func (c Case) Why() care.Reasons {
	for _, e := range slices.Backward(inOrder(c.Events)) {
		if e.Step == StepPromise {
			return e.Why
		}
	}
	return nil
}

// first is the promise that was given first, which is the one that sla.Replay begins with.
func (c Case) first() (sla.Ref, bool) {
	for _, e := range inOrder(c.Events) {
		if e.Step == StepPromise && e.Plan != (sla.Ref{}) {
			return e.Plan, true
		}
	}
	return sla.Ref{}, false
}

// customer is who is promised something: of a colleagues' case the unit that asks.
func (c Case) customer() care.CustomerRef {
	if c.Internal() {
		return care.CustomerRef(c.Asker)
	}
	return c.Customer
}

// pick picks the agreement for a case.
func (s Service) pick(c Case, at time.Time) sla.Choice {
	if s.c.Book == nil {
		return sla.Choice{}
	}
	return s.c.Book.Pick(sla.Query{Customer: c.customer(), Segment: c.Segment, Channel: c.State.Channel, Topic: c.State.Topic, At: at})
}

// clocks is how the promise of a case stands at an instant, and whether there is one.
func (s Service) clocks(c Case, at time.Time) (state sla.State, promised bool, err error) {
	ref, ok := c.first()
	if !ok {
		return state, false, nil
	}
	if s.c.Book == nil {
		return state, true, fmt.Errorf("desk: case %s was promised %s, but Config.Book is nil: give the book that has it", c.ID, ref)
	}
	promise, ok := s.c.Book.Promise(ref)
	if !ok {
		return state, true, fmt.Errorf("desk: case %s was promised %s, which Config.Book does not have: keep every edition that cases name", c.ID, ref)
	}
	events, err := Clocks(c.Events)
	if err != nil {
		return state, true, err
	}
	state, err = sla.Replay(promise, events, at)
	return state, true, err
}

// answerDue is when the question that an event asks is due: when the promise says, or else after Config.AnswerWithin.
func (s Service) answerDue(c Case, e Event) (time.Time, error) {
	if e.N == 0 {
		e.N = len(c.Events) + 1
	}
	c.Events = append(c.Events[:len(c.Events):len(c.Events)], e)
	state, promised, err := s.clocks(c, e.At)
	if err != nil || !promised {
		return e.At.Add(s.c.AnswerWithin), err
	}
	for _, target := range []sla.TargetCode{sla.NextResponse, sla.FirstResponse} {
		if run, ok := state.Latest(target); ok && run.Live() && run.Due.After(e.At) {
			return run.Due.UTC(), nil
		}
	}
	return e.At.Add(s.c.AnswerWithin), nil
}

// Replanning promises a case anew.
type Replanning struct {
	On
	// Withdraw takes the promise away; what was broken by then stays so. Else the agreement is picked that fits the case as it is now.
	Withdraw bool `json:"withdraw,omitempty"`
	// Honour keeps the due times of the clocks that run; only what starts later is under the new promise.
	Honour bool `json:"honour,omitempty"`
	// Retroactive lets the new times count from the start of each clock, even where that makes the case late in the past.
	Retroactive bool `json:"retroactive,omitempty"`
}

// Replan promises a case anew: after an agreement or a calendar was edited, or the case turned out to be another customer's or about something else. Nothing
// else does that: a case keeps what it was promised. The reasons of the receipt say which agreement was picked and why; if that is the one that holds
// already, or there is none and was none, nothing is recorded.
func (s Service) Replan(ctx context.Context, r Replanning) (receipt Receipt, err error) {
	r.At = r.At.UTC() // the same instant is the same request
	ctx, finish := s.c.Env.Observe(ctx, "desk.replan")
	defer func() { finish(err) }()
	var p care.Problems
	m := s.parse(&p, r.On, StepPromise)
	m.Honour, m.Retroactive = r.Honour, r.Retroactive
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Receipt{}, err
	}
	return s.once(ctx, "replan", key, r, func(ctx context.Context, tx storage.Tx) (Case, care.Reasons, error) {
		c, err := s.load(ctx, tx, r.On)
		if err != nil {
			return Case{}, nil, err
		}
		var choice sla.Choice
		if !r.Withdraw {
			choice = s.pick(c, m.At)
		}
		if choice.Promise != nil {
			m.Plan, m.Why = choice.Promise.Ref(), choice.Reasons
		}
		if m.Plan == c.State.Promise {
			return c, choice.Reasons, nil
		}
		c, err = s.take(ctx, tx, c, m)
		return c, choice.Reasons, err
	})
}

// Milestone says that a step of the work was reached for which the agreement promises a time of its own, such as "diagnosed".
type Milestone struct {
	On
	Target string `json:"target"` // the code of the agreement's target
}

// Reach says that a milestone was reached.
func (s Service) Reach(ctx context.Context, r Milestone) (Receipt, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	m := s.parse(&p, r.On, StepReach)
	m.Target = care.Required(&p, "target", r.Target, care.ParseRef[sla.TargetCode])
	return s.step(ctx, r.On, r, p, m)
}

// reached is what clocks have reached by themselves that has not been recorded: levels, and dues that passed. Both are facts, each recorded once for a
// promise: a case that is reopened late as it is tells nobody again.
func reached(c Case, clocks *sla.State, now time.Time) (moves []move) {
	recorded := func(e Event) bool {
		return slices.ContainsFunc(c.Events, func(o Event) bool {
			return o.Step == e.Step && o.Target == e.Target && o.Number == e.Number && o.Level == e.Level
		})
	}
	add := func(at time.Time, e Event) {
		e.At, e.Due, e.Recorded = at.UTC(), at.UTC(), now
		if e.At.Before(c.State.Opened) { // in a case that this one absorbed, or was split from
			e.At = c.State.Opened
		}
		if !recorded(e) {
			moves = append(moves, move{Event: e})
		}
	}
	for _, f := range clocks.Fires {
		add(f.At, Event{Step: StepEscalate, Target: f.Target, Number: f.Number, Level: f.Level, Tell: f.Tell})
	}
	for _, run := range clocks.Runs {
		if run.Outcome == sla.Breached && !run.Due.IsZero() {
			add(run.Due, Event{Step: StepBreach, Target: run.Target, Number: run.Number})
		}
	}
	return moves
}

// Promised yields the cases that were opened in [from, before) and to which something was promised, as [sla.Backtest] takes them. Zero times are no bounds.
func (s Service) Promised(ctx context.Context, from, before time.Time) iter.Seq2[sla.Case, error] {
	return func(yield func(sla.Case, error) bool) {
		for c, err := range s.Opened(from, before).All(ctx) {
			if err != nil {
				yield(sla.Case{}, err)
				return
			}
			trial, ok, err := c.trial()
			if (ok || err != nil) && (!yield(trial, err) || err != nil) {
				return
			}
		}
	}
}

// trial is the case as a back-test takes it, if anything was promised.
func (c Case) trial() (t sla.Case, ok bool, err error) {
	t = sla.Case{Customer: c.customer(), Segment: c.Segment, Channel: c.State.Channel}
	if t.Plan, ok = c.first(); !ok {
		return sla.Case{}, false, nil
	}
	for _, e := range c.Events {
		if e.Step == StepOpen {
			t.Topic = e.Topic // by which the agreement was picked
		}
	}
	t.Events, err = Clocks(c.Events)
	return t, err == nil, err
}
