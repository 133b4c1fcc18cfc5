package stats

import "math"

// Verdict says whether a promised share was kept. The zero Verdict means that nothing was judged: there were no trials, or the question was impossible.
type Verdict string

// The verdicts.
const (
	Met          Verdict = "met"          // the true share is above the goal, beyond doubt
	Missed       Verdict = "missed"       // the true share is below the goal, beyond doubt
	Inconclusive Verdict = "inconclusive" // what was seen happens by chance on either side of the goal
)

// Judgement is a verdict with what it rests on.
type Judgement struct {
	Verdict    Verdict `json:"verdict"`
	Share      Share   `json:"share"`
	Goal       float64 `json:"goal"`
	Confidence float64 `json:"confidence"`
	// Chance is how probable so few, or so many, are if the true share is just the goal: the smaller of the two tails. A verdict needs at most half of what
	// the confidence leaves. JudgeAnytime gives the bound 1/M on the probability of ever seeing evidence as strong.
	Chance float64 `json:"chance"`
}

// Judge judges a promised share, such as 0.95, once, when the period is over, by the exact binomial tails: missed if so few happen with probability at most
// (1−confidence)/2 when the goal is just kept, met if so many do. With fewer than 72 trials a goal of 95 % cannot be proved met at a confidence of 95 %, since
// luck alone would do; it can be proved missed by two.
//
// A goal of 1 is missed by the first failure and never proved; a goal of 0 is no goal. Outside 0 < goal ≤ 1 nothing is judged.
func Judge(s Share, goal, confidence float64) Judgement {
	j := Judgement{Share: s, Goal: goal, Confidence: confidence, Chance: math.NaN()}
	if s.Check() != nil || !isShare(confidence) || !(goal > 0 && goal <= 1) || s.Of == 0 {
		return j
	}
	fewer, more := AtMost(s.Yes, s.Of, goal), AtLeast(s.Yes, s.Of, goal)
	j.Chance = min(fewer, more)
	switch tail := (1 - confidence) / 2; {
	case fewer <= tail:
		j.Verdict = Missed
	case more <= tail:
		j.Verdict = Met
	default:
		j.Verdict = Inconclusive
	}
	return j
}

// JudgeAnytime judges a promised share at any moment, as often as one likes, while trials come in: the probability that it ever says "missed" or "met" of a
// share that is exactly the goal is at most 1−confidence, whoever looks and whenever. It needs somewhat more trials than [Judge]. The verdict agrees with
// [Share.Anytime] for the zero Prior.
func JudgeAnytime(s Share, goal, confidence float64) Judgement {
	j := Judgement{Share: s, Goal: goal, Confidence: confidence, Chance: math.NaN()}
	evidence, ok := s.evidence(Prior{})
	if !ok || !isShare(confidence) || !(goal > 0 && goal <= 1) || s.Of == 0 {
		return j
	}
	against := evidence(goal)
	j.Chance = math.Exp(-max(against, 0))
	switch {
	case against < -math.Log1p(-confidence):
		j.Verdict = Inconclusive
	case float64(s.Yes) < goal*float64(s.Of):
		j.Verdict = Missed
	default:
		j.Verdict = Met
	}
	return j
}
