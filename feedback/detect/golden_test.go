package detect_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/feedback/detect"
)

type table struct{ SPC, Published []float64 }

type golden struct {
	ARL struct {
		Shifts   []float64
		Two4     table `json:"cusum_two_sided_k0.5_h4"`
		Two5     table `json:"cusum_two_sided_k0.5_h5"`
		Fast     table `json:"cusum_FIR_two_sided_h5_hs2.5"`
		For370   struct{ K, SPC []float64 }
		Limits   struct{ K, SPCH []float64 }
		ForLimit struct {
			K []float64
			H []float64 `json:"spc_h"`
		} `json:"cusum_h_for_ARL0_370"`
		ForARL struct {
			ARL []float64 `json:"ARL0"`
			H   []float64 `json:"two_sided_h"`
		} `json:"cusum_h_k0.5_for_ARL0"`
		EWMA []struct {
			Lam, L float64
			SPC    []float64
		} `json:"ewma_two_sided_fixed_limits"`
	} `json:"arl_tables"`
	SPC struct {
		NIST struct {
			Target, S, Lam, K, UCL, LCL float64
			Data, EWMA                  []float64
		} `json:"nist_ewma_6324"`
		Concentration struct {
			Rows [][3]float64 `json:"rows_x_shi_slo"`
		} `json:"montgomery_concentration_cusum"`
		Table91 struct {
			Data  []float64
			Cusum struct {
				Rows   [][2]float64 `json:"Cplus_Cminus"`
				Alarms []int        `json:"alarm_idx"`
			}
			EWMA struct {
				Lam, L float64
				Z      []float64
				Limits [][2]float64
				Alarms []int `json:"alarm_idx"`
			}
		} `json:"montgomery_isqc_table9_1"`
		Orange laney `json:"laney_p_orangejuice_trial"`
		Large  laney `json:"laney_p_large_n"`
	} `json:"spc_examples"`
	Exact struct {
		Single struct {
			M0, Q float64
			Rows  [][5]float64 `json:"rows_x_L_SR_CUSUMe_logCUSUMclassic"`
		} `json:"e_detector_trace_single"`
		Poisson []struct {
			Mu0, K, H  float64
			ARL0       float64
			ARL15, Two float64
			A          float64 `json:"ARL_1_5mu"`
			B          float64 `json:"ARL_2mu"`
		} `json:"poisson_cusum_exact"`
	} `json:"edetectors_and_exact_arl"`
	Demand struct {
		NB struct {
			Start, First int
			StartIndex   int `json:"start_index0"`
			Rho, Trace   []float64
			Phi          float64
			Alarm        int `json:"first_alarm_index0_thr1000"`
		} `json:"nb_eSR_mix5_phi1.5"`
	}
	QCC struct {
		Orange  chart `json:"orangejuice_p_trial"`
		Revised chart `json:"orangejuice_p_revised_minus_15_23"`
		Circuit chart `json:"circuit_c"`
		Per100  chart `json:"circuit_u_size100"`
		PC      chart `json:"pcmanufact_u_size5"`
		Cloth   struct {
			Center   float64
			LCL, UCL []float64
		} `json:"dyedcloth_u"`
		Data struct {
			Circuit, PCManufact []float64
			DyedCloth           struct{ Count, Size []float64 }
		}
	}
	Synthetic struct{ A []int64 } `json:"surveillance_synthetic"`
	Reported  struct {
		Bernoulli []struct {
			Limit  int
			P, ARL float64
		}
	}
	Breach struct {
		Rows []struct {
			Name                string
			ARL0                float64
			D075, D10, D20, D50 float64
			A                   float64 `json:"d_075"`
			B                   float64 `json:"d_10"`
			C                   float64 `json:"d_20"`
			D                   float64 `json:"d_50"`
			Day                 float64 `json:"dayeffect_ARL0"`
		}
	} `json:"sim_breach_detectors"`
	Simulated struct {
		TwoSided struct{ Rows [][]float64 } `json:"nb_eSR_two_sided_mix8_thr1000"`
		Up       [][]float64                `json:"nb_eSR_mix5_thr1000_a015_phi115"`
	} `json:"demand_simulation"`
}

type laney struct {
	D        []float64
	N        float64
	PBar     float64
	SigmaZ   float64 `json:"sigma_z"`
	LCL, UCL float64
	Signals  []int
	PSignals []int `json:"p_signals"`
}

type chart struct {
	Center, LCL, UCL float64
	Signals          []int
}

