package care_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func TestPercent(t *testing.T) {
	for share, want := range map[float64]care.Text{0: {VI: "0%", EN: "0%"}, 0.9407: {VI: "94,1%", EN: "94.1%"}, 0.95: {VI: "95%", EN: "95%"}, 1.897: {VI: "189,7%", EN: "189.7%"}, -0.012: {VI: "-1,2%", EN: "-1.2%"}} {
		require.Equal(t, want, care.Percent(share))
	}
}

func TestDecimal(t *testing.T) {
	for x, want := range map[float64]care.Text{0: {VI: "0", EN: "0"}, 9.44: {VI: "9,4", EN: "9.4"}, -3.06: {VI: "-3,1", EN: "-3.1"}, 20: {VI: "20", EN: "20"}} {
		require.Equal(t, want, care.Decimal(x))
	}
}
