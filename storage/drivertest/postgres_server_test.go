package drivertest

import (
	"database/sql"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage/drivertest/cluster"
)

// server is the PostgreSQL that all tests share: the one that CHAMSOC_TEST_POSTGRES names, or a throw-away cluster of ours.
var server struct {
	once    sync.Once
	dsn     string
	err     error
	cluster *cluster.Cluster
	schemas atomic.Int64
}

// notTested skips a test loudly, and fails it in continuous integration.
func notTested(t testing.TB, why string, err error) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("NOT TESTED: %s: %v", why, err)
	}
	fmt.Fprintf(os.Stderr, "NOT TESTED: %s: %s: %v\n", t.Name(), why, err)
	t.Skipf("NOT TESTED: %s: %v", why, err)
}

func postgresDSN(t testing.TB) string {
	t.Helper()
	server.once.Do(func() {
		if server.dsn = os.Getenv("CHAMSOC_TEST_POSTGRES"); server.dsn != "" {
			return
		}
		if server.cluster, server.err = cluster.New("max_connections=60"); server.err == nil {
			server.dsn = server.cluster.DSN()
		}
	})
	if server.err != nil {
		notTested(t, "set CHAMSOC_TEST_POSTGRES to a DSN, or install PostgreSQL's server programs", server.err)
	}
	return server.dsn
}

// openPostgres opens a pool, and a schema of the test's own that goes with it.
func openPostgres(t testing.TB, mode pgx.QueryExecMode) (db *sql.DB, schema string) {
	t.Helper()
	db = connect(t, mode)
	schema = fmt.Sprintf("Chamsoc test %d-%d", os.Getpid(), server.schemas.Add(1))
	_, err := db.Exec(`create schema "` + schema + `"`)
	require.NoError(t, err)
	t.Cleanup(func() {
		cleaner, err := sql.Open("pgx", postgresDSN(t))
		if err == nil {
			defer cleaner.Close()
			_, err = cleaner.Exec(`drop schema "` + schema + `" cascade`)
		}
		if err != nil {
			t.Error(err)
		}
	})
	return db, schema
}

func connect(t testing.TB, mode pgx.QueryExecMode) *sql.DB {
	t.Helper()
	db := stdlib.OpenDB(*configFor(t, mode))
	db.SetMaxOpenConns(20)
	db.SetMaxIdleConns(20)
	t.Cleanup(func() { db.Close() })
	return db
}
