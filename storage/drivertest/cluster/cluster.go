// Package cluster starts PostgreSQL servers for tests, examples and benchmarks: data in a temporary folder, reached through a socket in it and through
// no port, run by an ordinary user, and gone when it is closed.
//
// They run with fsync=off. A process that is killed loses nothing by that, since the system still has what was written; only a power cut would.
package cluster

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// Cluster is one server with its data.
type Cluster struct {
	bin, dir string
	as       *syscall.SysProcAttr
	settings []string
	process  *exec.Cmd
	ended    chan struct{} // closed when the process has ended
}

// New makes a cluster and starts its server. Settings are those of postgresql.conf, such as "work_mem=64MB".
func New(settings ...string) (*Cluster, error) {
	return build(settings, func(c *Cluster) error {
		return c.command("initdb", "-D", c.data(), "-U", "chamsoc", "-A", "trust", "-E", "UTF8", "--locale", "C", "-N")
	})
}

// NewStandby makes a standby that streams from the cluster, and starts it. The cluster waits for it at every commit if it runs with
// "synchronous_standby_names=*".
func (c *Cluster) NewStandby(settings ...string) (*Cluster, error) {
	return build(settings, func(standby *Cluster) error {
		return standby.command("pg_basebackup", "-D", standby.data(), "-d", c.DSN(), "-R", "-X", "stream", "-c", "fast", "--no-sync")
	})
}

func build(settings []string, fill func(*Cluster) error) (*Cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "chamsoc-pg-")
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin, dir: dir, settings: settings}
	if c.as, err = OrdinaryUser(dir); err == nil {
		err = fill(c)
	}
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// Socket is the file through which the server is reached.
func (c *Cluster) Socket() string { return filepath.Join(c.dir, ".s.PGSQL.5432") }

// DSN is how pgx and libpq reach the server.
func (c *Cluster) DSN() string {
	return "host=" + c.dir + " port=5432 user=chamsoc dbname=postgres sslmode=disable"
}

// DSN reaches whichever of the clusters takes writes.
func DSN(clusters ...*Cluster) string {
	var hosts, ports []string
	for _, c := range clusters {
		hosts, ports = append(hosts, c.dir), append(ports, "5432")
	}
	return "host=" + strings.Join(hosts, ",") + " port=" + strings.Join(ports, ",") +
		" user=chamsoc dbname=postgres sslmode=disable target_session_attrs=read-write"
}

// Start starts the server, again after a Kill, and waits until it answers. It returns an error after a minute.
func (c *Cluster) Start() error {
	var err error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if err = c.try(); err == nil {
			return nil
		}
	}
	return err
}

// try starts the server once. It refuses while processes of a killed one are still ending.
func (c *Cluster) try() error {
	args := []string{"-D", c.data(), "-k", c.dir, "-c", "listen_addresses=", "-c", "fsync=off"}
	for _, s := range c.settings {
		args = append(args, "-c", s)
	}
	log, err := os.OpenFile(filepath.Join(c.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	c.process = exec.Command(filepath.Join(c.bin, "postgres"), args...)
	c.process.SysProcAttr, c.process.Dir, c.process.Stderr = notOrphaned(*c.as), c.dir, log
	process, started, ended := c.process, make(chan error), make(chan struct{})
	go func() {
		runtime.LockOSThread() // the thread lives as long as the server does
		err := process.Start()
		started <- err
		if err == nil {
			_ = process.Wait()
		}
		close(ended)
	}()
	if err := <-started; err != nil {
		c.process = nil
		return err
	}
	c.ended = ended
	if err := c.wait(); err != nil {
		c.stop(syscall.SIGKILL)
		return err
	}
	return nil
}

func (c *Cluster) wait() error {
	db, err := sql.Open("pgx", c.DSN())
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
		select {
		case <-c.ended:
			return fmt.Errorf("cluster: the server has ended: %s", c.lastWords())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (c *Cluster) lastWords() string {
	log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
	return string(log[max(0, len(log)-500):])
}

// Kill kills the server's first process as a crash would (SIGKILL). The others end themselves as soon as they notice.
func (c *Cluster) Kill() { c.stop(syscall.SIGKILL) }

func (c *Cluster) stop(signal syscall.Signal) {
	if c.process == nil {
		return
	}
	_ = c.process.Process.Signal(signal)
	<-c.ended
	c.process = nil
}

// Promote makes a standby take writes.
func (c *Cluster) Promote() error {
	return c.command("pg_ctl", "promote", "-w", "-D", c.data())
}

// Close ends the server and removes its folder.
func (c *Cluster) Close() error {
	c.stop(syscall.SIGINT)
	return os.RemoveAll(c.dir)
}

// command runs one of the server's programs as the server's user.
func (c *Cluster) command(name string, args ...string) error {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.SysProcAttr, cmd.Dir = c.as, c.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("cluster: %s: %w: %s", name, err, out)
	}
	return nil
}

// programs is the folder of the newest server's programs.
func programs() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		path, err = filepath.EvalSymlinks(path) // not every program is linked
		return filepath.Dir(path), err
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", fmt.Errorf("cluster: PostgreSQL's server programs are not installed: %w", exec.ErrNotFound)
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// OrdinaryUser gives the folder to a user who is not root, because the server refuses to be run by root.
func OrdinaryUser(dir string) (*syscall.SysProcAttr, error) {
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
	return nil, errors.New("cluster: there is no ordinary user to run the server as")
}
