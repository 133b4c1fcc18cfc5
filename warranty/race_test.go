package warranty_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

// racing is a store on which another writer is first, once, with a record of a unique index: as where the engine lets two write at once. The Put of the first
// attempt is refused for it, and when that attempt is undone, what the rival did is there.
type racing struct {
	storage.Store
	collection, index string
	rival             func()
	raced             bool
}

func (r *racing) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	before := r.raced
	err := r.Store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return fn(ctx, &racingTx{tx, r}) })
	if r.raced && !before {
		r.rival()
	}
	return err
}

type racingTx struct {
	storage.Tx
	of *racing
}

func (t *racingTx) Put(ctx context.Context, s *storage.Schema, rec storage.Record) (storage.Record, error) {
	if s.Name == t.of.collection && rec.Version == 0 && !t.of.raced {
		t.of.raced = true
		return storage.Record{}, &storage.Error{Kind: storage.ErrExists, Op: "put", Collection: s.Name, Index: t.of.index}
	}
	return t.Tx.Put(ctx, s, rec)
}

// against is the shop's service while a rival is first with a record.
func (s *shop) against(t testing.TB, collection, index string, rival func()) warranty.Service {
	r := &racing{Store: s.store, collection: collection, index: index, rival: rival}
	t.Cleanup(func() { assert.True(t, r.raced, "nobody wrote to %s", collection) })
	return s.In(r)
}

// Two of one invoice line are exchanged at once: both take the next unit of the line, and the second takes the one after.
func TestTwoUnitsOfALineAreExchangedAtOnce(t *testing.T) {
	s := newShop(t)
	fans := s.sell(t, fanSale()).Registrations
	exchange := func(r warranty.Registration) warranty.Exchanging {
		c := s.takeIn(t, r, "no_power", "2026-10-01 09:00", "2026-10-10 17:00").Claim
		c = took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(c, "2026-10-01 09:10")}))
		return warranty.Exchanging{OnClaim: s.on(c, "2026-10-01 09:20"), Goodwill: true}
	}
	ours, theirs := exchange(fans[0]), exchange(fans[1])
	service := s.against(t, "warranty_registration", "by_unit", func() { took(t)(s.Exchange(t.Context(), theirs)) })
	took(t)(service.Exchange(t.Context(), ours))
	all := collect(t, s.Registrations("HD000124"))
	require.Len(t, all, 4)
	assert.Equal(t, []int{3, 4}, []int{all[2].Unit, all[3].Unit})
	assert.Equal(t, all[3].ID, all[0].ReplacedBy)
	assert.Equal(t, all[2].ID, all[1].ReplacedBy)
}

// A line that was only registered gets its history with the first thing that happens to it. Two such at once both write it down.
func TestTwoUnitsOfALineMoveAtOnce(t *testing.T) {
	back := func(unit int) warranty.Return {
		return warranty.Return{Invoice: "HD000124", Line: 2, Units: []int{unit}, At: at("2026-09-05 09:00")}
	}
	s := newShop(t)
	s.sell(t, fanSale())
	s.now = at("2026-09-06 09:00")
	rival := func() {
		_, err := s.Return(t.Context(), back(2))
		require.NoError(t, err)
	}
	_, err := s.against(t, "warranty_entry", "by_client", rival).Transfer(t.Context(), warranty.Transfer{
		Invoice: "HD000124", Line: 2, Units: []int{1}, Name: "Lê Thị Hoa", At: at("2026-09-05 10:00"),
	})
	require.NoError(t, err)
	assert.Len(t, collect(t, s.History("HD000124", 2)), 3, "the sale once, the return and the transfer")

	s = newShop(t)
	fans := s.sell(t, fanSale()).Registrations
	s.now = at("2026-09-06 09:00")
	c := s.takeIn(t, fans[0], "no_power", "2026-10-01 09:00", "2026-10-10 17:00").Claim
	c = took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(c, "2026-10-01 09:10")}))
	took(t)(s.against(t, "warranty_entry", "by_client", rival).Refund(t.Context(), warranty.Refunding{
		OnClaim: s.on(c, "2026-10-01 09:20"), Goodwill: true, Lines: []warranty.PaidLine{{Line: 2, Paid: care.VND(1_000_000), Share: care.VND(500_000)}},
	}))
	for _, r := range collect(t, s.Registrations("HD000124")) {
		assert.True(t, r.Cleared(), "unit %d", r.Unit)
	}
}

// Two find at once that a line does not fit: the conflict is opened once.
func TestAConflictIsResolvedWhileAnotherIsOpened(t *testing.T) {
	s := newShop(t)
	s.sell(t, fanSale())
	other := fanSale()
	other.Product, other.At = "DT-01", at("2026-08-31 09:50")
	report, err := s.MergeOffline(t.Context(), []warranty.OfflineEntry{{ID: "till-1", Sale: &other}})
	require.NoError(t, err)
	require.Len(t, report.Conflicts, 1)
	late := warranty.Return{Invoice: "HD000999", Line: 1, At: at("2026-08-31 09:55")} // of nothing that was sold, as far as is known
	in := warranty.Resolution{Conflict: report.Conflicts[0].ID, Instead: []warranty.OfflineEntry{{ID: "truth", Return: &late}}, By: "NV-1", At: s.now}
	service := s.against(t, "warranty_conflict", "by_about", func() {
		_, err := s.MergeOffline(t.Context(), []warranty.OfflineEntry{{ID: "till-2", Return: &late}})
		require.NoError(t, err)
	})
	_, err = service.Resolve(t.Context(), in)
	require.NoError(t, err)
	assert.Len(t, collect(t, s.Conflicts()), 2)
}

// stale is a store on which a transaction reads a record of a collection as it was before another writer's commit.
type stale struct {
	storage.Store
	old storage.Record
}

func (s *stale) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return s.Store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return fn(ctx, &staleTx{tx, s}) })
}

type staleTx struct {
	storage.Tx
	of *stale
}

func (t *staleTx) Get(ctx context.Context, s *storage.Schema, id uuid.UUID) (storage.Record, error) {
	if id == t.of.old.ID {
		return t.of.old, nil
	}
	return t.Tx.Get(ctx, s, id)
}

// A product that comes back to the shop for good while it is taken in leaves no open claim.
func TestAProductIsTakenInWhileItIsReturned(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	var old storage.Record
	require.NoError(t, s.store.View(t.Context(), func(ctx context.Context, reader storage.Reader) (err error) {
		old, err = reader.Get(ctx, warranty.Schemas()[2], uuid.UUID(r.ID))
		return err
	}))
	s.now = at("2026-10-01 09:00")
	_, err := s.Return(t.Context(), warranty.Return{Invoice: "HD000123", Line: 1})
	require.NoError(t, err)
	_, err = s.In(&stale{s.store, old}).TakeIn(t.Context(), warranty.Intake{Registration: r.ID, Promised: at("2026-10-05 17:00")})
	require.ErrorIs(t, err, care.ErrStale)
	assert.Empty(t, collect(t, s.OpenClaims()))
}
