package feedback

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback/detect"
	"github.com/chamsoc/chamsoc/storage"
)

// Shortcoming is what somebody or a detector noticed. Text is as typed.
type Shortcoming struct {
	Key    string     `json:"key,omitempty"` // makes the request idempotent
	Origin string     `json:"origin"`
	Topic  string     `json:"topic"`
	About  care.About `json:"about,omitzero"`
	Factor string     `json:"factor,omitempty"`
	Cause  string     `json:"cause,omitempty"`
	// Promise is what is broken, in the sense of feedback/detect, about the share of failures (AtMost) or of successes (AtLeast).
	Promise detect.Promise `json:"promise"`
	Alarm   *detect.Alarm  `json:"alarm,omitempty"`
	At      time.Time      `json:"at,omitzero"` // zero: now
}

// Raise records a shortcoming. While there is a finding of the same topic about the same thing that is not closed, it is told to that one.
func (s Service) Raise(ctx context.Context, r Shortcoming) (_ Finding, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.raise")
	defer func() { done(err) }()
	r.At = r.At.UTC()
	var p care.Problems
	f := Finding{
		ID:      storage.ID[Finding](s.c.Env.ID()),
		Origin:  care.Required(&p, "origin", r.Origin, care.ParseEnum[Origin]),
		Topic:   care.Required(&p, "topic", r.Topic, care.Line(200)),
		Factor:  care.Optional(&p, "factor", r.Factor, care.ParseEnum[care.Factor]),
		Cause:   care.Optional(&p, "cause", r.Cause, care.Lines(2000)),
		About:   r.About,
		Promise: r.Promise, Stage: StageFound, Raised: s.at(r.At),
	}
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	if _, err := detect.NewDrift(r.Promise); err != nil {
		p.Join("promise", "", err)
	}
	if f.Live = f.name(); len(f.Live) > storage.MaxText {
		p.Add("about", "", care.CodeTooLong.With(care.NewFact("limit", storage.MaxText)))
	}
	if err := p.Err(); err != nil {
		return Finding{}, err
	}
	if r.Alarm != nil {
		f.Alarms = []detect.Alarm{*r.Alarm}
		f.Reasons = r.Alarm.Reasons()
	}
	op := care.Operation{Name: "feedback.raise", Key: key, At: f.Raised}
	f, _, err = once(ctx, s, op, r, func(ctx context.Context, tx storage.Tx) (Finding, error) { return s.raise(ctx, tx, f) })
	return f, err
}

func (s Service) raise(ctx context.Context, tx storage.Tx, f Finding) (Finding, error) {
	live, err := findings.One(ctx, tx, byLive.Key(f.Live))
	if errors.Is(err, storage.ErrNotFound) {
		made, putErr := findings.Put(ctx, tx, f)
		if putErr == nil {
			return made, s.announceFinding(ctx, tx, made)
		}
		if err = putErr; anotherWasFirst(err) {
			live, err = findings.One(ctx, tx, byLive.Key(f.Live))
		}
	}
	if err != nil {
		return Finding{}, err
	}
	if len(f.Alarms) > 0 && live.Stage == StageChecking && !f.Alarms[0].Since.Before(live.Check.From) { // a detector that ran on says that it did not help
		live = reopened(live, f.Alarms[0])
	} else {
		live.Alarms = append(live.Alarms, f.Alarms...)
	}
	if f.Cause != "" {
		live.Cause = f.Cause
	}
	if f.Seen.N > 0 {
		live.Seen = f.Seen
	}
	return s.save(ctx, tx, live)
}

func (s Service) save(ctx context.Context, tx storage.Tx, f Finding) (Finding, error) {
	const most = 100
	f.Alarms = f.Alarms[max(len(f.Alarms)-most, 0):]
	f, err := findings.Put(ctx, tx, f)
	if err != nil {
		return Finding{}, err
	}
	if err := s.setTimer(ctx, tx, f.about(), f.Due); err != nil {
		return Finding{}, err
	}
	return f, s.announceFinding(ctx, tx, f)
}

// Correction is an action to take about a finding.
type Correction struct {
	Key     string              `json:"key,omitempty"` // makes the request idempotent
	Finding storage.ID[Finding] `json:"finding"`
	What    string              `json:"what"`
	Owner   string              `json:"owner"`
	Due     time.Time           `json:"due"`
	// Expect is the share of failures that there will be fewer than, above what was promised and below what was seen. Default: halfway between the two.
	Expect float64 `json:"expect,omitempty"`
	// Cause is the root cause, where it is known by now.
	Cause string `json:"cause,omitempty"`
}

// Act records an action with its owner, when it is due and what effect it will have.
func (s Service) Act(ctx context.Context, c Correction) (_ Finding, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.act")
	defer func() { done(err) }()
	c.Due = c.Due.UTC()
	var p care.Problems
	a := Action{
		What:  care.Required(&p, "what", c.What, care.Lines(2000)),
		Owner: care.Required(&p, "owner", c.Owner, care.ParseRef[care.StaffRef]),
		Due:   c.Due, Expect: c.Expect,
	}
	cause := care.Optional(&p, "cause", c.Cause, care.Lines(2000))
	key := care.Optional(&p, "key", c.Key, care.ParseRef[string])
	if c.Due.IsZero() {
		p.Add("due", "", care.CodeMissing.With())
	}
	if err := p.Err(); err != nil {
		return Finding{}, err
	}
	return s.change(ctx, care.Operation{Name: "feedback.act", Key: key}, c, c.Finding, func(f *Finding) error {
		if f.Stage == StageClosed {
			return care.RefuseAt("finding", "", CodeClosed.With())
		}
		const most = 50
		if len(f.Actions) == most {
			return care.RefuseAt("finding", "", care.CodeTooMany.With(care.NewFact("limit", most)))
		}
		promised, seen := f.shares()
		if a.Expect == 0 {
			a.Expect = (promised + seen) / 2
		}
		if !(a.Expect > promised && a.Expect <= seen) {
			return care.RefuseAt("expect", "", CodeExpect.With(care.NewFact("promised", care.Percent(promised)), care.NewFact("seen", care.Percent(seen))))
		}
		if cause != "" {
			f.Cause = cause
		}
		f.Actions = append(f.Actions, a)
		f.follow(s.c.Env.Location())
		return nil
	})
}

