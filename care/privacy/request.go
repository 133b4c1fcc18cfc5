package privacy

import (
	"slices"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Request is what somebody asks about their data, from its coming to its end.
type Request struct {
	ID      storage.ID[Request] `json:"id"`
	Version int64               `json:"version"`

	Right     Right        `json:"right"`
	Channel   care.Channel `json:"channel"`
	Person    Person       `json:"person,omitzero"`
	Words     string       `json:"words,omitempty"` // what was asked, in their words
	Processor bool         `json:"processor,omitempty"`

	State    State                 `json:"state"`
	Dates    Dates                 `json:"dates"`
	Extended bool                  `json:"extended,omitempty"`
	Answered bool                  `json:"answered,omitempty"` // the person was told what will be done
	Steps    []Recorded            `json:"steps,omitempty"`    // in the order of recording
	Basis    string                `json:"basis,omitempty"`    // of a refusal
	Receipts []storage.ID[Receipt] `json:"receipts,omitempty"`
	Reasons  care.Reasons          `json:"reasons"` // of the dates

	Received time.Time `json:"received"`
	Recorded time.Time `json:"recorded"`

	// What the record is found by, derived from the above.
	Subject string    `json:"subject,omitempty"`
	Due     time.Time `json:"due,omitzero"` // the next date that has not been kept; zero: none is open
}

// Person is the keys under which one person's records are kept.
type Person struct {
	Customer care.CustomerRef    `json:"customer,omitempty"`
	Contacts []care.ContactPoint `json:"contacts,omitempty"`
}

// IsZero reports whether nobody is named.
func (p Person) IsZero() bool { return p.Customer == "" && len(p.Contacts) == 0 }

// Subjects are the keys by which records about the person are found: the customer's, and each address, for what was kept of somebody who had no key. The
// one that the request itself goes by comes last, so that erasing the others can be gone on with after a crash.
func (p Person) Subjects() (subjects []string) {
	for _, c := range p.Contacts {
		for _, key := range []string{c.Value, address(c)} {
			if !slices.Contains(subjects, key) {
				subjects = append(subjects, key)
			}
		}
	}
	slices.Reverse(subjects)
	if p.Customer != "" {
		subjects = append(subjects, string(p.Customer))
	}
	return subjects
}

// address is as care/notice keeps what an address said: email in lower case.
func address(c care.ContactPoint) string {
	if c.Kind == care.ContactEmail {
		return strings.ToLower(c.Value)
	}
	return c.Value
}

// subject is the last of Subjects.
func (p Person) subject() string {
	all := p.Subjects()
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

// State is how far a request has come. The zero State is unknown.
type State string

// The states of a request.
const (
	Received  State = "received"
	Verified  State = "verified" // the person has proved who they are
	Done      State = "done"
	Refused   State = "refused"   // in writing, with the basis
	Withdrawn State = "withdrawn" // by the person
)

var states = care.NewTerms(
	care.NewTerm(Received, "Đã tiếp nhận", "Received"),
	care.NewTerm(Verified, "Đã xác minh", "Verified"),
	care.NewTerm(Done, "Đã thực hiện", "Done"),
	care.NewTerm(Refused, "Đã từ chối", "Refused"),
	care.NewTerm(Withdrawn, "Người yêu cầu đã rút", "Withdrawn"),
)

// Terms lists the states of a request.
func (State) Terms() care.Terms[State] { return states }

// StepKind is what can be done with a request.
type StepKind string

// The steps.
const (
	StepVerify   StepKind = "verify"   // note how the person proved who they are
	StepAnswer   StepKind = "answer"   // the person was told what will be done
	StepExtend   StepKind = "extend"   // the time is made longer, once; note why
	StepDone     StepKind = "done"     // it was carried out; note what was done
	StepRefuse   StepKind = "refuse"   // note the basis, which the person gets in writing
	StepWithdraw StepKind = "withdraw" // the person no longer asks
)

var stepKinds = care.NewTerms(
	care.NewTerm(StepVerify, "Xác minh người yêu cầu", "Verify the person"),
	care.NewTerm(StepAnswer, "Trả lời người yêu cầu", "Tell the person"),
	care.NewTerm(StepExtend, "Gia hạn", "Extend the time"),
	care.NewTerm(StepDone, "Hoàn thành", "Done"),
	care.NewTerm(StepRefuse, "Từ chối bằng văn bản", "Refuse in writing"),
	care.NewTerm(StepWithdraw, "Người yêu cầu rút", "The person withdraws"),
)

// Terms lists the steps.
func (StepKind) Terms() care.Terms[StepKind] { return stepKinds }

// Recorded is a step that was taken.
type Recorded struct {
	Kind     StepKind      `json:"kind"`
	Note     string        `json:"note,omitempty"`
	By       care.StaffRef `json:"by,omitempty"`
	At       time.Time     `json:"at"`
	Recorded time.Time     `json:"recorded"`
}

// Open reports whether the request is still to be ended.
func (r Request) Open() bool { return r.State == Received || r.State == Verified }

// Legal lists the steps that are possible now.
func (r Request) Legal() (legal []StepKind) {
	if !r.Open() {
		return nil
	}
	if r.State == Received {
		legal = append(legal, StepVerify)
	}
	if !r.Answered {
		legal = append(legal, StepAnswer)
	}
	if !r.Extended {
		legal = append(legal, StepExtend)
	}
	if r.State == Verified || narrows(r.Right) {
		legal = append(legal, StepDone)
	}
	return append(legal, StepRefuse, StepWithdraw)
}

// narrows reports whether a right only makes less be done with the data, so that whoever says so is believed.
func narrows(r Right) bool { return r == RightWithdraw || r == RightObject || r == RightRestrict }

// Next is the request after a step, or why the step is refused. It is pure.
func (r Request) Next(s Recorded, rules Rules) (Request, care.Problems) {
	var p care.Problems
	if !slices.Contains(r.Legal(), s.Kind) {
		p.Add("kind", string(s.Kind), CodeStepIllegal.With(care.NewFact("state", care.NameOf(r.State)), care.NewFact("legal", names(r.Legal()))))
		return r, p
	}
	if s.Kind == StepExtend && rules.Clocks[r.Right].Extension == 0 {
		p.Add("kind", string(s.Kind), CodeNoExtension.With(care.NewFact("right", care.NameOf(r.Right))).Under(rules.Rule))
	}
	if s.Note == "" && s.Kind != StepAnswer && s.Kind != StepWithdraw {
		p.Add("note", "", CodeNoteMissing.With(care.NewFact("step", care.NameOf(s.Kind))))
	}
	if len(p) > 0 {
		return r, p
	}
	r.Steps = append(r.Steps[:len(r.Steps):len(r.Steps)], s)
	switch s.Kind {
	case StepVerify:
		r.State = Verified
	case StepAnswer:
		r.Answered = true
	case StepExtend:
		r.Extended = true
	case StepDone:
		r.State = Done
	case StepRefuse:
		r.State, r.Basis = Refused, s.Note
	case StepWithdraw:
		r.State = Withdrawn
	}
	r.derive()
	return r, nil
}

func names(kinds []StepKind) []string {
	list := make([]string, len(kinds))
	for i, k := range kinds {
		list[i] = string(k)
	}
	return list
}

func (r *Request) derive() {
	r.Due = time.Time{}
	switch {
	case !r.Open():
	case !r.Answered && r.Dates.Answer.Before(r.Dates.Done):
		r.Due = r.Dates.Answer
	default:
		r.Due = r.Dates.Done
	}
}
