package queue

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

// Delivery is one item on its way to one subscriber.
type Delivery[T any] struct {
	// ID is the item's: the same for every subscriber and every attempt, so that a receiver outside can tell that it has it already.
	ID         uuid.UUID
	Tenant     string
	Topic      string
	Key        string // of the item; its id if it was put without one
	Subscriber string
	Order      int64
	Subject    string
	Put        time.Time // when it was put
	Due        time.Time // zero if it was never delayed
	Attempt    int       // 1 for the first
	Version    int       // of the payload, at most the topic's
	Payload    T

	job *job
}

// Done completes the delivery in the handler's own transaction, so that its effects in the same database happen exactly once. It is
// called last in the handler's Update, and the handler then returns that Update's error. ErrLeaseLost: somebody else has the delivery, and the
// transaction must not be committed.
func (d Delivery[T]) Done(ctx context.Context, tx storage.Tx) error {
	if d.job == nil {
		return fmt.Errorf("%w: this delivery did not come from a worker", ErrLeaseLost)
	}
	d.job.doneTried.Store(true)
	s := settling{tx: tx, now: d.job.now()}
	was, err := s.settle(ctx, d.job, outcome{kind: done})
	if err == nil && was == lost {
		err = d.job.errLost()
	}
	return err
}

// Handler handles one delivery with the Store of its tenant. It may be given the same delivery again: after an error, after a crash, after
// a lost lease.
//
// nil: the delivery is complete. [RetryAt], [RetryAfter]: again then. [Park]: not again. Any other error, and a panic: again after Config.Backoff, and
// parked after Config.MaxAttempts. The context ends when the lease is lost, when Config.Timeout has passed, and when the worker stops for good;
// its cause says which.
type Handler[T any] func(ctx context.Context, store storage.Store, d Delivery[T]) error

// Subscription is a named handler of a topic, for Config.Subscriptions.
type Subscription struct {
	topic topicInfo
	name  string
	call  func(ctx context.Context, j *job) error
}

// Subscribe names a handler of a topic. Each name of a topic gets every item once, independently of the others. A task has one. The name is
// kept in the store: a delivery that waits for it is parked when no program has it any more. 1 to 64 of a-z, 0-9, '_', '.' and '-'.
func Subscribe[T any](topic Topic[T], name string, handler Handler[T]) Subscription {
	s := Subscription{topic: topic.known(), name: name}
	if handler == nil {
		return s
	}
	s.call = func(ctx context.Context, j *job) error {
		d := Delivery[T]{job: j}
		p := &j.lane.Head
		if p.Format > topic.version {
			return &errNewer{p.Format, topic.version}
		}
		if err := topic.payload.Unmarshal(p.Payload, &d.Payload); err != nil {
			return Park(fmt.Errorf("the payload cannot be read as %T: %w", &d.Payload, err))
		}
		d.Topic, d.Key, d.Subscriber = splitLane(j.lane.Lane)
		d.ID, d.Tenant, d.Order, d.Subject = p.ID.UUID(), j.tenant, p.Order, p.Subject
		d.Put, d.Due, d.Attempt, d.Version = p.put(), p.Due, j.lane.Attempts, p.Format
		return handler(ctx, j.store, d)
	}
	return s
}

// errNewer parks a delivery until a newer program takes it up.
type errNewer struct{ has, knows int }

func (e *errNewer) Error() string {
	return fmt.Sprintf("the payload is of version %d, this program knows versions up to %d: a newer program will take it up", e.has, e.knows)
}
