package queue

import (
	"sync"
	"time"
)

// front is how far a worker has come in what a tenant has to do. An engine keeps what was deleted in its indexes until it is tidied up, and a look from the
// beginning goes over all of that: after a million deliveries, a thousand times as much as what is wanted. Something may still come in before the
// front, from a clock or a transaction that was late, so a front is soon forgotten, and before a worker finds that there is nothing.
type front struct {
	inbox string    // a cursor: more is known to be behind it
	ready time.Time // no lane was ready before
	since time.Time // the front is as old as its first part, by the process's own clock
}

func (f front) isZero() bool { return f.inbox == "" && f.ready.IsZero() }

// fronts are those of one worker's tenants.
type fronts struct {
	mu sync.Mutex
	of map[string]front
}

// get is the tenant's front, the zero front if there is none or it is older than this.
func (f *fronts) get(tenant string, oldest time.Duration) front {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := f.of[tenant]
	if time.Since(at.since) > oldest {
		delete(f.of, tenant)
		return front{}
	}
	return at
}

func (f *fronts) set(tenant string, to front) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if to.isZero() {
		delete(f.of, tenant)
		return
	}
	if to.since.IsZero() {
		to.since = time.Now()
	}
	if f.of == nil {
		f.of = map[string]front{}
	}
	f.of[tenant] = to
}

func (f *fronts) forget(tenant string) { f.set(tenant, front{}) }

func (f *fronts) forgetAll() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.of)
}