// shares are the share of failures that was promised at most, and the one that was seen at last; three times the promised one where neither a
// detector nor an inspection saw any.
func (f Finding) shares() (promised, seen float64) {
	promised = f.Promise.AtMost
	if f.Promise.AtLeast != 0 {
		promised = 1 - f.Promise.AtLeast
	}
	seen = min(3*promised, (1+promised)/2)
	if share, ok := f.Seen.Mean(); ok {
		seen = share
	}
	if n := len(f.Alarms); n > 0 {
		if seen = f.Alarms[n-1].Mean; f.Promise.AtLeast != 0 {
			seen = 1 - seen
		}
	}
	return promised, max(seen, promised*1.01)
}

// Completion says that an action is done: the index of one of the finding's.
type Completion struct {
	Key     string              `json:"key,omitempty"` // makes the request idempotent
	Finding storage.ID[Finding] `json:"finding"`
	Action  int                 `json:"action"`
	At      time.Time           `json:"at,omitzero"` // zero: now
}

// Finish records that an action is done. When all are, the check begins on the next day: doing something is no evidence that it helped.
func (s Service) Finish(ctx context.Context, c Completion) (_ Finding, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.finish")
	defer func() { done(err) }()
	c.At = c.At.UTC()
	op := care.Operation{Name: "feedback.finish", Key: c.Key}
	return s.change(ctx, op, c, c.Finding, func(f *Finding) error {
		if c.Action < 0 || c.Action >= len(f.Actions) || !f.Actions[c.Action].Done.IsZero() {
			return care.RefuseAt("action", strconv.Itoa(c.Action), CodeNoAction.With())
		}
		f.Actions[c.Action].Done = s.at(c.At)
		f.follow(s.c.Env.Location())
		return nil
	})
}

// Later is what was counted on one day, after something was done about a finding.
type Later struct {
	Key      string              `json:"key,omitempty"` // makes the request idempotent
	Finding  storage.ID[Finding] `json:"finding"`
	Day      calendar.Date       `json:"day"`
	Failures int64               `json:"failures"`
	Of       int64               `json:"of"`
}

// Check holds later data against a finding; see [Observe]. A day to come is refused: it would be no evidence, and the days up to it would count for nothing. Data of a finding that is not being checked changes nothing.
func (s Service) Check(ctx context.Context, l Later) (_ Finding, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.check")
	defer func() { done(err) }()
	const most = 1_000_000
	if l.Day.IsZero() || l.Of < 0 || l.Of > most || l.Failures < 0 || l.Failures > l.Of {
		return Finding{}, care.RefuseAt("failures", "", CodeFailures.With(care.NewFact("limit", most)))
	}
	if today := s.today(); l.Day.After(today) {
		return Finding{}, care.RefuseAt("day", l.Day.String(), CodeNotOver.With(care.NewFact("day", l.Day), care.NewFact("today", today)))
	}
	op := care.Operation{Name: "feedback.check", Key: l.Key}
	return s.change(ctx, op, l, l.Finding, func(f *Finding) (err error) {
		*f, err = Observe(*f, l.Day, l.Failures, l.Of, s.c.Env.Time())
		return err
	})
}

// change changes a finding in one Update.
func (s Service) change(ctx context.Context, op care.Operation, request any, id storage.ID[Finding], do func(*Finding) error) (Finding, error) {
	op.At = s.c.Env.Time()
	if op.Key != "" {
		op.Key = id.String() + "/" + op.Key
	}
	f, _, err := once(ctx, s, op, request, func(ctx context.Context, tx storage.Tx) (Finding, error) {
		f, err := findings.Get(ctx, tx, id)
		if errors.Is(err, storage.ErrNotFound) {
			err = care.RefuseAt("finding", "", CodeNoFinding.With())
		}
		if err != nil {
			return Finding{}, err
		}
		if err := do(&f); err != nil {
			return Finding{}, err
		}
		return s.save(ctx, tx, f)
	})
	return f, err
}

// Findings lists those that are not closed, by what they are about.
func (s Service) Findings() storage.List[Finding] { return findings.List(s.store, byLive.Prefix()) }

// Raised lists the findings that were raised from one instant up to but not including another, closed or not: what [Loops] counts by cohort.
func (s Service) Raised(from, before time.Time) storage.List[Finding] {
	return findings.List(s.store, byRaised.Prefix().From(s.at(from)).Before(s.at(before)))
}

// Closed lists the findings that were closed from one instant up to but not including another, the oldest first.
func (s Service) Closed(from, before time.Time) storage.List[Finding] {
	return findings.List(s.store, byClosed.Prefix().From(s.at(from)).Before(s.at(before)))
}

// Overdue lists the findings with an action that is late, the latest first.
func (s Service) Overdue(at time.Time) storage.List[Finding] {
	return findings.List(s.store, byDue.Prefix().Before(s.at(at)))
}
