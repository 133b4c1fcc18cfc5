package chart

import (
	"fmt"
	"strconv"
	"time"
)

const (
	barHeight  = 20
	rowGap     = 6
	hoursWidth = 46 // of each of the two columns of hours
	small      = 12
)

// drawing is a timeline on its way into a picture.
type drawing struct {
	t           Timeline
	words       Words
	p           *Picture
	y           float64
	left, right float64 // of the bars
}

// SVG draws the timeline, a row for each day: the calendar's hours as a ground, what counted as a bar on it, pauses framed, what happened below. The columns
// say how many hours counted on the day, and so far.
func (t Timeline) SVG() ([]byte, error) {
	rows, err := t.rows()
	if err != nil {
		return nil, err
	}
	d := &drawing{t: t, words: t.words(), p: NewPicture(t.Head)}
	d.left = margin + d.labelWidth(rows)
	d.right = d.p.Width() - margin - 2*hoursWidth
	d.y = d.p.title() + 4
	d.header()
	for _, r := range rows {
		d.row(r)
	}
	d.legend(rows)
	return d.p.SVG(d.y + margin)
}

func (d *drawing) labelWidth(rows []row) float64 {
	widest := 0.0
	for _, r := range rows {
		widest = max(widest, TextWidth(d.t.label(r.from), small))
	}
	return min(widest, d.p.Width()/3) + 6
}

// header writes the hours of the day and over the columns.
func (d *drawing) header() {
	quiet := Font{Size: small, Tone: Quiet, Anchor: Middle}
	d.y += 12
	for hour := 0; hour <= 24; hour += 6 {
		d.p.Text(d.left+(d.right-d.left)*float64(hour)/24, d.y, quiet, strconv.Itoa(hour))
	}
	for i, word := range []string{d.words.Hours, d.words.Sum} {
		f := quiet
		f.Anchor = End
		if lines := Wrap(word, hoursWidth+10, small, 2); len(lines) > 1 { // the second line stands on the row of hours, the first above
			d.p.Text(d.column(i), d.y-13, f, lines[0])
			d.p.Text(d.column(i), d.y, f, lines[1])
		} else {
			d.p.Text(d.column(i), d.y, f, word)
		}
	}
	d.y += 8
}

// column is the right edge of a column of hours.
func (d *drawing) column(i int) float64 { return d.right + float64(i+1)*hoursWidth }

func (d *drawing) row(r row) {
	top := d.y
	text := Font{Size: small, Tone: Quiet}
	if r.spent > 0 {
		text.Tone = Ink
	}
	d.p.Paragraph(margin, top+14, d.left-margin-2, 1, text, d.t.label(r.from))
	if r.days > 1 {
		d.several(r)
	} else {
		d.bar(r)
	}
	if r.spent > 0 {
		d.p.Text(d.column(0), top+14, Font{Size: small, Anchor: End}, hours(r.spent))
	}
	d.p.Text(d.column(1), top+14, Font{Size: small, Tone: Quiet, Anchor: End}, hours(r.sum))
	d.y = top + barHeight
	d.remarks(r)
	d.y += rowGap
}

// several draws a row that stands for some days.
func (d *drawing) several(r row) {
	text := fmt.Sprintf("%d %s", r.days, d.words.Days)
	if r.leftOut > 0 {
		text = fmt.Sprintf("… %d %s …", r.leftOut, d.words.LeftOut)
	} else {
		d.p.Rect(d.left, d.y, d.right-d.left, barHeight, r.ground())
		text += ": " + map[Tone]string{Resting: d.words.Paused, Open: d.words.Open, Paper: d.words.Closed}[r.ground()]
	}
	d.p.Frame(d.left, d.y, d.right-d.left, barHeight, Grid)
	d.p.Paragraph(d.left+6, d.y+14, d.right-d.left-12, 1, Font{Size: small, Tone: Quiet}, text)
}

