package feedback_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/feedback"
)

func rules() feedback.Rules {
	return feedback.Rules{Times: 2, Sum: care.VND(500_000), Remedies: []feedback.Remedy{
		{Code: "voucher", Name: both("Phiếu mua hàng", "Voucher"), Most: care.VND(200_000)},
		{Code: "refund", Name: both("Hoàn tiền", "Refund"), Most: care.VND(400_000), From: 3, Authority: 2},
		{Code: "gift", Name: both("Quà", "Gift"), Most: care.VND(100_000), To: 2, Segments: []care.SegmentRef{"club"}},
	}}
}

func offerTo(customer, incident, remedy string, dong int64) feedback.Offer {
	return feedback.Offer{
		Incident: incident, Customer: customer, Failure: feedback.Failure{Severity: 3, Authority: 2}, Remedy: remedy, Amount: care.VND(dong), Budget: "2026", By: "NV-1",
	}
}

func TestWhatMayBeOfferedDependsOnSeveritySegmentAndAuthority(t *testing.T) {
	at := newShop(t, feedback.Fatigue{}).now
	codes := func(f feedback.Failure, past ...feedback.Recovery) (list []string) {
		allowed, reasons, err := feedback.Allow(rules(), f, past, at)
		require.NoError(t, err)
		for _, r := range allowed {
			list = append(list, r.Code+" "+r.Most.Format("en"))
		}
		for _, r := range reasons {
			require.NoError(t, r.Check())
			list = append(list, r.Code())
		}
		return list
	}
	require.Equal(t, []string{"voucher VND 200,000"}, codes(feedback.Failure{Severity: 1}))
	require.Equal(t, []string{"voucher VND 200,000", "gift VND 100,000"}, codes(feedback.Failure{Severity: 2, Segment: "club"}))
	require.Equal(t, []string{"voucher VND 200,000", "feedback.authority"}, codes(feedback.Failure{Severity: 4}))
	require.Equal(t, []string{"voucher VND 200,000", "refund VND 400,000"}, codes(feedback.Failure{Severity: 3, Authority: 2}))
	require.Equal(t, []string{"feedback.no_remedy"}, codes(feedback.Failure{}))
	require.Equal(t, []string{"feedback.no_remedy"}, codes(feedback.Failure{Severity: 5, Authority: 2}), "there is no such severity")
	past := feedback.Recovery{Amount: care.VND(350_000), At: at.Add(-100 * day)}
	require.Equal(t, []string{"voucher VND 150,000", "refund VND 150,000"}, codes(feedback.Failure{Severity: 3, Authority: 2}, past))
	require.Equal(t, []string{"feedback.recovered_often"}, codes(feedback.Failure{Severity: 3}, past, past))
	past.At = at.Add(-365 * day)
	require.Equal(t, []string{"voucher VND 200,000", "refund VND 400,000"}, codes(feedback.Failure{Severity: 3, Authority: 2}, past, past))
	past.At, past.Withdrawn = at, true
	require.Equal(t, []string{"voucher VND 200,000"}, codes(feedback.Failure{Severity: 1}, past, past))
}

func TestAnOfferStaysWithinItsLimits(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	_, err := s.Offer(t.Context(), rules(), offerTo("KH-1", "V-1", "voucher", 1))
	require.Equal(t, []string{"budget feedback.no_budget"}, problems(t, err))
	_, err = s.Fund(t.Context(), "2026", care.VND(1_000_000))
	require.NoError(t, err)
	first, err := s.Offer(t.Context(), rules(), offerTo("KH-1", "V-1", "refund", 400_000))
	require.NoError(t, err)
	for _, bad := range []struct {
		offer feedback.Offer
		want  string
	}{
		{offerTo("KH-1", "V-1", "voucher", 50_000), "incident feedback.recovered"},
		{offerTo("KH-1", "V-2", "voucher", 150_000), "amount feedback.too_much"},
		{offerTo("KH-2", "V-3", "house", 1), "remedy feedback.no_remedy"},
		{offerTo("KH-2", "V-3", "voucher", -1), "amount feedback.amount"},
	} {
		_, err = s.Offer(t.Context(), rules(), bad.offer)
		require.Equal(t, []string{bad.want}, problems(t, err))
	}
	withdrawn, err := s.Withdraw(t.Context(), first.ID)
	require.NoError(t, err)
	require.True(t, withdrawn.Withdrawn)
	_, err = s.Withdraw(t.Context(), first.ID)
	require.NoError(t, err)
	b, err := s.Budget(t.Context(), "2026")
	require.NoError(t, err)
	require.True(t, b.Spent.IsZero(), b.Spent)
}

// Fifty counters offer at once; the budget holds seven of them, and one customer two.
func TestTheBudgetIsNotOverspent(t *testing.T) {
	for _, same := range []bool{false, true} {
		s := newShop(t, feedback.Fatigue{})
		_, err := s.Fund(t.Context(), "2026", care.VND(750_000))
		require.NoError(t, err)
		var offered atomic.Int64
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				customer := fmt.Sprint("KH-", i)
				if same {
					customer = "KH-1"
				}
				if _, err := s.Offer(t.Context(), rules(), offerTo(customer, fmt.Sprint("V-", i), "voucher", 100_000)); err == nil {
					offered.Add(1)
				}
			})
		}
		wg.Wait()
		want := int64(7)
		if same {
			want = 2
		}
		require.Equal(t, want, offered.Load())
		b, err := s.Budget(t.Context(), "2026")
		require.NoError(t, err)
		require.Equal(t, care.VND(want*100_000), b.Spent)
	}
}

func TestTheEffectIsKnownAgainstAHoldOut(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	_, err := s.Fund(t.Context(), "2026", care.VND(100_000_000))
	require.NoError(t, err)
	var all []feedback.Recovery
	held := 0
	for i := range 200 {
		o := offerTo(fmt.Sprint("KH-", i), fmt.Sprint("V-", i), "voucher", 100_000)
		o.HoldOut = 0.5
		r, err := s.Offer(t.Context(), rules(), o)
		require.NoError(t, err)
		outcome := feedback.OutcomeKept
		if r.HeldOut {
			held++
			require.True(t, r.Amount.IsZero())
			if held%2 == 0 {
				outcome = feedback.OutcomeLost
			}
		}
		r, err = s.Conclude(t.Context(), r.ID, outcome)
		require.NoError(t, err)
		all = append(all, r)
	}
	require.InDelta(t, 100, held, 25)
	e := feedback.EffectOf(all)
	require.True(t, e.Known)
	require.InDelta(t, 0.5, e.By, 0.01)
	require.Greater(t, e.Within.Low, 0.35)
	require.False(t, feedback.EffectOf(all[:0]).Known)
	b, err := s.Budget(t.Context(), "2026")
	require.NoError(t, err)
	require.Equal(t, care.VND(int64(200-held)*100_000), b.Spent)
}

func TestACustomersRecoveriesAreListedTheLatestFirst(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	_, err := s.Fund(t.Context(), "2026", care.VND(1_000_000))
	require.NoError(t, err)
	for _, o := range []feedback.Offer{offerTo("KH-1", "V-1", "voucher", 50_000), offerTo("KH-2", "V-2", "voucher", 50_000), offerTo("KH-1", "V-3", "voucher", 50_000)} {
		s.now = s.now.Add(day)
		_, err := s.Offer(t.Context(), rules(), o)
		require.NoError(t, err)
	}
	var incidents []string
	for _, r := range all(t, s.Recoveries("KH-1")) {
		incidents = append(incidents, r.Incident)
	}
	require.Equal(t, []string{"V-3", "V-1"}, incidents)
}
