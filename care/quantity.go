package care

import "github.com/shopspring/decimal"

// Quantity is how much of a product was sold or returned: an exact decimal number
// of whatever the product is counted in, such as 3 pieces or 1.25 kilograms. The
// zero Quantity is none. Two equal quantities are equal to reflect.DeepEqual; ==
// must not be used. A Quantity does not change.
type Quantity struct {
	amount decimal.Decimal
}

// NewQuantity reads a number as programs write it, "3" or "1.25". It refuses what
// [NewMoney] refuses of an amount.
func NewQuantity(text string) (Quantity, error) {
	number, refusal := parseDecimal(text)
	if refusal != nil {
		return Quantity{}, Refuse(text, refusal.With())
	}
	return Quantity{withPlaces(number, 0)}, nil
}

// Pieces returns a whole quantity.
func Pieces(n int64) Quantity { return Quantity{withPlaces(decimal.New(n, 0), 0)} }

// Decimal returns the quantity for arithmetic.
func (q Quantity) Decimal() decimal.Decimal { return q.amount }

// IsZero reports whether the quantity is none.
func (q Quantity) IsZero() bool { return q.amount.Sign() == 0 }

// Cmp returns -1, 0 or +1 as q is less than, equal to or more than other.
func (q Quantity) Cmp(other Quantity) int { return q.amount.Cmp(other.amount) }

// Sub returns q - other: what the customer still has after a return.
func (q Quantity) Sub(other Quantity) Quantity {
	return Quantity{withPlaces(q.amount.Add(other.amount.Neg()), 0)}
}

// String returns the number, such as "1.25", without zeros at its end.
func (q Quantity) String() string { return string(appendDecimal(nil, q.amount, 0, 0, '.')) }

// MarshalText returns the text of [Quantity.String], which is a string in JSON
// too, so that nothing rounds it on the way. It never fails.
func (q Quantity) MarshalText() ([]byte, error) { return appendDecimal(nil, q.amount, 0, 0, '.'), nil }

// UnmarshalText reads what [NewQuantity] reads, and empty text as the zero
// Quantity.
func (q *Quantity) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*q = Quantity{}
		return nil
	}
	read, err := NewQuantity(string(text))
	if err != nil {
		return err
	}
	*q = read
	return nil
}
