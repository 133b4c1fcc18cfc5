package sqlstore

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
	"time"
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
	off    bool // every text is run as it is
	mu     sync.Mutex
	wanted []*statement
}

// onPool returns the prepared statement, nil if it cannot be prepared, which then shows when its text is run.
func (p *preparer) onPool(ctx context.Context, s *statement) *sql.Stmt {
	if stmt := s.prepared.Load(); stmt != nil || p.off {
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

// prepareBeside does so while a transaction of the host's holds a connection, if the pool has another one to give at once.
func (p *preparer) prepareBeside() {
	p.mu.Lock()
	none := len(p.wanted) == 0
	p.mu.Unlock()
	if none {
		return
	}
	if pool := p.db.Stats(); pool.Idle == 0 && pool.MaxOpenConnections > 0 && pool.OpenConnections >= pool.MaxOpenConnections {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond) // somebody else may have taken it meanwhile
	defer cancel()
	p.prepareWanted(ctx)
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

// txRunner runs in one transaction. bind and prepare are nil where the host's transaction is not database/sql's own.
type txRunner struct {
	*preparer
	tx      DBTX
	bind    func(context.Context, *sql.Stmt) *sql.Stmt
	prepare func(context.Context, string) (*sql.Stmt, error)
	bound   map[*statement]*sql.Stmt // nil of a statement that has run once, unprepared
}

func newTxRunner(p *preparer, tx DBTX) *txRunner {
	r := &txRunner{preparer: p, tx: tx}
	if b, ok := tx.(interface {
		StmtContext(context.Context, *sql.Stmt) *sql.Stmt
		PrepareContext(context.Context, string) (*sql.Stmt, error)
	}); ok && !p.off {
		r.bind, r.prepare, r.bound = b.StmtContext, b.PrepareContext, map[*statement]*sql.Stmt{}
	}
	return r
}

// stmt is the prepared statement on the transaction's connection, nil if the text is to be run. A text that is not prepared yet is
// prepared on this connection when it is met again here, as in an import, and on the pool later.
func (r *txRunner) stmt(ctx context.Context, s *statement) *sql.Stmt {
	if r.bind == nil {
		return nil
	}
	stmt, met := r.bound[s]
	if stmt != nil {
		return stmt
	}
	if prepared := s.prepared.Load(); prepared != nil {
		stmt = r.bind(ctx, prepared)
	} else if met {
		stmt, _ = r.prepare(ctx, s.text) // what is wrong with it shows when the text is run
	} else {
		r.want(s)
	}
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
