package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) {
	if ran, err := runChild(); ran {
		end(err)
		return
	}
	os.Exit(m.Run())
}

// slow are those that -short leaves out.
var slow = map[string]bool{"server killed": true, "primary killed, standby promoted": true, "connection cut at every step": true}

// TestFaults breaks everything a few times.
func TestFaults(t *testing.T) {
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			rounds := 3
			if testing.Short() {
				rounds = 1
				if slow[f.name] {
					t.Skip("takes seconds")
				}
			}
			s, err := f.in(t.Context(), rounds)
			if errors.Is(err, exec.ErrNotFound) && os.Getenv("CI") == "" {
				fmt.Fprintf(os.Stderr, "NOT TESTED: %s: %v\n", t.Name(), err)
				t.Skipf("NOT TESTED: %v", err)
			}
			require.NoError(t, err)
			if !testing.Short() { // a single fault may come before the first sale
				require.Positive(t, s.acknowledged)
			}
			t.Log("\n" + s.String())
		})
	}
}
