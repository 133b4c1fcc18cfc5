package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/drivertest/cluster"
	"github.com/chamsoc/chamsoc/storage/pgxstore"
	"github.com/chamsoc/chamsoc/storage/postgres"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// pgServer is the server that CHAMSOC_TEST_POSTGRES names, in a schema of this process's own, or a throw-away cluster.
type pgServer struct {
	config *pgx.ConnConfig
	schema string
	close  func()
}

// errNoServer skips the rows that need one.
var errNoServer = errors.New("NOT MEASURED: set CHAMSOC_TEST_POSTGRES to a DSN, or install PostgreSQL's server programs")

func startServer(ctx context.Context, settings ...string) (*pgServer, error) {
	dsn, end := os.Getenv("CHAMSOC_TEST_POSTGRES"), func() {}
	if dsn == "" {
		c, err := cluster.New(append([]string{"synchronous_commit=off", "shared_buffers=256MB", "max_wal_size=4GB", "autovacuum=off"}, settings...)...)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errNoServer, err)
		}
		dsn, end = c.DSN(), func() { _ = c.Close() }
	}
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		end()
		return nil, err
	}
	s := &pgServer{config, fmt.Sprint("chamsoc_bench_", os.Getpid()), end}
	if err := s.run(ctx, `create schema `+s.schema); err != nil {
		end()
		return nil, err
	}
	s.close = func() {
		_ = s.run(ctx, `drop schema `+s.schema+` cascade`)
		end()
	}
	return s, nil
}

// run runs commands on a connection of their own.
func (s *pgServer) run(ctx context.Context, texts ...string) error {
	conn, err := pgx.ConnectConfig(ctx, s.config)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, text := range texts {
		if _, err := conn.Exec(ctx, text); err != nil {
			return err
		}
	}
	return nil
}

// way is one way of reaching the server: the store on it, and the same connections for what is written by hand.
type way struct {
	name   string // behind the rows' names
	hand   handDB
	store  storage.Store
	inHost func(tx handTx) storage.Store // on a transaction that is begun by hand
	close  func()
}

func (s *pgServer) ways(ctx context.Context, schemas []*storage.Schema) ([]way, error) {
	db := stdlib.OpenDB(*s.config)
	db.SetMaxIdleConns(8)
	onSQL, err := postgres.New(db, postgres.Config{Schemas: schemas, Schema: s.schema})
	if err != nil {
		return nil, err
	}
	settings, err := pgxpool.ParseConfig(s.config.ConnString())
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, settings)
	if err != nil {
		return nil, err
	}
	onPgx, err := pgxstore.New(pool, pgxstore.Config{Schemas: schemas, Schema: s.schema})
	if err != nil {
		return nil, err
	}
	return []way{
		{"", sqlHand{db}, onSQL.ForTenant(tenant), func(tx handTx) storage.Store { return onSQL.WithTx(tx.(*sqlHandTx).tx).ForTenant(tenant) }, func() { db.Close() }},
		{"/pgx", pgxHand{pool}, onPgx.ForTenant(tenant), func(tx handTx) storage.Store { return onPgx.WithTx(tx.(*pgxHandTx).tx).ForTenant(tenant) }, pool.Close},
	}, onSQL.Apply(ctx)
}

// handTx is what is written by hand on database/sql or on pgx, as thin as it gets.
type handTx interface {
	exec(ctx context.Context, text string, args ...any) (int64, error)
	query(ctx context.Context, text string, args []any, row func(scan func(...any) error) error) error
	commit(ctx context.Context) error
	rollback(ctx context.Context)
}

type handDB interface {
	begin(ctx context.Context) (handTx, error)
	query(ctx context.Context, text string, args []any, row func(scan func(...any) error) error) error
}

type sqlHand struct{ db *sql.DB }

func (h sqlHand) begin(ctx context.Context) (handTx, error) {
	tx, err := h.db.BeginTx(ctx, nil)
	return &sqlHandTx{tx}, err
}

func (h sqlHand) query(ctx context.Context, text string, args []any, row func(scan func(...any) error) error) error {
	return eachSQL(h.db.QueryContext(ctx, text, args...))(row)
}

type sqlHandTx struct{ tx *sql.Tx }

func (h *sqlHandTx) exec(ctx context.Context, text string, args ...any) (int64, error) {
	res, err := h.tx.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (h *sqlHandTx) query(ctx context.Context, text string, args []any, row func(scan func(...any) error) error) error {
	return eachSQL(h.tx.QueryContext(ctx, text, args...))(row)
}

func (h *sqlHandTx) commit(context.Context) error { return h.tx.Commit() }
func (h *sqlHandTx) rollback(context.Context)     { _ = h.tx.Rollback() }

func eachSQL(rows *sql.Rows, err error) func(func(scan func(...any) error) error) error {
	return func(row func(scan func(...any) error) error) error {
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := row(rows.Scan); err != nil {
				return err
			}
		}
		return rows.Err()
	}
}

type pgxHand struct{ pool *pgxpool.Pool }

func (h pgxHand) begin(ctx context.Context) (handTx, error) {
	tx, err := h.pool.Begin(ctx)
	return &pgxHandTx{tx}, err
}

func (h pgxHand) query(ctx context.Context, text string, args []any, row func(scan func(...any) error) error) error {
	return eachPgx(h.pool.Query(ctx, text, args...))(row)
}

type pgxHandTx struct{ tx pgx.Tx }

func (h *pgxHandTx) exec(ctx context.Context, text string, args ...any) (int64, error) {
	tag, err := h.tx.Exec(ctx, text, args...)
	return tag.RowsAffected(), err
}

func (h *pgxHandTx) query(ctx context.Context, text string, args []any, row func(scan func(...any) error) error) error {
	return eachPgx(h.tx.Query(ctx, text, args...))(row)
}

func (h *pgxHandTx) commit(ctx context.Context) error { return h.tx.Commit(ctx) }
func (h *pgxHandTx) rollback(ctx context.Context)     { _ = h.tx.Rollback(ctx) }

func eachPgx(rows pgx.Rows, err error) func(func(scan func(...any) error) error) error {
	return func(row func(scan func(...any) error) error) error {
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := row(rows.Scan); err != nil {
				return err
			}
		}
		return rows.Err()
	}
}

// postgresCosts compares single operations on 21,000 units, through each driver with SQL written by hand for the same driver.
func postgresCosts(ctx context.Context, _ string) (rows []row, err error) {
	const stored = 140 * unitsEach
	server, err := startServer(ctx)
	if err != nil {
		return nil, err
	}
	defer server.close()
	ways, err := server.ways(ctx, append(queue.Schemas(), units.Schema()))
	if err != nil {
		return nil, err
	}
	ids, err := fill(ctx, ways[0].store, nil, stored)
	if err != nil {
		return nil, err
	}
	hand := handSQL(server.schema)
	if err := server.run(ctx, hand.tables, hand.copied(server.schema), `vacuum analyze`); err != nil {
		return nil, err
	}
	at := stored // of what is new
	for _, w := range ways {
		b := &pgBench{ctx: ctx, way: w, sql: hand, ids: ids, stored: stored, at: &at}
		if err := b.measure(); err != nil {
			return nil, err
		}
		w.close()
		rows = append(rows, b.rows...)
	}
	return rows, nil
}

// postgresNames are the rows of both drivers.
func postgresNames(of ...string) (names []string) {
	for _, name := range of {
		names = append(names, "storage/postgres/"+name, "storage/postgres/"+name+"/pgx")
	}
	return names
}
