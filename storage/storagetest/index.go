package storagetest

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

func index(p *part) {
	p.says("a taken unique index refuses an insert and names itself, and the transaction goes on", takenOnInsert)
	p.says("a taken unique index refuses an update and names itself, and the transaction goes on", takenOnUpdate)
	p.says("a record may be put again with the unique values that it has", ownValuesAreFree)
	p.says("a unique value is free once its record has moved away or is deleted, in the same transaction too", movedValuesAreFree)
	p.says("unique values can be swapped through a third", valuesSwap)
	p.says("a unique index of several fields is unique in all of them together", uniqueTogether)
	p.says("a null leaves the record out of the index, and a unique index takes any number of nulls", nullsLeaveOut)
	p.says("a partly null record is not in a unique index and is not compared", partlyNull)
	p.says("a record moves between null and a value", nullAndBack)
	p.says("an index without unique takes equal values", equalValues)
	p.says("an updated record is found by its new values only, in every index", oldEntriesGo)
	p.says("what is refused by one unique index has moved in none", refusedMovesNothing)
}

func takenOnInsert(t *testing.T, s storage.Store) {
	a := newSeat("a")
	a.Code, a.Row, a.Number = "c", "r", 1
	a = put(t, s, seats, a)
	for name, rival := range map[string]seat{
		"by_label": {Label: "a"}, "by_code": {Label: "b", Code: "c"}, "by_place": {Label: "b", Row: "r", Number: 1},
	} {
		before := len(all(t, s, seats, byLabel.Prefix()))
		ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			if _, err := seats.Put(ctx, tx, newSeat("before "+name)); err != nil {
				return err
			}
			_, err := seats.Put(ctx, tx, rival)
			taken(t, err, name)
			if again, err := seats.One(ctx, tx, byLabel.Key("a")); err != nil || again != a {
				t.Errorf("after the refusal One reads %+v, %v", again, err)
			}
			_, err = seats.Put(ctx, tx, newSeat("after "+name))
			return err
		}))
		same(t, "records more", len(all(t, s, seats, byLabel.Prefix()))-before, 2)
	}
}

func takenOnUpdate(t *testing.T, s storage.Store) {
	a, b := newSeat("a"), newSeat("b")
	a.Code, a.Row, a.Number = "c", "r", 1
	a, b = put(t, s, seats, a), put(t, s, seats, b)
	for name, change := range map[string]func(*seat){
		"by_label": func(v *seat) { v.Label = "a" },
		"by_code":  func(v *seat) { v.Code = "c" },
		"by_place": func(v *seat) { v.Row, v.Number = "r", 1 },
	} {
		rival := b
		change(&rival)
		ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			_, err := seats.Put(ctx, tx, rival)
			taken(t, err, name)
			if again, err := seats.Get(ctx, tx, b.ID); err != nil || again != b {
				t.Errorf("after the refusal Get reads %+v, %v", again, err)
			}
			a, err = seats.Put(ctx, tx, a)
			return err
		}))
		stored(t, s, seats, a.ID, a)
		stored(t, s, seats, b.ID, b)
	}
}

func ownValuesAreFree(t *testing.T, s storage.Store) {
	a := newSeat("a")
	a.Code, a.Row, a.Number = "c", "r", 1
	a = put(t, s, seats, put(t, s, seats, a))
	same(t, "its version", a.Version, 2)
	a.Holder = "h"
	a = put(t, s, seats, a)
	stored(t, s, seats, a.ID, a)
}

func movedValuesAreFree(t *testing.T, s storage.Store) {
	a := put(t, s, seats, newSeat("a"))
	a.Label = "b"
	a = put(t, s, seats, a)
	put(t, s, seats, newSeat("a"))

	var last seat
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		a.Label = "c"
		a, err := seats.Put(ctx, tx, a)
		if err != nil {
			return err
		}
		b, err := seats.Put(ctx, tx, newSeat("b"))
		if err != nil {
			return err
		}
		if err := seats.Delete(ctx, tx, a); err != nil {
			return err
		}
		if err := seats.Delete(ctx, tx, b); err != nil {
			return err
		}
		if _, err := seats.Put(ctx, tx, newSeat("c")); err != nil {
			return err
		}
		last, err = seats.Put(ctx, tx, newSeat("b"))
		return err
	}))
	found, err := one(t.Context(), s, seats, byLabel.Key("b"))
	ok(t, err)
	same(t, "the last to take the value", found, last)
}

func valuesSwap(t *testing.T, s storage.Store) {
	a, b := put(t, s, seats, newSeat("a")), put(t, s, seats, newSeat("b"))
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) (err error) {
		for _, step := range []struct {
			of    *seat
			label string
		}{{&a, "third"}, {&b, "a"}, {&a, "b"}} {
			step.of.Label = step.label
			if *step.of, err = seats.Put(ctx, tx, *step.of); err != nil {
				return err
			}
		}
		return nil
	}))
	same(t, "the records by label", all(t, s, seats, byLabel.Prefix()), []seat{b, a})
}

func uniqueTogether(t *testing.T, s storage.Store) {
	places := []seat{{Row: "r", Number: 1}, {Row: "r", Number: 2}, {Row: "q", Number: 1}, {Row: "q", Number: 2}}
	for i, v := range places {
		v.Label = string(rune('a' + i))
		put(t, s, seats, v)
	}
	for _, v := range places {
		v.Label = "z"
		_, err := tryPut(t.Context(), s, seats, v)
		taken(t, err, "by_place")
	}
	same(t, "records of one row", len(all(t, s, seats, byPlace.Prefix("r"))), 2)
}

