package calendar_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
)

func text(vi, en string) calendar.Text { return calendar.Text{VI: vi, EN: en} }

// closedStretches writes each stretch as "2 17:30 to 3 08:00 hours" in March 2026.
func closedStretches(t *testing.T, c *calendar.Calendar, from, to string) (all []string) {
	why, err := c.Explain(hanoi(t, from), hanoi(t, to))
	require.NoError(t, err)
	for _, s := range why.Closed {
		line := s.Start.Format("2 15:04") + " to " + s.End.Format("2 15:04") + " " + string(s.Cause)
		if s.Name.EN != "" {
			line += " " + s.Name.EN
		}
		all = append(all, line)
	}
	return all
}

func TestExplainEachCause(t *testing.T) {
	c := compile(t, calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{office},
		Overrides: []calendar.Override{
			{Date: calendar.MustDate(2026, 3, 3), Shifts: calendar.MustShifts("09:00-12:00 13:30-16:00"), Name: text("Tập huấn", "Training")},
			{Date: calendar.MustDate(2026, 3, 4), Name: text("Bầu cử", "Election")},
		},
		Closures: []calendar.Closure{
			{First: calendar.MustDate(2026, 3, 5), Last: calendar.MustDate(2026, 3, 6), Name: text("Lễ", "Festival")},
			{First: calendar.MustDate(2026, 3, 2), Last: calendar.MustDate(2026, 3, 3), Hours: calendar.MustShifts("11:00-15:00"), Name: text("Kiểm kê", "Stocktaking")},
		},
	})
	require.Equal(t, []string{
		"2 11:00 to 2 12:00 part Stocktaking",
		"2 12:00 to 2 13:30 hours",
		"2 13:30 to 2 15:00 part Stocktaking",
		"2 17:30 to 3 08:00 hours",
		"3 08:00 to 3 09:00 override Training",
		"3 11:00 to 3 12:00 part Stocktaking",
		"3 12:00 to 3 13:30 hours",
		"3 13:30 to 3 15:00 part Stocktaking",
		"3 16:00 to 3 17:30 override Training",
		"3 17:30 to 4 00:00 hours",
		"4 00:00 to 5 00:00 override Election",
		"5 00:00 to 7 00:00 closure Festival",
		"7 00:00 to 9 00:00 rest",
		"9 00:00 to 9 08:00 hours",
	}, closedStretches(t, c, "2026-03-02 08:00", "2026-03-09 10:00"))
	require.Equal(t, []string{"2 11:15 to 2 11:45 part Stocktaking"}, closedStretches(t, c, "2026-03-02 11:15", "2026-03-02 11:45"))
	require.Empty(t, closedStretches(t, c, "2026-03-02 09:00", "2026-03-02 10:00"))
	require.Empty(t, closedStretches(t, c, "2026-03-09 10:00", "2026-03-02 08:00"))
}

func TestExplainNights(t *testing.T) {
	d := calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("22:00-30:00"))},
		Closures:  []calendar.Closure{{First: calendar.MustDate(2026, 3, 3), Name: text("Lễ", "Festival")}},
		Overrides: []calendar.Override{{Date: calendar.MustDate(2026, 3, 5), Name: text("Nghỉ", "Off")}},
	}
	require.Equal(t, []string{
		"2 12:00 to 2 22:00 hours",
		"3 06:00 to 4 06:00 closure Festival", // the date, and the hours after midnight of its night
		"4 06:00 to 4 22:00 hours",
		"5 06:00 to 6 06:00 override Off",
		"6 06:00 to 6 12:00 hours",
	}, closedStretches(t, compile(t, d), "2026-03-02 12:00", "2026-03-06 12:00"))
	cut := d
	cut.Closures = []calendar.Closure{{First: calendar.MustDate(2026, 3, 3), Hours: calendar.MustShifts("23:00-27:00"), Name: text("Mất điện", "Power cut")}}
	require.Equal(t, []string{"3 23:00 to 4 03:00 part Power cut"}, closedStretches(t, compile(t, cut), "2026-03-03 22:00", "2026-03-04 06:00"))
	d.ClosuresEndNights = true
	require.Equal(t, []string{
		"2 12:00 to 2 22:00 hours",
		"3 00:00 to 4 00:00 closure Festival",
		"4 06:00 to 4 22:00 hours",
	}, closedStretches(t, compile(t, d), "2026-03-02 12:00", "2026-03-05 00:00"))
}

