package sla

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// State is what a promise has come to at an instant: facts only, of which [State.Reasons] makes sentences. Its times are in the zone of the promise's
// calendar. It holds no personal value, and its JSON is a stored format.
type State struct {
	Promise Ref       `json:"promise"`         // in force at the end
	At      time.Time `json:"at"`              // the instant that was asked about
	Opened  time.Time `json:"opened,omitzero"` // zero: it was not opened by then
	// Resolved is when the case was resolved or closed; zero while it is open.
	Resolved time.Time `json:"resolved,omitzero"`
	// Withdrawn is when the promise was withdrawn; zero while there is one.
	Withdrawn time.Time `json:"withdrawn,omitzero"`
	// Runs are all runs of all clocks in the order of their starts.
	Runs []Run `json:"runs,omitempty"`
	// Holds are all pauses in the order of their starts.
	Holds []Hold `json:"holds,omitempty"`
	// Fires are the levels that were reached, in order of time, each once.
	Fires []Fire `json:"fires,omitempty"`
	// Changes are what was changed about running clocks.
	Changes []Change `json:"changes,omitempty"`
	// Ignored are the events that could not be where they stand, or changed nothing, and why. A further message while one waits is not among them.
	Ignored []Ignored `json:"ignored,omitempty"`
	// Wake is the next instant at which something happens by itself: a level is reached, or a due time has passed. Zero: nothing will.
	Wake time.Time `json:"wake,omitzero"`
}

// Outcome is how a run ended, or stands.
type Outcome string

// The outcomes. The zero Outcome is not given.
const (
	Pending   Outcome = "pending"   // not done, and not late
	Met       Outcome = "met"       // done at or before the due instant
	Breached  Outcome = "breached"  // done after it, or not done and it has passed: a fact that nothing takes back
	Cancelled Outcome = "cancelled" // the promise fell away before it was done or late
)

var outcomeTerms = care.NewTerms(
	care.NewTerm(Pending, "Đang tính giờ", "Running"), care.NewTerm(Met, "Đúng hẹn", "Kept"),
	care.NewTerm(Breached, "Trễ hẹn", "Broken"), care.NewTerm(Cancelled, "Không còn áp dụng", "Fell away"),
)

// Terms lists the outcomes.
func (Outcome) Terms() care.Terms[Outcome] { return outcomeTerms }

// Run is one run of a clock, from its start until something ended it. A finished run stays as it was, whatever happens later.
type Run struct {
	Target TargetCode `json:"target"`
	Name   care.Text  `json:"name"`
	// Number counts the promises of this target: each message that waits for an answer is one. Part counts the runs of one promise: a case that was
	// resolved and reopened runs on in a second part. Both begin at 1.
	Number  int           `json:"number"`
	Part    int           `json:"part"`
	Within  calendar.Span `json:"within"`         // the time promised, as it was last
	Started time.Time     `json:"started"`        // when it was set off
	Counts  time.Time     `json:"counts"`         // when time first counted: the next opening, if it was set off in closed time
	Due     time.Time     `json:"due,omitzero"`   // zero while the clock is paused before its due: then there is only what is Left
	Ended   time.Time     `json:"ended,omitzero"` // zero while it runs
	EndedBy Kind          `json:"ended_by,omitempty"`

	Outcome Outcome `json:"outcome"`
	Paused  bool    `json:"paused,omitempty"` // now, or when it ended
	// Continued: there is a later part, which says what became of the promise.
	Continued bool `json:"continued,omitempty"`
	// Superseded: the case was reopened and the clock started again, so that this run does not count as kept.
	Superseded bool `json:"superseded,omitempty"`

	Used time.Duration `json:"used"` // working time, or wall time for a promise of that; earlier parts included, pauses left out
	Held time.Duration `json:"held"` // the same of the pauses
	Left calendar.Span `json:"left"` // what was left when it ended, or is; zero if nothing
	// Late and LateWall are by how much it is or was late: in time as Used counts it, and on the clock on the wall. What is due at closing and done
	// after hours is late by no working time.
	Late     time.Duration `json:"late"`
	LateWall time.Duration `json:"late_wall"`
}

// Live reports whether the clock has not ended: it runs, or is paused.
func (r *Run) Live() bool { return r.Ended.IsZero() }

// Hold is one pause.
type Hold struct {
	Reason  PauseReason   `json:"reason"`
	From    time.Time     `json:"from"`
	Until   time.Time     `json:"until,omitzero"` // zero: it lasts
	Working time.Duration `json:"working"`        // how much of it was working time; the rest moves no due time
	Idle    bool          `json:"idle,omitempty"` // no clock that was running stops for this reason
}

