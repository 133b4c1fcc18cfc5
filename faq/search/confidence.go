package search

import (
	"math"
	"math/bits"
)

// leastConfidence keeps nine of ten questions that have an answer on Banking77 with half of its entries taken out, and more on XQuAD. No threshold tells
// the two apart well: of the questions without an answer it finds half on Banking77, where entries overlap, and six of ten on XQuAD.
const leastConfidence = .27

// evidence is what confidence goes by.
type evidence struct {
	cover float64 // the share of the question's words that the best entry has, by what they say
	lead  float64 // how far the fifth entry is behind the best, as a share of the best's score
	gap   float64 // the same in score
	pairs float64 // the best entry's score for pairs of words, by all that the words say
	topicEvidence
	alike float64 // how much likelier the topics of the question are by that of the five best entries which makes them the likeliest
}

// topicEvidence is what the topics of the question say of the best entry. It is all zero for a question without any.
type topicEvidence struct {
	shared  float64 // how many of them some phrasing of the entry names
	missing float64 // what those say that few phrasings name, or none: the most of them
	silent  float64 // how likely it is that the question is silent about the entry's other topics, as a logarithm, against all entries
}

// confidence reckons how likely it is that the best entry answers the question. The weights are those of a logistic regression on the even-numbered
// questions of Banking77, with ten phrasings and with five, and of XQuAD, with half of their entries taken out.
func (q *search) confidence() float64 {
	if len(q.best) == 0 || q.mass <= 0 {
		return 0
	}
	e := q.evidence()
	z := 3.2*e.cover*e.lead + .01*e.gap + .63*e.pairs + .31*e.shared - .285*e.missing + .37*e.silent + .1*e.alike - 1.8
	return 1 / (1 + math.Exp(-z))
}

func (q *search) evidence() (e evidence) {
	best, fifth := q.best[0], float32(0)
	if len(q.best) > 4 {
		fifth = q.best[4].score
	}
	e.cover, e.pairs = float64(best.parts.cover), float64(best.parts.pairs/(q.mass+1))
	e.gap = float64(best.score - fifth)
	if best.score > 0 {
		e.lead = min(1, e.gap/float64(best.score))
	}
	e.alike = float64(best.parts.topics)
	for _, c := range q.best[:min(5, len(q.best))] {
		e.alike = max(e.alike, float64(c.parts.topics))
	}
	e.topicEvidence = q.topicEvidence(q.docs[best.doc])
	return e
}

func (q *search) topicEvidence(d *doc) (e topicEvidence) {
	if q.asked.empty() {
		return e
	}
	sure, left := sureOf(d), q.asked
	missing := func(c *commonTopic, share uint8) float64 {
		return max(0, float64(c.rarity)) * (1 - math.Sqrt(float64(c.shared(share, sure))))
	}
	for _, t := range d.topics {
		c := &q.topics[t.topic]
		if left.has(t.topic) {
			left.remove(t.topic)
			e.shared++
			e.missing = max(e.missing, missing(c, t.share))
		} else {
			e.silent += float64(logSilent[c.class(t.share, sure)] - c.silent)
		}
	}
	for half, set := range left {
		for ; set != 0; set &= set - 1 {
			e.missing = max(e.missing, missing(&q.topics[half*64+bits.TrailingZeros64(set)], 0))
		}
	}
	return e
}
