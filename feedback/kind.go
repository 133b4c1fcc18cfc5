package feedback

import "github.com/chamsoc/chamsoc/care"

// Kind is what a question asks for, which fixes its scale. It is said, never guessed from the scale. The zero Kind is unknown.
type Kind string

// The kinds of question.
const (
	// KindCSAT: how satisfied, 1 to 5. The score is the share of 4 and 5.
	KindCSAT Kind = "csat"
	// KindNPS: how likely to recommend, 0 to 10 (F. Reichheld, 2003). The score is the share of 9 and 10 less that of 0 to 6, −100 to 100.
	KindNPS Kind = "nps"
	// KindCES: whether it was made easy, 1 to 7, high is good (M. Dixon, N. Toman, R. DeLisi, 2013). The score is the share of 5 to 7.
	KindCES Kind = "ces"
	// KindPerformance: an item of SERVPERF, 1 to 7 (J. Cronin, S. Taylor, 1992). The score is the mean.
	KindPerformance Kind = "performance"
	// KindExpectation: an item of what SERVQUAL expects, 1 to 7 (A. Parasuraman, V. Zeithaml, L. Berry, 1988). The score is the mean.
	KindExpectation Kind = "expectation"
	// KindRating: any other scale of 1 to 5. The score is the mean.
	KindRating Kind = "rating"
	// KindText: in the customer's own words. It has no score.
	KindText Kind = "text"
)

var kinds = care.NewTerms(
	care.NewTerm(KindCSAT, "Mức hài lòng (CSAT)", "Satisfaction (CSAT)"),
	care.NewTerm(KindNPS, "Sẵn lòng giới thiệu (NPS)", "Recommendation (NPS)"),
	care.NewTerm(KindCES, "Mức dễ dàng (CES)", "Ease (CES)"),
	care.NewTerm(KindPerformance, "Cảm nhận dịch vụ (SERVPERF)", "Perceived service (SERVPERF)"),
	care.NewTerm(KindExpectation, "Kỳ vọng dịch vụ (SERVQUAL)", "Expected service (SERVQUAL)"),
	care.NewTerm(KindRating, "Chấm điểm", "Rating"),
	care.NewTerm(KindText, "Ý kiến tự do", "In one's own words"),
)

// Terms lists the kinds.
func (Kind) Terms() care.Terms[Kind] { return kinds }

// Scale is the lowest and the highest point; both are 0 where there are none.
func (k Kind) Scale() (low, high int) {
	switch k {
	case KindCSAT, KindRating:
		return 1, 5
	case KindNPS:
		return 0, 10
	case KindCES, KindPerformance, KindExpectation:
		return 1, 7
	}
	return 0, 0
}

// Dimension is one of the five that SERVQUAL measures. The zero Dimension is unknown.
type Dimension string

// The dimensions, in the order of the instrument's items.
const (
	Tangibles      Dimension = "tangibles"
	Reliability    Dimension = "reliability"
	Responsiveness Dimension = "responsiveness"
	Assurance      Dimension = "assurance"
	Empathy        Dimension = "empathy"
)

var dimensions = care.NewTerms(
	care.NewTerm(Tangibles, "Phương tiện hữu hình", "Tangibles"),
	care.NewTerm(Reliability, "Độ tin cậy", "Reliability"),
	care.NewTerm(Responsiveness, "Sự đáp ứng", "Responsiveness"),
	care.NewTerm(Assurance, "Sự bảo đảm", "Assurance"),
	care.NewTerm(Empathy, "Sự đồng cảm", "Empathy"),
)

// Terms lists the dimensions.
func (Dimension) Terms() care.Terms[Dimension] { return dimensions }
