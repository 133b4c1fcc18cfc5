package chamsoc_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/stats"
)

// gatheredBy is by which figure the shop's policy measures an element; what is not here the host observes.
var gatheredBy = map[policy.Element]string{
	policy.MissionAndPolicies: policy.FigureReviewed, policy.CustomerAwareness: policy.FigureMarketingFor, policy.ServiceObjectives: policy.FigureObjectives,
	policy.SupportingProcesses: policy.FigureLinksKept, policy.PeopleAndSupport: policy.FigureDeputies, policy.TechnicalSupport: policy.FigureAskedAnswered,
	policy.DemandTypes: policy.FigureCasesOwned, policy.TimeManagement: policy.FigureCasesOnTime, policy.ServiceLevels: policy.FigureFlowsKept,
	policy.SystemAccuracy: policy.FigureFirstPass, policy.RelatedIssues: policy.FigureCasesRelated, policy.FocusOfEffort: policy.FigurePrioritised,
	policy.OnTheSpot: policy.FigureFirstContact, policy.Warranty: policy.FigureClaimsOnTime, policy.Feedback: policy.FigureSatisfaction,
	policy.ServiceRecovery: policy.FigureUnhappyReplied, policy.RepairPlanning: policy.FigureRepairsOnTime, policy.BuildingTrust: policy.FigureRecommendation,
	policy.SalesExtension: policy.FigureOffersTaken, policy.DirectMarketing: policy.FigureAgreed, policy.LoyalCustomerClub: policy.FigureMembersActive,
	policy.AdHocPromotions: policy.FigurePromotionsKnown,
}

// measureFor is the measure of an element in the shop's policy.
func measureFor(e policy.Element) policy.Measure {
	m := policy.Measure{Code: "m", Name: both("x"), Kind: policy.MeasureRate, Direction: policy.AtLeast, WindowMonths: 3, Source: "so-cua-shop"}
	target := 0.5
	if source, ok := gatheredBy[e]; ok {
		f, _ := policy.FigureOf(source)
		m.Kind, m.Source, m.Unit = f.Kind, source, f.Unit
	}
	switch m.Kind {
	case policy.MeasureExistence:
		m.Direction, m.Target = "", nil
		return m
	case policy.MeasureAmount:
		m.Direction, target = policy.AtMost, 5
	case policy.MeasurePerception:
		target = 2
	}
	m.Target = &target
	return m
}

func both(text string) care.Text { return care.Text{VI: text, EN: text} }

// observed is what the host says of an element's last window: good, or as bad as can be.
func observed(e policy.Element, good int64) policy.Observation {
	m := measureFor(e)
	o := policy.Observation{Element: e, Measure: "m", From: calendar.MustDate(2026, 9, 1), To: calendar.MustDate(2026, 11, 30), Source: "so-cua-shop", AsOf: evaluated}
	switch m.Kind {
	case policy.MeasureAmount:
		o.Amount = new(float64(100 - 99*good))
	case policy.MeasurePerception:
		o.Points = stats.Mean{}.Add(float64(5*good - 3)).Add(float64(5*good - 4)).Add(float64(5*good - 3))
	default:
		o.Share = stats.Share{Yes: 200 * good, Of: 200}
	}
	return o
}

// hostGives are observations of what no figure counts.
func hostGives(policy.Policy) (all []policy.Observation) {
	for _, e := range policy.Elements() {
		if _, counted := gatheredBy[e]; !counted {
			all = append(all, observed(e, 1))
		}
	}
	return all
}

// publishPolicy puts the shop's policy into force: one provision for each of the 27.
func (y *year) publishPolicy(t *testing.T) policy.Policy {
	p := policy.Policy{
		Code: "shop", Edition: 1, Title: both("x"), From: calendar.MustDate(2026, 1, 1), People: []policy.Person{{Ref: "hoa", Name: both("x")}, {Ref: "minh", Name: both("x")}},
		Mission: policy.Mission{Statement: both("x"), Owner: "hoa", Values: []policy.Value{{Code: "card", Text: both("x")}}},
		Objectives: policy.Objectives{
			Position: both("x"), Important: []policy.Important{{Element: policy.Warranty, Why: both("x")}}, Varies: []policy.Variation{{Segment: "retail", How: both("x")}},
			Quality: []policy.Quality{{Code: "q1", Text: both("x"), Owner: "hoa", By: calendar.MustDate(2026, 12, 31)}},
		},
		Contents: policy.Contents{
			Kinds: []policy.Kind{{Code: "repair", Name: both("x")}}, Lines: []policy.Line{{Code: "tv", Name: both("x"), Kind: "repair"}},
			Segments: []policy.Segment{{Ref: "retail", Name: both("x"), Priority: 1}}, Links: []policy.Link{{Code: "repair", Name: both("x"), Owner: "minh", Within: calendar.Working(40 * time.Hour)}},
			ImportantCustomers: policy.ImportantCustomers{Criterion: both("x"), Segments: []care.SegmentRef{"retail"}},
			ImportantServices:  policy.ImportantServices{Criterion: both("x"), Offerings: []policy.OfferingCode{"screen"}}, Priorities: both("x"),
			Offerings: []policy.Offering{{Code: "screen", Name: both("x"), Line: "tv", Segments: []care.SegmentRef{"retail"}, Priority: 1}},
			Packages:  []policy.Package{{Code: "care", Name: both("x"), Offerings: []policy.OfferingCode{"screen"}, Segments: []care.SegmentRef{"retail"}}},
		},
		Rollouts:  []policy.Rollout{{Segment: "retail", Owner: "hoa", Tasks: []policy.Task{{Code: "train", What: both("x"), Owner: "minh", Done: calendar.MustDate(2025, 12, 19)}}}},
		Marketing: policy.Marketing{Mix: both("x"), Owner: "hoa", Plans: []policy.Plan{{Code: "m1", Offering: "screen", Segments: []care.SegmentRef{"retail"}, Channel: care.ChannelCounter, From: calendar.MustDate(2026, 1, 1), Consent: policy.ConsentNotNeeded, Message: both("x")}}},
	}
	for _, e := range policy.Elements() {
		p.Provisions = append(p.Provisions, policy.Provision{
			Element: e, Segments: []care.SegmentRef{"retail"}, Statement: both("x"), Audience: policy.ForStaff, Owner: "hoa", Deputy: "minh", Objective: both("x"),
			Measures: []policy.Measure{measureFor(e)}, ReviewMonths: 12, Reviewed: calendar.MustDate(2026, 6, 30),
		})
	}
	_, err := y.Policy.Save(t.Context(), policy.Draft{Policy: p})
	require.NoError(t, err)
	for stage := range policy.Stage("").Terms().All() {
		_, err := y.Policy.Publish(t.Context(), policy.Passing{Code: "shop", Edition: 1, Stage: stage, By: "hoa", Places: []care.Text{both("x")}})
		require.NoError(t, err, stage)
	}
	return p
}
