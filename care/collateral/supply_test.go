package collateral_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/collateral"
	"github.com/chamsoc/chamsoc/care/stats"
)

func TestCodes(t *testing.T) { require.NoError(t, care.CheckCodes(collateral.Codes()...)) }

type golden struct {
	Par []struct {
		Weekly    float64 `json:"weekly_demand"`
		Lead      float64 `json:"lead_weeks"`
		Review    float64 `json:"review_weeks"`
		CSL       float64
		Mu        float64
		Par       int64
		Achieved  float64 `json:"achieved_csl"`
		Below     float64 `json:"cdf_at_par_minus_1"`
		Backorder float64 `json:"expected_backorders"`
		Fill      float64 `json:"fill_rate"`
	} `json:"par_level_poisson"`
	News []struct {
		Mu float64
		Cu float64
		Co float64
		S  int64
	} `json:"newsvendor_poisson"`
}

func readGolden(t testing.TB) (g golden) {
	text, err := os.ReadFile("testdata/golden.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &g))
	require.Len(t, g.Par, 7)
	require.Len(t, g.News, 4)
	return g
}

func TestBaseStockGolden(t *testing.T) {
	for _, row := range readGolden(t).Par {
		s := collateral.Supply{Demand: stats.Demand{Mean: row.Weekly}, Lead: row.Lead, Review: row.Review, Service: row.CSL}
		par, err := s.BaseStock()
		require.NoError(t, err)
		require.Equal(t, row.Par, par.Level)
		require.InDelta(t, row.Mu, par.Expect, 1e-12)
		require.InDelta(t, row.Achieved, par.Service, 1e-12)
		require.InDelta(t, row.Fill, par.Fill, 1e-12)
		cycle := stats.Demand{Mean: row.Mu}
		require.InDelta(t, row.Below, cycle.AtMost(row.Par-1), 1e-12)
		require.InDelta(t, row.Backorder, cycle.Short(row.Par), 1e-12)
	}
}

func TestOneShotGolden(t *testing.T) {
	for _, row := range readGolden(t).News {
		n, err := collateral.OneShot(stats.Demand{Mean: row.Mu}, row.Cu, row.Co)
		require.NoError(t, err)
		require.Equal(t, row.S, n)
	}
	n, err := collateral.OneShot(stats.Demand{Mean: 20, Ratio: 2}, 19, 1)
	require.NoError(t, err)
	require.EqualValues(t, 31, n, "overdispersed, ratio 0.95")
}

func TestBaseStockDefaultsAndRefusals(t *testing.T) {
	par, err := collateral.Supply{Demand: stats.Demand{Mean: 10}}.BaseStock()
	require.NoError(t, err)
	require.EqualValues(t, 15, par.Level, "weekly, at 0.95, without a lead")
	par, err = collateral.Supply{}.BaseStock()
	require.NoError(t, err)
	require.Equal(t, collateral.Par{Service: 1, Fill: 1}, par)
	_, err = collateral.Supply{Demand: stats.Demand{Mean: 1}, Lead: -1, Review: math.NaN(), Service: 1}.BaseStock()
	require.Equal(t, []string{"lead collateral.weeks", "review collateral.weeks", "service collateral.service"}, problems(t, err))
	_, err = collateral.Supply{Demand: stats.Demand{Mean: 900_000}, Lead: 1}.BaseStock()
	require.Equal(t, []string{"demand collateral.demand"}, problems(t, err), "two weeks are more than a million")
	_, err = collateral.OneShot(stats.Demand{Mean: -1}, 0, 1)
	require.Equal(t, []string{"cost collateral.cost", "demand collateral.demand"}, problems(t, err))
}

// A shop that orders up to the level every week, played for forty thousand weeks, serves the shares that BaseStock says.
func TestBaseStockAgainstPlay(t *testing.T) {
	for _, s := range []collateral.Supply{
		{Demand: stats.Demand{Mean: 3}, Lead: 1, Service: 0.8}, {Demand: stats.Demand{Mean: 10}, Service: 0.9}, {Demand: stats.Demand{Mean: 0.5}, Lead: 2, Service: 0.7},
	} {
		par, err := s.BaseStock()
		require.NoError(t, err)
		dice := rand.New(rand.NewPCG(1, 2))
		const weeks = 40_000
		onHand, lead := par.Level, int(s.Lead)
		pipeline := make([]int64, lead) // what comes in so many weeks
		asked, late, calm := int64(0), int64(0), 0
		for range weeks { // a check, with its order; what was ordered so long ago comes; then the week's customers, who wait for what is short
			order := par.Level - onHand
			for _, p := range pipeline {
				order -= p
			}
			pipeline = append(pipeline, order)
			onHand, pipeline = onHand+pipeline[0], pipeline[1:]
			d := poisson(dice, s.Demand.Mean)
			before := max(0, -onHand)
			onHand, asked = onHand-d, asked+d
			late += max(0, -onHand) - before
			if onHand >= 0 {
				calm++
			}
		}
		require.InDelta(t, par.Service, float64(calm)/weeks, 0.01, "service of %v", s)
		require.InDelta(t, par.Fill, 1-float64(late)/float64(asked), 0.01, "fill of %v", s)
	}
}

func poisson(dice *rand.Rand, mean float64) (n int64) {
	for p := dice.Float64(); p > math.Exp(-mean); n++ {
		p *= dice.Float64()
	}
	return n
}

func TestDemandIsReadOffWeeksWithoutAShortage(t *testing.T) {
	week := collateral.Week{Days: 7, Used: 10}
	short := collateral.Week{Days: 7, Used: 2, Short: true}
	e := collateral.Estimate([]collateral.Week{week, short, week, short, short, week})
	require.False(t, e.Known)
	require.Equal(t, []int{3, 3}, []int{e.Weeks, e.Left})
	require.Equal(t, "collateral.demand_unknown", e.Reasons[0].Code())
	e = collateral.Estimate([]collateral.Week{week, short, week, short, short, week, {Days: 14, Used: 20}, {Days: 0, Used: 5}})
	require.True(t, e.Known)
	require.Equal(t, stats.Demand{Mean: 10, Ratio: 1}, e.Demand, "the weeks that ran out do not lower it")
	require.NoError(t, e.Reasons[0].Check())
}

func TestDemandThatVariesMoreThanByChance(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	var even, wild []collateral.Week
	for range 400 {
		even = append(even, collateral.Week{Days: 7, Used: poisson(dice, 20)})
		wild = append(wild, collateral.Week{Days: 7, Used: 4 * poisson(dice, 5)}) // variance 4 times the mean
	}
	require.InDelta(t, 1, collateral.Estimate(even).Demand.Ratio, 0.25)
	require.InDelta(t, 4, collateral.Estimate(wild).Demand.Ratio, 0.8)
	require.Equal(t, 1.0, collateral.Estimate(wild[:7]).Demand.Ratio, "too few to tell")
}

func BenchmarkBaseStock(b *testing.B) {
	for _, ratio := range []float64{1, 3} {
		b.Run(fmt.Sprint("ratio", ratio), func(b *testing.B) {
			s := collateral.Supply{Demand: stats.Demand{Mean: 25, Ratio: ratio}, Lead: 2, Service: 0.975}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.BaseStock(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
