package policy

import (
	"context"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Appraisal asks how the policy in force on a date is kept.
type Appraisal struct {
	Code Code          `json:"code"`
	On   calendar.Date `json:"on,omitzero"` // zero: today
	// Staff are those who should have read the policy. Default: the policy's own people.
	Staff []care.StaffRef `json:"staff,omitempty"`
	// Observations are the host's own: of what Chamsoc does not keep, such as training. Of a measure that both have the host's count.
	Observations []Observation `json:"observations,omitempty"`
}

// Evaluate gathers the figures that the policy in force names and judges the policy by them and by the host's observations, by [Evaluate]. The policy's own figures are
// among them; gatherers count the others: see chamsoc.Chamsoc.Evaluate, which has those of all parts. It refuses with *care.Invalid a date on which no published edition
// is in force, and observations that cannot be ([CheckObservations]).
//
// How much it reads goes by what the policy names: nothing that no measure wants, and of the rest the last four windows. What it holds does not grow with that.
func (s Service) Evaluate(ctx context.Context, a Appraisal, from ...Gatherer) (_ Evaluation, err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.evaluate")
	defer func() { done(err) }()
	e, on, err := s.appraised(ctx, a)
	if err != nil {
		return Evaluation{}, err
	}
	all, err := s.observe(ctx, e, on, a, from)
	if err != nil {
		return Evaluation{}, err
	}
	return Evaluate(e.Policy, all, on), nil
}

// Observe gathers what Evaluate judges, the host's own observations behind what was counted: for [Facts], or to be kept.
func (s Service) Observe(ctx context.Context, a Appraisal, from ...Gatherer) (_ []Observation, err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.observe")
	defer func() { done(err) }()
	e, on, err := s.appraised(ctx, a)
	if err != nil {
		return nil, err
	}
	return s.observe(ctx, e, on, a, from)
}

// appraised is the edition in force, and the date.
func (s Service) appraised(ctx context.Context, a Appraisal) (Edition, calendar.Date, error) {
	on := a.On
	if on.IsZero() {
		on = s.c.Env.Today()
	}
	var p care.Problems
	p.Join("observations", "", CheckObservations(a.Observations).Err())
	code := care.Required(&p, "code", string(a.Code), care.ParseRef[Code])
	if err := p.Err(); err != nil {
		return Edition{}, on, err
	}
	e, found, err := s.On(ctx, code, on)
	if err == nil && !found {
		err = care.RefuseAt("code", string(code), CodeNothingInForce.With(care.NewFact("code", code), care.NewFact("on", on)))
	}
	return e, on, err
}

func (s Service) observe(ctx context.Context, e Edition, on calendar.Date, a Appraisal, from []Gatherer) ([]Observation, error) {
	t := NewTally(s.c.Env, on, e.Policy.measuresOn(on)...)
	if err := s.figures(ctx, t, e, a.Staff); err != nil {
		return nil, err
	}
	for _, gather := range from {
		if err := gather(ctx, t); err != nil {
			return nil, err
		}
	}
	return append(t.Observations(), a.Observations...), nil
}

// measuresOn are the measures of the provisions in force on a date.
func (p Policy) measuresOn(on calendar.Date) (all []Measure) {
	for _, r := range p.Provisions {
		if r.inForce(on) {
			all = append(all, r.Measures...)
		}
	}
	return all
}

// figures counts those of the policy itself.
func (s Service) figures(ctx context.Context, t *Tally, e Edition, staff []care.StaffRef) error {
	e.Policy.count(t)
	if _, _, wanted := t.Dates(FigureRead); wanted {
		if len(staff) == 0 {
			for _, person := range e.Policy.People {
				staff = append(staff, person.Ref)
			}
		}
		read, err := s.Coverage(ctx, e.Policy.Document(), staff)
		if err != nil {
			return err
		}
		t.AddShare(FigureRead, "", t.today, read.Read)
	}
	if _, _, wanted := t.Dates(FigureReviewed); wanted {
		for task, err := range s.Reviews(e.Policy.Code).All(ctx) {
			if err != nil {
				return err
			}
			t.Count(FigureReviewed, "", t.asOf, !task.Due.Before(t.asOf))
		}
	}
	return nil
}

// count counts what an edition says by itself.
func (p Policy) count(t *Tally) {
	state := func(source string, yes bool) { t.Count(source, "", t.asOf, yes) }
	state(FigurePublished, true)
	t.AddAmount(FigureAge, "", t.today, float64(monthsBetween(p.From, t.today)), 1)
	for _, q := range p.Objectives.Quality {
		state(FigureObjectives, q.Owner != "" && !q.By.IsZero())
	}
	for _, r := range p.Provisions {
		if !r.inForce(t.today) {
			continue
		}
		state(FigureDeputies, r.Owner != "" && r.Deputy != "" && r.Owner != r.Deputy)
		for _, m := range r.Measures {
			_, _, stated := m.goal()
			state(FigureTargets, stated && m.WindowMonths > 0)
			if m.Kind == MeasurePromise && r.external() {
				state(FigureCarried, p.carries(m))
			}
		}
	}
	for _, progress := range p.ProgressOn(t.today) {
		t.AddShare(FigureRolledOut, "", t.today, progress.Done)
	}
	for _, segment := range p.Contents.Segments {
		state(FigurePrioritised, segment.Priority > 0)
	}
	planned := map[OfferingCode]bool{}
	for _, plan := range p.Marketing.Plans {
		planned[plan.Offering] = true
	}
	for _, o := range p.Contents.Offerings {
		state(FigurePrioritised, o.Priority > 0)
		state(FigureMarketingFor, planned[o.Code])
	}
}

// carries reports whether links carry a promise, together in its time: that P11 finds nothing.
func (p Policy) carries(m Measure) bool {
	c := newChecker(Policy{Contents: p.Contents, Provisions: []Provision{{Measures: []Measure{m}}}}, Facts{})
	c.carried(place{0, 0}, Provision{}, m)
	return len(c.found) == 0 && !m.Within.IsZero()
}

// monthsBetween is how many whole calendar months have passed from one date to another, 0 if it is later.
func monthsBetween(from, to calendar.Date) int {
	n := 12*(to.Year()-from.Year()) + int(to.Month()) - int(from.Month())
	if from.AddMonths(n).After(to) {
		n--
	}
	return max(n, 0)
}
