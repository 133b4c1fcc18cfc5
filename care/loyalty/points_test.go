package loyalty_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/loyalty"
	"github.com/chamsoc/chamsoc/storage"
)

func TestCodes(t *testing.T) { require.NoError(t, care.CheckCodes(loyalty.Codes()...)) }

type golden struct {
	Points struct {
		Lots []struct {
			Earn calendar.Date
			Pts  int64
			Exp  calendar.Date
		}
		Redeem struct {
			At  calendar.Date
			Pts int64
		}
		Taken  []int64
		After  int64 `json:"balance_after"`
		August int64 `json:"balance_2026_08_01"`
	} `json:"points_fifo"`
	RFM struct {
		Monetary []int64
		Scores   []int
	} `json:"rfm_quintile_rule"`
	Rhythm struct {
		Published []float64
		Alive     []struct {
			X        int64
			TX, T, P float64
		} `json:"palive"`
		Conditional []struct {
			X        int64
			TX, T, E float64
		} `json:"cond_exp_39w"`
		Unconditional []struct{ T, E float64 } `json:"uncond_exp"`
	} `json:"bgnbd_cdnow"`
}

func readGolden(t testing.TB) (g golden) {
	text, err := os.ReadFile("testdata/golden.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &g))
	require.Len(t, g.Points.Lots, 3)
	require.Len(t, g.RFM.Scores, 10)
	return g
}

func TestTakeGolden(t *testing.T) {
	g := readGolden(t).Points
	var lots []loyalty.Lot
	for _, l := range g.Lots {
		lots = append(lots, loyalty.Lot{ID: storage.NewID[loyalty.Lot](), Points: l.Pts, Left: l.Pts, Available: l.Earn, Expires: l.Exp})
	}
	taken, short := loyalty.Take(lots, g.Redeem.Pts, g.Redeem.At)
	require.Zero(t, short)
	got := make([]int64, 3)
	for _, x := range taken {
		for i := range lots {
			if lots[i].ID == x.Lot {
				got[i], lots[i].Left = x.Points, lots[i].Left-x.Points
			}
		}
	}
	require.Equal(t, g.Taken, got)
	require.Equal(t, g.After, loyalty.Usable(lots, g.Redeem.At))
	require.Equal(t, g.August, loyalty.Usable(lots, calendar.MustDate(2026, 8, 1)))
	_, short = loyalty.Take(lots, 111, g.Redeem.At)
	require.EqualValues(t, 1, short)
	require.EqualValues(t, 0, loyalty.Usable(lots[:1], calendar.MustDate(2026, 1, 9)), "pending")
	require.EqualValues(t, 30, loyalty.Usable(lots[:1], calendar.MustDate(2026, 7, 10)), "the last day counts")
	require.EqualValues(t, 0, loyalty.Usable(lots[:1], calendar.MustDate(2026, 7, 11)))
}

func TestQuintilesGolden(t *testing.T) {
	g := readGolden(t).RFM
	require.Equal(t, g.Scores, loyalty.Quintiles(g.Monetary))
}

// The golden row through the service: lots of 5 and 6 months, and the balance after they expire, written off or not.
func TestRedeemingTakesWhatExpiresFirst(t *testing.T) {
	s := newShop(t, loyalty.Program{Months: 6})
	s.now = noon("2026-01-10")
	s.give("HD-1", 100)
	s.now = noon("2026-03-01")
	s.give("HD-2", 80)
	s.now = noon("2026-04-01")
	require.EqualValues(t, 180, s.usable())
	p := s.redeem("HD-3", 120)
	require.EqualValues(t, -120, p.Entry.Points)
	require.EqualValues(t, 60, p.Entry.Balance)
	require.Equal(t, []int64{100, 20}, []int64{p.Entry.Lots[0].Points, p.Entry.Lots[1].Points})
	again := s.redeem("HD-3", 120)
	require.True(t, again.Repeated)
	require.EqualValues(t, 60, s.usable())
	require.Equal(t, date("2026-09-01"), s.balance().Next)
	s.now = noon("2026-09-01")
	require.EqualValues(t, 60, s.usable(), "the last day counts")
	s.now = noon("2026-09-02")
	require.Zero(t, s.usable())
	_, err := s.Redeem(t.Context(), loyalty.Redemption{Customer: "KH-7", Source: "HD-4", Points: 1})
	require.Equal(t, []string{"points loyalty.not_enough"}, problems(t, err))
	s.settle()
	require.Zero(t, s.usable())
	account, err := s.Account(t.Context(), "KH-7")
	require.NoError(t, err)
	require.Zero(t, account.Points)
	page, err := s.Entries(account.ID).Page(t.Context(), "", 0)
	require.NoError(t, err)
	require.Equal(t, []any{loyalty.Expired, int64(-60), int64(0)}, []any{page.Items[0].Kind, page.Items[0].Points, page.Items[0].Balance})
}

func TestPendingPointsCannotBeUsed(t *testing.T) {
	s := newShop(t, loyalty.Program{Pending: 14})
	s.buy("HD-1", 1_290_000)
	require.Equal(t, []int64{0, 129}, []int64{s.usable(), s.balance().Pending})
	s.now = noon("2026-04-14")
	require.Zero(t, s.usable())
	s.now = noon("2026-04-15")
	require.EqualValues(t, 129, s.usable())
	s.redeem("HD-2", 129)
}

func TestWhatASourceEarnedItEarnedOnce(t *testing.T) {
	s := newShop(t, loyalty.Program{})
	s.buy("HD-1", 1_299_999)
	require.True(t, s.buy("HD-1", 1_299_999).Repeated)
	require.EqualValues(t, 129, s.usable())
	_, err := s.Earn(t.Context(), loyalty.Purchase{Customer: "KH-7", Source: "HD-1", Amount: care.VND(5)})
	require.Equal(t, []string{"key care.key_reused"}, problems(t, err))
	_, err = s.Earn(t.Context(), loyalty.Purchase{Key: "other", Customer: "KH-7", Source: "HD-1", Amount: care.VND(1_299_999)})
	require.Equal(t, []string{"source loyalty.source_taken"}, problems(t, err))
	_, err = s.Earn(t.Context(), loyalty.Purchase{Points: 1, Amount: care.VND(-1), At: s.now.AddDate(0, 0, 1)})
	require.Equal(t, []string{"source care.missing", "at loyalty.future", "amount loyalty.amount_or_points", "amount care.amount_negative"}, problems(t, err))
	_, err = s.Earn(t.Context(), loyalty.Purchase{Source: "HD-2", Amount: care.VND(1)})
	require.Equal(t, []string{"customer care.missing"}, problems(t, err))
	small := s.buy("HD-5", 9_999)
	require.Zero(t, small.Entry.Points)
	require.Equal(t, []string{"loyalty.earned"}, codes(small.Entry.Reasons))
	require.Zero(t, s.reverse(loyalty.Earned, "HD-5", "TH-5", 0).Entry.Points, "goods that earned nothing may come back")
}

func TestAReversalMayCarryABalanceBelowZeroAndSaysSo(t *testing.T) {
	s := newShop(t, loyalty.Program{})
	s.buy("HD-1", 1_000_000) // 100
	s.redeem("HD-2", 70)
	p := s.reverse(loyalty.Earned, "HD-1", "TH-1", 0)
	require.Equal(t, []int64{-100, 70, -70}, []int64{p.Entry.Points, p.Entry.Debt, p.Entry.Balance})
	require.Equal(t, []string{"loyalty.unearned", "loyalty.debt"}, codes(p.Entry.Reasons))
	require.True(t, s.reverse(loyalty.Earned, "HD-1", "TH-1", 0).Repeated)
	require.EqualValues(t, -70, s.usable())
	require.Equal(t, []string{"loyalty.debt"}, codes(s.balance().Reasons))
	_, err := s.Reverse(t.Context(), loyalty.Reversal{Kind: loyalty.Earned, Of: "HD-1", Source: "TH-2"})
	require.Equal(t, []string{"points loyalty.reversed_already"}, problems(t, err))
	earned := s.buy("HD-3", 500_000)
	require.Equal(t, []string{"loyalty.earned", "loyalty.debt_paid"}, codes(earned.Entry.Reasons))
	require.EqualValues(t, -20, s.usable())
	s.buy("HD-4", 500_000)
	require.EqualValues(t, 30, s.usable())
	require.Zero(t, s.balance().Debt)
	_, err = s.Reverse(t.Context(), loyalty.Reversal{Kind: "burnt", Of: "HD-9", Source: "TH-3"})
	require.Equal(t, []string{"kind loyalty.reversible"}, problems(t, err))
	_, err = s.Reverse(t.Context(), loyalty.Reversal{Kind: loyalty.Redeemed, Of: "HD-9", Source: "TH-3"})
	require.Equal(t, []string{"of loyalty.no_entry"}, problems(t, err))
}

func TestSpentPointsThatAreReversedComeFromOtherLotsFirst(t *testing.T) {
	s := newShop(t, loyalty.Program{Pending: 10})
	s.buy("HD-1", 1_000_000)
	s.now = noon("2026-04-12")
	s.redeem("HD-2", 100)
	s.buy("HD-3", 300_000) // pending
	p := s.reverse(loyalty.Earned, "HD-1", "TH-1", 80)
	require.EqualValues(t, 50, p.Entry.Debt, "even what is pending is taken before anything is owed")
	require.Equal(t, []int64{-50, 0, 50}, []int64{s.usable(), s.balance().Pending, s.balance().Debt})
}

func TestExpiredPointsAreNotAskedBack(t *testing.T) {
	for _, written := range []bool{false, true} {
		s := newShop(t, loyalty.Program{Months: 1})
		s.buy("HD-1", 1_000_000)
		s.redeem("HD-2", 30)
		s.now = noon("2026-05-02")
		if written {
			s.settle()
		}
		s.reverse(loyalty.Earned, "HD-1", "TH-1", 70)
		require.Zero(t, s.usable(), "70 had expired")
		s.reverse(loyalty.Earned, "HD-1", "TH-2", 0)
		require.EqualValues(t, -30, s.usable(), "30 had been spent")
		s.settle()
		require.EqualValues(t, -30, s.usable())
	}
}

func TestRedeemedPointsGoBackToTheirLots(t *testing.T) {
	s := newShop(t, loyalty.Program{Months: 1, Returned: 5})
	s.buy("HD-1", 500_000) // 50, until 1 May
	s.now = noon("2026-04-10")
	s.buy("HD-2", 500_000) // 50, until 10 May
	s.redeem("HD-3", 80)
	p := s.reverse(loyalty.Redeemed, "HD-3", "TH-3", 40)
	require.Equal(t, []int64{30, 10}, []int64{p.Entry.Lots[0].Points, p.Entry.Lots[1].Points}, "those that expire last first")
	require.EqualValues(t, 60, s.usable())
	s.now = noon("2026-05-02")
	require.EqualValues(t, 50, s.usable())
	p = s.reverse(loyalty.Redeemed, "HD-3", "TH-4", 0)
	require.Equal(t, []string{"loyalty.unredeemed", "loyalty.expired_since"}, codes(p.Entry.Reasons))
	require.EqualValues(t, 90, s.usable())
	s.now = noon("2026-05-07")
	require.EqualValues(t, 90, s.usable())
	s.now = noon("2026-05-08")
	require.EqualValues(t, 50, s.usable())
}

// A customer with many lots: what one redemption reads does not grow with them.
func TestARedemptionReadsWhatItTakes(t *testing.T) {
	reads := func(n int) int64 {
		s := newShop(t, loyalty.Program{})
		for i := range n {
			s.now = noon("2026-04-01").AddDate(0, 0, i/20)
			s.give(fmt.Sprint("HD-", i), 1)
		}
		counting := &counter{Store: s.store}
		_, err := s.In(counting).Redeem(t.Context(), loyalty.Redemption{Customer: "KH-7", Source: "X", Points: 5})
		require.NoError(t, err)
		return counting.records.Load()
	}
	few, many := reads(150), reads(1500)
	require.LessOrEqual(t, many, few+5)
}

// counter counts the records that are read.
type counter struct {
	storage.Store
	records atomic.Int64
}

func (c *counter) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return c.Store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return fn(ctx, countingTx{tx, c}) })
}

