package enquiry

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
)

// Freshness says how old an answer is. The zero Freshness means that there is no answer.
type Freshness string

// The classes of freshness.
const (
	Live    Freshness = "live"    // as good as now
	Recent  Freshness = "recent"  // worth saying, with its time
	Old     Freshness = "old"     // to be said with a warning
	Undated Freshness = "undated" // the system did not say when it was true, or gave a time that has not come
)

var freshnesses = care.NewTerms(
	care.NewTerm(Live, "Tức thời", "Live"),
	care.NewTerm(Recent, "Gần đây", "Recent"),
	care.NewTerm(Old, "Đã cũ", "Old"),
	care.NewTerm(Undated, "Không rõ thời điểm", "Undated"),
)

// Terms lists the classes of freshness.
func (Freshness) Terms() care.Terms[Freshness] { return freshnesses }

// Limits says up to which age an answer belongs to a class. Ages are elapsed time.
type Limits struct {
	Live   time.Duration // zero: 2 minutes
	Recent time.Duration // zero: 24 hours
}

// skew is how far ahead of ours the clock of the host's system may be.
const skew = time.Minute

// Class tells how fresh at the instant now is what was true at asOf.
func (l Limits) Class(asOf, now time.Time) Freshness {
	age := now.Sub(asOf)
	switch {
	case asOf.IsZero() || age < -skew:
		return Undated
	case age <= l.Live:
		return Live
	case age <= l.Recent:
		return Recent
	}
	return Old
}

func (l Limits) orDefault() Limits {
	if l.Live == 0 {
		l.Live = 2 * time.Minute
	}
	if l.Recent == 0 {
		l.Recent = 24 * time.Hour
	}
	return l
}
