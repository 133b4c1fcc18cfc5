package collateral

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/storage"
)

// Understood counts how many customers gave the right answer to a question about a draft. It names nobody.
type Understood struct {
	ID       storage.ID[Understood] `json:"id"`
	Version  int64                  `json:"version"`
	Edition  storage.ID[Edition]    `json:"edition"`
	Draft    int                    `json:"draft"`
	Question string                 `json:"question"`
	Share    stats.Share            `json:"share"`
}

// Comprehension says how well customers understand, as far as so few answers can tell.
type Comprehension struct {
	Question string         `json:"question"`
	Share    stats.Share    `json:"share"`
	Within   stats.Interval `json:"within"` // holds the true share at every moment it is looked at
	Goal     float64        `json:"goal"`
	Verdict  stats.Verdict  `json:"verdict,omitempty"` // zero: nobody was asked
	Reasons  care.Reasons   `json:"reasons"`
}

const confidence = 0.95

// Judge says whether the share of customers who understand reaches a goal, such as 0.9. It may be asked after every answer and is not misled by that (see
// stats.JudgeAnytime). It is a pure function.
func Judge(u Understood, goal float64) Comprehension {
	c := Comprehension{Question: u.Question, Share: u.Share, Goal: goal, Within: u.Share.Anytime(confidence, stats.Prior{})}
	c.Verdict = stats.JudgeAnytime(u.Share, goal, confidence).Verdict
	share, asked := u.Share.Value()
	if !asked {
		c.Reasons = care.Reasons{CodeNotAsked.With(care.NewFact("question", u.Question))}
		return c
	}
	code := map[stats.Verdict]*care.Code{stats.Met: CodeUnderstood, stats.Missed: CodeNotUnderstood}[c.Verdict]
	if code == nil {
		code = CodeUndecided
	}
	c.Reasons = care.Reasons{code.With(
		care.NewFact("question", u.Question), care.NewFact("share", care.Percent(share)), care.NewFact("answers", u.Share.Of),
		care.NewFact("low", care.Percent(c.Within.Low)), care.NewFact("high", care.Percent(c.Within.High)), care.NewFact("goal", care.Percent(goal)),
	)}
	return c
}

// Missed reports whether customers do not understand, beyond doubt.
func (c Comprehension) Missed() bool { return c.Verdict == stats.Missed }
