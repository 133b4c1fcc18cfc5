package warranty

import (
	"cmp"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// ClaimState is where a claim stands, as its events tell. It is kept beside them, and always equals [ReplayClaim] of them.
type ClaimState struct {
	Status   ClaimStatus   `json:"status"`
	Fault    FaultCode     `json:"fault,omitempty"` // as it was found, until then as the customer tells it
	Part     PartCode      `json:"part,omitempty"`
	On       calendar.Date `json:"on"` // the day on which it showed
	Received time.Time     `json:"received"`
	Promised time.Time     `json:"promised"`
	Overdue  bool          `json:"overdue,omitempty"` // the promised time passed while the customer waited
	Ended    time.Time     `json:"ended,omitzero"`    // since when the customer does not wait any more
	Told     bool          `json:"told,omitempty"`

	Payer   Side `json:"payer,omitempty"`   // who pays the repair
	Carrier Side `json:"carrier,omitempty"` // who pays the carriage; empty: what was agreed says
	Paid    bool `json:"paid,omitempty"`    // it is no warranty work: the customer pays it

	Paused    ClaimStatus `json:"paused,omitempty"` // where a claim that waits stood before
	Centre    CentreCode  `json:"centre,omitempty"`
	Outside   bool        `json:"outside,omitempty"`
	Consented bool        `json:"consented,omitempty"`
	Inspected CheckResult `json:"inspected,omitempty"` // since the repair began
	Replaced  []PartCode  `json:"replaced,omitempty"`
	Failed    bool        `json:"failed,omitempty"` // it could not be repaired

	Here bool      `json:"here,omitempty"` // the customer's product is with us
	Back time.Time `json:"back,omitzero"`  // when the customer got it back
	Loan Loan      `json:"loan,omitzero"`

	Why         care.Reasons             `json:"why,omitempty"` // of a refusal, an exchange, a refund: the basis
	Replacement storage.ID[Registration] `json:"replacement,omitzero"`
	Refunded    []RefundLine             `json:"refunded,omitempty"`
	Costs       []Cost                   `json:"costs,omitempty"`
	Supplier    SupplierClaim            `json:"supplier,omitzero"`
}

// Loan is what the customer has meanwhile.
type Loan struct {
	Kind  Loaner    `json:"kind,omitempty"`
	Unit  string    `json:"unit,omitempty"`
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
}

// Out reports whether a loaner is with the customer.
func (l Loan) Out() bool { return l.Kind == LoanerGiven && l.Until.IsZero() }

// Cost is something that was spent on a claim.
type Cost struct {
	Kind   CostKind   `json:"kind"`
	Amount care.Money `json:"amount"`
	Payer  Side       `json:"payer"`
}

// SupplierClaim is the claim against the supplier. The customer's own never waits for it.
type SupplierClaim struct {
	Status    SupplierStatus `json:"status"`
	Party     string         `json:"party"`
	Reference string         `json:"reference,omitempty"`
	Recovered care.Money     `json:"recovered,omitzero"`
}

// ReplayClaim derives the state of a claim from its events. It takes them in the order in which they happened, and where two happened at one instant in
// the order of their recording, so the order in which they arrive changes nothing; nor does an event that arrives twice.
//
// A step that the claim could not take where it stood then is refused with *care.Invalid and [CodeClaimStep], which names the steps that it could.
func ReplayClaim(events []ClaimEvent) (ClaimState, error) {
	sorted := slices.Clone(events)
	slices.SortFunc(sorted, func(a, b ClaimEvent) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.N, b.N)) })
	sorted = slices.CompactFunc(sorted, func(a, b ClaimEvent) bool { return a.N == b.N })
	var s ClaimState
	for i := range sorted {
		if err := s.check(&sorted[i]); err != nil {
			return ClaimState{}, err
		}
		s.apply(&sorted[i])
	}
	return s, nil
}

