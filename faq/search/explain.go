package search

import (
	"math"
	"strings"

	"github.com/chamsoc/chamsoc/care"
)

// Explanation says how a query was understood and what an entry's score is made of.
type Explanation struct {
	Score float64
	// Understood are the words of the query that were not taken as typed: decoded, corrected, or in no entry.
	Understood care.Reasons
	// Reasons are the parts of the score, with points that are hundredths of it; rounding may leave their sum a few points off.
	Reasons care.Reasons
}

// Explain says why the entry with this id ranks where it does for a query, and false if there is no such entry. Filters and the limit of the query do
// not matter. A query that is too long is refused as Search does.
func (x *Index) Explain(query Query, id string) (Explanation, bool, error) {
	if err := query.problems().Err(); err != nil {
		return Explanation{}, false, err
	}
	x.mu.Lock()
	number, ok := x.numbers[id]
	s := x.current.Load()
	x.mu.Unlock()
	if !ok {
		return Explanation{}, false, nil
	}
	return s.explain(query, number), true, nil
}

func (s *Snapshot) explain(query Query, number uint32) (e Explanation) {
	q := s.begin(query)
	defer q.end()
	q.understand(query.Text)
	q.tally.begin(q)
	d := s.docs[number]
	var p parts
	p.phrasings = q.countIn(d)
	words, pairs := append([]uint8(nil), q.tally.words...), append([]uint8(nil), q.tally.pairs...)
	length := float32(d.length) / s.meanLength()
	q.sum(&p, length)
	if p.score() > 0 { // else nothing finds it, whatever it is about
		p.topics = q.likelyTopics(d)
	}
	e.Score = float64(p.score())
	e.Understood = q.understood()
	add := func(code *care.Code, score float32, facts ...care.Fact) {
		if n := int(math.Round(100 * float64(score))); n != 0 {
			e.Reasons = append(e.Reasons, code.With(append(facts, care.NewFact("points", n))...))
		}
	}
	mean := s.meanLength()
	for i, n := range words {
		t := q.terms[i]
		if n > 0 {
			add(CodeWord, t.weight*t.idf*saturation(float32(n), float32(d.length), mean), care.NewFact("text", q.writtenTerm(i)))
		}
	}
	for i, n := range pairs {
		t := q.pairs[i]
		if n > 0 {
			text := q.writtenTerm(t.a) + " " + q.writtenTerm(t.b)
			add(CodePair, tuned.pair*t.weight*t.idf*saturation(float32(n), float32(d.length), mean), care.NewFact("text", text))
		}
	}
	add(CodeMarks, tuned.exact*p.exact)
	add(CodeLetters, p.letters)
	add(CodePhrasing, tuned.phrasing*p.phrasings)
	if p.topics < 0 {
		add(CodeOtherTopics, tuned.topics*p.topics)
	} else {
		add(CodeTopics, tuned.topics*p.topics)
	}
	if e.Reasons == nil {
		e.Reasons = care.Reasons{CodeAbsent.With()}
	}
	return e
}

// understood gives a reason for each word of the query that was not taken as typed.
func (q *search) understood() (reasons care.Reasons) {
	for i, w := range q.text.all {
		text := care.NewFact("typed", q.query.Text[w.start:w.end])
		var taken []string
		way, heard := typed, false
		for _, h := range q.heard {
			if h.token == i {
				heard, way = true, h.way
				if h.way == corrected {
					taken = append(taken, q.written(q.terms[h.term].id))
				}
			}
		}
		switch {
		case !heard && w.parts == 0 && !q.partOfWhole(i):
			reasons = append(reasons, CodeUnheard.With(text))
		case way == decoded:
			reasons = append(reasons, CodeDecoded.With(text, care.NewFact("taken", q.instead(i))))
		case way == corrected:
			reasons = append(reasons, CodeCorrected.With(text, care.NewFact("taken", taken)))
		}
	}
	return reasons
}

// partOfWhole reports whether a word is part of a code that was found, or of keys that were decoded.
func (q *search) partOfWhole(i int) bool {
	for _, h := range q.heard {
		if w := q.text.all[h.token]; h.token > i && w.start <= q.text.all[i].start && w.end >= q.text.all[i].end {
			return true
		}
	}
	return false
}

// Text is the whole explanation in one language, a sentence a line.
func (e Explanation) Text(lang care.Lang) string {
	var lines []string
	for _, r := range append(e.Understood[:len(e.Understood):len(e.Understood)], e.Reasons...) {
		lines = append(lines, r.Text(lang))
	}
	return strings.Join(lines, "\n")
}
