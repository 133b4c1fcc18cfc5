package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// build builds this program, with some files of the library replaced, and returns a function that runs it.
func build(t *testing.T, overlay map[string]string) func(args ...string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	replaced := map[string]string{}
	for path, source := range overlay {
		file := filepath.Join(dir, strings.ReplaceAll(path, "/", "_"))
		require.NoError(t, os.WriteFile(file, []byte(source), 0o600))
		absolute, err := filepath.Abs(filepath.Join("../..", path))
		require.NoError(t, err)
		replaced[absolute] = file
	}
	text, err := json.Marshal(map[string]any{"Replace": replaced})
	require.NoError(t, err)
	overlayFile, program := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "pos")
	require.NoError(t, os.WriteFile(overlayFile, text, 0o600))
	out, err := exec.CommandContext(t.Context(), "go", "build", "-overlay", overlayFile, "-o", program, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return func(args ...string) (string, error) {
		var out bytes.Buffer
		cmd := exec.CommandContext(t.Context(), program, args...)
		cmd.Stdout, cmd.Stderr = &out, &out
		err := cmd.Run()
		return out.String(), err
	}
}

func TestPassesInBothLanguages(t *testing.T) {
	run := build(t, nil)
	for lang, word := range map[string]string{"vi": "ĐƯỢC BẢO HÀNH", "en": "NOT COVERED"} {
		out, err := run("-lang", lang)
		require.NoError(t, err, out)
		require.Regexp(t, regexp.MustCompile(`\nPASS \d+ checks\n$`), out)
		require.Contains(t, out, word)
	}
}

func TestKeepsADatabaseThatCanBeCheckedAgain(t *testing.T) {
	run, path := build(t, nil), filepath.Join(t.TempDir(), "shop.db")
	out, err := run("-db", path)
	require.NoError(t, err, out)
	out, err = run("-db", path, "-check")
	require.NoError(t, err, out)
	require.Contains(t, out, "PASS")
	out, err = run("-db", path)
	require.Error(t, err, "a database that is there already is not written to again")
	require.Contains(t, out, "already")
}

func TestRefusesALanguageItDoesNotSpeak(t *testing.T) {
	out, err := build(t, nil)("-lang", "fr")
	require.Error(t, err)
	require.Contains(t, out, "neither vi nor en")
}

var everyRule = flag.Bool("every-rule", false, "remove each rule, not only the first three")

// TestFailsWithoutAnyOfItsRules removes one rule at a time from the library: the expected results must notice.
func TestFailsWithoutAnyOfItsRules(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program several times")
	}
	rules := []struct{ name, file, code, without string }{
		{"another phone refutes", "warranty/match_clue.go", "w.contradicted = !w.card", ""},
		{"terms may keep the last day", "warranty/decide_term.go", "c.law.LastDay.Holds() && !c.f.Reading.KeepLastDay {", "c.law.LastDay.Holds() {"},
		{"three repairs open a refund", "warranty/decide_remedy.go", "return count >= c.f.Reading.AttemptsOf(c.law), count", "return false, count"},
		{"a term ends", "warranty/decide.go", "case d.On.After(d.Ends):", "case false:"},
		{"a published exclusion binds", "warranty/decide.go", "if excluded && f.Bound && !lawful {", "if false && excluded && f.Bound && !lawful {"},
		{"a promised time runs out", "warranty/decide_remedy.go", "case !r.Promised.IsZero() && r.Promised.Before(c.f.Asked):", "case false:"},
		{"days in repair do not count", "warranty/decide_term.go", "*until = out", "days = 0"},
		{"an exchanged product begins again", "warranty/claim_record.go", "f.Exchanged = reg.Exchanged", ""},
		{"a month without the day ends on its last", "care/calendar/date.go", "uint8(min(int(d.day), daysIn(year, month)))", "uint8(d.day)"},
	}
	if !*everyRule {
		rules = rules[:3] // each is a build of the library
	}
	for _, rule := range rules {
		t.Run(rule.name, func(t *testing.T) {
			source, err := os.ReadFile(filepath.Join("../..", rule.file))
			require.NoError(t, err)
			require.Equal(t, 1, strings.Count(string(source), rule.code), "the rule stands once in %s", rule.file)
			out, err := build(t, map[string]string{rule.file: strings.Replace(string(source), rule.code, rule.without, 1)})()
			require.Error(t, err, "without this rule the program still passes:\n%s", out)
			require.Contains(t, out, "FAIL")
		})
	}
}
