package notice

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Template is one edition of the texts of a kind of notice. It is a draft until it is published, and does not change afterwards: the latest published edition is
// what is sent, and each notice keeps which one it was.
type Template struct {
	ID        storage.ID[Template] `json:"id"`
	Version   int64                `json:"version"`
	Kind      KindCode             `json:"kind"`
	Edition   int                  `json:"edition"` // 1 and up; 0 stands for the kind's own default
	Wordings  []Wording            `json:"wordings"`
	By        care.StaffRef        `json:"by,omitempty"`       // who wrote it
	Published time.Time            `json:"published,omitzero"` // zero: a draft
	InForce   KindCode             `json:"in_force,omitempty"` // the kind, once published: what the record is found by
}

// saysOptOut reports whether the text says how to refuse.
func (w Wording) saysOptOut() bool {
	return strings.Contains(w.Body.VI, "{opt_out}") || strings.Contains(w.Body.EN, "{opt_out}")
}

// Wording is what a notice says on some channels, in both languages.
type Wording struct {
	Channels []care.Channel `json:"channels"`
	// Subject is of an email or a letter. Channels without subjects leave it out.
	Subject care.Text `json:"subject,omitzero"`
	// Body is plain text with {values}; an empty line begins a paragraph. On email, post and fax it becomes HTML by itself, and every value is escaped.
	Body care.Text `json:"body"`
}

// compiled are the texts of a template by channel, parsed.
type compiled map[care.Channel]compiledWording

type compiledWording struct{ subject, body map[care.Lang][]piece }

const maxWordings = 20

