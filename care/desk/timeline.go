package desk

import (
	"cmp"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chart"
	"github.com/chamsoc/chamsoc/care/sla"
)

// Timeline is the picture of how the time of one clock was spent: open and closed hours, pauses, all parts of its latest run, its due, and what happened.
// It is false if no such clock was promised. Its SVG and its text answer why 48 hours became six days.
func (a Account) Timeline(target sla.TargetCode, lang care.Lang) (chart.Timeline, bool, error) {
	var parts []Span
	for _, span := range a.Spans {
		if span.Run.Target == target {
			if len(parts) > 0 && parts[0].Run.Number != span.Run.Number {
				parts = nil
			}
			parts = append(parts, span)
		}
	}
	if len(parts) == 0 {
		return chart.Timeline{}, false, nil
	}
	last := parts[len(parts)-1].Run
	t := chart.Timeline{
		Head: chart.Head{Title: (care.Reasons{last.Reasons()[0]}).Text(lang), Description: last.Reasons().Text(lang), Lang: string(lang)},
		Zone: a.hours.Zone(), Due: last.Due,
	}
	from, to := parts[0].Run.Started, a.Clocks.At
	if !last.Live() {
		to = last.Ended
	}
	if last.Due.After(to) {
		to = last.Due
	}
	t.From = calendar.DateOf(from, t.Zone).Start(t.Zone)
	t.To = calendar.DateOf(to, t.Zone).End(t.Zone)
	if err := a.drawHours(&t, from, to, lang); err != nil {
		return chart.Timeline{}, false, err
	}
	for _, part := range parts {
		a.drawPart(&t, part, lang)
	}
	a.mark(&t, from, to, lang)
	return t, true, nil
}

// drawHours draws when the calendar was open, and says which days were closed by name.
func (a Account) drawHours(t *chart.Timeline, from, to time.Time, lang care.Lang) error {
	open, err := a.hours.Periods(t.From, t.To)
	if err != nil {
		return err
	}
	for p := range open {
		t.Open = append(t.Open, chart.Stretch{From: p.Start, To: p.End})
	}
	why, err := a.hours.Explain(from, to)
	if err != nil {
		return err
	}
	for _, c := range why.Closed {
		if name := (care.Text{VI: c.Name.VI, EN: c.Name.EN}).In(lang); name != "" {
			t.Notes = append(t.Notes, chart.Stretch{From: c.Start, To: c.End, Text: name})
		}
	}
	return nil
}

// drawPart draws when one part of a run counted, and when it was paused.
func (a Account) drawPart(t *chart.Timeline, part Span, lang care.Lang) {
	end := part.Run.Ended
	if part.Run.Live() {
		end = a.Clocks.At
	}
	var held []chart.Stretch
	for _, h := range part.Held {
		until := h.Until
		if until.IsZero() || until.After(end) {
			until = end
		}
		text := cmp.Or(care.NameOf(Party(h.Reason)), care.Text{VI: string(h.Reason), EN: string(h.Reason)}).In(lang)
		held = append(held, chart.Stretch{From: latest(h.From, part.Run.Started), To: until, Text: text})
	}
	t.Paused = append(t.Paused, held...)
	open := t.Open
	if part.Run.Within.Kind() == calendar.SpanWall {
		open = []chart.Stretch{{From: part.Run.Started, To: end}}
	}
	for _, o := range open {
		t.Counted = append(t.Counted, without(latest(o.From, part.Run.Started), earliest(o.To, end), held)...)
	}
}

// without is a stretch of time less others.
func without(from, to time.Time, less []chart.Stretch) (rest []chart.Stretch) {
	less = slices.SortedFunc(slices.Values(less), func(a, b chart.Stretch) int { return a.From.Compare(b.From) })
	for _, l := range less {
		if l.From.Before(to) && l.To.After(from) {
			if l.From.After(from) {
				rest = append(rest, chart.Stretch{From: from, To: l.From})
			}
			from = latest(from, l.To)
		}
	}
	if from.Before(to) {
		rest = append(rest, chart.Stretch{From: from, To: to})
	}
	return rest
}

// mark marks what happened, and the levels that were reached.
func (a Account) mark(t *chart.Timeline, from, to time.Time, lang care.Lang) {
	shapes := map[sla.Kind]chart.Shape{
		sla.Opened: chart.Flag, sla.Received: chart.Diamond, sla.Replied: chart.Dot, sla.Resolved: chart.Flag, sla.Closed: chart.Flag, sla.Reopened: chart.Cross,
		sla.Assigned: chart.Dot, sla.Prioritised: chart.Dot, sla.Reached: chart.Dot, sla.Replanned: chart.Diamond, sla.Withdrawn: chart.Cross,
	}
	for _, e := range a.events {
		if shape, ok := shapes[e.Kind]; ok && !e.At.Before(from) && !e.At.After(to) {
			t.Marks = append(t.Marks, chart.Mark{At: e.At, Shape: shape, Text: care.NameOf(e.Kind).In(lang)})
		}
	}
	for _, f := range a.Clocks.Fires {
		if !f.At.Before(from) && !f.At.After(to) {
			t.Marks = append(t.Marks, chart.Mark{At: f.At, Shape: chart.Triangle, Tone: chart.Warn, Text: told(f)})
		}
	}
}

// told is a level with whom the agreement tells of it.
func told(f sla.Fire) string {
	text := string(f.Level)
	for i, who := range f.Tell {
		if i == 0 {
			text += " →"
		}
		text += " " + string(who)
	}
	return text
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
