package detect_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback/detect"
)

func newDemand(t testing.TB, w detect.Watch, s *detect.Seasons) *detect.Demand {
	d, err := detect.NewDemand(w, s)
	require.NoError(t, err)
	return d
}

var week = [7]float64{0.55, 1.15, 1.1, 1.05, 1.05, 1.15, 0.95} // from Sunday

// counts draws negative binomial numbers with variance φ times the mean, as a Poisson number with a gamma mean.
func count(r *rand.Rand, mean, dispersion float64) int64 {
	if mean <= 0 {
		return 0
	}
	if dispersion > 1 {
		mean = gamma(r, mean/(dispersion-1)) * (dispersion - 1)
	}
	return poisson(r, mean)
}

// gamma draws by the method of G. Marsaglia and W. W. Tsang (2000).
func gamma(r *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(r, shape+1) * math.Pow(r.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	for {
		x := r.NormFloat64()
		v := 1 + x/math.Sqrt(9*d)
		if v = v * v * v; v > 0 && math.Log(r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

func poisson(r *rand.Rand, mean float64) int64 {
	n, p, limit := int64(0), r.Float64(), math.Exp(-mean)
	for p > limit {
		n++
		p *= r.Float64()
	}
	return n
}

func TestStatesAreSmall(t *testing.T) {
	require.LessOrEqual(t, unsafe.Sizeof(detect.DemandState{}), uintptr(256))
	require.LessOrEqual(t, unsafe.Sizeof(detect.DriftState{}), uintptr(256))
}

func TestDemandLearnsTheWeekAndFindsAJump(t *testing.T) {
	d, r := newDemand(t, detect.Watch{}, usualYears(t)), rand.New(rand.NewPCG(1, 2))
	var s detect.DemandState
	for i := range 300 {
		day := monday.AddDays(i)
		require.Nil(t, d.Observe(&s, detect.Count{Day: day, N: count(r, 20*week[day.Weekday()], 1.5)}), day)
	}
	require.InEpsilon(t, 20, s.Level, 0.1)
	for i, share := range s.Week {
		require.InDelta(t, week[i], float64(share), 0.15)
	}
	require.InDelta(t, 1.5, s.Dispersion, 0.5)
	for i := 300; i < 330; i++ {
		day := monday.AddDays(i)
		if alarm := d.Observe(&s, detect.Count{Day: day, N: count(r, 1.5*20*week[day.Weekday()], 1.5)}); alarm != nil {
			require.LessOrEqual(t, i, 320)
			require.False(t, alarm.Lower || alarm.NoSeasons)
			require.InDelta(t, 0, alarm.Since.DaysUntil(monday.AddDays(300)), 4)
			require.InEpsilon(t, 1.5, alarm.Mean/alarm.Promised, 0.25)
			require.NotEmpty(t, alarm.Days())
			require.NoError(t, alarm.Reasons()[0].Check())
			d.Accept(&s, *alarm)
			require.InEpsilon(t, 30, s.Level, 0.25)
			return
		}
	}
	t.Fatal("no alarm in 30 days")
}

func usualYears(t testing.TB, holidays ...detect.Holiday) *detect.Seasons {
	s, err := detect.NewSeasons(nil, calendar.MustDate(2020, 1, 1), calendar.MustDate(2060, 12, 31), holidays...)
	require.NoError(t, err)
	return s
}

func TestDemandStatesAreStoredExactly(t *testing.T) {
	d, r := newDemand(t, detect.Watch{}, nil), rand.New(rand.NewPCG(3, 4))
	var s, read detect.DemandState
	for i := range 200 {
		d.Observe(&s, detect.Count{Day: monday.AddDays(i), N: count(r, 7, 2)})
		if i%10 == 0 {
			data, err := json.Marshal(s)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(data, &read))
			require.Equal(t, s, read)
		}
	}
}

func TestDemandRefusesWhatIsNoCount(t *testing.T) {
	d := newDemand(t, detect.Watch{}, nil)
	var s detect.DemandState
	d.Observe(&s, detect.Count{Day: monday, N: 5})
	before := s
	for _, c := range []detect.Count{{Day: monday.AddDays(1), N: -1}, {N: 3}, {Day: monday.AddDays(1), N: 2e9}, {Day: monday.AddDays(1), Planned: math.NaN()}} {
		require.Nil(t, d.Observe(&s, c))
	}
	d.Observe(&s, detect.Count{Day: monday, N: 7})
	d.Observe(&s, detect.Count{Day: monday.AddDays(-3), N: 7})
	before.Refused, before.Late = 4, 2
	require.Equal(t, before, s)
}

func TestAnUnknownHolidayIsNotJudgedAndAKnownOneIs(t *testing.T) {
	tet := detect.Holiday{Days: []calendar.Date{calendar.MustDate(2026, 6, 1), calendar.MustDate(2027, 5, 22)}, Before: 5, After: 5}
	r := rand.New(rand.NewPCG(5, 6))
	var s detect.DemandState
	year := func(from calendar.Date, days int, judgedHoliday bool) {
		d := newDemand(t, detect.Watch{}, usualYears(t, tet))
		for i := range days {
			day, mean := from.AddDays(i), 20.0
			for _, at := range tet.Days {
				if off := at.DaysUntil(day); off >= -5 && off <= 5 {
					mean = 60
				}
			}
			n := count(r, mean, 1)
			usual := d.Usual(&s, day)
			unjudged := s.Unjudged
			require.Nil(t, d.Observe(&s, detect.Count{Day: day, N: n}), day)
			if mean > 20 {
				require.Equal(t, judgedHoliday, unjudged == s.Unjudged)
				tet.Learn(day, 4*n, 4*usual) // as of four such streams
			}
		}
	}
	year(calendar.MustDate(2026, 3, 1), 360, false)
	require.Len(t, tet.Past, 11)
	year(calendar.MustDate(2027, 3, 1), 200, true)
	require.InEpsilon(t, 20, s.Level, 0.15, "the holiday is not taken for the level")
}

func TestClosedDatesAreNotJudged(t *testing.T) {
	work, err := calendar.Compile(calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{{}}, First: monday, Last: monday.AddDays(400),
		Closures:  []calendar.Closure{{First: monday.AddDays(100)}},
		Overrides: []calendar.Override{{Date: monday, Shifts: shift(t)}},
	})
	require.NoError(t, err)
	seasons, err := detect.NewSeasons(work, monday, monday.AddDays(400))
	require.NoError(t, err)
	d := newDemand(t, detect.Watch{}, seasons)
	var s detect.DemandState
	for i := range 110 {
		n := int64(10)
		if i == 100 {
			n = 0
		}
		require.Nil(t, d.Observe(&s, detect.Count{Day: monday.AddDays(i), N: n}))
	}
	require.EqualValues(t, 57, s.Unjudged)
	_, err = detect.NewSeasons(work, monday, monday.AddDays(500))
	require.ErrorIs(t, err, calendar.ErrHorizon)
}

func shift(t *testing.T) (s calendar.Shifts) {
	require.NoError(t, s.UnmarshalText([]byte("08:00-17:00")))
	return s
}

func BenchmarkDemand(b *testing.B) {
	d := newDemand(b, detect.Watch{Every: 1e9}, usualYears(b))
	var s detect.DemandState
	r := rand.New(rand.NewPCG(7, 8))
	var draws [1024]int64
	for i := range draws {
		draws[i] = count(r, 20*week[(i+1)%7], 1.5)
	}
	day, i := monday, 0
	b.ReportAllocs()
	for b.Loop() {
		day = day.AddDays(1)
		if day.Year() > 2059 {
			day, s = monday, detect.DemandState{}
		}
		d.Observe(&s, detect.Count{Day: day, N: draws[i%1022]})
		i++
	}
}

func TestAnEnormousCountIsAnAlarmLikeAnyOther(t *testing.T) {
	d := newDemand(t, detect.Watch{Dispersion: 1}, nil)
	var s detect.DemandState
	alarm := d.Observe(&s, detect.Count{Day: monday, N: 1e9, Planned: 1})
	require.NotNil(t, alarm)
	_, err := json.Marshal([]any{alarm, s})
	require.NoError(t, err)
}

// Whatever is counted, the state stays one that JSON takes and reads back.
func FuzzDemand(f *testing.F) {
	f.Add([]byte{0, 255, 3, 4, 250}, uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, scale uint8) {
		d := newDemand(t, detect.Watch{Every: 50}, nil)
		var s, read detect.DemandState
		for i := range 300 {
			n := int64(0)
			if len(data) > 0 {
				n = int64(data[i%len(data)]) * int64(scale) * int64(scale)
			}
			d.Observe(&s, detect.Count{Day: monday.AddDays(i), N: n})
		}
		stored, err := json.Marshal(s)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(stored, &read))
		require.Equal(t, s, read)
		require.True(t, s.Level > 0 && s.Dispersion >= 1)
	})
}

