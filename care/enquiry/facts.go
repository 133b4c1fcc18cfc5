package enquiry

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
)

// Facts are all that an answer rests on. Same facts, same answer.
type Facts struct {
	Topic Topic
	Asked time.Time
	// Customer is who the asker has proved to be; "" for nobody.
	Customer care.CustomerRef
	// Unchecked says that it could not be checked who asks.
	Unchecked bool
	// Shown says that staff hold the invoice that the asker brought; Number and Symbol are its own.
	Shown          bool
	Number, Symbol string

	// What the ports said. Those that were not asked are zero.
	Invoices   Heard[[]care.Invoice]
	Debt       Heard[care.Debt]
	Shipments  Heard[[]care.Shipment]
	Warranties Heard[[]Warranty]

	Limits Limits         // zero: the defaults of [Limits]
	Zone   *time.Location // in which days are told; nil: UTC
}

// Heard is what became of asking a port.
type Heard[T any] struct {
	care.Known[T]
	Failed bool // it is not connected, is down, or was too slow
}
