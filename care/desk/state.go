package desk

import (
	"cmp"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
)

// State is where a case stands, as its events tell. It is kept beside them, and always equals [Replay] of them.
type State struct {
	Status   Status       `json:"status"`
	Kind     Kind         `json:"kind,omitempty"`
	Topic    sla.Topic    `json:"topic,omitempty"`
	Priority sla.Priority `json:"priority,omitempty"`

	Channel care.Channel  `json:"channel"` // by which the case came
	Unit    care.StaffRef `json:"unit,omitempty"`
	Owner   care.StaffRef `json:"owner,omitempty"`

	Opened     time.Time `json:"opened"`
	Since      time.Time `json:"since"` // since when the customer has been waiting: earlier than Opened after a merge or a split
	FirstReply time.Time `json:"first_reply,omitzero"`
	Resolved   time.Time `json:"resolved,omitzero"` // the last time, if it is resolved or closed now
	Closed     time.Time `json:"closed,omitzero"`   // the last time, if it is closed now
	Runs       []Run     `json:"runs"`

	Promise sla.Ref `json:"promise,omitzero"` // what holds; zero: nothing is promised

	Questions []Question `json:"questions,omitempty"` // that nobody has answered

	Outcome Code        `json:"outcome,omitempty"`
	Cause   Code        `json:"cause,omitempty"`
	Factor  care.Factor `json:"factor,omitempty"`

	About    []care.About       `json:"about,omitempty"`
	Serves   storage.ID[Case]   `json:"serves,omitzero"`   // the case that this internal one serves
	SplitOf  storage.ID[Case]   `json:"split_of,omitzero"` // the case that it was split from
	Into     storage.ID[Case]   `json:"into,omitzero"`     // the case in which it goes on
	Absorbed []storage.ID[Case] `json:"absorbed,omitempty"`
	Parts    []storage.ID[Case] `json:"parts,omitempty"` // the cases that were split from it
}

// Run is one time through: from opening or reopening to being resolved, or closed. Every run is kept, however often a case is reopened.
type Run struct {
	From    time.Time `json:"from"`
	To      time.Time `json:"to,omitzero"` // zero: it is under way
	Outcome Code      `json:"outcome,omitempty"`
	Reason  Code      `json:"reason,omitempty"` // why the case was reopened
}

// Question is something that one waits to hear from another. Every question has somebody who sees to it that it is answered, and a due.
type Question struct {
	N        int              `json:"n"`            // of the event that asked
	Of       Party            `json:"of"`           // who is to answer
	Unit     care.StaffRef    `json:"unit"`         // which unit or supplier is to answer, if it is one of those
	On       storage.ID[Case] `json:"on,omitzero"`  // the internal case by which it was asked
	Owner    care.StaffRef    `json:"owner"`        // who sees to it: the owner of the case, or else the unit that has the case
	Asked    time.Time        `json:"asked"`        // when it was asked first
	Due      time.Time        `json:"due,omitzero"` // zero: none, which the service never writes
	Reminded bool             `json:"reminded"`     // its due has passed, and its owner was told
}

// Replay derives the state of a case from its events. It takes them in the order in which they happened, and where two happened at one instant
// in the order of their recording, so the order in which they arrive changes nothing; nor does an event that arrives twice.
//
// A step that the case could not take where it stood then is refused with *care.Invalid and [CodeIllegalStep], which names the steps that it could.
func Replay(events []Event) (State, error) {
	var s State
	for _, e := range inOrder(events) {
		if err := s.check(e); err != nil {
			return State{}, err
		}
		s.apply(e)
	}
	return s, nil
}

// inOrder returns the events as they happened, each once. The caller's slice stays as it is.
func inOrder(events []Event) []Event {
	sorted := slices.Clone(events)
	slices.SortFunc(sorted, func(a, b Event) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.N, b.N)) })
	return slices.CompactFunc(sorted, func(a, b Event) bool { return a.N == b.N })
}

// check refuses a step that the case cannot take where it stands.
func (s *State) check(e Event) error {
	if !slices.Contains(legal[s.Status], e.Step) {
		return care.RefuseAt("step", string(e.Step), CodeIllegalStep.With(
			care.NewFact("step", care.NameOf(e.Step)), care.NewFact("status", statusName(s.Status)), care.NewFact("legal", stepNames(s.Status.Steps())),
			care.NewFact("at", e.At)))
	}
	if e.Step == StepClose && s.Status.Running() && e.Outcome == "" {
		return care.RefuseAt("outcome", "", care.CodeMissing.With())
	}
	if e.Step == StepResume && !slices.ContainsFunc(s.Questions, e.answers) {
		return care.RefuseAt("party", string(e.Party), CodeNotAwaited.With(care.NewFact("party", care.NameOf(e.Party))))
	}
	return nil
}