func readGolden(t *testing.T) (g golden) {
	data, err := os.ReadFile("testdata/golden.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &g))
	return g
}

// printed is half a unit of the last digit of a number printed with eight.
const printed = 6e-8

func TestRunLengthsAgreeWithSPC(t *testing.T) {
	g := readGolden(t).ARL
	for i, shift := range g.Shifts {
		require.InEpsilon(t, g.Two4.SPC[i], detect.Cusum{H: 4}.ARL(shift), printed)
		require.InEpsilon(t, g.Two5.SPC[i], detect.Cusum{}.ARL(shift), printed)
		require.InEpsilon(t, g.Fast.SPC[i], detect.Cusum{FastStart: true}.ARL(shift), printed)
		for _, e := range g.EWMA {
			require.InEpsilon(t, e.SPC[i], detect.EWMA{Lambda: e.Lam, Limit: e.L}.ARL(shift), printed, "%v %v", e.Lam, shift)
		}
	}
}

func TestLimitsAgreeWithSPC(t *testing.T) {
	g := readGolden(t).ARL
	for i, k := range g.ForLimit.K {
		require.InEpsilon(t, g.ForLimit.H[i], detect.CusumLimit(k, 370.4), printed)
	}
	for i, arl := range g.ForARL.ARL {
		if testing.Short() && i > 1 {
			break
		}
		require.InEpsilon(t, g.ForARL.H[i], detect.CusumLimit(0.5, arl), printed)
	}
	require.InDelta(t, 2.814, detect.EWMALimit(0.1, 499.57955), 1e-6)
}

func TestNISTAverages(t *testing.T) {
	g := readGolden(t).SPC.NIST
	e, s := detect.EWMA{Mean: g.Target, SD: g.S, Lambda: g.Lam, Limit: g.K}, detect.EWMAState{}
	for i, x := range g.Data {
		require.Empty(t, e.Observe(&s, x))
		require.InEpsilon(t, g.EWMA[i+1], s.Z, 1e-14)
	}
	low, high := e.Limits(1)
	require.InEpsilon(t, g.LCL, low, 1e-14)
	require.InEpsilon(t, g.UCL, high, 1e-14)
}

func TestMontgomerysCharts(t *testing.T) {
	g := readGolden(t).SPC
	c, s := detect.Cusum{Mean: 99, SD: 1, K: 1, H: 10}, detect.CusumState{}
	for _, row := range g.Concentration.Rows {
		require.Empty(t, c.Observe(&s, row[0]))
		require.InDelta(t, row[1], s.Above, 1e-9)
		require.InDelta(t, row[2], s.Below, 1e-9)
	}
	c, s = detect.Cusum{Mean: 10, SD: 1}, detect.CusumState{}
	e, es := detect.EWMA{Mean: 10, SD: 1, Lambda: g.Table91.EWMA.Lam, Limit: g.Table91.EWMA.L, Growing: true}, detect.EWMAState{}
	var cusum, ewma []int
	for i, x := range g.Table91.Data {
		if c.Observe(&s, x) == detect.Up {
			cusum = append(cusum, i+1)
		}
		require.InDelta(t, g.Table91.Cusum.Rows[i][0], s.Above, 1e-9)
		require.InDelta(t, g.Table91.Cusum.Rows[i][1], s.Below, 1e-9)
		if e.Observe(&es, x) == detect.Up {
			ewma = append(ewma, i+1)
		}
		require.InEpsilon(t, g.Table91.EWMA.Z[i], es.Z, 1e-14)
		low, high := e.Limits(int64(i + 1))
		require.InEpsilon(t, g.Table91.EWMA.Limits[i][0], low, 1e-12)
		require.InEpsilon(t, g.Table91.EWMA.Limits[i][1], high, 1e-12)
	}
	require.Equal(t, g.Table91.Cusum.Alarms, cusum)
	require.Equal(t, g.Table91.EWMA.Alarms, ewma)
	require.EqualValues(t, 10-2, s.AboveN, "C⁺ was last 0 at the 22nd")
}

func samples(counts []float64, size float64) []detect.Sample {
	list := make([]detect.Sample, len(counts))
	for i, count := range counts {
		list[i] = detect.Sample{Count: count, Size: size}
	}
	return list
}

func agrees(t *testing.T, want chart, got detect.Chart, ok bool) {
	t.Helper()
	require.True(t, ok)
	require.InEpsilon(t, want.Center, got.Center, 1e-9)
	require.InDelta(t, want.LCL, got.Points[0].Low, 1e-9)
	require.InEpsilon(t, want.UCL, got.Points[0].High, 1e-9)
	require.Equal(t, want.Signals, oneBased(got.Out()))
}

func oneBased(list []int) []int {
	for i := range list {
		list[i]++
	}
	return list
}

func TestChartsAgreeWithQCC(t *testing.T) {
	g := readGolden(t)
	orange := samples(g.SPC.Orange.D, g.SPC.Orange.N)
	got, ok := detect.ProportionChart(orange, false)
	agrees(t, g.QCC.Orange, got, ok)

	kept := append(append(append([]detect.Sample{}, orange[:14]...), orange[15:22]...), orange[23:]...)
	g.QCC.Revised.Signals = []int{20} // the 21st of all, without the 15th
	got, ok = detect.ProportionChart(kept, false)
	agrees(t, g.QCC.Revised, got, ok)

	got, ok = detect.RateChart(samples(g.QCC.Data.Circuit, 1), false)
	agrees(t, g.QCC.Circuit, got, ok)
	g.QCC.Per100.Signals = g.QCC.Circuit.Signals
	got, ok = detect.RateChart(samples(g.QCC.Data.Circuit, 100), false)
	agrees(t, g.QCC.Per100, got, ok)
	got, ok = detect.RateChart(samples(g.QCC.Data.PCManufact, 5), false)
	agrees(t, g.QCC.PC, got, ok)

	var cloth []detect.Sample
	for i, count := range g.QCC.Data.DyedCloth.Count {
		cloth = append(cloth, detect.Sample{Count: count, Size: g.QCC.Data.DyedCloth.Size[i]})
	}
	got, ok = detect.RateChart(cloth, false)
	require.True(t, ok)
	for i, p := range got.Points {
		require.InEpsilon(t, g.QCC.Cloth.LCL[i], p.Low, 1e-8)
		require.InEpsilon(t, g.QCC.Cloth.UCL[i], p.High, 1e-8)
	}
}

func TestLaneysLimits(t *testing.T) {
	g := readGolden(t).SPC
	for _, want := range []laney{g.Orange, g.Large} {
		plain, _ := detect.ProportionChart(samples(want.D, want.N), false)
		require.Equal(t, want.PSignals, oneBased(plain.Out()))
		got, ok := detect.ProportionChart(samples(want.D, want.N), true)
		require.True(t, ok)
		require.InEpsilon(t, want.SigmaZ, got.SigmaZ, 1e-9)
		require.InDelta(t, want.LCL, got.Points[0].Low, 1e-9)
		require.InEpsilon(t, want.UCL, got.Points[0].High, 1e-9)
		require.Empty(t, got.Out())
	}
}

func TestImpossibleSamplesMakeNoChart(t *testing.T) {
	for _, s := range []detect.Sample{{Count: 2, Size: 1}, {Count: -1, Size: 5}, {Count: 0, Size: 0}} {
		_, ok := detect.ProportionChart([]detect.Sample{{Count: 1, Size: 5}, s}, false)
		require.False(t, ok)
	}
	_, ok := detect.RateChart(nil, true)
	require.False(t, ok)
}

func TestExactRunLengthsOfCounts(t *testing.T) {
	g := readGolden(t)
	for _, row := range g.Exact.Poisson {
		require.InEpsilon(t, row.ARL0, detect.PoissonCusumARL(row.K, row.H, row.Mu0), 1e-9)
		require.InEpsilon(t, row.A, detect.PoissonCusumARL(row.K, row.H, 1.5*row.Mu0), 1e-9)
		require.InEpsilon(t, row.B, detect.PoissonCusumARL(row.K, row.H, 2*row.Mu0), 1e-9)
	}
	for _, row := range g.Reported.Bernoulli {
		require.InDelta(t, row.ARL, detect.BernoulliCusumARL(13, 1, row.Limit, row.P), 0.006)
	}
}

// The trace of stcpR6 for one alternative is the second of our eight: 10 % against 5 % is twice as many. The mixture's own was reported with it.
func TestTracesAgreeWithStcpR6(t *testing.T) {
	g := readGolden(t).Exact.Single
	d := newDrift(t, detect.Promise{AtMost: g.M0, Immediate: true, Every: 1e9})
	var s detect.DriftState
	for _, row := range g.Rows {
		require.Nil(t, d.Observe(&s, monday, row[0]))
		require.InEpsilon(t, row[2], s.Evidence[2], 1e-12)
	}
	require.InEpsilon(t, 50846.8925868, s.Strength(), 1e-11)
}

func TestDemandTrace(t *testing.T) {
	g := readGolden(t)
	base := []float64{12, 11, 10, 10, 12, 9, 4}
	d, err := detect.NewDemand(detect.Watch{Every: 1000, Ratios: g.Demand.NB.Rho, Dispersion: g.Demand.NB.Phi}, nil)
	require.NoError(t, err)
	var s detect.DemandState
	for i := g.Demand.NB.StartIndex; i < len(g.Synthetic.A); i++ {
		alarm := d.Observe(&s, detect.Count{Day: monday.AddDays(i), N: g.Synthetic.A[i], Planned: base[i%7]})
		trace := g.Demand.NB.Trace[i-g.Demand.NB.StartIndex]
		if i == g.Demand.NB.Alarm {
			require.InEpsilon(t, trace, alarm.Evidence, 1e-9)
			require.True(t, !alarm.Lower && alarm.NoSeasons)
			require.Equal(t, monday.AddDays(150), alarm.Since, "the day of the change")
			return
		}
		require.Nil(t, alarm)
		sum := 0.0
		for _, m := range s.Evidence {
			sum += m
		}
		require.InEpsilon(t, trace, sum/5, 1e-9)
	}
	t.Fatal("no alarm")
}

func TestCodesAreWellDeclared(t *testing.T) {
	require.NoError(t, care.CheckCodes(detect.Codes()...))
}
