package collateral_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/collateral"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// newExample is a service on a memory store, as a host would make it on its own, on Monday, 31 August 2026.
func newExample() collateral.Service {
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), collateral.Schemas())...)
	check(err)
	now := func() time.Time { return time.Date(2026, 8, 31, 2, 0, 0, 0, time.UTC) }
	c, err := collateral.New(tenants.ForTenant(""), collateral.Config{Env: care.Env{Now: now}})
	check(err)
	return c
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// A price list is drafted, somebody else plays the customer with it, and it is published. The first try is refused, with all that is missing.
func ExampleService_Publish() {
	ctx, c := context.Background(), newExample()
	_, err := c.Define(ctx, collateral.Material{Code: "bang-gia", Kind: collateral.PriceList, Name: care.Text{VI: "Bảng giá", EN: "Price list"}, Owner: "NV-9"})
	check(err)
	draft := collateral.Edition{
		Material: "bang-gia", Number: 7, Title: care.Text{VI: "Bảng giá tháng 9", EN: "Prices of September"}, From: calendar.MustDate(2026, 9, 1), Author: "NV-1",
		Script: []collateral.Task{{
			Code: "total", Text: care.Text{VI: "Nồi 1,8 lít giao đến Hà Đông hết bao nhiêu?", EN: "What does the 1.8 litre cooker cost, delivered to Hà Đông?"},
			Answer: care.Text{VI: "1.340.000 đ", EN: "VND 1,340,000"},
		}},
		Content: map[collateral.Field]string{
			collateral.FieldIssuer: "Công ty TNHH Gia Dụng, 12 Hàng Bông", collateral.FieldProducts: "trang 2-5", collateral.FieldPrices: "trang 2-5",
			collateral.FieldTax: "đã gồm", collateral.FieldPayment: "tiền mặt, thẻ", collateral.FieldContact: "1900 1234",
		},
	}
	_, err = c.Draft(ctx, draft)
	check(err)
	_, err = c.Publish(ctx, collateral.Publication{Material: "bang-gia", Edition: 7, By: "NV-9"})
	fmt.Println(err)

	draft.Content[collateral.FieldDelivery] = "nội thành 50.000 đ, trong ngày"
	_, err = c.Draft(ctx, draft)
	check(err)
	_, err = c.Play(ctx, collateral.RolePlay{Material: "bang-gia", Edition: 7, Player: "NV-2", Steps: []collateral.Step{{Task: "total", Passed: true}}})
	check(err)
	edition, err := c.Publish(ctx, collateral.Publication{Material: "bang-gia", Edition: 7, By: "NV-9"})
	fmt.Println(edition.Number, edition.From, err)
	// Output:
	// care: invalid: content: “Delivery: how, at what cost, how soon” is missing: customers must know before they buy how they get the goods and pay. Write it down. (collateral.needs_delivery); plays: Nobody but the author (NV-1) has played the customer. Have somebody else do the tasks of the script. (collateral.not_played)
	// 7 2026-09-01 <nil>
}

// exampleShop has a sample of cloth at a counter, of which eight are to be there.
func exampleShop(ctx context.Context) collateral.Service {
	c := newExample()
	_, err := c.Define(ctx, collateral.Material{Code: "vai", Kind: collateral.Sample, Name: care.Text{VI: "Mẫu vải", EN: "Cloth samples"}, Owner: "NV-9"})
	check(err)
	content := map[collateral.Field]string{}
	for _, field := range collateral.Required(collateral.Sample) {
		content[field] = "trên nhãn"
	}
	_, err = c.Draft(ctx, collateral.Edition{
		Material: "vai", Number: 1, Title: care.Text{VI: "Mùa thu", EN: "Autumn"}, From: calendar.MustDate(2026, 8, 31), Author: "NV-1", Content: content,
		Script: []collateral.Task{{Code: "wash", Text: care.Text{VI: "Giặt thế nào?", EN: "How is it washed?"}, Answer: care.Text{VI: "Giặt tay", EN: "By hand"}}},
	})
	check(err)
	_, err = c.Play(ctx, collateral.RolePlay{Material: "vai", Edition: 1, Player: "NV-2", Steps: []collateral.Step{{Task: "wash", Passed: true}}})
	check(err)
	_, err = c.Publish(ctx, collateral.Publication{Material: "vai", Edition: 1, By: "NV-9"})
	check(err)
	_, err = c.Open(ctx, collateral.Place{
		Ref: "CH-HB", Name: care.Text{VI: "Cửa hàng Hàng Bông", EN: "Hàng Bông shop"}, Weekday: time.Saturday, At: calendar.Clock(17, 0), Checker: "NV-5",
	})
	check(err)
	_, err = c.SetNorm(ctx, collateral.Norm{Place: "CH-HB", Kind: collateral.Sample, Least: 8, Pack: 5})
	check(err)
	return c
}

