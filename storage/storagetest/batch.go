package storagetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

func batch(p *part) {
	for name, through := range map[string]func(storage.Tx) storage.Tx{
		"PutAll": func(tx storage.Tx) storage.Tx { return tx },
		"PutAll without a BatchPutter": func(tx storage.Tx) storage.Tx {
			return struct{ storage.Tx }{tx} // hides the ability
		},
	} {
		says := func(sentence string, check func(*testing.T, storage.Store, batcher)) {
			p.says(name+" "+sentence, func(t *testing.T, s storage.Store) { check(t, s, through) })
		}
		says("saves many, and returns them in order as they will be read", savesMany)
		says("saves none where one exists already, and the transaction goes on", savesNoneIfTaken)
		says("saves none where two of the batch have the same unique value or id", savesNoneIfDouble)
		says("saves none where one is stale or gone", savesNoneIfStale)
		says("saves none where one is refused for a value", savesNoneIfBad)
		says("creates and changes in one batch, large records too", savesMixed)
		says("of nothing does nothing", savesNothing)
		says("does not change its argument, and returns it beside an error", savesCopies)
	}
	p.says("a BatchPutter returns the bare records as Get reads them", bareBatch)
}

// batcher gives the transaction with or without its ability.
type batcher func(storage.Tx) storage.Tx

func (b batcher) put(ctx context.Context, s storage.Store, vs []seat) (saved []seat, err error) {
	err = s.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		saved, err = seats.PutAll(ctx, b(tx), vs)
		return err
	})
	return saved, err
}

func row(n int) []seat {
	vs := make([]seat, n)
	for i := range vs {
		vs[i] = newSeat(fmt.Sprintf("%04d", i))
		vs[i].Since = shaky(2026)
	}
	return vs
}

func savesMany(t *testing.T, s storage.Store, b batcher) {
	for _, n := range []int{1, 2, 350} {
		saved, err := b.put(t.Context(), s, row(n))
		ok(t, err)
		same(t, "records", len(saved), n)
		same(t, "the records stored", all(t, s, seats, byLabel.Prefix()), saved)
		for i, v := range saved {
			if v.Label != fmt.Sprintf("%04d", i) || v.Version != 1 || v.ID.IsZero() || v.Since != steady(2026) {
				t.Fatalf("record %d is %+v", i, v)
			}
			ok(t, remove(t.Context(), s, seats, v))
		}
	}
}

// none checks that the batch is refused by kind and that a transaction around it goes on without any of it.
func none(t *testing.T, s storage.Store, b batcher, kind error, vs []seat) (refusal error) {
	t.Helper()
	before := all(t, s, seats, byLabel.Prefix())
	var end seat
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) (err error) {
		back, err := seats.PutAll(ctx, b(tx), vs)
		refused(t, err, kind)
		refusal = err
		same(t, "what came back beside the error", back, vs)
		end, err = seats.Put(ctx, tx, newSeat("~end"))
		return err
	}))
	same(t, "what is stored", all(t, s, seats, byLabel.Prefix()), append(before, end))
	ok(t, remove(t.Context(), s, seats, end))
	return refusal
}

func savesNoneIfTaken(t *testing.T, s storage.Store, b batcher) {
	a := newSeat("0003")
	a.Code, a.Row, a.Number = "c", "r", 1
	a = put(t, s, seats, a)
	for _, at := range []int{0, 3, 6} {
		vs := row(7)
		vs[3].Label = "free"
		vs[at].Label = "0003"
		taken(t, none(t, s, b, storage.ErrExists, vs), "by_label")
		vs[at].Label, vs[at].Code = "free2", "c"
		taken(t, none(t, s, b, storage.ErrExists, vs), "by_code")
		vs[at].Code, vs[at].Row, vs[at].Number = "", "r", 1
		taken(t, none(t, s, b, storage.ErrExists, vs), "by_place")
		vs[at].Row, vs[at].ID = "", a.ID
		taken(t, none(t, s, b, storage.ErrExists, vs), "id")
	}
	stored(t, s, seats, a.ID, a)
}

