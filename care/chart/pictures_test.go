package chart_test

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/chart"
)

func demand() chart.Course {
	c := chart.Course{Head: chart.Head{Lang: "vi", Title: "Yêu cầu bảo hành mỗi ngày, cửa hàng Quận 3", Description: "Số yêu cầu mỗi ngày so với dự kiến; báo động ngày 24."},
		Unit: "Yêu cầu mỗi ngày"}
	for i := range 30 {
		base := []float64{11, 10, 10, 10, 12, 9, 4}[i%7]
		p := chart.CoursePoint{Label: strconv.Itoa(i+1) + "/9", Value: base + float64(i*i%5) - 2, Expected: base, Low: base - 5, High: base + 5}
		if i >= 22 {
			p.Value += 8
		}
		if i == 2 {
			p.Value, p.Low = math.NaN(), math.NaN() // a day off: no data
		}
		if i == 23 {
			p.Alarm = "nhiều hơn dự kiến khoảng 1,8 lần từ ngày 22/9"
		}
		c.Points = append(c.Points, p)
	}
	return c
}

func scores() chart.Scores {
	goal := 80.0
	return chart.Scores{Head: chart.Head{Lang: "vi", Title: "Khách hài lòng (4 và 5 điểm)"}, Goal: &goal, Rows: []chart.Score{
		{Label: "Quận 1", Note: "n = 412", Value: 86.2, Low: 82.5, High: 89.2, Tone: chart.Good},
		{Label: "Quận 3", Note: "n = 96", Value: 71.9, Low: 62.2, High: 79.9, Tone: chart.Bad},
		{Label: "Thủ Đức", Note: "n = 9", Value: 77.8, Low: 45.3, High: 93.7},
		{Label: "Cần Giờ", Note: "n = 0", Value: math.NaN()},
	}}
}

func funnel() chart.Funnel {
	return chart.Funnel{Head: chart.Head{Lang: "en", Title: "What became of complaints"}, Steps: []chart.FunnelStep{
		{Label: "Received", Count: 120}, {Label: "Acknowledged in 3 working days", Count: 117}, {Label: "Answered", Count: 96},
		{Label: "Confirmed by the customer", Count: 61, Tone: chart.Good},
	}}
}

func TestPicturesAreDrawn(t *testing.T) {
	for name, picture := range map[string]interface{ SVG() ([]byte, error) }{"course": demand(), "scores": scores(), "funnel": funnel()} {
		svg, err := picture.SVG()
		require.NoError(t, err)
		golden(t, name+".svg", svg)
	}
}

func TestNoDataIsSaidAndNotDrawnAsZero(t *testing.T) {
	svg, err := scores().SVG()
	require.NoError(t, err)
	require.Contains(t, wellFormed(t, svg), "chưa có dữ liệu")
	gap := chart.Course{Points: []chart.CoursePoint{{Value: math.NaN(), Expected: math.NaN(), Low: math.NaN(), High: math.NaN()}}}
	svg, err = gap.SVG()
	require.NoError(t, err)
	require.NotContains(t, string(svg), "cs-s-plain\"") // no line of figures
	_, err = chart.Funnel{Steps: []chart.FunnelStep{{Label: "a"}, {Label: "b"}}}.SVG()
	require.NoError(t, err)
}

func TestWhatCannotBeDrawnIsRefused(t *testing.T) {
	now := time.Now()
	for name, picture := range map[string]interface{ SVG() ([]byte, error) }{
		"no time":       chart.Timeline{},
		"backwards":     chart.Timeline{From: now, To: now.Add(-1)},
		"eleven years":  chart.Timeline{From: now, To: now.AddDate(11, 0, 0)},
		"many marks":    chart.Timeline{From: now, To: now.Add(1), Marks: make([]chart.Mark, 30_000)},
		"too narrow":    chart.Timeline{Head: chart.Head{Width: 100}, From: now, To: now.Add(1)},
		"no width":      chart.Funnel{Head: chart.Head{Width: math.NaN()}, Steps: []chart.FunnelStep{{}}},
		"no points":     chart.Course{},
		"infinite":      chart.Course{Points: []chart.CoursePoint{{Value: math.Inf(1)}}},
		"no scores":     chart.Scores{},
		"negative":      chart.Funnel{Steps: []chart.FunnelStep{{Count: -1}}},
		"no steps":      chart.Funnel{},
		"many points":   chart.Course{Points: make([]chart.CoursePoint, 3000)},
		"infinite goal": chart.Scores{Goal: new(float64), Low: math.Inf(-1), High: 1, Rows: []chart.Score{{}}},
	} {
		_, err := picture.SVG()
		require.ErrorContains(t, err, "chart: ", name)
	}
	_, err := chart.Timeline{}.Text()
	require.Error(t, err)
}

