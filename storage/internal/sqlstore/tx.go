package sqlstore

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/attempt"
)

// tx is a transaction: an own one, or a savepoint in the host's.
type tx struct {
	store
	identity any      // of the transaction, for telling the outer store used inside it
	host     bool     // the host began it, and commits it
	locked   bool     // the write lock is taken, or is not ours to take
	scopes   []*scope // of the Updates within, outermost first
	hooks    []func()
	done     bool  // fn has returned
	lost     bool  // a Put lost against a version that was read in this attempt
	busy     bool  // the engine refused something only because of others
	broken   error // a savepoint could not be rolled back: nothing may be committed
	aborted  error // the engine refused a statement and takes no other until a savepoint is rolled back

	seen map[recordKey]seenRecord
	undo []seenChange // what a savepoint puts back; kept only while there are scopes
}

type recordKey struct {
	schema *storage.Schema
	id     uuid.UUID
}

// seenRecord is a record as this transaction last read or wrote it: a Put of this version writes only the fields that changed.
type seenRecord struct {
	version int64
	fields  []storage.Value
}

type seenChange struct {
	key recordKey
	was seenRecord
}

// again reports whether the attempt failed only because of others, so that it may be tried again.
func (t *tx) again(err error) bool {
	return t.busy && !t.host || t.lost && errors.Is(err, storage.ErrConflict)
}

func (t *tx) enter(ctx context.Context, op string) error {
	if t.done {
		return &storage.Error{Kind: storage.ErrTxLost, Op: op, Detail: "the Tx was used after its Update had ended"}
	}
	if t.fault != nil {
		return t.fault
	}
	if t.broken != nil {
		return t.broken
	}
	if t.aborted != nil {
		return &storage.Error{Kind: storage.ErrTxLost, Op: op, Detail: "the engine has refused a statement before", Err: t.aborted}
	}
	if err := ctx.Err(); err != nil {
		return &storage.Error{Op: op, Err: err}
	}
	return nil
}

// wrap notes what the error means for the transaction.
func (t *tx) wrap(ctx context.Context, op string, schema *storage.Schema, err error) error {
	return t.note(t.store.wrap(ctx, op, schema, err))
}

// lock takes the engine's write lock before the first read, so that nothing read can change before it is written.
func (t *tx) lock(ctx context.Context, schema *storage.Schema) error {
	tb := t.db.tables[schema]
	if t.locked || tb == nil || tb.lock == nil {
		return nil
	}
	if _, err := t.run.Exec(ctx, tb.lock, nil); err != nil {
		return t.wrap(ctx, "lock", schema, err)
	}
	t.locked = true
	return nil
}

// Tenant is whose transaction it is, so that a bell can say who has work.
func (t *tx) Tenant() string { return t.tenant }

// AfterCommit implements [storage.AfterCommitter] for own transactions.
func (t *tx) AfterCommit(fn func()) { t.hooks = append(t.hooks, fn) }

func (t *tx) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	if err := t.enter(ctx, "view"); err != nil {
		return err
	}
	return fn(ctx, t)
}

// see remembers a record as it was read.
func (t *tx) see(schema *storage.Schema, rec storage.Record) {
	key := recordKey{schema, rec.ID}
	if t.seen[key].version != rec.Version {
		t.remember(key, seenRecord{version: rec.Version})
	}
}

// KeepFields implements [storage.FieldKeeper].
func (t *tx) KeepFields(schema *storage.Schema, id uuid.UUID, version int64, fields []storage.Value) {
	key := recordKey{schema, id}
	if seen := t.seen[key]; seen.version == version && len(fields) == len(schema.Fields) {
		t.remember(key, seenRecord{version, fields})
	}
}

// wrote remembers a record as it was written. A record that was only written is not kept: a long import would keep them all.
func (t *tx) wrote(schema *storage.Schema, rec storage.Record) {
	key := recordKey{schema, rec.ID}
	if _, ok := t.seen[key]; ok {
		t.remember(key, seenRecord{rec.Version, rec.Fields})
	}
}

func (t *tx) forget(schema *storage.Schema, id uuid.UUID) {
	key := recordKey{schema, id}
	if _, ok := t.seen[key]; ok {
		t.remember(key, seenRecord{})
	}
}

