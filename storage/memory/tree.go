package memory

import "bytes"

// tree is a B-tree whose nodes are shared between versions. edit starts a version; a node that another version made is copied
// before it is changed, so versions that were published stay as they are.
type tree struct {
	root *node
	me   *version
}

// version marks the nodes that one edit made, and so may change in place. It has a size so that each has an address of its own.
type version struct{ _ byte }

type item struct{ key, value []byte }

type node struct {
	made     *version
	items    []*item // never changed: versions share them
	children []*node // one more than items, none in a leaf

	// What finds an item lies in the node itself; see find.
	skip   int                  // how many bytes all keys of the node begin with; perhaps fewer
	prefix [maxSkip]byte        // those bytes
	heads  [maxItems + 1]uint64 // of each item's key, the eight bytes behind them
}

// A node has at most maxItems items and, but for the root, at least minItems.
const (
	maxItems = 63
	minItems = maxItems / 4
	maxSkip  = 48
)

func (t *tree) edit() *tree { return &tree{root: t.root, me: &version{}} }

func (t *tree) get(key []byte) []byte {
	for n := t.root; n != nil; {
		i, found := n.find(key)
		if found {
			return n.items[i].value
		}
		if n.children == nil {
			return nil
		}
		n = n.children[i]
	}
	return nil
}

// ascend yields the items with from <= key < to in order.
func (t *tree) ascend(from, to []byte, yield func(key, value []byte) bool) {
	if t.root != nil {
		t.root.ascend(from, to, yield)
	}
}

func (n *node) ascend(from, to []byte, yield func(key, value []byte) bool) bool {
	i := 0
	if from != nil {
		i, _ = n.find(from)
	}
	for ; ; i++ {
		if n.children != nil && !n.children[i].ascend(from, to, yield) {
			return false
		}
		if i == len(n.items) {
			return true
		}
		from = nil // all that follows is behind it
		if it := n.items[i]; bytes.Compare(it.key, to) >= 0 || !yield(it.key, it.value) {
			return false
		}
	}
}

// descend yields the items with from <= key < to in reverse order.
func (t *tree) descend(from, to []byte, yield func(key, value []byte) bool) {
	if t.root != nil {
		t.root.descend(from, to, yield)
	}
}

func (n *node) descend(from, to []byte, yield func(key, value []byte) bool) bool {
	i := len(n.items)
	if to != nil {
		i, _ = n.find(to)
	}
	for ; ; i-- {
		if n.children != nil && !n.children[i].descend(from, to, yield) {
			return false
		}
		if i == 0 {
			return true
		}
		to = nil // all that follows is before it
		if it := n.items[i-1]; bytes.Compare(it.key, from) < 0 || !yield(it.key, it.value) {
			return false
		}
	}
}

// own returns the node itself if this version made it, else a copy that it made.
func (t *tree) own(n *node) *node {
	if n.made == t.me {
		return n
	}
	c := t.leaf(n.items)
	if n.children != nil {
		c.children = append(make([]*node, 0, maxItems+2), n.children...)
	}
	return c
}

func (t *tree) set(key, value []byte) {
	if t.root == nil {
		t.root = t.leaf(nil)
	}
	t.root = t.own(t.root)
	t.insert(t.root, &item{key, value})
	if len(t.root.items) > maxItems {
		old := t.root
		t.root = t.leaf(nil)
		t.root.children = []*node{old}
		t.split(t.root, 0)
	}
}

// insert puts the item below n, which this version owns and which may then be one item too large.
func (t *tree) insert(n *node, it *item) {
	i, found := n.find(it.key)
	switch {
	case found:
		n.items[i] = it
	case n.children == nil:
		n.insertItem(i, it)
	default:
		child := t.own(n.children[i])
		n.children[i] = child
		t.insert(child, it)
		if len(child.items) > maxItems {
			t.split(n, i)
		}
	}
}

// split divides the child at i, which is one item too large. A child that grows at its end, as with keys in time order, is
// divided near its end, so that the left part stays full.
func (t *tree) split(parent *node, i int) {
	left := parent.children[i]
	at := len(left.items) / 2
	if i == len(parent.children)-1 {
		at = len(left.items) - minItems - 1
	}
	middle := left.items[at]
	right := t.leaf(left.items[at+1:])
	if left.children != nil {
		right.children = append(make([]*node, 0, maxItems+2), left.children[at+1:]...)
		clear(left.children[at+1:])
		left.children = left.children[:at+1]
	}
	clear(left.items[at:])
	left.items = left.items[:at]
	left.remake()
	parent.insertItem(i, middle)
	parent.children = insertAt(parent.children, i+1, right)
}

func (t *tree) delete(key []byte) {
	if t.root == nil {
		return
	}
	t.root = t.own(t.root)
	t.remove(t.root, key)
	if len(t.root.items) == 0 {
		if t.root.children == nil {
			t.root = nil
		} else {
			t.root = t.root.children[0]
		}
	}
}

// remove takes the key, if it is there, out from below n, which this version owns and which may then be too small.
func (t *tree) remove(n *node, key []byte) {
	i, found := n.find(key)
	if n.children == nil {
		if found {
			n.removeItem(i)
		}
		return
	}
	child := t.own(n.children[i])
	n.children[i] = child
	if found {
		n.replaceItem(i, t.removeLast(child))
	} else {
		t.remove(child, key)
	}
	t.refill(n, i)
}

// removeLast takes out the last item below n.
func (t *tree) removeLast(n *node) *item {
	last := len(n.items) - 1
	if n.children == nil {
		it := n.items[last]
		n.removeItem(last)
		return it
	}
	child := t.own(n.children[last+1])
	n.children[last+1] = child
	it := t.removeLast(child)
	t.refill(n, last+1)
	return it
}

// refill gives the child at i an item of a neighbour, or joins them, if it has become too small.
func (t *tree) refill(n *node, i int) {
	if len(n.children[i].items) >= minItems {
		return
	}
	switch {
	case i > 0 && len(n.children[i-1].items) > minItems:
		t.rotateRight(n, i)
	case i < len(n.items) && len(n.children[i+1].items) > minItems:
		t.rotateLeft(n, i)
	case i > 0:
		t.join(n, i-1)
	default:
		t.join(n, i)
	}
}

func (t *tree) rotateRight(n *node, i int) {
	left, child := t.own(n.children[i-1]), n.children[i]
	n.children[i-1] = left
	last := len(left.items) - 1
	child.insertItem(0, n.items[i-1])
	n.replaceItem(i-1, left.items[last])
	left.removeItem(last)
	if left.children != nil {
		child.children = insertAt(child.children, 0, left.children[last+1])
		left.children = removeAt(left.children, last+1)
	}
}

func (t *tree) rotateLeft(n *node, i int) {
	child, right := n.children[i], t.own(n.children[i+1])
	n.children[i+1] = right
	child.insertItem(len(child.items), n.items[i])
	n.replaceItem(i, right.items[0])
	right.removeItem(0)
	if right.children != nil {
		child.children = append(child.children, right.children[0])
		right.children = removeAt(right.children, 0)
	}
}

// join makes one node of the children at i and i+1 and the item between them.
func (t *tree) join(n *node, i int) {
	left, right := t.own(n.children[i]), n.children[i+1]
	n.children[i] = left
	left.items = append(append(left.items, n.items[i]), right.items...)
	left.remake()
	left.children = append(left.children, right.children...)
	n.removeItem(i)
	n.children = removeAt(n.children, i+1)
}
