package feedback

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/feedback/detect"
	"github.com/chamsoc/chamsoc/storage"
)

// Plan is how quality is inspected: so many are looked at, and at most so many of them may be faulty.
type Plan struct {
	Sample int64 `json:"sample"`
	Accept int64 `json:"accept"`
	// Promise is the share of faults that may be at most, in whatever number.
	Promise float64 `json:"promise"`
}

// Passes is the probability that an inspection passes where the true share of faults is so high: the operating characteristic of the plan.
func (p Plan) Passes(share float64) float64 { return stats.AtMost(p.Accept, p.Sample, share) }

// Inspection is one inspection with its result.
type Inspection struct {
	Key    string     `json:"key,omitempty"` // makes the request idempotent
	Plan   Plan       `json:"plan"`
	Topic  string     `json:"topic"`
	About  care.About `json:"about,omitzero"`
	Factor string     `json:"factor,omitempty"`
	Faulty int64      `json:"faulty"`
	At     time.Time  `json:"at,omitzero"` // zero: now
}

// Inspected is the outcome of [Service.Inspect].
type Inspected struct {
	Passed bool `json:"passed"`
	// Finding is the one that was raised because it did not pass, or the one whose check the sample was held against.
	Finding storage.ID[Finding] `json:"finding,omitzero"`
	Stage   Stage               `json:"stage,omitempty"`
	Reasons care.Reasons        `json:"reasons"`
}

// Inspect judges an inspection by its plan. One that does not pass raises a finding; and if there is one of the same topic about the same thing that is being
// checked, the sample counts for or against it.
func (s Service) Inspect(ctx context.Context, in Inspection) (_ Inspected, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.inspect")
	defer func() { done(err) }()
	in.At = in.At.UTC()
	var p care.Problems
	const most = 1_000_000
	if in.Plan.Sample < 1 || in.Plan.Sample > most || in.Plan.Accept < 0 || in.Plan.Accept >= in.Plan.Sample {
		p.Add("plan", "", CodePlan.With(care.NewFact("limit", most)))
	}
	if in.Faulty < 0 || in.Faulty > in.Plan.Sample {
		p.Add("faulty", "", CodeFailures.With(care.NewFact("limit", most)))
	}
	promise := detect.Promise{AtMost: in.Plan.Promise}
	if _, err := detect.NewDrift(promise); err != nil {
		p.Join("plan.promise", "", err)
	}
	topic := care.Required(&p, "topic", in.Topic, care.Line(200))
	key := care.Optional(&p, "key", in.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Inspected{}, err
	}
	result := Inspected{Passed: in.Faulty <= in.Plan.Accept}
	code := CodeInspectionPassed
	if !result.Passed {
		code = CodeInspectionFailed
	}
	result.Reasons = care.Reasons{code.With(care.NewFact("faulty", int(in.Faulty)), care.NewFact("sample", int(in.Plan.Sample)), care.NewFact("accept", int(in.Plan.Accept)))}
	op := care.Operation{Name: "feedback.inspect", Key: key, At: s.at(in.At)}
	result, _, err = once(ctx, s, op, in, func(ctx context.Context, tx storage.Tx) (Inspected, error) {
		inside := s.In(tx)
		live := Finding{About: in.About, Topic: topic}
		f, err := findings.One(ctx, tx, byLive.Key(live.name()))
		switch {
		case err == nil && f.Stage == StageChecking:
			day := calendar.DateOf(s.at(in.At), s.c.Env.Location())
			f, err = inside.Check(ctx, Later{Finding: f.ID, Day: day, Failures: in.Faulty, Of: in.Plan.Sample})
		case errors.Is(err, storage.ErrNotFound) && result.Passed:
			return result, nil
		case err == nil || errors.Is(err, storage.ErrNotFound):
			if !result.Passed {
				f, err = inside.Raise(ctx, Shortcoming{Origin: string(FromInspection), Topic: topic, About: in.About, Factor: in.Factor, Promise: promise, At: in.At})
			} else {
				err = nil
			}
		}
		result.Finding, result.Stage = f.ID, f.Stage
		return result, err
	})
	return result, err
}

// name is what a finding that is not closed is found by.
func (f Finding) name() string { return string(f.About.Kind) + "/" + f.About.Ref + "/" + f.Topic }
