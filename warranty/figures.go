package warranty

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/storage"
)

// Figures counts what registrations, claims and repairs tell of the service policy: a [policy.Gatherer]. A claim of a window is one that was received in it, a unit one
// that was delivered in it.
func (s Service) Figures(ctx context.Context, t *policy.Tally) error {
	for _, count := range []func(context.Context, *policy.Tally) error{s.countUnits, s.countClaims, s.countBacklog, s.countTold} {
		if err := count(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// countUnits counts what was delivered, of each product that has a warranty.
func (s Service) countUnits(ctx context.Context, t *policy.Tally) error {
	from, to, wanted := t.Dates(policy.FigureTraced, policy.FigureEarlyClaims)
	if !wanted {
		return nil
	}
	for cover, err := range coverages.List(s.store, byProduct.Prefix()).All(ctx) {
		if err != nil {
			return err
		}
		units := registrations.List(s.store, byModel.Prefix(cover.Product).From(from).Before(to.AddDays(1)))
		for r, err := range units.All(ctx) {
			if err != nil {
				return err
			}
			if !r.sold() {
				continue
			}
			t.AddShare(policy.FigureEarlyClaims, "", r.Delivered, stats.Share{Of: 1}) // countClaims adds those that were
			if !r.Cleared() {
				traced := stats.Share{Of: 1}
				if r.Serial != "" && (r.Customer != "" || r.Phone != "") {
					traced.Yes = 1
				}
				t.AddShare(policy.FigureTraced, "", r.Delivered, traced)
			}
		}
	}
	return nil
}

// sold reports whether the unit was sold, and did not come in the place of one that was.
func (r Registration) sold() bool { return r.Withdrawn.IsZero() && r.Replaces.IsZero() }

// countClaims counts what was brought back.
func (s Service) countClaims(ctx context.Context, t *policy.Tally) error {
	from, before, wanted := t.Span(policy.FigureWarrantyClaims, policy.FigureEarlyClaims, policy.FigureClaimsOnTime, policy.FigureRepairsOnTime, policy.FigureLoaners)
	if !wanted {
		return nil
	}
	if page, err := coverages.List(s.store, byProduct.Prefix()).Page(ctx, "", 1); err != nil {
		return err
	} else if len(page.Items) > 0 { // something is under warranty
		t.AddNone(policy.FigureWarrantyClaims, "", t.Date(from))
	}
	_, _, early := t.Span(policy.FigureEarlyClaims)
	for c, err := range claims.List(s.store, claimByReceived.Prefix().From(from).Before(before)).All(ctx) {
		if err != nil {
			return err
		}
		t.AddAmount(policy.FigureWarrantyClaims, "", t.Date(c.Received), 1, 1)
		onTime, known := c.onTime(t.AsOf())
		if known {
			t.Count(policy.FigureClaimsOnTime, "", c.Received, onTime)
		}
		if early {
			if err := s.countEarly(ctx, t, c); err != nil {
				return err
			}
		}
		if c.State.Centre != "" {
			if known {
				t.Count(policy.FigureRepairsOnTime, "", c.Received, onTime)
			}
			t.Count(policy.FigureLoaners, "", c.Received, c.State.Loan.Kind == LoanerGiven)
		}
	}
	return nil
}

// countEarly counts the first claim on a unit in the windows in which the unit was delivered.
func (s Service) countEarly(ctx context.Context, t *policy.Tally, c Claim) error {
	return s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		unit, err := registrations.Get(ctx, r, c.Registration)
		if errors.Is(err, storage.ErrNotFound) || err == nil && !unit.sold() {
			return nil
		}
		if err != nil {
			return err
		}
		first, err := claims.Page(ctx, r, claimByRegistration.Prefix(unit.ID), "", 1)
		if err == nil && len(first.Items) > 0 && first.Items[0].ID == c.ID {
			t.AddShareWithin(policy.FigureEarlyClaims, "", unit.Delivered, t.Date(c.Received), stats.Share{Yes: 1})
		}
		return err
	})
}

// onTime reports whether the customer had the claim settled by when it was promised. It is known when it was, or when that has passed, and never of one that the customer
// has withdrawn.
func (c Claim) onTime(at time.Time) (kept, known bool) {
	s := c.State
	switch {
	case s.Status == ClaimStatusDropped:
		return false, false
	case s.Overdue || c.Open && s.Promised.Before(at):
		return false, true
	case c.Open:
		return false, false
	}
	return !s.Ended.After(s.Promised), true
}

// countBacklog counts the repairs that wait.
func (s Service) countBacklog(ctx context.Context, t *policy.Tally) error {
	if _, _, wanted := t.Dates(policy.FigureRepairsWaiting); !wanted {
		return nil
	}
	for centre, err := range centres.List(s.store, centreByCode.Prefix()).All(ctx) {
		if err != nil {
			return err
		}
		t.AddNone(policy.FigureRepairsWaiting, "", t.Today())
		for _, err := range s.Backlog(centre.Code).All(ctx) {
			if err != nil {
				return err
			}
			t.AddAmount(policy.FigureRepairsWaiting, "", t.Today(), 1, 1)
		}
	}
	return nil
}

// countTold counts the sales at which the procedure was to be told.
func (s Service) countTold(ctx context.Context, t *policy.Tally) error {
	from, before, wanted := t.Span(policy.FigureToldAtSale)
	if !wanted {
		return nil
	}
	for told, err := range tolds.List(s.store, toldByAt.Prefix(occasionSale).From(from).Before(before)).All(ctx) {
		if err != nil {
			return err
		}
		t.Count(policy.FigureToldAtSale, "", told.At, !told.Notice.IsZero())
	}
	return nil
}
