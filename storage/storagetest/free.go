package storagetest

import (
	"context"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

func free(p *part) {
	p.says("a free page is a page where nobody else is at work", freeAlone)
	p.says("a free page leaves out what another transaction has in hand, and waits for nobody", freeBeside)
}

func freePage(ctx context.Context, tx storage.Tx, n int) (text string, next string, err error) {
	page, err := seats.FreePage(ctx, tx, byHolder.Prefix("h"), "", n)
	for _, v := range page.Items {
		text += v.Label + " "
	}
	return text, page.Next, err
}

func putHeld(t *testing.T, s storage.Store, labels ...string) {
	t.Helper()
	for _, label := range labels {
		v := newSeat(label)
		v.Holder = "h"
		put(t, s, seats, v)
	}
}

func freeAlone(t *testing.T, s storage.Store) {
	putHeld(t, s, "a", "b", "c")
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		for _, c := range []struct {
			n    int
			want string
			more bool
		}{{1, "a ", true}, {2, "a b ", true}, {3, "a b c ", false}} {
			text, next, err := freePage(ctx, tx, c.n)
			if err != nil {
				return err
			}
			same(t, "labels", text, c.want)
			same(t, "more", next != "", c.more)
		}
		page, err := seats.FreePage(ctx, tx, byHolder.Prefix("h"), "", 1)
		if err != nil {
			return err
		}
		page.Items[0].Holder = "other"
		_, err = seats.Put(ctx, tx, page.Items[0])
		return err
	}))
	same(t, "seats of the other", len(all(t, s, seats, byHolder.Prefix("other"))), 1)
}

// freeBeside holds one transaction open while another looks. Stores without the ability let either see all.
func freeBeside(t *testing.T, s storage.Store) {
	putHeld(t, s, "a", "b", "c", "d")
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		if _, able := tx.(storage.FreeScanner); !able {
			t.Skip("the store's Tx is no storage.FreeScanner")
		}
		mine, _, err := freePage(ctx, tx, 1) // which may lock the one behind it too
		if err != nil {
			return err
		}
		same(t, "labels of the one", mine, "a ")
		ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			others, _, err := freePage(ctx, tx, 10)
			if err != nil {
				return err
			}
			if others != "b c d " && others != "c d " {
				t.Errorf("labels of the other: %q", others)
			}
			page, err := seats.Page(ctx, tx, byHolder.Prefix("h"), "", 10)
			holds(t, "a page that is not free", page.Items, 4)
			return err
		}))
		return nil
	}))
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		text, _, err := freePage(ctx, tx, 10)
		same(t, "labels afterwards", text, "a b c d ")
		return err
	}))
}
