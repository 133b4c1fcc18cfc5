package queue

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// sweepEvery is how often a worker goes through what a tenant's ordinary work does not come across.
const sweepEvery = 10 * time.Minute

// sweep is how far a worker has come in that.
type sweep struct {
	last                  time.Time
	aside, parked, leased string // cursors
}

// sweepAll makes every tenant's sweep due.
func (w *Worker) sweepAll() {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.sweep)
}

// sweepIfTime looks, from time to time, at items put aside and deliveries parked by programs that knew less than this one, at parked ones
// whose subject was erased, and at leases and waits that were set by a clock running ahead.
func (w *Worker) sweepIfTime(ctx context.Context, tenant string, store storage.Store) error {
	w.mu.Lock()
	s := w.sweep[tenant]
	if s != nil && time.Since(s.last) < sweepEvery {
		w.mu.Unlock()
		return nil
	}
	if s == nil {
		s = &sweep{}
		w.sweep[tenant] = s
	}
	s.last = time.Now()
	own := *s
	w.mu.Unlock()
	err := errors.Join(
		sweepOver(ctx, items.List(store, byItemFresh.Prefix(aside)), store, &own.aside, w.isKnown, unsetAside),
		sweepOver(ctx, lanes.List(store, byParked.Prefix().Reverse()), store, &own.parked, w.isAble, w.unpark),
		sweepOver(ctx, lanes.List(store, byReady.Prefix().From(w.now().Add(patience))), store, &own.leased, w.isAhead, w.setBack))
	w.mu.Lock()
	defer w.mu.Unlock()
	*s = own
	return err
}

// sweepOver reads a hundred pages of a list from the cursor on and mends what is wrong. What is behind them is for the next sweep.
func sweepOver[T any](ctx context.Context, list storage.List[T], store storage.Store, cursor *string,
	wrong func(*T) bool, mend func(context.Context, storage.Tx, T) error,
) error {
	for range 100 {
		page, err := list.Page(ctx, *cursor, 100)
		if err != nil {
			*cursor = ""
			return err
		}
		*cursor = page.Next
		found := slices.DeleteFunc(page.Items, func(v T) bool { return !wrong(&v) })
		if len(found) == 0 {
			if *cursor == "" {
				return nil
			}
			continue
		}
		err = store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			for _, v := range found {
				if err := mend(ctx, tx, v); err != nil && !isConflict(err) { // what was changed since it was read is being looked after
					return err
				}
			}
			return nil
		})
		if err != nil || *cursor == "" {
			return err
		}
	}
	return nil
}

// isKnown reports whether an item put aside can be sorted by this program.
func (w *Worker) isKnown(it *item) bool {
	topic, _, _ := splitLane(it.Lane)
	t, known := w.topics[topic]
	return known && (!t.task || len(w.subs[topic]) > 0)
}

func unsetAside(ctx context.Context, tx storage.Tx, it item) error {
	it.Fresh = inbox
	_, err := items.Put(ctx, tx, it)
	return err
}

// isAble reports whether a parked delivery can go on: this program can do what the one that parked it could not, or it was erased.
func (w *Worker) isAble(l *lane) bool {
	topic, _, name := splitLane(l.Lane)
	sub := w.subscription(topic, name)
	return l.Head.erased() || l.Wants && sub != nil && l.Head.Format <= sub.topic.version
}

func (w *Worker) unpark(ctx context.Context, tx storage.Tx, l lane) error {
	l.renew(w.now())
	_, err := lanes.Put(ctx, tx, l)
	return err
}

// isAhead reports whether a lease or a wait was set by a clock that was ahead of this one.
func (w *Worker) isAhead(l *lane) bool {
	return l.Since > w.now().Add(patience).Unix()
}

// setBack lets a lease end as if it had been given now, and a wait end now.
func (w *Worker) setBack(ctx context.Context, tx storage.Tx, l lane) error {
	if now := w.now(); l.Lease == "" {
		l.free(now, now.Unix())
	} else {
		l.extend(now, w.config.Lease)
	}
	_, err := lanes.Put(ctx, tx, l)
	return err
}
