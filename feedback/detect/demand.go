package detect

import (
	"math"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Watch says how demand is watched. The zero Watch looks for more and for less, and learns everything.
type Watch struct {
	// Every is the least average number of days between false alarms of one stream, for counts that scatter around a known mean as the negative binomial
	// distribution does. Since mean and scatter have to be learnt, it came in simulations of the default to 3650 and 2320 days with 20 a day of dispersion 1
	// and 2, and to 2240 and 990 with 3 a day: watch rarer topics by the week. Default: 1000.
	Every float64 `json:"every,omitempty"`
	// Ratios are the changes looked for, at most eight: 1.5 is half as much again. Default: 1.25, 1.5, 2, 3, 0.8, 0.67, 0.5, 0.2.
	Ratios []float64 `json:"ratios,omitempty"`
	// Dispersion is the variance of a day's count over its mean, 1 or more; 1 is pure chance, as of customers who know nothing of one another. Default: it
	// is learnt.
	Dispersion float64 `json:"dispersion,omitempty"`
}

// Demand watches daily counts. It is made by [NewDemand], does not change, and may be shared by any number of streams and goroutines.
type Demand struct {
	ratios, logs Evidence // logs are log₂ρ
	n            int      // of ratios
	threshold    float64
	every        float64
	dispersion   float64
	seasons      *Seasons
	grades       []grade // one for a fixed dispersion
}

// NewDemand checks a watch and makes its detector. Without seasons, which may be nil, each alarm says that a holiday may be its cause.
func NewDemand(w Watch, seasons *Seasons) (*Demand, error) {
	var problems care.Problems
	if w.Every == 0 {
		w.Every = 1000
	}
	if w.Ratios == nil {
		w.Ratios = []float64{1.25, 1.5, 2, 3, 0.8, 0.67, 0.5, 0.2}
	}
	if !(w.Every >= 2 && w.Every <= 1e12) {
		problems.Add("every", "", CodeEvery.With())
	}
	if w.Dispersion != 0 && !(w.Dispersion >= 1 && w.Dispersion <= 1000) {
		problems.Add("dispersion", "", CodeDispersion.With())
	}
	d := &Demand{n: len(w.Ratios), every: w.Every, threshold: w.Every * float64(len(w.Ratios)), dispersion: w.Dispersion, seasons: seasons}
	wrong := len(w.Ratios) == 0 || len(w.Ratios) > alternatives
	for k, r := range w.Ratios[:min(len(w.Ratios), alternatives)] {
		wrong = wrong || !(r >= 0.01 && r <= 100) || r == 1
		d.ratios[k], d.logs[k] = r, math.Log2(r)
	}
	if wrong {
		problems.Add("ratios", "", CodeRatios.With())
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	if d.dispersion != 0 {
		d.grades = []grade{d.grade(d.dispersion)}
		return d, nil
	}
	for i := range mostGrades {
		d.grades = append(d.grades, d.grade(math.Float64frombits(uint64(leastGrade+i)<<gradeShift)))
	}
	return d, nil
}

// The constants of the baseline are those of the simulations in the package's tests; with them the average time between false alarms stays near the stated one.
const (
	warmUp     = 56 // days before anything is judged
	guard      = 7  // days between what is learnt and what is judged
	learnLevel = 0.015
	learnDay   = 0.03
	learnSpan  = 0.02
	outlier    = 2.5  // standard deviations at which what is learnt is cut off
	mend       = 1.15 // for the scatter that cutting off hides
	longest    = 28   // days for which high evidence stops the learning
	leastMean  = 0.02 // a day; nothing rarer is told apart
)

// Count is how often something was asked for on one day, over all tills and channels. Days without any are counts of 0, not missing.
type Count struct {
	Day calendar.Date
	N   int64
	// Planned is a mean to hold the day against instead of the learnt one: of an appointment book, or of another forecast. Nothing is learnt from such a
	// day, so a stream with a plan for each needs no warming up. Default: 0, the learnt one.
	Planned float64
}

// DemandState is all that is remembered of a stream: 248 bytes. Its JSON reads back exactly. The zero DemandState has seen nothing.
type DemandState struct {
	Evidence   Evidence       `json:"evidence"`
	Level      float64        `json:"level"`        // the mean of a usual day
	Dispersion float64        `json:"dispersion"`   // variance over mean; while warming up a sum over days
	Day        calendar.Date  `json:"day,omitzero"` // the latest day
	Week       [7]float32     `json:"week"`         // how many times the level each weekday has; while warming up its sum
	WeekDays   [7]uint8       `json:"week_days"`    // days seen while warming up
	HeldDays   [guard]uint8   `json:"held_days"`    // the days of the guard band: weekday,
	HeldCounts [guard]float32 `json:"held_counts"`  // count, and
	HeldUsual  [guard]float32 `json:"held_usual"`   // factor
	Held       uint8          `json:"held"`         // the oldest of them
	Frozen     uint8          `json:"frozen"`       // days without learning
	Learnt     uint16         `json:"learnt"`       // days, up to the end of the warming up
	More       Stretch        `json:"more"`         // since when there may have been more than expected
	Fewer      Stretch        `json:"fewer"`        // and fewer
	Above      uint32         `json:"above"`        // bit i: the day i days before Day was above what was expected
	Below      uint32         `json:"below"`
	Unjudged   uint32         `json:"unjudged,omitempty"` // days of holidays of which nothing was known, and of the warming up
	Late       uint32         `json:"late,omitempty"`     // counts of days that were over; they are neither judged nor learnt
	Refused    uint32         `json:"refused,omitempty"`  // counts below 0 or above 10⁹, or without a day
}

// Stretch is the time since counts were last not above (or not below) what was expected, by a tenth and more.
type Stretch struct {
	Excess   float32       `json:"excess"`
	Since    calendar.Date `json:"since,omitzero"`
	Days     uint32        `json:"days"`
	Sum      float32       `json:"sum"` // of the counts
	Expected float32       `json:"expected"`
}

func (s *Stretch) observe(day calendar.Date, over, x, mean float64) {
	if s.Excess <= 0 {
		*s = Stretch{Since: day}
	}
	s.Excess += float32(over)
	s.Days++
	s.Sum += float32(x)
	s.Expected += float32(mean)
}

// Warm reports whether the stream has seen enough days to be judged without a plan.
func (s *DemandState) Warm() bool { return s.Learnt >= warmUp }

// Usual is the mean that a usual day of that weekday has by what was learnt, holiday or not. It is 0 while the stream is warming up.
func (d *Demand) Usual(s *DemandState, day calendar.Date) float64 {
	if !s.Warm() || day.IsZero() {
		return 0
	}
	return s.Level * float64(s.Week[day.Weekday()])
}

// Expected is the mean that a day has by what was learnt and by the seasons, and false if that is not known.
func (d *Demand) Expected(s *DemandState, day calendar.Date) (float64, bool) {
	factor, _ := d.seasons.factor(day)
	usual := d.Usual(s, day)
	return usual * factor, usual > 0 && factor > 0
}

// Observe takes the count of a day in, each day once. The alarm is nil if there is none; after one the evidence starts from nothing again.
func (d *Demand) Observe(s *DemandState, c Count) *Alarm {
	if c.N < 0 || c.N > 1e9 || c.Day.IsZero() || !(c.Planned >= 0 && c.Planned <= 1e9) {
		s.Refused++
		return nil
	}
	if !c.Day.After(s.Day) {
		s.Late++
		return nil
	}
	if days := s.Day.DaysUntil(c.Day); days < 32 && !s.Day.IsZero() {
		s.Above, s.Below = s.Above<<days, s.Below<<days
	} else {
		s.Above, s.Below = 0, 0
	}
	s.Day = c.Day
	factor, known := d.seasons.factor(c.Day)
	weekday, x := uint8(c.Day.Weekday()), float64(c.N)
	switch {
	case c.Planned > 0:
		return d.judge(s, x, c.Planned, known)
	case factor == 0:
		s.Unjudged++
		return nil
	case !s.Warm():
		s.warm(weekday, x/factor)
		return nil
	}
	alarm := d.judge(s, x, s.Level*float64(s.Week[weekday])*factor, known)
	d.learn(s, weekday, x, factor)
	return alarm
}

// judge holds a count against its mean.
func (d *Demand) judge(s *DemandState, x, mean float64, known bool) *Alarm {
	mean = max(mean, leastMean)
	if x > mean {
		s.Above |= 1
	} else if x < mean {
		s.Below |= 1
	}
	s.More.observe(s.Day, x-1.12*mean, x, mean) // an even match of 1 and 1.25: (1.25−1)/ln 1.25
	s.Fewer.observe(s.Day, 0.9*mean-x, x, mean) // of 1 and 0.8
	dispersion := s.Dispersion
	if !s.Warm() {
		dispersion = 1
	}
	if d.weigh(&s.Evidence, x, mean, d.graded(dispersion)) < d.threshold {
		return nil
	}
	best := s.Evidence.strongest()
	lower, stretch, worse := d.ratios[best] < 1, s.More, s.Above
	if lower {
		stretch, worse = s.Fewer, s.Below
	}
	days := float64(stretch.Days)
	alarm := &Alarm{
		Since: stretch.Since, Day: s.Day, Worse: uint64(worse), Seen: int64(stretch.Days), Mean: float64(stretch.Sum) / days, Promised: float64(stretch.Expected) / days,
		Evidence: min(s.Evidence.sum()/float64(d.n), most), Every: d.every, Ratio: d.ratios[best], Lower: lower, Demand: true, NoSeasons: !known,
	}
	s.Evidence, s.More.Excess, s.Fewer.Excess, s.Frozen = Evidence{}, 0, 0, 0
	return alarm
}

// weigh takes a count into the evidence by how much better each ratio ρ explains it, and returns the sum over them: by the Poisson distribution
// ρˣ·exp(−μ(ρ−1)); and by the negative binomial one with variance φμ, whose k is μ/(φ−1), ρˣ·((k+ρμ)/(k+μ))⁻⁽ˣ⁺ᵏ⁾, where the fraction is (1+ρ(φ−1))/φ.
func (d *Demand) weigh(e *Evidence, x, mean float64, g *grade) (sum float64) {
	times := mean
	if g.over != 0 {
		times = x + mean/g.over
	}
	for k := range e[:d.n] {
		y := x*d.logs[k] - times*g.logs[k]
		if y > farthest {
			y = farthest
		} else if y < -farthest {
			y = -farthest
		}
		e[k] = (1 + e[k]) * power(y)
		sum += e[k]
	}
	return sum
}

// grade is a dispersion φ with what is expensive to compute of it.
type grade struct {
	over float64  // φ−1, or 0 for the Poisson distribution
	logs Evidence // log₂((1+ρ(φ−1))/φ), or (ρ−1)·log₂e
}

func (d *Demand) grade(dispersion float64) (g grade) {
	if dispersion > 1.02 {
		g.over = dispersion - 1
	}
	for k := range d.n {
		if g.logs[k] = (d.ratios[k] - 1) * math.Log2E; g.over != 0 {
			g.logs[k] = math.Log2((1 + d.ratios[k]*g.over) / dispersion)
		}
	}
	return g
}

// A learnt dispersion is judged as the next higher of grades that are 1 to 1.6 % apart, up to the highest: the leading bits of the number say which.
const (
	gradeShift   = 46 // leaves six bits of the fraction
	mostGrades   = 7 * 64
	leastGrade   = 0x3FF0000000000000 >> gradeShift // of 1
	highestGrade = mostGrades - 1
)

func (d *Demand) graded(dispersion float64) *grade {
	if d.dispersion != 0 {
		return &d.grades[0]
	}
	at := (math.Float64bits(max(dispersion, 1)) - 1) >> gradeShift // 1 less, so that a grade itself is not raised to the next
	return &d.grades[min(int(at+1-leastGrade), highestGrade)]
}

// warm takes a day into the first weeks. From the middle on each day is also held against its weekday so far, which says how much counts scatter: a mean of
// n days adds 1/n to that.
func (s *DemandState) warm(weekday uint8, x float64) {
	n, sum := float64(s.WeekDays[weekday]), float64(s.Week[weekday])
	if s.Learnt >= warmUp/2 && sum > 0 {
		mean := sum / n
		s.Dispersion += (x - mean) * (x - mean) / (mean * (1 + 1/n))
	} else if s.Learnt >= warmUp/2 {
		s.Dispersion++
	}
	s.Week[weekday] += float32(x)
	s.WeekDays[weekday]++
	s.Learnt++
	s.Unjudged++
	if !s.Warm() {
		return
	}
	s.Dispersion = max(s.Dispersion/(warmUp/2), 1)
	total := 0.0
	for i := range s.Week {
		s.Week[i] /= float32(max(s.WeekDays[i], 1))
		total += float64(s.Week[i])
	}
	s.Level = total / 7
	s.normalise()
}

// learn puts a day into the guard band and learns from the one that leaves it, unless evidence is high.
func (d *Demand) learn(s *DemandState, weekday uint8, x, factor float64) {
	i := s.Held % guard
	day, count, usual := s.HeldDays[i], float64(s.HeldCounts[i]), float64(s.HeldUsual[i])
	s.HeldDays[i], s.HeldCounts[i], s.HeldUsual[i], s.Held = weekday, float32(x), float32(factor), (i+1)%guard
	if strongest := s.Evidence[s.Evidence.strongest()]; strongest*strongest <= 2*d.threshold*float64(d.n) { // its part of the mean is at most √(2·Every)
		s.Frozen = 0
	} else if s.Frozen < longest {
		s.Frozen++
		return
	}
	if usual == 0 { // the band is not full yet
		return
	}
	share := max(float64(s.Week[day%7]), 0.01)
	mean := max(s.Level*share*usual, leastMean)
	if off, most := count-mean, outlier*outlier*s.Dispersion*mean; off*off > most {
		count = mean + math.Copysign(math.Sqrt(most), off)
	}
	s.Dispersion = max(s.Dispersion+learnSpan*(mend*(count-mean)*(count-mean)/mean-s.Dispersion), 1)
	count /= usual
	s.Level = max(s.Level+learnLevel*(count/share-s.Level), leastMean)
	s.Week[day%7] += learnDay * (float32(count/s.Level) - s.Week[day%7])
	s.normalise()
}

// normalise makes the mean share of a weekday 1.
func (s *DemandState) normalise() {
	w := &s.Week
	total := (w[0] + w[1] + w[2]) + (w[3] + w[4]) + (w[5] + w[6])
	if total < 0.01 { // nothing was seen on any day
		*w = [7]float32{1, 1, 1, 1, 1, 1, 1}
		return
	}
	times := 7 / total
	for i := range w {
		w[i] *= times
	}
}

// Accept takes a change for the new normal, once its cause is known and will last: the level becomes what was seen since the alarm's first day, whatever was
// learnt of it in the meantime.
func (d *Demand) Accept(s *DemandState, a Alarm) {
	days := a.Since.DaysUntil(a.Day)
	if !a.Demand || a.Since.IsZero() || days < 0 || !s.Warm() {
		return
	}
	times, n := 0.0, 0 // the level, on those days
	for i := range min(days+1, mostAccepted) {
		day := a.Day.AddDays(-i)
		if factor, _ := d.seasons.factor(day); factor > 0 {
			times += float64(s.Week[day.Weekday()]) * factor
			n++
		}
	}
	if times > 0 {
		s.Level = max(a.Mean*float64(n)/times, leastMean)
		s.HeldUsual = [guard]float32{}
		s.Evidence = Evidence{}
	}
}

// mostAccepted is how many days' shares of the week are looked at: on many more they are the same.
const mostAccepted = 364