// compile parses and checks the texts of a template under the rules that bind them. The error is an *Invalid with every problem.
func (k *Kind) compile(wordings []Wording, rules []Rule) (compiled, error) {
	var p care.Problems
	if len(wordings) == 0 {
		p.Add("wordings", "", care.CodeMissing.With())
	}
	if len(wordings) > maxWordings {
		p.Add("wordings", "", care.CodeTooMany.With(care.NewFact("limit", maxWordings)))
		return nil, p.Err()
	}
	all := compiled{}
	for i, w := range wordings {
		path := fmt.Sprintf("wordings[%d]", i)
		if len(w.Channels) == 0 {
			p.Add(path+".channels", "", care.CodeMissing.With())
		}
		text := k.compileWording(&p, path, w)
		for j, channel := range w.Channels {
			at := fmt.Sprintf("%s.channels[%d]", path, j)
			_, err := care.ParseEnum[care.Channel](string(channel))
			p.Join(at, string(channel), err)
			if _, twice := all[channel]; twice {
				p.Add(at, string(channel), CodeChannelTwice.With(care.NewFact("channel", care.NameOf(channel))))
			}
			if channel == care.ChannelEmail && w.Subject == (care.Text{}) {
				p.Add(path+".subject", "", care.CodeMissing.With())
			}
			k.obey(&p, path, channel, w, rules)
			all[channel] = text
		}
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	return all, k.tooLong(all)
}

func (k *Kind) compileWording(p *care.Problems, path string, w Wording) compiledWording {
	c := compiledWording{map[care.Lang][]piece{}, map[care.Lang][]piece{}}
	for lang := range care.Lang("").Terms().All() {
		subject := ofLang(w.Subject, lang)
		if subject != "" {
			c.subject[lang] = k.compileText(p, path+".subject."+string(lang), subject, care.Line(maxSubject))
		} else if w.Subject != (care.Text{}) {
			p.Add(path+".subject."+string(lang), "", care.CodeMissing.With())
		}
		if body := ofLang(w.Body, lang); body != "" {
			c.body[lang] = k.compileText(p, path+".body."+string(lang), body, care.Lines(maxText))
		} else {
			p.Add(path+".body."+string(lang), "", care.CodeMissing.With())
		}
	}
	return c
}

// ofLang is the text of exactly this language.
func ofLang(t care.Text, lang care.Lang) string {
	if lang == care.LangEN {
		return t.EN
	}
	return t.VI
}

func (k *Kind) compileText(p *care.Problems, path, text string, clean func(string) (string, error)) []piece {
	cleaned, err := clean(text)
	if err != nil {
		p.Join(path, "", err)
		return nil
	}
	pieces, err := parseText(cleaned)
	if err != nil {
		p.Join(path, "", err)
		return nil
	}
	var faults care.Problems
	checkText(k, pieces, map[string]bool{}, &faults)
	p.Join(path, "", faults.Err())
	return pieces
}

// obey checks a wording against the rules on how a text begins and ends.
func (k *Kind) obey(p *care.Problems, path string, channel care.Channel, w Wording, rules []Rule) {
	begins, name := w.Body, ".body."
	if channel == care.ChannelEmail {
		begins, name = w.Subject, ".subject."
	}
	for i := range rules {
		rule := &rules[i]
		if !rule.concerns(k.Purpose, channel) {
			continue
		}
		for lang := range care.Lang("").Terms().All() {
			text := ofLang(begins, lang)
			labelled := func(label string) bool { return strings.HasPrefix(text, label) }
			if len(rule.Labels) > 0 && text != "" && !slices.ContainsFunc(rule.Labels, labelled) {
				p.Add(path+name+string(lang), "", CodeNoLabel.With(care.NewFact("labels", rule.Labels)).Under(rule.Source))
			}
			if body := strings.TrimRight(ofLang(w.Body, lang), " \n."); rule.OptOut && body != "" && !strings.HasSuffix(body, "{opt_out}") {
				p.Add(path+".body."+string(lang), "", CodeNoOptOut.With().Under(rule.Source))
			}
		}
	}
}

// tooLong refuses a text message that needs too many parts even with short values.
func (k *Kind) tooLong(all compiled) error {
	c, ok := all[care.ChannelSMS]
	if !ok {
		return nil
	}
	var p care.Problems
	for lang, pieces := range c.body {
		var b strings.Builder
		fill(&b, pieces, nil)
		if n := SMS(b.String()).Parts; n > maxParts {
			p.Add("sms.body."+string(lang), "", CodeManyParts.With(care.NewFact("limit", maxParts), care.NewFact("parts", n)))
		}
	}
	return p.Err()
}

// Text is what a notice says on one channel.
type Text struct {
	Subject string `json:"subject,omitempty"`
	Plain   string `json:"plain"`
	HTML    string `json:"html,omitempty"` // of email, post and fax: a whole page
}

// render puts the values into the text of one channel. The error is an *Invalid: the result is longer than anything that is sent.
func (c compiled) render(channel care.Channel, lang care.Lang, values map[string]string, h House, on calendar.Date) (Text, error) {
	w := c[channel]
	var subject, body strings.Builder
	fits := fill(&subject, w.subject[lang], values) && fill(&body, w.body[lang], values)
	t := Text{Subject: strings.Join(strings.Fields(subject.String()), " "), Plain: strings.TrimSpace(body.String())}
	if !fits || utf8.RuneCountInString(t.Plain) > maxRendered || utf8.RuneCountInString(t.Subject) > 5*maxSubject {
		return Text{}, care.Refuse("", care.CodeTooLong.With(care.NewFact("limit", maxRendered)))
	}
	if t.Plain == "" {
		return Text{}, care.Refuse("", CodeSaysNothing.With())
	}
	switch channel {
	case care.ChannelSMS:
		if n := SMS(t.Plain).Parts; n > maxParts {
			return Text{}, care.Refuse("", CodeManyParts.With(care.NewFact("limit", maxParts), care.NewFact("parts", n)))
		}
	case care.ChannelEmail:
		t.HTML = mailPage(t, lang, h)
	case care.ChannelPost, care.ChannelFax:
		t.HTML = letterPage(t, lang, h, values["customer"], values[addressLines], on)
	}
	return t, nil
}
