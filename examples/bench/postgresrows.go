package main

import (
	"context"
	"fmt"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// pgBench measures one way of reaching PostgreSQL.
type pgBench struct {
	ctx context.Context
	way
	sql    pgHand
	ids    []storage.ID[unit]
	stored int
	at     *int // numbers what is new
	rows   []row
}

func (b *pgBench) measure() error {
	for _, m := range []struct {
		name, bar  string
		n          int
		ours, peer func(i int) error
	}{
		{"lookup", "≤ 1.1", 500, b.lookup, b.handLookup},
		{"page100", "≤ 2.5", 30, b.page, b.handPage},
		{"update+queue", "≤ 1.15", 200, b.update, b.handUpdate},
		{"update+queue/host", "≤ 1.15", 200, b.updateInHost, b.handUpdateInHost},
		{"insert", "≤ 1.1", 300, b.insert, b.handInsert(b.sql.insert)},
		{"insert/plain", "", 300, b.insert, b.handInsert(b.sql.plain)},
		{"batch100", "≤ 1.3", 15, b.batch, b.handBatch},
	} {
		r, err := compare("storage/postgres/"+m.name+b.name, m.bar, m.n, each(m.ours), each(m.peer))
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		b.rows = append(b.rows, r)
	}
	return nil
}

func (b *pgBench) pick(i int) int { return i * 7919 % b.stored }

// fresh makes a unit that is not stored yet.
func (b *pgBench) fresh() unit {
	*b.at++
	return makeUnit(*b.at)
}

func (b *pgBench) lookup(i int) error {
	return b.store.View(b.ctx, func(ctx context.Context, r storage.Reader) error {
		u, err := units.One(ctx, r, bySerial.Key("TL-BS236", serialOf(b.pick(i))))
		return same(err, u.Serial, serialOf(b.pick(i)))
	})
}

func (b *pgBench) handLookup(i int) error {
	var u unit
	err := b.hand.query(b.ctx, b.sql.lookup, []any{tenant, "TL-BS236", serialOf(b.pick(i))}, func(scan func(...any) error) error { return scanHand(scan, &u) })
	return same(err, u.Serial, serialOf(b.pick(i)))
}

func (b *pgBench) page(i int) error {
	page, err := units.List(b.store, byCustomer.Prefix(customerOf(b.pick(i)))).Page(b.ctx, "", 100)
	return same(err, len(page.Items), 100)
}

func (b *pgBench) handPage(i int) error {
	var us []unit
	err := b.hand.query(b.ctx, b.sql.page, []any{tenant, customerOf(b.pick(i))}, func(scan func(...any) error) error {
		var u unit
		err := scanHand(scan, &u)
		us = append(us, u)
		return err
	})
	return same(err, len(us), 100)
}

// repair is what a service does: read, change, save, announce.
func (b *pgBench) repair(i int) func(context.Context, storage.Tx) error {
	return func(ctx context.Context, tx storage.Tx) error {
		u, err := units.Get(ctx, tx, b.ids[b.pick(i)])
		if err != nil {
			return err
		}
		u.Repairs++
		if u, err = units.Put(ctx, tx, u); err != nil {
			return err
		}
		return pings.Put(ctx, tx, queue.Item[ping]{Key: u.ID.String(), Order: u.Version, Payload: ping{u.ID.String(), "covered"}})
	}
}

func (b *pgBench) update(i int) error { return b.store.Update(b.ctx, b.repair(i)) }

func (b *pgBench) handUpdate(i int) error {
	return b.transaction(func(tx handTx) error { return b.sql.addRepair(b.ctx, tx, b.ids[b.pick(i)]) })
}

// transaction is by hand.
func (b *pgBench) transaction(do func(handTx) error) error {
	tx, err := b.hand.begin(b.ctx)
	if err != nil {
		return err
	}
	defer tx.rollback(b.ctx)
	if err := do(tx); err != nil {
		return err
	}
	return tx.commit(b.ctx)
}

// hosts writes an invoice of the host's.
func (b *pgBench) hosts(tx handTx) error {
	*b.at++
	_, err := tx.exec(b.ctx, b.sql.invoice, fmt.Sprint("HD", *b.at), 4_990_000)
	return err
}

func (b *pgBench) updateInHost(i int) error {
	return b.transaction(func(tx handTx) error {
		if err := b.hosts(tx); err != nil {
			return err
		}
		return b.inHost(tx).Update(b.ctx, b.repair(i))
	})
}

func (b *pgBench) handUpdateInHost(i int) error {
	return b.transaction(func(tx handTx) error {
		if err := b.hosts(tx); err != nil {
			return err
		}
		if _, err := tx.exec(b.ctx, "savepoint by_hand"); err != nil {
			return err
		}
		if err := b.sql.addRepair(b.ctx, tx, b.ids[b.pick(i)]); err != nil {
			return err
		}
		_, err := tx.exec(b.ctx, "release savepoint by_hand")
		return err
	})
}

func (b *pgBench) insert(int) error {
	u := b.fresh()
	return b.store.Update(b.ctx, func(ctx context.Context, tx storage.Tx) error {
		_, err := units.Put(ctx, tx, u)
		return err
	})
}

func (b *pgBench) handInsert(text string) func(int) error {
	return func(int) error {
		u := b.fresh()
		u.ID = storage.NewID[unit]()
		return b.transaction(func(tx handTx) error { return put(b.ctx, tx, text, u) })
	}
}

func (b *pgBench) hundred() []unit {
	us := make([]unit, 100)
	for i := range us {
		us[i] = b.fresh()
		us[i].ID = storage.NewID[unit]()
	}
	return us
}

func (b *pgBench) batch(int) error {
	us := b.hundred()
	return b.store.Update(b.ctx, func(ctx context.Context, tx storage.Tx) error {
		_, err := units.PutAll(ctx, tx, us)
		return err
	})
}

func (b *pgBench) handBatch(int) error {
	us := b.hundred()
	return b.transaction(func(tx handTx) error { return b.sql.putAll(b.ctx, tx, us) })
}
