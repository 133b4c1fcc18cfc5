package memory

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTreeIsASortedMap drives the tree and a plain map with the same random edits and compares everything, and that
// versions which were published earlier stay as they were.
func TestTreeIsASortedMap(t *testing.T) {
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 1))
	current, model := &tree{}, map[string]string{}
	type snapshot struct {
		tree  *tree
		model map[string]string
	}
	var published []snapshot
	for round := range 60 {
		current = current.edit()
		grow := round%3 != 2
		for range rnd.IntN(400) {
			key := fmt.Sprintf("%05d", rnd.IntN(3000))
			if grow || rnd.IntN(4) == 0 {
				current.set([]byte(key), []byte(key+fmt.Sprint(round)))
				model[key] = key + fmt.Sprint(round)
			} else {
				current.delete([]byte(key))
				delete(model, key)
			}
		}
		requireShape(t, current, seed)
		published = append(published, snapshot{current, maps.Clone(model)})
	}
	for _, p := range published {
		requireSame(t, p.tree, p.model, rnd, seed)
	}
	current = current.edit()
	for key := range model {
		current.delete([]byte(key))
		requireShape(t, current, seed)
	}
	require.Nil(t, current.root, "seed %d", seed)
}

func requireSame(t *testing.T, tr *tree, model map[string]string, rnd *rand.Rand, seed uint64) {
	t.Helper()
	from, to := fmt.Sprintf("%05d", rnd.IntN(3000)), fmt.Sprintf("%05d", rnd.IntN(3000))
	var want []string
	for _, k := range slices.Sorted(maps.Keys(model)) {
		require.Equal(t, model[k], string(tr.get([]byte(k))), "seed %d", seed)
		if k >= from && k < to {
			want = append(want, k+"="+model[k])
		}
	}
	var up, down []string
	tr.ascend([]byte(from), []byte(to), func(k, v []byte) bool { up = append(up, string(k)+"="+string(v)); return true })
	tr.descend([]byte(from), []byte(to), func(k, v []byte) bool { down = append(down, string(k)+"="+string(v)); return true })
	require.Equal(t, want, up, "seed %d", seed)
	slices.Reverse(down)
	require.Equal(t, want, down, "seed %d", seed)
	require.Nil(t, tr.get([]byte("absent")))
}

// requireShape checks what makes it a B-tree: sizes, and leaves all at one depth.
func requireShape(t *testing.T, tr *tree, seed uint64) {
	t.Helper()
	if tr.root == nil {
		return
	}
	var depth func(n *node, root bool) int
	depth = func(n *node, root bool) int {
		require.LessOrEqual(t, len(n.items), maxItems, "seed %d", seed)
		if !root {
			require.GreaterOrEqual(t, len(n.items), minItems, "seed %d", seed)
		}
		if n.children == nil {
			return 1
		}
		require.Len(t, n.children, len(n.items)+1, "seed %d", seed)
		first := depth(n.children[0], false)
		for _, c := range n.children[1:] {
			require.Equal(t, first, depth(c, false), "seed %d", seed)
		}
		return first + 1
	}
	depth(tr.root, true)
}
