package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
)

// tighter is the promise that is tried: three quarters of the time for a solution.
func tighter(a *sla.Agreement) {
	i := slices.IndexFunc(a.Targets, func(t sla.Target) bool { return t.Code == sla.Resolution })
	a.Targets[i].Within = calendar.Working(a.Targets[i].Within.Duration() * 3 / 4)
}

// tryTighter replays the month as it would have gone under the tighter promise.
func (c *counter) tryTighter(ctx context.Context) error {
	next, err := c.data.book(tighter)
	if err != nil {
		return err
	}
	found, err := sla.Backtest(ctx, c.care.Desk.Promised(ctx, time.Time{}, monthEnd), sla.Trial{
		Book: c.book, At: monthEnd,
		Plan: func(past *sla.Case) *sla.Promise { return next.Pick(past.Query()).Promise },
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, "\nNếu hứa sớm hơn một phần tư? / What if a quarter less time were promised?")
	for _, s := range []struct {
		segment care.SegmentRef
		name    care.Text
	}{{"", care.Text{VI: "mọi khách", EN: "everybody"}}, {"vang", care.Text{VI: "khách vàng", EN: "gold"}}} {
		was, would := found.Was.Attainment(sla.Resolution, s.segment, none, none), found.Would.Attainment(sla.Resolution, s.segment, none, none)
		share, _ := was.Share().Value()
		shareThen, _ := would.Share().Value()
		low := would.Share().Wilson(0.95)
		fmt.Fprintf(c.out, "  %-24s %d / %d đúng hẹn (%.1f %%) → %d / %d (%.1f %%, %.1f–%.1f)\n", s.name.VI+" / "+s.name.EN,
			was.Kept, was.Kept+was.Broken, 100*share, would.Kept, would.Kept+would.Broken, 100*shareThen, 100*low.Low, 100*low.High)
	}
	turned := found.Turned[sla.Resolution]
	fmt.Fprintf(c.out, "  thêm %d hồ sơ trễ hẹn / %d more would be late\n", turned.Worse, turned.Worse)
	return c.checkTrial(found)
}

// none is no bound.
var none calendar.Date

// checkTrial compares the trial with the minutes that the other program counted.
func (c *counter) checkTrial(found *sla.Comparison) error {
	late, lateThen := int64(0), int64(0)
	for _, e := range c.data.expected.Cases {
		within := 48 * 60
		if e.Segment == "vang" {
			within = 24 * 60
		}
		if e.Used > within {
			late++
		}
		if e.Used > within*3/4 {
			lateThen++
		}
	}
	if err := c.same("cases tried", int64(len(c.data.expected.Cases)), found.Cases); err != nil {
		return err
	}
	if err := c.same("late as it was", late, found.Was.Attainment(sla.Resolution, "", none, none).Broken); err != nil {
		return err
	}
	return c.same("late in the trial", lateThen, found.Would.Attainment(sla.Resolution, "", none, none).Broken)
}
