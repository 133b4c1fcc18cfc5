package policy

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// text writes the page for a letter, a chat or a screen without pictures.
func (p page) text() string {
	var b strings.Builder
	heading := func(text, line string) {
		b.WriteString(text + "\n" + strings.Repeat(line, utf8.RuneCountInString(text)) + "\n")
	}
	heading(p.Title, "=")
	for _, line := range p.Under {
		b.WriteString(line + "\n")
	}
	for _, s := range p.Sections {
		b.WriteString("\n")
		if s.Level == 2 {
			heading(s.Heading, "-")
		} else {
			b.WriteString(s.Heading + "\n")
		}
		for _, para := range s.Paras {
			b.WriteString(para + "\n")
		}
		for i, it := range s.Items {
			mark := "- "
			if s.Numbered {
				mark = strconv.Itoa(i+1) + ". "
			}
			it.write(&b, mark)
		}
		s.Table.write(&b)
	}
	if p.Foot != "" {
		b.WriteString("\n" + p.Foot + "\n")
	}
	return b.String()
}

// write writes an item, its further lines and its notes under its first word.
func (it item) write(b *strings.Builder, mark string) {
	indent := "\n" + strings.Repeat(" ", len(mark))
	b.WriteString(mark + strings.ReplaceAll(it.Text, "\n", indent))
	for _, n := range it.Notes {
		b.WriteString(indent + n.Label + ": " + strings.ReplaceAll(n.Value, "\n", indent))
	}
	b.WriteString("\n")
}

// write writes a table row by row, with bars between its cells.
func (t table) write(b *strings.Builder) {
	if len(t.Rows) == 0 {
		return
	}
	b.WriteString(t.Caption + "\n" + strings.Join(t.Head, " | ") + "\n")
	for _, row := range t.Rows {
		b.WriteString(strings.Join(row, " | ") + "\n")
	}
}
