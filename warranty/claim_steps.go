package warranty

import (
	"context"
	"errors"
	"fmt"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Acceptance says that a claim will be seen to.
type Acceptance struct {
	OnClaim
	Paid bool `json:"paid,omitempty"` // it is not covered, and the customer agreed to pay
}

// Accept says that a claim will be seen to: under warranty if it is covered, else for money, if the customer agreed to pay.
func (s Service) Accept(ctx context.Context, r Acceptance) (ClaimUpdate, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	e := s.parseStep(&p, r.OnClaim, ClaimAccept)
	return s.step(ctx, r.OnClaim, r, p, e, func(ctx context.Context, tx storage.Tx, c Claim, e *ClaimEvent) (Decision, error) {
		a, err := s.decideClaim(ctx, tx, c, e.At)
		if err != nil {
			return Decision{}, err
		}
		e.rest(a)
		e.Paid = r.Paid && a.Decision.Outcome != Covered
		if a.Decision.Outcome != Covered && !r.Paid {
			return Decision{}, care.RefuseAt("paid", "", CodeNotCoveredUnpaid.With())
		}
		return a.Decision, nil
	})
}

// Refusal refuses a claim in writing.
type Refusal struct {
	OnClaim
	Fault string `json:"fault,omitempty"` // as it was found, if that is another one than the customer told
}

// Refuse refuses a claim in writing: the reasons of the decision are the basis, and stand in [ClaimState.Why] in both languages. What is covered cannot be
// refused.
func (s Service) Refuse(ctx context.Context, r Refusal) (ClaimUpdate, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	e := s.parseStep(&p, r.OnClaim, ClaimRefuse)
	e.Fault = care.Optional(&p, "fault", r.Fault, care.ParseRef[FaultCode])
	return s.step(ctx, r.OnClaim, r, p, e, func(ctx context.Context, tx storage.Tx, c Claim, e *ClaimEvent) (Decision, error) {
		if e.Fault != "" {
			c.State.Fault = e.Fault
		}
		a, err := s.decideClaim(ctx, tx, c, e.At)
		if err != nil {
			return Decision{}, err
		}
		if a.Decision.Outcome == Covered {
			return Decision{}, care.RefuseAt("claim", c.ID.String(), CodeCoveredNotRefused.With(care.NewFact("ends", a.Decision.Ends)))
		}
		e.rest(a)
		e.Why = a.Decision.Reasons
		if duty, ok := a.Decision.Duty(DutyWriting); ok {
			e.Why = append(e.Why[:len(e.Why):len(e.Why)], duty.Why)
		}
		return a.Decision, nil
	})
}

// ClaimWaiting says what a claim waits for.
type ClaimWaiting struct {
	OnClaim
	For string `json:"for"` // an Awaited
}

// Wait says that a claim waits for parts or for the customer. Its promised time goes on.
func (s Service) Wait(ctx context.Context, r ClaimWaiting) (ClaimUpdate, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	e := s.parseStep(&p, r.OnClaim, ClaimWait)
	e.For = care.Required(&p, "for", r.For, care.ParseEnum[Awaited])
	return s.step(ctx, r.OnClaim, r, p, e, nil)
}

// Resume says that what a claim waited for is there.
func (s Service) Resume(ctx context.Context, r OnClaim) (ClaimUpdate, error) {
	return s.plain(ctx, r, ClaimResume)
}

// plain is a step that says nothing more.
func (s Service) plain(ctx context.Context, r OnClaim, step ClaimStep) (ClaimUpdate, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	return s.step(ctx, r, r, p, s.parseStep(&p, r, step), nil)
}

// ClaimWork says who repairs.
type ClaimWork struct {
	OnClaim
	Centre string `json:"centre"`
	// Outside: the centre is somebody else's, so that the customer's data goes there: [Service.Consent] comes first. Default: as [Centre] says, if it is recorded.
	Outside bool `json:"outside,omitempty"`
}

// Repair says that a centre begins to repair, or that another one goes on.
func (s Service) Repair(ctx context.Context, r ClaimWork) (ClaimUpdate, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	e := s.parseStep(&p, r.OnClaim, ClaimRepair)
	e.Centre, e.Outside = care.Required(&p, "centre", r.Centre, care.ParseRef[CentreCode]), r.Outside
	return s.step(ctx, r.OnClaim, r, p, e, func(ctx context.Context, tx storage.Tx, _ Claim, e *ClaimEvent) (Decision, error) {
		c, err := centres.One(ctx, tx, centreByCode.Key(e.Centre))
		if errors.Is(err, storage.ErrNotFound) { // the host's own list has it
			return Decision{}, nil
		}
		e.Outside = e.Outside || c.Outside
		return Decision{}, err
	})
}

// Consent records that the customer lets an outside centre have their data.
func (s Service) Consent(ctx context.Context, r OnClaim) (ClaimUpdate, error) {
	return s.plain(ctx, r, ClaimConsent)
}

// Inspection is what a product was found to be like after a repair.
type Inspection struct {
	OnClaim
	Result string `json:"result"`          // a CheckResult
	Fault  string `json:"fault,omitempty"` // as it was found, if that is another one than the customer told
	Part   string `json:"part,omitempty"`
}

// Inspect records an inspection. There is no hand-back after a repair without one.
func (s Service) Inspect(ctx context.Context, r Inspection) (ClaimUpdate, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	e := s.parseStep(&p, r.OnClaim, ClaimInspect)
	e.Result = care.Required(&p, "result", r.Result, care.ParseRef[CheckResult])
	e.Fault = care.Optional(&p, "fault", r.Fault, care.ParseRef[FaultCode])
	e.Part = care.Optional(&p, "part", r.Part, care.ParseRef[PartCode])
	return s.step(ctx, r.OnClaim, r, p, e, nil)
}

// Finished says what a repair came to.
type Finished struct {
	OnClaim
	Replaced []string `json:"replaced,omitempty"` // parts that were replaced by new ones, whose terms begin again at the hand-back
	Failed   bool     `json:"failed,omitempty"`   // it could not be repaired
}

// Finish says that a product can be handed back.
func (s Service) Finish(ctx context.Context, r Finished) (ClaimUpdate, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	e := s.parseStep(&p, r.OnClaim, ClaimFinish)
	e.Failed = r.Failed
	for i, part := range r.Replaced {
		e.Replaced = append(e.Replaced, care.Required(&p, fmt.Sprintf("replaced[%d]", i), part, care.ParseRef[PartCode]))
	}
	if len(r.Replaced) > maxParts {
		p.Add("replaced", "", care.CodeTooMany.With(care.NewFact("limit", maxParts)))
	}
	return s.step(ctx, r.OnClaim, r, p, e, nil)
}

// maxParts is more than a product has that anybody tells apart.
const maxParts = 100

// HandBack says that the customer has the product again. If a loaner is still out, [ClaimUpdate.Reasons] says so ([CodeLoanerOut]), as they do when the customer
// gets another product or the money instead; [Service.TakeBack] stays possible.
func (s Service) HandBack(ctx context.Context, r OnClaim) (ClaimUpdate, error) {
	return s.plain(ctx, r, ClaimHandBack)
}

// Withdraw says that the customer does not want it any more. The product is still to be handed back.
func (s Service) Withdraw(ctx context.Context, r OnClaim) (ClaimUpdate, error) {
	return s.plain(ctx, r, ClaimWithdraw)
}

// Lending is what the customer gets meanwhile.
type Lending struct {
	OnClaim
	Loaner Loaner `json:"loaner"`         // a similar product, or another solution that the customer agreed to
	Unit   string `json:"unit,omitempty"` // of a similar product: which, by the host's own key
}

// Lend records what the customer gets meanwhile.
func (s Service) Lend(ctx context.Context, r Lending) (ClaimUpdate, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	e := s.parseStep(&p, r.OnClaim, ClaimLend)
	e.Loaner, e.Unit = r.Loaner, care.Optional(&p, "unit", r.Unit, care.ParseRef[string])
	return s.step(ctx, r.OnClaim, r, p, e, nil)
}

// TakeBack records that the loaner is here again.
func (s Service) TakeBack(ctx context.Context, r OnClaim) (ClaimUpdate, error) {
	return s.plain(ctx, r, ClaimTakeBack)
}

// Spending is something that was spent on a claim.
type Spending struct {
	OnClaim
	Cost   string     `json:"cost"` // a CostKind
	Amount care.Money `json:"amount"`
	Payer  Side       `json:"payer,omitempty"` // only where the law leaves it to what was agreed; else the decision says
}

// Charge records what was spent on a claim. Who pays is as the decision on the claim says.
func (s Service) Charge(ctx context.Context, r Spending) (ClaimUpdate, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	e := s.parseStep(&p, r.OnClaim, ClaimCharge)
	e.Cost, e.Amount = care.Required(&p, "cost", r.Cost, care.ParseEnum[CostKind]), r.Amount
	return s.step(ctx, r.OnClaim, r, p, e, func(_ context.Context, _ storage.Tx, c Claim, e *ClaimEvent) (Decision, error) {
		if e.Payer = c.State.Payer; e.Cost == CostCarriage {
			e.Payer = c.State.Carrier
		}
		if e.Payer == "" {
			e.Payer = r.Payer
		} else if r.Payer != "" && r.Payer != e.Payer {
			return Decision{}, care.RefuseAt("payer", string(r.Payer), CodePayerDecided.With(care.NewFact("payer", care.NameOf(e.Payer))))
		}
		return Decision{}, nil
	})
}

// SupplierNews is what became of the claim against the supplier.
type SupplierNews struct {
	OnClaim
	Status    string     `json:"status"` // a SupplierStatus
	Supplier  string     `json:"supplier"`
	Reference string     `json:"reference,omitempty"`
	Recovered care.Money `json:"recovered,omitzero"`
}

// FromSupplier records what became of the claim against the supplier. It goes on beside the customer's, which it never holds up.
func (s Service) FromSupplier(ctx context.Context, r SupplierNews) (ClaimUpdate, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	e := s.parseStep(&p, r.OnClaim, ClaimSupplier)
	e.Supplier = care.Required(&p, "status", r.Status, care.ParseEnum[SupplierStatus])
	e.Party = care.Required(&p, "supplier", r.Supplier, care.ParseRef[string])
	e.Reference = care.Optional(&p, "reference", r.Reference, care.ParseRef[string])
	if e.Amount = r.Recovered; e.Amount.Sign() < 0 {
		p.Add("recovered", r.Recovered.String(), CodeAmountPositive.With())
	}
	return s.step(ctx, r.OnClaim, r, p, e, nil)
}
