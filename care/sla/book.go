package sla

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Book is all agreements and calendars of a company, every edition that cases may still name. It does not change and is safe for concurrent use.
type Book struct {
	promises map[Ref]*Promise
	entries  map[scopeKey][]entry
	byCode   map[CalendarCode][]Calendar // in order of From and edition
}

// scopeKey is one combination of what a scope names; what it does not name is empty.
type scopeKey struct {
	customer care.CustomerRef
	segment  care.SegmentRef
	channel  care.Channel
	topic    Topic
}

// entry is an edition of an agreement while it is in force.
type entry struct {
	agreement *Agreement
	window
}

// window is from an instant until before another; a zero until is for ever.
type window struct{ from, until time.Time }

func (w window) holds(t time.Time) bool {
	return !t.Before(w.from) && (w.until.IsZero() || t.Before(w.until))
}

func (w window) empty() bool { return !w.until.IsZero() && !w.until.After(w.from) }

func (w window) overlap(o window) window {
	if o.from.After(w.from) {
		w.from = o.from
	}
	if w.until.IsZero() || !o.until.IsZero() && o.until.Before(w.until) {
		w.until = o.until
	}
	return w
}

// maxScope is how many combinations one scope may name.
const maxScope = 100_000

// NewBook checks agreements and calendars and joins them. A *care.Invalid lists everything that is wrong: with each agreement, editions that are there
// twice, calendars that are missing, and every two agreements that would fit some case equally well.
func NewBook(agreements []Agreement, calendars []Calendar) (*Book, error) {
	b := &Book{promises: map[Ref]*Promise{}, entries: map[scopeKey][]entry{}, byCode: map[CalendarCode][]Calendar{}}
	var problems care.Problems
	b.addCalendars(&problems, calendars)
	all := make([]Agreement, len(agreements))
	editions := map[AgreementCode][]*Agreement{}
	for i, a := range agreements {
		all[i] = a.clone()
		path := fmt.Sprintf("agreements[%d]", i)
		for _, other := range editions[a.Code] {
			if other.Edition == a.Edition {
				problems.Add(path+".edition", "", CodeEditionTwice.With(care.NewFact("code", a.Code), care.NewFact("edition", a.Edition)))
			}
		}
		editions[a.Code] = append(editions[a.Code], &all[i])
		problems.Join(path, "", b.promise(all[i]))
	}
	for i := range all {
		b.enter(&problems, fmt.Sprintf("agreements[%d].scope", i), &all[i], editions[all[i].Code])
	}
	b.findTies(&problems)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return b, nil
}

func (b *Book) addCalendars(p *care.Problems, calendars []Calendar) {
	for i, c := range calendars {
		path := fmt.Sprintf("calendars[%d]", i)
		care.Required(p, path+".code", string(c.Code), care.ParseRef[CalendarCode])
		if c.Edition < 1 {
			p.Add(path+".edition", "", CodeEdition.With())
		}
		if c.Hours == nil {
			p.Add(path+".hours", "", care.CodeMissing.With())
		}
		if slices.ContainsFunc(b.byCode[c.Code], func(o Calendar) bool { return o.Edition == c.Edition }) {
			p.Add(path+".edition", "", CodeEditionTwice.With(care.NewFact("code", c.Code), care.NewFact("edition", c.Edition)))
		}
		b.byCode[c.Code] = append(b.byCode[c.Code], c)
	}
	for _, editions := range b.byCode {
		slices.SortFunc(editions, func(x, y Calendar) int { return cmp.Or(x.From.Compare(y.From), cmp.Compare(x.Edition, y.Edition)) })
	}
}

// promise makes the promises of one edition of an agreement, with each edition of its calendar.
func (b *Book) promise(a Agreement) error {
	editions := b.byCode[a.Calendar]
	if len(editions) == 0 {
		editions = []Calendar{{}} // which is refused with what else is wrong
	}
	for _, c := range editions {
		p, err := NewPromise(a, c)
		if err != nil {
			return err
		}
		p.book = b
		b.promises[p.ref] = p
	}
	return nil
}

