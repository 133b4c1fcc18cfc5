package faq

import (
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// PlanCode is the host's name for a plan, such as "ra-mat-ncd-20".
type PlanCode string

// Plan is what will be asked on an occasion, before it is: a launch, a promotion, a recall.
type Plan struct {
	ID       storage.ID[Plan] `json:"id"`
	Version  int64            `json:"version"`
	Code     PlanCode         `json:"code"`
	Occasion care.Text        `json:"occasion"`
	Product  care.ProductRef  `json:"product,omitempty"`
	Event    EventRef         `json:"event,omitempty"`
	Ready    calendar.Date    `json:"ready"` // by when everything has to be published
	Langs    []care.Lang      `json:"langs"` // that customers will ask in
	Items    []Anticipated    `json:"items"`
	Changed  time.Time        `json:"changed"`
}

// Anticipated is a question that is expected.
type Anticipated struct {
	Question string        `json:"question"`
	Answerer care.StaffRef `json:"answerer,omitempty"` // who is to answer it
	Entry    EntryCode     `json:"entry,omitempty"`    // where it is answered
}

// Gap is what an anticipated question still lacks.
type Gap struct {
	Item   int         `json:"item"` // its place in the plan's items
	Reason care.Reason `json:"reason"`
}

// Check lists what a plan still lacks, given the entries that it names. Without gaps everything is published in every language of the plan, and will not be
// stale on the day.
func (p Plan) Check(entries map[EntryCode]Entry) (gaps []Gap) {
	for i, item := range p.Items {
		question := care.NewFact("question", item.Question)
		add := func(code *care.Code, facts ...care.Fact) {
			gaps = append(gaps, Gap{i, code.With(append(facts, question)...)})
		}
		e, found := entries[item.Entry]
		if item.Entry == "" || !found {
			if item.Answerer == "" {
				add(CodeNobodyAnswers)
			} else {
				add(CodeNotWritten, care.NewFact("who", item.Answerer))
			}
			continue
		}
		if len(e.Shown) == 0 {
			add(CodeNotPublished, care.NewFact("status", care.NameOf(e.Status)))
		}
		for _, lang := range e.Lacks(p.Langs...) {
			add(CodeLangMissing, care.NewFact("lang", care.NameOf(lang)))
		}
		if !e.Review.IsZero() && !p.Ready.IsZero() && !e.Review.After(p.Ready) {
			add(CodeStaleThen, care.NewFact("review", e.Review))
		}
	}
	return gaps
}

const maxItems = 500

func (p Plan) problems() (all care.Problems) {
	care.Required(&all, "code", string(p.Code), care.ParseRef[PlanCode])
	if p.Occasion == (care.Text{}) {
		all.Add("occasion", "", care.CodeMissing.With())
	}
	if len(p.Items) > maxItems {
		all.Add("items", "", care.CodeTooMany.With(care.NewFact("limit", maxItems)))
		return all
	}
	for i, item := range p.Items {
		at := "items[" + strconv.Itoa(i) + "]"
		care.Required(&all, at+".question", item.Question, care.Line(maxQuestion))
		care.Optional(&all, at+".answerer", string(item.Answerer), care.ParseRef[care.StaffRef])
		care.Optional(&all, at+".entry", string(item.Entry), care.ParseRef[EntryCode])
	}
	for i, lang := range p.Langs {
		care.Required(&all, "langs["+strconv.Itoa(i)+"]", string(lang), care.ParseEnum[care.Lang])
	}
	return all
}
