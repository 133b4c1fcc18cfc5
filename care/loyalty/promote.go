package loyalty

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Launch saves a promotion: a new one, or over the one that is there, whose hold-out, once somebody was offered it, stays. It must have the version that the
// promotion says, if it says one, else care.ErrStale. A total below what is spent already stops further offers.
func (s Service) Launch(ctx context.Context, p Promotion) (_ Promotion, err error) {
	ctx, done := s.c.Env.Observe(ctx, "loyalty.launch")
	defer func() { done(err) }()
	if err := p.problems().Err(); err != nil {
		return Promotion{}, err
	}
	var saved Promotion
	launch := func(ctx context.Context, tx storage.Tx) error {
		old, err := promotions.One(ctx, tx, byCode.Key(p.Code))
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return err
		}
		if p.Version != 0 && p.Version != old.Version {
			return care.ErrStale
		}
		next := p
		next.ID, next.Version, next.Budget.Spent, next.Offered, next.HeldOut = old.ID, old.Version, old.Budget.Spent, old.Offered, old.HeldOut
		if _, err := next.Budget.Spent.Add(next.Budget.Total); err != nil {
			return care.RefuseAt("budget", "", CodeCurrencyStays.With())
		}
		if old.Offered.Of+old.HeldOut.Of > 0 && (next.HoldOut != old.HoldOut || next.days() != old.days()) {
			return care.RefuseAt("hold_out", "", CodeTrialStays.With())
		}
		if next.ID.IsZero() {
			next.ID = storage.ID[Promotion](s.c.Env.ID())
		}
		saved, err = promotions.Put(ctx, tx, next)
		return err
	}
	err = s.store.Update(ctx, launch)
	if errors.Is(err, storage.ErrExists) && !errors.Is(err, storage.ErrTxLost) { // another was first
		err = s.store.Update(ctx, launch)
	}
	if err != nil {
		return Promotion{}, err
	}
	return saved, nil
}

// Promotions lists the promotions by their codes.
func (s Service) Promotions() storage.List[Promotion] {
	return promotions.List(s.store, byCode.Prefix())
}

// Approach asks to offer a promotion to a customer. Text is as typed.
type Approach struct {
	Key       string    `json:"key,omitempty"` // makes the request idempotent; a customer is offered a promotion once in any case
	Promotion string    `json:"promotion"`
	Customer  string    `json:"customer"`
	Segment   string    `json:"segment,omitempty"`
	Channel   string    `json:"channel"`
	At        time.Time `json:"at,omitzero"` // zero: now
}

// Approached is what came of an approach.
type Approached struct {
	Offer    Offer        `json:"offer"`              // HeldOut: it is not to be offered
	Declined bool         `json:"declined,omitempty"` // there is no offer; the reasons say why
	Reasons  care.Reasons `json:"reasons,omitempty"`
	Repeated bool         `json:"repeated,omitempty"`
}

// Offer offers a promotion to a customer and reserves what it may cost, or holds the customer out, or declines and says why: see [MayOffer]. A customer who was
// approached already is answered with the first offer.
func (s Service) Offer(ctx context.Context, a Approach) (_ Approached, err error) {
	ctx, done := s.c.Env.Observe(ctx, "loyalty.offer")
	defer func() { done(err) }()
	a.At = a.At.UTC()
	var p care.Problems
	o := Offer{
		ID: storage.ID[Offer](s.c.Env.ID()), At: s.at(a.At), Recorded: s.c.Env.Time(),
		Promotion: care.Required(&p, "promotion", a.Promotion, care.ParseRef[string]),
		Customer:  care.Required(&p, "customer", a.Customer, care.ParseRef[care.CustomerRef]),
		Segment:   care.Optional(&p, "segment", a.Segment, care.ParseRef[care.SegmentRef]),
		Channel:   care.Required(&p, "channel", a.Channel, care.ParseEnum[care.Channel]),
	}
	key := care.Optional(&p, "key", a.Key, care.ParseRef[string])
	o.Day = s.date(&p, o.At)
	if err := p.Err(); err != nil {
		return Approached{}, err
	}
	op := care.Operation{Name: "loyalty.offer", Key: key, Subject: string(o.Customer), At: o.At}
	got, repeated, err := care.Once(ctx, s.store, op, a, func(ctx context.Context, tx storage.Tx) (Approached, error) { return s.offer(ctx, tx, o) })
	got.Repeated = got.Repeated || repeated
	return got, err
}

