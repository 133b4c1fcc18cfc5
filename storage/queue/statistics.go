package queue

import (
	"context"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// StatisticsCap is where counting stops, so that it costs the same however much waits: a count of StatisticsCap means that many or more.
const StatisticsCap = 1000

// Statistics says how a tenant's queue stands. The counts are not taken at one instant.
type Statistics struct {
	// OldestDue is since when the oldest work waits that could be done now: a delivery that is due, or an item that was put and that no worker
	// has looked at yet. Zero: nothing waits. It is exact, whatever the cap.
	OldestDue time.Time
	// Inbox is how many items were put that no worker has looked at yet.
	Inbox int
	// Due is how many deliveries could be made now; of one key and subscriber only the first counts.
	Due int
	// Pending is how many are due, due later, waiting for another attempt or in hand; likewise.
	Pending int
	// Parked is how many are parked.
	Parked int
	// Aside is how many items were put aside, since no program that looked at them knows their topic or has a handler for their task.
	Aside int
	// Unknown is how many of those there are of each topic.
	Unknown map[string]int
}

// ReadStatistics counts what is in a tenant's queue at this instant.
func ReadStatistics(ctx context.Context, store storage.Store, now time.Time) (Statistics, error) {
	var s Statistics
	err := store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		s = Statistics{Unknown: map[string]int{}}
		fresh := byItemFresh.Prefix(inbox)
		due := byReady.Prefix().UpTo(now)
		oldest := func(at time.Time) {
			if s.OldestDue.IsZero() || at.Before(s.OldestDue) {
				s.OldestDue = at
			}
		}
		for _, count := range []func() error{
			func() error { return first(ctx, r, items, fresh, func(it item) { oldest(idTime(it.ID)) }) },
			func() error { return first(ctx, r, lanes, due, func(l lane) { oldest(l.Ready) }) },
			func() error { return count(ctx, r, items, fresh, &s.Inbox, nil) },
			func() error { return count(ctx, r, lanes, due, &s.Due, nil) },
			func() error { return count(ctx, r, lanes, byReady.Prefix(), &s.Pending, nil) },
			func() error { return count(ctx, r, lanes, byParked.Prefix(), &s.Parked, nil) },
			func() error {
				return count(ctx, r, items, byItemFresh.Prefix(aside), &s.Aside, func(it item) {
					topic, _, _ := splitLane(it.Lane)
					s.Unknown[topic]++
				})
			},
		} {
			if err := count(); err != nil {
				return err
			}
		}
		return nil
	})
	return s, err
}

func first[T any](ctx context.Context, r storage.Reader, c *storage.Collection[T], of storage.Range[T], do func(T)) error {
	page, err := c.Page(ctx, r, of, "", 1)
	if err == nil && len(page.Items) > 0 {
		do(page.Items[0])
	}
	return err
}

// count reads small pages, since payloads may be large.
func count[T any](ctx context.Context, r storage.Reader, c *storage.Collection[T], of storage.Range[T], n *int, each func(T)) error {
	for cursor := ""; ; {
		page, err := c.Page(ctx, r, of, cursor, 100)
		if err != nil {
			return err
		}
		for _, v := range page.Items {
			if *n++; each != nil {
				each(v)
			}
		}
		if cursor = page.Next; cursor == "" || *n >= StatisticsCap {
			return nil
		}
	}
}
