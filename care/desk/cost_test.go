package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/storage"
)

// counted is a store that counts what is asked of it, and what it answers.
type counted struct {
	storage.Store
	calls, records *int
}

func (c counted) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	return c.Store.View(ctx, func(ctx context.Context, r storage.Reader) error { return fn(ctx, countedReader{r, c}) })
}

func (c counted) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return c.Store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return fn(ctx, countedTx{tx, c}) })
}

type countedReader struct {
	storage.Reader
	c counted
}

func (r countedReader) Get(ctx context.Context, s *storage.Schema, id uuid.UUID) (storage.Record, error) {
	*r.c.calls++
	*r.c.records++
	return r.Reader.Get(ctx, s, id)
}

func (r countedReader) Scan(ctx context.Context, s *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	page, err := r.Reader.Scan(ctx, s, q)
	*r.c.calls++
	*r.c.records += len(page.Items)
	return page, err
}

type countedTx struct {
	storage.Tx
	c counted
}

func (t countedTx) Get(ctx context.Context, s *storage.Schema, id uuid.UUID) (storage.Record, error) {
	return countedReader{t.Tx, t.c}.Get(ctx, s, id)
}

func (t countedTx) Scan(ctx context.Context, s *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	return countedReader{t.Tx, t.c}.Scan(ctx, s, q)
}

func (t countedTx) Put(ctx context.Context, s *storage.Schema, r storage.Record) (storage.Record, error) {
	*t.c.calls++
	return t.Tx.Put(ctx, s, r)
}

func (t countedTx) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return t.Tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return fn(ctx, countedTx{tx, t.c}) })
}

// Frappe Helpdesk saves every open case when a list of holidays is saved, and loads every open case each hour (#6226, #1014, #475).
func TestRateIsLinearInCases(t *testing.T) {
	c := promising(t)
	calls, records := 0, 0
	inner := c.store
	c.store = counted{inner, &calls, &records}
	c.Service = c.In(c.store)
	cost := func(step func()) [2]int {
		calls, records = 0, 0
		step()
		return [2]int{calls, records}
	}
	day := func() (costs [3][2]int) {
		var got desk.Case
		costs[0] = cost(func() { got = c.open(anh()) })
		costs[1] = cost(func() { c.reply(got) })
		costs[2] = cost(func() {
			_, err := c.Due(c.now.Add(time.Hour)).Page(t.Context(), "", 1)
			require.NoError(t, err)
		})
		return costs
	}
	few := day()
	for range 300 {
		c.open(desk.Intake{Phone: "0912345678"})
	}
	require.Equal(t, few, day(), "what a step reads and writes does not depend on how many cases there are")
	version := c.load(collect(t, c.Running())[5].ID).Version
	c.config.Book = bookOf(t, standard())
	var err error
	c.Service, err = desk.New(c.store, c.config)
	require.NoError(t, err)
	require.Equal(t, version, c.load(collect(t, c.Running())[5].ID).Version, "another book saves no case")
}
