package care_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
)

type onceRequest struct {
	Invoice  string `json:"invoice"`
	Quantity int    `json:"quantity"`
	Name     string `json:"name,omitempty"`
}

type onceResult struct {
	Number int       `json:"number"`
	At     time.Time `json:"at"`
	Notes  []string  `json:"notes,omitempty"`
}

// onceNote is what do writes, to see whether it stays.
type onceNote struct {
	ID      storage.ID[onceNote] `json:"id"`
	Version int64                `json:"version"`
	Text    string               `json:"text"`
}

var (
	onceNotesByText = storage.UniqueOn("by_text", storage.Text("text", func(n *onceNote) *string { return &n.Text }))

	onceNotes = storage.Declare("once_note", storage.Declaration[onceNote]{
		Key:     func(n *onceNote) (*storage.ID[onceNote], *int64) { return &n.ID, &n.Version },
		Indexes: []*storage.Index[onceNote]{onceNotesByText},
	})

	onceAt = time.Date(2026, 8, 31, 2, 30, 0, 0, time.UTC)
)

func onceStore(t *testing.T) storage.Store {
	tenants, err := memory.New(append(care.Schemas(), onceNotes.Schema())...)
	require.NoError(t, err)
	return tenants.ForTenant("")
}

// onceCounter runs Once with a do that counts its runs, writes a note for each, and returns what it counted.
type onceCounter struct{ runs atomic.Int64 }

func (c *onceCounter) once(ctx context.Context, store storage.Store, op care.Operation, request any) (onceResult, bool, error) {
	return care.Once(ctx, store, op, request, func(ctx context.Context, tx storage.Tx) (onceResult, error) {
		n := int(c.runs.Add(1))
		_, err := onceNotes.Put(ctx, tx, onceNote{Text: op.Key + " " + strconv.Itoa(n)})
		return onceResult{n, onceAt.Add(time.Duration(n) * time.Hour), []string{"ghi chú"}}, err
	})
}

func onceNoteTexts(t *testing.T, store storage.Store) (texts []string) {
	for n, err := range onceNotes.List(store, onceNotesByText.Prefix()).All(t.Context()) {
		require.NoError(t, err)
		texts = append(texts, n.Text)
	}
	return texts
}

// onceOutcomes are the stored outcomes of an operation, as an adapter keeps them.
func onceOutcomes(t *testing.T, store storage.Store) (bodies []map[string]any) {
	schema := care.Schemas()[0]
	require.Equal(t, "care_outcome", schema.Name)
	require.NoError(t, store.View(t.Context(), func(ctx context.Context, r storage.Reader) error {
		page, err := r.Scan(ctx, schema, storage.Query{Index: "by_key"})
		for _, rec := range page.Items {
			var body map[string]any
			require.NoError(t, json.Unmarshal(rec.Body, &body))
			bodies = append(bodies, body)
		}
		return err
	}))
	return bodies
}

func TestOnceGivesTheFirstOutcome(t *testing.T) {
	store, c := onceStore(t), new(onceCounter)
	op := care.Operation{Name: "test.sell", Key: "HD1/1", Subject: "KH-7", At: onceAt}
	first, repeated, err := c.once(t.Context(), store, op, onceRequest{"HD1", 2, "Ánh"})
	require.NoError(t, err)
	assert.False(t, repeated)
	assert.Equal(t, onceResult{1, onceAt.Add(time.Hour), []string{"ghi chú"}}, first)

	op.At, op.Subject = onceAt.Add(time.Hour), "KH-8" // when and for whom it is sent again changes nothing
	for range 3 {
		again, repeated, err := c.once(t.Context(), store, op, onceRequest{"HD1", 2, "Ánh"})
		require.NoError(t, err)
		assert.True(t, repeated)
		assert.Equal(t, first, again)
	}
	assert.EqualValues(t, 1, c.runs.Load())
	assert.Equal(t, []string{"HD1/1 1"}, onceNoteTexts(t, store))
	stored := onceOutcomes(t, store)
	require.Len(t, stored, 1)
	assert.Equal(t, "2026-08-31T02:30:00Z", stored[0]["at"])
	assert.Equal(t, "KH-7", stored[0]["subject"])
}

