package policy_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

func newService() policy.Service {
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), policy.Schemas())...)
	if err != nil {
		panic(err)
	}
	s, err := policy.New(tenants.ForTenant(""), policy.Config{})
	if err != nil {
		panic(err)
	}
	return s
}

// How a warranty claim is handled, published for customers: the text for a letter; HTML is the same as a page.
func ExampleService_PublishProcedure() {
	p, err := newService().PublishProcedure(context.Background(), policy.Procedure{
		Code: "bao-hanh", Edition: 1, Audience: policy.ForCustomers, From: calendar.MustDate(2026, 12, 1),
		Title: care.Text{VI: "Tiếp nhận bảo hành", EN: "How a warranty claim is handled"},
		Steps: []policy.Step{{
			Who:    care.Text{VI: "Nhân viên quầy", EN: "Counter staff"},
			What:   care.Text{VI: "Nhận máy; mất phiếu thì tra theo số điện thoại.", EN: "Take in the device; without a card, look up the telephone number."},
			Within: calendar.Wall(15 * time.Minute),
		}, {
			Who:    care.Text{VI: "Kỹ thuật viên", EN: "Technician"},
			What:   care.Text{VI: "Kiểm tra và báo kết quả cho khách.", EN: "Examine it and tell the customer the result."},
			Within: calendar.WorkingDates(2),
		}},
		Contact: care.Text{VI: "Quầy bảo hành, 1900 1234", EN: "Warranty desk, 1900 1234"},
	})
	fmt.Print(p.Text(care.LangVI), err)
	// Output:
	// Tiếp nhận bảo hành
	// ==================
	// Mã bao-hanh · Bản số 1
	// Áp dụng từ 01/12/2026
	// Công khai cho khách hàng
	//
	// Các bước
	// --------
	// 1. Nhận máy; mất phiếu thì tra theo số điện thoại.
	//    Ai làm: Nhân viên quầy
	//    Thời hạn: 15 phút
	// 2. Kiểm tra và báo kết quả cho khách.
	//    Ai làm: Kỹ thuật viên
	//    Thời hạn: 2 ngày làm việc
	//
	// Bộ phận phụ trách
	// -----------------
	// Quầy bảo hành, 1900 1234
	// <nil>
}

// Who of the staff has read the edition that they are to work by.
func ExampleService_Acknowledge() {
	ctx, s := context.Background(), newService()
	p, err := s.PublishProcedure(ctx, policy.Procedure{
		Code: "tra-hang", Edition: 3, Audience: policy.ForStaff, From: calendar.MustDate(2026, 12, 1), Title: care.Text{VI: "Nhận hàng trả lại", EN: "Taking goods back"},
		Steps: []policy.Step{{
			Who: care.Text{VI: "Thu ngân", EN: "Cashier"}, What: care.Text{VI: "Hoàn tiền.", EN: "Refund it."}, Within: calendar.Wall(10 * time.Minute),
		}},
	})
	if err != nil {
		fmt.Println(err)
	}
	if _, err := s.Acknowledge(ctx, policy.Reading{Document: p.Document(), Staff: "hoa"}); err != nil {
		fmt.Println(err)
	}
	c, err := s.Coverage(ctx, p.Document(), []care.StaffRef{"hoa", "minh"})
	fmt.Println(c.Read.Yes, "of", c.Read.Of, "missing", c.Missing, err)
	// Output:
	// 1 of 2 missing [minh] <nil>
}

// A policy file is read strictly: everything that is wrong is told at once, each with its line.
func ExampleParse() {
	_, err := policy.Parse([]byte(`{
  "code": "shop",
  "edition": "two",
  "titel": {"vi": "Chính sách", "en": "Policy"},
  "contents": {
    "segments": [{"ref": "retail", "name": {"vi": "Khách lẻ"}, "priority": 1}]
  }
}`))
	if invalid, ok := errors.AsType[*care.Invalid](err); ok {
		for _, p := range invalid.Problems {
			fmt.Printf("policy.json:%s: %s\n", p.Path, p.Reason.Code())
		}
		fmt.Println(invalid.Problems[0].Reason.Text(care.LangVI))
	}
	// Output:
	// policy.json:3:edition: policy.wrong_type
	// policy.json:4: policy.field_unknown
	// policy.json:6:contents.segments[0].name.en: care.missing
	// Dòng 3: ở đây phải là con số, nhưng lại là chuỗi chữ trong dấu nháy. Hãy sửa lại.
}

// awareness is the least of a policy that can be checked: one element, in one segment.
func awareness() policy.Policy {
	target := 0.9
	return policy.Policy{
		Code: "shop", Edition: 1, People: []policy.Person{{Ref: "hoa"}, {Ref: "minh"}},
		Contents: policy.Contents{Segments: []policy.Segment{{Ref: "retail", Name: care.Text{VI: "Khách lẻ", EN: "Walk-in customers"}, Priority: 1}}},
		Provisions: []policy.Provision{{
			Element: policy.CustomerAwareness, Segments: []care.SegmentRef{"retail"}, Audience: policy.ForCustomers, Owner: "hoa", Deputy: "minh",
			Statement: care.Text{VI: "Khách được nghe lời hứa khi mua.", EN: "Customers hear the promise when they buy."},
			Objective: care.Text{VI: "Chín trên mười khách biết.", EN: "Nine of ten know."}, ReviewMonths: 12, Reviewed: calendar.MustDate(2026, 6, 1),
			Measures: []policy.Measure{{
				Code: "aware", Name: care.Text{VI: "khách biết lời hứa", EN: "customers who know the promise"}, Kind: policy.MeasureRate,
				Direction: policy.AtLeast, Target: &target, WindowMonths: 3, Source: "feedback_rollup",
			}},
		}},
	}
}

