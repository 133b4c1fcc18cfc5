package main

import (
	_ "embed"
	"html/template"
	"os"
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/chart"
	"github.com/chamsoc/chamsoc/care/desk"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// page shows why a case was late, in both languages.
type page struct {
	Number string
	Parts  []pagePart
}

type pagePart struct {
	Lang     care.Lang
	Heading  string
	Lead     string        // the answer
	Picture  template.HTML // made by care/chart, which escapes what it is given
	Sentence []string
}

func (p *page) add(lang care.Lang, a desk.Account, t chart.Timeline) error {
	svg, err := t.SVG()
	if err != nil {
		return err
	}
	part := pagePart{Lang: lang, Picture: template.HTML(svg), Heading: care.Text{VI: "Vì sao 48 giờ thành 6 ngày?", EN: "Why did 48 hours become 6 days?"}.In(lang)}
	for _, r := range a.Reasons() {
		if r.Is(desk.CodeMadeOfBoth) {
			part.Lead = r.Text(lang)
		}
	}
	for line := range strings.Lines(a.Text(lang)) {
		if line = strings.TrimSpace(line); line != part.Lead {
			part.Sentence = append(part.Sentence, line)
		}
	}
	p.Parts = append(p.Parts, part)
	return nil
}

func (p *page) write(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := pageTemplate.Execute(f, p); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
