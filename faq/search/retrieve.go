package search

// rough is a document with its score at first sight.
type rough struct {
	score float32
	doc   uint32
}

// weighted is a list of postings and what its word is worth.
type weighted struct {
	posts  []uint32
	weight float32
}

// window is how many documents are summed up at a time: their sums stay in a core's own cache.
const window = 1 << 14

// retrieve finds the documents with the highest sums over the words and pairs of the query, in which a document's length and counts are rough.
func (q *search) retrieve(want int) {
	q.lists = q.lists[:0]
	for _, t := range q.terms {
		q.lists = append(q.lists, weighted{t.posts, t.weight * t.idf})
	}
	for _, p := range q.pairs {
		q.lists = append(q.lists, weighted{p.posts, tuned.firstPair * p.weight * p.idf})
	}
	if len(q.sums) < window {
		q.sums = make([]float32, window)
	}
	q.found, q.top = q.found[:0], 0
	for from := uint32(0); from < q.docsSeen; from += window {
		to := min(from+window, q.docsSeen)
		for i := range q.lists {
			q.lists[i].posts = q.addUp(q.lists[i], from, to)
		}
		q.collect(from, q.sums[:to-from], want)
	}
}

// addUp adds a list's share to the sums of documents before to, and returns the rest of the list.
func (q *search) addUp(l weighted, from, to uint32) []uint32 {
	sums, weight := (*[window]float32)(q.sums), &q.weight
	for i, p := range l.posts {
		if p>>8 >= to {
			return l.posts[i:]
		}
		sums[(p>>8-from)%window] += l.weight * weight[p&255]
	}
	return nil
}

// collect keeps those of the sums that are among the highest, and clears all. It keeps as many as are to be shown, and up to want of those that are near
// enough to the best to be among them after a closer look.
func (q *search) collect(from uint32, sums []float32, want int) {
	show := min(want, q.query.limit())
	if from == 0 && len(q.query.Tags) == 0 && q.query.Lang == "" && q.live == len(q.docs) { // all may be shown: to know the best now spares work
		top := float32(0)
		for _, sum := range sums {
			if sum > top {
				top = sum
			}
		}
		q.top = top
	}
	least := q.least(show, want)
	for i, sum := range sums {
		if sum < least || sum == 0 {
			continue
		}
		c := rough{sum, from + uint32(i)}
		if !q.alive(c.doc) || !q.query.matches(&q.docs[c.doc].entry) {
			continue
		}
		q.top = max(q.top, sum)
		if n := len(q.found); n < show || n < want && sum >= tuned.cut*q.top {
			q.found = append(q.found, c)
			q.rise(n)
		} else if q.worse(q.found[0], c) {
			q.found[0] = c
			q.sink(0)
		}
		least = q.least(show, want)
	}
	clear(sums)
}

// least is the sum below which nothing is kept.
func (q *search) least(show, want int) float32 {
	switch n := len(q.found); {
	case n < show:
		return 0
	case n < want:
		return min(q.found[0].score, tuned.cut*q.top)
	}
	return q.found[0].score
}

// worse orders documents by their score, and equals by their ids, whatever order they came in.
func (q *search) worse(a, b rough) bool {
	return a.score < b.score || a.score == b.score && q.docs[a.doc].entry.ID > q.docs[b.doc].entry.ID
}

// rise and sink keep found a heap with the worst on top.
func (q *search) rise(i int) {
	found := q.found
	for c := found[i]; i > 0; {
		parent := (i - 1) / 2
		if !q.worse(c, found[parent]) {
			return
		}
		found[i], found[parent] = found[parent], c
		i = parent
	}
}

func (q *search) sink(i int) {
	found := q.found
	c := found[i]
	for {
		child := 2*i + 1
		if child >= len(found) {
			return
		}
		if child+1 < len(found) && q.worse(found[child+1], found[child]) {
			child++
		}
		if !q.worse(found[child], c) {
			return
		}
		found[i], found[child] = found[child], c
		i = child
	}
}