func TestHostileTextIsOnlyText(t *testing.T) {
	const nasty = "</text><script>alert(1)</script>&\"'\x00\xff\ufffe"
	pictures := map[string]interface{ SVG() ([]byte, error) }{
		"timeline": chart.Timeline{
			Head: chart.Head{Title: nasty, Description: nasty, Lang: `vi" onload="x`}, From: at(28, 0, 0), To: at(30, 0, 0),
			Marks: []chart.Mark{{At: at(28, 1, 0), Text: nasty, Shape: "><", Tone: `"/>`}}, Paused: []chart.Stretch{{From: at(28, 1, 0), To: at(28, 2, 0), Text: nasty}},
			Notes: []chart.Stretch{{From: at(28, 1, 0), To: at(28, 2, 0), Text: nasty}},
		},
		"course": chart.Course{Unit: nasty, Points: []chart.CoursePoint{{Label: nasty, Alarm: nasty}}},
		"scores": chart.Scores{Rows: []chart.Score{{Label: nasty, Note: nasty, Tone: nasty}}},
		"funnel": chart.Funnel{Steps: []chart.FunnelStep{{Label: nasty, Count: 1, Tone: nasty}}},
	}
	for name, picture := range pictures {
		svg, err := picture.SVG()
		require.NoError(t, err, name)
		require.Contains(t, strings.Join(wellFormed(t, svg), " "), "<script>", name+" shows it")
	}
}

func TestAWideScreenHasRoom(t *testing.T) {
	wide := repair("vi")
	wide.Width = 1000
	svg, err := wide.SVG()
	require.NoError(t, err)
	require.Contains(t, string(svg), `width="1000"`)
	again, err := wide.SVG()
	require.NoError(t, err)
	require.Equal(t, svg, again)
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		most  int
		want  []string
	}{
		{"", 100, 3, nil},
		{"  một   hai\nba ", 1000, 3, []string{"một hai ba"}},
		{"một hai ba bốn năm", 60, 9, []string{"một hai", "ba bốn", "năm"}},
		{"một hai ba bốn năm", 60, 2, []string{"một hai", "ba bốn…"}},
		{"abcdefghijklmnop", 40, 9, []string{"abcde", "fghijk", "lmno", "p"}},
		{"mmmmmm", 1, 9, []string{"m", "m", "m", "m", "m", "m"}},
	} {
		got := chart.Wrap(c.text, c.width, 13, c.most)
		require.Equal(t, c.want, got)
	}
}

func TestAxisIsRound(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		want      []float64
		places    int
	}{
		{0, 100, []float64{0, 20, 40, 60, 80, 100}, 0},
		{3.2, 9.7, []float64{2, 4, 6, 8, 10}, 0},
		{-0.21, 0.1, []float64{-0.3, -0.2, -0.1, 0, 0.1}, 1},
		{5, 5, []float64{5, 5.2, 5.4, 5.6, 5.8, 6}, 1},
	} {
		a := chart.NewAxis(c.low, c.high, 10, 200, 5)
		require.InDeltaSlice(t, c.want, a.Ticks, 1e-9)
		require.Equal(t, c.places, a.Places)
		require.InDelta(t, 10, a.At(a.Low), 1e-9)
		require.InDelta(t, 210, a.At(a.High), 1e-9)
	}
}

// FuzzTimeline: whatever a case's texts and times are, the picture is XML that holds only what it should, and is drawn the same twice.
func FuzzTimeline(f *testing.F) {
	f.Add("a<b", "vi", "Asia/Ho_Chi_Minh", int64(1_788_000_000), int64(9*86400), int64(4000), 400.0)
	f.Add("]]>", "x", "Pacific/Apia", int64(1_325_000_000), int64(400*86400), int64(90_000), 0.0)
	f.Fuzz(func(t *testing.T, text, lang, zone string, from, length, step int64, width float64) {
		location, err := time.LoadLocation(zone)
		if err != nil {
			location = nil
		}
		from, length, step = from%4e10, length%4e7, max(step%1e8, 60)
		line := chart.Timeline{Head: chart.Head{Title: text, Description: text, Lang: lang, Width: width}, Zone: location,
			From: time.Unix(from, 0), To: time.Unix(from+length, 0), Due: time.Unix(from+length/2, 0)}
		for s, i := from-step, 0; s < from+length && i < 200; s, i = s+step, i+1 {
			part := chart.Stretch{From: time.Unix(s, 0), To: time.Unix(s+step/2, 0), Text: text}
			switch i % 4 {
			case 0:
				line.Counted = append(line.Counted, part)
			case 1:
				line.Paused = append(line.Paused, part)
			case 2:
				line.Open = append(line.Open, part)
			default:
				line.Notes, line.Marks = append(line.Notes, part), append(line.Marks, chart.Mark{At: part.To, Text: text})
			}
		}
		svg, err := line.SVG()
		if err != nil {
			return
		}
		wellFormed(t, svg)
		again, _ := line.SVG()
		require.Equal(t, string(svg), string(again))
		_, err = line.Text()
		require.NoError(t, err)
	})
}

// FuzzText: any text becomes lines that are XML, none wider than asked, and none is lost without an ellipsis.
func FuzzText(f *testing.F) {
	f.Add("Chờ khách <gửi> ảnh & tem", 60.0, 3)
	f.Fuzz(func(t *testing.T, text string, width float64, most int) {
		most, width = most%50, math.Mod(width, 500)
		if !(width > 20) || most < 1 {
			return
		}
		lines := chart.Wrap(text, width, 13, most)
		require.LessOrEqual(t, len(lines), most)
		p := chart.NewPicture(chart.Head{Title: text})
		for _, line := range lines {
			require.LessOrEqual(t, chart.TextWidth(line, 13), width+15)
			p.Text(1, 2, chart.Font{}, line)
		}
		svg, err := p.SVG(10)
		require.NoError(t, err)
		require.Len(t, wellFormed(t, svg), len(lines))
	})
}
