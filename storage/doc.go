// Package storage is the small contract through which Chamsoc keeps what it adds, and through which a host can keep it anywhere.
//
// # Using it
//
// A kind of record is declared once, as a package variable, with the ways in which it is found:
//
//	var (
//		serial   = storage.Text("serial", func(r *Registration) *string { return &r.Serial }).Nullable()
//		bySerial = storage.UniqueOn("by_serial", serial)
//
//		registrations = storage.Declare("registration", storage.Declaration[Registration]{
//			Key:     func(r *Registration) (*storage.ID[Registration], *int64) { return &r.ID, &r.Version },
//			Indexes: []*storage.Index[Registration]{bySerial},
//		})
//	)
//
// and then read and written through the declaration:
//
//	reg, err := registrations.One(ctx, tx, bySerial.Key("SN-1"))
//	reg, err = registrations.Put(ctx, tx, reg)
//	for reg, err := range registrations.List(store, byHolder.Prefix(holder)).All(ctx) { … }
//
// # What a Store promises
//
// A record is an id (UUIDv7), a version, declared field values, and a JSON body, which is the whole value. The fields are copies for indexes
// and reports: text, whole number, truth, time (UTC microseconds), uuid, date (yyyy-mm-dd). Text compares bytewise, is valid UTF-8 without
// NUL, and where indexed has at most 512 bytes; anything else is refused by every engine with [ErrValue].
//
// Every read is by id or by a declared index. There is no filter, join or full scan, so a page costs the same however much else is
// stored. An index runs in one direction, can be read in both, and holds the records that have no null among its fields; at most one of its
// fields is nullable unless it is unique. A cursor is a position, not a record: records may be deleted meanwhile, and one that moves may be
// seen twice or not at all. The prefix comes from the query and never from the cursor.
//
// Put never changes its argument and returns the value as it will be read. A stale version, or a record that is gone, is
// [ErrConflict]; a taken unique index is [ErrExists], which names it; only Get and One answer [ErrNotFound]. After ErrExists and
// ErrConflict nothing has changed and the transaction may go on, unless the error is also [ErrTxLost].
//
// Update commits all or nothing. Nothing more is promised: View is no snapshot, and no rule may rest on one. What must be unique gets a
// unique index; what must not be lost gets a version. Update runs its function again, up to 20 times with jitter, when a Put lost
// against a version that was read in the same attempt, so the function has no other effects. Update on a Tx is a savepoint. The
// outer store used inside its own Update is refused with [ErrNested]. Where a server's connection is lost while Update commits, the answer is
// [ErrUnknownOutcome]: all of it is kept or nothing.
//
// A Store belongs to one tenant, and nothing done through it can reach another's records.
//
// # Engines
//
// storage/memory for tests, storage/sqlite and storage/postgres on the host's *sql.DB, storage/ordered for any ordered key-value store. An engine of the host's
// own implements [Store], [Reader] and [Tx], calls [CheckSchemas], [Schema.Check] and [Schema.Bound] first, and proves itself with
// storage/storagetest.
package storage
