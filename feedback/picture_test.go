package feedback_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/feedback/detect"
)

func wellFormed(t *testing.T, svg []byte, err error) string {
	t.Helper()
	require.NoError(t, err)
	for d := xml.NewDecoder(strings.NewReader(string(svg))); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return string(svg)
		} else {
			require.NoError(t, err)
		}
	}
}

func TestATraceShowsTheAlarmAndItsCause(t *testing.T) {
	trace := feedback.Trace{Title: both("Giao trễ <CH-8>", "Late <CH-8>"), Unit: both("%", "%"), Cause: both("thiếu xe", "too few vans"), Weeks: true}
	for i := range 30 {
		trace.Days = append(trace.Days, feedback.TracedDay{Day: calendar.MustDate(2026, 8, 1).AddDays(i), Count: float64(i % 5), Of: 40 * float64(i/7%2), Expected: 0.05})
	}
	trace.Alarms = []detect.Alarm{*lateAlarm()}
	trace.Alarms[0].Day = calendar.MustDate(2026, 8, 27)
	vi, en := care.Lang("vi"), care.Lang("en")
	svg, err := trace.SVG(vi)
	text := wellFormed(t, svg, err)
	require.Contains(t, text, "Nguyên nhân:")
	require.Contains(t, text, "22/08")
	require.NotContains(t, text, "29/08", "the last week is not over")
	last := *lateAlarm()
	last.Day = calendar.MustDate(2026, 8, 30)
	trace.Alarms = append(trace.Alarms, last)
	svg, err = trace.SVG(vi)
	require.Contains(t, wellFormed(t, svg, err), "29/08", "but its alarm is told")
	svg, err = trace.SVG(en)
	require.Contains(t, wellFormed(t, svg, err), "Cause:")
	_, err = feedback.Trace{}.SVG(en)
	require.Error(t, err, "nothing to draw is no picture")
}

func TestAScoreThatIsNotKnownIsDrawnAsNoData(t *testing.T) {
	known := recommend(50, 30, 20).Score(feedback.KindNPS)
	svg, err := feedback.ScoresSVG("vi", both("Giới thiệu", "Recommendation"), []feedback.Ranked{
		{Name: both("Hà Nội", "Hanoi"), Score: known}, {Name: both("Huế", "Hue"), Score: recommend(3, 0, 0).Score(feedback.KindNPS)},
	})
	text := wellFormed(t, svg, err)
	require.Contains(t, text, "30,0")
	require.NotContains(t, text, "100,0")
}

func TestTheLoopCountsHowFarFindingsCame(t *testing.T) {
	act := []feedback.Action{{}}
	l := feedback.LoopOf([]feedback.Finding{
		{Stage: feedback.StageFound}, {Stage: feedback.StageActing, Actions: act}, {Stage: feedback.StageChecking, Actions: act},
		{Stage: feedback.StageReopened, Actions: act}, {Stage: feedback.StageClosed, Actions: act},
	})
	require.Equal(t, feedback.Loop{Raised: 5, Acted: 4, Done: 3, Proved: 1}, l)
	svg, err := l.SVG("en", both("Vòng khép kín", "The closed loop"))
	require.Contains(t, wellFormed(t, svg, err), "Proved by later data")
}

func TestTheClosureIsDrawnFromUnhappyToContent(t *testing.T) {
	c := feedback.Closure{Unhappy: 40, TakenUp: stats.Share{Yes: 37, Of: 40}, Acknowledged: stats.Share{Yes: 31, Of: 40}, Resolved: stats.Share{Yes: 23, Of: 40}, Recovered: stats.Share{Yes: 9, Of: 11}}
	for lang, words := range map[care.Lang][]string{"vi": {"Chưa hài lòng", "Hài lòng trở lại"}, "en": {"Unhappy", "Content again"}} {
		svg, err := c.SVG(lang, both("Khép vòng phản hồi", "Closing the loop"))
		text := wellFormed(t, svg, err)
		for _, want := range append(words, "40", "37", "31", "23", "9") {
			require.Contains(t, text, ">"+want)
		}
	}
}
