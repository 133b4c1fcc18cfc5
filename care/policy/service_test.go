package policy_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

func schemas() []*storage.Schema {
	return slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), policy.Schemas())
}

// office is a service on a new store, whose clock the test moves.
type office struct {
	policy.Service
	tenants storage.Tenants
	now     time.Time
	heard   []string
}

func newOffice(t testing.TB) *office {
	tenants, err := memory.New(schemas()...)
	require.NoError(t, err)
	o := &office{tenants: tenants, now: time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC)}
	o.Service, err = policy.New(tenants.ForTenant(""), policy.Config{Env: care.Env{Now: func() time.Time { return o.now }}})
	require.NoError(t, err)
	return o
}

// events delivers what was announced, and returns it.
func (o *office) events(t testing.TB) []string {
	o.heard = nil
	hear := func(text string) error { o.heard = append(o.heard, text); return nil }
	w, err := queue.NewWorker(queue.Config{Tenants: o.tenants, Now: func() time.Time { return o.now }, Topics: policy.Topics(), Subscriptions: []queue.Subscription{
		queue.Subscribe(policy.Published, "test", func(_ context.Context, _ storage.Store, d queue.Delivery[policy.DocumentEvent]) error {
			return hear("published " + d.Key)
		}),
		queue.Subscribe(policy.Acknowledged, "test", func(_ context.Context, _ storage.Store, d queue.Delivery[policy.AcknowledgedEvent]) error {
			return hear("acknowledged " + string(d.Payload.Staff))
		}),
	}})
	require.NoError(t, err)
	_, err = w.RunOnce(t.Context())
	require.NoError(t, err)
	return o.heard
}

func TestAPublishedEditionNeverChanges(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	first, err := o.PublishProcedure(ctx, claims())
	require.NoError(t, err)
	require.Equal(t, o.now, first.Recorded)
	o.now = o.now.Add(time.Hour)
	again, err := o.PublishProcedure(ctx, claims())
	require.NoError(t, err)
	require.Equal(t, first, again)

	other := claims()
	other.Steps[0].Within = other.Steps[1].Within
	_, err = o.PublishProcedure(ctx, other)
	require.Equal(t, []string{"edition policy.edition_taken"}, codes(t, err))
	other.Edition, other.From = 2, day("2027-01-01")
	_, err = o.PublishProcedure(ctx, other)
	require.NoError(t, err)
	_, err = o.PublishProcedure(ctx, policy.Procedure{Code: "x", Edition: 1})
	require.Error(t, err)

	for on, want := range map[string]int{"": 1, "2026-12-31": 1, "2027-01-01": 2, "2026-11-30": 0} {
		p, ok, err := o.ProcedureOn(ctx, "bao-hanh", date(on))
		require.NoError(t, err)
		require.Equal(t, want > 0, ok, on)
		require.Equal(t, want, p.Edition, on)
	}
	require.Equal(t, []string{"published procedure/bao-hanh/1", "published procedure/bao-hanh/2"}, slices.Sorted(slices.Values(o.events(t))))
}

func TestTheFirstAcknowledgementCounts(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	p, err := o.PublishProcedure(ctx, claims())
	require.NoError(t, err)
	d := p.Document()
	o.now = o.now.Add(time.Hour)
	first, err := o.Acknowledge(ctx, policy.Reading{Document: d, Staff: "hoa", Key: "k1"})
	require.NoError(t, err)
	require.Equal(t, o.now, first.At)
	o.now = o.now.Add(time.Hour)
	for _, key := range []string{"k1", "k2", ""} {
		again, err := o.Acknowledge(ctx, policy.Reading{Document: d, Staff: "hoa", Key: key})
		require.NoError(t, err)
		require.Equal(t, first, again, key)
	}
	_, err = o.Acknowledge(ctx, policy.Reading{Document: d, Staff: "minh", Key: "k1"})
	require.Equal(t, []string{"key care.key_reused"}, codes(t, err))
	_, err = o.Acknowledge(ctx, policy.Reading{Document: d, Staff: "minh", At: p.Recorded.Add(-time.Minute)})
	require.Equal(t, []string{"at policy.read_before"}, codes(t, err))
	d.Edition = 2
	_, err = o.Acknowledge(ctx, policy.Reading{Document: d, Staff: "minh"})
	require.Equal(t, []string{"document policy.no_document"}, codes(t, err))
	_, err = o.Acknowledge(ctx, policy.Reading{Document: policy.Document{Kind: "poem"}})
	require.Equal(t, []string{"staff care.missing", "document.kind care.unknown_word", "document.code care.missing"}, codes(t, err))

	c, err := o.Coverage(ctx, p.Document(), []care.StaffRef{"hoa", "minh"})
	require.NoError(t, err)
	require.Equal(t, []care.StaffRef{"minh"}, c.Missing)
	read := 0
	for a, err := range o.ReadBy("hoa").All(ctx) {
		require.NoError(t, err)
		require.Equal(t, first, a)
		read++
	}
	require.Equal(t, 1, read)
	require.Equal(t, []string{"acknowledged hoa", "published procedure/bao-hanh/1"}, slices.Sorted(slices.Values(o.events(t))))
}
