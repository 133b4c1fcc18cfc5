package chart

import "math"

// Axis turns values into places along a line of the picture.
type Axis struct {
	Low, High float64   // the values at its ends
	Ticks     []float64 // round values between them, ends included
	Places    int       // decimals that the ticks need
	start     float64
	length    float64
}

// NewAxis makes an axis from the place start, of the given length (negative: upwards or to the left), that shows all values between low and high and has
// about so many ticks, each 1, 2 or 5 times a power of ten apart.
func NewAxis(low, high, start, length float64, ticks int) Axis {
	if !(high > low) { // also where either is not a number
		high = low + max(math.Abs(low)*0.1, 1)
	}
	step := math.Pow10(int(math.Floor(math.Log10((high - low) / float64(max(ticks, 1))))))
	for _, by := range []float64{1, 2, 5, 10} {
		if (high-low)/(step*by) <= float64(ticks) {
			step *= by
			break
		}
	}
	first, last := math.Floor(low/step+1e-9), math.Ceil(high/step-1e-9)
	a := Axis{Low: first * step, High: last * step, start: start, length: length, Places: max(0, -int(math.Floor(math.Log10(step)+1e-9)))}
	for i := first; i <= last && len(a.Ticks) < 100; i++ {
		a.Ticks = append(a.Ticks, i*step)
	}
	return a
}

// At is the place of a value.
func (a Axis) At(value float64) float64 { return a.start + a.length*(value-a.Low)/(a.High-a.Low) }
