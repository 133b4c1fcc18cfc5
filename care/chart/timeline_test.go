package chart_test

import (
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/chart"
)

var update = flag.Bool("update", false, "write the pictures in testdata anew")

var vietnam = time.FixedZone("+07", 7*3600)

func at(day, hour, minute int) time.Time { return time.Date(2026, 8, day, hour, minute, 0, 0, vietnam) }

// workweek are the hours of a shop from Friday 28 August 2026 on, closed at weekends and on 1 and 2 September.
func workweek(days int) (open []chart.Stretch) {
	for day := 28; day < 28+days; day++ {
		if w := at(day, 0, 0).Weekday(); w == time.Saturday || w == time.Sunday || day == 32 || day == 33 {
			continue
		}
		open = append(open, chart.Stretch{From: at(day, 8, 0), To: at(day, 12, 0)}, chart.Stretch{From: at(day, 13, 30), To: at(day, 17, 30)})
	}
	return open
}

// without cuts what lies between two instants out of stretches.
func without(stretches []chart.Stretch, from, to time.Time) (out []chart.Stretch) {
	for _, s := range stretches {
		if s.From.Before(from) {
			out = append(out, chart.Stretch{From: s.From, To: minTime(s.To, from)})
		}
		if s.To.After(to) {
			out = append(out, chart.Stretch{From: maxTime(s.From, to), To: s.To})
		}
	}
	return out
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// repair is a case of 24 working hours that took eleven days.
func repair(lang string) chart.Timeline {
	open := workweek(16)
	paused := chart.Stretch{From: at(31, 10, 0), To: at(35, 9, 0), Text: "Chờ khách gửi ảnh tem bảo hành"}
	counted := without(open, at(20, 0, 0), at(28, 9, 15))
	counted = without(counted, paused.From, paused.To)
	counted = without(counted, at(39, 11, 30), at(60, 0, 0))
	t := chart.Timeline{
		Head: chart.Head{
			Lang: lang, Title: "Phiếu BH-2041: vì sao 24 giờ làm việc thành 11 ngày",
			Description: "Mỗi dòng là một ngày. Thứ bảy, chủ nhật, Quốc khánh và lúc chờ khách không tính giờ. Trễ 3 giờ 15 phút.",
		},
		Zone: vietnam, From: at(28, 0, 0), To: at(40, 0, 0), Open: open, Counted: counted, Paused: []chart.Stretch{paused},
		Notes: []chart.Stretch{{From: at(32, 0, 0), To: at(34, 0, 0), Text: "Nghỉ Quốc khánh 1 và 2 tháng 9"}},
		Marks: []chart.Mark{
			{At: at(28, 9, 15), Text: "Tiếp nhận tại quầy"},
			{At: at(35, 14, 0), Shape: chart.Triangle, Tone: chart.Warn, Text: "Cảnh báo: đã dùng 50 % thời hạn"},
			{At: at(39, 11, 30), Shape: chart.Diamond, Tone: chart.Good, Text: "Trả máy cho khách"},
		},
		Due: at(39, 8, 15),
	}
	if lang == "en" {
		t.Title, t.Description = "Repair BH-2041: why 24 working hours became 11 days", "A row is a day. Weekends, the holiday and waiting for the customer do not count."
		t.Paused[0].Text, t.Notes[0].Text = "Waiting for the customer's photo of the label", "National Day"
		t.Marks[0].Text, t.Marks[1].Text, t.Marks[2].Text = "Taken in at the counter", "Warning: half of the time is used", "Handed back"
	}
	return t
}

// golden compares a picture with the stored one, and checks that it is XML.
func golden(t *testing.T, name string, svg []byte) {
	t.Helper()
	wellFormed(t, svg)
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, svg, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(svg), "look at the new picture, then go test -update")
}

func wellFormed(t *testing.T, svg []byte) (texts []string) {
	t.Helper()
	d, inText := xml.NewDecoder(strings.NewReader(string(svg))), false
	for {
		token, err := d.Token()
		if err == io.EOF {
			return texts
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			require.Contains(t, []string{"svg", "title", "desc", "style", "rect", "polyline", "polygon", "circle", "text"}, token.Name.Local)
			inText = token.Name.Local == "text"
			for _, a := range token.Attr {
				require.NotContains(t, a.Value, "NaN")
				require.False(t, strings.HasPrefix(strings.ToLower(a.Name.Local), "on"), "an event handler")
				require.NotEqual(t, "href", a.Name.Local)
			}
		case xml.CharData:
			if inText {
				texts = append(texts, string(token))
			}
		case xml.EndElement:
			inText = false
		}
	}
}

func TestTimelineIsDrawn(t *testing.T) {
	for _, lang := range []string{"vi", "en"} {
		svg, err := repair(lang).SVG()
		require.NoError(t, err)
		golden(t, "timeline-"+lang+".svg", svg)
		text, err := repair(lang).Text()
		require.NoError(t, err)
		goldenText(t, "timeline-"+lang+".txt", text)
	}
}

func goldenText(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), text)
}
