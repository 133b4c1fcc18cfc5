package policy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/stats"
)

func TestFiguresAreWellDeclared(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range policy.Figures() {
		require.False(t, seen[f.Source], "%s is there twice", f.Source)
		seen[f.Source] = true
		require.True(t, f.Name.VI != "" && f.Name.EN != "" && len(f.Elements) > 0 && care.IsKnown(f.Kind), f.Source)
		require.Equal(t, f.Kind == policy.MeasureAmount || f.Kind == policy.MeasurePerception, f.Unit != care.Text{}, f.Source)
		require.NotEqual(t, f.Source, f.Collection())
		found, ok := policy.FigureOf(f.Source)
		require.True(t, ok)
		require.Equal(t, f, found)
		for _, e := range f.Elements {
			require.Contains(t, e.Guide().Figures, f.Source, e)
		}
	}
	for _, source := range []string{"", "desk_case", "desk_case.", "so-tap-huan", "excel.v2"} {
		_, ok := policy.FigureOf(source)
		require.False(t, ok, source)
	}
}

// The last four windows that are over: on the first day of a month the one before has just ended; on the last it goes on.
func TestWindowsAreOver(t *testing.T) {
	for _, c := range []struct {
		months      int
		on          string
		first, last [2]string
	}{
		{1, "2026-12-01", [2]string{"2026-08-01", "2026-08-31"}, [2]string{"2026-11-01", "2026-11-30"}},
		{1, "2026-11-30", [2]string{"2026-07-01", "2026-07-31"}, [2]string{"2026-10-01", "2026-10-31"}},
		{3, "2027-01-15", [2]string{"2026-01-01", "2026-03-31"}, [2]string{"2026-10-01", "2026-12-31"}},
		{12, "2024-03-31", [2]string{"2020-03-01", "2021-02-28"}, [2]string{"2023-03-01", "2024-02-29"}},
	} {
		w := policy.Windows(c.months, day(c.on))
		require.Len(t, w, 4)
		require.Equal(t, policy.Window{From: day(c.first[0]), To: day(c.first[1])}, w[0], c)
		require.Equal(t, policy.Window{From: day(c.last[0]), To: day(c.last[1])}, w[3], c)
		for i := range w[1:] {
			require.Equal(t, w[i].To.AddDays(1), w[i+1].From, "without gaps")
		}
	}
	require.Empty(t, policy.Windows(0, today))
}

var hanoi = time.FixedZone("ICT", 7*3600)

// newTally wants these figures in windows of so many months, on 15 December 2026.
func newTally(months int, sources ...string) *policy.Tally {
	var measures []policy.Measure
	for _, source := range sources {
		measures = append(measures, policy.Measure{Source: source, WindowMonths: months})
	}
	env := care.Env{Now: func() time.Time { return time.Date(2026, 12, 15, 3, 0, 0, 0, time.UTC) }, Zone: hanoi}
	return policy.NewTally(env, calendar.Date{}, measures...)
}

// A case belongs to the window that has its date in the shop's zone, to the microsecond.
func TestTallyCountsAtTheEdgesOfWindows(t *testing.T) {
	y := newTally(1, policy.FigureCasesKept)
	from, before, wanted := y.Span(policy.FigureCasesKept, policy.FigureLoaners)
	require.True(t, wanted)
	require.True(t, from.Equal(time.Date(2026, 8, 1, 0, 0, 0, 0, hanoi)) && before.Equal(time.Date(2026, 12, 1, 0, 0, 0, 0, hanoi)), "%s %s", from, before)
	for _, at := range []time.Time{
		from.Add(-time.Microsecond), from, time.Date(2026, 11, 1, 0, 0, 0, 0, hanoi).Add(-time.Microsecond), time.Date(2026, 11, 1, 0, 0, 0, 0, hanoi),
		before.Add(-time.Microsecond), before,
	} {
		y.Count(policy.FigureCasesKept, "", at, true)
	}
	counted := map[string]int64{}
	for _, o := range y.Observations() {
		require.Equal(t, [2]string{policy.FigureCasesKept, ""}, [2]string{o.Source, string(o.Segment)})
		require.Equal(t, y.AsOf(), o.AsOf)
		counted[o.From.String()] = o.Share.Of
	}
	require.Equal(t, map[string]int64{"2026-08-01": 1, "2026-10-01": 1, "2026-11-01": 2}, counted)
	require.Empty(t, policy.CheckObservations(y.Observations()))
}

func TestTallyReadsNothingThatNobodyWants(t *testing.T) {
	y := newTally(3, policy.FigureCasesKept, "so-tap-huan", "desk_case.no_such")
	_, _, wanted := y.Span(policy.FigureLoaners, policy.FigurePointsOwed)
	require.False(t, wanted)
	y.Count(policy.FigureLoaners, "", y.AsOf().AddDate(0, -2, 0), true)
	y.AddNone(policy.FigureAskedInVain, "", calendar.Date{})
	require.Empty(t, y.Observations())
}

