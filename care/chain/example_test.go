package chain_test

import (
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chain"
	"github.com/chamsoc/chamsoc/care/sla"
)

// bakery is a chain of two links, on a calendar that never closes: the kitchen bakes for the counter within 2 hours, and the counter serves the customer within 4.
func bakery(promise time.Duration) (*chain.Chain, error) {
	open, err := calendar.Compile(calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("00:00-24:00"))}})
	if err != nil {
		return nil, err
	}
	today := calendar.MustDate(2026, time.March, 2)
	return chain.Compile(chain.Flow{
		Code: "cake", Edition: 1, Name: care.Text{VI: "Bánh đặt", EN: "A cake to order"},
		Promise: chain.Promise{Within: calendar.Working(promise), Share: 0.9, Calendar: "always", Owner: "counter"},
		Links: []chain.Link{{
			Code: "bake", Name: care.Text{VI: "Nướng", EN: "Baking"}, Supplier: "kitchen", Receiver: "counter", Output: care.Text{VI: "bánh", EN: "the cake"},
			Calendar: "always", Goal: chain.Goal{Within: calendar.Working(2 * time.Hour), Share: 0.95, Acceptance: 0.9},
			Agreed: []chain.Consent{{Unit: "kitchen", By: "an", On: today}, {Unit: "counter", By: "binh", On: today}},
		}, {
			Code: "serve", Name: care.Text{VI: "Giao bánh", EN: "Serving"}, Supplier: "counter", Receiver: chain.Outside, Output: care.Text{VI: "bánh đã gói", EN: "the cake, wrapped"},
			Calendar: "always", Goal: chain.Goal{Within: calendar.Working(4 * time.Hour), Share: 0.95, Acceptance: 0.9},
			Agreed: []chain.Consent{{Unit: "counter", By: "binh", On: today}},
		}},
	}, func(sla.CalendarCode) (*calendar.Calendar, bool) { return open, true })
}

// Whether the goals inside suffice for the promise outside.
func ExampleChain_Feasible() {
	for _, promise := range []time.Duration{6 * time.Hour, 5 * time.Hour} {
		c, err := bakery(promise)
		if err != nil {
			fmt.Println(err)
			return
		}
		f := c.Feasible(nil)
		fmt.Println(promise, care.NameOf(f.Status).EN)
		fmt.Println(f.Reasons[0].Text(care.LangEN))
		for _, n := range f.Needs {
			fmt.Println(n.Link, "would have to promise", n.Within)
		}
	}
	// Output:
	// 6h0m0s Guaranteed
	// The goals inside add up to 6 working hours, within the promise of 6 working hours.
	// 5h0m0s Unproven
	// The goals inside add up to 6 working hours, which is 1 working hour more than the promise of 5 working hours: it can be broken with every goal kept.
	// bake would have to promise 1h40m0s
	// serve would have to promise 3h20m0s
}

// Why a case was late, and whose hours they are.
func ExampleChain_Attribute() {
	c, err := bakery(6 * time.Hour)
	if err != nil {
		fmt.Println(err)
		return
	}
	at := func(hour, minute int) time.Time { return time.Date(2026, time.March, 2, hour, minute, 0, 0, time.UTC) }
	course, err := c.Course([]chain.Event{
		{Link: "bake", Kind: chain.Requested, At: at(8, 0)},
		{Link: "bake", Kind: chain.Delivered, At: at(10, 0)},
		{Link: "bake", Kind: chain.Rejected, At: at(10, 30), Reason: "burnt"},
		{Link: "bake", Kind: chain.Delivered, At: at(12, 0)},
		{Link: "bake", Kind: chain.Accepted, At: at(12, 0)},
		{Link: "serve", Kind: chain.Requested, At: at(12, 0)},
		{Link: "serve", Kind: chain.Delivered, At: at(15, 0)},
		{Link: "serve", Kind: chain.Accepted, At: at(15, 0)},
	}, at(18, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	ledger, err := c.Ledger(course)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range ledger.Entries {
		fmt.Println(e.Took, e.Unit, e.Holding)
	}
	a := c.Attribute(course.Spent(), c.Goals())
	fmt.Println("late:", a.Late)
	for _, p := range a.Links {
		fmt.Println(p.Link, p.Late)
	}
	fmt.Println("the promise itself:", a.Design)
	// Output:
	// 2h0m0s kitchen work
	// 30m0s counter acceptance
	// 1h30m0s kitchen rework
	// 3h0m0s counter work
	// late: 1h0m0s
	// bake 1h0m0s
	// serve 0s
	// the promise itself: 0s
}
