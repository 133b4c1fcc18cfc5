package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty"
)

// message is an event on the bus. ID is the same each time it is delivered.
type message struct {
	ID, Branch string
	Payload    warranty.RegisteredEvent
}

// relay runs a relay in a process of its own, which is killed half-way, and then another.
func (e *erp) relay(ctx context.Context) error {
	e.title("a relay tells accounting, and is killed on the way")
	if err := e.same("the first relay ended in peace", false, e.process(ctx, "relay 1", 5) == nil); err != nil {
		return err
	}
	return e.same("the second relay ended in peace", true, e.process(ctx, "relay 2", 0) == nil)
}

func (e *erp) process(ctx context.Context, name string, dieAt int) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	at, err := json.Marshal(e.place)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, self, "-relay", name, "-database", string(at), "-die", fmt.Sprint(dieAt))
	cmd.Stdout, cmd.Stderr = e.out, os.Stderr
	return cmd.Run()
}

// relayProcess puts every event of every branch on the bus, until none is left.
func relayProcess(ctx context.Context, name, at string, dieAt int) error {
	d, err := reopen(at)
	if err != nil {
		return err
	}
	defer d.db.Close()
	bus, err := os.OpenFile(d.Bus, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer bus.Close()
	sent := 0
	accounting := queue.Subscribe(warranty.Registered, "accounting", func(_ context.Context, _ storage.Store, m queue.Delivery[warranty.RegisteredEvent]) error {
		if err := json.NewEncoder(bus).Encode(message{m.ID.String(), m.Tenant, m.Payload}); err != nil {
			return err
		}
		if err := bus.Sync(); err != nil {
			return err
		}
		if sent++; sent == dieAt {
			fmt.Printf("   %s is killed: message %d is out, and nobody has written that down\n", name, sent)
			return die()
		}
		return nil
	})
	c, err := chamsoc.New(d.tenants.ForTenant(""), chamsoc.Config{})
	if err != nil {
		return err
	}
	worker, err := c.Worker(queue.Config{
		Tenants: d.tenants, Subscriptions: []queue.Subscription{accounting}, Concurrency: 1, Batch: 1,
		Lease: time.Second, // how long the dead relay's event waits
	})
	if err != nil {
		return err
	}
	for {
		if _, err := worker.RunOnce(ctx); err != nil {
			return err
		}
		left, err := d.waiting(ctx)
		if err != nil || left == 0 {
			fmt.Printf("   %s put %d messages on the bus, and nothing is left\n", name, sent)
			return err
		}
		time.Sleep(100 * time.Millisecond) // the lease of the dead relay has not ended yet
	}
}

// waiting is how much of both branches' events is not delivered.
func (d *database) waiting(ctx context.Context) (n int, err error) {
	for _, branch := range branches {
		s, err := queue.ReadStatistics(ctx, d.tenants.ForTenant(branch), time.Now())
		if err != nil {
			return 0, err
		}
		n += s.Pending + s.Inbox + s.Parked
	}
	return n, nil
}

// die ends this process at once, as a power cut would.
func die() error {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		return err
	}
	select {} // until it takes effect
}

// book is the accounting system, which reads the bus twice over, as after a restart of its own: it books each event once, by its id.
func (e *erp) book(ctx context.Context) error {
	e.title("accounting books")
	deliveries, booked, again := 0, 0, 0
	for range 2 {
		messages, err := e.messages()
		if err != nil {
			return err
		}
		deliveries = len(messages)
		for _, m := range messages {
			once, err := e.bookOne(ctx, m)
			switch {
			case err != nil:
				return err
			case once:
				booked++
			default:
				again++
			}
		}
	}
	for _, c := range []struct {
		what      string
		want, got int
	}{
		{"messages of twelve events: one came twice", 13, deliveries}, {"events booked", 12, booked}, {"messages booked before, and left alone", 14, again},
	} {
		if err := e.same(c.what, c.want, c.got); err != nil {
			return err
		}
	}
	for i, want := range []int64{8, 4} {
		branch := branches[i]
		units, err := e.value(ctx, "select units from {erp}account where company = $1", branch)
		if err != nil {
			return err
		}
		if err := e.same("units under warranty in the books of "+branch, want, units); err != nil {
			return err
		}
	}
	return nil
}

func (e *erp) messages() (all []message, err error) {
	bus, err := os.Open(e.Bus)
	if err != nil {
		return nil, err
	}
	defer bus.Close()
	for lines := bufio.NewScanner(bus); lines.Scan(); {
		var m message
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// bookOne changes the account and notes the event in one transaction, unless it is noted.
func (e *erp) bookOne(ctx context.Context, m message) (once bool, err error) {
	tx, err := e.db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer func() { _ = tx.Rollback() }()
	units := len(m.Payload.Registrations)
	res, err := tx.ExecContext(ctx, e.text("insert into {erp}provision values ($1, $2, $3, $4) on conflict do nothing"), m.ID, m.Branch, string(m.Payload.Invoice), units)
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	res, err = tx.ExecContext(ctx, e.text("update {erp}account set units = units + $1 where company = $2"), units, m.Branch)
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return false, errors.Join(err, fmt.Errorf("no account of %s", m.Branch))
	}
	return true, tx.Commit()
}
