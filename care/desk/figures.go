package desk

import (
	"context"
	"time"

	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/sla"
)

// Figures counts what cases tell of the service policy: a [policy.Gatherer]. Cases of colleagues, and those that go on in another, are left out. A case of a window is
// one that was opened in it. Its error is also Config.Book's, where it lacks an agreement that a case names.
func (s Service) Figures(ctx context.Context, t *policy.Tally) error {
	if err := s.countOpen(ctx, t); err != nil {
		return err
	}
	from, before, wanted := t.Span(policy.FigureCasesKept, policy.FigureCasesOnTime, policy.FigureFirstReplies, policy.FigureFirstContact, policy.FigureCasesExplained)
	if !wanted {
		return nil
	}
	_, _, clocks := t.Span(policy.FigureCasesKept, policy.FigureCasesOnTime, policy.FigureFirstReplies)
	for c, err := range s.Opened(from, before).All(ctx) {
		if err != nil {
			return err
		}
		if c.Internal() || c.State.Status == StatusMerged {
			continue
		}
		c.countResolved(t)
		if !clocks {
			continue
		}
		if err := s.countPromised(t, c); err != nil {
			return err
		}
	}
	return nil
}

// countResolved counts how a case was resolved, if it was.
func (c Case) countResolved(t *policy.Tally) {
	if c.Open {
		return
	}
	spoke := 0
	for _, e := range c.Events {
		if e.Step == StepOpen || e.Step == StepHear {
			spoke++
		}
	}
	t.Count(policy.FigureFirstContact, c.Segment, c.Opened, spoke == 1 && len(c.State.Runs) == 1)
	t.Count(policy.FigureCasesExplained, c.Segment, c.Opened, c.State.Cause != "")
}

// countPromised counts what became of the promise of a case, as far as it is known by now.
func (s Service) countPromised(t *policy.Tally, c Case) error {
	clocks, promised, err := s.clocks(c, t.AsOf())
	if err != nil || !promised {
		return err
	}
	for source, target := range map[string]sla.TargetCode{
		policy.FigureCasesKept: "", policy.FigureCasesOnTime: sla.Resolution, policy.FigureFirstReplies: sla.FirstResponse,
	} {
		if kept, known := keptOf(clocks.Runs, target); known {
			t.Count(source, c.Segment, c.Opened, kept)
		}
	}
	return nil
}

// keptOf reports whether the promises of a target, or of all for "", were kept, and whether that is known: one that was broken stays so, and else all must be over.
func keptOf(runs []sla.Run, target sla.TargetCode) (kept, known bool) {
	pending := false
	for _, r := range runs {
		switch {
		case target != "" && r.Target != target:
		case r.Outcome == sla.Breached:
			return false, true
		case r.Outcome == sla.Pending:
			pending = true
		case r.Outcome == sla.Met:
			kept = true
		}
	}
	return kept && !pending, kept && !pending
}

// countOpen counts the cases that are open now.
func (s Service) countOpen(ctx context.Context, t *policy.Tally) error {
	if _, _, wanted := t.Span(policy.FigureCasesOwned, policy.FigureCasesRelated); !wanted {
		return nil
	}
	if ever, err := s.Opened(time.Time{}, time.Time{}).Page(ctx, "", 1); err != nil {
		return err
	} else if len(ever.Items) > 0 { // the desk is used, so that none is a figure
		t.AddNone(policy.FigureCasesRelated, "", t.Today())
	}
	for c, err := range s.Running().All(ctx) {
		if err != nil {
			return err
		}
		if !c.Internal() {
			t.Count(policy.FigureCasesOwned, c.Segment, t.AsOf(), c.Owner != "")
		}
		if !c.State.Serves.IsZero() || !c.State.SplitOf.IsZero() {
			t.AddAmount(policy.FigureCasesRelated, c.Segment, t.Today(), 1, 1)
		}
	}
	return nil
}
