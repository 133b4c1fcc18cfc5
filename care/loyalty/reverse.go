package loyalty

import (
	"context"
	"errors"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Reverse undoes what was earned or redeemed, all or a part. Each source reverses once.
//
// Earned points are taken from their own lot; what had been spent of them, from the other lots, those that expire first; what is still lacking becomes a debt, and
// the balance is below zero then. Points that had expired unused are not asked back. Redeemed points go back to the lots they came from, those first that expire last; where
// a lot has expired since, they become a new one.
func (s Service) Reverse(ctx context.Context, q Reversal) (_ Posting, err error) {
	ctx, done := s.c.Env.Observe(ctx, "loyalty.reverse")
	defer func() { done(err) }()
	q.At = q.At.UTC()
	var p care.Problems
	m := s.parse(&p, q.Key, "", q.Source, q.Points, q.At)
	of := care.Required(&p, "of", q.Of, care.ParseRef[string])
	if q.Kind != Earned && q.Kind != Redeemed {
		p.Add("kind", string(q.Kind), CodeReversible.With())
	}
	if err := p.Err(); err != nil {
		return Posting{}, err
	}
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		e, err := reversible(ctx, r, q.Kind, of)
		m.customer = e.Customer
		return err
	})
	if err != nil {
		return Posting{}, err
	}
	return s.move(ctx, "loyalty.reverse", m, q, func(ctx context.Context, b *book) (Entry, error) {
		was, err := reversible(ctx, b.tx, q.Kind, of)
		if err == nil && was.Account != b.ID { // the customer is being erased
			err = care.RefuseAt("of", of, CodeErased.With())
		}
		if err != nil {
			return Entry{}, err
		}
		return s.reverse(ctx, b, was, q.Points, m.day)
	})
}

// reversible is the entry that a reversal names.
func reversible(ctx context.Context, r storage.Reader, k Kind, source string) (Entry, error) {
	e, err := entries.One(ctx, r, bySource.Key(k, source))
	if errors.Is(err, storage.ErrNotFound) {
		err = care.RefuseAt("of", source, CodeNoEntry.With())
	}
	if err == nil && e.Customer == "" {
		err = care.RefuseAt("of", source, CodeErased.With())
	}
	return e, err
}

func (s Service) reverse(ctx context.Context, b *book, was Entry, points int64, day calendar.Date) (e Entry, err error) {
	open := max(was.Points, -was.Points) - was.Back
	if points == 0 {
		points = open
	}
	if points > open || open == 0 && was.Back > 0 {
		return Entry{}, care.RefuseAt("points", "", CodeReversedAlready.With(care.NewFact("left", open)))
	}
	if was.Kind == Earned {
		e, err = s.unearn(ctx, b, &was, points, day)
	} else {
		e, err = s.unredeem(ctx, b, &was, points, day)
	}
	if err != nil {
		return Entry{}, err
	}
	was.Back += points
	e.Kind, e.Of = Reversed, was.ID
	_, err = entries.Put(ctx, b.tx, was)
	return e, err
}

// unearn takes back what was earned.
func (s Service) unearn(ctx context.Context, b *book, was *Entry, points int64, day calendar.Date) (Entry, error) {
	if points == 0 { // the purchase was too small to earn any
		return Entry{Reasons: care.Reasons{CodeUnearned.With(unearned(was.Source, 0, 0, 0, 0)...)}}, nil
	}
	l, err := lots.Get(ctx, b.tx, was.Lots[0].Lot)
	if err != nil {
		return Entry{}, err
	}
	own := min(l.Left, points)
	lost := min(l.Expired, points-own)
	l.Left, l.Expired = l.Left-own, l.Expired-lost
	l.index()
	if _, err := lots.Put(ctx, b.tx, l); err != nil {
		return Entry{}, err
	}
	was.Lots[0].Back += points
	b.Points -= own
	e := Entry{Points: -(points - lost), Lots: []Taken{{Lot: l.ID, Points: own}}}
	if was.Amount.Currency() != "" {
		b.Earned = addDay(b.Earned, was.Day, -points, b.today)
	}
	spent := points - own - lost
	taken, short, err := b.recover(ctx, spent, day)
	if err != nil {
		return Entry{}, err
	}
	e.Lots = append(e.Lots, taken...)
	b.Debt, e.Debt = b.Debt+short, short
	e.Reasons = append(e.Reasons, CodeUnearned.With(unearned(was.Source, points, own, spent-short, lost)...))
	if b.Debt > 0 {
		e.Reasons = append(e.Reasons, CodeDebt.With(care.NewFact("debt", b.Debt)))
	}
	return e, nil
}

func unearned(source string, points, own, others, expired int64) []care.Fact {
	return []care.Fact{
		care.NewFact("points", points), care.NewFact("own", own), care.NewFact("others", others), care.NewFact("expired", expired), care.NewFact("source", source),
	}
}

// recover takes spent points from whatever lots are left: those that are usable, then those that are pending. Short is what becomes a debt.
func (b *book) recover(ctx context.Context, points int64, day calendar.Date) (taken []Taken, short int64, err error) {
	from, err := b.gather(ctx, points, day)
	if err != nil {
		return nil, 0, err
	}
	taken, short = Take(from, points, day)
	if short > 0 && len(from) < mostLots {
		page, err := lots.Page(ctx, b.tx, byRipe.Prefix(b.ID).From(day.AddDays(1)), "", mostLots-len(from))
		if err != nil {
			return nil, 0, err
		}
		pending := slices.Clone(page.Items)
		for i := range pending {
			pending[i].Available = day // the debt is older than they are
		}
		more, rest := Take(pending, short, day)
		from, taken, short = append(from, page.Items...), append(taken, more...), rest
	}
	return taken, short, b.write(ctx, from, taken)
}

