package main

import (
	"bytes"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func TestNight(t *testing.T) {
	for lang := range care.Lang("").Terms().All() {
		var out bytes.Buffer
		require.NoError(t, run(t.Context(), &out, lang, ""), out.String())
		require.Regexp(t, regexp.MustCompile(`\nPASS \d+ checks\n$`), out.String())
	}
}
