package loyalty

import (
	"context"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Earn gives points for what was paid, or as they are. What is owed is paid first. The same source earns once: again with the same content it is answered with what was
// recorded then, with other content it is refused.
func (s Service) Earn(ctx context.Context, q Purchase) (_ Posting, err error) {
	ctx, done := s.c.Env.Observe(ctx, "loyalty.earn")
	defer func() { done(err) }()
	q.At = q.At.UTC()
	var p care.Problems
	m := s.parse(&p, q.Key, q.Customer, q.Source, q.Points, q.At)
	if m.customer == "" && len(p) == 0 {
		p.Add("customer", "", care.CodeMissing.With())
	}
	if q.Points != 0 && !q.Amount.IsZero() || q.Points == 0 && q.Amount.Currency() == "" {
		p.Add("amount", "", CodeAmountOrPoints.With())
	}
	_, _, err = s.c.Program.Earn(q.Amount, "")
	p.Join("", "", err)
	if err := p.Err(); err != nil {
		return Posting{}, err
	}
	return s.move(ctx, "loyalty.earn", m, q, func(ctx context.Context, b *book) (Entry, error) { return s.earn(ctx, b, q, m.day) })
}

func (s Service) earn(ctx context.Context, b *book, q Purchase, day calendar.Date) (Entry, error) {
	points, reasons := q.Points, care.Reasons{CodeGiven.With(care.NewFact("points", q.Points))}
	if q.Points == 0 {
		var err error
		if points, reasons, err = s.c.Program.Earn(q.Amount, b.Grade.Tier); err != nil {
			return Entry{}, err
		}
	}
	e := Entry{Kind: Earned, Points: points, Amount: q.Amount, Reasons: reasons}
	if points == 0 {
		return e, nil
	}
	l := s.c.Program.lot(points, day)
	l.ID, l.Account, l.Customer = storage.ID[Lot](s.c.Env.ID()), b.ID, b.Customer
	if paid := min(b.Debt, points); paid > 0 {
		l.Left, b.Debt, e.Debt = l.Left-paid, b.Debt-paid, -paid
		e.Reasons = append(e.Reasons, CodeDebtPaid.With(care.NewFact("paid", paid), care.NewFact("debt", b.Debt)))
	}
	if day.Before(l.Available) {
		e.Reasons = append(e.Reasons, CodePending.With(care.NewFact("from", l.Available)))
	}
	l.index()
	if _, err := lots.Put(ctx, b.tx, l); err != nil {
		return Entry{}, err
	}
	b.Points += l.Left
	e.Lots = []Taken{{Lot: l.ID, Points: points}}
	if q.Points == 0 {
		b.Earned = addDay(b.Earned, day, points, b.today)
		was := b.said
		b.Grade, b.said = Advance(s.c.Program, b.Grade, b.Earned, b.today)
		b.said = append(was, b.said...)
	}
	return e, nil
}

const (
	mostLots = 1000 // that one movement takes from
	fewLots  = 8    // that are read first, since most movements take from one or two
)

// gather reads the lots of an account that expire from a day on, first those that expire first, until they hold so many points that are usable then: a few, and
// where they do not do, more and more at a time.
func (b *book) gather(ctx context.Context, points int64, day calendar.Date) (found []Lot, err error) {
	open := byOpen.Prefix(b.ID).From(day)
	n := fewLots
	for cursor, sum := "", int64(0); sum < points && len(found) < mostLots; n = min(4*n, storage.MaxPage) {
		page, err := lots.Page(ctx, b.tx, open, cursor, n)
		if err != nil {
			return nil, err
		}
		for _, l := range page.Items {
			if left := l.usable(day); left > 0 && sum < points && len(found) < mostLots {
				found, sum = append(found, l), sum+left
			}
		}
		if cursor = page.Next; cursor == "" {
			return found, nil
		}
	}
	return found, nil
}

// write takes from lots what Take said.
func (b *book) write(ctx context.Context, from []Lot, taken []Taken) error {
	if len(taken) == 0 {
		return nil
	}
	changed := make([]Lot, len(taken))
	for i, t := range taken {
		l := from[slices.IndexFunc(from, func(l Lot) bool { return l.ID == t.Lot })]
		l.Left -= t.Points
		l.index()
		changed[i], b.Points = l, b.Points-t.Points
	}
	_, err := lots.PutAll(ctx, b.tx, changed)
	return err
}

// asleep is what lots of an account hold that cannot be used on a day: what has expired and is not written off yet, and what is pending.
func asleep(ctx context.Context, r storage.Reader, a storage.ID[Account], day calendar.Date) (expired, pending int64, err error) {
	if expired, err = left(ctx, r, byOpen.Prefix(a).Before(day)); err != nil {
		return 0, 0, err
	}
	pending, err = left(ctx, r, byRipe.Prefix(a).From(day.AddDays(1)))
	return expired, pending, err
}

// left is what the lots of a range hold.
func left(ctx context.Context, r storage.Reader, rg storage.Range[Lot]) (sum int64, err error) {
	for cursor := ""; ; {
		page, err := lots.Page(ctx, r, rg, cursor, storage.MaxPage)
		if err != nil {
			return 0, err
		}
		for _, l := range page.Items {
			sum += l.Left
		}
		if cursor = page.Next; cursor == "" {
			return sum, nil
		}
	}
}

// Redeem spends points, from the lots that expire first. It refuses with [CodeNotEnough] what is not there on that day.
func (s Service) Redeem(ctx context.Context, q Redemption) (_ Posting, err error) {
	ctx, done := s.c.Env.Observe(ctx, "loyalty.redeem")
	defer func() { done(err) }()
	q.At = q.At.UTC()
	var p care.Problems
	m := s.parse(&p, q.Key, q.Customer, q.Source, q.Points, q.At)
	if m.customer == "" && len(p) == 0 {
		p.Add("customer", "", care.CodeMissing.With())
	}
	if q.Points == 0 {
		p.Add("points", "", care.CodeMissing.With())
	}
	if err := p.Err(); err != nil {
		return Posting{}, err
	}
	return s.move(ctx, "loyalty.redeem", m, q, func(ctx context.Context, b *book) (Entry, error) { return redeem(ctx, b, q.Points, m.day) })
}

func redeem(ctx context.Context, b *book, points int64, day calendar.Date) (Entry, error) {
	expired, pending, err := asleep(ctx, b.tx, b.ID, day)
	if err != nil {
		return Entry{}, err
	}
	if usable := b.Points - b.Debt - expired - pending; usable < points {
		return Entry{}, care.RefuseAt("points", "", CodeNotEnough.With(care.NewFact("usable", usable), care.NewFact("pending", pending)))
	}
	from, err := b.gather(ctx, points, day)
	if err != nil {
		return Entry{}, err
	}
	if most := Usable(from, day); most < points {
		return Entry{}, care.RefuseAt("points", "", CodeManyLots.With(care.NewFact("most", most), care.NewFact("limit", mostLots)))
	}
	taken, _ := Take(from, points, day)
	err = b.write(ctx, from, taken)
	return Entry{
		Kind: Redeemed, Points: -points, Lots: taken,
		Reasons: care.Reasons{CodeRedeemed.With(care.NewFact("points", points), care.NewFact("lots", len(taken)), care.NewFact("left", b.Points-b.Debt-expired-pending))},
	}, err
}
