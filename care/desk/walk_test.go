package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chain"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/sla"
)

// repairs is a flow from the counter to the workshop, from there to delivery, and from there to the customer. The promise is 8 hours.
func repairs(t testing.TB) *chain.Chain {
	t.Helper()
	always, err := calendar.Compile(calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("00:00-24:00"))}})
	require.NoError(t, err)
	link := func(code string, from, to chain.UnitCode, hours int) chain.Link {
		l := chain.Link{Code: chain.LinkCode(code), Supplier: from, Receiver: to, Calendar: "always",
			Goal: chain.Goal{Within: calendar.Working(time.Duration(hours) * time.Hour), Share: 0.9, Acceptance: 0.9}}
		l.Agreed = []chain.Consent{{Unit: from}, {Unit: to}}
		return l
	}
	c, err := chain.Compile(chain.Flow{
		Code: "repair", Edition: 1, Promise: chain.Promise{Within: calendar.Working(8 * time.Hour), Share: 0.9, Calendar: "always", Owner: "counter"},
		Links: []chain.Link{link("intake", "counter", "workshop", 1), link("repair", "workshop", "delivery", 5), link("return", "delivery", chain.Outside, 2)},
	}, func(sla.CalendarCode) (*calendar.Calendar, bool) { return always, true })
	require.NoError(t, err)
	return c
}

// walked is the ledger of a case, a line for each entry, with no event refused.
func walked(t testing.TB, c *counter, of desk.Case) (lines []string, late time.Duration) {
	t.Helper()
	ch := repairs(t)
	course, err := ch.Course(of.Walk(ch.Flow()), c.now)
	require.NoError(t, err)
	require.Empty(t, course.Refused)
	ledger, err := ch.Ledger(course)
	require.NoError(t, err)
	for _, e := range ledger.Entries {
		lines = append(lines, fmt.Sprint(e.Unit, " ", e.Holding, " ", e.Took))
	}
	return lines, course.Late
}

func TestACaseWalksTheChain(t *testing.T) {
	c := newCounter(t)
	one := c.open(desk.Intake{Unit: "counter", Name: "Hoà"})
	c.now = at("2026-11-16 10:00")
	one = c.did(c.HandOver(t.Context(), desk.Handover{On: on(one), Unit: "workshop"}))
	c.now = at("2026-11-16 12:00")
	lines, _ := walked(t, c, one)
	require.Equal(t, []string{"counter work 1h0m0s", "workshop work 2h0m0s"}, lines, "open")
	one = c.did(c.Wait(t.Context(), desk.Waiting{On: on(one), For: "customer"}))
	c.now = at("2026-11-16 13:00")
	one = c.did(c.Hear(t.Context(), desk.Words{On: on(one), Channel: "phone"}))
	c.now = at("2026-11-16 15:00")
	one = c.did(c.HandOver(t.Context(), desk.Handover{On: on(one), Unit: "delivery"}))
	c.now = at("2026-11-16 15:30")
	one = c.did(c.HandOver(t.Context(), desk.Handover{On: on(one), Unit: "workshop", Reason: "still_broken"}))
	c.now = at("2026-11-16 18:00")
	one = c.did(c.HandOver(t.Context(), desk.Handover{On: on(one), Unit: "delivery"}))
	c.now = at("2026-11-16 19:00")
	one = c.did(c.Resolve(t.Context(), desk.Resolution{On: on(one), Outcome: "repaired"}))
	lines, late := walked(t, c, one)
	require.Equal(t, []string{
		"counter work 1h0m0s", "workshop work 2h0m0s", "outside customer 1h0m0s", "workshop work 2h0m0s", "delivery acceptance 30m0s", "workshop rework 2h30m0s", "delivery work 1h0m0s",
	}, lines)
	require.Equal(t, time.Hour, late)

	c.now = at("2026-11-16 21:00")
	one = c.did(c.Reopen(t.Context(), desk.Reopening{On: on(one), Reason: "came_back"}))
	c.now = at("2026-11-16 22:00")
	one = c.did(c.Resolve(t.Context(), desk.Resolution{On: on(one), Outcome: "repaired"}))
	lines, _ = walked(t, c, one)
	require.Equal(t, []string{"delivery work 1h0m0s", "counter acceptance 2h0m0s", "delivery rework 1h0m0s"}, lines[6:], "the customer sent it back")
}

func TestACaseThatLeavesTheChainIsSomebodysAllTheSame(t *testing.T) {
	c := newCounter(t)
	one := c.open(desk.Intake{Unit: "counter", Name: "Hoà"})
	c.now = at("2026-11-16 10:00")
	one = c.did(c.HandOver(t.Context(), desk.Handover{On: on(one), Unit: "lawyers"}))
	c.now = at("2026-11-16 11:00")
	one = c.did(c.Close(t.Context(), desk.Closing{On: on(one), Outcome: "spam"}))
	ch := repairs(t)
	course, err := ch.Course(one.Walk(ch.Flow()), c.now)
	require.NoError(t, err)
	require.Empty(t, course.Refused)
	require.False(t, course.End.IsZero())
}
