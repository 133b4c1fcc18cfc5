package chain_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chain"
	"github.com/chamsoc/chamsoc/care/sla"
)

// hours is a duration of hours that may be broken.
func hours(h float64) time.Duration { return time.Duration(h * float64(time.Hour)) }

func text(s string) care.Text { return care.Text{VI: s, EN: s} }

// link is a link with a goal of so many hours in 95 % of the cases, which both sides have agreed to.
func link(code, from, to string, within float64) chain.Link {
	l := chain.Link{
		Code: chain.LinkCode(code), Name: text(code), Supplier: chain.UnitCode(from), Receiver: chain.UnitCode(to), Output: text("output"), Calendar: "always",
		Goal: chain.Goal{Within: calendar.Working(hours(within)), Share: 0.95, Acceptance: 0.9},
	}
	for _, side := range []chain.UnitCode{l.Supplier, l.Receiver} {
		if side != chain.Outside {
			l.Agreed = append(l.Agreed, chain.Consent{Unit: side, By: "chi", On: calendar.MustDate(2026, 1, 5)})
		}
	}
	return l
}

// flow is a promise of so many hours over links.
func flow(within float64, links ...chain.Link) chain.Flow {
	return chain.Flow{
		Code: "order", Edition: 1, Name: text("order"), Links: links,
		Promise: chain.Promise{Within: calendar.Working(hours(within)), Share: 0.9, Calendar: "always", Owner: "sales"},
	}
}

// series are links from unit to unit in a row.
func series(goals ...float64) (links []chain.Link) {
	for i, g := range goals {
		to := string(rune('b' + i))
		if i == len(goals)-1 {
			to = string(chain.Outside)
		}
		links = append(links, link(string(rune('A'+i)), string(rune('a'+i)), to, g))
	}
	return links
}

// fork is max(A, B) + C.
func fork(a, b, c float64) []chain.Link {
	return []chain.Link{link("A", "a", "c", a), link("B", "b", "c", b), link("C", "c", string(chain.Outside), c)}
}

// definition reads a calendar of the zone of Vietnam with these hours from Monday to Friday, or on all days.
func definition(t testing.TB, hours string, days ...time.Weekday) calendar.Definition {
	t.Helper()
	return calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts(hours), days...)}}
}

// calendars has "always", which never closes, and "office", 08:00 to 17:00 from Monday to Friday.
func calendars(t testing.TB) chain.Calendars {
	t.Helper()
	always, err := calendar.Compile(definition(t, "00:00-24:00"))
	require.NoError(t, err)
	office, err := calendar.Compile(definition(t, "08:00-17:00", time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday))
	require.NoError(t, err)
	return func(code sla.CalendarCode) (*calendar.Calendar, bool) {
		c, ok := map[sla.CalendarCode]*calendar.Calendar{"always": always, "office": office}[code]
		return c, ok
	}
}

func compile(t testing.TB, f chain.Flow) *chain.Chain {
	t.Helper()
	c, err := chain.Compile(f, calendars(t))
	require.NoError(t, err)
	return c
}
