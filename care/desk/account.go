package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
)

// Account says what became of the promise of a case, and why: which agreement, which clocks, and for each clock how the time from its start to its due was
// spent. It answers why 48 hours became six days.
type Account struct {
	Why    care.Reasons // why this agreement was picked; nothing if nothing was promised
	Clocks sla.State    // zero if nothing was promised
	Spans  []Span       // of each run of a clock, in the order of Clocks.Runs

	hours  *calendar.Calendar
	events []sla.Event
}

// Span is how the time of one run of a clock was spent.
type Span struct {
	Run sla.Run
	// Hours is the open and the closed time from the start of the run to its due, or, while it is paused and has none, to the instant that was asked about.
	Hours calendar.Explanation
	// Held are the pauses that stopped this run.
	Held []sla.Hold
}

// Account says what has become of the promise of a case by an instant; the zero time is now.
func (s Service) Account(ctx context.Context, id storage.ID[Case], at time.Time) (a Account, err error) {
	ctx, finish := s.c.Env.Observe(ctx, "desk.account")
	defer func() { finish(err) }()
	if at.IsZero() {
		at = s.c.Env.Time()
	}
	c, err := s.Case(ctx, id)
	if err != nil {
		return Account{}, err
	}
	return s.account(c, at)
}

func (s Service) account(c Case, at time.Time) (Account, error) {
	clocks, promised, err := s.clocks(c, at)
	if err != nil || !promised {
		return Account{}, err
	}
	promise, ok := s.c.Book.Promise(clocks.Promise)
	if !ok {
		return Account{}, fmt.Errorf("desk: case %s was promised %s, which Config.Book does not have: keep every edition that cases name", c.ID, clocks.Promise)
	}
	a := Account{Why: c.Why(), Clocks: clocks, hours: promise.Hours()}
	if a.events, err = Clocks(c.Events); err != nil {
		return Account{}, err
	}
	for _, run := range clocks.Runs {
		span := Span{Run: run}
		end := run.Due
		if end.IsZero() {
			end = at
		}
		if span.Hours, err = promise.Hours().Explain(run.Started, end); err != nil {
			return Account{}, fmt.Errorf("desk: the hours of case %s: %w", c.ID, err)
		}
		for _, h := range clocks.Holds {
			if stops(promise.Agreement(), run.Target, h.Reason) && h.From.Before(end) && (h.Until.IsZero() || h.Until.After(run.Started)) {
				span.Held = append(span.Held, h)
			}
		}
		a.Spans = append(a.Spans, span)
	}
	return a, nil
}

// stops reports whether a pause for a reason stops the clock of a target.
func stops(a sla.Agreement, code sla.TargetCode, reason sla.PauseReason) bool {
	return slices.ContainsFunc(a.Targets, func(t sla.Target) bool {
		return t.Code == code && (slices.Contains(t.PausedBy, reason) || slices.Contains(t.PausedBy, sla.AnyPause))
	})
}

// Text returns the account as it is read to whoever asks, a line for each thing: the agreement, what became of each clock, and how its time was spent.
// It is empty if nothing was promised.
func (a Account) Text(lang care.Lang) string {
	if a.hours == nil {
		return ""
	}
	var b strings.Builder
	for _, reasons := range []care.Reasons{a.Why, a.Clocks.Reasons()} {
		for _, r := range reasons {
			b.WriteString(r.Text(lang) + "\n")
		}
	}
	for _, span := range a.Spans {
		text := span.Hours.Text()
		b.WriteString(span.Run.Name.In(lang) + ": " + care.Text{VI: text.VI, EN: text.EN}.In(lang) + "\n")
	}
	return b.String()
}
