package policy_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/stats"
)

// found are the checks and the reasons of a report.
func found(t testing.TB, r policy.Report) (all []string) {
	t.Helper()
	for _, f := range r.Findings {
		require.NoError(t, f.Reason.Check())
		require.Equal(t, f.Check, f.Reason.Rule())
		require.NotEmpty(t, f.Path)
		all = append(all, f.Check+" "+f.Reason.Code())
	}
	return all
}

func TestNothingIsFoundInAWorkedPolicy(t *testing.T) {
	p, facts := worked(3)
	require.Empty(t, p.Problems())
	require.Empty(t, policy.CheckObservations(facts.Observations))
	require.Empty(t, policy.Missing(p, policy.StagePublication))
	r := policy.Check(p, facts)
	require.Empty(t, found(t, r))
	require.Equal(t, []policy.Completeness{
		{Phase: care.PhaseBefore, Filled: 24, Required: 24}, {Phase: care.PhaseDuring, Filled: 27, Required: 27}, {Phase: care.PhaseAfter, Filled: 30, Required: 30},
	}, r.Phases)
}

// Every check finds each of several mistakes, and nothing else finds it.
func TestEachCheckFindsItsMistakesAlone(t *testing.T) {
	type change func(p *policy.Policy, f *policy.Facts)
	of := func(e policy.Element, change func(*policy.Provision)) change {
		return func(p *policy.Policy, _ *policy.Facts) { change(provisionOf(p, e)) }
	}
	measure := func(e policy.Element, change func(*policy.Measure)) change {
		return of(e, func(r *policy.Provision) { change(&r.Measures[0]) })
	}
	figures := func(e policy.Element, value func(o *policy.Observation)) change {
		return func(_ *policy.Policy, f *policy.Facts) {
			for i := range f.Observations {
				if f.Observations[i].Element == e {
					value(&f.Observations[i])
				}
			}
		}
	}
	without := func(gone func(policy.Provision) bool) change {
		return func(p *policy.Policy, _ *policy.Facts) { p.Provisions = slices.DeleteFunc(p.Provisions, gone) }
	}
	for _, c := range []struct {
		what   string
		change change
		want   []string
	}{
		{"an element in no segment", without(func(r policy.Provision) bool { return r.Element == policy.BuildingTrust }), []string{"P01 policy.unsettled"}},
		{"an element in one segment less", without(func(r policy.Provision) bool { return r.Element == policy.OnTheSpot && r.Segments[0] == "s1" }), []string{"P01 policy.unsettled"}},
		{"an element that begins later", of(policy.Feedback, func(r *policy.Provision) { r.From = today.AddDays(1) }), []string{"P01 policy.unsettled"}},
		{"no owner", of(policy.Warranty, func(r *policy.Provision) { r.Owner = "" }), []string{"P02 policy.no_owner"}},
		{"no deputy", of(policy.Warranty, func(r *policy.Provision) { r.Deputy = "" }), []string{"P02 policy.no_deputy"}},
		{"an owner who is nobody", of(policy.Warranty, func(r *policy.Provision) { r.Owner = "an" }), []string{"P02 policy.owner_gone"}},
		{"the owner's own deputy", of(policy.Warranty, func(r *policy.Provision) { r.Deputy = r.Owner }), []string{"P02 policy.own_deputy"}},
		{"a deputy who is gone", func(p *policy.Policy, f *policy.Facts) {
			p.People = append(p.People, policy.Person{Ref: "an"})
			provisionOf(p, policy.Warranty).Deputy, f.Gone = "an", []care.StaffRef{"an"}
		}, []string{"P02 policy.owner_gone"}},
		{"the mission of nobody", func(p *policy.Policy, _ *policy.Facts) { p.Mission.Owner = "an" }, []string{"P02 policy.holder_gone"}},
		{"links, objectives and open tasks of nobody", func(p *policy.Policy, _ *policy.Facts) {
			p.Contents.Links[0].Owner, p.Objectives.Quality[0].Owner, p.Marketing.Owner, p.Rollouts[0].Owner = "an", "an", "an", "an"
			p.Rollouts[0].Tasks[0].Owner, p.Rollouts[1].Tasks[0].Owner, p.Rollouts[1].Tasks[0].Done = "an", "an", date("")
		}, slices.Repeat([]string{"P02 policy.holder_gone"}, 5)},
		{"no objective", of(policy.Feedback, func(r *policy.Provision) { r.Objective = care.Text{} }), []string{"P03 policy.no_objective"}},
		{"no measure", of(policy.Feedback, func(r *policy.Provision) { r.Measures = nil }), []string{"P04 policy.unmeasurable"}},
		{"neither", of(policy.Feedback, func(r *policy.Provision) { r.Objective, r.Measures = care.Text{}, nil }), []string{"P03 policy.no_objective"}},
		{"no target", measure(policy.CustomerAwareness, func(m *policy.Measure) { m.Target = nil }), []string{"P05 policy.no_target"}},
		{"no direction", measure(policy.CustomerAwareness, func(m *policy.Measure) { m.Direction = "" }), []string{"P05 policy.no_direction"}},
		{"a promise of no time", measure(policy.TimeManagement, func(m *policy.Measure) { m.Within = calendar.Span{} }), []string{"P05 policy.no_target"}},
		{"no window", measure(policy.CustomerAwareness, func(m *policy.Measure) { m.WindowMonths = 0 }), []string{"P06 policy.no_window"}},
		{"a promise in no share", measure(policy.TimeManagement, func(m *policy.Measure) { m.Percentile = 0 }), []string{"P06 policy.no_percentile"}},
		{"no source", measure(policy.OtherInformation, func(m *policy.Measure) { m.Source = "" }), []string{"P07 policy.no_source"}},
		{"no figures", measure(policy.OtherInformation, func(m *policy.Measure) { m.Code = "other" }), []string{"P07 policy.unmeasured"}},
		{"figures of nothing", figures(policy.CustomerAwareness, func(o *policy.Observation) { o.Share = stats.Share{} }), []string{"P07 policy.unmeasured", "P07 policy.unmeasured", "P07 policy.unmeasured"}},
		{"old figures", figures(policy.CustomerAwareness, func(o *policy.Observation) { o.To = o.To.AddDays(-93) }), []string{"P07 policy.unmeasured", "P07 policy.unmeasured", "P07 policy.unmeasured"}},
		{"figures of a window that is not over", figures(policy.CustomerAwareness, func(o *policy.Observation) { o.To = today.AddDays(1) }), []string{"P07 policy.unmeasured", "P07 policy.unmeasured", "P07 policy.unmeasured"}},
		{"an overdue review", of(policy.Feedback, func(r *policy.Provision) { r.Reviewed = today.AddMonths(-12).AddDays(-1) }), []string{"P08 policy.review_overdue"}},
		{"a review that is due today", of(policy.Feedback, func(r *policy.Provision) { r.Reviewed = today.AddMonths(-12) }), nil},
		{"an overdue review that was done since", func(p *policy.Policy, f *policy.Facts) {
			p.Provisions[3].Reviewed = day("2024-01-01")
			f.Reviews = []policy.Review{{Provision: 3, On: day("2026-12-01")}}
		}, nil},
		{"never reviewed", of(policy.Feedback, func(r *policy.Provision) { r.ReviewMonths = 0 }), []string{"P08 policy.no_review"}},
		{"expired", of(policy.Feedback, func(r *policy.Provision) { r.Until = today.AddDays(-1) }), []string{"P08 policy.expired"}},
		{"ends today", of(policy.Feedback, func(r *policy.Provision) { r.Until = today }), nil},
		{"expired and followed", func(p *policy.Policy, _ *policy.Facts) {
			r := provisionOf(p, policy.Feedback)
			next := *r
			r.Until, next.From = day("2026-11-30"), day("2026-12-01")
			p.Provisions = append(p.Provisions, next)
		}, nil},
		{"the same again", func(p *policy.Policy, _ *policy.Facts) {
			p.Provisions = append(p.Provisions, *provisionOf(p, policy.Feedback))
		}, []string{"P09 policy.overlap"}},
		{"a day of both", func(p *policy.Policy, _ *policy.Facts) {
			r := provisionOf(p, policy.Feedback)
			next := *r
			r.Until, next.From = day("2026-12-01"), day("2026-12-01")
			p.Provisions = append(p.Provisions, next)
		}, []string{"P09 policy.overlap"}},
		{"one that holds longer than the next", func(p *policy.Policy, _ *policy.Facts) {
			r := *provisionOf(p, policy.Feedback)
			one, two := r, r
			one.From, one.Until = day("2027-02-01"), day("2027-02-28")
			two.From, two.Until = day("2027-04-01"), day("2027-04-30")
			p.Provisions = append(p.Provisions, one, two)
		}, []string{"P09 policy.overlap", "P09 policy.overlap"}},
		{"no publication", func(_ *policy.Policy, f *policy.Facts) { f.Publications = nil }, slices.Repeat([]string{"P10 policy.not_told"}, 6)},
		{"a publication to come", func(_ *policy.Policy, f *policy.Facts) { f.Publications[0].On = today.AddDays(1) }, slices.Repeat([]string{"P10 policy.not_told"}, 6)},
		{"published for some", func(_ *policy.Policy, f *policy.Facts) { f.Publications[0].Segments = []care.SegmentRef{"s0", "s2"} }, slices.Repeat([]string{"P10 policy.not_told"}, 2)},
		{"published of some", func(_ *policy.Policy, f *policy.Facts) {
			f.Publications[0].Elements = []policy.Element{policy.Warranty}
		}, slices.Repeat([]string{"P10 policy.not_told"}, 3)},
		{"an old edition published", func(p *policy.Policy, _ *policy.Facts) { p.Edition = 3 }, slices.Repeat([]string{"P10 policy.told_otherwise"}, 6)},
		{"the current one too", func(p *policy.Policy, f *policy.Facts) {
			p.Edition = 3
			f.Publications = append([]policy.Publication{{Edition: 3, On: today}}, f.Publications...)
		}, nil},
		{"an internal promise is not published", func(p *policy.Policy, f *policy.Facts) {
			f.Publications = nil
			for i := range p.Provisions {
				p.Provisions[i].Audience = policy.ForStaff
			}
		}, nil},
		{"no links", measure(policy.Warranty, func(m *policy.Measure) { m.Links = nil }), []string{"P11 policy.no_links"}},
		{"links too long", func(p *policy.Policy, _ *policy.Facts) {
			p.Contents.Links[1].Within = calendar.Working(46*time.Hour + time.Minute)
		}, slices.Repeat([]string{"P11 policy.links_too_long"}, 6)},
		{"links that just do", func(p *policy.Policy, _ *policy.Facts) { p.Contents.Links[1].Within = calendar.Working(46 * time.Hour) }, nil},
		{"a link of another clock", func(p *policy.Policy, _ *policy.Facts) { p.Contents.Links[1].Within = calendar.Wall(time.Hour) }, slices.Repeat([]string{"P11 policy.other_clock"}, 6)},
		{"the first is promised later", measure(policy.Warranty, func(m *policy.Measure) { m.Within = calendar.Working(49 * time.Hour) }), []string{"P12 policy.contradiction"}},
		{"the first is promised less surely", measure(policy.Warranty, func(m *policy.Measure) { m.Percentile = 0.8 }), []string{"P12 policy.contradiction"}},
		{"quicker and less surely", measure(policy.Warranty, func(m *policy.Measure) { m.Within, m.Percentile = calendar.Working(47*time.Hour), 0.8 }), nil},
		{"the first may fail more often", measure(policy.ServiceObjectives, func(m *policy.Measure) { m.Target = f(0.2) }), []string{"P12 policy.contradiction"}},
		{"the first may fail less often", measure(policy.ServiceObjectives, func(m *policy.Measure) { m.Target = f(0.08) }), nil},
		{"no authority", of(policy.Warranty, func(r *policy.Provision) { r.Authority = care.Money{} }), []string{"P13 policy.no_authority"}},
		{"an authority of nothing", of(policy.ServiceRecovery, func(r *policy.Provision) { r.Authority = vnd("0") }), []string{"P13 policy.no_authority"}},
		{"nothing before the sale", without(func(r policy.Provision) bool { return r.Element.Phase() == care.PhaseBefore }), []string{"P14 policy.phase_empty"}},
		{"nothing after the sale for some", without(func(r policy.Provision) bool { return r.Element.Phase() == care.PhaseAfter && r.Segments[0] == "s2" }), []string{"P14 policy.phase_empty"}},
		{"a promise that is never kept", figures(policy.TimeManagement, func(o *policy.Observation) { o.Share = stats.Share{Yes: 49, Of: 100} }), slices.Repeat([]string{"P15 policy.never_reached"}, 3)},
		{"a promise that half is kept", figures(policy.TimeManagement, func(o *policy.Observation) { o.Share = stats.Share{Yes: 50, Of: 100} }), nil},
		{"a promise that is always kept", figures(policy.TimeManagement, func(o *policy.Observation) { o.Share = stats.Share{Yes: 30, Of: 30} }), slices.Repeat([]string{"P15 policy.always_reached"}, 3)},
		{"a rate that is never kept", figures(policy.ServiceObjectives, func(o *policy.Observation) { o.Share = stats.Share{Yes: 11, Of: 100} }), slices.Repeat([]string{"P15 policy.never_reached"}, 3)},
		{"a rate of nothing", figures(policy.ServiceObjectives, func(o *policy.Observation) { o.Share = stats.Share{Yes: 0, Of: 100} }), slices.Repeat([]string{"P15 policy.always_reached"}, 3)},
		{"what must be there always is", figures(policy.MissionAndPolicies, func(o *policy.Observation) { o.Share = stats.Share{Yes: 9, Of: 9} }), nil},
		{"an amount that is never kept", figures(policy.PeopleAndSupport, func(o *policy.Observation) { o.Amount = f(51) }), slices.Repeat([]string{"P15 policy.never_reached"}, 3)},
		{"one quarter is kept", func(_ *policy.Policy, facts *policy.Facts) {
			for i, o := range facts.Observations {
				if o.Element == policy.PeopleAndSupport && o.From.Month() != time.April {
					facts.Observations[i].Amount = f(51)
				}
			}
		}, nil},
	} {
		p, facts := worked(3)
		c.change(&p, &facts)
		require.Equal(t, c.want, found(t, policy.Check(p, facts)), c.what)
	}
}

