package storagetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

func concurrency(p *part) {
	p.says("no increment of one record is lost, and nearly all are acknowledged", increments)
	p.says("of many who claim a unique value just one gets it", claims)
	p.says("of many who change one version just one does", races)
	p.says("of many who delete one version just one does", deletions)
	p.says("a reader never sees a part of a transaction in one call", readers)
	p.saysOf("tenants that write at the same time do not disturb one another", busyTenants)
}

// workers is how many goroutines write at the same time.
const workers = 8

// together runs work in all workers at the same time and returns when all are done.
func together(work func(worker int)) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for w := range workers {
		all.Go(func() {
			<-start
			work(w)
		})
	}
	close(start)
	all.Wait()
}

// increments counts to many over eight goroutines: what was acknowledged is there, no less and no more.
func increments(t *testing.T, s storage.Store) {
	each := 10_000 / workers
	if testing.Short() {
		each = 1_000 / workers
	}
	v := put(t, s, samples, newSample("g", "counter"))
	var acknowledged, gaveUp atomic.Int64
	together(func(int) {
		for range each {
			switch err := increment(t.Context(), s, v.ID); {
			case err == nil:
				acknowledged.Add(1)
			case errors.Is(err, storage.ErrConflict):
				gaveUp.Add(1)
			default:
				t.Error(err)
				return
			}
		}
	})
	after, err := get(t.Context(), s, samples, v.ID)
	ok(t, err)
	same(t, "the counter", after.Int, acknowledged.Load())
	same(t, "the version", after.Version, 1+acknowledged.Load())
	same(t, "the counter in its index", all(t, s, samples, byInt.Prefix("g")), []sample{after})
	if gaveUp.Load()*20 > int64(each*workers) {
		t.Errorf("%d of %d increments gave up, which is more than 5 %%", gaveUp.Load(), each*workers)
	}
}

func increment(ctx context.Context, s storage.Store, id storage.ID[sample]) error {
	return s.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		v, err := samples.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		v.Int++
		_, err = samples.Put(ctx, tx, v)
		return err
	})
}

func claims(t *testing.T, s storage.Store) {
	rounds := 50
	if testing.Short() {
		rounds = 10
	}
	for round := range rounds {
		label := fmt.Sprint("claimed ", round)
		var won atomic.Pointer[seat]
		var wins atomic.Int64
		together(func(w int) {
			v := newSeat(label)
			v.Number = w + 1
			saved, err := tryPut(t.Context(), s, seats, v)
			if err == nil {
				wins.Add(1)
				won.Store(&saved)
			} else {
				taken(t, err, "by_label")
			}
		})
		same(t, "winners", wins.Load(), 1)
		if winner := won.Load(); winner != nil {
			same(t, "who has the value", all(t, s, seats, byLabel.Prefix(label)), []seat{*winner})
		}
	}
}

// races lets all change one version that they were given: one is the first, and for the others it is stale.
func races(t *testing.T, s storage.Store) {
	v := put(t, s, samples, newSample("g", "a"))
	for range 20 {
		var wins atomic.Int64
		var won atomic.Pointer[sample]
		together(func(w int) {
			mine := v
			mine.Int = int64(w)
			saved, err := tryPut(t.Context(), s, samples, mine)
			if err == nil {
				wins.Add(1)
				won.Store(&saved)
			} else {
				refused(t, err, storage.ErrConflict)
			}
		})
		same(t, "winners", wins.Load(), 1)
		if winner := won.Load(); winner != nil {
			v = *winner
		}
		stored(t, s, samples, v.ID, v)
	}
}

func deletions(t *testing.T, s storage.Store) {
	for range 20 {
		v := put(t, s, samples, newSample("g", "a"))
		var wins atomic.Int64
		together(func(int) {
			if err := remove(t.Context(), s, samples, v); err == nil {
				wins.Add(1)
			} else {
				refused(t, err, storage.ErrConflict)
			}
		})
		same(t, "winners", wins.Load(), 1)
	}
	same(t, "what is left", len(all(t, s, samples, byText.Prefix("g"))), 0)
}

// readers lists two records whose numbers add up to nothing in every committed state, while writers move numbers, places and ids
// from one to the other.
func readers(t *testing.T, s storage.Store) {
	rounds := 400
	if testing.Short() {
		rounds = 60
	}
	a, b := newSample("g", "a"), newSample("g", "b")
	a, b = put(t, s, samples, a), put(t, s, samples, b)
	written := make(chan struct{})
	var reading sync.WaitGroup
	for _, r := range []storage.Range[sample]{byText.Prefix("g"), byInt.Prefix("g"), byInt.Prefix("g").Reverse()} {
		reading.Go(func() { readWhole(t, s, r, b.ID, written) })
	}
	for i := range rounds {
		if err := transfer(t.Context(), s, &a, b.ID, int64(i)); err != nil {
			t.Error(err)
			break
		}
	}
	close(written)
	reading.Wait()
}

// transfer moves n from one record to the other, and replaces the first by a new one.
func transfer(ctx context.Context, s storage.Store, a *sample, b storage.ID[sample], n int64) error {
	var next sample
	err := s.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		if err := samples.Delete(ctx, tx, *a); err != nil {
			return err
		}
		other, err := samples.Get(ctx, tx, b)
		if err != nil {
			return err
		}
		v := newSample("g", fmt.Sprint("a", n))
		v.Int = a.Int + n
		other.Int, other.Note = other.Int-n, fmt.Sprint(other.Int-n)
		if _, err := samples.Put(ctx, tx, other); err != nil {
			return err
		}
		next, err = samples.Put(ctx, tx, v)
		return err
	})
	*a = next
	return err
}

// readWhole lists until all is written; whatever it sees was one committed state.
func readWhole(t *testing.T, s storage.Store, r storage.Range[sample], b storage.ID[sample], written chan struct{}) {
	for {
		page, err := samples.List(s, r).Page(t.Context(), "", 0)
		if err != nil {
			t.Error(err)
			return
		}
		sum := int64(0)
		for _, v := range page.Items {
			sum += v.Int
		}
		if len(page.Items) != 2 || sum != 0 {
			t.Errorf("one call saw a part of a transaction: %+v", page.Items)
			return
		}
		v, err := get(t.Context(), s, samples, b)
		if err != nil || v.Version > 1 && v.Note != fmt.Sprint(v.Int) {
			t.Errorf("one record is of two transactions: %+v, %v", v, err)
			return
		}
		select {
		case <-written:
			return
		default:
		}
	}
}

func busyTenants(t *testing.T, p *part) {
	each := 100
	if testing.Short() {
		each = 20
	}
	stores := make([]storage.Store, workers)
	for w := range stores {
		stores[w] = p.Tenants.ForTenant(p.fresh())
	}
	together(func(w int) {
		for i := range each {
			v := newSeat(fmt.Sprint(i)) // the same in every tenant
			v, err := tryPut(t.Context(), stores[w], seats, v)
			if err == nil && i%3 == 0 {
				err = remove(t.Context(), stores[w], seats, v)
			}
			if err != nil {
				t.Error(err)
				return
			}
		}
	})
	for _, s := range stores {
		same(t, "seats of a tenant", len(all(t, s, seats, byLabel.Prefix())), each-(each+2)/3)
	}
}