type countingTx struct {
	storage.Tx
	c *counter
}

func (c countingTx) Scan(ctx context.Context, s *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	page, err := c.Tx.Scan(ctx, s, q)
	c.c.records.Add(int64(len(page.Items)))
	return page, err
}

func TestARedemptionOutOfTooManyLotsSaysHowMuchItCanTake(t *testing.T) {
	s := newShop(t, loyalty.Program{})
	for i := range 1100 {
		s.give(fmt.Sprint("HD-", i), 2)
	}
	_, err := s.Redeem(t.Context(), loyalty.Redemption{Customer: "KH-7", Source: "X", Points: 2200})
	require.Equal(t, []string{"points loyalty.many_lots"}, problems(t, err))
	require.ErrorContains(t, err, "at most 2000 now")
	s.redeem("X-1", 2000)
	s.redeem("X-2", 200)
	require.Zero(t, s.usable())
}

func TestEightCountersCannotSpendThePointsTwice(t *testing.T) {
	s := newShop(t, loyalty.Program{})
	for i := range 10 {
		s.give(fmt.Sprint("HD-", i), 10)
	}
	var spent atomic.Int64
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 6 {
				if _, err := s.Redeem(t.Context(), loyalty.Redemption{Customer: "KH-7", Source: fmt.Sprint("X-", w, "-", i), Points: 7}); err == nil {
					spent.Add(7)
				}
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 98, spent.Load(), "14 times 7 of 100")
	require.EqualValues(t, 2, s.usable())
}

