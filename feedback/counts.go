package feedback

import (
	"math"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Counts is what is known of one question: how many were asked it, how many of them declined to answer it, how many chose each point, and how many wrote. All belong to those
// who were invited in the same period, so that a share of answers never compares two crowds. Counts of different people are added. The zero Counts is nobody.
type Counts struct {
	Asked     int64     `json:"asked"`
	Dismissed int64     `json:"dismissed"`
	Points    [11]int64 `json:"points"`         // Points[i]: who chose i
	Said      int64     `json:"said,omitempty"` // who answered in words
}

// Plus is the counts of both.
func (c Counts) Plus(o Counts) Counts {
	c.Asked += o.Asked
	c.Dismissed += o.Dismissed
	c.Said += o.Said
	for i := range c.Points {
		c.Points[i] += o.Points[i]
	}
	return c
}

func (c Counts) minus(o Counts) Counts {
	c.Asked -= o.Asked
	c.Dismissed -= o.Dismissed
	c.Said -= o.Said
	for i := range c.Points {
		c.Points[i] -= o.Points[i]
	}
	return c
}

// Answered is how many chose a point.
func (c Counts) Answered() (n int64) {
	for _, points := range c.Points {
		n += points
	}
	return n
}

// Response is how many of those asked answered, by a point or in words.
func (c Counts) Response() stats.Share { return stats.Share{Yes: c.Answered() + c.Said, Of: c.Asked} }

// between is how many chose a point from low to high.
func (c Counts) between(low, high int) (n int64) {
	for i := low; i <= high; i++ {
		n += c.Points[i]
	}
	return n
}

// Top is the share of answers from a point up.
func (c Counts) Top(from int) stats.Share {
	return stats.Share{Yes: c.between(max(from, 0), len(c.Points)-1), Of: c.Answered()}
}

// Net is the recommendation of a scale of 0 to 10: promoters, passives, detractors.
func (c Counts) Net() stats.Net {
	return stats.Net{For: c.between(9, 10), Neither: c.between(7, 8), Against: c.between(0, 6)}
}

// Mean is the mean of the points chosen.
func (c Counts) Mean() (m stats.Mean) {
	for i, n := range c.Points {
		x := float64(i)
		m = m.Plus(stats.Mean{N: n, Sum: x * float64(n), Squares: x * x * float64(n)})
	}
	return m
}

// Trust is how far a score may be relied on. The zero Trust is unknown.
type Trust string

// The degrees of trust.
const (
	TrustNone       Trust = "none"       // nobody answered, so there is no score
	TrustRaw        Trust = "raw"        // fewer than 5 answers: read them instead. Showing a score of them may also tell who answered what
	TrustIndicative Trust = "indicative" // fewer than 30: not for comparing
	TrustFirm       Trust = "firm"
)

var trusts = care.NewTerms(
	care.NewTerm(TrustNone, "Chưa có dữ liệu", "No data"),
	care.NewTerm(TrustRaw, "Quá ít để tính điểm", "Too few for a score"),
	care.NewTerm(TrustIndicative, "Chỉ để tham khảo", "Indicative"),
	care.NewTerm(TrustFirm, "Đủ tin cậy", "Firm"),
)

// Terms lists the degrees.
func (Trust) Terms() care.Terms[Trust] { return trusts }

const (
	fewAnswers  = 5
	someAnswers = 30
	confidence  = 0.95
)

// trustIn is how far so many answers may be relied on.
func trustIn(answered int64) Trust {
	switch {
	case answered == 0:
		return TrustNone
	case answered < fewAnswers:
		return TrustRaw
	case answered < someAnswers:
		return TrustIndicative
	}
	return TrustFirm
}

// Score is a score with what it rests on. Value, Low and High mean nothing unless Trust is indicative or firm.
type Score struct {
	Kind  Kind    `json:"kind"`
	Value float64 `json:"value"`
	// Low and High are the interval that holds the true score with 95 % confidence: Wilson's for shares, the adjusted Wald interval for recommendation,
	// Student's for means, cut to the scale. Where all chose the same point, which Student's takes for certain, it is that of the answers with one more at either end
	// of the scale.
	Low      float64      `json:"low"`
	High     float64      `json:"high"`
	Answered int64        `json:"answered"`
	Asked    int64        `json:"asked"`
	Trust    Trust        `json:"trust"`
	Reasons  care.Reasons `json:"reasons,omitempty"`
}

// Known reports whether there is a score to show.
func (s Score) Known() bool { return s.Trust == TrustIndicative || s.Trust == TrustFirm }

// Score reads the score of a kind of question off its counts: 0 to 100 for satisfaction and ease, −100 to 100 for recommendation, points of the scale for
// means.
func (c Counts) Score(k Kind) Score {
	s := Score{Kind: k, Answered: c.Answered(), Asked: c.Asked}
	facts := []care.Fact{care.NewFact("answered", int(s.Answered)), care.NewFact("asked", int(c.Asked))}
	low, high := k.Scale()
	outside := s.Answered - c.between(low, high)
	s.Trust = trustIn(s.Answered)
	switch {
	case s.Answered == 0 || high == 0 || outside != 0:
		s.Trust, s.Reasons = TrustNone, care.Reasons{CodeNoAnswers.With(facts...)}
		return s
	case s.Trust == TrustRaw:
		s.Reasons = care.Reasons{CodeFewAnswers.With(append(facts, care.NewFact("least", fewAnswers))...)}
		return s
	case s.Trust == TrustIndicative:
		s.Reasons = care.Reasons{CodeIndicative.With(append(facts, care.NewFact("least", someAnswers))...)}
	}
	switch k {
	case KindNPS:
		value, _ := c.Net().Score()
		in := c.Net().AdjustedWald(confidence)
		s.Value, s.Low, s.High = 100*value, 100*in.Low, 100*in.High
	case KindCSAT, KindCES:
		share := c.Top(map[Kind]int{KindCSAT: 4, KindCES: 5}[k])
		value, _ := share.Value()
		in := share.Wilson(confidence)
		s.Value, s.Low, s.High = 100*value, 100*in.Low, 100*in.High
	default:
		mean := c.Mean()
		s.Value, _ = mean.Value()
		if mean.SD() == 0 {
			mean = mean.Add(float64(low)).Add(float64(high))
		}
		in := mean.Student(confidence)
		s.Low, s.High = max(in.Low, float64(low)), min(in.High, float64(high))
	}
	return s
}

// scaled is a point as a number from 0, the worst, to 1: what feedback/detect observes.
func scaled(k Kind, point int) float64 {
	low, high := k.Scale()
	if high == low {
		return math.NaN()
	}
	return float64(point-low) / float64(high-low)
}
