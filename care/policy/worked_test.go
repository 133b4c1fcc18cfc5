package policy_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/stats"
)

func f(x float64) *float64 { return &x }

// today is the day on which the worked policy is looked at: its four quarters are over.
var today = day("2026-12-31")

// measureOf is a sound measure of each kind, by turns.
func measureOf(i int, e policy.Element) policy.Measure {
	m := policy.Measure{Code: "m", Name: both("thước đo", "measure"), WindowMonths: 3, Source: "host"}
	switch i % 5 {
	case 0:
		m.Kind = policy.MeasureExistence
	case 1:
		m.Kind, m.Direction, m.Target = policy.MeasureCoverage, policy.AtLeast, f(0.9)
	case 2:
		m.Kind, m.Direction, m.Target = policy.MeasureRate, policy.AtMost, f(0.1)
	case 3:
		m.Kind, m.Direction, m.Target = policy.MeasurePerception, policy.AtLeast, f(4)
	case 4:
		m.Kind, m.Direction, m.Target, m.Unit = policy.MeasureAmount, policy.AtMost, f(50), both("vụ", "cases")
	}
	if e == policy.TimeManagement || e == policy.Warranty {
		m = policy.Measure{Code: "m", Name: both("đúng hẹn", "on time"), Kind: policy.MeasurePromise, Within: calendar.Working(48 * time.Hour), Percentile: 0.9,
			WindowMonths: 3, Source: "desk_case", Links: []policy.LinkCode{"take-in", "repair"}}
	}
	return m
}

// figures are four quarters of a measure, in which its target is kept.
func figures(e policy.Element, m policy.Measure) (all []policy.Observation) {
	for q := range 4 {
		from := day("2026-01-01").AddMonths(3 * q)
		o := policy.Observation{Element: e, Measure: m.Code, From: from, To: from.AddMonths(3).AddDays(-1), Source: m.Source, AsOf: from.AddMonths(3).Start(time.UTC)}
		switch m.Kind {
		case policy.MeasureExistence:
			o.Share = stats.Share{Yes: 1, Of: 1}
		case policy.MeasureCoverage:
			o.Share = stats.Share{Yes: 95, Of: 100}
		case policy.MeasurePromise:
			o.Share = stats.Share{Yes: 960, Of: 1000}
		case policy.MeasureRate:
			o.Share = stats.Share{Yes: 50, Of: 1000}
		case policy.MeasurePerception:
			for i := range 100 {
				o.Points = o.Points.Add(float64(4 + i%2))
			}
		case policy.MeasureAmount:
			o.Amount, o.Events = f(float64(40+q%2)), 40
		}
		all = append(all, o)
	}
	return all
}

