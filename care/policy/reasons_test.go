package policy_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/storage"
)

func TestCodesAreWellDeclared(t *testing.T) {
	require.NoError(t, care.CheckCodes(policy.Codes()...))
	listed := map[string]bool{}
	for _, c := range policy.Codes() {
		listed[c.ID()] = true
		require.True(t, strings.HasPrefix(c.ID(), "policy."), c.ID())
		for _, sentence := range []string{c.Sentence().VI, c.Sentence().EN} {
			require.True(t, strings.HasSuffix(sentence, "."), "a whole sentence: %s", sentence)
		}
	}
	files, err := filepath.Glob("reasons*.go")
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && strings.HasPrefix(lit.Value, `"policy.`) {
				require.True(t, listed[strings.Trim(lit.Value, `"`)], "Codes lacks %s", lit.Value)
			}
			return true
		})
	}
}

func TestSchemasAreWellDeclared(t *testing.T) { require.NoError(t, storage.CheckSchemas(schemas())) }

func TestEveryWordHasANameInBothLanguages(t *testing.T) {
	named[policy.Audience](t)
	named[policy.DocumentKind](t)
	named[policy.Element](t)
	named[policy.Stage](t)
	named[policy.MeasureKind](t)
	named[policy.Direction](t)
	named[policy.ConsentBasis](t)
	named[policy.Outcome](t)
	named[policy.Trend](t)
}

func named[E care.Enum[E]](t *testing.T) {
	for value, name := range E("").Terms().All() {
		require.NotEmpty(t, name.VI, value)
		require.NotEmpty(t, name.EN, value)
	}
}

func TestTheElementsAreThoseOfTheTable(t *testing.T) {
	phases := map[care.Phase]int{}
	for _, e := range policy.Elements() {
		phases[e.Phase()]++
	}
	require.Equal(t, map[care.Phase]int{care.PhaseBefore: 8, care.PhaseDuring: 9, care.PhaseAfter: 10}, phases)
	require.Len(t, policy.OptionalElements(), 8)
	var all []policy.Element
	for e := range policy.Element("").Terms().All() {
		all = append(all, e)
		g := e.Guide()
		require.NotEmpty(t, e.Phase(), e)
		for _, text := range []string{g.Measure.VI, g.Measure.EN, g.Check.VI, g.Check.EN} {
			require.NotEmpty(t, text, e)
		}
	}
	require.Equal(t, append(policy.Elements(), policy.OptionalElements()...), all)
	require.Empty(t, policy.Element("luck").Phase())
	require.Zero(t, policy.Element("luck").Guide().Measure)
}
