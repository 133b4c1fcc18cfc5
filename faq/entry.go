package faq

import (
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// EntryCode is the host's name for an entry, such as "bao-hanh-noi-com".
type EntryCode string

// EventRef is the host's key of an occasion, such as a launch, a promotion or a recall.
type EventRef string

// Status is how far an entry has come. The zero Status is unknown.
type Status string

// The statuses, in their order.
const (
	Drafted   Status = "draft"
	Approved  Status = "approved"
	Published Status = "published"
	Retired   Status = "retired"
)

var statuses = care.NewTerms(
	care.NewTerm(Drafted, "Bản nháp", "Draft"),
	care.NewTerm(Approved, "Đã duyệt", "Approved"),
	care.NewTerm(Published, "Đã công bố", "Published"),
	care.NewTerm(Retired, "Ngừng dùng", "Retired"),
)

// Terms lists the statuses.
func (Status) Terms() care.Terms[Status] { return statuses }

// follows reports whether an entry may go from one status to the next.
func follows(from, to Status) bool {
	switch to {
	case Drafted:
		return from == Approved || from == Retired
	case Approved:
		return from == Drafted
	case Published:
		return from == Approved
	case Retired:
		return from == Published || from == Drafted || from == Approved
	}
	return false
}

// Text is a question and its answer in one language.
type Text struct {
	Lang      care.Lang `json:"lang"`
	Question  string    `json:"question"`
	Phrasings []string  `json:"phrasings,omitempty"` // other ways to ask it: they are what finds it
	Answer    string    `json:"answer"`
}

// Scope is what an entry is for. An empty list is everything of that kind.
type Scope struct {
	Products []care.ProductRef `json:"products,omitempty"`
	Events   []EventRef        `json:"events,omitempty"`
	Channels []care.Channel    `json:"channels,omitempty"`
	Segments []care.SegmentRef `json:"segments,omitempty"`
}

// Entry is a question with its answers: what is worked on, and what customers are shown.
type Entry struct {
	ID      storage.ID[Entry] `json:"id"`
	Version int64             `json:"version"`
	Code    EntryCode         `json:"code"`
	Status  Status            `json:"status"`
	Texts   []Text            `json:"texts"`
	Scope   Scope             `json:"scope"`
	Owner   care.StaffRef     `json:"owner"`
	Review  calendar.Date     `json:"review"` // from this date on it is stale: somebody has to look at it again
	Plan    PlanCode          `json:"plan,omitempty"`

	Edition int       `json:"edition"` // how often it was published
	Shown   []Text    `json:"shown,omitempty"`
	ShownTo Scope     `json:"shown_to,omitzero"`
	Since   time.Time `json:"since,omitzero"` // of the edition that is shown
	Epoch   int64     `json:"epoch"`          // when what is shown changed last, in the tenant's count of such changes
}

// In is the text in a language, or else in Vietnamese, or else the first; false if there is none.
func In(texts []Text, lang care.Lang) (Text, bool) {
	for _, want := range []care.Lang{lang, care.LangVI} {
		for _, t := range texts {
			if t.Lang == want {
				return t, true
			}
		}
	}
	if len(texts) > 0 {
		return texts[0], true
	}
	return Text{}, false
}

// Stale reports whether what is shown should have been looked at again by this date.
func (e Entry) Stale(on calendar.Date) bool {
	return len(e.Shown) > 0 && !e.Review.IsZero() && !e.Review.After(on)
}

// Lacks are the languages, of those given, in which the entry has no complete text.
func (e Entry) Lacks(langs ...care.Lang) (missing []care.Lang) {
	for _, lang := range langs {
		found := false
		for _, t := range e.Texts {
			found = found || t.Lang == lang && t.Question != "" && t.Answer != ""
		}
		if !found {
			missing = append(missing, lang)
		}
	}
	return missing
}

// Edition is what was published once. It is never changed.
type Edition struct {
	ID       storage.ID[Edition] `json:"id"`
	Version  int64               `json:"version"`
	Entry    storage.ID[Entry]   `json:"entry"`
	N        int                 `json:"n"` // 1, 2, 3 …
	At       time.Time           `json:"at"`
	Recorded time.Time           `json:"recorded"`
	By       care.StaffRef       `json:"by"`
	Texts    []Text              `json:"texts"`
	Scope    Scope               `json:"scope"`
}

// How much an entry may hold, in characters and items.
const (
	maxQuestion  = 500
	maxAnswer    = 20_000
	maxPhrasings = 100
	maxScope     = 200
)

// Draft is an entry as it is typed: a new one, or new words for one that is there. What is published is not touched.
type Draft struct {
	// Key makes the request idempotent. Default: none.
	Key string `json:"key,omitempty"`
	// Version is that of the entry which was looked at. 0: any.
	Version int64         `json:"version,omitempty"`
	Code    string        `json:"code"`
	Texts   []Text        `json:"texts"`
	Scope   Scope         `json:"scope"`
	Owner   string        `json:"owner,omitempty"`
	Review  string        `json:"review,omitempty"` // a date
	Plan    string        `json:"plan,omitempty"`
	By      care.StaffRef `json:"by,omitempty"`
}

func (d Draft) parse() (e Entry, key string, err error) {
	var p care.Problems
	e = Entry{
		Code:   care.Required(&p, "code", d.Code, care.ParseRef[EntryCode]),
		Owner:  care.Optional(&p, "owner", d.Owner, care.ParseRef[care.StaffRef]),
		Review: care.Optional(&p, "review", d.Review, care.ParseDate),
		Plan:   care.Optional(&p, "plan", d.Plan, care.ParseRef[PlanCode]),
		Scope:  d.Scope, Status: Drafted,
	}
	key = care.Optional(&p, "key", d.Key, care.ParseRef[string])
	if len(d.Texts) == 0 {
		p.Add("texts", "", care.CodeMissing.With())
	}
	seen := map[care.Lang]bool{}
	for i, t := range d.Texts {
		at := "texts[" + strconv.Itoa(i) + "]"
		e.Texts = append(e.Texts, t.parse(&p, at))
		if seen[t.Lang] {
			p.Add(at+".lang", string(t.Lang), CodeLangTwice.With())
		}
		seen[t.Lang] = true
	}
	for _, c := range d.Scope.Channels {
		if !care.IsKnown(c) {
			p.Join("scope.channels", string(c), refuseChannel(c))
		}
	}
	if n := len(d.Scope.Products) + len(d.Scope.Events) + len(d.Scope.Channels) + len(d.Scope.Segments); n > maxScope {
		p.Add("scope", "", care.CodeTooMany.With(care.NewFact("limit", maxScope)))
	}
	return e, key, p.Err()
}

func refuseChannel(c care.Channel) error {
	_, err := care.ParseEnum[care.Channel](string(c))
	return err
}

// parse reads one text. A draft may lack its answer.
func (t Text) parse(p *care.Problems, at string) Text {
	lang := care.Required(p, at+".lang", string(t.Lang), care.ParseEnum[care.Lang])
	read := Text{
		Lang:     lang,
		Question: care.Required(p, at+".question", t.Question, care.Line(maxQuestion)),
		Answer:   care.Optional(p, at+".answer", t.Answer, care.Lines(maxAnswer)),
	}
	if len(t.Phrasings) > maxPhrasings {
		p.Add(at+".phrasings", "", care.CodeTooMany.With(care.NewFact("limit", maxPhrasings)))
		return read
	}
	for i, phrasing := range t.Phrasings {
		if strings.TrimSpace(phrasing) != "" {
			read.Phrasings = append(read.Phrasings, care.Required(p, at+".phrasings["+strconv.Itoa(i)+"]", phrasing, care.Line(maxQuestion)))
		}
	}
	return read
}

// missing lists what keeps an entry from being approved.
func (e Entry) missing() (p care.Problems) {
	if e.Owner == "" {
		p.Add("owner", "", care.CodeMissing.With())
	}
	if e.Review.IsZero() {
		p.Add("review", "", care.CodeMissing.With())
	}
	for i, t := range e.Texts {
		if t.Answer == "" {
			p.Add("texts["+strconv.Itoa(i)+"].answer", "", care.CodeMissing.With())
		}
	}
	return p
}
