package drivertest

import (
	"bytes"
	"context"
	"encoding"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/faq"
	"github.com/chamsoc/chamsoc/storage"
)

// loot is what the thief knows of the victim: every value that the victim gave or was given, by its type and by the name of its field.
type loot struct {
	byType map[reflect.Type][]reflect.Value
	byName map[string][]reflect.Value
}

func lootOf(values []any) *loot {
	l := &loot{map[reflect.Type][]reflect.Value{}, map[string][]reflect.Value{}}
	for _, v := range values {
		l.take("", reflect.ValueOf(v))
	}
	return l
}

func isLeaf(t reflect.Type) bool {
	_, texts := reflect.Zero(t).Interface().(encoding.TextMarshaler)
	return texts || t == reflect.TypeFor[time.Time]() || t.Kind() != reflect.Struct && t.Kind() != reflect.Slice && t.Kind() != reflect.Pointer && t.Kind() != reflect.Map
}

func (l *loot) take(name string, v reflect.Value) {
	t := v.Type()
	if !v.IsZero() {
		l.byType[t] = append(l.byType[t], v)
		l.byName[strings.ToLower(name)] = append(l.byName[strings.ToLower(name)], v)
	}
	if isLeaf(t) {
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() {
				l.take(f.Name, v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			l.take(strings.TrimSuffix(name, "s"), v.Index(i))
		}
	}
}

// fill makes an argument out of the victim's values: whole where there is one of the type, else field by field. Of a struct at the top, only the field
// at that position is set; negative: all are.
func (l *loot) fill(t reflect.Type, name string, pick int, whole bool, only int) reflect.Value {
	v := reflect.New(t).Elem()
	if known := l.byType[t]; len(known) > 0 && (t.Kind() == reflect.Map || t.PkgPath() != "" && (whole || isLeaf(t))) {
		return known[pick%len(known)]
	}
	switch {
	case isLeaf(t):
		for i, known := range l.byName[strings.ToLower(name)] {
			if known.Kind() == t.Kind() && known.CanConvert(t) && i >= pick {
				return known.Convert(t)
			}
		}
		if t.Kind() == reflect.Bool {
			v.SetBool(true)
		}
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && (only < 0 || only == i || f.Type.Kind() == reflect.Bool) {
				v.Field(i).Set(l.fill(f.Type, f.Name, pick, whole, -1))
			}
		}
	case t.Kind() == reflect.Slice:
		v = reflect.Append(v, l.fill(t.Elem(), strings.TrimSuffix(name, "s"), pick, whole, -1))
	}
	return v
}

// arguments are the ways in which the thief calls a function of these parameters behind the context.
func (l *loot) arguments(of reflect.Type, from int) (all [][]reflect.Value) {
	add := func(pick int, whole bool, only int) {
		var args []reflect.Value
		for i := from; i < of.NumIn(); i++ {
			args = append(args, l.fill(of.In(i), "", pick, whole, only))
		}
		all = append(all, args)
	}
	for pick := range 3 {
		add(pick, true, -1)
		add(pick, false, -1)
	}
	fields := 0
	for i := from; i < of.NumIn(); i++ {
		if of.In(i).Kind() == reflect.Struct {
			fields = max(fields, of.In(i).NumField())
		}
	}
	for only := range fields {
		add(0, false, only)
	}
	return all
}

