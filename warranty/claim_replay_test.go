package warranty_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

// complete is a step with all that it has to say.
func complete(step warranty.ClaimStep, n int, when time.Time) warranty.ClaimEvent {
	return warranty.ClaimEvent{
		N: n, Step: step, At: when, Fault: "noise", On: day("2026-10-01"), Promised: when.Add(time.Hour), Why: care.Reasons{warranty.CodeAgreedInstead.With()},
		For: warranty.AwaitParts, Centre: "workshop", Result: "ok", Loaner: warranty.LoanerGiven, Unit: "MUON-1", Payer: warranty.Trader,
		Replacement: storage.ID[warranty.Registration]{1}, Refunded: []warranty.RefundLine{{Line: 1, Amount: care.VND(1)}},
		Cost: warranty.CostRepair, Amount: care.VND(1), Supplier: warranty.SupplierAsked, Party: "HA",
	}
}

// allSteps are all steps in their order.
func allSteps() (all []warranty.ClaimStep) {
	for step := range warranty.ClaimStep("").Terms().All() {
		all = append(all, step)
	}
	return all
}

// FuzzReplayClaim takes steps at random, as bytes say: the steps that a state lists are exactly those that are accepted, what was refused changes nothing,
// and nothing panics.
func FuzzReplayClaim(f *testing.F) {
	f.Add([]byte{0, 1, 5, 6, 7, 8})
	f.Add([]byte{0, 13, 3, 4, 3, 4, 1, 3, 4, 15, 5, 6, 7, 5, 6, 9})
	f.Add([]byte{0, 2, 8, 16, 17, 18})
	f.Add([]byte{7, 0, 12, 8, 200})
	f.Fuzz(func(t *testing.T, bytes []byte) {
		all, at := allSteps(), at("2026-10-01 09:00")
		var events []warranty.ClaimEvent
		for i, b := range bytes[:min(len(bytes), 60)] {
			before, err := warranty.ReplayClaim(events)
			require.NoError(t, err)
			e := complete("nonsense", len(events)+1, at.Add(time.Duration(i)*time.Minute))
			if int(b) < len(all) {
				e.Step = all[b]
			}
			next := append(events[:len(events):len(events)], e)
			state, err := warranty.ReplayClaim(next)
			if e.Step == warranty.ClaimOverdue {
				require.Equal(t, len(events) > 0, err == nil, "a fact wherever a claim stands that was received")
			} else if legal := slices.Contains(before.Steps(), e.Step); legal && e.Step == warranty.ClaimFinish && before.Inspected == "" {
				require.Equal(t, []string{"result warranty.not_inspected"}, problems(t, err))
			} else {
				require.Equal(t, legal, err == nil, "%s at %q: %v", e.Step, before.Status, err)
			}
			if err == nil {
				events = next
				require.True(t, care.IsKnown(state.Status))
				require.Equal(t, state.Status.Open(), state.Ended.IsZero())
			}
		}
	})
}

// TestTheOrderOfRecordingChangesNothing records what happened in any order, and some of it twice.
func TestTheOrderOfRecordingChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	for range 300 {
		var events []warranty.ClaimEvent
		when := at("2026-10-01 09:00")
		for len(events) < 12 {
			state, err := warranty.ReplayClaim(events)
			require.NoError(t, err)
			steps := state.Steps()
			if state.Status == warranty.ClaimStatusInRepair && state.Inspected == "" {
				steps = slices.DeleteFunc(steps, func(step warranty.ClaimStep) bool { return step == warranty.ClaimFinish })
			}
			when = when.Add(time.Duration(1+r.IntN(1000)) * time.Minute)
			events = append(events, complete(steps[r.IntN(len(steps))], len(events)+1, when))
		}
		want, err := warranty.ReplayClaim(events)
		require.NoError(t, err)
		shuffled := append(slices.Clone(events), events[r.IntN(len(events))])
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		got, err := warranty.ReplayClaim(shuffled)
		require.NoError(t, err)
		require.Equal(t, asJSON(t, want), asJSON(t, got))
	}
}

func TestEveryStepHasItsTopicAndItsWords(t *testing.T) {
	topics := warranty.ClaimTopics()
	require.Len(t, topics, len(allSteps()))
	for _, topic := range topics {
		require.NotEmpty(t, topic.Name())
	}
	for step := range warranty.ClaimStep("").Terms().All() {
		name := care.NameOf(step)
		require.NotEmpty(t, name.VI)
		require.NotEmpty(t, name.EN)
	}
}

func BenchmarkReplayClaim(b *testing.B) {
	var events []warranty.ClaimEvent
	for i, step := range []warranty.ClaimStep{"receive", "accept", "lend", "wait", "resume", "repair", "charge", "inspect", "finish", "hand_back", "take_back", "supplier"} {
		events = append(events, complete(step, i+1, at("2026-10-01 09:00").Add(time.Duration(i)*time.Hour)))
	}
	_, err := warranty.ReplayClaim(events)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = warranty.ReplayClaim(events)
	}
}
