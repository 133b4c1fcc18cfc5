package care_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

func TestZeroEnvWorks(t *testing.T) {
	var env care.Env
	now := env.Time()
	assert.WithinDuration(t, time.Now(), now, time.Minute)
	assert.Equal(t, time.UTC, now.Location())
	assert.Zero(t, now.Nanosecond()%1000)
	assert.Equal(t, now, now.Round(0), "no monotonic reading")

	first, second := env.ID(), env.ID()
	assert.Equal(t, uuid.Version(7), first.Version())
	assert.Less(t, first.String(), second.String())

	require.NotNil(t, env.Log())
	assert.False(t, env.Log().Enabled(t.Context(), slog.LevelError))

	assert.Equal(t, "Asia/Ho_Chi_Minh", env.Location().String())
	_, offset := now.In(env.Location()).Zone()
	assert.Equal(t, 7*60*60, offset)
	assert.Equal(t, calendar.DateOf(time.Now(), env.Location()), env.Today())

	ctx, done := env.Observe(t.Context(), "test")
	assert.Equal(t, t.Context(), ctx)
	assert.NotPanics(t, func() { done(nil) })
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		_, done := env.Observe(ctx, "test")
		done(nil)
		env.Log()
		env.Location()
	}))
}

// recorder is an Observer that keeps what it is told.
type recorder struct{ heard []string }

type operationKey struct{}

func (r *recorder) Start(ctx context.Context, operation string) (context.Context, func(error)) {
	r.heard = append(r.heard, "start "+operation)
	return context.WithValue(ctx, operationKey{}, operation), func(err error) {
		r.heard = append(r.heard, "end "+operation+": "+err.Error())
	}
}

func TestEnvUsesWhatItIsGiven(t *testing.T) {
	id := uuid.MustParse("01890000-0000-7000-8000-000000000001")
	newYork := time.FixedZone("New York", -4*60*60)
	var log bytes.Buffer
	observer := new(recorder)
	env := care.Env{
		Now:      func() time.Time { return time.Date(2026, 9, 1, 3, 0, 0, 1999, newYork) },
		NewID:    func() uuid.UUID { return id },
		Logger:   slog.New(slog.NewTextHandler(&log, nil)),
		Observer: observer,
		Zone:     newYork,
	}
	assert.Equal(t, time.Date(2026, 9, 1, 7, 0, 0, 1000, time.UTC), env.Time())
	assert.Equal(t, calendar.MustDate(2026, 9, 1), env.Today())
	assert.Equal(t, id, env.ID())
	assert.Equal(t, newYork, env.Location())
	env.Log().Info("hello")
	assert.Contains(t, log.String(), "hello")

	ctx, done := env.Observe(t.Context(), "warranty.register")
	assert.Equal(t, "warranty.register", ctx.Value(operationKey{}))
	done(errors.New("no"))
	assert.Equal(t, []string{"start warranty.register", "end warranty.register: no"}, observer.heard)
}
