package loyalty_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/loyalty"
)

// cdnow is the rhythm that the paper publishes for the customers of CDNOW.
var cdnow = loyalty.Rhythm{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}

func outlook(t testing.TB, m loyalty.Rhythm, h loyalty.History, ahead float64) loyalty.Outlook {
	t.Helper()
	o, err := m.Outlook(h, ahead)
	require.NoError(t, err)
	require.NoError(t, o.Reasons[0].Check())
	return o
}

func TestRhythmGolden(t *testing.T) {
	g := readGolden(t).Rhythm
	require.Equal(t, []float64{cdnow.R, cdnow.Alpha, cdnow.A, cdnow.B}, g.Published)
	require.Len(t, g.Alive, 5)
	for _, row := range g.Alive {
		require.InDelta(t, row.P, outlook(t, cdnow, loyalty.History{Repeats: row.X, Latest: row.TX, Observed: row.T}, 0).Alive, 1e-13)
	}
	require.Len(t, g.Conditional, 3)
	for _, row := range g.Conditional {
		require.InDelta(t, row.E, outlook(t, cdnow, loyalty.History{Repeats: row.X, Latest: row.TX, Observed: row.T}, 39).Expected, 1e-12)
	}
	require.Len(t, g.Unconditional, 4)
	for _, row := range g.Unconditional {
		require.InDelta(t, row.E, outlook(t, cdnow, loyalty.History{}, row.T).Expected, 1e-12)
	}
}

// gauss is the hypergeometric function by its series, for |z| < 1.
func gauss(a, b, c, z float64) float64 {
	term, sum := 1.0, 1.0
	for n := 0.0; n < 20_000 && math.Abs(term) > 1e-17*math.Abs(sum); n++ {
		term *= (a + n) * (b + n) / (c + n) / (n + 1) * z
		sum += term
	}
	return sum
}

// The expectation is that of the paper's equation 10, where its series converges and A is not near 1.
func TestRhythmExpectedIsThePapers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		m := randomRhythm(random)
		if math.Abs(m.A-1) < 0.01 {
			continue
		}
		h := randomHistory(random)
		ahead := 100 * random.Float64()
		x, z := float64(h.Repeats), ahead/(m.Alpha+h.Observed+ahead)
		if z > 0.95 || m.A+m.B+x < 1.01 {
			continue
		}
		alive := 1.0
		if x > 0 {
			alive = 1 / (1 + m.A/(m.B+x-1)*math.Pow((m.Alpha+h.Observed)/(m.Alpha+h.Latest), m.R+x))
		}
		c := m.A + m.B + x - 1
		want := alive * c / (m.A - 1) * (1 - math.Pow(1-z, m.R+x)*gauss(m.R+x, m.B+x, c, z))
		o := outlook(t, m, h, ahead)
		require.InDelta(t, alive, o.Alive, 1e-12)
		require.InDelta(t, want, o.Expected, 1e-9*(1+want), "%+v %+v %v", m, h, ahead)
	}
}

// At A = 1 and A+B = 1 the paper's formula has holes; the expectation has none.
func TestRhythmExpectedHasNoHoles(t *testing.T) {
	for _, m := range []loyalty.Rhythm{{R: 0.5, Alpha: 4, A: 1, B: 2}, {R: 0.5, Alpha: 4, A: 0.4, B: 0.6}} {
		below, above := m, m
		below.A -= 1e-6
		above.A += 1e-6
		at := outlook(t, m, loyalty.History{}, 52).Expected
		require.Greater(t, outlook(t, below, loyalty.History{}, 52).Expected, at)
		require.Less(t, outlook(t, above, loyalty.History{}, 52).Expected, at)
		require.InDelta(t, at, (outlook(t, below, loyalty.History{}, 52).Expected+outlook(t, above, loyalty.History{}, 52).Expected)/2, 1e-9)
	}
	// For A = B = 1 the probability of leaving is uniform; with R = 1 the expectation is ∫ 1/p (1 − α/(α+pt)) dp = ln(1+t/α).
	require.InDelta(t, math.Log(14), outlook(t, loyalty.Rhythm{R: 1, Alpha: 4, A: 1, B: 1}, loyalty.History{}, 52).Expected, 1e-12)
}

func TestRhythmProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		m, h := randomRhythm(random), randomHistory(random)
		ahead := 100 * random.Float64()
		o := outlook(t, m, h, ahead)
		require.True(t, o.Alive >= 0 && o.Alive <= 1)
		require.Zero(t, outlook(t, m, h, 0).Expected)
		require.LessOrEqual(t, o.Expected, outlook(t, m, h, ahead+1).Expected)
		// Whoever is alive buys at a rate of (r+x)/(α+T) at first, and less later.
		require.LessOrEqual(t, o.Expected, o.Alive*ahead*(m.R+float64(h.Repeats))/(m.Alpha+h.Observed)*(1+1e-12))
		if h.Repeats > 0 {
			later := h
			later.Observed++
			require.Less(t, outlook(t, m, later, 0).Alive, o.Alive, "a longer silence")
			later = h
			later.Latest = (h.Latest + h.Observed) / 2
			require.Greater(t, outlook(t, m, later, 0).Alive, o.Alive, "a shorter silence")
		}
	}
}

func TestRhythmLikelihood(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		m := randomRhythm(random)
		var histories []loyalty.History
		want := 0.0
		for range 20 {
			h := randomHistory(random)
			histories = append(histories, h)
			want += math.Log(likelihood(m, float64(h.Repeats), h.Latest, h.Observed))
		}
		got, err := m.LogLikelihood(histories)
		require.NoError(t, err)
		require.InDelta(t, want, got, 1e-9*(1+math.Abs(want)))
	}
}

// likelihood is equation 6 of the paper as it stands there.
func likelihood(m loyalty.Rhythm, x, tx, T float64) float64 {
	beta := func(a, b float64) float64 { return math.Gamma(a) * math.Gamma(b) / math.Gamma(a+b) }
	front := math.Gamma(m.R+x) * math.Pow(m.Alpha, m.R) / math.Gamma(m.R)
	value := beta(m.A, m.B+x) / beta(m.A, m.B) * front / math.Pow(m.Alpha+T, m.R+x)
	if x > 0 {
		value += beta(m.A+1, m.B+x-1) / beta(m.A, m.B) * front / math.Pow(m.Alpha+tx, m.R+x)
	}
	return value
}

func randomRhythm(r *rand.Rand) loyalty.Rhythm {
	of := func() float64 { return math.Exp(r.NormFloat64()) }
	return loyalty.Rhythm{R: of(), Alpha: 5 * of(), A: of(), B: 2 * of()}
}

func randomHistory(r *rand.Rand) loyalty.History {
	h := loyalty.History{Repeats: r.Int64N(12), Observed: 1 + 60*r.Float64()}
	if h.Repeats > 0 {
		h.Latest = h.Observed * (0.01 + 0.98*r.Float64())
	}
	return h
}

// simulate lets customers with the given rhythm buy for 27 to 39 weeks after their first purchase, as those of CDNOW, and then for the weeks after.
func simulate(r *rand.Rand, m loyalty.Rhythm, n int, after float64) (histories []loyalty.History, bought []int) {
	for range n {
		rate, leaving := gamma(r, m.R)/m.Alpha, beta(r, m.A, m.B)
		h := loyalty.History{Observed: 27 + 12*r.Float64()}
		later := 0
		for at := 0.0; ; {
			if at += r.ExpFloat64() / rate; at > h.Observed+after {
				break
			}
			if at > h.Observed {
				later++
			} else {
				h.Repeats, h.Latest = h.Repeats+1, at
			}
			if r.Float64() < leaving {
				break
			}
		}
		histories, bought = append(histories, h), append(bought, later)
	}
	return histories, bought
}

