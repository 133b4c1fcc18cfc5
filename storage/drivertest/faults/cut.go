package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/drivertest/cluster"
	"github.com/chamsoc/chamsoc/storage/pgxstore"
	"github.com/chamsoc/chamsoc/storage/postgres"
)

// where a message is cut: the connections are closed instead of passing it on, after half of it, or right behind it.
type where int

const (
	before where = iota
	within
	behind
)

func (w where) String() string { return [...]string{"before", "within", "behind"}[w] }

// knife cuts a connection at one message, and remembers how far the commit had come.
type knife struct {
	mu                    sync.Mutex
	left                  int // messages until it cuts; negative: it does not
	where                 where
	cut, asked, committed bool // it has cut; the server was asked to commit; it has said that it did
}

func (k *knife) arm(at int, w where) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.left, k.where, k.cut, k.asked, k.committed = at, w, false, false, false
}

// disarm says what has become of the commit, by the messages.
func (k *knife) disarm() (cut, asked, committed bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.left = -1
	return k.cut, k.asked, k.committed
}

func (k *knife) pass(m message) (n int, cut bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.committed = k.committed || m.isCommitted() // also when it is cut
	n, k.left = len(m.whole), k.left-1
	if cut = k.left == -1 && !k.cut; cut {
		k.cut = true
		n = []int{0, n / 2, n}[k.where]
	}
	k.asked = k.asked || m.isCommit() && n == len(m.whole)
	return n, cut
}

// cutAtEveryStep makes a sale, and cuts the connection at the first message of it, then another with a cut at the second, and so on until one comes
// through: before each message, within it and behind it. What the program is told must be what has happened.
func cutAtEveryStep(ctx context.Context, dir string, rounds int) (s summary, err error) {
	server, err := cluster.New()
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	l, done, err := onPostgres(ctx, server.DSN(), &journal{dir: dir})
	if err != nil {
		return s, err
	}
	defer done()
	k := &knife{left: -1}
	p, err := newProxy(server.Socket(), k.pass)
	if err != nil {
		return s, err
	}
	defer p.close()
	cuts := 0
	for _, w := range ways {
		for _, at := range []where{behind, before, within} {
			if at != behind && rounds < 10 && w.name != ways[0].name {
				continue // a test of seconds
			}
			n, err := l.cutEach(ctx, k, p.dsn(), w, at)
			if err != nil {
				return s, fmt.Errorf("%s: %w", w.name, err)
			}
			cuts += n
		}
	}
	s, err = l.settle(ctx, cuts)
	s.checks += cuts
	s.more = "a round is one message of the transaction: begin, statements, commit, their answers; cut before, within and behind it"
	return s, err
}

// way is one way of reaching the server, over a single connection.
type way struct {
	name string
	open func(ctx context.Context, dsn string) (tenants storage.Tenants, done func(), err error)
}

var ways = []way{
	{"database/sql", func(_ context.Context, dsn string) (storage.Tenants, func(), error) {
		return onDatabaseSQL(dsn, pgx.QueryExecModeCacheStatement)
	}},
	{"database/sql without prepared statements", func(_ context.Context, dsn string) (storage.Tenants, func(), error) {
		return onDatabaseSQL(dsn, pgx.QueryExecModeExec)
	}},
	{"pgx", func(ctx context.Context, dsn string) (storage.Tenants, func(), error) {
		pool, err := pgxpool.New(ctx, dsn+" pool_max_conns=1")
		if err != nil {
			return nil, nil, err
		}
		tenants, err := pgxstore.New(pool, pgxstore.Config{Schemas: schemas()})
		return tenants, pool.Close, err
	}},
}

func onDatabaseSQL(dsn string, mode pgx.QueryExecMode) (storage.Tenants, func(), error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, nil, err
	}
	config.DefaultQueryExecMode = mode
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(1)
	tenants, err := postgres.New(db, postgres.Config{Schemas: schemas()})
	return tenants, func() { db.Close() }, err
}

func (l *load) cutEach(ctx context.Context, k *knife, dsn string, w way, at where) (cuts int, err error) {
	tenants, done, err := w.open(ctx, dsn)
	if err != nil {
		return 0, err
	}
	defer done()
	store := tenants.ForTenant("shop")
	for step := 0; ; step++ {
		invoice := fmt.Sprintf("%s %s %d", w.name, at, step)
		k.arm(step, at)
		_, told := l.sell(ctx, store, invoice, "key-1")
		cut, asked, committed := k.disarm()
		if err := l.judge(ctx, invoice, told, asked, committed); err != nil {
			return cuts, fmt.Errorf("cut %s message %d: %w", at, step, err)
		}
		if !cut {
			return cuts, nil
		}
		cuts++
	}
}

// judge compares what the program was told with what the server has, and sends the sale again.
func (l *load) judge(ctx context.Context, invoice string, told error, asked, committed bool) error {
	is, err := l.present(ctx, l.store, invoice)
	unknown := errors.Is(told, storage.ErrUnknownOutcome)
	switch {
	case err != nil:
		return err
	case told == nil && !is:
		return errors.New("acknowledged and lost")
	case told != nil && !unknown && is:
		return fmt.Errorf("refused with certainty, and there: %w", told)
	case !asked && unknown && is:
		return errors.New("there, and nobody asked the server to commit")
	case committed && !is:
		return errors.New("the server has said that it committed, and has not")
	case committed && told != nil && !unknown:
		return fmt.Errorf("committed, and the program was told otherwise: %w", told)
	}
	repeated, err := l.sell(ctx, l.store, invoice, "key-1") // which waits for a commit that is still under way
	switch {
	case err != nil:
		return fmt.Errorf("the sale could not be sent again: %w", err)
	case is && !repeated:
		return errors.New("the sale was sent again, and made again")
	case unknown && repeated:
		l.kept.Add(1)
	case unknown:
		l.gone.Add(1)
	}
	if unknown {
		l.unknown.Add(1)
	} else if told != nil {
		l.failed.Add(1)
	}
	return l.journal.note("acknowledged", invoice)
}

// cutAtRandom has all writers go through a proxy that cuts whatever comes by now and then.
func cutAtRandom(ctx context.Context, dir string, rounds int) (s summary, err error) {
	server, err := cluster.New()
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	j := &journal{dir: dir}
	direct, done, err := onPostgres(ctx, server.DSN(), j)
	if err != nil {
		return s, err
	}
	defer done()
	k := &knife{left: -1}
	p, err := newProxy(server.Socket(), k.pass)
	if err != nil {
		return s, err
	}
	defer p.close()
	l, done, err := onPostgres(ctx, p.dsn(), j)
	if err != nil {
		return s, err
	}
	defer done()
	cuts := 0
	err = l.during(ctx, func() error {
		for range rounds * 4 {
			k.arm(rand.IntN(200), where(rand.IntN(3)))
			someTime(40 * time.Millisecond)
			if cut, _, _ := k.disarm(); cut {
				cuts++
			}
		}
		return nil
	})
	if err != nil {
		return s, err
	}
	direct.add(l)
	return direct.settle(ctx, cuts)
}
