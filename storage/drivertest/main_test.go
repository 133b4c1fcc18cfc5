package drivertest

import (
	"fmt"
	"os"
	"testing"
)

// TestMain runs a child of TestKilledAtAnyPoint where the environment says so, and else the tests, after which it ends a server they started.
func TestMain(m *testing.M) {
	if dir := os.Getenv("CHAMSOC_KILL_DIR"); dir != "" {
		if err := child(dir, os.Getenv("CHAMSOC_KILL_SYNC"), os.Getenv("CHAMSOC_KILL_FINISH") != ""); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	code := m.Run()
	for text := range watch.bad {
		fmt.Fprintln(os.Stderr, "FAIL:", text)
		code = 1
	}
	if server.cluster != nil && watch.seen == 0 {
		fmt.Fprintln(os.Stderr, "FAIL: no statement was looked at")
		code = 1
	}
	if server.cluster != nil {
		_ = server.cluster.Close()
	}
	os.Exit(code)
}
