package queue

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
)

func TestTheTimeOfPuttingIsInTheID(t *testing.T) {
	before := time.Now().Truncate(time.Microsecond)
	last := time.Time{}
	for range 1000 {
		at := idTime(storage.NewID[item]())
		require.False(t, at.Before(last))
		last = at
	}
	require.WithinRange(t, last, before, before.Add(time.Second))
}

func TestCopiesKeepTheOrderOfWhatTheyCopy(t *testing.T) {
	last := parcel{ID: storage.NewID[item]()}
	for range 1000 {
		p := parcel{ID: storage.NewID[item]()}
		for _, sub := range []string{"a", "b"} {
			id, lastID := p.idFor(sub), last.idFor(sub)
			require.Less(t, string(lastID[:]), string(id[:]))
			require.NotEqual(t, p.ID, id)
			require.Equal(t, id, p.idFor(sub))
			require.EqualValues(t, 7, id.UUID().Version())
			require.Equal(t, idTime(p.ID), idTime(id))
		}
		require.NotEqual(t, p.idFor("a"), p.idFor("b"))
		last = p
	}
}

// TestABodyThatSomebodyElseWroteStopsNothing puts items and lanes into the store as nobody of ours would write them.
func TestABodyThatSomebodyElseWroteStopsNothing(t *testing.T) {
	tenants, err := memory.New(Schemas()...)
	require.NoError(t, err)
	store := tenants.ForTenant("")
	now := time.Now()
	ours := NewTopic[map[string]string]("ours", 1)
	require.NoError(t, store.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		for _, name := range []string{"", "\t", "\t\t", "ours", "ours\t\t", "ours\tk\tear\tmore", "\tours", strings.Repeat("x", 512)} {
			if _, err := items.Put(ctx, tx, item{Lane: name, Fresh: inbox, Parcel: parcel{Payload: json.RawMessage(`7`)}}); err != nil {
				return err
			}
			if _, err := lanes.Put(ctx, tx, lane{Lane: name, Ready: now.Add(-2 * time.Hour), Behind: 3}); err != nil {
				return err
			}
		}
		return ours.Put(ctx, tx, Item[map[string]string]{Key: "mine"})
	}))
	done := 0
	w, err := NewWorker(Config{Tenants: tenants, Subscriptions: []Subscription{
		Subscribe(ours, "ear", func(context.Context, storage.Store, Delivery[map[string]string]) error { done++; return nil }),
	}})
	require.NoError(t, err)
	for range 3 {
		_, err = w.RunOnce(t.Context())
		require.NoError(t, err)
	}
	require.Equal(t, 1, done)
	for p, err := range ListParked(store).All(t.Context()) {
		require.NoError(t, err)
		require.NotEmpty(t, p.Error)
	}
}

func FuzzLaneName(f *testing.F) {
	f.Add("warranty.registered", "reg-1", "letter")
	f.Fuzz(func(t *testing.T, topic, key, subscriber string) {
		name := laneName(topic, key, subscriber)
		a, b, c := splitLane(name)
		if isName(topic) && checkKey(key) == nil && isName(subscriber) {
			require.Equal(t, []string{topic, key, subscriber}, []string{a, b, c})
			require.LessOrEqual(t, len(name), storage.MaxText)
			start, end := laneName(topic, key, ""), topic+separator+key+behindSep
			require.True(t, start < name && name < end)
		}
		splitLane(topic)
	})
}

func FuzzBodies(f *testing.F) {
	seed, err := json.Marshal(lane{Lane: "a\tb\tc", Ready: time.Now(), Head: parcel{ID: storage.NewID[item](), Payload: json.RawMessage(`{"a":1}`)}})
	require.NoError(f, err)
	f.Add(seed)
	f.Add([]byte(`{"lane":"a\tb\tc","fresh":1,"parcel":{"format":1,"payload":null}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var l lane
		var it item
		if json.Unmarshal(body, &l) == nil {
			now := time.Now()
			_ = parkedOf(&l)
			_ = l.Head.ready(now)
			_ = (&job{lane: l}).String()
			sub := Subscribe(NewTopic[map[string]any]("a", 1), "c", func(context.Context, storage.Store, Delivery[map[string]any]) error { return nil })
			_ = sub.call(context.Background(), &job{lane: l})
			l.renew(now)
		}
		if json.Unmarshal(body, &it) == nil {
			p := it.parcel()
			_ = p.put()
			_ = itemFor(&p, it.Lane, "x")
		}
	})
}

func FuzzStorable(f *testing.F) {
	f.Add("a\x00\xff…", 3)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = 1 + (limit&0xff+0xff)%0xff
		_, err := items.Put(t.Context(), discard{}, item{Lane: storable(text, limit)})
		require.NoError(t, err)
	})
}

// discard is a transaction that checks what is put and forgets it.
type discard struct{ storage.Tx }

func (discard) Put(_ context.Context, s *storage.Schema, r storage.Record) (storage.Record, error) {
	return r, s.Check(r)
}

func FuzzParkedID(f *testing.F) {
	f.Add("0190a7f2-5d51-7f5e-9b3a-2f1f6f3f7c11.0190a7f2-5d51-7f5e-9b3a-2f1f6f3f7c11")
	tenants, err := memory.New(Schemas()...)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, id string) {
		require.ErrorIs(t, Retry(t.Context(), tenants.ForTenant(""), id), ErrNotParked)
	})
}
