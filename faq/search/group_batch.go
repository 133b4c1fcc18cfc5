package search

import (
	"math"
	"slices"
)

// How texts are grouped all at once. The figures were chosen on the even-numbered test questions of Banking77.
const (
	takesIn     = 5   // texts that each takes in before it is compared
	takenIn     = .5  // what those count against itself, times how like it they are
	joinsGroups = .28 // how like each other two groups are, in the mean over all pairs of their texts
)

// MaxGroup is how many texts Group takes at once: it looks at every pair, with 8 bytes for each while it works, which are 200 MB for so many.
const MaxGroup = 5000

// Group puts questions together that ask the same, all at once, which is better than one by one. It returns the number of the group of each, in the order
// in which the groups first come up. Of more than MaxGroup texts those beyond are put to the groups of the others one by one.
func Group(texts []string) []int {
	var c corpus
	keys := make([]vector, min(len(texts), MaxGroup))
	for i := range keys {
		keys[i] = c.keysOf(texts[i])
		c.count(keys[i])
	}
	vectors := make([]vector, len(keys))
	for i := range keys {
		vectors[i] = c.weigh(keys[i])
	}
	groups := number(averageLink(widened(likenesses(vectors), len(vectors)), len(vectors)))
	middles := grouperOf(c, vectors, groups)
	for i, v := range vectors { // a second look, now that the middles of the groups are known
		if nearest, likeness := middles.nearest(v); likeness > 0 {
			groups[i] = nearest
		}
	}
	groups = number(groups)
	if len(texts) > len(groups) {
		g := grouperOf(c, vectors, groups)
		for _, text := range texts[len(groups):] {
			groups = append(groups, g.Add(text))
		}
	}
	return groups
}

// grouperOf is a Grouper that has put these texts into these groups.
func grouperOf(c corpus, vectors []vector, groups []int) *Grouper {
	g := &Grouper{corpus: c}
	for i, v := range vectors {
		g.join(groups[i], v)
	}
	return g
}

// likenesses are the cosines of all pairs, n by n.
func likenesses(vectors []vector) []float32 {
	n := len(vectors)
	all := make([]float32, n*n)
	byKey := map[uint64][]share{}
	for i, v := range vectors {
		row := all[i*n : (i+1)*n]
		for _, c := range v {
			for _, s := range byKey[c.key] {
				row[s.group] += c.weight * s.weight
			}
			byKey[c.key] = append(byKey[c.key], share{int32(i), c.weight})
		}
		for j := range i {
			all[j*n+i] = row[j]
		}
	}
	return all
}

// widened are the cosines of texts each of which has taken in a share of the few that are most like it, by how like they are. Two texts that say the
// same in other words become alike by what stands near both.
func widened(alike []float32, n int) []float32 {
	near := make([][]share, n) // of each: itself, and what it takes in
	for i := range n {
		near[i] = nearest(alike[i*n:(i+1)*n], i)
		for j := range near[i] {
			near[i][j].weight *= takenIn
		}
		near[i], alike[i*n+i] = append(near[i], share{int32(i), 1}), 1
	}
	wide := make([]float32, n*n)
	half := make([]float32, n) // of one text that has taken in, to each that has not
	for i := range n {
		clear(half)
		for _, a := range near[i] {
			for j, l := range alike[int(a.group)*n : (int(a.group)+1)*n] {
				half[j] += a.weight * l
			}
		}
		for j := range i + 1 {
			l := float32(0)
			for _, b := range near[j] {
				l += b.weight * half[b.group]
			}
			wide[i*n+j] = l
		}
	}
	length := make([]float32, n)
	for i := range n {
		length[i] = float32(math.Sqrt(float64(wide[i*n+i])))
	}
	for i := range n {
		for j := range i {
			l := wide[i*n+j] / (length[i] * length[j])
			wide[i*n+j], wide[j*n+i] = l, l
		}
	}
	return wide
}

// nearest are the few texts of a row that are most like its own, the most alike first, and of equals the earlier.
func nearest(row []float32, own int) (few []share) {
	for j, l := range row {
		if j == own || l <= 0 || len(few) == takesIn && l <= few[takesIn-1].weight {
			continue
		}
		at := len(few)
		for at > 0 && few[at-1].weight < l {
			at--
		}
		few = slices.Insert(few, at, share{int32(j), l})
		few = few[:min(len(few), takesIn)]
	}
	return few
}

// averageLink joins the two most alike groups until none are alike enough, by chains of nearest neighbours: each step goes to the most alike group, and
// two that are each other's are joined. It returns the group of each by the number of one of its members.
func averageLink(alike []float32, n int) []int {
	of, size, chain := make([]int, n), make([]float32, n), make([]int, 0, n)
	for i := range of {
		of[i], size[i] = i, 1
	}
	gone := make([]bool, n)
	for start := 0; start < n; {
		if len(chain) == 0 {
			if gone[start] {
				start++
				continue
			}
			chain = append(chain, start)
		}
		a := chain[len(chain)-1]
		row := alike[a*n : (a+1)*n]
		before := -1
		if len(chain) > 1 {
			before = chain[len(chain)-2]
		}
		b, best := before, float32(joinsGroups)
		if before >= 0 {
			best = max(best, row[before])
		}
		for j, l := range row {
			if l > best && j != a && !gone[j] {
				b, best = j, l
			}
		}
		switch {
		case b < 0: // nothing is like it: it is done
			gone[a] = true
			chain = chain[:0]
		case b != before:
			chain = append(chain, b)
		default:
			chain = chain[:len(chain)-2]
			join(alike, n, a, b, size, gone)
			for i := range of {
				if of[i] == b {
					of[i] = a
				}
			}
		}
	}
	return of
}

// join makes b part of a.
func join(alike []float32, n, a, b int, size []float32, gone []bool) {
	sum := size[a] + size[b]
	for j := range n {
		if j != a && j != b && !gone[j] {
			l := (size[a]*alike[a*n+j] + size[b]*alike[b*n+j]) / sum
			alike[a*n+j], alike[j*n+a] = l, l
		}
	}
	size[a], gone[b] = sum, true
}

// number numbers groups in the order in which they first come up.
func number(of []int) []int {
	numbers := map[int]int{}
	groups := make([]int, len(of))
	for i, g := range of {
		if _, ok := numbers[g]; !ok {
			numbers[g] = len(numbers)
		}
		groups[i] = numbers[g]
	}
	return groups
}
