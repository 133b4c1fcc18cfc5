package chamsoc_test

import (
	"context"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/warranty"
)

// A shop publishes its terms, sells a rice cooker, and months later serves a customer who has lost the card.
func Example() {
	ctx := context.Background()
	tenants, err := memory.New(chamsoc.Schemas()...)
	check(err)
	now := time.Date(2026, 8, 31, 9, 30, 0, 0, time.FixedZone("+07", 7*3600))
	c, err := chamsoc.New(tenants.ForTenant("shop-7"), chamsoc.Config{Env: care.Env{Now: func() time.Time { return now }}})
	check(err)

	same := func(vi, en string) care.Text { return care.Text{VI: vi, EN: en} }
	_, err = c.Warranty.Publish(ctx, warranty.Terms{
		Code: "accessories", Edition: 1, Effective: calendar.MustDate(2026, time.January, 1), Published: now.AddDate(-1, 0, 0), Months: 6,
		Start: same("Từ ngày giao.", "From delivery."), Term: same("6 tháng.", "6 months."), Content: same("Đổi mới.", "Exchange."),
		Scope: same("Cả sản phẩm.", "The product."), How: same("Tại cửa hàng.", "In the shop."), NoExclusions: true,
	})
	check(err)
	_, err = c.Warranty.Cover(ctx, warranty.Coverage{Product: "PK-SAC65", Terms: "accessories"})
	check(err)

	_, err = c.Warranty.Register(ctx, warranty.Sale{Invoice: "HD9", Line: 1, Product: "PK-SAC65", Quantity: 1, Name: "Nguyễn Thị Hoà", Phone: "0169 234 5678"})
	check(err)

	now = time.Date(2027, 2, 28, 23, 30, 0, 0, time.FixedZone("+07", 7*3600))
	answer, err := c.Warranty.Ask(ctx, warranty.Inquiry{Invoice: "HD9", Phone: "039 234 5678", PhoneVerified: true})
	check(err)
	for _, reason := range answer.Decision.Reasons {
		fmt.Println(reason.Text(care.LangEN))
	}
	// Output:
	// Covered: the fault showed on 28 February 2027, within the term from 31 August 2026 to 24:00 on 1 March 2027 under the terms accessories, edition 1.
	// The term of 6 month(s) from 31 August 2026 ends on 28 February 2027, the last day of that month, because the month has no corresponding day.
	// The last day of the term, 28 February 2027, is a day off, so the term ends on the next working day, 1 March 2027.
}

// All records about a customer are found, and erased, by the host's key of the customer, or by the phone of one who has none.
func Example_erase() {
	ctx := context.Background()
	tenants, err := memory.New(chamsoc.Schemas()...)
	check(err)
	shop := tenants.ForTenant("shop-7")
	for line, err := range storage.Export(ctx, shop, chamsoc.Schemas(), "KH001") {
		fmt.Println(line.Collection, err)
	}
	receipt, err := storage.Erase(ctx, shop, chamsoc.Schemas(), "KH001")
	check(err)
	for _, line := range receipt.Lines {
		if len(line.Parts) > 0 {
			fmt.Println(line.Collection, line.Parts)
		}
	}
	// Output:
	// queue_item [payload]
	// queue_lane [payload error stack]
	// warranty_registration [customer name name_key phones phone tax_code]
	// warranty_answer [subject]
	// warranty_claim [said items vulnerable]
	// warranty_order [subject]
	// warranty_advice [question answer]
	// warranty_entry [holder who]
	// desk_case [customer name phone email title]
	// desk_message [text]
	// chain_case [subject]
	// feedback_invitation [customer]
	// feedback_answer [subject words]
	// feedback_wish [customer text]
	// feedback_recovery [customer]
	// faq_asked [customer text comment]
	// faq_question [customer text reply about]
	// enquiry [customer name phone about]
	// collateral_absence [customer text]
	// collateral_request [customer name address proof]
	// privacy_request [person words]
	// loyalty_account [customer]
	// loyalty_lot [customer]
	// loyalty_entry [customer]
	// loyalty_offer [customer]
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
