package notice

import (
	"html"
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// addressLines is the value that the address field of a letter shows. No template can name it.
const addressLines = "address lines"

// mailPage is an email as HTML: one column, readable on a phone, without pictures or anything that is loaded from elsewhere.
func mailPage(t Text, lang care.Lang, h House) string {
	var b strings.Builder
	pageHead(&b, t.Subject, lang, `body{margin:0;background:#f3f4f2;color:#1d2320;font:16px/1.6 system-ui,"Segoe UI",Roboto,"Be Vietnam Pro",Arial,sans-serif}
main{max-width:34rem;margin:0 auto;padding:2rem 1.5rem;background:#fff}
header{font-weight:700;color:#0b6b4f;border-bottom:2px solid #0b6b4f;padding-bottom:.6rem;margin-bottom:1.4rem}
p{margin:0 0 1em;overflow-wrap:anywhere}a{color:#0b6b4f}
footer{max-width:34rem;margin:0 auto;padding:1rem 1.5rem 2rem;font-size:.8rem;color:#5b645f}`)
	b.WriteString("<main><header>" + html.EscapeString(h.Name) + "</header>\n")
	paragraphs(&b, t.Plain)
	b.WriteString("</main>\n<footer>")
	b.WriteString(html.EscapeString(strings.ReplaceAll(joinLines(h.Name, h.Address, h.Hotline, h.Email, h.Web), "\n", " · ")))
	b.WriteString("</footer>\n</body></html>\n")
	return b.String()
}

// letterPage is a letter or a fax as a page to print: DIN A4, its address field where the window of a DL envelope is.
func letterPage(t Text, lang care.Lang, h House, name, address string, on calendar.Date) string {
	var b strings.Builder
	pageHead(&b, t.Subject, lang, `@page{size:A4;margin:0}
*{box-sizing:border-box}
body{margin:0;color:#111;font:12pt/1.5 "Times New Roman","Liberation Serif","Noto Serif",serif}
main{width:210mm;min-height:296mm;padding:20mm 20mm 25mm 25mm}
header{display:flex;justify-content:space-between;border-bottom:.6mm solid #0b6b4f;padding-bottom:3mm;height:26mm}
header b{font-size:16pt;color:#0b6b4f}header span{text-align:right;font-size:9pt;line-height:1.35;white-space:pre-line}
address{font-style:normal;height:40mm;padding-top:6mm;width:85mm;white-space:pre-line;overflow:hidden}
.on{text-align:right;margin:0 0 6mm}h1{font-size:14pt;margin:0 0 5mm}
p{margin:0 0 3.5mm;overflow-wrap:anywhere}
@media screen{body{background:#ddd}main{background:#fff;margin:8mm auto;box-shadow:0 1mm 4mm #0004}}`)
	b.WriteString("<main><header><b>" + html.EscapeString(h.Name) + "</b><span>")
	b.WriteString(html.EscapeString(joinLines(h.Address, h.Hotline, h.Email, h.Web)))
	b.WriteString("</span></header>\n<address>" + html.EscapeString(joinLines(name, address)) + "</address>\n")
	b.WriteString(`<p class="on">` + html.EscapeString(care.NewFact("on", on).Text(lang)) + "</p>\n")
	if t.Subject != "" {
		b.WriteString("<h1>" + html.EscapeString(t.Subject) + "</h1>\n")
	}
	paragraphs(&b, t.Plain)
	b.WriteString("</main>\n</body></html>\n")
	return b.String()
}

func pageHead(b *strings.Builder, title string, lang care.Lang, style string) {
	if lang != care.LangEN {
		lang = care.LangVI
	}
	b.WriteString(`<!doctype html><html lang="` + string(lang) + `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
		"<title>" + html.EscapeString(title) + "</title>\n<style>" + style + "</style></head><body>\n")
}

// paragraphs writes plain text as HTML: an empty line ends a paragraph, a line ends a line, and an address of the web becomes a link.
func paragraphs(b *strings.Builder, text string) {
	for part := range strings.SplitSeq(text, "\n\n") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		b.WriteString("<p>")
		for i, line := range strings.Split(part, "\n") {
			if i > 0 {
				b.WriteString("<br>\n")
			}
			for j, word := range strings.Split(line, " ") {
				if j > 0 {
					b.WriteByte(' ')
				}
				linked(b, word)
			}
		}
		b.WriteString("</p>\n")
	}
}

func linked(b *strings.Builder, word string) {
	link := strings.TrimRight(word, ".,;:!?)")
	if !strings.HasPrefix(link, "https://") || len(link) == len("https://") {
		b.WriteString(html.EscapeString(word))
		return
	}
	safe := html.EscapeString(link)
	b.WriteString(`<a href="` + safe + `">` + safe + "</a>" + html.EscapeString(word[len(link):]))
}

// joinLines puts what is not blank on lines of its own.
func joinLines(parts ...string) string {
	var lines []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			lines = append(lines, part)
		}
	}
	return strings.Join(lines, "\n")
}
