// Command outbox relays Chamsoc's events to a message bus of the host's, and dies at the worst moment: an event is on the bus, and the relay is killed
// before it can say so. Another process carries on. The event is then on the bus twice, and its receiver, which knows the event's id, applies it once.
//
// The bus is a file, a line an event; the receiver is the shop's stock list.
package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/storage/sqlite"
	"github.com/chamsoc/chamsoc/warranty"
)

func main() {
	dir := flag.String("relay", "", "relay the events in this `folder`, as a process of its own")
	dieAt := flag.Int("die", 0, "be killed after the nth event is on the bus")
	since := flag.Int64("since", began.UnixMilli(), "when the story began, in Unix `milliseconds`")
	flag.Parse()
	began = time.UnixMilli(*since)
	ctx := context.Background()
	var err error
	if *dir != "" {
		err = relay(ctx, *dir, *dieAt)
	} else {
		err = play(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
}

var began = time.Now()

// say prints a line of the timeline.
func say(who, what string, args ...any) {
	fmt.Printf("%6d ms  %-9s %s\n", time.Since(began).Milliseconds(), who, fmt.Sprintf(what, args...))
}

// play is the whole story: the shop sells, the relay dies, another relay carries on, the receiver applies.
func play(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "chamsoc-outbox")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := sell(ctx, dir); err != nil {
		return err
	}
	if err := process(ctx, dir, 2); err == nil {
		return errors.New("the relay should have been killed")
	}
	say("relay 1", "killed: event 2 is on the bus, and nobody has written down that it is")
	if err := process(ctx, dir, 0); err != nil {
		return fmt.Errorf("relay 2: %w", err)
	}
	say("relay 2", "ended: nothing is left to relay")
	return receive(dir)
}

// process runs a relay as a process of its own.
func process(ctx context.Context, dir string, dieAt int) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, self, "-relay", dir, "-die", fmt.Sprint(dieAt), "-since", fmt.Sprint(began.UnixMilli()))
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

func open(dir string) (*sql.DB, *sqlite.DB, error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "shop.db")+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)")
	if err != nil {
		return nil, nil, err
	}
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: chamsoc.Schemas()})
	return db, tenants, err
}

// sell makes three sales. Each announces itself in the transaction that registers it.
func sell(ctx context.Context, dir string) error {
	db, tenants, err := open(dir)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := tenants.Apply(ctx); err != nil {
		return err
	}
	c, err := chamsoc.New(tenants.ForTenant(""), chamsoc.Config{})
	if err != nil {
		return err
	}
	some := care.Text{VI: "Như đã niêm yết.", EN: "As posted."}
	_, err = c.Warranty.Publish(ctx, warranty.Terms{
		Code: "all", Edition: 1, Effective: calendar.MustDate(2026, time.January, 1), Published: time.Date(2025, 12, 20, 0, 0, 0, 0, time.UTC), Months: 12,
		Start: some, Term: some, Content: some, Scope: some, How: some, NoExclusions: true,
	})
	if err != nil {
		return err
	}
	if _, err := c.Warranty.Cover(ctx, warranty.Coverage{Product: "QUAT-D16", Terms: "all"}); err != nil {
		return err
	}
	for n, invoice := range []string{"HD001", "HD002", "HD003"} {
		if _, err := c.Warranty.Register(ctx, warranty.Sale{Invoice: invoice, Line: 1, Product: "QUAT-D16", Quantity: n + 1}); err != nil {
			return err
		}
		say("shop", "sold %d fan(s) on %s, and announced it in the same transaction", n+1, invoice)
	}
	return nil
}

// message is an event on the bus. ID is the same each time the event is delivered.
type message struct {
	ID      string
	Payload warranty.RegisteredEvent
}

// relay puts every event on the bus, until none is left.
func relay(ctx context.Context, dir string, dieAt int) error {
	who := "relay 2"
	if dieAt > 0 {
		who = "relay 1"
	}
	db, tenants, err := open(dir)
	if err != nil {
		return err
	}
	defer db.Close()
	bus, err := os.OpenFile(filepath.Join(dir, "bus.jsonl"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer bus.Close()
	sent := 0
	toBus := queue.Subscribe(warranty.Registered, "bus", func(_ context.Context, _ storage.Store, d queue.Delivery[warranty.RegisteredEvent]) error {
		if err := json.NewEncoder(bus).Encode(message{d.ID.String(), d.Payload}); err != nil {
			return err
		}
		if err := bus.Sync(); err != nil {
			return err
		}
		sent++
		say(who, "put %s on the bus (attempt %d)", d.Payload.Invoice, d.Attempt)
		if sent == dieAt {
			return kill()
		}
		return nil
	})
	c, err := chamsoc.New(tenants.ForTenant(""), chamsoc.Config{})
	if err != nil {
		return err
	}
	worker, err := c.Worker(queue.Config{
		Tenants: tenants, Subscriptions: []queue.Subscription{toBus},
		Concurrency: 1, Batch: 1, // one after another, so that the story reads well
		Lease: time.Second, // how long the dead relay's event waits
	})
	if err != nil {
		return err
	}
	for {
		if _, err := worker.RunOnce(ctx); err != nil {
			return err
		}
		left, err := queue.ReadStatistics(ctx, tenants.ForTenant(""), time.Now())
		if err != nil || left.Pending+left.Inbox == 0 {
			return err
		}
		time.Sleep(100 * time.Millisecond) // the lease of the dead relay has not ended yet
	}
}

// kill ends this process at once, as a power cut would.
func kill() error {
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		return err
	}
	if err := self.Kill(); err != nil {
		return err
	}
	select {} // until it takes effect
}

// receive reads the bus and applies each event once, by its id.
func receive(dir string) error {
	bus, err := os.Open(filepath.Join(dir, "bus.jsonl"))
	if err != nil {
		return err
	}
	defer bus.Close()
	applied, delivered, fans := map[string]bool{}, 0, 0
	for lines := bufio.NewScanner(bus); lines.Scan(); {
		var m message
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			return err
		}
		delivered++
		if applied[m.ID] {
			say("receiver", "%s again: already applied", m.Payload.Invoice)
			continue
		}
		applied[m.ID] = true
		fans += len(m.Payload.Registrations)
		say("receiver", "%s applied: %d fan(s) sold so far", m.Payload.Invoice, fans)
	}
	if delivered != 4 || len(applied) != 3 || fans != 6 {
		return fmt.Errorf("%d deliveries of %d events with %d fans, expected 4 of 3 with 6", delivered, len(applied), fans)
	}
	fmt.Println("PASS delivered 4 times, applied 3 of 3")
	return nil
}