// enter notes an edition under every combination of its scope, for as long as no later edition takes over.
func (b *Book) enter(p *care.Problems, path string, a *Agreement, editions []*Agreement) {
	w := window{a.From, a.Until}
	for _, later := range editions {
		if later.Edition > a.Edition {
			w = w.overlap(window{until: later.From})
		}
	}
	s := a.Scope
	n := 1
	for _, length := range []int{len(s.Customers), len(s.Segments), len(s.Channels), len(s.Topics)} {
		n *= max(1, length)
		if n > maxScope {
			p.Add(path, "", care.CodeTooMany.With(care.NewFact("limit", maxScope)))
			return
		}
	}
	for k, value := range s.values {
		if value == "" {
			p.Add(path+"."+k, "", care.CodeMissing.With())
			return
		}
	}
	if w.empty() {
		return
	}
	for _, key := range s.keys() {
		for _, other := range b.entries[key] {
			b.tie(p, path, other, entry{a, w})
		}
		b.entries[key] = append(b.entries[key], entry{a, w})
	}
}

// values yields everything that a scope names.
func (s Scope) values(yield func(list, value string) bool) {
	for _, v := range s.Customers {
		if !yield("customers", string(v)) {
			return
		}
	}
	for _, v := range s.Segments {
		if !yield("segments", string(v)) {
			return
		}
	}
	for _, v := range s.Channels {
		if !yield("channels", string(v)) {
			return
		}
	}
	for _, v := range s.Topics {
		if !yield("topics", string(v)) {
			return
		}
	}
}

// keys are all combinations of what a scope names, each once.
func (s Scope) keys() (keys []scopeKey) {
	for _, customer := range orNone(s.Customers) {
		for _, segment := range orNone(s.Segments) {
			for _, channel := range orNone(s.Channels) {
				for _, topic := range orNone(s.Topics) {
					keys = append(keys, scopeKey{customer, segment, channel, topic})
				}
			}
		}
	}
	return keys
}

func orNone[R ~string](refs []R) []R {
	if len(refs) == 0 {
		return []R{""}
	}
	refs = slices.Clone(refs)
	slices.Sort(refs)
	return slices.Compact(refs)
}

// tie refuses two agreements that are in force together and fit equally well.
func (b *Book) tie(p *care.Problems, path string, x, y entry) {
	w := x.window.overlap(y.window)
	if w.empty() || x.agreement == y.agreement {
		return
	}
	p.Add(path, "", CodeTie.With(care.NewFact("first", x.name()), care.NewFact("second", y.name()), care.NewFact("from", w.from)))
}

func (e entry) name() string { return fmt.Sprintf("%s/%d", e.agreement.Code, e.agreement.Edition) }

// findTies finds agreements for a channel and agreements for a topic that fit the same case equally well, unless another one is for that channel and topic.
func (b *Book) findTies(p *care.Problems) {
	type whom struct {
		customer care.CustomerRef
		segment  care.SegmentRef
	}
	type named struct{ channels, topics []scopeKey }
	groups := map[whom]*named{}
	for key := range b.entries {
		g := groups[whom{key.customer, key.segment}]
		if g == nil {
			g = &named{}
			groups[whom{key.customer, key.segment}] = g
		}
		switch {
		case key.channel != "" && key.topic == "":
			g.channels = append(g.channels, key)
		case key.channel == "" && key.topic != "":
			g.topics = append(g.topics, key)
		}
	}
	for _, g := range groups {
		for _, c := range g.channels {
			for _, t := range g.topics {
				both := c
				both.topic = t.topic
				b.crossTies(p, b.entries[c], b.entries[t], b.entries[both])
			}
		}
	}
}

func (b *Book) crossTies(p *care.Problems, channels, topics, both []entry) {
	for _, c := range channels {
		for _, t := range topics {
			w := c.window.overlap(t.window)
			covered := slices.ContainsFunc(both, func(e entry) bool { return e.window.overlap(w) == w })
			if !covered {
				b.tie(p, "agreements", c, t)
			}
		}
	}
}

// Promise returns the promise of a ref, and whether the book has both editions.
func (b *Book) Promise(r Ref) (*Promise, bool) {
	p, ok := b.promises[r]
	return p, ok
}

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