func savesNoneIfDouble(t *testing.T, s storage.Store, b batcher) {
	vs := row(5)
	vs[4].Label = vs[1].Label
	taken(t, none(t, s, b, storage.ErrExists, vs), "by_label")
	vs = row(5)
	vs[0].ID = storage.NewID[seat]()
	vs[3].ID = vs[0].ID
	taken(t, none(t, s, b, storage.ErrExists, vs), "id")
}

func savesNoneIfStale(t *testing.T, s storage.Store, b batcher) {
	saved := putAll(t, s, seats, row(4)...)
	gone := put(t, s, seats, newSeat("gone"))
	ok(t, remove(t.Context(), s, seats, gone))
	saved[2] = put(t, s, seats, saved[2])
	stale := append([]seat(nil), saved...)
	stale[2].Version = 1
	none(t, s, b, storage.ErrConflict, stale)
	none(t, s, b, storage.ErrConflict, append(saved, gone))
	none(t, s, b, storage.ErrConflict, []seat{gone, newSeat("new")})
	runs, err := counted(t.Context(), s, func(ctx context.Context, tx storage.Tx) error {
		_, err := seats.PutAll(ctx, b(tx), stale)
		return err
	})
	refused(t, err, storage.ErrConflict)
	same(t, "runs", runs, 1)
}

func savesNoneIfBad(t *testing.T, s storage.Store, b batcher) {
	for _, at := range []int{0, 2, 4} {
		vs := row(5)
		vs[at].Label = "\x00"
		none(t, s, b, storage.ErrValue, vs)
	}
}

func savesMixed(t *testing.T, s storage.Store, b batcher) {
	saved := putAll(t, s, seats, row(3)...)
	vs := append([]seat{newSeat("a")}, saved...)
	for i := range vs {
		vs[i].Row, vs[i].Number, vs[i].Holder = noise(i, storage.MaxText), i+1, noise(i+9, storage.MaxText)
	}
	vs = append(vs, newSeat("b"))
	saved, err := b.put(t.Context(), s, vs)
	ok(t, err)
	for i, v := range saved {
		same(t, "the version", v.Version, vs[i].Version+1)
		stored(t, s, seats, v.ID, v)
	}
	same(t, "records in all", len(all(t, s, seats, byLabel.Prefix())), 5)
	same(t, "records with a holder", len(all(t, s, seats, byHolder.Prefix())), 4)
}

func savesNothing(t *testing.T, s storage.Store, b batcher) {
	for _, vs := range [][]seat{nil, {}} {
		saved, err := b.put(t.Context(), s, vs)
		ok(t, err)
		same(t, "records", len(saved), 0)
	}
}

func savesCopies(t *testing.T, s storage.Store, b batcher) {
	vs := row(3)
	_, err := b.put(t.Context(), s, vs)
	ok(t, err)
	same(t, "the argument", vs, row(3))
	back, err := b.put(t.Context(), s, vs)
	refused(t, err, storage.ErrExists)
	same(t, "what came back beside the error", back, row(3))
}

func bareBatch(t *testing.T, s storage.Store) {
	recs := make([]storage.Record, 3)
	for i := range recs {
		recs[i] = storage.Record{ID: storage.NewID[seat]().UUID(), Fields: labelled(fmt.Sprint(i)), Body: []byte(fmt.Sprintf(`{"n":  %d}`, i))}
	}
	var saved []storage.Record
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) (err error) {
		if b, able := tx.(storage.BatchPutter); able {
			saved, err = b.PutAll(ctx, seats.Schema(), recs)
		}
		return err
	}))
	for i, v := range saved {
		read, err := raw(t.Context(), s, seats.Schema(), recs[i].ID)
		ok(t, err)
		same(t, "the record returned", fmt.Sprintf("%s %d %s", v.ID, v.Version, v.Body), fmt.Sprintf("%s %d %s", read.ID, read.Version, read.Body))
	}
}
