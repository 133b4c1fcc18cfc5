package warranty

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// ClaimEvent is one thing that happened to a claim. The events of a claim are all that its [ClaimState] rests on. They are added and never changed, and
// hold nothing personal.
type ClaimEvent struct {
	N        int           `json:"n"` // 1, 2, 3 and so on in the order of recording
	Step     ClaimStep     `json:"step"`
	At       time.Time     `json:"at"`           // when it happened
	Recorded time.Time     `json:"recorded"`     // when it was recorded
	By       care.StaffRef `json:"by,omitempty"` // who did it; empty: the timer

	Fault    FaultCode     `json:"fault,omitempty"`   // of receive: as the customer tells it; of inspect: as it was found
	Part     PartCode      `json:"part,omitempty"`    // likewise
	On       calendar.Date `json:"on,omitzero"`       // of receive: the day on which it showed
	Promised time.Time     `json:"promised,omitzero"` // of receive: by when it will be done
	Told     bool          `json:"told,omitempty"`    // of receive: the choice of remedies was told

	// Answer is the decision that the step rests on, and Why those of its reasons that it rests on: of receive, accept, refuse, exchange, refund, reduce.
	Answer   storage.ID[Answered] `json:"answer,omitzero"`
	Why      care.Reasons         `json:"why,omitempty"`
	Payer    Side                 `json:"payer,omitempty"`   // of receive, accept and refuse: who pays the repair; of charge: who pays this
	Carrier  Side                 `json:"carrier,omitempty"` // of receive, accept and refuse: who pays the carriage
	Paid     bool                 `json:"paid,omitempty"`    // of accept: not covered, the customer pays
	Goodwill bool                 `json:"goodwill,omitempty"`

	For     Awaited     `json:"for,omitempty"`     // of wait
	Centre  CentreCode  `json:"centre,omitempty"`  // of repair
	Outside bool        `json:"outside,omitempty"` // of repair: the centre is somebody else's
	Result  CheckResult `json:"result,omitempty"`  // of inspect

	Replaced []PartCode `json:"replaced,omitempty"` // of finish: parts that were replaced by new ones
	Failed   bool       `json:"failed,omitempty"`   // of finish: it could not be repaired

	Loaner Loaner `json:"loaner,omitempty"` // of lend
	Unit   string `json:"unit,omitempty"`   // of lend: which loaner, by the host's own key

	Replacement storage.ID[Registration] `json:"replacement,omitzero"` // of exchange
	Refunded    []RefundLine             `json:"refunded,omitempty"`   // of refund and reduce

	Cost   CostKind   `json:"cost,omitempty"`  // of charge
	Amount care.Money `json:"amount,omitzero"` // of charge, and of supplier: what was recovered

	Supplier  SupplierStatus `json:"supplier,omitempty"`
	Party     string         `json:"party,omitempty"`     // of supplier: the host's key of the supplier
	Reference string         `json:"reference,omitempty"` // of supplier: theirs
}

// CheckResult is what an inspection found, by the host's own key, such as "ok" or "noise_persists".
type CheckResult string
