package detect_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/feedback/detect"
)

// surveillance is what R's package of that name (1.20.3) makes of a synthetic series and of salmonella cases. Positions are counted from 1.
type surveillance struct {
	A, Agona []int64
	C1       struct {
		From   int
		Upper  []float64 `json:"upperbound"`
		Alarms []int     `json:"alarm_idx"`
	}
	Alarms map[detect.EARS]struct { // as reported beside it, with a least deviation of ½ for A
		A     []int
		Agona int
		Upper []float64
	}
	Rossi []struct {
		Series   string
		From     int
		K, H, M  float64
		Cusum    []float64
		AlarmIdx []int `json:"alarm_idx"`
	}
}

func readSurveillance(t *testing.T) (g surveillance) {
	data, err := os.ReadFile("testdata/surveillance.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &g))
	return g
}

func outside(limits []detect.Limit) (at []int) {
	for i, l := range limits {
		if l.Out {
			at = append(at, i+1)
		}
	}
	return at
}

func TestEARSAgreesWithSurveillance(t *testing.T) {
	g := readSurveillance(t)
	limits := detect.C1.Limits(g.Agona, 0)
	require.Equal(t, g.C1.Alarms, outside(limits))
	for i, want := range g.C1.Upper {
		require.True(t, limits[g.C1.From-1+i].Known)
		require.InDelta(t, want, limits[g.C1.From-1+i].High, 1e-11)
	}
	require.False(t, limits[g.C1.From-2].Known)
	for rule, want := range g.Alarms {
		limits := rule.Limits(g.A, 0.5)
		require.Equal(t, want.A, outside(limits), rule)
		for i, high := range want.Upper {
			require.InDelta(t, high, limits[9+i].High, 1e-6)
		}
		require.Len(t, outside(rule.Limits(g.Agona, 0)), want.Agona, rule)
	}
	require.Empty(t, outside(detect.C2.Limits(g.A[:5], 0)))
}

func TestPoissonCusumAgreesWithSurveillance(t *testing.T) {
	g := readSurveillance(t)
	for _, row := range g.Rossi {
		series := g.A
		if row.Series == "agona" {
			series = g.Agona
		}
		c, sum := detect.PoissonCusum{Mean: row.M}, 0.0
		var alarms []int
		for i, want := range row.Cusum {
			if c.Observe(&sum, series[row.From-1+i]) {
				alarms = append(alarms, row.From+i)
			}
			require.InDelta(t, want, sum, 1e-11)
		}
		require.Equal(t, row.AlarmIdx, alarms)
	}
	sum := 1.0
	require.False(t, detect.PoissonCusum{Mean: 2}.Observe(&sum, -1))
	require.Equal(t, 1.0, sum, "no count")
}
