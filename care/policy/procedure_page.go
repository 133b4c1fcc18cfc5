package policy

import (
	"strconv"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// HTML is the procedure as a page in one language: one file without scripts or pictures, to be put on the web, mailed, printed or shown on a phone.
func (p Procedure) HTML(lang care.Lang) (string, error) { return p.page(lang).html() }

// Text is the procedure as plain text in one language, for a letter or a chat.
func (p Procedure) Text(lang care.Lang) string { return p.page(lang).text() }

func (p Procedure) page(lang care.Lang) page {
	w := wordsIn(lang)
	steps := section{Heading: w.Steps, Level: 2, Numbered: true}
	for _, s := range p.Steps {
		steps.Items = append(steps.Items, item{s.What.In(lang), []note{{w.Who, s.Who.In(lang)}, {w.Within, spanText(s.Within, lang)}}})
	}
	all := page{
		Lang: wordsLang(lang), Title: p.Title.In(lang),
		Under: []string{editionLine(w, string(p.Code), p.Edition), periodLine(w, lang, p.From, p.Until), care.NameOf(p.Audience).In(lang)},
	}
	steps.Paras = paragraph(p.About, lang)
	all.Sections = append(all.Sections, steps)
	var channels, documents []item
	for _, c := range p.Channels {
		channels = append(channels, item{Text: care.NameOf(c).In(lang)})
	}
	for _, d := range p.Documents {
		documents = append(documents, item{Text: d.In(lang)})
	}
	for _, s := range []section{
		{Heading: w.Documents, Items: documents}, {Heading: w.Channels, Items: channels},
		{Heading: w.First, Paras: paragraph(p.First, lang)}, {Heading: w.Contact, Paras: paragraph(p.Contact, lang)},
	} {
		if len(s.Items)+len(s.Paras) > 0 {
			s.Level = 2
			all.Sections = append(all.Sections, s)
		}
	}
	return all
}

// paragraph is a text as the paragraphs of a section: none if it is empty.
func paragraph(t care.Text, lang care.Lang) []string {
	if t == (care.Text{}) {
		return nil
	}
	return []string{t.In(lang)}
}

func editionLine(w words, code string, edition int) string {
	return w.Code + " " + code + " · " + w.Edition + " " + strconv.Itoa(edition)
}

func periodLine(w words, lang care.Lang, from, until calendar.Date) string {
	if until.IsZero() {
		return w.From + " " + dateText(from, lang)
	}
	return w.From + " " + dateText(from, lang) + " " + w.Until + " " + dateText(until, lang)
}

func dateText(d calendar.Date, lang care.Lang) string { return care.NewFact("date", d).Text(lang) }

func spanText(s calendar.Span, lang care.Lang) string { return care.NewFact("span", s).Text(lang) }
