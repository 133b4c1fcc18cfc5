package storagetest

import (
	"context"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

func savepoint(p *part) {
	p.says("what a nested Update wrote is kept with the outer one", nestedCommits)
	p.says("a nested Update that fails takes back its own writes, and the outer one goes on", nestedRollsBack)
	p.says("a nested Update that panics takes back its own writes, and the outer one may go on", nestedPanics)
	p.says("what a nested Update kept is taken back with the outer one", outerRollsBack)
	p.says("what a nested Update took back may be written again", takenBackIsFree)
	p.says("neighbouring nested Updates stand or fall on their own", siblings)
	p.says("three levels each stand or fall on their own", threeLevels)
	p.says("a nested Update sees the writes around it, and changes them", nestedSees)
	p.says("a savepoint takes back several changes of one record to where it was before", manyChanges)
	p.says("a version that was taken back and reached again has the values of the second time", versionReachedAgain)
	p.says("a version that was read in what was taken back tells nothing of the one that is there", versionReadInVain)
}

// step runs one nested Update that puts, changes and deletes, and then returns end.
func step(ctx context.Context, tx storage.Tx, label string, change, gone *seat, end error) error {
	return tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		if _, err := seats.Put(ctx, tx, newSeat(label)); err != nil {
			return err
		}
		if change != nil {
			v := *change
			v.Code, v.Holder = label, label
			v, err := seats.Put(ctx, tx, v)
			if err != nil {
				return err
			}
			if end == nil {
				*change = v
			}
		}
		if gone != nil {
			if err := seats.Delete(ctx, tx, *gone); err != nil {
				return err
			}
		}
		return end
	})
}

// labels are the labels of all seats in order, checked against the other indexes.
func labels(t *testing.T, s storage.Store) string {
	t.Helper()
	text, codes, holders := "", 0, 0
	for _, v := range all(t, s, seats, byLabel.Prefix()) {
		text += v.Label + " "
		if v.Code != "" {
			codes++
			found, err := one(t.Context(), s, seats, byCode.Key(v.Code))
			ok(t, err)
			same(t, "the seat by its code", found, v)
		}
		if v.Holder != "" {
			holders++
		}
		stored(t, s, seats, v.ID, v)
	}
	same(t, "seats with a code", len(all(t, s, seats, byCode.Prefix())), codes)
	same(t, "seats with a holder", len(all(t, s, seats, byHolder.Prefix())), holders)
	return text
}

func nestedCommits(t *testing.T, s storage.Store) {
	a, b := put(t, s, seats, newSeat("a")), put(t, s, seats, newSeat("b"))
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error { return step(ctx, tx, "c", &a, &b, nil) }))
	same(t, "labels", labels(t, s), "a c ")
	stored(t, s, seats, a.ID, a)
	same(t, "the code", a.Code, "c")
}

func nestedRollsBack(t *testing.T, s storage.Store) {
	a, b := put(t, s, seats, newSeat("a")), put(t, s, seats, newSeat("b"))
	a.Code, a.Holder = "old", "old"
	a = put(t, s, seats, a)
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		if _, err := seats.Put(ctx, tx, newSeat("before")); err != nil {
			return err
		}
		refused(t, step(ctx, tx, "c", &a, &b, errOwn), errOwn)
		if again, err := seats.Get(ctx, tx, a.ID); err != nil || again != a {
			t.Errorf("after the savepoint Get reads %+v, %v", again, err)
		}
		_, err := seats.Put(ctx, tx, newSeat("end"))
		return err
	}))
	same(t, "labels", labels(t, s), "a b before end ")
	stored(t, s, seats, a.ID, a)
	stored(t, s, seats, b.ID, b)
}

func nestedPanics(t *testing.T, s storage.Store) {
	a, b := put(t, s, seats, newSeat("a")), put(t, s, seats, newSeat("b"))
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		with := panics(func() {
			_ = tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				if err := step(ctx, tx, "c", &a, &b, nil); err != nil {
					return err
				}
				panic(errOwn)
			})
		})
		same(t, "what was recovered", with, any(errOwn))
		_, err := seats.Put(ctx, tx, newSeat("end"))
		return err
	}))
	same(t, "labels", labels(t, s), "a b end ")

	with := panics(func() {
		_ = s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			if _, err := seats.Put(ctx, tx, newSeat("x")); err != nil {
				return err
			}
			return tx.Update(ctx, func(context.Context, storage.Tx) error { panic(errOwn) })
		})
	})
	same(t, "what came through both", with, any(errOwn))
	same(t, "labels", labels(t, s), "a b end ")
}

func outerRollsBack(t *testing.T, s storage.Store) {
	a, b := put(t, s, seats, newSeat("a")), put(t, s, seats, newSeat("b"))
	wasA := a
	refused(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		if err := step(ctx, tx, "c", &a, &b, nil); err != nil {
			return err
		}
		return errOwn
	}), errOwn)
	same(t, "labels", labels(t, s), "a b ")
	stored(t, s, seats, a.ID, wasA)
}

func takenBackIsFree(t *testing.T, s storage.Store) {
	a := put(t, s, seats, newSeat("a"))
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		refused(t, step(ctx, tx, "c", &a, nil, errOwn), errOwn)
		refused(t, step(ctx, tx, "c", nil, &a, errOwn), errOwn)
		return step(ctx, tx, "c", &a, nil, nil)
	}))
	same(t, "labels", labels(t, s), "a c ")
	same(t, "the version", a.Version, 2)
}

