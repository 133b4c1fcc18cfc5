package enquiry

import (
	"context"

	"github.com/chamsoc/chamsoc/care/policy"
)

// Figures counts what enquiries tell of the service policy: a [policy.Gatherer].
func (s Service) Figures(ctx context.Context, t *policy.Tally) error {
	from, before, wanted := t.Span(policy.FigureEnquiriesServed, policy.FigureEnquiriesAnswered)
	if !wanted {
		return nil
	}
	for topic := range Topic("").Terms().All() {
		for e, err := range enquiries.List(s.store, byTopic.Prefix(topic).From(from).Before(before)).All(ctx) {
			if err != nil {
				return err
			}
			t.Count(policy.FigureEnquiriesServed, e.Segment, e.At, e.Outcome != Unavailable)
			t.Count(policy.FigureEnquiriesAnswered, e.Segment, e.At, e.Outcome == Answered)
		}
	}
	return nil
}
