package sla

import (
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// AgreementCode is the host's name of an agreement, such as "gold": its editions share it.
type AgreementCode string

// CalendarCode is the host's name of a working calendar, such as "service-desk": its editions share it.
type CalendarCode string

// TargetCode names something that is promised within a time: one of the three below, or a milestone of the host's own, such as "site_visit".
type TargetCode string

// The targets that every help desk knows.
const (
	FirstResponse TargetCode = "first_response" // the first answer to the customer
	NextResponse  TargetCode = "next_response"  // an answer to whatever the customer wrote last and nobody has answered
	Resolution    TargetCode = "resolution"     // the case is resolved or closed
)

var targetTerms = care.NewTerms(
	care.NewTerm(FirstResponse, "Trả lời đầu tiên", "First response"),
	care.NewTerm(NextResponse, "Trả lời tiếp theo", "Next response"),
	care.NewTerm(Resolution, "Giải quyết", "Resolution"),
)

// Terms lists the three known targets. A milestone of the host's own is not among them and has a name of its own.
func (TargetCode) Terms() care.Terms[TargetCode] { return targetTerms }

// name is that of a known target, and the code of a milestone, whose name its agreement has.
func (c TargetCode) name() care.Text {
	if name := care.NameOf(c); name != (care.Text{}) {
		return name
	}
	return care.Text{VI: string(c), EN: string(c)}
}

// Priority is how urgent a case is, in the host's own words: "P1", "urgent". "" is a case without priority.
type Priority string

// Topic is what a case is about, in the host's own words: "repair", "invoice".
type Topic string

// PauseReason is why clocks stop, in the host's own words: "waiting_customer", "waiting_supplier".
type PauseReason string

// AnyPause in Target.PausedBy stops the clock for whatever reason.
const AnyPause PauseReason = "*"

// LevelCode names a warning or an escalation level, such as "half" or "manager".
type LevelCode string

// Agreement is one edition of what is promised to some customers. An edition is not changed: a change is a new edition, and what was promised under the old
// one is kept.
type Agreement struct {
	Code    AgreementCode `json:"code"`
	Edition int           `json:"edition"` // 1, 2, 3 …
	Name    care.Text     `json:"name"`
	// From and Until are when cases are opened under this edition: From on, and before Until. A zero Until is for ever. A later edition of the same code takes
	// over from its own From on.
	From  time.Time `json:"from"`
	Until time.Time `json:"until,omitzero"`
	// Scope is for whom it is. The zero Scope is the default agreement, for whoever has none.
	Scope Scope `json:"scope"`
	// Calendar is the calendar whose working time is promised.
	Calendar CalendarCode `json:"calendar"`
	// Targets are what is promised, at most 12.
	Targets []Target `json:"targets"`
	// Goals are how often the targets are to be met.
	Goals []Goal `json:"goals,omitempty"`
}

// Scope is for whom an agreement is. A case is in it if every list that is not empty holds the case's value.
type Scope struct {
	Customers []care.CustomerRef `json:"customers,omitempty"`
	Segments  []care.SegmentRef  `json:"segments,omitempty"`
	Channels  []care.Channel     `json:"channels,omitempty"`
	Topics    []Topic            `json:"topics,omitempty"`
}

// Target is one promise of an agreement: by when something is done.
type Target struct {
	Code TargetCode `json:"code"`
	// Name is what people call it. Default: the names of the three known targets; a milestone of the host's own needs one.
	Name care.Text `json:"name,omitzero"`
	// Within is the time for it, in working time, wall time or working dates. Zero: only where Terms say so.
	Within calendar.Span `json:"within,omitzero"`
	// Terms are other times for some priorities and teams. The most specific one holds.
	Terms []Term `json:"terms,omitempty"`
	// After is the milestone that starts a milestone of the host's own. Default: the opening of the case.
	After TargetCode `json:"after,omitempty"`
	// PausedBy are the reasons that stop this clock. Default: none does.
	PausedBy []PauseReason `json:"paused_by,omitempty"`
	// Landing, Origin and CutOff are for promises of working dates: see calendar.DateTarget. Default: due at the closing of the last date.
	Landing calendar.Landing   `json:"landing,omitempty"`
	Origin  calendar.Origin    `json:"origin,omitempty"`
	CutOff  calendar.TimeOfDay `json:"cut_off,omitzero"`
	// Reopen is what a reopened case does to this clock. Default: Continue.
	Reopen Reopen `json:"reopen,omitempty"`
	// Levels are the warnings and escalations, at most 16, each fired once.
	Levels []Level `json:"levels,omitempty"`
}

// Term is the time for cases of one priority, of one team, or both.
type Term struct {
	Priority Priority      `json:"priority,omitempty"`
	Team     care.StaffRef `json:"team,omitempty"`
	Within   calendar.Span `json:"within"`
}

// Level is a warning or an escalation: at some point of its time a clock that still runs is told to somebody. Exactly one of Percent and Before is given.
type Level struct {
	Code LevelCode `json:"code"`
	// Percent is the share of the time that is used up, 1 to 1000: 80 warns, 150 escalates when the time is used up one and a half times. Not for promises
	// of working dates.
	Percent int `json:"percent,omitempty"`
	// Before is how long before the due time: working time by the calendar, wall time by the clock on the wall.
	Before calendar.Span `json:"before,omitzero"`
	// Tell is who hears of it.
	Tell []care.StaffRef `json:"tell,omitempty"`
}

// Goal is how often a target is to be met: 95 percent of the first responses to gold customers in each month.
type Goal struct {
	Target  TargetCode      `json:"target"`
	Segment care.SegmentRef `json:"segment,omitempty"` // "": of all customers
	Percent int             `json:"percent"`           // 1 to 100
	Period  Period          `json:"period"`
}

// Reopen says what a reopened case does to a clock that its resolution ended.
type Reopen string

// What a reopened case does. The zero Reopen is Continue.
const (
	Continue Reopen = "continue" // the clock runs on; the time in which the case was closed does not count
	Restart  Reopen = "restart"  // the clock starts from nothing, and the resolution before does not count as kept
	Anew     Reopen = "anew"     // a new promise begins, and the one before is judged by itself
)

var reopenTerms = care.NewTerms(
	care.NewTerm(Continue, "Tính tiếp, trừ thời gian đã đóng", "Runs on, closed time left out"),
	care.NewTerm(Restart, "Tính lại từ đầu", "Starts again"),
	care.NewTerm(Anew, "Cam kết mới", "A new promise"),
)

// Terms lists them.
func (Reopen) Terms() care.Terms[Reopen] { return reopenTerms }

// Period is the time over which a goal is judged, by the dates of the agreement's calendar.
type Period string

// The periods.
const (
	Weekly    Period = "week" // Monday to Sunday
	Monthly   Period = "month"
	Quarterly Period = "quarter"
	Yearly    Period = "year"
)

var periodTerms = care.NewTerms(
	care.NewTerm(Weekly, "Tuần", "Week"), care.NewTerm(Monthly, "Tháng", "Month"),
	care.NewTerm(Quarterly, "Quý", "Quarter"), care.NewTerm(Yearly, "Năm", "Year"),
)

// Terms lists the periods.
func (Period) Terms() care.Terms[Period] { return periodTerms }

// Start is the first date of the period that holds d.
func (p Period) Start(d calendar.Date) calendar.Date {
	if d.IsZero() {
		return d
	}
	month := d.Month()
	switch p {
	case Weekly:
		return d.AddDays(-int(d.Weekday()+6) % 7)
	case Quarterly:
		month -= (month - 1) % 3
	case Yearly:
		month = time.January
	}
	return calendar.MustDate(d.Year(), month, 1)
}

// clone shares nothing with the agreement it was made from.
func (a Agreement) clone() Agreement {
	a.Scope = Scope{
		slices.Clone(a.Scope.Customers), slices.Clone(a.Scope.Segments), slices.Clone(a.Scope.Channels), slices.Clone(a.Scope.Topics),
	}
	a.Targets, a.Goals = slices.Clone(a.Targets), slices.Clone(a.Goals)
	for i := range a.Targets {
		t := &a.Targets[i]
		t.Terms, t.PausedBy, t.Levels = slices.Clone(t.Terms), slices.Clone(t.PausedBy), slices.Clone(t.Levels)
		for k := range t.Levels {
			t.Levels[k].Tell = slices.Clone(t.Levels[k].Tell)
		}
	}
	return a
}
