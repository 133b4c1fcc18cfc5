package sla_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
)

func agreement(code sla.AgreementCode, scope sla.Scope) sla.Agreement {
	return sla.Agreement{
		Code: code, Edition: 1, Calendar: "office", Scope: scope,
		Targets: []sla.Target{{Code: sla.Resolution, Within: calendar.Working(8 * hour)}},
	}
}

func book(t testing.TB, agreements ...sla.Agreement) (*sla.Book, error) {
	return sla.NewBook(agreements, []sla.Calendar{{Code: "office", Edition: 1, Hours: hours(t)}})
}

var (
	byCustomer = sla.Scope{Customers: []care.CustomerRef{"C1", "C2"}}
	bySegment  = sla.Scope{Segments: []care.SegmentRef{"gold"}}
	byPhone    = sla.Scope{Channels: []care.Channel{care.ChannelPhone}}
	byRepair   = sla.Scope{Topics: []sla.Topic{"repair"}}
	byBoth     = sla.Scope{Channels: []care.Channel{care.ChannelPhone}, Topics: []sla.Topic{"repair"}}
)

func TestTheMostSpecificAgreementIsPicked(t *testing.T) {
	b, err := book(t, agreement("default", sla.Scope{}), agreement("customer", byCustomer), agreement("segment", bySegment),
		agreement("phone", byPhone), agreement("repair", byRepair), agreement("phone-repair", byBoth),
		agreement("customer-repair", sla.Scope{Customers: []care.CustomerRef{"C1"}, Topics: []sla.Topic{"repair"}}))
	require.NoError(t, err)
	for _, c := range []struct {
		query sla.Query
		want  sla.AgreementCode
		why   *care.Code
	}{
		{sla.Query{}, "default", sla.CodeByDefault},
		{sla.Query{Customer: "C9", Segment: "silver", Channel: care.ChannelZalo, Topic: "invoice"}, "default", sla.CodeByDefault},
		{sla.Query{Channel: care.ChannelPhone}, "phone", sla.CodeByChannelTopic},
		{sla.Query{Topic: "repair"}, "repair", sla.CodeByChannelTopic},
		{sla.Query{Channel: care.ChannelPhone, Topic: "repair"}, "phone-repair", sla.CodeByChannelTopic},
		{sla.Query{Segment: "gold", Channel: care.ChannelPhone, Topic: "repair"}, "segment", sla.CodeBySegment},
		{sla.Query{Customer: "C2", Segment: "gold", Topic: "repair"}, "customer", sla.CodeByCustomer},
		{sla.Query{Customer: "C1", Segment: "gold", Topic: "repair"}, "customer-repair", sla.CodeByCustomer},
	} {
		c.query.At = on(t, "02 09:00")
		choice := b.Pick(c.query)
		require.Equal(t, c.want, choice.Promise.Ref().Agreement, "%+v", c.query)
		require.True(t, choice.Reasons[0].Is(c.why))
		for _, reason := range choice.Reasons {
			require.NoError(t, reason.Check())
		}
	}
	choice := b.Pick(sla.Query{Customer: "C1", Segment: "gold", At: on(t, "02 09:00")})
	require.Contains(t, choice.Reasons.Text(care.LangEN), "less specific: segment, default.")
}

func TestNoAgreementIsSaid(t *testing.T) {
	b, err := book(t, agreement("customer", byCustomer))
	require.NoError(t, err)
	choice := b.Pick(sla.Query{Customer: "C9", At: on(t, "02 09:00")})
	require.Nil(t, choice.Promise)
	require.True(t, choice.Reasons.Has(sla.CodeNoAgreement))
	require.NoError(t, choice.Reasons[0].Check())
}

func TestTiesAreErrorsAtDefinition(t *testing.T) {
	for name, agreements := range map[string][]sla.Agreement{
		"two defaults":             {agreement("a", sla.Scope{}), agreement("b", sla.Scope{})},
		"one customer twice":       {agreement("a", byCustomer), agreement("b", sla.Scope{Customers: []care.CustomerRef{"C2", "C3"}})},
		"a channel and a topic":    {agreement("a", byPhone), agreement("b", byRepair)},
		"the same, of one segment": {agreement("a", within(byPhone)), agreement("b", within(byRepair)), agreement("c", byBoth)},
	} {
		_, err := book(t, agreements...)
		require.ErrorContains(t, err, "sla.tie", name)
		require.NoError(t, tieReason(t, err).Check())
	}
	_, err := book(t, agreement("a", byPhone), agreement("b", byRepair), agreement("c", byBoth))
	require.NoError(t, err, "a third one decides")
}

func within(s sla.Scope) sla.Scope {
	s.Segments = []care.SegmentRef{"gold"}
	return s
}

func tieReason(t *testing.T, err error) care.Reason {
	var invalid *care.Invalid
	require.ErrorAs(t, err, &invalid)
	return invalid.Problems[0].Reason
}

