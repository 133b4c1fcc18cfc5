package collateral

import (
	"context"
	"errors"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Receive records what came of an order. A part may come first; more than was ordered is taken as it is.
func (s Service) Receive(ctx context.Context, d Delivery) (_ Order, err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.receive")
	defer func() { done(err) }()
	d.At = d.At.UTC()
	var p care.Problems
	key := care.Optional(&p, "key", d.Key, care.ParseRef[string])
	checkPieces(&p, "quantity", d.Quantity)
	if d.Quantity == 0 && !d.Last {
		p.Add("quantity", "", care.CodeMissing.With())
	}
	if err := p.Err(); err != nil {
		return Order{}, err
	}
	op := care.Operation{Name: "collateral.receive", Key: key, At: s.at(d.At)}
	o, _, err := care.Once(ctx, s.store, op, d, func(ctx context.Context, tx storage.Tx) (Order, error) { return s.receive(ctx, tx, d) })
	return o, err
}

func (s Service) receive(ctx context.Context, tx storage.Tx, d Delivery) (Order, error) {
	o, err := orders.Get(ctx, tx, d.Order)
	if errors.Is(err, storage.ErrNotFound) || err == nil && !o.Open {
		err = care.RefuseAt("order", d.Order.String(), CodeNoOrder.With())
	}
	if err != nil {
		return Order{}, err
	}
	stock, err := stocks.One(ctx, tx, byStock.Key(o.Place, o.Material))
	if err != nil {
		return Order{}, err
	}
	o.Received += d.Quantity
	o.Open = !d.Last && o.Received < o.Quantity
	stock.Ordered = slices.DeleteFunc(slices.Clone(stock.Ordered), func(x Ordered) bool { return x.Order == o.ID })
	if o.Open {
		stock.Ordered = append(stock.Ordered, Ordered{o.ID, o.Edition, o.Quantity - o.Received})
	}
	if at := s.at(d.At); d.Quantity > 0 && at.After(stock.Counted) { // else it is in the count
		stock = stock.received(Came{o.Edition, d.Quantity, at})
	}
	if o, err = orders.Put(ctx, tx, o); err != nil {
		return Order{}, err
	}
	_, err = stocks.Put(ctx, tx, stock)
	return o, err
}

// Orders lists the orders for a place that are open, or those that are closed, the earliest first.
func (s Service) Orders(at care.PlaceRef, open bool) storage.List[Order] {
	return orders.List(s.store, byOrder.Prefix(at, open))
}

// Lack records that something was asked for at the counter and was not there. If it is known which material, the week counts as one with a shortage, since more
// was asked for than was used.
func (s Service) Lack(ctx context.Context, u Unmet) (_ Absence, err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.lack")
	defer func() { done(err) }()
	u.At = u.At.UTC()
	var p care.Problems
	a := Absence{
		ID: storage.ID[Absence](s.c.Env.ID()), At: s.at(u.At), Recorded: s.c.Env.Time(),
		Place:    care.Required(&p, "place", u.Place, care.ParseRef[care.PlaceRef]),
		Material: care.Optional(&p, "material", u.Material, care.ParseRef[string]),
		Text:     care.Optional(&p, "text", u.Text, care.Lines(maxText)),
		Customer: care.Optional(&p, "customer", u.Customer, care.ParseRef[care.CustomerRef]),
		By:       care.Required(&p, "by", u.By, care.ParseRef[care.StaffRef]),
	}
	key := care.Optional(&p, "key", u.Key, care.ParseRef[string])
	s.date(&p, a.At)
	if a.Material == "" && a.Text == "" {
		p.Add("text", "", care.CodeMissing.With())
	}
	if err := p.Err(); err != nil {
		return Absence{}, err
	}
	op := care.Operation{Name: "collateral.lack", Key: key, Subject: string(a.Customer), At: a.At}
	a, _, err = care.Once(ctx, s.store, op, u, func(ctx context.Context, tx storage.Tx) (Absence, error) { return s.lack(ctx, tx, a) })
	return a, err
}

func (s Service) lack(ctx context.Context, tx storage.Tx, a Absence) (Absence, error) {
	at, err := place(ctx, tx, a.Place)
	if err == nil {
		_, err = places.Put(ctx, tx, at) // so that of two at once one is made again
	}
	if err != nil {
		return Absence{}, err
	}
	if a.Material != "" {
		if _, err := material(ctx, tx, "material", a.Material); err != nil {
			return Absence{}, err
		}
		sh := shelf{material: Material{Code: a.Material}}
		if err := sh.load(ctx, tx, a.Place, s.date(new(care.Problems), a.At)); err != nil {
			return Absence{}, err
		}
		if a.At.After(sh.stock.Counted) {
			sh.stock.Missed++
			if _, err := stocks.Put(ctx, tx, sh.stock); err != nil {
				return Absence{}, err
			}
		}
	}
	if a, err = absences.Put(ctx, tx, a); err != nil {
		return Absence{}, err
	}
	event := NotThereEvent{Absence: a.ID, Place: a.Place, Material: a.Material}
	return a, NotThere.With(s.c.Bell).Put(ctx, tx, queue.Item[NotThereEvent]{Key: string(a.Place), Payload: event})
}

// Absences lists what was asked for at a place and was not there, the latest first.
func (s Service) Absences(at care.PlaceRef) storage.List[Absence] {
	return absences.List(s.store, byAbsence.Prefix(at).Reverse())
}
