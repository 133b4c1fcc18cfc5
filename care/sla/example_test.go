package sla_test

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
)

// serviceDesk is open from Monday to Friday, with a lunch break.
func serviceDesk() sla.Calendar {
	hours, err := calendar.Compile(calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh",
		Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("08:00-12:00 13:00-17:00"),
			time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)},
	})
	if err != nil {
		panic(err)
	}
	return sla.Calendar{Code: "desk", Edition: 1, Hours: hours}
}

// standard promises an answer in 4 working hours and a solution in 16.
func standard() sla.Agreement {
	return sla.Agreement{
		Code: "standard", Edition: 1, Calendar: "desk", Name: care.Text{VI: "Tiêu chuẩn", EN: "Standard"},
		Targets: []sla.Target{
			{Code: sla.FirstResponse, Within: calendar.Working(4 * time.Hour)},
			{Code: sla.Resolution, Within: calendar.Working(16 * time.Hour), PausedBy: []sla.PauseReason{"waiting_customer"}},
		},
	}
}

// A case that was answered in time, waited for its customer over a weekend, and was resolved too late.
func ExampleReplay() {
	promise, err := sla.NewPromise(standard(), serviceDesk())
	if err != nil {
		panic(err)
	}
	zone := promise.Hours().Zone()
	events := []sla.Event{
		{At: time.Date(2026, 3, 5, 16, 0, 0, 0, zone), Kind: sla.Opened},
		{At: time.Date(2026, 3, 6, 9, 0, 0, 0, zone), Kind: sla.Replied},
		{At: time.Date(2026, 3, 6, 9, 0, 0, 0, zone), Kind: sla.Paused, Pause: "waiting_customer"},
		{At: time.Date(2026, 3, 9, 10, 0, 0, 0, zone), Kind: sla.Resumed, Pause: "waiting_customer"},
		{At: time.Date(2026, 3, 11, 9, 30, 0, 0, zone), Kind: sla.Resolved},
	}
	state, err := sla.Replay(promise, events, time.Date(2026, 3, 20, 0, 0, 0, 0, zone))
	if err != nil {
		panic(err)
	}
	for _, reason := range state.Reasons() {
		fmt.Println(reason.Text(care.LangEN))
	}
	fmt.Println(state.Runs[1].Reasons().Text(care.LangVI))
	// Output:
	// No clock is running.
	// First response: promised within 4 working hours from 16:00, 5 March 2026.
	// First response: kept, done at 09:00, 6 March 2026, before it was due at 11:00, 6 March 2026, with 2 working hours to spare.
	// Resolution: promised within 16 working hours from 16:00, 5 March 2026.
	// Resolution: broken, done at 09:30, 11 March 2026, after it was due at 17:00, 10 March 2026, late by 16 hours 30 minutes by the clock on the wall.
	// Resolution: 1 working hour 30 minutes of that, pauses left out.
	// Resolution: its pauses took 9 working hours in all, what overlaps counted once.
	// Paused for “waiting_customer” from 09:00, 6 March 2026 to 10:00, 9 March 2026: 9 working hours do not count.
	// Giải quyết: cam kết trong 16 giờ làm việc, tính từ 16:00 ngày 05/03/2026. Giải quyết: trễ hẹn, xong lúc 09:30 ngày 11/03/2026, sau hạn chót 17:00 ngày 10/03/2026, trễ 16 giờ 30 phút theo đồng hồ. Giải quyết: trong đó 1 giờ 30 phút làm việc, không kể lúc tạm dừng. Giải quyết: các lần tạm dừng lấy đi tổng cộng 9 giờ làm việc, phần trùng nhau chỉ tính một lần.
}

