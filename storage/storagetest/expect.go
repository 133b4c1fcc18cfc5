package storagetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

// What a test stops at ends with fatal and is used outside of Update only; inside, an error is returned, since a transaction that a
// failing test walks out of is itself something to test.

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

// refused checks that err is of this kind.
func refused(t *testing.T, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("got the error %v, want one that is %q", err, kind)
	}
}

// taken checks that err is ErrExists and names the index.
func taken(t *testing.T, err error, index string) {
	t.Helper()
	refused(t, err, storage.ErrExists)
	if e, ok := errors.AsType[*storage.Error](err); !ok || e.Index != index {
		t.Errorf("the error %v does not name the index %s", err, index)
	}
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

// holds stops a test that could not go on without n of something.
func holds[T any](t *testing.T, what string, vs []T, n int) {
	t.Helper()
	if len(vs) != n {
		t.Fatalf("%s: got %d, want %d", what, len(vs), n)
	}
}

// put saves v in an Update of its own.
func put[T any](t *testing.T, s storage.Store, c *storage.Collection[T], v T) T {
	t.Helper()
	saved, err := tryPut(t.Context(), s, c, v)
	ok(t, err)
	return saved
}

func tryPut[T any](ctx context.Context, s storage.Store, c *storage.Collection[T], v T) (saved T, err error) {
	err = s.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		saved, err = c.Put(ctx, tx, v)
		return err
	})
	return saved, err
}

// putAll saves many in one Update, in the order given.
func putAll[T any](t *testing.T, s storage.Store, c *storage.Collection[T], vs ...T) []T {
	t.Helper()
	var saved []T
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) (err error) {
		saved, err = c.PutAll(ctx, tx, vs)
		return err
	}))
	return saved
}

func remove[T any](ctx context.Context, s storage.Store, c *storage.Collection[T], v T) error {
	return s.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return c.Delete(ctx, tx, v) })
}

// get reads one record by its id in a View of its own.
func get[T any](ctx context.Context, s storage.Store, c *storage.Collection[T], id storage.ID[T]) (v T, err error) {
	err = s.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		v, err = c.Get(ctx, r, id)
		return err
	})
	return v, err
}

// one reads one record by its unique key in a View of its own.
func one[T any](ctx context.Context, s storage.Store, c *storage.Collection[T], k storage.Key[T]) (v T, err error) {
	err = s.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		v, err = c.One(ctx, r, k)
		return err
	})
	return v, err
}

// all lists a range.
func all[T any](t *testing.T, s storage.Store, c *storage.Collection[T], r storage.Range[T]) []T {
	t.Helper()
	var vs []T
	for v, err := range c.List(s, r).All(t.Context()) {
		ok(t, err)
		vs = append(vs, v)
		ends(t, len(vs))
	}
	return vs
}

// ends stops a test whose list goes in circles.
func ends(t *testing.T, seen int) {
	t.Helper()
	if seen > 3*storage.MaxPage {
		t.Fatalf("after %d records the list has not ended", seen)
	}
}

// stored checks that v is stored as it is.
func stored[T any](t *testing.T, s storage.Store, c *storage.Collection[T], id storage.ID[T], want T) {
	t.Helper()
	got, err := get(t.Context(), s, c, id)
	ok(t, err)
	same(t, "the stored record", got, want)
}

// missing checks that no record has this id.
func missing[T any](t *testing.T, s storage.Store, c *storage.Collection[T], id storage.ID[T]) {
	t.Helper()
	_, err := get(t.Context(), s, c, id)
	refused(t, err, storage.ErrNotFound)
}

// raw is the record as the store has it, without its Go type.
func raw(ctx context.Context, s storage.Store, schema *storage.Schema, id [16]byte) (rec storage.Record, err error) {
	err = s.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		rec, err = r.Get(ctx, schema, id)
		return err
	})
	return rec, err
}

func putRaw(ctx context.Context, s storage.Store, schema *storage.Schema, r storage.Record) (rec storage.Record, err error) {
	err = s.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		rec, err = tx.Put(ctx, schema, r)
		return err
	})
	return rec, err
}

// ids are the ids of records in their order.
func ids(vs []sample) []storage.ID[sample] {
	out := make([]storage.ID[sample], len(vs))
	for i, v := range vs {
		out[i] = v.ID
	}
	return out
}

// meaning is what a JSON text says, whatever its spaces and the order of its keys.
func meaning(t *testing.T, body []byte) any {
	t.Helper()
	var v any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	ok(t, d.Decode(&v))
	return v
}
