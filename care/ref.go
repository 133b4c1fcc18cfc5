package care

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The host's own keys. Chamsoc keeps them as they are, compares them byte by
// byte and never looks inside. An empty ref points at nothing.
type (
	// CustomerRef is the host's key of a customer.
	CustomerRef string
	// InvoiceRef is the host's key of an invoice or receipt.
	InvoiceRef string
	// ShipmentRef is the host's key of a delivery.
	ShipmentRef string
	// ProductRef is the host's key of a product that it sells, such as its SKU.
	ProductRef string
	// PlaceRef is the host's key of a shop, warehouse or service centre.
	PlaceRef string
	// StaffRef is the host's key of a person or team who works for the company.
	StaffRef string
	// SegmentRef is the key of a market segment.
	SegmentRef string
)

// ParseRef reads a ref as the host typed or sent it: spaces around it are
// dropped, the rest is kept byte by byte. It refuses more than 200 bytes, control
// characters, and text that is not UTF-8. Empty text is the empty ref.
func ParseRef[R ~string](text string) (R, error) {
	const limit = 200
	ref := strings.TrimSpace(text)
	if len(ref) > limit {
		return "", Refuse(text, CodeTooLong.With(NewFact("limit", limit)))
	}
	if !utf8.ValidString(ref) || strings.ContainsFunc(ref, unicode.IsControl) {
		return "", Refuse(text, CodeNotText.With())
	}
	return R(ref), nil
}

// AboutKind says what an [About] points at: the name of the package that owns
// the thing, a dot, and the thing, such as "warranty.registration".
type AboutKind string

// The kinds of thing that the host owns.
const (
	AboutCustomer AboutKind = "care.customer"
	AboutInvoice  AboutKind = "care.invoice"
	AboutShipment AboutKind = "care.shipment"
	AboutProduct  AboutKind = "care.product"
	AboutPlace    AboutKind = "care.place"
	AboutStaff    AboutKind = "care.staff"
)

// About points at one thing across packages, so that a complaint can be about a
// repair and a survey about a delivery although none of them knows the others.
// The zero About points at nothing.
type About struct {
	Kind AboutKind `json:"kind"`
	Ref  string    `json:"ref"` // the host's key, or the id of a record
}

// IsZero reports whether a points at nothing.
func (a About) IsZero() bool { return a == About{} }
