package desk_test

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// at reads an instant as the desk's clock shows it: "2026-11-16 09:30" in Vietnam, a Monday.
func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, care.Env{}.Location())
	if err != nil {
		panic(err)
	}
	return t
}

func schemas() []*storage.Schema {
	return slices.Concat(queue.Schemas(), care.Schemas(), desk.Schemas())
}

// counter is a desk on a memory store with a clock that the test sets.
type counter struct {
	desk.Service
	t       testing.TB
	tenants storage.Tenants
	store   storage.Store
	config  desk.Config
	now     time.Time
	heard   []desk.CaseEvent       // what was announced, as the worker delivered it
	words   []desk.Acknowledgement // the automatic words asked for
}

func newCounter(t testing.TB, change ...func(*desk.Config)) *counter {
	t.Helper()
	tenants, err := memory.New(schemas()...)
	require.NoError(t, err)
	c := &counter{t: t, tenants: tenants, store: tenants.ForTenant("hanoi"), now: at("2026-11-16 09:00")}
	require.NoError(t, queue.RegisterTenant(t.Context(), tenants, "hanoi"))
	c.config.Env.Now = func() time.Time { return c.now }
	for _, f := range change {
		f(&c.config)
	}
	c.Service, err = desk.New(c.store, c.config)
	require.NoError(t, err)
	return c
}

// open opens a case.
func (c *counter) open(in desk.Intake) desk.Case {
	c.t.Helper()
	if in.Channel == "" {
		in.Channel = "counter"
	}
	r, err := c.Open(context.Background(), in)
	require.NoError(c.t, err)
	return r.Case
}

// on is a step of a case, now.
func on(c desk.Case) desk.On { return desk.On{Case: c.ID, By: "NV-1"} }

// did is the case after a step that must succeed.
func (c *counter) did(r desk.Receipt, err error) desk.Case {
	c.t.Helper()
	require.NoError(c.t, err)
	return r.Case
}

func (c *counter) load(id storage.ID[desk.Case]) desk.Case {
	c.t.Helper()
	found, err := c.Case(context.Background(), id)
	require.NoError(c.t, err)
	return found
}

// work lets a worker deliver what is due now.
func (c *counter) work() queue.Report {
	c.t.Helper()
	subs := desk.Subscriptions(func(string) desk.Service { return c.Service })
	for _, topic := range desk.Events() {
		subs = append(subs, queue.Subscribe(topic, "test", func(_ context.Context, _ storage.Store, d queue.Delivery[desk.CaseEvent]) error {
			c.heard = append(c.heard, d.Payload)
			return nil
		}))
	}
	subs = append(subs, queue.Subscribe(desk.AcknowledgementDue, "test", func(_ context.Context, _ storage.Store, d queue.Delivery[desk.Acknowledgement]) error {
		c.words = append(c.words, d.Payload)
		return nil
	}))
	w, err := queue.NewWorker(queue.Config{Tenants: c.tenants, Subscriptions: subs, Topics: desk.Topics(), Now: c.config.Env.Now, Concurrency: 1})
	require.NoError(c.t, err)
	report, err := w.RunOnce(context.Background())
	require.NoError(c.t, err)
	require.Zero(c.t, report.Parked+report.Retried)
	slices.SortStableFunc(c.heard, func(a, b desk.CaseEvent) int { return cmp.Compare(a.Event.N, b.Event.N) }) // each topic has an order of its own
	return report
}

func (c *counter) steps(id storage.ID[desk.Case]) (all []desk.Step) {
	for _, e := range c.load(id).Events {
		all = append(all, e.Step)
	}
	return all
}

// collect reads a whole list.
func collect[T any](t testing.TB, list storage.List[T]) (all []T) {
	t.Helper()
	for v, err := range list.All(context.Background()) {
		require.NoError(t, err)
		all = append(all, v)
	}
	return all
}

func ids(cs []desk.Case) (all []storage.ID[desk.Case]) {
	for _, c := range cs {
		all = append(all, c.ID)
	}
	return all
}

func texts(ms []desk.Message) (all []string) {
	for _, m := range ms {
		all = append(all, m.Text)
	}
	return all
}

// problems are the paths and codes of a refusal.
func problems(t testing.TB, err error) (all []string) {
	t.Helper()
	var invalid *care.Invalid
	require.ErrorAs(t, err, &invalid)
	for _, p := range invalid.Problems {
		require.NoError(t, p.Reason.Check())
		all = append(all, p.Path+" "+p.Reason.Code())
	}
	return all
}

func codes(rs care.Reasons) (all []string) {
	for _, r := range rs {
		all = append(all, r.Code())
	}
	return all
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}
