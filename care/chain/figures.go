package chain

import (
	"context"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Counter takes what is counted for the service policy; [Service.Figures] says what. policy.Tally of care/policy is one.
type Counter interface {
	// Span is the time that is wanted of any of these figures; false if none is.
	Span(figures ...string) (from, before time.Time, wanted bool)
	// AsOf is when things are read.
	AsOf() time.Time
	// Count counts one more of a figure, as of an instant.
	Count(figure string, segment care.SegmentRef, at time.Time, yes bool)
}

// What Figures counts, by the codes of care/policy.
const (
	flowsKept = "chain_case.kept"       // of ended cases, by when they began: the promise of the flow was kept
	linksKept = "chain_case.links_kept" // of their handovers: within the goal of the link
	firstPass = "chain_case.first_pass" // of their handovers that were accepted: nothing was sent back
)

// Figures counts what the ended cases of all flows that began in the wanted time tell of the service policy. Its error is also that of a calendar that is gone.
func (s Service) Figures(ctx context.Context, t Counter) error {
	from, before, wanted := t.Span(flowsKept, linksKept, firstPass)
	if !wanted {
		return nil
	}
	var last FlowCode
	for p, err := range flows.List(s.store, byEdition.Prefix()).All(ctx) {
		if err != nil {
			return err
		}
		if p.Flow.Code == last { // another edition of it
			continue
		}
		last = p.Flow.Code
		if err := s.countFlow(ctx, t, last, from, before); err != nil {
			return err
		}
	}
	return nil
}

// countFlow counts the ended cases of a flow, each by its own edition.
func (s Service) countFlow(ctx context.Context, t Counter, code FlowCode, from, before time.Time) error {
	compiled := map[int]*Chain{}
	for c, err := range cases.List(s.store, byOpen.Prefix(code, false).From(from).Before(before)).All(ctx) {
		if err != nil {
			return err
		}
		if compiled[c.Edition] == nil {
			err := s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
				compiled[c.Edition], err = s.chain(ctx, r, code, c.Edition)
				return err
			})
			if err != nil {
				return err
			}
		}
		course, err := compiled[c.Edition].Course(c.Events, t.AsOf())
		if err != nil {
			return err
		}
		course.count(t)
	}
	return nil
}

// count counts a course that has ended.
func (r *Course) count(t Counter) {
	t.Count(flowsKept, "", r.Start, r.Late == 0)
	for i := range r.Passages {
		p := &r.Passages[i]
		if p.State == "" || p.State == Cancelled {
			continue
		}
		t.Count(linksKept, "", r.Start, !p.Late)
		if p.State == Accepted {
			t.Count(firstPass, "", r.Start, p.Rejected == 0)
		}
	}
}