// What is learnt is a week old, so a change is not learnt before it could be noticed; and the shares of the weekdays keep a mean of 1.
func TestLearningKeepsItsDistance(t *testing.T) {
	d := newDemand(t, detect.Watch{Every: 1e12}, usualYears(t))
	var s detect.DemandState
	share := func() (mean float64) {
		for _, w := range s.Week {
			mean += float64(w) / 7
		}
		return mean
	}
	for i := range 70 {
		d.Observe(&s, detect.Count{Day: monday.AddDays(i), N: 20})
	}
	require.InDelta(t, 20, s.Level, 1e-6)
	for i := range 14 {
		require.Equal(t, i > 7, s.Level > 20+1e-6, "day %d", i)
		d.Observe(&s, detect.Count{Day: monday.AddDays(70 + i), N: 23})
		require.InDelta(t, 1, share(), 1e-4)
	}
}

func TestATopicThatWasNeverAskedAboutIsNoticedWhenItIs(t *testing.T) {
	d := newDemand(t, detect.Watch{}, usualYears(t))
	var s detect.DemandState
	for i := range 100 {
		require.Nil(t, d.Observe(&s, detect.Count{Day: monday.AddDays(i)}))
	}
	for i := range 10 {
		if d.Observe(&s, detect.Count{Day: monday.AddDays(100 + i), N: 4}) != nil {
			return
		}
	}
	t.Fatal("not noticed in ten days")
}

// However long it takes to find out why, the level becomes what is seen, and not as many times more of what was learnt in the meantime.
func TestAChangeIsAcceptedLate(t *testing.T) {
	for _, wait := range []int{0, 20, 60} {
		d, r := newDemand(t, detect.Watch{}, usualYears(t)), rand.New(rand.NewPCG(9, 10))
		var s detect.DemandState
		var latest *detect.Alarm
		since := 0
		for i := 0; latest == nil || since < wait; i++ {
			day, mean := monday.AddDays(i), 20.0
			if i >= 100 {
				mean = 30
			}
			alarm := d.Observe(&s, detect.Count{Day: day, N: count(r, mean*week[day.Weekday()], 1)})
			if since++; alarm != nil && i >= 100 {
				latest, since = alarm, 0
			}
		}
		d.Accept(&s, *latest)
		require.InEpsilon(t, 30, s.Level, 0.12, "%d days later", wait)
	}
}
