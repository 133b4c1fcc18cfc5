package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/chamsoc/chamsoc/storage/drivertest/cluster"
)

// jump is how far a clock is off at most, either way.
const jump = 48 * time.Hour

// clock is one that somebody sets while it runs.
type clock struct{ off atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.off.Load())) }

func jumpsOnSQLite(ctx context.Context, dir string, rounds int) (summary, error) {
	return jumps(ctx, dir, "", rounds)
}

func jumpsOnPostgres(ctx context.Context, dir string, rounds int) (s summary, err error) {
	server, err := cluster.New()
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	return jumps(ctx, dir, server.DSN(), rounds)
}

// jumps sets the clock of the program forward and back, by up to two days: leases end too early or not at all, and what was due is not.
func jumps(ctx context.Context, dir, dsn string, rounds int) (summary, error) {
	on, done, err := onDatabase(ctx, dsn, &journal{dir: dir})
	if err != nil {
		return summary{}, err
	}
	defer done()
	c := &clock{}
	l, err := newLoad(on.tenants, on.journal, c.now)
	if err != nil {
		return summary{}, err
	}
	err = l.during(ctx, func() error {
		for range rounds {
			time.Sleep(50 * time.Millisecond)
			someTime(100 * time.Millisecond)
			c.off.Store(int64(rand.N(2*jump) - jump))
		}
		return nil
	})
	if err != nil {
		return summary{}, err
	}
	c.off.Store(int64(jump + time.Minute)) // later than anything was ever due
	s, err := l.settle(ctx, rounds)
	s.more = fmt.Sprintf("each jump of up to %s, forward or back", jump)
	return s, err
}
