package collateral

import (
	"fmt"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Edition is what a material says, from one date on. It is a draft until it is published, and is not changed afterwards.
type Edition struct {
	ID       storage.ID[Edition] `json:"id"`
	Version  int64               `json:"version"`
	Material string              `json:"material"` // its code
	Number   int                 `json:"number"`   // from 1, unique within the material
	Title    care.Text           `json:"title"`
	From     calendar.Date       `json:"from"` // the first day on which it is in force, until a later one is
	// Content is what it says, or where that is, by field.
	Content map[Field]string `json:"content,omitempty"`
	Author  care.StaffRef    `json:"author"`
	// Script is what a customer wants to find out or do with it: the tasks of a role-play.
	Script []Task `json:"script,omitempty"`
	// Questions are what customers are asked about it.
	Questions []Question `json:"questions,omitempty"`

	// Draft counts how often the content was changed; plays and answers belong to one draft.
	Draft int `json:"draft,omitempty"`
	// Plays are the role-plays of this draft, the earliest first: the latest 50.
	Plays     []Play        `json:"plays,omitempty"`
	Published time.Time     `json:"published,omitzero"`
	By        care.StaffRef `json:"by,omitempty"` // who published it
	Live      bool          `json:"live,omitempty"`
	InForce   string        `json:"in_force,omitempty"` // the material, once live: what the record is found by
}

// Task is something that a customer wants: "what does the 1.8 litre cooker cost, delivered to Hà Đông?"
type Task struct {
	Code   string    `json:"code"`
	Text   care.Text `json:"text"`
	Answer care.Text `json:"answer"` // the right one, for who judges
}

// Question is one that customers are asked to see whether they understand the material.
type Question struct {
	Code string    `json:"code"`
	Text care.Text `json:"text"`
}

// Play is one role-play: somebody was the customer and did the tasks with nothing but the document.
type Play struct {
	Player care.StaffRef `json:"player"`
	At     time.Time     `json:"at"`
	Steps  []Step        `json:"steps"`
}

// Step is how one task of a role-play went.
type Step struct {
	Task   string `json:"task"`
	Passed bool   `json:"passed"`
	Note   string `json:"note,omitempty"` // what the player looked for, and where
}

func (e Edition) problems() (p care.Problems) {
	checkRef(&p, "material", e.Material)
	if e.Number < 1 {
		p.Add("number", "", CodeNumber.With())
	}
	checkName(&p, "title", e.Title)
	checkRef(&p, "author", string(e.Author))
	if e.From.IsZero() {
		p.Add("from", "", care.CodeMissing.With())
	}
	for field, text := range e.Content {
		path := "content." + string(field)
		checkKnown(&p, path, field)
		care.Optional(&p, path, text, care.Lines(maxText))
	}
	var tasks, questions []string
	for i, t := range e.Script {
		tasks = append(tasks, t.Code)
		checkName(&p, fmt.Sprintf("script[%d].text", i), t.Text)
		checkName(&p, fmt.Sprintf("script[%d].answer", i), t.Answer)
	}
	for i, q := range e.Questions {
		questions = append(questions, q.Code)
		checkName(&p, fmt.Sprintf("questions[%d].text", i), q.Text)
	}
	checkCodes(&p, "script", tasks)
	checkCodes(&p, "questions", questions)
	return p
}

// Publishable lists everything that keeps a draft from being published on a date: fields that its kind has to have, a script without tasks, a role-play that
// nobody but its author did, tasks that failed in the latest one, a question that customers do not understand, and a first day that has passed. It is a pure function.
func Publishable(k Kind, e Edition, asked []Comprehension, today calendar.Date) (p care.Problems) {
	for _, reason := range Missing(k, e.Content) {
		p.Add("content", "", reason)
	}
	if e.From.Before(today) { // what bound nobody yesterday cannot begin to have bound
		p.Add("from", e.From.String(), CodeFromPassed.With(care.NewFact("from", e.From), care.NewFact("today", today)))
	}
	if len(e.Script) == 0 {
		p.Add("script", "", CodeNoScript.With())
	}
	play, played := latestPlay(e)
	if !played {
		p.Add("plays", "", CodeNotPlayed.With(care.NewFact("author", e.Author)))
	}
	for i, task := range e.Script {
		if played && !play.passed(task.Code) {
			p.Add(fmt.Sprintf("script[%d]", i), "", CodeTaskFailed.With(care.NewFact("task", task.Text), care.NewFact("player", play.Player)))
		}
	}
	for _, c := range asked {
		if c.Missed() {
			p.Add("questions."+c.Question, "", c.Reasons[0])
		}
	}
	return p
}

// latestPlay is the latest role-play by somebody who did not write the edition.
func latestPlay(e Edition) (latest Play, found bool) {
	for _, play := range e.Plays {
		if play.Player != e.Author && (!found || !play.At.Before(latest.At)) {
			latest, found = play, true
		}
	}
	return latest, found
}

func (p Play) passed(task string) bool {
	for _, s := range p.Steps {
		if s.Task == task {
			return s.Passed
		}
	}
	return false // what was not tried was not passed
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
