package feedback

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Budget is what recoveries may cost together. Version guards it: two counters that offer at once cannot both take the last of it.
type Budget struct {
	ID      storage.ID[Budget] `json:"id"`
	Version int64              `json:"version"`
	Code    string             `json:"code"`
	care.Budget
}

// Fund sets the total of a budget, or makes one. It may be set below what was spent; nothing more is offered then.
func (s Service) Fund(ctx context.Context, code string, total care.Money) (_ Budget, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.fund")
	defer func() { done(err) }()
	var p care.Problems
	code = care.Required(&p, "code", code, care.ParseRef[string])
	if total.Sign() < 0 || total.Currency() == "" {
		p.Add("total", "", CodeAmount.With())
	}
	if err := p.Err(); err != nil {
		return Budget{}, err
	}
	var b Budget
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		if b, err = budgets.One(ctx, tx, byBudget.Key(code)); err != nil && !errors.Is(err, storage.ErrNotFound) {
			return err
		}
		if _, err = b.Spent.Add(total); err != nil {
			return err
		}
		b.Code, b.Total = code, total
		b, err = budgets.Put(ctx, tx, b)
		return err
	})
	return b, err
}

// Offer asks to offer a remedy to a customer after a failure. Text is as typed.
type Offer struct {
	Key      string     `json:"key,omitempty"` // makes the request idempotent
	Incident string     `json:"incident"`      // the id of the case, claim or complaint
	Customer string     `json:"customer"`
	Failure  Failure    `json:"failure"`
	Remedy   string     `json:"remedy"`
	Amount   care.Money `json:"amount"`
	Budget   string     `json:"budget"`
	By       string     `json:"by"`
	At       time.Time  `json:"at,omitzero"` // zero: now
	// HoldOut is the share of incidents that are offered nothing, by chance, so that the effect can be known. Default: 0, none.
	HoldOut float64 `json:"hold_out,omitempty"`
}

// Offer records an offer and takes its amount from the budget, in one transaction. It refuses with *care.Invalid what the rules do not allow, a second offer
// for an incident, and what the budget no longer holds. A recovery that is HeldOut is not to be offered.
func (s Service) Offer(ctx context.Context, rules Rules, o Offer) (_ Recovery, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.offer")
	defer func() { done(err) }()
	o.At = o.At.UTC()
	var p care.Problems
	r := Recovery{
		ID:       storage.ID[Recovery](s.c.Env.ID()),
		Incident: care.Required(&p, "incident", o.Incident, care.ParseRef[string]),
		Customer: care.Required(&p, "customer", o.Customer, care.ParseRef[care.CustomerRef]),
		Remedy:   care.Required(&p, "remedy", o.Remedy, care.ParseRef[string]),
		Budget:   care.Required(&p, "budget", o.Budget, care.ParseRef[string]),
		By:       care.Required(&p, "by", o.By, care.ParseRef[care.StaffRef]),
		Failure:  o.Failure, Amount: o.Amount, At: s.at(o.At),
	}
	key := care.Optional(&p, "key", o.Key, care.ParseRef[string])
	if o.Amount.Sign() < 0 || o.Amount.Currency() == "" {
		p.Add("amount", "", CodeAmount.With())
	}
	if !(o.HoldOut >= 0 && o.HoldOut <= 0.9) {
		p.Add("hold_out", "", CodeHoldOut.With())
	}
	if err := p.Err(); err != nil {
		return Recovery{}, err
	}
	r.HeldOut = care.HeldOut("feedback.hold_out", r.Incident, o.HoldOut)
	op := care.Operation{Name: "feedback.offer", Key: key, Subject: string(r.Customer), At: r.At}
	r, _, err = once(ctx, s, op, o, func(ctx context.Context, tx storage.Tx) (Recovery, error) { return s.offer(ctx, tx, rules, r) })
	return r, err
}

