package search

import (
	"hash/fnv"
	"math"
	"slices"
)

// How like each other questions of one group are: the cosine of what they have in common (words, pairs of words, three letters), by rarity. The figures
// were chosen on the even-numbered test questions of Banking77.
const (
	joinsGroup = .36 // of a question and the middle of a group
	sizeCounts = .06 // times the logarithm of its size, a group is more like a question than its middle says
	pairShare  = .5  // what a pair of words counts, against a word or three letters
)

// vector is a text as weights of its words, their pairs and their letters, of length 1, in order of the keys.
type vector []component

type component struct {
	key    uint64
	weight float32
}

// corpus counts in how many texts each key is.
type corpus struct {
	texts int
	df    map[uint64]int32
	read  tokens
}

// keysOf are the keys of a text with how often they are in it, in order.
func (c *corpus) keysOf(text string) (all vector) {
	c.read.read(text)
	const wordBit, pairBit = 1 << 63, 1 << 62
	var keys []uint64
	var before uint64
	for _, w := range c.read.all {
		fold := c.read.fold(w)
		h := fnv.New64a()
		h.Write(fold)
		sum := h.Sum64()
		keys = append(keys, sum|wordBit)
		if before != 0 {
			keys = append(keys, (spread(before)+sum)>>2|pairBit)
		}
		before = sum
		if !w.digits {
			for gram := range gramsOf(fold) {
				keys = append(keys, gram)
			}
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		if n := len(all); n > 0 && all[n-1].key == key {
			all[n-1].weight++
		} else {
			all = append(all, component{key, 1})
		}
	}
	return all
}

// count takes a text into the counts.
func (c *corpus) count(keys vector) {
	if c.df == nil {
		c.df = map[uint64]int32{}
	}
	c.texts++
	for _, k := range keys {
		c.df[k.key]++
	}
}

// weigh makes the counts of a text its weights.
func (c *corpus) weigh(keys vector) vector {
	weighed := make(vector, len(keys))
	var sum float64
	for i, k := range keys {
		w := (1 + math.Log(float64(k.weight))) * math.Log(1+float64(c.texts)/float64(max(1, c.df[k.key])))
		if k.key>>62 == 1 {
			w *= pairShare
		}
		weighed[i] = component{k.key, float32(w)}
		sum += w * w
	}
	if sum > 0 {
		for i := range weighed {
			weighed[i].weight /= float32(math.Sqrt(sum))
		}
	}
	return weighed
}

// Grouper puts questions together that ask the same, one by one as they come. The zero Grouper is ready. It is not safe for concurrent use.
type Grouper struct {
	corpus  corpus
	members []int     // of each group
	norms   []float64 // squared, of the sums of the vectors of each group
	sums    map[uint64][]share
	dots    []float32
}

// share is what a group has of a key.
type share struct {
	group  int32
	weight float32
}

// Add puts a question into the group that is most like it, or into a new one, and returns the group's number. Groups are numbered from 0.
func (g *Grouper) Add(text string) int {
	keys := g.corpus.keysOf(text)
	g.corpus.count(keys)
	v := g.corpus.weigh(keys)
	group, likeness := g.nearest(v)
	if likeness < joinsGroup {
		group = len(g.members)
	}
	g.join(group, v)
	return group
}

// Nearest is the group that a question would join, without adding it; false if it would found a new one.
func (g *Grouper) Nearest(text string) (int, bool) {
	group, likeness := g.nearest(g.corpus.weigh(g.corpus.keysOf(text)))
	return group, likeness >= joinsGroup
}

func (g *Grouper) nearest(v vector) (best int, likeness float64) {
	clear(g.dots)
	for _, c := range v {
		for _, s := range g.sums[c.key] {
			g.dots[s.group] += c.weight * s.weight
		}
	}
	best = -1
	for i, dot := range g.dots {
		if dot == 0 {
			continue
		}
		if l := float64(dot) / math.Sqrt(g.norms[i]) * (1 + sizeCounts*math.Log(float64(g.members[i]))); l > likeness {
			best, likeness = i, l
		}
	}
	return best, likeness
}

func (g *Grouper) join(group int, v vector) {
	if g.sums == nil {
		g.sums = map[uint64][]share{}
	}
	for group >= len(g.members) {
		g.members, g.norms, g.dots = append(g.members, 0), append(g.norms, 0), append(g.dots, 0)
	}
	g.members[group]++
	for _, c := range v {
		shares := g.sums[c.key]
		i := slices.IndexFunc(shares, func(s share) bool { return s.group == int32(group) })
		if i < 0 {
			i, shares = len(shares), append(shares, share{int32(group), 0})
		}
		was := shares[i].weight
		shares[i].weight += c.weight
		g.sums[c.key] = shares
		g.norms[group] += float64(shares[i].weight)*float64(shares[i].weight) - float64(was)*float64(was)
	}
}

// Put puts a question into a group that is known from elsewhere, such as one of a store: 0 to one more than the largest so far.
func (g *Grouper) Put(text string, group int) {
	keys := g.corpus.keysOf(text)
	g.corpus.count(keys)
	g.join(group, g.corpus.weigh(keys))
}
