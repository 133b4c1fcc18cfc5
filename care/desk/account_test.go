package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/chart"
	"github.com/chamsoc/chamsoc/care/sla"
)

func TestTheAccountSaysWhereTheTimeWent(t *testing.T) {
	c := promising(t)
	c.clock("2026-11-19 15:00")
	got := c.reply(c.open(anh()))
	c.clock("2026-11-21 09:00")
	got = c.wait(got, "customer")
	c.clock("2026-11-23 09:00")
	got = c.hear(got)
	c.clock("2026-11-25 11:30")
	got = c.resolve(c.reply(got))
	a, err := c.Account(t.Context(), got.ID, time.Time{})
	require.NoError(t, err)
	run, ok := a.Clocks.Latest(sla.Resolution)
	require.True(t, ok)
	assert.Equal(t, at("2026-11-24 15:00").UTC(), run.Due.UTC(), "2 hours on Thursday, 1 on Saturday, 7 on Monday, 6 on Tuesday")
	text := a.Text(care.LangEN)
	for _, want := range []string{
		"The default agreement “Standard”, edition 1, holds because",
		"Resolution: broken, done at 11:30, 25 November 2026, after it was due at 15:00, 24 November 2026",
		"Waited for the customer from 09:00, 21 November 2026 to 09:00, 23 November 2026: 4 working hours do not count.",
		"Resolution: from the start to the due time of 15:00, 24 November 2026 is 120 hours: " +
			"16 working hours promised, 4 working hours of waiting, and 100 hours outside working hours.",
		"Resolution: From 15:00, 19 November 2026 to 15:00, 24 November 2026 is 5 days, of which 20 hours were open. Not counted: 52 hours outside opening hours; " +
			"24 hours closed (Stocktaking); 24 hours weekly day of rest.",
	} {
		assert.Contains(t, text, want)
	}
	assert.Contains(t, a.Text(care.LangVI), "Kiểm kê")

	for _, r := range a.Reasons() {
		require.NoError(t, r.Check())
	}

	line, ok, err := a.Timeline(sla.Resolution, care.LangVI)
	require.NoError(t, err)
	require.True(t, ok)
	var counted time.Duration
	for _, s := range line.Counted {
		counted += s.To.Sub(s.From)
	}
	assert.Equal(t, run.Used, counted, "what is drawn is what counted")
	require.Len(t, line.Paused, 1)
	assert.Equal(t, "khách hàng", line.Paused[0].Text)
	require.Len(t, line.Notes, 1)
	assert.Equal(t, "Kiểm kê", line.Notes[0].Text)
	svg, err := line.SVG()
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(svg), "<svg"))
	drawn, err := line.Text()
	require.NoError(t, err)
	assert.Contains(t, drawn, "> 11:30 Đã giải quyết")
	assert.Contains(t, drawn, "half → TT-1")

	_, ok, err = a.Timeline("diagnosed", care.LangVI)
	require.NoError(t, err)
	assert.False(t, ok, "what was not promised has no picture")
}

func TestWhatStopsOnlyOneClockIsDrawnOnlyThere(t *testing.T) {
	c := promising(t)
	got := c.open(anh())
	c.clock("2026-11-16 10:00")
	got = c.wait(got, "supplier")
	c.clock("2026-11-16 11:00")
	a, err := c.Account(t.Context(), got.ID, time.Time{})
	require.NoError(t, err)
	first, _, err := a.Timeline(sla.FirstResponse, care.LangEN)
	require.NoError(t, err)
	assert.Empty(t, first.Paused)
	resolution, _, err := a.Timeline(sla.Resolution, care.LangEN)
	require.NoError(t, err)
	require.Len(t, resolution.Paused, 1)
	assert.Equal(t, []chart.Stretch{{From: at("2026-11-16 10:00"), To: at("2026-11-16 11:00"), Text: "the supplier"}}, []chart.Stretch{{
		From: resolution.Paused[0].From.In(care.Env{}.Location()), To: resolution.Paused[0].To.In(care.Env{}.Location()), Text: resolution.Paused[0].Text,
	}})
	assert.Zero(t, resolution.Due)
}

func TestNothingPromisedNothingToAccountFor(t *testing.T) {
	c := newCounter(t)
	a, err := c.Account(t.Context(), c.open(anh()).ID, time.Time{})
	require.NoError(t, err)
	assert.Empty(t, a.Text(care.LangEN))
	_, ok, err := a.Timeline(sla.Resolution, care.LangEN)
	require.NoError(t, err)
	assert.False(t, ok)
}

func TestTheTimelineIsOfTheLatestPromise(t *testing.T) {
	c := promising(t)
	got := c.reply(c.open(anh()))
	c.clock("2026-11-17 09:00")
	got = c.hear(got)
	c.clock("2026-11-17 10:00")
	got = c.reply(got)
	a, err := c.Account(t.Context(), got.ID, time.Time{})
	require.NoError(t, err)
	line, ok, err := a.Timeline(sla.NextResponse, care.LangEN)
	require.NoError(t, err)
	require.True(t, ok)
	require.Len(t, line.Counted, 1)
	assert.Equal(t, at("2026-11-17 09:00").UTC(), line.Counted[0].From.UTC())
	assert.Equal(t, at("2026-11-17 00:00").UTC(), line.From.UTC(), "the answer of the day before is another promise")
}

func TestTheAccountOfANightAndOfAReopening(t *testing.T) {
	c := promising(t)
	got := c.reply(c.open(anh()))
	c.clock("2026-11-16 18:00")
	got = c.wait(got, "customer")
	c.clock("2026-11-17 07:00")
	got = c.reply(c.hear(got))
	c.clock("2026-11-17 09:00")
	got = c.resolve(got)
	c.clock("2026-11-18 09:00")
	got = c.hear(got)
	a, err := c.Account(t.Context(), got.ID, time.Time{})
	require.NoError(t, err)
	made := 0
	for _, r := range a.Reasons() {
		if name, ok := r.Fact("target"); ok && strings.HasPrefix(r.Code(), "desk.made_of") && name.Text(care.LangEN) == "Resolution" {
			made++
		}
	}
	assert.Equal(t, 1, made, "only the first part runs from its start to its due")
	assert.Contains(t, a.Text(care.LangEN), "all outside working hours, so that no due time in working hours moved.")
}

func TestEachBrokenAnswerIsTold(t *testing.T) {
	c := promising(t)
	got := c.open(anh())
	c.clock("2026-11-16 15:00")
	c.work()
	got = c.reply(got)
	c.clock("2026-11-17 08:00")
	got = c.hear(got)
	c.clock("2026-11-17 14:00")
	c.work()
	assert.Contains(t, c.told(got), "breach next_response 16 14:00")
	assert.Contains(t, c.told(got), "breach next_response 17 12:00", "another question is another promise")
}
