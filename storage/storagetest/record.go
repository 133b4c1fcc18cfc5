package storagetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

func record(p *part) {
	p.says("version 0 creates the record, and each Put makes the version one higher", versionsCount)
	p.says("a record without an id gets one, and one with an id keeps it", idsAreGivenOnce)
	p.says("Put returns what Get reads", putReturnsWhatGetReads)
	p.says("Put of the bare contract returns what Get reads", rawPutReturnsWhatGetReads)
	p.says("Put does not change its argument", putLeavesItsArgument)
	p.says("a Put that is refused returns its argument", refusedPutReturnsItsArgument)
	p.says("what the caller changes after Put is not stored", laterChangesAreNotStored)
	p.says("version 0 with a stored id exists already, and the error names the id", storedIDExists)
	p.says("a stale version is a conflict", staleVersionConflicts)
	p.says("a version that was never reached is a conflict", futureVersionConflicts)
	p.says("Put of a record that is gone is a conflict, and does not bring it back", goneRecordConflicts)
	p.says("after a conflict the transaction goes on and commits the rest", conflictLeavesTransaction)
	p.says("Delete removes the record from Get and from every index", deleteRemoves)
	p.says("Delete of a stale version or of a record that is gone is a conflict", deleteConflicts)
	p.says("an id that was deleted can be created again", deletedIDIsFree)
	p.says("an id that is deleted and created again in one transaction has its new values only", createdAgain)
	p.says("Get and One answer that a record is not found, with its collection", notFound)
	p.says("a list of nothing is an empty page and no error", emptyListIsNoError)
	p.says("records with the same id in two collections are two records", collectionsAreApart)
	p.says("a collection that was not given to New is refused everywhere", undeclaredIsRefused)
}

func versionsCount(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	for version := int64(1); version <= 4; version++ {
		same(t, "the version returned", v.Version, version)
		stored(t, s, samples, v.ID, v)
		v = put(t, s, samples, v)
	}
}

func idsAreGivenOnce(t *testing.T, s storage.Store) {
	a, b := put(t, s, samples, newSample("g", "a")), put(t, s, samples, newSample("g", "b"))
	if a.ID.IsZero() || b.ID.IsZero() || a.ID == b.ID {
		t.Errorf("two new records have the ids %q and %q", a.ID, b.ID)
	}
	brought := newSample("g", "c")
	brought.ID = storage.NewID[sample]()
	same(t, "the id of a record that brought one", put(t, s, samples, brought).ID, brought.ID)
	same(t, "the id after another Put", put(t, s, samples, a).ID, a.ID)
}

func putReturnsWhatGetReads(t *testing.T, s storage.Store) {
	v := newSample("g", "a")
	v.Note, v.Detail = "note", &detail{At: noon.Add(1)}
	for range 2 {
		var inside sample
		ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) (err error) {
			if v, err = samples.Put(ctx, tx, v); err != nil {
				return err
			}
			inside, err = samples.Get(ctx, tx, v.ID)
			return err
		}))
		same(t, "what Get reads in the transaction", inside, v)
		stored(t, s, samples, v.ID, v)
		same(t, "what a list reads", all(t, s, samples, byText.Prefix("g", "a")), []sample{v})
		v.Note = "changed"
	}
}

func rawPutReturnsWhatGetReads(t *testing.T, s storage.Store) {
	id := storage.NewID[seat]().UUID()
	rec := storage.Record{ID: id, Fields: labelled("a"), Body: []byte(` {"label": "a",  "n": 12345678901234567890}`)}
	for version := int64(1); version <= 2; version++ {
		saved, err := putRaw(t.Context(), s, seats.Schema(), rec)
		ok(t, err)
		read, err := raw(t.Context(), s, seats.Schema(), id)
		ok(t, err)
		same(t, "the id", saved.ID, id)
		same(t, "the version", saved.Version, version)
		same(t, "the version read", read.Version, version)
		same(t, "the id read", read.ID, id)
		same(t, "the body read", string(read.Body), string(saved.Body))
		same(t, "the meaning of the body", meaning(t, read.Body), meaning(t, rec.Body))
		rec.Version = saved.Version
	}
}

// labelled are the fields of a seat that has only a label.
func labelled(label string) []storage.Value {
	since := storage.TimeOf(noon)
	return []storage.Value{storage.TextOf(label), {}, {}, {}, {}, since}
}

func putLeavesItsArgument(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	before := v
	_ = put(t, s, samples, v)
	same(t, "the argument of a typed Put", v, before)

	r := storage.Record{ID: storage.NewID[seat]().UUID(), Fields: labelled("a"), Body: []byte(`{"b":1, "a":2}`)}
	_, err := putRaw(t.Context(), s, seats.Schema(), r)
	ok(t, err)
	same(t, "the version of the argument", r.Version, 0)
	same(t, "the fields of the argument", r.Fields, labelled("a"))
	same(t, "the body of the argument", string(r.Body), `{"b":1, "a":2}`)
}

