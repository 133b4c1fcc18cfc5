package sla

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Ref names a promise: an edition of an agreement with an edition of a calendar. It is what a case stores of its promise.
type Ref struct {
	Agreement       AgreementCode `json:"agreement"`
	Edition         int           `json:"edition"`
	Calendar        CalendarCode  `json:"calendar"`
	CalendarEdition int           `json:"calendar_edition"`
}

// String names both editions: "gold/2 on service-desk/1".
func (r Ref) String() string {
	return fmt.Sprintf("%s/%d on %s/%d", r.Agreement, r.Edition, r.Calendar, r.CalendarEdition)
}

func (r Ref) compare(o Ref) int {
	if r == o {
		return 0
	}
	return cmp.Or(cmp.Compare(r.Agreement, o.Agreement), cmp.Compare(r.Edition, o.Edition),
		cmp.Compare(r.Calendar, o.Calendar), cmp.Compare(r.CalendarEdition, o.CalendarEdition))
}

// Calendar is one edition of a working calendar. An edition is not changed: a change is a new edition, and promises made by the old one are kept.
type Calendar struct {
	Code    CalendarCode
	Edition int       // 1, 2, 3 …
	From    time.Time // promises taken from then on are by this edition
	Hours   *calendar.Calendar
}

// Promise is an edition of an agreement with an edition of a calendar, ready for [Replay]. It does not change and is safe for concurrent use.
type Promise struct {
	ref       Ref
	agreement Agreement
	hours     *calendar.Calendar
	zone      *time.Location
	targets   []target
	reasons   []PauseReason // those that some target names
	first     int           // the place of each among targets, or -1
	next      int
	fires     int // how many levels there are
	known     []*Promise
	book      *Book // that it is from, or nil
}

// The most that an agreement may have, so that a replay needs no memory for its clocks.
const (
	maxTargets = 12
	maxLevels  = 16
	maxReasons = 62
)

// target is a Target with what replays look up.
type target struct {
	*Target
	name     care.Text
	pausedBy uint64 // a bit for each of Promise.reasons
	levels   []level
}

// level is a Level as clocks see it.
type level struct {
	percent time.Duration
	before  time.Duration
	wall    bool // before is wall time
}

// NewPromise checks an agreement and joins it with its calendar. A *care.Invalid lists everything that is wrong with the agreement.
func NewPromise(a Agreement, c Calendar) (*Promise, error) {
	problems := a.problems()
	if c.Hours == nil || c.Code != a.Calendar || c.Edition < 1 {
		problems.Add("calendar", string(c.Code), CodeCalendar.With(care.NewFact("calendar", a.Calendar)))
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	p := &Promise{
		ref: Ref{a.Code, a.Edition, c.Code, c.Edition}, agreement: a.clone(), hours: c.Hours, zone: c.Hours.Zone(), first: -1, next: -1,
	}
	p.compile()
	return p, nil
}

func (p *Promise) compile() {
	for i := range p.agreement.Targets {
		t := target{Target: &p.agreement.Targets[i]}
		t.name = t.Name
		if t.name == (care.Text{}) {
			t.name = care.NameOf(t.Code)
		}
		for _, reason := range t.PausedBy {
			if reason == AnyPause {
				t.pausedBy = ^uint64(0)
				continue
			}
			if !slices.Contains(p.reasons, reason) {
				p.reasons = append(p.reasons, reason)
			}
			t.pausedBy |= p.bit(reason)
		}
		switch t.Code {
		case FirstResponse:
			p.first = i
		case NextResponse:
			p.next = i
		}
		for _, l := range t.Levels {
			t.levels = append(t.levels, level{time.Duration(l.Percent), l.Before.Duration(), l.Before.Kind() == calendar.SpanWall})
		}
		p.fires += len(t.Levels)
		p.targets = append(p.targets, t)
	}
}

// bit is that of a reason in target.pausedBy. All reasons that no target names share one, which only AnyPause has.
func (p *Promise) bit(reason PauseReason) uint64 {
	for i, r := range p.reasons {
		if r == reason {
			return 1 << i
		}
	}
	return 1 << (maxReasons + 1)
}

// Ref returns the name of the promise.
func (p *Promise) Ref() Ref { return p.ref }

// Agreement returns the agreement.
func (p *Promise) Agreement() Agreement { return p.agreement.clone() }

// Stops reports whether a pause for a reason stops the clock of a target.
func (p *Promise) Stops(target TargetCode, reason PauseReason) bool {
	i, ok := p.target(target)
	return ok && p.targets[i].pausedBy&p.bit(reason) != 0
}

// Hours returns the calendar.
func (p *Promise) Hours() *calendar.Calendar { return p.hours }

// Knowing returns the promise with others that a Replanned event may name. Those of one [Book] know one another.
func (p *Promise) Knowing(others ...*Promise) *Promise {
	q := *p
	q.known = slices.Concat(p.known, others)
	return &q
}

// ErrUnknownPlan: a Replanned event names a promise that Replay was not given. Load it by its Ref and hand it over with Promise.Knowing.
var ErrUnknownPlan = errors.New("sla: the case was promised anew by a plan that is not known here")

func (p *Promise) plan(r Ref) (*Promise, bool) {
	if p.ref == r {
		return p, true
	}
	for _, k := range p.known {
		if k.ref == r {
			return k, true
		}
	}
	if p.book != nil {
		return p.book.Promise(r)
	}
	return nil, false
}

// within is the time for a target at a priority and in a team: that of the term which names both, else either, else the target's own. Zero: not promised.
func (t *target) within(priority Priority, team care.StaffRef) calendar.Span {
	best, rank := t.Within, 0
	for i := range t.Terms {
		term := &t.Terms[i]
		if term.Priority != "" && term.Priority != priority || term.Team != "" && term.Team != team {
			continue
		}
		if n := term.rank(); n > rank {
			best, rank = term.Within, n
		}
	}
	return best
}

// rank is how much a term names.
func (t *Term) rank() (n int) {
	if t.Priority != "" {
		n++
	}
	if t.Team != "" {
		n++
	}
	return n
}
