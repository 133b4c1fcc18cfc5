package detect

import "math"

// quadrature is how many nodes the integral equations are solved with. The run lengths are then good to eight digits for limits in use.
const quadrature = 90

func normalDensity(x float64) float64 { return math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) }

// normalShare is the share of a standard normal number that is at most x.
func normalShare(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// legendre returns the nodes and weights of Gauss–Legendre quadrature between two bounds: the roots of Legendre's polynomial by Newton's method, from
// the approximation cos(π(i−¼)/(n+½)) (NIST Digital Library of Mathematical Functions, 3.5 and 18.16).
func legendre(n int, low, high float64) (nodes, weights []float64) {
	nodes, weights = make([]float64, n), make([]float64, n)
	for i := range n {
		x := math.Cos(math.Pi * (float64(i) + 0.75) / (float64(n) + 0.5))
		slope := 0.0
		for range 20 {
			p, before := 1.0, 0.0
			for j := range n {
				p, before = (float64(2*j+1)*x*p-float64(j)*before)/float64(j+1), p
			}
			slope = float64(n) * (x*p - before) / (x*x - 1)
			step := p / slope
			x -= step
			if math.Abs(step) < 1e-16 {
				break
			}
		}
		nodes[i] = (low+high)/2 + (high-low)/2*x
		weights[i] = (high - low) / ((1 - x*x) * slope * slope)
	}
	return nodes, weights
}

// solve solves linear equations, each with its right side as the last number, by Gauss's elimination with the largest pivot of the column.
func solve(a [][]float64) []float64 {
	n := len(a)
	for c := range n {
		best := c
		for r := c + 1; r < n; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[best][c]) {
				best = r
			}
		}
		a[c], a[best] = a[best], a[c]
		for r := c + 1; r < n; r++ {
			if times := a[r][c] / a[c][c]; times != 0 {
				for k := c; k <= n; k++ {
					a[r][k] -= times * a[c][k]
				}
			}
		}
	}
	x := make([]float64, n)
	for c := n - 1; c >= 0; c-- {
		x[c] = a[c][n]
		for k := c + 1; k < n; k++ {
			x[c] -= a[c][k] * x[k]
		}
		x[c] /= a[c][c]
	}
	return x
}

// limitFor finds the limit up to highest that has the average run length, which grows with the limit, by halving.
func limitFor(arl, highest float64, length func(limit float64) float64) float64 {
	if !(arl >= 2 && arl <= 1e6) {
		return math.NaN()
	}
	low, high := 1e-6, highest
	for range 60 {
		middle := (low + high) / 2
		switch got := length(middle); {
		case math.IsNaN(got):
			return got
		case got < 0 || got > arl: // far beyond what can be computed a length loses its sign
			high = middle
		default:
			low = middle
		}
		if high-low < 1e-10*high {
			break
		}
	}
	return (low + high) / 2
}
