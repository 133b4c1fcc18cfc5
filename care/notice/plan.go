package notice

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Facts are all that a plan rests on.
type Facts struct {
	Now     time.Time
	Zone    *time.Location // by whose clock hours count; nil is UTC
	Purpose Purpose
	Rules   []Rule
	// Standing is the customer's. The zero Standing agreed to nothing and refused nothing.
	Standing Standing
	// Routes are the ways to the customer, the preferred one first.
	Routes []Route
	// NotBefore and Expires bound the sending. Zero: now, and never.
	NotBefore, Expires time.Time
}

// Route is one way to the customer.
type Route struct {
	Channel  care.Channel
	Standing Standing // of the address
	Address  bool     // there is one, or it is looked up when the time has come
	Sender   bool     // the host sends by this channel
	Wording  bool     // the template has a text for it
	Failed   Outcome  // of a try in vain; "": there was none
}

// Verdict is what is to be done with a notice. The zero Verdict is unknown.
type Verdict string

// The verdicts.
const (
	VerdictSend    Verdict = "send"    // now
	VerdictWait    Verdict = "wait"    // until Planned.At
	VerdictDecline Verdict = "decline" // the customer has refused, or not agreed
	VerdictTask    Verdict = "task"    // it cannot be sent: a person has to tell the customer
)

var verdicts = care.NewTerms(
	care.NewTerm(VerdictSend, "Gửi ngay", "Send now"),
	care.NewTerm(VerdictWait, "Chờ đến giờ", "Wait"),
	care.NewTerm(VerdictDecline, "Không gửi", "Do not send"),
	care.NewTerm(VerdictTask, "Giao cho nhân viên", "Give to a person"),
)

// Terms lists the verdicts.
func (Verdict) Terms() care.Terms[Verdict] { return verdicts }

// Planned is what is to be done with a notice, and why.
type Planned struct {
	Verdict Verdict      `json:"verdict"`
	Channel care.Channel `json:"channel,omitempty"` // of send and wait
	Route   int          `json:"route,omitempty"`   // of send and wait: which of the facts'
	At      time.Time    `json:"at,omitzero"`       // of send and wait
	Reasons care.Reasons `json:"reasons"`
}

// Plan decides when a notice goes, and by which channel, or why not. It is a pure function: the same facts give the same plan.
//
// The first route that can be taken is taken, even if it has to wait for the hours or the caps of its channel: a fallback is for a route that fails. A route that
// would come too late is passed over. Where no route is left, the notice is declined if the customer's own word is all that stands in its way, and else becomes
// the task of a person, because somebody can mend that.
func Plan(f Facts) Planned {
	if f.Zone == nil {
		f.Zone = time.UTC
	}
	p := planner{f: &f, facts: care.NewReasonBuilder(12), reasons: make(care.Reasons, 0, 6)}
	p.start = f.Now
	if f.NotBefore.After(f.Now) {
		p.start = f.NotBefore
		p.because(CodeNotBefore, "", care.NewFact("at", p.local(f.NotBefore)))
	}
	if !f.Expires.IsZero() && !p.start.Before(f.Expires) {
		p.because(CodeExpired, "", care.NewFact("at", p.local(f.Expires)))
		return Planned{Verdict: VerdictTask, Reasons: p.reasons}
	}
	p.day = calendar.DateOf(p.start, f.Zone)
	mendable := len(f.Routes) == 0
	if mendable {
		p.because(CodeNoRoute, "")
	}
	for i := range f.Routes {
		at, why := p.route(&f.Routes[i])
		if why == open {
			verdict := VerdictSend
			if at.After(f.Now) {
				verdict = VerdictWait
			}
			return Planned{Verdict: verdict, Channel: f.Routes[i].Channel, Route: i, At: at, Reasons: p.reasons}
		}
		mendable = mendable || why == broken
	}
	if mendable {
		return Planned{Verdict: VerdictTask, Reasons: p.reasons}
	}
	return Planned{Verdict: VerdictDecline, Reasons: p.reasons}
}

// What stands in the way of a route.
type obstacle int

const (
	open    obstacle = iota // nothing
	refused                 // the customer's own word
	broken                  // something that a person can mend
)

type planner struct {
	f       *Facts
	start   time.Time
	day     calendar.Date
	facts   care.ReasonBuilder
	reasons care.Reasons
	from    int // where the reasons of the route begin
}

func (p *planner) because(c *care.Code, rule string, facts ...care.Fact) {
	p.reasons = append(p.reasons, p.facts.Reason(c, facts...).Under(rule))
}

// local is an instant on the customer's clock.
func (p *planner) local(t time.Time) time.Time { return t.In(p.f.Zone) }

