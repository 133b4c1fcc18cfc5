package drivertest

import (
	"bytes"
	"context"
	"errors"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
)

// cut is a connection that is closed when a commit comes by.
type cut struct {
	net.Conn
	after *atomic.Bool // it has passed
	armed *atomic.Bool
}

var errCut = errors.New("the test cut the connection")

func (c cut) Write(b []byte) (int, error) {
	if !bytes.Contains(bytes.ToLower(b), []byte("commit")) || !c.armed.CompareAndSwap(true, false) {
		return c.Conn.Write(b)
	}
	if c.after.Load() {
		_, _ = c.Conn.Write(b)
		time.Sleep(100 * time.Millisecond) // for the server to commit
	}
	c.Conn.Close()
	return 0, errCut
}

// cutting is how a server is reached over connections that are cut.
func cutting(t testing.TB, after, armed *atomic.Bool) *pgx.ConnConfig {
	config := configFor(t, pgx.QueryExecModeCacheStatement)
	dial := config.DialFunc
	config.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		return cut{conn, after, armed}, err
	}
	return config
}

func TestAConnectionLostAtCommitIsAnUnknownOutcome(t *testing.T) {
	eachPgDriver(t, func(t *testing.T, d pgDriver) {
		ctx := t.Context()
		p, _, schema := d.applied(t, tasks.Schema())
		whole := p.ForTenant("")
		var after, armed atomic.Bool
		tenants := d.open(t, cutting(t, &after, &armed), schema, []*storage.Schema{tasks.Schema()})

		for code, committed := range map[string]bool{"before": false, "after": true} {
			after.Store(committed)
			runs, hooks := 0, 0
			err := tenants.ForTenant("").Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				runs++
				storage.AfterCommit(tx, func() { hooks++ })
				armed.Store(true)
				_, err := tasks.Put(ctx, tx, task{Code: code})
				return err
			})
			require.ErrorIs(t, err, storage.ErrUnknownOutcome)
			require.Equal(t, []int{1, 0}, []int{runs, hooks}, "runs and hooks")
			_, err = find(ctx, whole, code)
			require.Equal(t, !committed, errors.Is(err, storage.ErrNotFound))
		}
	})
}

func find(ctx context.Context, s storage.Store, code string) (v task, err error) {
	return v, s.View(ctx, func(ctx context.Context, r storage.Reader) error {
		v, err = tasks.One(ctx, r, taskByCode.Key(code))
		return err
	})
}

func putTask(ctx context.Context, s storage.Store, v task) (saved task, err error) {
	return saved, s.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		saved, err = tasks.Put(ctx, tx, v)
		return err
	})
}

func TestADeadlockIsTriedAgain(t *testing.T) { eachPgDriver(t, deadlock) }

func deadlock(t *testing.T, d pgDriver) {
	ctx := t.Context()
	p, _, _ := d.applied(t, tasks.Schema())
	store := p.ForTenant("")
	a, err := putTask(ctx, store, task{Code: "a"})
	require.NoError(t, err)
	b, err := putTask(ctx, store, task{Code: "b"})
	require.NoError(t, err)
	locked, runs, done := make(chan struct{}, 2), atomic.Int64{}, make(chan error, 2)
	for _, pair := range [][2]task{{a, b}, {b, a}} {
		go func() {
			first := true
			done <- store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				runs.Add(1)
				for i, v := range pair {
					v, err := tasks.Get(ctx, tx, v.ID)
					if err != nil {
						return err
					}
					if _, err := tasks.Put(ctx, tx, v); err != nil {
						return err
					}
					if i == 0 && first {
						first = false
						locked <- struct{}{}
						for len(locked) < 2 {
							time.Sleep(time.Millisecond)
						}
					}
				}
				return nil
			})
		}()
	}
	require.NoError(t, <-done)
	require.NoError(t, <-done)
	require.Greater(t, runs.Load(), int64(2))
	after, err := find(ctx, store, "a")
	require.NoError(t, err)
	require.Equal(t, int64(3), after.Version)
}

// TestASerializationFailureGoesToTheHost, who alone can begin again.
func TestASerializationFailureGoesToTheHost(t *testing.T) { eachPgDriver(t, hostsSerializationFailure) }

func hostsSerializationFailure(t *testing.T, d pgDriver) {
	ctx := t.Context()
	tenants, _, _ := d.applied(t, tasks.Schema())
	v, err := putTask(ctx, tenants.ForTenant(""), task{Code: "a"})
	require.NoError(t, err)
	tx, err := tenants.begin(ctx, pgx.RepeatableRead, "")
	require.NoError(t, err)
	defer func() { _ = tx.Rollback() }()
	inside := tx.Tenants.ForTenant("")
	seen, err := find(ctx, inside, "a")
	require.NoError(t, err)
	_, err = putTask(ctx, tenants.ForTenant(""), v)
	require.NoError(t, err)
	other, err := putTask(ctx, tenants.ForTenant(""), task{Code: "taken"})
	require.NoError(t, err)

	mine, err := putTask(ctx, inside, task{Code: "mine"})
	require.NoError(t, err)
	mine.Code = other.Code // which this transaction cannot see
	_, err = putTask(ctx, inside, mine)
	var refusal *storage.Error
	require.ErrorAs(t, err, &refusal)
	require.ErrorIs(t, err, storage.ErrExists)
	require.Equal(t, "by_code", refusal.Index)

	runs := 0
	err = inside.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		runs++
		_, err := tasks.Put(ctx, tx, seen)
		require.Error(t, err)
		_, again := tasks.Get(ctx, tx, seen.ID)
		require.ErrorIs(t, again, storage.ErrTxLost)
		return err
	})
	var failure *pgconn.PgError
	require.ErrorAs(t, err, &failure)
	require.Equal(t, []any{"40001", 1}, []any{failure.Code, runs})
	require.NoError(t, tx.Rollback())
}

// TestARefusedStatementIsNotForgotten: a function that goes on after an error of the server's commits nothing.
func TestARefusedStatementIsNotForgotten(t *testing.T) { eachPgDriver(t, refusedStatement) }

func refusedStatement(t *testing.T, d pgDriver) {
	ctx := t.Context()
	p, db, schema := d.applied(t, tasks.Schema())
	store := p.ForTenant("")
	_, err := db.ExecContext(ctx, `alter table "`+schema+`".chamsoc_task add check ("place" <> 'nowhere')`)
	require.NoError(t, err)
	err = store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		_, err := tasks.Put(ctx, tx, task{Code: "a"})
		require.NoError(t, err)
		_, err = tasks.Put(ctx, tx, task{Code: "b", Place: "nowhere"})
		require.Error(t, err)
		return nil
	})
	require.ErrorIs(t, err, storage.ErrTxLost)
	require.NoError(t, store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		require.Error(t, tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			return tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error { // deep enough for a savepoint before the statement
				_, err := tasks.Put(ctx, tx, task{Code: "b", Place: "nowhere"})
				return err
			})
		}))
		_, err := tasks.Put(ctx, tx, task{Code: "c"})
		return err
	}))
	_, err = find(ctx, store, "a")
	require.ErrorIs(t, err, storage.ErrNotFound)
	_, err = find(ctx, store, "c")
	require.NoError(t, err)
}
