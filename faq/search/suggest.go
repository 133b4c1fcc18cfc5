package search

import "slices"

// maxBegun is how many words a word that is still being typed may become.
const maxBegun = 8

// Suggest finds the entries that a text which is still being typed may be asking for: its last word may be the beginning of one, with or without marks.
// Show the first of [Entry.Phrasings]. Text without a word suggests nothing. It refuses what Search does.
func (x *Index) Suggest(query Query) ([]Hit, error) { return x.Snapshot().Suggest(query) }

// Suggest is [Index.Suggest] on a snapshot.
func (s *Snapshot) Suggest(query Query) ([]Hit, error) {
	if err := query.problems().Err(); err != nil {
		return nil, err
	}
	q := s.begin(query)
	defer q.end()
	q.typing = true
	q.understand(query.Text)
	q.retrieve(max(query.limit(), tuned.candidates))
	q.weigh(query.limit())
	return q.hits(), nil
}

// begun adds the words that the last word of the query may become, and reports whether there are any.
func (q *search) begun(i int) bool {
	w := q.text.all[i]
	if !q.typing || i != len(q.text.all)-1 || w.end != len(q.query.Text) {
		return false
	}
	fold := q.text.fold(w)
	found := q.wordsFrom(fold)
	if found == nil && !w.digits && decodeTelex(fold, &q.text.sp) {
		found = q.wordsFrom(q.text.sp.fold)
	}
	if found == nil {
		return false
	}
	q.mass += idf(q.live, int(found[0].docs.Load()))
	for _, f := range found {
		q.addTerm(i, f, typed, tuned.corrected)
	}
	return true
}

// wordsFrom are the commonest words that begin like this, but for the word itself.
func (q *search) wordsFrom(fold []byte) []*word {
	var key uint64
	for k := range beginnings(fold) { // the last is the longest
		key = k
	}
	l := q.Snapshot.grams.find(key)
	if l == nil {
		return nil
	}
	var found []*word
	for _, id := range l.posts {
		if int(id) >= len(q.words) {
			break
		}
		w := q.words[id]
		if w.docs.Load() > 0 && w.begins(fold) {
			found = append(found, w)
		}
	}
	slices.SortFunc(found, func(a, b *word) int {
		if d := int(b.docs.Load() - a.docs.Load()); d != 0 {
			return d
		}
		return int(a.id) - int(b.id)
	})
	return found[:min(len(found), maxBegun)]
}

// begins reports whether the key of a fold begins like this and is longer.
func (w *word) begins(fold []byte) bool {
	return len(w.key) > len(fold) && w.key[:len(fold)] == string(fold)
}
