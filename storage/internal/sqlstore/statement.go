package sqlstore

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
)

// statement is a text that is prepared once and then used on every connection. A text first met inside a transaction runs
// unprepared there, because preparing would wait for a second connection, and is prepared when the transaction has ended.
type statement struct {
	text     string
	prepared atomic.Pointer[sql.Stmt]
}

// preparer prepares statements on the host's pool.
type preparer struct {
	db     *sql.DB
	mu     sync.Mutex
	wanted []*statement
}

// onPool returns the prepared statement, nil if it cannot be prepared, which then shows when its text is run.
func (p *preparer) onPool(ctx context.Context, s *statement) *sql.Stmt {
	if stmt := s.prepared.Load(); stmt != nil {
		return stmt
	}
	stmt, err := p.db.PrepareContext(ctx, s.text)
	if err != nil {
		return nil
	}
	if !s.prepared.CompareAndSwap(nil, stmt) {
		stmt.Close()
	}
	return s.prepared.Load()
}

func (p *preparer) want(s *statement) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range p.wanted {
		if w == s {
			return
		}
	}
	p.wanted = append(p.wanted, s)
}

// prepareWanted prepares what transactions met, now that they have given their connection back.
func (p *preparer) prepareWanted(ctx context.Context) {
	p.mu.Lock()
	wanted := p.wanted
	p.wanted = nil
	p.mu.Unlock()
	for _, s := range wanted {
		p.onPool(ctx, s)
	}
}

// runner runs statements on the pool or in a transaction.
type runner interface {
	exec(ctx context.Context, s *statement, args []any) (affected int64, err error)
	query(ctx context.Context, s *statement, args []any) (*sql.Rows, error)
}

func affected(res sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

type poolRunner struct{ *preparer }

func (p poolRunner) exec(ctx context.Context, s *statement, args []any) (int64, error) {
	if stmt := p.onPool(ctx, s); stmt != nil {
		return affected(stmt.ExecContext(ctx, args...))
	}
	return affected(p.db.ExecContext(ctx, s.text, args...))
}

func (p poolRunner) query(ctx context.Context, s *statement, args []any) (*sql.Rows, error) {
	if stmt := p.onPool(ctx, s); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return p.db.QueryContext(ctx, s.text, args...)
}

// txRunner runs in one transaction. bind is nil where the host's transaction is not database/sql's own.
type txRunner struct {
	*preparer
	tx    DBTX
	bind  func(context.Context, *sql.Stmt) *sql.Stmt
	bound map[*statement]*sql.Stmt
}

func newTxRunner(p *preparer, tx DBTX) *txRunner {
	r := &txRunner{preparer: p, tx: tx}
	if b, ok := tx.(interface {
		StmtContext(context.Context, *sql.Stmt) *sql.Stmt
	}); ok {
		r.bind, r.bound = b.StmtContext, map[*statement]*sql.Stmt{}
	}
	return r
}

func (r *txRunner) stmt(ctx context.Context, s *statement) *sql.Stmt {
	if r.bind == nil {
		return nil
	}
	if stmt := r.bound[s]; stmt != nil {
		return stmt
	}
	prepared := s.prepared.Load()
	if prepared == nil {
		r.want(s)
		return nil
	}
	stmt := r.bind(ctx, prepared)
	r.bound[s] = stmt
	return stmt
}

func (r *txRunner) exec(ctx context.Context, s *statement, args []any) (int64, error) {
	if stmt := r.stmt(ctx, s); stmt != nil {
		return affected(stmt.ExecContext(ctx, args...))
	}
	return affected(r.tx.ExecContext(ctx, s.text, args...))
}

func (r *txRunner) query(ctx context.Context, s *statement, args []any) (*sql.Rows, error) {
	if stmt := r.stmt(ctx, s); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return r.tx.QueryContext(ctx, s.text, args...)
}
