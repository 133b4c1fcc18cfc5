package desk_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
)

// walk takes random steps of a few cases, most of them as they come and some recorded late.
type walk struct {
	*counter
	r     *rand.Rand
	cases []storage.ID[desk.Case]
}

func (w *walk) step() error {
	ctx := w.t.Context()
	if len(w.cases) == 0 || w.r.IntN(12) == 0 {
		in := anh()
		if len(w.cases) > 0 && w.r.IntN(3) == 0 {
			in.Serves, in.Asker = w.cases[w.r.IntN(len(w.cases))], "desk"
		}
		r, err := w.Open(ctx, in)
		if err == nil {
			w.cases = append(w.cases, r.Case.ID)
		}
		return err
	}
	on := desk.On{Case: w.cases[w.r.IntN(len(w.cases))], By: "NV-1"}
	if w.r.IntN(5) == 0 {
		on.At = w.now.Add(-time.Duration(w.r.IntN(300)) * time.Minute)
	}
	party := []string{"customer", "supplier", "unit"}[w.r.IntN(3)]
	var err error
	switch w.r.IntN(17) {
	case 0:
		_, err = w.Classify(ctx, desk.Classification{On: on, Priority: []string{"urgent", "normal"}[w.r.IntN(2)]})
	case 1:
		_, err = w.Assign(ctx, desk.Assignment{On: on, Owner: []string{"", "NV-1", "NV-2"}[w.r.IntN(3)]})
	case 2:
		_, err = w.HandOver(ctx, desk.Handover{On: on, Unit: []string{"kho", "desk"}[w.r.IntN(2)]})
	case 3, 4:
		_, err = w.Wait(ctx, desk.Waiting{On: on, For: party, Unit: "GHN"})
	case 5:
		_, err = w.Resume(ctx, desk.Resumption{On: on, For: party})
	case 6, 7:
		_, err = w.Hear(ctx, desk.Words{On: on, Channel: "zalo", Text: "…"})
	case 8, 9:
		_, err = w.Reply(ctx, desk.Answer{On: on, Channel: "zalo", Ask: w.r.IntN(2) == 0})
	case 10:
		_, err = w.Note(ctx, desk.Note{On: on, Text: "…"})
	case 11:
		_, err = w.Resolve(ctx, desk.Resolution{On: on, Outcome: "done"})
	case 12:
		_, err = w.Reopen(ctx, desk.Reopening{On: on, Reason: "again"})
	case 13:
		_, err = w.Close(ctx, desk.Closing{On: on, Outcome: "done"})
	case 14:
		_, err = w.Merge(ctx, desk.Merging{On: on, Into: w.cases[w.r.IntN(len(w.cases))]})
	case 15:
		_, err = w.Replan(ctx, desk.Replanning{On: on, Withdraw: w.r.IntN(2) == 0})
	case 16:
		var part desk.Receipt
		if part, err = w.Split(ctx, desk.Splitting{On: on}); err == nil {
			w.cases = append(w.cases, part.Case.ID)
		}
	}
	return err
}

// TestTheStoredStateIsWhatTheEventsTell is the promise on which reports rest: whatever happens to cases, in whatever order it is recorded, what is
// stored beside the events is what a replay makes of them, whatever order they arrive in and however often.
func TestTheStoredStateIsWhatTheEventsTell(t *testing.T) {
	rounds := 60
	if testing.Short() {
		rounds = 20
	}
	for seed := range uint64(rounds) {
		w := &walk{counter: newCounter(t), r: rand.New(rand.NewPCG(seed, 5))}
		if seed%2 == 1 {
			w.counter = promising(t)
		}
		taken := 0
		for range 60 {
			w.now = w.now.Add(time.Duration(w.r.IntN(180)) * time.Minute)
			if w.r.IntN(6) == 0 {
				w.work()
			}
			err := w.step()
			if _, refused := errors.AsType[*care.Invalid](err); !refused {
				require.NoError(t, err, "seed %d", seed)
				taken++
			}
		}
		require.Greater(t, taken, 15, "seed %d: most steps are refused", seed)
		for _, id := range w.cases {
			w.checkCase(seed, w.load(id))
		}
	}
}

