package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// shop is a desk that is open from 08:00 to 17:00 on working days, and promises everybody an answer in 4 working hours and a solution in 16.
type shop struct {
	desk.Service
	tenants storage.Tenants
	clock   *time.Time // what the shop's clock shows
}

func newShop() shop {
	week := calendar.NewWeek(calendar.MustShifts("08:00-17:00"), time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
	hours, err := calendar.Compile(calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{week},
		Closures: []calendar.Closure{{First: calendar.MustDate(2026, 11, 24), Name: calendar.Text{VI: "Ngày Văn hóa Việt Nam", EN: "Vietnamese Culture Day"}}},
	})
	must(err)
	book, err := sla.NewBook([]sla.Agreement{{
		Code: "all", Edition: 1, Name: care.Text{VI: "Cam kết chung", EN: "Everybody's promise"}, Calendar: "shop",
		Targets: []sla.Target{
			{Code: sla.FirstResponse, Within: calendar.Working(4 * time.Hour)},
			{Code: sla.Resolution, Within: calendar.Working(16 * time.Hour), PausedBy: []sla.PauseReason{"customer"}},
		},
	}}, []sla.Calendar{{Code: "shop", Edition: 1, Hours: hours}})
	must(err)
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), desk.Schemas())...)
	must(err)
	clock := at("2026-11-20 15:00") // a Friday
	d, err := desk.New(tenants.ForTenant(""), desk.Config{Book: book, Env: care.Env{Now: func() time.Time { return clock }}})
	must(err)
	return shop{d, tenants, &clock}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// A call comes in of which nothing is known but that it came. It is a case all the same: somebody owns the question, and it has a due.
func ExampleService_Open() {
	ctx, d := context.Background(), newShop()
	r, err := d.Open(ctx, desk.Intake{Channel: "phone", Key: "call-8821"})
	if err != nil {
		fmt.Println(err) // a *care.Invalid lists everything that is wrong
		return
	}
	q := r.Case.State.Questions[0]
	fmt.Println(r.Case.State.Status, q.Owner, q.Due.In(care.Env{}.Location()).Format("02/01 15:04"))
	fmt.Println(r.Reasons.Text(care.LangEN))

	again, err := d.Open(ctx, desk.Intake{Channel: "phone", Key: "call-8821"}) // the telephone system sends it again
	fmt.Println(again.Case.ID == r.Case.ID, again.Repeated, err)
	// Output:
	// new desk 23/11 10:00
	// The default agreement “Everybody's promise”, edition 1, holds because there is none of its own; working hours are those of shop.
	// true true <nil>
}

// Two people have the same case on their screens, and both take it. The second hears of it, and nothing is lost.
func ExampleService_Assign() {
	ctx, d := context.Background(), newShop()
	r, err := d.Open(ctx, desk.Intake{Channel: "web", Name: "Nguyễn Thị Hoà"})
	must(err)
	seen := desk.On{Case: r.Case.ID, Version: r.Case.Version}
	_, err = d.Assign(ctx, desk.Assignment{On: seen, Owner: "NV-1"})
	fmt.Println(err)
	_, err = d.Assign(ctx, desk.Assignment{On: seen, Owner: "NV-2"})
	fmt.Println(errors.Is(err, care.ErrStale))
	// Output:
	// <nil>
	// true
}

// A step that a case cannot take is refused, with the steps that it can.
func ExampleService_Reopen() {
	ctx, d := context.Background(), newShop()
	r, err := d.Open(ctx, desk.Intake{Channel: "counter"})
	must(err)
	r, err = d.Close(ctx, desk.Closing{On: desk.On{Case: r.Case.ID}, Outcome: "withdrawn"})
	must(err)
	fmt.Println(r.Case.State.Status.Steps())
	_, err = d.Reply(ctx, desk.Answer{On: desk.On{Case: r.Case.ID}, Channel: "counter"})
	if refused, ok := errors.AsType[*care.Invalid](err); ok {
		fmt.Println(refused.Problems[0].Reason.Text(care.LangVI))
	}
	r, err = d.Reopen(ctx, desk.Reopening{On: desk.On{Case: r.Case.ID}, Reason: "came_back"})
	fmt.Println(r.Case.State.Status, len(r.Case.State.Runs), err)
	// Output:
	// [reopen hear promise note link reach]
	// Không thể thực hiện bước “trả lời khách” vì khi đó hồ sơ ở trạng thái “Đã đóng”. Các bước có thể làm: mở lại, ghi lời khách, cam kết, ghi chú nội bộ, liên kết, đạt mốc.
	// open 2 <nil>
}

