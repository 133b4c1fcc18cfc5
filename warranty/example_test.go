package warranty_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty"
)

// tivi are a shop's published terms for televisions.
func tivi() warranty.Terms {
	return warranty.Terms{
		Code: "tivi", Edition: 1, Months: 24,
		Effective: calendar.MustDate(2026, time.January, 1),
		Published: time.Date(2025, time.December, 20, 1, 0, 0, 0, time.UTC),
		Start:     care.Text{VI: "Từ ngày giao hàng.", EN: "From the day of delivery."},
		Term:      care.Text{VI: "24 tháng.", EN: "24 months."},
		Content:   care.Text{VI: "Sửa chữa, thay linh kiện miễn phí.", EN: "Repair and parts free of charge."},
		Scope:     care.Text{VI: "Lỗi kỹ thuật của nhà sản xuất.", EN: "Technical faults of the maker."},
		How:       care.Text{VI: "Tại nhà khách hàng, trong 3 ngày làm việc.", EN: "At the customer's home, within 3 working days."},
		Exclusions: []warranty.Exclusion{
			{Fault: "broken_screen", Text: care.Text{VI: "màn hình vỡ do va đập", EN: "a screen broken by a blow"}},
		},
	}
}

// newTelevisionShop is a shop on 31 August 2026 that sells televisions.
func newTelevisionShop(ctx context.Context) (warranty.Service, error) {
	return televisionShop(ctx, hanoi(2026, time.August, 31, 10))
}

func televisionShop(ctx context.Context, today time.Time) (warranty.Service, error) {
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), warranty.Schemas())...)
	if err != nil {
		return warranty.Service{}, err
	}
	now := func() time.Time { return today }
	shop, err := warranty.New(tenants.ForTenant(""), warranty.Config{Env: care.Env{Now: now}})
	if err != nil {
		return warranty.Service{}, err
	}
	if _, err = shop.Publish(ctx, tivi()); err != nil {
		return warranty.Service{}, err
	}
	_, err = shop.Cover(ctx, warranty.Coverage{Product: "TV-55", Name: care.Text{VI: "Tivi 55 inch", EN: "55-inch television"}, Terms: "tivi", Serialised: true})
	return shop, err
}

// Terms without one of the six things that the law asks for are not published; everything that is missing is told at once.
func ExampleService_Publish() {
	ctx := context.Background()
	shop, err := newTelevisionShop(ctx) // has published tivi, edition 1, and covers TV-55
	if err != nil {
		fmt.Println(err)
		return
	}

	next := tivi()
	next.Edition, next.Exclusions, next.How.EN = 2, nil, ""
	_, err = shop.Publish(ctx, next)
	if invalid, ok := errors.AsType[*care.Invalid](err); ok {
		for _, p := range invalid.Problems {
			fmt.Println(p.Path+":", p.Reason.Text(care.LangVI))
		}
	}

	next.NoExclusions, next.How = true, tivi().How
	if _, err = shop.Publish(ctx, next); err != nil {
		fmt.Println(err)
	}
	covered, err := shop.Cover(ctx, warranty.Coverage{Product: "TV-65", Name: care.Text{VI: "Tivi 65 inch", EN: "65-inch television"}, Terms: "tivi", Serialised: true})
	fmt.Println(covered.Product, covered.Terms, err)
	for terms, err := range shop.Editions("tivi").All(ctx) {
		fmt.Println("edition", terms.Edition, "since", terms.Effective, err)
	}
	// Output:
	// how.en: Thông tin này là bắt buộc nhưng còn trống. Hãy điền vào.
	// exclusions: Phải nêu các trường hợp loại trừ, hoặc nói rõ là không có trường hợp nào; không được cả hai.
	// TV-65 tivi <nil>
	// edition 1 since 2026-01-01 <nil>
	// edition 2 since 2026-01-01 <nil>
}

