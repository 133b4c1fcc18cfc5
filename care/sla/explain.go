package sla

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Reasons says why everything stands as it does: for each run what was promised, from when it counted, and what came of it; then the pauses, the changes, the
// levels, and the events that had no effect. They are made when they are asked for.
func (s *State) Reasons() care.Reasons {
	if s.Opened.IsZero() {
		return append(care.Reasons{CodeNotOpened.With(care.NewFact("at", s.At))}, s.ignored()...)
	}
	var rs care.Reasons
	if !s.Running() {
		rs = append(rs, CodeNothing.With())
	}
	for i := range s.Runs {
		rs = append(rs, s.Runs[i].Reasons()...)
	}
	for i := range s.Holds {
		rs = append(rs, s.Holds[i].reason())
	}
	for _, c := range s.Changes {
		rs = append(rs, c.reason())
	}
	for _, f := range s.Fires {
		rs = append(rs, s.fired(f))
	}
	return append(rs, s.ignored()...)
}

// Reasons says what was promised, and what came of it.
func (r *Run) Reasons() care.Reasons {
	target, started := care.NewFact("target", r.Name), care.NewFact("started", r.Started)
	var rs care.Reasons
	if r.Part == 1 {
		rs = append(rs, CodeStarted.With(target, started, care.NewFact("within", r.Within)))
	} else {
		rs = append(rs, CodeGoesOn.With(target, started))
	}
	if r.Counts.After(r.Started) {
		rs = append(rs, CodeStartsAtOpening.With(target, started, care.NewFact("counts", r.Counts)))
	}
	rs = append(rs, r.outcome(target)...)
	if r.Held > 0 {
		rs = append(rs, CodeHeldInAll.With(target, care.NewFact("held", r.span(r.Held))))
	}
	if r.Superseded {
		rs = append(rs, CodeSuperseded.With(target, care.NewFact("ended", r.Ended)))
	}
	if r.Target != Resolution && (r.EndedBy == Resolved || r.EndedBy == Closed) {
		rs = append(rs, CodeByResolution.With(target))
	}
	return rs
}

// span is a length of the time that the run counts.
func (r *Run) span(d time.Duration) calendar.Span {
	if r.Within.Kind() == calendar.SpanWall {
		return calendar.Wall(d)
	}
	return calendar.Working(d)
}

func (r *Run) outcome(target care.Fact) care.Reasons {
	due, left, ended := care.NewFact("due", r.Due), care.NewFact("left", r.Left), care.NewFact("ended", r.Ended)
	switch r.Outcome {
	case Pending:
		switch {
		case r.Paused && r.Due.IsZero():
			return care.Reasons{CodePaused.With(target, left)}
		case r.Left.IsZero():
			return care.Reasons{CodeDueNow.With(target, due)}
		}
		return care.Reasons{CodeDue.With(target, due, left)}
	case Met:
		switch {
		case r.Ended.Equal(r.Due):
			return care.Reasons{CodeMetAtDue.With(target, ended, due)}
		case r.Left.IsZero(): // of working dates: it was the last one
			return care.Reasons{CodeMetOnDate.With(target, ended, due)}
		}
		return care.Reasons{CodeMet.With(target, ended, due, left)}
	case Cancelled:
		return care.Reasons{CodeCancelled.With(target, ended, care.NewFact("by", care.NameOf(r.EndedBy)))}
	}
	wall := care.NewFact("late_wall", calendar.Wall(r.LateWall))
	first := CodeOverdue.With(target, due, wall)
	if !r.Live() {
		first = CodeLate.With(target, due, ended, wall)
	}
	switch {
	case r.Within.Kind() == calendar.SpanWall:
		return care.Reasons{first}
	case r.Late == 0:
		return care.Reasons{first, CodeLateOutsideHours.With(target)}
	}
	return care.Reasons{first, CodeLateWorking.With(target, care.NewFact("late", calendar.Working(r.Late)))}
}

func (h *Hold) reason() care.Reason {
	reason, from := care.NewFact("reason", h.Reason), care.NewFact("from", h.From)
	switch {
	case h.Idle:
		return CodeHeldIdle.With(reason, from)
	case h.Until.IsZero():
		return CodeHolding.With(reason, from)
	case h.Working == 0:
		return CodeHeldOutsideHours.With(reason, from, care.NewFact("until", h.Until))
	}
	return CodeHeld.With(reason, from, care.NewFact("until", h.Until), care.NewFact("working", calendar.Working(h.Working)))
}

func (c *Change) reason() care.Reason {
	facts := []care.Fact{care.NewFact("target", c.Name), care.NewFact("at", c.At), care.NewFact("by", care.NameOf(c.By)),
		care.NewFact("before", c.Before), care.NewFact("after", c.After)}
	return map[Effect]*care.Code{
		Moved: CodeMoved, UsedUp: CodeUsedUp, Backdated: CodeBackdated, Kept: CodeKept, TooLate: CodeTooLate, Dropped: CodeDropped, StartedAt: CodeAdded,
	}[c.Effect].With(facts...)
}

func (s *State) fired(f Fire) care.Reason {
	name := care.NameOf(f.Target)
	for i := range s.Runs {
		if s.Runs[i].Target == f.Target {
			name = s.Runs[i].Name
		}
	}
	return CodeLevelReached.With(care.NewFact("target", name), care.NewFact("level", f.Level), care.NewFact("at", f.At))
}

func (s *State) ignored() (rs care.Reasons) {
	for _, e := range s.Ignored {
		rs = append(rs, CodeIgnored.With(
			care.NewFact("kind", e.Kind.name()), care.NewFact("at", e.At), care.NewFact("why", care.NameOf(e.Why))))
	}
	return rs
}