// unredeem gives back what was redeemed; what is owed is paid with it first.
func (s Service) unredeem(ctx context.Context, b *book, was *Entry, points int64, day calendar.Date) (Entry, error) {
	paid := min(b.Debt, points)
	b.Debt -= paid
	e := Entry{Points: points, Debt: -paid}
	rest, late := points, int64(0)
	for i := len(was.Lots) - 1; i >= 0 && rest > 0; i-- {
		n := min(was.Lots[i].Points-was.Lots[i].Back, rest)
		if n == 0 {
			continue
		}
		was.Lots[i].Back += n
		rest -= n
		if n -= pay(&paid, n); n == 0 {
			continue
		}
		l, err := lots.Get(ctx, b.tx, was.Lots[i].Lot)
		if err != nil {
			return Entry{}, err
		}
		if day.After(l.Expires) {
			late += n
			continue
		}
		l.Left += n
		l.index()
		if _, err := lots.Put(ctx, b.tx, l); err != nil {
			return Entry{}, err
		}
		b.Points += n
		e.Lots = append(e.Lots, Taken{Lot: l.ID, Points: n})
	}
	e.Reasons = append(e.Reasons, CodeUnredeemed.With(care.NewFact("points", points), care.NewFact("source", was.Source)))
	if late > 0 {
		l := Lot{
			ID: storage.ID[Lot](s.c.Env.ID()), Account: b.ID, Customer: b.Customer, Points: late, Left: late, Available: day, Expires: day.AddDays(s.c.Program.Returned),
		}
		l.index()
		if _, err := lots.Put(ctx, b.tx, l); err != nil {
			return Entry{}, err
		}
		b.Points += late
		e.Lots = append(e.Lots, Taken{Lot: l.ID, Points: late})
		e.Reasons = append(e.Reasons, CodeExpiredSince.With(care.NewFact("points", late), care.NewFact("until", l.Expires)))
	}
	return e, nil
}

// pay takes up to n from what is to be paid, and returns how much.
func pay(paid *int64, n int64) int64 {
	k := min(*paid, n)
	*paid -= k
	return k
}

// Settled is what a night's work came to.
type Settled struct {
	Accounts int `json:"accounts"` // that were looked at
	Lots     int `json:"lots"`     // that had expired, and were written off
}

const mostWrittenOff = 500 // lots of an account in one transaction

// Settle writes off what has expired, and judges the tiers that are due, of up to n accounts (at most storage.MaxPage), for a host's nightly job: call it until no account
// is left. Nothing that a customer is told depends on it.
func (s Service) Settle(ctx context.Context, n int) (settled Settled, err error) {
	ctx, done := s.c.Env.Observe(ctx, "loyalty.settle")
	defer func() { done(err) }()
	n = min(max(n, 1), storage.MaxPage)
	today := s.c.Env.Today()
	var due []storage.ID[Account]
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		over, err := lots.Page(ctx, r, byExpiry.Prefix().Before(today), "", n)
		if err != nil {
			return err
		}
		judged, err := accounts.Page(ctx, r, byReview.Prefix().Before(today.AddDays(1)), "", n)
		for _, l := range over.Items {
			due = append(due, l.Account)
		}
		for _, a := range judged.Items {
			due = append(due, a.ID)
		}
		return err
	})
	seen := map[storage.ID[Account]]bool{}
	for _, id := range due {
		if seen[id] || settled.Accounts == n || err != nil {
			continue
		}
		seen[id] = true
		settled.Accounts++
		var k int
		k, err = s.settle(ctx, id)
		settled.Lots += k
	}
	return settled, err
}

func (s Service) settle(ctx context.Context, id storage.ID[Account]) (n int, err error) {
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		n = 0
		a, err := accounts.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		b := s.judge(tx, a)
		over, err := lots.Page(ctx, tx, byOpen.Prefix(id).Before(b.today), "", mostWrittenOff)
		if err != nil {
			return err
		}
		if n = len(over.Items); n == 0 {
			return s.saveGrade(ctx, b)
		}
		e := Entry{Kind: Expired, Day: b.today, At: s.c.Env.Time()}
		for i := range over.Items {
			l := &over.Items[i]
			e.Lots = append(e.Lots, Taken{Lot: l.ID, Points: l.Left})
			e.Points -= l.Left
			l.Left, l.Expired = 0, l.Expired+l.Left
			l.index()
		}
		if _, err := lots.PutAll(ctx, tx, over.Items); err != nil {
			return err
		}
		b.Points += e.Points
		e.Reasons = care.Reasons{CodeExpired.With(care.NewFact("points", -e.Points), care.NewFact("lots", n))}
		_, err = s.post(ctx, b, e)
		return err
	})
	return n, err
}

// saveGrade writes the tier of an account of which no points moved.
func (s Service) saveGrade(ctx context.Context, b *book) (err error) {
	review := calendar.Date{}
	if !b.Grade.Since.IsZero() {
		review = b.Grade.review()
	}
	if review == b.Review {
		return nil
	}
	b.Review = review
	if b.Account, err = accounts.Put(ctx, b.tx, b.Account); err != nil {
		return err
	}
	return s.announceTier(ctx, b.tx, b.Account, b.tier)
}
