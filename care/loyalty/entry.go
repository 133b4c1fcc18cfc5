package loyalty

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Kind is a kind of movement. The zero Kind is unknown.
type Kind string

// The kinds.
const (
	Earned   Kind = "earned"
	Redeemed Kind = "redeemed"
	Reversed Kind = "reversed"
	Expired  Kind = "expired"
)

var kinds = care.NewTerms(
	care.NewTerm(Earned, "Tích điểm", "Earned"),
	care.NewTerm(Redeemed, "Dùng điểm", "Redeemed"),
	care.NewTerm(Reversed, "Hoàn lại", "Reversed"),
	care.NewTerm(Expired, "Hết hạn", "Expired"),
)

// Terms lists the kinds.
func (Kind) Terms() care.Terms[Kind] { return kinds }

// Account is a customer's place in the club.
type Account struct {
	ID       storage.ID[Account] `json:"id"`
	Version  int64               `json:"version"`
	Customer care.CustomerRef    `json:"customer,omitempty"` // empty: erased
	Opened   time.Time           `json:"opened"`
	// Points are all that lots hold: those that are pending, and those that have expired and are not written off yet, are among them.
	Points int64 `json:"points"`
	// Debt is what was reversed after it was spent, and is still to be earned.
	Debt    int64 `json:"debt,omitempty"`
	Entries int   `json:"entries"` // how many there are
	Grade   Grade `json:"grade,omitzero"`
	// Earned are the points that count for tiers, by day, of the months that may still be judged.
	Earned []Day `json:"earned,omitempty"`
	// Review is when the tier is judged next, for its index. Zero: it has none.
	Review calendar.Date `json:"review,omitzero"`
}

// Entry is one movement of an account. Entries are added and never changed, apart from what of them was reversed since.
type Entry struct {
	ID       storage.ID[Entry]   `json:"id"`
	Version  int64               `json:"version"`
	Account  storage.ID[Account] `json:"account"`
	N        int                 `json:"n"` // 1, 2, 3 and so on in the order of recording
	Customer care.CustomerRef    `json:"customer,omitempty"`
	Kind     Kind                `json:"kind"`
	Source   string              `json:"source,omitempty"` // the host's event that it stands for
	Points   int64               `json:"points"`           // by which the balance changed
	Debt     int64               `json:"debt,omitempty"`   // of them, by which the debt changed: more than 0 is a new one
	Balance  int64               `json:"balance"`          // of all lots less the debt afterwards, pending points included
	Lots     []Taken             `json:"lots,omitempty"`   // from or into which
	Amount   care.Money          `json:"amount,omitzero"`  // that was paid
	Of       storage.ID[Entry]   `json:"of,omitzero"`      // which a reversal undoes
	Back     int64               `json:"back,omitempty"`   // of its points, that were reversed
	Day      calendar.Date       `json:"day"`              // of At, where the shop is
	At       time.Time           `json:"at"`
	Recorded time.Time           `json:"recorded"`
	Reasons  care.Reasons        `json:"reasons,omitempty"`
}

// Balance is how an account stands on a day.
type Balance struct {
	On      calendar.Date `json:"on"`
	Usable  int64         `json:"usable"`            // below 0 only where points were reversed that had been spent
	Pending int64         `json:"pending,omitempty"` // earned, and not usable yet
	Debt    int64         `json:"debt,omitempty"`    // of which Usable is the rest
	// Next is the day on which some of them expire first. Zero: there are none.
	Next    calendar.Date `json:"next,omitzero"`
	Grade   Grade         `json:"grade,omitzero"`
	Reasons care.Reasons  `json:"reasons,omitempty"`
}

// Purchase earns points. Text is as typed.
type Purchase struct {
	// Key makes the request idempotent. Default: the source.
	Key      string `json:"key,omitempty"`
	Customer string `json:"customer"`
	Source   string `json:"source"` // the host's event, such as the invoice: it earns once
	// Amount is what was paid, of which the program makes points.
	Amount care.Money `json:"amount,omitzero"`
	// Points are given as they are, for a birthday or a complaint, instead of an Amount. They do not count for tiers.
	Points int64     `json:"points,omitempty"`
	At     time.Time `json:"at,omitzero"` // zero: now
}

// Redemption spends points. Text is as typed.
type Redemption struct {
	Key      string    `json:"key,omitempty"` // default: the source
	Customer string    `json:"customer"`
	Source   string    `json:"source"` // the host's event: it spends once
	Points   int64     `json:"points"`
	At       time.Time `json:"at,omitzero"`
}

// Reversal undoes what was earned or redeemed, all or a part. Text is as typed.
type Reversal struct {
	Key    string    `json:"key,omitempty"`    // default: the source
	Kind   Kind      `json:"kind"`             // Earned or Redeemed
	Of     string    `json:"of"`               // the source of that entry
	Source string    `json:"source"`           // the host's event, such as the return of the goods: it reverses once
	Points int64     `json:"points,omitempty"` // 0: all that is left to reverse
	At     time.Time `json:"at,omitzero"`
}

// Posting is what a movement came to.
type Posting struct {
	Entry    Entry `json:"entry"`              // with its reasons
	Repeated bool  `json:"repeated,omitempty"` // it was recorded before
}