// gamma is a gamma number of shape k and scale 1, by G. Marsaglia and W. W. Tsang (2000).
func gamma(r *rand.Rand, k float64) float64 {
	if k < 1 {
		return gamma(r, k+1) * math.Pow(r.Float64(), 1/k)
	}
	d := k - 1.0/3
	for {
		x := r.NormFloat64()
		v := math.Pow(1+x/math.Sqrt(9*d), 3)
		if v > 0 && math.Log(1-r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

func beta(r *rand.Rand, a, b float64) float64 {
	x := gamma(r, a)
	return x / (x + gamma(r, b))
}

// Of 5000 simulated customers the rhythm is found again: r and alpha to within 15 %, the mean probability of leaving to within 0.05, and what is expected of all in the
// next 39 weeks to within 10 %. What is found is the maximum: half a percent off in any parameter explains the histories worse, and so does the truth.
func TestFitRhythm(t *testing.T) {
	for _, truth := range []loyalty.Rhythm{cdnow, {R: 1.2, Alpha: 6, A: 0.6, B: 1.8}} {
		histories, bought := simulate(rand.New(rand.NewPCG(7, 8)), truth, 5000, 39)
		m, best, err := loyalty.FitRhythm(histories)
		require.NoError(t, err)
		require.InEpsilon(t, truth.R, m.R, 0.15)
		require.InEpsilon(t, truth.Alpha, m.Alpha, 0.15)
		require.InDelta(t, truth.A/(truth.A+truth.B), m.A/(m.A+m.B), 0.05)
		for i := range 4 {
			for _, by := range []float64{0.995, 1.005} {
				off := m
				*[]*float64{&off.R, &off.Alpha, &off.A, &off.B}[i] *= by
				worse, err := off.LogLikelihood(histories)
				require.NoError(t, err)
				require.Less(t, worse, best)
			}
		}
		atTruth, err := truth.LogLikelihood(histories)
		require.NoError(t, err)
		require.Less(t, atTruth, best)
		require.Less(t, best-atTruth, 10.0, "twice the difference is about χ² with 4 degrees of freedom")

		// What the truth and the fit expect of all, against what they bought, of which the residuals tell the standard error.
		came, expected, squares, fitted := 0.0, 0.0, 0.0, 0.0
		for i, h := range histories {
			of := outlook(t, truth, h, 39).Expected
			expected, came, squares = expected+of, came+float64(bought[i]), squares+(float64(bought[i])-of)*(float64(bought[i])-of)
			fitted += outlook(t, m, h, 39).Expected
		}
		require.InDelta(t, came, expected, 3*math.Sqrt(squares))
		require.InEpsilon(t, expected, fitted, 0.1)
	}
}

func TestFitRhythmRefuses(t *testing.T) {
	histories, _ := simulate(rand.New(rand.NewPCG(9, 10)), cdnow, 400, 0)
	_, _, err := loyalty.FitRhythm(histories)
	require.NoError(t, err)
	var never, alike []loyalty.History
	for _, h := range histories {
		never = append(never, loyalty.History{Observed: h.Observed})
		alike = append(alike, loyalty.History{Repeats: 10, Latest: 30, Observed: 30})
	}
	for _, c := range []struct {
		histories []loyalty.History
		code      *care.Code
	}{
		{nil, loyalty.CodeFewHistories}, {histories[:99], loyalty.CodeFewHistories}, {never, loyalty.CodeFewHistories}, {alike, loyalty.CodeNoRhythm},
		{append([]loyalty.History{{Repeats: -1}}, histories...), loyalty.CodeRange},
	} {
		_, _, err := loyalty.FitRhythm(c.histories)
		requireCode(t, err, c.code)
	}
}

func requireCode(t testing.TB, err error, code *care.Code) {
	t.Helper()
	var invalid *care.Invalid
	require.ErrorAs(t, err, &invalid)
	require.True(t, invalid.Problems[0].Reason.Is(code), "%v", err)
	require.NoError(t, invalid.Problems[0].Reason.Check())
}

func TestOutlookRefuses(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, h := range []loyalty.History{
		{Repeats: -1}, {Repeats: 1_000_001, Latest: 1, Observed: 1}, {Repeats: 1, Observed: 1}, {Latest: 1, Observed: 1}, {Repeats: 1, Latest: 2, Observed: 1},
		{Repeats: 1, Latest: nan, Observed: 1}, {Repeats: 1, Latest: 1, Observed: nan}, {Observed: inf}, {Observed: -1}, {Observed: 10_001}, {Repeats: 1, Latest: -1, Observed: 1},
	} {
		_, err := cdnow.Outlook(h, 1)
		require.ErrorAs(t, err, new(*care.Invalid), "%+v", h)
		_, err = cdnow.LogLikelihood([]loyalty.History{h})
		require.ErrorAs(t, err, new(*care.Invalid), "%+v", h)
	}
	for _, ahead := range []float64{-1, nan, inf, 1e9} {
		_, err := cdnow.Outlook(loyalty.History{}, ahead)
		requireCode(t, err, loyalty.CodeRange)
	}
	for _, m := range []loyalty.Rhythm{{}, {R: nan, Alpha: 1, A: 1, B: 1}, {R: 1, Alpha: inf, A: 1, B: 1}, {R: 1, Alpha: 1, A: -1, B: 1}, {R: 1, Alpha: 1, A: 1, B: 1e-9}} {
		_, err := m.Outlook(loyalty.History{}, 1)
		requireCode(t, err, loyalty.CodeParameter)
	}
}

// Whatever is not refused has an answer, and soon.
func FuzzOutlook(f *testing.F) {
	f.Add(0.243, 4.414, 0.793, 2.426, int64(2), 30.43, 38.86, 39.0)
	f.Add(1e-6, 1e6, 1e6, 1e-6, int64(1_000_000), 1e-9, 1e4, 1e3)
	f.Add(1e6, 1e-6, 1e-6, 1e6, int64(1), 1e-300, 1e-6, 1e-7)
	f.Add(1.0, 1.0, 1.0, 1.0, int64(0), 0.0, 0.0, 5e4)
	f.Add(1e-6, 1.0, 1e-6, 1e6, int64(0), 0.0, 0.0, 9.9e4)
	f.Fuzz(func(t *testing.T, r, alpha, a, b float64, repeats int64, latest, observed, ahead float64) {
		m, h := loyalty.Rhythm{R: r, Alpha: alpha, A: a, B: b}, loyalty.History{Repeats: repeats, Latest: latest, Observed: observed}
		o, err := m.Outlook(h, ahead)
		if err != nil {
			require.ErrorAs(t, err, new(*care.Invalid))
			return
		}
		require.True(t, o.Alive >= 0 && o.Alive <= 1)
		most := ahead * (r + float64(repeats)) / (alpha + observed)
		require.True(t, o.Expected >= 0 && o.Expected <= o.Alive*most*(1+1e-6), "%v of %v", o.Expected, most)
		l, err := m.LogLikelihood([]loyalty.History{h})
		require.NoError(t, err)
		require.False(t, math.IsNaN(l) || math.IsInf(l, 0), "%v", l)
	})
}

func TestHistoryOf(t *testing.T) {
	days := []calendar.Date{date("2026-03-02"), date("2026-01-05"), date("2026-03-02"), date("2026-01-19")}
	h, err := loyalty.HistoryOf("KH-7", days, date("2026-04-13"))
	require.NoError(t, err)
	require.Equal(t, loyalty.History{Customer: "KH-7", Repeats: 2, Latest: 8, Observed: 14}, h)
	require.Equal(t, date("2026-03-02"), days[0], "the caller's days stay in their order")
	_, err = loyalty.HistoryOf("KH-7", nil, date("2026-04-13"))
	requireCode(t, err, care.CodeMissing)
	_, err = loyalty.HistoryOf("KH-7", []calendar.Date{{}}, date("2026-04-13"))
	requireCode(t, err, care.CodeMissing)
	_, err = loyalty.HistoryOf("KH-7", days, date("2026-02-01"))
	requireCode(t, err, loyalty.CodeAfterLast)
}

func BenchmarkFitRhythm(b *testing.B) {
	histories, _ := simulate(rand.New(rand.NewPCG(7, 8)), cdnow, 2357, 0)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := loyalty.FitRhythm(histories); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOutlook(b *testing.B) {
	h := loyalty.History{Repeats: 2, Latest: 30.43, Observed: 38.86}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := cdnow.Outlook(h, 39); err != nil {
			b.Fatal(err)
		}
	}
}
