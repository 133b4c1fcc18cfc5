package warranty

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// OrderStatus says where a repair order stands. The zero OrderStatus is unknown.
type OrderStatus string

// The statuses of a repair order.
const (
	OrderPlanned   OrderStatus = "planned"
	OrderInWork    OrderStatus = "in_work"
	OrderDone      OrderStatus = "done"
	OrderCancelled OrderStatus = "cancelled"
)

var orderStatuses = care.NewTerms(
	care.NewTerm(OrderPlanned, "Đã xếp lịch", "Planned"),
	care.NewTerm(OrderInWork, "Đang làm", "In work"),
	care.NewTerm(OrderDone, "Đã xong", "Done"),
	care.NewTerm(OrderCancelled, "Đã hủy", "Cancelled"),
)

// Terms lists the statuses.
func (OrderStatus) Terms() care.Terms[OrderStatus] { return orderStatuses }

// Next lists the statuses that can follow.
func (s OrderStatus) Next() []OrderStatus {
	switch s {
	case OrderPlanned:
		return []OrderStatus{OrderInWork, OrderCancelled}
	case OrderInWork:
		return []OrderStatus{OrderDone, OrderCancelled}
	}
	return nil
}

// RepairOrder is a repair that a centre is to do, on a day on which it has room.
type RepairOrder struct {
	ID      storage.ID[RepairOrder] `json:"id"`
	Version int64                   `json:"version"`

	Centre       CentreCode               `json:"centre"`
	Day          calendar.Date            `json:"day"` // on which it begins
	Why          care.Reasons             `json:"why"` // that day
	Registration storage.ID[Registration] `json:"registration"`
	Claim        storage.ID[Claim]        `json:"claim,omitzero"` // zero: planned maintenance, or work for money
	Fault        FaultCode                `json:"fault,omitempty"`
	Parts        []OrderPart              `json:"parts,omitempty"`
	Status       OrderStatus              `json:"status"`
	Opened       time.Time                `json:"opened"`
	Ended        time.Time                `json:"ended,omitzero"`
	Recorded     time.Time                `json:"recorded"`

	// What the record is found by, derived from the above.
	Open    bool   `json:"open"`
	Subject string `json:"subject,omitempty"` // of the registration
}

// OrderPart is a part that a repair needs.
type OrderPart struct {
	Part     PartCode      `json:"part"`
	Needed   int           `json:"needed"`
	Used     int           `json:"used,omitempty"`
	Expected calendar.Date `json:"expected,omitzero"` // it is on order, and expected then; zero: it is there
}

// RepairRequest asks a centre for a repair. Text is as typed.
type RepairRequest struct {
	Key          string                   `json:"key,omitempty"`
	Centre       CentreCode               `json:"centre"`
	Registration storage.ID[Registration] `json:"registration"`
	Claim        storage.ID[Claim]        `json:"claim,omitzero"`
	Fault        string                   `json:"fault,omitempty"`
	From         string                   `json:"from,omitempty"` // the first day on which the product is there; "": the date of the request
	Parts        []OrderPart              `json:"parts,omitempty"`
	At           time.Time                `json:"at,omitzero"` // zero: now
}

