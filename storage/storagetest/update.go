package storagetest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

var errOwn = errors.New("an error of the function's own")

func update(p *part) {
	p.says("Update runs its function once and commits all that it wrote", commitsAll)
	p.says("an error of the function rolls all back and is returned", errorRollsBack)
	p.says("a panic of the function rolls all back and goes on to the caller", panicRollsBack)
	p.says("a function that ends its goroutine, as a failing test does, commits nothing and blocks nobody", goexitRollsBack)
	p.says("the transaction sees its own writes by Get, by One, in lists and in a View", seesOwnWrites)
	p.says("nobody outside sees a write before its commit", unseenBeforeCommit)
	p.says("a refusal that the function swallows does not keep the rest from being committed", swallowedRefusal)
	p.says("View returns the error of its function, and reads what is committed when it is called", viewReads)
	p.says("a Tx is refused once its Update has ended", endedTx)
	p.says("an Update that writes nothing commits", emptyUpdate)
}

func commitsAll(t *testing.T, s storage.Store) {
	kept := put(t, s, samples, newSample("g", "kept"))
	gone := put(t, s, samples, newSample("g", "gone"))
	runs := 0
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) (err error) {
		runs++
		if err := samples.Delete(ctx, tx, gone); err != nil {
			return err
		}
		kept.Text = "changed"
		if kept, err = samples.Put(ctx, tx, kept); err != nil {
			return err
		}
		_, err = seats.Put(ctx, tx, newSeat("new"))
		return err
	}))
	same(t, "runs", runs, 1)
	same(t, "samples", all(t, s, samples, byText.Prefix("g")), []sample{kept})
	same(t, "seats", len(all(t, s, seats, byLabel.Prefix("new"))), 1)
}

// mess writes, changes and deletes in tx, from a store that has the record old.
func mess(ctx context.Context, tx storage.Tx, old sample) error {
	if _, err := samples.Put(ctx, tx, newSample("g", "new")); err != nil {
		return err
	}
	if _, err := seats.Put(ctx, tx, newSeat("new")); err != nil {
		return err
	}
	old.Text = "changed"
	old, err := samples.Put(ctx, tx, old)
	if err != nil {
		return err
	}
	return samples.Delete(ctx, tx, old)
}

// unmessed checks that nothing of mess is there, by id and in the indexes, and that the store still takes writes.
func unmessed(t *testing.T, s storage.Store, old sample) {
	t.Helper()
	stored(t, s, samples, old.ID, old)
	same(t, "samples", all(t, s, samples, byText.Prefix("g")), []sample{old})
	same(t, "samples by int", all(t, s, samples, byInt.Prefix("g")), []sample{old})
	same(t, "seats", len(all(t, s, seats, byLabel.Prefix())), 0)
	v := put(t, s, seats, newSeat("new"))
	ok(t, remove(t.Context(), s, seats, v))
}

func errorRollsBack(t *testing.T, s storage.Store) {
	old := put(t, s, samples, newSample("g", "old"))
	for _, own := range []error{errOwn, fmt.Errorf("wrapped: %w", errOwn), &storage.Error{Kind: storage.ErrNotFound, Err: errOwn}} {
		err := s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			if err := mess(ctx, tx, old); err != nil {
				return err
			}
			return own
		})
		refused(t, err, own)
		unmessed(t, s, old)
	}
}

func panicRollsBack(t *testing.T, s storage.Store) {
	old := put(t, s, samples, newSample("g", "old"))
	same(t, "what was recovered", panics(func() {
		_ = s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			if err := mess(ctx, tx, old); err != nil {
				return err
			}
			panic(errOwn)
		})
	}), any(errOwn))
	unmessed(t, s, old)
}

// panics runs f and returns what it panicked with.
func panics(f func()) (with any) {
	defer func() { with = recover() }()
	f()
	return nil
}

func goexitRollsBack(t *testing.T, s storage.Store) {
	old := put(t, s, samples, newSample("g", "old"))
	done := make(chan error, 1)
	go func() {
		defer close(done)
		done <- s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			if err := mess(ctx, tx, old); err != nil {
				return err
			}
			runtime.Goexit()
			return nil
		})
	}()
	if err, returned := <-done; returned {
		t.Errorf("Update returned %v", err)
	}
	unmessed(t, s, old)
}

func seesOwnWrites(t *testing.T, s storage.Store) {
	old := put(t, s, seats, newSeat("old"))
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		v, err := seats.Put(ctx, tx, newSeat("new"))
		if err != nil {
			return err
		}
		if err := seats.Delete(ctx, tx, old); err != nil {
			return err
		}
		for range 2 {
			if err := seesJust(ctx, t, tx, v, old); err != nil {
				return err
			}
			v.Code = "c"
			if v, err = seats.Put(ctx, tx, v); err != nil {
				return err
			}
		}
		return nil
	}))
}

