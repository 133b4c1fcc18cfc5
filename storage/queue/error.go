package queue

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// The kinds of error of this package. What the store refuses comes as the store's own error.
var (
	// ErrItem: an item, a topic's name or a subscriber's name that the queue cannot keep. Nothing was written.
	ErrItem = errors.New("queue: item refused")
	// ErrConfig: a Config that no worker can run with; the error lists every fault.
	ErrConfig = errors.New("queue: configuration refused")
	// ErrLeaseLost: the delivery is no longer this worker's. Its lease ran out and another worker has it, or it was cancelled, dropped or completed
	// elsewhere. It is the cause of the handler's context, and the answer of [Delivery.Done]. The worker that lost a lease does not try again.
	ErrLeaseLost = errors.New("queue: lease lost")
	// ErrTimeout: the handler ran longer than Config.Timeout. It is the cause of the handler's context.
	ErrTimeout = errors.New("queue: handler timed out")
	// ErrStopped: the worker's Grace has ended. It is the cause of the handler's context.
	ErrStopped = errors.New("queue: worker stopped")
	// ErrAbandoned: Run or RunOnce returned while handlers were still running; the error names them. Their deliveries come again.
	ErrAbandoned = errors.New("queue: handlers abandoned")
	// ErrNotParked: there is no parked delivery with this id (any more).
	ErrNotParked = errors.New("queue: not parked")
)

// verdict is a handler's own decision on what becomes of its delivery.
type verdict struct {
	reason error
	park   bool
	at     time.Time
	after  time.Duration
}

func (v *verdict) Error() string {
	what := "retry later"
	if v.park {
		what = "park"
	}
	if v.reason == nil {
		return what
	}
	return what + ": " + v.reason.Error()
}

func (v *verdict) Unwrap() error { return v.reason }

// Park returned by a handler parks the delivery at once: trying again would not help. The reason is kept with it.
func Park(reason error) error { return &verdict{reason: reason, park: true} }

// RetryAt returned by a handler has the delivery made again at that instant, but not within a tenth of a second. It does not count as a
// failed attempt, so a handler may wait for something as long as it likes.
func RetryAt(at time.Time, reason error) error { return &verdict{reason: reason, at: at} }

// RetryAfter is [RetryAt] so long after now, by the worker's clock.
func RetryAfter(wait time.Duration, reason error) error {
	return &verdict{reason: reason, after: wait}
}

// The most of an error's text and stack that is kept with a delivery.
const (
	maxErrorText = 2 << 10
	maxStack     = 8 << 10
)

// storable makes a text that every store keeps.
func storable(text string, limit int) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "?"), "\x00", "?")
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit] + "…"
}

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrItem}, args...)...)
}