func TestLiability(t *testing.T) {
	s := newShop(t, loyalty.Program{Worth: care.VND(100), Breakage: 15, Pending: 10, Months: 2})
	s.buy("HD-1", 1_000_000)
	s.now = noon("2026-05-20")
	s.buy("HD-2", 530_000)
	_, err := s.Earn(t.Context(), loyalty.Purchase{Customer: "KH-8", Source: "HD-3", Points: 1000})
	require.NoError(t, err)
	_, err = storage.Erase(t.Context(), s.store, schemas(), "KH-8")
	require.NoError(t, err)
	l, err := s.Liability(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 153, l.Points, "pending ones too, of nobody none")
	require.Equal(t, map[calendar.Date]int64{date("2026-06-01"): 100, date("2026-07-01"): 53}, l.Months)
	require.Equal(t, care.VND(13_005), l.Worth, "153 × 100 × 0.85")
	require.NoError(t, reasonsAreSound(l.Reasons))
	s.now = noon("2026-06-02")
	l, err = s.Liability(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 53, l.Points, "what has expired is owed to nobody, written off or not")
}

func TestErasingACustomerLeavesTheAmounts(t *testing.T) {
	s := newShop(t, loyalty.Program{})
	s.agree("KH-7")
	s.buy("HD-1", 1_000_000)
	s.redeem("HD-2", 30)
	s.launch(func(p *loyalty.Promotion) {})
	s.approach("KH-7")
	account, err := s.Account(t.Context(), "KH-7")
	require.NoError(t, err)
	exported := map[string]int{}
	for e, err := range storage.Export(t.Context(), s.store, loyalty.Schemas(), "KH-7") {
		require.NoError(t, err)
		exported[e.Collection]++
	}
	require.Equal(t, map[string]int{"loyalty_account": 1, "loyalty_lot": 1, "loyalty_entry": 2, "loyalty_offer": 1}, exported)
	require.Contains(t, s.bodies(), "KH-7")
	_, err = storage.Erase(t.Context(), s.store, schemas(), "KH-7")
	require.NoError(t, err)
	require.NotContains(t, s.bodies(), "KH-7")
	page, err := s.Entries(account.ID).Page(t.Context(), "", 0)
	require.NoError(t, err)
	require.Equal(t, []int64{-30, 100}, []int64{page.Items[0].Points, page.Items[1].Points})
	_, err = s.Reverse(t.Context(), loyalty.Reversal{Kind: loyalty.Earned, Of: "HD-1", Source: "TH-1"})
	require.Equal(t, []string{"of loyalty.erased"}, problems(t, err))
	_, err = s.Earn(t.Context(), loyalty.Purchase{Customer: "KH-7", Source: "HD-1", Amount: care.VND(1_000_000)})
	require.Equal(t, []string{"source loyalty.source_taken"}, problems(t, err), "the till that sends it again does not bring the person back")
	s.now = noon("2027-05-01")
	s.settle()
}