func TestOnceRefusesAKeyUsedForSomethingElse(t *testing.T) {
	store, c := onceStore(t), new(onceCounter)
	op := care.Operation{Name: "test.sell", Key: "HD1/1", At: onceAt}
	_, _, err := c.once(t.Context(), store, op, onceRequest{"HD1", 2, ""})
	require.NoError(t, err)

	got, repeated, err := c.once(t.Context(), store, op, onceRequest{"HD1", 3, ""})
	var invalid *care.Invalid
	require.ErrorAs(t, err, &invalid)
	assert.Zero(t, got)
	assert.False(t, repeated)
	require.Len(t, invalid.Problems, 1)
	p := invalid.Problems[0]
	assert.Equal(t, []string{"key", "HD1/1"}, []string{p.Path, p.Value})
	assert.True(t, p.Reason.Is(care.CodeKeyReused))
	require.NoError(t, p.Reason.Check())
	at, _ := p.Reason.Fact("recorded")
	assert.Equal(t, onceAt, at.Value().(time.Time).UTC())

	_, repeated, err = c.once(t.Context(), store, care.Operation{Name: "test.return", Key: "HD1/1"}, onceRequest{"HD1", 3, ""})
	require.NoError(t, err, "the keys of different operations do not meet")
	assert.False(t, repeated)
	assert.EqualValues(t, 2, c.runs.Load())
}

func TestOnceWithoutAKeyRunsEachTime(t *testing.T) {
	store, c := onceStore(t), new(onceCounter)
	for n := 1; n <= 3; n++ {
		got, repeated, err := c.once(t.Context(), store, care.Operation{Name: "test.sell"}, onceRequest{"HD1", 2, ""})
		require.NoError(t, err)
		assert.False(t, repeated)
		assert.Equal(t, n, got.Number)
	}
	assert.Empty(t, onceOutcomes(t, store))
}

func TestOnceStoresNothingOfWhatFailed(t *testing.T) {
	store, c := onceStore(t), new(onceCounter)
	op := care.Operation{Name: "test.sell", Key: "HD1/1"}
	broken := errors.New("the printer is on fire")
	got, repeated, err := care.Once(t.Context(), store, op, onceRequest{}, func(ctx context.Context, tx storage.Tx) (onceResult, error) {
		_, err := onceNotes.Put(ctx, tx, onceNote{Text: "half"})
		require.NoError(t, err)
		return onceResult{Number: 7}, broken
	})
	require.ErrorIs(t, err, broken)
	assert.Zero(t, got)
	assert.False(t, repeated)
	assert.Empty(t, onceNoteTexts(t, store))
	assert.Empty(t, onceOutcomes(t, store))

	again, repeated, err := c.once(t.Context(), store, op, onceRequest{Quantity: 1}) // so the key is free, for other content too
	require.NoError(t, err)
	assert.False(t, repeated)
	assert.Equal(t, 1, again.Number)
}

func TestOnceNeedsJSON(t *testing.T) {
	store, c := onceStore(t), new(onceCounter)
	op := care.Operation{Name: "test.sell", Key: "HD1/1"}
	_, _, err := c.once(t.Context(), store, op, func() {})
	require.ErrorContains(t, err, "the request has no JSON form")
	assert.Zero(t, c.runs.Load())

	_, _, err = care.Once(t.Context(), store, op, onceRequest{}, func(ctx context.Context, tx storage.Tx) (chan int, error) {
		_, err := onceNotes.Put(ctx, tx, onceNote{Text: "half"})
		return make(chan int), err
	})
	require.ErrorContains(t, err, "the result of test.sell has no JSON form")
	assert.Empty(t, onceNoteTexts(t, store))
}

func TestOnceInARace(t *testing.T) {
	store, c := onceStore(t), new(onceCounter)
	op := care.Operation{Name: "test.sell", Key: "HD1/1", At: onceAt}
	var wg sync.WaitGroup
	var firsts atomic.Int64
	results := make([]onceResult, 8)
	for i := range results {
		wg.Go(func() {
			result, repeated, err := c.once(context.Background(), store, op, onceRequest{"HD1", 2, ""})
			assert.NoError(t, err)
			if results[i] = result; !repeated {
				firsts.Add(1)
			}
		})
	}
	wg.Wait()
	assert.EqualValues(t, 1, firsts.Load())
	for _, r := range results {
		assert.Equal(t, results[0], r)
	}
	assert.Len(t, onceNoteTexts(t, store), 1)
}

// lateStore is a store in which the first look for an outcome misses what another process has just committed, as on an engine without
// serialised transactions.
type lateStore struct {
	storage.Store
	misses int
}

func (s *lateStore) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return s.Store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return fn(ctx, &lateTx{tx, s}) })
}

type lateTx struct {
	storage.Tx
	store *lateStore
}

func (t *lateTx) Scan(ctx context.Context, s *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	if s.Name == "care_outcome" && t.store.misses > 0 {
		t.store.misses--
		return storage.Page[storage.Record]{}, nil
	}
	return t.Tx.Scan(ctx, s, q)
}

