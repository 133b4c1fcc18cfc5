package chart

import (
	"fmt"
	"strconv"
)

// Funnel shows steps of which each leaves some behind: complaints received, acknowledged, answered, confirmed by the customer.
type Funnel struct {
	Head
	Words Words // default: as for Timeline
	Steps []FunnelStep
}

// FunnelStep is a step with how many reached it.
type FunnelStep struct {
	Label string
	Count int64
	Tone  Tone // default: Plain
}

const mostSteps = 50

// SVG draws a bar for each step, and says what share of the first it is.
func (f Funnel) SVG() ([]byte, error) {
	if len(f.Steps) == 0 || len(f.Steps) > mostSteps {
		return nil, fmt.Errorf("chart: a funnel of %d steps: it takes 1 to %d", len(f.Steps), mostSteps)
	}
	most := int64(0)
	for i, s := range f.Steps {
		if s.Count < 0 {
			return nil, fmt.Errorf("chart: step %d of a funnel has a count of %d: it cannot be negative", i, s.Count)
		}
		most = max(most, s.Count)
	}
	p, words := NewPicture(f.Head), f.Words.in(f.Lang)
	y, width := p.title()+4, p.Width()-2*margin
	for i, s := range f.Steps {
		text := strconv.FormatInt(s.Count, 10)
		if i > 0 && f.Steps[0].Count > 0 { // nothing has no share of nothing
			text += " · " + number(100*float64(s.Count)/float64(f.Steps[0].Count), 0, words) + " %"
		}
		taken := TextWidth(text, normalSize) + 12
		p.Paragraph(margin, y+15, width-taken, 1, Font{}, s.Label)
		p.Text(margin+width, y+15, Font{Anchor: End}, text)
		tone := s.Tone
		if tone == "" {
			tone = Plain
		}
		p.Rect(margin, y+21, width, 12, Open)
		p.Rect(margin, y+21, width*float64(s.Count)/float64(max(most, 1)), 12, tone)
		y += 44
	}
	return p.SVG(y + margin - 8)
}