// Fire is a level that a clock reached while it was running.
type Fire struct {
	Target TargetCode      `json:"target"`
	Number int             `json:"number"` // of the run
	Level  LevelCode       `json:"level"`
	At     time.Time       `json:"at"`
	Tell   []care.StaffRef `json:"tell,omitempty"` // whom the agreement names; the promise's own list, not to be changed
}

// Change is what an event changed about a running clock.
type Change struct {
	At     time.Time     `json:"at"`
	By     Kind          `json:"by"` // Prioritised, Assigned or Replanned
	Target TargetCode    `json:"target"`
	Name   care.Text     `json:"name"`
	Number int           `json:"number"`
	Before calendar.Span `json:"before"`
	After  calendar.Span `json:"after"`
	Effect Effect        `json:"effect"`
}

// Effect is what a change did to the due time of a clock.
type Effect string

// The effects.
const (
	Moved     Effect = "moved"      // what was used up stays used up, and the new time holds
	UsedUp    Effect = "used_up"    // the new time was used up already: due at the change, not before
	Backdated Effect = "backdated"  // the new time was used up already, and the change says that it counts from the start
	Kept      Effect = "kept"       // the due time was honoured
	TooLate   Effect = "too_late"   // the due time had passed, so nothing moves it
	Dropped   Effect = "dropped"    // the new plan, priority or team does not promise this
	StartedAt Effect = "started_at" // it was not promised before, and starts with the change
)

// Ignored is an event that had no effect.
type Ignored struct {
	ID   string    `json:"id,omitempty"`
	At   time.Time `json:"at"`
	Kind Kind      `json:"kind"`
	Why  Why       `json:"why"`
}

// Why says why an event had no effect.
type Why string

// Why events have no effect.
const (
	NotOpen      Why = "not_open"     // the case was not opened yet
	OpenAlready  Why = "open_already" // it was opened before; after a merge the earliest opening counts
	NotPaused    Why = "not_paused"   // there was no such pause to end
	Done         Why = "done"         // the case was resolved or closed
	NotDone      Why = "not_done"     // it was reopened without having been resolved
	Unknown      Why = "unknown"      // no kind of event that this version knows
	NoSuchTarget Why = "no_milestone" // no clock waits for this milestone
	Unpromised   Why = "unpromised"   // the promise had been withdrawn
	Unchanged    Why = "unchanged"    // the case had this priority, team or plan already
	SetAside     Why = "set_aside"    // the replay was told to leave re-planning out
)

var whyTerms = care.NewTerms(
	care.NewTerm(NotOpen, "yêu cầu chưa được mở", "the case was not open yet"),
	care.NewTerm(OpenAlready, "yêu cầu đã được mở từ trước", "the case had been opened before"),
	care.NewTerm(NotPaused, "không có lần tạm dừng nào như vậy", "there was no such pause"),
	care.NewTerm(Done, "yêu cầu đã được giải quyết xong", "the case was resolved already"),
	care.NewTerm(NotDone, "yêu cầu chưa được giải quyết", "the case was not resolved"),
	care.NewTerm(Unknown, "không rõ loại sự kiện", "this kind of event is not known"),
	care.NewTerm(NoSuchTarget, "không có đồng hồ nào chờ mốc này", "no clock waits for this milestone"),
	care.NewTerm(Unpromised, "không còn cam kết nào", "nothing was promised any more"),
	care.NewTerm(Unchanged, "không có gì thay đổi", "nothing was changed"),
	care.NewTerm(SetAside, "việc lập lại cam kết được bỏ qua khi thử", "plans made later are left out of the trial"),
)

// Terms lists them.
func (Why) Terms() care.Terms[Why] { return whyTerms }

// Latest returns the latest run of a target, and whether there is one.
func (s *State) Latest(target TargetCode) (*Run, bool) {
	for i := len(s.Runs) - 1; i >= 0; i-- {
		if s.Runs[i].Target == target {
			return &s.Runs[i], true
		}
	}
	return nil, false
}

// NextDue is the earliest due time of the clocks that run, those that are overdue included; zero if nothing runs, or all of it is paused.
func (s *State) NextDue() (due time.Time) {
	for i := range s.Runs {
		r := &s.Runs[i]
		if r.Live() && !r.Paused && (due.IsZero() || r.Due.Before(due)) {
			due = r.Due
		}
	}
	return due
}

// Broken reports whether any promise of the case was broken by then.
func (s *State) Broken() bool {
	for i := range s.Runs {
		if s.Runs[i].Outcome == Breached {
			return true
		}
	}
	return false
}

// Running reports whether any clock runs or is paused.
func (s *State) Running() bool {
	for i := range s.Runs {
		if s.Runs[i].Live() {
			return true
		}
	}
	return false
}
