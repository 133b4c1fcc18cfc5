package chart_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care/chart"
)

// A promise of 12 working hours, taken on a Friday afternoon. Here is where its days went.
func ExampleTimeline_Text() {
	day := func(d, hour int) time.Time { return time.Date(2026, 11, d, hour, 0, 0, 0, time.UTC) }
	line := chart.Timeline{
		Head: chart.Head{Title: "Case 17: 12 working hours"},
		From: day(6, 0), To: day(11, 0),
		Open:    []chart.Stretch{{From: day(6, 8), To: day(6, 17)}, {From: day(9, 8), To: day(9, 17)}, {From: day(10, 8), To: day(10, 17)}},
		Counted: []chart.Stretch{{From: day(6, 15), To: day(6, 17)}, {From: day(9, 10), To: day(9, 17)}, {From: day(10, 8), To: day(10, 12)}},
		Paused:  []chart.Stretch{{From: day(9, 8), To: day(9, 10), Text: "waiting for the customer"}},
		Marks:   []chart.Mark{{At: day(6, 15), Text: "opened"}, {At: day(10, 12), Text: "resolved"}},
		Due:     day(10, 11),
	}
	text, err := line.Text()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
		fmt.Println(strings.TrimRight(l, " "))
	}
	// Output:
	// Case 17: 12 working hours
	// Fri 6 Nov 2026   counted 15:00–17:00                                              2:00     2:00
	//                  > 15:00 opened
	// Sat 7 Nov 2026   closed                                                                    2:00
	// Sun 8 Nov 2026   closed                                                                    2:00
	// Mon 9 Nov 2026   counted 10:00–17:00; paused 08:00–10:00                          7:00     9:00
	//                  > 08:00–10:00 Paused: waiting for the customer
	// Tue 10 Nov 2026  counted 08:00–11:00; counted, after the due time 11:00–12:00     4:00    13:00
	//                  > 11:00 Due
	//                  > 12:00 resolved
}

// A picture of one's own, of the same parts.
func ExamplePicture() {
	p := chart.NewPicture(chart.Head{Title: "A link of the chain", Description: "Sales hands orders to the workshop; 92 of 100 were on time.", Lang: "en"})
	p.Line(6, chart.Good, chart.Point{X: 20, Y: 30}, chart.Point{X: 380, Y: 30})
	y := p.Paragraph(20, 55, 360, 2, chart.Font{}, "Sales → workshop: 92 of 100 on time")
	svg, err := p.SVG(y)
	fmt.Println(strings.HasPrefix(string(svg), "<svg"), err)
	// Output: true <nil>
}
