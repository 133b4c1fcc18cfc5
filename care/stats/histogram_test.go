package stats_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/stats"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

func newHistogram(t testing.TB, s stats.Scale) *stats.Histogram {
	h, err := stats.NewHistogram(s)
	require.NoError(t, err)
	return &h
}

func TestQuantilesAreWithinTheAccuracy(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, accuracy := range []float64{0, 0.005, 0.1, 0.25} {
		h, within := newHistogram(t, stats.Scale{Accuracy: accuracy}), accuracy
		if accuracy == 0 {
			within = 0.02
		}
		var all []float64
		for range 5000 {
			x := 1 + math.Exp(r.NormFloat64()*2+8) // up to 1 is told as 0
			all = append(all, x)
			require.NoError(t, h.Observe(x, time.Time{}))
		}
		slices.Sort(all)
		for _, p := range []float64{0.0002, 0.1, 0.5, 0.9, 0.95, 0.999, 1} {
			want := all[int(math.Ceil(p*5000-1e-9))-1]
			got, ok := h.Quantile(p)
			require.True(t, ok)
			require.InEpsilon(t, want, got, within*(1+1e-9))
			share, ok := h.Within(want)
			require.True(t, ok)
			require.GreaterOrEqual(t, share, p-1e-9)
			require.LessOrEqual(t, share, float64(len(all)-countAbove(all, want*(1+2.2*within)))/5000)
		}
	}
}

func countAbove(sorted []float64, x float64) int {
	i, _ := slices.BinarySearch(sorted, x)
	return len(sorted) - i
}

// TestUniformOneToTen is the golden example 3b: nine in ten of 1, 2 … 10 are within 9, and 27 covers more than nine in ten sums of three.
func TestUniformOneToTen(t *testing.T) {
	h := newHistogram(t, stats.Scale{})
	for x := range 10 {
		require.NoError(t, h.Observe(float64(x+1)*3600, time.Time{}))
	}
	p90, ok := h.Quantile(0.9)
	require.True(t, ok)
	require.InEpsilon(t, 9*3600, p90, 0.02)
	sums := 0.0
	for a, p := range h.All() {
		for b, q := range h.All() {
			for c, r := range h.All() {
				if math.Round(a/3600)+math.Round(b/3600)+math.Round(c/3600) <= 23 {
					sums += p * q * r
				}
			}
		}
	}
	require.InDelta(t, 0.916, sums, 1e-9)
}

func TestWhatDoesNotFadeIsCounted(t *testing.T) {
	var h stats.Histogram // the zero Histogram works
	_, ok := h.Quantile(0.5)
	require.False(t, ok)
	_, ok = h.Within(3)
	require.False(t, ok)
	for range 3 {
		require.NoError(t, h.Observe(0, time.Time{}))
	}
	require.NoError(t, h.Observe(stats.Largest, time.Time{}))
	for _, x := range []float64{-1, math.NaN(), math.Inf(1), stats.Largest * 1.001} {
		require.ErrorContains(t, h.Observe(x, noon), "a value of")
	}
	require.EqualValues(t, 4, h.Count())
	require.EqualValues(t, 4, h.Weight(noon))
	share, ok := h.Within(100)
	require.True(t, ok)
	require.Equal(t, 0.75, share)
	share, ok = h.Within(-1)
	require.True(t, ok)
	require.Zero(t, share)
	share, _ = h.Within(math.Inf(1))
	require.Equal(t, 1.0, share)
	for _, p := range []float64{0, -1, 1.1, math.NaN()} {
		_, ok = h.Quantile(p)
		require.False(t, ok)
	}
}

