package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPasses(t *testing.T) {
	var out bytes.Buffer
	dir := t.TempDir()
	require.NoError(t, run(t.Context(), &out, dir), out.String())
	require.Regexp(t, `\nPASS \d+ checks\n$`, out.String())
	require.Contains(t, out.String(), "48 giờ làm việc đã cam kết, 2 giờ làm việc tạm dừng để chờ và 94 giờ ngoài giờ làm việc")
	page, err := os.ReadFile(filepath.Join(dir, "late-case.html"))
	require.NoError(t, err)
	require.NotContains(t, string(page), "0169 234 5678", "the page shows nobody's phone")
}
