package faq_test

import (
	"context"
	"fmt"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/faq"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

func newService() (faq.Service, *faq.Finder) {
	var schemas []*storage.Schema
	for _, part := range [][]*storage.Schema{queue.Schemas(), care.Schemas(), sla.Schemas(), faq.Schemas()} {
		schemas = append(schemas, part...)
	}
	tenants, err := memory.New(schemas...)
	if err != nil {
		panic(err)
	}
	s, err := faq.New(tenants.ForTenant(""), faq.Config{ProposeAt: 2})
	if err != nil {
		panic(err)
	}
	return s, faq.NewFinder(tenants.ForTenant(""))
}

func publish(ctx context.Context, s faq.Service, code, question, answer string) {
	_, err := s.Save(ctx, faq.Draft{
		Code: code, Owner: "hoa", Review: "2027-05-01", Texts: []faq.Text{{Lang: care.LangVI, Question: question, Answer: answer}},
	})
	for _, to := range []faq.Status{faq.Approved, faq.Published} {
		if err == nil {
			_, err = s.Move(ctx, faq.Move{Code: faq.EntryCode(code), To: to, By: "lan"})
		}
	}
	if err != nil {
		panic(err)
	}
}

func ExampleService_Ask() {
	ctx := context.Background()
	s, finder := newService()
	publish(ctx, s, "bao-hanh", "Nồi cơm điện được bảo hành bao lâu?", "24 tháng.")
	asked, answer, err := s.Ask(ctx, finder, faq.Asking{Query: faq.Query{Text: "bao hanh noi com may thang"}, Customer: "KH-7"})
	if err != nil {
		panic(err)
	}
	fmt.Println(answer.Hits[0].Answer)
	settled, err := s.Settle(ctx, faq.Settlement{Asked: asked.ID, Chosen: "bao-hanh", Helped: "yes"})
	if err != nil {
		panic(err)
	}
	fmt.Println(settled.Helped)
	// Output:
	// 24 tháng.
	// yes
}

func ExampleService_Capture() {
	ctx := context.Background()
	s, finder := newService()
	for _, text := range []string{"Bao giờ hàng của tôi được giao?", "hang cua toi bao gio giao"} {
		if _, err := s.Capture(ctx, finder, faq.Capture{Text: text, Channel: "phone"}); err != nil {
			panic(err)
		}
	}
	for group, err := range s.Groups(faq.Proposed).All(ctx) {
		if err != nil {
			panic(err)
		}
		entry, err := s.Promote(ctx, faq.Promotion{Group: group.ID, Code: "giao-hang", Answer: "Trong 2 ngày.", Owner: "hoa", Review: "2027-05-01"})
		if err != nil {
			panic(err)
		}
		fmt.Println(group.Count, entry.Status, entry.Texts[0].Question)
	}
	// Output: 2 draft Bao giờ hàng của tôi được giao?
}

func ExamplePlan_Check() {
	plan := faq.Plan{
		Ready: calendar.MustDate(2026, 12, 15), Langs: []care.Lang{care.LangVI},
		Items: []faq.Anticipated{{Question: "Nấu được mấy lon?"}, {Question: "Bảo hành bao lâu?", Answerer: "Hoa"}},
	}
	for _, gap := range plan.Check(nil) {
		fmt.Println(gap.Reason.Text(care.LangVI))
	}
	// Output:
	// “Nấu được mấy lon?”: chưa có câu trả lời và chưa giao cho ai. Hãy giao cho một người.
	// “Bảo hành bao lâu?”: Hoa chưa viết câu trả lời.
}

func ExampleCheck() {
	text := []faq.Text{{Lang: care.LangVI, Question: "Bảo hành bao lâu?", Answer: "24 tháng."}}
	entries := []faq.Entry{{Code: "bao-hanh", Shown: text, Review: calendar.MustDate(2026, 11, 1)}}
	h := faq.Check(entries, calendar.MustDate(2026, 11, 22), []care.Lang{care.LangVI, care.LangEN}, 30)
	fmt.Println(h.Stale, h.Missing)
	// Output: [bao-hanh] map[en:[bao-hanh]]
}
