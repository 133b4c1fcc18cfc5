package detect

import "math"

// Sample is what was counted in one period: so many of Size, or so many on Size units.
type Sample struct {
	Count float64 `json:"count"`
	Size  float64 `json:"size"` // above 0
}

// Chart is a Shewhart chart: each period's rate with its limits. It is a report, not an alarm: with three standard deviations one point in 370 is outside by
// chance where the distribution is normal, and counts are not.
type Chart struct {
	Center float64 `json:"center"`
	Points []Point `json:"points"`
	// SigmaZ is how much wider the limits are than chance alone would make them (P. B. Laney, 2002). It is 1 unless Laney's limits were asked for.
	SigmaZ float64 `json:"sigma_z"`
}

// Point is one period of a Chart.
type Point struct {
	Value float64   `json:"value"`
	Low   float64   `json:"low"`
	High  float64   `json:"high"`
	Out   Direction `json:"out,omitempty"` // outside the limits
}

// Out lists the points outside their limits, counted from 0.
func (c Chart) Out() []int {
	var out []int
	for i, p := range c.Points {
		if p.Out != "" {
			out = append(out, i)
		}
	}
	return out
}

// ProportionChart is the p chart of shares, each Count of Size trials, with three-sigma limits p̄ ± 3√(p̄(1−p̄)/n) cut to 0 and 1. With laney it is the p′ chart,
// for samples of thousands or that scatter more than chance makes them: the limits are σz times as wide, σz being the mean |zᵢ−zᵢ₋₁| over 1.128; σz below 1,
// which would make them narrower, counts as 1. The last result is false if there are no samples, or one of them is impossible.
func ProportionChart(samples []Sample, laney bool) (Chart, bool) {
	for _, s := range samples {
		if s.Count > s.Size {
			return Chart{}, false
		}
	}
	return shewhart(samples, laney, func(center float64) float64 { return center * (1 - center) }, 1)
}

// RateChart is the u chart of counts per unit, with limits ū ± 3√(ū/n) cut at 0, or, with laney, the u′ chart. With every Size 1 it is the c chart.
func RateChart(samples []Sample, laney bool) (Chart, bool) {
	return shewhart(samples, laney, func(center float64) float64 { return center }, math.Inf(1))
}

// ofTwo is the mean range of two standard normal numbers, d₂(2) = 2/√π.
const ofTwo = 1.1283791670955126

func shewhart(samples []Sample, laney bool, variance func(center float64) float64, highest float64) (Chart, bool) {
	var all Sample
	for _, s := range samples {
		if !(s.Size > 0 && s.Count >= 0) || math.IsInf(s.Size+s.Count, 0) {
			return Chart{}, false
		}
		all.Count += s.Count
		all.Size += s.Size
	}
	if len(samples) == 0 {
		return Chart{}, false
	}
	chart := Chart{Center: all.Count / all.Size, SigmaZ: 1, Points: make([]Point, len(samples))}
	sigma := func(s Sample) float64 { return math.Sqrt(variance(chart.Center) / s.Size) }
	if laney && len(samples) > 1 && variance(chart.Center) > 0 {
		moved := 0.0
		for i := 1; i < len(samples); i++ {
			z := (samples[i].Count/samples[i].Size - chart.Center) / sigma(samples[i])
			before := (samples[i-1].Count/samples[i-1].Size - chart.Center) / sigma(samples[i-1])
			moved += math.Abs(z - before)
		}
		chart.SigmaZ = max(moved/float64(len(samples)-1)/ofTwo, 1)
	}
	for i, s := range samples {
		half := 3 * sigma(s) * chart.SigmaZ
		p := Point{Value: s.Count / s.Size, Low: max(chart.Center-half, 0), High: min(chart.Center+half, highest)}
		if p.Value > p.High {
			p.Out = Up
		} else if p.Value < p.Low {
			p.Out = Down
		}
		chart.Points[i] = p
	}
	return chart, true
}
