package queue

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// settling changes lanes in one transaction of one tenant.
type settling struct {
	tx  storage.Tx
	now time.Time
}

// settled is what was recorded of an outcome.
type settled uint8

const (
	completed settled = iota
	retried
	isParked
	givenBack
	moved // the delivery was moved while it was in hand, and comes again
	lost
)

// settle records the outcome of a job, if the job still has its lease.
func (s settling) settle(ctx context.Context, j *job, o outcome) (settled, error) {
	if o.kind == done && j.lane.Behind == 0 {
		// Usually nothing has touched the lane since it was claimed, and its version proves it.
		if err := s.tx.Delete(ctx, lanes.Schema(), j.lane.ID.UUID(), j.lane.Version); !isConflict(err) {
			return completed, err
		}
	}
	l, err := lanes.Get(ctx, s.tx, j.lane.ID)
	if errors.Is(err, storage.ErrNotFound) {
		return lost, nil
	}
	if err != nil || l.Lease != j.lane.Lease {
		return lost, err
	}
	if o.kind != released && !l.Head.Due.Equal(j.lane.Head.Due) {
		l.renew(s.now)
		return moved, s.save(ctx, l)
	}
	switch o.kind {
	case done:
		return completed, s.next(ctx, l)
	case released:
		l.Attempts--
		l.free(earlier(l.Head.ready(s.now), s.now), 0)
		return givenBack, s.save(ctx, l)
	}
	return s.fail(ctx, l, j.worker, o)
}

// fail says when a delivery comes again, if it does, and why it failed.
func (s settling) fail(ctx context.Context, l lane, w *Worker, o outcome) (settled, error) {
	was := retried
	switch {
	case o.kind == later:
		l.Attempts--
		l.free(o.at, s.now.Unix())
	case o.kind == parked || l.Attempts >= w.config.MaxAttempts:
		l.park(s.now, o.wants)
		was = isParked
	default:
		l.free(s.now.Add(w.backoff(l.Attempts)), s.now.Unix())
	}
	l.note(o.err, o.stack, s.now)
	return was, s.save(ctx, l)
}

// next puts the first that waits in the place of the lane's first, or deletes the lane if nothing waits.
func (s settling) next(ctx context.Context, l lane) error {
	page, err := items.Page(ctx, s.tx, byItemLane.Prefix(l.Lane), "", 1)
	if err != nil {
		return err
	}
	if len(page.Items) == 0 {
		return lanes.Delete(ctx, s.tx, l)
	}
	it := page.Items[0]
	l.Behind = max(l.Behind-1, 0)
	if page.Next != "" {
		l.Behind = max(l.Behind, 1)
	}
	l.lead(it.parcel(), s.now)
	if err := s.save(ctx, l); err != nil {
		return err
	}
	return items.Delete(ctx, s.tx, it)
}

func (s settling) save(ctx context.Context, l lane) error {
	_, err := lanes.Put(ctx, s.tx, l)
	return err
}

// isConflict reports whether a write came too late, and the transaction can go on.
func isConflict(err error) bool {
	return errors.Is(err, storage.ErrConflict) && !errors.Is(err, storage.ErrTxLost)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