func siblings(t *testing.T, s storage.Store) {
	a, b, c := put(t, s, seats, newSeat("a")), put(t, s, seats, newSeat("b")), put(t, s, seats, newSeat("c"))
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		if err := step(ctx, tx, "x1", &a, &b, nil); err != nil {
			return err
		}
		refused(t, step(ctx, tx, "x2", &a, &c, errOwn), errOwn)
		if err := step(ctx, tx, "x3", &a, nil, nil); err != nil {
			return err
		}
		refused(t, step(ctx, tx, "x4", &c, &a, errOwn), errOwn)
		return nil
	}))
	same(t, "labels", labels(t, s), "a c x1 x3 ")
	same(t, "the code", a.Code, "x3")
	stored(t, s, seats, a.ID, a)
}

// threeLevels tries each way in which three levels can end: bit 0 is the innermost.
func threeLevels(t *testing.T, s storage.Store) {
	for fails := range 8 {
		end := func(level int) error {
			if fails>>level&1 == 1 {
				return errOwn
			}
			return nil
		}
		name := string(rune('a' + fails))
		_ = s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			_ = tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				_ = tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
					if err := step(ctx, tx, name+"0", nil, nil, nil); err != nil {
						t.Error(err)
					}
					return end(0)
				})
				if _, err := seats.Put(ctx, tx, newSeat(name+"1")); err != nil {
					t.Error(err)
				}
				return end(1)
			})
			if _, err := seats.Put(ctx, tx, newSeat(name+"2")); err != nil {
				t.Error(err)
			}
			return end(2)
		})
	}
	same(t, "labels", labels(t, s), "a0 a1 a2 b1 b2 c2 d2 ")
}

func nestedSees(t *testing.T, s storage.Store) {
	var v seat
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) (err error) {
		if v, err = seats.Put(ctx, tx, newSeat("a")); err != nil {
			return err
		}
		return tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			got, err := seats.One(ctx, tx, byLabel.Key("a"))
			same(t, "the record around", got, v)
			if err != nil {
				return err
			}
			got.Label = "b"
			v, err = seats.Put(ctx, tx, got)
			return err
		})
	}))
	same(t, "labels", labels(t, s), "b ")
	stored(t, s, seats, v.ID, v)
}

func manyChanges(t *testing.T, s storage.Store) {
	a := newSeat("a")
	a.Code, a.Holder = "c", "h"
	a = put(t, s, seats, a)
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		err := tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			v := a
			for i := range 3 {
				if err := step(ctx, tx, string(rune('x'+i)), &v, nil, nil); err != nil {
					return err
				}
			}
			if err := seats.Delete(ctx, tx, v); err != nil {
				return err
			}
			v.Version, v.Label = 0, "again"
			if _, err := seats.Put(ctx, tx, v); err != nil {
				return err
			}
			return errOwn
		})
		refused(t, err, errOwn)
		again, err := seats.Get(ctx, tx, a.ID)
		same(t, "the record in the transaction", again, a)
		return err
	}))
	same(t, "labels", labels(t, s), "a ")
	stored(t, s, seats, a.ID, a)
}

// reached puts the same version twice with different holders, the first time in what is taken back, and then the first holder again: an
// engine that writes only what has changed must not compare with what it took back.
func reached(ctx context.Context, t *testing.T, s storage.Store, v seat, read bool) (err error) {
	hold := func(ctx context.Context, tx storage.Tx, holder string) error {
		v.Holder = holder
		if v, err = seats.Put(ctx, tx, v); err == nil && read {
			_, err = seats.Get(ctx, tx, v.ID)
		}
		return err
	}
	before := v
	refused(t, s.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		if err := hold(ctx, tx, "first"); err != nil {
			return err
		}
		return errOwn
	}), errOwn)
	v = before
	for _, holder := range []string{"second", "first"} {
		if err := s.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return hold(ctx, tx, holder) }); err != nil {
			return err
		}
	}
	return nil
}

func versionReachedAgain(t *testing.T, s storage.Store) {
	for _, read := range []bool{false, true} {
		v := put(t, s, seats, newSeat(map[bool]string{false: "a", true: "b"}[read]))
		ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error { return reached(ctx, t, tx, v, read) }))
		same(t, "seats of the second holder", len(all(t, s, seats, byHolder.Prefix("second"))), 0)
		held := all(t, s, seats, byHolder.Prefix("first"))
		holds(t, "seats of the first holder", held, 1)
		stored(t, s, seats, v.ID, held[0])
		ok(t, remove(t.Context(), s, seats, held[0]))
	}
}

// versionReadInVain: what was taken back had deleted the seat and made another with its id, which so came to the same version.
func versionReadInVain(t *testing.T, s storage.Store) {
	v := newSeat("a")
	v.Holder = "before"
	v = put(t, s, seats, v)
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		refused(t, tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			if err := seats.Delete(ctx, tx, v); err != nil {
				return err
			}
			other := v
			other.Version, other.Holder = 0, "after"
			if _, err := seats.Put(ctx, tx, other); err != nil {
				return err
			}
			if _, err := seats.Get(ctx, tx, v.ID); err != nil {
				return err
			}
			return errOwn
		}), errOwn)
		v.Holder = "after"
		_, err := seats.Put(ctx, tx, v)
		return err
	}))
	same(t, "seats of the holder before", len(all(t, s, seats, byHolder.Prefix("before"))), 0)
	holds(t, "seats of the holder after", all(t, s, seats, byHolder.Prefix("after")), 1)
}
