package drivertest

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// queueCalls are the calls of storage/queue and storage that take a store, with what is the victim's. A test keeps the list whole.
var queueCalls = map[string]func(t *testing.T, ctx context.Context, victim, thief storage.Store){
	"queue.ListParked": func(t *testing.T, ctx context.Context, victim, thief storage.Store) {
		theirs, err := queue.ListParked(victim).Page(ctx, "", 1)
		require.NoError(t, err)
		require.Len(t, theirs.Items, 1)
		for _, cursor := range []string{"", theirs.Next} {
			page, err := queue.ListParked(thief).Page(ctx, cursor, 0)
			require.NoError(t, err)
			require.Empty(t, page.Items)
		}
	},
	"queue.Retry": func(t *testing.T, ctx context.Context, victim, thief storage.Store) {
		require.ErrorIs(t, queue.Retry(ctx, thief, parkedOf(t, victim)), queue.ErrNotParked)
	},
	"queue.Drop": func(t *testing.T, ctx context.Context, victim, thief storage.Store) {
		require.ErrorIs(t, queue.Drop(ctx, thief, parkedOf(t, victim)), queue.ErrNotParked)
	},
	"queue.ReadStatistics": func(t *testing.T, ctx context.Context, _, thief storage.Store) {
		s, err := queue.ReadStatistics(ctx, thief, time.Now())
		require.NoError(t, err)
		require.Zero(t, s.Parked+s.Pending)
	},
	"queue.Topic.Move": func(t *testing.T, ctx context.Context, _, thief storage.Store) {
		for _, key := range []string{"victim-key", "victim-timer"} {
			n := 0
			require.NoError(t, thief.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
				n, err = changed.Move(ctx, tx, key, time.Now())
				return err
			}))
			require.Zero(t, n)
		}
	},
	"queue.Topic.Cancel": func(t *testing.T, ctx context.Context, _, thief storage.Store) {
		for _, key := range []string{"victim-key", "victim-timer"} {
			n := 0
			require.NoError(t, thief.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
				n, err = changed.Cancel(ctx, tx, key)
				return err
			}))
			require.Zero(t, n)
		}
	},
	"queue.Topic.Put": func(t *testing.T, ctx context.Context, _, thief storage.Store) {
		require.NoError(t, thief.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			if err := changed.Put(ctx, tx, queue.Item[change]{Key: "victim-key", Subject: "victim-customer"}); err != nil {
				return err
			}
			_, err := changed.Cancel(ctx, tx, "victim-key")
			return err
		}))
	},
	"queue.Topic.PutAll": func(t *testing.T, ctx context.Context, _, thief storage.Store) {
		require.NoError(t, thief.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			if err := changed.PutAll(ctx, tx, []queue.Item[change]{{Key: "victim-key"}, {Key: "victim-timer"}}); err != nil {
				return err
			}
			if _, err := changed.Cancel(ctx, tx, "victim-timer"); err != nil {
				return err
			}
			_, err := changed.Cancel(ctx, tx, "victim-key")
			return err
		}))
	},
	"queue.Delivery.Done": func(t *testing.T, ctx context.Context, victim, thief storage.Store) {
		require.NoError(t, thief.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			return changed.Put(ctx, tx, queue.Item[change]{Key: "in hand"})
		}))
		var answers []error
		worker, err := queue.NewWorker(queue.Config{
			Tenants: only{thief}, Topics: topics(),
			Subscriptions: []queue.Subscription{queue.Subscribe(changed, "bold", func(ctx context.Context, _ storage.Store, d queue.Delivery[change]) error {
				answers = append(answers, victim.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return d.Done(ctx, tx) }))
				return nil
			})},
		})
		require.NoError(t, err)
		_, err = worker.RunOnce(ctx)
		require.NoError(t, err)
		require.Len(t, answers, 1)
		require.ErrorIs(t, answers[0], queue.ErrLeaseLost)
	},
	"storage.Export": func(t *testing.T, ctx context.Context, _, thief storage.Store) {
		for found, err := range storage.Export(ctx, thief, chamsoc.Schemas(), "victim-customer") {
			t.Fatalf("%s %s %v", found.Collection, found.Body, err)
		}
	},
	"storage.Erase": func(t *testing.T, ctx context.Context, _, thief storage.Store) {
		receipt, err := storage.Erase(ctx, thief, chamsoc.Schemas(), "victim-customer")
		require.NoError(t, err)
		for _, line := range receipt.Lines {
			require.Zero(t, line.Cleared+line.Deleted, line.Collection)
		}
	},
}

// triedElsewhere are calls that take a store and that attackRecords makes, or that hand on to no record.
var triedElsewhere = []string{
	"storage.AfterCommit", "storage.Collection.Delete", "storage.Collection.FreePage", "storage.Collection.Get", "storage.Collection.List", "storage.Collection.One", "storage.Collection.Page",
	"storage.Collection.Put", "storage.Collection.PutAll", "queue.RegisterTenant", "queue.ForgetTenant", "queue.RegisteredTenants",
}

func parkedOf(t *testing.T, victim storage.Store) string {
	t.Helper()
	page, err := queue.ListParked(victim).Page(t.Context(), "", 1)
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	return page.Items[0].ID
}

// attackQueue makes each call. A transaction of the host's is nothing that a worker and its handler may use at once.
func attackQueue(t *testing.T, victim, thief storage.Store, host bool) (calls int) {
	t.Helper()
	for name, call := range queueCalls {
		if host && name == "queue.Delivery.Done" {
			continue
		}
		call(t, t.Context(), victim, thief)
		calls++
	}
	return calls
}

// TestEveryCallThatTakesAStoreIsTried reads the packages and compares with the list.
func TestEveryCallThatTakesAStoreIsTried(t *testing.T) {
	var tried []string
	for name := range queueCalls {
		tried = append(tried, name)
	}
	found := append(callsThatTakeAStore(t, "queue", "../queue"), callsThatTakeAStore(t, "storage", "..")...)
	require.ElementsMatch(t, append(tried, triedElsewhere...), found)
}

// callsThatTakeAStore lists the exported functions and methods with a parameter of one of the contract's interfaces.
func callsThatTakeAStore(t *testing.T, name, dir string) (all []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		for _, d := range file.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !fn.Name.IsExported() || !slices.ContainsFunc(fn.Type.Params.List, takesStore) {
				continue
			}
			call := name + "."
			if fn.Recv != nil {
				on := nameOf(fn.Recv.List[0].Type)
				if !ast.IsExported(on) {
					continue
				}
				call += on + "."
			}
			all = append(all, call+fn.Name.Name)
		}
	}
	return all
}

func takesStore(p *ast.Field) bool {
	return slices.Contains([]string{"Store", "Tx", "Reader", "Tenants"}, nameOf(p.Type))
}

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.StarExpr:
		return nameOf(e.X)
	case *ast.IndexExpr:
		return nameOf(e.X)
	}
	return ""
}
