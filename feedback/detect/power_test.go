package detect

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPowersOfTwo(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	for range 100_000 {
		y := (2*r.Float64() - 1) * farthest
		require.InEpsilon(t, math.Exp2(y), power(y), 1e-15, y)
		y /= 1000 // where counts are that nobody wonders at
		require.InEpsilon(t, math.Exp2(y), power(y), 1e-15, y)
	}
	for _, y := range []float64{farthest, -farthest, 0, 1. / 128, -1. / 128} {
		require.InEpsilon(t, math.Exp2(y), power(y), 1e-15, y)
	}
}
