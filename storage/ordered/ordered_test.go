package ordered_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/ordered"
	"github.com/chamsoc/chamsoc/storage/storagetest"
)

// TestStoreOnForgetfulEngine runs the suite on an engine that promises no more than it must: transactions may meet, and
// what it handed out is overwritten when the transaction ends.
func TestStoreOnForgetfulEngine(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, schemas ...*storage.Schema) storagetest.Harness {
		db, err := ordered.New(forgetful{newSorted()}, ordered.Config{Schemas: schemas})
		require.NoError(t, err)
		return storagetest.Harness{
			Tenants:    db,
			Exceptions: []storagetest.Exception{storagetest.NoHostTransaction, storagetest.NotDurable},
		}
	})
}

// forgetful hands out copies and spoils them when fn has returned.
type forgetful struct{ *sorted }

func (f forgetful) View(ctx context.Context, fn func(ordered.Reader) error) error {
	return f.sorted.View(ctx, func(r ordered.Reader) error {
		lent := &lender{Reader: r}
		defer lent.spoil()
		return fn(lent)
	})
}

func (f forgetful) Update(ctx context.Context, fn func(ordered.Writer) error) error {
	return f.sorted.Update(ctx, func(w ordered.Writer) error {
		lent := &lender{Reader: w, w: w}
		defer lent.spoil()
		return fn(lent)
	})
}

type lender struct {
	ordered.Reader
	w    ordered.Writer
	lent [][]byte
}

func (l *lender) lend(b []byte) []byte {
	c := slices.Clone(b)
	l.lent = append(l.lent, c)
	return c
}

func (l *lender) spoil() {
	for _, b := range l.lent {
		for i := range b {
			b[i] = 0xee
		}
	}
}

func (l *lender) Get(key []byte) ([]byte, error) {
	value, err := l.Reader.Get(key)
	if value == nil {
		return nil, err
	}
	return l.lend(value), err
}

func (l *lender) Scan(from, to []byte, reverse bool, yield func(key, value []byte) bool) error {
	return l.Reader.Scan(from, to, reverse, func(key, value []byte) bool { return yield(l.lend(key), l.lend(value)) })
}

func (l *lender) Set(key, value []byte) error { return l.w.Set(key, value) }

func (l *lender) Delete(key []byte) error { return l.w.Delete(key) }

// failing is an engine whose n-th call fails: of all calls, or of those that write.
type failing struct {
	*sorted
	left       int
	writesOnly bool
}

var errDisk = errors.New("the disk is full")

func (f *failing) call(writes bool) error {
	if writes || !f.writesOnly {
		f.left--
		if f.left == 0 {
			return errDisk
		}
	}
	return nil
}

func (f *failing) View(ctx context.Context, fn func(ordered.Reader) error) error {
	return f.sorted.View(ctx, func(r ordered.Reader) error { return fn(&faulty{f, r, nil}) })
}

func (f *failing) Update(ctx context.Context, fn func(ordered.Writer) error) error {
	return f.sorted.Update(ctx, func(w ordered.Writer) error { return fn(&faulty{f, w, w}) })
}

type faulty struct {
	engine *failing
	r      ordered.Reader
	w      ordered.Writer
}

func (f *faulty) Get(key []byte) ([]byte, error) {
	if err := f.engine.call(false); err != nil {
		return nil, err
	}
	return f.r.Get(key)
}

func (f *faulty) Scan(from, to []byte, reverse bool, yield func(key, value []byte) bool) error {
	if err := f.engine.call(false); err != nil {
		return err
	}
	return f.r.Scan(from, to, reverse, yield)
}

func (f *faulty) Set(key, value []byte) error {
	if err := f.engine.call(true); err != nil {
		return err
	}
	return f.w.Set(key, value)
}

func (f *faulty) Delete(key []byte) error {
	if err := f.engine.call(true); err != nil {
		return err
	}
	return f.w.Delete(key)
}

// TestEngineFailureKeepsNothing lets every single call of the engine fail in turn: the error comes back and nothing is kept. A function
// that swallows the error of a write cannot commit the half of it.
func TestEngineFailureKeepsNothing(t *testing.T) {
	for _, lasting := range []bool{false, true} {
		for _, swallow := range []bool{false, true} {
			for n := 1; ; n++ {
				engine := &failing{sorted: newSorted(), writesOnly: swallow}
				s := tillsOn(t, engine, lasting)
				before := dump(t, engine.sorted)
				engine.left = n
				err := s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
					err := moveTills(ctx, tx, swallow)
					if swallow {
						return nil
					}
					return err
				})
				if engine.left > 0 { // n is beyond the last call
					require.NoError(t, err)
					require.NotEqual(t, before, dump(t, engine.sorted))
					require.Greater(t, n, 20)
					break
				}
				require.ErrorIs(t, err, errDisk, "call %d, lasting %t, swallow %t", n, lasting, swallow)
				if swallow {
					require.ErrorIs(t, err, storage.ErrTxLost, "call %d", n)
				}
				require.Equal(t, before, dump(t, engine.sorted), "call %d, lasting %t, swallow %t", n, lasting, swallow)
			}
		}
	}
}

// tillsOn is a store with the tills 0 to 2 on the engine.
func tillsOn(t *testing.T, engine ordered.Engine, lasting bool) storage.Store {
	t.Helper()
	db, err := ordered.New(engine, ordered.Config{Schemas: []*storage.Schema{tills.Schema()}, Lasting: lasting})
	require.NoError(t, err)
	s := db.ForTenant("")
	require.NoError(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		_, err := tills.PutAll(ctx, tx, []till{{Shop: "Huế", Number: 0}, {Shop: "Huế", Number: 1}, {Shop: "Huế", Number: 2}})
		return err
	}))
	return s
}

