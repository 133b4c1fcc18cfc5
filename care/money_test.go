package care_test

import (
	"encoding/json"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func money(t testing.TB, amount, currency string) care.Money {
	t.Helper()
	m, err := care.NewMoney(amount, currency)
	require.NoError(t, err)
	return m
}

// ratio is the model of an amount: an exact fraction.
func ratio(m care.Money) *big.Rat {
	r, ok := new(big.Rat).SetString(strings.Fields(m.String())[0])
	if !ok {
		panic(m.String())
	}
	return r
}

// randomMoney returns an amount of up to four places in a currency of 0, 2 or 3.
func randomMoney(random *rand.Rand, currency string) care.Money {
	m, err := care.MoneyOf(decimal.New(random.Int64N(2_000_000)-1_000_000, -int32(random.IntN(5))), currency)
	if err != nil {
		panic(err)
	}
	return m
}

var testCurrencies = []string{"VND", "USD", "KWD"}

func TestNewMoney(t *testing.T) {
	for _, c := range []struct{ amount, currency, want string }{
		{"1290000", "VND", "1290000 VND"},
		{"1290000.00", "vnd", "1290000 VND"},
		{"0", "VND", "0 VND"},
		{"-0", "USD", "0.00 USD"},
		{"12.5", "USD", "12.50 USD"},
		{"-12.345", "USD", "-12.345 USD"},
		{"0.05", "USD", "0.05 USD"},
		{"-0.5", "VND", "-0.5 VND"},
		{"1", "KWD", "1.000 KWD"},
		{"1", "BHD", "1.000 BHD"},
		{"1", "JPY", "1 JPY"},
		{"1", "KRW", "1 KRW"},
		{"1", "EUR", "1.00 EUR"},
		{"123456789012345678.123456789012", "VND", "123456789012345678.123456789012 VND"},
	} {
		m, err := care.NewMoney(c.amount, c.currency)
		require.NoError(t, err, c.amount)
		assert.Equal(t, c.want, m.String())
		assert.Equal(t, strings.ToUpper(c.currency), m.Currency())
	}
	for _, c := range []struct {
		amount, currency string
		code             *care.Code
	}{
		{"", "VND", care.CodeNumberForm},
		{"-", "VND", care.CodeNumberForm},
		{"+1", "VND", care.CodeNumberForm},
		{"--1", "VND", care.CodeNumberForm},
		{" 1", "VND", care.CodeNumberForm},
		{"1.", "USD", care.CodeNumberForm},
		{".5", "USD", care.CodeNumberForm},
		{"1.2.3", "USD", care.CodeNumberForm},
		{"1,5", "USD", care.CodeNumberForm},
		{"01", "USD", care.CodeNumberForm},
		{"1e3", "USD", care.CodeNumberForm},
		{"1e999999999", "USD", care.CodeNumberForm},
		{"1_000", "USD", care.CodeNumberForm},
		{"0x10", "USD", care.CodeNumberForm},
		{"NaN", "USD", care.CodeNumberForm},
		{"１", "USD", care.CodeNumberForm},
		{strings.Repeat("9", 31), "VND", care.CodeNumberSize},
		{strings.Repeat("9", 1_000_000), "VND", care.CodeNumberSize},
		{"0.1234567890123", "VND", care.CodeNumberSize},
		{"1", "", care.CodeCurrencyUnknown},
		{"1", "XYZ", care.CodeCurrencyUnknown},
		{"1", "₫", care.CodeCurrencyUnknown},
		{"1", " VND", care.CodeCurrencyUnknown},
	} {
		m, err := care.NewMoney(c.amount, c.currency)
		assert.Zero(t, m)
		assert.Equal(t, c.code.ID(), onlyProblem(t, err).Reason.Code(), "%.40s %s", c.amount, c.currency)
	}
}

func TestMoneyOfBoundsWhatComesIn(t *testing.T) {
	m, err := care.MoneyOf(decimal.New(129, 4), "VND")
	require.NoError(t, err)
	assert.Equal(t, care.VND(1_290_000), m)
	assert.True(t, m.Decimal().Equal(decimal.New(129, 4)))

	m, err = care.MoneyOf(decimal.New(9, 29), "VND")
	require.NoError(t, err)
	assert.Equal(t, "9"+strings.Repeat("0", 29)+" VND", m.String())

	for _, hostile := range []decimal.Decimal{
		decimal.New(1, math.MaxInt32), decimal.New(1, math.MinInt32), decimal.New(1, -13), decimal.New(1, 30), decimal.New(10, 29),
		decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1_000_000), 0),
	} {
		_, err := care.MoneyOf(hostile, "VND")
		assert.True(t, onlyProblem(t, err).Reason.Is(care.CodeNumberSize))
	}
}