func TestAgreementsThatAreNotInForceTogetherAreNoTie(t *testing.T) {
	first, second := agreement("a", byPhone), agreement("b", byPhone)
	first.Until = on(t, "10 00:00")
	second.From = first.Until
	b, err := book(t, first, second)
	require.NoError(t, err)
	require.Equal(t, sla.AgreementCode("a"), b.Pick(sla.Query{Channel: care.ChannelPhone, At: first.Until.Add(-1)}).Promise.Ref().Agreement)
	require.Equal(t, sla.AgreementCode("b"), b.Pick(sla.Query{Channel: care.ChannelPhone, At: first.Until}).Promise.Ref().Agreement)

	second.From = second.From.Add(-1)
	_, err = book(t, first, second)
	require.ErrorContains(t, err, "sla.tie")
}

func TestALaterEditionTakesOverFromItsOwnStart(t *testing.T) {
	one, two := agreement("a", sla.Scope{}), agreement("a", byPhone)
	two.Edition, two.From = 2, on(t, "10 00:00")
	b, err := book(t, one, two)
	require.NoError(t, err)
	require.Equal(t, 1, b.Pick(sla.Query{At: two.From.Add(-1)}).Promise.Ref().Edition)
	require.Nil(t, b.Pick(sla.Query{At: two.From}).Promise, "the second edition is for the phone only")
	require.Equal(t, 2, b.Pick(sla.Query{At: two.From, Channel: care.ChannelPhone}).Promise.Ref().Edition)
	_, known := b.Promise(sla.Ref{Agreement: "a", Edition: 1, Calendar: "office", CalendarEdition: 1})
	require.True(t, known, "cases of the first edition keep it")
}

func TestAnEditionThatALaterOneOvertookWasNeverInForce(t *testing.T) {
	one, two := agreement("a", sla.Scope{}), agreement("a", sla.Scope{})
	two.Edition = 2
	b, err := book(t, one, two)
	require.NoError(t, err)
	require.Equal(t, 2, b.Pick(sla.Query{At: on(t, "02 08:00")}).Promise.Ref().Edition)
}

func TestThePromiseIsByTheCalendarEditionInForce(t *testing.T) {
	second := sla.Calendar{Code: "office", Edition: 2, From: on(t, "10 00:00"), Hours: always(t)}
	b, err := sla.NewBook([]sla.Agreement{agreement("a", sla.Scope{})}, []sla.Calendar{second, {Code: "office", Edition: 1, From: on(t, "01 00:00"), Hours: hours(t)}})
	require.NoError(t, err)
	require.Equal(t, 1, b.Pick(sla.Query{At: second.From.Add(-1)}).Promise.Ref().CalendarEdition)
	require.Equal(t, 2, b.Pick(sla.Query{At: second.From}).Promise.Ref().CalendarEdition)
	choice := b.Pick(sla.Query{At: on(t, "01 00:00").Add(-1)})
	require.Nil(t, choice.Promise)
	require.True(t, choice.Reasons.Has(sla.CodeNoCalendar))
}

func TestABookListsEverythingThatIsWrong(t *testing.T) {
	twice := agreement("a", sla.Scope{})
	lost := agreement("b", byPhone)
	lost.Calendar = "moon"
	_, err := sla.NewBook(
		[]sla.Agreement{agreement("a", sla.Scope{}), twice, lost, agreement("c", sla.Scope{Channels: []care.Channel{""}})},
		[]sla.Calendar{{Code: "office", Edition: 1, Hours: hours(t)}, {Code: "office", Edition: 1}, {}},
	)
	var invalid *care.Invalid
	require.ErrorAs(t, err, &invalid)
	var paths []string
	for _, p := range invalid.Problems {
		paths = append(paths, p.Path)
	}
	require.Subset(t, paths, []string{
		"agreements[1].edition", "agreements[1].scope", "agreements[2].calendar", "agreements[3].scope.channels",
		"calendars[1].edition", "calendars[1].hours", "calendars[2].code", "calendars[2].edition",
	})
}

// The model tries every agreement on every case.
func TestPickAgreesWithTryingAll(t *testing.T) {
	var all []sla.Agreement
	for i := range 16 {
		var s sla.Scope
		if i&8 != 0 {
			s.Customers = []care.CustomerRef{"C1", "C2"}
		}
		if i&4 != 0 {
			s.Segments = []care.SegmentRef{"gold"}
		}
		if i&2 != 0 {
			s.Channels = []care.Channel{care.ChannelPhone, care.ChannelZalo}
		}
		if i&1 != 0 {
			s.Topics = []sla.Topic{"repair"}
		}
		all = append(all, agreement(sla.AgreementCode(fmt.Sprintf("a%02d", i)), s))
	}
	b, err := book(t, all...)
	require.NoError(t, err)
	for i := range 16 {
		q := sla.Query{At: time.Unix(0, 0)}
		best := -1
		if i&8 != 0 {
			q.Customer = "C2"
		}
		if i&4 != 0 {
			q.Segment = "gold"
		}
		if i&2 != 0 {
			q.Channel = care.ChannelPhone
		}
		if i&1 != 0 {
			q.Topic = "repair"
		}
		for k := range 16 {
			if i&k == k && (best < 0 || k > best) { // a02 before a01 never meets a tie: a03 decides
				best = k
			}
		}
		require.Equal(t, all[best].Code, b.Pick(q).Promise.Ref().Agreement, i)
	}
}
