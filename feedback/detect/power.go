package detect

import "math"

// fractions are 2^(i/64).
var fractions = func() (f [64]float64) {
	for i := range f {
		f[i] = math.Exp2(float64(i) / 64)
	}
	return f
}()

// farthest is the largest number, either way, that power takes.
const farthest = 960

// power is 2ʸ to the last digit or two, in a third of math.Exp2's time, which most of the time of judging a count would be: y is split into 64ths, of which a
// table has the powers, and a rest, for which five terms of the series of eˣ are enough.
func power(y float64) float64 {
	const rounds = 3 << 45 // added to a number, it leaves whole 64ths
	whole := y + rounds
	r := (y - (whole - rounds)) * math.Ln2
	n := math.Float64bits(whole) // its last digits are the 64ths
	return math.Float64frombits((1023+n>>6)<<52) * fractions[n&63] * (1 + r*(1+r*(1./2+r*(1./6+r*(1./24+r*(1./120))))))
}