func nullsLeaveOut(t *testing.T, s storage.Store) {
	for range 3 {
		put(t, s, choices, choice{})
	}
	for _, ix := range []*storage.Index[choice]{onText, onInt, onBool, onTime, onRef, onDate} {
		same(t, "records in "+ix.Name(), len(all(t, s, choices, ix.Prefix())), 0)
		same(t, "records in "+ix.Name()+" backwards", len(all(t, s, choices, ix.Prefix().Reverse())), 0)
	}
	full := put(t, s, choices, choice{Text: "a", Int: 1, Bool: true, Time: noon, Ref: uuid.Max, Date: "2026-11-22"})
	for _, ix := range []*storage.Index[choice]{onText, onInt, onBool, onTime, onRef, onDate} {
		same(t, "records in "+ix.Name(), all(t, s, choices, ix.Prefix()), []choice{full})
	}
	for name, rival := range map[string]choice{
		"on_text": {Text: "a"}, "on_int": {Int: 1}, "on_bool": {Bool: true}, "on_time": {Time: noon}, "on_ref": {Ref: uuid.Max},
		"on_date": {Date: "2026-11-22"},
	} {
		_, err := tryPut(t.Context(), s, choices, rival)
		taken(t, err, name)
	}
	lone := put(t, s, seats, newSeat("a"))
	same(t, "records of no holder", len(all(t, s, seats, byHolder.Prefix())), 0)
	stored(t, s, seats, lone.ID, lone)
}

func partlyNull(t *testing.T, s storage.Store) {
	for i, v := range []seat{{Row: "r"}, {Row: "r"}, {Number: 1}, {Number: 1}, {}} {
		v.Label = string(rune('a' + i))
		put(t, s, seats, v)
	}
	same(t, "records in the index", len(all(t, s, seats, byPlace.Prefix())), 0)
	same(t, "records of the row", len(all(t, s, seats, byPlace.Prefix("r"))), 0)
	whole := put(t, s, seats, seat{Label: "z", Row: "r", Number: 1})
	same(t, "records in the index", all(t, s, seats, byPlace.Prefix()), []seat{whole})
}

func nullAndBack(t *testing.T, s storage.Store) {
	v, other := newSeat("a"), put(t, s, seats, newSeat("b"))
	v.Code, v.Holder = "c", "h"
	v = put(t, s, seats, v)
	for round := range 3 {
		v.Code, v.Holder = "", ""
		v = put(t, s, seats, v)
		same(t, "records with a code", len(all(t, s, seats, byCode.Prefix())), 0)
		same(t, "records with a holder", len(all(t, s, seats, byHolder.Prefix())), 0)
		stored(t, s, seats, v.ID, v)

		other.Code = "c" // the code is free while it is null elsewhere
		other = put(t, s, seats, other)
		v.Code = "c"
		_, err := tryPut(t.Context(), s, seats, v)
		taken(t, err, "by_code")
		other.Code = ""
		other = put(t, s, seats, other)

		v.Code, v.Holder = "c", string(rune('h'+round))
		v = put(t, s, seats, v)
		same(t, "records with a code", all(t, s, seats, byCode.Prefix()), []seat{v})
		same(t, "records with a holder", all(t, s, seats, byHolder.Prefix()), []seat{v})
	}
}

func equalValues(t *testing.T, s storage.Store) {
	for range 3 {
		put(t, s, samples, newSample("g", "a"))
	}
	same(t, "records with the value", len(all(t, s, samples, byText.Prefix("g", "a"))), 3)
	_, err := samples.List(s, byText.Prefix("g", "a")).Page(t.Context(), "", 0)
	ok(t, err)
}

func oldEntriesGo(t *testing.T, s storage.Store) {
	list := axes()
	v := newSample("g", "")
	for _, a := range list {
		a.set[0](&v)
	}
	v = put(t, s, samples, v)
	for _, a := range list { // one field moves at a time, the rest stays
		a.set[len(a.set)-1](&v)
		v = put(t, s, samples, v)
		same(t, a.kind+" as it was", len(all(t, s, samples, a.index.Prefix("g", a.args[0]))), 0)
		for _, b := range list {
			same(t, "the records in "+b.index.Name(), all(t, s, samples, b.index.Prefix("g")), []sample{v})
		}
	}
	v.Group = "h"
	v = put(t, s, samples, v)
	for _, a := range list {
		same(t, "the old group in "+a.index.Name(), len(all(t, s, samples, a.index.Prefix("g"))), 0)
		same(t, "the new group in "+a.index.Name(), all(t, s, samples, a.index.Prefix("h")), []sample{v})
	}
}

func refusedMovesNothing(t *testing.T, s storage.Store) {
	put(t, s, seats, seat{Label: "a", Row: "r", Number: 1})
	b := put(t, s, seats, seat{Label: "b", Code: "c", Holder: "h"})
	rival := b
	rival.Label, rival.Code, rival.Holder, rival.Row, rival.Number = "b2", "c2", "h2", "r", 1
	var refusal error
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		_, refusal = seats.Put(ctx, tx, rival)
		return nil // and what there is, is committed
	}))
	taken(t, refusal, "by_place")
	if e, ok := errors.AsType[*storage.Error](refusal); ok && e.ID != b.ID.UUID() {
		t.Errorf("the error names the record %s, not %s", e.ID, b.ID)
	}
	stored(t, s, seats, b.ID, b)
	same(t, "records by the old holder", all(t, s, seats, byHolder.Prefix("h")), []seat{b})
	for _, gone := range []storage.Range[seat]{byLabel.Prefix("b2"), byCode.Prefix("c2"), byHolder.Prefix("h2")} {
		same(t, "records by the new value", len(all(t, s, seats, gone)), 0)
	}
	same(t, "records in all", len(all(t, s, seats, byLabel.Prefix())), 2)
}