// worked is a policy for so many segments in which nothing is missing, with the facts that show it.
func worked(segments int) (policy.Policy, policy.Facts) {
	p := policy.Policy{
		Code: "shop", Edition: 2, Title: both("Chính sách dịch vụ", "Service policy"), From: day("2026-01-01"),
		People:  []policy.Person{{Ref: "hoa", Name: both("Trưởng quầy", "Head of the counter")}, {Ref: "minh", Name: both("Kỹ thuật trưởng", "Head of repairs")}},
		Mission: policy.Mission{Statement: both("Mua một lần, yên tâm mãi.", "Buy once, and be at ease."), Owner: "hoa", Values: []policy.Value{{Code: "card", Text: both("Mất phiếu vẫn được bảo hành.", "A lost card still gets warranty.")}}},
		Objectives: policy.Objectives{
			Position: both("Nhanh nhất quận.", "The quickest of the district."), Important: []policy.Important{{Element: policy.Warranty, Why: both("Khách hỏi nhiều nhất.", "Customers ask most about it.")}},
			Quality: []policy.Quality{{Code: "q1", Text: both("95% đúng hẹn.", "95% on time."), Owner: "hoa", By: day("2026-12-31")}},
		},
		Contents: policy.Contents{
			Kinds: []policy.Kind{{Code: "repair", Name: both("Sửa chữa", "Repair")}}, Lines: []policy.Line{{Code: "phones", Name: both("Điện thoại", "Phones"), Kind: "repair"}},
			Links: []policy.Link{
				{Code: "take-in", Name: both("Nhận máy", "Take in"), Owner: "hoa", Within: calendar.Working(2 * time.Hour)},
				{Code: "repair", Name: both("Sửa", "Repair"), Owner: "minh", Within: calendar.Working(40 * time.Hour)},
			},
			ImportantCustomers: policy.ImportantCustomers{Criterion: both("Mua trên 50 triệu một năm.", "Bought for more than 50 million in a year."), Segments: []care.SegmentRef{"s0"}},
			ImportantServices:  policy.ImportantServices{Criterion: both("Khách dùng nhiều nhất.", "Used most."), Offerings: []policy.OfferingCode{"screen"}},
			Priorities:         both("Máy đang bảo hành trước.", "Devices under warranty first."),
			Packages:           []policy.Package{{Code: "care", Name: both("Gói an tâm", "Peace of mind"), Offerings: []policy.OfferingCode{"screen"}, Segments: []care.SegmentRef{"s0"}}},
		},
		Marketing: policy.Marketing{Mix: both("Tại quầy trước.", "The counter first."), Owner: "hoa"},
	}
	var all []care.SegmentRef
	for i := range segments {
		ref := care.SegmentRef(fmt.Sprint("s", i))
		all = append(all, ref)
		p.Contents.Segments = append(p.Contents.Segments, policy.Segment{Ref: ref, Name: both(fmt.Sprint("Nhóm ", i), fmt.Sprint("Group ", i)), Priority: i + 1})
		p.Objectives.Varies = append(p.Objectives.Varies, policy.Variation{Segment: ref, How: both("Như nhau.", "Alike.")})
		p.Rollouts = append(p.Rollouts, policy.Rollout{Segment: ref, Owner: "hoa", Tasks: []policy.Task{{Code: "train", What: both("Tập huấn", "Train"), Owner: "minh", Due: day("2025-12-20"), Done: day("2025-12-19")}}})
	}
	p.Contents.Offerings = []policy.Offering{{Code: "screen", Name: both("Thay màn hình", "New screen"), Line: "phones", Segments: all, Priority: 1}}
	p.Marketing.Plans = []policy.Plan{{Code: "m1", Offering: "screen", Segments: all, Channel: care.ChannelCounter, From: day("2026-01-01"), Consent: policy.ConsentNotNeeded, Message: both("Thay trong ngày.", "Done in a day.")}}
	facts := policy.Facts{On: today, Publications: []policy.Publication{{Edition: 2, On: day("2026-01-01"), Where: both("Trang web", "Web site")}}}
	for i, e := range policy.Elements() {
		m := measureOf(i, e)
		facts.Observations = append(facts.Observations, figures(e, m)...)
		for _, s := range all {
			r := policy.Provision{
				Element: e, Segments: []care.SegmentRef{s}, Statement: both("Chúng tôi làm vậy.", "This is what we do."), Audience: policy.ForCustomers, Owner: "hoa", Deputy: "minh",
				Objective: both("Giữ lời.", "Keep our word."), Measures: []policy.Measure{m}, ReviewMonths: 12, Reviewed: day("2026-06-30"), From: day("2026-01-01"),
			}
			if e == policy.Warranty || e == policy.ServiceRecovery {
				r.Authority = vnd("500000")
			}
			p.Provisions = append(p.Provisions, r)
		}
	}
	return p, facts
}

func vnd(amount string) care.Money {
	m, err := care.NewMoney(amount, "VND")
	if err != nil {
		panic(err)
	}
	return m
}

// provisionOf is the first provision of an element.
func provisionOf(p *policy.Policy, e policy.Element) *policy.Provision {
	i := slices.IndexFunc(p.Provisions, func(r policy.Provision) bool { return r.Element == e })
	return &p.Provisions[i]
}
