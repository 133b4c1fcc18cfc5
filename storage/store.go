package storage

import (
	"context"

	"github.com/google/uuid"
)

// Store keeps the records of one tenant. No call through it can name another tenant.
type Store interface {
	// View lets fn read. It is no snapshot: each call of the Reader sees what is committed then.
	View(ctx context.Context, fn func(context.Context, Reader) error) error

	// Update lets fn read and write, and commits all of it or nothing.
	//
	// fn may run again when a Put of its own lost against a version it read in the same attempt, so it must
	// have no effect but through its Tx. A version that the caller brought along and that is stale
	// is an answer (ErrConflict) and is not tried again. Update gives up when ctx ends or after 20 tries.
	Update(ctx context.Context, fn func(context.Context, Tx) error) error
}

// Reader reads by id or by a declared index, never otherwise.
type Reader interface {
	// Get returns the record with this id, or ErrNotFound.
	Get(ctx context.Context, s *Schema, id uuid.UUID) (Record, error)

	// Scan returns one page of an index. Its cost does not depend on how much else is stored.
	// No record in range is an empty page, not an error.
	Scan(ctx context.Context, s *Schema, q Query) (Page[Record], error)
}

// Tx reads and writes inside one transaction. It is also a Store: Update on it is a savepoint, so that
// services compose; View on it sees the transaction's own writes.
type Tx interface {
	Store
	Reader

	// Put saves the record and returns it as it will be read, its version one higher. Version 0 creates;
	// else the stored version must match. It never changes its argument.
	//
	// ErrConflict: the version is stale or the record is gone. ErrExists: a unique index or the id is taken;
	// the error names it. After either nothing has changed and fn may go on, unless the error is also ErrTxLost.
	Put(ctx context.Context, s *Schema, r Record) (Record, error)

	// Delete removes the record if it still has this version, else ErrConflict.
	Delete(ctx context.Context, s *Schema, id uuid.UUID, version int64) error
}

// Tenants is what an adapter's New returns: it holds every tenant's Store.
type Tenants interface {
	// ForTenant is the Store of one tenant. The id is the host's own, at most MaxTenant bytes of UTF-8 without NUL; a
	// Store of a bad id refuses every call with ErrValue. "" is the tenant of a single-tenant host.
	ForTenant(id string) Store
}

// BatchPutter is an optional ability of a Tx: PutAll saves many records of one collection in few statements, all or
// none of them. [Collection.PutAll] uses it where it is there and calls Put for each record where it is not.
type BatchPutter interface {
	PutAll(ctx context.Context, s *Schema, rs []Record) ([]Record, error)
}

// AfterCommitter is an optional ability of a Tx: fn runs once, in the committing goroutine, after the outermost Update has
// committed, and never if it or the savepoint around this call was rolled back. It
// uses a context of its own, since fn's belongs to the Update. A Tx on a host's transaction does not have this ability.
type AfterCommitter interface {
	AfterCommit(fn func())
}

// FieldKeeper is an optional ability of a Tx, for engines in which it costs something to write a field again that has not changed: it is told the fields
// of each record that a [Collection] reads through it, so that a Put of the same version can leave those fields out.
type FieldKeeper interface {
	KeepFields(s *Schema, id uuid.UUID, version int64, fields []Value)
}

// FreeScanner is an optional ability of a Tx, for engines in which transactions lock records: ScanFree is a Scan that leaves out the records that another
// transaction is writing or has got from ScanFree, and lets no other write those that it returns until this transaction ends. So workers that
// take what is there do not wait for one another. [Collection.FreePage] uses it where it is there, and Scan where it is not.
type FreeScanner interface {
	ScanFree(ctx context.Context, s *Schema, q Query) (Page[Record], error)
}

// AfterCommit registers fn with the transaction if it has that ability, and reports whether it has.
func AfterCommit(tx Tx, fn func()) bool {
	ac, ok := tx.(AfterCommitter)
	if ok {
		ac.AfterCommit(fn)
	}
	return ok
}

// Record is what a Store keeps: an id, a version, the declared fields and a JSON body, which is the whole value. The fields
// are copies out of the body, for indexes and reports.
type Record struct {
	ID      uuid.UUID
	Version int64   // 0: not stored yet; the first Put makes it 1
	Fields  []Value // in the order of Schema.Fields; needed by Put, not returned by any read
	Body    []byte  // JSON, at most MaxBody bytes; shared with the store: do not change it

	encoded bool // a Collection made the body, so its JSON and text are known to be sound
}

// Page is one page of a list. Next is the cursor of the page after it, "" at the end.
type Page[T any] struct {
	Items []T
	Next  string
}

// Query asks for one page of one index.
type Query struct {
	Index   string  // a declared index
	Prefix  []Value // equal values of its first fields; none: the whole index
	From    Value   // the field after the prefix is at least this; null: no bound
	Before  Value   // and less than this; null: no bound
	Reverse bool    // from the end of the range backwards
	Limit   int     // records a page, 1 to MaxPage; 0: 100
	Cursor  string  // Next of the page before; "": the first page
}
