package loyalty

import (
	"context"
	"errors"
	"fmt"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Account is a customer's account as it was last written, or the zero Account where there is none.
func (s Service) Account(ctx context.Context, of care.CustomerRef) (a Account, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		a, err = account(ctx, r, of)
		return err
	})
	return a, err
}

func account(ctx context.Context, r storage.Reader, of care.CustomerRef) (Account, error) {
	a, err := accounts.One(ctx, r, byCustomer.Key(of))
	if errors.Is(err, storage.ErrNotFound) {
		return Account{}, nil
	}
	return a, err
}

// mostReads is how often a balance is read again because somebody wrote in between.
const mostReads = 20

// Balance says how a customer stands today. Somebody without an account has nothing.
func (s Service) Balance(ctx context.Context, of care.CustomerRef) (b Balance, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		a, err := account(ctx, r, of)
		for range mostReads { // account and lots are read one after another, so the account has to be the same before and after
			if err != nil {
				return err
			}
			if b, err = s.balance(ctx, r, a); err != nil {
				return err
			}
			read := a.Version
			if a, err = account(ctx, r, of); err == nil && a.Version == read {
				return nil
			}
		}
		return fmt.Errorf("loyalty: the account is written all the time: %w", storage.ErrConflict)
	})
	return b, err
}

func (s Service) balance(ctx context.Context, r storage.Reader, a Account) (b Balance, err error) {
	b = Balance{On: s.c.Env.Today()}
	if a.ID.IsZero() {
		return b, nil
	}
	expired, pending, err := asleep(ctx, r, a.ID, b.On)
	if err != nil {
		return Balance{}, err
	}
	b.Usable, b.Pending, b.Debt = a.Points-a.Debt-expired-pending, pending, a.Debt
	b.Grade, b.Reasons = Advance(s.c.Program, a.Grade, a.Earned, b.On)
	if a.Debt > 0 {
		b.Reasons = append(b.Reasons, CodeDebt.With(care.NewFact("debt", a.Debt)))
	}
	next, err := lots.Page(ctx, r, byOpen.Prefix(a.ID).From(b.On), "", 1)
	if len(next.Items) > 0 {
		b.Next = next.Items[0].Expires
	}
	return b, err
}

// Lots lists the lots of an account that hold something, those that expire first; expired ones that are not written off yet are the first of all.
func (s Service) Lots(of storage.ID[Account]) storage.List[Lot] {
	return lots.List(s.store, byOpen.Prefix(of))
}

// Entries lists the movements of an account, the latest first.
func (s Service) Entries(of storage.ID[Account]) storage.List[Entry] {
	return entries.List(s.store, byEntry.Prefix(of).Reverse())
}

// Liability is what a company owes in points.
type Liability struct {
	On     calendar.Date `json:"on"`
	Points int64         `json:"points"` // unexpired, pending ones included, of customers who are known
	Worth  care.Money    `json:"worth"`  // of those that are expected to be redeemed
	// Months are the points by the first day of the month in which they expire.
	Months  map[calendar.Date]int64 `json:"months"`
	Reasons care.Reasons            `json:"reasons"`
}

// Liability adds up all points that have not expired. It reads every open lot, page by page: a report for the end of a month.
func (s Service) Liability(ctx context.Context) (l Liability, err error) {
	ctx, done := s.c.Env.Observe(ctx, "loyalty.liability")
	defer func() { done(err) }()
	today := s.c.Env.Today()
	l = Liability{On: today, Months: map[calendar.Date]int64{}}
	for lot, err := range lots.List(s.store, byExpiry.Prefix().From(today)).All(ctx) {
		if err != nil {
			return Liability{}, err
		}
		if lot.Customer != "" { // of nobody, nobody can redeem them
			l.Points += lot.Left
			l.Months[lot.Expires.AddDays(1-lot.Expires.Day())] += lot.Left
		}
	}
	l.Worth, l.Reasons, err = s.c.Program.Owed(l.Points)
	return l, err
}

// Owed is what points are worth, less those that are expected never to be redeemed: points × worth × (1 − breakage), rounded once, halves up. It is a pure function.
func (p Program) Owed(points int64) (care.Money, care.Reasons, error) {
	worth, err := p.Worth.Times(points).ProRataHalfUp(int64(100-p.Breakage), 100)
	return worth, care.Reasons{CodeOwed.With(
		care.NewFact("points", points), care.NewFact("each", p.Worth), care.NewFact("breakage", p.Breakage), care.NewFact("worth", worth),
	)}, err
}
