package care

import (
	"context"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// The ports below are implemented by the host, each on whatever system has the
// answer. All are optional. What holds for each of them:
//
//   - A system that is not there, is down or is too slow is an error that wraps
//     [ErrUnavailable]; one that cannot answer this query, errors.ErrUnsupported.
//   - Finding nothing is an answer, not an error: an empty list.
//   - Known.AsOf is when the answer was true. A host that answers from a copy says
//     when the copy was made.
//   - Implementations are called by several goroutines at once and heed the
//     context.

// CustomerFinder finds customers in the system that keeps them.
type CustomerFinder interface {
	// FindCustomers returns the customers that match the query, the best match
	// first.
	FindCustomers(ctx context.Context, query CustomerQuery) (Known[[]Customer], error)
}

// CustomerQuery asks for the customers that match every field that is set.
type CustomerQuery struct {
	Ref     CustomerRef
	Phone   Phone
	Email   string
	TaxCode string
	NameKey string // [NameKey] of the name; a host may match it as a prefix
	Limit   int    // at most so many answers; 0: 20
}

// InvoiceReader reads invoices from the system that issues them.
type InvoiceReader interface {
	// Invoices returns the invoices that match the query, the latest first.
	Invoices(ctx context.Context, query InvoiceQuery) (Known[[]Invoice], error)
}

// InvoiceQuery asks for the invoices that match every field that is set.
type InvoiceQuery struct {
	Ref      InvoiceRef
	Number   string
	Symbol   string
	Customer CustomerRef
	Serial   string        // of an article that the invoice sold
	Since    calendar.Date // issued on this date or later
	Limit    int           // at most so many answers; 0: 20
}

// DebtReader reads what a customer owes from the system that keeps the accounts.
type DebtReader interface {
	// Debt returns what the customer owes. A customer without debts owes 0; one
	// that the system does not know is an error that wraps [ErrUnavailable].
	Debt(ctx context.Context, customer CustomerRef) (Known[Debt], error)
}

// ShipmentReader reads where goods are from the system that sends them.
type ShipmentReader interface {
	// Shipments returns the deliveries that match the query, the latest first.
	Shipments(ctx context.Context, query ShipmentQuery) (Known[[]Shipment], error)
}

// ShipmentQuery asks for the deliveries that match every field that is set.
type ShipmentQuery struct {
	Ref            ShipmentRef
	Invoice        InvoiceRef
	Customer       CustomerRef
	TrackingNumber string
	Limit          int // at most so many answers; 0: 20
}

// RawStatus is a status in the words of the system that reported it. It is kept
// beside ours, because published tables of such codes contradict one another.
type RawStatus struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// IsZero reports whether nothing was reported.
func (r RawStatus) IsZero() bool { return r == RawStatus{} }
