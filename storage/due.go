package storage

import "context"

// DueLister is an optional ability of a Tenants. A scoped Store cannot tell which tenants have work, and one list over all tenants would show
// only the busiest; a worker that serves many tenants asks here instead of visiting each.
type DueLister interface {
	// DueTenants lists, in order and each once, up to limit tenants behind after that have a record in this index whose first value is at
	// most until. "" is before every tenant. The cost grows with the tenants listed, not with their records.
	DueTenants(ctx context.Context, s *Schema, index string, until Value, after string, limit int) ([]string, error)
}