func (s Service) offer(ctx context.Context, tx storage.Tx, o Offer) (Approached, error) {
	p, err := promotion(ctx, tx, o.Promotion)
	if err != nil {
		return Approached{}, err
	}
	old, err := offers.One(ctx, tx, byOffer.Key(o.Promotion, o.Customer))
	if err == nil {
		return Approached{Offer: old, Reasons: old.Reasons, Repeated: true}, nil
	}
	if !errors.Is(err, storage.ErrNotFound) {
		return Approached{}, err
	}
	standing, err := s.consent.In(tx).Standing(ctx, string(o.Customer))
	if err != nil {
		return Approached{}, err
	}
	may, reasons, err := MayOffer(p, o.Segment, o.Channel, standing, o.Day)
	if err != nil || !may {
		return Approached{Declined: true, Reasons: reasons}, err
	}
	group := &p.Offered
	if o.HeldOut = care.HeldOut("loyalty.promotion/"+p.Code, string(o.Customer), p.HoldOut); o.HeldOut {
		group = &p.HeldOut
		o.Reasons = care.Reasons{CodeHeldOut.With()}
	} else {
		if p.Budget, _, err = p.Budget.Spend(p.Cost); err != nil {
			return Approached{}, err
		}
		o.Reserved = p.Cost
		o.Reasons = care.Reasons{CodeOffered.With(care.NewFact("until", p.Until))}
	}
	group.Of++
	if _, err := promotions.Put(ctx, tx, p); err != nil { // first, so that of two at once one is made again
		return Approached{}, err
	}
	if o, err = offers.Put(ctx, tx, o); err != nil {
		return Approached{}, err
	}
	if !o.HeldOut {
		event := OfferMadeEvent{Offer: o.ID, Promotion: o.Promotion, Channel: o.Channel}
		err = OfferMade.With(s.c.Bell).Put(ctx, tx, queue.Item[OfferMadeEvent]{Key: o.ID.String(), Order: o.Version, Payload: event})
	}
	return Approached{Offer: o, Reasons: o.Reasons}, err
}

// promotion reads a promotion that a request names.
func promotion(ctx context.Context, r storage.Reader, code string) (Promotion, error) {
	p, err := promotions.One(ctx, r, byCode.Key(code))
	if errors.Is(err, storage.ErrNotFound) {
		err = care.RefuseAt("promotion", code, CodeNoPromotion.With())
	}
	return p, err
}

// Use says that an offer was used. Text is as typed.
type Use struct {
	Key    string            `json:"key,omitempty"`
	Offer  storage.ID[Offer] `json:"offer"`
	Amount care.Money        `json:"amount"` // what it cost
	At     time.Time         `json:"at,omitzero"`
	// Withdrawn says that it was taken back instead.
	Withdrawn bool `json:"withdrawn,omitempty"`
}

// Use records that an offer was used, which is a purchase if it comes within the promotion's Days, or taken back. What it cost less than was reserved goes back
// to the budget. It refuses with *care.Invalid one that was used or taken back, is not to be offered, or whose time is over, and an amount beyond what was
// reserved.
func (s Service) Use(ctx context.Context, u Use) (_ Offer, err error) {
	ctx, done := s.c.Env.Observe(ctx, "loyalty.use")
	defer func() { done(err) }()
	u.At = u.At.UTC()
	var p care.Problems
	key := care.Optional(&p, "key", u.Key, care.ParseRef[string])
	day := s.date(&p, s.at(u.At))
	if u.Withdrawn && !u.Amount.IsZero() {
		p.Add("amount", "", CodeTooMuch.With(care.NewFact("most", care.Money{})))
	}
	if err := p.Err(); err != nil {
		return Offer{}, err
	}
	var subject care.CustomerRef
	if err := s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		o, err := offer(ctx, r, u.Offer)
		subject = o.Customer
		return err
	}); err != nil {
		return Offer{}, err
	}
	op := care.Operation{Name: "loyalty.use", Key: key, Subject: string(subject), At: s.at(u.At)}
	o, _, err := care.Once(ctx, s.store, op, u, func(ctx context.Context, tx storage.Tx) (Offer, error) { return s.use(ctx, tx, u, day) })
	return o, err
}

func (s Service) use(ctx context.Context, tx storage.Tx, u Use, day calendar.Date) (Offer, error) {
	o, err := offer(ctx, tx, u.Offer)
	if err != nil {
		return Offer{}, err
	}
	p, err := promotion(ctx, tx, o.Promotion)
	if err == nil {
		err = usable(p, o, u, day).Err()
	}
	if err != nil {
		return Offer{}, err
	}
	rest, err := o.Reserved.Sub(u.Amount)
	if err != nil {
		return Offer{}, err
	}
	if p.Budget, err = p.Budget.Return(rest); err != nil {
		return Offer{}, err
	}
	o.Reserved = u.Amount
	if o.Withdrawn = u.Withdrawn; !u.Withdrawn {
		o.Used = s.at(u.At)
		if p.counts(o, day) { // as long as those held out are counted, and no longer
			buy(&p, &o, o.Used)
		}
	}
	if _, err := promotions.Put(ctx, tx, p); err != nil {
		return Offer{}, err
	}
	return offers.Put(ctx, tx, o)
}