var errBack = errors.New("back")

// moveTills moves all tills and takes that back, then moves them for good and deletes one.
func moveTills(ctx context.Context, tx storage.Tx, swallow bool) error {
	page, err := tills.Page(ctx, tx, byNumber.Prefix("Huế"), "", 0)
	if err != nil {
		return err
	}
	move := func(ctx context.Context, tx storage.Tx) error {
		for i, v := range page.Items {
			v.Number += 10
			v, err := tills.Put(ctx, tx, v)
			if err == nil && i == 0 {
				err = tills.Delete(ctx, tx, v)
			}
			if err != nil && !swallow {
				return err
			}
		}
		return nil
	}
	err = tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		if err := move(ctx, tx); err != nil {
			return err
		}
		return errBack
	})
	if !swallow && !errors.Is(err, errBack) {
		return err
	}
	return move(ctx, tx)
}

func dump(t *testing.T, s *sorted) (lines []string) {
	require.NoError(t, s.View(t.Context(), func(r ordered.Reader) error {
		return r.Scan(nil, []byte{0xff}, false, func(key, value []byte) bool {
			lines = append(lines, fmt.Sprintf("%q = %q", key, value))
			return true
		})
	}))
	return lines
}

func TestTruncatedRecordDoesNotPanic(t *testing.T) {
	engine := newSorted()
	s := tillsOn(t, engine, false)
	whole := *engine.committed.Load()
	for at := range whole {
		for cut := range len(whole[at].value) {
			spoiled := slices.Clone(whole)
			spoiled[at].value = whole[at].value[:cut]
			engine.committed.Store(&spoiled)
			_, err := tills.List(s, byNumber.Prefix()).Page(t.Context(), "", 0)
			assert.Error(t, err, "entry %d cut at %d", at, cut)
		}
	}
}

func TestNewListsEveryFault(t *testing.T) {
	_, err := ordered.New(newSorted(), ordered.Config{Schemas: []*storage.Schema{nil, tills.Schema(), tills.Schema()}})
	require.ErrorIs(t, err, storage.ErrSchema)
	assert.ErrorContains(t, err, "collection 0 is nil")
	assert.ErrorContains(t, err, "till: declared twice")
}

// crowded is an engine on which somebody else always commits first.
type crowded struct{ *sorted }

func (c crowded) Update(ctx context.Context, fn func(ordered.Writer) error) error {
	return c.sorted.Update(ctx, func(w ordered.Writer) error { return errors.Join(fn(w), storage.ErrConflict) })
}

func TestLosingUpdateBacksOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db, err := ordered.New(crowded{newSorted()}, ordered.Config{Schemas: []*storage.Schema{tills.Schema()}})
		require.NoError(t, err)
		begin, runs := time.Now(), 0
		count := func(context.Context, storage.Tx) error { runs++; return nil }
		require.ErrorIs(t, db.ForTenant("").Update(t.Context(), count), storage.ErrConflict)
		assert.Equal(t, 20, runs)
		assert.Greater(t, time.Since(begin), 200*time.Millisecond, "it did not wait between its tries")
		assert.Less(t, time.Since(begin), 3*time.Second)

		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		begin, runs = time.Now(), 0
		err = db.ForTenant("").Update(ctx, count)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, err, storage.ErrConflict)
		assert.Less(t, runs, 20)
		assert.Equal(t, 50*time.Millisecond, time.Since(begin), "it waited on after its context had ended")
	})
}

// counting counts what it yields and gets.
type counting struct {
	*sorted
	reads int
}

func (c *counting) View(ctx context.Context, fn func(ordered.Reader) error) error {
	return c.sorted.View(ctx, func(r ordered.Reader) error { return fn(countingReader{r, c}) })
}

type countingReader struct {
	ordered.Reader
	c *counting
}

func (r countingReader) Get(key []byte) ([]byte, error) {
	r.c.reads++
	return r.Reader.Get(key)
}

func (r countingReader) Scan(from, to []byte, reverse bool, yield func(key, value []byte) bool) error {
	return r.Reader.Scan(from, to, reverse, func(key, value []byte) bool {
		r.c.reads++
		return yield(key, value)
	})
}

func TestPageReadsTheSameHoweverMuchElseIsStored(t *testing.T) {
	for _, more := range []int{0, 2000} {
		engine := &counting{sorted: newSorted()}
		s := tillsOn(t, engine, false)
		require.NoError(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			for i := range more {
				if _, err := tills.Put(ctx, tx, till{Shop: []string{"Huế", "Huế 2", "Hà Nội"}[i%3], Number: 100 + i}); err != nil {
					return err
				}
			}
			return nil
		}))
		list := tills.List(s, byNumber.Prefix("Huế").Before(100))
		engine.reads = 0
		page, err := list.Page(t.Context(), "", 2)
		require.NoError(t, err)
		assert.Len(t, page.Items, 2)
		assert.Equal(t, 5, engine.reads, "three entries, the third to see whether more follow, and two records")
		engine.reads = 0
		page, err = list.Page(t.Context(), page.Next, 2)
		require.NoError(t, err)
		assert.Len(t, page.Items, 1)
		assert.Equal(t, 2, engine.reads, "one entry and its record")
	}
}
