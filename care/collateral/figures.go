package collateral

import (
	"context"
	"errors"

	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/storage"
)

// Figures counts what checks, absences, answers and requests tell of the service policy: a [policy.Gatherer]. A check of a window is one that was due in it.
func (s Service) Figures(ctx context.Context, t *policy.Tally) error {
	for _, count := range []func(context.Context, *policy.Tally) error{s.countPlaces, s.countUnderstood, s.countRequests} {
		if err := count(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// countPlaces counts the checks of each place, and what was asked for there in vain.
func (s Service) countPlaces(ctx context.Context, t *policy.Tally) error {
	if _, _, wanted := t.Span(policy.FigureChecksDone, policy.FigureStocked, policy.FigureAskedInVain); !wanted {
		return nil
	}
	for place, err := range places.List(s.store, byRef.Prefix()).All(ctx) {
		if err != nil {
			return err
		}
		if err := errors.Join(s.countChecks(ctx, t, place), s.countAbsences(ctx, t, place)); err != nil {
			return err
		}
	}
	return nil
}

// countChecks counts each week of a place once, however often it was counted in it.
func (s Service) countChecks(ctx context.Context, t *policy.Tally, place Place) error {
	from, before, wanted := t.Span(policy.FigureChecksDone, policy.FigureStocked)
	if !wanted {
		return nil
	}
	var last Check
	for c, err := range checks.List(s.store, byCheck.Prefix(place.Ref).From(from).Before(before)).All(ctx) {
		if err != nil {
			return err
		}
		if !c.Due.Equal(last.Due) {
			t.Count(policy.FigureChecksDone, "", c.Due, c.Result != CheckNone)
		}
		for _, line := range c.Lines {
			t.Count(policy.FigureStocked, "", c.Due, line.Standing == InOrder)
		}
		last = c
	}
	return nil
}

// countAbsences counts what was asked for in vain since a place was there.
func (s Service) countAbsences(ctx context.Context, t *policy.Tally, place Place) error {
	from, before, wanted := t.Span(policy.FigureAskedInVain)
	if !wanted {
		return nil
	}
	if !place.Began.IsZero() {
		t.AddNone(policy.FigureAskedInVain, "", t.Date(place.Began))
	}
	for a, err := range absences.List(s.store, byAbsence.Prefix(place.Ref).From(from).Before(before)).All(ctx) {
		if err != nil {
			return err
		}
		t.AddAmount(policy.FigureAskedInVain, "", t.Date(a.At), 1, 1)
	}
	return nil
}

// countUnderstood counts the answers to the questions about what is in force.
func (s Service) countUnderstood(ctx context.Context, t *policy.Tally) error {
	if _, _, wanted := t.Dates(policy.FigureUnderstood); !wanted {
		return nil
	}
	for m, err := range materials.List(s.store, byCode.Prefix()).All(ctx) {
		if err != nil {
			return err
		}
		share, err := s.understoodNow(ctx, t, m)
		if err != nil {
			return err
		}
		t.AddShare(policy.FigureUnderstood, "", t.Today(), share)
	}
	return nil
}

// understoodNow is the share of right answers about the edition of a material that is in force.
func (s Service) understoodNow(ctx context.Context, t *policy.Tally, m Material) (share stats.Share, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		current, err := editions.Page(ctx, r, byFrom.Prefix(m.Code).Before(t.Today().AddDays(1)).Reverse(), "", 1)
		if err != nil || len(current.Items) == 0 {
			return err
		}
		e := current.Items[0]
		all, err := understood.Page(ctx, r, byQuestion.Prefix(e.ID, e.Draft), "", storage.MaxPage)
		for _, u := range all.Items {
			share = share.Plus(u.Share)
		}
		return err
	})
	return share, err
}

// countRequests counts what was to be sent to customers who cannot come.
func (s Service) countRequests(ctx context.Context, t *policy.Tally) error {
	from, before, wanted := t.Span(policy.FigureMaterialSent)
	if !wanted {
		return nil
	}
	for r, err := range requests.List(s.store, requestByAt.Prefix().From(from).Before(before)).All(ctx) {
		if err != nil {
			return err
		}
		switch {
		case r.Status == Sent:
			t.Count(policy.FigureMaterialSent, "", r.At, !r.Ended.After(r.Due))
		case r.Status == Waiting && r.Due.Before(t.AsOf()):
			t.Count(policy.FigureMaterialSent, "", r.At, false)
		}
	}
	return nil
}
