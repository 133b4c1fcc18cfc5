package main

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/sla"
)

// same counts a check and says what differs.
func (c *counter) same(what string, want, got any) error {
	c.checks++
	if reflect.DeepEqual(want, got) {
		return nil
	}
	return fmt.Errorf("%s: expected %v, is %v", what, want, got)
}

// check compares every case with what the other program counted, and the late one with the story.
func (c *counter) check(ctx context.Context) error {
	all, err := c.outcomes(ctx)
	if err != nil {
		return err
	}
	if err := c.same("number of cases", len(c.data.expected.Cases), len(all)); err != nil {
		return err
	}
	told := map[string]int{}
	for _, o := range all {
		for _, e := range o.Events {
			for _, who := range e.Tell {
				told[string(who)]++
			}
		}
		if err := c.checkCase(o); err != nil {
			return err
		}
		if o.Number == c.data.expected.LateCase {
			if err := c.checkLate(o); err != nil {
				return err
			}
		}
	}
	return c.same("how many levels each was told of", told, c.told)
}

func (c *counter) checkCase(o outcome) error {
	want := c.data.expected.Cases[o.Number]
	first, ok := o.account.Clocks.Latest(sla.FirstResponse)
	got := expected{Segment: string(o.Segment), Used: minutes(o.run.Used), Held: minutes(o.held), Late: o.late}
	if ok && !first.Live() {
		used := minutes(first.Used)
		got.First = &used
	}
	if !o.run.Live() {
		got.Resolved = o.run.Ended.In(zone).Format("2006-01-02 15:04")
	}
	if o.late {
		got.Due = o.run.Due.In(zone).Format("2006-01-02 15:04")
	}
	if err := c.same(o.Number, want, got); err != nil {
		return err
	}
	state, err := desk.Replay(o.Events)
	if err != nil {
		return err
	}
	return c.same("what is stored of "+o.Number+" is what its events tell", o.State, state)
}

func minutes(d time.Duration) int { return int(d / time.Minute) }

// checkLate checks the story: 48 working hours took 6 days, for reasons that add up.
func (c *counter) checkLate(o outcome) error {
	run := o.run
	var hours desk.Span
	for _, span := range o.account.Spans {
		if span.Run.Target == sla.Resolution {
			hours = span
		}
	}
	var closed time.Duration
	causes := map[string]time.Duration{}
	for _, stretch := range hours.Hours.Closed {
		closed += stretch.Length()
		causes[stretch.Cause.Text().EN+" "+stretch.Name.EN] += stretch.Length()
	}
	var tells []string
	for _, e := range o.Events {
		for _, who := range e.Tell {
			tells = append(tells, string(e.Level)+" "+string(who))
		}
	}
	for _, row := range []struct {
		what      string
		want, got any
	}{
		{"promised", 48 * time.Hour, run.Within.Duration()},
		{"from its opening to its due", 6 * 24 * time.Hour, run.Due.Sub(run.Started)},
		{"open hours in it", 50 * time.Hour, hours.Hours.Open},
		{"waiting for the customer", 2 * time.Hour, run.Held},
		{"closed hours in it", 94 * time.Hour, closed},
		{"the holiday's", 48 * time.Hour, causes["closed National Day"]},
		{"the nights'", 46 * time.Hour, causes["outside opening hours "]},
		{"late by", 90 * time.Minute, run.LateWall},
		{"whom the agreement names was told", []string{"50% TO-TRUONG", "-4h TO-TRUONG", "-4h QUAN-LY", "100% QUAN-LY", "100% GIAM-DOC"}, tells},
	} {
		if err := c.same(o.Number+", "+row.what, row.want, row.got); err != nil {
			return err
		}
	}
	return nil
}
