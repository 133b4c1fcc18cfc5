package policy

import (
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Config says how a Service works. The zero Config works.
type Config struct {
	Env care.Env
	// Bell wakes the workers of this process when an event was committed. Default: none.
	Bell *queue.Bell
}

// Service keeps policies, procedures and acknowledgements in a store. It is a small value: In makes another for a tenant, a host's transaction or a running Tx
// at no cost.
type Service struct {
	store storage.Store
	c     Config
}

// New returns the service on a store.
func New(store storage.Store, c Config) (Service, error) {
	if store == nil {
		return Service{}, errors.New("policy: the store is nil: give the ForTenant of an adapter")
	}
	return Service{store, c}, nil
}

// In is the same service on another store: another tenant's, one on the host's transaction, or a running Tx.
func (s Service) In(store storage.Store) Service {
	s.store = store
	return s
}

// at is when something happened: now if nobody said.
func (s Service) at(t time.Time) time.Time {
	if t.IsZero() {
		return s.c.Env.Time()
	}
	return t.UTC().Truncate(time.Microsecond)
}
