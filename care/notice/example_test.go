package notice_test

import (
	"context"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// repaired is an occasion of the host's own.
var repaired = notice.Kind{
	Code: "shop.repaired", Name: care.Text{VI: "Đã sửa xong", EN: "Repaired"}, Purpose: notice.PurposeService,
	Variables: []notice.Variable{{Name: "number", Kind: care.FactText}, {Name: "until", Kind: care.FactDate, Optional: true}},
	Channels:  []care.Channel{care.ChannelZalo, care.ChannelSMS},
	Default: []notice.Wording{{
		Channels: []care.Channel{care.ChannelZalo, care.ChannelSMS},
		Body: care.Text{
			VI: "Phiếu {number} đã sửa xong{?until}, giữ đến {until}{/until}. {house}, {hotline}.",
			EN: "Ticket {number} is ready{?until}, kept until {until}{/until}. {house}, {hotline}.",
		},
	}},
}

// sale is an occasion that is advertising.
var sale = notice.Kind{
	Code: "shop.sale", Name: care.Text{VI: "Khuyến mại", EN: "Sale"}, Purpose: notice.PurposeAdvertising,
	Channels: []care.Channel{care.ChannelSMS},
	Default: []notice.Wording{{
		Channels: []care.Channel{care.ChannelSMS}, Body: care.Text{VI: "[QC] {house} giảm giá 20%. {opt_out}", EN: "[AD] {house}: 20% off. {opt_out}"},
	}},
}

// gateway is a host's SMS gateway.
func gateway(_ context.Context, m notice.Message) (string, error) {
	fmt.Printf("%s to %s: %s\n", m.Channel, m.To, m.Plain)
	return "gw-1", nil
}

// openHouse makes a service at ten o'clock in Vietnam, and the worker that sends.
func openHouse() (notice.Service, *queue.Worker) {
	now := func() time.Time { return time.Date(2026, 5, 4, 3, 0, 0, 0, time.UTC) }
	tenants, err := memory.New(schemas()...)
	if err != nil {
		panic(err)
	}
	s, err := notice.New(tenants.ForTenant(""), notice.Config{
		Env:     care.Env{Now: now},
		House:   notice.House{Name: "An Bình", Hotline: "1900 1234", OptOut: care.Text{VI: "Từ chối: TC gửi 8088", EN: "Stop: TC to 8088"}},
		Senders: map[care.Channel]notice.Sender{care.ChannelSMS: notice.SenderFunc(gateway)},
		Kinds:   []notice.Kind{repaired, sale},
	})
	if err != nil {
		panic(err)
	}
	w, err := queue.NewWorker(queue.Config{Tenants: tenants, Now: now, Topics: notice.Topics(), Subscriptions: notice.Subscriptions(func(string) notice.Service { return s })})
	if err != nil {
		panic(err)
	}
	return s, w
}

// A customer is told in the transaction that closes the repair; the worker sends when that has committed.
func ExampleService_Send() {
	ctx := context.Background()
	s, worker := openHouse()
	accepted, err := s.Send(ctx, notice.Request{
		Key: "repair/17", Kind: repaired.Code, Customer: "KH-7", Contacts: []care.ContactInput{{Kind: care.ContactPhone, Text: "0912 345 678"}},
		Values: []care.Fact{care.NewFact("number", "17")},
	})
	fmt.Println(accepted.Planned.Reasons.Text(care.LangEN), err)
	_, err = worker.RunOnce(ctx)
	fmt.Println(err)
	// Output:
	// No service that sends by Zalo is connected. It goes by: Text message. <nil>
	// sms to +84912345678: Phiếu 17 đã sửa xong. An Bình, 1900 1234.
	// <nil>
}

// People write texts of their own; what is wrong with one is found when it is published.
func ExampleService_Publish() {
	ctx := context.Background()
	s, _ := openHouse()
	t := notice.Template{Kind: repaired.Code, Edition: 1, By: "NV-01", Wordings: []notice.Wording{{
		Channels: []care.Channel{care.ChannelSMS}, Body: care.Text{VI: "Phiếu {numbre} xong, giữ đến {until}", EN: "Ticket {number} is ready"},
	}}}
	_, err := s.Publish(ctx, t)
	fmt.Println(err)
	t.Wordings[0].Body.VI = "Phieu {number} da xong{?until}, giu den {until}{/until}"
	published, err := s.Publish(ctx, t)
	fmt.Println(published.Edition, err)
	// Output:
	// care: invalid: wordings[0].body.vi: This kind of notice has no value numbre. It has: number, until, house, hotline, opt_out, customer. (notice.unknown_variable); wordings[0].body.vi: The value until may be missing. Put it into a section that shows only if there is one, opened by a question mark before its name. (notice.may_be_missing)
	// 1 <nil>
}

// Advertising needs consent with its proof, and stops the moment it is refused.
func ExampleService_Withdraw() {
	ctx := context.Background()
	s, _ := openHouse()
	phone := care.ContactInput{Kind: care.ContactPhone, Text: "0912345678"}
	advertise := func(key string) {
		a, err := s.Send(ctx, notice.Request{Key: key, Kind: sale.Code, Customer: "KH-7", Contacts: []care.ContactInput{phone}})
		fmt.Println(a.Status, err, "·", a.Planned.Reasons[0].Text(care.LangEN), a.Planned.Reasons[0].Rule())
	}
	advertise("monday")
	_, err := s.Grant(ctx, notice.Declaration{Key: "form/88", Customer: "KH-7", Purpose: "advertising", Via: "counter", Text: "ads/3", By: "NV-01", Proof: "scan/88"})
	fmt.Println(err)
	advertise("tuesday")
	_, err = s.Withdraw(ctx, notice.Declaration{Customer: "KH-7", Contact: phone, Purpose: "advertising", Via: "sms", Proof: "sms/4711"})
	fmt.Println(err)
	advertise("wednesday")
	// Output:
	// declined <nil> · The customer has not agreed to this by Text message, and silence is not consent. Ask first. VN Decree 91/2020/ND-CP art. 13
	// <nil>
	// waiting <nil> · The customer has agreed to this by Text message since 10:00, 4 May 2026. VN Decree 91/2020/ND-CP art. 13
	// <nil>
	// declined <nil> · The customer refused this by Text message at 10:00, 4 May 2026. VN Decree 91/2020/ND-CP art. 13
}

// What cannot be sent is on a list for people.
func ExampleService_Tasks() {
	ctx := context.Background()
	s, _ := openHouse()
	_, err := s.Send(ctx, notice.Request{Kind: repaired.Code, Customer: "KH-8", Values: []care.Fact{care.NewFact("number", "18")}})
	fmt.Println(err)
	for n, err := range s.Tasks().All(ctx) {
		fmt.Println(n.Customer, n.Planned.Reasons[1].Text(care.LangEN), err)
		n, err = s.Handle(ctx, notice.Handling{Notice: n.ID, Version: n.Version, By: "NV-01", Via: "counter"})
		fmt.Println(n.Status, err)
	}
	// Output:
	// <nil>
	// KH-8 There is no address of the customer for Text message. <nil>
	// handled <nil>
}

// A provider's report names the notice by the provider's own id.
func ExampleService_Receive() {
	ctx := context.Background()
	s, worker := openHouse()
	_, err := s.Send(ctx, notice.Request{
		Kind: repaired.Code, Contacts: []care.ContactInput{{Kind: care.ContactPhone, Text: "0912 345 678"}}, Values: []care.Fact{care.NewFact("number", "17")},
	})
	fmt.Println(err)
	_, err = worker.RunOnce(ctx)
	fmt.Println(err)
	n, err := s.Receive(ctx, notice.Report{Channel: care.ChannelSMS, Provider: "gw-1", Kind: notice.ReceiptDelivered})
	fmt.Println(n.Receipts[0].Kind, err)
	// Output:
	// <nil>
	// sms to +84912345678: Phiếu 17 đã sửa xong. An Bình, 1900 1234.
	// <nil>
	// delivered <nil>
}

// Another country is rows of data.
func ExamplePlan() {
	rules := []notice.Rule{{
		Purpose: notice.PurposeAdvertising, Channel: care.ChannelPhone, Source: "house rule", Need: notice.NeedGranted, Cap: notice.Cap{Most: 1, Within: 7 * 24 * time.Hour},
	}}
	p := notice.Plan(notice.Facts{
		Now: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC), Purpose: notice.PurposeAdvertising, Rules: rules,
		Standing: notice.Standing{Choices: []notice.Choice{{Purpose: notice.PurposeAdvertising, Granted: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC), GrantedN: 1}}},
		Routes: []notice.Route{{Channel: care.ChannelPhone, Address: true, Sender: true, Wording: true, Standing: notice.Standing{
			Sent: []notice.Sending{{At: time.Date(2026, 5, 2, 9, 0, 0, 0, time.UTC), Purpose: notice.PurposeAdvertising, Channel: care.ChannelPhone}},
		}}},
	})
	fmt.Println(p.Verdict, p.At.Format(time.DateTime))
	fmt.Println(p.Reasons.Text(care.LangEN))
	// Output:
	// wait 2026-05-09 09:00:00
	// The customer has agreed to this by Phone since 09:00, 1 May 2026. At most 1 may go by Phone in 168 hours, so it waits. It goes by: Phone.
}

// A text message says what it costs, and why.
func ExampleSMS() {
	fmt.Println(notice.SMS("Phieu 17 da sua xong.").Encoding, notice.SMS("Phiếu 17 đã sửa xong.").Encoding)
	s := notice.SMS("Phiếu 17 đã sửa xong. Mời Quý khách đến nhận trước ngày 31/08/2026 tại cửa hàng.")
	fmt.Println(s.Units, s.Parts, string(s.Because))
	// Output:
	// gsm7 ucs2
	// 80 2 ế
}

// Retention is a line in a nightly job.
func ExampleService_Forget() {
	s, _ := openHouse()
	gone, err := s.Forget(context.Background(), time.Date(2025, 5, 4, 0, 0, 0, 0, time.UTC), storage.MaxPage)
	fmt.Println(gone, err)
	// Output: 0 <nil>
}
