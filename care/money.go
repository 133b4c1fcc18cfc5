package care

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
)

// Money is an exact decimal amount in a currency of ISO 4217. It may be negative
// and may have more decimal places than the currency has, as a price per gram
// does; methods that round say so in their names.
//
// The zero Money has no currency and adds to any, so that a sum can start from
// nothing. Two equal amounts of money are equal to reflect.DeepEqual; == must not
// be used. A Money does not change.
type Money struct {
	amount   decimal.Decimal
	currency string // "" only with an amount of 0
}

// NewMoney reads an amount as programs write it, "1290000" or "-12.50", and the
// code of a currency, in upper or lower case. It refuses exponents, separators
// between thousands, leading zeros, more than 30 digits or 12 decimal places, and
// currencies that ISO 4217 does not list. For amounts that people typed see
// [ParseMoney].
func NewMoney(amount, currency string) (Money, error) {
	number, refusal := parseDecimal(amount)
	if refusal != nil {
		return Money{}, Refuse(amount, refusal.With())
	}
	return MoneyOf(number, currency)
}

// MoneyOf returns an amount that the host holds as a decimal. It refuses what
// [NewMoney] refuses.
func MoneyOf(amount decimal.Decimal, currency string) (Money, error) {
	code := strings.ToUpper(currency)
	if _, ok := currencyDigits(code); !ok {
		return Money{}, Refuse(currency, CodeCurrencyUnknown.With())
	}
	if !decimalWithin(amount) {
		return Money{}, Refuse("", CodeNumberSize.With())
	}
	return newMoney(amount, code), nil
}

// VND returns an amount of Vietnamese đồng, which has no smaller unit.
func VND(amount int64) Money { return newMoney(decimal.New(amount, 0), "VND") }

func newMoney(amount decimal.Decimal, currency string) Money {
	digits, _ := currencyDigits(currency)
	return Money{withPlaces(amount, digits), currency}
}

// Decimal returns the amount for arithmetic that is not offered here. Rounding
// it is the host's affair then.
func (m Money) Decimal() decimal.Decimal { return m.amount }

// Currency returns the code of the currency, or "" for the zero Money.
func (m Money) Currency() string { return m.currency }

// IsZero reports whether the amount is 0, in any currency or none.
func (m Money) IsZero() bool { return m.Sign() == 0 }

// Sign returns -1, 0 or +1 as the amount is less than, equal to or more than 0.
func (m Money) Sign() int { return m.amount.Sign() }

// Neg returns the amount with the opposite sign.
func (m Money) Neg() Money { return newMoney(m.amount.Neg(), m.currency) }

// Add returns m + n. Unlike currencies are refused with [CodeCurrencyMismatch].
func (m Money) Add(n Money) (Money, error) {
	currency, err := m.commonCurrency(n)
	if err != nil {
		return Money{}, err
	}
	return newMoney(m.amount.Add(n.amount), currency), nil
}

// Sub returns m - n. Unlike currencies are refused with [CodeCurrencyMismatch].
func (m Money) Sub(n Money) (Money, error) { return m.Add(n.Neg()) }

// Cmp returns -1, 0 or +1 as m is less than, equal to or more than n. Unlike
// currencies are refused with [CodeCurrencyMismatch].
func (m Money) Cmp(n Money) (int, error) {
	if _, err := m.commonCurrency(n); err != nil {
		return 0, err
	}
	return m.amount.Cmp(n.amount), nil
}

func (m Money) commonCurrency(n Money) (string, error) {
	if m.currency != n.currency && m.currency != "" && n.currency != "" {
		return "", Refuse("", CodeCurrencyMismatch.With(
			NewFact("first", m.currency), NewFact("second", n.currency)))
	}
	return max(m.currency, n.currency), nil
}

// Times returns n times the amount, exactly.
func (m Money) Times(n int64) Money {
	return newMoney(m.amount.Mul(decimal.New(n, 0)), m.currency)
}

// RoundHalfUp returns the amount rounded to the smallest unit of its currency,
// halves away from zero.
func (m Money) RoundHalfUp() Money { return m.proRataHalfUp(1, 1) }

// ProRataHalfUp returns the part num/den of the amount, such as the price of the
// days that remain of all days, rounded once, to the smallest unit of the
// currency, halves away from zero. A den that is not more than 0 is refused with
// [CodeShareOfNothing].
func (m Money) ProRataHalfUp(num, den int64) (Money, error) {
	if den <= 0 {
		return Money{}, Refuse("", CodeShareOfNothing.With())
	}
	return m.proRataHalfUp(num, den), nil
}

func (m Money) proRataHalfUp(num, den int64) Money {
	places, _ := currencyDigits(m.currency)
	n, d := m.amount.Coefficient(), big.NewInt(den)
	n.Mul(n, big.NewInt(num))
	if shift := m.amount.Exponent() + places; shift < 0 {
		d.Mul(d, pow10(-shift))
	} else {
		n.Mul(n, pow10(shift))
	}
	return newMoney(decimal.NewFromBigInt(divideHalfUp(n, d), -places), m.currency)
}
