package sla

import (
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
)

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

// enter notes an edition under every combination of its scope, for as long as no later edition takes over.
func (b *Book) enter(p *care.Problems, path string, a *Agreement, editions []*Agreement) {
	w := window{a.From, a.Until}
	for _, later := range editions {
		switch {
		case later.Edition <= a.Edition:
		case !later.From.After(a.From):
			return // it was never in force
		default:
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
