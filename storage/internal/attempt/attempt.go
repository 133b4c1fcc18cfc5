// Package attempt is what every adapter does around one Update: trying again, telling an outer store used inside it, and running
// what was left for after the commit.
package attempt

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
	"unicode/utf8"

	"github.com/chamsoc/chamsoc/storage"
)

// tries is how often an Update runs at most: enough for eight busy writers of one record, few enough to end.
const tries = 20

// Retry runs once until it succeeds, fails for good, or has run 20 times. Between tries it waits, with jitter, so that losers
// do not meet again.
func Retry(ctx context.Context, once func() (again bool, err error)) error {
	for try := 1; ; try++ {
		again, err := once()
		if err == nil || !again || try == tries {
			return err
		}
		if waitErr := wait(ctx, try); waitErr != nil {
			return errors.Join(err, waitErr)
		}
	}
}

func wait(ctx context.Context, try int) error {
	longest := min(time.Millisecond<<try, 100*time.Millisecond)
	t := time.NewTimer(longest/4 + rand.N(longest))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

type insideKey struct{ engine any }

// Enter marks the context given to fn as inside an Update of this engine, in this transaction.
func Enter(ctx context.Context, engine, transaction any) context.Context {
	return context.WithValue(ctx, insideKey{engine}, transaction)
}

// Refuse returns ErrNested if ctx is inside another transaction of this engine than the given one (nil: any).
func Refuse(ctx context.Context, op string, engine, transaction any) error {
	if within := ctx.Value(insideKey{engine}); within != nil && within != transaction {
		return &storage.Error{Kind: storage.ErrNested, Op: op,
			Detail: "this store would wait for the Update it is called from: use the Tx that fn was given"}
	}
	return nil
}

// Tenant refuses an id that some engine could not hold.
func Tenant(id string) error {
	fault := ""
	switch {
	case len(id) > storage.MaxTenant:
		fault = "the tenant's id is longer than 128 bytes"
	case !utf8.ValidString(id):
		fault = "the tenant's id is not valid UTF-8"
	}
	for i := range len(id) {
		if id[i] == 0 {
			fault = "the tenant's id holds a NUL character"
		}
	}
	if fault == "" {
		return nil
	}
	return &storage.Error{Kind: storage.ErrValue, Op: "open", Detail: fault}
}
