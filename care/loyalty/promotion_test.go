package loyalty_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/loyalty"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/care/stats"
)

func (s *shop) launch(change func(*loyalty.Promotion)) loyalty.Promotion {
	s.t.Helper()
	p := loyalty.Promotion{
		Code: "he", Name: both("Mát mùa hè", "A cool summer"), From: date("2026-04-01"), Until: date("2026-04-30"), Cost: care.VND(50_000),
		Budget: care.Budget{Total: care.VND(1_000_000)},
	}
	change(&p)
	got, err := s.Launch(s.t.Context(), p)
	require.NoError(s.t, err)
	return got
}

func (s *shop) approach(customer string) loyalty.Approached {
	s.t.Helper()
	got, err := s.Offer(s.t.Context(), loyalty.Approach{Promotion: "he", Customer: customer, Segment: "home", Channel: "zalo"})
	require.NoError(s.t, err)
	require.NoError(s.t, reasonsAreSound(got.Reasons))
	return got
}

func (s *shop) promotion() loyalty.Promotion {
	s.t.Helper()
	page, err := s.Promotions().Page(s.t.Context(), "", 0)
	require.NoError(s.t, err)
	return page.Items[0]
}

func TestWhoMayBeOffered(t *testing.T) {
	s := newShop(t, loyalty.Program{})
	s.launch(func(p *loyalty.Promotion) {
		p.From, p.Until, p.Segments, p.Budget.Total = date("2026-04-02"), date("2026-04-03"), []care.SegmentRef{"firms"}, care.VND(10)
	})
	got := s.approach("KH-7")
	require.True(t, got.Declined)
	require.Equal(t, []string{"loyalty.not_yet", "loyalty.segment", "loyalty.no_consent", "loyalty.budget_spent"}, codes(got.Reasons))
	s.launch(func(p *loyalty.Promotion) {})
	require.Equal(t, []string{"loyalty.no_consent"}, codes(s.approach("KH-7").Reasons))
	s.agree("KH-7")
	offered := s.approach("KH-7")
	require.False(t, offered.Declined)
	require.True(t, s.approach("KH-7").Repeated)
	require.Equal(t, care.VND(50_000), s.promotion().Budget.Spent)
	s.agree("KH-8")
	_, err := s.consent.Withdraw(t.Context(), notice.Declaration{Customer: "KH-8", Purpose: "advertising", Channel: "zalo", Via: "zalo"})
	require.NoError(t, err)
	require.Equal(t, []string{"loyalty.no_consent"}, codes(s.approach("KH-8").Reasons), "refused by this channel")
	s.now = noon("2026-05-01")
	s.agree("KH-9")
	require.Equal(t, []string{"loyalty.over"}, codes(s.approach("KH-9").Reasons))
	_, err = s.Offer(t.Context(), loyalty.Approach{Promotion: "x", Customer: "KH-9", Channel: "zalo"})
	require.Equal(t, []string{"promotion loyalty.no_promotion"}, problems(t, err))
}

func TestAnOfferIsUsedOnceWithinWhatWasReserved(t *testing.T) {
	s := newShop(t, loyalty.Program{})
	s.launch(func(p *loyalty.Promotion) {})
	for _, c := range []string{"KH-1", "KH-2", "KH-3"} {
		s.agree(c)
	}
	one, two, three := s.approach("KH-1").Offer, s.approach("KH-2").Offer, s.approach("KH-3").Offer
	require.Equal(t, care.VND(150_000), s.promotion().Budget.Spent)
	use := func(u loyalty.Use) error { _, err := s.Use(t.Context(), u); return err }
	require.Equal(t, []string{"amount loyalty.too_much"}, problems(t, use(loyalty.Use{Offer: one.ID, Amount: care.VND(50_001)})))
	require.Equal(t, []string{"amount loyalty.too_much"}, problems(t, use(loyalty.Use{Offer: one.ID, Amount: care.VND(-1)})))
	require.NoError(t, use(loyalty.Use{Key: "k", Offer: one.ID, Amount: care.VND(20_000)}))
	require.NoError(t, use(loyalty.Use{Key: "k", Offer: one.ID, Amount: care.VND(20_000)}))
	require.Equal(t, care.VND(120_000), s.promotion().Budget.Spent)
	require.Equal(t, []string{"offer loyalty.not_usable"}, problems(t, use(loyalty.Use{Offer: one.ID, Amount: care.VND(1)})))
	require.NoError(t, use(loyalty.Use{Offer: two.ID, Withdrawn: true}))
	require.Equal(t, care.VND(70_000), s.promotion().Budget.Spent)
	require.Equal(t, []string{"offer loyalty.not_usable", "amount loyalty.too_much"}, problems(t, use(loyalty.Use{Offer: two.ID, Amount: care.VND(1)})))
	s.now = noon("2026-05-01")
	require.Equal(t, []string{"at loyalty.over"}, problems(t, use(loyalty.Use{Offer: three.ID, Amount: care.VND(1)})))
	require.Equal(t, stats.Share{Yes: 1, Of: 3}, s.promotion().Offered, "offered is offered, used or not")
}

