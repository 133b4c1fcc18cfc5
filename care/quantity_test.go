package care_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func TestQuantity(t *testing.T) {
	sold, err := care.NewQuantity("1.250")
	require.NoError(t, err)
	assert.Equal(t, "1.25", sold.String())
	assert.Equal(t, "0.25", sold.Sub(care.Pieces(1)).String())
	assert.Equal(t, care.Quantity{}, sold.Sub(sold))
	assert.Equal(t, 1, sold.Cmp(care.Pieces(1)))
	assert.True(t, care.Pieces(0).IsZero())
	assert.Equal(t, "1200", care.Pieces(1200).String())
	assert.True(t, sold.Decimal().Equal(decimal.New(125, -2)))

	encoded, err := json.Marshal(map[string]care.Quantity{"sold": sold, "returned": {}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"sold": "1.25", "returned": "0"}`, string(encoded))
	var read map[string]care.Quantity
	require.NoError(t, json.Unmarshal(encoded, &read))
	assert.Equal(t, sold, read["sold"])
	assert.Equal(t, care.Quantity{}, read["returned"])
	require.NoError(t, json.Unmarshal([]byte(`{"sold":""}`), &read))
	assert.Equal(t, care.Quantity{}, read["sold"])

	require.NoError(t, sold.UnmarshalText([]byte("7")))
	for _, text := range []string{"", "1,5", "1e9", "một"} {
		_, err = care.NewQuantity(text)
		assert.True(t, onlyProblem(t, err).Reason.Is(care.CodeNumberForm))
	}
	require.Error(t, sold.UnmarshalText([]byte("x")))
	assert.Equal(t, care.Pieces(7), sold, "a refused text changes nothing")
}

func FuzzNewQuantity(f *testing.F) {
	f.Add("3")
	f.Add("-1.250")
	f.Fuzz(func(t *testing.T, text string) {
		q, err := care.NewQuantity(text)
		if err != nil {
			return
		}
		again, err := care.NewQuantity(q.String())
		require.NoError(t, err)
		require.Equal(t, q, again)
	})
}
