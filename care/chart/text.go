package chart

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Font is how text looks and where it stands. The zero Font is normal ink that starts at the point.
type Font struct {
	Size   float64 // default: 13
	Bold   bool
	Tone   Tone
	Anchor Anchor
}

// Anchor says which part of a text stands at its point. The zero Anchor is its start.
type Anchor string

// The anchors.
const (
	Start  Anchor = ""
	Middle Anchor = "middle"
	End    Anchor = "end"
)

const (
	normalSize = 13
	boldness   = 1.12 // how much wider bold text is
)

func (f Font) size() float64 {
	if f.Size == 0 {
		return normalSize
	}
	return f.Size
}

// Text writes one line, whose letters stand on y.
func (p *Picture) Text(x, y float64, f Font, text string) {
	p.tag("text", "x", x, "y", y, "font-size", f.size())
	if f.Anchor != Start {
		p.shapes.WriteString(` text-anchor="` + string(f.Anchor) + `"`)
	}
	if f.Bold {
		p.shapes.WriteString(` font-weight="600"`)
	}
	p.fill(f.Tone)
	p.shapes.WriteString(">" + escape(text) + "</text>\n")
}

// Paragraph writes text in lines of at most the given width, at most so many of them, the first on y. It returns the y on which a next line would stand.
// Text that needs more lines ends in an ellipsis.
func (p *Picture) Paragraph(x, y, width float64, most int, f Font, text string) float64 {
	size := f.size()
	if f.Bold {
		size *= boldness
	}
	for _, line := range Wrap(text, width, size, most) {
		p.Text(x, y, f, line)
		y += f.size() * lineHeight / normalSize
	}
	return y
}

// head writes the title and returns the y below it.
func (p *Picture) title() float64 {
	y := float64(margin)
	if p.head.Title == "" {
		return y
	}
	return p.Paragraph(margin, y+15, p.Width()-2*margin, 4, Font{Size: 16, Bold: true}, p.head.Title) - 6
}

// TextWidth is about how wide a line of text is at a size, on the wide side: fonts differ, and what reads it may have none of ours.
func TextWidth(text string, size float64) float64 {
	width := 0.0
	for _, r := range text {
		width += runeWidth(r)
	}
	return width * size
}

// runeWidth is in ems, of a wide sans-serif font.
func runeWidth(r rune) float64 {
	switch {
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
		return 0
	case strings.ContainsRune("iljtfrI.,:;!'|()[] ·", r):
		return 0.36
	case strings.ContainsRune("mwMW—%@", r):
		return 0.95
	case unicode.IsUpper(r):
		return 0.72
	case r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0x1F000:
		return 1.1
	}
	return 0.6
}

// Wrap breaks text at its spaces into lines of at most the given width, and words that are wider anywhere. At most so many lines are returned; the last one
// ends in an ellipsis if that was not all.
func Wrap(text string, width, size float64, most int) (lines []string) {
	words := strings.Fields(clean(text))
	line, used := "", 0.0
	for i := 0; i < len(words); {
		joined, needed := words[i], TextWidth(words[i], size)
		if line != "" {
			joined, needed = line+" "+joined, used+TextWidth(" ", size)+needed
		}
		if len(lines) == most-1 { // the last line that there may be
			rest := strings.Join(append([]string{joined}, words[i+1:min(len(words), i+200)]...), " ")
			return append(lines, ellipsis(rest, width, size))
		}
		switch {
		case needed <= width && len(joined) < mostBytes:
			line, used = joined, needed
			i++
		case line != "":
			lines, line = append(lines, line), ""
		default:
			head := fitting(words[i], width, size)
			lines, words[i] = append(lines, head), words[i][len(head):]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// mostBytes bounds a line of characters that have no width.
const mostBytes = 2000

// ellipsis is the text if it fits, else as much of it as fits with "…".
func ellipsis(text string, width, size float64) string {
	if TextWidth(text, size) <= width && len(text) < mostBytes {
		return text
	}
	return strings.TrimRight(fitting(text, width-size, size), " ") + "…"
}

// fitting is the longest beginning of a text that fits, at least one character.
func fitting(text string, width, size float64) string {
	used, end := 0.0, 0
	for at, r := range text {
		if used += runeWidth(r) * size; at > 0 && (used > width || at > mostBytes) {
			break
		}
		end = at + utf8.RuneLen(r)
	}
	return text[:min(end, len(text))]
}

// clean makes text valid UTF-8 of characters that XML allows.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r < 0x20 || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF || r >= 0x7F && r <= 0x9F:
			return utf8.RuneError
		}
		return r
	}, text)
}

// escape makes text safe inside an element or an attribute.
func escape(text string) string { return escaper.Replace(clean(text)) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

// languageTag keeps the letters, digits and hyphens of a language tag.
func languageTag(tag string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, tag)
}