func refusedPutReturnsItsArgument(t *testing.T, s storage.Store) {
	v := put(t, s, seats, newSeat("a"))
	stale := put(t, s, seats, v)
	stale.Version--
	double := newSeat("a")
	for _, refusedSeat := range []seat{stale, double, newSeat("\xff")} {
		err := s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			back, err := seats.Put(ctx, tx, refusedSeat)
			same(t, "what came back beside the error", back, refusedSeat)
			return err
		})
		if err == nil {
			t.Errorf("Put of %+v was not refused", refusedSeat)
		}
	}
}

func laterChangesAreNotStored(t *testing.T, s storage.Store) {
	v := newSample("g", "a")
	v.Detail = &detail{Named: map[string]time.Time{"a": noon}, Steps: []time.Time{noon}, Until: &[]time.Time{noon}[0]}
	saved := put(t, s, samples, v)
	v.Detail.Named["a"], v.Detail.Steps[0], *v.Detail.Until = noon.Add(1e9), noon.Add(1e9), noon.Add(1e9)
	stored(t, s, samples, saved.ID, saved)

	r := storage.Record{ID: storage.NewID[seat]().UUID(), Fields: labelled("a"), Body: []byte(`{}`)}
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		_, err := tx.Put(ctx, seats.Schema(), r)
		r.Fields[0] = storage.TextOf("b")
		return err
	}))
	_, err := one(t.Context(), s, seats, byLabel.Key("b"))
	refused(t, err, storage.ErrNotFound)
	_, err = one(t.Context(), s, seats, byLabel.Key("a"))
	ok(t, err)
}

func storedIDExists(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	again := newSample("g", "b")
	again.ID = v.ID
	_, err := tryPut(t.Context(), s, samples, again)
	taken(t, err, "id")
	stored(t, s, samples, v.ID, v)
	same(t, "records in the index", len(all(t, s, samples, byText.Prefix("g"))), 1)
}

func staleVersionConflicts(t *testing.T, s storage.Store) {
	v1 := put(t, s, samples, newSample("g", "a"))
	v2 := put(t, s, samples, v1)
	v1.Text = "b"
	_, err := tryPut(t.Context(), s, samples, v1)
	refused(t, err, storage.ErrConflict)
	stored(t, s, samples, v2.ID, v2)
	same(t, "what the index holds", all(t, s, samples, byText.Prefix("g")), []sample{v2})
}

func futureVersionConflicts(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	ahead := v
	ahead.Version, ahead.Text = 2, "b"
	_, err := tryPut(t.Context(), s, samples, ahead)
	refused(t, err, storage.ErrConflict)
	stored(t, s, samples, v.ID, v)
}

func goneRecordConflicts(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	ok(t, remove(t.Context(), s, samples, v))
	never := newSample("g", "never")
	never.ID, never.Version = storage.NewID[sample](), 1
	for _, gone := range []sample{v, never} {
		_, err := tryPut(t.Context(), s, samples, gone)
		refused(t, err, storage.ErrConflict)
		if errors.Is(err, storage.ErrNotFound) {
			t.Errorf("Put answered that the record is not found; only Get and One do: %v", err)
		}
		missing(t, s, samples, gone.ID)
	}
	same(t, "records in the index", len(all(t, s, samples, byText.Prefix("g"))), 0)
}

func conflictLeavesTransaction(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	stale := v
	stale.Version = 7
	var before, after sample
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) (err error) {
		if before, err = samples.Put(ctx, tx, newSample("g", "before")); err != nil {
			return err
		}
		_, err = samples.Put(ctx, tx, stale)
		refused(t, err, storage.ErrConflict)
		refused(t, samples.Delete(ctx, tx, stale), storage.ErrConflict)
		if again, err := samples.Get(ctx, tx, v.ID); err != nil || again.Version != 1 {
			t.Errorf("after the conflict Get reads version %d, %v", again.Version, err)
		}
		after, err = samples.Put(ctx, tx, newSample("g", "after"))
		return err
	}))
	same(t, "what was committed", all(t, s, samples, byText.Prefix("g")), []sample{v, after, before})
}

func deleteRemoves(t *testing.T, s storage.Store) {
	kept, gone := put(t, s, seats, newSeat("kept")), newSeat("gone")
	gone.Code, gone.Row, gone.Number, gone.Holder = "c", "r", 7, "h"
	gone = put(t, s, seats, gone)
	gone.Version = put(t, s, seats, gone).Version
	ok(t, remove(t.Context(), s, seats, gone))
	missing(t, s, seats, gone.ID)
	for _, key := range []storage.Key[seat]{byLabel.Key("gone"), byCode.Key("c"), byPlace.Key("r", 7)} {
		_, err := one(t.Context(), s, seats, key)
		refused(t, err, storage.ErrNotFound)
	}
	same(t, "what by_label holds", all(t, s, seats, byLabel.Prefix()), []seat{kept})
	same(t, "what by_holder holds", len(all(t, s, seats, byHolder.Prefix())), 0)
	gone.ID, gone.Version = storage.ID[seat]{}, 0
	put(t, s, seats, gone) // its unique values are free
}

