package loyalty_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/loyalty"
)

func tiered() loyalty.Program {
	return loyalty.Program{Grace: 2, Tiers: []loyalty.Tier{
		{Code: "silver", Name: both("Bạc", "Silver"), From: 100}, {Code: "gold", Name: both("Vàng", "Gold"), From: 300, Percent: 200},
	}}
}

func TestATierRisesAtOnceAndFallsAfterGrace(t *testing.T) {
	s := newShop(t, tiered())
	s.buy("HD-1", 990_000)
	require.Empty(t, s.balance().Grade)
	p := s.buy("HD-2", 10_000)
	require.Equal(t, []string{"loyalty.earned", "loyalty.rose"}, codes(p.Entry.Reasons))
	require.Equal(t, loyalty.Grade{Tier: "silver", Since: date("2026-04-01")}, s.balance().Grade)
	s.give("gift", 10_000)
	require.Equal(t, "silver", s.balance().Grade.Tier, "what is given does not count")
	s.now = noon("2026-12-31")
	s.buy("HD-3", 2_000_000)
	require.Equal(t, loyalty.Grade{Tier: "gold", Since: date("2026-12-31")}, s.balance().Grade, "200 now and 100 in April")
	require.EqualValues(t, 20, s.buy("HD-4", 100_000).Entry.Points, "twice as many")

	s.now = noon("2027-12-30")
	require.Equal(t, "gold", s.balance().Grade.Tier)
	s.now = noon("2027-12-31")
	b := s.balance()
	require.Equal(t, loyalty.Grade{Tier: "gold", Since: date("2026-12-31"), Grace: date("2028-02-29")}, b.Grade, "nothing since that day: kept for two months")
	require.Equal(t, []string{"loyalty.grace"}, codes(b.Reasons))
	s.now = noon("2028-02-29")
	b = s.balance()
	require.Empty(t, b.Grade, "nothing was bought in the year before")
	require.Equal(t, []string{"loyalty.grace", "loyalty.fell"}, codes(b.Reasons))
	s.settle()
	account, err := s.Account(t.Context(), "KH-7")
	require.NoError(t, err)
	require.Empty(t, account.Grade)
	require.Zero(t, account.Review)
}

func TestAReversedPurchaseNoLongerCounts(t *testing.T) {
	s := newShop(t, tiered())
	s.buy("HD-1", 900_000)
	s.reverse(loyalty.Earned, "HD-1", "TH-1", 0)
	s.buy("HD-2", 900_000)
	require.Empty(t, s.balance().Grade)
}

// day by day, by hand: the same tiers as Advance, asked only where points are earned and at the end.
func TestTiersAgainstASimulationDayByDay(t *testing.T) {
	dice := rand.New(rand.NewPCG(7, 8))
	fell, graced := 0, 0
	for run := range 300 {
		p := tiered()
		p.Grace = 1 + dice.IntN(5)
		start := date("2024-01-01").AddDays(dice.IntN(400))
		length := 300 + dice.IntN(2000)
		bought := map[calendar.Date]int64{}
		for range dice.IntN(40) {
			bought[start.AddDays(dice.IntN(length))] += int64(dice.IntN(120))
		}
		until := make([]int64, length+1) // what was earned before each day
		for i := range length {
			until[i+1] = until[i] + bought[start.AddDays(i)]
		}
		sum := func(after, last calendar.Date) int64 {
			first := max(start.DaysUntil(after)+1, 0)
			return until[max(start.DaysUntil(last)+1, first)] - until[first]
		}
		rank := func(n int64) int {
			switch {
			case n >= 300:
				return 2
			case n >= 100:
				return 1
			}
			return 0
		}
		names := []string{"", "silver", "gold"}
		tier, since, grace := 0, calendar.Date{}, calendar.Date{}
		var got loyalty.Grade
		var earned []loyalty.Day
		for i := range length {
			day := start.AddDays(i)
			before := rank(sum(day.AddMonths(-12), day.AddDays(-1)))
			switch {
			case !grace.IsZero() && day == grace:
				grace = calendar.Date{}
				if since = day; before < tier {
					tier = before
					fell++
				}
			case tier > 0 && grace.IsZero() && day == since.AddMonths(12):
				if before >= tier {
					since = day
				} else {
					grace = day.AddMonths(p.Grace)
					graced++
				}
			}
			if now := rank(sum(day.AddMonths(-12), day)); now > tier && bought[day] > 0 {
				tier, since, grace = now, day, calendar.Date{}
			}
			if bought[day] > 0 {
				got, _ = loyalty.Advance(p, got, earned, day)
				earned = append(earned, loyalty.Day{On: day, Points: bought[day]})
				got, _ = loyalty.Advance(p, got, earned, day)
			}
			if bought[day] > 0 || dice.IntN(200) == 0 || i == length-1 {
				asked, _ := loyalty.Advance(p, got, earned, day)
				want := loyalty.Grade{Tier: names[tier], Since: since, Grace: grace}
				if tier == 0 {
					want = loyalty.Grade{}
				}
				require.Equal(t, want, asked, fmt.Sprint(run, " ", day))
			}
		}
	}
	require.Greater(t, fell, 50)
	require.Greater(t, graced, fell)
}