func TestObservationsFadeByHalf(t *testing.T) {
	h := newHistogram(t, stats.Scale{HalfLife: 14 * day})
	require.NoError(t, h.Observe(100, noon))
	require.InDelta(t, 1, h.Weight(noon), 1e-12)
	require.InDelta(t, 0.5, h.Weight(noon.Add(14*day)), 1e-12)
	require.InDelta(t, 0.125, h.Weight(noon.Add(42*day)), 1e-12)
	require.NoError(t, h.Observe(1000, noon.Add(28*day)))
	share, _ := h.Within(200)
	require.InDelta(t, 0.2, share, 1e-12, "a quarter beside one")
	require.NoError(t, h.Observe(1000, noon.Add(100*365*day)))
	share, _ = h.Within(200)
	require.Zero(t, share, "after a hundred years nothing is left")
	require.NoError(t, h.Observe(1, noon), "an observation that comes late has faded already")
	share, _ = h.Within(200)
	require.Zero(t, share)
	require.EqualValues(t, 4, h.Count())

	require.ErrorContains(t, h.Observe(1, time.Time{}), "the instant")
	require.ErrorContains(t, h.Observe(1, time.Unix(math.MaxInt64, 0)), "the instant")
}

func TestWhatHasFadedAwayIsForgotten(t *testing.T) {
	h := newHistogram(t, stats.Scale{HalfLife: time.Hour})
	require.NoError(t, h.Observe(10, noon))
	require.NoError(t, h.Observe(1000, noon.Add(60*time.Hour)))
	require.NoError(t, h.Observe(100_000, noon.Add(1100*time.Hour)))
	var values []float64
	for value := range h.All() {
		values = append(values, value)
	}
	require.Len(t, values, 2)
	require.InEpsilon(t, 1000, values[0], 0.02)
	require.InEpsilon(t, 100_000, values[1], 0.02)
}

func TestScalesAreChecked(t *testing.T) {
	for _, s := range []stats.Scale{
		{Accuracy: 0.004}, {Accuracy: 0.26}, {Accuracy: -1}, {Accuracy: math.NaN()}, {HalfLife: -1}, {HalfLife: time.Millisecond},
		{HalfLife: 101 * 365 * day}, {HalfLife: time.Second + 1},
	} {
		_, err := stats.NewHistogram(s)
		require.Error(t, err, "%+v", s)
	}
	require.Error(t, newHistogram(t, stats.Scale{}).Merge(newHistogram(t, stats.Scale{Accuracy: 0.03})))
	require.Error(t, newHistogram(t, stats.Scale{}).Merge(newHistogram(t, stats.Scale{HalfLife: day})))
	require.NoError(t, newHistogram(t, stats.Scale{}).Merge(newHistogram(t, stats.Scale{Accuracy: 0.02})), "the default, said")
}

// TestOrderAndPartsMakeNoDifference: one histogram of everything, in order, is the same as parts in any order, merged in any order, stored in between.
func TestOrderAndPartsMakeNoDifference(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	type seen struct {
		x  float64
		at time.Time
	}
	for _, scale := range []stats.Scale{{}, {HalfLife: 14 * day}, {HalfLife: time.Hour, Accuracy: 0.1}} {
		var all []seen
		for i := range 500 {
			all = append(all, seen{r.ExpFloat64() * 3600, noon.Add(time.Duration(i) * 3 * time.Hour)})
		}
		whole := newHistogram(t, scale)
		for _, o := range all {
			require.NoError(t, whole.Observe(o.x, o.at))
		}
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		parts := []*stats.Histogram{newHistogram(t, scale), newHistogram(t, scale), newHistogram(t, scale), newHistogram(t, scale)}
		for i, o := range all {
			require.NoError(t, parts[i%3].Observe(o.x, o.at))
			if i%50 == 0 {
				parts[i%3] = stored(t, *parts[i%3])
			}
		}
		merged := parts[3] // empty
		for _, part := range parts[:3] {
			require.NoError(t, merged.Merge(part))
		}
		same(t, whole, merged)
		require.NoError(t, parts[1].Merge(parts[0]))
		require.NoError(t, parts[1].Merge(parts[2]))
		same(t, whole, parts[1])
	}
}

func same(t *testing.T, a, b *stats.Histogram) {
	t.Helper()
	require.Equal(t, a.Count(), b.Count())
	at := noon.Add(70 * day)
	require.InEpsilon(t, a.Weight(at), b.Weight(at), 1e-9)
	for _, p := range []float64{0.01, 0.25, 0.5, 0.77, 0.9, 0.99} {
		x, _ := a.Quantile(p)
		y, _ := b.Quantile(p)
		require.Equal(t, x, y)
		within, _ := a.Within(x)
		within2, _ := b.Within(x)
		require.InDelta(t, within, within2, 1e-9)
	}
}

