package sla

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"sync"
	"time"
)

// Trial says what a back-test compares with what was promised.
type Trial struct {
	// Book has the promises that the cases were given. Required.
	Book *Book
	// Plan is the promise that is tried for a case; nil for none. It is called from several goroutines and must not keep the case. Required. To try
	// another book:
	//
	//	func(c *sla.Case) *sla.Promise { return next.Pick(c.Query()).Promise }
	Plan func(c *Case) *Promise
	// At is the instant at which everything is judged: what is not done by then may be late. Default: the last event of each case.
	At time.Time
	// Workers is how many goroutines replay cases; all have ended when the back-test returns. Default: one for each core.
	Workers int
}

// Comparison is what a back-test found. In the trial, plans made later for single cases are left out: it is as if the tried promise had been given and kept.
type Comparison struct {
	Cases      int64
	Was, Would Tally
	// Turned says, for each target, how many cases would have gone better or worse.
	Turned map[TargetCode]Turned
	// Unpromised is how many cases the trial would promise nothing.
	Unpromised int64
}

// Turned counts cases whose promises of one target would have turned out differently.
type Turned struct {
	Better int64 // broken as it was, kept in the trial
	Worse  int64 // kept as it was, broken in the trial
}

// Query is what the agreement of a case is picked by, at its opening.
func (c *Case) Query() Query {
	q := Query{Customer: c.Customer, Segment: c.Segment, Channel: c.Channel, Topic: c.Topic}
	for i := range c.Events {
		if e := &c.Events[i]; e.Kind == Opened && (q.At.IsZero() || e.At.Before(q.At)) {
			q.At = e.At
		}
	}
	return q
}

// batchCases is how many cases a worker is handed at once.
const batchCases = 128

// Backtest replays cases twice, as they were promised and as the trial would have it, and compares what became of them. The cases stream by: it
// takes the same memory for a hundred and for ten million. It stops at the first error, which names the case by its place.
func Backtest(ctx context.Context, cases iter.Seq2[Case, error], t Trial) (*Comparison, error) {
	return backtest(ctx, t, cases, func(w *worker, c Case) error { return w.try(&c) })
}

// BacktestArchive is Backtest of an archive, which the workers decode.
func BacktestArchive(ctx context.Context, archive io.Reader, t Trial) (*Comparison, error) {
	return backtest(ctx, t, storedCases(archive), func(w *worker, body []byte) error {
		if err := w.decoder.decode(body, &w.stored); err != nil {
			return err
		}
		return w.try(&w.stored)
	})
}

// batch is cases on their way to a worker. first is the place of the first.
type batch[T any] struct {
	first int64
	items []T
}

func backtest[T any](ctx context.Context, t Trial, cases iter.Seq2[T, error], try func(*worker, T) error) (*Comparison, error) {
	if t.Book == nil || t.Plan == nil {
		return nil, errors.New("sla: a trial needs the book of what was promised, and a plan")
	}
	if t.Workers <= 0 {
		t.Workers = runtime.GOMAXPROCS(0)
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	batches, empty := make(chan batch[T], t.Workers), make(chan []T, 2*t.Workers+1)
	workers := make([]worker, t.Workers)
	var running sync.WaitGroup
	for i := range workers {
		workers[i] = worker{trial: &t}
		running.Go(func() {
			for b := range batches {
				for k, item := range b.items {
					if err := try(&workers[i], item); err != nil {
						stop(fmt.Errorf("sla: case %d: %w", b.first+int64(k)+1, err))
						break
					}
				}
				clear(b.items)
				empty <- b.items[:0]
			}
		})
	}
	feed(ctx, cases, batches, empty, stop)
	close(batches)
	running.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return sum(workers), nil
}

// feed hands out the cases in batches, whose room is used again. There are never more batches than empty holds.
func feed[T any](ctx context.Context, cases iter.Seq2[T, error], batches chan<- batch[T], empty chan []T, stop context.CancelCauseFunc) {
	for range cap(empty) {
		empty <- make([]T, 0, batchCases)
	}
	var place int64
	items := <-empty
	hand := func() bool {
		select {
		case batches <- batch[T]{place - int64(len(items)), items}:
			items = <-empty
			return true
		case <-ctx.Done():
			return false
		}
	}
	for c, err := range cases {
		if err != nil {
			stop(fmt.Errorf("sla: after case %d: %w", place, err))
			return
		}
		place++
		if items = append(items, c); len(items) == cap(items) && !hand() {
			return
		}
	}
	hand()
}

// worker replays cases in room of its own.
type worker struct {
	trial      *Trial
	decoder    decoder
	stored     Case
	was, would State
	found      Comparison
}

func (w *worker) try(c *Case) error {
	given, ok := w.trial.Book.Promise(c.Plan)
	if !ok {
		return fmt.Errorf("%w: %v", ErrUnknownPlan, c.Plan)
	}
	events := inOrder(c.Events)
	if err := w.was.replay(given, events, w.trial.At, false); err != nil {
		return err
	}
	w.found.Cases++
	w.found.Was.Add(c.Segment, &w.was)
	plan := w.trial.Plan(c)
	if plan == nil {
		w.found.Unpromised++
		return nil
	}
	if err := w.would.replay(plan, events, w.trial.At, true); err != nil {
		return err
	}
	w.found.Would.Add(c.Segment, &w.would)
	w.compare(given)
	return nil
}

// replay is Replay into room that was used before.
func (s *State) replay(p *Promise, ordered []Event, at time.Time, fixed bool) error {
	r := replay{plan: p, given: p, fixed: fixed}
	r.state = State{Runs: s.Runs[:0], Holds: s.Holds[:0], Fires: s.Fires[:0], Changes: s.Changes[:0], Ignored: s.Ignored[:0]}
	r.run(ordered, at)
	*s = r.state
	return r.err
}

// compare notes the targets that turned out differently.
func (w *worker) compare(given *Promise) {
	for i := range given.targets {
		code := given.targets[i].Code
		was, would := w.was.outcome(code), w.would.outcome(code)
		if was == would || was != Met && was != Breached || would != Met && would != Breached {
			continue
		}
		if w.found.Turned == nil {
			w.found.Turned = map[TargetCode]Turned{}
		}
		t := w.found.Turned[code]
		if would == Met {
			t.Better++
		} else {
			t.Worse++
		}
		w.found.Turned[code] = t
	}
}

// outcome is that of all promises of a target together: broken if one is, else kept if one is.
func (s *State) outcome(target TargetCode) (o Outcome) {
	for i := range s.Runs {
		r := &s.Runs[i]
		switch {
		case r.Target != target:
		case r.Outcome == Breached:
			return Breached
		case r.Outcome == Met && !r.Superseded:
			o = Met
		}
	}
	return o
}

func sum(workers []worker) *Comparison {
	all := &Comparison{Turned: map[TargetCode]Turned{}}
	for i := range workers {
		found := &workers[i].found
		all.Cases += found.Cases
		all.Unpromised += found.Unpromised
		all.Was.Merge(&found.Was)
		all.Would.Merge(&found.Would)
		for code, t := range found.Turned {
			sum := all.Turned[code]
			all.Turned[code] = Turned{sum.Better + t.Better, sum.Worse + t.Worse}
		}
	}
	return all
}
