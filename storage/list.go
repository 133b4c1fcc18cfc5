package storage

import (
	"context"
	"iter"
)

// List is a range of a collection, read page by page when asked. It holds nothing open, so the loop's body may read and write.
type List[T any] struct {
	store Store
	c     *Collection[T]
	r     Range[T]
}

// List lists a range of an index: registrations.List(store, byHolder.Prefix(holder)).
func (c *Collection[T]) List(s Store, r Range[T]) List[T] { return List[T]{s, c, r} }

// All yields every record in order, reading pages of 100. An error is yielded once, with the zero record, and ends the list. A
// record that moves within the range while it is listed may be seen twice or not at all.
func (l List[T]) All(ctx context.Context) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		cursor := ""
		for {
			page, err := l.Page(ctx, cursor, 0)
			if err != nil {
				yield(*new(T), err)
				return
			}
			for _, v := range page.Items {
				if !yield(v, nil) {
					return
				}
			}
			if cursor = page.Next; cursor == "" {
				return
			}
		}
	}
}

// Page returns up to n records (1 to MaxPage; 0: 100) behind the cursor, which is Next of the page before, or "" to begin.
func (l List[T]) Page(ctx context.Context, cursor string, n int) (Page[T], error) {
	var page Page[T]
	err := l.store.View(ctx, func(ctx context.Context, r Reader) (err error) {
		page, err = l.c.Page(ctx, r, l.r, cursor, n)
		return err
	})
	return page, err
}

// Page is List's Page inside a View or an Update.
func (c *Collection[T]) Page(ctx context.Context, r Reader, rg Range[T], cursor string, n int) (Page[T], error) {
	return c.page(ctx, r, r.Scan, rg, cursor, n)
}

// FreePage is Page without what other transactions have in hand, where the engine can tell: see [FreeScanner]. Where it cannot, what is
// returned may still be lost to another transaction, and then its Put is a conflict.
func (c *Collection[T]) FreePage(ctx context.Context, tx Tx, rg Range[T], cursor string, n int) (Page[T], error) {
	if free, ok := tx.(FreeScanner); ok {
		return c.page(ctx, tx, free.ScanFree, rg, cursor, n)
	}
	return c.page(ctx, tx, tx.Scan, rg, cursor, n)
}

func (c *Collection[T]) page(ctx context.Context, r Reader, scan func(context.Context, *Schema, Query) (Page[Record], error),
	rg Range[T], cursor string, n int) (Page[T], error) {
	q, err := rg.query(c.schema, cursor, n)
	if err != nil {
		return Page[T]{}, err
	}
	recs, err := scan(ctx, c.schema, q)
	if err != nil {
		return Page[T]{}, err
	}
	page := Page[T]{Items: make([]T, len(recs.Items)), Next: recs.Next}
	for i, rec := range recs.Items {
		if page.Items[i], err = c.read(r, rec); err != nil {
			return Page[T]{}, err
		}
	}
	return page, nil
}
