package stats

import (
	"fmt"
	"iter"
	"math"
	"time"
)

// Scale says how a [Histogram] keeps values. The zero Scale tells values to within 2 % and forgets nothing.
type Scale struct {
	// Accuracy is the relative error of the values told. Default: 0.02. From 0.005 to 0.25.
	Accuracy float64
	// HalfLife is the time after which an observation counts half. Default: 0, never. At least a second, at most a hundred years.
	HalfLife time.Duration
}

const (
	defaultAccuracy, finest, coarsest = 0.02, 0.005, 0.25
	longestHalfLife                   = 100 * 365 * 24 * time.Hour

	// Largest is the largest value that a Histogram takes: thirty years, in seconds.
	Largest = 1e9
)

func (s Scale) check() error {
	if s.Accuracy != 0 && !(s.Accuracy >= finest && s.Accuracy <= coarsest) {
		return fmt.Errorf("stats: an accuracy of %v: it must be %v to %v", s.Accuracy, finest, coarsest)
	}
	if s.HalfLife != 0 && (s.HalfLife < time.Second || s.HalfLife > longestHalfLife || s.HalfLife%time.Microsecond != 0) {
		return fmt.Errorf("stats: a half-life of %v: it must be a second to %v, in whole microseconds", s.HalfLife, longestHalfLife)
	}
	return nil
}

// step is the logarithm of the ratio between the bounds of a bucket: a value told as the middle is wrong by at most the accuracy.
func (s Scale) step() float64 {
	accuracy := s.Accuracy
	if accuracy == 0 {
		accuracy = defaultAccuracy
	}
	return math.Log((1 + accuracy) / (1 - accuracy))
}

// bucket is the number of the bucket that holds x: 0 for at most 1, else the i with e^(step·(i−1)) < x ≤ e^(step·i).
func (s Scale) bucket(x float64) int { return int(math.Ceil(math.Log(max(x, 1)) / s.step())) }

func (s Scale) last() int { return s.bucket(Largest) }

// value is what the values of a bucket are told as: the one from which both bounds are equally far, relatively.
func (s Scale) value(bucket int) float64 {
	if bucket == 0 {
		return 0
	}
	step := s.step()
	return math.Exp(step*float64(bucket)) * 2 / (1 + math.Exp(step))
}

// Histogram keeps how long things take, or how large they are, in buckets that grow with the value (C. Masson, J. Rim and H. Lee, DDSketch, 2019), and lets
// old observations fade (forward decay, G. Cormode and others, 2009). Its quantiles are right to within the accuracy of its [Scale], however many
// values it holds, and it never grows beyond one number for each bucket: 520 with the zero Scale, far fewer for values that are alike.
//
// Choose the unit of the values so that one of it does not matter: seconds for handling times. Values up to 1 are all told as 0.
//
// Histograms of one Scale can be merged; merging, and observing in any order, give the same as one histogram of everything, but for rounding. Its text is
// stored and read back without loss. The zero Histogram is empty and of the zero Scale. It is not safe for concurrent use, and a copy shares its memory.
type Histogram struct {
	scale   Scale
	count   int64     // all that were ever observed
	epoch   int64     // weights are as of the start of this half-life since 1970
	first   int       // the bucket of weights[0]
	weights []float64 // no zero at either end
	total   float64   // their sum
}

// NewHistogram returns an empty histogram.
func NewHistogram(s Scale) (Histogram, error) {
	if err := s.check(); err != nil {
		return Histogram{}, err
	}
	return Histogram{scale: s}, nil
}

// Scale is what the histogram was made with.
func (h *Histogram) Scale() Scale { return h.scale }

// Count is how many values were observed, faded or not.
func (h *Histogram) Count() int64 { return h.count }

// Observe adds a value, observed at the given instant. It refuses a value that is negative, not a number or above [Largest]; and, if the histogram fades, the
// zero Time. An observation from long before the others has faded already.
func (h *Histogram) Observe(x float64, at time.Time) error {
	if !(x >= 0 && x <= Largest) {
		return fmt.Errorf("stats: a value of %v: it must be 0 to %v", x, Largest)
	}
	weight := 1.0
	if h.scale.HalfLife > 0 {
		if second := at.Unix(); second <= yearOne || second >= yearTenThousand {
			return fmt.Errorf("stats: an observation at %v: one that fades needs the instant at which it was made, in the years 1 to 9999", at)
		}
		epoch, part := h.scale.epoch(at)
		if h.total == 0 || epoch > h.epoch+maxAhead {
			h.fadeTo(epoch)
		}
		weight = math.Ldexp(math.Exp2(part), shift(epoch-h.epoch))
	}
	h.add(h.scale.bucket(x), weight)
	h.count++
	return nil
}

// The instants between which half-lives are counted, in seconds since 1970. The first is the zero Time.
const yearOne, yearTenThousand = -62135596800, 253402300800

// maxAhead is for how many half-lives weights may grow before all are scaled down: far from where float64 ends.
const maxAhead = 64

