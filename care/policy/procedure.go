package policy

import (
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// ProcedureCode is the host's name for a procedure, such as "warranty": its editions share it.
type ProcedureCode string

// Procedure is one edition of how something is done, step by step, with the time that each step takes at most: how a warranty claim is handled, how a repair is
// taken in, how advice is given. An edition that was published does not change: a change is a new edition.
type Procedure struct {
	ID       storage.ID[Procedure] `json:"id"`      // set by PublishProcedure
	Version  int64                 `json:"version"` // set by PublishProcedure
	Code     ProcedureCode         `json:"code"`
	Edition  int                   `json:"edition"` // 1, 2, 3 …
	Title    care.Text             `json:"title"`
	About    care.Text             `json:"about,omitzero"` // what it is for, before the steps; may be empty
	Audience Audience              `json:"audience"`
	Steps    []Step                `json:"steps"` // in their order
	// Contact is who answers questions about it: a unit with its telephone or address. Customers must be told (Decree 55/2024/NĐ-CP art. 22.1).
	Contact care.Text `json:"contact,omitzero"`
	// Channels are how it may be begun, Documents what to bring, and First whose turn comes first: what a procedure for complaints must say as well (art. 22.2).
	Channels  []care.Channel `json:"channels,omitempty"`
	Documents []care.Text    `json:"documents,omitempty"`
	First     care.Text      `json:"first,omitzero"`

	From     calendar.Date `json:"from"`           // the first date on which it is followed
	Until    calendar.Date `json:"until,omitzero"` // the last one; zero: until there is a later edition
	Recorded time.Time     `json:"recorded"`       // when it was published; set by PublishProcedure
}

// Step is one step of a procedure.
type Step struct {
	Who    care.Text     `json:"who"`    // the role that does it: "Nhân viên quầy", "Counter staff"; the customer too
	What   care.Text     `json:"what"`   // a whole sentence
	Within calendar.Span `json:"within"` // the most that it takes, by its own clock
}

// Document is the edition of the procedure, as what people acknowledge.
func (p Procedure) Document() Document {
	return Document{Kind: DocumentProcedure, Code: string(p.Code), Edition: p.Edition}
}

// limits of what one document holds.
const (
	maxSteps = 100
	maxLine  = 300  // characters of a name or title
	maxLines = 4000 // characters of a statement
)

// Problems lists what keeps a procedure from being published.
func (p Procedure) Problems() care.Problems {
	var all care.Problems
	tidyRef(&all, "code", string(p.Code))
	if p.Edition < 1 {
		all.Add("edition", "", CodeEdition.With())
	}
	bothLanguages(&all, "title", p.Title, care.Line(maxLine))
	optionalText(&all, "about", p.About)
	optionalText(&all, "contact", p.Contact)
	optionalText(&all, "first", p.First)
	if p.Audience == ForCustomers && p.Contact == (care.Text{}) {
		all.Add("contact", "", CodeNoContact.With())
	}
	care.Required(&all, "audience", string(p.Audience), care.ParseEnum[Audience])
	period(&all, "", p.From, p.Until)
	switch {
	case len(p.Steps) == 0:
		all.Add("steps", "", care.CodeMissing.With())
	case len(p.Steps) > maxSteps:
		all.Add("steps", "", care.CodeTooMany.With(care.NewFact("limit", maxSteps)))
	}
	for i, s := range p.Steps[:min(len(p.Steps), maxSteps)] {
		at := fmt.Sprintf("steps[%d]", i)
		bothLanguages(&all, at+".who", s.Who, care.Line(maxLine))
		bothLanguages(&all, at+".what", s.What, care.Lines(maxLines))
		if s.Within.IsZero() {
			all.Add(at+".within", "", CodeStepTime.With(care.NewFact("step", i+1)))
		}
	}
	for i, c := range p.Channels {
		care.Required(&all, fmt.Sprintf("channels[%d]", i), string(c), care.ParseEnum[care.Channel])
	}
	for i, d := range p.Documents {
		bothLanguages(&all, fmt.Sprintf("documents[%d]", i), d, care.Line(maxLine))
	}
	return all
}

// tidyRef wants a key of the host's: a code or a reference, tidy already, since it is compared byte by byte.
func tidyRef(p *care.Problems, path, code string) {
	if read := care.Required(p, path, code, care.ParseRef[string]); read != "" && read != code {
		p.Add(path, code, care.CodeUnreadable.With())
	}
}

// bothLanguages wants a text in Vietnamese and in English.
func bothLanguages(p *care.Problems, path string, t care.Text, parse func(string) (string, error)) {
	care.Required(p, path+".vi", t.VI, parse)
	care.Required(p, path+".en", t.EN, parse)
}

// optionalText wants a text in both languages, or in none.
func optionalText(p *care.Problems, path string, t care.Text) {
	if t != (care.Text{}) {
		bothLanguages(p, path, t, care.Lines(maxLines))
	}
}

// period wants a first date, and a last one that is not before it. A zero last date is for ever.
func period(p *care.Problems, at string, from, until calendar.Date) {
	if from.IsZero() {
		p.Add(at+"from", "", care.CodeMissing.With())
	}
	if !until.IsZero() && until.Before(from) {
		p.Add(at+"until", until.String(), CodePeriod.With(care.NewFact("from", from), care.NewFact("until", until)))
	}
}

// ProcedureInForce picks, among the editions of one procedure, the one that is followed on a date: the latest that holds that date. The last result is false if
// none does.
func ProcedureInForce(editions []Procedure, on calendar.Date) (Procedure, bool) {
	var best Procedure
	for _, p := range editions {
		if p.Edition > best.Edition && holds(p.From, p.Until, on) {
			best = p
		}
	}
	return best, best.Edition > 0
}

// holds reports whether a date lies in a period, ends included.
func holds(from, until, on calendar.Date) bool {
	return !on.Before(from) && (until.IsZero() || !on.After(until))
}
