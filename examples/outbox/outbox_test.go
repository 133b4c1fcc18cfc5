package main

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDeliveredTwiceAppliedOnce(t *testing.T) {
	program := filepath.Join(t.TempDir(), "outbox")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	out, err = exec.CommandContext(t.Context(), program).CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Regexp(t, `\nPASS delivered 4 times, applied 3 of 3\n$`, string(out))
}
