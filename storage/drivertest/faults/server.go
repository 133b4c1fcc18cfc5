package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/chamsoc/chamsoc/storage/drivertest/cluster"
)

// slowCommits makes commits take long enough to be interrupted.
var slowCommits = []string{"fsync=on", "commit_delay=3000", "commit_siblings=0", "recovery_init_sync_method=syncfs"}

func someTime(upTo time.Duration) { time.Sleep(rand.N(upTo)) }

// serverKilled kills the server at random points, and starts it again: while it recovers, the program goes on trying.
func serverKilled(ctx context.Context, dir string, rounds int) (s summary, err error) {
	server, err := cluster.New(slowCommits...)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	l, done, err := onPostgres(ctx, server.DSN(), &journal{dir: dir})
	if err != nil {
		return s, err
	}
	defer done()
	err = l.during(ctx, func() error {
		for range rounds {
			someTime(400 * time.Millisecond)
			server.Kill()
			someTime(50 * time.Millisecond)
			if err := server.Start(); err != nil {
				return err
			}
		}
		someTime(200 * time.Millisecond)
		return nil
	})
	if err != nil {
		return s, err
	}
	return l.settle(ctx, rounds)
}

// promoted kills a primary and promotes its synchronous standby, which then gets a standby of its own.
func promoted(ctx context.Context, dir string, rounds int) (s summary, err error) {
	rounds = max(1, rounds/5) // each takes a copy of the whole server
	primary, err := cluster.New("wal_keep_size=256MB")
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, primary.Close()) }()
	j := &journal{dir: dir}
	var total *load
	for range rounds {
		standby, err := syncedStandby(ctx, primary)
		if err != nil {
			return s, err
		}
		l, err := promoteOne(ctx, primary, standby, j)
		if err = errors.Join(err, primary.Close()); err != nil {
			return s, errors.Join(err, standby.Close())
		}
		primary = standby
		l.add(total)
		total = l
	}
	l, done, err := onPostgres(ctx, primary.DSN(), j)
	if err != nil {
		return s, err
	}
	defer done()
	l.add(total)
	return l.settle(ctx, rounds)
}

// syncedStandby makes a standby without which the primary acknowledges nothing.
func syncedStandby(ctx context.Context, primary *cluster.Cluster) (_ *cluster.Cluster, err error) {
	standby, err := primary.NewStandby("wal_keep_size=256MB")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, standby.Close())
		}
	}()
	db, err := sql.Open("pgx", primary.DSN())
	if err != nil {
		return nil, err
	}
	defer db.Close()
	for _, command := range []string{"alter system set synchronous_standby_names = '*'", "select pg_reload_conf()"} {
		if _, err := db.ExecContext(ctx, command); err != nil {
			return nil, err
		}
	}
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var n int
		if err := db.QueryRowContext(ctx, `select count(*) from pg_stat_replication where state = 'streaming' and sync_state = 'sync'`).Scan(&n); err != nil {
			return nil, err
		}
		if n == 1 {
			return standby, nil
		}
	}
	return nil, fmt.Errorf("the standby does not follow its primary")
}

// promoteOne runs the load on whichever of the two takes writes, and kills the one.
func promoteOne(ctx context.Context, primary, standby *cluster.Cluster, j *journal) (*load, error) {
	l, done, err := onPostgres(ctx, cluster.DSN(primary, standby), j)
	if err != nil {
		return nil, err
	}
	defer done()
	return l, l.during(ctx, func() error {
		time.Sleep(100 * time.Millisecond)
		someTime(400 * time.Millisecond)
		primary.Kill()
		if err := standby.Promote(); err != nil {
			return err
		}
		time.Sleep(100 * time.Millisecond)
		someTime(200 * time.Millisecond)
		return nil
	})
}

// add takes over the counts of a load before.
func (l *load) add(before *load) {
	if before == nil {
		return
	}
	l.failed.Add(before.failed.Load())
	l.unknown.Add(before.unknown.Load())
	l.kept.Add(before.kept.Load())
	l.gone.Add(before.gone.Load())
}