func TestOnceFindsWhatAnotherProcessHasJustStored(t *testing.T) {
	store, c := onceStore(t), new(onceCounter)
	op := care.Operation{Name: "test.sell", Key: "HD1/1", At: onceAt}
	first, _, err := c.once(t.Context(), store, op, onceRequest{"HD1", 2, ""})
	require.NoError(t, err)

	again, repeated, err := c.once(t.Context(), &lateStore{store, 1}, op, onceRequest{"HD1", 2, ""})
	require.NoError(t, err)
	assert.True(t, repeated)
	assert.Equal(t, first, again)
	assert.Equal(t, []string{"HD1/1 1"}, onceNoteTexts(t, store), "what the loser wrote is not kept")

	_, _, err = c.once(t.Context(), &lateStore{store, 1}, op, onceRequest{"HD1", 3, ""})
	var invalid *care.Invalid
	require.ErrorAs(t, err, &invalid, "and other content is still other content")
}

func TestOnceIsRolledBackWithItsTransaction(t *testing.T) {
	store, c := onceStore(t), new(onceCounter)
	op := care.Operation{Name: "test.sell", Key: "HD1/1"}
	no := errors.New("the host changed its mind")
	err := store.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		_, _, err := c.once(ctx, tx, op, onceRequest{"HD1", 2, ""})
		require.NoError(t, err)
		_, repeated, err := c.once(ctx, tx, op, onceRequest{"HD1", 2, ""})
		require.NoError(t, err)
		require.True(t, repeated, "inside, it has run")
		return no
	})
	require.ErrorIs(t, err, no)
	assert.Empty(t, onceNoteTexts(t, store))
	assert.Empty(t, onceOutcomes(t, store))
}

func TestOnceIsErasedWithItsSubject(t *testing.T) {
	store, c := onceStore(t), new(onceCounter)
	for _, op := range []care.Operation{{Name: "test.sell", Key: "1", Subject: "KH-7"}, {Name: "test.sell", Key: "2", Subject: "KH-8"}, {Name: "test.sell", Key: "3"}} {
		_, _, err := c.once(t.Context(), store, op, onceRequest{Name: "Ánh"})
		require.NoError(t, err)
	}
	exported := 0
	for e, err := range storage.Export(t.Context(), store, care.Schemas(), "KH-7") {
		require.NoError(t, err)
		assert.Contains(t, string(e.Body), "ghi chú")
		exported++
	}
	assert.Equal(t, 1, exported)

	receipt, err := storage.Erase(t.Context(), store, care.Schemas(), "KH-7")
	require.NoError(t, err)
	assert.Equal(t, []storage.ReceiptLine{{Collection: "care_outcome", Deleted: 1}}, receipt.Lines)
	assert.Len(t, onceOutcomes(t, store), 2)
}

// The fingerprint is the SHA-256 of the request's JSON; stored ones must be found again by later versions. The value was computed with
//
//	printf '%s' '{"invoice":"HD000123","quantity":2,"name":"Ánh"}' | sha256sum
func TestOnceFingerprint(t *testing.T) {
	store, c := onceStore(t), new(onceCounter)
	_, _, err := c.once(t.Context(), store, care.Operation{Name: "test.sell", Key: "HD1/1"}, onceRequest{"HD000123", 2, "Ánh"})
	require.NoError(t, err)
	assert.Equal(t, "ad211a6b1d6c706094331876221f0859638bf1486c56f002a91b8019ba9b20dc", onceOutcomes(t, store)[0]["fingerprint"])
}

func TestOncePassesOnWhatTheStoreSays(t *testing.T) {
	store, c := onceStore(t), new(onceCounter)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := c.once(ctx, store, care.Operation{Name: "test.sell", Key: "HD1/1"}, onceRequest{})
	require.ErrorIs(t, err, context.Canceled)
	assert.Zero(t, c.runs.Load())

	_, _, err = c.once(t.Context(), store, care.Operation{Name: "test.sell", Key: strings.Repeat("x", 600)}, onceRequest{})
	require.ErrorIs(t, err, storage.ErrQuery, "no index holds such a key")

	undeclared, err := memory.New(onceNotes.Schema())
	require.NoError(t, err)
	_, _, err = c.once(t.Context(), undeclared.ForTenant(""), care.Operation{Name: "test.sell", Key: uuid.NewString()}, onceRequest{})
	require.ErrorIs(t, err, storage.ErrSchema)
	assert.Zero(t, c.runs.Load())
}
