package detect_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback/detect"
)

var monday = calendar.MustDate(2026, 3, 2)

func newDrift(t testing.TB, p detect.Promise) *detect.Drift {
	d, err := detect.NewDrift(p)
	require.NoError(t, err)
	return d
}

func BenchmarkDrift(b *testing.B) {
	d := newDrift(b, detect.Promise{AtMost: 0.05, Immediate: true, Every: 1e12})
	var s detect.DriftState
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		i++
		x := 0.0
		if i%25 == 0 {
			x = 1
		}
		d.Observe(&s, monday, x)
	}
}

func BenchmarkDriftByDay(b *testing.B) {
	d := newDrift(b, detect.Promise{AtMost: 0.05})
	var s detect.DriftState
	day, i := monday, 0
	b.ReportAllocs()
	for b.Loop() {
		if i++; i%40 == 0 {
			day = day.AddDays(1)
			i = 0
		}
		d.Observe(&s, day, 0.04)
	}
}

func TestDriftSaysSinceWhenAndOnWhichDays(t *testing.T) {
	d := newDrift(t, detect.Promise{AtMost: 0.05})
	var s detect.DriftState
	for i := range 200 {
		day := monday.AddDays(i)
		late := 2.0 // of 50
		if i >= 150 && i%5 != 0 {
			late = 10
		}
		alarm := d.ObserveTally(&s, day, detect.Tally{N: 50, Sum: late})
		if i < 151 {
			require.Nil(t, alarm)
		}
		if alarm == nil {
			continue
		}
		require.Less(t, i, 170)
		require.Equal(t, monday.AddDays(151), alarm.Since)
		require.Equal(t, day.AddDays(-1), alarm.Day)
		require.InDelta(t, 0.17, alarm.Mean, 0.03)
		require.Equal(t, 0.05, alarm.Promised)
		for _, off := range alarm.Days() {
			require.NotZero(t, monday.DaysUntil(off)%5)
		}
		require.Len(t, alarm.Days(), alarm.Since.DaysUntil(alarm.Day)+1-(monday.DaysUntil(alarm.Day)-150)/5)
		for _, reason := range alarm.Reasons() {
			require.NoError(t, reason.Check())
		}
		require.Zero(t, s.Strength(), "the evidence starts anew")
		return
	}
	t.Fatal("no alarm")
}

func TestACorrectionIsProvedTheOtherWayRound(t *testing.T) {
	d := newDrift(t, detect.Promise{AtLeast: 0.2, Immediate: true})
	var s detect.DriftState
	for i := range 200 {
		if alarm := d.Observe(&s, monday.AddDays(i/50), float64(i%25/24)); alarm != nil {
			require.True(t, alarm.Lower)
			require.InDelta(t, 0.04, alarm.Mean, 0.02)
			require.Equal(t, 0.2, alarm.Promised)
			require.Contains(t, alarm.Reasons().Text("en"), "below 20%")
			return
		}
	}
	t.Fatal("not proved in two hundred observations")
}

func TestDriftCountsWhatItDoesNotJudge(t *testing.T) {
	d := newDrift(t, detect.Promise{AtMost: 0.05})
	var s detect.DriftState
	d.Observe(&s, monday, 1)
	for _, x := range []float64{-0.1, 1.1, math.NaN(), math.Inf(1)} {
		require.Nil(t, d.Observe(&s, monday, x))
	}
	require.Nil(t, d.Observe(&s, calendar.Date{}, 1))
	require.Nil(t, d.ObserveTally(&s, monday, detect.Tally{N: 1, Sum: 2}))
	require.Nil(t, d.ObserveTally(&s, monday, detect.Tally{}))
	require.EqualValues(t, 7, s.Refused)
	d.Observe(&s, monday.AddDays(-1), 1)
	require.Nil(t, d.Close(&s, monday.AddDays(-1)))
	require.Equal(t, detect.Tally{N: 1, Sum: 1}, s.Open)
	d.Close(&s, monday)
	d.Observe(&s, monday, 1)
	require.EqualValues(t, 2, s.Late)
	require.Zero(t, s.Open.N)
}

func TestPromisesThatCannotBeWatchedAreRefused(t *testing.T) {
	for _, p := range []detect.Promise{{}, {AtMost: 1}, {AtMost: -0.1}, {AtLeast: 1}, {AtMost: 0.1, AtLeast: 0.9}, {AtMost: 0.1, Every: 1}, {AtMost: math.NaN()}} {
		_, err := detect.NewDrift(p)
		require.Error(t, err, p)
	}
	_, err := detect.NewDemand(detect.Watch{Every: 1, Ratios: []float64{1}, Dispersion: 0.5}, nil)
	invalid, ok := errors.AsType[*care.Invalid](err)
	require.True(t, ok)
	require.Len(t, invalid.Problems, 3)
}

// Whatever comes, evidence stays a number that JSON takes, and Observe by the day is the same as a tally.
func FuzzDrift(f *testing.F) {
	f.Add([]byte{0, 255, 3, 4, 250}, uint8(20), true)
	f.Fuzz(func(t *testing.T, data []byte, promise uint8, immediate bool) {
		d, err := detect.NewDrift(detect.Promise{AtMost: (float64(promise) + 0.5) / 256, Immediate: immediate, Every: 1e6})
		require.NoError(t, err)
		var one, tally detect.DriftState
		for i, b := range data {
			day, x := monday.AddDays(i/4+int(b%3)), float64(b)/250
			d.Observe(&one, day, x)
			d.ObserveTally(&tally, day, detect.Tally{N: 1, Sum: x})
			require.Equal(t, one, tally)
		}
		stored, err := json.Marshal(one)
		require.NoError(t, err)
		var read detect.DriftState
		require.NoError(t, json.Unmarshal(stored, &read))
		require.Equal(t, one, read)
	})
}

func TestAPromiseHasItsDefaultsFilledIn(t *testing.T) {
	require.Equal(t, detect.Promise{AtMost: 0.05, Every: 365}, newDrift(t, detect.Promise{AtMost: 0.05}).Promise())
	require.Equal(t, detect.Promise{AtLeast: 0.8, Every: 5000, Immediate: true}, newDrift(t, detect.Promise{AtLeast: 0.8, Immediate: true}).Promise())
	require.Equal(t, detect.Promise{AtMost: 0.05, Every: 90}, newDrift(t, detect.Promise{AtMost: 0.05, Every: 90}).Promise())
}