// apply is what a legal step does. It is the only place that says so.
func (s *State) apply(e Event) {
	switch e.Step {
	case StepOpen:
		s.open(e)
	case StepClassify:
		s.classify(e)
	case StepAssign:
		s.Owner = e.Owner
		s.takeUp()
	case StepHandOver:
		s.Unit, s.Owner = e.Unit, e.Owner
		s.takeUp()
	case StepWait:
		s.Questions = append(s.Questions, Question{N: e.N, Of: e.Party, Unit: e.Unit, On: e.Other, Asked: e.At, Due: e.Due})
		s.Status = StatusWaiting
	case StepResume:
		s.answered(e.answers)
	case StepHear:
		s.hear(e)
	case StepReply:
		if s.FirstReply.IsZero() {
			s.FirstReply = e.At
		}
		s.answered(func(q Question) bool { return q.Of == PartyDesk })
		s.takeUp()
	case StepResolve:
		s.Outcome, s.Cause, s.Factor, s.Resolved = e.Outcome, e.Cause, e.Factor, e.At
		s.finish(StatusResolved, e)
	case StepReopen:
		s.reopen(e)
	case StepClose:
		s.Outcome, s.Closed = cmp.Or(e.Outcome, s.Outcome), e.At
		s.finish(StatusClosed, e)
	case StepMerge:
		s.Into = e.Other
		s.finish(StatusMerged, e)
	case StepAbsorb:
		s.absorb(e)
	case StepSplit:
		s.Parts = append(s.Parts, e.Other)
	case StepLink:
		if !slices.Contains(s.About, e.About) {
			s.About = append(s.About, e.About)
		}
	case StepPromise:
		s.Promise = e.Plan
	case StepRemind:
		if i := slices.IndexFunc(s.Questions, func(q Question) bool { return q.N == e.Question }); i >= 0 {
			s.Questions[i].Reminded = true
		}
	}
	for i := range s.Questions {
		s.Questions[i].Owner = cmp.Or(s.Owner, s.Unit)
	}
}

func (s *State) open(e Event) {
	s.Status, s.Channel, s.Opened, s.Since, s.Serves, s.SplitOf = StatusNew, e.Channel, e.At, e.At, e.Other, e.SplitFrom
	s.Unit, s.Owner = e.Unit, e.Owner
	s.classify(e)
	s.Runs = []Run{{From: e.At}}
	if !e.Since.IsZero() {
		s.Since = e.Since
	}
	s.ask(e, s.Since)
}

func (s *State) classify(e Event) {
	s.Kind, s.Topic, s.Priority = cmp.Or(e.Kind, s.Kind), cmp.Or(e.Topic, s.Topic), cmp.Or(e.Priority, s.Priority)
}

// waitedSince is since when the customer has been waiting in the run that is under way.
func (s *State) waitedSince() time.Time {
	if n := len(s.Runs); n > 1 {
		return s.Runs[n-1].From
	}
	return s.Since
}

// takeUp says that somebody is at work on a new case.
func (s *State) takeUp() {
	if s.Status == StatusNew {
		s.Status = StatusOpen
	}
}

// ask notes that the customer waits for us. The first question that nobody has answered keeps its due.
func (s *State) ask(e Event, asked time.Time) {
	if !slices.ContainsFunc(s.Questions, func(q Question) bool { return q.Of == PartyDesk }) {
		s.Questions = append(s.Questions, Question{N: e.N, Of: PartyDesk, Asked: asked, Due: e.Due})
	}
}

// answered drops the questions that were answered; a case that waits for nobody any more is open again.
func (s *State) answered(is func(Question) bool) {
	s.Questions = slices.DeleteFunc(s.Questions, is)
	if len(s.Questions) == 0 {
		s.Questions = nil
	}
	if s.Status == StatusWaiting && !slices.ContainsFunc(s.Questions, func(q Question) bool { return q.Of != PartyDesk }) {
		s.Status = StatusOpen
	}
}

// answers reports whether a resume ends this wait: the one for an internal case, or all those for a party.
func (e Event) answers(q Question) bool {
	return q.Of == e.Party && q.Of != PartyDesk && (e.Other.IsZero() || e.Other == q.On)
}

// hear is the customer speaking: that answers what we asked, asks what we have to answer, and opens a finished case again.
func (s *State) hear(e Event) {
	s.answered(func(q Question) bool { return q.Of == PartyCustomer })
	if !s.Status.Running() {
		s.reopen(e)
		return
	}
	s.ask(e, e.At)
}

func (s *State) reopen(e Event) {
	s.Status, s.Resolved, s.Closed = StatusOpen, time.Time{}, time.Time{}
	s.Outcome, s.Cause, s.Factor = "", "", "" // the run that ended keeps its outcome
	s.Runs = append(slices.Clip(s.Runs), Run{From: e.At, Reason: e.Reason})
	s.ask(e, e.At)
}

func (s *State) finish(status Status, e Event) {
	if run := &s.Runs[len(s.Runs)-1]; run.To.IsZero() {
		run.To, run.Outcome = e.At, e.Outcome
	}
	s.Status, s.Questions = status, nil
}

// absorb takes over what the customer of another case waits for, if that was still to be resolved.
func (s *State) absorb(e Event) {
	s.Absorbed = append(s.Absorbed, e.Other)
	if e.Since.IsZero() {
		return
	}
	if e.Since.Before(s.Since) {
		s.Since = e.Since
	}
	switch {
	case !s.Status.Running():
		s.reopen(e)
	case !e.Due.IsZero():
		s.ask(e, e.At)
		for i := range s.Questions {
			if q := &s.Questions[i]; q.Of == PartyDesk && e.Due.Before(q.Due) {
				q.Due, q.Reminded = e.Due, false
			}
		}
	}
}

func statusName(s Status) care.Text {
	if s == "" {
		return care.Text{VI: "chưa mở", EN: "not opened yet"}
	}
	return care.NameOf(s)
}

// stepNames lists steps in both languages.
func stepNames(list []Step) (t care.Text) {
	for i, step := range list {
		name, sep := care.NameOf(step), ", "
		if i == 0 {
			sep = ""
		}
		t.VI, t.EN = t.VI+sep+name.VI, t.EN+sep+name.EN
	}
	return t
}