// Sixteen working hours, promised on a Friday afternoon, took until Thursday. The account says why.
func ExampleService_Account() {
	ctx, d := context.Background(), newShop()
	r, err := d.Open(ctx, desk.Intake{Channel: "zalo", Name: "Trần Văn Đức", Text: "Quạt kêu to."})
	must(err)
	on := desk.On{Case: r.Case.ID}
	*d.clock = at("2026-11-23 10:00")
	_, err = d.Reply(ctx, desk.Answer{On: on, Channel: "zalo", Text: "Anh gửi giúp ảnh tem máy ạ.", Ask: true}) // answers, and waits
	must(err)
	*d.clock = at("2026-11-25 10:00")
	_, err = d.Hear(ctx, desk.Words{On: on, Channel: "zalo", Text: "Đây ạ."})
	must(err)

	account, err := d.Account(ctx, r.Case.ID, time.Time{})
	must(err)
	for _, reason := range account.Reasons() {
		if reason.Is(desk.CodeMadeOfBoth) || reason.Is(desk.CodeWaited) {
			fmt.Println(reason.Text(care.LangEN))
		}
	}
	for _, span := range account.Spans {
		if span.Run.Target == sla.Resolution {
			fmt.Println(span.Hours.Text().EN)
		}
	}
	// Output:
	// Resolution: from the start to the due time of 13:00, 26 November 2026 is 142 hours: 16 working hours promised, 9 working hours of waiting, and 117 hours outside working hours.
	// Waited for the customer from 10:00, 23 November 2026 to 10:00, 25 November 2026: 9 working hours do not count.
	// From 15:00, 20 November 2026 to 13:00, 26 November 2026 is 5 days 22 hours, of which 25 hours were open. Not counted: 45 hours outside opening hours; 48 hours weekly day of rest; 24 hours closed (Vietnamese Culture Day).
}

// A customer calls about what she has already written. Both go on as one, counted from the first.
func ExampleService_Merge() {
	ctx, d := context.Background(), newShop()
	first, err := d.Open(ctx, desk.Intake{Channel: "email", Customer: "KH-7", Invoice: "HD-1"})
	must(err)
	*d.clock = at("2026-11-23 09:00")
	second, err := d.Open(ctx, desk.Intake{Channel: "phone", Customer: "KH-7"})
	must(err)
	r, err := d.Merge(ctx, desk.Merging{On: desk.On{Case: second.Case.ID}, Into: first.Case.ID})
	must(err)
	fmt.Println(r.Case.ID == first.Case.ID, r.Case.State.Since.Equal(first.Case.Opened), r.Case.State.Absorbed[0] == second.Case.ID)

	_, err = d.Merge(ctx, desk.Merging{On: desk.On{Case: first.Case.ID}, Into: second.Case.ID}) // somebody else, the other way round
	if refused, ok := errors.AsType[*care.Invalid](err); ok {
		fmt.Println(refused.Problems[0].Reason.Is(desk.CodeMerged))
	}
	// Output:
	// true true true
	// true
}

// The worker records what falls due, and tells those whom the agreement names.
func ExampleSubscriptions() {
	ctx, d := context.Background(), newShop()
	_, err := d.Open(ctx, desk.Intake{Channel: "phone"})
	must(err)
	worker, err := queue.NewWorker(queue.Config{
		Tenants: d.tenants, Now: func() time.Time { return *d.clock }, Topics: desk.Topics(),
		Subscriptions: append(desk.Subscriptions(func(string) desk.Service { return d.Service }),
			queue.Subscribe(desk.Breached, "pager", func(_ context.Context, _ storage.Store, m queue.Delivery[desk.CaseEvent]) error {
				fmt.Println("late:", m.Payload.Event.Target, m.Payload.Event.Due.In(care.Env{}.Location()).Format("02/01 15:04"))
				return nil
			})),
	})
	must(err)
	*d.clock = at("2026-11-23 10:01") // the first answer was due at 10:00
	_, err = worker.RunOnce(ctx)
	must(err)
	for late, err := range d.Late().All(ctx) {
		fmt.Println(late.State.Status, late.Late, err)
	}
	// Output:
	// late: first_response 23/11 10:00
	// new true <nil>
}

// Would a promise of ten hours have been kept?
func ExampleService_Promised() {
	ctx, d := context.Background(), newShop()
	r, err := d.Open(ctx, desk.Intake{Channel: "phone"})
	must(err)
	*d.clock = at("2026-11-23 16:00")
	_, err = d.Resolve(ctx, desk.Resolution{On: desk.On{Case: r.Case.ID}, Outcome: "explained"})
	must(err)
	for past, err := range d.Promised(ctx, time.Time{}, time.Time{}) {
		fmt.Println(past.Plan, len(past.Events), err) // what sla.Backtest takes
	}
	// Output:
	// all/1 on shop/1 2 <nil>
}

// What a case is, is what its events tell, in whatever order they arrive.
func ExampleReplay() {
	opened := at("2026-11-20 15:00")
	state, err := desk.Replay([]desk.Event{
		{N: 3, Step: desk.StepResolve, At: opened.Add(2 * time.Hour), Outcome: "replaced"},
		{N: 1, Step: desk.StepOpen, At: opened, Channel: care.ChannelPhone, Unit: "desk"},
		{N: 2, Step: desk.StepReply, At: opened.Add(time.Hour)},
	})
	fmt.Println(state.Status, state.FirstReply.Sub(state.Opened), state.Runs[0].Outcome, err)
	// Output:
	// resolved 1h0m0s replaced <nil>
}
