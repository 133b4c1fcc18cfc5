package storage

import (
	"context"
	"time"
)

// DueLister is an optional ability of a Tenants. A scoped Store cannot tell which tenants have work, and one list over all tenants would show
// only the busiest; a worker that serves many tenants asks here instead of visiting each.
type DueLister interface {
	// DueTenants lists, in order and each once, up to limit tenants behind after that have a record in this index at or before the instant. The
	// index's first field is a time; "" is before every tenant. The cost grows with the tenants listed, not with their records.
	DueTenants(ctx context.Context, s *Schema, index string, until time.Time, after string, limit int) ([]string, error)
}
