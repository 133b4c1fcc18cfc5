package chart

import (
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"strconv"
)

// Head is what every picture has. The zero Head is a picture without a title, for a phone.
type Head struct {
	Title       string  // shown above the picture, and said by screen readers
	Description string  // said by screen readers: what the picture shows, in a sentence or two
	Lang        string  // of all text, such as "vi"; "": not said
	Width       float64 // in pixels where there is room; a narrower screen shrinks the picture. Default: 400. From 240 to 4000
}

const (
	defaultWidth, narrowest, widest = 400, 240, 4000
	margin                          = 12
	lineHeight                      = 17 // of text of the normal size
)

func (h Head) width() float64 {
	if h.Width == 0 {
		return defaultWidth
	}
	return h.Width
}

// Picture draws shapes and text one above the other and makes an SVG of them. Coordinates are pixels from the upper left corner.
type Picture struct {
	head   Head
	shapes bytes.Buffer
	err    error
}

// NewPicture starts a picture.
func NewPicture(head Head) *Picture {
	p := &Picture{head: head}
	if w := head.width(); !(w >= narrowest && w <= widest) {
		p.fail(fmt.Errorf("chart: a picture %v wide: it must be %d to %d", w, narrowest, widest))
	}
	return p
}

// Width is how wide the picture is.
func (p *Picture) Width() float64 { return p.head.width() }

func (p *Picture) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// Point is a place in a picture.
type Point struct{ X, Y float64 }

var errNotNumber = errors.New("chart: a coordinate is not a number, or too large to draw")

// tag opens an element with its numeric attributes, given as name and value in turn.
func (p *Picture) tag(name string, attributes ...any) {
	p.shapes.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		p.shapes.WriteString(" " + attributes[i].(string) + `="`)
		switch v := attributes[i+1].(type) {
		case float64:
			p.shapes.WriteString(p.number(v))
		case string:
			p.shapes.WriteString(v)
		}
		p.shapes.WriteByte('"')
	}
}