func TestExplainAcrossVersions(t *testing.T) {
	old := calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("08:00-12:00"))}}
	c := compile(t, calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("08:00-12:00"), 3)},
		Before: &old, Since: hanoi(t, "2026-03-02 15:00"),
	})
	require.Equal(t, []string{"1 12:00 to 2 08:00 hours", "2 12:00 to 2 15:00 hours", "2 15:00 to 4 00:00 rest", "4 00:00 to 4 08:00 hours"},
		closedStretches(t, c, "2026-03-01 12:00", "2026-03-04 09:00"))
}

// Whatever the calendar, open and closed time make up the whole, and each closed
// stretch is closed throughout.
func TestExplainLeavesNothingOut(t *testing.T) {
	for i := range 30 {
		random := rand.New(rand.NewPCG(uint64(i), 11))
		middle := randomWindow(t, random, modelZones[i%len(modelZones)])
		d := randomDefinition(t, random, modelZones[i%len(modelZones)], middle)
		c, err := calendar.Compile(d)
		if err != nil {
			continue
		}
		from := middle.Add(-10 * 24 * time.Hour).Add(time.Duration(random.Int64N(int64(time.Hour))))
		to := from.Add(time.Duration(random.Int64N(int64(30 * 24 * time.Hour))))
		why, err := c.Explain(from, to)
		require.NoError(t, err)
		sum := why.Open
		for j, s := range why.Closed {
			require.Positive(t, s.Length(), "%+v", d)
			sum += s.Length()
			open, err := c.Elapsed(s.Start, s.End)
			require.NoError(t, err)
			require.Zero(t, open, "%v in %+v", s, d)
			if j > 0 {
				before := why.Closed[j-1]
				open, err := c.Elapsed(before.End, s.Start)
				require.NoError(t, err)
				require.Equal(t, s.Start.Sub(before.End), open, "between %v and %v is open throughout", before, s)
			}
			require.NotEmpty(t, s.Text().VI)
		}
		require.Equal(t, to.Sub(from), sum, "%v to %v in %+v", from, to, d)
	}
}

func TestExplanationInWords(t *testing.T) {
	c := compile(t, calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("08:00-12:00"), 1, 2, 3, 4, 5)},
		Closures: []calendar.Closure{
			{First: calendar.MustDate(2026, 3, 3), Name: text("Lễ", "")},
			{First: calendar.MustDate(2026, 3, 4), Name: text("", "Festival")},
			{First: calendar.MustDate(2026, 3, 5)},
		},
	})
	why, err := c.Explain(hanoi(t, "2026-03-02 11:59:59"), hanoi(t, "2026-03-09 08:00"))
	require.NoError(t, err)
	require.Equal(t, text(
		"Từ 11:59:59 ngày 02/03/2026 đến 08:00 ngày 09/03/2026 là 6 ngày 20 giờ 1 giây, trong đó 4 giờ 1 giây mở cửa. Không tính: 40 giờ ngoài giờ mở cửa; 24 giờ đóng cửa (Lễ); 24 giờ đóng cửa (Festival); 24 giờ đóng cửa; 48 giờ ngày nghỉ hằng tuần.",
		"From 11:59:59, 2 March 2026 to 08:00, 9 March 2026 is 6 days 20 hours 1 second, of which 4 hours 1 second were open. Not counted: 40 hours outside opening hours; 24 hours closed (Lễ); 24 hours closed (Festival); 24 hours closed; 48 hours weekly day of rest.",
	), why.Text())
	require.Equal(t, text("12:00 ngày 02/03/2026 đến 00:00 ngày 03/03/2026: ngoài giờ mở cửa", "12:00, 2 March 2026 to 00:00, 3 March 2026: outside opening hours"), why.Closed[0].Text())

	none, err := c.Explain(hanoi(t, "2026-03-02 09:00"), hanoi(t, "2026-03-02 09:00"))
	require.NoError(t, err)
	require.Equal(t, "From 09:00, 2 March 2026 to 09:00, 2 March 2026 is 0 seconds, of which 0 seconds were open.", none.Text().EN)

	encoded, err := json.Marshal(why)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(encoded), `{"start":"2026-03-02T11:59:59+07:00","end":"2026-03-09T08:00:00+07:00","open":14401000000000,"closed":[{"start":`), "%s", encoded)
	for _, cause := range []calendar.Cause{calendar.CauseClosure, calendar.CausePart, calendar.CauseOverride, calendar.CauseRest, calendar.CauseHours} {
		require.NotEmpty(t, cause.Text().VI)
		require.NotEmpty(t, cause.Text().EN)
	}
}
