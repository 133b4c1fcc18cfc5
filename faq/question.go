package faq

import (
	"cmp"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// State is how far a captured question, or a group of them, has come. The zero State is unknown.
type State string

// The states. Proposed, Promoted and Merged are of groups only, Answered of questions only.
const (
	Open      State = "open"
	Answered  State = "answered"
	Proposed  State = "proposed"
	Promoted  State = "promoted"
	Dismissed State = "dismissed"
	Merged    State = "merged"
)

var states = care.NewTerms(
	care.NewTerm(Open, "Đang mở", "Open"),
	care.NewTerm(Answered, "Đã trả lời", "Answered"),
	care.NewTerm(Proposed, "Đề nghị đưa vào FAQ", "Proposed for the FAQ"),
	care.NewTerm(Promoted, "Đã đưa vào FAQ", "In the FAQ"),
	care.NewTerm(Dismissed, "Đã bỏ qua", "Dismissed"),
	care.NewTerm(Merged, "Đã gộp", "Merged"),
)

// Terms lists the states.
func (State) Terms() care.Terms[State] { return states }

// Step is one thing that was done to a question or a group. Steps are added and never changed.
type Step struct {
	At   time.Time     `json:"at"`
	By   care.StaffRef `json:"by,omitempty"`
	To   State         `json:"to"`
	Note string        `json:"note,omitempty"` // why, in staff's words; not about the customer
	// Owner and Due are what a question was given, if it was.
	Owner care.StaffRef `json:"owner,omitempty"`
	Due   time.Time     `json:"due,omitzero"`
	// Group is the other group: of a merged one where it went, of that where it came from.
	Group storage.ID[Group] `json:"group,omitzero"`
}

// Question is a question that came by mail, phone or at a desk, and that somebody has to answer.
type Question struct {
	ID       storage.ID[Question] `json:"id"`
	Version  int64                `json:"version"`
	Text     string               `json:"text"`
	Lang     care.Lang            `json:"lang,omitempty"`
	Channel  care.Channel         `json:"channel,omitempty"`
	Customer care.CustomerRef     `json:"customer,omitempty"`
	Subject  string               `json:"subject,omitempty"`
	About    care.About           `json:"about,omitzero"` // where it came up, such as a case
	At       time.Time            `json:"at"`
	Recorded time.Time            `json:"recorded"`
	Owner    care.StaffRef        `json:"owner"`
	Due      time.Time            `json:"due"`              // by when the customer has a reply
	Overdue  time.Time            `json:"overdue,omitzero"` // when it was announced that there was none by then
	State    State                `json:"state"`
	Group    storage.ID[Group]    `json:"group"`
	Reply    string               `json:"reply,omitempty"`
	Entry    EntryCode            `json:"entry,omitempty"` // that the reply is taken from
	Replied  time.Time            `json:"replied,omitzero"`
	Steps    []Step               `json:"steps"`
}

// Late reports whether the customer has waited too long for a reply.
func (q Question) Late(at time.Time) bool { return q.State == Open && at.After(q.Due) }

// Group is questions that ask the same.
type Group struct {
	ID       storage.ID[Group]      `json:"id"`
	Version  int64                  `json:"version"`
	Count    int                    `json:"count"`
	Examples []storage.ID[Question] `json:"examples"` // the first few
	State    State                  `json:"state"`
	Entry    EntryCode              `json:"entry,omitempty"` // that it became
	Into     storage.ID[Group]      `json:"into,omitzero"`   // of a merged one: where it went
	First    time.Time              `json:"first"`
	Last     time.Time              `json:"last"`
	Steps    []Step                 `json:"steps"`
}

const maxExamples = 5

// add counts one more question, and proposes the group when it is large enough. It reports whether it did so now.
func (g *Group) add(q Question, proposeAt int) (proposed bool) {
	g.Count++
	if len(g.Examples) < maxExamples {
		g.Examples = append(g.Examples, q.ID)
	}
	if g.First.IsZero() || q.At.Before(g.First) {
		g.First = q.At
	}
	if q.At.After(g.Last) {
		g.Last = q.At
	}
	return g.propose(q.Recorded, proposeAt)
}

// absorb takes in another group, and proposes this one if that makes it large enough. It reports whether it did.
func (g *Group) absorb(other *Group, step Step, proposeAt int) (proposed bool) {
	left, came := step, step
	left.To, left.Group = Merged, g.ID
	came.To, came.Group = g.State, other.ID
	other.Steps, other.State, other.Into = append(other.Steps, left), Merged, g.ID
	g.Steps, g.Count = append(g.Steps, came), g.Count+other.Count
	g.Examples = append(g.Examples, other.Examples...)
	g.Examples = g.Examples[:min(len(g.Examples), maxExamples)]
	if other.First.Before(g.First) {
		g.First = other.First
	}
	if other.Last.After(g.Last) {
		g.Last = other.Last
	}
	return g.propose(step.At, proposeAt)
}

// propose proposes an open group that is large enough, and reports whether it did.
func (g *Group) propose(at time.Time, proposeAt int) bool {
	if g.State != Open || g.Count < proposeAt {
		return false
	}
	g.State = Proposed
	g.Steps = append(g.Steps, Step{At: at, To: Proposed})
	return true
}

// Capture is a question that was heard, as staff or a mail gateway types it.
type Capture struct {
	// Key makes the request idempotent. Default: none.
	Key      string     `json:"key,omitempty"`
	Text     string     `json:"text"`
	Lang     string     `json:"lang,omitempty"` // in which it is answered; empty: Vietnamese
	Channel  string     `json:"channel,omitempty"`
	Customer string     `json:"customer,omitempty"`
	About    care.About `json:"about,omitzero"`
	Owner    string     `json:"owner,omitempty"` // default: Config.Owner
	Due      time.Time  `json:"due,omitzero"`    // default: Config.ReplyWithin after At
	At       time.Time  `json:"at,omitzero"`     // zero: now
}

func (s Service) parseCapture(c Capture) (q Question, key string, err error) {
	var p care.Problems
	q = Question{
		Text:     care.Required(&p, "text", c.Text, care.Lines(maxAnswer)),
		Lang:     care.Optional(&p, "lang", c.Lang, care.ParseEnum[care.Lang]),
		Channel:  care.Optional(&p, "channel", c.Channel, care.ParseEnum[care.Channel]),
		Customer: care.Optional(&p, "customer", c.Customer, care.ParseRef[care.CustomerRef]),
		Owner:    care.Optional(&p, "owner", c.Owner, care.ParseRef[care.StaffRef]),
		About:    c.About, At: s.at(c.At), Recorded: s.c.Env.Time(), Due: c.Due.UTC(), State: Open,
	}
	key = care.Optional(&p, "key", c.Key, care.ParseRef[string])
	q.Subject = string(q.Customer)
	q.Lang, q.Owner = cmp.Or(q.Lang, care.LangVI), cmp.Or(q.Owner, s.c.Owner)
	if c.Due.IsZero() {
		q.Due = q.At.Add(s.c.ReplyWithin)
	}
	q.Steps = []Step{{At: q.At, To: Open}}
	return q, key, p.Err()
}

// Reply answers a captured question: in words, or with an entry.
type Reply struct {
	// Key makes the request idempotent. Default: none.
	Key      string               `json:"key,omitempty"`
	Question storage.ID[Question] `json:"question"`
	Version  int64                `json:"version,omitempty"` // of the question that was looked at; 0: any
	Text     string               `json:"text,omitempty"`
	Entry    string               `json:"entry,omitempty"`
	By       string               `json:"by,omitempty"`
	At       time.Time            `json:"at,omitzero"` // zero: now
}

// Assignment gives a captured question to somebody, or another due. What is empty stays as it is.
type Assignment struct {
	// Key makes the request idempotent. Default: none.
	Key      string               `json:"key,omitempty"`
	Question storage.ID[Question] `json:"question"`
	Version  int64                `json:"version,omitempty"` // of the question that was looked at; 0: any
	Owner    string               `json:"owner,omitempty"`
	Due      time.Time            `json:"due,omitzero"`
	By       string               `json:"by,omitempty"`
	At       time.Time            `json:"at,omitzero"` // zero: now
}

// Decision dismisses or reopens a question or a group, or merges a group into another, with a reason that is kept.
type Decision struct {
	// Key makes the request idempotent. Default: none.
	Key     string    `json:"key,omitempty"`
	Version int64     `json:"version,omitempty"` // of the record that was looked at, of a merge that which goes; 0: any
	Note    string    `json:"note"`
	By      string    `json:"by,omitempty"`
	At      time.Time `json:"at,omitzero"` // zero: now
}

func (s Service) parseDecision(name string, d Decision) (step Step, op care.Operation, err error) {
	var p care.Problems
	step = Step{At: s.at(d.At), By: care.Optional(&p, "by", d.By, care.ParseRef[care.StaffRef]), Note: care.Required(&p, "note", d.Note, care.Lines(1000))}
	op = s.operation(&p, name, d.Key)
	return step, op, p.Err()
}

// Promotion makes a group an entry, as a draft with the group's questions as its phrasings.
type Promotion struct {
	// Key makes the request idempotent. Default: none.
	Key      string            `json:"key,omitempty"`
	Group    storage.ID[Group] `json:"group"`
	Version  int64             `json:"version,omitempty"` // of the group that was looked at; 0: any
	Code     string            `json:"code"`
	Lang     string            `json:"lang,omitempty"`     // default: Vietnamese
	Question string            `json:"question,omitempty"` // default: the first example
	Answer   string            `json:"answer,omitempty"`
	Owner    string            `json:"owner,omitempty"`
	Review   string            `json:"review,omitempty"`
	By       string            `json:"by,omitempty"`
	At       time.Time         `json:"at,omitzero"` // zero: now
}
