package detect

import (
	"math"

	"github.com/chamsoc/chamsoc/care/stats"
)

// PoissonCusumARL is the exact average run length of the chart S ← max(0, S + x − k) for counts x of the given mean, with a signal when S reaches h (J. M. Lucas,
// 1985). k and h are multiples of a quarter, so that S moves on a grid. It is NaN for others, for a mean outside 0 to 1000, and for an h of more than 200.
func PoissonCusumARL(k, h, mean float64) float64 {
	const grid = 4
	if !(mean > 0 && mean <= 1000 && k > 0 && k <= 1000 && h > 0 && h <= 200) || k*grid != math.Trunc(k*grid) || h*grid != math.Trunc(h*grid) {
		return math.NaN()
	}
	chance := func(x int64) float64 { return stats.PoissonAtMost(x, mean) - stats.PoissonAtMost(x-1, mean) }
	steps := map[int]float64{}
	for x := int64(0); float64(x)-k < h; x++ {
		steps[int((float64(x)-k)*grid)] = chance(x)
	}
	return walkARL(int(h*grid), steps)
}

// BernoulliCusumARL is the exact average run length of the chart S ← max(0, S + up) after a failure and max(0, S − down) else, with a signal when S reaches
// limit, where failures have the given share (M. R. Reynolds and Z. G. Stoumbos, 1999). It is NaN for steps below 1 or a limit outside 1 to 1000.
func BernoulliCusumARL(up, down, limit int, share float64) float64 {
	if !(share >= 0 && share <= 1) || up < 1 || down < 1 || limit < 1 || limit > 1000 {
		return math.NaN()
	}
	return walkARL(limit, map[int]float64{up: share, -down: 1 - share})
}

// walkARL is the average number of steps, of the given probabilities, after which a walk that starts at 0 and cannot go below reaches the limit.
func walkARL(limit int, steps map[int]float64) float64 {
	a := make([][]float64, limit)
	for i := range a {
		a[i] = make([]float64, limit+1)
		for step, chance := range steps {
			if to := max(i+step, 0); to < limit {
				a[i][to] -= chance
			}
		}
		a[i][i]++
		a[i][limit] = 1
	}
	return solve(a)[0]
}
