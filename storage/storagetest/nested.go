package storagetest

import (
	"context"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

func nested(p *part) {
	p.saysOf("View and Update of the outer store inside its Update are refused, and the transaction goes on", outerIsRefused)
	p.saysOf("the store of another tenant is refused inside an Update as well", otherTenantIsRefused)
	p.says("a Reader of the outer store is refused inside an Update", outerReaderIsRefused)
	p.says("lists, exports and erasures of the outer store are refused inside an Update", outerServicesAreRefused)
	p.says("within a savepoint the outer store is refused as well", outerIsRefusedInSavepoint)
	p.says("the Tx serves as the store inside its Update", txServesAsStore)
	p.says("after the Update the outer store is used as before", outerAfterwards)
}

func never(t *testing.T) func(context.Context, storage.Tx) error {
	return func(context.Context, storage.Tx) error {
		t.Error("the function ran although its store was refused")
		return nil
	}
}

func neverRead(t *testing.T) func(context.Context, storage.Reader) error {
	return func(context.Context, storage.Reader) error {
		t.Error("the function ran although its store was refused")
		return nil
	}
}

// refusesOuter checks that outer is refused inside an Update of s, which then commits.
func refusesOuter(t *testing.T, s, outer storage.Store) {
	t.Helper()
	var saved sample
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) (err error) {
		refused(t, outer.View(ctx, neverRead(t)), storage.ErrNested)
		refused(t, outer.Update(ctx, never(t)), storage.ErrNested)
		saved, err = samples.Put(ctx, tx, newSample("g", "a"))
		refused(t, outer.Update(ctx, never(t)), storage.ErrNested)
		refused(t, outer.View(ctx, neverRead(t)), storage.ErrNested)
		return err
	}))
	stored(t, s, samples, saved.ID, saved)
}

func outerIsRefused(t *testing.T, p *part) {
	id := p.fresh()
	s := p.Tenants.ForTenant(id)
	refusesOuter(t, s, s)
	refusesOuter(t, s, p.Tenants.ForTenant(id)) // the same tenant by another Store
}

func otherTenantIsRefused(t *testing.T, p *part) {
	refusesOuter(t, p.Tenants.ForTenant(p.fresh()), p.Tenants.ForTenant(p.fresh()))
}

func outerReaderIsRefused(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	ok(t, s.View(t.Context(), func(_ context.Context, outer storage.Reader) error {
		return s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			_, err := samples.Get(ctx, outer, v.ID)
			refused(t, err, storage.ErrNested)
			_, err = samples.Page(ctx, outer, byText.Prefix("g"), "", 0)
			refused(t, err, storage.ErrNested)
			_, err = samples.Put(ctx, tx, v)
			return err
		})
	}))
}

func outerServicesAreRefused(t *testing.T, s storage.Store) {
	put(t, s, contacts, contact{Customer: "KH1", At: noon})
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		_, err := samples.List(s, byText.Prefix("g")).Page(ctx, "", 0)
		refused(t, err, storage.ErrNested)
		for _, err := range samples.List(s, byText.Prefix("g")).All(ctx) {
			refused(t, err, storage.ErrNested)
		}
		for _, err := range storage.Export(ctx, s, schemas(), "KH1") {
			refused(t, err, storage.ErrNested)
		}
		_, err = storage.Erase(ctx, s, schemas(), "KH1")
		refused(t, err, storage.ErrNested)
		return nil
	}))
	same(t, "contacts of the customer", len(all(t, s, contacts, byCustomer.Prefix("KH1"))), 1)
}

func outerIsRefusedInSavepoint(t *testing.T, s storage.Store) {
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		return tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			refused(t, s.View(ctx, neverRead(t)), storage.ErrNested)
			refused(t, s.Update(ctx, never(t)), storage.ErrNested)
			_, err := samples.Put(ctx, tx, newSample("g", "a"))
			return err
		})
	}))
	same(t, "samples", len(all(t, s, samples, byText.Prefix("g"))), 1)
}

// shelve is a service as services are: it takes a Store and knows nothing of a transaction around it.
func shelve(ctx context.Context, s storage.Store, label string) (v seat, err error) {
	err = s.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		v, err = seats.Put(ctx, tx, newSeat(label))
		return err
	})
	return v, err
}

func txServesAsStore(t *testing.T, s storage.Store) {
	var a, b seat
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) (err error) {
		if a, err = shelve(ctx, tx, "a"); err != nil {
			return err
		}
		_, err = shelve(ctx, tx, "a")
		taken(t, err, "by_label")
		if b, err = shelve(ctx, tx, "b"); err != nil {
			return err
		}
		page, err := seats.List(tx, byLabel.Prefix()).Page(ctx, "", 1)
		same(t, "the first page", page.Items, []seat{a})
		if err != nil {
			return err
		}
		page, err = seats.List(tx, byLabel.Prefix()).Page(ctx, page.Next, 1)
		same(t, "the second page", page.Items, []seat{b})
		return err
	}))
	same(t, "what was committed", all(t, s, seats, byLabel.Prefix()), []seat{a, b})
	err := s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		if _, err := shelve(ctx, tx, "c"); err != nil {
			return err
		}
		return errOwn
	})
	refused(t, err, errOwn)
	same(t, "after a rollback around the service", all(t, s, seats, byLabel.Prefix()), []seat{a, b})
}

func outerAfterwards(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	refused(t, s.Update(t.Context(), func(ctx context.Context, _ storage.Tx) error { return s.View(ctx, neverRead(t)) }), storage.ErrNested)
	v = put(t, s, samples, v)
	stored(t, s, samples, v.ID, v)
}
