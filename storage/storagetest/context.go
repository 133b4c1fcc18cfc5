package storagetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

func contexts(p *part) {
	for name, dead := range map[string]func(context.Context) (context.Context, error){
		"a cancelled context": cancelled, "an expired context": expired,
	} {
		says := func(sentence string, check func(*testing.T, storage.Store, context.Context, error)) {
			p.says(name+" "+sentence, func(t *testing.T, s storage.Store) {
				ctx, want := dead(t.Context())
				check(t, s, ctx, want)
			})
		}
		says("is answered by every way into the store, and no function runs", deadOutside)
		says("is answered by every call of a Reader", deadInView)
		says("is answered by every call of a Tx, and nothing is kept when the function returns it", deadInUpdate)
	}
	p.says("a context that ends before the commit keeps the Update from committing", endsBeforeCommit)
	p.says("a context that ends within a savepoint takes the savepoint back", endsInSavepoint)
	p.says("a context that ends stops a list between its pages", endsInList)
	p.says("an Update that waits for another ends with its context", endsWhileWaiting, LateCancel)
}

func cancelled(ctx context.Context) (context.Context, error) {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	return ctx, context.Canceled
}

func expired(ctx context.Context) (context.Context, error) {
	ctx, cancel := context.WithDeadline(ctx, time.Unix(0, 0))
	cancel() // after its deadline: it stays expired
	return ctx, context.DeadlineExceeded
}

func deadOutside(t *testing.T, s storage.Store, dead context.Context, want error) {
	v := put(t, s, contacts, contact{Customer: "KH1", At: noon})
	refused(t, s.View(dead, func(context.Context, storage.Reader) error { t.Error("View ran its function"); return nil }), want)
	refused(t, s.Update(dead, func(context.Context, storage.Tx) error { t.Error("Update ran its function"); return nil }), want)
	_, err := contacts.List(s, byCustomer.Prefix("KH1")).Page(dead, "", 0)
	refused(t, err, want)
	n := 0
	for _, err := range contacts.List(s, byCustomer.Prefix("KH1")).All(dead) {
		refused(t, err, want)
		n++
	}
	for _, err := range storage.Export(dead, s, schemas(), "KH1") {
		refused(t, err, want)
		n++
	}
	same(t, "errors of a list and an export", n, 2)
	_, err = storage.Erase(dead, s, schemas(), "KH1")
	refused(t, err, want)
	stored(t, s, contacts, v.ID, v)
}

func deadInView(t *testing.T, s storage.Store, dead context.Context, want error) {
	v := put(t, s, seats, newSeat("a"))
	ok(t, s.View(t.Context(), func(ctx context.Context, r storage.Reader) error {
		_, err := seats.Get(dead, r, v.ID)
		refused(t, err, want)
		_, err = seats.One(dead, r, byLabel.Key("a"))
		refused(t, err, want)
		_, err = seats.Page(dead, r, byLabel.Prefix(), "", 0)
		refused(t, err, want)
		return nil
	}))
}

func deadInUpdate(t *testing.T, s storage.Store, dead context.Context, want error) {
	v := put(t, s, seats, newSeat("a"))
	for name, call := range map[string]func(storage.Tx) error{
		"Get":    func(tx storage.Tx) error { _, err := seats.Get(dead, tx, v.ID); return err },
		"One":    func(tx storage.Tx) error { _, err := seats.One(dead, tx, byLabel.Key("a")); return err },
		"Scan":   func(tx storage.Tx) error { _, err := seats.Page(dead, tx, byLabel.Prefix(), "", 0); return err },
		"Put":    func(tx storage.Tx) error { _, err := seats.Put(dead, tx, newSeat("c")); return err },
		"PutAll": func(tx storage.Tx) error { _, err := seats.PutAll(dead, tx, row(3)); return err },
		"Delete": func(tx storage.Tx) error { return seats.Delete(dead, tx, v) },
		"Update": func(tx storage.Tx) error { return tx.Update(dead, never(t)) },
		"View":   func(tx storage.Tx) error { return tx.View(dead, neverRead(t)) },
	} {
		err := s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			if _, err := seats.Put(ctx, tx, newSeat("b")); err != nil {
				return err
			}
			err := call(tx)
			if err == nil {
				t.Errorf("%s was not refused", name)
			}
			return err
		})
		refused(t, err, want)
		same(t, "what is stored after "+name, all(t, s, seats, byLabel.Prefix()), []seat{v})
	}
}

func endsBeforeCommit(t *testing.T, s storage.Store) {
	v := put(t, s, seats, newSeat("a"))
	for name, nest := range map[string]bool{"directly": false, "in a savepoint": true} {
		ctx, cancel := context.WithCancel(t.Context())
		write := func(ctx context.Context, tx storage.Tx) error {
			if _, err := seats.Put(ctx, tx, newSeat("b")); err != nil {
				return err
			}
			return seats.Delete(ctx, tx, v)
		}
		err := s.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
			if nest {
				err = tx.Update(ctx, write)
			} else {
				err = write(ctx, tx)
			}
			cancel()
			return err
		})
		refused(t, err, context.Canceled)
		same(t, "what is stored after writing "+name, all(t, s, seats, byLabel.Prefix()), []seat{v})
	}
}

func endsInSavepoint(t *testing.T, s storage.Store) {
	v := put(t, s, seats, newSeat("a"))
	err := s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		inner, cancel := context.WithCancel(ctx)
		defer cancel()
		return tx.Update(inner, func(ctx context.Context, tx storage.Tx) error {
			if _, err := seats.Put(ctx, tx, newSeat("b")); err != nil {
				return err
			}
			cancel()
			return nil
		})
	})
	refused(t, err, context.Canceled)
	same(t, "what is stored", all(t, s, seats, byLabel.Prefix()), []seat{v})
}

func endsInList(t *testing.T, s storage.Store) {
	crowd(t, s, 150)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var end error
	for _, err := range samples.List(s, byText.Prefix("g")).All(ctx) {
		if n++; n == 10 {
			cancel()
		}
		end = err
	}
	refused(t, end, context.Canceled)
	if n > 101 {
		t.Errorf("%d records and errors came after the context had ended in the first page", n)
	}
}

// endsWhileWaiting begins a second Update inside a first. It may commit at once or wait; if it waits, it must not outlive its context.
func endsWhileWaiting(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	first := true
	err := s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		if _, err := samples.Put(ctx, tx, newSample("g", "b")); err != nil || !first {
			return err
		}
		first = false
		waiting, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		done := make(chan error, 1)
		go func() { _, err := tryPut(waiting, s, samples, newSample("g", "c")); done <- err }()
		select {
		case err := <-done:
			if err != nil {
				refused(t, err, context.DeadlineExceeded)
			}
			return nil
		case <-time.After(3 * time.Second):
			return fmt.Errorf("an Update goes on waiting 3 s after its context ended")
		}
	})
	ok(t, err)
	stored(t, s, samples, v.ID, v)
}
