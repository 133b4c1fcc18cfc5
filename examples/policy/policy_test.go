package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/stats"
)

func TestPasses(t *testing.T) {
	for _, lang := range []care.Lang{care.LangVI, care.LangEN} {
		var out bytes.Buffer
		require.NoError(t, run(t.Context(), &out, t.TempDir(), lang), out.String())
		require.Regexp(t, `\nPASS \d+ checks\n$`, out.String())
	}
}

// mutation is a mistake in the worked policy, or a fact that does not fit it.
type mutation struct {
	what   string
	change func(p *policy.Policy, f *policy.Facts)
}

// Two different mistakes for each check are found by that check, and by no other.
func TestEachCheckFindsItsMutations(t *testing.T) {
	for check, mutations := range mutations() {
		require.GreaterOrEqual(t, len(mutations), 2, check)
		for _, m := range mutations {
			p, err := policy.Parse(thisYear)
			require.NoError(t, err)
			var f policy.Facts
			require.NoError(t, json.Unmarshal(yearsFacts, &f))
			m.change(&p, &f)
			r := policy.Check(p, f)
			require.NotEmpty(t, r.Findings, "%s %s", check, m.what)
			for _, found := range r.Findings {
				require.Equal(t, check, found.Check, "%s: %s", m.what, found.Reason.Text(care.LangEN))
				require.NotEmpty(t, found.Reason.Text(care.LangVI))
			}
		}
	}
}

// in changes the first provision of an element.
func in(e policy.Element, change func(*policy.Provision)) func(*policy.Policy, *policy.Facts) {
	return func(p *policy.Policy, _ *policy.Facts) {
		i := slices.IndexFunc(p.Provisions, func(r policy.Provision) bool { return r.Element == e })
		change(&p.Provisions[i])
	}
}

// first changes the first measure of an element.
func first(e policy.Element, change func(*policy.Measure)) func(*policy.Policy, *policy.Facts) {
	return in(e, func(r *policy.Provision) { change(&r.Measures[0]) })
}

// without takes provisions out.
func without(gone func(policy.Provision) bool) func(*policy.Policy, *policy.Facts) {
	return func(p *policy.Policy, _ *policy.Facts) { p.Provisions = slices.DeleteFunc(p.Provisions, gone) }
}

// figures changes those of an element.
func figures(e policy.Element, change func(*policy.Observation)) func(*policy.Policy, *policy.Facts) {
	return func(_ *policy.Policy, f *policy.Facts) {
		for i := range f.Observations {
			if f.Observations[i].Element == e {
				change(&f.Observations[i])
			}
		}
	}
}

