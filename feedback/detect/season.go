package detect

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Holiday is a time of year with other demand than usual, before and after a day that may move, such as Tết around the first day of the lunar year. What it
// does to demand is learnt from the years that were seen; a day of it of which too little was seen is not judged.
type Holiday struct {
	Name care.Text       `json:"name"`
	Days []calendar.Date `json:"days"` // the day itself, in each year
	// Before and After say how many days around it are unusual too. At most 60 each.
	Before int `json:"before"`
	After  int `json:"after"`
	// Past is what was seen on each of the days, from Before days before on. [Holiday.Learn] keeps it.
	Past []Past `json:"past,omitempty"`
}

// Past is how many there were on one day of a holiday, over the years and the streams, and how many there would have been on a usual day.
type Past struct {
	Seen  float64 `json:"seen"`
	Usual float64 `json:"usual"`
}

// A day of a holiday is judged once that many usual counts were seen on it; its ratio is drawn to 1 as if some more had been usual.
const (
	leastPast = 50
	shrink    = 5
)

// offset is the place of a day in Past.
func (h *Holiday) offset(day calendar.Date) (int, bool) {
	for _, d := range h.Days {
		if at := d.DaysUntil(day) + h.Before; at >= 0 && at <= h.Before+h.After {
			return at, true
		}
	}
	return 0, false
}

// Learn notes the count of a day, and what [Demand.Usual] says for it, if it belongs to the holiday. Call it when the day is over, for one stream or, to
// learn faster, for many that the holiday treats alike. Then make the [Seasons] anew.
func (h *Holiday) Learn(day calendar.Date, count int64, usual float64) {
	at, ok := h.offset(day)
	if !ok || count < 0 || !(usual > 0) {
		return
	}
	if len(h.Past) != h.Before+h.After+1 {
		h.Past = make([]Past, h.Before+h.After+1)
	}
	h.Past[at].Seen += float64(count)
	h.Past[at].Usual += usual
}

// factor is how many times the usual demand a day of the holiday has, and 0 if that is not known.
func (h *Holiday) factor(at int) float64 {
	if at >= len(h.Past) || h.Past[at].Usual < leastPast {
		return 0
	}
	return (h.Past[at].Seen + shrink) / (h.Past[at].Usual + shrink)
}

// Seasons says of each day of some years whether demand is as usual. It is made by [NewSeasons], does not change, and is shared by all streams.
type Seasons struct {
	first   calendar.Date
	factors []float32 // 0: not judged
}

// NewSeasons looks at every day from first to last: a day of one of the holidays has what was learnt of it; another one that the calendar closes as a whole
// date is not judged; all others are usual. The calendar may be nil. The error is that of a calendar that does not reach so far, or an Invalid.
func NewSeasons(work *calendar.Calendar, first, last calendar.Date, holidays ...Holiday) (*Seasons, error) {
	var problems care.Problems
	days := first.DaysUntil(last) + 1
	if first.IsZero() || last.IsZero() || days < 1 || days > 40_000 {
		problems.Add("last", "", CodeYears.With())
	}
	for _, h := range holidays {
		if h.Before < 0 || h.Before > 60 || h.After < 0 || h.After > 60 || len(h.Days) > 200 {
			problems.Add("holidays", "", CodeHoliday.With(care.NewFact("holiday", h.Name)))
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	s := &Seasons{first, make([]float32, days)}
	for i := range s.factors {
		factor, err := dayFactor(work, first.AddDays(i), holidays)
		if err != nil {
			return nil, err
		}
		s.factors[i] = factor
	}
	return s, nil
}

func dayFactor(work *calendar.Calendar, day calendar.Date, holidays []Holiday) (float32, error) {
	for _, h := range holidays {
		if at, ok := h.offset(day); ok {
			return float32(h.factor(at)), nil
		}
	}
	if work == nil {
		return 1, nil
	}
	if first, last := work.Bounds(); day.Before(first) || day.After(last) {
		return 0, calendar.ErrHorizon
	}
	noon := day.Start(work.Zone()).Add(12 * time.Hour)
	if closure, closed := work.ClosureAt(noon); closed && len(closure.Hours) == 0 {
		return 0, nil
	}
	return 1, nil
}

// factor is how many times the usual demand a day has, 0 if that is not known; and false if the day is not in the table, or there is none.
func (s *Seasons) factor(day calendar.Date) (float64, bool) {
	if s == nil {
		return 1, false
	}
	if i := s.first.DaysUntil(day); i >= 0 && i < len(s.factors) {
		return float64(s.factors[i]), true
	}
	return 1, false
}