func TestPromotionsThatContradictThemselves(t *testing.T) {
	s := newShop(t, loyalty.Program{})
	_, err := s.Launch(t.Context(), loyalty.Promotion{HoldOut: 0.95, Days: -1, Cost: care.VND(-1), From: date("2026-04-02"), Until: date("2026-04-01")})
	require.Equal(t, []string{"code care.missing", "name care.missing", "until loyalty.period", "cost care.amount_negative", "hold_out loyalty.hold_out", "days loyalty.range"}, problems(t, err))
	p := s.launch(func(p *loyalty.Promotion) { p.HoldOut = 0.5; p.Budget.Spent = care.VND(999_999) })
	require.True(t, p.Budget.Spent.IsZero(), "what is spent is not for the host to say")
	s.agree("KH-1")
	s.approach("KH-1")
	p.HoldOut, p.Version = 0.1, 0
	_, err = s.Launch(t.Context(), p)
	require.Equal(t, []string{"hold_out loyalty.trial_stays"}, problems(t, err))
	p.HoldOut, p.Version = 0.5, 1
	_, err = s.Launch(t.Context(), p)
	require.ErrorIs(t, err, care.ErrStale)
}

// Eight counters offer to a hundred customers; the budget holds seven offers.
func TestTheBudgetIsNotOverspent(t *testing.T) {
	s := newShop(t, loyalty.Program{})
	s.launch(func(p *loyalty.Promotion) { p.Budget.Total = care.VND(399_999) })
	for i := range 40 {
		s.agree(fmt.Sprint("KH-", i))
	}
	var made atomic.Int64
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 5 {
				if got := s.approach(fmt.Sprint("KH-", 5*w+i)); !got.Declined {
					made.Add(1)
				}
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 7, made.Load())
	require.Equal(t, care.VND(350_000), s.promotion().Budget.Spent)
}

func TestTheUpliftIsMeasuredAgainstTheHoldOut(t *testing.T) {
	s := newShop(t, loyalty.Program{})
	s.launch(func(p *loyalty.Promotion) { p.HoldOut, p.Cost, p.Days = 0.5, care.Money{}, 10 })
	for i := range 200 {
		customer := fmt.Sprint("KH-", i)
		s.agree(customer)
		got := s.approach(customer)
		require.Equal(t, care.HeldOut("loyalty.promotion/he", customer, 0.5), got.Offer.HeldOut)
		if got.Offer.HeldOut && i%4 == 0 || !got.Offer.HeldOut && i%4 != 0 {
			s.now = noon("2026-04-10") // the tenth day counts
			for range 2 {
				_, err := s.Bought(t.Context(), loyalty.Buying{Customer: customer})
				require.NoError(t, err)
			}
			s.now = noon("2026-04-01")
		} else {
			s.now = noon("2026-04-11")
			counted, err := s.Bought(t.Context(), loyalty.Buying{Customer: customer})
			require.NoError(t, err)
			require.Zero(t, counted.Promotions, "too late")
			s.now = noon("2026-04-01")
		}
	}
	u, err := s.Uplift(t.Context(), "he")
	require.NoError(t, err)
	require.False(t, u.Measurable)
	require.Equal(t, []string{"loyalty.not_over"}, codes(u.Reasons))
	s.now = noon("2026-05-10")
	u, err = s.Uplift(t.Context(), "he")
	require.NoError(t, err)
	require.True(t, u.Measurable)
	require.EqualValues(t, 200, u.Offered.Of+u.HeldOut.Of)
	require.InDelta(t, 100, u.HeldOut.Of, 29)
	require.InDelta(t, 0.5, u.By, 0.15)
	require.Equal(t, []string{"loyalty.uplift"}, codes(u.Reasons))
	require.NoError(t, reasonsAreSound(u.Reasons))
}

