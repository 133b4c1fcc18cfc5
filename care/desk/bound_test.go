package desk

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// A case that two machines keep writing to fills up: it says so, can still be ended, and what the customer says is not turned away.
func TestACaseIsBounded(t *testing.T) {
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), Schemas())...)
	require.NoError(t, err)
	s, err := New(tenants.ForTenant(""), Config{})
	require.NoError(t, err)
	now := time.Now().UTC().Truncate(time.Microsecond)
	full := Case{Name: "Nguyễn Thị Ánh"}
	for n := range maxHeard {
		e := Event{N: n + 1, Step: StepHear, At: now, Recorded: now, Channel: care.ChannelEmail, Due: now, Message: storage.NewID[Message]()}
		if n == 0 {
			e.Step, e.Unit = StepOpen, "desk"
		}
		full.Events = append(full.Events, e)
	}
	put := func() {
		require.NoError(t, full.derive())
		require.NoError(t, s.store.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			full, err = cases.Put(ctx, tx, full)
			return err
		}))
	}
	put()
	r, err := s.Hear(t.Context(), Words{On: On{Case: full.ID}, Channel: "email", Text: "Auto: out of office"})
	require.NoError(t, err)
	require.NotEqual(t, full.ID, r.Case.ID)
	require.True(t, r.Reasons[0].Is(CodeContinues))
	require.Contains(t, r.Case.State.About, care.About{Kind: AboutCase, Ref: full.ID.String()})
	for n := len(full.Events); n < maxEvents; n++ {
		full.Events = append(full.Events, Event{N: n + 1, Step: StepNote, At: now, Recorded: now})
	}
	put()
	_, err = s.Note(t.Context(), Note{On: On{Case: full.ID}, Text: "…"})
	require.ErrorContains(t, err, "desk.too_long")
}
