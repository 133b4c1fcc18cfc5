package storagetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

func tenant(p *part) {
	p.saysOf("the same ids and unique values are different records in two tenants", sameInTwoTenants)
	p.saysOf("nothing of another tenant is read, changed or deleted", otherTenantIsOutOfReach)
	p.saysOf("any text of up to 128 bytes is a tenant of its own, the empty one too", oddTenants)
	p.saysOf("a tenant's id with NUL, invalid UTF-8 or more than 128 bytes is refused by every call", badTenants)
	p.saysOf("two Stores of one tenant are one", twoStoresOfOne)
}

func sameInTwoTenants(t *testing.T, p *part) {
	one, two := p.Tenants.ForTenant(p.fresh()), p.Tenants.ForTenant(p.fresh())
	a := newSeat("a")
	a.ID, a.Code, a.Row, a.Number, a.Holder = storage.NewID[seat](), "c", "r", 1, "h"
	b := a
	b.Since = noon.Add(1e9)
	a, b = put(t, one, seats, a), put(t, two, seats, b)
	b = put(t, two, seats, b)
	for _, of := range []struct {
		s storage.Store
		v seat
	}{{one, a}, {two, b}} {
		s, v := of.s, of.v
		stored(t, s, seats, v.ID, v)
		for _, r := range []storage.Range[seat]{byLabel.Prefix(), byCode.Prefix("c"), byPlace.Prefix("r", 1), byHolder.Prefix("h").Reverse()} {
			same(t, "the list", all(t, s, seats, r), []seat{v})
		}
	}
}

func otherTenantIsOutOfReach(t *testing.T, p *part) {
	mine, other := p.Tenants.ForTenant(p.fresh()), p.Tenants.ForTenant(p.fresh())
	v := newSeat("a")
	v.Code, v.Holder = "c", "h"
	v = put(t, other, seats, v)
	missing(t, mine, seats, v.ID)
	_, err := one(t.Context(), mine, seats, byCode.Key("c"))
	refused(t, err, storage.ErrNotFound)
	for _, r := range []storage.Range[seat]{byLabel.Prefix(), byHolder.Prefix("h"), byLabel.Prefix().Reverse(), byLabel.Prefix().From("")} {
		same(t, "records of the other tenant", len(all(t, mine, seats, r)), 0)
	}
	refused(t, remove(t.Context(), mine, seats, v), storage.ErrConflict)
	_, err = tryPut(t.Context(), mine, seats, v)
	refused(t, err, storage.ErrConflict)
	ok(t, mine.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		own, err := seats.Put(ctx, tx, newSeat("a"))
		if err != nil {
			return err
		}
		page, err := seats.Page(ctx, tx, byLabel.Prefix(), "", 0)
		same(t, "what a transaction sees", page.Items, []seat{own})
		if err != nil {
			return err
		}
		return seats.Delete(ctx, tx, own)
	}))
	stored(t, other, seats, v.ID, v)
	same(t, "the other tenant's list", all(t, other, seats, byHolder.Prefix("h")), []seat{v})
}

func oddTenants(t *testing.T, p *part) {
	long := strings.Repeat("x", storage.MaxTenant)
	odd := []string{
		"", " ", "a", "A", "a ", " a", "aa", "ab", "a\x01", "%", "_", "a%", `'`, `'; drop table sample; --`, `"`, `\`, "a\nb", "a/b", "../a", "a:b", "a.b",
		"null", "NULL", "0", "-1", "$1", "Cửa hàng 7", "Cư\u0309a ha\u0300ng 7", "cửa hàng 7", "日本", "\U0001f600", "\ufffd", long, long[1:], long[1:] + "y",
	}
	saved := map[string]seat{}
	for i, id := range odd {
		v := newSeat("same")
		v.Number, v.Row = i+1, "r"
		var err error
		if saved[id], err = tryPut(t.Context(), p.Tenants.ForTenant(id), seats, v); err != nil {
			t.Errorf("tenant %q: %v", id, err)
		}
	}
	for _, id := range odd {
		s := p.Tenants.ForTenant(id)
		same(t, fmt.Sprintf("the list of tenant %q", id), all(t, s, seats, byLabel.Prefix()), []seat{saved[id]})
		same(t, fmt.Sprintf("the list backwards of tenant %q", id), all(t, s, seats, byPlace.Prefix("r").Reverse()), []seat{saved[id]})
		stored(t, s, seats, saved[id].ID, saved[id])
	}
}

func badTenants(t *testing.T, p *part) {
	for _, id := range []string{"a\x00", "\x00", "a\x00b", "\xff", "a\xc3", "\xed\xa0\x80", strings.Repeat("x", storage.MaxTenant+1)} {
		s := p.Tenants.ForTenant(id)
		refused(t, s.View(t.Context(), neverRead(t)), storage.ErrValue)
		refused(t, s.Update(t.Context(), never(t)), storage.ErrValue)
		_, err := seats.List(s, byLabel.Prefix()).Page(t.Context(), "", 0)
		refused(t, err, storage.ErrValue)
		_, err = storage.Erase(t.Context(), s, schemas(), "KH1")
		refused(t, err, storage.ErrValue)
		for _, err := range storage.Export(t.Context(), s, schemas(), "KH1") {
			refused(t, err, storage.ErrValue)
		}
	}
}

func twoStoresOfOne(t *testing.T, p *part) {
	id := p.fresh()
	one, two := p.Tenants.ForTenant(id), p.Tenants.ForTenant(id)
	v := put(t, one, seats, newSeat("a"))
	stored(t, two, seats, v.ID, v)
	v = put(t, two, seats, v)
	stored(t, one, seats, v.ID, v)
	_, err := tryPut(t.Context(), two, seats, newSeat("a"))
	taken(t, err, "by_label")
}
