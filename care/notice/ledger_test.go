package notice

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

// said is what the customer said last about a channel by a naive reading of the ledger, entry by entry: consent counts if no refusal that concerns the channel was recorded
// after it, and each that was recorded before it also happened before it. A refusal of one channel is lifted by that channel's consent alone.
func said(entries []Consent, p Purpose, channel care.Channel) (granted, refused bool) {
	concerns := func(e Consent) bool { return e.Purpose == p && (e.Channel == "" || e.Channel == channel) }
	lifts := func(g, w Consent) bool {
		return g.Given && concerns(g) && g.N > w.N && g.At.After(w.At) && (w.Channel == "" || g.Channel == w.Channel)
	}
	for _, w := range entries {
		if w.Given || !concerns(w) {
			continue
		}
		lifted := false
		for _, g := range entries {
			lifted = lifted || lifts(g, w)
		}
		refused = refused || !lifted
	}
	for _, g := range entries {
		if !g.Given || !concerns(g) {
			continue
		}
		holds := true
		for _, w := range entries { // of its own scope: the consent has to be later in both
			if !w.Given && w.Purpose == p && w.Channel == g.Channel {
				holds = holds && g.N > w.N && g.At.After(w.At)
			}
		}
		granted = granted || holds
	}
	return granted && !refused, refused
}

// TestTheStandingIsWhatTheLedgerSays: where entries are recorded in the order in which they happened, exactly; in any other order it never allows more.
func TestTheStandingIsWhatTheLedgerSays(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	channels := []care.Channel{"", care.ChannelSMS, care.ChannelEmail}
	both := map[[2]bool]int{}
	for range 20_000 {
		var s Standing
		var entries []Consent
		ordered, latest := true, int64(0)
		for n := range 1 + r.IntN(6) {
			e := Consent{N: n + 1, Given: r.IntN(2) == 0, Purpose: PurposeAdvertising, Channel: channels[r.IntN(3)], At: time.Unix(int64(r.IntN(6)), 0)}
			ordered, latest = ordered && e.At.Unix() > latest, max(latest, e.At.Unix())
			before := s
			before.Choices = slices.Clone(s.Choices)
			e.Holds = s.note(e)
			entries = append(entries, e)
			require.True(t, e.Holds || e.Given, "a refusal always counts")
			for _, c := range channels[1:] {
				was, is := before.on(PurposeAdvertising, c), s.on(PurposeAdvertising, c)
				if !e.Given {
					require.True(t, is.granted.IsZero() || !was.granted.IsZero(), "a refusal never grants")
				}
			}
		}
		for _, c := range channels[1:] {
			granted, refused := said(entries, PurposeAdvertising, c)
			v := s.on(PurposeAdvertising, c)
			if ordered {
				require.Equal(t, granted, !v.granted.IsZero(), "%v on %q", entries, c)
				require.Equal(t, refused, !v.withdrawn.IsZero(), "%v on %q", entries, c)
				both[[2]bool{granted, refused}]++
			}
			require.True(t, granted || v.granted.IsZero(), "%v on %q", entries, c)
			require.True(t, !refused || !v.withdrawn.IsZero(), "%v on %q", entries, c)
		}
		require.Zero(t, s.on(PurposeCare, care.ChannelSMS))
	}
	require.Len(t, both, 3)
}

// TestARefusalHoldsInWhateverOrderEntriesArrive: consent at 1, refusal at 2, and nothing later. Every order of recording leaves the customer refusing.
func TestARefusalHoldsInWhateverOrderEntriesArrive(t *testing.T) {
	grant, refuse := Consent{Given: true, Purpose: PurposeAdvertising, At: time.Unix(1, 0)}, Consent{Purpose: PurposeAdvertising, At: time.Unix(2, 0)}
	for _, order := range [][]Consent{{grant, refuse}, {refuse, grant}, {refuse, grant, grant}, {grant, refuse, grant}, {grant, grant, refuse}} {
		var s Standing
		for i, e := range order {
			e.N = i + 1
			s.note(e)
		}
		v := s.on(PurposeAdvertising, care.ChannelSMS)
		require.True(t, v.granted.IsZero())
		require.False(t, v.withdrawn.IsZero())
	}
}

func TestCapsLookBackAtWhatWasSent(t *testing.T) {
	var s Standing
	for i := range 3 * mostCapped {
		s.sent(Sending{At: time.Unix(int64(i), 0), Purpose: PurposeAdvertising, Channel: care.ChannelSMS})
	}
	require.Len(t, s.Sent, mostCapped)
	s.sent(Sending{At: time.Unix(250, 0)}) // a clock went back
	for i := 1; i < len(s.Sent); i++ {
		require.False(t, s.Sent[i].At.Before(s.Sent[i-1].At))
	}
	s.sent(Sending{At: time.Unix(300, 0).Add(longestCap + time.Hour)})
	require.Len(t, s.Sent, 1, "no cap looks back so far")
}
