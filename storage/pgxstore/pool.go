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

func (p *pool) Begin(ctx context.Context) (sqlstore.Transaction, error) {
	tx, err := p.Pool.Begin(ctx)
	if err != nil {
		return nil, err
	}
	return &ownTx{runner{tx}, tx}, nil
}

// ownTx is a transaction that this package began.
type ownTx struct {
	runner
	tx pgx.Tx
}

func (t *ownTx) Commit(ctx context.Context) (told bool, err error) {
	err = t.tx.Commit(ctx)
	unsent := ctx.Err() != nil && pgconn.SafeToRetry(err) || errors.Is(err, pgx.ErrTxClosed)
	return !unsent, err
}

// Rollback gives the connection back, also when the context has ended: pgx would close it.
func (t *ownTx) Rollback(ctx context.Context) {
	if ctx.Err() != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
	}
	_ = t.tx.Rollback(ctx) // what led here is the error to report
}
