package warranty

import (
	"reflect"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// TermsCode is the host's name for one set of terms, such as "phones": its editions share it.
type TermsCode string

// FaultCode says what happened to a product, in the host's own words: "no_power", "water_damage". An exclusion names one.
type FaultCode string

// PartCode names a part or accessory with a term of its own, such as "compressor".
type PartCode string

// Terms are one edition of the published warranty terms for some products. An edition is never changed: new terms are a new edition.
//
// Vietnamese law wants six things published (Law 19/2023/QH15 art. 30.2.a): when the term starts, how long it is, what is done, what is covered,
// how it is carried out, and when the duty is excluded. Publish refuses terms without any of them.
type Terms struct {
	ID        storage.ID[Terms] `json:"id"`
	Version   int64             `json:"version"`
	Code      TermsCode         `json:"code"`
	Edition   int               `json:"edition"`   // 1, 2, 3 …
	Effective calendar.Date     `json:"effective"` // sales from this date on are under this edition
	Published time.Time         `json:"published"` // exclusions bind only sales after this (Law 19/2023/QH15 art. 27.3)
	Months    int               `json:"months"`    // length of the term, in calendar months
	Parts     []Part            `json:"parts,omitempty"`
	// KeepLastDay: a last day that is a day off is not moved to the next working day; the words of the terms must say so (Civil Code art. 145.1). Default: it is
	// moved (art. 148.5).
	KeepLastDay bool `json:"keep_last_day,omitempty"`

	Start   care.Text `json:"start"`
	Term    care.Text `json:"term"`
	Content care.Text `json:"content"`
	Scope   care.Text `json:"scope"`
	How     care.Text `json:"how"`
	// Exclusions are the cases in which the duty is excluded. None must be said: then NoExclusions is true.
	Exclusions   []Exclusion `json:"exclusions"`
	NoExclusions bool        `json:"no_exclusions,omitempty"`
}

// Part is a part with a longer or shorter term than the product.
type Part struct {
	Code   PartCode  `json:"code"`
	Months int       `json:"months"`
	Name   care.Text `json:"name"`
}

// Exclusion is a case that the published terms leave out.
type Exclusion struct {
	Fault FaultCode `json:"fault"`
	Text  care.Text `json:"text"`
}

// Exclusion finds the exclusion of a fault, and whether there is one.
func (t Terms) Exclusion(f FaultCode) (Exclusion, bool) {
	for _, e := range t.Exclusions {
		if e.Fault == f && f != "" {
			return e, true
		}
	}
	return Exclusion{}, false
}

// Part finds a part with a term of its own, and whether there is one.
func (t Terms) Part(code PartCode) (Part, bool) {
	for _, p := range t.Parts {
		if p.Code == code && code != "" {
			return p, true
		}
	}
	return Part{}, false
}

// maxMonths is a hundred years, beyond which a term is a slip of the finger.
const maxMonths = 1200

// problems lists what keeps terms from being published.
func (t Terms) problems() (p care.Problems) {
	required := func(path, value string) {
		if strings.TrimSpace(value) == "" {
			p.Add(path, value, care.CodeMissing.With())
		}
	}
	care.Required(&p, "code", string(t.Code), care.ParseRef[TermsCode])
	required("effective", t.Effective.String())
	if t.Published.IsZero() {
		p.Add("published", "", care.CodeMissing.With())
	}
	months := func(path string, n int) {
		if n < 1 || n > maxMonths {
			p.Add(path, "", CodeMonths.With(care.NewFact("most", maxMonths)))
		}
	}
	if t.Edition < 1 {
		p.Add("edition", "", CodeEdition.With())
	}
	months("months", t.Months)
	for i, part := range t.Parts {
		at := index("parts", i)
		required(at+".code", string(part.Code))
		months(at+".months", part.Months)
	}
	for _, f := range []struct {
		path string
		text care.Text
	}{{"start", t.Start}, {"term", t.Term}, {"content", t.Content}, {"scope", t.Scope}, {"how", t.How}} {
		required(f.path+".vi", f.text.VI)
		required(f.path+".en", f.text.EN)
	}
	if len(t.Exclusions) == 0 != t.NoExclusions {
		p.Add("exclusions", "", CodeExclusionsUnsaid.With())
	}
	for i, e := range t.Exclusions {
		at := index("exclusions", i)
		required(at+".fault", string(e.Fault))
		required(at+".text.vi", e.Text.VI)
		required(at+".text.en", e.Text.EN)
	}
	return p
}

// InForce picks, among the editions of one code, the one a sale at this instant on this date is under: the latest that was effective and
// published by then; if none was published by then, the latest that was effective. The last result is false if none was effective.
func InForce(editions []Terms, sold time.Time, on calendar.Date) (Terms, bool) {
	var best Terms
	found := false
	for _, t := range editions {
		if t.Effective.After(on) {
			continue
		}
		published, better := !t.Published.After(sold), t.Edition > best.Edition
		if bestPublished := found && !best.Published.After(sold); bestPublished != published {
			better = published
		}
		if !found || better {
			best, found = t, true
		}
	}
	return best, found
}

// Coverage says under which terms a product is sold.
type Coverage struct {
	ID         storage.ID[Coverage] `json:"id"`
	Version    int64                `json:"version"`
	Product    care.ProductRef      `json:"product"`
	Name       care.Text            `json:"name"`
	Terms      TermsCode            `json:"terms"`
	Serialised bool                 `json:"serialised,omitempty"` // each unit has a serial or IMEI
}

func (c Coverage) problems() (p care.Problems) {
	care.Required(&p, "product", string(c.Product), care.ParseRef[care.ProductRef])
	care.Required(&p, "terms", string(c.Terms), care.ParseRef[TermsCode])
	return p
}

// sameTerms compares the contents of two editions. Storing cuts times to the microsecond and may make an empty list nil.
func sameTerms(a, b Terms) bool {
	a.ID, a.Version = b.ID, b.Version
	for _, t := range []*Terms{&a, &b} {
		t.Published = t.Published.UTC().Truncate(time.Microsecond)
		t.Parts, t.Exclusions = append([]Part(nil), t.Parts...), append([]Exclusion(nil), t.Exclusions...)
	}
	return reflect.DeepEqual(a, b)
}
