package notice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Subscriptions are this package's own handlers, for a worker: the one that sends. It asks for the service of each tenant that it works for. Without it nothing is
// sent, and nothing is lost.
func Subscriptions(of func(tenant string) Service) []queue.Subscription {
	return []queue.Subscription{
		queue.Subscribe(Deliver, "notice", func(ctx context.Context, store storage.Store, d queue.Delivery[Delivery]) error {
			return of(d.Tenant).In(store).deliver(ctx, d)
		}),
	}
}

// deliver brings one notice to its end: sent, declined, a person's task, or waiting again. A text that cannot be made and a sender that fails end that one notice, so
// that what waits behind it goes on.
func (s Service) deliver(ctx context.Context, d queue.Delivery[Delivery]) error {
	n, err := s.Notice(ctx, d.Payload.Notice)
	if errors.Is(err, storage.ErrNotFound) {
		return nil // the customer was erased
	}
	if err != nil {
		return err
	}
	if n.Status != StatusWaiting {
		return nil
	}
	contacts, err := s.contacts(ctx, &n)
	if err != nil {
		return queue.RetryAfter(askAgain, errors.New("the customer cannot be looked up"))
	}
	for {
		step, err := s.begin(ctx, d, contacts)
		if err != nil || step.over {
			return err
		}
		if step.n.Planned.Verdict == VerdictWait {
			return queue.RetryAt(step.n.Planned.At, fmt.Errorf("notice %s waits for its time", n.ID))
		}
		provider, err := s.hand(ctx, step.message)
		if ctx.Err() != nil && err != nil {
			return ctx.Err() // the worker stops; the attempt has begun and is made again
		}
		again, over, err := s.end(ctx, d, step, provider, err)
		if err != nil || over {
			return err
		}
		if !again.IsZero() {
			return queue.RetryAt(again, fmt.Errorf("notice %s is to be tried again", n.ID))
		}
	}
}

const (
	askAgain = 5 * time.Minute // where the customer could not be looked up
	askUntil = 24 * time.Hour  // then a person is told
)

// contacts are the ways to the customer: what the request said, or what the host's system says now. It is called outside of any transaction.
func (s Service) contacts(ctx context.Context, n *Notice) (care.Customer, error) {
	known := care.Customer{Ref: n.Customer, Name: n.Name, Contacts: n.Contacts, Preferred: n.Preferred, Lang: n.Lang}
	if s.c.Customers == nil || n.Customer == "" || len(n.Contacts) > 0 {
		return known, nil
	}
	found, err := s.c.Customers(s.store).FindCustomers(ctx, care.CustomerQuery{Ref: n.Customer, Limit: 1})
	if err != nil && s.c.Env.Time().Sub(n.Recorded) < askUntil {
		return care.Customer{}, err
	}
	if err != nil || len(found.Value) == 0 {
		return known, nil
	}
	c := found.Value[0]
	known.Contacts = c.Contacts
	if known.Name == "" {
		known.Name = c.Name
	}
	if known.Preferred == "" {
		known.Preferred = c.Preferred
	}
	if known.Lang == "" {
		known.Lang = c.Lang
	}
	return known, nil
}

// step is one attempt that has begun, or where the notice got to without one.
type step struct {
	n       Notice
	message Message
	over    bool // there is nothing to do any more
}

// begin plans again, by what holds at this moment, and notes that sending begins. It writes the standing of the customer and of the address, so a refusal that was
// committed before is seen, and one that comes later finds the sending already begun.
func (s Service) begin(ctx context.Context, d queue.Delivery[Delivery], c care.Customer) (out step, err error) {
	err = s.update(ctx, func(ctx context.Context, tx storage.Tx) error {
		out = step{}
		n, err := notices.Get(ctx, tx, d.Payload.Notice)
		if errors.Is(err, storage.ErrNotFound) || err == nil && n.Status != StatusWaiting {
			out.over = true
			return nil
		}
		if err != nil {
			return err
		}
		n.Name, n.Contacts, n.Preferred, n.Lang = c.Name, c.Contacts, c.Preferred, care.LangVI
		if c.Lang == care.LangEN {
			n.Lang = care.LangEN
		}
		out, err = s.plan(ctx, tx, n, d.Tenant)
		if err != nil || out.n.Status == StatusWaiting {
			return err
		}
		out.over = true
		if err := s.announce(ctx, tx, NotSent, out.n, ""); err != nil {
			return err
		}
		return d.Done(ctx, tx)
	})
	return out, err
}

