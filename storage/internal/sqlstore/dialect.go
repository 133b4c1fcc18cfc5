// Package sqlstore is the one implementation of the storage contract in SQL. What engines do differently is in a small Dialect value, and what
// drivers do differently behind a Pool; an adapter is the two and a constructor.
//
// The SQL stays in the subset that distributed engines take too: the tenant leads every key, index and condition, no lock crosses
// tenants, and nothing rests on session state.
package sqlstore

import (
	"context"

	"github.com/chamsoc/chamsoc/storage"
)

// Dialect is what one engine does differently.
type Dialect struct {
	Placeholder func(n int) string        // of the nth argument, from 1
	Types       map[storage.Kind]string   // column types; of a body: BodyType
	Zero        map[storage.Kind]string   // literals for a column added to a table with rows
	BodyType    string                    //
	TableSuffix string                    // behind the closing parenthesis of create table
	Update      string                    // an update that affects no row, instead of failing, when a unique index is taken; or a plain one
	Lock        func(table string) string // a statement that takes the write lock and changes nothing, nil if there is no such lock
	ApplyLock   func(Config) string       // a statement that lets one Apply at a time go on, until its transaction ends; nil if there is none
	LimitArg    bool                      // a page's limit is an argument and not a literal
	Arrays      bool                      // unnest makes a table of arrays
	SkipLocked  bool                      // a select may lock what it returns and leave out what is locked

	Arg func(storage.Value) any // a value as every driver takes it

	Fault  func(error) Fault // what an error of the engine's means
	Unsure func(error) bool  // the error of a commit leaves open whether it took place; nil: none does

	// Catalog reads what there is of one table, a zero Table if there is none.
	Catalog func(ctx context.Context, q Runner, schema, table string) (Table, error)
}

// Fault is what an engine's error means for the transaction. Several may be true.
type Fault uint8

// The faults.
const (
	FaultAgain   Fault = 1 << iota // it was refused only because of others: the whole transaction may run again
	FaultTaken                     // a unique index has the value already
	FaultAborted                   // the transaction can only be rolled back, whole or to a savepoint
	FaultLost                      // the transaction is gone
)

// Config names what is kept and where.
type Config struct {
	Schemas []*storage.Schema
	Prefix  string // of the name of every table and index
	Schema  string // qualifies every name; "" where the engine has no such thing
}

// Table is a table as it is in the database.
type Table struct {
	Columns map[string]Column
	Indexes map[string]Index
}

// Column is a column as it is in the database.
type Column struct {
	Type    string
	NotNull bool
}

// Index is an index as it is in the database.
type Index struct {
	Columns []string
	Unique  bool
	Partial bool
	Invalid bool // building it failed half-way, so that no read uses it
}
