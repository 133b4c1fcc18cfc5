package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/storage"
)

func TestCodesAreWellDeclared(t *testing.T) {
	require.NoError(t, care.CheckCodes(desk.Codes()...))
}

func TestSchemasAreWellDeclared(t *testing.T) {
	require.NoError(t, storage.CheckSchemas(schemas()))
}

func TestEveryWordHasANameInBothLanguages(t *testing.T) {
	named[desk.Status](t)
	named[desk.Step](t)
	named[desk.Kind](t)
	named[desk.Party](t)
}

func named[E care.Enum[E]](t *testing.T) {
	for value, name := range E("").Terms().All() {
		require.NotEmpty(t, name.VI, value)
		require.NotEmpty(t, name.EN, value)
	}
}

func TestEveryStepHasATopicOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, topic := range desk.Events() {
		require.NotEmpty(t, topic.Name())
		require.False(t, seen[topic.Name()], topic.Name())
		seen[topic.Name()] = true
	}
}
