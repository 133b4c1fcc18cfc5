package storagetest

import (
	"context"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

func afterCommit(p *part) {
	p.says("what is left for after the commit runs once, in order, when the commit is seen", hooksRun, NoAfterCommit)
	p.says("nothing runs after a rollback or a panic", hooksOfRollback, NoAfterCommit)
	p.says("what a kept savepoint registered runs, and what a failed one registered does not", hooksOfSavepoints, NoAfterCommit)
	p.says("what a kept savepoint registered does not run when the Update around it fails", hooksOfOuterRollback, NoAfterCommit)
	p.says("what runs after the commit may use the store", hooksUseStore, NoAfterCommit)
	p.says("registering says whether the transaction has the ability", registeringSays)
}

// journal notes in which order things ran.
type journal struct{ text string }

func (j *journal) note(name string) func() { return func() { j.text += name + " " } }

func hooksRun(t *testing.T, s storage.Store) {
	var j journal
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		storage.AfterCommit(tx, j.note("first"))
		_, err := seats.Put(ctx, tx, newSeat("a"))
		storage.AfterCommit(tx, j.note("second"))
		storage.AfterCommit(tx, j.note("third"))
		same(t, "what ran before the commit", j.text, "")
		return err
	}))
	same(t, "what ran", j.text, "first second third ")
	ok(t, s.Update(t.Context(), func(context.Context, storage.Tx) error { return nil }))
	same(t, "what ran after the next commit", j.text, "first second third ")
}

func hooksOfRollback(t *testing.T, s storage.Store) {
	var j journal
	refused(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		storage.AfterCommit(tx, j.note("error"))
		return errOwn
	}), errOwn)
	same(t, "what was recovered", panics(func() {
		_ = s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			storage.AfterCommit(tx, j.note("panic"))
			panic(errOwn)
		})
	}), any(errOwn))
	ctx, cancel := context.WithCancel(t.Context())
	refused(t, s.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		storage.AfterCommit(tx, j.note("cancelled"))
		cancel()
		return nil
	}), context.Canceled)
	ok(t, s.Update(t.Context(), func(context.Context, storage.Tx) error { return nil }))
	same(t, "what ran", j.text, "")
}

func hooksOfSavepoints(t *testing.T, s storage.Store) {
	var j journal
	inside := func(ctx context.Context, tx storage.Tx, name string, end error) error {
		return tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			storage.AfterCommit(tx, j.note(name))
			return end
		})
	}
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		storage.AfterCommit(tx, j.note("a"))
		if err := inside(ctx, tx, "kept", nil); err != nil {
			return err
		}
		refused(t, inside(ctx, tx, "failed", errOwn), errOwn)
		storage.AfterCommit(tx, j.note("b"))
		panics(func() {
			_ = tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				storage.AfterCommit(tx, j.note("panicked"))
				panic(errOwn)
			})
		})
		refused(t, tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			if err := inside(ctx, tx, "kept in a failed one", nil); err != nil {
				return err
			}
			return errOwn
		}), errOwn)
		if err := tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			refused(t, inside(ctx, tx, "failed in a kept one", errOwn), errOwn)
			return inside(ctx, tx, "deep", nil)
		}); err != nil {
			return err
		}
		same(t, "what ran before the commit", j.text, "")
		return nil
	}))
	same(t, "what ran", j.text, "a kept b deep ")
}

func hooksOfOuterRollback(t *testing.T, s storage.Store) {
	var j journal
	refused(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		if err := tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			storage.AfterCommit(tx, j.note("kept"))
			return nil
		}); err != nil {
			return err
		}
		return errOwn
	}), errOwn)
	same(t, "what ran", j.text, "")
}

func hooksUseStore(t *testing.T, s storage.Store) {
	ctx := t.Context()
	var v, again seat
	var readErr, putErr error
	ok(t, s.Update(ctx, func(inner context.Context, tx storage.Tx) (err error) {
		v, err = seats.Put(inner, tx, newSeat("a"))
		storage.AfterCommit(tx, func() {
			again, readErr = get(ctx, s, seats, v.ID)
			_, putErr = tryPut(ctx, s, seats, newSeat("b"))
		})
		return err
	}))
	ok(t, readErr)
	ok(t, putErr)
	same(t, "what was read after the commit", again, v)
}

func registeringSays(t *testing.T, s storage.Store) {
	ran := false
	var able, said bool
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		_, able = tx.(storage.AfterCommitter)
		said = storage.AfterCommit(tx, func() { ran = true })
		return nil
	}))
	same(t, "what AfterCommit said", said, able)
	same(t, "whether it ran", ran, able)
}
