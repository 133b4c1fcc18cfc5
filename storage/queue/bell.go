package queue

import (
	"sync"

	"github.com/chamsoc/chamsoc/storage"
)

// Bell wakes the workers of this process when something was committed, so that nothing waits for a poll. Share one between the topics that
// put ([Topic.With]) and the workers (Config.Bell). The zero Bell is ready; a nil Bell is silent. It is safe for concurrent use.
type Bell struct {
	mu   sync.Mutex
	ears map[*ear]bool
}

// Ring wakes every worker that listens. The host calls it after it has committed a transaction of its own in which something was put; on Chamsoc's
// own transactions it rings by itself. Naming the tenants that have work spares the workers a look at all others.
func (b *Bell) Ring(tenants ...string) {
	if b == nil {
		return
	}
	b.ringBut(nil, tenants)
}

func (b *Bell) ringBut(deaf *ear, tenants []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for e := range b.ears {
		if e != deaf {
			e.hear(tenants)
		}
	}
}

// Bridge joins the bell with others elsewhere, such as those of other processes. What is rung here is told to out, with the tenants that were named, if
// any; out is called by whoever rings, and neither waits nor rings. What was rung there is rung here by in, without out being told. end ends it.
// Package pgxstore has such a bridge on PostgreSQL's NOTIFY.
func (b *Bell) Bridge(out func(tenants []string)) (in func(tenants ...string), end func()) {
	e := b.listen()
	if b == nil {
		return func(...string) {}, func() {}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	e.out = out
	return func(tenants ...string) { b.ringBut(e, tenants) }, e.close
}

// ringAfter rings when the transaction has committed, if it can tell.
func (b *Bell) ringAfter(tx storage.Tx) {
	if b == nil {
		return
	}
	if named, ok := tx.(interface{ Tenant() string }); ok {
		storage.AfterCommit(tx, func() { b.Ring(named.Tenant()) })
		return
	}
	storage.AfterCommit(tx, func() { b.Ring() })
}

// ear is one worker's end of the bell, or a bridge's. Its channel holds a token while something was heard and not yet looked at.
type ear struct {
	bell *Bell
	rung chan struct{}
	out  func(tenants []string) // of a bridge

	mu      sync.Mutex
	any     bool
	tenants map[string]bool
}

func (b *Bell) listen() *ear {
	e := &ear{bell: b, rung: make(chan struct{}, 1)}
	if b != nil {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.ears == nil {
			b.ears = map[*ear]bool{}
		}
		b.ears[e] = true
	}
	return e
}

func (e *ear) close() {
	if e.bell != nil {
		e.bell.mu.Lock()
		defer e.bell.mu.Unlock()
		delete(e.bell.ears, e)
	}
}

func (e *ear) hear(tenants []string) {
	if e.out != nil {
		e.out(tenants)
		return
	}
	e.mu.Lock()
	e.any = e.any || len(tenants) == 0
	for _, t := range tenants {
		if e.tenants == nil {
			e.tenants = map[string]bool{}
		}
		e.tenants[t] = true
	}
	e.mu.Unlock()
	select {
	case e.rung <- struct{}{}:
	default:
	}
}

// take returns what was heard since it was last called: whether any tenant may have work, and those that were named.
func (e *ear) take() (any bool, tenants map[string]bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	any, tenants = e.any, e.tenants
	e.any, e.tenants = false, nil
	return any, tenants
}
