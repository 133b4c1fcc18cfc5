package drivertest

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/storage"
)

// TestTwoMergesCrossing merges two cases into each other at once, while the customer writes to both: one merge is refused and names the case that goes on, and
// no word is lost (zammad #1216: both cases are gone).
func TestTwoMergesCrossing(t *testing.T) {
	eachEngine(t, func(t *testing.T, e engine) {
		c := chamsocOn(t, e.tenants.ForTenant("crossing"))
		for range 10 {
			crossMerges(t, c)
		}
	})
}

func crossMerges(t *testing.T, c chamsoc.Chamsoc) {
	t.Helper()
	var ids [2]storage.ID[desk.Case]
	for i := range ids {
		r, err := c.Desk.Open(t.Context(), desk.Intake{Channel: "web"})
		require.NoError(t, err)
		ids[i] = r.Case.ID
	}
	ctx := context.WithoutCancel(t.Context())
	var merged, heard [2]error
	var at sync.WaitGroup
	for i := range ids {
		at.Go(func() { _, merged[i] = c.Desk.Merge(ctx, desk.Merging{On: desk.On{Case: ids[i]}, Into: ids[1-i]}) })
		at.Go(func() {
			_, heard[i] = c.Desk.Hear(ctx, desk.Words{On: desk.On{Case: ids[i]}, Channel: "web", Text: "…"})
		})
	}
	at.Wait()
	require.NoError(t, heard[0])
	require.NoError(t, heard[1])
	refused := merged[0]
	if refused == nil {
		refused = merged[1]
	}
	require.NotEqual(t, merged[0] == nil, merged[1] == nil, "one of the two merges is refused: %v", merged)
	require.ErrorContains(t, refused, "desk.merged")
	said := 0
	for _, id := range ids {
		for _, err := range c.Desk.Messages(id).All(t.Context()) {
			require.NoError(t, err)
			said++
		}
	}
	require.Equal(t, 2, said)
}
