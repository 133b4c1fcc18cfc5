package chain

import (
	"fmt"
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/chart"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Map is a picture of a chain: who serves whom, from above to the customer below.
type Map struct {
	Lang care.Lang
	// Names are what the units are called. Default: their codes.
	Names map[UnitCode]care.Text
	// Width is in pixels. Default: 400, a phone.
	Width float64
}

// The sizes of a map.
const (
	mapMargin, boxHeight = 16.0, 30.0
	linkHeight           = 92.0
	thinnest, widest     = 2.0, 22.0
)

var mapWords = map[string]care.Text{
	"outside":     {VI: "Khách hàng", EN: "The customer"},
	"description": {VI: "Chuỗi phục vụ: ô là bộ phận, đường là mắt xích. Đường càng rộng càng tốn thời gian.", EN: "A chain of service: boxes are units, lines are links. The wider a line, the more time it takes."},
	"in_time":     {VI: "đúng hẹn", EN: "on time"},
	"of_time":     {VI: "thời gian", EN: "of the time"},
	"slower":      {VI: "chậm hơn trước", EN: "slower than before"},
	"kept":        {VI: "giữ mục tiêu", EN: "keeps its goal"},
	"missed":      {VI: "không giữ", EN: "breaks its goal"},
	"unclear":     {VI: "chưa rõ", EN: "not certain"},
	"critical":    {VI: "đường găng", EN: "critical path"},
	"median":      {VI: "nửa số lần trong", EN: "half within"},
	"link":        {VI: "Mắt xích", EN: "Link"},
	"goal":        {VI: "Mục tiêu", EN: "Goal"},
	"on_time":     {VI: "Đúng hẹn", EN: "On time"},
	"first":       {VI: "Nhận ngay", EN: "First time"},
	"half":        {VI: "Nửa số lần", EN: "Half within"},
	"ninth":       {VI: "9/10 số lần", EN: "9 in 10 within"},
	"trend":       {VI: "So với gốc", EN: "Against before"},
	"share":       {VI: "Phần thời gian", EN: "Share of time"},
	"hours":       {VI: "giờ", EN: "h"},
}

func (m Map) word(key string) string { return mapWords[key].In(m.lang()) }

func (m Map) lang() care.Lang {
	if m.Lang == "" {
		return care.LangVI
	}
	return m.Lang
}

func (m Map) unit(u UnitCode) string {
	if name, ok := m.Names[u]; ok {
		return name.In(m.lang())
	}
	if u == Outside {
		return m.word("outside")
	}
	return string(u)
}

// SVG draws the map of a report. A link is as wide as its part of the time, and as its goal is judged: kept, missed, or not certain, which the words beside it
// say too. The critical path has a line on each side.
func (m Map) SVG(c *Chain, r Report) ([]byte, error) {
	if len(r.Links) != len(c.flow.Links) {
		return nil, fmt.Errorf("chain: a map needs a report of its own flow: %d links, not %d", len(c.flow.Links), len(r.Links))
	}
	p := chart.NewPicture(chart.Head{Title: c.flow.Name.In(m.lang()), Description: m.word("description"), Lang: string(m.lang()), Width: m.Width})
	top := p.Paragraph(mapMargin, 28, p.Width()-2*mapMargin, 2, chart.Font{Size: 16, Bold: true}, c.flow.Name.In(m.lang())) + 8
	places, bottom := m.place(c, p.Width(), top)
	for i := range c.flow.Links {
		m.link(p, &r.Links[i], places)
	}
	for _, u := range c.units() {
		at := places[u]
		p.Rect(at.x, at.y, at.width, boxHeight, chart.Open)
		p.Paragraph(at.x+8, at.y+20, at.width-16, 1, chart.Font{Bold: true}, m.unit(u))
	}
	legend := chart.Legend{Picture: p, Left: mapMargin, Y: bottom + boxHeight + 30}
	for _, e := range []struct {
		word string
		tone chart.Tone
	}{{"kept", chart.Good}, {"missed", chart.Bad}, {"unclear", chart.Plain}} {
		legend.Entry(m.word(e.word), func(x, y float64) { p.Rect(x, y-10, 14, 10, e.tone) })
	}
	legend.Entry(m.word("critical"), func(x, y float64) {
		p.Line(1.5, chart.Ink, chart.Point{X: x + 3, Y: y - 11}, chart.Point{X: x + 3, Y: y + 1})
		p.Line(1.5, chart.Ink, chart.Point{X: x + 11, Y: y - 11}, chart.Point{X: x + 11, Y: y + 1})
	})
	return p.SVG(legend.Y + 16)
}

// place is where a unit's box stands.
type place struct{ x, y, width float64 }

// units are all units of the flow and the customer, in order of first appearance along the links.
func (c *Chain) units() (all []UnitCode) {
	seen := map[UnitCode]bool{}
	add := func(u UnitCode) {
		if !seen[u] {
			seen[u] = true
			all = append(all, u)
		}
	}
	for _, i := range c.graph.order {
		add(c.flow.Links[i].Supplier)
	}
	add(Outside)
	return all
}

// place puts each unit in the row behind all that serve it, and shares the width among those of a row.
func (m Map) place(c *Chain, width, top float64) (places map[UnitCode]place, bottom float64) {
	row, rows := map[UnitCode]int{}, 0
	for _, i := range c.graph.order {
		l := c.flow.Links[i]
		row[l.Receiver] = max(row[l.Receiver], row[l.Supplier]+1)
		rows = max(rows, row[l.Receiver])
	}
	row[Outside] = rows
	in := make([][]UnitCode, rows+1)
	for _, u := range c.units() {
		in[row[u]] = append(in[row[u]], u)
	}
	places = map[UnitCode]place{}
	for n, units := range in {
		space := (width - 2*mapMargin) / float64(max(1, len(units)))
		for k, u := range units {
			places[u] = place{mapMargin + float64(k)*space + 4, top + float64(n)*(boxHeight+linkHeight), space - 8}
		}
	}
	return places, top + float64(rows)*(boxHeight+linkHeight)
}

func (m Map) link(p *chart.Picture, l *LinkReport, places map[UnitCode]place) {
	from, to := places[l.Link.Supplier], places[l.Link.Receiver]
	a := chart.Point{X: from.x + 28, Y: from.y + boxHeight}
	b := chart.Point{X: to.x + 28, Y: to.y}
	if to.width > from.width { // several serve one: each comes in below itself
		b.X = min(max(a.X, to.x+28), to.x+to.width-28)
	}
	width := thinnest + (widest-thinnest)*min(1, l.Share)
	p.Line(width, l.tone(), a, b)
	if l.Critical {
		for _, side := range []float64{-width/2 - 3, width/2 + 3} {
			p.Line(1.5, chart.Ink, chart.Point{X: a.X + side, Y: a.Y}, chart.Point{X: b.X + side, Y: b.Y})
		}
	}
	x, y := a.X+widest+4, a.Y+22
	room := from.width - 28 - widest
	p.Paragraph(x, y, room, 1, chart.Font{Bold: true}, l.Link.name().In(m.lang()))
	p.Paragraph(x, y+18, room, 3, chart.Font{Size: 12, Tone: chart.Quiet}, m.says(l))
}

func (l *LinkReport) tone() chart.Tone {
	switch l.Goal.Verdict {
	case stats.Met:
		return chart.Good
	case stats.Missed:
		return chart.Bad
	}
	return chart.Plain
}

// slowed is the trend from which on a map says that a link is slower.
const slowed = 1.15

// says is what a map writes beside a link.
func (m Map) says(l *LinkReport) string {
	verdict := map[stats.Verdict]string{stats.Met: "kept", stats.Missed: "missed"}[l.Goal.Verdict]
	if verdict == "" {
		verdict = "unclear"
	}
	kept, ok := l.Goal.Share.Value()
	if !ok {
		return m.word("unclear")
	}
	text := care.Percent(kept).In(m.lang()) + " " + m.word("in_time") + ", " + m.word(verdict) + "; " + m.word("median") + " " + m.hours(l.Median.Hours()) +
		"; " + care.Percent(l.Share).In(m.lang()) + " " + m.word("of_time")
	if l.Trend >= slowed {
		text += "; " + care.Percent(l.Trend-1).In(m.lang()) + " " + m.word("slower")
	}
	return text
}

func (m Map) hours(h float64) string {
	text := fmt.Sprintf("%.1f", h)
	if m.lang() == care.LangVI {
		text = strings.ReplaceAll(text, ".", ",")
	}
	return text + " " + m.word("hours")
}

// Table writes the same as text, in columns.
func (m Map) Table(r Report) string {
	rows := [][]string{{m.word("link"), m.word("goal"), m.word("on_time"), m.word("first"), m.word("half"), m.word("ninth"), m.word("trend"), m.word("share")}}
	for i := range r.Links {
		l := &r.Links[i]
		mark := ""
		if l.Critical {
			mark = "* "
		}
		rows = append(rows, []string{
			mark + l.Link.name().In(m.lang()), m.hours(l.Link.Goal.Within.Duration().Hours()), m.share(l.Goal.Share), m.share(l.Acceptance.Share),
			m.hours(l.Median.Hours()), m.hours(l.Ninth.Hours()), care.Percent(l.Trend).In(m.lang()), care.Percent(l.Share).In(m.lang()),
		})
	}
	return columns(rows) + "* " + m.word("critical") + "\n"
}

func (m Map) share(s stats.Share) string {
	v, ok := s.Value()
	if !ok {
		return "–"
	}
	return care.Percent(v).In(m.lang())
}

// columns sets rows in columns, the first to the left and the others to the right.
func columns(rows [][]string) string {
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], len([]rune(cell)))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			pad := strings.Repeat(" ", width[i]-len([]rune(cell)))
			if i == 0 {
				b.WriteString(cell + pad)
			} else {
				b.WriteString("  " + pad + cell)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}
