package feedback

import (
	"context"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Figures counts what customers answered, and what was done about it, for the service policy: a [policy.Gatherer]. An answer belongs to the month of its invitation,
// whatever follows from it to the time at which it was raised.
func (s Service) Figures(ctx context.Context, t *policy.Tally) error {
	for _, count := range []func(context.Context, *policy.Tally) error{s.countAnswers, s.countFollowUps, s.countRaised, s.countOpen, s.countInspections, s.countRecoveries, s.countChanges} {
		if err := count(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// countAnswers counts the answers to each survey, by its latest edition.
func (s Service) countAnswers(ctx context.Context, t *policy.Tally) error {
	from, to, wanted := t.Dates(policy.FigureResponse, policy.FigureSatisfaction, policy.FigureRecommendation)
	if !wanted {
		return nil
	}
	var latest Survey
	for survey, err := range surveys.List(s.store, byEdition.Prefix()).All(ctx) {
		if err != nil {
			return err
		}
		if latest.Code != "" && survey.Code != latest.Code {
			if err := s.countSurvey(ctx, t, latest, from, to); err != nil {
				return err
			}
		}
		latest = survey // by code and edition
	}
	if latest.Code == "" {
		return nil
	}
	return s.countSurvey(ctx, t, latest, from, to)
}

// countSurvey counts one survey: whoever was invited once, by the first question that has a scale, and the first of each kind.
func (s Service) countSurvey(ctx context.Context, t *policy.Tally, survey Survey, from, to calendar.Date) error {
	lead, first := "", map[Kind]string{}
	for _, q := range survey.Questions {
		if _, high := q.Kind.Scale(); high > 0 && lead == "" {
			lead = q.Code
		}
		if first[q.Kind] == "" {
			first[q.Kind] = q.Code
		}
	}
	for r, err := range s.Rollups(survey.Code, from, to.AddDays(1)).All(ctx) {
		if err != nil {
			return err
		}
		cell := r.Cell
		if cell.Question == lead {
			t.AddShare(policy.FigureResponse, cell.Segment, cell.Month, stats.Share{Yes: r.Counts.Answered(), Of: r.Counts.Asked})
		}
		switch {
		case cell.Question != first[cell.Kind]:
		case cell.Kind == KindCSAT:
			t.AddPoints(policy.FigureSatisfaction, cell.Segment, cell.Month, r.Counts.meanOf(func(point int) float64 { return float64(point) }))
		case cell.Kind == KindNPS:
			t.AddPoints(policy.FigureRecommendation, cell.Segment, cell.Month, r.Counts.meanOf(promoter))
		}
	}
	return nil
}

// promoter is what an answer adds to the score of recommendation: 9 and 10 are promoters, up to 6 detractors (F. Reichheld, 2003).
func promoter(point int) float64 {
	switch {
	case point >= 9:
		return 100
	case point <= 6:
		return -100
	}
	return 0
}

// meanOf is the mean of what the points are worth.
func (c Counts) meanOf(worth func(point int) float64) (m stats.Mean) {
	for point, n := range c.Points {
		x := worth(point)
		m = m.Plus(stats.Mean{N: n, Sum: float64(n) * x, Squares: float64(n) * x * x})
	}
	return m
}

// countFollowUps counts what became of the unhappy.
func (s Service) countFollowUps(ctx context.Context, t *policy.Tally) error {
	from, before, wanted := t.Span(policy.FigureUnhappyReplied, policy.FigureUnhappyResolved)
	if !wanted {
		return nil
	}
	for f, err := range s.FollowUps(from, before).All(ctx) {
		if err != nil {
			return err
		}
		one := ClosureOf([]FollowUp{f}, t.AsOf())
		t.AddShare(policy.FigureUnhappyReplied, "", t.Date(f.Raised), one.InTime)
		t.AddShare(policy.FigureUnhappyResolved, "", t.Date(f.Raised), one.Resolved)
	}
	return nil
}

// countRaised counts what became of findings.
func (s Service) countRaised(ctx context.Context, t *policy.Tally) error {
	from, before, wanted := t.Span(policy.FigureFindingsClosed)
	if !wanted {
		return nil
	}
	for f, err := range s.Raised(from, before).All(ctx) {
		if err != nil {
			return err
		}
		t.Count(policy.FigureFindingsClosed, "", f.Raised, f.Stage == StageClosed)
	}
	return nil
}

// countOpen counts the findings that are open now. That there are none is known only where there were some.
func (s Service) countOpen(ctx context.Context, t *policy.Tally) error {
	if _, _, wanted := t.Dates(policy.FigureFindingsOpen, policy.FigureFindingsOwned); !wanted {
		return nil
	}
	if ever, err := findings.List(s.store, byRaised.Prefix()).Page(ctx, "", 1); err != nil {
		return err
	} else if len(ever.Items) > 0 {
		t.AddNone(policy.FigureFindingsOpen, "", t.Today())
	}
	for f, err := range s.Findings().All(ctx) {
		if err != nil {
			return err
		}
		t.AddAmount(policy.FigureFindingsOpen, "", t.Today(), 1, 1)
		t.Count(policy.FigureFindingsOwned, "", t.AsOf(), len(f.Actions) > 0)
	}
	return nil
}

// countInspections counts the inspections, and what they looked at of lots whose size is known.
func (s Service) countInspections(ctx context.Context, t *policy.Tally) error {
	from, before, wanted := t.Span(policy.FigureInspected, policy.FigureInspectionsFailed)
	if !wanted {
		return nil
	}
	for i, err := range s.Inspections(from, before).All(ctx) {
		if err != nil {
			return err
		}
		t.Count(policy.FigureInspectionsFailed, "", i.At, !i.Passed)
		if i.Plan.Lot > 0 {
			t.AddShare(policy.FigureInspected, "", t.Date(i.At), stats.Share{Yes: i.Plan.Sample, Of: i.Plan.Lot})
		}
	}
	return nil
}

// countRecoveries counts the customers who stayed.
func (s Service) countRecoveries(ctx context.Context, t *policy.Tally) error {
	from, before, wanted := t.Span(policy.FigureRecovered)
	if !wanted {
		return nil
	}
	for r, err := range recoveries.List(s.store, recoveryByAt.Prefix().From(from).Before(before)).All(ctx) {
		if err != nil {
			return err
		}
		if r.Outcome != "" && !r.HeldOut && !r.Withdrawn {
			t.Count(policy.FigureRecovered, r.Failure.Segment, r.At, r.Outcome == OutcomeKept)
		}
	}
	return nil
}

// countChanges counts how often demand has changed since it was first counted, of streams that were judged until the end of the last window.
func (s Service) countChanges(ctx context.Context, t *policy.Tally) error {
	_, to, wanted := t.Dates(policy.FigureDemandChanges)
	if !wanted {
		return nil
	}
	for stream, err := range s.Streams().All(ctx) {
		if err != nil {
			return err
		}
		if stream.Judged.Before(to) {
			continue // nobody has looked at all of the last window
		}
		first, err := demandDays.List(s.store, byDemandDay.Prefix(stream.Topic, stream.Segment)).Page(ctx, "", 1)
		if err != nil {
			return err
		}
		if len(first.Items) > 0 {
			t.AddNone(policy.FigureDemandChanges, stream.Segment, first.Items[0].Day)
		}
		for _, change := range stream.Changes {
			t.AddAmount(policy.FigureDemandChanges, stream.Segment, change.Day, 1, 1)
		}
	}
	return nil
}
