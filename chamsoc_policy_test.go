package chamsoc_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care/policy"
)

// The collections by which a policy's elements are measured are Chamsoc's.
func TestPolicyNamesCollectionsThatThereAre(t *testing.T) {
	there := map[string]bool{}
	for _, s := range chamsoc.Schemas() {
		there[s.Name] = true
	}
	for e := range policy.Element("").Terms().All() {
		for _, name := range e.Guide().Collections {
			require.True(t, there[name], "%s: %s", e, name)
		}
	}
	for _, f := range policy.Figures() {
		require.True(t, there[f.Collection()], f.Source)
	}
}
