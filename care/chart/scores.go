package chart

import (
	"fmt"
	"math"
)

// Scores shows scores beside one another, each with the interval in which it lies: the wider the interval, the less is known.
type Scores struct {
	Head
	Words Words // default: as for Timeline
	Low   float64
	High  float64  // the ends of the scale: 0 and 100 if both are 0
	Goal  *float64 // nil: none
	Rows  []Score
}

// Score is one score. A NaN Value is shown as no data, never as a 0.
type Score struct {
	Label     string
	Value     float64
	Low, High float64 // the interval; NaN: none
	Note      string  // beside the label: "n = 48"
	Tone      Tone    // default: Plain
}

const mostScores = 200

// SVG draws a line for each score, with its label above.
func (s Scores) SVG() ([]byte, error) {
	if len(s.Rows) == 0 || len(s.Rows) > mostScores {
		return nil, fmt.Errorf("chart: %d scores: a picture takes 1 to %d", len(s.Rows), mostScores)
	}
	if s.Low == 0 && s.High == 0 {
		s.High = 100
	}
	p, words := NewPicture(s.Head), s.Words.in(s.Lang)
	top := p.title() + 8
	const valueWidth = 52
	left, right := float64(margin+8), p.Width()-margin-valueWidth
	x := NewAxis(s.Low, s.High, left, right-left, 5)
	bottom := top + float64(len(s.Rows))*40 + 4
	for _, tick := range x.Ticks {
		p.Line(1, Grid, Point{x.At(tick), top}, Point{x.At(tick), bottom})
		p.Text(x.At(tick), bottom+15, Font{Size: small, Tone: Quiet, Anchor: Middle}, number(tick, x.Places, words))
	}
	if s.Goal != nil {
		p.Dashes(1.5, Ink, Point{x.At(*s.Goal), top}, Point{x.At(*s.Goal), bottom})
	}
	y := top
	for _, row := range s.Rows {
		row.draw(p, x, y, words)
		y += 40
	}
	y = bottom + 18
	if s.Goal != nil {
		l := Legend{Picture: p, Left: margin, Y: y + 18}
		l.Entry(words.Goal+" "+number(*s.Goal, x.Places+1, words), func(x, y float64) { p.Dashes(1.5, Ink, Point{x, y - 4}, Point{x + 14, y - 4}) })
		y = l.Y
	}
	return p.SVG(y + margin)
}

func (s Score) draw(p *Picture, x Axis, y float64, w Words) {
	label := s.Label
	if s.Note != "" {
		label += " · " + s.Note
	}
	p.Paragraph(x.start, y+14, p.Width()-2*margin, 1, Font{}, label)
	y += 27
	if math.IsNaN(s.Value) {
		p.Text(x.start, y+4, Font{Size: small, Tone: Quiet}, w.NoData)
		return
	}
	tone := s.Tone
	if tone == "" {
		tone = Plain
	}
	if low, high := max(s.Low, x.Low), min(s.High, x.High); low <= high { // not if one is not a number
		p.Rect(x.At(low), y-2, x.At(high)-x.At(low), 4, tone)
		p.Rect(x.At(low)-1, y-6, 2, 12, tone)
		p.Rect(x.At(high)-1, y-6, 2, 12, tone)
	}
	p.Marker(x.At(min(max(s.Value, x.Low), x.High)), y, Dot, tone)
	p.Text(p.Width()-margin, y+5, Font{Bold: true, Anchor: End}, number(s.Value, x.Places+1, w))
}
