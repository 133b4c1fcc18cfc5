package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

// Parked is a delivery that is not tried again by itself: it failed too often, or its handler parked it. It blocks what waits behind it for
// the same key and subscriber, and nothing else.
type Parked struct {
	ID         string    // of the delivery, for Retry and Drop
	Item       uuid.UUID // Delivery.ID
	Topic      string
	Key        string
	Subscriber string
	Subject    string
	At         time.Time // when it was parked
	Attempts   int
	Behind     int       // deliveries that wait behind it
	Failed     time.Time // the last attempt
	Error      string    // its error
	Stack      string    // of a panic
	Erased     bool      // its subject was erased; retried, it completes without its handler
	Waits      bool      // for a program that knows its subscriber and its payload, which takes it up by itself
	Version    int       // of the payload
	Payload    json.RawMessage
}

// ParkedList is the parked deliveries of a tenant, the longest parked first, read page by page when asked.
type ParkedList struct{ store storage.Store }

// ListParked lists what is parked in a tenant's store.
func ListParked(store storage.Store) ParkedList { return ParkedList{store} }

// All yields every parked delivery. An error is yielded once, and ends the list.
func (l ParkedList) All(ctx context.Context) iter.Seq2[Parked, error] {
	return func(yield func(Parked, error) bool) {
		for cursor := ""; ; {
			page, err := l.Page(ctx, cursor, 0)
			for _, p := range page.Items {
				if !yield(p, nil) {
					return
				}
			}
			if err != nil {
				yield(Parked{}, err)
				return
			}
			if cursor = page.Next; cursor == "" {
				return
			}
		}
	}
}

// Page returns up to n of them (1 to storage.MaxPage; 0: 100) behind the cursor, which is Next of the page before, or "" to begin.
func (l ParkedList) Page(ctx context.Context, cursor string, n int) (storage.Page[Parked], error) {
	var out storage.Page[Parked]
	err := l.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		page, err := lanes.Page(ctx, r, byParked.Prefix(), cursor, n)
		if err != nil {
			return err
		}
		out = storage.Page[Parked]{Next: page.Next, Items: make([]Parked, len(page.Items))}
		for i := range page.Items {
			out.Items[i] = parkedOf(&page.Items[i])
		}
		return nil
	})
	return out, err
}

func parkedOf(l *lane) Parked {
	p := Parked{
		ID: parkedID(l), Item: l.Head.ID.UUID(), Subject: l.Head.Subject, At: l.Parked, Attempts: l.Attempts, Behind: l.Behind,
		Failed: l.Failed, Error: l.Error, Stack: l.Stack, Erased: l.Head.erased(), Waits: l.Wants, Version: l.Head.Format, Payload: l.Head.Payload,
	}
	p.Topic, p.Key, p.Subscriber = splitLane(l.Lane)
	return p
}

// parkedID names the lane and what leads it, so that it does not fit what comes after.
func parkedID(l *lane) string { return l.ID.String() + "." + l.Head.ID.String() }

// Retry makes a parked delivery again, as if it had never been tried. Its last error stays with it until it is done. ErrNotParked: it is not
// parked any more. The host rings its bell afterwards if it does not want to wait for a poll.
func Retry(ctx context.Context, store storage.Store, id string) error {
	return unpark(ctx, store, id, func(ctx context.Context, tx storage.Tx, l lane) error {
		l.renew(l.Parked)
		_, err := lanes.Put(ctx, tx, l)
		return err
	})
}

// Drop deletes a parked delivery, and what waits behind it goes on. ErrNotParked: it is not parked any more.
func Drop(ctx context.Context, store storage.Store, id string) error {
	return unpark(ctx, store, id, func(ctx context.Context, tx storage.Tx, l lane) error {
		return settling{tx: tx, now: l.Parked}.next(ctx, l)
	})
}

func unpark(ctx context.Context, store storage.Store, id string, do func(context.Context, storage.Tx, lane) error) error {
	of, _, _ := strings.Cut(id, ".")
	laneID, err := storage.ParseID[lane](of)
	if err != nil || laneID.IsZero() {
		return fmt.Errorf("%w: %q is no parked delivery's id", ErrNotParked, id)
	}
	return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		l, err := lanes.Get(ctx, tx, laneID)
		if errors.Is(err, storage.ErrNotFound) || err == nil && (l.Parked.IsZero() || parkedID(&l) != id) {
			return fmt.Errorf("%w: delivery %s", ErrNotParked, id)
		}
		if err != nil {
			return err
		}
		return do(ctx, tx, l)
	})
}