func TestUpliftOfSaysWhyItCannotBeMeasured(t *testing.T) {
	p := loyalty.Promotion{Until: date("2026-04-30"), HoldOut: 0.2, Offered: stats.Share{Yes: 56, Of: 70}, HeldOut: stats.Share{Yes: 48, Of: 80}}
	u := loyalty.UpliftOf(p, date("2026-05-30"))
	require.True(t, u.Measurable)
	require.InDelta(t, 0.0524, u.Within.Low, 1e-4) // Newcombe 1998, table II, 56/70 and 48/80, method 10
	require.InDelta(t, 0.3339, u.Within.High, 1e-4)
	require.Equal(t, []string{"loyalty.uplift"}, codes(u.Reasons))
	require.Equal(t, []string{"loyalty.not_over"}, codes(loyalty.UpliftOf(p, date("2026-05-29")).Reasons))
	p.Offered, p.HeldOut = p.HeldOut, p.Offered
	require.Equal(t, []string{"loyalty.harm"}, codes(loyalty.UpliftOf(p, date("2026-05-30")).Reasons))
	p.Offered = stats.Share{Yes: 56, Of: 70}
	require.Equal(t, []string{"loyalty.no_effect"}, codes(loyalty.UpliftOf(p, date("2026-05-30")).Reasons))
	p.HeldOut = stats.Share{Yes: 5, Of: 19}
	u = loyalty.UpliftOf(p, date("2026-05-30"))
	require.Equal(t, []string{"loyalty.too_few"}, codes(u.Reasons))
	require.Equal(t, stats.Interval{Low: -1, High: 1}, u.Within)
	p.HoldOut = 0
	require.Equal(t, []string{"loyalty.no_hold_out", "loyalty.not_over"}, codes(loyalty.UpliftOf(p, date("2026-05-01")).Reasons))
}

func TestSuggestionsStandOnABasis(t *testing.T) {
	s := newShop(t, loyalty.Program{})
	pairings := []loyalty.Pairing{
		{With: "NOI-18", Product: "XUNG", Why: both("Xửng hấp vừa nồi.", "A steamer that fits.")},
		{With: "QUAT-01", Product: "DIEU-KHIEN", Why: both("Điều khiển từ xa.", "A remote control.")},
		{With: "NOI-18", Product: "XUNG"},
		{With: "NOI-18", Product: "MUOI", Why: both("Muôi không xước.", "A ladle that does not scratch.")},
	}
	counter := loyalty.Situation{Customer: "KH-7", Channel: care.ChannelCounter, Basket: []care.ProductRef{"NOI-18"}, Owns: []care.ProductRef{"QUAT-01", "MUOI"}}
	suggested := func(sit loyalty.Situation) (list []string, why []string) {
		all, reasons, err := s.Suggest(t.Context(), pairings, sit)
		require.NoError(t, err)
		for _, x := range all {
			list = append(list, string(x.Product)+" "+string(x.Basis))
			require.NoError(t, reasonsAreSound(x.Reasons))
		}
		return list, codes(reasons)
	}
	list, why := suggested(counter)
	require.Equal(t, []string{"XUNG basket", "MUOI basket"}, list, "what the customer bought before is neither used nor shown")
	require.Equal(t, []string{"loyalty.no_consent"}, why)
	message := counter
	message.Channel = care.ChannelZalo
	list, _ = suggested(message)
	require.Empty(t, list)
	s.agree("KH-7")
	list, why = suggested(message)
	require.Equal(t, []string{"XUNG consent", "DIEU-KHIEN consent"}, list, "and what is owned is left out")
	require.Empty(t, why)
	list, _ = suggested(counter)
	require.Equal(t, []string{"XUNG basket", "DIEU-KHIEN consent"}, list)
	stranger := counter
	stranger.Customer = ""
	list, _ = suggested(stranger)
	require.Equal(t, []string{"XUNG basket", "MUOI basket"}, list)
}

func TestAUseCountsAsLongAsThoseHeldOutAreCounted(t *testing.T) {
	s := newShop(t, loyalty.Program{})
	s.launch(func(p *loyalty.Promotion) { p.Days = 10 })
	s.agree("KH-1")
	o := s.approach("KH-1").Offer
	s.now = noon("2026-04-20")
	_, err := s.Use(t.Context(), loyalty.Use{Offer: o.ID, Amount: care.VND(1)})
	require.NoError(t, err)
	require.Equal(t, stats.Share{Of: 1}, s.promotion().Offered, "used, and too late to compare")
}
