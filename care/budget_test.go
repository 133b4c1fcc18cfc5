package care_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func TestABudgetHoldsNoMoreThanItsTotal(t *testing.T) {
	b := care.Budget{Total: care.VND(100)}
	b, holds, err := b.Spend(care.VND(70))
	require.NoError(t, err)
	require.True(t, holds)
	same, holds, err := b.Spend(care.VND(31))
	require.NoError(t, err)
	require.False(t, holds)
	require.Equal(t, b, same)
	b, holds, err = b.Spend(care.VND(30))
	require.NoError(t, err)
	require.True(t, holds, "all of it")
	_, holds, err = care.Budget{Total: care.VND(1), Spent: care.VND(2)}.Spend(care.Money{})
	require.NoError(t, err)
	require.True(t, holds, "nothing costs nothing, even where the total was lowered")
	dollar, err := care.NewMoney("1", "USD")
	require.NoError(t, err)
	_, _, err = b.Spend(dollar)
	require.Error(t, err)
	_, _, err = b.Spend(care.VND(-1))
	require.Error(t, err, "a budget is not filled by spending")
	_, err = b.Return(care.VND(101))
	require.Error(t, err)
	_, err = b.Return(care.VND(-1))
	require.Error(t, err)
	b, err = b.Return(care.VND(100))
	require.NoError(t, err)
	require.True(t, b.Spent.IsZero())
}

func TestHeldOutIsByChanceAndAlwaysTheSame(t *testing.T) {
	held, both := 0, 0
	for i := range 10_000 {
		customer := fmt.Sprint("KH-", i)
		one := care.HeldOut("spring", customer, 0.2)
		require.Equal(t, one, care.HeldOut("spring", customer, 0.2))
		require.False(t, care.HeldOut("spring", customer, 0))
		require.True(t, care.HeldOut("spring", customer, 1))
		if one {
			held++
			require.True(t, care.HeldOut("spring", customer, 0.3), "a larger share holds out these and more")
			if care.HeldOut("autumn", customer, 0.2) {
				both++
			}
		}
	}
	require.InDelta(t, 2000, held, 160, "four standard deviations")
	require.InDelta(t, 400, both, 75, "one trial says nothing about another")
}