// number writes a coordinate with at most two decimals.
func (p *Picture) number(x float64) string {
	if !(math.Abs(x) <= 1e7) {
		p.fail(errNotNumber)
		return "0"
	}
	rounded := math.Round(x*100) / 100
	if rounded == 0 {
		rounded = 0 // not "-0"
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

func (p *Picture) fill(t Tone)   { p.tagEnd("fill", "f", t) }
func (p *Picture) stroke(t Tone) { p.tagEnd("stroke", "s", t) }

func (p *Picture) tagEnd(attribute, class string, t Tone) {
	t = t.known()
	p.shapes.WriteString(` class="cs-` + class + `-` + string(t) + `" ` + attribute + `="` + t.light() + `"`)
}

// Rect fills a rectangle.
func (p *Picture) Rect(x, y, width, height float64, t Tone) {
	p.tag("rect", "x", x, "y", y, "width", max(width, 0), "height", max(height, 0))
	p.fill(t)
	p.shapes.WriteString("/>\n")
}

// Frame draws the dashed outline of a rectangle.
func (p *Picture) Frame(x, y, width, height float64, t Tone) {
	p.tag("rect", "x", x, "y", y, "width", max(width, 0), "height", max(height, 0), "fill", "none", "stroke-width", 1.5, "stroke-dasharray", "3 2")
	p.stroke(t)
	p.shapes.WriteString("/>\n")
}

// Line draws a line through some points.
func (p *Picture) Line(width float64, t Tone, points ...Point) {
	p.tag("polyline", "points", p.points(points), "fill", "none", "stroke-width", width, "stroke-linejoin", "round")
	p.stroke(t)
	p.shapes.WriteString("/>\n")
}

// Dashes draws a dashed line through some points.
func (p *Picture) Dashes(width float64, t Tone, points ...Point) {
	p.tag("polyline", "points", p.points(points), "fill", "none", "stroke-width", width, "stroke-dasharray", "5 4")
	p.stroke(t)
	p.shapes.WriteString("/>\n")
}

// Area fills what some points enclose.
func (p *Picture) Area(t Tone, points ...Point) {
	p.tag("polygon", "points", p.points(points))
	p.fill(t)
	p.shapes.WriteString("/>\n")
}

func (p *Picture) points(points []Point) string {
	var b []byte
	for i, at := range points {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(append(append(b, p.number(at.X)...), ','), p.number(at.Y)...)
	}
	return string(b)
}

// Shape is the form of a marker.
type Shape string

// The shapes. The zero Shape is a dot.
const (
	Dot      Shape = "dot"
	Diamond  Shape = "diamond"
	Triangle Shape = "triangle"
	Cross    Shape = "cross"
	Flag     Shape = "flag"
)

// outlines are the corners of each shape within −1 to 1.
var outlines = map[Shape][]Point{
	Diamond:  {{0, -1.2}, {1.2, 0}, {0, 1.2}, {-1.2, 0}},
	Triangle: {{0, -1.1}, {1.1, 0.9}, {-1.1, 0.9}},
	Cross: {{-1, -0.6}, {-0.6, -1}, {0, -0.4}, {0.6, -1}, {1, -0.6}, {0.4, 0}, {1, 0.6}, {0.6, 1}, {0, 0.4}, {-0.6, 1},
		{-1, 0.6}, {-0.4, 0}},
	Flag: {{-0.3, -1.3}, {1.3, -0.7}, {0.1, -0.1}, {0.1, 1.3}, {-0.3, 1.3}},
}

const markerSize = 5

// Marker draws a marker with its middle at (x, y), edged in the colour of the paper so that it stands out on anything.
func (p *Picture) Marker(x, y float64, s Shape, t Tone) {
	t = t.known()
	outline, ok := outlines[s]
	if ok {
		points := make([]Point, len(outline))
		for i, c := range outline {
			points[i] = Point{x + c.X*markerSize, y + c.Y*markerSize}
		}
		p.tag("polygon", "points", p.points(points))
	} else {
		p.tag("circle", "cx", x, "cy", y, "r", float64(markerSize))
	}
	p.shapes.WriteString(` class="cs-f-` + string(t) + ` cs-s-paper" fill="` + t.light() + `" stroke="` + Paper.light() + `" stroke-width="1"/>` + "\n")
}

// SVG is the picture, cut at the given height. It fails if a number could not be drawn, and then says which kind.
func (p *Picture) SVG(height float64) ([]byte, error) {
	w, h := p.number(p.Width()), p.number(height)
	if p.err != nil {
		return nil, p.err
	}
	hash := fnv.New64a()
	hash.Write(p.shapes.Bytes())
	hash.Write([]byte(p.head.Title + "\x00" + p.head.Description))
	id := "cs" + strconv.FormatUint(hash.Sum64(), 36)
	var out bytes.Buffer
	out.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" role="img" width="` + w + `" height="` + h + `" viewBox="0 0 ` + w + ` ` + h + `"`)
	if lang := languageTag(p.head.Lang); lang != "" {
		out.WriteString(` lang="` + lang + `"`)
	}
	out.WriteString(` aria-labelledby="` + id + `t ` + id + `d" style="max-width:100%;height:auto" font-family="system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif">` + "\n")
	out.WriteString(`<title id="` + id + `t">` + escape(p.head.Title) + "</title>\n")
	out.WriteString(`<desc id="` + id + `d">` + escape(p.head.Description) + "</desc>\n")
	out.WriteString("<style>" + darkStyle() + "</style>\n")
	out.WriteString(`<rect class="cs-f-paper" width="100%" height="100%" fill="` + Paper.light() + `"/>` + "\n")
	out.Write(p.shapes.Bytes())
	out.WriteString("</svg>\n")
	return out.Bytes(), nil
}
