package feedback

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback/detect"
	"github.com/chamsoc/chamsoc/storage"
)

// Origin says who noticed. The zero Origin is unknown.
type Origin string

// The origins.
const (
	FromDetector   Origin = "detector"
	FromComplaint  Origin = "complaint"
	FromInspection Origin = "inspection"
	FromPerson     Origin = "person"
)

var origins = care.NewTerms(
	care.NewTerm(FromDetector, "Hệ thống theo dõi", "Detector"),
	care.NewTerm(FromComplaint, "Khiếu nại", "Complaint"),
	care.NewTerm(FromInspection, "Kiểm tra chất lượng", "Inspection"),
	care.NewTerm(FromPerson, "Nhân viên", "Person"),
)

// Terms lists the origins.
func (Origin) Terms() care.Terms[Origin] { return origins }

// Stage is how far a finding has come. The zero Stage is unknown.
type Stage string

// The stages.
const (
	StageFound    Stage = "found"    // nothing is done yet
	StageActing   Stage = "acting"   // an action is under way
	StageChecking Stage = "checking" // all actions are done, and later data says whether they helped
	StageClosed   Stage = "closed"   // they did
	StageReopened Stage = "reopened" // they did not: the promise was broken again while checking
)

var stages = care.NewTerms(
	care.NewTerm(StageFound, "Mới phát hiện", "Found"),
	care.NewTerm(StageActing, "Đang khắc phục", "Acting"),
	care.NewTerm(StageChecking, "Đang kiểm chứng", "Checking"),
	care.NewTerm(StageClosed, "Đã khắc phục", "Closed"),
	care.NewTerm(StageReopened, "Mở lại", "Reopened"),
)

// Terms lists the stages.
func (Stage) Terms() care.Terms[Stage] { return stages }

// Finding is a shortcoming with what is done about it. It is closed by evidence and by nothing else.
type Finding struct {
	ID      storage.ID[Finding] `json:"id"`
	Version int64               `json:"version"`
	Origin  Origin              `json:"origin"`
	Topic   string              `json:"topic"` // of what: "late deliveries"
	About   care.About          `json:"about,omitzero"`
	Factor  care.Factor         `json:"factor,omitempty"`
	Cause   string              `json:"cause,omitempty"` // the root cause, once it is known
	Stage   Stage               `json:"stage"`
	Raised  time.Time           `json:"raised"`
	// Promise is what was broken. Later data is held against it.
	Promise detect.Promise `json:"promise"`
	// Seen is the failures in the sample of the latest inspection that did not pass.
	Seen detect.Tally `json:"seen,omitzero"`
	// Alarms are what the detector said, the first time and while checking.
	Alarms  []detect.Alarm `json:"alarms,omitempty"`
	Actions []Action       `json:"actions,omitempty"`
	Check   Check          `json:"check,omitzero"`
	Closed  time.Time      `json:"closed,omitzero"`
	Reasons care.Reasons   `json:"reasons,omitempty"` // for the stage it is in
	// Live names what a finding that is not closed is about, so that there is one; Due is when the next action is due.
	Live string    `json:"live,omitempty"`
	Due  time.Time `json:"due,omitzero"`
}

// Action is something done about a finding.
type Action struct {
	What  string        `json:"what"`
	Owner care.StaffRef `json:"owner"`
	Due   time.Time     `json:"due"`
	// Expect is the effect: the share of failures that there will be fewer than.
	Expect float64   `json:"expect"`
	Done   time.Time `json:"done,omitzero"`
}

// Check is what was seen after the actions were done.
type Check struct {
	From    calendar.Date     `json:"from,omitzero"` // the first day that counts
	Expect  float64           `json:"expect,omitempty"`
	Seen    detect.Tally      `json:"seen,omitzero"`
	Proof   detect.DriftState `json:"proof,omitzero"`   // that there are fewer failures than expected at most
	Relapse detect.DriftState `json:"relapse,omitzero"` // that the promise is broken again
}

// Overdue reports whether an action is late.
func (f Finding) Overdue(at time.Time) bool { return !f.Due.IsZero() && f.Due.Before(at) }

// follow sets what follows from the actions: when the next is due, and, once all are done, the check of the effect that the last one is to have.
func (f *Finding) follow(zone *time.Location) {
	f.Stage, f.Due = StageActing, time.Time{}
	var last time.Time
	for _, a := range f.Actions {
		if a.Done.IsZero() && (f.Due.IsZero() || a.Due.Before(f.Due)) {
			f.Due = a.Due
		}
		if a.Done.After(last) {
			last = a.Done
		}
	}
	if f.Due.IsZero() {
		f.Stage = StageChecking
		f.Check = Check{From: calendar.DateOf(last, zone).AddDays(1), Expect: f.Actions[len(f.Actions)-1].Expect}
	}
}

// proof is the evidence that closes a finding. Where nothing has improved, evidence grows by at most 1 with each observation on average, so the probability that a
// check of five thousand observations ever closes one wrongly is at most 5 %.
const proof = 100_000

// Observe holds a day's failures against a finding whose actions are done, and returns what becomes of it: closed where there is proof that failures are rarer
// than the actions were to make them, reopened where the promise is broken again, and else as it was. Days before the check began, and days that were over, do
// not count. It is a pure function.
func Observe(f Finding, day calendar.Date, failures, of int64, at time.Time) (Finding, error) {
	if f.Stage != StageChecking || day.Before(f.Check.From) || day.Before(f.Check.Relapse.Day) || of < 1 || failures < 0 || failures > of {
		return f, nil
	}
	promise := f.Promise
	promise.Immediate, promise.Every = false, 0
	broken, err := detect.NewDrift(promise)
	if err != nil {
		return f, err
	}
	fewer, err := detect.NewDrift(detect.Promise{AtLeast: f.Check.Expect, Immediate: true, Every: proof})
	if err != nil {
		return f, err
	}
	f.Check.Seen = f.Check.Seen.Plus(detect.Tally{N: of, Sum: float64(failures)})
	tally := detect.Tally{N: of, Sum: float64(failures)}
	if promise.AtLeast != 0 { // the promise is about successes
		tally.Sum = float64(of - failures)
	}
	if alarm := broken.ObserveTally(&f.Check.Relapse, day, tally); alarm != nil {
		return reopened(f, *alarm), nil
	}
	proved := false
	for i := range of { // failures spread over the day
		x := 0.0
		if (i+1)*failures/of > i*failures/of {
			x = 1
		}
		proved = fewer.Observe(&f.Check.Proof, day, x) != nil || proved
	}
	if !proved {
		return f, nil
	}
	f.Stage, f.Closed, f.Live, f.Due = StageClosed, at, "", time.Time{}
	f.Reasons = care.Reasons{CodeHelped.With(
		care.NewFact("failures", int(f.Check.Seen.Sum)), care.NewFact("seen", int(f.Check.Seen.N)), care.NewFact("from", f.Check.From), care.NewFact("to", day),
		care.NewFact("expect", care.Percent(f.Check.Expect)))}
	return f, nil
}

func reopened(f Finding, alarm detect.Alarm) Finding {
	f.Stage = StageReopened
	f.Alarms = append(f.Alarms, alarm)
	f.Reasons = append(care.Reasons{CodeDidNotHelp.With(care.NewFact("from", f.Check.From), care.NewFact("to", alarm.Day))}, alarm.Reasons()...)
	f.Check = Check{}
	return f
}