// OrderRepair plans a repair on the earliest day on which the centre has room and the parts are there. However many ask at once, no day gets more than the centre
// can do.
func (s Service) OrderRepair(ctx context.Context, r RepairRequest) (RepairOrder, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	today := s.dateAt(&p, r.At)
	f := ScheduleFacts{From: care.Optional(&p, "from", r.From, care.ParseDate)}
	if f.From.IsZero() {
		f.From = today
	}
	o := RepairOrder{
		Registration: r.Registration, Claim: r.Claim, Status: OrderPlanned, Open: true, Opened: s.at(r.At).UTC(), Recorded: s.c.Env.Time(), Parts: r.Parts,
		Centre: care.Required(&p, "centre", string(r.Centre), care.ParseRef[CentreCode]),
		Fault:  care.Optional(&p, "fault", r.Fault, care.ParseRef[FaultCode]),
	}
	for i, part := range r.Parts {
		care.Required(&p, index("parts", i)+".part", string(part.Part), care.ParseRef[PartCode])
		if part.Needed < 1 || part.Needed > maxQuantity || part.Used != 0 {
			p.Add(index("parts", i)+".needed", strconv.Itoa(part.Needed), CodeQuantity.With(care.NewFact("limit", maxQuantity)))
		}
		if part.Expected.After(f.Parts) {
			f.Parts = part.Expected
		}
	}
	if len(r.Parts) > maxParts {
		p.Add("parts", "", care.CodeTooMany.With(care.NewFact("limit", maxParts)))
	}
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return RepairOrder{}, err
	}
	saved, _, err := once(ctx, s, "order_repair", key, r, orders, workdayByDate.Name(), func(ctx context.Context, tx storage.Tx) (RepairOrder, storage.ID[RepairOrder], error) {
		saved, err := s.planOrder(ctx, tx, o, f)
		return saved, saved.ID, err
	})
	return saved, err
}

func (s Service) planOrder(ctx context.Context, tx storage.Tx, o RepairOrder, f ScheduleFacts) (RepairOrder, error) {
	reg, err := registrations.Get(ctx, tx, o.Registration)
	if errors.Is(err, storage.ErrNotFound) {
		return RepairOrder{}, care.RefuseAt("registration", o.Registration.String(), CodeNoRegistration.With())
	}
	if err != nil {
		return RepairOrder{}, err
	}
	c, err := centres.One(ctx, tx, centreByCode.Key(o.Centre))
	if errors.Is(err, storage.ErrNotFound) {
		return RepairOrder{}, care.RefuseAt("centre", string(o.Centre), CodeNoCentre.With())
	}
	if err != nil {
		return RepairOrder{}, err
	}
	o.ID, o.Subject = storage.ID[RepairOrder](s.c.Env.ID()), reg.Subject
	if o.Day, o.Why, err = s.book(ctx, tx, c, f); err != nil {
		return RepairOrder{}, err
	}
	return s.saveOrder(ctx, tx, o)
}

func (s Service) saveOrder(ctx context.Context, tx storage.Tx, o RepairOrder) (RepairOrder, error) {
	o, err := orders.Put(ctx, tx, o)
	if err != nil {
		return RepairOrder{}, err
	}
	e := OrderChangedEvent{o.ID, o.Registration, o.Claim, o.Centre, o.Status}
	return o, OrderChanged.With(s.c.Bell).Put(ctx, tx, queue.Item[OrderChangedEvent]{Key: o.ID.String(), Order: o.Version, Payload: e})
}

// OrderChanged: a repair order was planned, begun, done or cancelled.
var OrderChanged = queue.NewTopic[OrderChangedEvent]("warranty.order_changed", 1)

// OrderChangedEvent is the payload of [OrderChanged]. Its key is the order.
type OrderChangedEvent struct {
	Order        storage.ID[RepairOrder]  `json:"order"`
	Registration storage.ID[Registration] `json:"registration"`
	Claim        storage.ID[Claim]        `json:"claim,omitzero"`
	Centre       CentreCode               `json:"centre"`
	Status       OrderStatus              `json:"status"`
}

// OnOrder is what every request about a repair order has in common.
type OnOrder struct {
	Order   storage.ID[RepairOrder] `json:"order"`
	Version int64                   `json:"version,omitempty"` // on which the request is based; stale: care.ErrStale; 0: whatever it is now
	Key     string                  `json:"key,omitempty"`
	At      time.Time               `json:"at,omitzero"` // zero: now
}

// OrderMove says that a repair order has come further.
type OrderMove struct {
	OnOrder
	To   OrderStatus      `json:"to"`
	Used map[PartCode]int `json:"used,omitempty"` // of done: how many of each part were used
}