func (d *drawing) bar(r row) {
	d.p.Rect(d.left, d.y+barHeight-1, d.right-d.left, 1, Grid)
	if r.ground() == Paper && r.quiet() {
		d.p.Paragraph(d.left+6, d.y+14, d.right-d.left-12, 1, Font{Size: small, Tone: Quiet}, d.words.Closed)
	}
	for _, s := range r.open {
		d.piece(r, s, 0, barHeight, Open)
	}
	for _, s := range r.paused {
		x, width := d.place(r, s)
		d.p.Rect(x, d.y+2, width, barHeight-4, Resting)
		d.p.Frame(x, d.y+2, width, barHeight-4, Warn)
	}
	for _, s := range r.counted {
		d.piece(r, s, 5, barHeight-10, Plain)
	}
	for _, s := range r.late {
		d.piece(r, s, 2, barHeight-4, Bad)
	}
	for _, m := range r.remarks {
		if !m.note && m.until.IsZero() {
			d.p.Marker(d.x(r, m.at), d.y+barHeight/2, m.mark.Shape, m.mark.Tone)
		}
	}
}

func (d *drawing) piece(r row, s Stretch, down, height float64, t Tone) {
	x, width := d.place(r, s)
	d.p.Rect(x, d.y+down, width, height, t)
}

// place is where a stretch lies in the bar, at least a pixel wide.
func (d *drawing) place(r row, s Stretch) (x, width float64) {
	x = d.x(r, s.From)
	return x, max(d.x(r, s.To)-x, 1)
}

// x is the place of an instant by the clock on the wall, so that it agrees with the hours above also on a day of 23 or 25.
func (d *drawing) x(r row, at time.Time) float64 {
	local, day := at.In(d.t.zone()), r.from.In(d.t.zone())
	if local.YearDay() != day.YearDay() || local.Year() != day.Year() {
		return d.right
	}
	hour, minute, second := local.Clock()
	return d.left + (d.right-d.left)*float64(hour*3600+minute*60+second)/86400
}

// remarks writes what happened on the day below its bar.
func (d *drawing) remarks(r row) {
	for i, m := range r.remarks {
		d.y += 15
		if i == mostRemarks {
			d.p.Text(d.left+12, d.y, Font{Size: small, Tone: Quiet}, fmt.Sprintf("… +%d", len(r.remarks)-i))
			break
		}
		if !m.note {
			d.p.Marker(d.left+5, d.y-4, m.mark.Shape, m.mark.Tone)
		}
		tone := m.mark.Tone
		if !m.until.IsZero() {
			tone = Ink
		}
		below := d.p.Paragraph(d.left+14, d.y, d.p.Width()-margin-d.left-14, 4, Font{Size: small, Tone: tone}, d.t.remarkText(m))
		d.y = below - small*lineHeight/normalSize
	}
	if len(r.remarks) > 0 {
		d.y += 5
	}
}

// legend explains what was drawn, and nothing else.
func (d *drawing) legend(rows []row) {
	used := map[Tone]bool{}
	for _, r := range rows {
		used[Open] = used[Open] || len(r.open) > 0
		used[Plain] = used[Plain] || len(r.counted) > 0
		used[Bad] = used[Bad] || len(r.late) > 0
		used[Warn] = used[Warn] || len(r.paused) > 0
	}
	l := Legend{Picture: d.p, Left: margin, Y: d.y + 16}
	for _, entry := range []struct {
		tone Tone
		text string
	}{{Open, d.words.Open}, {Plain, d.words.Counted}, {Bad, d.words.Late}, {Warn, d.words.Paused}} {
		if used[entry.tone] {
			l.Entry(entry.text, func(x, y float64) {
				if entry.tone == Warn {
					d.p.Rect(x, y-9, 14, 10, Resting)
					d.p.Frame(x, y-9, 14, 10, Warn)
				} else {
					d.p.Rect(x, y-9, 14, 10, entry.tone)
				}
			})
		}
	}
	d.y = l.Y
}
