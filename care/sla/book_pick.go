package sla

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Query is what an agreement is picked by.
type Query struct {
	Customer care.CustomerRef
	Segment  care.SegmentRef
	Channel  care.Channel
	Topic    Topic
	At       time.Time // when the case was opened
}

// Choice is the promise of a case, and why that one. Promise is nil if no agreement fits.
type Choice struct {
	Promise *Promise
	Reasons care.Reasons
}

// Pick picks the most specific agreement that is in force: one that names the customer before one that names the segment, before one that names channel and
// topic, one of both, before the default; and of those that name the customer, one that names the segment too, and so on. The calendar is of the
// edition in force.
func (b *Book) Pick(q Query) Choice {
	var best *Agreement
	var why *care.Code
	var others []string
	for _, s := range q.keys() {
		for _, e := range b.entries[s.scopeKey] {
			switch {
			case !e.holds(q.At):
			case best == nil:
				best, why = e.agreement, s.why
			default:
				others = append(others, string(e.agreement.Code))
			}
		}
	}
	if best == nil {
		return Choice{Reasons: care.Reasons{CodeNoAgreement.With(care.NewFact("at", q.At))}}
	}
	c, ok := b.calendar(best.Calendar, q.At)
	if !ok {
		return Choice{Reasons: care.Reasons{CodeNoCalendar.With(care.NewFact("calendar", best.Calendar), care.NewFact("at", q.At))}}
	}
	choice := Choice{Promise: b.promises[Ref{best.Code, best.Edition, c.Code, c.Edition}]}
	choice.Reasons = care.Reasons{why.With(
		care.NewFact("agreement", best.title()), care.NewFact("edition", best.Edition), care.NewFact("calendar", c.Code))}
	if len(others) > 0 {
		choice.Reasons = append(choice.Reasons, CodePassedOver.With(care.NewFact("others", others)))
	}
	return choice
}

// title is the agreement's name, or its code.
func (a *Agreement) title() care.Text {
	if a.Name == (care.Text{}) {
		return care.Text{VI: string(a.Code), EN: string(a.Code)}
	}
	return a.Name
}

// Calendar is the calendar of a code that is in force at an instant, and whether there is one. It counts the time before by the editions before only where its
// definition says so: see calendar.Definition.Before. A nil Book has none.
func (b *Book) Calendar(code CalendarCode, at time.Time) (*calendar.Calendar, bool) {
	if b == nil {
		return nil, false
	}
	c, ok := b.calendar(code, at)
	return c.Hours, ok
}

// calendar is the edition in force at an instant: of those that apply by then, the latest.
func (b *Book) calendar(code CalendarCode, at time.Time) (best Calendar, ok bool) {
	for _, c := range b.byCode[code] {
		if !c.From.After(at) {
			best, ok = c, true
		}
	}
	return best, ok
}

// match is a combination under which an agreement may be found, and what is said of it.
type match struct {
	scopeKey
	why *care.Code
}

// keys are the combinations that fit a case, the most specific first, each once.
func (q Query) keys() []match {
	keys := make([]match, 0, 16)
	for _, customer := range orAny(q.Customer) {
		for _, segment := range orAny(q.Segment) {
			for _, channel := range orAny(q.Channel) {
				for _, topic := range orAny(q.Topic) {
					m := match{scopeKey{customer, segment, channel, topic}, CodeByDefault}
					switch {
					case customer != "":
						m.why = CodeByCustomer
					case segment != "":
						m.why = CodeBySegment
					case channel != "" || topic != "":
						m.why = CodeByChannelTopic
					}
					keys = append(keys, m)
				}
			}
		}
	}
	return keys
}

func orAny[R ~string](ref R) []R {
	if ref == "" {
		return []R{""}
	}
	return []R{ref, ""}
}
