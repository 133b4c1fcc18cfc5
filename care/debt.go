package care

import "github.com/chamsoc/chamsoc/care/calendar"

// Debt is what a customer owes.
type Debt struct {
	Customer CustomerRef `json:"customer"`
	Balance  Money       `json:"balance"` // owed in all; negative if the company owes
	Overdue  Money       `json:"overdue"` // the part that should have been paid by now
	Credit   Money       `json:"credit"`  // prepaid and not yet used
	Items    []DebtItem  `json:"items,omitempty"`
}

// DebtItem is the part of a debt that comes from one invoice.
type DebtItem struct {
	Invoice   InvoiceRef    `json:"invoice"`
	Number    string        `json:"number"` // as printed on the invoice
	Remaining Money         `json:"remaining"`
	DueOn     calendar.Date `json:"due_on,omitzero"`
}
