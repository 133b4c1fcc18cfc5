package feedback_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/feedback/detect"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// newExample is a service on a memory store, as a host would make it on its own.
func newExample() (feedback.Service, error) {
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), feedback.Schemas())...)
	if err != nil {
		return feedback.Service{}, err
	}
	now := func() time.Time { return time.Date(2026, 8, 31, 3, 0, 0, 0, time.UTC) }
	return feedback.New(tenants.ForTenant(""), feedback.Config{Env: care.Env{Now: now}})
}

// A delivery has arrived: the customer is asked, answers, and is not asked about the next one so soon.
func ExampleService_Invite() {
	ctx := context.Background()
	s, err := newExample()
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = s.Publish(ctx, feedback.Survey{Code: "delivery", Edition: 1, Questions: []feedback.Question{feedback.Usual(feedback.KindCES), feedback.Usual(feedback.KindText)}})
	if err != nil {
		fmt.Println(err)
		return
	}
	delivered := feedback.Occasion{Customer: "KH-7", Survey: "delivery", About: care.About{Kind: care.AboutShipment, Ref: "GH-1"}, Channel: "zalo"}
	first, err := s.Invite(ctx, delivered)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = s.Answer(ctx, feedback.Reply{Invitation: first.Invitation.ID, Points: map[string]int{"ces": 6}})
	if err != nil {
		fmt.Println(err)
		return
	}
	delivered.About.Ref = "GH-2"
	second, err := s.Invite(ctx, delivered)
	fmt.Println(first.Declined, second.Declined, err)
	fmt.Println(second.Reasons[0].Code())
	// Output:
	// false true <nil>
	// feedback.asked_lately
}

// A score is read off counts, with how far it may be trusted.
func ExampleCounts_Score() {
	c := feedback.Counts{Asked: 160, Dismissed: 4}
	c.Points[10], c.Points[8], c.Points[3] = 50, 30, 20
	s := c.Score(feedback.KindNPS)
	fmt.Printf("%.0f (%.1f to %.1f) %s\n", s.Value, s.Low, s.High, s.Trust)

	few := feedback.Counts{Asked: 9}
	few.Points[10] = 3
	fmt.Println(few.Score(feedback.KindNPS).Reasons.Text("en"))
	// Output:
	// 30 (14.1 to 44.2) firm
	// There are only 3 answer(s), and a score needs at least 5; read them one by one.
}

// A detector's alarm becomes a finding; somebody acts; later data, and nothing else, closes it.
func ExampleService_Raise() {
	ctx := context.Background()
	s, err := newExample()
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := s.Raise(ctx, feedback.Shortcoming{
		Origin: "detector", Topic: "late_delivery", About: care.About{Kind: care.AboutPlace, Ref: "CH-HN"}, Promise: detect.Promise{AtMost: 0.05},
		Alarm: &detect.Alarm{Since: calendar.MustDate(2026, 7, 22), Day: calendar.MustDate(2026, 8, 9), Seen: 400, Mean: 0.15, Promised: 0.05, Every: 365},
	})
	if err == nil {
		f, err = s.Act(ctx, feedback.Correction{Finding: f.ID, What: "Thuê thêm một xe", Owner: "NV-3", Due: time.Date(2026, 8, 17, 10, 0, 0, 0, time.UTC)})
	}
	if err == nil {
		f, err = s.Finish(ctx, feedback.Completion{Finding: f.ID, Action: 0, At: time.Date(2026, 8, 16, 10, 0, 0, 0, time.UTC)})
	}
	for day := f.Check.From; err == nil && f.Stage == feedback.StageChecking; day = day.AddDays(1) {
		f, err = s.Check(ctx, feedback.Later{Finding: f.ID, Day: day, Failures: 1, Of: 40})
	}
	fmt.Println(f.Stage, err)
	fmt.Println(f.Reasons.Text("en"))
	// Output:
	// closed <nil>
	// It helped: from 17 August 2026 to 22 August 2026 there were 6 failure(s) in 240, fewer than the 10% aimed at.
}

// What may be offered after a failure, and that the budget holds it.
func ExampleService_Offer() {
	ctx := context.Background()
	s, err := newExample()
	if err == nil {
		_, err = s.Fund(ctx, "2026", care.VND(300_000))
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	rules := feedback.Rules{Remedies: []feedback.Remedy{{Code: "voucher", Name: care.Text{VI: "Phiếu mua hàng", EN: "Voucher"}, Most: care.VND(200_000)}}}
	for _, incident := range []string{"V-1", "V-2"} {
		r, err := s.Offer(ctx, rules, feedback.Offer{
			Incident: incident, Customer: "KH-" + incident, Failure: feedback.Failure{Severity: 2}, Remedy: "voucher", Amount: care.VND(200_000), Budget: "2026", By: "NV-1",
		})
		fmt.Println(r.Amount.Format("en"), err)
	}
	// Output:
	// VND 200,000 <nil>
	// 0 care: invalid: budget: The budget of VND 300,000 does not hold that much any more. (feedback.budget_spent)
}

// Friendly people do not make up for a product that fails.
func ExampleKindness() {
	var people feedback.Counts
	people.Points[5], people.Points[3] = 190, 10
	hides, reasons := feedback.Kindness(feedback.KindRating, people, stats.Share{Yes: 30, Of: 300}, 0.03)
	fmt.Println(hides, reasons[0].Code())
	// Output: true feedback.kindness
}

// Enquiries are counted as they come, and judged when the day is over. A host counts from its events, with the event's id as the key.
func ExampleService_CountDemand() {
	ctx := context.Background()
	s, err := newExample()
	if err != nil {
		fmt.Println(err)
		return
	}
	for day := range 70 {
		at := time.Date(2026, 6, 1, 3, 0, 0, 0, time.UTC).AddDate(0, 0, day)
		asked := int64(20 + day%3)
		if day >= 66 {
			asked = 45
		}
		if _, err := s.CountDemand(ctx, feedback.Demanded{Topic: "delivery", N: asked, At: at}); err != nil {
			fmt.Println(err)
			return
		}
	}
	changes, err := s.JudgeDemand(ctx, calendar.MustDate(2026, 8, 10))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(changes[0].Topic, changes[0].Alarm.Reasons()[0].Text("en"))
	// Output:
	// delivery Demand is up since 6 August 2026: 45 a day over 1 day(s), where 20.9 was expected. If demand had not changed, such a false alarm would come once in 1000 days on average.
}