// The till registers each line of its invoice. A till that was offline may send a line again.
func ExampleService_Register() {
	ctx := context.Background()
	shop, err := newTelevisionShop(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	sale := warranty.Sale{
		Invoice: "HD004220", Line: 1, Product: "TV-55", Quantity: 2, Serials: []string{"ha-55 0B1", "HA-55 0B2"},
		Name: "Nguyễn Thị Ánh", Phone: "0169 123 4567",
	}
	for range 2 {
		receipt, err := shop.Register(ctx, sale)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, r := range receipt.Registrations {
			fmt.Println(r.Ref(), r.Serial, r.Phone.National(), "until", r.Ends)
		}
		fmt.Println(receipt.Reasons.Text(care.LangEN))
	}

	sale.Invoice, sale.Quantity, sale.Phone = "HD004221", 3, "0912 34x"
	_, err = shop.Register(ctx, sale)
	if invalid, ok := errors.AsType[*care.Invalid](err); ok {
		for _, p := range invalid.Problems {
			fmt.Println(p.Path+":", p.Reason.Text(care.LangEN))
		}
	}
	// Output:
	// HD004220/1/1 HA-55 0B1 0391 234 567 until 2028-08-31
	// HD004220/1/2 HA-55 0B2 0391 234 567 until 2028-08-31
	//
	// HD004220/1/1 HA-55 0B1 0391 234 567 until 2028-08-31
	// HD004220/1/2 HA-55 0B2 0391 234 567 until 2028-08-31
	// This sale was recorded before; nothing was added.
	// phone: The phone number has unexpected characters. Type digits only, such as 0912 345 678.
	// serial: There are 2 serials for 3 units. Each unit needs exactly one.
}

// The card is lost, the serial was read with an O for a 0, and the phone is given as it was before 2018.
func ExampleService_Ask() {
	ctx := context.Background()
	shop, err := newTelevisionShop(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = shop.Register(ctx, warranty.Sale{
		Invoice: "HD004220", Line: 1, Product: "TV-55", Quantity: 1, Serials: []string{"HA-55 0B1"}, Name: "Nguyễn Thị Ánh", Phone: "0391 234 567",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	inquiry := warranty.Inquiry{Serial: "ha55 OB1", Phone: "0169 123 4567", Fault: "no_picture", FaultOn: "20/10/2027"}
	answer, err := shop.Ask(ctx, inquiry)
	fmt.Println(answer.Finding.Status, answer.Decision.Outcome, err)
	fmt.Println(answer.Finding.Reasons.Text(care.LangVI))
	fmt.Println(answer.Decision.Reasons.Text(care.LangVI))

	inquiry.Phone = "0909 090 909" // somebody who has read the serial off her box
	answer, err = shop.Ask(ctx, inquiry)
	fmt.Println(answer.Finding.Status, err)
	fmt.Println(answer.Finding.Reasons.Text(care.LangVI))
	// Output:
	// one covered <nil>
	// Số seri chỉ sai ở chữ dễ đọc nhầm, và đúng số điện thoại lúc mua (60 điểm). Số điện thoại trùng khớp, chưa xác nhận (20 điểm).
	// Được bảo hành: lỗi phát sinh ngày 20/10/2027, trong thời hạn từ 31/08/2026 đến 24 giờ ngày 31/08/2028 theo chính sách tivi, bản 1.
	// none <nil>
	// Chưa tìm thấy bảo hành khớp với thông tin đã cho. Hãy cho thêm số seri trên máy, số hóa đơn, hoặc xác nhận số điện thoại đã dùng lúc mua.
}

// At the counter: staff ask what helps most for the time that it takes, until one is accepted or nothing is left to ask. What is asked while nothing may be told
// follows from the answers alone, so it tells a stranger nothing.
func ExampleService_Find() {
	ctx := context.Background()
	shop, err := newTelevisionShop(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, name := range []string{"Nguyễn Thị Ánh", "Trần Văn Đức"} {
		_, err = shop.Register(ctx, warranty.Sale{
			Invoice: fmt.Sprintf("HD00422%d", i), Line: 1, Product: "TV-55", Quantity: 1, Serials: []string{fmt.Sprintf("HA-55 0B%d", i)}, Name: name, Phone: fmt.Sprintf("091234567%d", i),
		})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	inquiry := warranty.Inquiry{Product: "tivi 55", Name: "tran van duc"} // "I am Đức, I have lost my card, it is a television"
	answers := map[warranty.Proof]func(){
		warranty.ProofNumber:  func() { inquiry.Phone = "0912 345 671" },
		warranty.ProofInvoice: func() { inquiry.Invoice = "hd 4221" },
	}
	for {
		found, err := shop.Find(ctx, inquiry)
		if err != nil {
			fmt.Println(err)
			return
		}
		if found.Status == warranty.FoundOne {
			fmt.Printf("%s %s, %.0f%% sure\n", found.Status, found.Registration.Ref(), 100*found.Confidence)
			return
		}
		fmt.Printf("%s: ask for %s\n", found.Status, care.NameOf(found.Next).In(care.LangEN))
		if answer := answers[found.Next]; answer != nil {
			answer()
		} else if found.Next == warranty.ProofPhone { // he types in the code that was sent to him
			inquiry.PhoneVerified = true
		} else if found.Next == warranty.ProofSerial && !slices.Contains(inquiry.Asked, found.Next) {
			inquiry.Asked = append(inquiry.Asked, found.Next) // the television hangs on his wall
		} else {
			return
		}
	}
	// Output:
	// none: ask for the serial as it stands on the product
	// none: ask for the phone given at the sale
	// none: ask for the code sent to the phone given at the sale
	// candidates: ask for the invoice number
	// one HD004221/1/1, 100% sure
}

// smsProvider stands for the host's limiter and its provider of text messages.
type smsProvider struct{ last string }

func (*smsProvider) Allow(context.Context, string) (bool, error) { return true, nil }

func (p *smsProvider) SendCode(_ context.Context, _ care.Phone, code string) error {
	p.last = code
	return nil
}

// The form on the shop's web site. Whoever fills it in reads the same sentence; only who gets the code, on the phone of the sale, learns what there is.
func ExampleService_AskPublic() {
	ctx := context.Background()
	sms := &smsProvider{}
	shop, work, err := newWebShop(ctx, sms) // sold a television to somebody with the phone 0391 234 567
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, phone := range []string{"0909 090 909", "0169 123 4567"} {
		receipt, err := shop.AskPublic(ctx, warranty.PublicInquiry{From: "203.0.113.7", Phone: phone, Serial: "ha55 OB1", Fault: "no_picture"})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(receipt.Reasons.Text(care.LangVI))
		if _, err := work.RunOnce(ctx); err != nil { // the host's worker, a moment later
			fmt.Println(err)
		}
		answer, err := shop.ConfirmPublic(ctx, warranty.Confirmation{Form: receipt.Form, Code: sms.last})
		if invalid, ok := errors.AsType[*care.Invalid](err); ok {
			fmt.Println(invalid.Problems[0].Reason.Text(care.LangVI))
			continue
		}
		fmt.Println(answer.Finding.Registration.Product, answer.Decision.Outcome, "until", answer.Decision.Ends, err)
	}
	// Output:
	// Đã nhận thông tin. Nếu khớp với một lần mua, mã xác nhận được gửi đến số điện thoại đã cho lúc mua. Hãy nhập mã trước 10:15 ngày 31/08/2026.
	// Mã xác nhận không đúng hoặc đã hết hiệu lực. Hãy kiểm tra tin nhắn, hoặc gửi lại thông tin để nhận mã mới.
	// Đã nhận thông tin. Nếu khớp với một lần mua, mã xác nhận được gửi đến số điện thoại đã cho lúc mua. Hãy nhập mã trước 10:15 ngày 31/08/2026.
	// TV-55 covered until 2028-08-31 <nil>
}

func newWebShop(ctx context.Context, sms *smsProvider) (shop warranty.Service, work *queue.Worker, err error) {
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), warranty.Schemas())...)
	if err != nil {
		return shop, nil, err
	}
	now := func() time.Time { return time.Date(2026, time.August, 31, 3, 0, 0, 0, time.UTC) }
	if shop, err = warranty.New(tenants.ForTenant(""), warranty.Config{Env: care.Env{Now: now}, Limiter: sms, Codes: sms}); err != nil {
		return shop, nil, err
	}
	_, err = shop.Publish(ctx, tivi())
	if err == nil {
		_, err = shop.Cover(ctx, warranty.Coverage{Product: "TV-55", Name: care.Text{VI: "Tivi 55 inch", EN: "55-inch television"}, Terms: "tivi", Serialised: true})
	}
	if err == nil {
		_, err = shop.Register(ctx, warranty.Sale{
			Invoice: "HD004220", Line: 1, Product: "TV-55", Quantity: 1, Serials: []string{"HA-55 0B1"}, Name: "Nguyễn Thị Ánh", Phone: "0391 234 567",
		})
	}
	if err != nil {
		return shop, nil, err
	}
	work, err = queue.NewWorker(queue.Config{
		Tenants: tenants, Now: now, Topics: warranty.Topics(), Subscriptions: warranty.Subscriptions(func(string) warranty.Service { return shop }),
	})
	return shop, work, err
}

// Decide is a pure function: it can be replayed on last year's sales.
func ExampleDecide() {
	terms := tivi()
	terms.Months = 6
	facts := warranty.Facts{
		Unit:      warranty.UnitRef{Invoice: "HD004220", Line: 1, Unit: 1},
		Delivered: calendar.MustDate(2026, time.August, 31), Terms: terms, Bound: true,
		On: calendar.MustDate(2027, time.February, 28), Fault: "no_picture",
	}
	for _, show := range []care.Lang{care.LangVI, care.LangEN} {
		d := warranty.Decide(facts)
		fmt.Println(d.Outcome)
		for _, r := range d.Reasons {
			fmt.Printf("  %s [%s]\n", r.Text(show), r.Rule())
		}
		facts.Fault = "broken_screen"
	}
	// Output:
	// covered
	//   Được bảo hành: lỗi phát sinh ngày 28/02/2027, trong thời hạn từ 31/08/2026 đến 24 giờ ngày 01/03/2027 theo chính sách tivi, bản 1. [91/2015/QH13: 446, 147.2, 148.3, 148.6]
	//   Thời hạn 6 tháng từ ngày 31/08/2026 kết thúc ngày 28/02/2027, ngày cuối của tháng, vì tháng đó không có ngày tương ứng. [91/2015/QH13: 148.3]
	//   Ngày cuối của thời hạn, 28/02/2027, là ngày nghỉ, nên thời hạn kết thúc vào ngày làm việc tiếp theo, 01/03/2027. [91/2015/QH13: 148.5]
	// not_covered
	//   Not covered: the terms published on 20 December 2025, before the sale, exclude “a screen broken by a blow”. A paid repair is possible. [19/2023/QH15: 27.3, 30.2.a]
	//   The term of 6 month(s) from 31 August 2026 ends on 28 February 2027, the last day of that month, because the month has no corresponding day. [91/2015/QH13: 148.3]
	//   The last day of the term, 28 February 2027, is a day off, so the term ends on the next working day, 1 March 2027. [91/2015/QH13: 148.5]
}

// A refrigerator comes back a fourth time with the same fault: what the customer can have, who pays, and on which article of the law.
func ExampleDecide_afterThreeRepairs() {
	terms := tivi()
	facts := warranty.Facts{
		Delivered: calendar.MustDate(2026, time.January, 15), Terms: terms, Bound: true, On: calendar.MustDate(2026, time.October, 1), Fault: "no_picture",
	}
	for _, month := range []time.Month{time.March, time.May, time.July} {
		in := calendar.MustDate(2026, month, 2)
		facts.Repairs = append(facts.Repairs, warranty.Repair{In: in, Out: in.AddDays(7), Promised: in.AddDays(10), Fault: "no_picture", Loaner: warranty.LoanerGiven})
	}
	d := warranty.Decide(facts)
	fmt.Println(d.Outcome, "until", d.Ends, "-", d.Suspended, "days in repair do not count")
	for _, open := range d.Remedies {
		fmt.Printf("%s: %s [%s]\n", open.Remedy, open.Why.Text(care.LangEN), open.Why.Rule())
	}
	fmt.Printf("repair paid by the %s, transport by the %s\n", d.Repair.Payer, d.Carriage.Payer)
	for _, duty := range d.Duties {
		fmt.Println(duty.Kind, duty.State)
	}
	// Output:
	// covered until 2028-02-07 - 21 days in repair do not count
	// repair: The product is repaired. [19/2023/QH15: 30.2.e]
	// exchange: It was repaired 3 time(s) within the term and the fault is not cured; more is open after 3. [19/2023/QH15: 30.2.đ]
	// refund: It was repaired 3 time(s) within the term and the fault is not cured; more is open after 3. [19/2023/QH15: 30.2.đ]
	// repair paid by the trader, transport by the trader
	// receipt due
	// loaner due
}
