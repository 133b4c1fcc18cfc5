package detect

import (
	"math"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Promise says what the mean of observations from 0 to 1 was promised to be. One of AtMost and AtLeast is set.
type Promise struct {
	// AtMost is the highest mean that keeps the promise, such as 0.05 for "at most 5 % late". 0 < AtMost < 1.
	AtMost float64 `json:"at_most,omitempty"`
	// AtLeast is the lowest mean that keeps the promise. The same detector, asked the other way round, proves that a correction worked: with AtLeast set to
	// the share of failures that there was, an alarm says that it is lower now. Rare failures are proved rare by many observations, so ask it Immediate: a
	// day's mean says little more than one observation does. 0 < AtLeast < 1.
	AtLeast float64 `json:"at_least,omitempty"`
	// Every is the least average number of days, or of observations if Immediate, from one false alarm to the next while the promise is just kept. If it is
	// kept with room to spare there are fewer. Default: 365 days, or 5000 observations. At least 2, at most 10¹².
	Every float64 `json:"every,omitempty"`
	// Immediate judges each observation when it comes, for links inside the company, where the next hour counts. Every then holds only if the
	// observations of a bad day are not bad together; where they are, false alarms come up to three times as often. Default: a day's mean is judged when
	// the day is over.
	Immediate bool `json:"immediate,omitempty"`
}

// Drift watches one [Promise]. It is made by [NewDrift], does not change, and may be shared by any number of streams and goroutines.
type Drift struct {
	bets, base Evidence // L = base + bet·x = 1 + λ(x − m₀)
	threshold  float64  // of the sum of the evidence
	reference  float64  // above it an observation speaks for the change that the smallest alternative says
	mean       float64  // m₀, of x or of 1−x
	lower      bool     // x is 1−x
	immediate  bool
	promise    Promise
}

// ratios are the alternatives: how many times the promised mean the true one may be. The bet λ = (q−m₀)/(m₀(1−m₀)) makes L the exact likelihood ratio of a
// share q of failures; for means above usual those bets would leave nothing, so there they stay the same parts of the largest possible bet, 1/m₀.
var ratios = [alternatives]float64{1.25, 1.5, 2, 3, 4, 6, 9, 14}

const usual = 0.05

// NewDrift checks a promise and makes its detector.
func NewDrift(p Promise) (*Drift, error) {
	var problems care.Problems
	d := &Drift{immediate: p.Immediate, lower: p.AtLeast != 0, mean: p.AtMost}
	if d.lower {
		d.mean = 1 - p.AtLeast
	}
	if (p.AtMost != 0) == (p.AtLeast != 0) {
		problems.Add("at_most", "", CodeOneBound.With())
	} else if !(d.mean > 0 && d.mean < 1) {
		problems.Add("at_most", "", CodeNotShare.With())
	}
	if p.Every == 0 {
		p.Every = 365
		if p.Immediate {
			p.Every = 5000
		}
	}
	if !(p.Every >= 2 && p.Every <= 1e12) {
		problems.Add("every", "", CodeEvery.With())
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	small := min(d.mean, usual)
	for k, r := range ratios {
		part := (r - 1) * small / (1 - small)
		d.bets[k], d.base[k] = part/d.mean, 1-part
	}
	d.reference = d.mean + (ratios[0]-1)*small/(1-small)*(1-d.mean)/2
	d.threshold = p.Every * alternatives
	d.promise = p
	return d, nil
}

// Promise returns what is watched, with its defaults filled in.
func (d *Drift) Promise() Promise { return d.promise }

// DriftState is all that is remembered of a stream: 128 bytes. Its JSON reads back exactly. The zero DriftState has seen nothing. It stays good if the
// promise of its Drift is changed, but evidence against the old one then counts against the new: start from a zero state instead.
type DriftState struct {
	Evidence Evidence `json:"evidence"`
	// The stretch since the observations' sum was last at its lowest against what was promised: if there is an alarm, that is since when.
	Since  calendar.Date `json:"since,omitzero"`
	Day    calendar.Date `json:"day,omitzero"`  // the latest day
	Excess float64       `json:"excess"`        // of the stretch over what was promised
	Seen   Tally         `json:"seen,omitzero"` // in the stretch
	Open   Tally         `json:"open,omitzero"` // on Day, which is not over
	Worse  uint64        `json:"worse"`         // bit i: the day i days before Day was worse than promised
	// Late counts observations of days that were over. In a stream judged by the day they are not judged; in an Immediate one they are, in the order in
	// which they came.
	Late uint32 `json:"late,omitempty"`
	// Refused counts observations that were not numbers from 0 to 1, or had no day. They are not judged.
	Refused uint32 `json:"refused,omitempty"`
}

// Tally is a number of observations and their sum. Tallies of the same day, from any number of tills, are added.
type Tally struct {
	N   int64   `json:"n"`
	Sum float64 `json:"sum"`
}

// Plus is the observations of both.
func (t Tally) Plus(o Tally) Tally { return Tally{t.N + o.N, t.Sum + o.Sum} }

// Mean is their mean, and false if there are none.
func (t Tally) Mean() (float64, bool) { return t.Sum / float64(max(t.N, 1)), t.N > 0 }

// Observe takes one observation in: 0 to 1, seen on the given day of the business. The alarm is nil if there is none, and may be about the days before: a
// stream judged by the day judges one when the first observation of a later one comes; [Drift.Close] does not wait for that. After an alarm the evidence
// starts from nothing again.
func (d *Drift) Observe(s *DriftState, day calendar.Date, x float64) *Alarm {
	if !(x >= 0 && x <= 1) || day.IsZero() {
		s.Refused++
		return nil
	}
	if d.lower {
		x = 1 - x
	}
	return d.take(s, day, x, 1, x)
}

// ObserveTally takes several observations of one day in at once, as their number and sum, from a till that counted alone. It is the same as observing each
// of them, but for a Promise that is Immediate: there they are judged as one observation, their mean.
func (d *Drift) ObserveTally(s *DriftState, day calendar.Date, t Tally) *Alarm {
	if t.N <= 0 || !(t.Sum >= 0 && t.Sum <= float64(t.N)) || day.IsZero() {
		s.Refused++
		return nil
	}
	if d.lower {
		t.Sum = float64(t.N) - t.Sum
	}
	return d.take(s, day, t.Sum/float64(t.N), t.N, t.Sum)
}

// take takes n observations of one day in: their mean x and their sum.
func (d *Drift) take(s *DriftState, day calendar.Date, x float64, n int64, sum float64) (alarm *Alarm) {
	if day != s.Day {
		if day.Before(s.Day) {
			s.Late++
			if !d.immediate {
				return nil
			}
		} else {
			alarm = d.closeDay(s)
			s.turn(day)
		}
	} else if s.Open.N == 0 && !d.immediate { // the day was closed
		s.Late++
		return nil
	}
	s.Open.N += n
	s.Open.Sum += sum
	if d.immediate && d.judge(s, x, n, sum) {
		return d.raise(s)
	}
	return alarm
}

// turn moves the record of days on to a later one.
func (s *DriftState) turn(day calendar.Date) {
	if days := s.Day.DaysUntil(day); days < 64 && !s.Day.IsZero() {
		s.Worse <<= days
	} else {
		s.Worse = 0
	}
	s.Day = day
}

// Close says that the given day is over, and judges it now. What comes for it afterwards is late.
func (d *Drift) Close(s *DriftState, day calendar.Date) *Alarm {
	if s.Day.After(day) || d.immediate {
		return nil
	}
	return d.closeDay(s)
}

// closeDay judges the open day, if there is one. In an Immediate stream only the record of days is kept.
func (d *Drift) closeDay(s *DriftState) *Alarm {
	if s.Open.N == 0 {
		return nil
	}
	open, x := s.Open, s.Open.Sum/float64(s.Open.N)
	s.Open = Tally{}
	if x > d.mean {
		s.Worse |= 1
	}
	if !d.immediate && d.judge(s, x, open.N, open.Sum) {
		return d.raise(s)
	}
	return nil
}

// judge weighs an observation that stands for n, and reports whether the threshold is reached. L is that of a bet.
func (d *Drift) judge(s *DriftState, x float64, n int64, sum float64) bool {
	if s.Excess <= 0 { // here begins a stretch that may turn out worse than promised
		s.Excess, s.Seen, s.Since = 0, Tally{}, s.Day
	}
	s.Excess += x - d.reference
	s.Seen.N += n
	s.Seen.Sum += sum
	var low, high float64
	e := &s.Evidence
	for k := range alternatives / 2 {
		a := (1 + e[k]) * (d.base[k] + d.bets[k]*x)
		b := (1 + e[k+alternatives/2]) * (d.base[k+alternatives/2] + d.bets[k+alternatives/2]*x)
		e[k], e[k+alternatives/2] = a, b
		low += a
		high += b
	}
	return low+high >= d.threshold
}

// raise makes the alarm and starts the evidence from nothing.
func (d *Drift) raise(s *DriftState) *Alarm {
	mean, promised, worse := s.Seen.Sum/float64(s.Seen.N), d.mean, s.Worse
	if d.lower {
		mean, promised = 1-mean, d.promise.AtLeast
	}
	if s.Open.Sum > d.mean*float64(s.Open.N) {
		worse |= 1
	}
	alarm := &Alarm{
		Since: s.Since, Day: s.Day, Worse: worse, Seen: s.Seen.N, Mean: mean, Promised: promised,
		Evidence: s.Strength(), Every: d.promise.Every, Lower: d.lower, Immediate: d.immediate,
	}
	s.Evidence, s.Excess = Evidence{}, 0
	return alarm
}

// Strength is how much evidence there is against the promise: 1 is none to speak of, [Promise.Every] is an alarm.
func (s *DriftState) Strength() float64 { return s.Evidence.sum() / alternatives }

// Split shares one rate of false alarms among segments by their weight: with every at 365, and streams judged by the day, the segments together raise a
// false alarm every 365 days on average or later, whatever one has to do with another. The result is the Every of each segment's [Promise]; a segment
// with more weight is noticed sooner. Weights are positive and need not sum to 1.
//
// That is so because, if the segments' evidence weighed together reaches every at a false alarm, and grows by at most 1 a day on average, then
// Σ wₖMₖ ≥ every, which one segment's Mₖ ≥ every/wₖ brings about.
func Split(every float64, weights ...float64) ([]float64, error) {
	var problems care.Problems
	if !(every >= 2 && every <= 1e12) {
		problems.Add("every", "", CodeEvery.With())
	}
	total := 0.0
	for _, w := range weights {
		total += w
	}
	shares := make([]float64, len(weights))
	for i, w := range weights {
		if shares[i] = every * total / w; !(w > 0) || math.IsInf(shares[i], 0) || shares[i] > 1e12 {
			problems.Add("weights", "", CodeWeights.With())
			break
		}
	}
	return shares, problems.Err()
}
