package collateral

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Result says what became of a weekly check. The zero Result is unknown.
type Result string

// The results.
const (
	CheckDone  Result = "done"   // all of the material was counted
	CheckNone  Result = "missed" // nobody counted in the week
	CheckLater Result = "late"   // nobody had told of a count when it was due; it was made in time and recorded later
)

var results = care.NewTerms(
	care.NewTerm(CheckDone, "Đã kiểm", "Done"),
	care.NewTerm(CheckNone, "Bỏ sót", "Missed"),
	care.NewTerm(CheckLater, "Ghi nhận muộn", "Recorded late"),
)

// Terms lists the results.
func (Result) Terms() care.Terms[Result] { return results }

// Check is one count of a place, or a week without one, which is a finding by itself.
type Check struct {
	ID       storage.ID[Check] `json:"id"`
	Version  int64             `json:"version"`
	Place    care.PlaceRef     `json:"place"`
	Due      time.Time         `json:"due"` // of the week that it belongs to
	Result   Result            `json:"result"`
	By       care.StaffRef     `json:"by,omitempty"`
	At       time.Time         `json:"at"` // of the count, or when it was due
	Recorded time.Time         `json:"recorded"`
	Lines    []Assessment      `json:"lines,omitempty"` // how each material stood
	Reasons  care.Reasons      `json:"reasons,omitempty"`
}

// Count is what was counted at a place: every material of its sheet, with each edition that is there. Text is as typed.
type Count struct {
	Key   string    `json:"key,omitempty"` // makes the request idempotent
	Place string    `json:"place"`
	By    string    `json:"by"`
	At    time.Time `json:"at,omitzero"` // zero: now
	Lines []Counted `json:"lines"`
}

// Counted is one line of a count: so many of one edition. A material of which there is none has a line with 0.
type Counted struct {
	Material string `json:"material"`
	Edition  int    `json:"edition,omitempty"` // 0: the one in force
	Have     int64  `json:"have"`
}

// Tally is what a count found.
type Tally struct {
	Check    Check               `json:"check"`
	Orders   []storage.ID[Order] `json:"orders,omitempty"` // that the count gave rise to
	Repeated bool                `json:"repeated,omitempty"`
}

// Order is an order of material for a place.
type Order struct {
	ID       storage.ID[Order] `json:"id"`
	Version  int64             `json:"version"`
	Place    care.PlaceRef     `json:"place"`
	Material string            `json:"material"`
	Edition  int               `json:"edition"`
	Quantity int64             `json:"quantity"`
	Received int64             `json:"received,omitempty"`
	At       time.Time         `json:"at"`
	Open     bool              `json:"open"`
	Reasons  care.Reasons      `json:"reasons,omitempty"` // why so many
}

// Delivery is what came of an order. Text is as typed.
type Delivery struct {
	Key      string            `json:"key,omitempty"`
	Order    storage.ID[Order] `json:"order"`
	Quantity int64             `json:"quantity"`
	// Last says that no more is to come, although less came than was ordered.
	Last bool      `json:"last,omitempty"`
	At   time.Time `json:"at,omitzero"`
}

// Unmet is something that was asked for at the counter and was not there. Text is as typed.
type Unmet struct {
	Key      string    `json:"key,omitempty"`
	Place    string    `json:"place"`
	Material string    `json:"material,omitempty"` // if it is known which
	Text     string    `json:"text,omitempty"`     // what was asked for, in the customer's words
	Customer string    `json:"customer,omitempty"`
	By       string    `json:"by"`
	At       time.Time `json:"at,omitzero"`
}

// Absence is the record of what was asked for and was not there.
type Absence struct {
	ID       storage.ID[Absence] `json:"id"`
	Version  int64               `json:"version"`
	Place    care.PlaceRef       `json:"place"`
	Material string              `json:"material,omitempty"`
	Text     string              `json:"text,omitempty"`
	Customer care.CustomerRef    `json:"customer,omitempty"`
	By       care.StaffRef       `json:"by"`
	At       time.Time           `json:"at"`
	Recorded time.Time           `json:"recorded"`
}