func mutations() map[string][]mutation {
	day := calendar.MustDate
	return map[string][]mutation{
		"P01": {
			{"nobody has thought of promotions", without(func(r policy.Provision) bool { return r.Element == policy.AdHocPromotions })},
			{"credit for companies was forgotten", without(func(r policy.Provision) bool {
				return r.Element == policy.FinancialSupport && slices.Contains(r.Segments, "business")
			})},
		},
		"P02": {
			{"no owner", in(policy.Feedback, func(r *policy.Provision) { r.Owner = "" })},
			{"the storekeeper has left", func(_ *policy.Policy, f *policy.Facts) { f.Gone = []care.StaffRef{"kho"} }},
			{"nobody stands in", in(policy.Warranty, func(r *policy.Provision) { r.Deputy = r.Owner })},
		},
		"P03": {
			{"of feedback", in(policy.Feedback, func(r *policy.Provision) { r.Objective = care.Text{} })},
			{"of everything", func(p *policy.Policy, _ *policy.Facts) {
				for i := range p.Provisions {
					p.Provisions[i].Objective = care.Text{}
				}
			}},
		},
		"P04": {
			{"trust is a slogan", in(policy.BuildingTrust, func(r *policy.Provision) { r.Measures = nil })},
			{"so is accuracy", in(policy.SystemAccuracy, func(r *policy.Provision) { r.Measures = nil })},
		},
		"P05": {
			{"no target", first(policy.BuildingTrust, func(m *policy.Measure) { m.Target = nil })},
			{"least or most", first(policy.SystemAccuracy, func(m *policy.Measure) { m.Direction = "" })},
			{"a promise of no time", first(policy.RepairPlanning, func(m *policy.Measure) { m.Within = calendar.Span{} })},
		},
		"P06": {
			{"no window", first(policy.BuildingTrust, func(m *policy.Measure) { m.WindowMonths = 0 })},
			{"a promise in no share", first(policy.RepairPlanning, func(m *policy.Measure) { m.Percentile = 0 })},
		},
		"P07": {
			{"the inspections are silent", func(_ *policy.Policy, f *policy.Facts) {
				f.Observations = slices.DeleteFunc(f.Observations, func(o policy.Observation) bool { return o.Source == "so-kiem-tra" })
			}},
			{"nobody says where from", first(policy.BuildingTrust, func(m *policy.Measure) { m.Source = "" })},
			{"a figure that there is not", first(policy.Feedback, func(m *policy.Measure) { m.Source = "feedback_rollup.answers" })},
			{"a figure of another kind", first(policy.Feedback, func(m *policy.Measure) { m.Source = policy.FigureSatisfaction })},
			{"a window of nothing", figures(policy.BuildingTrust, func(o *policy.Observation) { o.Share = stats.Share{} })},
		},
		"P08": {
			{"overdue", in(policy.Feedback, func(r *policy.Provision) { r.Reviewed = day(2025, time.June, 1) })},
			{"expired", in(policy.Feedback, func(r *policy.Provision) { r.Until = day(2026, time.November, 30) })},
			{"never reviewed", in(policy.Feedback, func(r *policy.Provision) { r.ReviewMonths = 0 })},
		},
		"P09": {
			{"twice", func(p *policy.Policy, _ *policy.Facts) { p.Provisions = append(p.Provisions, p.Provisions[0]) }},
			{"the next begins too early", func(p *policy.Policy, _ *policy.Facts) {
				next := p.Provisions[0]
				p.Provisions[0].Until, next.From = day(2027, time.June, 30), day(2027, time.June, 30)
				p.Provisions = append(p.Provisions, next)
			}},
		},
		"P10": {
			{"the old edition still hangs there", func(p *policy.Policy, _ *policy.Facts) { p.Edition = 3 }},
			{"nothing was published", func(_ *policy.Policy, f *policy.Facts) { f.Publications = nil }},
			{"companies were not told", func(_ *policy.Policy, f *policy.Facts) {
				f.Publications = f.Publications[1:]
				f.Publications[0].Segments = []care.SegmentRef{"loyal", "retail"}
			}},
		},
		"P11": {
			{"nobody carries it", first(policy.RepairPlanning, func(m *policy.Measure) { m.Links = nil })},
			{"no flow delivers", func(p *policy.Policy, f *policy.Facts) {
				for _, l := range p.Contents.Links[1:] {
					f.Links = append(f.Links, l.Code)
				}
			}},
			{"parts come later", func(p *policy.Policy, _ *policy.Facts) {
				i := slices.IndexFunc(p.Contents.Links, func(l policy.Link) bool { return l.Code == "parts" })
				p.Contents.Links[i].Within = calendar.WorkingDates(5)
			}},
			{"hours and days", func(p *policy.Policy, _ *policy.Facts) {
				i := slices.IndexFunc(p.Contents.Links, func(l policy.Link) bool { return l.Code == "call-back" })
				p.Contents.Links[i].Within = calendar.Working(8 * time.Hour)
			}},
		},
		"P12": {
			{"companies come first, and wait longer", func(p *policy.Policy, _ *policy.Facts) { p.Contents.Segments[1].Priority = 0 }},
			{"loyal customers are promised it less surely", func(p *policy.Policy, _ *policy.Facts) {
				for i, r := range p.Provisions {
					if r.Element == policy.Warranty && r.Segments[0] == "loyal" {
						p.Provisions[i].Measures[0].Percentile = 0.8
					}
				}
			}},
		},
		"P13": {
			{"of warranty", in(policy.Warranty, func(r *policy.Provision) { r.Authority = care.Money{} })},
			{"of recovery", in(policy.ServiceRecovery, func(r *policy.Provision) { r.Authority = care.Money{} })},
		},
		"P14": {
			{"nothing before the sale", without(func(r policy.Provision) bool { return r.Element.Phase() == care.PhaseBefore })},
			{"nothing after it for companies", func(p *policy.Policy, _ *policy.Facts) {
				for i, r := range p.Provisions {
					if r.Element.Phase() == care.PhaseAfter {
						p.Provisions[i].Segments = slices.DeleteFunc(r.Segments, func(s care.SegmentRef) bool { return s == "business" })
					}
				}
				p.Provisions = slices.DeleteFunc(p.Provisions, func(r policy.Provision) bool { return len(r.Segments) == 0 })
			}},
		},
		"P15": {
			{"out of reach", first(policy.BuildingTrust, func(m *policy.Measure) { *m.Target = 0.9 })},
			{"too easy", figures(policy.SystemAccuracy, func(o *policy.Observation) { o.Share.Yes = 0 })},
			{"a promise that is never kept", figures(policy.RepairPlanning, func(o *policy.Observation) { o.Share.Yes = o.Share.Of / 3 })},
		},
	}
}
