package sqlstore

import (
	"context"
	"errors"
	"strconv"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/attempt"
)

// scope is an Update within a transaction: what it did is undone if it fails.
//
// Most scopes only create records, and a created record is undone by deleting it again. So the outermost scope sets its savepoint, which costs two
// statements and copies of pages, only before the first change, deletion or inner scope; what it created before then is deleted.
type scope struct {
	name    string
	set     bool      // the savepoint is
	created []created // before the savepoint was set
	undo    int       // length of tx.undo at the beginning
	hooks   int       // and of tx.hooks
}

type created struct {
	table *table
	id    uuid.UUID
}

// Update is a savepoint.
func (t *tx) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return t.within(ctx, t, fn)
}

// within runs fn in a scope, on self, which is t or hides what a host's transaction cannot do.
func (t *tx) within(ctx context.Context, self storage.Tx, fn func(context.Context, storage.Tx) error) (err error) {
	if err := t.enter(ctx, "update"); err != nil {
		return err
	}
	sc := &scope{name: "chamsoc_" + strconv.Itoa(len(t.scopes)), undo: len(t.undo), hooks: len(t.hooks)}
	t.scopes = append(t.scopes, sc)
	if len(t.scopes) > 1 {
		if err := t.setSavepoints(ctx); err != nil {
			t.scopes = t.scopes[:len(t.scopes)-1]
			return err
		}
	}
	kept := false
	defer func() {
		t.scopes = t.scopes[:len(t.scopes)-1]
		if !kept {
			t.rollBack(context.WithoutCancel(ctx), sc)
		}
		if len(t.scopes) == 0 {
			t.undo = nil
		}
	}()
	if err := fn(attempt.Enter(ctx, t.db, t.identity), self); err != nil { // ctx may come from outside the Update
		return err
	}
	if err := t.enter(ctx, "update"); err != nil {
		return err
	}
	err = t.keep(ctx, sc)
	kept = err == nil
	return err
}

// setSavepoints sets those that are not set yet, before something that only a savepoint can undo.
func (t *tx) setSavepoints(ctx context.Context) error {
	for _, sc := range t.scopes {
		if sc.set {
			continue
		}
		if err := t.command(ctx, "savepoint "+sc.name); err != nil {
			return err
		}
		sc.set = true
	}
	return nil
}

// creates notes a new record that no savepoint would take back.
func (t *tx) creates(tb *table, id uuid.UUID) {
	if len(t.scopes) == 1 && !t.scopes[0].set {
		t.scopes[0].created = append(t.scopes[0].created, created{tb, id})
	}
}

// keep ends a scope that succeeded.
func (t *tx) keep(ctx context.Context, sc *scope) error {
	if sc.set {
		return t.command(ctx, "release savepoint "+sc.name)
	}
	return nil
}

// rollBack ends a scope that failed, also when the context has ended.
func (t *tx) rollBack(ctx context.Context, sc *scope) {
	for i := len(t.undo) - 1; i >= sc.undo; i-- {
		t.seen[t.undo[i].key] = t.undo[i].was
	}
	t.undo, t.hooks = t.undo[:sc.undo], t.hooks[:sc.hooks]
	var err error
	if sc.set {
		err = t.backTo(ctx, sc.name)
	}
	for i := len(sc.created) - 1; i >= 0 && err == nil; i-- {
		c := sc.created[i]
		var n int64
		if n, err = t.run.Exec(ctx, c.table.delete, []any{t.tenant, t.idArg(c.id), int64(1)}); err == nil && n != 1 {
			err = errors.New("a record that was created here was changed by something else")
		}
	}
	if err != nil && t.broken == nil {
		t.broken = &storage.Error{Kind: storage.ErrTxLost, Op: "savepoint", Detail: "the engine has ended the transaction", Err: err}
	}
}

// backTo rolls back to a savepoint and ends it.
func (t *tx) backTo(ctx context.Context, name string) error {
	if err := t.command(ctx, "rollback to savepoint "+name); err != nil {
		return err
	}
	t.aborted = nil
	return t.command(ctx, "release savepoint "+name)
}

func (t *tx) command(ctx context.Context, text string) error {
	_, err := t.run.Exec(ctx, t.db.command(text), nil)
	return t.wrap(ctx, "savepoint", nil, err)
}
