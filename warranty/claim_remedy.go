package warranty

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// opened is the decision on a claim, and why a remedy is open. A remedy that is not open is refused, unless it is goodwill.
func (s Service) opened(ctx context.Context, tx storage.Tx, c Claim, e *ClaimEvent, remedy law.Remedy, goodwill bool) (Decision, error) {
	a, err := s.decideClaim(ctx, tx, c, e.At)
	if err != nil {
		return Decision{}, err
	}
	e.Answer = a.ID
	if opening, ok := a.Decision.Open(remedy); ok {
		e.Why = care.Reasons{opening.Why}
		return a.Decision, nil
	}
	if !goodwill {
		return Decision{}, care.RefuseAt("goodwill", "", CodeRemedyClosed.With(care.NewFact("remedy", care.NameOf(remedy))))
	}
	e.Goodwill, e.Why = true, care.Reasons{CodeGoodwill.With(care.NewFact("remedy", care.NameOf(remedy)))}
	return a.Decision, nil
}

// Exchanging gives the customer a similar new product.
type Exchanging struct {
	OnClaim
	Serial   string `json:"serial,omitempty"`  // of the new product; required if the old one has one
	Product  string `json:"product,omitempty"` // "": the same
	Goodwill bool   `json:"goodwill,omitempty"`
}

// Exchange gives the customer a similar new product. It is registered in the place of the old one, under the same sale, and each points to the other; its term
// begins again where the law says so. The old one is back in the shop, and its serial may be sold again.
func (s Service) Exchange(ctx context.Context, r Exchanging) (u ClaimUpdate, err error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	e := s.parseStep(&p, r.OnClaim, ClaimExchange)
	serial := care.Optional(&p, "serial", r.Serial, care.Line(100))
	if serial != "" && SerialKey(serial) == "" {
		p.Add("serial", r.Serial, care.CodeMissing.With())
	}
	product := care.Optional(&p, "product", r.Product, care.ParseRef[care.ProductRef])
	err = whileTaken(ofLine, func() error {
		u, err = s.step(ctx, r.OnClaim, r, p, e, func(ctx context.Context, tx storage.Tx, c Claim, e *ClaimEvent) (Decision, error) {
			d, err := s.opened(ctx, tx, c, e, law.Exchange, r.Goodwill)
			if err != nil {
				return Decision{}, err
			}
			next, err := s.replace(ctx, tx, c, *e, strings.ToUpper(serial), product)
			e.Replacement = next.ID
			return d, err
		})
		return err
	})
	return u, err
}

// replace registers the product that comes in the place of that of a claim.
func (s Service) replace(ctx context.Context, tx storage.Tx, c Claim, e ClaimEvent, serial string, product care.ProductRef) (Registration, error) {
	old, err := registrations.Get(ctx, tx, c.Registration)
	if err != nil {
		return Registration{}, err
	}
	if old.Serial != "" && serial == "" {
		return Registration{}, care.RefuseAt("serial", "", CodeSerialMissing.With())
	}
	last, err := registrations.Page(ctx, tx, byUnit.Prefix(old.Invoice, old.Line).Reverse(), "", 1)
	if err != nil {
		return Registration{}, err
	}
	next := old
	next.ID, next.Version, next.Unit = storage.ID[Registration](s.c.Env.ID()), 0, last.Items[0].Unit+1
	next.Serial, next.Recorded, next.Replaces = serial, s.c.Env.Time(), old.ID
	next.Copy, next.Disputed = 0, false
	if next.Exchanged = calendar.DateOf(e.At, s.c.Env.Location()); product != "" {
		next.Product = product
	}
	next.derive()
	f, err := s.facts(ctx, tx, old)
	if err != nil {
		return Registration{}, err
	}
	f.Exchanged, f.On = next.Exchanged, next.Exchanged
	next.Ends = Decide(f).Ends
	contested, err := contested(ctx, tx, []Registration{next})
	if err != nil {
		return Registration{}, err
	}
	saved, err := putRegistrations(ctx, tx, []Registration{next})
	if contested || isTaken(err, bySerial.Name()) {
		err = care.RefuseAt("serial", serial, CodeRegistered.With())
	}
	if err != nil {
		return Registration{}, err
	}
	old.ReplacedBy, old.Returned, old.Disputed = next.ID, e.At, false
	m := merging{s: s, tx: tx} // which settles what others claimed with it
	return saved[0], m.save(ctx, []Registration{old})
}

