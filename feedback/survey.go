package feedback

import (
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Survey is one edition of the questions asked together. An edition that was published does not change.
type Survey struct {
	ID        storage.ID[Survey] `json:"id"`
	Version   int64              `json:"version"`
	Code      string             `json:"code"`
	Edition   int                `json:"edition"` // from 1
	Title     care.Text          `json:"title"`
	Questions []Question         `json:"questions"`
	// Days is how long an invitation may be answered. Default: 14. At most 366.
	Days int `json:"days,omitempty"`
	// Edits is for how many days an answer may be changed. Default: 14, as long as the invitation stands.
	Edits     int       `json:"edits,omitempty"`
	Published time.Time `json:"published"` // set by Publish
}

// Question is one question of a survey, in both languages.
type Question struct {
	Code string    `json:"code"`
	Kind Kind      `json:"kind"`
	Text care.Text `json:"text"`
	// Factor is which of product, convenience and people the question is about. Default: none, such as of an overall question.
	Factor care.Factor `json:"factor,omitempty"`
	// About narrows that down: a feature, the packaging, a service, a link of the chain. Default: what the invitation is about.
	About care.About `json:"about,omitzero"`
	// Dimension and Item say which of SERVQUAL's 22 it is. Reversed says that it is worded against the scale, so that 1 is best.
	Dimension Dimension `json:"dimension,omitempty"`
	Item      int       `json:"item,omitempty"`
	Reversed  bool      `json:"reversed,omitempty"`
}

// Usual is the usual question of a kind in both languages, with the kind as its code: satisfaction, recommendation, ease (1, disagree, to 7, agree), or the reason.
// Other kinds have no usual wording: the result then has no text, which Publish refuses.
func Usual(k Kind) Question {
	text := map[Kind]care.Text{
		KindCSAT: {VI: "Anh/chị hài lòng đến mức nào?", EN: "How satisfied are you?"},
		KindNPS:  {VI: "Anh/chị sẵn lòng giới thiệu chúng tôi cho người quen đến mức nào?", EN: "How likely are you to recommend us to people you know?"},
		KindCES:  {VI: "Anh/chị đã làm xong việc này một cách dễ dàng.", EN: "It was easy to get this done."},
		KindText: {VI: "Vì sao anh/chị trả lời như vậy?", EN: "Why did you answer so?"},
	}
	return Question{Code: string(k), Kind: k, Text: text[k]}
}

const (
	mostQuestions = 60
	mostDays      = 366
	usualDays     = 14
)

func (s Survey) problems() care.Problems {
	var p care.Problems
	if code, err := care.ParseRef[string](s.Code); err != nil || code == "" || code != s.Code {
		p.Add("code", s.Code, care.CodeMissing.With())
	}
	if s.Edition < 1 {
		p.Add("edition", "", care.CodeMissing.With())
	}
	if s.Days < 0 || s.Days > mostDays || s.Edits < 0 || s.Edits > mostDays {
		p.Add("days", "", CodeDays.With(care.NewFact("limit", mostDays)))
	}
	if len(s.Questions) == 0 {
		p.Add("questions", "", care.CodeMissing.With())
	} else if len(s.Questions) > mostQuestions {
		p.Add("questions", "", care.CodeTooMany.With(care.NewFact("limit", mostQuestions)))
	}
	seen := map[string]bool{}
	for i, q := range s.Questions {
		at := fmt.Sprintf("questions[%d]", i)
		if code, err := care.ParseRef[string](q.Code); err != nil || code == "" || code != q.Code {
			p.Add(at+".code", q.Code, care.CodeMissing.With())
		} else if seen[q.Code] {
			p.Add(at+".code", q.Code, CodeTwice.With(care.NewFact("question", q.Code)))
		}
		seen[q.Code] = true
		if !care.IsKnown(q.Kind) {
			p.Add(at+".kind", string(q.Kind), care.CodeUnreadable.With())
		}
		if q.Text.VI == "" || q.Text.EN == "" {
			p.Add(at+".text", "", care.CodeMissing.With())
		}
		if q.Factor != "" && !care.IsKnown(q.Factor) {
			p.Add(at+".factor", string(q.Factor), care.CodeUnreadable.With())
		}
		if q.Dimension != "" && !care.IsKnown(q.Dimension) {
			p.Add(at+".dimension", string(q.Dimension), care.CodeUnreadable.With())
		}
	}
	return p
}

// Question returns the question of the given code.
func (s Survey) Question(code string) (Question, bool) {
	i := slices.IndexFunc(s.Questions, func(q Question) bool { return q.Code == code })
	if i < 0 {
		return Question{}, false
	}
	return s.Questions[i], true
}

func sameSurvey(a, b Survey) bool {
	return a.Title == b.Title && a.Days == b.Days && a.Edits == b.Edits && slices.Equal(a.Questions, b.Questions)
}
