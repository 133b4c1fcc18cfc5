package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// recordable reports whether finished deliveries should be recorded now: all in one go when nothing runs, many, or the first has waited.
func (r *run) recordable() bool {
	h := r.hand
	h.mu.Lock()
	defer h.mu.Unlock()
	n := len(h.finished)
	if n == 0 || time.Now().Before(r.holdOff) {
		return false
	}
	return n >= h.batch || len(h.waiting)+len(h.running) == 0 || time.Since(h.since) >= linger
}

// record writes the outcomes of finished deliveries, one transaction for each tenant.
func (r *run) record(ctx context.Context, all bool) {
	if !r.recordable() && !all {
		return
	}
	r.hand.mu.Lock()
	jobs := r.hand.finished
	r.hand.finished = nil
	r.hand.mu.Unlock()
	r.holdOff = time.Time{}
	slices.SortStableFunc(jobs, func(a, b *job) int { return strings.Compare(a.tenant, b.tenant) })
	for len(jobs) > 0 {
		n := 1
		for n < len(jobs) && jobs[n].tenant == jobs[0].tenant {
			n++
		}
		r.recordTenant(ctx, jobs[:n])
		jobs = jobs[n:]
	}
}

// recordTenant writes outcomes of one tenant: together, and each for itself if together they fail.
func (r *run) recordTenant(ctx context.Context, jobs []*job) {
	err := r.recordJobs(ctx, jobs)
	if err != nil && len(jobs) > 1 {
		for i := range jobs {
			r.recordTenant(ctx, jobs[i:i+1])
		}
		return
	}
	r.rota.push(jobs[0].tenant, true)
	if err == nil {
		return
	}
	j := jobs[0]
	r.w.config.Logger.Error("queue: the end of a delivery could not be recorded", "delivery", j.String(), "error", err)
	r.hand.mu.Lock()
	defer r.hand.mu.Unlock()
	if r.once && time.Now().After(j.until) {
		r.report.Lost++
		r.errs = append(r.errs, fmt.Errorf("queue: the end of %s could not be recorded: %w", j, err))
		return
	}
	r.holdOff = time.Now().Add(time.Second)
	r.hand.finished = append(r.hand.finished, j)
	r.hand.since = time.Now()
}

func (r *run) recordJobs(ctx context.Context, jobs []*job) error {
	ctx, cancel := context.WithTimeout(ctx, r.w.config.Lease)
	defer cancel()
	var was []settled
	err := jobs[0].store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		was = make([]settled, len(jobs)) // anew: this may run again
		s := settling{tx: tx, now: r.w.now()}
		for i, j := range jobs {
			var err error
			if was[i], err = s.settle(ctx, j, j.result); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, j := range jobs {
		if was[i] != completed || j.lane.Behind > 0 { // its lane may be ready again, and since before
			r.w.fronts.forget(j.tenant)
		}
		r.tell(j, was[i])
	}
	return nil
}

// tell counts what became of a delivery, and logs what somebody may want to know.
func (r *run) tell(j *job, was settled) {
	level, text := slog.LevelWarn, ""
	switch was {
	case completed, moved:
		r.report.Done++
	case retried:
		r.report.Retried++
		if text = "queue: a delivery failed"; j.result.kind == later {
			level, text = slog.LevelDebug, "queue: a delivery was put off by its handler"
		}
	case isParked:
		r.report.Parked++
		level, text = slog.LevelError, "queue: a delivery is parked"
	case lost:
		if j.doneTried.Load() {
			r.report.Done++ // by its handler
			break
		}
		r.report.Lost++
		text = "queue: a lease was lost"
	}
	if text != "" {
		r.w.config.Logger.Log(context.Background(), level, text, "delivery", j.String(), "attempt", j.lane.Attempts, "error", j.result.err)
	}
}

// renew renews the leases of what is in hand, and gives up handlers that do not end.
func (r *run) renew(ctx context.Context) {
	if r.renewAt.IsZero() || time.Now().Before(r.renewAt) {
		return
	}
	byTenant := map[string][]*job{}
	r.hand.mu.Lock()
	r.giveUp()
	inHand := slices.Concat(r.hand.waiting, r.hand.finished)
	for j := range r.hand.running {
		inHand = append(inHand, j)
	}
	r.hand.mu.Unlock()
	r.renewAt = time.Time{}
	if len(inHand) > 0 {
		r.renewAt = time.Now().Add(r.w.config.tick())
	}
	for _, j := range inHand {
		byTenant[j.tenant] = append(byTenant[j.tenant], j)
	}
	for tenant, jobs := range byTenant {
		if err := r.renewJobs(ctx, jobs); err != nil {
			r.fail(tenant, err)
		}
	}
	r.forfeit(inHand)
}

// giveUp ends the contexts of handlers that are over their time, and files those as failed that ignore this.
func (r *run) giveUp() {
	for j := range r.hand.running {
		switch ran := time.Since(j.started); {
		case ran >= r.w.config.Timeout+r.w.config.Lease:
			r.hand.file(j, outcome{kind: failed, err: errors.Join(ErrTimeout, errors.New("the handler ignores the end of its context and is still running"))})
			j.state = abandoned
			r.hand.spawn()
		case ran >= r.w.config.Timeout:
			j.cancel(ErrTimeout)
		}
	}
}

// renewJobs renews the leases of one tenant's jobs. Those that have lost theirs keep their old end.
func (r *run) renewJobs(ctx context.Context, jobs []*job) error {
	ctx, cancel := context.WithTimeout(ctx, r.w.config.Lease/3)
	defer cancel()
	var kept []*job
	until := time.Now().Add(r.w.config.Lease)
	err := jobs[0].store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		kept = nil // anew: this may run again
		now := r.w.now()
		for _, j := range jobs {
			l, err := lanes.Get(ctx, tx, j.lane.ID)
			if errors.Is(err, storage.ErrNotFound) || err == nil && l.Lease != j.lane.Lease {
				continue
			}
			if err != nil {
				return err
			}
			l.extend(now, r.w.config.Lease)
			if _, err := lanes.Put(ctx, tx, l); err != nil {
				return err
			}
			kept = append(kept, j)
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.hand.mu.Lock()
	defer r.hand.mu.Unlock()
	for _, j := range jobs {
		if slices.Contains(kept, j) {
			j.until = until
		} else {
			j.until = time.Time{}
		}
	}
	return nil
}

// forfeit ends the handlers of jobs whose leases are lost or have run out, and does not begin those that waited.
func (r *run) forfeit(jobs []*job) {
	h := r.hand
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now()
	for _, j := range jobs {
		if now.Before(j.until) {
			continue
		}
		switch j.state {
		case running:
			if !j.doneTried.Load() { // it may have completed the delivery itself
				j.cancel(ErrLeaseLost)
			}
		case waiting:
			h.waiting = slices.DeleteFunc(h.waiting, func(w *job) bool { return w == j })
			h.file(j, outcome{kind: released})
		}
	}
}
