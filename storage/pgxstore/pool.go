package pgxstore

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/chamsoc/chamsoc/storage/internal/pgdialect"
	"github.com/chamsoc/chamsoc/storage/internal/sqlstore"
)

// dialect is PostgreSQL's, with what pgx itself answers when a transaction has ended.
func dialect() *sqlstore.Dialect {
	d := pgdialect.New()
	server := d.Fault
	d.Fault = func(err error) sqlstore.Fault {
		if errors.Is(err, pgx.ErrTxClosed) || errors.Is(err, errClosed) {
			return sqlstore.FaultLost | sqlstore.FaultAborted
		}
		return server(err)
	}
	return d
}

// errClosed stands beside pgx's error of a statement that found its connection closed, or closed it.
var errClosed = errors.New("the connection is closed")

// runner runs statements in one transaction, or each on a connection of the pool. pgx prepares and caches them by itself.
type runner struct{ tx Tx }

func (r runner) Exec(ctx context.Context, s *sqlstore.Statement, args []any) (int64, error) {
	tag, err := r.tx.Exec(ctx, s.Text, arguments(s, args)...)
	if err != nil {
		return 0, r.lost(err)
	}
	return tag.RowsAffected(), nil
}

func (r runner) Query(ctx context.Context, s *sqlstore.Statement, args []any) (sqlstore.Rows, error) {
	rows, err := r.tx.Query(ctx, s.Text, arguments(s, args)...)
	if err != nil {
		return nil, r.lost(err)
	}
	return rows, nil
}

// arguments keeps a text that is run once out of pgx's cache.
func arguments(s *sqlstore.Statement, args []any) []any {
	if s.Once && len(args) > 0 {
		return append([]any{pgx.QueryExecModeExec}, args...)
	}
	return args
}

func (r runner) lost(err error) error {
	if c, ok := r.tx.(interface{ Conn() *pgx.Conn }); ok && c.Conn() != nil && c.Conn().IsClosed() {
		return errors.Join(err, errClosed)
	}
	return err
}

// pool is the host's.
type pool struct{ *pgxpool.Pool }

func (p *pool) Exec(ctx context.Context, s *sqlstore.Statement, args []any) (int64, error) {
	return runner{p.Pool}.Exec(ctx, s, args)
}

func (p *pool) Query(ctx context.Context, s *sqlstore.Statement, args []any) (sqlstore.Rows, error) {
	return runner{p.Pool}.Query(ctx, s, args)
}

// Begin begins with the first statement, in one round trip with it; a transaction without any never begins.
func (p *pool) Begin(context.Context) (sqlstore.Transaction, error) { return &ownTx{pool: p.Pool}, nil }

// ownTx is a transaction that this package begins.
type ownTx struct {
	pool *pgxpool.Pool
	tx   pgx.Tx // nil until the first statement
}

func (t *ownTx) Exec(ctx context.Context, s *sqlstore.Statement, args []any) (int64, error) {
	if t.tx != nil {
		return runner{t.tx}.Exec(ctx, s, args)
	}
	if s.Once {
		if err := t.begin(ctx); err != nil {
			return 0, err
		}
		return t.Exec(ctx, s, args)
	}
	first := t.first(ctx, s, args)
	_, err := first.Exec() // the begin's
	if err == nil {
		var tag pgconn.CommandTag
		if tag, err = first.Exec(); err == nil {
			return tag.RowsAffected(), first.Close()
		}
	}
	_ = first.Close()
	return 0, runner{t.tx}.lost(err)
}

func (t *ownTx) Query(ctx context.Context, s *sqlstore.Statement, args []any) (sqlstore.Rows, error) {
	if t.tx != nil {
		return runner{t.tx}.Query(ctx, s, args)
	}
	if s.Once {
		if err := t.begin(ctx); err != nil {
			return nil, err
		}
		return t.Query(ctx, s, args)
	}
	first := t.first(ctx, s, args)
	_, err := first.Exec() // the begin's
	if err == nil {
		var rows pgx.Rows
		if rows, err = first.Query(); err == nil {
			return firstRows{rows, first}, nil
		}
	}
	_ = first.Close()
	return nil, runner{t.tx}.lost(err)
}

func (t *ownTx) begin(ctx context.Context) (err error) {
	t.tx, err = t.pool.Begin(ctx)
	return err
}

// first sends the begin and the first statement together.
func (t *ownTx) first(ctx context.Context, s *sqlstore.Statement, args []any) pgx.BatchResults {
	var both pgx.Batch
	both.BeginTx(pgx.TxOptions{})
	both.Queue(s.Text, args...)
	results := t.pool.SendBatch(ctx, &both)
	t.tx = results.Tx()
	return results
}

// firstRows are those of a transaction's first statement. Nothing else may be sent before both are closed.
type firstRows struct {
	pgx.Rows
	first pgx.BatchResults
}

func (r firstRows) Close() {
	r.Rows.Close()
	_ = r.first.Close() // a connection that was lost shows in the next statement
}

func (t *ownTx) Commit(ctx context.Context) (told bool, err error) {
	if t.tx == nil {
		return false, nil
	}
	err = t.tx.Commit(ctx)
	unsent := ctx.Err() != nil && pgconn.SafeToRetry(err) || errors.Is(err, pgx.ErrTxClosed)
	return !unsent, err
}

// Rollback gives the connection back, also when the context has ended: pgx would close it.
func (t *ownTx) Rollback(ctx context.Context) {
	if t.tx == nil {
		return
	}
	if ctx.Err() != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
	}
	_ = t.tx.Rollback(ctx) // what led here is the error to report
}