// plan decides, makes the text, and saves what came of it. A text that cannot be made rules out its channel.
func (s Service) plan(ctx context.Context, tx storage.Tx, n Notice, tenant string) (out step, err error) {
	texts, edition, err := s.inForce(ctx, tx, s.kinds[n.Kind])
	if err != nil {
		return step{}, err
	}
	standing, err := standingOf(ctx, tx, n.Subject)
	if err != nil {
		return step{}, err
	}
	where, err := s.addresses(ctx, tx, &n, false)
	if err != nil {
		return step{}, err
	}
	for {
		n.Planned = Plan(s.facts(&n, standing, where, texts))
		s.settle(&n)
		if n.Planned.Verdict != VerdictSend {
			n, err = notices.Put(ctx, tx, n)
			return step{n: n}, err
		}
		to := where[n.Planned.Route]
		values := s.filled(n.Values, n.Name, n.Lang)
		if to.channel == care.ChannelPost || to.channel == care.ChannelFax {
			values[addressLines] = to.address
		}
		text, err := texts.render(to.channel, n.Lang, values, s.c.House, s.today(&n))
		if err != nil {
			now := s.c.Env.Time()
			n.Attempts = append(n.Attempts, Attempt{Channel: to.channel, At: now, Outcome: OutcomeText, Ended: now, Error: err.Error()})
			continue
		}
		if n, err = s.reserve(ctx, tx, n, standing, to); err != nil {
			return step{}, err
		}
		delete(values, addressLines)
		return step{n: n, message: Message{
			ID: n.ID.String() + "-" + string(to.channel), Tenant: tenant, Notice: n.ID, Kind: n.Kind, Purpose: n.Purpose, Channel: to.channel, To: to.address,
			Name: n.Name, Lang: n.Lang, Text: text, Edition: edition, Values: values, Expires: n.Expires,
		}}, nil
	}
}

// reserve notes that an attempt begins, and counts it against the caps.
func (s Service) reserve(ctx context.Context, tx storage.Tx, n Notice, standing Standing, to reached) (Notice, error) {
	now := s.c.Env.Time()
	if !n.begun(to.channel) {
		n.Attempts = append(n.Attempts, Attempt{Channel: to.channel, At: now})
	}
	if s.limits(n.Purpose) {
		if err := s.count(ctx, tx, &n, n.Subject, standing, to.channel); err != nil {
			return Notice{}, err
		}
		if folded(to.address) != folded(n.Subject) { // else the customer is known by this address alone
			if err := s.count(ctx, tx, &n, to.address, to.standing, to.channel); err != nil {
				return Notice{}, err
			}
		}
	}
	return notices.Put(ctx, tx, n)
}

// count adds a sending to what was sent to somebody.
func (s Service) count(ctx context.Context, tx storage.Tx, n *Notice, whom string, standing Standing, channel care.Channel) error {
	standing.Sent = without(standing.Sent, n.ID)
	standing.sent(Sending{At: s.c.Env.Time(), Purpose: n.Purpose, Channel: channel, Notice: n.ID})
	_, err := s.saveStanding(ctx, tx, whom, n.Subject, standing)
	return err
}

// hand gives a message to the host's sender. A sender that panics has failed, and no more than that.
func (s Service) hand(ctx context.Context, m Message) (provider string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the sender panicked: %v", r)
		}
	}()
	return s.c.Senders[m.Channel].Send(ctx, m)
}

// end records how an attempt ended: over, to be tried again at an instant, or at once on the next channel.
func (s Service) end(ctx context.Context, d queue.Delivery[Delivery], was step, provider string, sendErr error) (again time.Time, over bool, err error) {
	err = s.update(ctx, func(ctx context.Context, tx storage.Tx) error {
		again, over = time.Time{}, false
		n, err := notices.Get(ctx, tx, d.Payload.Notice)
		if errors.Is(err, storage.ErrNotFound) { // erased in between: nothing is kept of what was sent
			over = true
			return nil
		}
		if err != nil {
			return err
		}
		now, m := s.c.Env.Time(), was.message
		last := slices.IndexFunc(n.Attempts, func(a Attempt) bool { return a.Channel == m.Channel && a.Outcome == "" })
		if n.Status != StatusWaiting || last < 0 {
			over = true
			return nil
		}
		a := &n.Attempts[last]
		a.Ended = now
		if a.Outcome, again = outcomeOf(sendErr, now); sendErr != nil {
			a.Error = clip(sendErr.Error())
		}
		if !again.IsZero() && !n.Expires.IsZero() && !again.Before(n.Expires) {
			a.Outcome, again = OutcomeLate, time.Time{}
		}
		switch a.Outcome {
		case OutcomeSent:
			n.Status, n.Due = StatusSent, time.Time{}
			n.Text, n.Channel, n.Edition, n.Sent = m.Text, m.Channel, m.Edition, now
			n.Provider, _ = care.ParseRef[string](provider)
			over = true
		case OutcomeError:
			if n.failed(m.Channel, s.c.Tries) == "" {
				again = now.Add(pause(len(n.Attempts)))
			}
		}
		if !again.IsZero() {
			n.Due = again
		}
		if n, err = notices.Put(ctx, tx, n); err != nil || !over {
			return err
		}
		if err := s.announce(ctx, tx, Sent, n, ""); err != nil {
			return err
		}
		return d.Done(ctx, tx)
	})
	return again, over, err
}

// pause is how long to wait after so many attempts: 1, 2, 4 minutes and so on, up to an hour.
func pause(attempts int) time.Duration { return min(time.Minute<<min(attempts-1, 6), time.Hour) }

// clip keeps the beginning of what a sender said.
func clip(text string) string {
	const limit = 500
	text = strings.ReplaceAll(text, "\x00", "")
	return strings.ToValidUTF8(text[:min(len(text), limit)], "\uFFFD")
}
