package queue_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// RegisteredEvent is told to whoever wants to know of a registration. It carries ids; who needs more reads it.
type RegisteredEvent struct {
	Registration string `json:"registration"`
}

// Registered is declared once, as a package variable.
var Registered = queue.NewTopic[RegisteredEvent]("warranty.registered", 1)

// An event is put in the transaction that makes the change, and every subscriber gets it once that has committed.
func Example() {
	ctx := context.Background()
	tenants, err := memory.New(queue.Schemas()...) // beside the host's own collections
	if err != nil {
		log.Fatal(err)
	}
	worker, err := queue.NewWorker(queue.Config{
		Tenants:     tenants,
		Concurrency: 1,
		Subscriptions: []queue.Subscription{
			queue.Subscribe(Registered, "crm", func(_ context.Context, _ storage.Store, d queue.Delivery[RegisteredEvent]) error {
				fmt.Println("crm hears of", d.Payload.Registration)
				return nil
			}),
			queue.Subscribe(Registered, "letter", func(_ context.Context, _ storage.Store, d queue.Delivery[RegisteredEvent]) error {
				fmt.Println("a letter goes out for", d.Payload.Registration)
				return nil
			}),
		},
	})
	if err != nil {
		log.Fatal(err)
	}

	shop := tenants.ForTenant("")
	register := func(serial string, goesWell bool) error {
		return shop.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			// … the registration itself is saved here …
			err := Registered.Put(ctx, tx, queue.Item[RegisteredEvent]{Key: serial, Order: 1, Payload: RegisteredEvent{serial}})
			if err == nil && !goesWell {
				err = errors.New("the till has lost its connection")
			}
			return err
		})
	}
	fmt.Println(register("SN-1", false))
	fmt.Println(register("SN-2", true))

	report, err := worker.RunOnce(ctx) // or go worker.Run(ctx)
	fmt.Println(report.Done, "done", err)
	// Output:
	// the till has lost its connection
	// <nil>
	// crm hears of SN-2
	// a letter goes out for SN-2
	// 2 done <nil>
}

// A timer is a task with a key of its own: it can be moved and cancelled until it is delivered.
func ExampleTopic_Move() {
	type Reminder struct {
		Case string `json:"case"`
	}
	remind := queue.NewTask[Reminder]("case.remind", 1)
	ctx := context.Background()
	tenants, err := memory.New(queue.Schemas()...)
	if err != nil {
		log.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	worker, err := queue.NewWorker(queue.Config{
		Tenants: tenants,
		Now:     func() time.Time { return now },
		Subscriptions: []queue.Subscription{
			queue.Subscribe(remind, "mail", func(_ context.Context, _ storage.Store, d queue.Delivery[Reminder]) error {
				fmt.Println(now.Format("15:04"), "remind of", d.Payload.Case)
				return nil
			}),
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	err = tenants.ForTenant("").Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		for _, c := range []string{"case 1", "case 2"} {
			if err := remind.Put(ctx, tx, queue.Item[Reminder]{Key: c, Due: now.Add(time.Hour), Payload: Reminder{c}}); err != nil {
				return err
			}
		}
		moved, err := remind.Move(ctx, tx, "case 1", now.Add(3*time.Hour)) // the customer asked for more time
		fmt.Println("moved", moved, err)
		cancelled, err := remind.Cancel(ctx, tx, "case 2") // and this one is settled
		fmt.Println("cancelled", cancelled, err)
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	for range 4 {
		if _, err := worker.RunOnce(ctx); err != nil {
			log.Fatal(err)
		}
		now = now.Add(time.Hour)
	}
	// Output:
	// moved 1 <nil>
	// cancelled 1 <nil>
	// 12:00 remind of case 1
}

// A delivery that cannot be made is parked with its error. It blocks nobody but its own key and subscriber, and somebody looks at it.
func ExampleListParked() {
	ctx := context.Background()
	tenants, err := memory.New(queue.Schemas()...)
	if err != nil {
		log.Fatal(err)
	}
	printer := errors.New("the printer is out of paper")
	worker, err := queue.NewWorker(queue.Config{
		Tenants:     tenants,
		Concurrency: 1,
		Subscriptions: []queue.Subscription{
			queue.Subscribe(Registered, "card", func(_ context.Context, _ storage.Store, d queue.Delivery[RegisteredEvent]) error {
				if printer != nil && d.Payload.Registration == "SN-1" {
					return queue.Park(printer) // or any error, MaxAttempts times
				}
				fmt.Println("card printed for", d.Payload.Registration)
				return nil
			}),
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	shop := tenants.ForTenant("")
	err = shop.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		for _, serial := range []string{"SN-1", "SN-2"} {
			if err := Registered.Put(ctx, tx, queue.Item[RegisteredEvent]{Key: serial, Payload: RegisteredEvent{serial}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := worker.RunOnce(ctx); err != nil {
		log.Fatal(err)
	}
	for p, err := range queue.ListParked(shop).All(ctx) {
		fmt.Println("parked:", p.Topic, p.Key, p.Subscriber, "-", p.Error, err)
		printer = nil
		fmt.Println("retried:", queue.Retry(ctx, shop, p.ID)) // or queue.Drop
	}
	if _, err := worker.RunOnce(ctx); err != nil {
		log.Fatal(err)
	}
	// Output:
	// card printed for SN-2
	// parked: warranty.registered SN-1 card - park: the printer is out of paper <nil>
	// retried: <nil>
	// card printed for SN-1
}

// A handler whose effects are in the same database completes the delivery in their transaction: both happen exactly once.
func ExampleDelivery_Done() {
	type Point struct {
		ID      storage.ID[Point] `json:"id"`
		Version int64             `json:"version"`
		Of      string            `json:"of"`
	}
	points := storage.Declare("point", storage.Declaration[Point]{
		Key: func(p *Point) (*storage.ID[Point], *int64) { return &p.ID, &p.Version },
	})
	ctx := context.Background()
	tenants, err := memory.New(append(queue.Schemas(), points.Schema())...)
	if err != nil {
		log.Fatal(err)
	}
	worker, err := queue.NewWorker(queue.Config{
		Tenants: tenants,
		Subscriptions: []queue.Subscription{
			queue.Subscribe(Registered, "points", func(ctx context.Context, store storage.Store, d queue.Delivery[RegisteredEvent]) error {
				return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
					if _, err := points.Put(ctx, tx, Point{Of: d.Payload.Registration}); err != nil {
						return err
					}
					return d.Done(ctx, tx)
				})
			}),
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	err = tenants.ForTenant("").Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		return Registered.Put(ctx, tx, queue.Item[RegisteredEvent]{Key: "SN-1", Payload: RegisteredEvent{"SN-1"}})
	})
	if err != nil {
		log.Fatal(err)
	}
	report, err := worker.RunOnce(ctx)
	fmt.Println(report.Done, err)
	// Output: 1 <nil>
}