func (s Service) offer(ctx context.Context, tx storage.Tx, rules Rules, r Recovery) (Recovery, error) {
	// The budget and the customer's pace are read first and written last, so that of two offers at once one runs again and sees what the other did.
	pace, err := paceOf(ctx, tx, r.Customer)
	if err != nil {
		return Recovery{}, err
	}
	b, err := budgets.One(ctx, tx, byBudget.Key(r.Budget))
	if errors.Is(err, storage.ErrNotFound) {
		err = care.RefuseAt("budget", r.Budget, CodeNoBudget.With())
	}
	if err != nil {
		return Recovery{}, err
	}
	past, err := recoveries.Page(ctx, tx, recoveryByCustomer.Prefix(r.Customer).Reverse(), "", storage.MaxPage)
	if err != nil {
		return Recovery{}, err
	}
	allowed, reasons, err := Allow(rules, r.Failure, past.Items, r.At)
	if err != nil {
		return Recovery{}, err
	}
	i := slices.IndexFunc(allowed, func(a Remedy) bool { return a.Code == r.Remedy })
	if i < 0 {
		if len(reasons) == 0 {
			reasons = care.Reasons{CodeNoRemedy.With(care.NewFact("severity", int(r.Failure.Severity)))}
		}
		return Recovery{}, care.RefuseAt("remedy", r.Remedy, reasons[0])
	}
	if over, err := r.Amount.Cmp(allowed[i].Most); err != nil {
		return Recovery{}, err
	} else if over > 0 {
		return Recovery{}, care.RefuseAt("amount", "", CodeTooMuch.With(care.NewFact("most", allowed[i].Most)))
	}
	if r.HeldOut {
		r.Remedy, r.Amount, r.Budget = "", care.Money{}, ""
	}
	var holds bool
	if b.Budget, holds, err = b.Spend(r.Amount); err != nil {
		return Recovery{}, err
	} else if !holds {
		return Recovery{}, care.RefuseAt("budget", b.Code, CodeBudgetSpent.With(care.NewFact("total", b.Total)))
	}
	if r, err = recoveries.Put(ctx, tx, r); errors.Is(err, storage.ErrExists) {
		return Recovery{}, care.RefuseAt("incident", r.Incident, CodeRecovered.With())
	} else if err != nil {
		return Recovery{}, err
	}
	if _, err = budgets.Put(ctx, tx, b); err != nil {
		return Recovery{}, err
	}
	pace.Offers++
	_, err = paces.Put(ctx, tx, pace)
	return r, err
}

// Withdraw takes an offer back before it was used, and returns its amount to the budget. Doing it twice is doing it once.
func (s Service) Withdraw(ctx context.Context, id storage.ID[Recovery]) (_ Recovery, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.withdraw")
	defer func() { done(err) }()
	var r Recovery
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		if r, err = recoveries.Get(ctx, tx, id); err != nil || r.Withdrawn {
			return err
		}
		if r.Withdrawn = true; r.Budget != "" {
			b, err := budgets.One(ctx, tx, byBudget.Key(r.Budget))
			if err != nil {
				return err
			}
			if b.Budget, err = b.Return(r.Amount); err != nil {
				return err
			}
			if _, err = budgets.Put(ctx, tx, b); err != nil {
				return err
			}
		}
		r, err = recoveries.Put(ctx, tx, r)
		return err
	})
	return r, err
}

// Conclude records whether the customer stayed.
func (s Service) Conclude(ctx context.Context, id storage.ID[Recovery], o Outcome) (_ Recovery, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.conclude")
	defer func() { done(err) }()
	if !care.IsKnown(o) {
		return Recovery{}, care.RefuseAt("outcome", string(o), care.CodeUnreadable.With())
	}
	var r Recovery
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		if r, err = recoveries.Get(ctx, tx, id); err != nil {
			return err
		}
		r.Outcome, r.Known = o, s.c.Env.Time()
		r, err = recoveries.Put(ctx, tx, r)
		return err
	})
	return r, err
}

// Recoveries lists what was offered to a customer, the latest first.
func (s Service) Recoveries(to care.CustomerRef) storage.List[Recovery] {
	return recoveries.List(s.store, recoveryByCustomer.Prefix(to).Reverse())
}

// Budget is how a budget stands.
func (s Service) Budget(ctx context.Context, code string) (b Budget, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		b, err = budgets.One(ctx, r, byBudget.Key(code))
		return err
	})
	return b, err
}
