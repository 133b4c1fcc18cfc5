package drivertest

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/pgxstore"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// sharing has a bell shared until the test ends, and returns when it is.
func sharing(t *testing.T, tenants *pgxstore.DB, bell *queue.Bell) (ended chan error) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ready, ended := make(chan bool, 100), make(chan error, 1)
	_, forget := bell.Bridge(func([]string) { ready <- true })
	defer forget()
	go func() { ended <- tenants.ShareBell(ctx, bell) }()
	t.Cleanup(stop)
	select {
	case <-ready: // it rings once when it has begun to listen
	case err := <-ended:
		require.NoError(t, err)
	case <-time.After(10 * time.Second):
		require.Fail(t, "the bell is not shared")
	}
	return ended
}

// TestABellIsHeardInOtherProcesses: what is committed through one pool wakes a worker on another, which would poll only after an hour.
func TestABellIsHeardInOtherProcesses(t *testing.T) {
	ctx := t.Context()
	p, db, schema := pgDrivers[1].applied(t, queue.Schemas()...)
	here, hereBell := p.serverAdapter.(*pgxstore.DB), &queue.Bell{}
	config := configFor(t, pgx.QueryExecModeCacheStatement)
	config.RuntimeParams["application_name"] = schema
	there, thereBell := openNative(t, config, schema, queue.Schemas()), &queue.Bell{}
	sharing(t, here, hereBell)
	lost := sharing(t, there.serverAdapter.(*pgxstore.DB), thereBell)

	handled := make(chan string, 10)
	worker, err := queue.NewWorker(queue.Config{Tenants: there, Bell: thereBell, Poll: time.Hour, Subscriptions: []queue.Subscription{
		queue.Subscribe(steps, "there", func(_ context.Context, _ storage.Store, d queue.Delivery[step]) error {
			handled <- d.Key
			return nil
		}),
	}})
	require.NoError(t, err)
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- worker.Run(running) }()
	heard := func(key string) {
		t.Helper()
		select {
		case got := <-handled:
			require.Equal(t, key, got)
		case <-time.After(10 * time.Second):
			require.Fail(t, "nobody was woken", key)
		}
	}
	topic := steps.With(hereBell)
	for _, tenant := range []string{"", "shop \"7\"", "cửa hàng"} {
		require.NoError(t, here.ForTenant(tenant).Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			return topic.Put(ctx, tx, queue.Item[step]{Key: "for " + tenant})
		}))
		heard("for " + tenant)
	}
	tx, err := p.begin(ctx, "", "") // of the host's own, who rings when it has committed
	require.NoError(t, err)
	require.NoError(t, tx.Tenants.ForTenant("shop-9").Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		return topic.Put(ctx, tx, queue.Item[step]{Key: "the host's"})
	}))
	require.NoError(t, tx.Commit())
	hereBell.Ring()
	heard("the host's")

	_, err = db.ExecContext(ctx, `select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1`, schema)
	require.NoError(t, err)
	select {
	case err := <-lost:
		require.ErrorContains(t, err, "the bell is not shared any more")
	case <-time.After(10 * time.Second):
		require.Fail(t, "a lost connection was not noticed")
	}
	stop()
	require.NoError(t, <-ended)
}
