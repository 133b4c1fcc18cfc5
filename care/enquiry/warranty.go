package enquiry

import (
	"context"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// WarrantyReader reads warranties from where they are registered. chamsoc.New connects Chamsoc's own.
type WarrantyReader interface {
	// Warranties returns the warranties that match every field that is set, the latest first. What belongs to another customer does not match.
	Warranties(ctx context.Context, query WarrantyQuery) (care.Known[[]Warranty], error)
}

// WarrantyQuery asks for the warranties that match every field that is set.
type WarrantyQuery struct {
	Customer care.CustomerRef
	Invoice  care.InvoiceRef
	Serial   string
	Limit    int // at most so many answers; 0: 20
}

// Warranty is one product with its warranty, as far as an enquiry tells of it.
type Warranty struct {
	Product  care.ProductRef  `json:"product"`
	Name     care.Text        `json:"name,omitzero"` // of the product; zero: the ref is shown
	Serial   string           `json:"serial,omitempty"`
	Invoice  care.InvoiceRef  `json:"invoice,omitempty"`
	Customer care.CustomerRef `json:"customer,omitempty"`
	Starts   calendar.Date    `json:"starts"`
	Ends     calendar.Date    `json:"ends"` // the last day, until 24:00
}
