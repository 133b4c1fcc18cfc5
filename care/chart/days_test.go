package chart_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/chart"
)

var total = regexp.MustCompile(`(\d+):(\d\d)\n(?:.*> .*\n)*$`)

// counted is the last sum of a timeline's text, in minutes.
func counted(t *testing.T, line chart.Timeline) time.Duration {
	text, err := line.Text()
	require.NoError(t, err)
	found := total.FindStringSubmatch(text)
	require.NotNil(t, found, text)
	d, err := time.ParseDuration(found[1] + "h" + found[2] + "m")
	require.NoError(t, err)
	return d
}

// TestDaysAddUpInEveryZone: no minute is lost or told twice at the ends of days, where midnight is missing or a whole day is, or where stretches overlap.
func TestDaysAddUpInEveryZone(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{"Asia/Ho_Chi_Minh", "America/Santiago", "America/Havana", "Pacific/Apia", "Africa/Cairo", "Australia/Lord_Howe", "Atlantic/Azores"} {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		for range 40 {
			from := time.Date(2011, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(r.IntN(365*24*60)) * time.Minute)
			length := time.Duration(1+r.IntN(60*24*60)) * time.Minute
			line := chart.Timeline{Zone: zone, From: from, To: from.Add(length), Due: from.Add(length / 3)}
			var minutes [60 * 24 * 60]bool
			for range 1 + r.IntN(5) {
				a := r.IntN(int(length / time.Minute))
				b := a + r.IntN(10*24*60)
				line.Counted = append(line.Counted, chart.Stretch{From: from.Add(time.Duration(a) * time.Minute), To: from.Add(time.Duration(b) * time.Minute)})
				for m := a; m < min(b, int(length/time.Minute)); m++ {
					minutes[m] = true
				}
			}
			want := time.Duration(0)
			for _, in := range minutes {
				if in {
					want += time.Minute
				}
			}
			require.Equal(t, want, counted(t, line), "%s from %v for %v", name, from, length)
		}
	}
}

func TestDayThatDidNotExistHasNoRow(t *testing.T) {
	zone, err := time.LoadLocation("Pacific/Apia")
	require.NoError(t, err)
	line := chart.Timeline{Zone: zone, From: time.Date(2011, 12, 29, 0, 0, 0, 0, zone), To: time.Date(2012, 1, 1, 0, 0, 0, 0, zone),
		Counted: []chart.Stretch{{From: time.Date(2011, 12, 29, 20, 0, 0, 0, zone), To: time.Date(2011, 12, 31, 4, 0, 0, 0, zone)}}}
	text, err := line.Text()
	require.NoError(t, err)
	require.Contains(t, text, "Thu 29 Dec 2011  counted 20:00–24:00")
	require.Contains(t, text, "Sat 31 Dec 2011  counted 00:00–04:00")
	require.NotContains(t, text, "30 Dec")
}

func TestQuietDaysFoldAndLongCasesSayWhatIsLeftOut(t *testing.T) {
	year := chart.Timeline{From: at(28, 0, 0), To: at(28+365, 0, 0), Zone: vietnam, Notes: []chart.Stretch{{From: at(40, 0, 0), To: at(41, 0, 0), Text: "holiday"}}}
	text, err := year.Text()
	require.NoError(t, err)
	require.Contains(t, text, "365 days: closed")
	require.Contains(t, text, "> holiday")

	for day := 28; day < 28+365; day += 2 { // something each second day, so that nothing folds
		year.Counted = append(year.Counted, chart.Stretch{From: at(day, 8, 0), To: at(day, 9, 0)})
	}
	text, err = year.Text()
	require.NoError(t, err)
	require.Contains(t, text, "… 246 days left out …")
	require.Contains(t, text, "183:00\n", "what is left out is in the sum")
	require.Equal(t, 120+1, strings.Count(text, "\n"), "the rows, and the holiday")
	svg, err := year.SVG()
	require.NoError(t, err)
	require.Contains(t, strings.Join(wellFormed(t, svg), "|"), "… 246 days left out …")
	require.Less(t, len(svg), 150_000)
}

func TestManyRemarksOfOneDayAreBounded(t *testing.T) {
	line := chart.Timeline{Zone: vietnam, From: at(28, 0, 0), To: at(29, 0, 0)}
	for i := range 500 {
		line.Marks = append(line.Marks, chart.Mark{At: at(28, 0, i), Text: "again"})
	}
	text, err := line.Text()
	require.NoError(t, err)
	require.Contains(t, text, "… +460")
	svg, err := line.SVG()
	require.NoError(t, err)
	require.Contains(t, wellFormed(t, svg), "… +460")
}

func TestMarksAtTheEdges(t *testing.T) {
	line := chart.Timeline{Zone: vietnam, From: at(28, 0, 0), To: at(30, 0, 0), Due: at(30, 0, 0), Marks: []chart.Mark{
		{At: at(27, 23, 59), Text: "before"}, {At: at(28, 0, 0), Text: "first"}, {At: at(29, 0, 0), Text: "second day"}, {At: at(30, 0, 1), Text: "after"},
	}}
	text, err := line.Text()
	require.NoError(t, err)
	require.NotContains(t, text, "before")
	require.NotContains(t, text, "after")
	lines := strings.Split(text, "\n")
	require.Contains(t, lines[1], "first")
	require.Contains(t, lines[2], "29 Aug")
	require.Contains(t, lines[3], "second day")
	require.Contains(t, lines[4], "00:00 Due", "an instant at the very end belongs to the last day")
}

func BenchmarkTimelineSVG(b *testing.B) {
	line := repair("vi")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := line.SVG(); err != nil {
			b.Fatal(err)
		}
	}
}
