package detect

// alternatives is how many alternatives to "nothing has changed" are weighed at once.
const alternatives = 8

// Evidence is the core of every detector here: for each alternative the sum of Shiryaev and Roberts, M ← (1+M)·L, where L is how much better the alternative
// explains the new observation. M is what one would own who had bet a coin on the alternative at every moment since the start. Where nothing has changed it
// grows by at most 1 at each observation on average, so it reaches a threshold A after A observations or later. The zero Evidence is none.
type Evidence [alternatives]float64

// most keeps evidence finite where nobody acts on it.
const most = 1e250

// sum is the evidence for all alternatives together. It is written in two halves so that the additions do not wait for one another.
func (e *Evidence) sum() float64 {
	var low, high float64
	for k := range alternatives / 2 {
		low += e[k]
		high += e[k+alternatives/2]
	}
	return low + high
}

// strongest is the alternative for which there is most evidence.
func (e *Evidence) strongest() int {
	best := 0
	for k, m := range e {
		if m > e[best] {
			best = k
		}
	}
	return best
}

// bounded cuts what nobody acted on for so long that it would leave the range of numbers.
func (e *Evidence) bounded() {
	for k, m := range e {
		e[k] = min(m, most)
	}
}
