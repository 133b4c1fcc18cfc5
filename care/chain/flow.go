package chain

import (
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
)

// UnitCode is the host's key of a unit: a person, a team, a department, a supplier.
type UnitCode string

// Outside is the customer outside, who is no unit of the company.
const Outside UnitCode = "outside"

// FlowCode is the host's name of a flow, such as "order": its editions share it.
type FlowCode string

// LinkCode names a link within its flow, such as "paint".
type LinkCode string

// Flow is one edition of how something reaches the customer outside: who serves whom with what, and what was promised. An edition is not changed: a change is a
// new edition, and cases that began under the old one end under it.
type Flow struct {
	Code    FlowCode  `json:"code"`
	Edition int       `json:"edition"` // 1, 2, 3 …
	Name    care.Text `json:"name"`
	// From and Until are when cases begin under this edition: from From on, and before Until. A zero Until is for ever.
	From  time.Time `json:"from"`
	Until time.Time `json:"until,omitzero"`
	// Promise is what the customer outside was promised.
	Promise Promise `json:"promise"`
	// Links are who serves whom. They form no circle, and each leads to the customer outside.
	Links []Link `json:"links"`
}

// Promise is what is promised to the customer outside: working time of a calendar, in a share of the cases.
type Promise struct {
	Within   calendar.Span    `json:"within"` // working time
	Share    float64          `json:"share"`  // 0.95: in 95 % of the cases
	Calendar sla.CalendarCode `json:"calendar"`
	Owner    UnitCode         `json:"owner"` // who made it, and answers for what the links could not have kept
}

// Link is a promise between two units: the supplier serves the receiver, who is its customer.
type Link struct {
	Code     LinkCode         `json:"code"`
	Name     care.Text        `json:"name"`
	Supplier UnitCode         `json:"supplier"`
	Receiver UnitCode         `json:"receiver"` // Outside for the last
	Output   care.Text        `json:"output"`   // what is handed over
	Calendar sla.CalendarCode `json:"calendar"` // of the goal
	Goal     Goal             `json:"goal"`
	// Agreed are the two sides' consents. The customer outside need not agree.
	Agreed []Consent `json:"agreed,omitempty"`
}

// Goal is what the supplier of a link has promised to its receiver.
type Goal struct {
	Within     calendar.Span `json:"within"`     // working time, from the input being there to acceptance
	Share      float64       `json:"share"`      // in this share of the handovers
	Acceptance float64       `json:"acceptance"` // the share that is accepted at the first attempt
}

// Consent is one side's word for a link's goal.
type Consent struct {
	Unit UnitCode      `json:"unit"`
	By   care.StaffRef `json:"by"`
	On   calendar.Date `json:"on"`
}

// Chain is a compiled flow. It is immutable, and may be used by many goroutines at once.
type Chain struct {
	flow      Flow
	graph     graph
	calendars []*calendar.Calendar // of each link
	outside   *calendar.Calendar
	tails     []time.Duration // the longest path of goals from each link on, itself included
	at        map[LinkCode]int
}

// Flow is what the chain was compiled from.
func (c *Chain) Flow() Flow { return c.flow }

// Calendars find the calendar of a code. The last result is false if there is none.
type Calendars func(sla.CalendarCode) (*calendar.Calendar, bool)

// Compile checks a flow and makes a chain of it. It refuses with *care.Invalid, listing every fault: circles, links that lead nowhere, missing calendars, goals that are
// none.
func Compile(f Flow, calendars Calendars) (*Chain, error) {
	p := f.problems()
	g, circle := newGraph(f.Links)
	f.pathProblems(&p, g, circle)
	c := &Chain{flow: f.clone(), graph: g, at: map[LinkCode]int{}}
	find := func(path string, code sla.CalendarCode) *calendar.Calendar {
		found, ok := calendars(code)
		if !ok && code != "" {
			p.Add(path, string(code), CodeNoCalendar.With(care.NewFact("calendar", code)))
		}
		return found
	}
	c.outside = find("promise.calendar", f.Promise.Calendar)
	for i, l := range f.Links {
		c.calendars = append(c.calendars, find(linkPath(i)+".calendar", l.Calendar))
		c.at[l.Code] = i
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	c.tails = make([]time.Duration, len(f.Links))
	for _, i := range slices.Backward(g.order) {
		c.tails[i] += f.Links[i].Goal.Within.Duration()
		for _, k := range g.before[i] {
			c.tails[k] = max(c.tails[k], c.tails[i])
		}
	}
	return c, nil
}
