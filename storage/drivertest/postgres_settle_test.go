package drivertest

import (
	"context"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

// TestTheNextTrySettlesAnUnknownOutcome: whether the registration was kept or not when the connection was lost, the same request is answered by
// one registration: at once if the server can be asked, and else when it is sent again.
func TestTheNextTrySettlesAnUnknownOutcome(t *testing.T) {
	eachPgDriver(t, func(t *testing.T, d pgDriver) {
		_, _, schema := d.applied(t, chamsoc.Schemas()...)
		var after, armed, down atomic.Bool
		config := cutting(t, &after, &armed)
		dial := config.DialFunc
		config.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
			if down.Load() && !armed.Load() {
				return nil, errCut
			}
			return dial(ctx, network, addr)
		}
		c, err := chamsoc.New(d.open(t, config, schema, chamsoc.Schemas()).ForTenant("shop-7"), chamsoc.Config{})
		require.NoError(t, err)
		publish(t, c)
		for i, is := range []struct{ kept, down bool }{{false, false}, {false, true}, {true, true}, {true, false}} {
			after.Store(is.kept)
			armed.Store(true)
			down.Store(is.down)
			sale := warranty.Sale{Key: fmt.Sprint("pos-", i), Invoice: fmt.Sprint("HD", i), Line: 1, Product: "PK-SAC65", Quantity: 1}
			receipt, err := c.Warranty.Register(t.Context(), sale)
			if is.kept && !is.down {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, storage.ErrUnknownOutcome)
				down.Store(false)
				receipt, err = c.Warranty.Register(t.Context(), sale)
				require.NoError(t, err)
			}
			require.Len(t, receipt.Registrations, 1)
			require.Equal(t, is.kept, receipt.Repeated)
			page, err := c.Warranty.Registrations(care.InvoiceRef(sale.Invoice)).Page(t.Context(), "", 10)
			require.NoError(t, err)
			require.Equal(t, receipt.Registrations, page.Items)
		}
	})
}

// publish says under which terms the chargers are sold.
func publish(t testing.TB, c chamsoc.Chamsoc) {
	t.Helper()
	text := care.Text{VI: "6 tháng.", EN: "6 months."}
	_, err := c.Warranty.Publish(t.Context(), warranty.Terms{
		Code: "accessories", Edition: 1, Effective: calendar.MustDate(2026, time.January, 1), Published: time.Date(2025, 12, 20, 2, 0, 0, 0, time.UTC),
		Months: 6, Start: text, Term: text, Content: text, Scope: text, How: text, NoExclusions: true,
	})
	require.NoError(t, err)
	_, err = c.Warranty.Cover(t.Context(), warranty.Coverage{Product: "PK-SAC65", Terms: "accessories"})
	require.NoError(t, err)
}

// TestSerializationFailuresAreTriedAgain where the host has set its database to serializable: eight writers count up one record, and each two of
// them would fail one another by what they read.
func TestSerializationFailuresAreTriedAgain(t *testing.T) {
	eachPgDriver(t, func(t *testing.T, d pgDriver) {
		ctx := t.Context()
		p, _, schema := d.applied(t, tasks.Schema())
		v, err := putTask(ctx, p.ForTenant(""), task{Code: "counter"})
		require.NoError(t, err)
		config := configFor(t, pgx.QueryExecModeCacheStatement)
		config.RuntimeParams["default_transaction_isolation"] = "serializable"
		store := d.open(t, config, schema, []*storage.Schema{tasks.Schema()}).ForTenant("")

		const writers, times = 8, 10
		var all sync.WaitGroup
		var runs, given atomic.Int64
		for range writers {
			all.Go(func() {
				for range times {
					err := store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
						runs.Add(1)
						v, err := tasks.Get(ctx, tx, v.ID)
						if err == nil {
							_, err = tasks.Put(ctx, tx, v)
						}
						return err
					})
					if err != nil {
						given.Add(1)
					}
				}
			})
		}
		all.Wait()
		require.Greater(t, runs.Load(), int64(writers*times), "there were conflicts")
		now, err := find(ctx, p.ForTenant(""), "counter")
		require.NoError(t, err)
		require.Equal(t, 1+writers*times-given.Load(), now.Version)
		require.Less(t, given.Load(), int64(writers*times/4))
	})
}
