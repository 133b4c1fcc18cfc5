package faq

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Query is a question as typed, and what it is about as far as the page that it was typed on knows.
type Query struct {
	Text    string          `json:"text"`
	Lang    care.Lang       `json:"lang,omitempty"` // in which answers are wanted; empty: Vietnamese
	Product care.ProductRef `json:"product,omitempty"`
	Event   EventRef        `json:"event,omitempty"`
	Channel care.Channel    `json:"channel,omitempty"`
	Segment care.SegmentRef `json:"segment,omitempty"`
	Limit   int             `json:"limit,omitempty"` // of hits; 0: 5, at most 50
}

// Hit is an entry that may answer a question.
type Hit struct {
	Code     EntryCode `json:"code"`
	Lang     care.Lang `json:"lang"`
	Question string    `json:"question"`
	Answer   string    `json:"answer"`
	Score    float64   `json:"score"`
}

// Answer is what was found.
type Answer struct {
	Hits []Hit `json:"hits,omitempty"` // the best first
	// Unanswered: it looks as if nobody has answered this question. The hits are then what comes nearest, not answers.
	Unanswered bool         `json:"unanswered,omitempty"`
	Confidence float64      `json:"confidence"`      // 0 to 1
	Meant      string       `json:"meant,omitempty"` // the question as it was read, if otherwise than typed
	Reasons    care.Reasons `json:"reasons,omitempty"`
}

// Asking is a question to be answered and recorded.
type Asking struct {
	// Key makes the request idempotent. Default: none.
	Key      string    `json:"key,omitempty"`
	Query    Query     `json:"query"`
	Customer string    `json:"customer,omitempty"` // the host's key; empty: not known
	At       time.Time `json:"at,omitzero"`        // zero: now
}

// Helped is whether an answer helped. The zero Helped is unknown: most people do not say.
type Helped string

// Whether it helped.
const (
	Yes Helped = "yes"
	No  Helped = "no"
)

var helps = care.NewTerms(care.NewTerm(Yes, "Có ích", "Helped"), care.NewTerm(No, "Không có ích", "Did not help"))

// Terms lists the values.
func (Helped) Terms() care.Terms[Helped] { return helps }

// Why is why an answer did not help. The zero Why is unknown.
type Why string

// The reasons.
const (
	NotIt      Why = "not_it"
	Unclear    Why = "unclear"
	Incomplete Why = "incomplete"
	Outdated   Why = "outdated"
	Disagree   Why = "disagree" // clear and right, but not what the customer wants
)

var whys = care.NewTerms(
	care.NewTerm(NotIt, "Không đúng câu hỏi", "Another question"),
	care.NewTerm(Unclear, "Khó hiểu", "Unclear"),
	care.NewTerm(Incomplete, "Chưa đủ", "Incomplete"),
	care.NewTerm(Outdated, "Không còn đúng", "Out of date"),
	care.NewTerm(Disagree, "Không đồng ý", "Disagree"),
)

// Terms lists the reasons.
func (Why) Terms() care.Terms[Why] { return whys }

// Asked is the record of a question: what was shown, what was chosen and whether it helped.
type Asked struct {
	ID         storage.ID[Asked] `json:"id"`
	Version    int64             `json:"version"`
	At         time.Time         `json:"at"`
	Recorded   time.Time         `json:"recorded"`
	Text       string            `json:"text"`
	Lang       care.Lang         `json:"lang,omitempty"`
	Channel    care.Channel      `json:"channel,omitempty"`
	Customer   care.CustomerRef  `json:"customer,omitempty"`
	Subject    string            `json:"subject,omitempty"`
	Shown      []EntryCode       `json:"shown,omitempty"`
	Confidence float64           `json:"confidence"`
	Unanswered bool              `json:"unanswered,omitempty"`

	Chosen  EntryCode `json:"chosen,omitempty"`
	Helped  Helped    `json:"helped,omitempty"`
	Why     Why       `json:"why,omitempty"`
	Comment string    `json:"comment,omitempty"`
	Settled time.Time `json:"settled,omitzero"`
}

// Settlement says what came of a question that was asked.
type Settlement struct {
	Asked   storage.ID[Asked] `json:"asked"`
	Chosen  string            `json:"chosen,omitempty"` // the entry that was opened
	Helped  string            `json:"helped,omitempty"`
	Why     string            `json:"why,omitempty"`
	Comment string            `json:"comment,omitempty"`
	At      time.Time         `json:"at,omitzero"` // zero: now
}

func (t Settlement) parse() (a Asked, err error) {
	var p care.Problems
	a = Asked{
		Chosen:  care.Optional(&p, "chosen", t.Chosen, care.ParseRef[EntryCode]),
		Helped:  care.Optional(&p, "helped", t.Helped, care.ParseEnum[Helped]),
		Why:     care.Optional(&p, "why", t.Why, care.ParseEnum[Why]),
		Comment: care.Optional(&p, "comment", t.Comment, care.Lines(2000)),
	}
	if a.Chosen == "" && a.Helped == "" {
		p.Add("helped", "", care.CodeMissing.With())
	}
	return a, p.Err()
}
