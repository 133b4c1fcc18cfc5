package care_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func TestSplitByLargestRemainder(t *testing.T) {
	for _, c := range []struct {
		amount, currency string
		weights          []int64
		want             string
	}{
		{"100", "VND", []int64{1, 1, 1}, "34 33 33"},
		{"101", "VND", []int64{1, 1, 1}, "34 34 33"},
		{"-100", "VND", []int64{1, 1, 1}, "-34 -33 -33"},
		{"10", "VND", []int64{1, 2, 4}, "1 3 6"},
		{"1.00", "USD", []int64{1, 0, 2}, "0.33 0.00 0.67"},
		{"0.125", "USD", []int64{1, 1}, "0.063 0.062"}, // finer than a cent, so shared finer
		{"0", "VND", []int64{1, 2}, "0 0"},
		{"5", "VND", []int64{math.MaxInt64, math.MaxInt64}, "3 2"},
		{"7", "VND", []int64{9}, "7"},
	} {
		parts, err := money(t, c.amount, c.currency).Split(c.weights)
		require.NoError(t, err)
		var got []string
		for _, part := range parts {
			got = append(got, strings.Fields(part.String())[0])
		}
		assert.Equal(t, c.want, strings.Join(got, " "), "%s over %v", c.amount, c.weights)
	}
	for _, weights := range [][]int64{nil, {0}, {0, 0}, {-1}, {5, -1}} {
		_, err := care.VND(100).Split(weights)
		assert.True(t, onlyProblem(t, err).Reason.Is(care.CodeShareOfNothing), "%v", weights)
	}
}

// The parts sum to the whole, none is a unit or more from its exact share, and
// more weight never gets less.
func TestSplitIsFair(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for range 5_000 {
		currency := testCurrencies[random.IntN(3)]
		m := randomMoney(random, currency)
		weights := make([]int64, 1+random.IntN(8))
		total := int64(0)
		for i := range weights {
			weights[i] = random.Int64N(100)
			total += weights[i]
		}
		if total == 0 {
			weights[0], total = 1, 1
		}
		parts, err := m.Split(weights)
		require.NoError(t, err)
		require.Len(t, parts, len(weights))
		var sum care.Money
		unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-m.Decimal().Exponent())), nil))
		for i, part := range parts {
			sum, err = sum.Add(part)
			require.NoError(t, err)
			exact := new(big.Rat).Mul(ratio(m), big.NewRat(weights[i], total))
			exact.Sub(exact, ratio(part))
			require.Negative(t, exact.Abs(exact).Cmp(unit), "%v over %v: %v", m, weights, parts)
			for j, other := range parts[:i] {
				if weights[i] > weights[j] {
					require.GreaterOrEqual(t, new(big.Rat).Abs(ratio(part)).Cmp(new(big.Rat).Abs(ratio(other))), 0)
				}
			}
		}
		require.Equal(t, m, sum, "%v over %v: %v", m, weights, parts)
	}
}
