package chart

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Text is the timeline as plain text, a paragraph for each day: what counted, what did not, and what happened; the last two columns are the hours that
// counted on the day, and so far.
func (t Timeline) Text() (string, error) {
	rows, err := t.rows()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, line := range []string{t.Title, t.Description} {
		if line = strings.Join(strings.Fields(clean(line)), " "); line != "" {
			b.WriteString(line + "\n")
		}
	}
	label, body := 0, 0
	bodies := make([]string, len(rows))
	for i, r := range rows {
		bodies[i] = t.body(r)
		label, body = max(label, utf8.RuneCountInString(t.label(r.from))), max(body, utf8.RuneCountInString(bodies[i]))
	}
	for i, r := range rows {
		spent := ""
		if r.spent > 0 {
			spent = hours(r.spent)
		}
		fmt.Fprintf(&b, "%-*s  %-*s  %7s %8s\n", label, t.label(r.from), body, bodies[i], spent, hours(r.sum))
		for j, m := range r.remarks {
			if j == mostRemarks {
				fmt.Fprintf(&b, "%-*s  … +%d\n", label, "", len(r.remarks)-j)
				break
			}
			fmt.Fprintf(&b, "%-*s  > %s\n", label, "", strings.Join(strings.Fields(clean(t.remarkText(m))), " "))
		}
	}
	return b.String(), nil
}

// body says how the time of a row was spent.
func (t Timeline) body(r row) string {
	w := t.words()
	switch {
	case r.leftOut > 0:
		return fmt.Sprintf("… %d %s …", r.leftOut, w.LeftOut)
	case r.days > 1:
		return fmt.Sprintf("%d %s: %s", r.days, w.Days, strings.ToLower(map[Tone]string{Resting: w.Paused, Open: w.Open, Paper: w.Closed}[r.ground()]))
	}
	var parts []string
	for _, kind := range []struct {
		word   string
		pieces []Stretch
	}{{w.Counted, r.counted}, {w.Late, r.late}, {w.Paused, r.paused}} {
		if len(kind.pieces) > 0 {
			parts = append(parts, strings.ToLower(kind.word)+" "+t.spans(kind.pieces))
		}
	}
	switch {
	case len(parts) > 0:
	case len(r.open) > 0:
		parts = []string{strings.ToLower(w.Open) + " " + t.spans(r.open)}
	default:
		parts = []string{strings.ToLower(w.Closed)}
	}
	return strings.Join(parts, "; ")
}

// mostSpans bounds a line of text.
const mostSpans = 8

func (t Timeline) spans(pieces []Stretch) string {
	var all []string
	for i, s := range pieces {
		if i == mostSpans {
			all = append(all, fmt.Sprintf("… +%d", len(pieces)-i))
			break
		}
		all = append(all, t.clock(s.From)+"–"+t.end(s.To))
	}
	return strings.Join(all, ", ")
}

func (t Timeline) clock(at time.Time) string { return at.In(t.zone()).Format(t.words().TimeLayout) }

// end is the time at which a piece of a day ends: 24:00 for midnight.
func (t Timeline) end(at time.Time) string {
	if hour, minute, second := at.In(t.zone()).Clock(); hour == 0 && minute == 0 && second == 0 {
		return "24:00"
	}
	return t.clock(at)
}

// label names the day of an instant.
func (t Timeline) label(at time.Time) string {
	w, local := t.words(), at.In(t.zone())
	return strings.TrimSpace(w.Weekdays[local.Weekday()] + " " + local.Format(w.DateLayout))
}

func (t Timeline) remarkText(m remark) string {
	switch {
	case m.note:
		return m.mark.Text
	case m.until.IsZero():
		return t.clock(m.at) + " " + m.mark.Text
	case t.label(m.until) == t.label(m.at):
		return t.clock(m.at) + "–" + t.clock(m.until) + " " + t.words().Paused + ": " + m.mark.Text
	}
	return t.clock(m.at) + " – " + t.label(m.until) + " " + t.clock(m.until) + " " + t.words().Paused + ": " + m.mark.Text
}

// hours writes elapsed time as hours and minutes, whole minutes that have passed.
func hours(d time.Duration) string {
	minutes := int64(d / time.Minute)
	return fmt.Sprintf("%d:%02d", minutes/60, minutes%60)
}