// cameBack writes what [Service.Return] does: the product of a claim is in the shop again, so its warranty is cleared, and its serial may be sold. What does not fit what
// else is known of the line becomes a conflict, which holds no refund up.
func (s Service) cameBack(ctx context.Context, tx storage.Tx, c Claim, on time.Time) error {
	reg, err := registrations.Get(ctx, tx, c.Registration)
	if err != nil || reg.Cleared() {
		return err
	}
	sold := reg
	for !sold.Replaces.IsZero() {
		if sold, err = registrations.Get(ctx, tx, sold.Replaces); err != nil {
			return err
		}
	}
	e := Entry{Kind: EntryReturn, Client: "warranty.claim_refund:" + c.ID.String(), Invoice: reg.Invoice, Line: reg.Line, At: on, Recorded: s.c.Env.Time()}
	if key := SerialKey(sold.Serial); key != "" {
		e.Serials = []string{key}
	} else {
		e.Units = []int{sold.Unit}
	}
	e.seal()
	m := merging{s: s, tx: tx}
	if _, err := m.take(ctx, e); err != nil {
		return err
	}
	return m.settle(ctx, e.line())
}

// Refunding pays the price back, or a part of it.
type Refunding struct {
	OnClaim
	Lines []PaidLine `json:"lines"` // of the invoice: the product, and what was bought with it
	// Months is over how long the price is written off, in a straight line. Default: it is not, and all is paid back.
	Months   int        `json:"months,omitempty"`
	Amount   care.Money `json:"amount,omitzero"` // of a reduction
	Goodwill bool       `json:"goodwill,omitempty"`
}

// Refund takes the product back and pays the price back, if the decision on the claim opens that. Over all refunds of a sale no line is paid back more than
// was paid for it. The product counts as returned: do not tell [Service.Return] of it again, which refuses what is back already.
func (s Service) Refund(ctx context.Context, r Refunding) (ClaimUpdate, error) {
	if !r.Amount.IsZero() {
		return ClaimUpdate{}, care.RefuseAt("amount", r.Amount.String(), CodeRefundAmount.With())
	}
	return s.payBack(ctx, r, ClaimRefund, law.Refund)
}

// Reduce pays a part of the price back, and the customer keeps the product.
func (s Service) Reduce(ctx context.Context, r Refunding) (ClaimUpdate, error) {
	if r.Amount.IsZero() {
		return ClaimUpdate{}, care.RefuseAt("amount", "", care.CodeMissing.With())
	}
	return s.payBack(ctx, r, ClaimReduce, law.Reduction)
}

func (s Service) payBack(ctx context.Context, r Refunding, step ClaimStep, remedy law.Remedy) (u ClaimUpdate, err error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	e := s.parseStep(&p, r.OnClaim, step)
	err = whileTaken(ofLine, func() error {
		u, err = s.step(ctx, r.OnClaim, r, p, e, func(ctx context.Context, tx storage.Tx, c Claim, e *ClaimEvent) (Decision, error) {
			d, err := s.opened(ctx, tx, c, e, remedy, r.Goodwill)
			if err != nil {
				return Decision{}, err
			}
			plan, err := s.payLines(ctx, tx, c, *e, r)
			e.Refunded, e.Why = plan.Lines, append(e.Why, plan.Reasons...)
			if err == nil && step == ClaimRefund {
				err = s.cameBack(ctx, tx, c, e.At)
			}
			return d, err
		})
		return err
	})
	return u, err
}

