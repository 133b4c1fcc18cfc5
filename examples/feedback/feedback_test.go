package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func TestPasses(t *testing.T) {
	for _, lang := range []care.Lang{care.LangVI, care.LangEN} {
		var out bytes.Buffer
		require.NoError(t, run(t.Context(), &out, t.TempDir(), lang), out.String())
		require.Regexp(t, `\nPASS \d+ checks\n$`, out.String())
		if testing.Short() {
			return
		}
	}
}
