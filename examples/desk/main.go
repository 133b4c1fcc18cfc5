// Command desk is a month of a shop's service counter: everything that was recorded from 24 August to 23 September 2026 is brought in, in the order in which it
// happened, and a worker wakes the cases as the days go by. Then it shows the list, how long things took, and whether the promises were kept; explains one
// late case, in words and as a picture; and tries a tighter promise on the same month.
//
//	go run ./examples/desk
//
// It ends by comparing every case with what a program that counts minute by minute makes of it.
package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	_ "modernc.org/sqlite"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/storage/sqlite"
)

func main() {
	dir, err := os.MkdirTemp("", "chamsoc-desk")
	if err == nil {
		err = run(context.Background(), os.Stdout, dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
}

// counter is the host: it has a database and Chamsoc in it.
type counter struct {
	out   io.Writer
	dir   string
	care  chamsoc.Chamsoc
	work  *queue.Worker
	now   time.Time
	book  *sla.Book
	ids   map[string]storage.ID[desk.Case] // by the counter's own numbers
	cases []desk.Case                      // at the end of the month
	data  data

	mu     sync.Mutex
	told   map[string]int // whom the worker told of how many levels
	checks int
}

// monthEnd is the instant at which everything is looked at.
var monthEnd = time.Date(2026, time.September, 24, 0, 0, 0, 0, zone)

// zone is the counter's, without a time zone database.
var zone = care.Env{}.Location()

func run(ctx context.Context, out io.Writer, dir string) error {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "counter.db")+"?_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_txlock=immediate")
	if err != nil {
		return err
	}
	defer db.Close()
	c := &counter{out: out, dir: dir, ids: map[string]storage.ID[desk.Case]{}, told: map[string]int{}}
	if err := c.open(ctx, db); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{c.live, c.list, c.explain, c.tryTighter, c.check} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "\nPASS %d checks\n", c.checks)
	return nil
}

// open makes the tables, reads the agreements and makes the worker.
func (c *counter) open(ctx context.Context, db *sql.DB) (err error) {
	if c.data, err = load(); err != nil {
		return err
	}
	if c.book, err = c.data.book(nil); err != nil {
		return err
	}
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: chamsoc.Schemas()})
	if err != nil {
		return err
	}
	if err := tenants.Apply(ctx); err != nil {
		return err
	}
	now := func() time.Time { return c.now }
	if c.care, err = chamsoc.New(tenants.ForTenant(""), chamsoc.Config{Env: care.Env{Now: now}, Book: c.book}); err != nil {
		return err
	}
	c.work, err = c.care.Worker(queue.Config{Tenants: tenants, Now: now, Subscriptions: []queue.Subscription{
		queue.Subscribe(desk.Escalated, "pager", c.page),
	}})
	return err
}

// page tells whom the agreement names that a case has reached a level. A host would send a message.
func (c *counter) page(_ context.Context, _ storage.Store, d queue.Delivery[desk.CaseEvent]) error {
	c.mu.Lock() // handlers run side by side
	defer c.mu.Unlock()
	for _, who := range d.Payload.Event.Tell {
		c.told[string(who)]++
	}
	return nil
}

// live brings in the month in the order in which it happened. The worker runs every morning, and once more at the end.
func (c *counter) live(ctx context.Context) error {
	morning := time.Date(2026, time.August, 24, 7, 0, 0, 0, zone)
	for _, line := range c.data.lines {
		for !morning.After(line.at) {
			if err := c.wake(ctx, morning); err != nil {
				return err
			}
			morning = morning.AddDate(0, 0, 1)
		}
		c.now = line.at
		if err := c.take(ctx, line); err != nil {
			return fmt.Errorf("%s %s of %s: %w", line.at.Format("02/01 15:04"), line.step, line.number, err)
		}
	}
	if err := c.wake(ctx, monthEnd); err != nil {
		return err
	}
	for found, err := range c.care.Desk.Opened(time.Time{}, monthEnd).All(ctx) {
		if err != nil {
			return err
		}
		c.cases = append(c.cases, found)
	}
	return nil
}

func (c *counter) wake(ctx context.Context, at time.Time) error {
	c.now = at
	_, err := c.work.RunOnce(ctx)
	return err
}

// take brings in one line of the counter's record.
func (c *counter) take(ctx context.Context, l line) (err error) {
	d, on := c.care.Desk, desk.On{Case: c.ids[l.number], By: l.by}
	switch l.step {
	case desk.StepOpen:
		var r desk.Receipt
		r, err = d.Open(ctx, desk.Intake{
			Key: l.number, Number: l.number, Channel: l.channel, Kind: l.kind, Topic: l.topic, Segment: l.segment,
			Customer: l.customer, Name: l.name, Phone: l.phone, Invoice: l.invoice, By: l.by, Text: l.text,
		})
		c.ids[l.number] = r.Case.ID
	case desk.StepAssign:
		_, err = d.Assign(ctx, desk.Assignment{On: on, Owner: l.who})
	case desk.StepHandOver:
		_, err = d.HandOver(ctx, desk.Handover{On: on, Unit: l.who, Text: l.text})
	case desk.StepWait:
		_, err = d.Wait(ctx, desk.Waiting{On: on, For: l.party, Unit: l.who, Text: l.text})
	case desk.StepResume:
		_, err = d.Resume(ctx, desk.Resumption{On: on, For: l.party, Text: l.text})
	case desk.StepHear:
		_, err = d.Hear(ctx, desk.Words{On: on, Channel: l.channel, Text: l.text})
	case desk.StepReply:
		_, err = d.Reply(ctx, desk.Answer{On: on, Channel: l.channel, Text: l.text})
	case desk.StepResolve:
		_, err = d.Resolve(ctx, desk.Resolution{On: on, Outcome: l.outcome, Cause: l.cause, Factor: l.factor, Text: l.text})
	default:
		err = fmt.Errorf("no counter does this")
	}
	return err
}
