package queue

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// run is one Run or RunOnce: a loop in the caller's goroutine, which alone uses the store for claiming, renewing and recording, and the
// handlers, each in a goroutine of the hand.
//
// What falls due goes by Config.Now. How long the run itself waits goes by the process's own clock, which nobody sets.
type run struct {
	w    *Worker
	once bool
	hand *hand
	rota *rota
	ear  *ear

	want    int // deliveries claimed at once, fitted to how fast the handlers are
	flip    bool
	filled  time.Time // when deliveries were last claimed
	renewAt time.Time
	holdOff time.Time // no recording before this, after the store failed

	claimed int
	report  Report
	errs    []error // of RunOnce
	fatal   error   // makes working impossible
	clock   clock
}

func (w *Worker) start(once bool) *run { return &run{w: w, once: once, want: w.config.Batch} }

// linger is how long a finished delivery waits for others to be recorded with it, while handlers are running.
const linger = 2 * time.Millisecond

func (r *run) loop(ctx context.Context) (Report, error) {
	r.hand = newHand(ctx, r.w.config)
	r.rota = newRota(r.w)
	r.ear = r.w.config.Bell.listen()
	defer r.ear.close()
	store, end := context.WithCancel(context.WithoutCancel(ctx)) // what is begun in the store is brought to an end, if that does not take for ever
	defer end()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(r.grace()+lastCall, end) })()
	for {
		r.watch()
		r.record(store, false)
		if ctx.Err() != nil || r.fatal != nil {
			return r.report, errors.Join(r.fatal, r.stop(store))
		}
		r.renew(store)
		r.fill(ctx, store)
		if r.once && r.idle() {
			return r.report, errors.Join(append(r.errs, r.fatal)...)
		}
		r.sleep(ctx)
	}
}

// lastCall is how long handlers have to return after Grace, when their contexts have ended.
const lastCall = time.Second

func (r *run) grace() time.Duration { return max(r.w.config.Grace, 0) }

// idle reports whether a RunOnce has nothing left to do.
func (r *run) idle() bool {
	r.hand.mu.Lock()
	defer r.hand.mu.Unlock()
	h := r.hand
	busy := len(h.waiting) + len(h.running) + len(h.finished)
	return busy == 0 && (r.rota.empty() || r.full())
}

func (r *run) full() bool {
	return r.once && r.w.config.Limit > 0 && r.claimed >= r.w.config.Limit
}

// fill claims deliveries for idle handlers, from one tenant after another.
func (r *run) fill(ctx, store context.Context) {
	room := r.room()
	if room == 0 {
		return
	}
	begun := time.Now()
	r.rota.hear(r.ear, !r.once)
	for room > 0 && ctx.Err() == nil && r.fatal == nil {
		if time.Since(begun) > 10*linger && (r.recordable() || !r.renewAt.IsZero() && time.Now().After(r.renewAt)) {
			return
		}
		tenant, ok := r.rota.pop(store, r.fail)
		if !ok {
			return
		}
		n, again := r.visit(store, tenant, r.rota.share(room))
		if room -= n; again {
			r.rota.push(tenant, n > 0)
		}
	}
}

// quick is how soon handlers have begun all of a batch if a larger one would do.
const quick = 25 * time.Millisecond

// room is how many deliveries to claim now. It halves while handlers take long to begin what was claimed, since other workers could have it, and
// doubles while they are quick.
func (r *run) room() int {
	h, c := r.hand, r.w.config
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.waiting) > 0 || len(h.running) >= c.Concurrency || r.full() {
		return 0
	}
	if !r.filled.IsZero() && h.drained.After(r.filled) {
		switch took := h.drained.Sub(r.filled); {
		case took > 4*quick:
			r.want = max(r.want/2, min(c.Concurrency, c.Batch))
		case took < quick:
			r.want = min(2*r.want, c.Batch)
		}
		r.filled = time.Time{}
	}
	if r.once && c.Limit > 0 {
		return min(r.want, c.Limit-r.claimed)
	}
	return r.want
}

