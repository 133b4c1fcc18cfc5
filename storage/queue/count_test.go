package queue_test

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/chamsoc/chamsoc/storage"
)

// counted counts the calls of a store, so that a test sees spinning.
type counted struct {
	inner storage.Tenants
	n     atomic.Int64
}

func counting(inner storage.Tenants) *counted { return &counted{inner: inner} }

func (c *counted) calls() int { return int(c.n.Load()) }

func (c *counted) ForTenant(id string) storage.Store { return countedStore{c, c.inner.ForTenant(id)} }

type countedStore struct {
	c     *counted
	inner storage.Store
}

func (s countedStore) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	s.c.n.Add(1)
	return s.inner.View(ctx, fn)
}

func (s countedStore) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	s.c.n.Add(1)
	return s.inner.Update(ctx, fn)
}

// logBook is a log that may be read while it is written.
type logBook struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *logBook) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *logBook) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func (b *logBook) logger() *slog.Logger { return slog.New(slog.NewTextHandler(b, nil)) }
