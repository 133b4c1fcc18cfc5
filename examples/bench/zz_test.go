package main

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

func BenchmarkPage(b *testing.B) {
	ctx := context.Background()
	const stored = 140 * unitsEach
	db, err := open(filepath.Join(b.TempDir(), "a.db"))
	if err != nil {
		b.Fatal(err)
	}
	store, err := openStore(ctx, db)
	if err != nil {
		b.Fatal(err)
	}
	h, err := newByHand(ctx, db)
	if err != nil {
		b.Fatal(err)
	}
	ids, err := fill(ctx, store, h, stored)
	if err != nil {
		b.Fatal(err)
	}
	pick := func(i int) int { return i * 7919 % stored }
	run := func(name string, f func(i int) error) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				if err := f(i); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("page/ours", func(i int) error {
		_, err := units.List(store, byCustomer.Prefix(customerOf(pick(i)))).Page(ctx, "", 100)
		return err
	})
	run("page/peer", func(i int) error {
		_, err := h.list(ctx, customerOf(pick(i)))
		return err
	})
	run("update/ours", func(i int) error {
		return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			u, err := units.Get(ctx, tx, ids[pick(i)])
			if err != nil {
				return err
			}
			u.Repairs++
			_, err = units.Put(ctx, tx, u)
			return err
		})
	})
	run("update/peer", func(i int) error { return h.addRepair(ctx, ids[pick(i)]) })
}
