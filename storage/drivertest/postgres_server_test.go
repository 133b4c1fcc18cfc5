package drivertest

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
)

// server is the PostgreSQL that all tests share: the one that CHAMSOC_TEST_POSTGRES names, or a throw-away cluster of ours.
var server struct {
	once    sync.Once
	dsn     string
	err     error
	cluster *cluster
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
		if server.cluster, server.err = newCluster(); server.err == nil {
			server.dsn = server.cluster.dsn()
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
	config, err := pgx.ParseConfig(postgresDSN(t))
	require.NoError(t, err)
	config.DefaultQueryExecMode = mode
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(20)
	db.SetMaxIdleConns(20)
	t.Cleanup(func() { db.Close() })
	return db
}

// cluster is a server of the tests' own: data in a temporary folder, reached through a socket there, run by an ordinary user.
type cluster struct {
	dir     string
	process *exec.Cmd
}

func (c *cluster) dsn() string {
	return "host=" + c.dir + " port=5432 user=chamsoc dbname=postgres sslmode=disable"
}

func newCluster() (*cluster, error) {
	bin, err := serverPrograms()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "chamsoc-pg-")
	if err != nil {
		return nil, err
	}
	c := &cluster{dir: dir}
	as, err := ordinaryUser(dir)
	if err == nil {
		err = c.start(bin, as)
	}
	if err != nil {
		c.end()
		return nil, err
	}
	return c, nil
}

func (c *cluster) start(bin string, as *syscall.SysProcAttr) error {
	data := filepath.Join(c.dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "chamsoc", "-A", "trust", "-E", "UTF8", "--locale", "C", "-N")
	initdb.SysProcAttr, initdb.Dir = as, c.dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	c.process = exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", c.dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60")
	c.process.SysProcAttr, c.process.Dir, c.process.Stderr = as, c.dir, io.Discard
	if err := c.process.Start(); err != nil {
		c.process = nil
		return err
	}
	return c.wait()
}

func (c *cluster) wait() error {
	db, err := sql.Open("pgx", c.dsn())
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		if err = db.PingContext(ctx); err == nil || ctx.Err() != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (c *cluster) end() {
	if c.process != nil {
		_ = c.process.Process.Signal(syscall.SIGINT)
		_ = c.process.Wait()
	}
	_ = os.RemoveAll(c.dir)
}

func serverPrograms() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", exec.ErrNotFound
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// ordinaryUser gives the folder to a user who is not root, because the server refuses to be run by root.
func ordinaryUser(dir string) (*syscall.SysProcAttr, error) {
	if os.Getuid() != 0 {
		return &syscall.SysProcAttr{}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, os.Chown(dir, uid, gid)
	}
	return nil, fmt.Errorf("no ordinary user to run the server as")
}
