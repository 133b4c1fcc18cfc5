package warranty

import (
	"context"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// IntakeReceipt is what the customer gets in hand when a product is taken in: the written acceptance of Law 19/2023/QH15 art. 30.2.c. It is printed or sent
// by the host.
type IntakeReceipt struct {
	Claim    storage.ID[Claim] `json:"claim"`
	Number   string            `json:"number,omitempty"`
	Unit     UnitRef           `json:"unit"`
	Product  care.ProductRef   `json:"product"`
	Serial   string            `json:"serial,omitempty"`
	Received time.Time         `json:"received"` // on the clock of the shop
	Promised time.Time         `json:"promised"` // likewise
	Said     string            `json:"said,omitempty"`
	Items    string            `json:"items,omitempty"`
	Loan     Loan              `json:"loan,omitzero"`
	Decision Decision          `json:"decision"` // of the intake
	Reasons  care.Reasons      `json:"reasons"`  // all that it says, in both languages: the times first, then all reasons of the decision
}

// Text returns the receipt as it is read, a line for each sentence.
func (r IntakeReceipt) Text(lang care.Lang) (text string) {
	for _, reason := range r.Reasons {
		text += reason.Text(lang) + "\n"
	}
	return text
}

// Receipt returns the receipt of a claim. It can be printed again at any time; what is said of a loaner is as it stands now.
func (s Service) Receipt(ctx context.Context, id storage.ID[Claim]) (receipt IntakeReceipt, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		c, err := claims.Get(ctx, r, id)
		if err != nil {
			return err
		}
		reg, err := registrations.Get(ctx, r, c.Registration)
		if err != nil {
			return err
		}
		a, err := answers.Get(ctx, r, c.Events[0].Answer)
		if err != nil {
			return err
		}
		receipt = s.receipt(c, reg, a.Decision)
		return nil
	})
	return receipt, err
}

func (s Service) receipt(c Claim, reg Registration, d Decision) IntakeReceipt {
	zone := s.c.Env.Location()
	r := IntakeReceipt{
		Claim: c.ID, Number: c.Number, Unit: reg.Ref(), Product: reg.Product, Serial: reg.Serial, Said: c.Said, Items: c.Items,
		Received: c.State.Received.In(zone), Promised: c.State.Promised.In(zone), Loan: c.State.Loan, Decision: d,
	}
	r.Reasons = append(r.Reasons, CodeReceived.With(care.NewFact("received", r.Received), care.NewFact("unit", r.Unit.String())),
		CodePromised.With(care.NewFact("promised", r.Promised)))
	if loan := c.State.Loan; loan.Out() {
		r.Reasons = append(r.Reasons, CodeLent.With(care.NewFact("from", loan.From.In(zone)), care.NewFact("unit", loan.Unit)))
	} else if loan.Kind == LoanerAgreed {
		r.Reasons = append(r.Reasons, CodeAgreedInstead.With())
	}
	r.Reasons = append(r.Reasons, d.All()...)
	return r
}