// secret finds what tells the victim's records: their mark, their phone, their ids.
var secret = regexp.MustCompile(`(?i)victim[\w-]*|912345678|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

func secretsIn(v any) map[string]bool {
	text, _ := json.Marshal(v)
	text = fmt.Append(text, v) // what JSON leaves out too
	found := map[string]bool{}
	for _, s := range secret.FindAllString(string(text), -1) {
		found[strings.ReplaceAll(strings.ToLower(s), "-", "")] = true // as keys that are made of it have it
	}
	return found
}

// requireNothingOf fails if what the thief was given holds a secret of the victim's that the thief did not bring along.
func requireNothingOf(t *testing.T, secrets map[string]bool, call string, brought, given any) {
	t.Helper()
	known := secretsIn(brought)
	for s := range secretsIn(given) {
		require.False(t, secrets[s] && !known[s], "%s gives another tenant's %s for %v", call, s, brought)
	}
}

// thief calls the services of Chamsoc with the victim's values.
type thief struct {
	t       *testing.T
	loot    *loot
	secrets map[string]bool
	victim  chamsoc.Chamsoc
	// enter gives the thief's own Chamsoc and finder for one call, in a tenant that knows nothing of the victim's.
	enter func(service string, call func(ctx context.Context, own chamsoc.Chamsoc, finder *faq.Finder))
	calls int
}

// call calls a method with all of its arguments; the last one of a variadic method is their slice.
func call(method reflect.Value, args []reflect.Value) []reflect.Value {
	if method.Type().IsVariadic() {
		return method.CallSlice(args)
	}
	return method.Call(args)
}

// attack calls every exported method of a service in every way.
func (th *thief) attack(name string) {
	th.t.Helper()
	of := services(th.victim)[name].Type()
	for i := range of.NumMethod() {
		method := of.Method(i)
		if method.Name == "In" {
			continue
		}
		from := 1 // behind the service itself
		withContext := of.Method(i).Type.NumIn() > 1 && method.Type.In(1) == reflect.TypeFor[context.Context]()
		if withContext {
			from = 2
		}
		for _, args := range th.loot.arguments(method.Type, from) {
			th.enter(name, func(ctx context.Context, own chamsoc.Chamsoc, finder *faq.Finder) {
				th.t.Helper()
				var written bytes.Buffer
				counted := tallyOfAll()
				for i := range args {
					switch {
					case args[i].Type() == reflect.TypeFor[*faq.Finder](): // which is a store's, like the service
						args[i] = reflect.ValueOf(finder)
					case args[i].Type() == reflect.TypeFor[io.Writer]():
						args[i] = reflect.ValueOf(&written)
					case args[i].Kind() != reflect.Slice && reflect.TypeOf(counted).AssignableTo(args[i].Type()):
						args[i] = reflect.ValueOf(counted)
					}
				}
				for _, arg := range args {
					if arg.Kind() == reflect.Pointer && arg.IsNil() {
						th.t.Logf("NOT TRIED: %s.%s takes a %s, of which the thief has none", name, method.Name, arg.Type())
						return
					}
				}
				brought := interfaces(args)
				if withContext {
					args = append([]reflect.Value{reflect.ValueOf(ctx)}, args...)
				}
				results := call(services(own)[name].Method(i), args)
				requireNothingOf(th.t, th.secrets, name+"."+method.Name, brought, []any{written.String(), counted.Observations()})
				for _, r := range results {
					th.read(ctx, name+"."+method.Name, brought, r, func() reflect.Value { return call(services(th.victim)[name].Method(i), args)[0] })
				}
				th.calls++
			})
		}
	}
}

// tallyOfAll wants every figure that Chamsoc counts.
func tallyOfAll() *policy.Tally {
	var all []policy.Measure
	for _, f := range policy.Figures() {
		all = append(all, policy.Measure{Source: f.Source, WindowMonths: 12})
	}
	return policy.NewTally(care.Env{}, calendar.Date{}, all...)
}

// read looks at a result; of a list at its pages, from the beginning and behind a cursor of the victim's own list.
func (th *thief) read(ctx context.Context, call string, brought any, result reflect.Value, theirs func() reflect.Value) {
	th.t.Helper()
	given := result.Interface()
	if err, failed := given.(error); failed {
		given = err.Error()
	}
	requireNothingOf(th.t, th.secrets, call, brought, given)
	if result.Type().CanSeq2() {
		for one, err := range result.Seq2() {
			requireNothingOf(th.t, th.secrets, call, brought, interfaces([]reflect.Value{one, err}))
			th.calls++
		}
	}
	page := result.MethodByName("Page")
	if !page.IsValid() {
		return
	}
	for _, cursor := range []string{"", nextOf(theirs().MethodByName("Page"), th.t.Context())} {
		got := page.Call([]reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf(cursor), reflect.ValueOf(0)})
		requireNothingOf(th.t, th.secrets, call, brought, interfaces(got))
		th.calls++
	}
}

// nextOf is a cursor of the victim's own list.
func nextOf(page reflect.Value, ctx context.Context) string {
	got := page.Call([]reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf(""), reflect.ValueOf(1)})
	return got[0].FieldByName("Next").String()
}

func interfaces(values []reflect.Value) (all []any) {
	for _, v := range values {
		if v.IsValid() && v.CanInterface() {
			all = append(all, v.Interface())
		}
	}
	return all
}

// attackRecords tries the contract itself with each of the victim's records: their ids, versions, index values and cursors.
func attackRecords(t *testing.T, thief, victim storage.Store, theirs []kept) (calls int) {
	t.Helper()
	ids := map[any]bool{}
	for _, k := range theirs {
		ids[k.ID] = true
	}
	for _, k := range theirs {
		derived, err := k.schema.Derive(k.Record)
		require.NoError(t, err)
		for _, ix := range k.schema.Indexes {
			for n := range len(ix.Fields) + 1 {
				q := storage.Query{Index: ix.Name, Limit: storage.MaxPage}
				for _, f := range ix.Fields[:n] {
					q.Prefix = append(q.Prefix, derived.Fields[f])
				}
				if n > 0 && q.Prefix[n-1].IsNull() {
					break
				}
				first := q
				first.Limit = 1
				q.Cursor = scan(t, victim, k.schema, first).Next
				for _, q := range []storage.Query{first, q} {
					for _, q.Reverse = range []bool{false, true} {
						for _, rec := range scan(t, thief, k.schema, q).Items {
							require.False(t, ids[rec.ID], "%s by %s", k.schema.Name, ix.Name)
						}
						calls++
					}
				}
			}
		}
		calls += attackRecord(t, thief, k.schema, derived)
	}
	return calls
}

func attackRecord(t *testing.T, thief storage.Store, schema *storage.Schema, rec storage.Record) (calls int) {
	t.Helper()
	keptNothing := fmt.Errorf("roll back")
	for want, try := range map[error]func(ctx context.Context, tx storage.Tx) error{
		storage.ErrNotFound: func(ctx context.Context, tx storage.Tx) error { _, err := tx.Get(ctx, schema, rec.ID); return err },
		storage.ErrConflict: func(ctx context.Context, tx storage.Tx) error { _, err := tx.Put(ctx, schema, rec); return err },
		keptNothing: func(ctx context.Context, tx storage.Tx) error {
			require.ErrorIs(t, tx.Delete(ctx, schema, rec.ID, rec.Version), storage.ErrConflict)
			own := rec
			own.Version = 0
			if _, err := tx.Put(ctx, schema, own); err != nil { // the same id and values are free in another tenant
				return err
			}
			return keptNothing
		},
	} {
		require.ErrorIs(t, thief.Update(t.Context(), try), want, "%s %s", schema.Name, rec.ID)
		calls++
	}
	return calls
}
