package queue

import (
	"context"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// Move sets the due time of everything under this key that is not delivered yet, and returns how many deliveries that were, 0 if there is
// nothing. A time that has passed is at once. What was parked or has failed begins anew; what a handler has in hand comes again at the new
// time. A timer has a key of its own, since an item that is not due holds up those behind it. ErrItem: the time is missing, or no item can have
// the key.
func (t Topic[T]) Move(ctx context.Context, tx storage.Tx, key string, due time.Time) (int, error) {
	if due.IsZero() {
		return 0, refuse("%s %q cannot be moved: the new time is missing", t.name, key)
	}
	due = due.UTC().Truncate(time.Microsecond)
	n, err := t.each(ctx, tx, key,
		func(ctx context.Context, tx storage.Tx, l lane) error {
			l.Head.Due = due
			if l.Lease == "" {
				l.renew(due)
			}
			_, err := lanes.Put(ctx, tx, l)
			return err
		},
		func(ctx context.Context, tx storage.Tx, it item) error {
			it.Parcel.Due = due
			_, err := items.Put(ctx, tx, it)
			return err
		})
	if err == nil && n > 0 {
		t.bell.ringAfter(tx)
	}
	return n, err
}

// Cancel removes everything under this key that is not delivered yet, and returns how many deliveries that were, 0 if there is nothing.
// A handler that has one in hand is not stopped.
func (t Topic[T]) Cancel(ctx context.Context, tx storage.Tx, key string) (int, error) {
	return t.each(ctx, tx, key,
		func(ctx context.Context, tx storage.Tx, l lane) error { return lanes.Delete(ctx, tx, l) },
		func(ctx context.Context, tx storage.Tx, it item) error { return items.Delete(ctx, tx, it) })
}

// each does something to every lane of a key, under its version, and then to every item in it. The inbox comes first: what is sorted out of it
// meanwhile is then found in its lane.
func (t Topic[T]) each(ctx context.Context, tx storage.Tx, key string,
	toLane func(context.Context, storage.Tx, lane) error, toItem func(context.Context, storage.Tx, item) error,
) (int, error) {
	if fault := t.known().fault(); fault != "" {
		return 0, refuse("%s", fault)
	}
	if err := checkKey(key); err != nil || key == "" {
		return 0, err
	}
	start := laneName(t.name, key, "")
	n, err := eachItem(ctx, tx, start, toItem)
	if err != nil {
		return n, err
	}
	all := byLane.Prefix().From(start).Before(t.name + separator + key + behindSep)
	err = eachPage(ctx, func(cursor string) (storage.Page[lane], error) {
		return lanes.Page(ctx, tx, all, cursor, 0)
	}, func(l lane) error {
		if err := toLane(ctx, tx, l); err != nil {
			return err
		}
		behind, err := eachItem(ctx, tx, l.Lane, toItem)
		n += 1 + behind
		return err
	})
	return n, err
}

func eachItem(ctx context.Context, tx storage.Tx, lane string, do func(context.Context, storage.Tx, item) error) (n int, err error) {
	err = eachPage(ctx, func(cursor string) (storage.Page[item], error) {
		return items.Page(ctx, tx, byItemLane.Prefix(lane), cursor, 0)
	}, func(it item) error {
		n++
		return do(ctx, tx, it)
	})
	return n, err
}

func eachPage[T any](ctx context.Context, page func(cursor string) (storage.Page[T], error), do func(T) error) error {
	for cursor := ""; ctx.Err() == nil; {
		p, err := page(cursor)
		if err != nil {
			return err
		}
		for _, v := range p.Items {
			if err := do(v); err != nil {
				return err
			}
		}
		if cursor = p.Next; cursor == "" {
			return nil
		}
	}
	return ctx.Err()
}
