package storagetest

import (
	"context"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

func hostTx(p *part) {
	says := func(sentence string, check func(*testing.T, *host)) {
		p.saysOf(sentence, func(t *testing.T, p *part) {
			check(t, &host{part: p, t: t, tenant: p.fresh(), rows: p.countRows(t)})
		}, NoHostTransaction)
	}
	says("the host's commit keeps its row and the records together", hostCommits)
	says("the host's rollback keeps neither its row nor the records", hostRollsBack)
	says("an Update inside does not commit the host's transaction", updateDoesNotCommit)
	says("an Update that fails inside is taken back alone, and the host's row is kept", failedUpdateInside)
	says("an Update that panics inside is taken back alone, and the host's row is kept", panickedUpdateInside)
	says("refusals inside leave the host's transaction usable", refusalsInside)
	says("each call inside sees what was written before, and so does a View", insideSees)
	says("nested Updates inside are savepoints in savepoints", nestedInside)
	says("a version that was taken back inside and reached again has the values of the second time", reachedInside)
	says("a stale version inside is answered once", staleInside)
	says("two tenants in one host transaction are kept apart and stand or fall together", tenantsInside)
	says("the database's own store is refused inside an Update of the host's transaction", ownStoreInside)
	says("a Tx inside has no AfterCommit, since the host commits", noAfterCommitInside)
	says("a context that has ended is answered inside", deadContextInside)
	says("export and erase work inside, and stand or fall with the host", subjectInside)
	says("a store whose host transaction has ended is refused", endedHostTx)
	says("what was committed before is seen inside", seesCommitted)
}

// host is one test's view of the host: its transactions and how many rows it had committed before the test.
type host struct {
	*part
	t      *testing.T
	tenant string
	rows   int
}

func (p *part) countRows(t *testing.T) int {
	t.Helper()
	n, err := p.HostRows(t.Context())
	ok(t, err)
	return n
}

// begin begins a transaction and writes one row of the host's own in it. A test that stops early leaves it to be rolled back.
func (h *host) begin() (HostTx, storage.Store) {
	h.t.Helper()
	tx, err := h.Begin(h.t.Context())
	ok(h.t, err)
	h.t.Cleanup(func() { _ = tx.Rollback() }) // after its end it does nothing
	ok(h.t, tx.Write(h.t.Context()))
	return tx, tx.Tenants.ForTenant(h.tenant)
}

// kept checks how many rows of the host, and which labels, are there after the transaction.
func (h *host) kept(rows int, want string) {
	h.t.Helper()
	same(h.t, "rows of the host", h.countRows(h.t)-h.rows, rows)
	same(h.t, "labels", labels(h.t, h.own()), want)
}

// own is the tenant's store outside the host's transaction.
func (h *host) own() storage.Store { return h.Tenants.ForTenant(h.tenant) }

func hostCommits(t *testing.T, h *host) {
	tx, s := h.begin()
	a := put(t, s, seats, newSeat("a"))
	ok(t, tx.Write(t.Context()))
	a.Code = "c"
	a = put(t, s, seats, a)
	ok(t, tx.Commit())
	h.kept(2, "a ")
	stored(t, h.own(), seats, a.ID, a)
}

func hostRollsBack(t *testing.T, h *host) {
	a := put(t, h.own(), seats, newSeat("a"))
	tx, s := h.begin()
	put(t, s, seats, newSeat("b"))
	ok(t, remove(t.Context(), s, seats, a))
	ok(t, tx.Rollback())
	h.kept(0, "a ")
	stored(t, h.own(), seats, a.ID, a)
}

func updateDoesNotCommit(t *testing.T, h *host) {
	tx, s := h.begin()
	for _, label := range []string{"a", "b", "c"} {
		put(t, s, seats, newSeat(label))
	}
	ok(t, tx.Rollback())
	h.kept(0, "")
}

func failedUpdateInside(t *testing.T, h *host) {
	a := put(t, h.own(), seats, newSeat("a"))
	tx, s := h.begin()
	put(t, s, seats, newSeat("b"))
	err := s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		if err := step(ctx, tx, "c", &a, nil, nil); err != nil {
			return err
		}
		return errOwn
	})
	refused(t, err, errOwn)
	put(t, s, seats, newSeat("c"))
	ok(t, tx.Write(t.Context()))
	ok(t, tx.Commit())
	h.kept(2, "a b c ")
}

