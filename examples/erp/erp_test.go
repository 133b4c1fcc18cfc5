package main

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRuns(t *testing.T) {
	program := filepath.Join(t.TempDir(), "erp")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	for name, args := range map[string][]string{"PostgreSQL": nil, "SQLite": {"-sqlite"}} {
		t.Run(name, func(t *testing.T) {
			out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
			require.NoError(t, err, "%s", out)
			require.Regexp(t, `\nPASS \d+ checks\n$`, string(out))
		})
	}
}
