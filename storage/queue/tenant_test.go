package queue_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

func (s *shop) putFor(tenant, key string) {
	s.t.Helper()
	require.NoError(s.t, s.tenants.ForTenant(tenant).Update(s.t.Context(), func(ctx context.Context, tx storage.Tx) error {
		return told.With(s.bell).Put(ctx, tx, queue.Item[note]{Key: key, Payload: note{tenant}})
	}))
}

func TestTheRegistryListsTenants(t *testing.T) {
	s := newShop(t)
	for _, id := range []string{"b", "a", "b", "", "c"} {
		require.NoError(t, queue.RegisterTenant(t.Context(), s.tenants, id))
	}
	require.NoError(t, queue.ForgetTenant(t.Context(), s.tenants, "c"))
	require.NoError(t, queue.ForgetTenant(t.Context(), s.tenants, "unknown"))
	var all []string
	for id, err := range queue.RegisteredTenants(t.Context(), s.tenants) {
		require.NoError(t, err)
		all = append(all, id)
	}
	require.Equal(t, []string{"a", "b"}, all)
}

func TestOneWorkerServesAllTenants(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		for i := range 1200 { // more than a page
			id := fmt.Sprintf("shop-%04d", i)
			require.NoError(t, queue.RegisterTenant(t.Context(), s.tenants, id))
			s.putFor(id, "k")
		}
		s.putFor("", "k")
		require.Equal(t, 1201, s.once(queue.Config{}).Done)
		stop := s.run(s.worker(queue.Config{}))
		s.putFor("shop-0700", "k")
		synctest.Wait()
		require.Len(t, s.heard.said(), 1202, "at once")
		require.NoError(t, stop())
	})
}

func TestANoisyTenantDoesNotStarveAQuietOne(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		for _, id := range []string{"noisy", "quiet", "silent"} {
			require.NoError(t, queue.RegisterTenant(t.Context(), s.tenants, id))
		}
		c := queue.Config{Concurrency: 4, Batch: 100, Subscriptions: []queue.Subscription{s.listen("ear", sleeping(5*time.Millisecond))}}
		for i := range 10_000 {
			s.putFor("noisy", fmt.Sprint("k", i))
		}
		stop := s.run(s.worker(c))
		for i := range 50 {
			put := time.Now()
			s.putFor("quiet", fmt.Sprint("k", i))
			time.Sleep(200 * time.Millisecond)
			at := slices.Index(s.heard.said(), fmt.Sprintf("ear k%d quiet", i))
			require.GreaterOrEqual(t, at, 0, "handled at all")
			if i > 3 {
				require.Less(t, s.heard.when()[at].Sub(put), 120*time.Millisecond)
			}
		}
		require.Less(t, len(s.heard.said()), 9000, "while the noisy one was still busy")
		time.Sleep(time.Minute)
		require.Len(t, s.heard.said(), 10_050)
		require.NoError(t, stop())
	})
}

func TestConstantRingingDoesNotKeepTheLastTenantWaiting(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		for i := range 1100 { // more than a page
			require.NoError(t, queue.RegisterTenant(t.Context(), s.tenants, fmt.Sprintf("shop-%04d", i)))
		}
		handler := sleeping(5 * time.Millisecond)
		stop := s.run(s.worker(queue.Config{Concurrency: 1, Batch: 4, Subscriptions: []queue.Subscription{s.listen("ear", handler)}}))
		s.putFor("shop-1099", "k")
		for i := range 100 {
			for noisy := range 8 {
				s.putFor(fmt.Sprintf("shop-%04d", noisy), fmt.Sprint("k", i))
			}
			time.Sleep(10 * time.Millisecond)
		}
		require.Contains(t, s.heard.said(), "ear k shop-1099")
		time.Sleep(time.Minute)
		require.NoError(t, stop())
	})
}

// lister is a store that can tell which tenants have work.
type lister struct {
	storage.Tenants
	ids []string

	mu    sync.Mutex
	asked []string
}

func (l *lister) DueTenants(ctx context.Context, s *storage.Schema, index string, until storage.Value, after string, limit int) ([]string, error) {
	l.mu.Lock()
	l.asked = append(l.asked, s.Name+" "+index)
	l.mu.Unlock()
	var due []string
	for _, id := range l.ids {
		if id <= after || len(due) == limit {
			continue
		}
		err := l.ForTenant(id).View(ctx, func(ctx context.Context, r storage.Reader) error {
			page, err := r.Scan(ctx, s, storage.Query{Index: index, Limit: 1, Before: next(until)})
			if len(page.Items) > 0 {
				due = append(due, id)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return due, nil
}

func next(v storage.Value) storage.Value {
	if v.Kind() == storage.KindTime {
		return storage.InstantOf(v.Int() + 1)
	}
	return storage.IntOf(v.Int() + 1)
}

func TestAStoreThatKnowsItsDueTenantsIsAsked(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		l := &lister{Tenants: s.tenants}
		for i := range 450 {
			l.ids = append(l.ids, fmt.Sprintf("shop-%04d", i))
			if i%2 == 0 {
				s.putFor(l.ids[i], "k")
			}
		}
		c := counting(l)
		both := struct {
			storage.Tenants
			storage.DueLister
		}{c, l}
		stop := s.run(s.worker(queue.Config{Tenants: both, Poll: time.Minute}))
		synctest.Wait()
		require.Len(t, s.heard.take(), 225)
		require.NoError(t, s.tenants.ForTenant("shop-0333").Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			return told.Put(ctx, tx, queue.Item[note]{Key: "k", Due: time.Now().Add(10 * time.Minute)})
		}))
		before := c.calls()
		time.Sleep(time.Hour)
		require.Len(t, s.heard.take(), 1)
		require.Less(t, c.calls()-before, 200, "the others are not looked at")
		require.NoError(t, stop())
		require.Contains(t, strings.Join(l.asked, ","), "queue_item by_fresh,queue_lane by_ready,queue_lane by_parked")
	})
}

func TestWhatOnlyASweepFindsIsFoundWithDueTenantsToo(t *testing.T) {
	inShop(t, func(t *testing.T, s *shop) {
		l := &lister{Tenants: s.tenants, ids: []string{"a"}}
		require.NoError(t, s.tenants.ForTenant("a").Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			return asked.Put(ctx, tx, queue.Item[note]{Key: "k"})
		}))
		stop := s.run(s.worker(queue.Config{Tenants: l, Subscriptions: []queue.Subscription{s.listen("ear", nil)}}))
		time.Sleep(3 * time.Minute)
		require.NoError(t, stop())
		stop = s.run(s.worker(queue.Config{Tenants: l}))
		time.Sleep(time.Minute)
		require.Equal(t, []string{"do k "}, s.heard.take())
		require.NoError(t, stop())
	})
}
