package storagetest

import (
	"context"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

func durable(p *part) {
	p.saysOf("what was committed is there when the data are opened again, and what was not is not", staysStored, NotDurable)
}

func staysStored(t *testing.T, p *part) {
	id := p.fresh()
	s := p.Tenants.ForTenant(id)
	v := newSample("g", oddTexts()[40])
	v.Time, v.Detail, v.Int = shaky(1969), details(shaky), -1<<63
	v = put(t, s, samples, put(t, s, samples, v))
	a := newSeat("a")
	a.Code = "c"
	a = put(t, s, seats, a)
	gone := put(t, s, seats, newSeat("gone"))
	ok(t, remove(t.Context(), s, seats, gone))
	refused(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		if _, err := seats.Put(ctx, tx, newSeat("never")); err != nil {
			return err
		}
		return errOwn
	}), errOwn)
	page, err := samples.List(s, byText.Prefix()).Page(t.Context(), "", 1)
	ok(t, err)
	same(t, "records", len(page.Items), 1)

	tenants := p.Reopen(t)
	s = tenants.ForTenant(id)
	stored(t, s, samples, v.ID, v)
	same(t, "the sample by its time", all(t, s, samples, byTime.Prefix("g", v.Time)), []sample{v})
	same(t, "the seats", all(t, s, seats, byLabel.Prefix()), []seat{a})
	missing(t, s, seats, gone.ID)
	_, err = tryPut(t.Context(), s, seats, seat{Label: "b", Code: "c"})
	taken(t, err, "by_code")
	a.Code = "d"
	a = put(t, s, seats, a)
	same(t, "the version after another Put", a.Version, 2)
	same(t, "what another tenant has", len(all(t, tenants.ForTenant(id+"0"), seats, byLabel.Prefix())), 0)
}
