package search

import "unicode/utf8"

// Excerpt is the part of a text that has most to do with a query.
type Excerpt struct {
	// From and To are where it stands in the text, in bytes, on the bounds of words (or of the text).
	From, To int
	// Marks are the words of the query in it, in order, as places in the whole text.
	Marks []Mark
}

// Mark is the place of a word in a text, in bytes.
type Mark struct{ From, To int }

// Text is the excerpt itself, out of the text it was made from.
func (e Excerpt) Text(of string) string { return of[e.From:e.To] }

// Excerpt finds the part of a text, of at most so many bytes, in which the rarest words of a query stand, and the words to be marked there. A word is one
// of the query's whatever its marks. Without a word of the query it is the beginning of the text; where a single word is longer, it is empty. A query
// that is too long marks nothing.
func (s *Snapshot) Excerpt(text, query string, length int) Excerpt {
	if length <= 0 {
		return Excerpt{}
	}
	q := s.begin(Query{Text: query})
	defer q.end()
	if len(query) <= 4*MaxQuery {
		q.understand(query)
	}
	var words tokens
	words.read(text)
	found := make([]int, len(words.all)) // 1 + the term that each word is, or 0
	for i, w := range words.all {
		if known := q.known(words.fold(w)); known != nil {
			if n := q.note(known.id); n != nil && n.term >= 0 {
				found[i] = 1 + int(n.term)
			}
		}
	}
	from, to := q.bestWindow(words.all, found, length)
	e := Excerpt{}
	if from < to {
		e.From, e.To = words.all[from].start, words.all[to-1].end
	}
	if from == 0 {
		e.From = 0
	}
	if to == len(words.all) && len(text)-e.From <= length {
		e.To = len(text)
	}
	if e.To-e.From > length { // what stands before the first word is too long
		e.From, e.To = 0, cutAt(text, length)
	}
	for i, w := range words.all {
		if found[i] > 0 && w.start >= e.From && w.end <= e.To && (e.Marks == nil || e.Marks[len(e.Marks)-1].To <= w.start) {
			e.Marks = append(e.Marks, Mark{w.start, w.end})
		}
	}
	return e
}

// bestWindow finds the run of words, of at most so many bytes, that has most of the query; of equals the first.
func (q *search) bestWindow(words []token, found []int, length int) (from, to int) {
	best := float32(-1)
	counts := make([]int, len(q.terms)+1)
	var sum float32
	for i, j := 0, 0; i < len(words); i++ {
		for ; j < len(words) && words[j].end-words[i].start <= length; j++ {
			if t := found[j]; t > 0 {
				if counts[t]++; counts[t] == 1 {
					sum += q.terms[t-1].idf
				}
			}
		}
		if sum > best && j > i {
			best, from, to = sum, i, j
		}
		if t := found[i]; t > 0 && j > i {
			if counts[t]--; counts[t] == 0 {
				sum -= q.terms[t-1].idf
			}
		}
		j = max(j, i+1)
	}
	return from, to
}

// cutAt is the last bound of a character at or before n bytes.
func cutAt(text string, n int) int {
	if n >= len(text) {
		return len(text)
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}
