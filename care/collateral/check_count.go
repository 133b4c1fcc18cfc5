package collateral

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Count records what was counted at a place: the weekly check, or one more. What is short is ordered. A count that leaves out a material of the sheet is refused,
// with every one that it leaves out: what was not counted is not known.
func (s Service) Count(ctx context.Context, c Count) (tally Tally, err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.count")
	defer func() { done(err) }()
	c.At = c.At.UTC()
	var p care.Problems
	check := Check{
		ID: storage.ID[Check](s.c.Env.ID()), Result: CheckDone, At: s.at(c.At), Recorded: s.c.Env.Time(),
		Place: care.Required(&p, "place", c.Place, care.ParseRef[care.PlaceRef]),
		By:    care.Required(&p, "by", c.By, care.ParseRef[care.StaffRef]),
	}
	key := care.Optional(&p, "key", c.Key, care.ParseRef[string])
	s.date(&p, check.At)
	checkMany(&p, "lines", len(c.Lines), 2*mostShelves)
	if check.At.After(check.Recorded) {
		p.Add("at", "", CodeFuture.With())
	}
	if err := p.Err(); err != nil {
		return Tally{}, err
	}
	op := care.Operation{Name: "collateral.count", Key: key, At: check.At}
	tally, tally.Repeated, err = care.Once(ctx, s.store, op, c, func(ctx context.Context, tx storage.Tx) (Tally, error) { return s.count(ctx, tx, c, check) })
	return tally, err
}

func (s Service) count(ctx context.Context, tx storage.Tx, c Count, check Check) (Tally, error) {
	at, list, err := s.shelves(ctx, tx, check.Place, check.At)
	if err != nil {
		return Tally{}, err
	}
	found, problems := matchLines(c.Lines, list)
	if err := problems.Err(); err != nil {
		return Tally{}, err
	}
	if check.At.After(at.Counted) {
		at.Counted = check.At
	}
	if at, err = places.Put(ctx, tx, at); err != nil { // first of all, so that of two counts at once one is made again; and the timer misses none
		return Tally{}, err
	}
	t := Tally{Check: check}
	for i := range list {
		if err := s.countShelf(ctx, tx, &t, list[i], found[i]); err != nil {
			return Tally{}, err
		}
	}
	err = s.countWeek(ctx, tx, &t.Check, at)
	return t, err
}

// matchLines gives each material of the sheet what was counted of it, by edition.
func matchLines(lines []Counted, list []shelf) (found [][]Held, p care.Problems) {
	found = make([][]Held, len(list))
	for i, line := range lines {
		path := fmt.Sprintf("lines[%d]", i)
		at := slices.IndexFunc(list, func(sh shelf) bool { return sh.material.Code == line.Material })
		if at < 0 {
			p.Add(path+".material", line.Material, CodeNotOnSheet.With())
			continue
		}
		checkPieces(&p, path+".have", line.Have)
		if line.Edition == 0 {
			line.Edition = list[at].edition.Number
		}
		switch {
		case line.Edition < 0 || line.Edition == 0 && line.Have > 0:
			p.Add(path+".edition", strconv.Itoa(line.Edition), CodeNotInForce.With())
		case slices.ContainsFunc(found[at], func(h Held) bool { return h.Edition == line.Edition }):
			p.Add(path, "", CodeTwice.With())
		}
		found[at] = append(found[at], Held{Edition: line.Edition, Count: line.Have})
	}
	for i, sh := range list {
		if len(found[i]) == 0 {
			p.Add("lines", "", CodeNotCounted.With(care.NewFact("material", sh.material.Code), care.NewFact("name", sh.material.Name)))
		}
	}
	return found, p
}

// countShelf saves the count of one material, and orders what is short.
func (s Service) countShelf(ctx context.Context, tx storage.Tx, t *Tally, sh shelf, found []Held) error {
	latest := t.Check.At.After(sh.stock.Counted)
	next, reasons := sh.stock.counted(found, sh.edition.Number, t.Check.At, s.c.Env.Location())
	a, err := Assess(sh.norm, next, sh.edition.Number, time.Time{})
	if err != nil {
		return err
	}
	a.Reasons = append(a.Reasons, reasons...)
	if !latest {
		a.Order = 0
	}
	if a.Order > 0 {
		o := Order{
			ID: storage.ID[Order](s.c.Env.ID()), Place: next.Place, Material: next.Material, Edition: a.Edition, Quantity: a.Order, At: t.Check.At, Open: true,
			Reasons: a.Reasons,
		}
		if o, err = orders.Put(ctx, tx, o); err != nil {
			return err
		}
		event := OrderingEvent{Order: o.ID, Place: o.Place, Material: o.Material, Edition: o.Edition, Quantity: o.Quantity}
		if err := Ordering.With(s.c.Bell).Put(ctx, tx, queue.Item[OrderingEvent]{Key: o.ID.String(), Payload: event}); err != nil {
			return err
		}
		t.Orders = append(t.Orders, o.ID)
		next.Ordered = append(slices.Clone(next.Ordered), Ordered{o.ID, o.Edition, o.Quantity})
	}
	t.Check.Lines = append(t.Check.Lines, a)
	if latest {
		_, err = stocks.Put(ctx, tx, next)
	}
	return err
}

// countWeek saves the check in its week, and says of a week that was taken for missed that it was not.
func (s Service) countWeek(ctx context.Context, tx storage.Tx, c *Check, at Place) (err error) {
	c.Due = at.NextDue(c.At, s.c.Env.Location()).UTC()
	page, err := checks.Page(ctx, tx, byCheck.Prefix(at.Ref, c.Due), "", storage.MaxPage)
	if err != nil {
		return err
	}
	for _, missed := range page.Items {
		if missed.Result == CheckNone {
			missed.Result = CheckLater
			if _, err := checks.Put(ctx, tx, missed); err != nil {
				return err
			}
		}
	}
	*c, err = checks.Put(ctx, tx, *c)
	return err
}

// Checks lists the checks of a place, those missed among them, the latest first.
func (s Service) Checks(at care.PlaceRef) storage.List[Check] {
	return checks.List(s.store, byCheck.Prefix(at).Reverse())
}