// MoveOrder says that a repair order was begun, is done, or was cancelled, which gives its day back.
func (s Service) MoveOrder(ctx context.Context, r OrderMove) (RepairOrder, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	s.dateAt(&p, r.At)
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return RepairOrder{}, err
	}
	saved, _, err := once(ctx, s, "move_order", key, r, orders, "", func(ctx context.Context, tx storage.Tx) (o RepairOrder, id storage.ID[RepairOrder], err error) {
		if o, err = orders.Get(ctx, tx, r.Order); err != nil {
			return o, id, err
		}
		if err = staleAt("repair order", o.ID.String(), r.Version, o.Version); err != nil {
			return o, id, err
		}
		if err = o.move(r, s.at(r.At).UTC()); err != nil {
			return o, id, err
		}
		if o.Status == OrderCancelled {
			if err = unbook(ctx, tx, o.Centre, o.Day); err != nil {
				return o, id, err
			}
		}
		o, err = s.saveOrder(ctx, tx, o)
		return o, o.ID, err
	})
	return saved, err
}

// move takes an order further.
func (o *RepairOrder) move(r OrderMove, at time.Time) error {
	if !slices.Contains(o.Status.Next(), r.To) {
		var legal care.Text
		for _, next := range o.Status.Next() {
			name := care.NameOf(next)
			legal.VI, legal.EN = legal.VI+", "+name.VI, legal.EN+", "+name.EN
		}
		if legal.VI == "" {
			legal = care.Text{VI: ", không gì nữa", EN: ", nothing more"}
		}
		legal.VI, legal.EN = legal.VI[2:], legal.EN[2:]
		return care.RefuseAt("to", string(r.To), CodeOrderStep.With(care.NewFact("legal", legal), care.NewFact("status", care.NameOf(o.Status))))
	}
	if len(r.Used) > 0 && r.To != OrderDone {
		return care.RefuseAt("used", "", CodeUsedLater.With())
	}
	parts := slices.Clone(o.Parts)
	for part, n := range r.Used {
		i := slices.IndexFunc(parts, func(p OrderPart) bool { return p.Part == part })
		if i < 0 {
			i, parts = len(parts), append(parts, OrderPart{Part: part})
		}
		if n < 0 || n > maxQuantity {
			return care.RefuseAt(fmt.Sprintf("used[%s]", part), strconv.Itoa(n), CodeQuantity.With(care.NewFact("limit", maxQuantity)))
		}
		parts[i].Used = n
	}
	slices.SortFunc(parts[len(o.Parts):], func(a, b OrderPart) int { return cmp.Compare(a.Part, b.Part) })
	o.Parts, o.Status = parts, r.To
	if o.Open = len(r.To.Next()) > 0; !o.Open {
		o.Ended = at
	}
	return nil
}

// Orders lists the repair orders of a centre whose work begins on a day.
func (s Service) Orders(centre CentreCode, day calendar.Date) storage.List[RepairOrder] {
	return orders.List(s.store, orderByDay.Prefix(day, centre))
}

// Backlog lists the open repair orders of a centre, the oldest first.
func (s Service) Backlog(centre CentreCode) storage.List[RepairOrder] {
	return orders.List(s.store, orderByOpen.Prefix(true, centre))
}

// Turnround is how long repairs took, in seconds of the wall clock from the order to its end, of those that a centre did from one date to another, both included.
func (s Service) Turnround(ctx context.Context, centre CentreCode, from, to calendar.Date) (h stats.Histogram, err error) {
	zone := s.c.Env.Location()
	for o, err := range orders.List(s.store, orderByEnd.Prefix(OrderDone, centre).From(from.Start(zone)).Before(to.End(zone))).All(ctx) {
		if err != nil {
			return h, err
		}
		if err := h.Observe(max(o.Ended.Sub(o.Opened).Seconds(), 0), o.Ended); err != nil {
			return h, err
		}
	}
	return h, nil
}