// What is counted of a segment is counted of all as well; zero is a figure only where somebody looked.
func TestTallyCountsSegmentsAmountsAndStates(t *testing.T) {
	y := newTally(1, policy.FigureSatisfaction, policy.FigureAskedInVain, policy.FigurePointsOwed)
	nov := day("2026-11-09")
	y.AddPoints(policy.FigureSatisfaction, "retail", nov, stats.Mean{}.Add(5).Add(4))
	y.AddPoints(policy.FigureSatisfaction, "", nov, stats.Mean{}.Add(1))
	y.AddAmount(policy.FigureAskedInVain, "", nov, 2, 2)
	y.AddAmount(policy.FigureAskedInVain, "", nov, 1, 1)
	y.AddNone(policy.FigureAskedInVain, "", day("2026-10-31"))
	y.AddAmount(policy.FigurePointsOwed, "", y.Today(), 700, 3)
	y.AddAmount(policy.FigurePointsOwed, "", nov, 10, 1) // a state is of today
	all := y.Observations()
	require.Len(t, all, 5)
	require.Equal(t, []float64{0, 3, 700}, []float64{*all[0].Amount, *all[1].Amount, *all[4].Amount})
	require.Equal(t, []string{"2026-10-31", "2026-11-30"}, []string{all[0].To.String(), all[1].To.String()})
	require.Equal(t, y.Today(), all[4].From)
	require.Equal(t, []int64{3, 2}, []int64{all[2].Points.N, all[3].Points.N})
	require.Equal(t, care.SegmentRef("retail"), all[3].Segment)
}

// figured is the worked policy with one measure that names a figure, for each segment.
func figured(segments int, m policy.Measure) policy.Policy {
	p, _ := worked(segments)
	for i := range p.Provisions {
		p.Provisions[i].Measures = nil
		if p.Provisions[i].Element == policy.OnTheSpot {
			p.Provisions[i].Measures = []policy.Measure{m}
		}
	}
	return p
}

// outcomes are those of the measure, by segment.
func outcomes(p policy.Policy, all []policy.Observation, on calendar.Date) (list []policy.Outcome) {
	for _, r := range policy.Evaluate(p, all, on).Results {
		if r.Element == policy.OnTheSpot {
			list = append(list, r.Outcome)
		}
	}
	return list
}

// A figure is evidence of the segment that it was counted in, and of no other: a segment without cases is unmeasured.
func TestAFigureOfOneSegmentSaysNothingOfAnother(t *testing.T) {
	m := policy.Measure{Code: "m", Name: both("x", "x"), Kind: policy.MeasureRate, Direction: policy.AtLeast, Target: f(0.5), WindowMonths: 1, Source: policy.FigureFirstContact}
	p := figured(2, m)
	of := func(segment care.SegmentRef, yes, of int64) policy.Observation {
		return policy.Observation{Segment: segment, Source: m.Source, From: day("2026-11-01"), To: day("2026-11-30"), Share: stats.Share{Yes: yes, Of: of}, AsOf: today.Start(time.UTC)}
	}
	on := day("2026-12-15")
	require.Equal(t, []policy.Outcome{policy.Met, policy.Met}, outcomes(p, []policy.Observation{of("", 190, 200)}, on), "no record names a segment")
	require.Equal(t, []policy.Outcome{policy.Met, policy.Unmeasured}, outcomes(p, []policy.Observation{of("", 190, 200), of("s0", 190, 200)}, on))
	require.Equal(t, []policy.Outcome{policy.Unmeasured, policy.Missed}, outcomes(p, []policy.Observation{of("", 190, 200), of("s1", 10, 200)}, on))
	host := of("", 10, 200)
	host.Element, host.Measure = policy.OnTheSpot, "m"
	require.Equal(t, []policy.Outcome{policy.Missed, policy.Missed}, outcomes(p, []policy.Observation{of("", 190, 200), host}, on), "the host's own goes first")

	quarter := of("", 190, 200)
	quarter.From = day("2026-09-01")
	require.Equal(t, []policy.Outcome{policy.Unmeasured, policy.Unmeasured}, outcomes(p, []policy.Observation{quarter}, on), "a window of another length")
	require.Equal(t, []policy.Outcome{policy.Unmeasured, policy.Unmeasured}, outcomes(p, []policy.Observation{of("", 190, 200)}, day("2026-11-29")), "it is not over")
	require.Equal(t, []policy.Outcome{policy.Unmeasured, policy.Unmeasured}, outcomes(p, []policy.Observation{of("", 190, 200)}, day("2027-01-02")), "it is too old")
	require.Equal(t, []policy.Outcome{policy.Unmeasured, policy.Unmeasured}, outcomes(p, nil, on))
}

// A measure that names no figure of Chamsoc's, or one of another kind, is told of, and is not met.
func TestAMisnamedFigureIsFound(t *testing.T) {
	for _, c := range []struct {
		source string
		kind   policy.MeasureKind
		want   *care.Code
	}{
		{"desk_case.on_tme", policy.MeasureRate, policy.CodeNoFigure}, {policy.FigurePointsOwed, policy.MeasureRate, policy.CodeFigureKind},
		{policy.FigureSatisfaction, policy.MeasureAmount, policy.CodeFigureKind}, {policy.FigureCasesOnTime, policy.MeasurePerception, policy.CodeFigureKind},
		{policy.FigureCasesOnTime, policy.MeasureCoverage, policy.CodeUnmeasured}, {"excel.v2", policy.MeasureRate, policy.CodeUnmeasured},
	} {
		p := figured(1, policy.Measure{Code: "m", Name: both("x", "x"), Kind: c.kind, Direction: policy.AtLeast, Target: f(0.5), WindowMonths: 1, Source: c.source})
		var found []string
		for _, finding := range policy.Check(p, policy.Facts{On: today}).Findings {
			require.NoError(t, finding.Reason.Check())
			if finding.Check == "P07" {
				found = append(found, finding.Reason.Code())
			}
		}
		require.Equal(t, []string{c.want.ID()}, found, c.source)
		r := resultOf(t, policy.Evaluate(p, nil, today), policy.OnTheSpot)
		require.Equal(t, policy.Unmeasured, r.Outcome)
		if c.want != policy.CodeUnmeasured {
			require.True(t, r.Reasons.Has(c.want), c.source)
		}
	}
}
