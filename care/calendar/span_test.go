package calendar_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
)

func TestSpanText(t *testing.T) {
	for _, c := range []struct {
		span calendar.Span
		text string
	}{
		{calendar.Span{}, ""},
		{calendar.Wall(48 * time.Hour), "wall 48h"},
		{calendar.Wall(90 * time.Minute), "wall 1h30m"},
		{calendar.Wall(time.Hour + time.Second), "wall 1h0m1s"},
		{calendar.Wall(math.MaxInt64), "wall 2562047h47m16.854775807s"},
		{calendar.Working(30 * time.Minute), "working 30m"},
		{calendar.Working(10 * time.Second), "working 10s"},
		{calendar.WorkingDates(5), "dates 5"},
		{calendar.WorkingDates(math.MaxInt), "dates 9223372036854775807"},
	} {
		assert.Equal(t, c.text, c.span.String())
		var read calendar.Span
		require.NoError(t, read.UnmarshalText([]byte(c.text)))
		assert.Equal(t, c.span, read)
	}
}

func TestSpanSaysWhatItIs(t *testing.T) {
	for _, c := range []struct {
		span     calendar.Span
		kind     calendar.SpanKind
		duration time.Duration
		dates    int
	}{
		{calendar.Span{}, "", 0, 0},
		{calendar.Wall(time.Hour), calendar.SpanWall, time.Hour, 0},
		{calendar.Working(time.Hour), calendar.SpanWorking, time.Hour, 0},
		{calendar.WorkingDates(5), calendar.SpanWorkingDates, 0, 5},
	} {
		assert.Equal(t, c.kind, c.span.Kind())
		assert.Equal(t, c.duration, c.span.Duration())
		assert.Equal(t, c.dates, c.span.Dates())
		assert.Equal(t, c.kind == "", c.span.IsZero())
	}
}

func TestSpanOfNothing(t *testing.T) {
	assert.Equal(t, calendar.Span{}, calendar.Wall(0))
	assert.Equal(t, calendar.Span{}, calendar.Working(0))
	assert.Equal(t, calendar.Span{}, calendar.WorkingDates(0))
	assert.Panics(t, func() { calendar.Wall(-1) })
	assert.Panics(t, func() { calendar.Working(-1) })
	assert.Panics(t, func() { calendar.WorkingDates(-1) })
}

func TestParseSpanRefuses(t *testing.T) {
	for _, text := range []string{
		"", "48h", "wall", "wall ", "wall 48", "wall  48h", "wall -48h", "wall 0s", "working h", "working 0",
		"dates", "dates -5", "dates 0", "dates 1.5", "dates 5 ", "days 5", "Wall 48h", "dates 99999999999999999999",
	} {
		_, err := calendar.ParseSpan(text)
		assert.Error(t, err, "%q", text)
	}
	s := calendar.WorkingDates(5)
	require.Error(t, s.UnmarshalText([]byte("soon")))
	assert.Equal(t, calendar.WorkingDates(5), s, "a refused text changes nothing")
}

func TestSpanInJSON(t *testing.T) {
	type promise struct {
		Reply calendar.Span `json:"reply"`
		Fix   calendar.Span `json:"fix,omitzero"`
	}
	encoded, err := json.Marshal(promise{Reply: calendar.Working(8 * time.Hour)})
	require.NoError(t, err)
	assert.JSONEq(t, `{"reply":"working 8h"}`, string(encoded))
	text, err := calendar.WorkingDates(5).AppendText([]byte("within "))
	require.NoError(t, err)
	assert.Equal(t, "within dates 5", string(text))
}

func FuzzParseSpan(f *testing.F) {
	for _, text := range []string{"wall 48h", "working 1h30m", "dates 5", "wall 1h0m0.5s", "wall -1h", "dates 1e3", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		span, err := calendar.ParseSpan(text)
		if err != nil {
			require.True(t, span.IsZero())
			return
		}
		require.True(t, span.Duration() > 0 || span.Dates() > 0)
		again, err := calendar.ParseSpan(span.String())
		require.NoError(t, err)
		require.Equal(t, span, again)
		require.Equal(t, span.String(), again.String())
	})
}
