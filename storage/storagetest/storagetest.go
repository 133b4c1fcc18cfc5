package storagetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

// Harness is one fresh, empty store, and what a test may do around it. Only Tenants is always needed.
type Harness struct {
	// Tenants is the store under test, with the schemas that were given to open.
	Tenants storage.Tenants

	// Begin begins a transaction of the host's own on the store's database. Needed unless NoHostTransaction.
	Begin func(ctx context.Context) (HostTx, error)
	// HostRows counts the committed rows that HostTx.Write wrote. Needed unless NoHostTransaction.
	HostRows func(ctx context.Context) (int, error)

	// Reopen opens the same data again, as after a restart of the host's program; the store before is not used any more.
	// Needed unless NotDurable.
	Reopen func(t *testing.T) storage.Tenants

	// Exceptions is what the engine cannot do. None: it can do everything.
	Exceptions []Exception
}

// HostTx is a transaction that the host began, and so commits.
type HostTx struct {
	// Tenants is the store bound to the transaction: what the adapter's WithTx returned.
	Tenants storage.Tenants
	// Write writes one row of the host's own within the transaction.
	Write func(ctx context.Context) error
	// Commit and Rollback end the transaction.
	Commit, Rollback func() error
}

// Exception is something that an engine cannot do, and need not.
type Exception string

// The exceptions. There is none for anything that a service relies on.
const (
	// NoHostTransaction: the store cannot take part in a transaction of the host's.
	NoHostTransaction Exception = "NoHostTransaction"
	// NoAfterCommit: its Tx is no [storage.AfterCommitter].
	NoAfterCommit Exception = "NoAfterCommit"
	// NotDurable: nothing is kept when the program ends.
	NotDurable Exception = "NotDurable"
	// OneWriter: an Update waits until the one before it has ended, so no Put can lose against another transaction.
	OneWriter Exception = "OneWriter"
	// LateCancel: an Update that waits for another notices only after the wait that its context has ended, as SQLite does with a
	// busy_timeout.
	LateCancel Exception = "LateCancel"
)

// Run tests the store that open returns. It calls open for each top-level subtest; what open needs to clean up, it leaves to
// t.Cleanup.
func Run(t *testing.T, open func(t *testing.T, schemas ...*storage.Schema) Harness) {
	t.Helper()
	for _, noun := range []struct {
		name    string
		run     func(*part)
		schemas func() []*storage.Schema
	}{
		{"harness", harness, schemas},
		{"record", record, schemas},
		{"value", value, schemas},
		{"text", text, schemas},
		{"limit", limit, schemas},
		{"declaration", declaration, hardSchemas},
		{"hostile", hostile, schemas},
		{"index", index, schemas},
		{"list", list, schemas},
		{"cursor", cursor, schemas},
		{"update", update, schemas},
		{"retry", retry, schemas},
		{"nested", nested, schemas},
		{"savepoint", savepoint, schemas},
		{"aftercommit", afterCommit, schemas},
		{"batch", batch, schemas},
		{"free", free, schemas},
		{"context", contexts, schemas},
		{"tenant", tenant, schemas},
		{"hosttx", hostTx, schemas},
		{"due", due, schemas},
		{"subject", subject, schemas},
		{"durable", durable, schemas},
		{"concurrency", concurrency, schemas},
		{"model", model, schemas},
	} {
		t.Run(noun.name, func(t *testing.T) {
			noun.run(&part{t: t, Harness: open(t, noun.schemas()...)})
		})
	}
}

// part is the share of the suite that one noun has, on a store of its own.
type part struct {
	t *testing.T
	Harness
	tenants int
}

// says tests one sentence of the contract on a tenant of its own, unless an exception takes the sentence back.
func (p *part) says(sentence string, check func(t *testing.T, s storage.Store), unless ...Exception) {
	p.t.Run(sentence, func(t *testing.T) {
		p.skip(t, unless...)
		check(t, p.Tenants.ForTenant(p.fresh()))
	})
}

// saysOf is says for a test that needs the whole harness.
func (p *part) saysOf(sentence string, check func(t *testing.T, p *part), unless ...Exception) {
	p.t.Run(sentence, func(t *testing.T) {
		p.skip(t, unless...)
		check(t, p)
	})
}

func (p *part) skip(t *testing.T, unless ...Exception) {
	for _, e := range unless {
		if p.has(e) {
			t.Skipf("NOT TESTED: the harness lists the exception %s", e)
		}
	}
}

func (p *part) has(e Exception) bool { return slices.Contains(p.Exceptions, e) }

// fresh is a tenant that no other test has.
func (p *part) fresh() string {
	p.tenants++
	return fmt.Sprintf("tenant-%d", p.tenants)
}

// harness checks the harness itself: an exception that is not needed hides tests that should run.
func harness(p *part) {
	p.saysOf("every exception is a known one, and needed", func(t *testing.T, p *part) {
		known := []Exception{NoHostTransaction, NoAfterCommit, NotDurable, OneWriter, LateCancel}
		for _, e := range p.Exceptions {
			if !slices.Contains(known, e) {
				t.Errorf("%s is no exception of this package", e)
			}
		}
		needed(t, p, NoHostTransaction, p.Begin != nil && p.HostRows != nil)
		needed(t, p, NotDurable, p.Reopen != nil)
		_ = p.Tenants.ForTenant(p.fresh()).Update(t.Context(), func(_ context.Context, tx storage.Tx) error {
			_, able := tx.(storage.AfterCommitter)
			needed(t, p, NoAfterCommit, able)
			return nil
		})
	})
}

func needed(t *testing.T, p *part, e Exception, able bool) {
	t.Helper()
	switch {
	case able && p.has(e):
		t.Errorf("the harness lists %s, but the store has this ability: take it from the list so that it is tested", e)
	case !able && !p.has(e):
		t.Errorf("the store or its harness lacks an ability: provide it, or list the exception %s", e)
	}
}
