package warranty

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Repair is what a claim is to a decision, and whether it is anything: warranty work that goes on or that ended with the product handed back. Work for
// money, a refusal and a withdrawal are no repair under the warranty.
func (c Claim) Repair(zone *time.Location) (Repair, bool) {
	s := c.State
	if s.Paid || !s.Status.Open() && s.Status != ClaimStatusHanded {
		return Repair{}, false
	}
	return Repair{
		In: calendar.DateOf(s.Received, zone), Out: dateOrNone(s.Back, zone), Promised: dateOrNone(s.Promised, zone),
		Fault: s.Fault, Part: s.Part, Replaced: s.Replaced, Failed: s.Failed, Loaner: s.Loan.Kind,
	}, true
}

func dateOrNone(t time.Time, zone *time.Location) calendar.Date {
	if t.IsZero() {
		return calendar.Date{}
	}
	return calendar.DateOf(t, zone)
}

// recorded adds what claims say about a unit, and about the units that it came in the place of.
func (s Service) recorded(ctx context.Context, r storage.Reader, reg Registration, f *Facts) error {
	f.Exchanged = reg.Exchanged
	return eachClaim(ctx, r, reg, func(c Claim) {
		if c.State.Status == ClaimStatusRefunded {
			f.Returned = calendar.DateOf(c.State.Ended, s.c.Env.Location())
		}
		if repair, ok := c.Repair(s.c.Env.Location()); ok {
			f.Repairs = append(f.Repairs, repair)
		}
	})
}

// eachClaim shows the claims on a unit, and on the units that it came in the place of.
func eachClaim(ctx context.Context, r storage.Reader, reg Registration, show func(Claim)) error {
	for {
		for cursor := ""; ; {
			page, err := claims.Page(ctx, r, claimByRegistration.Prefix(reg.ID), cursor, 0)
			if err != nil {
				return err
			}
			for _, c := range page.Items {
				show(c)
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if reg.Replaces.IsZero() { // which is an earlier registration, so this ends
			return nil
		}
		var err error
		if reg, err = registrations.Get(ctx, r, reg.Replaces); err != nil {
			return err
		}
	}
}

// current is the unit that the customer has now in the place of one that was exchanged.
func current(ctx context.Context, r storage.Reader, reg Registration) (Registration, error) {
	for !reg.ReplacedBy.IsZero() {
		var err error
		if reg, err = registrations.Get(ctx, r, reg.ReplacedBy); err != nil {
			return Registration{}, err
		}
	}
	return reg, nil
}

// Failure is how often a product failed in one way.
type Failure struct {
	Fault FaultCode     `json:"fault"`
	Count int           `json:"count"`
	Last  calendar.Date `json:"last"` // taken in
}

// Failures counts how often a product was taken in for each fault, the most frequent first, and with it those that it came in the place of. What was refused
// or withdrawn is no failure.
func (s Service) Failures(ctx context.Context, of storage.ID[Registration]) (all []Failure, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		reg, err := registrations.Get(ctx, r, of)
		if err != nil {
			return err
		}
		return eachClaim(ctx, r, reg, func(c Claim) {
			if c.State.Status == ClaimStatusRefused || c.State.Status == ClaimStatusDropped || c.State.Fault == "" {
				return
			}
			i := slices.IndexFunc(all, func(f Failure) bool { return f.Fault == c.State.Fault })
			if i < 0 {
				i, all = len(all), append(all, Failure{Fault: c.State.Fault})
			}
			all[i].Count++
			all[i].Last = later(all[i].Last, calendar.DateOf(c.State.Received, s.c.Env.Location()))
		})
	})
	slices.SortFunc(all, func(a, b Failure) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Fault, b.Fault)) })
	return all, err
}