// remember keeps a record until the savepoint around it is rolled back: the version that it has now may then come again with other fields.
func (t *tx) remember(key recordKey, is seenRecord) {
	if t.seen == nil {
		t.seen = map[recordKey]seenRecord{}
	}
	if n := len(t.scopes); n > 0 {
		last := len(t.undo) - 1
		if last < t.scopes[n-1].undo || t.undo[last].key != key {
			t.undo = append(t.undo, seenChange{key, t.seen[key]})
		}
	}
	t.seen[key] = is
}

func (t *tx) Get(ctx context.Context, schema *storage.Schema, id uuid.UUID) (storage.Record, error) {
	if err := t.enter(ctx, "get"); err != nil {
		return storage.Record{}, err
	}
	if err := t.lock(ctx, schema); err != nil {
		return storage.Record{}, err
	}
	rec, err := t.get(ctx, schema, id)
	if err != nil {
		return rec, t.note(err)
	}
	t.see(schema, rec)
	return rec, nil
}

func (t *tx) Scan(ctx context.Context, schema *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	return t.page(ctx, schema, q, false)
}

func (t *tx) page(ctx context.Context, schema *storage.Schema, q storage.Query, free bool) (storage.Page[storage.Record], error) {
	if err := t.enter(ctx, "scan"); err != nil {
		return storage.Page[storage.Record]{}, err
	}
	if err := t.lock(ctx, schema); err != nil {
		return storage.Page[storage.Record]{}, err
	}
	page, err := t.scan(ctx, schema, q, free)
	if err != nil {
		return page, t.note(err)
	}
	for _, rec := range page.Items {
		t.see(schema, rec)
	}
	return page, nil
}

// note is wrap for an error that is wrapped already.
func (t *tx) note(err error) error {
	if err == nil {
		return nil
	}
	fault := t.db.dialect.Fault(err)
	t.busy = t.busy || fault&FaultAgain != 0
	if fault&FaultAborted != 0 && t.aborted == nil {
		t.aborted = err
	}
	var e *storage.Error
	if fault&FaultLost != 0 && errors.As(err, &e) && e.Kind == nil {
		e.Kind = storage.ErrTxLost
	}
	return err
}

// lockingTx is the Tx of an own transaction where the engine can leave out what is locked.
type lockingTx struct{ *tx }

// ScanFree implements [storage.FreeScanner].
func (l lockingTx) ScanFree(ctx context.Context, schema *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	return l.page(ctx, schema, q, true)
}

func (l lockingTx) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return l.within(ctx, l, fn)
}

// hostStore is a Store on a host's transaction. Its Update is a savepoint, tried again only after a failed compare-and-set.
type hostStore struct{ tx *tx }

func (h *hostStore) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	if err := attempt.Refuse(ctx, "view", h.tx.db, h.tx.identity); err != nil {
		return err
	}
	return h.tx.View(ctx, fn)
}

func (h *hostStore) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	if err := attempt.Refuse(ctx, "update", h.tx.db, h.tx.identity); err != nil {
		return err
	}
	return attempt.Retry(ctx, func() (again bool, err error) {
		h.tx.lost = false
		err = h.tx.within(ctx, hostTx{h.tx}, fn)
		return h.tx.again(err), err
	})
}

// hostTx hides AfterCommit: only the host knows when its transaction has committed.
type hostTx struct{ t *tx }

func (h hostTx) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	return h.t.View(ctx, fn)
}

func (h hostTx) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return h.t.within(ctx, h, fn)
}

func (h hostTx) KeepFields(s *storage.Schema, id uuid.UUID, version int64, fields []storage.Value) {
	h.t.KeepFields(s, id, version, fields)
}

func (h hostTx) Get(ctx context.Context, s *storage.Schema, id uuid.UUID) (storage.Record, error) {
	return h.t.Get(ctx, s, id)
}

func (h hostTx) Scan(ctx context.Context, s *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	return h.t.Scan(ctx, s, q)
}

func (h hostTx) Put(ctx context.Context, s *storage.Schema, r storage.Record) (storage.Record, error) {
	return h.t.Put(ctx, s, r)
}

func (h hostTx) Delete(ctx context.Context, s *storage.Schema, id uuid.UUID, version int64) error {
	return h.t.Delete(ctx, s, id, version)
}