func TestProgramsThatContradictThemselves(t *testing.T) {
	_, err := loyalty.New(newShop(t, loyalty.Program{}).store, loyalty.Config{Program: loyalty.Program{
		Points: -1, Months: 500, Breakage: 101, Worth: care.VND(-1), Tiers: []loyalty.Tier{{Code: "gold", From: 5}, {Code: "gold", From: 5, Percent: -1}},
	}})
	require.Equal(t, []string{
		"points loyalty.range", "months loyalty.range", "breakage loyalty.range", "per care.amount_negative", "tiers[1].percent loyalty.range", "tiers[1] loyalty.tier_order",
	}, problems(t, err))
	_, err = loyalty.New(nil, loyalty.Config{})
	require.Error(t, err)
}

func TestEarnRoundsDownAndSaysSo(t *testing.T) {
	p := loyalty.Program{Points: 3, Per: care.VND(20_000), Tiers: []loyalty.Tier{{Code: "gold", Percent: 150, From: 10}}}
	for _, row := range []struct {
		dong int64
		tier string
		want int64
	}{{19_999, "", 0}, {20_000, "", 3}, {79_999, "", 9}, {79_999, "gold", 13}, {80_000, "gold", 18}, {0, "gold", 0}, {80_000, "gone", 12}} {
		n, reasons, err := p.Earn(care.VND(row.dong), row.tier)
		require.NoError(t, err)
		require.Equal(t, row.want, n, row)
		require.NoError(t, reasonsAreSound(reasons))
	}
	dollars, err := care.NewMoney("5", "USD")
	require.NoError(t, err)
	_, _, err = p.Earn(dollars, "")
	require.Equal(t, []string{" care.currency_mismatch"}, problems(t, err))
	huge, err := care.NewMoney("999999999999999999999999", "VND")
	require.NoError(t, err)
	_, _, err = p.Earn(huge, "")
	require.Equal(t, []string{"amount loyalty.range"}, problems(t, err))
}

func BenchmarkTake(b *testing.B) {
	lots := make([]loyalty.Lot, 100)
	for i := range lots {
		lots[i] = loyalty.Lot{ID: storage.NewID[loyalty.Lot](), Left: 10, Available: date("2026-01-01"), Expires: date("2027-01-01").AddDays((i * 37) % 100)}
	}
	b.ReportAllocs()
	for b.Loop() {
		loyalty.Take(lots, 200, date("2026-06-01"))
	}
}

func BenchmarkRedeem(b *testing.B) {
	for _, n := range []int{100, 20_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := newShop(b, loyalty.Program{})
			for i := range n {
				s.give(fmt.Sprint("HD-", i), 1_000_000)
			}
			i := 0
			b.ReportAllocs()
			for b.Loop() {
				i++
				s.redeem(fmt.Sprint("X-", i), 1)
			}
		})
	}
}
