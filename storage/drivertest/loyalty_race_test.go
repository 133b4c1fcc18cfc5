package drivertest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/loyalty"
	"github.com/chamsoc/chamsoc/care/notice"
)

const writers = 8

// TestPointsAndBudgetsAtEightCounters has eight counters earn, spend and reverse at once, for one customer, and offer a promotion whose budget does not last: no point is
// spent twice, no balance is below zero while nothing reversed is owed, and the budget is spent to the last offer and no further.
func TestPointsAndBudgetsAtEightCounters(t *testing.T) {
	eachEngine(t, func(t *testing.T, e engine) {
		c := chamsocOn(t, e.tenants.ForTenant("club"))
		t.Run("points", func(t *testing.T) { spendPoints(t, c) })
		t.Run("reversals", func(t *testing.T) { reversePoints(t, c) })
		t.Run("budget", func(t *testing.T) { spendBudget(t, c) })
	})
}

// atOnce runs a counter's work eight times at once.
func atOnce(t *testing.T, work func(ctx context.Context, counter int)) {
	ctx := context.WithoutCancel(t.Context())
	var counters sync.WaitGroup
	for w := range writers {
		counters.Go(func() { work(ctx, w) })
	}
	counters.Wait()
}

// refused fails for any other error than a refusal.
func refused(t *testing.T, err error) bool {
	if err == nil {
		return false
	}
	if _, ok := errors.AsType[*care.Invalid](err); !ok {
		t.Errorf("no refusal: %v", err)
	}
	return true
}

func spendPoints(t *testing.T, c chamsoc.Chamsoc) {
	var earned, spent atomic.Int64
	atOnce(t, func(ctx context.Context, w int) {
		for i := range 4 { // the first of all makes the account, whoever that is
			if _, err := c.Loyalty.Earn(ctx, loyalty.Purchase{Customer: "KH-1", Source: fmt.Sprint("HD-", w, "-", i), Points: 10}); !refused(t, err) {
				earned.Add(10)
			}
			if _, err := c.Loyalty.Earn(ctx, loyalty.Purchase{Customer: "KH-1", Source: fmt.Sprint("HD-both-", i), Points: 5}); !refused(t, err) {
				earned.Add(5)
			}
			if _, err := c.Loyalty.Redeem(ctx, loyalty.Redemption{Customer: "KH-1", Source: fmt.Sprint("DD-", w, "-", i), Points: 17}); !refused(t, err) {
				spent.Add(17)
			}
			b, err := c.Loyalty.Balance(ctx, "KH-1")
			if err != nil || b.Usable < 0 {
				t.Errorf("balance %v: %v", b, err)
			}
		}
	})
	require.EqualValues(t, writers*4*10+writers*4*5, earned.Load(), "what came eight times was answered eight times")
	b, err := c.Loyalty.Balance(t.Context(), "KH-1")
	require.NoError(t, err)
	require.EqualValues(t, writers*4*10+4*5-spent.Load(), b.Usable, "and counted once")
	require.GreaterOrEqual(t, b.Usable, int64(0))
	require.Less(t, b.Usable, int64(17*4*writers))
	sumEntries(t, c, "KH-1")
}

func reversePoints(t *testing.T, c chamsoc.Chamsoc) {
	for i := range 4 {
		_, err := c.Loyalty.Earn(t.Context(), loyalty.Purchase{Customer: "KH-2", Source: fmt.Sprint("HD-r-", i), Points: 25})
		require.NoError(t, err)
	}
	var spent, reversed atomic.Int64
	atOnce(t, func(ctx context.Context, w int) {
		if _, err := c.Loyalty.Redeem(ctx, loyalty.Redemption{Customer: "KH-2", Source: fmt.Sprint("DD-r-", w), Points: 20}); !refused(t, err) {
			spent.Add(20)
		}
		of := fmt.Sprint("HD-r-", w%4)
		if _, err := c.Loyalty.Reverse(ctx, loyalty.Reversal{Kind: loyalty.Earned, Of: of, Source: fmt.Sprint("TH-r-", w), Points: 20}); !refused(t, err) {
			reversed.Add(20)
		}
	})
	require.EqualValues(t, 80, reversed.Load(), "of each purchase once: 5 are left, fewer than 20")
	b, err := c.Loyalty.Balance(t.Context(), "KH-2")
	require.NoError(t, err)
	require.EqualValues(t, 100-spent.Load()-80, b.Usable)
	if b.Usable < 0 {
		require.Equal(t, -b.Usable, b.Debt, "below zero because of a reversal, which says so")
		require.NotEmpty(t, b.Reasons)
	}
	sumEntries(t, c, "KH-2")
}

// sumEntries checks that the movements add up to what the lots hold less what is owed, numbered without a gap.
func sumEntries(t *testing.T, c chamsoc.Chamsoc, customer care.CustomerRef) {
	a, err := c.Loyalty.Account(t.Context(), customer)
	require.NoError(t, err)
	sum, n, held := int64(0), a.Entries, int64(0)
	for e, err := range c.Loyalty.Entries(a.ID).All(t.Context()) {
		require.NoError(t, err)
		require.Equal(t, n, e.N)
		sum, n = sum+e.Points, n-1
		require.False(t, e.Balance < 0 && e.Kind != loyalty.Reversed && e.Debt == 0, "entry %d", e.N)
	}
	require.Zero(t, n)
	for l, err := range c.Loyalty.Lots(a.ID).All(t.Context()) {
		require.NoError(t, err)
		held += l.Left
	}
	require.Equal(t, []int64{a.Points, a.Points - a.Debt}, []int64{held, sum})
}

func spendBudget(t *testing.T, c chamsoc.Chamsoc) {
	_, err := c.Loyalty.Launch(t.Context(), loyalty.Promotion{
		Code: "he", Name: care.Text{EN: "Summer"}, From: calendar.MustDate(2020, 1, 1), Until: calendar.MustDate(2100, 1, 1), Cost: care.VND(50_000),
		Budget: care.Budget{Total: care.VND(399_999)}, HoldOut: 0.2,
	})
	require.NoError(t, err)
	for i := range writers * 4 {
		_, err := c.Notice.Grant(t.Context(), notice.Declaration{Key: fmt.Sprint("form/", i), Customer: fmt.Sprint("KH-b-", i), Purpose: "advertising", Via: "counter", Text: "qc", By: "NV-1"})
		require.NoError(t, err)
	}
	var offered, held atomic.Int64
	atOnce(t, func(ctx context.Context, w int) {
		for i := range 8 { // each customer is approached by two counters
			a := loyalty.Approach{Promotion: "he", Customer: fmt.Sprint("KH-b-", (4*w+i)%(writers*4)), Channel: "zalo"}
			switch got, err := c.Loyalty.Offer(ctx, a); {
			case refused(t, err) || got.Declined || got.Repeated:
			case got.Offer.HeldOut:
				held.Add(1)
			default:
				offered.Add(1)
			}
		}
	})
	require.EqualValues(t, 7, offered.Load())
	for p, err := range c.Loyalty.Promotions().All(t.Context()) {
		require.NoError(t, err)
		require.Equal(t, care.VND(350_000), p.Budget.Spent)
		require.Equal(t, []int64{7, held.Load()}, []int64{p.Offered.Of, p.HeldOut.Of})
	}
}
