package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"
)

// DBTX is what a host's transaction must do: *sql.Tx does, and so do most wrappers of it.
type DBTX interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Database is a Pool on database/sql. It prepares each text once and uses it on every connection. A text first met inside a transaction
// runs unprepared there, because preparing would wait for a second connection, and is prepared when the transaction has ended.
type Database struct {
	db       *sql.DB
	prepares bool
	mu       sync.Mutex
	wanted   []*Statement
}

// NewDatabase is the Pool of the host's *sql.DB. Nothing is prepared for a driver that prepares by itself what is worth it.
func NewDatabase(db *sql.DB, prepares bool) *Database { return &Database{db: db, prepares: prepares} }

// onPool returns the prepared statement, nil if it cannot be prepared, which then shows when its text is run.
func (d *Database) onPool(ctx context.Context, s *Statement) *sql.Stmt {
	if stmt := s.prepared.Load(); stmt != nil || !d.prepares || s.Once {
		return stmt
	}
	stmt, err := d.db.PrepareContext(ctx, s.Text)
	if err != nil {
		return nil
	}
	if !s.prepared.CompareAndSwap(nil, stmt) {
		stmt.Close()
	}
	return s.prepared.Load()
}

func (d *Database) want(s *Statement) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, w := range d.wanted {
		if w == s {
			return
		}
	}
	d.wanted = append(d.wanted, s)
}

// prepareWanted prepares what transactions met, now that they have given their connection back.
func (d *Database) prepareWanted(ctx context.Context) {
	d.mu.Lock()
	wanted := d.wanted
	d.wanted = nil
	d.mu.Unlock()
	for _, s := range wanted {
		d.onPool(ctx, s)
	}
}

// prepareBeside does so while a transaction of the host's holds a connection, if the pool has another one to give at once.
func (d *Database) prepareBeside() {
	d.mu.Lock()
	none := len(d.wanted) == 0
	d.mu.Unlock()
	if none {
		return
	}
	if pool := d.db.Stats(); pool.Idle == 0 && pool.MaxOpenConnections > 0 && pool.OpenConnections >= pool.MaxOpenConnections {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond) // somebody else may have taken it meanwhile
	defer cancel()
	d.prepareWanted(ctx)
}

// sqlRows are *sql.Rows; Err tells what Close could.
type sqlRows struct{ *sql.Rows }

func (r sqlRows) Close() { _ = r.Rows.Close() }

func rowsOf(rows *sql.Rows, err error) (Rows, error) {
	if err != nil {
		return nil, err
	}
	return sqlRows{rows}, nil
}

func affected(res sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Exec implements [Runner].
func (d *Database) Exec(ctx context.Context, s *Statement, args []any) (int64, error) {
	if stmt := d.onPool(ctx, s); stmt != nil {
		return affected(stmt.ExecContext(ctx, args...))
	}
	return affected(d.db.ExecContext(ctx, s.Text, args...))
}

// Query implements [Runner].
func (d *Database) Query(ctx context.Context, s *Statement, args []any) (Rows, error) {
	if stmt := d.onPool(ctx, s); stmt != nil {
		return rowsOf(stmt.QueryContext(ctx, args...))
	}
	return rowsOf(d.db.QueryContext(ctx, s.Text, args...))
}

// Begin implements [Pool].
func (d *Database) Begin(ctx context.Context) (Transaction, error) {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &ownTx{d.runner(tx), tx}, nil
}

// Within runs in the host's transaction.
func (d *Database) Within(tx DBTX) Runner {
	d.prepareBeside()
	return d.runner(tx)
}

// ownTx is a transaction that this package began.
type ownTx struct {
	*txRunner
	tx *sql.Tx
}

func (t *ownTx) Commit(ctx context.Context) (told bool, err error) {
	err = t.tx.Commit()
	t.prepareWanted(ctx)
	return err != ctx.Err() && !errors.Is(err, sql.ErrTxDone), err // database/sql itself answers an ended context bare, and sends nothing
}

func (t *ownTx) Rollback(context.Context) { _ = t.tx.Rollback() }

// txRunner runs in one transaction. bind and prepare are nil where the host's transaction is not database/sql's own.
type txRunner struct {
	*Database
	tx      DBTX
	bind    func(context.Context, *sql.Stmt) *sql.Stmt
	prepare func(context.Context, string) (*sql.Stmt, error)
	bound   map[*Statement]*sql.Stmt // nil of a statement that has run once, unprepared
}

func (d *Database) runner(tx DBTX) *txRunner {
	r := &txRunner{Database: d, tx: tx}
	if b, ok := tx.(interface {
		StmtContext(context.Context, *sql.Stmt) *sql.Stmt
		PrepareContext(context.Context, string) (*sql.Stmt, error)
	}); ok && d.prepares {
		r.bind, r.prepare, r.bound = b.StmtContext, b.PrepareContext, map[*Statement]*sql.Stmt{}
	}
	return r
}

// stmt is the prepared statement on the transaction's connection, nil if the text is to be run. A text that is not prepared yet is
// prepared on this connection when it is met again here, as in an import, and on the pool later.
func (r *txRunner) stmt(ctx context.Context, s *Statement) *sql.Stmt {
	if r.bind == nil || s.Once {
		return nil
	}
	stmt, met := r.bound[s]
	if stmt != nil {
		return stmt
	}
	if prepared := s.prepared.Load(); prepared != nil {
		stmt = r.bind(ctx, prepared)
	} else if met {
		stmt, _ = r.prepare(ctx, s.Text) // what is wrong with it shows when the text is run
	} else {
		r.want(s)
	}
	r.bound[s] = stmt
	return stmt
}

func (r *txRunner) Exec(ctx context.Context, s *Statement, args []any) (int64, error) {
	if stmt := r.stmt(ctx, s); stmt != nil {
		return affected(stmt.ExecContext(ctx, args...))
	}
	return affected(r.tx.ExecContext(ctx, s.Text, args...))
}

func (r *txRunner) Query(ctx context.Context, s *Statement, args []any) (Rows, error) {
	if stmt := r.stmt(ctx, s); stmt != nil {
		return rowsOf(stmt.QueryContext(ctx, args...))
	}
	return rowsOf(r.tx.QueryContext(ctx, s.Text, args...))
}
