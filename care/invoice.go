package care

import (
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// Invoice is an invoice or receipt of the host.
type Invoice struct {
	Ref      InvoiceRef `json:"ref"`
	Number   string     `json:"number"`
	Form     string     `json:"form,omitempty"`   // of an e-invoice: 1 to 9
	Symbol   string     `json:"symbol,omitempty"` // of an e-invoice, such as "C26TAB"
	IssuedAt time.Time  `json:"issued_at"`
	Place    PlaceRef   `json:"place,omitempty"`
	// Customer is often empty: an invoice to a walk-in customer names nobody.
	Customer CustomerRef   `json:"customer,omitempty"`
	Status   InvoiceStatus `json:"status"`
	Raw      RawStatus     `json:"raw,omitzero"`
	Total    Money         `json:"total"`
	Paid     Money         `json:"paid"`
	Due      Money         `json:"due"` // what remains to be paid
	DueOn    calendar.Date `json:"due_on,omitzero"`
	// Supersedes is the invoice that this one adjusts or replaces.
	Supersedes InvoiceRef    `json:"supersedes,omitempty"`
	Lines      []InvoiceLine `json:"lines,omitempty"`
}

// InvoiceLine is one article on an invoice.
type InvoiceLine struct {
	Product  ProductRef `json:"product"`
	Name     string     `json:"name"` // as printed
	Quantity Quantity   `json:"quantity"`
	Returned Quantity   `json:"returned"` // of the quantity
	Price    Money      `json:"price"`    // of one
	Total    Money      `json:"total"`
	Serials  []string   `json:"serials,omitempty"`
}

// InvoiceStatus says what has become of an invoice. The zero InvoiceStatus is
// unknown.
type InvoiceStatus string

// The statuses of an invoice.
const (
	InvoiceDraft    InvoiceStatus = "draft"
	InvoiceOpen     InvoiceStatus = "open"
	InvoicePartial  InvoiceStatus = "partial"
	InvoicePaid     InvoiceStatus = "paid"
	InvoiceOverdue  InvoiceStatus = "overdue"
	InvoiceRefunded InvoiceStatus = "refunded"
	InvoiceVoid     InvoiceStatus = "void"
	InvoiceReplaced InvoiceStatus = "replaced"
)

var invoiceStatuses = NewTerms(
	NewTerm(InvoiceDraft, "Bản nháp", "Draft"),
	NewTerm(InvoiceOpen, "Chưa thanh toán", "Unpaid"),
	NewTerm(InvoicePartial, "Đã thanh toán một phần", "Partly paid"),
	NewTerm(InvoicePaid, "Đã thanh toán", "Paid"),
	NewTerm(InvoiceOverdue, "Quá hạn thanh toán", "Overdue"),
	NewTerm(InvoiceRefunded, "Đã hoàn tiền", "Refunded"),
	NewTerm(InvoiceVoid, "Đã hủy", "Void"),
	NewTerm(InvoiceReplaced, "Đã được thay thế", "Replaced"),
)

// Terms lists the statuses of an invoice.
func (InvoiceStatus) Terms() Terms[InvoiceStatus] { return invoiceStatuses }
