package storagetest

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
)

// faulty breaks promises of a store that keeps them.
type faulty struct {
	storage.Store
	spoil func(storage.Tx) storage.Tx
}

func (f faulty) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return f.Store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return fn(ctx, f.spoil(tx)) })
}

// flat makes no savepoints.
type flat struct{ storage.Tx }

func (f flat) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return fn(ctx, f)
}

// lenient takes any version.
type lenient struct{ storage.Tx }

func (l lenient) Put(ctx context.Context, s *storage.Schema, r storage.Record) (storage.Record, error) {
	if stored, err := l.Get(ctx, s, r.ID); err == nil && r.Version > 0 {
		r.Version = stored.Version
	}
	return l.Tx.Put(ctx, s, r)
}

// forgetful does not delete.
type forgetful struct{ storage.Tx }

func (f forgetful) Delete(ctx context.Context, s *storage.Schema, id uuid.UUID, version int64) error {
	if stored, err := f.Get(ctx, s, id); err != nil || stored.Version != version {
		return f.Tx.Delete(ctx, s, id, version)
	}
	return nil
}

// oneWay lists forwards only.
type oneWay struct{ storage.Tx }

func (o oneWay) Scan(ctx context.Context, s *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	q.Reverse = false
	return o.Tx.Scan(ctx, s, q)
}

func TestPlaysFindFaultsAndAreShortened(t *testing.T) {
	for name, c := range map[string]struct {
		spoil   func(storage.Tx) storage.Tx
		longest int    // operations that suffice
		says    string // in the script
	}{
		"no savepoints":      {func(tx storage.Tx) storage.Tx { return flat{tx} }, 4, "roll back"},
		"no version check":   {func(tx storage.Tx) storage.Tx { return lenient{tx} }, 3, "at a "},
		"nothing is deleted": {func(tx storage.Tx) storage.Tx { return forgetful{tx} }, 2, "delete "},
		"no way back":        {func(tx storage.Tx) storage.Tx { return oneWay{tx} }, 4, "backwards"},
	} {
		t.Run(name, func(t *testing.T) {
			fails := func(ops []op) bool {
				tenants, err := memory.New(schemas()...)
				ok(t, err)
				return play(t.Context(), faulty{tenants.ForTenant("1"), c.spoil}, faulty{tenants.ForTenant("2"), c.spoil}, ops) != nil
			}
			for n := range uint64(200) {
				ops := draw(rand.New(rand.NewPCG(2026, n)), 60)
				if !fails(ops) {
					continue
				}
				short := shrink(ops, fails)
				if !fails(short) || len(short) > c.longest || !strings.Contains(script(short), c.says) {
					t.Errorf("play %d was shortened to:\n%s", n, script(short))
				}
				return
			}
			t.Error("no play found the fault")
		})
	}
}

func TestShrinkLeavesWhatIsNeeded(t *testing.T) {
	ops := make([]op, 50)
	for i := range ops {
		ops[i].slot = i
	}
	needed := []int{3, 17, 18, 49}
	short := shrink(ops, func(ops []op) bool {
		for _, slot := range needed {
			if !slices.ContainsFunc(ops, func(o op) bool { return o.slot == slot }) {
				return false
			}
		}
		return true
	})
	same(t, "operations left", len(short), len(needed))
	same(t, "what is left of what always fails", len(shrink(ops, func([]op) bool { return true })), 0)
}

func TestScriptIsIndentedByItsTransactions(t *testing.T) {
	got := script([]op{{verb: begin}, {verb: begin, tenant: 1}, {verb: save, values: seat{Label: "a", Since: noon}}, {verb: rollback}, {verb: commit}, {verb: look, index: 2, prefix: 9, page: 3}})
	want := strings.Join([]string{
		"\tbegin tenant 0 (a savepoint where a transaction is open)",
		"\t\tbegin tenant 1 (a savepoint where a transaction is open)",
		"\t\t\tput tenant 0 seat 0 at its version: label=\"a\" code=\"\" row=\"\" number=0 holder=\"\" since=2026",
		"\t\troll back",
		"\tcommit",
		"\tlist tenant 0 seat by_place[\"\" '\\x00'] in pages of 3", "",
	}, "\n")
	same(t, "the script", got, want)
}

// TestPartsForOptionalAbilities runs the parts that the stores at hand would skip, on the plainest way to have the ability.
func TestPartsForOptionalAbilities(t *testing.T) {
	tenants, err := memory.New(schemas()...)
	ok(t, err)
	able := &visitor{Tenants: tenants, seen: map[string]bool{}}
	due(&part{t: t, Harness: Harness{Tenants: able}})
}

// visitor lists due tenants by visiting each that was ever asked for.
type visitor struct {
	storage.Tenants
	seen map[string]bool
}

func (v *visitor) ForTenant(id string) storage.Store {
	v.seen[id] = true
	return v.Tenants.ForTenant(id)
}

func (v *visitor) DueTenants(ctx context.Context, s *storage.Schema, index string, until storage.Value, after string, limit int) ([]string, error) {
	q := storage.Query{Index: index, Limit: 1, Before: until}
	if until.Kind() == storage.KindTime {
		q.Before = storage.TimeOf(until.Time().Add(time.Microsecond))
	}
	if _, err := v.scan(ctx, "", s, q); err != nil {
		return nil, err
	}
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(v.seen)) {
		if found, err := v.scan(ctx, id, s, q); id > after && found > 0 && len(ids) < limit {
			ids = append(ids, id)
		} else if err != nil {
			return nil, err
		}
	}
	return ids, nil
}

func (v *visitor) scan(ctx context.Context, id string, s *storage.Schema, q storage.Query) (found int, err error) {
	err = v.Tenants.ForTenant(id).View(ctx, func(ctx context.Context, r storage.Reader) error {
		page, err := r.Scan(ctx, s, q)
		found = len(page.Items)
		return err
	})
	return found, err
}
