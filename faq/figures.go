package faq

import (
	"context"

	"github.com/chamsoc/chamsoc/care/policy"
)

// Figures counts what questions tell of the service policy: a [policy.Gatherer]. A question that was typed belongs to when it was asked, one that was captured to when it
// was recorded.
func (s Service) Figures(ctx context.Context, t *policy.Tally) error {
	if from, before, wanted := t.Span(policy.FigureAskedAnswered, policy.FigureAskedHelped); wanted {
		for a, err := range asks.List(s.store, byAskedAt.Prefix().From(from).Before(before)).All(ctx) {
			if err != nil {
				return err
			}
			t.Count(policy.FigureAskedAnswered, "", a.At, !a.Unanswered)
			if a.Helped != "" {
				t.Count(policy.FigureAskedHelped, "", a.At, a.Helped == Yes)
			}
		}
	}
	from, before, wanted := t.Span(policy.FigureQuestionsInTime)
	if !wanted {
		return nil
	}
	for q, err := range questions.List(s.store, byRecorded.Prefix().From(from).Before(before)).All(ctx) {
		if err != nil {
			return err
		}
		switch {
		case q.State == Answered:
			t.Count(policy.FigureQuestionsInTime, "", q.Recorded, !q.Replied.After(q.Due))
		case q.State == Open && q.Due.Before(t.AsOf()):
			t.Count(policy.FigureQuestionsInTime, "", q.Recorded, false)
		}
	}
	return nil
}