// What is compared pair by pair gives the same answer as the sweep from the last segment to the first.
func TestContradictionsAreThoseOfEveryPair(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		p, facts := worked(6)
		var promises []*policy.Provision
		for i := range p.Provisions {
			if p.Provisions[i].Element == policy.TimeManagement {
				promises = append(promises, &p.Provisions[i])
			}
		}
		for i := range p.Contents.Segments {
			p.Contents.Segments[i].Priority = 1 + r.IntN(4)
		}
		for _, a := range promises {
			m := &a.Measures[0]
			m.Within, m.Percentile = calendar.Working(time.Duration(45+r.IntN(3))*time.Hour), 0.8+float64(r.IntN(3))/20
		}
		want := map[care.SegmentRef]bool{}
		for i, a := range promises {
			for k, b := range promises {
				x, y := a.Measures[0], b.Measures[0]
				no := x.Within.Duration() >= y.Within.Duration() && x.Percentile <= y.Percentile && (x.Within != y.Within || x.Percentile != y.Percentile)
				if p.Contents.Segments[i].Priority < p.Contents.Segments[k].Priority && no {
					want[a.Segments[0]] = true
				}
			}
		}
		got := map[care.SegmentRef]bool{}
		for _, f := range policy.Check(p, facts).Findings {
			if f.Check == "P12" {
				got[f.Segments[0]] = true
			}
		}
		require.Equal(t, want, got)
	}
}

func BenchmarkCheck(b *testing.B) {
	p, facts := worked(20)
	all := facts.Observations
	facts.Observations = nil
	for _, s := range p.Contents.Segments { // figures of each segment
		for _, o := range all {
			o.Segment = s.Ref
			facts.Observations = append(facts.Observations, o)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if r := policy.Check(p, facts); len(r.Findings) > 0 {
			b.Fatal(r.Findings[0])
		}
	}
}
