package chain_test

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chain"
)

func TestCodesAreDeclaredOnce(t *testing.T) { require.NoError(t, care.CheckCodes(chain.Codes()...)) }

// faults are what Compile says of a flow: path and code.
func faults(t *testing.T, f chain.Flow) (list []string) {
	t.Helper()
	c, err := chain.Compile(f, calendars(t))
	if err == nil {
		require.NotNil(t, c)
		return nil
	}
	require.Nil(t, c)
	invalid, ok := errors.AsType[*care.Invalid](err)
	require.True(t, ok)
	for _, p := range invalid.Problems {
		require.NoError(t, p.Reason.Check())
		list = append(list, p.Path+" "+p.Reason.Code())
	}
	return list
}

func TestAFlowListsAllItsFaultsTogether(t *testing.T) {
	good := flow(14, series(2, 4, 8)...)
	require.Empty(t, faults(t, good))
	bad := chain.Flow{
		From: time.Unix(100, 0), Until: time.Unix(100, 0),
		Promise: chain.Promise{Within: calendar.Wall(time.Hour), Share: 1.5, Calendar: "nowhere", Owner: chain.Outside},
		Links: []chain.Link{
			{Code: "x", Supplier: "a", Receiver: "a", Calendar: "nowhere", Goal: chain.Goal{Share: -1, Acceptance: 2}},
			{Code: "x", Supplier: chain.Outside, Receiver: ""},
		},
	}
	require.Equal(t, []string{
		"code care.missing", "edition chain.edition", "until chain.validity",
		"promise.within chain.working", "promise.share chain.share", "promise.owner chain.outside_serves",
		"links[0].receiver chain.serves_itself", "links[0].goal.within chain.working", "links[0].goal.share chain.share", "links[0].goal.acceptance chain.share",
		"links[0].agreed chain.not_agreed", "links[0].agreed chain.not_agreed",
		"links[1].code chain.twice", "links[1].supplier chain.outside_serves", "links[1].receiver care.missing", "links[1].calendar care.missing",
		"links[1].goal.within chain.working", "links[1].goal.share chain.share", "links[1].goal.acceptance chain.share",
		"links chain.circle", "links chain.nobody_outside",
		"promise.calendar chain.no_calendar", "links[0].calendar chain.no_calendar",
	}, faults(t, bad))
	require.Contains(t, faults(t, chain.Flow{}), "links care.missing")
}

func TestCirclesAndDeadEndsAreNamed(t *testing.T) {
	circle := flow(14, link("A", "a", "b", 1), link("B", "b", "c", 1), link("C", "c", "b", 1), link("D", "c", string(chain.Outside), 1), link("E", "e", string(chain.Outside), 1))
	_, err := chain.Compile(circle, calendars(t))
	require.ErrorContains(t, err, "The links B, C, D form a circle or wait for one")
	require.Equal(t, []string{"links chain.circle"}, faults(t, circle))
	dead := flow(14, link("A", "a", "b", 1), link("B", "a", string(chain.Outside), 1), link("C", "b", "c", 1))
	require.Equal(t, []string{"links[0].receiver chain.leads_nowhere", "links[2].receiver chain.leads_nowhere"}, faults(t, dead))
}

func TestALinkIsAPromiseOnlyWhenBothSidesHaveAgreed(t *testing.T) {
	f := flow(14, series(2, 4)...)
	f.Links[0].Agreed = f.Links[0].Agreed[:1]
	require.Equal(t, []string{"links[0].agreed chain.not_agreed"}, faults(t, f))
}

func TestAFlowOfTooManyLinksIsRefused(t *testing.T) {
	var links []chain.Link
	for i := range 65 {
		links = append(links, link(fmt.Sprint("L", i), "a", string(chain.Outside), 1))
	}
	require.Equal(t, []string{"links chain.too_many"}, faults(t, flow(1, links...)))
}

func TestEditionsMustNotOverlap(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	of := func(edition int, from, until time.Time) chain.Flow {
		return chain.Flow{Code: "order", Edition: edition, From: from, Until: until}
	}
	require.Empty(t, chain.Overlaps([]chain.Flow{of(2, day(5), time.Time{}), of(1, day(1), day(5))}))
	require.Len(t, chain.Overlaps([]chain.Flow{of(2, day(4), time.Time{}), of(1, day(1), day(5))}), 1)
	require.Len(t, chain.Overlaps([]chain.Flow{of(2, day(5), time.Time{}), of(1, day(1), time.Time{})}), 1)
	other := of(1, day(1), time.Time{})
	other.Code = "repair"
	require.Empty(t, chain.Overlaps([]chain.Flow{of(1, day(1), time.Time{}), other}))
}

func TestRolesNameWhoServesNobody(t *testing.T) {
	r := chain.RolesOf([]chain.UnitCode{"a", "b", "c", "idle"}, []chain.Flow{flow(14, series(2, 4, 8)...)})
	require.Equal(t, []chain.UnitCode{"idle"}, r.ServeNobody)
	require.Equal(t, []chain.UnitCode{"a", "idle"}, r.ServedByNobody)
}

func TestACompiledFlowDoesNotChangeWithItsDefinition(t *testing.T) {
	f := flow(14, series(2, 4, 8)...)
	c := compile(t, f)
	f.Links[0].Code, f.Links[0].Agreed[0].By = "changed", "changed"
	require.Equal(t, chain.LinkCode("A"), c.Flow().Links[0].Code)
	require.EqualValues(t, "chi", c.Flow().Links[0].Agreed[0].By)
}

func FuzzCompile(f *testing.F) {
	f.Add([]byte{0, 1, 1, 2, 2, 9}, int64(time.Hour), 0.9)
	find := calendars(f)
	f.Fuzz(func(t *testing.T, ends []byte, within int64, share float64) {
		fl := flow(1)
		fl.Promise.Within, fl.Promise.Share = calendar.Working(time.Duration(max(0, within))), share
		goal := math.Mod(math.Abs(share), 1000)
		if math.IsNaN(goal) {
			goal = 0
		}
		name := func(b byte) string {
			if b%8 == 7 {
				return string(chain.Outside)
			}
			return string(rune('a' + b%8))
		}
		for i := 0; i+1 < len(ends) && i < 200; i += 2 {
			fl.Links = append(fl.Links, link(string(rune('A'+i)), name(ends[i]), name(ends[i+1]), goal))
		}
		c, err := chain.Compile(fl, find)
		if err != nil {
			_, ok := errors.AsType[*care.Invalid](err)
			require.True(t, ok)
			return
		}
		took := times3(c.Goals())
		a := c.Attribute(took, c.Goals())
		require.Equal(t, max(0, longest(fl, took)-fl.Promise.Within.Duration()), a.Late)
		_ = c.Feasible(nil)
	})
}
