package storagetest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/chamsoc/chamsoc/storage"
)

// game plays one sequence against two stores, which are tenants of one database, and a world.
type game struct {
	stores [2]storage.Store
	ops    []op
	world  world
}

// play returns the first difference between store and world, nil if there is none.
func play(ctx context.Context, one, two storage.Store, ops []op) (err error) {
	g := &game{stores: [2]storage.Store{one, two}, ops: ops, world: world{}}
	defer func() {
		if with := recover(); with != nil {
			err = fmt.Errorf("panic: %v", with)
		}
	}()
	for at := 0; at < len(ops); {
		if at, err = g.outside(ctx, at); err != nil {
			return err
		}
	}
	return g.whole(ctx)
}

// outside plays one operation while no transaction is open, or a whole transaction, and says where to go on.
func (g *game) outside(ctx context.Context, at int) (next int, err error) {
	o := g.ops[at]
	s := g.stores[o.tenant]
	switch o.verb {
	case begin:
		return g.transaction(ctx, s, at, o.tenant)
	case save, drop:
		err = s.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return g.write(ctx, tx, o, o.tenant) })
	case fetch, look:
		err = s.View(ctx, func(ctx context.Context, r storage.Reader) error { return g.read(ctx, r, o, o.tenant) })
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", o, err)
	}
	return at + 1, err
}

var errRollback = errors.New("the sequence rolls back")

// transaction plays from a begin to what ends it. The world becomes what it was if the end is a rollback.
func (g *game) transaction(ctx context.Context, s storage.Store, at, tenant int) (next int, err error) {
	before := g.world
	err = s.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		g.world = before.clone() // also when the engine runs the function again
		next, err = g.inside(ctx, tx, at+1, tenant)
		return err
	})
	switch {
	case errors.Is(err, errRollback):
		g.world = before
		return next, nil
	case err != nil:
		return next, fmt.Errorf("within %q: %w", g.ops[at], err)
	}
	return next, nil
}

// inside plays the operations of an open transaction; all of them are of its tenant.
func (g *game) inside(ctx context.Context, tx storage.Tx, at, tenant int) (next int, err error) {
	for at < len(g.ops) && err == nil {
		o := g.ops[at]
		switch o.verb {
		case begin:
			at, err = g.transaction(ctx, tx, at, tenant)
			continue
		case commit:
			return at + 1, nil
		case rollback:
			return at + 1, errRollback
		case save, drop:
			err = g.write(ctx, tx, o, tenant)
		case fetch, look:
			err = g.read(ctx, tx, o, tenant)
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", o, err)
		}
		at++
	}
	return at, err
}

func (g *game) write(ctx context.Context, tx storage.Tx, o op, tenant int) error {
	c := o.collection().handle
	v := o.values
	v.ID, v.Version = slotID(o.slot), o.given(g.world, tenant)
	if o.verb == drop {
		due := answer{conflict: v.Version == 0 || g.world[o.at(tenant)].Version != v.Version}
		if err := due.check(c.Delete(ctx, tx, v)); err != nil || due.refused() {
			return err
		}
		delete(g.world, o.at(tenant))
		return nil
	}
	due := g.world.put(o, tenant, v)
	saved, err := c.Put(ctx, tx, v)
	if err := due.check(err); err != nil || due.refused() {
		return err
	}
	v.Version++
	g.world[o.at(tenant)] = v
	if saved != v {
		return fmt.Errorf("saved %+v, not %+v", saved, v)
	}
	return nil
}

// check compares the store's answer with what was due.
func (a answer) check(err error) error {
	if err == nil && !a.refused() || a.conflict && errors.Is(err, storage.ErrConflict) {
		return nil
	}
	if e, ok := errors.AsType[*storage.Error](err); ok && errors.Is(err, storage.ErrExists) && slices.Contains(a.exists, e.Index) {
		return nil
	}
	return fmt.Errorf("the store answers %v; due is %s", err, a)
}

func (a answer) String() string {
	switch {
	case a.conflict && len(a.exists) > 0:
		return fmt.Sprintf("a conflict, or that one of %q exists", a.exists)
	case a.conflict:
		return "a conflict"
	case len(a.exists) > 0:
		return fmt.Sprintf("that one of %q exists", a.exists)
	}
	return "success"
}

func (g *game) read(ctx context.Context, r storage.Reader, o op, tenant int) error {
	if o.verb == fetch {
		return g.get(ctx, r, o, tenant)
	}
	return g.list(ctx, r, o, tenant)
}

func (g *game) get(ctx context.Context, r storage.Reader, o op, tenant int) error {
	want, there := g.world[o.at(tenant)]
	got, err := o.collection().handle.Get(ctx, r, slotID(o.slot))
	switch {
	case !there && errors.Is(err, storage.ErrNotFound):
		return nil
	case err != nil:
		return err
	case !there || got != want:
		return fmt.Errorf("the store has %+v; due is %+v", got, want)
	}
	return nil
}

func (g *game) list(ctx context.Context, r storage.Reader, o op, tenant int) error {
	ix := o.modelIndex()
	want := g.world.list(o, tenant)
	at := ix.handle.Prefix(ix.args(o.values)[:min(o.prefix, len(ix.fields))]...)
	if o.reverse {
		at = at.Reverse()
	}
	var got []seat
	for cursor := ""; ; {
		page, err := o.collection().handle.Page(ctx, r, at, cursor, o.page)
		if err != nil {
			return err
		}
		got = append(got, page.Items...)
		if cursor = page.Next; cursor == "" || len(got) > len(want) {
			break
		}
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("the store lists %+v\n\tdue is %+v", got, want)
	}
	return nil
}

// whole compares every record and every index with the world.
func (g *game) whole(ctx context.Context) error {
	for tenant, s := range g.stores {
		err := s.View(ctx, func(ctx context.Context, r storage.Reader) error {
			for _, bench := range []bool{false, true} {
				for slot := range slots {
					if err := g.get(ctx, r, op{verb: fetch, bench: bench, slot: slot}, tenant); err != nil {
						return fmt.Errorf("at the end, tenant %d slot %d: %w", tenant, slot, err)
					}
				}
				for i := range 4 {
					if err := g.list(ctx, r, op{verb: look, bench: bench, index: i, page: 2}, tenant); err != nil {
						return fmt.Errorf("at the end, tenant %d index %d: %w", tenant, i, err)
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
