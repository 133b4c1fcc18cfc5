package search

import (
	"math"
	"math/bits"
	"slices"
)

// tuning are the weights of the ranking. They were fitted to the even-numbered questions of two public sets (XQuAD in Vietnamese, and Banking77 with
// ten phrasings and with one) by a softmax over the candidates, and checked on the odd-numbered ones.
type tuning struct {
	k1, b      float32 // of BM25: how soon more of the same word stops to matter, and how much length does
	firstPair  float32 // of a pair of words against the words alone, while looking for candidates
	pair       float32 // the same in the exact score
	exact      float32 // of the same marks
	gram       float32 // of three letters that words share, each as in BM25
	likelihood float32 // of the same, by how much likelier the document makes them than the whole index does
	phrasing   float32 // of each phrasing, by the square of how like the query it is
	topics     float32 // of what the phrasings are about, by the logarithm of how much likelier they make the topics of the query
	corrected  float32 // of a word that differs by a letter, against one that is as typed
	candidates int     // that get an exact score
	cut        float32 // but none with less than this share of the best at first sight, as long as there are enough
}

var tuned = tuning{k1: 1.2, b: .75, firstPair: 1, pair: 2, exact: 1, gram: .3, likelihood: .8, phrasing: 1.9, topics: 3, corrected: .8, candidates: 24, cut: .4}

// parts are what the score of a candidate is made of.
type parts struct {
	words, pairs, exact, letters, phrasings, topics float32
	// What the score leaves out, but confidence does not: the share of the query's words that are there.
	cover float32
}

func (p parts) score() float32 {
	return p.words + tuned.pair*p.pairs + tuned.exact*p.exact + p.letters + tuned.phrasing*p.phrasings + tuned.topics*p.topics
}

func saturation(count, length, mean float32) float32 {
	return count * (tuned.k1 + 1) / (count + tuned.k1*(1-tuned.b+tuned.b*length/mean))
}

// candidate is a document with its score.
type candidate struct {
	rough
	parts parts
}

// tally counts what a candidate and the query have in common. It is all zeros between candidates.
type tally struct {
	words, exacts, pairs []uint8
	grams                [maxGrams]uint8
	wordsSeen            uint64 // the words that are not zero
	gramsSeen            [maxGrams / 64]uint64
}

// begin makes room for the words of a query.
func (t *tally) begin(q *search) {
	t.words, t.exacts, t.pairs = zeroed(t.words, len(q.terms)), zeroed(t.exacts, len(q.exacts)), zeroed(t.pairs, len(q.pairs))
}

func zeroed(b []uint8, n int) []uint8 {
	b = slices.Grow(b[:0], n)[:n]
	clear(b)
	return b
}

// count adds one, up to what a byte holds.
func count(n *uint8) {
	if *n < 255 {
		*n++
	}
}

// weigh gives the best of what was found their exact scores, and puts the best of them first.
func (q *search) weigh(limit int) {
	slices.SortFunc(q.found, func(a, b rough) int {
		if q.worse(b, a) {
			return -1
		}
		return 1
	})
	n := min(len(q.found), limit)
	for n < len(q.found) && q.found[n].score >= tuned.cut*q.found[0].score {
		n++
	}
	mean := q.meanLength()
	q.tally.begin(q)
	q.best = q.best[:0]
	for _, r := range q.found[:n] {
		c := candidate{rough: r}
		d := q.docs[c.doc]
		c.parts.phrasings = q.countIn(d)
		q.sum(&c.parts, float32(d.length)/mean)
		c.parts.topics = q.likelyTopics(d)
		c.score = c.parts.score()
		q.best = append(q.best, c)
	}
	slices.SortFunc(q.best, func(a, b candidate) int {
		if q.worse(b.rough, a.rough) {
			return -1
		}
		return 1
	})
}