// usable is why an offer cannot be used so.
func usable(p Promotion, o Offer, u Use, day calendar.Date) (found care.Problems) {
	if o.HeldOut || o.Withdrawn || !o.Used.IsZero() {
		found.Add("offer", "", CodeNotUsable.With())
	}
	if day.After(p.Until) && !u.Withdrawn {
		found.Add("at", "", CodeOver.With(care.NewFact("until", p.Until)))
	}
	if over, err := u.Amount.Cmp(o.Reserved); err != nil {
		found.Join("amount", "", err)
	} else if over > 0 || u.Amount.Sign() < 0 {
		found.Add("amount", "", CodeTooMuch.With(care.NewFact("most", o.Reserved)))
	}
	return found
}

// buy counts the first purchase of whoever was offered a promotion, or held out of it.
func buy(p *Promotion, o *Offer, at time.Time) bool {
	if !o.Bought.IsZero() {
		return false
	}
	o.Bought = at
	if o.HeldOut {
		p.HeldOut.Yes++
	} else {
		p.Offered.Yes++
	}
	return true
}

func offer(ctx context.Context, r storage.Reader, id storage.ID[Offer]) (Offer, error) {
	o, err := offers.Get(ctx, r, id)
	if errors.Is(err, storage.ErrNotFound) {
		err = care.RefuseAt("offer", id.String(), CodeNoOffer.With())
	}
	return o, err
}

// mostOffers is how many of a customer's offers one purchase is held against, the latest.
const mostOffers = 100

// Buying says that a customer bought something. Text is as typed.
type Buying struct {
	Customer string    `json:"customer"`
	At       time.Time `json:"at,omitzero"` // zero: now
}

// Counted is for how many promotions a purchase was counted.
type Counted struct {
	Promotions int `json:"promotions"`
}

// Bought records that a customer bought something, for every promotion that the customer was offered, or held out of, so lately that it counts. The host calls it for every
// purchase of a known customer; it counts once for each promotion, so telling again changes nothing.
func (s Service) Bought(ctx context.Context, b Buying) (counted Counted, err error) {
	ctx, done := s.c.Env.Observe(ctx, "loyalty.bought")
	defer func() { done(err) }()
	var p care.Problems
	customer := care.Required(&p, "customer", b.Customer, care.ParseRef[care.CustomerRef])
	at := s.at(b.At)
	day := s.date(&p, at)
	if err := p.Err(); err != nil {
		return Counted{}, err
	}
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		counted = Counted{}
		page, err := offers.Page(ctx, tx, offerByCustomer.Prefix(customer).From(day.AddDays(-365)).Before(day.AddDays(1)).Reverse(), "", mostOffers)
		if err != nil {
			return err
		}
		for _, o := range page.Items {
			p, err := promotion(ctx, tx, o.Promotion)
			if err != nil {
				return err
			}
			if at.Before(o.At) || !p.counts(o, day) || !buy(&p, &o, at) {
				continue
			}
			counted.Promotions++
			if _, err := promotions.Put(ctx, tx, p); err != nil {
				return err
			}
			if _, err := offers.Put(ctx, tx, o); err != nil {
				return err
			}
		}
		return nil
	})
	return counted, err
}

// Offers lists what a customer was offered, and held out of, the latest first.
func (s Service) Offers(to care.CustomerRef) storage.List[Offer] {
	return offers.List(s.store, offerByCustomer.Prefix(to).Reverse())
}

// Uplift measures a promotion: see [UpliftOf].
func (s Service) Uplift(ctx context.Context, code string) (u Uplift, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		p, err := promotion(ctx, r, code)
		u = UpliftOf(p, s.c.Env.Today())
		return err
	})
	return u, err
}

// Suggest lists what may be suggested to a customer by a channel, by what the ledger of consent says now: see [Suggest].
func (s Service) Suggest(ctx context.Context, pairings []Pairing, situation Situation) (all []Suggestion, reasons care.Reasons, err error) {
	if situation.Customer != "" {
		if situation.Standing, err = s.consent.Standing(ctx, string(situation.Customer)); err != nil {
			return nil, nil, err
		}
	}
	all, reasons = Suggest(pairings, situation)
	return all, reasons, nil
}
