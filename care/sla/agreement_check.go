package sla

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// The most that is not a slip of the finger.
const (
	maxSpan  = 10 * 366 * 24 * time.Hour
	maxDates = 3660
	maxTerms = 200
	maxGoals = 1000
)

// problems lists everything that is wrong with an agreement.
func (a Agreement) problems() (p care.Problems) {
	care.Required(&p, "code", string(a.Code), care.ParseRef[AgreementCode])
	care.Required(&p, "calendar", string(a.Calendar), care.ParseRef[CalendarCode])
	if a.Edition < 1 {
		p.Add("edition", "", CodeEdition.With())
	}
	if !a.Until.IsZero() && !a.Until.After(a.From) {
		p.Add("until", "", CodeValidity.With(care.NewFact("from", a.From), care.NewFact("until", a.Until)))
	}
	if len(a.Targets) == 0 {
		p.Add("targets", "", care.CodeMissing.With())
	}
	if tooMany(&p, "targets", len(a.Targets), maxTargets) || tooMany(&p, "goals", len(a.Goals), maxGoals) {
		return p // the rest would take long to check
	}
	var seen []TargetCode
	reasons := map[PauseReason]bool{}
	for i := range a.Targets {
		t := &a.Targets[i]
		at := fmt.Sprintf("targets[%d]", i)
		if slices.Contains(seen, t.Code) {
			p.Add(at+".code", string(t.Code), CodeTwice.With(care.NewFact("code", t.Code)))
		}
		seen = append(seen, t.Code)
		for _, reason := range t.PausedBy {
			reasons[reason] = true
		}
		t.problems(&p, at)
	}
	tooMany(&p, "targets", len(reasons), maxReasons)
	for i, g := range a.Goals {
		g.problems(&p, fmt.Sprintf("goals[%d]", i), seen)
	}
	return p
}

func (t *Target) problems(p *care.Problems, at string) {
	care.Required(p, at+".code", string(t.Code), care.ParseRef[TargetCode])
	if t.isMilestone() {
		for _, n := range []struct{ path, text string }{{"vi", t.Name.VI}, {"en", t.Name.EN}} {
			if strings.TrimSpace(n.text) == "" {
				p.Add(at+".name."+n.path, n.text, care.CodeMissing.With())
			}
		}
	}
	if t.After != "" && (!t.isMilestone() || t.After == t.Code) {
		p.Add(at+".after", string(t.After), CodeAfter.With())
	}
	if t.Reopen != "" && !care.IsKnown(t.Reopen) {
		_, err := care.ParseEnum[Reopen](string(t.Reopen))
		p.Join(at+".reopen", string(t.Reopen), err)
	}
	for i, reason := range t.PausedBy {
		care.Required(p, fmt.Sprintf("%s.paused_by[%d]", at, i), string(reason), care.ParseRef[PauseReason])
	}
	if err := (calendar.DateTarget{Landing: t.Landing, Origin: t.Origin, CutOff: t.CutOff}).Check(); err != nil {
		p.Add(at+".landing", string(t.Landing)+" "+string(t.Origin)+" "+t.CutOff.String(), CodeLanding.With())
	}
	t.termProblems(p, at)
	t.levelProblems(p, at)
}

// spans are all times of a target, with their paths.
func (t *Target) spans(yield func(path string, s calendar.Span) bool) {
	if !t.Within.IsZero() && !yield(".within", t.Within) {
		return
	}
	for i := range t.Terms {
		if !yield(fmt.Sprintf(".terms[%d].within", i), t.Terms[i].Within) {
			return
		}
	}
}

func (t *Target) termProblems(p *care.Problems, at string) {
	if t.Within.IsZero() && len(t.Terms) == 0 {
		p.Add(at+".within", "", care.CodeMissing.With())
	}
	if tooMany(p, at+".terms", len(t.Terms), maxTerms) {
		return
	}
	for path, s := range t.spans {
		switch {
		case s.IsZero():
			p.Add(at+path, "", care.CodeMissing.With())
		case s.Dates() > maxDates, s.Duration() > maxSpan, s.Duration()%time.Second != 0:
			p.Add(at+path, s.String(), CodeSpan.With())
		}
	}
	type key struct {
		Priority Priority
		Team     care.StaffRef
	}
	seen := map[key]bool{}
	for i := range t.Terms {
		k := key{t.Terms[i].Priority, t.Terms[i].Team}
		path := fmt.Sprintf("%s.terms[%d]", at, i)
		switch {
		case k == key{}:
			p.Add(path, "", care.CodeMissing.With())
		case seen[k]:
			p.Add(path, "", CodeTermTwice.With(care.NewFact("priority", k.Priority), care.NewFact("team", k.Team)))
		}
		seen[k] = true
	}
	for a := range seen { // one that names only a priority and one that names only a team are equally specific
		for b := range seen {
			if a.Priority != "" && a.Team == "" && b.Team != "" && b.Priority == "" && !seen[key{a.Priority, b.Team}] {
				p.Add(at+".terms", "", CodeTermTie.With(care.NewFact("priority", a.Priority), care.NewFact("team", b.Team)))
			}
		}
	}
}

func (t *Target) levelProblems(p *care.Problems, at string) {
	if tooMany(p, at+".levels", len(t.Levels), maxLevels) {
		return
	}
	for i := range t.Levels {
		l := &t.Levels[i]
		path := fmt.Sprintf("%s.levels[%d]", at, i)
		care.Required(p, path+".code", string(l.Code), care.ParseRef[LevelCode])
		if k, _ := t.level(l.Code); k != i {
			p.Add(path+".code", string(l.Code), CodeTwice.With(care.NewFact("code", l.Code)))
		}
		if (l.Percent != 0) == !l.Before.IsZero() || l.Percent < 0 || l.Percent > 1000 || l.Before.Kind() == calendar.SpanWorkingDates {
			p.Add(path, "", CodeLevel.With())
			continue
		}
		for _, s := range t.spans {
			switch {
			case s.Kind() == calendar.SpanWorkingDates && l.Percent != 0:
				p.Add(path+".percent", "", CodeLevelDates.With())
			case s.Kind() == l.Before.Kind() && l.Before.Duration() >= s.Duration():
				p.Add(path+".before", l.Before.String(), CodeLevelEarly.With(care.NewFact("before", l.Before), care.NewFact("within", s)))
			default:
				continue
			}
			break
		}
	}
}

func (g Goal) problems(p *care.Problems, at string, targets []TargetCode) {
	if !slices.Contains(targets, g.Target) {
		p.Add(at+".target", string(g.Target), CodeNoTarget.With(care.NewFact("target", g.Target)))
	}
	if g.Percent < 1 || g.Percent > 100 {
		p.Add(at+".percent", "", CodePercent.With())
	}
	if !care.IsKnown(g.Period) {
		_, err := care.ParseEnum[Period](string(g.Period))
		p.Join(at+".period", string(g.Period), err)
	}
}

func tooMany(p *care.Problems, path string, n, limit int) bool {
	if n > limit {
		p.Add(path, "", care.CodeTooMany.With(care.NewFact("limit", limit)))
	}
	return n > limit
}
