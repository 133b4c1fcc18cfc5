package warranty

import (
	"context"
	"errors"
	"fmt"

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
	for range tries {
		id, repeated, err = care.Once(ctx, s.store, op, request, func(ctx context.Context, tx storage.Tx) (id storage.ID[T], err error) {
			saved, id, err = do(ctx, tx)
			return id, err
		})
		if taken == "" || !isTaken(err, taken) {
			break
		}
	}
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

// staleAt refuses a request that is based on an older version of a record; version 0 is whatever it is now.
func staleAt(what, id string, version, now int64) error {
	if version == 0 || version == now {
		return nil
	}
	return fmt.Errorf("%w: warranty: %s %s has version %d, the request was based on %d", care.ErrStale, what, id, now, version)
}
