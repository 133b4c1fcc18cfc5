package loyalty

import (
	"fmt"
	"math"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// History is what a customer's purchases say about coming back. All times are in weeks. The zero History is of a customer who buys for the first time today.
type History struct {
	Customer care.CustomerRef `json:"customer,omitempty"`
	Repeats  int64            `json:"repeats"`  // days with a purchase after the first one. At most a million
	Latest   float64          `json:"latest"`   // weeks from the first purchase to the latest; 0 without repeats
	Observed float64          `json:"observed"` // weeks from the first purchase to the day on which this is asked. At most 10,000
}

const (
	mostRepeats  = 1_000_000
	mostObserved = 10_000
)

// HistoryOf is the history of a customer who bought on these days, in any order, as seen at the end of the last day. Purchases of one day count once. It is a pure function. Without
// a day, or with one after the last, it is refused with *care.Invalid.
func HistoryOf(customer care.CustomerRef, days []calendar.Date, last calendar.Date) (History, error) {
	var p care.Problems
	if len(days) == 0 {
		p.Add("days", "", care.CodeMissing.With())
	}
	for i, d := range days {
		if d.IsZero() {
			p.Add(fmt.Sprintf("days[%d]", i), "", care.CodeMissing.With())
		} else if d.After(last) {
			p.Add(fmt.Sprintf("days[%d]", i), "", CodeAfterLast.With(care.NewFact("last", last)))
		}
	}
	if err := p.Err(); err != nil {
		return History{}, err
	}
	days = slices.Clone(days)
	slices.SortFunc(days, calendar.Date.Compare)
	days = slices.Compact(days)
	first, latest := days[0], days[len(days)-1]
	h := History{Customer: customer, Repeats: int64(len(days) - 1), Latest: float64(first.DaysUntil(latest)) / 7, Observed: float64(first.DaysUntil(last)) / 7}
	return h, h.problems().Err()
}

func (h History) problems() (p care.Problems) {
	if h.Repeats < 0 || h.Repeats > mostRepeats {
		p.Add("repeats", "", CodeRange.With(care.NewFact("least", 0), care.NewFact("most", mostRepeats)))
	}
	if !(h.Observed >= 0 && h.Observed <= mostObserved) {
		p.Add("observed", "", CodeRange.With(care.NewFact("least", 0), care.NewFact("most", mostObserved)))
	}
	if !(h.Latest >= 0 && h.Latest <= h.Observed) || (h.Latest > 0) != (h.Repeats > 0) {
		p.Add("latest", "", CodeLatest.With())
	}
	return p
}

// Rhythm is how the customers of a shop come back and leave it, as a whole: the BG/NBD model of P. Fader, B. Hardie and K. L. Lee (2005, "Counting Your
// Customers" the Easy Way, Marketing Science 24(2)). [FitRhythm] learns it. Each customer buys at random with a rate of his own, and after each repeat purchase leaves
// for good with a probability of his own. It suits shops where nobody says goodbye, and no contract that is cancelled.
type Rhythm struct {
	// R and Alpha are the gamma distribution of the rates among customers: R/Alpha purchases a week on average.
	R     float64 `json:"r"`
	Alpha float64 `json:"alpha"` // in weeks
	// A and B are the beta distribution of the probability of leaving: A/(A+B) on average.
	A float64 `json:"a"`
	B float64 `json:"b"`
}

// largest and its inverse bound each parameter of a Rhythm.
const largest = 1e6

func (m Rhythm) problems() (p care.Problems) {
	for i, v := range []float64{m.R, m.Alpha, m.A, m.B} {
		if !(v >= 1/largest && v <= largest) {
			p.Add([]string{"r", "alpha", "a", "b"}[i], "", CodeParameter.With())
		}
	}
	return p
}

// Outlook is what is to be expected of a customer.
type Outlook struct {
	Customer care.CustomerRef `json:"customer,omitempty"`
	// Alive is the probability that the customer has not left for good. It is 1 for whoever never came back, since the model lets nobody leave before the first
	// repeat purchase: that is no praise.
	Alive float64 `json:"alive"`
	// Expected is how many purchases to expect in the weeks to come, on average over customers of such a history.
	Expected float64      `json:"expected"`
	Reasons  care.Reasons `json:"reasons"`
}

// Outlook says how probably a customer is still one, and how many purchases to expect in so many weeks ahead. It is a pure function. It refuses with *care.Invalid a rhythm or
// history that cannot be, and a time ahead that is negative or so long that a hundred thousand purchases might fall into it.
func (m Rhythm) Outlook(h History, ahead float64) (Outlook, error) {
	p := m.problems()
	p = append(p, h.problems()...)
	if most := m.farthest(h); len(p) == 0 && !(ahead >= 0 && ahead <= most) {
		p.Add("ahead", "", CodeRange.With(care.NewFact("least", 0), care.NewFact("most", int(most))))
	}
	if err := p.Err(); err != nil {
		return Outlook{}, err
	}
	o := Outlook{Customer: h.Customer, Alive: m.alive(h)}
	o.Expected = o.Alive * m.expected(h, ahead)
	code := CodeOutlook
	if h.Repeats == 0 {
		code = CodeNeverBack
	}
	o.Reasons = care.Reasons{code.With(
		care.NewFact("repeats", h.Repeats), care.NewFact("ago", care.Decimal(h.Observed-h.Latest)), care.NewFact("alive", care.Percent(o.Alive)),
		care.NewFact("expected", care.Decimal(o.Expected)), care.NewFact("ahead", care.Decimal(ahead)),
	)}
	return o, nil
}

// farthest is how many weeks ahead can be asked about, so that [Rhythm.expected] has not too much to add up.
func (m Rhythm) farthest(h History) float64 {
	return 1e5 * (m.Alpha + h.Observed) / (1 + m.R + float64(h.Repeats))
}

// alive is the probability that a customer has not left, after Fader and Hardie's note "Computing P(alive) Using the BG/NBD Model" (2008).
func (m Rhythm) alive(h History) float64 {
	if h.Repeats == 0 {
		return 1
	}
	x := float64(h.Repeats)
	return 1 / (1 + m.A/(m.B+x-1)*math.Exp((m.R+x)*math.Log((m.Alpha+h.Observed)/(m.Alpha+h.Latest))))
}

// expected is how many purchases to expect of a customer who has not left.
//
// The paper gives it with Gauss's hypergeometric function, which cancels where A is near 1 and has a pole at A+B = 1. The same number is a sum of positive
// terms: if the customer could not leave, the number K of purchases ahead would be negative binomial; the one after j others comes about if none of those j was the last, of
// which the probability is (b+x)(b+x+1)…(b+x+j−1) / (a+b+x)(a+b+x+1)…(a+b+x+j−1). So it is the mean, over K, of the first K of these products.
func (m Rhythm) expected(h History, ahead float64) float64 {
	if ahead == 0 {
		return 0
	}
	s, stays := m.R+float64(h.Repeats), m.B+float64(h.Repeats)
	w := ahead / (m.Alpha + h.Observed + ahead)
	logChance := -s * math.Log1p(ahead/(m.Alpha+h.Observed)) // of K = 0
	stay, come, sum := 1.0, 0.0, 0.0                         // come is the sum of the products before k
	for k := 0.0; ; k++ {
		ratio := (s + k) / (k + 1) * w
		logChance += math.Log(ratio)
		come += stay
		stay *= (stays + k) / (m.A + stays + k)
		term := math.Exp(logChance) * come
		sum += term
		// From here on the chances shrink at least by the larger of the next ratio and w, while come grows at most in proportion to k.
		if left := 1 - max(w, (s+k+1)/(k+2)*w); left > 0 && term/(left*left) <= 1e-16*sum {
			return sum
		}
	}
}
