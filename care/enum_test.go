package care_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func TestEveryEnumeration(t *testing.T) {
	declared := declaredConstants(t)
	checkEnum[care.Lang](t, declared["Lang"])
	checkEnum[care.Channel](t, declared["Channel"])
	checkEnum[care.Phase](t, declared["Phase"])
	checkEnum[care.Factor](t, declared["Factor"])
	checkEnum[care.AspectKind](t, declared["AspectKind"])
	checkEnum[care.ContactKind](t, declared["ContactKind"])
	checkEnum[care.CustomerKind](t, declared["CustomerKind"])
	checkEnum[care.InvoiceStatus](t, declared["InvoiceStatus"])
	checkEnum[care.ShipmentStatus](t, declared["ShipmentStatus"])
	checkEnum[care.CODStatus](t, declared["CODStatus"])
}

// checkEnum checks that the constants declared in the source are the terms, in
// the same order, each with good names.
func checkEnum[E care.Enum[E]](t *testing.T, constants []string) {
	t.Helper()
	var values []string
	names := make(map[care.Text]bool)
	for value, name := range E("").Terms().All() {
		values = append(values, string(value))
		assert.Regexp(t, regexp.MustCompile(`^[a-z_]+$`), string(value))
		assert.True(t, care.IsKnown(value))
		assert.Equal(t, name, care.NameOf(value))
		assert.NotEmpty(t, name.VI, "%q in Vietnamese", value)
		assert.NotEmpty(t, name.EN, "%q in English", value)
		assert.False(t, names[name], "%q has the name of another", value)
		names[name] = true

		parsed, err := care.ParseEnum[E](" " + strings.ToUpper(string(value)) + "\n")
		require.NoError(t, err)
		assert.Equal(t, value, parsed)
	}
	assert.Equal(t, constants, values)

	for _, unknown := range []string{"", "unknown", "nonsense"} {
		assert.False(t, care.IsKnown(E(unknown)))
		assert.Zero(t, care.NameOf(E(unknown)))
		parsed, err := care.ParseEnum[E](unknown)
		assert.Zero(t, parsed)
		problem := onlyProblem(t, err)
		assert.True(t, problem.Reason.Is(care.CodeUnknownWord))
		assert.Contains(t, problem.Reason.Text(care.LangEN), strings.Join(values, ", "))
	}
}

// declaredConstants returns the values of the package's string constants by the
// name of their type, in the order of the source.
func declaredConstants(t *testing.T) map[string][]string {
	t.Helper()
	constants := make(map[string][]string)
	for _, file := range sources(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || spec.Type == nil || len(spec.Values) != 1 {
				return true
			}
			literal, ok := spec.Values[0].(*ast.BasicLit)
			if name, isName := spec.Type.(*ast.Ident); ok && isName && literal.Kind == token.STRING {
				value, err := strconv.Unquote(literal.Value)
				require.NoError(t, err)
				constants[name.Name] = append(constants[name.Name], value)
			}
			return true
		})
	}
	return constants
}

// sources returns the syntax of the package without its tests.
func sources(t *testing.T) []*ast.File {
	t.Helper()
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	var files []*ast.File
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".go") && !strings.HasSuffix(entry.Name(), "_test.go") {
			file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, 0)
			require.NoError(t, err)
			files = append(files, file)
		}
	}
	return files
}

func TestTermsStopAndDoNotChange(t *testing.T) {
	for value := range care.Channel("").Terms().All() {
		assert.Equal(t, care.ChannelCounter, value)
		break
	}
	terms := []care.Term[care.Phase]{care.NewTerm[care.Phase]("a", "á", "a")}
	kept := care.NewTerms(terms...)
	terms[0] = care.NewTerm[care.Phase]("b", "b", "b")
	for value, name := range kept.All() {
		assert.Equal(t, care.Phase("a"), value)
		assert.Equal(t, care.Text{VI: "á", EN: "a"}, name)
	}
}

func TestTextInALanguage(t *testing.T) {
	both := care.Text{VI: "một", EN: "one"}
	assert.Equal(t, "một", both.In(care.LangVI))
	assert.Equal(t, "one", both.In(care.LangEN))
	assert.Equal(t, "một", both.In(""))
	assert.Equal(t, "một", both.In("fr"))
	assert.Equal(t, "một", care.Text{VI: "một"}.In(care.LangEN))
	assert.Equal(t, "one", care.Text{EN: "one"}.In(care.LangVI))
	assert.Empty(t, care.Text{}.In(care.LangEN))
}
