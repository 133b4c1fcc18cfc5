package care

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// Split divides the amount in proportion to the weights by the method of the
// largest remainder: each part is cut off at the smallest unit of the currency,
// or of the amount if that is finer, and the units left over go one each to the
// parts that lost most, the earlier first among equals. The parts sum exactly to
// the amount. A weight below 0, or no weight above 0, is refused with
// [CodeShareOfNothing].
func (m Money) Split(weights []int64) ([]Money, error) {
	total := new(big.Int)
	for _, weight := range weights {
		if weight < 0 {
			return nil, Refuse("", CodeShareOfNothing.With())
		}
		total.Add(total, big.NewInt(weight))
	}
	if total.Sign() == 0 {
		return nil, Refuse("", CodeShareOfNothing.With())
	}
	parts := make([]Money, len(weights))
	for i, units := range splitUnits(m.amount.Coefficient(), weights, total) {
		parts[i] = newMoney(decimal.NewFromBigInt(units, m.amount.Exponent()), m.currency)
	}
	return parts, nil
}

// splitUnits divides a whole number of units; total is the sum of the weights.
func splitUnits(whole *big.Int, weights []int64, total *big.Int) []*big.Int {
	parts := make([]*big.Int, len(weights))
	lost := make([]*big.Int, len(weights))
	order := make([]int, len(weights))
	left := new(big.Int).Set(whole)
	for i, weight := range weights {
		share := new(big.Int).Mul(whole, big.NewInt(weight))
		parts[i], lost[i] = share.QuoRem(share, total, new(big.Int))
		left.Sub(left, parts[i])
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return lost[b].CmpAbs(lost[a]) })
	unit := big.NewInt(int64(left.Sign()))
	for _, i := range order[:left.Abs(left).Int64()] { // fewer than one for each part
		parts[i].Add(parts[i], unit)
	}
	return parts
}