// epoch is the number of whole half-lives from 1970 to t, and the part of one that is left.
func (s Scale) epoch(t time.Time) (int64, float64) {
	life, micros := s.HalfLife.Microseconds(), t.UnixMicro()
	whole, rest := micros/life, micros%life
	if rest < 0 {
		whole, rest = whole-1, rest+life
	}
	return whole, float64(rest) / float64(life)
}

// shift is a number of half-lives as a power of two: beyond a thousand there is nothing left of a weight.
func shift(halfLives int64) int { return int(min(max(halfLives, -2000), 2000)) }

// fadeTo makes the weights as of another half-life. Powers of two are exact, so that what was observed first makes no difference.
func (h *Histogram) fadeTo(epoch int64) {
	by := shift(h.epoch - epoch)
	h.epoch, h.total = epoch, 0
	for i, w := range h.weights {
		h.weights[i] = math.Ldexp(w, by)
		h.total += h.weights[i]
	}
	h.trim()
}

// trim drops the buckets at both ends in which nothing is left.
func (h *Histogram) trim() {
	for len(h.weights) > 0 && h.weights[0] == 0 {
		h.weights, h.first = h.weights[1:], h.first+1
	}
	for n := len(h.weights); n > 0 && h.weights[n-1] == 0; n-- {
		h.weights = h.weights[:n-1]
	}
}

func (h *Histogram) add(bucket int, weight float64) {
	if weight == 0 {
		return
	}
	h.reach(bucket)
	h.weights[bucket-h.first] += weight
	h.total += weight
}

// reach makes room for a bucket.
func (h *Histogram) reach(bucket int) {
	switch end := h.first + len(h.weights); {
	case len(h.weights) == 0:
		h.first, h.weights = bucket, append(h.weights, 0)
	case bucket < h.first:
		wider := make([]float64, end-bucket)
		copy(wider[h.first-bucket:], h.weights)
		h.first, h.weights = bucket, wider
	default:
		for ; end <= bucket; end++ {
			h.weights = append(h.weights, 0)
		}
	}
}

// Merge adds all that another histogram of the same Scale holds. The other one stays as it is.
func (h *Histogram) Merge(other *Histogram) error {
	if h.scale.step() != other.scale.step() || h.scale.HalfLife != other.scale.HalfLife {
		return fmt.Errorf("stats: histograms of different scales cannot be merged: %+v and %+v", h.scale, other.scale)
	}
	if other.total > 0 && (h.total == 0 || other.epoch > h.epoch) {
		h.fadeTo(other.epoch)
	}
	by := shift(other.epoch - h.epoch)
	for i, w := range other.weights {
		h.add(other.first+i, math.Ldexp(w, by))
	}
	h.count += other.count
	return nil
}

// Weight is how many observations the histogram is worth at the given instant, each counting half after every half-life (and,
// asked about an instant before it was made, double). If it does not fade, that is Count.
func (h *Histogram) Weight(at time.Time) float64 {
	if h.scale.HalfLife == 0 || h.total == 0 {
		return h.total
	}
	epoch, part := h.scale.epoch(at)
	return math.Ldexp(h.total*math.Exp2(-part), shift(h.epoch-epoch))
}

// Quantile is the smallest value that at least a share p of the observations do not exceed, told to within the accuracy; Quantile(0.9) is the time within
// which nine in ten are done. The last result is false for an empty histogram, and for a p outside 0 < p ≤ 1.
func (h *Histogram) Quantile(p float64) (float64, bool) {
	if h.total == 0 || !(p > 0 && p <= 1) {
		return math.NaN(), false
	}
	const rounding = 1e-12 // sums of faded weights are not exact
	sum, wanted := 0.0, p*h.total*(1-rounding)
	for i, w := range h.weights {
		if sum += w; sum >= wanted {
			return h.scale.value(h.first + i), true
		}
	}
	return h.scale.value(h.first + len(h.weights) - 1), true
}

// Within is the share of the observations that do not exceed x, where x is told to within the accuracy: the bucket that holds x counts as within. The last
// result is false for an empty histogram and for an x that is not a number.
func (h *Histogram) Within(x float64) (float64, bool) {
	if h.total == 0 || math.IsNaN(x) {
		return math.NaN(), false
	}
	if x < 0 {
		return 0, true
	}
	sum, end := 0.0, h.scale.bucket(min(x, Largest))-h.first+1
	if end >= len(h.weights) {
		return 1, true
	}
	for _, w := range h.weights[:max(end, 0)] {
		sum += w
	}
	return sum / h.total, true
}

// All goes through the values observed, each told to within the accuracy, smallest first, with its share of the whole: what a convolution needs.
func (h *Histogram) All() iter.Seq2[float64, float64] {
	return func(yield func(value, share float64) bool) {
		for i, w := range h.weights {
			if w > 0 && !yield(h.scale.value(h.first+i), w/h.total) {
				return
			}
		}
	}
}
