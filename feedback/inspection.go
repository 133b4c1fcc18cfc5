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
	// Lot is how many there are of which the sample was taken. Default: not known.
	Lot int64 `json:"lot,omitempty"`
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

// Inspected is an inspection as it is kept, with its outcome, passed or not.
type Inspected struct {
	ID      storage.ID[Inspected] `json:"id"`
	Version int64                 `json:"version"`
	Plan    Plan                  `json:"plan"`
	Topic   string                `json:"topic"`
	About   care.About            `json:"about,omitzero"`
	Factor  care.Factor           `json:"factor,omitempty"`
	Faulty  int64                 `json:"faulty"`
	At      time.Time             `json:"at"`
	Passed  bool                  `json:"passed"`
	// Finding is the one that was raised because it did not pass, or the one whose check the sample was held against; Stage is how far it had come then.
	Finding storage.ID[Finding] `json:"finding,omitzero"`
	Stage   Stage               `json:"stage,omitempty"`
	Reasons care.Reasons        `json:"reasons"`
}

// Inspect judges an inspection by its plan and keeps it. One that does not pass raises a finding; and if there is one of the same topic about the same thing that is
// being checked, the sample counts for or against it.
func (s Service) Inspect(ctx context.Context, in Inspection) (_ Inspected, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.inspect")
	defer func() { done(err) }()
	in.At = in.At.UTC()
	result, key, err := s.parseInspection(in)
	if err != nil {
		return Inspected{}, err
	}
	op := care.Operation{Name: "feedback.inspect", Key: key, At: result.At}
	result, _, err = once(ctx, s, op, in, func(ctx context.Context, tx storage.Tx) (Inspected, error) {
		f, err := s.In(tx).feed(ctx, tx, result)
		if err != nil {
			return Inspected{}, err
		}
		kept := result
		kept.Finding, kept.Stage = f.ID, f.Stage
		return inspections.Put(ctx, tx, kept)
	})
	return result, err
}

func (s Service) parseInspection(in Inspection) (Inspected, string, error) {
	var p care.Problems
	const most = 1_000_000
	if in.Plan.Sample < 1 || in.Plan.Sample > most || in.Plan.Accept < 0 || in.Plan.Accept >= in.Plan.Sample || in.Plan.Lot != 0 && in.Plan.Lot < in.Plan.Sample {
		p.Add("plan", "", CodePlan.With(care.NewFact("limit", most)))
	}
	if in.Faulty < 0 || in.Faulty > in.Plan.Sample {
		p.Add("faulty", "", CodeFailures.With(care.NewFact("limit", most)))
	}
	if _, err := detect.NewDrift(detect.Promise{AtMost: in.Plan.Promise}); err != nil {
		p.Join("plan.promise", "", err)
	}
	i := Inspected{
		ID:     storage.ID[Inspected](s.c.Env.ID()),
		Topic:  care.Required(&p, "topic", in.Topic, care.Line(200)),
		Factor: care.Optional(&p, "factor", in.Factor, care.ParseEnum[care.Factor]),
		Plan:   in.Plan, About: in.About, Faulty: in.Faulty, At: s.at(in.At), Passed: in.Faulty <= in.Plan.Accept,
	}
	key := care.Optional(&p, "key", in.Key, care.ParseRef[string])
	if len((Finding{About: i.About, Topic: i.Topic}).name()) > storage.MaxText {
		p.Add("about", "", care.CodeTooLong.With(care.NewFact("limit", storage.MaxText)))
	}
	code := CodeInspectionPassed
	if !i.Passed {
		code = CodeInspectionFailed
	}
	i.Reasons = care.Reasons{code.With(care.NewFact("faulty", int(i.Faulty)), care.NewFact("sample", int(i.Plan.Sample)), care.NewFact("accept", int(i.Plan.Accept)))}
	return i, key, p.Err()
}

// feed tells an inspection to the finding of the same topic about the same thing, or raises one, and returns that. A sample that passed raises none.
func (s Service) feed(ctx context.Context, tx storage.Tx, i Inspected) (Finding, error) {
	raised := Finding{
		ID: storage.ID[Finding](s.c.Env.ID()), Origin: FromInspection, Topic: i.Topic, About: i.About, Factor: i.Factor, Stage: StageFound, Raised: i.At,
		Promise: detect.Promise{AtMost: i.Plan.Promise}, Seen: detect.Tally{N: i.Plan.Sample, Sum: float64(i.Faulty)}, Reasons: i.Reasons,
	}
	raised.Live = raised.name()
	f, err := findings.One(ctx, tx, byLive.Key(raised.Live))
	switch {
	case err != nil && !errors.Is(err, storage.ErrNotFound):
		return Finding{}, err
	case err == nil && f.Stage == StageChecking:
		return s.Check(ctx, Later{Finding: f.ID, Day: calendar.DateOf(i.At, s.c.Env.Location()), Failures: i.Faulty, Of: i.Plan.Sample})
	case !i.Passed:
		return s.raise(ctx, tx, raised)
	}
	return f, nil
}

// Inspections lists those from one instant up to but not including another, the oldest first.
func (s Service) Inspections(from, before time.Time) storage.List[Inspected] {
	return inspections.List(s.store, byInspected.Prefix().From(s.at(from)).Before(s.at(before)))
}

// name is what a finding that is not closed is found by.
func (f Finding) name() string { return string(f.About.Kind) + "/" + f.About.Ref + "/" + f.Topic }
