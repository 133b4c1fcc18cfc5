package queue

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// take claims up to n deliveries of a tenant that may be made now, in one transaction. Half of them may come from lanes before the inbox is looked
// at, so that neither a full inbox nor a long backlog starves the other; odd n favours them in turn.
func (w *Worker) take(ctx context.Context, tenant string, store storage.Store, n int, inboxFirst bool, at front) (*taking, error) {
	var t *taking
	token := newToken()
	err := store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		t = &taking{w: w, tx: tx, tenant: tenant, store: store, now: w.now(), token: token, room: n, front: at}
		half := (n + 1) / 2
		if inboxFirst {
			half = n / 2
		}
		if err := t.claim(ctx, half); err != nil {
			return err
		}
		if err := t.admit(ctx); err != nil {
			return err
		}
		err := t.claim(ctx, t.room)
		if t.readied {
			t.front.ready = time.Time{}
		}
		return err
	})
	return t, err
}

// claim leases lanes that are ready, the longest waiting first.
func (t *taking) claim(ctx context.Context, n int) error {
	n = min(n, t.room)
	ready, cursor := since(t.front.ready).UpTo(t.now), ""
	for pages := 0; n > 0 && pages < maxPages; pages++ {
		page, err := lanes.FreePage(ctx, t.tx, ready, cursor, max(n, minPage))
		if err != nil {
			return err
		}
		for _, l := range page.Items {
			had := len(t.jobs)
			t.front.ready = l.Ready
			if err := t.lease(ctx, l); err != nil {
				return err
			}
			if n -= len(t.jobs) - had; n == 0 {
				return nil
			}
		}
		if cursor = page.Next; cursor == "" {
			t.front.ready = t.now
			return nil
		}
	}
	return nil
}

// since are the lanes that are ready from this time on; the zero time: all.
func since(from time.Time) storage.Range[lane] {
	if from.IsZero() {
		return byReady.Prefix()
	}
	return byReady.Prefix().From(from)
}

// lease gives a lane to this claim, or does what keeps its first from being delivered.
func (t *taking) lease(ctx context.Context, l lane) error {
	s := settling{tx: t.tx, now: t.now}
	topic, _, name := splitLane(l.Lane)
	sub := t.w.subscription(topic, name)
	if sub == nil && t.leave(t.now.Sub(l.Ready)) {
		return nil
	}
	t.changed = true
	switch {
	case l.Head.erased():
		t.erased++
		t.readied = true
		return s.next(ctx, l)
	case sub == nil:
		t.parked++
		l.park(t.now, true)
		l.note(fmt.Errorf("this program has no subscriber %q of topic %s: one that has it will take it up", name, topic), "", t.now)
		return s.save(ctx, l)
	case l.Attempts >= t.w.config.MaxAttempts:
		t.parked++
		l.park(t.now, false)
		l.note(fmt.Errorf("claimed %d times, and no handler came to an end: it blocks, or stops the process", l.Attempts), l.Stack, t.now)
		return s.save(ctx, l)
	case !l.Head.dueBy(t.now): // it was moved while a worker had it that has gone
		l.renew(t.now)
		return s.save(ctx, l)
	}
	l.lease(t.token, t.now, t.w.config.Lease)
	l, err := lanes.Put(ctx, t.tx, l)
	if err == nil {
		t.claimed(sub, l)
	} else if isConflict(err) {
		return nil // somebody else was faster
	}
	return err
}

func newToken() string { return strconv.FormatUint(rand.Uint64(), 36) }

// peek looks, without a lock, whether a tenant has anything to do now, and if not, when it will have. Behind a front there was more.
func (w *Worker) peek(ctx context.Context, store storage.Store, at front) (due bool, next time.Time, err error) {
	if at.inbox != "" {
		return true, next, nil
	}
	err = store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		first, err := lanes.Page(ctx, r, since(at.ready), "", 1)
		if err != nil {
			return err
		}
		if len(first.Items) > 0 {
			next = first.Items[0].Ready
			if due = !next.After(w.now()); due {
				return nil
			}
		}
		fresh, err := items.Page(ctx, r, byItemFresh.Prefix(inbox), "", 1)
		due = len(fresh.Items) > 0
		return err
	})
	return due, next, err
}