// stored is the histogram as it is read back from JSON.
func stored(t *testing.T, h stats.Histogram) *stats.Histogram {
	text, err := json.Marshal(struct{ H stats.Histogram }{h})
	require.NoError(t, err)
	var back struct{ H stats.Histogram }
	require.NoError(t, json.Unmarshal(text, &back))
	again, err := json.Marshal(back)
	require.NoError(t, err)
	require.Equal(t, string(text), string(again))
	require.Equal(t, h.Scale(), back.H.Scale())
	return &back.H
}

func TestStoredTextIsBoundedAndChecked(t *testing.T) {
	h := newHistogram(t, stats.Scale{})
	for x := 1.0; x < stats.Largest; x *= 1.01 {
		require.NoError(t, h.Observe(x, noon))
	}
	text, err := h.MarshalText()
	require.NoError(t, err)
	require.Less(t, len(text), 7000, "every bucket filled")
	var back stats.Histogram
	require.NoError(t, back.UnmarshalText(text))
	before, _ := back.MarshalText()
	for _, wrong := range []string{"x", "h1.", "h2." + string(text[3:]), string(text[:len(text)-4]), string(text) + "AAAA", "h1.!!!!"} {
		require.Error(t, back.UnmarshalText([]byte(wrong)))
		after, _ := back.MarshalText()
		require.Equal(t, before, after, "what is refused changes nothing")
	}
	require.NoError(t, back.UnmarshalText(nil))
	require.Zero(t, back.Count())
}

// FuzzHistogramText: whatever is stored is refused, or is a histogram that works and is stored as the same text.
func FuzzHistogramText(f *testing.F) {
	for _, scale := range []stats.Scale{{}, {HalfLife: day, Accuracy: 0.1}} {
		h := newHistogram(f, scale)
		for i, x := range []float64{0, 3, 3, 4000, 1e9} {
			text, _ := h.MarshalText()
			f.Add(text, x)
			require.NoError(f, h.Observe(x, noon.Add(time.Duration(i)*day)))
		}
		text, _ := h.MarshalText()
		f.Add(text, 1e-9)
	}
	f.Fuzz(func(t *testing.T, text []byte, x float64) {
		var h stats.Histogram
		if h.UnmarshalText(text) != nil {
			return
		}
		if again, _ := h.MarshalText(); len(text) > 0 {
			require.Equal(t, string(text), string(again))
		}
		if h.Observe(x, noon) == nil {
			require.NoError(t, h.Merge(stored(t, h)))
			if weight := h.Weight(noon); weight > 0 {
				q, ok := h.Quantile(0.5)
				require.True(t, ok && q >= 0 && q <= stats.Largest*1.3, q)
				share, ok := h.Within(x)
				require.True(t, ok && share >= 0 && share <= 1+1e-9, share)
			}
			sum := 0.0
			for value, share := range h.All() {
				require.True(t, value >= 0 && share >= 0 && share <= 1+1e-9)
				sum += share
			}
			require.True(t, sum == 0 || math.Abs(sum-1) < 1e-6)
		}
	})
}

// FuzzJudge: any question gets an answer that keeps its promises, quickly.
func FuzzJudge(f *testing.F) {
	f.Add(int64(17), int64(20), 0.95, 0.95)
	f.Add(int64(0), int64(1_000_000_000), 1e-300, 0.999999)
	f.Fuzz(func(t *testing.T, yes, of int64, goal, confidence float64) {
		s := stats.Share{Yes: yes, Of: of}
		once, always := stats.Judge(s, goal, confidence), stats.JudgeAnytime(s, goal, confidence)
		if once.Verdict != "" {
			require.True(t, once.Chance >= 0 && once.Chance <= 1, once.Chance)
			require.True(t, always.Chance >= 0 && always.Chance <= 1, always.Chance)
			value, _ := s.Value()
			require.False(t, once.Verdict == stats.Met && value < goal)
			require.False(t, once.Verdict == stats.Missed && value > goal)
		}
		if wilson := s.Wilson(confidence); !math.IsNaN(wilson.Low) {
			require.True(t, 0 <= wilson.Low && wilson.Low <= wilson.High && wilson.High <= 1, wilson)
		}
	})
}
