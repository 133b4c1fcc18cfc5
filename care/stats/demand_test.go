package stats_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/stats"
)

// Against sums of the probabilities themselves, each from the one before, the first in log space.
func TestDemandAgainstSums(t *testing.T) {
	for _, d := range []stats.Demand{
		{Mean: 0.3}, {Mean: 1, Ratio: 1}, {Mean: 20}, {Mean: 900}, {Mean: 20, Ratio: 2}, {Mean: 6, Ratio: 3}, {Mean: 0.5, Ratio: 7.5}, {Mean: 900, Ratio: 1.2},
	} {
		t.Run(fmt.Sprint(d), func(t *testing.T) {
			last := int64(d.Mean + 60*math.Sqrt(d.Mean*max(d.Ratio, 1)) + 60)
			chance := make([]float64, last+1)
			log := -d.Mean
			if d.Ratio > 1 {
				log = -d.Mean / (d.Ratio - 1) * math.Log(d.Ratio)
			}
			for k := range chance {
				chance[k] = math.Exp(log)
				step := d.Mean / float64(k+1)
				if d.Ratio > 1 {
					step = (d.Mean/(d.Ratio-1) + float64(k)) / float64(k+1) * (1 - 1/d.Ratio)
				}
				log += math.Log(step)
			}
			sum := 0.0
			for k := range min(last, 3*int64(d.Mean)+20) {
				sum += chance[k]
				require.InDelta(t, sum, d.AtMost(k), 1e-10, "at most %d", k)
				short := 0.0
				for x := last; x > k; x-- {
					short += chance[x] * float64(x-k)
				}
				require.InDelta(t, short, d.Short(k), 1e-8*(1+d.Mean), "short of %d", k)
				if q, ok := d.Quantile(0.95); q == k {
					require.True(t, ok)
					require.GreaterOrEqual(t, sum, 0.95-1e-12)
					require.Less(t, sum-chance[k], 0.95)
				}
			}
		})
	}
}

func TestDemandOverdispersed(t *testing.T) { // facts: NB μ=20, φ=2 → 31; μ=6, φ=3, 0.99 → 19
	k, ok := stats.Demand{Mean: 20, Ratio: 2}.Quantile(0.95)
	require.True(t, ok)
	require.EqualValues(t, 31, k)
	k, ok = stats.Demand{Mean: 6, Ratio: 3}.Quantile(0.99)
	require.True(t, ok)
	require.EqualValues(t, 19, k)
}

func TestDemandThatCannotBe(t *testing.T) {
	for _, d := range []stats.Demand{{Mean: -1}, {Mean: 1e7}, {Mean: math.NaN()}, {Mean: 1, Ratio: 0.5}, {Mean: 1, Ratio: 1001}, {Mean: 1, Ratio: math.NaN()}} {
		require.True(t, math.IsNaN(d.AtMost(3)), d)
		require.True(t, math.IsNaN(d.Short(3)), d)
		_, ok := d.Quantile(0.9)
		require.False(t, ok, d)
	}
	require.Equal(t, 1.0, stats.Demand{Ratio: 2}.AtMost(0))
	require.Zero(t, stats.Demand{}.Short(2))
	require.Equal(t, 7.0, stats.Demand{Mean: 4}.Short(-3))
	k, ok := stats.Demand{Mean: 1e6, Ratio: 3}.Quantile(0.5)
	require.True(t, ok)
	require.InDelta(t, 1e6, k, 10)
}
