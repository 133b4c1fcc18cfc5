package main

import (
	"bytes"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDemo(t *testing.T) {
	s, err := open(t.Context())
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, runDemo(t.Context(), s, &out), out.String())
	require.Regexp(t, regexp.MustCompile(`\nPASS \d+ checks\n$`), out.String())
}

func TestDraw(t *testing.T) {
	s, err := open(t.Context())
	require.NoError(t, err)
	var out bytes.Buffer
	for _, text := range []string{"", "b", "baor hanhf", "không có gì như thế xyzzyq"} {
		require.NoError(t, draw(t.Context(), s, &out, text, true, ""))
	}
	require.Contains(t, out.String(), "“bảo hành”")
	note, err := record(t.Context(), s, "có bán vé máy bay không")
	require.NoError(t, err)
	require.Contains(t, note, "đã giao cho faq")
}