func deleteConflicts(t *testing.T, s storage.Store) {
	v1 := put(t, s, samples, newSample("g", "a"))
	v2 := put(t, s, samples, v1)
	never := v2
	never.ID = storage.NewID[sample]()
	zero, ahead := v2, v2
	zero.Version, ahead.Version = 0, 3
	for _, bad := range []sample{v1, zero, ahead, never} {
		refused(t, remove(t.Context(), s, samples, bad), storage.ErrConflict)
	}
	stored(t, s, samples, v2.ID, v2)
	ok(t, remove(t.Context(), s, samples, v2))
	err := remove(t.Context(), s, samples, v2)
	refused(t, err, storage.ErrConflict)
	if errors.Is(err, storage.ErrNotFound) {
		t.Errorf("Delete answered that the record is not found; only Get and One do: %v", err)
	}
}

func deletedIDIsFree(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	ok(t, remove(t.Context(), s, samples, v))
	again := newSample("g", "b")
	again.ID = v.ID
	again = put(t, s, samples, again)
	same(t, "its version", again.Version, 1)
	same(t, "what the index holds", all(t, s, samples, byText.Prefix("g")), []sample{again})

	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error { // and within one transaction
		if err := samples.Delete(ctx, tx, again); err != nil {
			return err
		}
		again.Version = 0
		var err error
		again, err = samples.Put(ctx, tx, again)
		return err
	}))
	stored(t, s, samples, again.ID, again)
}

// createdAgain gives one version of an id two sets of values, and goes back to the first: an engine that writes only what has changed
// must not compare with the record that was deleted.
func createdAgain(t *testing.T, s storage.Store) {
	first := newSeat("a")
	first.Holder = "first"
	first = put(t, s, seats, first)
	var v seat
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) (err error) {
		if v, err = seats.Get(ctx, tx, first.ID); err != nil {
			return err
		}
		if err := seats.Delete(ctx, tx, v); err != nil {
			return err
		}
		v.Version, v.Holder = 0, "second"
		if v, err = seats.Put(ctx, tx, v); err != nil {
			return err
		}
		v.Holder = "first"
		v, err = seats.Put(ctx, tx, v)
		return err
	}))
	same(t, "the version", v.Version, 2)
	same(t, "seats of the first holder", all(t, s, seats, byHolder.Prefix("first")), []seat{v})
	same(t, "seats of the second holder", len(all(t, s, seats, byHolder.Prefix("second"))), 0)
}

func notFound(t *testing.T, s storage.Store) {
	put(t, s, seats, newSeat("a"))
	_, err := get(t.Context(), s, seats, storage.NewID[seat]())
	refused(t, err, storage.ErrNotFound)
	_, err2 := one(t.Context(), s, seats, byLabel.Key("b"))
	refused(t, err2, storage.ErrNotFound)
	for _, err := range []error{err, err2} {
		if e, ok := errors.AsType[*storage.Error](err); !ok || e.Collection != "seat" {
			t.Errorf("the error %v does not name the collection", err)
		}
	}
}

func emptyListIsNoError(t *testing.T, s storage.Store) {
	for _, n := range []int{0, 1, storage.MaxPage} {
		page, err := samples.List(s, byText.Prefix("g")).Page(t.Context(), "", n)
		ok(t, err)
		same(t, "records of an empty list", len(page.Items), 0)
		same(t, "Next of an empty list", page.Next, "")
	}
}

func collectionsAreApart(t *testing.T, s storage.Store) {
	a, b := newSeat("a"), newSeat("a")
	a.ID = storage.NewID[seat]()
	b.ID, b.Row = a.ID, "r"
	a, b = put(t, s, seats, a), put(t, s, benches, b)
	b = put(t, s, benches, b)
	stored(t, s, seats, a.ID, a)
	stored(t, s, benches, b.ID, b)
	ok(t, remove(t.Context(), s, seats, a))
	missing(t, s, seats, a.ID)
	stored(t, s, benches, b.ID, b)
}

func undeclaredIsRefused(t *testing.T, s storage.Store) {
	ctx := t.Context()
	_, err := get(ctx, s, undeclared, storage.NewID[sample]())
	refused(t, err, storage.ErrSchema)
	_, err = undeclared.List(s, byText.Prefix("g")).Page(ctx, "", 0)
	refused(t, err, storage.ErrSchema)
	ok(t, s.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		_, err := undeclared.Put(ctx, tx, newSample("g", "a"))
		refused(t, err, storage.ErrSchema)
		refused(t, undeclared.Delete(ctx, tx, sample{ID: storage.NewID[sample](), Version: 1}), storage.ErrSchema)
		_, err = undeclared.Get(ctx, tx, storage.NewID[sample]())
		refused(t, err, storage.ErrSchema)
		_, err = undeclared.Page(ctx, tx, byText.Prefix(), "", 0)
		refused(t, err, storage.ErrSchema)
		_, err = undeclared.PutAll(ctx, tx, []sample{newSample("g", "a")})
		refused(t, err, storage.ErrSchema)
		return nil
	}))
}