func TestEqualAmountsAreDeeplyEqual(t *testing.T) {
	want := money(t, "12.50", "USD")
	for _, amount := range []string{"12.5", "12.500", "12.500000000000"} {
		assert.Equal(t, want, money(t, amount, "USD"))
	}
	difference, err := want.Sub(want)
	require.NoError(t, err)
	assert.Equal(t, money(t, "0", "USD"), difference)
	assert.Equal(t, care.VND(0), care.VND(7).Times(0))
	half := money(t, "0.005", "USD")
	sum, err := half.Add(half)
	require.NoError(t, err)
	assert.Equal(t, money(t, "0.01", "USD"), sum)
}

func TestMoneyArithmeticIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 20_000 {
		currency := testCurrencies[random.IntN(3)]
		m, n := randomMoney(random, currency), randomMoney(random, currency)
		sum, err := m.Add(n)
		require.NoError(t, err)
		require.Zero(t, ratio(sum).Cmp(new(big.Rat).Add(ratio(m), ratio(n))))
		difference, err := m.Sub(n)
		require.NoError(t, err)
		require.Zero(t, ratio(difference).Cmp(new(big.Rat).Sub(ratio(m), ratio(n))))
		order, err := m.Cmp(n)
		require.NoError(t, err)
		require.Equal(t, ratio(m).Cmp(ratio(n)), order)
		require.Equal(t, ratio(m).Sign(), m.Sign())
		require.Equal(t, ratio(m).Sign() == 0, m.IsZero())
		times := random.Int64N(2001) - 1000
		require.Zero(t, ratio(m.Times(times)).Cmp(new(big.Rat).Mul(ratio(m), new(big.Rat).SetInt64(times))))
		require.Equal(t, m, m.Neg().Neg())
		require.Equal(t, m, money(t, strings.Fields(m.String())[0], currency), "reads what it writes")
	}
}

func TestZeroMoneyAddsToAnything(t *testing.T) {
	var sum care.Money
	assert.Equal(t, "0", sum.String())
	assert.Empty(t, sum.Currency())
	assert.True(t, sum.IsZero())
	dollars := money(t, "12.50", "USD")
	for _, m := range []care.Money{dollars, dollars} {
		var err error
		sum, err = sum.Add(m)
		require.NoError(t, err)
	}
	assert.Equal(t, "25.00 USD", sum.String())
	back, err := dollars.Sub(care.Money{})
	require.NoError(t, err)
	assert.Equal(t, dollars, back)
	order, err := (care.Money{}).Cmp(dollars)
	require.NoError(t, err)
	assert.Equal(t, -1, order)
	assert.Equal(t, care.Money{}, care.Money{}.Times(3).Neg().RoundHalfUp())

	parts, err := care.Money{}.Split([]int64{1, 2})
	require.NoError(t, err)
	assert.Equal(t, []care.Money{{}, {}}, parts)
}

func TestUnlikeCurrenciesAreRefused(t *testing.T) {
	dollars := money(t, "12.50", "USD")
	_, addErr := dollars.Add(care.VND(0))
	_, subErr := care.VND(1).Sub(dollars)
	_, cmpErr := dollars.Cmp(care.VND(1))
	for _, err := range []error{addErr, subErr, cmpErr} {
		assert.True(t, onlyProblem(t, err).Reason.Is(care.CodeCurrencyMismatch))
	}
	assert.Contains(t, addErr.Error(), "USD and VND cannot be put together")
}

func TestRoundingIsHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct{ amount, currency, want string }{
		{"0.5", "VND", "1 VND"},
		{"-0.5", "VND", "-1 VND"},
		{"0.499999999999", "VND", "0 VND"},
		{"2.5", "VND", "3 VND"},
		{"1.005", "USD", "1.01 USD"},
		{"-1.005", "USD", "-1.01 USD"},
		{"1.0049", "USD", "1.00 USD"},
		{"1.0005", "KWD", "1.001 KWD"},
		{"7", "VND", "7 VND"},
	} {
		assert.Equal(t, c.want, money(t, c.amount, c.currency).RoundHalfUp().String(), "%s %s", c.amount, c.currency)
	}
}

