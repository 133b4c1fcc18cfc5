package ordered_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/ordered"
)

// sorted is an engine that keeps its entries in one sorted slice. A transaction changes a copy, and commits if nobody
// else has committed since it began.
type sorted struct{ committed atomic.Pointer[[]entry] }

type entry struct{ key, value []byte }

func (s *sorted) View(_ context.Context, fn func(ordered.Reader) error) error {
	return fn(&entries{*s.committed.Load()})
}

func (s *sorted) Update(_ context.Context, fn func(ordered.Writer) error) error {
	before := s.committed.Load()
	copied := &entries{slices.Clone(*before)}
	if err := fn(copied); err != nil {
		return err
	}
	if !s.committed.CompareAndSwap(before, &copied.all) {
		return storage.ErrConflict // fn runs again
	}
	return nil
}

type entries struct{ all []entry }

func (e *entries) find(key []byte) (at int, found bool) {
	return slices.BinarySearchFunc(e.all, key, func(e entry, key []byte) int { return bytes.Compare(e.key, key) })
}

func (e *entries) Get(key []byte) ([]byte, error) {
	if at, found := e.find(key); found {
		return e.all[at].value, nil
	}
	return nil, nil
}

func (e *entries) Scan(from, to []byte, reverse bool, yield func(key, value []byte) bool) error {
	begin, _ := e.find(from)
	end, _ := e.find(to)
	part := slices.Clone(e.all[begin:max(begin, end)])
	if reverse {
		slices.Reverse(part)
	}
	for _, e := range part {
		if !yield(e.key, e.value) {
			break
		}
	}
	return nil
}

func (e *entries) Set(key, value []byte) error {
	at, found := e.find(key)
	if found {
		e.all[at].value = value
	} else {
		e.all = slices.Insert(e.all, at, entry{key, value})
	}
	return nil
}

func (e *entries) Delete(key []byte) error {
	if at, found := e.find(key); found {
		e.all = slices.Delete(e.all, at, at+1)
	}
	return nil
}

func newSorted() *sorted {
	s := &sorted{}
	s.committed.Store(&[]entry{})
	return s
}

type till struct {
	ID      storage.ID[till] `json:"id"`
	Version int64            `json:"version"`
	Shop    string           `json:"shop"`
	Number  int              `json:"number"`
}

var (
	tillShop   = storage.Text("shop", func(t *till) *string { return &t.Shop })
	tillNumber = storage.Int("number", func(t *till) *int { return &t.Number })
	byNumber   = storage.UniqueOn("by_number", tillShop, tillNumber)

	tills = storage.Declare("till", storage.Declaration[till]{
		Key:     func(t *till) (*storage.ID[till], *int64) { return &t.ID, &t.Version },
		Indexes: []*storage.Index[till]{byNumber},
	})
)

// An ordered key-value store becomes a Store by an Engine of two methods, and what they hand out of four.
func Example() {
	ctx := context.Background()
	db, err := ordered.New(newSorted(), ordered.Config{Schemas: []*storage.Schema{tills.Schema()}})
	if err != nil {
		fmt.Println(err)
		return
	}
	s := db.ForTenant("")
	err = s.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		for _, number := range []int{10, 9, 2} {
			if _, err := tills.Put(ctx, tx, till{Shop: "Huế", Number: number}); err != nil {
				return err
			}
		}
		_, err := tills.Put(ctx, tx, till{Shop: "Huế", Number: 9})
		fmt.Println("a second till 9:", errors.Is(err, storage.ErrExists))
		return nil
	})
	fmt.Println("committed:", err == nil)
	for t, err := range tills.List(s, byNumber.Prefix("Huế").Before(10)).All(ctx) {
		fmt.Println(t.Shop, t.Number, err)
	}
	// Output:
	// a second till 9: true
	// committed: true
	// Huế 2 <nil>
	// Huế 9 <nil>
}