func panickedUpdateInside(t *testing.T, h *host) {
	tx, s := h.begin()
	put(t, s, seats, newSeat("a"))
	with := panics(func() {
		_ = s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			if _, err := seats.Put(ctx, tx, newSeat("b")); err != nil {
				return err
			}
			panic(errOwn)
		})
	})
	same(t, "what was recovered", with, any(errOwn))
	put(t, s, seats, newSeat("c"))
	ok(t, tx.Commit())
	h.kept(1, "a c ")
}

func refusalsInside(t *testing.T, h *host) {
	a := put(t, h.own(), seats, newSeat("a"))
	tx, s := h.begin()
	put(t, s, seats, newSeat("b"))
	stale := a
	stale.Version = 9
	for _, bad := range []struct {
		v    seat
		kind error
	}{{newSeat("a"), storage.ErrExists}, {stale, storage.ErrConflict}, {newSeat("\x00"), storage.ErrValue}} {
		_, err := tryPut(t.Context(), s, seats, bad.v)
		refused(t, err, bad.kind)
		ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error { // and where the function goes on
			_, err := seats.Put(ctx, tx, bad.v)
			refused(t, err, bad.kind)
			return nil
		}))
	}
	_, err := get(t.Context(), s, seats, storage.NewID[seat]())
	refused(t, err, storage.ErrNotFound)
	put(t, s, seats, newSeat("c"))
	ok(t, tx.Write(t.Context()))
	ok(t, tx.Commit())
	h.kept(2, "a b c ")
}

func insideSees(t *testing.T, h *host) {
	tx, s := h.begin()
	a := put(t, s, seats, newSeat("a"))
	stored(t, s, seats, a.ID, a)
	found, err := one(t.Context(), s, seats, byLabel.Key("a"))
	ok(t, err)
	same(t, "by One", found, a)
	same(t, "in a list", all(t, s, seats, byLabel.Prefix()), []seat{a})
	_, err = tryPut(t.Context(), s, seats, newSeat("a"))
	taken(t, err, "by_label")
	a.Label = "b"
	a = put(t, s, seats, a)
	same(t, "in a list after a change", all(t, s, seats, byLabel.Prefix()), []seat{a})
	ok(t, tx.Commit())
	h.kept(1, "b ")
}

func nestedInside(t *testing.T, h *host) {
	tx, s := h.begin()
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		if err := step(ctx, tx, "a", nil, nil, nil); err != nil {
			return err
		}
		refused(t, step(ctx, tx, "b", nil, nil, errOwn), errOwn)
		return tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			refused(t, step(ctx, tx, "b", nil, nil, errOwn), errOwn)
			return step(ctx, tx, "c", nil, nil, nil)
		})
	}))
	ok(t, tx.Commit())
	h.kept(1, "a c ")
}

func reachedInside(t *testing.T, h *host) {
	for _, read := range []bool{false, true} {
		v := put(t, h.own(), seats, newSeat(map[bool]string{false: "a", true: "b"}[read]))
		tx, s := h.begin()
		ok(t, reached(t.Context(), t, s, v, read))
		ok(t, tx.Commit())
		same(t, "seats of the second holder", len(all(t, h.own(), seats, byHolder.Prefix("second"))), 0)
	}
	h.kept(2, "a b ")
	same(t, "seats of the first holder", len(all(t, h.own(), seats, byHolder.Prefix("first"))), 2)
}

func staleInside(t *testing.T, h *host) {
	v1 := put(t, h.own(), samples, newSample("g", "a"))
	v2 := put(t, h.own(), samples, v1)
	tx, s := h.begin()
	runs, err := counted(t.Context(), s, func(ctx context.Context, tx storage.Tx) error {
		_, err := samples.Put(ctx, tx, v1)
		return err
	})
	refused(t, err, storage.ErrConflict)
	same(t, "runs", runs, 1)
	v3 := put(t, s, samples, v2)
	ok(t, tx.Commit())
	stored(t, h.own(), samples, v3.ID, v3)
	h.kept(1, "")
}

