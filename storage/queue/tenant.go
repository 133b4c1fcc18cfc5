package queue

import (
	"context"
	"errors"
	"iter"

	"github.com/chamsoc/chamsoc/storage"
)

// tenant is an entry of the registry, which is kept in the tenant "".
type tenant struct {
	ID      storage.ID[tenant] `json:"-"`
	Version int64              `json:"-"`
	Name    string             `json:"name"`
}

var (
	tenantName = storage.Text("name", func(t *tenant) *string { return &t.Name })
	byName     = storage.UniqueOn("by_name", tenantName)
	tenants    = storage.Declare("queue_tenant", storage.Declaration[tenant]{
		Key:     func(t *tenant) (*storage.ID[tenant], *int64) { return &t.ID, &t.Version },
		Indexes: []*storage.Index[tenant]{byName},
	})
)

// RegisterTenant makes a tenant known to the workers of a store that cannot itself tell which tenants have work (storage.DueLister). Doing it
// again changes nothing. The tenant "" is always known, so a host with one tenant registers none.
func RegisterTenant(ctx context.Context, all storage.Tenants, id string) error {
	if id == "" {
		return nil
	}
	err := all.ForTenant("").Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		_, err := tenants.Put(ctx, tx, tenant{Name: id})
		return err
	})
	if errors.Is(err, storage.ErrExists) {
		return nil
	}
	return err
}

// ForgetTenant takes a tenant out of the registry: its items stay where they are, and no worker looks for them. A tenant that is not in it
// is no error.
func ForgetTenant(ctx context.Context, all storage.Tenants, id string) error {
	return all.ForTenant("").Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		t, err := tenants.One(ctx, tx, byName.Key(id))
		if errors.Is(err, storage.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return tenants.Delete(ctx, tx, t)
	})
}

// RegisteredTenants lists the registry in order.
func RegisteredTenants(ctx context.Context, all storage.Tenants) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for t, err := range tenants.List(all.ForTenant(""), byName.Prefix()).All(ctx) {
			if !yield(t.Name, err) {
				return
			}
		}
	}
}
