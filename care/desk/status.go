package desk

import (
	"slices"

	"github.com/chamsoc/chamsoc/care"
)

// Status says where a case stands. The zero Status is unknown.
type Status string

// The statuses of a case.
const (
	StatusNew      Status = "new"      // nobody has done anything about it yet
	StatusOpen     Status = "open"     // somebody is at work on it
	StatusWaiting  Status = "waiting"  // an answer from outside or from another unit is awaited
	StatusResolved Status = "resolved" // answered or put right; the customer may still object
	StatusClosed   Status = "closed"
	StatusMerged   Status = "merged" // went on in another case, for good
)

var statuses = care.NewTerms(
	care.NewTerm(StatusNew, "Mới", "New"),
	care.NewTerm(StatusOpen, "Đang xử lý", "Open"),
	care.NewTerm(StatusWaiting, "Đang chờ", "Waiting"),
	care.NewTerm(StatusResolved, "Đã giải quyết", "Resolved"),
	care.NewTerm(StatusClosed, "Đã đóng", "Closed"),
	care.NewTerm(StatusMerged, "Đã gộp", "Merged"),
)

// Terms lists the statuses.
func (Status) Terms() care.Terms[Status] { return statuses }

// Running reports whether the case is still to be resolved.
func (s Status) Running() bool { return s == StatusNew || s == StatusOpen || s == StatusWaiting }

// Step is one thing that can happen to a case. The zero Step is unknown.
type Step string

// The steps.
const (
	StepOpen     Step = "open"
	StepClassify Step = "classify"
	StepAssign   Step = "assign"
	StepHandOver Step = "hand_over"
	StepWait     Step = "wait"
	StepResume   Step = "resume"
	StepHear     Step = "hear"  // the customer says something
	StepReply    Step = "reply" // the customer is told something
	StepNote     Step = "note"  // colleagues are told something
	StepResolve  Step = "resolve"
	StepReopen   Step = "reopen"
	StepClose    Step = "close"
	StepMerge    Step = "merge"    // the case goes on in another one
	StepAbsorb   Step = "absorb"   // another case goes on in this one
	StepSplit    Step = "split"    // a part of it goes on in a new case
	StepLink     Step = "link"     // it is about a product, an invoice, a claim, another case
	StepReach    Step = "reach"    // a milestone of the work was reached
	StepPromise  Step = "promise"  // the customer is promised something by an agreement, or not any more
	StepEscalate Step = "escalate" // a clock reached a level, and those are told whom the agreement names
	StepBreach   Step = "breach"   // a clock passed its due
	StepRemind   Step = "remind"   // a question was not answered by its due
)

var steps = care.NewTerms(
	care.NewTerm(StepOpen, "mở", "open"),
	care.NewTerm(StepClassify, "phân loại", "classify"),
	care.NewTerm(StepAssign, "giao người phụ trách", "assign"),
	care.NewTerm(StepHandOver, "chuyển đơn vị", "hand over"),
	care.NewTerm(StepWait, "chờ", "wait"),
	care.NewTerm(StepResume, "thôi chờ", "resume"),
	care.NewTerm(StepHear, "ghi lời khách", "hear"),
	care.NewTerm(StepReply, "trả lời khách", "reply"),
	care.NewTerm(StepNote, "ghi chú nội bộ", "note"),
	care.NewTerm(StepResolve, "giải quyết", "resolve"),
	care.NewTerm(StepReopen, "mở lại", "reopen"),
	care.NewTerm(StepClose, "đóng", "close"),
	care.NewTerm(StepMerge, "gộp vào hồ sơ khác", "merge"),
	care.NewTerm(StepAbsorb, "nhận hồ sơ khác gộp vào", "absorb"),
	care.NewTerm(StepSplit, "tách", "split"),
	care.NewTerm(StepLink, "liên kết", "link"),
	care.NewTerm(StepReach, "đạt mốc", "reach a milestone"),
	care.NewTerm(StepPromise, "cam kết", "promise"),
	care.NewTerm(StepEscalate, "báo lên cấp trên", "escalate"),
	care.NewTerm(StepBreach, "ghi nhận trễ hẹn", "record a breach"),
	care.NewTerm(StepRemind, "nhắc", "remind"),
)

// Terms lists the steps.
func (Step) Terms() care.Terms[Step] { return steps }

// legal is which steps a case may take where it stands. It is the only place that says so. What happened to be noticed (a note, a link, a
// milestone, an escalation, a reminder) is a fact wherever the case stands, so that a step which is recorded late never turns it into a contradiction.
var legal = map[Status][]Step{
	"":             {StepOpen},
	StatusNew:      running(),
	StatusOpen:     running(),
	StatusWaiting:  append([]Step{StepResume}, running()...),
	StatusResolved: append([]Step{StepReopen, StepClose, StepClassify, StepAssign, StepHear, StepReply, StepMerge, StepAbsorb, StepPromise}, facts()...),
	StatusClosed:   append([]Step{StepReopen, StepHear, StepPromise}, facts()...),
	StatusMerged:   facts(),
}

func running() []Step {
	return append([]Step{
		StepClassify, StepAssign, StepHandOver, StepWait, StepHear, StepReply, StepResolve, StepClose, StepMerge, StepAbsorb, StepSplit,
		StepPromise,
	}, facts()...)
}

func facts() []Step {
	return []Step{StepNote, StepLink, StepReach, StepEscalate, StepBreach, StepRemind}
}

// Steps lists the steps that people may take with a case where it stands. The zero Status, no case yet, may only be opened.
func (s Status) Steps() []Step {
	return slices.DeleteFunc(slices.Clone(legal[s]), func(step Step) bool {
		return step == StepEscalate || step == StepBreach || step == StepRemind // the desk's own
	})
}

// Kind says what a case is: the law (19/2023/QH15, art. 31) tells opinions, requests and complaints apart. The zero Kind is not classified yet.
type Kind string

// The kinds of case.
const (
	KindQuestion  Kind = "question"
	KindRequest   Kind = "request"
	KindComplaint Kind = "complaint"
	KindOpinion   Kind = "opinion"
)

var kinds = care.NewTerms(
	care.NewTerm(KindQuestion, "Câu hỏi", "Question"),
	care.NewTerm(KindRequest, "Yêu cầu", "Request"),
	care.NewTerm(KindComplaint, "Khiếu nại", "Complaint"),
	care.NewTerm(KindOpinion, "Phản ánh", "Opinion"),
)

// Terms lists the kinds of case.
func (Kind) Terms() care.Terms[Kind] { return kinds }

// Party is one who asks, or who has to answer. The zero Party is unknown.
type Party string

// The parties.
const (
	PartyDesk     Party = "desk"     // we
	PartyCustomer Party = "customer" // whoever the case is for, inside or outside the company
	PartySupplier Party = "supplier"
	PartyUnit     Party = "unit" // another unit of the company
)

var parties = care.NewTerms(
	care.NewTerm(PartyDesk, "bộ phận tiếp nhận", "the desk"),
	care.NewTerm(PartyCustomer, "khách hàng", "the customer"),
	care.NewTerm(PartySupplier, "nhà cung cấp", "the supplier"),
	care.NewTerm(PartyUnit, "đơn vị khác trong công ty", "another unit"),
)

// Terms lists the parties.
func (Party) Terms() care.Terms[Party] { return parties }
