package queue

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// job is a delivery that this worker has claimed. The lane is as it was then.
type job struct {
	worker *Worker
	tenant string
	store  storage.Store
	sub    *Subscription
	lane   lane

	// The run's and the hand's, under the hand's lock.
	state   jobState
	ctx     context.Context // of its handler
	cancel  context.CancelCauseFunc
	started time.Time // by the process's own clock
	until   time.Time // the lease's end, likewise
	result  outcome

	doneTried atomic.Bool // Done was called, in a transaction that may or may not have committed
}

type jobState uint8

const (
	waiting jobState = iota
	running
	finished
	abandoned // nobody waits for its handler any more
)

func (j *job) now() time.Time { return j.worker.now() }

func (j *job) String() string {
	topic, key, name := splitLane(j.lane.Lane)
	if j.tenant == "" {
		return fmt.Sprintf("%s of %s %q", name, topic, key)
	}
	return fmt.Sprintf("%s of %s %q of tenant %q", name, topic, key, j.tenant)
}

func (j *job) errLost() error { return fmt.Errorf("%w: %s", ErrLeaseLost, j) }

// outcome is what becomes of a delivery after its handler.
type outcome struct {
	kind  outcomeKind
	at    time.Time // of later
	err   error
	stack string
	wants bool // of parked: until a program that knows more comes along
}

type outcomeKind uint8

const (
	done     outcomeKind = iota
	failed               // again after the back-off, or parked after too many attempts
	later                // again then, not counted
	parked               //
	released             // not handled: as if it had not been claimed
)

// soonestRetry keeps a handler that wants to be called again at once from spinning.
const soonestRetry = 100 * time.Millisecond

// outcomeOf reads what a handler returned.
func outcomeOf(err error, stack string, now time.Time) outcome {
	if err == nil {
		return outcome{kind: done}
	}
	var v *verdict
	var newer *errNewer
	o := outcome{kind: failed, err: err, stack: stack}
	switch {
	case errors.As(err, &newer):
		o.kind, o.wants = parked, true
	case errors.As(err, &v) && v.park:
		o.kind = parked
	case errors.As(err, &v):
		o.kind, o.at = later, v.at
		if v.at.IsZero() {
			o.at = now.Add(v.after)
		}
		if soonest := now.Add(soonestRetry); o.at.Before(soonest) {
			o.at = soonest
		}
	}
	return o
}
