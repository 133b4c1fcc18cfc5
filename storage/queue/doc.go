// Package queue is a durable queue for events, tasks and timers on the storage contract alone: it needs no server, no broker and no cron,
// and works on whatever store the host has.
//
// # Using it
//
// A topic is declared once, as a package variable. An item is put on it in the same transaction as the change that it announces, so
// that both happen or neither:
//
//	var Registered = queue.NewTopic[RegisteredEvent]("warranty.registered", 1)
//
//	err := Registered.With(bell).Put(ctx, tx, queue.Item[RegisteredEvent]{Key: id, Order: reg.Version, Payload: …})
//
// A worker hands it to every subscriber by name. The host runs it in a goroutine, or from its own scheduler; nothing runs unasked:
//
//	worker, err := queue.NewWorker(queue.Config{
//		Tenants:       tenants,
//		Bell:          bell,
//		Subscriptions: []queue.Subscription{queue.Subscribe(Registered, "letter", sendLetter)},
//	})
//	go worker.Run(ctx)              // until ctx ends and the handlers in hand have finished
//	report, err := worker.RunOnce(ctx) // or: what is due now
//
// The [Bell] joins the two within a process, so that nothing waits for a poll; package pgxstore joins the bells of several over PostgreSQL. On a transaction of the host's own (WithTx) the host rings it
// after its commit.
//
// # What it promises
//
// What was put and committed is delivered at least once to each subscriber, and what was not committed never. A receiver outside the database
// tells by [Delivery.ID] what it has already; effects in the same database happen exactly once through [Delivery.Done].
//
// The items of one topic and key come to a subscriber one after another: in the order of the record's version that they announce, then of their
// putting. One that is not due yet holds up those behind it. Items without a key are in no order. A timer is an item with a due time and a
// key of its own, which [Topic.Move] and [Topic.Cancel] find.
//
// A handler that fails or panics is called again after a growing pause. After too many failures, or when it says so ([Park]), that one
// delivery is parked with its error, and with it what waits behind it for the same key and the same subscriber. It blocks nothing else.
// [ListParked], [Retry] and [Drop] are for whoever looks after it.
//
// Any number of workers may run in any number of processes. A claim is a lease, renewed while the handler runs; what a crashed worker had
// in hand comes again when its lease ends. All tenants are served in turn, so that one with a hundred times the work of another does not keep it waiting.
//
// Nothing is lost between programs of different age. An item of an unknown topic, or a task without a handler, is put aside. A delivery with a newer
// payload, or for a subscriber that is no longer there, is parked. A program that knows better takes them up by itself. An event that nobody
// subscribes to is complete.
//
// Items know their subject, so that storage.Export and storage.Erase find the payloads. An erased delivery completes without its handler.
//
// # How it works
//
// Put inserts the item into an inbox and touches nothing else, so the host's transaction never meets a worker's. A worker takes items from the inbox into
// lanes, one lane for each topic, key and subscriber, and leases a lane by writing it under its version. Completing a delivery moves its lane to
// the next, or deletes it; parking it takes the lane out of the index of what is ready. Whoever changes what waits in a lane writes the lane.
// Without that, two transactions at once can miss each other: one sees nothing behind the delivery that it completes, the other a delivery before
// the item that it appends, and nobody ever looks at that item again.
//
// Where the engine can tell what other transactions have in hand (storage.FreeScanner), workers of one tenant leave that to one another; else the
// versions decide who has it. A worker remembers for a moment how far it has come, so that what it has done does not slow it down until the engine
// tidies up.
//
// The lane holds its first delivery itself, and only the others wait as items: that spares a look-up and two writes for nearly every delivery, since
// few keys have more than one. An item that is due and first of its key is admitted and leased in one step.
package queue