// route says when a route can be taken, or what stands in its way.
func (p *planner) route(r *Route) (time.Time, obstacle) {
	p.from = len(p.reasons)
	channel := care.NewFact("channel", care.NameOf(r.Channel))
	agreed, ok := p.consent(r, channel)
	switch {
	case !ok:
		return time.Time{}, refused
	case r.Failed != "":
		p.because(CodeFailed, "", channel, care.NewFact("outcome", care.NameOf(r.Failed)))
	case !r.Sender:
		p.because(CodeNoSender, "", channel)
	case !r.Address:
		p.because(CodeNoAddress, "", channel)
	case !r.Wording:
		p.because(CodeNoWording, "", channel)
	default:
		at, ever := p.first(r, agreed)
		if !ever {
			p.because(CodeNeverOpen, "", channel)
			return time.Time{}, broken
		}
		if !p.f.Expires.IsZero() && !at.Before(p.f.Expires) {
			p.because(CodeTooLate, "", channel, care.NewFact("at", p.local(at)), care.NewFact("expires", p.local(p.f.Expires)))
			return time.Time{}, broken
		}
		p.because(CodeGoesBy, "", channel)
		return at, open
	}
	return time.Time{}, broken
}

// consent says whether the customer lets the notice come by a route, and what else was agreed to.
func (p *planner) consent(r *Route, channel care.Fact) (Agreed, bool) {
	need, source := NeedNothing, ""
	for i := range p.f.Rules {
		rule := &p.f.Rules[i]
		if rule.Need != NeedNothing && need != NeedGranted && rule.binds(p.f.Purpose, r.Channel, p.day) {
			need, source = rule.Need, rule.Source
		}
	}
	if need == NeedNothing {
		return Agreed{}, true
	}
	customer, address := p.f.Standing.on(p.f.Purpose, r.Channel), r.Standing.on(p.f.Purpose, r.Channel)
	if customer.withdrawn.IsZero() {
		customer.withdrawn = address.withdrawn
	}
	if customer.granted.IsZero() {
		customer.granted, customer.agreed = address.granted, address.agreed
	}
	switch {
	case !customer.withdrawn.IsZero():
		p.because(CodeRefused, source, channel, care.NewFact("at", p.local(customer.withdrawn)))
		return Agreed{}, false
	case !customer.granted.IsZero():
		p.because(CodeGranted, source, care.NewFact("at", p.local(customer.granted)), channel)
		return customer.agreed, true
	case need == NeedGranted:
		p.because(CodeNotGranted, source, channel)
		return Agreed{}, false
	}
	return Agreed{}, true
}

// first is the first instant at which all hours and caps let a notice through. Rules of one house may never be open together: then there is none.
func (p *planner) first(r *Route, agreed Agreed) (at time.Time, ever bool) {
	const rounds = 32
	at = p.start
	for range rounds {
		was := at
		for i := range p.f.Rules {
			if rule := &p.f.Rules[i]; rule.binds(p.f.Purpose, r.Channel, p.day) {
				at = p.wait(r, rule, agreed, at)
			}
		}
		if at.Equal(was) {
			return at, true
		}
	}
	return time.Time{}, false
}

// wait is the first instant at or after t at which one rule lets a notice through.
func (p *planner) wait(r *Route, rule *Rule, agreed Agreed, t time.Time) time.Time {
	if !rule.Hours.IsZero() && !(rule.Waivable && agreed.AnyHour) {
		if next := rule.Hours.open(t, p.f.Zone); next.After(t) {
			p.onceBecause(CodeHours, rule.Source, care.NewFact("channel", care.NameOf(r.Channel)),
				care.NewFact("from", rule.Hours.From.String()), care.NewFact("until", rule.Hours.Until.String()))
			t = next
		}
	}
	if rule.Cap == (Cap{}) {
		return t
	}
	limit, standing := rule.Cap, &p.f.Standing
	if rule.Waivable && agreed.Daily > 0 {
		limit = Cap{agreed.Daily, day}
	}
	if rule.Channel != "" {
		standing = &r.Standing
	}
	if next := standing.capped(limit, rule.Purpose, rule.Channel, t); next.After(t) {
		p.onceBecause(CodeCap, rule.Source, care.NewFact("channel", care.NameOf(r.Channel)),
			care.NewFact("hours", int(limit.Within/time.Hour)), care.NewFact("most", limit.Most))
		t = next
	}
	return t
}

// onceBecause gives a reason unless the route has one of the same code under the same rule.
func (p *planner) onceBecause(c *care.Code, rule string, facts ...care.Fact) {
	for _, r := range p.reasons[p.from:] {
		if r.Is(c) && r.Rule() == rule {
			return
		}
	}
	p.because(c, rule, facts...)
}
