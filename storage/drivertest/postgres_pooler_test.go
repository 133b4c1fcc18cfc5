package drivertest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage/drivertest/cluster"
)

// TestPostgresKeepsTheContractBehindPgBouncer in transaction mode: each transaction, and each statement outside one, may run on another
// connection to the server than the one before it. Where PgBouncer is not installed, on the server itself in the same mode of pgx.
func TestPostgresKeepsTheContractBehindPgBouncer(t *testing.T) {
	server, err := pgx.ParseConfig(postgresDSN(t))
	require.NoError(t, err)
	program, missing := exec.LookPath("pgbouncer")
	if missing != nil {
		eachPgDriver(t, func(t *testing.T, d pgDriver) { keepsTheContract(t, d, configFor(t, pgx.QueryExecModeExec)) })
		notTested(t, "install pgbouncer", missing)
	}
	pooled := startPooler(t, program, server)
	eachPgDriver(t, func(t *testing.T, d pgDriver) { keepsTheContract(t, d, pooled) })
}

// startPooler starts PgBouncer on a socket of its own and returns how it is reached.
func startPooler(t *testing.T, program string, server *pgx.ConnConfig) *pgx.ConnConfig {
	t.Helper()
	dir, err := os.MkdirTemp("", "chamsoc-bouncer-")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	password := ""
	if server.Password != "" {
		password = " password='" + server.Password + "'"
	}
	settings := fmt.Sprintf(`[databases]
pooled = host=%s port=%d user=%s dbname=%s%s
[pgbouncer]
unix_socket_dir = %s
listen_port = 6432
auth_type = any
pool_mode = transaction
default_pool_size = 20
`, server.Host, server.Port, server.User, server.Database, password, dir)
	file := filepath.Join(dir, "pgbouncer.ini")
	require.NoError(t, os.WriteFile(file, []byte(settings), 0o644))
	as, err := cluster.OrdinaryUser(dir)
	require.NoError(t, err)
	process := exec.Command(program, file)
	process.SysProcAttr, process.Dir = as, dir
	require.NoError(t, process.Start())
	t.Cleanup(func() {
		_ = process.Process.Signal(syscall.SIGINT)
		_ = process.Wait()
	})
	pooled, err := pgx.ParseConfig("host=" + dir + " port=6432 user=anybody dbname=pooled sslmode=disable")
	require.NoError(t, err)
	pooled.DefaultQueryExecMode, pooled.Tracer = pgx.QueryExecModeExec, &watch
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for {
		conn, err := pgx.ConnectConfig(ctx, pooled)
		if err == nil {
			require.NoError(t, conn.Close(ctx))
			return pooled
		}
		require.NoError(t, ctx.Err(), err)
		time.Sleep(20 * time.Millisecond)
	}
}
