package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chain"
	"github.com/chamsoc/chamsoc/care/sla"
)

// stage is one link of the furniture maker's chain, and how long it takes: half of the cases at most so many working hours.
type stage struct {
	link   chain.Link
	median float64
	again  float64 // the share that is sent back once
}

const spread = 0.35 // of the logarithm of a stage's time

func text(vi, en string) care.Text { return care.Text{VI: vi, EN: en} }

// names are what the units are called.
var names = map[chain.UnitCode]care.Text{
	"sales": text("Phòng kinh doanh", "Sales"), "design": text("Phòng thiết kế", "Design"), "workshop": text("Xưởng mộc", "Workshop"),
	"paint": text("Tổ sơn", "Paint shop"), "delivery": text("Đội giao hàng", "Delivery"), chain.Outside: text("Khách hàng", "The customer"),
}

func stages() []stage {
	of := func(code string, name, output care.Text, from, to chain.UnitCode, goal, median, again float64) stage {
		l := chain.Link{
			Code: chain.LinkCode(code), Name: name, Supplier: from, Receiver: to, Output: output, Calendar: "factory",
			Goal: chain.Goal{Within: calendar.Working(hours(goal)), Share: 0.9, Acceptance: 0.85},
		}
		for _, side := range []chain.UnitCode{from, to} {
			if side != chain.Outside {
				l.Agreed = append(l.Agreed, chain.Consent{Unit: side, By: "giam-doc", On: calendar.MustDate(2025, time.December, 15)})
			}
		}
		return stage{l, median, again}
	}
	return []stage{
		of("order", text("Chốt đơn", "Order"), text("đơn hàng đủ thông tin", "a complete order"), "sales", "design", 4, 2, 0.05),
		of("drawing", text("Bản vẽ", "Drawing"), text("bản vẽ đã duyệt", "an approved drawing"), "design", "workshop", 11, 6, 0.08),
		of("frame", text("Đóng khung", "Frame"), text("sản phẩm mộc", "the piece in the white"), "workshop", "paint", 29, 16, 0.05),
		of("finish", text("Sơn", "Finish"), text("sản phẩm đã sơn", "the finished piece"), "paint", "delivery", 20, 6, 0.06),
		of("handover", text("Giao lắp", "Handover"), text("hàng đã lắp tại nhà", "the piece installed"), "delivery", chain.Outside, 8, 4, 0.02),
	}
}

func hours(h float64) time.Duration { return time.Duration(h * float64(time.Hour)) }

// order is the flow with a promise of so many working hours in 95 % of the cases.
func order(within float64) chain.Flow {
	f := chain.Flow{
		Code: "order", Edition: 1, Name: text("Từ đơn hàng đến nhà khách", "From the order to the customer's home"),
		Promise: chain.Promise{Within: calendar.Working(hours(within)), Share: 0.95, Calendar: "factory", Owner: "sales"},
	}
	for _, s := range stages() {
		f.Links = append(f.Links, s.link)
	}
	return f
}

// factory is open from Monday to Saturday, 7:30 to 11:30 and 13:00 to 17:00, but not at Tết.
func factory() (chain.Calendars, *calendar.Calendar, error) {
	six := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday}
	cal, err := calendar.Compile(calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("07:30-11:30 13:00-17:00"), six...)},
		Closures: []calendar.Closure{{First: calendar.MustDate(2026, time.February, 14), Last: calendar.MustDate(2026, time.February, 22), Name: calendar.Text{VI: "Tết Nguyên đán", EN: "Tet"}}},
	})
	return func(code sla.CalendarCode) (*calendar.Calendar, bool) { return cal, code == "factory" }, cal, err
}

// generated is one order as it went.
type generated struct {
	ref    string
	events []chain.Event
	end    time.Time
}

var (
	yearStart = time.Date(2026, time.January, 5, 0, 30, 0, 0, time.UTC) // a Monday, 07:30
	// driftStart is when the paint shop gets a slower lacquer, which nobody is told of.
	driftStart = time.Date(2026, time.September, 1, 0, 30, 0, 0, time.UTC)
)

const (
	ordersAYear = 10_000
	slower      = 1.8 // how much longer the paint shop takes from then on
)

// generate makes a year of orders from a seed, in order of their ends. The same seed makes the same year.
func generate(cal *calendar.Calendar, seed uint64, drift bool) ([]generated, error) {
	rnd := rand.New(rand.NewPCG(seed, 2026))
	open, err := cal.Elapsed(yearStart, yearStart.AddDate(1, 0, 0))
	if err != nil {
		return nil, err
	}
	all := make([]generated, ordersAYear)
	for i := range all {
		start, err := cal.Add(yearStart, time.Duration(float64(open)*float64(i)/ordersAYear)+time.Second)
		if err != nil {
			return nil, err
		}
		all[i] = generated{ref: fmt.Sprintf("DH-%05d", i+1)}
		if err := all[i].live(cal, rnd, start, drift); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b generated) int { return a.end.Compare(b.end) })
	return all, nil
}

// live lets an order go through all stages.
func (g *generated) live(cal *calendar.Calendar, rnd *rand.Rand, at time.Time, drift bool) (err error) {
	pass := func(h float64) {
		if err == nil {
			at, err = cal.Add(at, hours(h))
		}
	}
	say := func(kind chain.EventKind, link chain.LinkCode, reason chain.RejectCode) {
		g.events = append(g.events, chain.Event{Kind: kind, Link: link, At: at.UTC().Truncate(time.Microsecond), Reason: reason})
	}
	for _, s := range stages() {
		took := s.median * math.Exp(spread*rnd.NormFloat64())
		if drift && s.link.Code == "finish" && !at.Before(driftStart) {
			took *= slower
		}
		say(chain.Requested, s.link.Code, "")
		if rnd.Float64() < 0.02 {
			pass(took * 0.2)
			say(chain.Waiting, "", "")
			pass(rnd.Float64() * 20)
			say(chain.Resumed, "", "")
			took *= 0.8
		}
		pass(took * 0.9)
		say(chain.Delivered, s.link.Code, "")
		if rnd.Float64() < s.again {
			pass(0.2)
			say(chain.Rejected, s.link.Code, "not_as_agreed")
			pass(took * 0.3)
			say(chain.Delivered, s.link.Code, "")
		}
		pass(took * 0.1)
		say(chain.Accepted, s.link.Code, "")
	}
	g.end = at
	return err
}
