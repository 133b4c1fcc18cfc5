package storage

import (
	"errors"
	"strings"

	"github.com/google/uuid"
)

// The kinds of refusal. Every error of a Store is one of these, a context error, or the engine's own
// error wrapped once; test with [errors.Is]. [Error] carries the particulars.
var (
	// ErrNotFound: no record has this id or key. Only Get and One answer it.
	ErrNotFound = errors.New("not found")
	// ErrConflict: the record was changed or deleted since the version that was given was read.
	ErrConflict = errors.New("version conflict")
	// ErrExists: another record already has this value of a unique index, or this id.
	ErrExists = errors.New("already exists")
	// ErrTxLost: the engine has ended the transaction; nothing of it is kept and fn cannot go on.
	ErrTxLost = errors.New("transaction lost")
	// ErrUnknownOutcome: the connection was lost while the commit was under way, so all of it is kept or nothing is, and nobody here
	// knows which. Update does not try again; a request that carries its own key can be sent again and is answered by what was kept.
	ErrUnknownOutcome = errors.New("outcome unknown")
	// ErrNested: the outer store was used inside its own Update; use the Tx that fn was given.
	ErrNested = errors.New("outer store used inside Update")
	// ErrValue: a value that no engine stores: invalid UTF-8, NUL, too long, of the wrong kind, not JSON.
	ErrValue = errors.New("value refused")
	// ErrQuery: the query does not fit the index it names.
	ErrQuery = errors.New("query refused")
	// ErrCursor: the cursor is not one that this index gave.
	ErrCursor = errors.New("foreign cursor")
	// ErrSchema: a declaration is faulty, or a collection was not declared to the adapter.
	ErrSchema = errors.New("declaration refused")
)

// Error says what was attempted on which record and why it was refused. It is the same for every engine.
type Error struct {
	Kind       error     // one of the Err values of this package
	Op         string    // "get", "scan", "put", "delete", "update"
	Collection string    // name of the collection, empty where there is none
	ID         uuid.UUID // the record, uuid.Nil where there is none
	Index      string    // the unique index taken ("id" for the id itself) or scanned
	Detail     string    // why, and what to do
	Err        error     // the engine's error, if there was one
}

// Error reads "storage: put warranty_registration 0190…: already exists (by_serial): …".
// It holds no field value, since those may be personal.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("storage: ")
	b.WriteString(e.Op)
	if e.Collection != "" {
		b.WriteString(" " + e.Collection)
	}
	if e.ID != uuid.Nil {
		b.WriteString(" " + e.ID.String())
	}
	if e.Kind != nil {
		b.WriteString(": " + e.Kind.Error())
	}
	if e.Index != "" {
		b.WriteString(" (" + e.Index + ")")
	}
	if e.Detail != "" {
		b.WriteString(": " + e.Detail)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the kind and the engine's error, so that errors.Is finds both.
func (e *Error) Unwrap() []error {
	errs := make([]error, 0, 2)
	if e.Kind != nil {
		errs = append(errs, e.Kind)
	}
	if e.Err != nil {
		errs = append(errs, e.Err)
	}
	return errs
}
