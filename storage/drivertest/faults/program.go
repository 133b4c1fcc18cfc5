package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"time"

	"github.com/chamsoc/chamsoc/storage/drivertest/cluster"
)

// The environment of a child: where its journal is, and its server; none is SQLite.
const (
	childDir = "CHAMSOC_FAULTS_DIR"
	childDSN = "CHAMSOC_FAULTS_DSN"
)

// runChild sells until it is killed, if this process is a child.
func runChild() (ran bool, err error) {
	dir := os.Getenv(childDir)
	if dir == "" {
		return false, nil
	}
	ctx := context.Background()
	l, _, err := onDatabase(ctx, os.Getenv(childDSN), &journal{dir: dir})
	if err != nil {
		return true, err
	}
	if err := l.journal.note("begun", "once more"); err != nil {
		return true, err
	}
	return true, l.run(ctx)
}

func onDatabase(ctx context.Context, dsn string, j *journal) (*load, func(), error) {
	if dsn == "" {
		return onSQLite(ctx, j, "")
	}
	return onPostgres(ctx, dsn, j)
}

func killedOnSQLite(ctx context.Context, dir string, rounds int) (summary, error) {
	return killPrograms(ctx, dir, "", rounds)
}

func killedOnPostgres(ctx context.Context, dir string, rounds int) (s summary, err error) {
	server, err := cluster.New()
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	return killPrograms(ctx, dir, server.DSN(), rounds)
}

// killPrograms starts a program that sells and delivers, and kills it a random moment later, again and again.
func killPrograms(ctx context.Context, dir, dsn string, rounds int) (summary, error) {
	j := &journal{dir: dir}
	l, done, err := onDatabase(ctx, dsn, j)
	if err != nil {
		return summary{}, err
	}
	defer done()
	for round := range rounds {
		if err := killProgram(ctx, j, dsn, round); err != nil {
			return summary{}, err
		}
	}
	s, err := l.settle(ctx, rounds)
	s.more = "what failed within the programs that were killed is not counted"
	return s, err
}

func killProgram(ctx context.Context, j *journal, dsn string, round int) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = append(os.Environ(), childDir+"="+j.dir, childDSN+"="+dsn)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for begun, sold := 0, 0; begun <= round || sold == 0; time.Sleep(5 * time.Millisecond) {
		lines, err := j.lines("begun")
		if err != nil {
			return err
		}
		begun = len(lines)
		if lines, err = j.lines("acknowledged"); err != nil {
			return err
		}
		sold = len(lines)
		select {
		case err := <-ended:
			return fmt.Errorf("the program ended by itself: %w", err)
		default:
		}
	}
	select {
	case err := <-ended:
		return fmt.Errorf("the program ended by itself: %w", err)
	case <-time.After(time.Duration(rand.IntN(300)) * time.Millisecond):
	}
	err = cmd.Process.Kill()
	<-ended
	return err
}