// payLines plans a refund, and writes it into the ledger of the sale.
func (s Service) payLines(ctx context.Context, tx storage.Tx, c Claim, e ClaimEvent, r Refunding) (RefundPlan, error) {
	reg, err := registrations.Get(ctx, tx, c.Registration)
	if err != nil {
		return RefundPlan{}, err
	}
	f := RefundFacts{Lines: r.Lines, Months: r.Months, Amount: r.Amount, Delivered: reg.Delivered, On: calendar.DateOf(e.At, s.c.Env.Location())}
	if f.Before, err = s.paidBefore(ctx, tx, reg); err != nil {
		return RefundPlan{}, err
	}
	if !slices.ContainsFunc(r.Lines, func(l PaidLine) bool { return l.Line == reg.Line }) {
		return RefundPlan{}, care.RefuseAt("lines", "", CodeOwnLineMissing.With(care.NewFact("line", reg.Line)))
	}
	ledgers := map[int]ledger{}
	for i, line := range r.Lines {
		if line.Line == reg.Line && line.Share.IsZero() {
			if err := onlyUnit(ctx, tx, reg, index("lines", i)); err != nil {
				return RefundPlan{}, err
			}
		}
		l, err := ledgerOf(ctx, tx, reg.Invoice, line)
		if err != nil {
			return RefundPlan{}, err
		}
		if over, err := l.Paid.Cmp(line.Paid); err != nil || over != 0 {
			return RefundPlan{}, care.RefuseAt(index("lines", i)+".paid", line.Paid.String(), CodePaidDiffers.With(care.NewFact("paid", l.Paid)))
		}
		ledgers[line.Line] = l
		f.Returned = append(f.Returned, RefundLine{line.Line, l.Returned})
	}
	plan, err := PlanRefund(f)
	if err != nil {
		return RefundPlan{}, err
	}
	for _, line := range plan.Lines {
		l := ledgers[line.Line]
		if l.Returned, err = l.Returned.Add(line.Amount); err != nil {
			return RefundPlan{}, err
		}
		if _, err := refunds.Put(ctx, tx, l); err != nil {
			return RefundPlan{}, err
		}
	}
	return plan, nil
}

// onlyUnit refuses to take the price of a whole line for that of one of its units.
func onlyUnit(ctx context.Context, r storage.Reader, reg Registration, path string) error {
	page, err := registrations.Page(ctx, r, byUnit.Prefix(reg.Invoice, reg.Line), "", storage.MaxPage)
	if err != nil {
		return err
	}
	units := 0
	for _, other := range page.Items {
		if other.sold() {
			units++
		}
	}
	if units > 1 {
		return care.RefuseAt(path+".share", "", CodeShareMissing.With(care.NewFact("units", units)))
	}
	return nil
}

// paidBefore is what was paid back for a unit, and for those that it came in the place of.
func (s Service) paidBefore(ctx context.Context, r storage.Reader, reg Registration) (before []RefundLine, err error) {
	err = eachClaim(ctx, r, reg, func(c Claim) { before = append(before, c.State.Refunded...) })
	return before, err
}

// ledger is what was paid for a line of an invoice, and what was paid back of it. Its version guards that it is never more.
type ledger struct {
	ID       storage.ID[ledger] `json:"id"`
	Version  int64              `json:"version"`
	Invoice  care.InvoiceRef    `json:"invoice"`
	Line     int                `json:"line"`
	Paid     care.Money         `json:"paid"`
	Returned care.Money         `json:"returned,omitzero"`
}

func ledgerOf(ctx context.Context, tx storage.Tx, invoice care.InvoiceRef, line PaidLine) (ledger, error) {
	l, err := refunds.One(ctx, tx, ledgerByLine.Key(invoice, line.Line))
	if errors.Is(err, storage.ErrNotFound) {
		return ledger{Invoice: invoice, Line: line.Line, Paid: line.Paid}, nil
	}
	return l, err
}