// The weekly check: what is short is ordered, and the answer says why so many.
func ExampleService_Count() {
	ctx := context.Background()
	c := exampleShop(ctx)
	sheet, err := c.Sheet(ctx, "CH-HB") // sheet.HTML("vi") is the page to print
	check(err)
	fmt.Println(len(sheet.Lines), sheet.Due.Format("Monday 15:04"), sheet.Lines[0].Assessment.Standing)
	done, err := c.Count(ctx, collateral.Count{Place: "CH-HB", By: "NV-5", Lines: []collateral.Counted{{Material: "vai", Have: 2}}})
	check(err)
	fmt.Println(done.Check.Lines[0].Standing, len(done.Orders))
	fmt.Println(done.Check.Lines[0].Reasons.Text(care.LangEN))
	// Output:
	// 1 Saturday 17:00 unchecked
	// shortage 1
	// Demand is not known yet: there are 0 week(s) without a shortage (0 with one left out), and 4 are needed. The least that was set is used. Short: 2 there, 0 on the way, the norm is 8. To order: 10.
}

// What is asked for at the counter and is not there is written down at once.
func ExampleService_Lack() {
	ctx := context.Background()
	c := exampleShop(ctx)
	_, err := c.Lack(ctx, collateral.Unmet{Place: "CH-HB", Text: "mẫu vải lanh màu xanh", By: "NV-5"})
	check(err)
	for a, err := range c.Absences("CH-HB").All(ctx) {
		fmt.Println(a.Text, err)
	}
	// Output: mẫu vải lanh màu xanh <nil>
}

// A customer who cannot come is sent the edition in force, in time.
func ExampleService_Request() {
	ctx := context.Background()
	c := exampleShop(ctx)
	r, err := c.Request(ctx, collateral.Wish{Channel: "post", Material: "vai", Name: "Nguyễn Thị Hoà", Address: "5 Trần Phú, Hội An", Owner: "NV-5"})
	check(err)
	fmt.Println(r.Status, r.Due.Sub(r.At))
	r, err = c.Fulfil(ctx, collateral.Fulfilment{Request: r.ID, By: "NV-5", Proof: "EE123456789VN"})
	fmt.Println(r.Status, r.Edition, err)
	// Output:
	// waiting 48h0m0s
	// sent 1 <nil>
}

// Customers are asked whether they understand. A few answers prove little, and the answer says so.
func ExampleJudge() {
	c := collateral.Judge(collateral.Understood{Question: "vat", Share: stats.Share{Yes: 31, Of: 50}}, 0.9)
	fmt.Println(c.Verdict)
	fmt.Println(c.Reasons.Text(care.LangEN))
	// Output:
	// missed
	// Customers do not understand “vat”: 62% of 50 answers were right (39.4% to 81.5%), where 90% is the goal. Write it more clearly.
}

// How much is to be there: ten price lists are asked for in a week, and an order takes a week to come.
func ExampleSupply_BaseStock() {
	par, err := collateral.Supply{Demand: stats.Demand{Mean: 10}, Lead: 1, Service: 0.95}.BaseStock()
	check(err)
	fmt.Printf("%d: no shortage in %.1f%% of weeks, %.1f%% of askers served\n", par.Level, 100*par.Service, 100*par.Fill)
	// Output: 28: no shortage in 96.6% of weeks, 99.1% of askers served
}

// A catalogue is printed once: one too few costs four times as much as one too many.
func ExampleOneShot() {
	n, err := collateral.OneShot(stats.Demand{Mean: 7.5}, 4, 1)
	fmt.Println(n, err)
	// Output: 10 <nil>
}