func habit(days int, times, dong int64) loyalty.Habit {
	return loyalty.Habit{Customer: "KH", Last: date("2026-08-31").AddDays(-days), Times: times, Total: care.VND(dong)}
}

func TestFixedCuts(t *testing.T) {
	cuts := loyalty.Cuts{
		Days: [4]int{7, 30, 90, 365}, Times: [4]int64{2, 4, 8, 16},
		Totals: [4]care.Money{care.VND(1_000_000), care.VND(5_000_000), care.VND(20_000_000), care.VND(50_000_000)},
	}
	for _, row := range []struct {
		habit loyalty.Habit
		want  [3]int
	}{
		{habit(0, 16, 50_000_000), [3]int{5, 5, 5}}, {habit(7, 15, 49_999_999), [3]int{5, 4, 4}}, {habit(8, 8, 20_000_000), [3]int{4, 4, 4}},
		{habit(90, 4, 5_000_000), [3]int{3, 3, 3}}, {habit(365, 2, 1_000_000), [3]int{2, 2, 2}}, {habit(366, 1, 999_999), [3]int{1, 1, 1}},
		{loyalty.Habit{}, [3]int{1, 1, 1}},
	} {
		got, err := cuts.Score(row.habit, date("2026-08-31"))
		require.NoError(t, err)
		require.Equal(t, row.want, [3]int{got.Recency, got.Frequency, got.Monetary}, row.habit)
		require.NoError(t, reasonsAreSound(got.Reasons))
	}
	cuts.Days[0], cuts.Times[3] = 31, 1
	cuts.Totals[2] = care.VND(1)
	_, err := cuts.Score(habit(1, 1, 1), date("2026-08-31"))
	require.Equal(t, []string{"days loyalty.cuts", "times loyalty.cuts", "totals loyalty.cuts"}, problems(t, err))
}

func TestScoreAllInvertsRecency(t *testing.T) {
	g := readGolden(t).RFM
	var habits []loyalty.Habit
	for i, m := range g.Monetary {
		habits = append(habits, habit(100-int(m), 7, 10*m))
		habits[i].Customer = care.CustomerRef(fmt.Sprint(i))
	}
	scores, err := loyalty.ScoreAll(habits, date("2026-08-31"))
	require.NoError(t, err)
	for i, s := range scores {
		require.Equal(t, [3]int{g.Scores[i], 1, g.Scores[i]}, [3]int{s.Recency, s.Frequency, s.Monetary}, "all equal score as the lowest")
	}
	habits[3].Total, err = care.NewMoney("1", "USD")
	require.NoError(t, err)
	_, err = loyalty.ScoreAll(habits, date("2026-08-31"))
	require.Error(t, err)
	scores, err = loyalty.ScoreAll(nil, date("2026-08-31"))
	require.NoError(t, err)
	require.Empty(t, scores)
}

func BenchmarkAdvance(b *testing.B) {
	var earned []loyalty.Day
	for i := range 366 {
		earned = append(earned, loyalty.Day{On: date("2026-01-01").AddDays(i), Points: 1})
	}
	g := loyalty.Grade{Tier: "gold", Since: date("2026-01-01")}
	b.ReportAllocs()
	for b.Loop() {
		loyalty.Advance(tiered(), g, earned, date("2027-01-05"))
	}
}

func BenchmarkQuintiles(b *testing.B) {
	dice := rand.New(rand.NewPCG(1, 1))
	values := make([]int64, 100_000)
	for i := range values {
		values[i] = dice.Int64N(1000)
	}
	b.ReportAllocs()
	for b.Loop() {
		loyalty.Quintiles(values)
	}
}