// visit claims up to n deliveries of one tenant, and reports whether to come again at once.
func (r *run) visit(ctx context.Context, tenant string, n int) (claimed int, again bool) {
	ctx, cancel := context.WithTimeout(ctx, r.w.config.Lease)
	defer cancel()
	store := r.w.config.Tenants.ForTenant(tenant)
	if err := r.w.sweepIfTime(ctx, tenant, store); err != nil {
		r.fail(tenant, err)
		return 0, false
	}
	at := r.w.fronts.get(tenant, r.w.config.Poll)
	due, next, err := r.w.peek(ctx, store, at)
	if err != nil {
		r.fail(tenant, err)
		return 0, false
	}
	if !due && !at.isZero() { // look before it
		r.w.fronts.forget(tenant)
		return 0, true
	}
	if !due {
		r.rota.expect(tenant, next)
		return 0, false
	}
	r.rota.expect(tenant, time.Time{}) // what it has now and this program cannot do is looked at again at the next poll
	r.flip = !r.flip
	t, err := r.w.take(ctx, tenant, store, n, r.flip, at)
	if err != nil {
		r.fail(tenant, err)
		return 0, false
	}
	if again = t.changed; t.held && !again {
		time.Sleep(linger) // for the other worker, whose transaction is short
		again = true
	}
	if len(t.jobs) == 0 && !at.isZero() { // look before it
		t.front, again = front{}, true
	}
	r.w.fronts.set(tenant, t.front)
	r.report.Erased += t.erased
	r.report.Parked += t.parked
	if t.parked+t.aside > 0 {
		r.w.config.Logger.Warn("queue: there is work that this program cannot do", "tenant", tenant, "parked", t.parked, "aside", t.aside)
	}
	if len(t.jobs) > 0 {
		r.filled = time.Now()
		r.claimed += len(t.jobs)
		if r.renewAt.IsZero() {
			r.renewAt = r.filled.Add(r.w.config.tick())
		}
		r.hand.add(t.jobs)
	}
	return len(t.jobs), again
}

// fail notes that the store failed; the tenant is visited again at the next poll.
func (r *run) fail(tenant string, err error) {
	if errors.Is(err, storage.ErrSchema) {
		r.fatal = err
		return
	}
	r.w.config.Logger.Error("queue: the store failed", "tenant", tenant, "error", err)
	if r.once {
		r.errs = append(r.errs, fmt.Errorf("queue: tenant %q: %w", tenant, err))
	}
}

// sleep waits until there is something to do.
func (r *run) sleep(ctx context.Context) {
	wait := r.pause()
	if wait <= 0 {
		return
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.hand.wake:
	case <-r.ear.rung:
	case <-ctx.Done():
	}
}

// pause is how long there is nothing to do, as far as is known.
func (r *run) pause() time.Duration {
	now := time.Now()
	wait := r.w.config.Poll
	until := func(at time.Time) {
		if !at.IsZero() {
			wait = min(wait, at.Sub(now))
		}
	}
	h := r.hand
	h.mu.Lock()
	defer h.mu.Unlock()
	until(r.renewAt)
	if len(h.finished) > 0 {
		until(later2(h.since.Add(linger), r.holdOff))
	}
	if len(h.waiting) == 0 && len(h.running) < r.w.config.Concurrency && !r.full() {
		if !r.rota.empty() {
			return 0
		}
		if !r.once {
			until(r.rota.pollAt)
			wait = min(wait, r.rota.untilDue(r.w.now()))
		}
	}
	return wait
}

func later2(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// stop gives back what no handler has begun, waits for the handlers that run, and names those that do not end.
func (r *run) stop(ctx context.Context) error {
	h := r.hand
	h.mu.Lock()
	for _, j := range h.waiting {
		h.file(j, outcome{kind: released})
	}
	h.waiting = nil
	h.mu.Unlock()
	if r.await(ctx, r.grace()) {
		return nil
	}
	h.mu.Lock()
	for j := range h.running {
		j.cancel(ErrStopped)
	}
	h.mu.Unlock()
	if r.await(ctx, lastCall) {
		return nil
	}
	var names []string
	h.mu.Lock()
	defer h.mu.Unlock()
	for j := range h.running {
		j.state = abandoned
		names = append(names, j.String())
	}
	for _, j := range h.finished {
		names = append(names, j.String()+" (its end could not be recorded)")
	}
	slices.Sort(names)
	return fmt.Errorf("%w: %s", ErrAbandoned, strings.Join(names, ", "))
}

// await records what finishes until nothing is in hand, but not longer than this.
func (r *run) await(ctx context.Context, longest time.Duration) bool {
	deadline := time.Now().Add(longest)
	for {
		r.record(ctx, true)
		r.renew(ctx)
		r.hand.mu.Lock()
		left := len(r.hand.running) + len(r.hand.finished)
		r.hand.mu.Unlock()
		wait := time.Until(deadline)
		if left == 0 || wait <= 0 {
			return left == 0
		}
		if !r.holdOff.IsZero() {
			wait = min(wait, max(time.Until(r.holdOff), linger))
		}
		timer := time.NewTimer(min(wait, r.w.config.tick()))
		select {
		case <-timer.C:
		case <-r.hand.wake:
		}
		timer.Stop()
	}
}

// clock compares the worker's clock with the process's own.
type clock struct{ wall, own time.Time }

// watch notices when the worker's clock is set. Leases are then renewed by the new time, and every tenant is gone through for times that
// no right clock would have set.
func (r *run) watch() {
	wall, own := r.w.now(), time.Now()
	jump := wall.Sub(r.clock.wall) - own.Sub(r.clock.own)
	known := !r.clock.own.IsZero()
	r.clock = clock{wall, own}
	if known && (jump > patience || jump < -patience) {
		r.w.config.Logger.Warn("queue: the clock was set", "by", jump, "to", wall)
		r.renewAt = own
		r.w.sweepAll()
		r.w.fronts.forgetAll()
		r.rota.reload()
	}
}