// countIn fills the tally from a document, and returns how like the query its phrasings and sentences are together: the sum of the squares of their Dice
// coefficients, by the rarity of words. What a word is worth that is not in the query is taken to be the mean of those that are.
func (q *search) countIn(d *doc) (alike float32) {
	perWord := q.mass / float32(max(1, len(q.terms)))
	var seen uint64 // words of the query in this phrasing
	var common float32
	others, last, ends := 0, -1, d.ends
	end := func() {
		if seen != 0 {
			dice := 2 * common / (q.mass + common + perWord*float32(others))
			alike += dice * dice
		}
		seen, common, others, last = 0, 0, 0, -1
	}
	for i, w := range d.words {
		if len(ends) > 0 && int(ends[0]) <= i {
			end()
			ends = ends[1:]
		}
		id, whole := w&^wholeBit, w&wholeBit != 0
		n := q.note(q.folds[id])
		if n == nil || n.term < 0 {
			if n != nil {
				q.countGrams(n)
			}
			if !whole {
				others, last = others+1, -1
			}
			continue
		}
		q.countGrams(n)
		t := &q.terms[n.term]
		count(&q.tally.words[n.term])
		q.tally.wordsSeen |= 1 << n.term
		for e := t.exacts; e >= 0; e = q.exacts[e].next {
			if q.exacts[e].id == id {
				count(&q.tally.exacts[e])
			}
		}
		if bit := uint64(1) << n.term; seen&bit == 0 {
			seen |= bit
			common += t.weight * t.idf
		} else if !whole {
			others++
		}
		if whole {
			continue
		}
		if last >= 0 && q.terms[last].follow>>n.term&1 == 1 {
			q.countPair(last, int(n.term))
		}
		last = int(n.term)
	}
	end()
	return alike * q.mass
}

func (q *search) countGrams(n *note) {
	for half, set := range n.grams {
		q.tally.gramsSeen[half] |= set
		for ; set != 0; set &= set - 1 {
			count(&q.tally.grams[half*64+bits.TrailingZeros64(set)])
		}
	}
}

func (q *search) countPair(a, b int) {
	for i := range q.pairs {
		if q.pairs[i].a == a && q.pairs[i].b == b {
			count(&q.tally.pairs[i])
		}
	}
}

// sum adds up what was counted in a document of this length, as a share of the mean, and makes the tally zero again.
func (q *search) sum(p *parts, length float32) {
	t := &q.tally
	k := tuned.k1 * (1 - tuned.b + tuned.b*length)
	var few [5]float32 // how far a few of a kind are from counting as much as many
	for n := range few {
		few[n] = float32(n) * (tuned.k1 + 1) / (float32(n) + k)
	}
	worth := func(n uint8) float32 {
		if int(n) < len(few) {
			return few[n]
		}
		return float32(n) * (tuned.k1 + 1) / (float32(n) + k)
	}
	for ; t.wordsSeen != 0; t.wordsSeen &= t.wordsSeen - 1 {
		i := bits.TrailingZeros64(t.wordsSeen)
		mass := q.terms[i].weight * q.terms[i].idf
		p.words += mass * worth(t.words[i])
		p.cover += mass / q.mass
		t.words[i] = 0
	}
	for i, n := range t.pairs {
		p.pairs += q.pairs[i].weight * q.pairs[i].idf * worth(n)
		t.pairs[i] = 0
	}
	for i, n := range t.exacts {
		p.exact += q.exacts[i].idf * worth(n)
		t.exacts[i] = 0
	}
	if !q.marked { // any marks are as good
		p.exact = p.words
	}
	for half := range t.gramsSeen {
		for ; t.gramsSeen[half] != 0; t.gramsSeen[half] &= t.gramsSeen[half] - 1 {
			i := half*64 + bits.TrailingZeros64(t.gramsSeen[half])
			g, n := &q.grams[i], t.grams[i]
			p.letters += tuned.gram*g.idf*worth(n) + tuned.likelihood*roughLn(1+float32(n)*g.rarity/length)
			t.grams[i] = 0
		}
	}
}

// roughLn is the natural logarithm of x to within a hundredth, which is all that a sum of many needs. x is at least 1.
func roughLn(x float32) float32 {
	const mantissa = 1<<23 - 1
	b := math.Float32bits(x)
	m := math.Float32frombits(b&mantissa | 127<<23) // 1 to 2
	return (float32(int(b>>23)-128) + m*(2-m/3) - 2./3) * math.Ln2
}
