package feedback

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Reply is what a customer answers. A question that is not in it was not answered yet.
type Reply struct {
	// Key makes the request idempotent: the same reply sent twice counts once. A reply with another key changes the answer, while it may be changed.
	Key        string                 `json:"key,omitempty"`
	Invitation storage.ID[Invitation] `json:"invitation"`
	// Points are the points chosen, by question. 0 is a point where the scale has it.
	Points map[string]int `json:"points,omitempty"`
	// Words are the answers to free questions, at most 4000 characters each and 20,000 together.
	Words map[string]string `json:"words,omitempty"`
	// Dismissed are the questions that the customer declined; "*" declines the whole survey.
	Dismissed []string  `json:"dismissed,omitempty"`
	Lang      string    `json:"lang,omitempty"` // a care.Lang
	At        time.Time `json:"at,omitzero"`    // zero: now
}

// Answer is one reply as it is kept. Changing it makes another; the invitation names the one that counts.
type Answer struct {
	ID         storage.ID[Answer]     `json:"id"`
	Version    int64                  `json:"version"`
	Invitation storage.ID[Invitation] `json:"invitation"`
	Subject    care.CustomerRef       `json:"subject,omitempty"`
	Points     map[string]int         `json:"points,omitempty"`
	Words      map[string]string      `json:"words,omitempty"`
	Dismissed  []string               `json:"dismissed,omitempty"`
	Lang       care.Lang              `json:"lang,omitempty"`
	At         time.Time              `json:"at"`
	Recorded   time.Time              `json:"recorded"`
	Replaces   storage.ID[Answer]     `json:"replaces,omitzero"`
}

// Said is what the customer said in words, by the questions' codes, or "".
func (a Answer) Said() string {
	var lines []string
	for _, code := range slices.Sorted(maps.Keys(a.Words)) {
		lines = append(lines, a.Words[code])
	}
	return strings.Join(lines, "\n")
}

// given is when an answer was given: not after it was recorded, whatever a clock that is ahead says.
func (a Answer) given() time.Time {
	if a.At.After(a.Recorded) {
		return a.Recorded
	}
	return a.At
}

// Received is the outcome of [Service.Answer].
type Received struct {
	Answer   Answer       `json:"answer"`
	Repeated bool         `json:"repeated,omitempty"`
	Reasons  care.Reasons `json:"reasons,omitempty"`
}

const mostWords, mostSaid = 4000, 20_000

// checkReply holds a reply against its survey and its invitation.
func checkReply(r Reply, s Survey, i Invitation, at time.Time) care.Problems {
	var p care.Problems
	if at.Before(i.Asked) {
		p.Add("at", "", CodeBeforeAsked.With(care.NewFact("asked", i.Asked)))
	}
	if !at.Before(i.Expires) && i.Answer.IsZero() {
		p.Add("at", "", CodeExpired.With(care.NewFact("expires", i.Expires)))
	}
	for code, point := range r.Points {
		path := fmt.Sprintf("points[%s]", code)
		q, ok := s.Question(code)
		low, high := q.Kind.Scale()
		if !ok || high == 0 {
			p.Add(path, "", CodeNoQuestion.With(care.NewFact("question", code)))
		} else if point < low || point > high {
			p.Add(path, strconv.Itoa(point), CodeOffScale.With(care.NewFact("low", low), care.NewFact("high", high)))
		}
	}
	for code, words := range r.Words {
		path := fmt.Sprintf("words[%s]", code)
		if q, ok := s.Question(code); !ok || q.Kind != KindText {
			p.Add(path, "", CodeNoQuestion.With(care.NewFact("question", code)))
		} else if _, err := care.Lines(mostWords)(words); err != nil {
			p.Join(path, words, err)
		}
	}
	if _, err := care.Lines(mostSaid)((Answer{Words: r.Words}).Said()); err != nil {
		p.Join("words", "", err)
	}
	for j, code := range r.Dismissed {
		_, ok := s.Question(code)
		_, answered := r.Points[code]
		if !ok && code != "*" || answered || code == "*" && len(r.Points) > 0 {
			p.Add(fmt.Sprintf("dismissed[%d]", j), "", CodeNoQuestion.With(care.NewFact("question", code)))
		}
	}
	if len(r.Points)+len(r.Words)+len(r.Dismissed) == 0 {
		p.Add("points", "", care.CodeMissing.With())
	}
	slices.SortFunc(p, func(a, b care.Problem) int { return cmp.Compare(a.Path, b.Path) })
	return p
}

// point is the point chosen for a question, the right way round, and false if none was.
func (a Answer) point(q Question) (int, bool) {
	point, ok := a.Points[q.Code]
	if low, high := q.Kind.Scale(); ok && q.Reversed {
		point = low + high - point
	}
	return point, ok
}

// counts is what an answer adds to the counts of one question.
func (a Answer) counts(q Question) (c Counts) {
	if point, ok := a.point(q); ok {
		c.Points[point]++
	} else if a.Words[q.Code] != "" {
		c.Said++
	} else if slices.Contains(a.Dismissed, q.Code) || slices.Contains(a.Dismissed, "*") {
		c.Dismissed++
	}
	return c
}