// roundRatio is the model of rounding, on fractions and floors.
func roundRatio(r *big.Rat, places int) *big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	scaled := new(big.Rat).Mul(new(big.Rat).Abs(r), scale)
	scaled.Add(scaled, big.NewRat(1, 2))
	floor := new(big.Rat).SetInt(new(big.Int).Div(scaled.Num(), scaled.Denom()))
	floor.Quo(floor, scale)
	if r.Sign() < 0 {
		floor.Neg(floor)
	}
	return floor
}

func TestProRataAgreesWithFractions(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	places := map[string]int{"VND": 0, "USD": 2, "KWD": 3}
	for range 20_000 {
		currency := testCurrencies[random.IntN(3)]
		m := randomMoney(random, currency)
		num, den := random.Int64N(2001)-1000, random.Int64N(1000)+1
		got, err := m.ProRataHalfUp(num, den)
		require.NoError(t, err)
		want := roundRatio(new(big.Rat).Mul(ratio(m), big.NewRat(num, den)), places[currency])
		require.Zero(t, ratio(got).Cmp(want), "%v of %d/%d: %v", m, num, den, got)
		require.Zero(t, ratio(m.RoundHalfUp()).Cmp(roundRatio(ratio(m), places[currency])))
	}
	huge, err := care.VND(math.MaxInt64).ProRataHalfUp(math.MaxInt64, math.MaxInt64)
	require.NoError(t, err)
	assert.Equal(t, care.VND(math.MaxInt64), huge)
	for _, den := range []int64{0, -1, math.MinInt64} {
		_, err := care.VND(1).ProRataHalfUp(1, den)
		assert.True(t, onlyProblem(t, err).Reason.Is(care.CodeShareOfNothing))
	}
}

// A host may have set the decimal package's variables to anything.
func TestDecimalVariablesChangeNothing(t *testing.T) {
	describe := func() (texts []string) {
		for _, m := range []care.Money{
			money(t, "1234567.890", "USD"), care.VND(1_200_000), care.VND(0), money(t, "0.000000000001", "VND"),
		} {
			part, err := m.ProRataHalfUp(1, 3)
			require.NoError(t, err)
			parts, err := m.Split([]int64{1, 2, 4})
			require.NoError(t, err)
			encoded, err := json.Marshal([]any{m, part, parts, m.Times(7), m.RoundHalfUp(), care.Pieces(1200)})
			require.NoError(t, err)
			texts = append(texts, m.String(), m.Format(care.LangVI), string(encoded))
			read, err := care.MoneyOf(m.Decimal(), m.Currency())
			require.NoError(t, err)
			require.Equal(t, m, read)
		}
		return texts
	}
	before := describe()
	defer func(division int, quotes, trim, scientific bool, exponent int) {
		decimal.DivisionPrecision, decimal.MarshalJSONWithoutQuotes = division, quotes
		decimal.TrimTrailingZeros, decimal.UseScientificNotation = trim, scientific
		decimal.MaxDecodeExponent = exponent
	}(decimal.DivisionPrecision, decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros,
		decimal.UseScientificNotation, decimal.MaxDecodeExponent)
	decimal.DivisionPrecision, decimal.MarshalJSONWithoutQuotes = 0, true
	decimal.TrimTrailingZeros, decimal.UseScientificNotation = false, true
	decimal.MaxDecodeExponent = 0
	assert.Equal(t, before, describe())
}

func FuzzNewMoney(f *testing.F) {
	for _, amount := range []string{"1290000", "-12.50", "0.000000000001", "1e9", "00", ".", "-"} {
		f.Add(amount, "USD")
	}
	f.Fuzz(func(t *testing.T, amount, currency string) {
		m, err := care.NewMoney(amount, currency)
		if err != nil {
			require.Zero(t, m)
			onlyProblem(t, err)
			return
		}
		want, ok := new(big.Rat).SetString(amount)
		require.True(t, ok)
		require.Zero(t, want.Cmp(ratio(m)))
		encoded, err := json.Marshal(m)
		require.NoError(t, err)
		var read care.Money
		require.NoError(t, json.Unmarshal(encoded, &read))
		require.Equal(t, m, read)
	})
}

func BenchmarkMoney(b *testing.B) {
	m, n := care.VND(1_290_000), care.VND(90_000)
	for name, do := range map[string]func(){
		"Add":           func() { _, _ = m.Add(n) },
		"ProRataHalfUp": func() { _, _ = m.ProRataHalfUp(137, 365) },
		"Format":        func() { _ = m.Format(care.LangVI) },
		"Parse":         func() { _, _ = care.ParseMoney("1.290.000 ₫") },
		"MarshalJSON":   func() { _, _ = json.Marshal(m) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				do()
			}
		})
	}
}