// While a clock is paused it has no due time, only what is left.
func ExampleState_NextDue() {
	promise, _ := sla.NewPromise(standard(), serviceDesk())
	zone := promise.Hours().Zone()
	opened := time.Date(2026, 3, 5, 16, 0, 0, 0, zone)
	events := []sla.Event{{At: opened, Kind: sla.Opened}, {At: opened, Kind: sla.Replied}}
	running, _ := sla.Replay(promise, events, opened)
	fmt.Println(running.NextDue().Format(time.DateTime))

	events = append(events, sla.Event{At: opened.Add(30 * time.Minute), Kind: sla.Paused, Pause: "waiting_customer"})
	paused, _ := sla.Replay(promise, events, opened.Add(72*time.Hour))
	run, _ := paused.Latest(sla.Resolution)
	fmt.Println(paused.NextDue().IsZero(), run.Left)
	// Output:
	// 2026-03-09 16:00:00
	// true working 15h30m
}

// The most specific agreement is picked, and says why.
func ExampleBook_Pick() {
	gold := standard()
	gold.Code, gold.Name = "gold", care.Text{VI: "Vàng", EN: "Gold"}
	gold.Scope = sla.Scope{Segments: []care.SegmentRef{"gold"}}
	book, err := sla.NewBook([]sla.Agreement{standard(), gold}, []sla.Calendar{serviceDesk()})
	if err != nil {
		panic(err)
	}
	choice := book.Pick(sla.Query{Customer: "KH-77", Segment: "gold", Channel: care.ChannelPhone, At: time.Now()})
	fmt.Println(choice.Promise.Ref())
	fmt.Println(choice.Reasons.Text(care.LangEN))

	_, err = sla.NewBook([]sla.Agreement{gold, standard(), func() sla.Agreement { a := standard(); a.Code = "other"; return a }()}, []sla.Calendar{serviceDesk()})
	fmt.Println(err != nil)
	// Output:
	// gold/1 on desk/1
	// The agreement “Gold”, edition 1, holds because it is for the customer's segment; working hours are those of desk. These fit too, but are less specific: standard.
	// true
}

// What would have become of last year's cases under a tighter promise?
func ExampleBacktestArchive() {
	book, _ := sla.NewBook([]sla.Agreement{standard()}, []sla.Calendar{serviceDesk()})
	tight := standard()
	tight.Edition, tight.Targets[0].Within = 2, calendar.Working(90*time.Minute)
	tried, _ := sla.NewPromise(tight, serviceDesk())

	var archive []byte // written once, by whoever has the cases
	opened := time.Date(2026, 3, 2, 8, 0, 0, 0, tried.Hours().Zone())
	for i := range 40 { // answered after 5, 10, 15, … minutes
		archive, _ = sla.AppendCase(archive, &sla.Case{
			Segment: "retail", Plan: sla.Ref{Agreement: "standard", Edition: 1, Calendar: "desk", CalendarEdition: 1},
			Events: []sla.Event{{At: opened, Kind: sla.Opened}, {At: opened.Add(time.Duration(i+1) * 5 * time.Minute), Kind: sla.Replied}},
		})
	}
	found, err := sla.BacktestArchive(context.Background(), bytes.NewReader(archive), sla.Trial{
		Book: book, Plan: func(*sla.Case) *sla.Promise { return tried },
	})
	if err != nil {
		panic(err)
	}
	goal := sla.Goal{Target: sla.FirstResponse, Segment: "retail", Percent: 75, Period: sla.Monthly}
	march := calendar.MustDate(2026, 3, 1)
	fmt.Println("worse:", found.Turned[sla.FirstResponse].Worse)
	fmt.Println("was:  ", found.Was.Judge(goal, march, 0.95).Judgement.Verdict)
	fmt.Println("would:", found.Would.Judge(goal, march, 0.95).Judgement.Verdict)
	fmt.Println(found.Would.Judge(goal, march, 0.95).Reasons.Text(care.LangEN))
	// Output:
	// worse: 22
	// was:   met
	// would: missed
	// The goal of 75 % for “First response” from 1 March 2026 to 31 March 2026 was missed: only 18 of 40 were kept, more than bad luck explains.
}