func tenantsInside(t *testing.T, h *host) {
	otherID := h.fresh()
	for _, commit := range []bool{false, true} {
		tx, s := h.begin()
		other := tx.Tenants.ForTenant(otherID)
		a, b := put(t, s, seats, newSeat("a")), put(t, other, seats, newSeat("a"))
		missing(t, s, seats, b.ID)
		missing(t, other, seats, a.ID)
		same(t, "the other tenant's list", all(t, other, seats, byLabel.Prefix()), []seat{b})
		if commit {
			ok(t, tx.Commit())
			h.kept(1, "a ")
			stored(t, h.Tenants.ForTenant(otherID), seats, b.ID, b)
		} else {
			ok(t, tx.Rollback())
			h.kept(0, "")
			missing(t, h.Tenants.ForTenant(otherID), seats, b.ID)
		}
	}
}

func ownStoreInside(t *testing.T, h *host) {
	tx, s := h.begin()
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		refused(t, h.own().Update(ctx, never(t)), storage.ErrNested)
		refused(t, h.own().View(ctx, neverRead(t)), storage.ErrNested)
		_, err := seats.Put(ctx, tx, newSeat("a"))
		return err
	}))
	ok(t, tx.Commit())
	h.kept(1, "a ")
}

func noAfterCommitInside(t *testing.T, h *host) {
	tx, s := h.begin()
	ran := false
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		same(t, "what AfterCommit said", storage.AfterCommit(tx, func() { ran = true }), false)
		return tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			same(t, "what AfterCommit said in a savepoint", storage.AfterCommit(tx, func() { ran = true }), false)
			return nil
		})
	}))
	ok(t, tx.Commit())
	same(t, "whether it ran", ran, false)
	h.kept(1, "")
}

func deadContextInside(t *testing.T, h *host) {
	tx, s := h.begin()
	put(t, s, seats, newSeat("a"))
	dead, want := cancelled(t.Context())
	refused(t, s.Update(dead, never(t)), want)
	refused(t, s.View(dead, neverRead(t)), want)
	_ = tx.Rollback() // which may fail: a context that ends may end the host's transaction
	h.kept(0, "")
}

func subjectInside(t *testing.T, h *host) {
	_ = put(t, h.own(), calls, call{Customer: "KH1"})
	for _, commit := range []bool{false, true} {
		tx, s := h.begin()
		receipt, err := storage.Erase(t.Context(), s, schemas(), "KH1")
		ok(t, err)
		same(t, "calls deleted", lineOf(receipt, "call").Deleted, 1)
		same(t, "calls inside", len(all(t, s, calls, callsOf.Prefix())), 0)
		if commit {
			ok(t, tx.Commit())
			same(t, "calls after the commit", len(all(t, h.own(), calls, callsOf.Prefix())), 0)
		} else {
			ok(t, tx.Rollback())
			same(t, "calls after the rollback", len(all(t, h.own(), calls, callsOf.Prefix())), 1)
		}
	}
}

func endedHostTx(t *testing.T, h *host) {
	tx, s := h.begin()
	put(t, s, seats, newSeat("a"))
	ok(t, tx.Commit())
	if _, err := tryPut(t.Context(), s, seats, newSeat("b")); err == nil {
		t.Error("a Put on a host transaction that was committed is not refused")
	}
	if _, err := one(t.Context(), s, seats, byLabel.Key("a")); err == nil {
		t.Error("a read on a host transaction that was committed is not refused")
	}
	h.kept(1, "a ")
}

func seesCommitted(t *testing.T, h *host) {
	a := put(t, h.own(), seats, newSeat("a"))
	tx, s := h.begin()
	stored(t, s, seats, a.ID, a)
	_, err := tryPut(t.Context(), s, seats, newSeat("a"))
	taken(t, err, "by_label")
	a.Label = "b"
	a = put(t, s, seats, a)
	ok(t, tx.Commit())
	h.kept(1, "b ")
	stored(t, h.own(), seats, a.ID, a)
}