// seesJust checks every way of reading in a transaction in which v is there and gone is not.
func seesJust(ctx context.Context, t *testing.T, tx storage.Tx, v, gone seat) error {
	read := func(ctx context.Context, r storage.Reader) error {
		got, err := seats.Get(ctx, r, v.ID)
		same(t, "by Get", got, v)
		if err != nil {
			return err
		}
		got, err = seats.One(ctx, r, byLabel.Key(v.Label))
		same(t, "by One", got, v)
		if err != nil {
			return err
		}
		page, err := seats.Page(ctx, r, byLabel.Prefix(), "", 10)
		same(t, "in a list", page.Items, []seat{v})
		if err != nil {
			return err
		}
		_, err = seats.Get(ctx, r, gone.ID)
		refused(t, err, storage.ErrNotFound)
		_, err = seats.One(ctx, r, byLabel.Key(gone.Label))
		refused(t, err, storage.ErrNotFound)
		return nil
	}
	if err := read(ctx, tx); err != nil {
		return err
	}
	for got, err := range seats.List(tx, byLabel.Prefix()).All(ctx) {
		same(t, "in a list of the Tx", got, v)
		if err != nil {
			return err
		}
	}
	return tx.View(ctx, read)
}

// unseenBeforeCommit reads from outside while a transaction has written. Where an engine lets the reader wait, its context ends first.
func unseenBeforeCommit(t *testing.T, s storage.Store) {
	old := put(t, s, samples, newSample("g", "old"))
	outside := func() (seen []sample, err error) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		done := make(chan struct{})
		go func() {
			defer close(done)
			var page storage.Page[sample]
			if page, err = samples.List(s, byText.Prefix("g")).Page(ctx, "", 0); err != nil {
				return
			}
			var again sample
			again, err = get(ctx, s, samples, old.ID)
			seen = append(page.Items, again)
		}()
		<-done
		return seen, err
	}
	err := s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		v := old
		v.Text = "changed"
		if _, err := samples.Put(ctx, tx, v); err != nil {
			return err
		}
		if _, err := samples.Put(ctx, tx, newSample("g", "new")); err != nil {
			return err
		}
		if seen, err := outside(); err == nil {
			same(t, "what is seen outside", seen, []sample{old, old})
		} else {
			refused(t, err, context.DeadlineExceeded)
		}
		return errOwn
	})
	refused(t, err, errOwn)
	same(t, "what is seen after the rollback", all(t, s, samples, byText.Prefix("g")), []sample{old})
}

func swallowedRefusal(t *testing.T, s storage.Store) {
	a := put(t, s, seats, newSeat("a"))
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		for range 3 {
			_, err := seats.Put(ctx, tx, newSeat("a"))
			taken(t, err, "by_label")
			refused(t, seats.Delete(ctx, tx, seat{ID: a.ID, Version: 5}), storage.ErrConflict)
			_, err = seats.Get(ctx, tx, storage.NewID[seat]())
			refused(t, err, storage.ErrNotFound)
		}
		_, err := seats.Put(ctx, tx, newSeat("b"))
		return err
	}))
	same(t, "seats", len(all(t, s, seats, byLabel.Prefix())), 2)
}

func viewReads(t *testing.T, s storage.Store) {
	refused(t, s.View(t.Context(), func(context.Context, storage.Reader) error { return errOwn }), errOwn)
	same(t, "what was recovered", panics(func() {
		_ = s.View(t.Context(), func(context.Context, storage.Reader) error { panic(errOwn) })
	}), any(errOwn))
	v := put(t, s, seats, newSeat("a"))
	ok(t, s.View(t.Context(), func(ctx context.Context, r storage.Reader) error {
		got, err := seats.Get(ctx, r, v.ID)
		same(t, "by Get", got, v)
		if err != nil {
			return err
		}
		got, err = seats.One(ctx, r, byLabel.Key("a"))
		same(t, "by One", got, v)
		return err
	}))
	put(t, s, seats, newSeat("b"))
}

func endedTx(t *testing.T, s storage.Store) {
	v := put(t, s, seats, newSeat("a"))
	for name, end := range map[string]error{"committed": nil, "rolled back": errOwn} {
		var kept storage.Tx
		err := s.Update(t.Context(), func(_ context.Context, tx storage.Tx) error {
			kept = tx
			return end
		})
		if !errors.Is(err, end) {
			t.Errorf("Update: %v", err)
		}
		ctx := t.Context()
		_, putErr := seats.Put(ctx, kept, newSeat("b"))
		_, getErr := seats.Get(ctx, kept, v.ID)
		_, scanErr := seats.Page(ctx, kept, byLabel.Prefix(), "", 0)
		nothing := func(ctx context.Context, tx storage.Tx) error { return nil }
		for call, err := range map[string]error{
			"Put": putErr, "Get": getErr, "Scan": scanErr, "Delete": seats.Delete(ctx, kept, v), "Update": kept.Update(ctx, nothing),
			"View": kept.View(ctx, func(ctx context.Context, r storage.Reader) error { return nil }),
		} {
			if !errors.Is(err, storage.ErrTxLost) {
				t.Errorf("%s on a Tx that was %s: %v, want one that is %q", call, name, err, storage.ErrTxLost)
			}
		}
	}
	same(t, "seats", all(t, s, seats, byLabel.Prefix()), []seat{v})
}

func emptyUpdate(t *testing.T, s storage.Store) {
	ok(t, s.Update(t.Context(), func(context.Context, storage.Tx) error { return nil }))
	ok(t, s.View(t.Context(), func(context.Context, storage.Reader) error { return nil }))
}
