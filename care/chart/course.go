package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Course is a figure over time with what was expected of it: a control chart, or demand with its baseline. A point outside its range is not by itself an
// alarm; the caller says which are.
type Course struct {
	Head
	Words  Words // default: as for Timeline
	Unit   string
	Points []CoursePoint
}

// CoursePoint is one figure. What is NaN is not drawn: no data is not 0.
type CoursePoint struct {
	Label     string // of the time: "W35", "31/08"
	Value     float64
	Expected  float64 // the centre line or the baseline
	Low, High float64 // the range that is usual
	Alarm     string  // "": none; else what to say about it
}

const mostPoints = 2000

// SVG draws the course: the range as a ground, the expected as a dashed line, the figures as a line, alarms as triangles explained below.
func (c Course) SVG() ([]byte, error) {
	if len(c.Points) == 0 || len(c.Points) > mostPoints {
		return nil, fmt.Errorf("chart: a course of %d points: it takes 1 to %d", len(c.Points), mostPoints)
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range c.Points {
		for _, v := range []float64{p.Value, p.Expected, p.Low, p.High} {
			if !math.IsNaN(v) {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	if low > high {
		low, high = 0, 1 // nothing but gaps
	}
	p, words := NewPicture(c.Head), c.Words.in(c.Lang)
	top := p.title() + 4
	if c.Unit != "" {
		top = p.Paragraph(margin, top+12, p.Width()-2*margin, 2, Font{Size: small, Tone: Quiet}, c.Unit) - 8
	}
	const height = 180
	bottom := top + 10 + height
	y := NewAxis(low, high, bottom, -height, 5)
	left := margin + TextWidth(number(y.High, y.Places, words), small) + 10
	if wider := margin + TextWidth(number(y.Low, y.Places, words), small) + 10; wider > left {
		left = wider
	}
	right := p.Width() - margin - 4
	place := func(i int) float64 { return left + (right-left)*(float64(i)+0.5)/float64(len(c.Points)) }
	for _, tick := range y.Ticks {
		p.Line(1, Grid, Point{left, y.At(tick)}, Point{right, y.At(tick)})
		p.Text(left-6, y.At(tick)+4, Font{Size: small, Tone: Quiet, Anchor: End}, number(tick, y.Places, words))
	}
	c.ranges(p, place, y)
	c.lines(p, place, y)
	c.labels(p, place, bottom+16, (right-left)/float64(len(c.Points)))
	after := c.alarms(p, bottom+16)
	return p.SVG(c.legend(p, words, after) + margin)
}

// runs calls draw with each run of points for which ok holds.
func (c Course) runs(ok func(CoursePoint) bool, draw func(first, end int)) {
	for i := 0; i < len(c.Points); {
		end := i
		for end < len(c.Points) && ok(c.Points[end]) {
			end++
		}
		if end > i {
			draw(i, end)
		}
		i = max(end, i+1)
	}
}

func (c Course) ranges(p *Picture, place func(int) float64, y Axis) {
	hasRange := func(q CoursePoint) bool { return !math.IsNaN(q.Low) && !math.IsNaN(q.High) }
	half := (place(1) - place(0)) / 2
	c.runs(hasRange, func(first, end int) {
		var above, below []Point
		for i := first; i < end; i++ { // steps: a range holds for its own point
			q := c.Points[i]
			above = append(above, Point{place(i) - half, y.At(q.High)}, Point{place(i) + half, y.At(q.High)})
			below = append(below, Point{place(i) - half, y.At(q.Low)}, Point{place(i) + half, y.At(q.Low)})
		}
		for i := len(below) - 1; i >= 0; i-- {
			above = append(above, below[i])
		}
		p.Area(Open, above...)
	})
}

func (c Course) lines(p *Picture, place func(int) float64, y Axis) {
	c.runs(func(q CoursePoint) bool { return !math.IsNaN(q.Expected) }, func(first, end int) {
		half := (place(1) - place(0)) / 2
		points := []Point{{place(first) - half, y.At(c.Points[first].Expected)}}
		for i := first; i < end; i++ {
			points = append(points, Point{place(i), y.At(c.Points[i].Expected)})
		}
		p.Dashes(1.5, Quiet, append(points, Point{place(end-1) + half, y.At(c.Points[end-1].Expected)})...)
	})
	c.runs(func(q CoursePoint) bool { return !math.IsNaN(q.Value) }, func(first, end int) {
		var points []Point
		for i := first; i < end; i++ {
			points = append(points, Point{place(i), y.At(c.Points[i].Value)})
		}
		p.Line(2, Plain, points...)
		if end-first == 1 {
			p.Marker(points[0].X, points[0].Y, Dot, Plain)
		}
	})
	for i, q := range c.Points {
		if q.Alarm != "" && !math.IsNaN(q.Value) {
			p.Marker(place(i), y.At(q.Value), Triangle, Bad)
		}
	}
}

// labels writes as many labels of time as there is room for.
func (c Course) labels(p *Picture, place func(int) float64, y, each float64) {
	widest := 1.0
	for _, q := range c.Points {
		widest = max(widest, TextWidth(q.Label, small))
	}
	step := int(math.Ceil((widest + 8) / each))
	for i := 0; i < len(c.Points); i += step {
		f, x := Font{Size: small, Tone: Quiet, Anchor: Middle}, place(i)
		if over := x + widest/2 - p.Width() + 2; over > 0 {
			x -= over
		}
		p.Paragraph(x, y, p.Width()/2, 1, f, c.Points[i].Label)
	}
}

const mostAlarms = 12

func (c Course) alarms(p *Picture, y float64) float64 {
	y += 20
	said := 0
	for _, q := range c.Points {
		if q.Alarm == "" {
			continue
		}
		if said++; said > mostAlarms {
			continue
		}
		p.Marker(margin+5, y-4, Triangle, Bad)
		y = p.Paragraph(margin+16, y, p.Width()-2*margin-16, 3, Font{Size: small}, strings.TrimSpace(q.Label+" "+q.Alarm)) + 1
	}
	if said > mostAlarms {
		p.Text(margin+16, y, Font{Size: small, Tone: Quiet}, "… +"+strconv.Itoa(said-mostAlarms))
		y += lineHeight
	}
	return y
}

func (c Course) legend(p *Picture, w Words, y float64) float64 {
	l := Legend{Picture: p, Left: margin, Y: y + 4}
	l.Entry(w.Expected, func(x, y float64) { p.Dashes(1.5, Quiet, Point{x, y - 4}, Point{x + 14, y - 4}) })
	l.Entry(w.Range, func(x, y float64) { p.Rect(x, y-9, 14, 10, Open) })
	l.Entry(w.Alarm, func(x, y float64) { p.Marker(x+7, y-4, Triangle, Bad) })
	return l.Y
}

// number writes a value with so many decimals, in the words' way.
func number(x float64, places int, w Words) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', places, 64), ".", w.Decimal, 1)
}
