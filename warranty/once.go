package warranty

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// once runs a request that makes or changes one record, once for its key. What is stored of it is the record's id, so it holds nothing personal: a
// repeated request is answered with the record as it is now, and true. A first record that somebody else makes in between, which the unique index taken
// shows, is no answer: then it is tried again.
func once[T any](ctx context.Context, s Service, name, key string, request any, of *storage.Collection[T], taken string,
	do func(context.Context, storage.Tx) (T, storage.ID[T], error)) (saved T, repeated bool, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty."+name)
	defer func() { done(err) }()
	op := care.Operation{Name: "warranty." + name, Key: key, At: s.c.Env.Time()}
	var id storage.ID[T]
	err = whileTaken([]string{taken}, func() error {
		id, repeated, err = care.Once(ctx, s.store, op, request, func(ctx context.Context, tx storage.Tx) (id storage.ID[T], err error) {
			saved, id, err = do(ctx, tx)
			return id, err
		})
		return err
	})
	if errors.Is(err, storage.ErrConflict) && !errors.Is(err, care.ErrStale) {
		err = fmt.Errorf("%w: %w", care.ErrStale, err)
	}
	if err != nil {
		var none T
		return none, false, err
	}
	if repeated {
		err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
			saved, err = of.Get(ctx, r, id)
			return err
		})
	}
	return saved, repeated, err
}

// ofLine are the unique indexes in which two who write to one invoice line at once can meet: its next unit, the serial of that, the entry and the ledger that
// it had not before, and the first conflict about it.
var ofLine = []string{byUnit.Name(), bySerial.Name(), byClient.Name(), byAbout.Name(), ledgerByLine.Name()}

// whileTaken does something again as long as another writer was the first to make a record in one of the unique indexes: then that one is there to be read.
// After 20 tries the error is the answer.
func whileTaken(indexes []string, do func() error) (err error) {
	for range 20 {
		if err = do(); !slices.ContainsFunc(indexes, func(index string) bool { return isTaken(err, index) }) {
			break
		}
	}
	return err
}

// isTaken reports whether somebody else made the first record of a unique index in between.
func isTaken(err error, index string) bool {
	taken, ok := errors.AsType[*storage.Error](err)
	return ok && taken.Kind == storage.ErrExists && taken.Index == index && index != ""
}

// staleAt refuses a request that is based on an older version of a record; version 0 is whatever it is now.
func staleAt(what, id string, version, now int64) error {
	if version == 0 || version == now {
		return nil
	}
	return fmt.Errorf("%w: warranty: %s %s has version %d, the request was based on %d", care.ErrStale, what, id, now, version)
}
