package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/stats"
)

// policyCheck is the time of all checks of a policy that settles each of the 27 elements in each of 20 segments by a provision of its own, with four windows of
// figures for each. Nothing is found, so every check looks at everything.
func policyCheck(context.Context, string) ([]row, error) {
	p, facts := fullPolicy(20)
	if r := policy.Check(p, facts); len(r.Findings) > 0 || len(p.Provisions) != 27*20 {
		return nil, fmt.Errorf("the policy is not a full one: %d provisions, %v", len(p.Provisions), r.Findings[:min(len(r.Findings), 3)])
	}
	const n = 20
	ns := make([]float64, 0, rounds)
	for range rounds {
		runtime.GC()
		start := time.Now()
		for range n {
			policy.Check(p, facts)
		}
		ns = append(ns, float64(time.Since(start).Nanoseconds())/n)
	}
	return []row{{Name: "policy/check", Ours: median(ns), Unit: "ns/op", N: n * rounds, Bar: "≤ 5000000 ns"}}, nil
}

// fullPolicy is a policy without a mistake, with a promise to customers for every third element and a rate for the others.
func fullPolicy(segments int) (policy.Policy, policy.Facts) {
	both := func(text string) care.Text { return care.Text{VI: text, EN: text} }
	begin, target := calendar.MustDate(2026, time.January, 1), 0.9
	authority, _ := care.NewMoney("500000", "VND")
	p := policy.Policy{Code: "bench", Edition: 1, From: begin, People: []policy.Person{{Ref: "a"}, {Ref: "b"}}, Contents: policy.Contents{
		Links: []policy.Link{{Code: "l", Within: calendar.Working(8 * time.Hour)}}}}
	f := policy.Facts{On: calendar.MustDate(2026, time.December, 31), Publications: []policy.Publication{{Edition: 1, On: begin}}}
	for s := range segments {
		p.Contents.Segments = append(p.Contents.Segments, policy.Segment{Ref: care.SegmentRef(fmt.Sprint("s", s)), Priority: s + 1})
	}
	for i, e := range policy.Elements() {
		m := policy.Measure{Code: "m", Name: both("m"), Kind: policy.MeasureRate, Direction: policy.AtLeast, Target: &target, WindowMonths: 3, Source: "host"}
		if i%3 == 0 {
			m = policy.Measure{Code: "m", Name: both("m"), Kind: policy.MeasurePromise, Within: calendar.Working(8 * time.Hour), Percentile: 0.9, WindowMonths: 3, Source: "host", Links: []policy.LinkCode{"l"}}
		}
		for _, s := range p.Contents.Segments {
			p.Provisions = append(p.Provisions, policy.Provision{
				Element: e, Segments: []care.SegmentRef{s.Ref}, Statement: both("s"), Audience: policy.ForCustomers, Owner: "a", Deputy: "b", Objective: both("o"),
				Measures: []policy.Measure{m}, Authority: authority, ReviewMonths: 12, From: begin,
			})
			for q := range 4 {
				from := begin.AddMonths(3 * q)
				f.Observations = append(f.Observations, policy.Observation{
					Element: e, Segment: s.Ref, Measure: "m", From: from, To: from.AddMonths(3).AddDays(-1), Share: stats.Share{Yes: 95, Of: 100}, Source: "host",
				})
			}
		}
	}
	return p, f
}
