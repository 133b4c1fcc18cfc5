package enquiry

import (
	"strings"

	"github.com/chamsoc/chamsoc/care"
)

// plainNumber is an invoice number for comparing: without spaces around it and leading zeros, in lower case. "00000123" is printed where "123" is said.
func plainNumber(number string) string { return strings.TrimLeft(plain(number), "0") }

// sameInvoice reports whether an invoice has the number and symbol that somebody names; an empty one names any. A symbol may be given with the form of
// the invoice before it ("1C26TAA") or without it ("C26TAA").
func sameInvoice(i care.Invoice, number, symbol string) bool {
	if number != "" && plainNumber(i.Number) != plainNumber(number) {
		return false
	}
	return symbol == "" || plain(symbol) == plain(i.Symbol) || plain(symbol) == plain(i.Form+i.Symbol)
}