func (w *walk) checkCase(seed uint64, c desk.Case) {
	w.t.Helper()
	shuffled := append(slices.Clone(c.Events), c.Events[:w.r.IntN(len(c.Events))]...)
	w.r.Shuffle(len(shuffled), func(i, k int) { shuffled[i], shuffled[k] = shuffled[k], shuffled[i] })
	state, err := desk.Replay(shuffled)
	require.NoError(w.t, err, "seed %d", seed)
	require.Equal(w.t, c.State, state, "seed %d", seed)
	require.Equal(w.t, state.Status.Running(), c.Open)

	clocks, err := desk.Clocks(c.Events)
	require.NoError(w.t, err)
	again, err := desk.Clocks(shuffled)
	require.NoError(w.t, err)
	require.Equal(w.t, clocks, again, "seed %d", seed)
	w.checkClocks(seed, c)

	var kept []desk.Event
	require.NoError(w.t, json.Unmarshal([]byte(asJSON(w.t, c.Events)), &kept))
	read, err := desk.Replay(kept)
	require.NoError(w.t, err)
	require.Equal(w.t, asJSON(w.t, c.State), asJSON(w.t, read))

	for _, q := range state.Questions {
		require.NotEmpty(w.t, q.Owner, "seed %d: every question has somebody who sees to it", seed)
		require.False(w.t, q.Due.IsZero(), "seed %d: and a due", seed)
		if !q.Reminded {
			require.False(w.t, c.Wake.IsZero() || c.Wake.After(q.Due), "seed %d: and is not forgotten", seed)
		}
	}
	require.Equal(w.t, state.Status == desk.StatusWaiting, slices.ContainsFunc(state.Questions, func(q desk.Question) bool { return q.Of != desk.PartyDesk }))
	require.Equal(w.t, state.Status.Running(), state.Runs[len(state.Runs)-1].To.IsZero(), "seed %d: a run is under way exactly while the case is", seed)
	for i, run := range state.Runs {
		require.True(w.t, i == len(state.Runs)-1 || !run.To.IsZero(), "seed %d: runs do not overlap", seed)
		require.True(w.t, i == 0 || !run.From.Before(state.Runs[i-1].To), "seed %d", seed)
	}
	if state.Status == desk.StatusMerged {
		into := w.load(state.Into)
		require.Contains(w.t, into.State.Absorbed, c.ID)
		require.False(w.t, into.State.Since.After(c.Events[0].At) && !state.Runs[len(state.Runs)-1].From.Equal(c.Events[0].At) && len(state.Runs) == 1)
	}
}

// checkClocks checks the clocks of a case against what stands in the case.
func (w *walk) checkClocks(seed uint64, c desk.Case) {
	w.t.Helper()
	a, err := w.Account(w.t.Context(), c.ID, w.now)
	require.NoError(w.t, err, "seed %d", seed)
	running := state(c) && c.State.Promise != sla.Ref{}
	resolution, ok := a.Clocks.Latest(sla.Resolution)
	require.Equal(w.t, running, ok && resolution.Live(), "seed %d: the clock of the resolution runs exactly while the case does and something is promised", seed)
	if !running {
		require.True(w.t, c.Due.IsZero(), "seed %d", seed)
		return
	}
	defer w.dump(c, a)
	waits := slices.ContainsFunc(c.State.Questions, func(q desk.Question) bool { return q.Of == desk.PartyCustomer || q.Of == desk.PartySupplier })
	require.Equal(w.t, waits, resolution.Paused, "seed %d: it is paused exactly while the customer or a supplier is to answer", seed)
	asked := slices.ContainsFunc(c.State.Questions, func(q desk.Question) bool { return q.Of == desk.PartyDesk })
	next, ok := a.Clocks.Latest(sla.NextResponse)
	require.Equal(w.t, asked, ok && next.Live(), "seed %d: that of the next answer exactly while the customer waits for one", seed)
}

// dump shows a case that is wrong.
func (w *walk) dump(c desk.Case, a desk.Account) {
	if !w.t.Failed() {
		return
	}
	clocks, _ := desk.Clocks(c.Events)
	for _, e := range clocks {
		w.t.Log("clocks", e.At.Format("02 15:04"), e.Seq, e.Kind, e.Pause, e.ID)
	}
	for _, e := range c.Events {
		w.t.Log("case", e.At.Format("02 15:04"), e.N, e.Step, e.Party)
	}
	w.t.Log("ignored", a.Clocks.Ignored)
}

func state(c desk.Case) bool { return c.State.Status.Running() }

// FuzzReplay: no list of events makes it hang or panic, and what it takes it takes in any order.
func FuzzReplay(f *testing.F) {
	f.Add([]byte(`[{"n":1,"step":"open","at":"2026-11-16T02:00:00Z","unit":"desk"},{"n":2,"step":"merge","at":"2026-11-16T02:00:00Z"}]`))
	f.Add([]byte(`[{"n":1,"step":"open"},{"n":2,"step":"wait","party":"customer"},{"n":3,"step":"hear"},{"n":4,"step":"close","outcome":"x"},{"n":5,"step":"absorb"}]`))
	f.Add([]byte(`[{"n":2,"step":"reopen"},{"step":""}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var events []desk.Event
		if json.Unmarshal(data, &events) != nil || len(events) > 200 {
			return
		}
		state, err := desk.Replay(events)
		if err != nil {
			return
		}
		seen := map[int]bool{}
		for _, e := range events {
			if seen[e.N] {
				return // two different events of one number are not what any store holds
			}
			seen[e.N] = true
		}
		slices.Reverse(events)
		again, err := desk.Replay(events)
		require.NoError(t, err)
		require.Equal(t, state, again)
	})
}
