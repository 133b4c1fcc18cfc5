package desk

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Timer wakes a case when something about it falls due: it is the task of this package's own handler. There is at most one item for a case, which is moved.
var Timer = queue.NewTask[WakeUp]("desk.timer", 1)

// WakeUp is the payload of [Timer].
type WakeUp struct {
	Case storage.ID[Case] `json:"case"`
}

// Subscriptions are this package's own handlers, for a worker: the one that wakes cases. It asks for the service of each tenant that it works for. Without
// it nobody is reminded, nothing is escalated, and no case is closed by itself.
func Subscriptions(of func(tenant string) Service) []queue.Subscription {
	return []queue.Subscription{
		queue.Subscribe(Timer, "desk", func(ctx context.Context, store storage.Store, d queue.Delivery[WakeUp]) error {
			return of(d.Tenant).In(store).wake(ctx, d.Payload.Case)
		}),
	}
}

// nextWake is when something about a case falls due next, of what has not been recorded yet.
func (s Service) nextWake(c Case, clocks *sla.State) (next time.Time) {
	if len(c.Events) >= maxEvents {
		return time.Time{} // there is no room to record it
	}
	sooner := func(t time.Time) {
		if !t.IsZero() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	sooner(clocks.Wake.UTC())
	for _, q := range c.State.Questions {
		if !q.Reminded {
			sooner(q.Due)
		}
	}
	if c.State.Status == StatusResolved && s.c.CloseAfter > 0 {
		sooner(c.State.Resolved.Add(s.c.CloseAfter))
	}
	return next
}

// falls is what has fallen due about a case by now, as steps.
func (s Service) falls(c Case, now time.Time) ([]move, error) {
	clocks, _, err := s.clocks(c, now)
	if err != nil || len(c.Events) >= maxEvents {
		return nil, err
	}
	moves := reached(c, &clocks, now)
	for _, q := range c.State.Questions {
		if !q.Reminded && !q.Due.IsZero() && !q.Due.After(now) {
			moves = append(moves, move{now: true, Event: Event{Step: StepRemind, At: now, Recorded: now, Question: q.N, Owner: q.Owner, Due: q.Due}})
		}
	}
	if c.State.Status == StatusResolved && s.c.CloseAfter > 0 && !c.State.Resolved.Add(s.c.CloseAfter).After(now) {
		moves = append(moves, move{now: true, Event: Event{Step: StepClose, At: now, Recorded: now, Outcome: c.State.Outcome}})
	}
	return moves, nil
}

// wake records what has fallen due about a case. It may come twice, or early: what was recorded is not due any more.
func (s Service) wake(ctx context.Context, id storage.ID[Case]) (err error) {
	ctx, finish := s.c.Env.Observe(ctx, "desk.wake")
	defer func() { finish(err) }()
	return s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		c, err := cases.Get(ctx, tx, id)
		if errors.Is(err, storage.ErrNotFound) {
			return nil // a case that is gone falls due no more
		}
		if err != nil {
			return err
		}
		now := s.c.Env.Time()
		moves, err := s.falls(c, now)
		if err != nil {
			return err
		}
		as := c
		if err := s.tick(&as, now); err != nil {
			return err
		}
		changed := !as.Wake.Equal(c.Wake) || !as.Due.Equal(c.Due) || as.Late != c.Late
		if len(moves) > 0 || changed {
			if c, err = s.save(ctx, tx, c, moves...); err != nil {
				return err
			}
		}
		if c.Wake.IsZero() {
			return nil
		}
		_, err = Timer.With(s.c.Bell).Move(ctx, tx, id.String(), c.Wake) // moves the delivery in hand, which then comes again
		return err
	})
}

// setTimer makes the timer of a case ring when it is to.
func (s Service) setTimer(ctx context.Context, tx storage.Tx, c Case, was time.Time) error {
	t, key := Timer.With(s.c.Bell), c.ID.String()
	switch {
	case c.Wake.Equal(was):
		return nil
	case c.Wake.IsZero():
		_, err := t.Cancel(ctx, tx, key)
		return err
	}
	if !was.IsZero() {
		if n, err := t.Move(ctx, tx, key, c.Wake); err != nil || n > 0 {
			return err
		}
	}
	return t.Put(ctx, tx, queue.Item[WakeUp]{Key: key, Due: c.Wake, Payload: WakeUp{c.ID}})
}

// Acknowledgement is the payload of [AcknowledgementDue]. The address is that which the customer gave for the case, at the time of sending: whoever sends
// reads the case for it, so that the payload holds nothing personal.
type Acknowledgement struct {
	Case     storage.ID[Case] `json:"case"`
	Number   string           `json:"number,omitempty"`
	Channel  care.Channel     `json:"channel"`            // by which the case came, and the word goes back
	Lang     care.Lang        `json:"lang"`               // in which the customer is answered
	Received time.Time        `json:"received"`           // when the case came
	AnswerBy time.Time        `json:"answer_by,omitzero"` // when the agreement promises the first answer; zero: it does not
	Reasons  care.Reasons     `json:"reasons"`            // what the customer is told, in both languages
}

// acknowledge asks for an automatic word to the customer. Who stands at the counter or is on the phone has it already; a machine gets none, lest two
// machines write to each other for ever.
func (s Service) acknowledge(ctx context.Context, tx storage.Tx, c Case, automatic bool) error {
	channel := c.State.Channel
	if automatic || c.Internal() || channel == care.ChannelCounter || channel == care.ChannelPhone {
		return nil
	}
	a := Acknowledgement{
		Case: c.ID, Number: c.Number, Channel: channel, Lang: c.Lang, Received: c.State.Opened,
		Reasons: care.Reasons{CodeReceived.With(care.NewFact("received", s.local(c.State.Opened)))},
	}
	clocks, _, err := s.clocks(c, c.State.Opened)
	if err != nil {
		return err
	}
	if first, ok := clocks.Latest(sla.FirstResponse); ok && first.Live() && !first.Due.IsZero() {
		a.AnswerBy = first.Due.UTC()
		a.Reasons = append(a.Reasons, CodeAnswerBy.With(care.NewFact("due", s.local(first.Due))))
	}
	return AcknowledgementDue.With(s.c.Bell).Put(ctx, tx, queue.Item[Acknowledgement]{Key: c.ID.String(), Payload: a})
}
