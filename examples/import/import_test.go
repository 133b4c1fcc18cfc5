package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPasses runs the program, which starts further processes of itself, on few rows.
func TestPasses(t *testing.T) {
	program := filepath.Join(t.TempDir(), "import")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	dir := filepath.Join(t.TempDir(), "kept")
	var text bytes.Buffer
	cmd := exec.CommandContext(t.Context(), program, "-rows", "4000", "-dir", dir)
	cmd.Stdout, cmd.Stderr = &text, &text
	require.NoError(t, cmd.Run(), text.String())
	require.Regexp(t, regexp.MustCompile(`\nPASS \d+ checks\n$`), text.String())
	info, err := os.Stat(filepath.Join(dir, "customers.csv.rejects.csv"))
	require.NoError(t, err)
	require.Positive(t, info.Size())
}
