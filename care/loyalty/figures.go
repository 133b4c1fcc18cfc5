package loyalty

import (
	"context"

	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Figures counts what the club and its promotions tell of the service policy: a [policy.Gatherer]. An offer of a window is one that was made in it, a promotion one whose
// last purchase that counts lies in it. How many members are active and what is owed is of today, and reads all accounts and open lots, page by page.
func (s Service) Figures(ctx context.Context, t *policy.Tally) error {
	for _, count := range []func(context.Context, *policy.Tally) error{s.countMembers, s.countOwed, s.countPromotions} {
		if err := count(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// countMembers counts the accounts of customers who are known.
func (s Service) countMembers(ctx context.Context, t *policy.Tally) error {
	if _, _, wanted := t.Dates(policy.FigureMembersActive); !wanted {
		return nil
	}
	since := t.Today().AddMonths(-12)
	for a, err := range accounts.List(s.store, byCustomer.Prefix()).All(ctx) {
		if err != nil {
			return err
		}
		t.Count(policy.FigureMembersActive, "", t.AsOf(), between(a.Earned, since, t.Today().AddDays(1)) > 0)
	}
	return nil
}

// countOwed counts the points that can still be used, as [Service.Liability] does.
func (s Service) countOwed(ctx context.Context, t *policy.Tally) error {
	if _, _, wanted := t.Dates(policy.FigurePointsOwed); !wanted {
		return nil
	}
	if any, err := accounts.List(s.store, byCustomer.Prefix()).Page(ctx, "", 1); err != nil {
		return err
	} else if len(any.Items) > 0 { // there is a club
		t.AddNone(policy.FigurePointsOwed, "", t.Today())
	}
	for lot, err := range lots.List(s.store, byExpiry.Prefix().From(t.Today())).All(ctx) {
		if err != nil {
			return err
		}
		if lot.Customer != "" { // of nobody, nobody can redeem them
			t.AddAmount(policy.FigurePointsOwed, "", t.Today(), float64(lot.Left), 1)
		}
	}
	return nil
}

// countPromotions counts what promotions did, and the offers of those that were running.
func (s Service) countPromotions(ctx context.Context, t *policy.Tally) error {
	first, last, wanted := t.Dates(policy.FigurePromotionsKnown, policy.FigurePromotionsWorked, policy.FigureOffersTaken)
	if !wanted {
		return nil
	}
	_, _, offers := t.Dates(policy.FigureOffersTaken)
	for p, err := range s.Promotions().All(ctx) {
		if err != nil {
			return err
		}
		if over := p.ends().AddDays(-1); over.Before(t.Today()) {
			u := UpliftOf(p, t.Today())
			t.AddShare(policy.FigurePromotionsKnown, "", over, oneIf(u.Measurable))
			if u.Measurable {
				t.AddShare(policy.FigurePromotionsWorked, "", over, oneIf(u.Within.Low > 0))
			}
		}
		if !offers || p.From.After(last) || p.Until.Before(first) {
			continue
		}
		if err := s.countOffers(ctx, t, p); err != nil {
			return err
		}
	}
	return nil
}

// countOffers counts the offers of a promotion whose time to buy is over. Customers who were held out were offered nothing.
func (s Service) countOffers(ctx context.Context, t *policy.Tally, p Promotion) error {
	for o, err := range offers.List(s.store, byOffer.Prefix(p.Code)).All(ctx) {
		if err != nil {
			return err
		}
		if !o.HeldOut && !o.Withdrawn && !o.Day.AddDays(p.days()).After(t.Today()) {
			t.AddShare(policy.FigureOffersTaken, o.Segment, o.Day, oneIf(!o.Bought.IsZero()))
		}
	}
	return nil
}

func oneIf(yes bool) stats.Share {
	if yes {
		return stats.Share{Yes: 1, Of: 1}
	}
	return stats.Share{Of: 1}
}
