package warranty

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// Outcome says whether the warranty covers a fault.
type Outcome string

// The outcomes. The zero Outcome means that nothing was decided.
const (
	Covered    Outcome = "covered"
	NotCovered Outcome = "not_covered"
)

var outcomeTerms = care.NewTerms(
	care.NewTerm(Covered, "Được bảo hành", "Covered"),
	care.NewTerm(NotCovered, "Không được bảo hành", "Not covered"),
)

// Terms lists the outcomes.
func (Outcome) Terms() care.Terms[Outcome] { return outcomeTerms }

// Side is one of the two parties. The zero Side is neither: what was agreed says.
type Side string

// The sides.
const (
	Trader   Side = "trader"
	Customer Side = "customer"
)

var sideTerms = care.NewTerms(care.NewTerm(Trader, "Bên bán", "The trader"), care.NewTerm(Customer, "Khách hàng", "The customer"))

// Terms lists the sides.
func (Side) Terms() care.Terms[Side] { return sideTerms }

// Decision is the answer to whether a fault is covered and what follows, with its reasons, and with the versions it was decided by.
type Decision struct {
	Outcome Outcome       `json:"outcome"`
	Unit    UnitRef       `json:"unit"`
	Starts  calendar.Date `json:"starts"`
	Ends    calendar.Date `json:"ends"` // the last day of the term that was applied, until 24:00
	On      calendar.Date `json:"on"`
	Fault   FaultCode     `json:"fault,omitempty"`
	Part    PartCode      `json:"part,omitempty"`
	Terms   TermsCode     `json:"terms"`
	Edition int           `json:"edition"`
	Law     law.Code      `json:"law"`
	Reading law.Reading   `json:"reading,omitzero"`
	// Calendar is the digest of the working days by which a last day was moved (calendar.Calendar.Digest over all that it knows); empty: none were given.
	Calendar string `json:"calendar,omitempty"`
	// Reasons say why it is covered or not, the most important first, and why the term ends when it does. All has those of everything else too.
	Reasons   care.Reasons `json:"reasons"`
	PartEnd   []PartEnd    `json:"part_ends,omitempty"`
	Suspended int          `json:"suspended,omitempty"` // days in repair that were not counted

	Remedies []Opening `json:"remedies,omitempty"` // what the buyer can have, if it is covered
	Repair   Charge    `json:"repair,omitzero"`    // who pays the repair
	Carriage Charge    `json:"carriage,omitzero"`  // and the way there and back
	Burden   Burden    `json:"burden,omitzero"`
	Duties   []Duty    `json:"duties,omitempty"`
}

// PartEnd is the last day of a part's own term.
type PartEnd struct {
	Part PartCode      `json:"part"`
	Ends calendar.Date `json:"ends"`
}

// Opening is a remedy that is open, and what opened it.
type Opening struct {
	Remedy  law.Remedy  `json:"remedy"`
	Chooser Side        `json:"chooser"` // who chooses, if several are open
	Why     care.Reason `json:"why"`
}

// Charge says who pays. A zero Payer: what was agreed says.
type Charge struct {
	Payer Side        `json:"payer,omitempty"`
	Why   care.Reason `json:"why"`
}

// Burden says who has to prove why the product failed. A zero Side: this law does not say.
type Burden struct {
	Side Side        `json:"side"`
	Why  care.Reason `json:"why"`
}

// DutyKind is something that the trader owes besides the remedy.
type DutyKind string

// The duties.
const (
	DutyReceipt  DutyKind = "receipt"  // a receipt that says when it will be done
	DutyLoaner   DutyKind = "loaner"   // a similar product meanwhile, or another solution agreed
	DutyTell     DutyKind = "tell"     // tell of the choice of remedies and of the extension
	DutyConsent  DutyKind = "consent"  // have consent before data goes to an outside centre
	DutyPriority DutyKind = "priority" // serve a vulnerable customer first
	DutyWriting  DutyKind = "writing"  // refuse in writing, with the legal basis
)

// DutyState is where a duty stands.
type DutyState string

// The states of a duty.
const (
	DutyDue    DutyState = "due"
	DutyDone   DutyState = "done"
	DutyBroken DutyState = "broken"
)

// Duty is a duty of the trader in this case.
type Duty struct {
	Kind  DutyKind    `json:"kind"`
	State DutyState   `json:"state"`
	Why   care.Reason `json:"why"`
}

// Open finds the opening of a remedy, and whether it is open.
func (d Decision) Open(r law.Remedy) (Opening, bool) {
	for _, o := range d.Remedies {
		if o.Remedy == r {
			return o, true
		}
	}
	return Opening{}, false
}

// Duty finds a duty, and whether the trader has it.
func (d Decision) Duty(kind DutyKind) (Duty, bool) {
	for _, duty := range d.Duties {
		if duty.Kind == kind {
			return duty, true
		}
	}
	return Duty{}, false
}

// All are all reasons of the decision: of the outcome and the term, the remedies, who pays, who has to prove, and the duties. A reason that opens several
// remedies is there once.
func (d Decision) All() care.Reasons {
	all := append(care.Reasons(nil), d.Reasons...)
	add := func(r care.Reason) {
		if last := len(all) - 1; r.Code() != "" && (last < 0 || all[last].Code() != r.Code() || all[last].Text(care.LangVI) != r.Text(care.LangVI)) {
			all = append(all, r)
		}
	}
	for _, o := range d.Remedies {
		add(o.Why)
	}
	add(d.Repair.Why)
	add(d.Carriage.Why)
	add(d.Burden.Why)
	for _, duty := range d.Duties {
		add(duty.Why)
	}
	return all
}
