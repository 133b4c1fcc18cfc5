package sqlstore

import (
	"context"
	"database/sql"
	"sync/atomic"
)

// Pool is the host's connections, through database/sql or another driver's own interface.
type Pool interface {
	Runner
	Begin(ctx context.Context) (Transaction, error)
}

// Runner runs statements: each on a connection of the pool, or all in one transaction.
type Runner interface {
	Exec(ctx context.Context, s *Statement, args []any) (affected int64, err error)
	// Query's error may also come from the Rows.
	Query(ctx context.Context, s *Statement, args []any) (Rows, error)
}

// Rows is the result of a query. It is closed before the next statement of a transaction.
type Rows interface {
	Next() bool
	Scan(into ...any) error // strings, booleans, integers, []byte, uuid.UUID
	Err() error             // after Next has answered false
	Close()
}

// Transaction is one that this package begins and ends.
type Transaction interface {
	Runner
	// Commit says of an error whether the server may have been told to commit.
	Commit(ctx context.Context) (told bool, err error)
	// Rollback does nothing after a commit. Whatever becomes of it, the server keeps nothing.
	Rollback(ctx context.Context)
}

// Statement is a text that is run again and again with other arguments.
type Statement struct {
	Text     string
	Once     bool // it is not, so that preparing it gains nothing
	prepared atomic.Pointer[sql.Stmt]
}
