package policy

import (
	"math"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Outcome says whether a target was kept. The zero Outcome is unknown.
type Outcome string

// The outcomes.
const (
	Met          Outcome = "met"          // beyond doubt
	Missed       Outcome = "missed"       // beyond doubt
	Inconclusive Outcome = "inconclusive" // there are figures, and chance alone explains them on either side of the target
	Unmeasured   Outcome = "unmeasured"   // there are no figures, or nothing to compare them with: this is not met
)

var outcomes = care.NewTerms(
	care.NewTerm(Met, "Đạt", "Met"), care.NewTerm(Missed, "Không đạt", "Missed"),
	care.NewTerm(Inconclusive, "Chưa đủ số liệu để kết luận", "Inconclusive"), care.NewTerm(Unmeasured, "Chưa đo", "Unmeasured"),
)

// Terms lists the outcomes.
func (Outcome) Terms() care.Terms[Outcome] { return outcomes }

// Trend says how the last window compares with those before it. The zero Trend is unknown: there are too few windows.
type Trend string

// The trends.
const (
	Improving Trend = "improving" // beyond doubt
	Steady    Trend = "steady"    // no change beyond chance
	Worsening Trend = "worsening" // beyond doubt
)

var trends = care.NewTerms(
	care.NewTerm(Improving, "Tốt lên", "Improving"), care.NewTerm(Steady, "Không đổi rõ rệt", "Steady"), care.NewTerm(Worsening, "Xấu đi", "Worsening"),
)

// Terms lists the trends.
func (Trend) Terms() care.Terms[Trend] { return trends }

// Result is how one measure of one element stands in one segment.
type Result struct {
	Element Element         `json:"element"`
	Segment care.SegmentRef `json:"segment"`
	Measure MeasureCode     `json:"measure,omitempty"` // "": the element has none there
	Name    care.Text       `json:"name,omitzero"`     // of the measure
	Outcome Outcome         `json:"outcome"`
	// Observation is the window that was judged. Value, Goal and Deviation are given unless the outcome is unmeasured. Deviation is in the measure's unit:
	// above 0 is better than the target, below 0 is worse.
	Observation Observation  `json:"observation,omitzero"`
	Value       float64      `json:"value,omitempty"`
	Goal        float64      `json:"goal,omitempty"`
	Deviation   float64      `json:"deviation,omitempty"`
	Trend       Trend        `json:"trend,omitempty"`
	Reasons     care.Reasons `json:"reasons"` // why, and what is missing
}

// Evaluation is how everything in a policy stands on a date, in the order of the elements and, within them, of the segments.
type Evaluation struct {
	On      calendar.Date `json:"on"`
	Results []Result      `json:"results"`
}

// Of lists the results with one outcome.
func (e Evaluation) Of(o Outcome) (all []Result) {
	for _, r := range e.Results {
		if r.Outcome == o {
			all = append(all, r)
		}
	}
	return all
}

// confidence of the verdicts: an honest team is accused in at most 2.5 % of the windows.
const confidence = 0.95

// Evaluate says for each of the 27 elements, and the optional ones that the policy settles, in each segment whether the targets were kept in the last window that
// is over, by how much, whether that became better or worse, and what is missing to tell. It is pure, and judges by care/stats:
//
//   - promises and rates are samples of how the company works, and judged by exact binomial tails ([stats.Judge]), so that 1 failure of 5 accuses nobody;
//   - perceptions by the interval of Student;
//   - existence, coverage and amounts count all there is, and are compared as they are.
//
// A trend compares the last window with the one before it, by the interval of Newcombe or those of Student. Of amounts it wants four windows that all rise or
// all fall, which happens by chance in 1 of 24 on each side.
func Evaluate(p Policy, observations []Observation, on calendar.Date) Evaluation {
	history := newHistories(observations, on)
	by := map[cell][]Measure{}
	settled := map[cell]bool{}
	for _, r := range p.Provisions {
		if !r.inForce(on) {
			continue
		}
		for _, s := range r.Segments {
			at := cell{r.Element, s}
			settled[at] = true
			by[at] = append(by[at], r.Measures...)
		}
	}
	e := Evaluation{On: on}
	for element := range Element("").Terms().All() {
		for _, s := range p.Contents.Segments {
			at := cell{element, s.Ref}
			for _, m := range by[at] {
				e.Results = append(e.Results, evaluate(at, s.Name, m, history.of(at, m), on))
			}
			if len(by[at]) == 0 && (settled[at] || !isOptional(element)) {
				e.Results = append(e.Results, nothing(at, s.Name, settled[at]))
			}
		}
	}
	return e
}

func isOptional(e Element) bool {
	for _, o := range OptionalElements() {
		if o == e {
			return true
		}
	}
	return false
}

// nothing is the result of an element that nothing measures.
func nothing(at cell, segment care.Text, settled bool) Result {
	code := CodeNotSettled
	if settled {
		code = CodeNoMeasure
	}
	reason := code.With(care.NewFact("element", care.NameOf(at.element)), care.NewFact("segment", segment))
	return Result{Element: at.element, Segment: at.segment, Outcome: Unmeasured, Reasons: care.Reasons{reason}}
}

func evaluate(at cell, segment care.Text, m Measure, s series, on calendar.Date) Result {
	r := Result{Element: at.element, Segment: at.segment, Measure: m.Code, Name: m.Name, Outcome: Unmeasured}
	facts := []care.Fact{care.NewFact("element", care.NameOf(at.element)), care.NewFact("segment", segment), care.NewFact("measure", m.Name)}
	say := func(code *care.Code, more ...care.Fact) {
		r.Reasons = append(r.Reasons, code.With(append(more, facts...)...))
	}
	goal, direction, stated := m.goal()
	o, fresh := s.fresh(m, on)
	if code, misnamed := m.misnamed(); code != nil {
		say(code, misnamed...)
		return r
	}
	switch {
	case !stated:
		say(CodeNothingToCompare)
		return r
	case m.WindowMonths <= 0:
		say(CodeNoWindowToJudge)
		return r
	case len(s) == 0:
		say(CodeNoFigures, care.NewFact("source", m.Source))
		return r
	case !fresh && m.counts(s[len(s)-1]):
		say(CodeStaleFigures, care.NewFact("until", s[len(s)-1].To))
		return r
	case !fresh:
		say(CodeOtherFigures, care.NewFact("kind", care.NameOf(m.Kind)))
		return r
	}
	r.Observation, r.Goal = o, goal
	r.Value, _ = o.Value()
	r.Deviation = r.Value - goal
	if direction == AtMost {
		r.Deviation = -r.Deviation
	}
	r.Outcome, r.Trend = m.judge(o, goal, direction), m.trend(s, direction)
	judged := map[Outcome]*care.Code{Met: CodeTargetMet, Missed: CodeTargetMissed, Inconclusive: CodeTooFewFigures}
	say(judged[r.Outcome], care.NewFact("value", m.figure(r.Value)), care.NewFact("target", m.targetText()), care.NewFact("n", o.N()),
		care.NewFact("from", o.From), care.NewFact("until", o.To))
	switch r.Trend {
	case "":
		say(CodeNoTrend)
	case Improving:
		say(CodeImproving)
	case Worsening:
		say(CodeWorsening)
	}
	return r
}

// judge compares a figure with its target.
func (m Measure) judge(o Observation, goal float64, direction Direction) Outcome {
	switch m.Kind {
	case MeasurePromise, MeasureRate:
		share := o.Share
		if direction == AtMost { // as few as that happened: as many as the rest did not
			share.Yes, goal = share.Of-share.Yes, 1-goal
		}
		if goal == 0 {
			return Met // nothing is asked
		}
		return Outcome(stats.Judge(share, goal, confidence).Verdict)
	case MeasurePerception:
		return judgeMean(o.Points, goal, direction)
	}
	value, _ := o.Value()
	if direction == AtLeast && value >= goal || direction == AtMost && value <= goal {
		return Met
	}
	return Missed
}

// judgeMean judges by whether the interval of the mean lies on one side of the goal.
func judgeMean(points stats.Mean, goal float64, direction Direction) Outcome {
	i := points.Student(confidence)
	below, above := i.High < goal, i.Low > goal
	if direction == AtMost {
		below, above = above, below
	}
	switch {
	case below:
		return Missed
	case above:
		return Met
	}
	return Inconclusive // so is a single answer, whose interval is no number
}

// trend compares the last window with those before.
func (m Measure) trend(s series, direction Direction) Trend {
	windows := series{}
	for _, o := range s {
		if m.counts(o) {
			windows = append(windows, o)
		}
	}
	if m.Kind == MeasureAmount {
		return runOf(windows, direction)
	}
	if len(windows) < 2 {
		return ""
	}
	last, before := windows[len(windows)-1], windows[len(windows)-2]
	var change stats.Interval // of last over before
	switch m.Kind {
	case MeasurePerception:
		a, b := last.Points.Student(confidence), before.Points.Student(confidence)
		change = stats.Interval{Low: a.Low - b.High, High: a.High - b.Low}
	case MeasureExistence: // it is all there or it is not
		a, _ := last.Share.Value()
		b, _ := before.Share.Value()
		change = stats.Interval{Low: a - b, High: a - b}
	default:
		_, change = last.Share.Difference(before.Share, confidence)
	}
	return turn(change, direction)
}

// turn is the trend of a change that lies between two bounds.
func turn(change stats.Interval, direction Direction) Trend {
	if math.IsNaN(change.Low) || math.IsNaN(change.High) {
		return ""
	}
	up, down := change.Low > 0, change.High < 0
	if direction == AtMost {
		up, down = down, up
	}
	switch {
	case up:
		return Improving
	case down:
		return Worsening
	}
	return Steady
}

// runOf is the trend of the last four amounts: each above the one before, or each below.
func runOf(windows series, direction Direction) Trend {
	if len(windows) < judgedWindows {
		return ""
	}
	windows = windows[len(windows)-judgedWindows:]
	change := stats.Interval{Low: math.Inf(1), High: math.Inf(-1)}
	for i, o := range windows[1:] {
		step := *o.Amount - *windows[i].Amount
		change.Low, change.High = min(change.Low, step), max(change.High, step)
	}
	return turn(change, direction)
}