// What a policy lacks, where, and what to do about it. Here nearly everything is missing yet.
func ExampleCheck() {
	p := awareness()
	p.Provisions[0].Deputy = ""
	r := policy.Check(p, policy.Facts{On: calendar.MustDate(2026, 12, 31)})
	for _, f := range r.Findings {
		if f.Check != "P01" {
			fmt.Println(f.Check, f.Path, f.Reason.Text(care.LangEN))
		}
	}
	fmt.Println(r.Phases[0].Filled, "of", r.Phases[0].Required, r.Phases[0].Phase)
	// Output:
	// P02 provisions[0].deputy “Customer awareness of the promise” has no deputy for when the owner is away. Name one.
	// P07 provisions[0].measures[0].source The measure “customers who know the promise” of “Customer awareness of the promise” has no figures from “feedback_rollup” in the last window for: Walk-in customers. Unmeasured is not met; begin to record them.
	// P14 provisions Nothing is settled of the phase “During the sale” for: Walk-in customers. Begin with the elements that matter most.
	// P14 provisions Nothing is settled of the phase “After the sale” for: Walk-in customers. Begin with the elements that matter most.
	// 0 of 8 before
}

// A quarter's figures, judged exactly: 17 of 20 may be chance, 170 of 200 are not.
func ExampleEvaluate() {
	for _, seen := range []stats.Share{{Yes: 17, Of: 20}, {Yes: 170, Of: 200}} {
		e := policy.Evaluate(awareness(), []policy.Observation{{
			Element: policy.CustomerAwareness, Measure: "aware", From: calendar.MustDate(2026, 10, 1), To: calendar.MustDate(2026, 12, 31),
			Share: seen, Source: "feedback_rollup", AsOf: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
		}}, calendar.MustDate(2027, 1, 2))
		for _, r := range e.Results {
			if r.Element == policy.CustomerAwareness {
				fmt.Printf("%s %+.2f: %s\n", r.Outcome, r.Deviation, r.Reasons[0].Text(care.LangEN))
			}
		}
	}
	fmt.Println(len(policy.Evaluate(awareness(), nil, calendar.MustDate(2027, 1, 2)).Of(policy.Unmeasured)), "unmeasured without figures")
	// Output:
	// inconclusive -0.05: Customer awareness of the promise, Walk-in customers, customers who know the promise: 85% in 20 cases from 1 October 2026 to 31 December 2026; the target is at least 90%. Too few to say whether it was met.
	// missed -0.05: Customer awareness of the promise, Walk-in customers, customers who know the promise: 85% in 200 cases from 1 October 2026 to 31 December 2026; the target is at least 90%. Missed; find out why.
	// 27 unmeasured without figures
}

// A measure that names a figure is counted, not typed in: here by a host that counts into the tally itself; chamsoc.Chamsoc.Evaluate does it for all that Chamsoc keeps.
func ExampleTally() {
	p := awareness()
	measure := &p.Provisions[0].Measures[0]
	measure.Source = policy.FigureToldAtSale
	now := func() time.Time { return time.Date(2027, 1, 10, 3, 0, 0, 0, time.UTC) }
	tally := policy.NewTally(care.Env{Now: now}, calendar.Date{}, *measure)
	from, before, wanted := tally.Span(policy.FigureToldAtSale)
	fmt.Println(wanted, from.Format(time.DateOnly), before.Format(time.DateOnly)) // four windows of three months that are over
	for i := range 300 {
		tally.Count(policy.FigureToldAtSale, "retail", before.Add(-time.Duration(1+i)*time.Hour), i%20 > 0)
	}
	e := policy.Evaluate(p, tally.Observations(), tally.Today())
	for _, r := range e.Results {
		if r.Element == policy.CustomerAwareness {
			fmt.Println(r.Outcome, r.Observation.Share, r.Observation.Source)
		}
	}
	// Output:
	// true 2026-01-01 2027-01-01
	// met {285 300} warranty_told.in_writing
}

// What has changed between two editions, in words.
func ExampleDiff() {
	from, to := awareness(), awareness()
	to.Edition = 2
	*to.Provisions[0].Measures[0].Target = 0.95
	to.Provisions[0].Owner = "minh"
	for _, c := range policy.Diff(from, to) {
		fmt.Println(c.Reason.Text(care.LangVI))
	}
	// Output:
	// số bản: đổi từ “1” thành “2”.
	// quy định “Khách hàng biết về cam kết” (Khách lẻ) › người phụ trách: đổi từ “hoa” thành “minh”.
	// quy định “Khách hàng biết về cam kết” (Khách lẻ) › thước đo “khách biết lời hứa” › chỉ tiêu: đổi từ “0,9” thành “0,95”.
}

// A stage is not published before those that it stands on. The answer lists everything that is missing.
func ExampleService_Publish() {
	ctx, s := context.Background(), newService()
	if _, err := s.Save(ctx, policy.Draft{Policy: awareness()}); err != nil {
		fmt.Println(err)
	}
	_, err := s.Publish(ctx, policy.Passing{Code: "shop", Edition: 1, Stage: policy.StageObjectives, By: "hoa"})
	if invalid, ok := errors.AsType[*care.Invalid](err); ok {
		for _, p := range invalid.Problems[:3] {
			fmt.Println(p.Path+":", p.Reason.Text(care.LangEN))
		}
		fmt.Println("and", len(invalid.Problems)-3, "more")
	}
	// Output:
	// title: The stage “Mission” is not finished: “title” is missing. Fill it in before this stage or a later one is published.
	// from: The stage “Mission” is not finished: “first date in force” is missing. Fill it in before this stage or a later one is published.
	// mission.statement: The stage “Mission” is not finished: “mission › statement” is missing. Fill it in before this stage or a later one is published.
	// and 7 more
}
