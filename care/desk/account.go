package desk

import (
	"context"
	"fmt"
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
			if promise.Stops(run.Target, h.Reason) && h.From.Before(end) && (h.Until.IsZero() || h.Until.After(run.Started)) {
				span.Held = append(span.Held, h)
			}
		}
		a.Spans = append(a.Spans, span)
	}
	return a, nil
}

// Reasons says why everything came as it did: why this agreement, what the time from the start of each clock to its due was made of, what became of each
// clock, the pauses, and the levels that were reached. There are none if nothing was promised.
func (a Account) Reasons() care.Reasons {
	if a.hours == nil {
		return nil
	}
	rs := append(care.Reasons(nil), a.Why...)
	for _, span := range a.Spans {
		if r, ok := span.madeOf(); ok {
			rs = append(rs, r)
		}
	}
	for _, r := range a.Clocks.Reasons() {
		if !r.Is(sla.CodeHeld) && !r.Is(sla.CodeHeldOutsideHours) && !r.Is(sla.CodeHolding) { // which name the party by its key
			rs = append(rs, r)
		}
	}
	for _, h := range a.Clocks.Holds {
		if !h.Idle {
			rs = append(rs, waited(h))
		}
	}
	return rs
}

// madeOf is what the time from the start of a run to its due was made of: the hours promised, those of pauses, and closed ones.
func (s Span) madeOf() (care.Reason, bool) {
	r := s.Run
	held := s.Hours.Open - r.Within.Duration()
	if r.Within.Kind() != calendar.SpanWorking || r.Due.IsZero() || r.Part > 1 || held < 0 {
		return care.Reason{}, false
	}
	wall := r.Due.Sub(r.Started)
	facts := []care.Fact{
		care.NewFact("target", r.Name), care.NewFact("due", r.Due), care.NewFact("wall", calendar.Wall(wall)), care.NewFact("within", r.Within),
		care.NewFact("held", calendar.Working(held)), care.NewFact("closed", calendar.Wall(wall-s.Hours.Open)),
	}
	switch {
	case wall == s.Hours.Open && held == 0:
		return care.Reason{}, false // there is nothing to explain
	case held == 0:
		return CodeMadeOf.With(facts...), true
	case wall == s.Hours.Open:
		return CodeMadeOfHeld.With(facts...), true
	}
	return CodeMadeOfBoth.With(facts...), true
}

// waited is a pause, with the name of whom the case waited for.
func waited(h sla.Hold) care.Reason {
	name := care.NameOf(Party(h.Reason))
	if name == (care.Text{}) {
		name = care.Text{VI: string(h.Reason), EN: string(h.Reason)}
	}
	party, from, until := care.NewFact("party", name), care.NewFact("from", h.From), care.NewFact("until", h.Until)
	switch {
	case h.Until.IsZero():
		return CodeWaits.With(party, from)
	case h.Working == 0:
		return CodeWaitedClosed.With(party, from, until)
	}
	return CodeWaited.With(party, from, until, care.NewFact("working", calendar.Working(h.Working)))
}

// Text returns the account as it is read to whoever asks: a line for each reason, and then for each clock how its time was spent. It is empty if nothing
// was promised.
func (a Account) Text(lang care.Lang) string {
	var b strings.Builder
	for _, r := range a.Reasons() {
		b.WriteString(r.Text(lang) + "\n")
	}
	for _, span := range a.Spans {
		text := span.Hours.Text()
		b.WriteString(span.Run.Name.In(lang) + ": " + care.Text{VI: text.VI, EN: text.EN}.In(lang) + "\n")
	}
	return b.String()
}