// check refuses a step that the claim cannot take where it stands, and one that lacks what it says.
func (s *ClaimState) check(e *ClaimEvent) error {
	if !s.can(e.Step) {
		status := care.NameOf(s.Status)
		if s.Status == "" {
			status = care.Text{VI: "chưa tiếp nhận", EN: "not received yet"}
		}
		return care.RefuseAt("step", string(e.Step), CodeClaimStep.With(
			care.NewFact("legal", namesOf(s.Steps())), care.NewFact("status", status), care.NewFact("step", care.NameOf(e.Step))))
	}
	var p care.Problems
	need := func(path string, missing bool, code *care.Code) {
		if missing {
			p.Add(path, "", code.With())
		}
	}
	switch e.Step {
	case ClaimReceive:
		need("promised", !e.Promised.After(e.At), CodePromiseMissing)
		need("on", e.On.IsZero(), care.CodeMissing)
	case ClaimRefuse:
		need("why", len(e.Why) == 0, CodeBasisMissing)
	case ClaimWait:
		need("for", !care.IsKnown(e.For), care.CodeMissing)
	case ClaimRepair:
		need("centre", e.Centre == "", care.CodeMissing)
		need("consent", e.Outside && !s.Consented, CodeConsentMissing)
	case ClaimInspect:
		need("result", e.Result == "", care.CodeMissing)
	case ClaimFinish:
		need("result", s.Inspected == "", CodeNotInspected)
	case ClaimLend:
		need("loaner", e.Loaner != LoanerGiven && e.Loaner != LoanerAgreed, care.CodeMissing)
		need("unit", e.Loaner == LoanerGiven && e.Unit == "", care.CodeMissing)
	case ClaimExchange:
		need("replacement", e.Replacement.IsZero(), care.CodeMissing)
	case ClaimRefund, ClaimReduce:
		need("refunded", len(e.Refunded) == 0, care.CodeMissing)
	case ClaimCharge:
		need("cost", !care.IsKnown(e.Cost), care.CodeMissing)
		need("amount", e.Amount.Sign() <= 0, CodeAmountPositive)
		need("payer", !care.IsKnown(e.Payer), CodePayerMissing)
	case ClaimSupplier:
		need("supplier", !care.IsKnown(e.Supplier), care.CodeMissing)
		need("party", e.Party == "", care.CodeMissing)
	}
	return p.Err()
}

// apply is what a legal step does. It is the only place that says so.
func (s *ClaimState) apply(e *ClaimEvent) {
	if e.Payer != "" && e.Step != ClaimCharge {
		s.Payer, s.Carrier = e.Payer, e.Carrier
	}
	switch e.Step {
	case ClaimReceive:
		s.Status, s.Here, s.Received, s.Promised = ClaimStatusReceived, true, e.At, e.Promised
		s.Fault, s.Part, s.On, s.Told = e.Fault, e.Part, e.On, e.Told
	case ClaimAccept:
		s.Status, s.Paid = ClaimStatusAccepted, e.Paid
	case ClaimWait:
		s.Paused, s.Status = s.Status, ClaimStatusCustomer
		if e.For == AwaitParts {
			s.Status = ClaimStatusParts
		}
	case ClaimResume:
		s.Status, s.Paused = s.Paused, ""
	case ClaimRepair:
		s.Status, s.Centre, s.Outside, s.Inspected, s.Failed = ClaimStatusInRepair, e.Centre, e.Outside, "", false
	case ClaimInspect:
		s.Inspected, s.Fault, s.Part = e.Result, cmp.Or(e.Fault, s.Fault), cmp.Or(e.Part, s.Part)
	case ClaimFinish:
		s.Status, s.Failed = ClaimStatusReady, e.Failed
		for _, part := range e.Replaced {
			if !slices.Contains(s.Replaced, part) {
				s.Replaced = append(slices.Clip(s.Replaced), part)
			}
		}
	case ClaimHandBack:
		s.Here, s.Back = false, e.At
		if s.Status == ClaimStatusReady {
			s.end(ClaimStatusHanded, e)
		}
	case ClaimRefuse:
		s.end(ClaimStatusRefused, e)
	case ClaimWithdraw:
		s.end(ClaimStatusDropped, e)
	case ClaimExchange:
		s.Here, s.Replacement = false, e.Replacement
		s.end(ClaimStatusExchange, e)
	case ClaimRefund:
		s.Here, s.Refunded = false, append(slices.Clip(s.Refunded), e.Refunded...)
		s.end(ClaimStatusRefunded, e)
	case ClaimReduce:
		s.Refunded = append(slices.Clip(s.Refunded), e.Refunded...)
	case ClaimLend:
		s.Loan = Loan{Kind: e.Loaner, Unit: e.Unit, From: e.At}
	case ClaimTakeBack:
		s.Loan.Until = e.At
	case ClaimConsent:
		s.Consented = true
	case ClaimCharge:
		s.Costs = append(slices.Clip(s.Costs), Cost{e.Cost, e.Amount, e.Payer})
	case ClaimSupplier:
		s.Supplier.Status, s.Supplier.Party, s.Supplier.Reference = e.Supplier, e.Party, cmp.Or(e.Reference, s.Supplier.Reference)
		if !e.Amount.IsZero() {
			s.Supplier.Recovered = e.Amount
		}
	case ClaimOverdue:
		s.Overdue = s.Overdue || s.Status.Open()
	}
}

func (s *ClaimState) end(status ClaimStatus, e *ClaimEvent) {
	s.Status, s.Paused, s.Ended = status, "", e.At
	if len(e.Why) > 0 {
		s.Why = e.Why
	}
}

// namesOf lists steps in both languages.
func namesOf(steps []ClaimStep) (t care.Text) {
	for i, step := range steps {
		name, sep := care.NameOf(step), ", "
		if i == 0 {
			sep = ""
		}
		t.VI, t.EN = t.VI+sep+name.VI, t.EN+sep+name.EN
	}
	return t
}
