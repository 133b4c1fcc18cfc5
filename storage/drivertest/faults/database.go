package main

import (
	"context"
	"database/sql"
	"path/filepath"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/chamsoc/chamsoc/storage/postgres"
	"github.com/chamsoc/chamsoc/storage/sqlite"
)

// onPostgres is a load on a server, and how to let go of it.
func onPostgres(ctx context.Context, dsn string, j *journal) (*load, func(), error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, nil, err
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(writers + 6)
	db.SetMaxIdleConns(writers + 6)
	tenants, err := postgres.New(db, postgres.Config{Schemas: schemas()})
	if err == nil {
		err = tenants.Apply(ctx)
	}
	var l *load
	if err == nil {
		l, err = newLoad(tenants, j, nil)
	}
	if err == nil {
		err = l.open(ctx)
	}
	if err != nil {
		db.Close()
		return nil, nil, err
	}
	return l, func() { db.Close() }, nil
}

// onSQLite is a load on a file in the journal's folder, with further settings of its connections.
func onSQLite(ctx context.Context, j *journal, settings string) (*load, func(), error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(j.dir, "shop.db")+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)"+settings)
	if err != nil {
		return nil, nil, err
	}
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: schemas()})
	if err == nil {
		err = tenants.Apply(ctx)
	}
	var l *load
	if err == nil {
		l, err = newLoad(tenants, j, nil)
	}
	if err == nil {
		err = l.open(ctx)
	}
	if err != nil {
		db.Close()
		return nil, nil, err
	}
	return l, func() { db.Close() }, nil
}
