package storagetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

func retry(p *part) {
	p.says("a stale version that the caller brought is answered, and not tried again", staleIsAnswered)
	p.says("a brought version is not tried again because the record was read as well", readingDoesNotExcuse)
	p.says("a conflict of the function's own, or of a savepoint, is not tried again", ownConflict)
	p.says("a Put that lost against a version read in the same attempt is tried again", lostPutIsTriedAgain, OneWriter)
	p.says("a Put that lost within a savepoint is tried again from the outermost Update", lostNestedPutIsTriedAgain, OneWriter)
	p.says("a Put that loses each time ends with a conflict after 20 tries", losingForEver, OneWriter)
	p.says("a stale version that was brought is answered although a rival commits meanwhile", staleBesideRival, OneWriter)
}

// counted runs fn in an Update and returns how often it ran.
func counted(ctx context.Context, s storage.Store, fn func(context.Context, storage.Tx) error) (runs int, err error) {
	err = s.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		runs++
		return fn(ctx, tx)
	})
	return runs, err
}

func staleIsAnswered(t *testing.T, s storage.Store) {
	v1 := put(t, s, samples, newSample("g", "a"))
	v2 := put(t, s, samples, v1)
	gone := put(t, s, samples, newSample("g", "gone"))
	ok(t, remove(t.Context(), s, samples, gone))
	for _, stale := range []sample{v1, gone} {
		runs, err := counted(t.Context(), s, func(ctx context.Context, tx storage.Tx) error {
			_, err := samples.Put(ctx, tx, stale)
			return err
		})
		refused(t, err, storage.ErrConflict)
		same(t, "runs of a Put", runs, 1)
		runs, err = counted(t.Context(), s, func(ctx context.Context, tx storage.Tx) error { return samples.Delete(ctx, tx, stale) })
		refused(t, err, storage.ErrConflict)
		same(t, "runs of a Delete", runs, 1)
	}
	stored(t, s, samples, v2.ID, v2)
}

func readingDoesNotExcuse(t *testing.T, s storage.Store) {
	v1 := put(t, s, samples, newSample("g", "a"))
	v2 := put(t, s, samples, v1)
	runs, err := counted(t.Context(), s, func(ctx context.Context, tx storage.Tx) error {
		if _, err := samples.Get(ctx, tx, v1.ID); err != nil {
			return err
		}
		if _, err := samples.Page(ctx, tx, byText.Prefix("g"), "", 0); err != nil {
			return err
		}
		_, err := samples.Put(ctx, tx, v1)
		return err
	})
	refused(t, err, storage.ErrConflict)
	same(t, "runs", runs, 1)
	stored(t, s, samples, v2.ID, v2)
}

func ownConflict(t *testing.T, s storage.Store) {
	runs, err := counted(t.Context(), s, func(context.Context, storage.Tx) error {
		return &storage.Error{Kind: storage.ErrConflict, Op: "put", Detail: "made up"}
	})
	refused(t, err, storage.ErrConflict)
	same(t, "runs", runs, 1)
	v1 := put(t, s, samples, newSample("g", "a"))
	put(t, s, samples, v1)
	inner := 0
	runs, err = counted(t.Context(), s, func(ctx context.Context, tx storage.Tx) error {
		return tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			inner++
			_, err := samples.Put(ctx, tx, v1)
			return err
		})
	})
	refused(t, err, storage.ErrConflict)
	same(t, "runs outside", runs, 1)
	same(t, "runs inside", inner, 1)
}

// rival changes the record in a transaction of its own and says whether that took place. It does not wait for ever, so that a store
// which should have listed OneWriter fails here instead of hanging.
func rival(t *testing.T, s storage.Store, id storage.ID[sample]) error {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		done <- s.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			v, err := samples.Get(ctx, tx, id)
			if err != nil {
				return err
			}
			v.Int++
			_, err = samples.Put(ctx, tx, v)
			return err
		})
	}()
	if err := <-done; err != nil {
		return errors.Join(errors.New("the rival could not commit beside an Update that only read; is it the exception OneWriter?"), err)
	}
	return nil
}

func lostPutIsTriedAgain(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	run, hooks := 0, 0
	runs, err := counted(t.Context(), s, func(ctx context.Context, tx storage.Tx) error {
		run++
		storage.AfterCommit(tx, func() { hooks++ })
		v, err := samples.Get(ctx, tx, v.ID)
		if err != nil {
			return err
		}
		if run == 1 {
			if err := rival(t, s, v.ID); err != nil {
				return err
			}
		}
		v.Int += 100
		_, err = samples.Put(ctx, tx, v)
		return err
	})
	ok(t, err)
	same(t, "runs", runs, 2)
	after, err := get(t.Context(), s, samples, v.ID)
	ok(t, err)
	same(t, "the sum of both", after.Int, 101)
	same(t, "the version", after.Version, 3)
	if hooks > 1 {
		t.Errorf("what was registered in %d attempts ran %d times", runs, hooks)
	}
}

func lostNestedPutIsTriedAgain(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	run := 0
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		run++
		v, err := samples.Get(ctx, tx, v.ID)
		if err != nil {
			return err
		}
		if run == 1 {
			if err := rival(t, s, v.ID); err != nil {
				return err
			}
		}
		return tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			v.Int += 100
			_, err := samples.Put(ctx, tx, v)
			return err
		})
	}))
	same(t, "runs of the outermost function", run, 2)
	after, err := get(t.Context(), s, samples, v.ID)
	ok(t, err)
	same(t, "the sum of both", after.Int, 101)
}

func losingForEver(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	if testing.Short() {
		t.Skip("waits between 20 tries")
	}
	runs, err := counted(t.Context(), s, func(ctx context.Context, tx storage.Tx) error {
		v, err := samples.Get(ctx, tx, v.ID)
		if err != nil {
			return err
		}
		if err := rival(t, s, v.ID); err != nil {
			return err
		}
		_, err = samples.Put(ctx, tx, v)
		return err
	})
	refused(t, err, storage.ErrConflict)
	same(t, "runs", runs, 20)
	after, err := get(t.Context(), s, samples, v.ID)
	ok(t, err)
	same(t, "what the rivals added", after.Int, 20)
}

func staleBesideRival(t *testing.T, s storage.Store) {
	v1 := put(t, s, samples, newSample("g", "a"))
	put(t, s, samples, v1)
	run := 0
	_, err := counted(t.Context(), s, func(ctx context.Context, tx storage.Tx) error {
		if run++; run == 1 {
			if err := rival(t, s, v1.ID); err != nil {
				return err
			}
		}
		_, err := samples.Put(ctx, tx, v1)
		return err
	})
	refused(t, err, storage.ErrConflict)
	same(t, "runs", run, 1)
}
