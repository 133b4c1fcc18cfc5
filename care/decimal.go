package care

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
)

// Decimal numbers are kept in github.com/shopspring/decimal but read, written and
// rounded here. That package has variables which a host may set for its own
// purposes; its NewFromString, String, Div and JSON methods read them, and so
// would change under us. Only New, NewFromBigInt, Coefficient, Exponent, Add, Neg,
// Mul, Cmp and Sign are used, which do not.

// Bounds of a number that is read.
const (
	decimalDigits = 30 // in all
	decimalPlaces = 12 // after the point
)

// parseDecimal reads digits with at most one point between them and at most a
// minus sign before them, and no leading zeros.
func parseDecimal(text string) (decimal.Decimal, *Code) {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if whole == "" || whole != "0" && whole[0] == '0' || point && fraction == "" || !isDigits(whole) || !isDigits(fraction) {
		return decimal.Decimal{}, CodeNumberForm
	}
	if len(whole)+len(fraction) > decimalDigits || len(fraction) > decimalPlaces {
		return decimal.Decimal{}, CodeNumberSize
	}
	coefficient, _ := new(big.Int).SetString(whole+fraction, 10) // digits only
	if text[0] == '-' {
		coefficient.Neg(coefficient)
	}
	return decimal.NewFromBigInt(coefficient, -int32(len(fraction))), nil
}

func isDigits(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}

// decimalWithin reports whether d, which may come from anywhere, is within the
// bounds. It does no work that grows with the exponent.
func decimalWithin(d decimal.Decimal) bool {
	exponent := d.Exponent()
	if exponent < -decimalPlaces || exponent > decimalDigits {
		return false
	}
	limit := pow10(decimalDigits - max(exponent, 0))
	return d.Coefficient().CmpAbs(limit) < 0
}

// withPlaces returns d with exactly the given number of decimal places, or with
// more if it needs them. Zero is always the zero Decimal. So equal numbers look
// equal to reflect.DeepEqual, and tests and stores need no special care.
func withPlaces(d decimal.Decimal, places int32) decimal.Decimal {
	if d.Sign() == 0 {
		return decimal.Decimal{}
	}
	exponent := d.Exponent()
	if exponent == -places {
		return d
	}
	coefficient := d.Coefficient()
	if exponent > -places {
		return decimal.NewFromBigInt(coefficient.Mul(coefficient, pow10(exponent+places)), -places)
	}
	ten, quotient, remainder := big.NewInt(10), new(big.Int), new(big.Int)
	for exponent < -places {
		quotient.QuoRem(coefficient, ten, remainder)
		if remainder.Sign() != 0 {
			break
		}
		coefficient, quotient = quotient, coefficient
		exponent++
	}
	return decimal.NewFromBigInt(coefficient, exponent)
}

// appendDecimal appends d in digits, with at least the given number of decimal
// places, using point before them and group, unless it is 0, between each three
// digits of the whole part.
func appendDecimal(b []byte, d decimal.Decimal, places int32, group, point byte) []byte {
	d = withPlaces(d, places)
	coefficient := d.Coefficient()
	if coefficient.Sign() < 0 {
		b = append(b, '-')
	}
	if d.Sign() != 0 { // the zero Decimal has no places of its own
		places = -d.Exponent()
	}
	digits := coefficient.Abs(coefficient).String()
	if missing := int(places) + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	whole := digits[:len(digits)-int(places)]
	for i := range len(whole) {
		if group != 0 && i > 0 && (len(whole)-i)%3 == 0 {
			b = append(b, group)
		}
		b = append(b, whole[i])
	}
	if places > 0 {
		b = append(append(b, point), digits[len(whole):]...)
	}
	return b
}

// divideHalfUp returns n/d rounded to a whole number, halves away from zero. d
// must be more than 0.
func divideHalfUp(n, d *big.Int) *big.Int {
	quotient, remainder := new(big.Int).QuoRem(n, d, new(big.Int))
	if remainder.Lsh(remainder, 1).CmpAbs(d) >= 0 {
		quotient.Add(quotient, big.NewInt(int64(n.Sign())))
	}
	return quotient
}

func pow10(n int32) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}
