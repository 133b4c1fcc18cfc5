package main

import (
	"database/sql"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEmbed(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	require.NoError(t, err)
	defer db.Close()
	db.SetMaxOpenConns(1)
	require.NoError(t, embed(t.Context(), db))
}

// TestReadmeShowsThisProgram keeps what the README shows compiling.
func TestReadmeShowsThisProgram(t *testing.T) {
	source, err := os.ReadFile("main.go")
	require.NoError(t, err)
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, shown, found := strings.Cut(string(source), "// README begins\n")
	require.True(t, found)
	shown, _, found = strings.Cut(shown, "\t// README ends")
	require.True(t, found)
	var lines []string
	for line := range strings.Lines(shown) {
		lines = append(lines, strings.TrimPrefix(line, "\t"))
	}
	require.Contains(t, string(readme), strings.Join(lines, ""))
}
