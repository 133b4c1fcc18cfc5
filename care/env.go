package care

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// Env is what a service needs from the world around it. The zero Env works, and
// so does one with only some fields set. Services read it through its methods.
type Env struct {
	// Now reads the clock. Default: [time.Now].
	Now func() time.Time
	// NewID makes the ids of new records. Default: version 7 UUIDs, which grow
	// with time.
	NewID func() uuid.UUID
	// Logger hears what happens; personal values are redacted. Default: nothing
	// is logged.
	Logger *slog.Logger
	// Observer hears of each operation, for traces and metrics. Default: none.
	Observer Observer
	// Zone is where dates are read off the clock. Default: Vietnam, UTC+7 all
	// year, which needs no time zone database.
	Zone *time.Location
}

// Observer is told about operations. An adapter to a telemetry library is a few
// lines in the host.
type Observer interface {
	// Start is called when an operation, such as "warranty.register", begins.
	// The operation goes on with the returned context, which must not be nil, and
	// calls the returned function, which must not be nil either, once with its
	// error when it ends.
	Start(ctx context.Context, operation string) (context.Context, func(error))
}

// Neither value is ever changed: no tzdata is needed, and no logger is made anew.
var (
	vietnam = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)
	silence = slog.New(slog.DiscardHandler)
)

// Time returns the present instant in UTC and whole microseconds, which is what
// every store keeps.
func (e Env) Time() time.Time {
	now := e.Now
	if now == nil {
		now = time.Now
	}
	return now().UTC().Truncate(time.Microsecond)
}

// Today returns the present date in the zone of [Env.Location].
func (e Env) Today() calendar.Date { return calendar.DateOf(e.Time(), e.Location()) }

// ID returns a new id. By default it panics if the machine has no randomness.
func (e Env) ID() uuid.UUID {
	if e.NewID != nil {
		return e.NewID()
	}
	return uuid.Must(uuid.NewV7())
}

// Log returns the logger, never nil.
func (e Env) Log() *slog.Logger {
	if e.Logger != nil {
		return e.Logger
	}
	return silence
}

// Location returns the time zone, never nil.
func (e Env) Location() *time.Location {
	if e.Zone != nil {
		return e.Zone
	}
	return vietnam
}

// Observe tells the observer that an operation begins. The caller goes on with
// the returned context and calls done with its error at the end.
func (e Env) Observe(ctx context.Context, operation string) (_ context.Context, done func(error)) {
	if e.Observer == nil {
		return ctx, func(error) {}
	}
	return e.Observer.Start(ctx, operation)
}
