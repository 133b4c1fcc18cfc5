package sla

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Attainment counts promises by what became of them.
type Attainment struct {
	Kept      int64 `json:"kept"`
	Broken    int64 `json:"broken"` // done late, or overdue
	Open      int64 `json:"open"`   // not done, and not late
	Cancelled int64 `json:"cancelled"`
}

// Plus adds two counts.
func (a Attainment) Plus(b Attainment) Attainment {
	return Attainment{a.Kept + b.Kept, a.Broken + b.Broken, a.Open + b.Open, a.Cancelled + b.Cancelled}
}

// Share is how many were kept of those that were kept or broken. What is still open is neither.
func (a Attainment) Share() stats.Share { return stats.Share{Yes: a.Kept, Of: a.Kept + a.Broken} }

// Tally counts promises by target, by segment, and by the date on which they were given, in the calendar's zone. Its size does not grow with the number of
// cases. The zero Tally is empty and ready; it is not safe for concurrent use, but tallies can be added.
type Tally struct {
	segments map[care.SegmentRef]*segmentTally
	last     *segmentTally // most cases are of the segment of the one before
	started  time.Time     // and most promises of a case were given at one instant,
	date     calendar.Date // on this date
}

type segmentTally struct {
	segment care.SegmentRef
	targets []*targetTally
}

type targetTally struct {
	target TargetCode
	days   map[calendar.Date]*Attainment
}

// Add counts the promises of one case. Those that its reopening set aside count only if they were broken.
func (t *Tally) Add(segment care.SegmentRef, s *State) {
	in := t.in(segment)
	for i := range s.Runs {
		if !s.Runs[i].Continued {
			if first := firstPart(s.Runs, i); first.Started != t.started {
				t.started, t.date = first.Started, calendar.DateOf(first.Started, first.Started.Location())
			}
			in.of(s.Runs[i].Target).add(t.date, &s.Runs[i])
		}
	}
}

// firstPart is the run with which the promise of another began.
func firstPart(runs []Run, i int) *Run {
	for k := 0; k < i && runs[i].Part > 1; k++ {
		if runs[k].Number == runs[i].Number && runs[k].Target == runs[i].Target {
			return &runs[k]
		}
	}
	return &runs[i]
}

func (t *targetTally) add(given calendar.Date, last *Run) {
	if last.Superseded && last.Outcome != Breached {
		return
	}
	a := t.day(given)
	switch last.Outcome {
	case Met:
		a.Kept++
	case Breached:
		a.Broken++
	case Cancelled:
		a.Cancelled++
	default:
		a.Open++
	}
}

func (t *Tally) in(segment care.SegmentRef) *segmentTally {
	if t.last != nil && t.last.segment == segment {
		return t.last
	}
	if t.segments == nil {
		t.segments = map[care.SegmentRef]*segmentTally{}
	}
	in, ok := t.segments[segment]
	if !ok {
		in = &segmentTally{segment: segment}
		t.segments[segment] = in
	}
	t.last = in
	return in
}

func (s *segmentTally) of(target TargetCode) *targetTally {
	for _, t := range s.targets {
		if t.target == target {
			return t
		}
	}
	t := &targetTally{target, map[calendar.Date]*Attainment{}}
	s.targets = append(s.targets, t)
	return t
}

func (t *targetTally) day(d calendar.Date) *Attainment {
	a := t.days[d]
	if a == nil {
		a = &Attainment{}
		t.days[d] = a
	}
	return a
}

// Merge adds another tally to this one.
func (t *Tally) Merge(other *Tally) {
	for segment, s := range other.segments {
		for _, o := range s.targets {
			into := t.in(segment).of(o.target)
			for d, a := range o.days {
				sum := into.day(d)
				*sum = sum.Plus(*a)
			}
		}
	}
}

// Attainment is what became of the promises of a target that were given to a segment ("": to all) from one date to another, both included. Zero
// dates are the first and the last there are.
func (t *Tally) Attainment(target TargetCode, segment care.SegmentRef, from, to calendar.Date) (sum Attainment) {
	for name, s := range t.segments {
		if segment != "" && name != segment {
			continue
		}
		for d, a := range s.of(target).days {
			if !d.Before(from) && (to.IsZero() || !d.After(to)) {
				sum = sum.Plus(*a)
			}
		}
	}
	return sum
}

// Judged is a goal in one period.
type Judged struct {
	Goal       Goal            `json:"goal"`
	From       calendar.Date   `json:"from"` // the first date of the period
	To         calendar.Date   `json:"to"`   // and the last
	Attainment Attainment      `json:"attainment"`
	Judgement  stats.Judgement `json:"judgement"`
	Reasons    care.Reasons    `json:"reasons"`
}

// Judge says whether a goal was met in the period that holds a date, by the exact binomial test: with few cases it is often inconclusive, and that is said. The
// confidence is two-sided, such as 0.95. It is for a period that is over; a dashboard that is looked at every day takes [stats.JudgeAnytime] of Attainment.Share.
func (t *Tally) Judge(g Goal, on calendar.Date, confidence float64) Judged {
	from := g.Period.Start(on)
	j := Judged{Goal: g, From: from, To: g.Period.end(from)}
	j.Attainment = t.Attainment(g.Target, g.Segment, j.From, j.To)
	j.Judgement = stats.Judge(j.Attainment.Share(), float64(g.Percent)/100, confidence)
	share := j.Attainment.Share()
	code := map[stats.Verdict]*care.Code{
		stats.Met: CodeGoalMet, stats.Missed: CodeGoalMissed, stats.Inconclusive: CodeGoalInconclusive, "": CodeGoalNothing,
	}[j.Judgement.Verdict]
	j.Reasons = care.Reasons{code.With(
		care.NewFact("from", j.From), care.NewFact("to", j.To), care.NewFact("kept", share.Yes), care.NewFact("of", share.Of),
		care.NewFact("goal", g.Percent), care.NewFact("target", g.Target.name()))}
	return j
}

// end is the last date of the period that begins with a date.
func (p Period) end(from calendar.Date) calendar.Date {
	switch p {
	case Weekly:
		return from.AddDays(6)
	case Quarterly:
		return from.AddMonths(3).AddDays(-1)
	case Yearly:
		return from.AddMonths(12).AddDays(-1)
	}
	return from.AddMonths(1).AddDays(-1)
}
