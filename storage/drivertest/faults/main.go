// Command faults breaks programs and databases while eight writers sell, and then looks at what is left. Each sale registers a warranty, changes a counter
// that several writers share, and announces both, in one transaction; workers hand the announcements to subscribers meanwhile.
//
//	go -C storage/drivertest run ./faults               # everything, some minutes
//	go -C storage/drivertest run ./faults -run server   # what matches
//	go -C storage/drivertest run ./faults -rounds 200   # more of it
//
// It starts the servers it breaks itself, in temporary folders. After each fault it checks that nothing that was acknowledged is lost, nothing is
// applied twice, nothing was announced that did not happen, and that what was announced came in order for each key. The tests of this package run a few rounds of
// each.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"time"
)

func main() {
	if ran, err := runChild(); ran {
		end(err)
		return
	}
	rounds := flag.Int("rounds", 50, "faults of each kind, `n`")
	pattern := flag.String("run", ".", "the faults whose name matches this `regexp`")
	reasons := flag.Bool("v", false, "list what the attempts failed with")
	flag.Parse()
	match, err := regexp.Compile(*pattern)
	if err == nil {
		err = all(context.Background(), os.Stdout, match, *rounds, *reasons)
	}
	end(err)
}

func end(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
}

// fault is one way to break things.
type fault struct {
	name string
	// run breaks things so many times, in a folder of its own, and checks what is left.
	run func(ctx context.Context, dir string, rounds int) (summary, error)
}

var faults = []fault{
	{"program killed, sqlite", killedOnSQLite},
	{"program killed, postgres", killedOnPostgres},
	{"server killed", serverKilled},
	{"primary killed, standby promoted", promoted},
	{"connection cut at every step", cutAtEveryStep},
	{"connections cut at random", cutAtRandom},
	{"sqlite full", full},
	{"clock jumps, sqlite", jumpsOnSQLite},
	{"clock jumps, postgres", jumpsOnPostgres},
}

func all(ctx context.Context, out io.Writer, match *regexp.Regexp, rounds int, reasons bool) error {
	n := 0
	for _, f := range faults {
		if !match.MatchString(f.name) {
			continue
		}
		s, err := f.in(ctx, rounds)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s\n", s)
		if reasons {
			fmt.Fprint(out, s.reasons())
		}
		n += s.checks
	}
	fmt.Fprintf(out, "PASS %d checks\n", n)
	return nil
}

// in runs the fault in a temporary folder.
func (f fault) in(ctx context.Context, rounds int) (s summary, err error) {
	dir, err := os.MkdirTemp("", "chamsoc-faults-")
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	began := time.Now()
	if s, err = f.run(ctx, dir, rounds); err != nil {
		return s, fmt.Errorf("%s: %w", f.name, err)
	}
	s.name, s.took = f.name, time.Since(began)
	return s, nil
}
