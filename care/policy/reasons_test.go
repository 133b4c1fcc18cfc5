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
}

func named[E care.Enum[E]](t *testing.T) {
	for value, name := range E("").Terms().All() {
		require.NotEmpty(t, name.VI, value)
		require.NotEmpty(t, name.EN, value)
	}
}
