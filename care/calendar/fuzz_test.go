package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// FuzzDefinition compiles any JSON. What compiles answers, within bounds, and its
// answers agree with each other.
func FuzzDefinition(f *testing.F) {
	f.Add([]byte(`{"zone": "Asia/Ho_Chi_Minh", "weeks": [{"mon": "08:00-12:00 13:30-17:30"}]}`), int64(1772438400), int64(40*3600))
	f.Add([]byte(`{"zone": "America/Santiago", "weeks": [{"sun": "22:00-30:00"}, {}], "first_week": "2026-03-02", "closures_end_nights": true,
		"closures": [{"first": "2020-01-01", "last": "2024-12-31"}, {"first": "2026-03-08", "hours": "23:00-25:00"}]}`), int64(1712361600), int64(-7200))
	f.Add([]byte(`{"zone": "Pacific/Apia", "overrides": [{"date": "2011-12-31", "shifts": "00:00-24:00"}], "last": "2012-01-31"}`), int64(1325300000), int64(3600))
	f.Add([]byte(`{"zone": "UTC", "weeks": [{"mon": "00:00-00:00:01"}], "since": "2026-01-01T00:00:00Z", "before": {"zone": "UTC", "weeks": [{"tue": "00:00-24:00"}]}}`), int64(0), int64(86400*365))
	f.Fuzz(func(t *testing.T, data []byte, unix, seconds int64) {
		var d calendar.Definition
		if len(data) > 4096 || json.Unmarshal(data, &d) != nil {
			return
		}
		c, err := calendar.Compile(d)
		if err != nil {
			require.Nil(t, c)
			return
		}
		from, length := time.Unix(unix%(1<<33), unix%1e9), time.Duration(seconds%(1<<32))*time.Second
		to, err := c.Add(from, length)
		if err != nil {
			require.ErrorIs(t, err, calendar.ErrHorizon)
			return
		}
		open, err := c.Elapsed(from, to)
		require.NoError(t, err)
		require.Equal(t, length, open, "from %v to %v", from, to)
		if length != 0 {
			edge, err := c.Add(to, -length) // back to the start, or to the edge of the open time next to it
			require.NoError(t, err)
			between, err := c.Elapsed(edge, from)
			require.NoError(t, err)
			require.Zero(t, between)
		}
		for _, ask := range []func(time.Time) (time.Time, error){c.NextOpen, c.NextClose, c.PreviousOpen, c.PreviousClose} {
			if _, err := ask(from); err != nil {
				require.ErrorIs(t, err, calendar.ErrHorizon)
			}
		}
		if _, err := c.Due(from, calendar.WorkingDates(3)); err != nil {
			require.ErrorIs(t, err, calendar.ErrHorizon)
		}
		until := from.AddDate(0, 1, 0)
		why, err := c.Explain(from, until)
		if err != nil {
			require.ErrorIs(t, err, calendar.ErrHorizon)
			return
		}
		for _, s := range why.Closed {
			why.Open += s.Length()
		}
		require.Equal(t, until.Sub(from), why.Open)
	})
}

func FuzzParseShifts(f *testing.F) {
	for _, text := range []string{"08:00-12:00 13:30-17:30", "22:00-30:00", "00:00-24:00", "08:00:01-09:00", "", " ", "24:00-25:00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		shifts, err := calendar.ParseShifts(text)
		if err != nil {
			require.Empty(t, shifts)
			return
		}
		again, err := calendar.ParseShifts(shifts.String())
		require.NoError(t, err)
		require.Equal(t, shifts, again)
	})
}
