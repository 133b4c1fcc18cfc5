package search

import (
	"math"
	"slices"
)

// search is one search under way, and the memory that the next one uses again.
type search struct {
	*Snapshot
	query    Query
	docsSeen uint32

	text   tokens
	heard  []heard
	terms  []term
	pairs  []pair
	exacts []exactTerm
	grams  []gramTerm
	asked  topicSet
	mass   float32 // rarity of all words of the query, also of those that no entry has
	typing bool    // the last word may be the beginning of one
	mended bool    // something was decoded or corrected
	marked bool    // the query has marks: those of an entry may be held against it
	vni    bool    // some word is typed in VNI keys beyond doubt

	marks []uint16 // by the id of a fold: 1 + its place in notes
	notes []note
	edits []byte

	lists []weighted
	sums  []float32
	found []rough // at first sight
	top   float32 // the best of them
	best  []candidate
	tally tally
}

// What one query may cost at most.
const (
	maxTerms = 64 // different words that are looked for; further ones are left out
	maxGrams = 128
	maxEdits = 8 // words that one misspelt word may stand for
)

// heard is one way to understand a word of the query.
type heard struct {
	token  int // place in text.all
	term   int
	way    way
	weight float32
}

type way uint8

const (
	typed     way = iota // as it is
	decoded              // from undecoded keys
	corrected            // by a letter
)

// term is a word to look for, whatever its marks.
type term struct {
	id     uint32
	weight float32
	idf    float32
	posts  []uint32
	exacts int    // the first of its exact terms, or -1
	follow uint64 // a bit for each term that follows it in the query, and in some entry
}

// pair is two words that follow each other in the query and in some entry.
type pair struct {
	a, b   int
	weight float32
	idf    float32
	posts  []uint32
}

// exactTerm is a word with the marks that were typed.
type exactTerm struct {
	id   uint32
	idf  float32
	next int
}

// gramTerm is three letters of the query's words.
type gramTerm struct {
	key    uint64
	idf    float32
	rarity float32 // how many times as often it would be if all documents had it
}

// note is what the query has to do with a word of the index.
type note struct {
	id    uint32
	term  int8 // -1: it only shares letters with the query
	grams [maxGrams / 64]uint64
}

// idf is how much a word says that df of n documents have.
func idf(n, df int) float32 { return float32(math.Log(1 + (float64(n-df)+.5)/(float64(df)+.5))) }

// begin prepares a search.
func (s *Snapshot) begin(query Query) *search {
	q := s.index.scratch.Get().(*search)
	q.Snapshot, q.query, q.docsSeen = s, query, uint32(len(s.docs))
	q.heard, q.terms, q.pairs, q.exacts, q.grams, q.notes = q.heard[:0], q.terms[:0], q.pairs[:0], q.exacts[:0], q.grams[:0], q.notes[:0]
	q.text.all, q.found, q.best = q.text.all[:0], q.found[:0], q.best[:0]
	q.asked = topicSet{}
	q.mass, q.mended, q.marked, q.typing, q.vni = 0, false, false, false, false
	if n := len(s.words); len(q.marks) < n {
		q.marks = make([]uint16, n+n/4)
	}
	return q
}

// end clears what the search marked and lets go of what it looked at.
func (q *search) end() {
	index := q.index
	for _, n := range q.notes {
		q.marks[n.id] = 0
	}
	q.Snapshot, q.query = nil, Query{}
	clear(q.lists)
	clear(q.terms)
	clear(q.pairs)
	index.scratch.Put(q)
}

// understand reads the text of the query and finds what its words stand for.
func (q *search) understand(text string) {
	if q.docsSeen == 0 { // what it has is still being filled
		return
	}
	q.text.read(text)
	all := q.text.all
	q.vni = slices.ContainsFunc(all, func(w token) bool { return !q.mayBeCode(w) && q.readsKeys(w) })
	for i := 0; i < len(all); i++ {
		w := all[i]
		if whole := wholeFrom(all, i); whole > i && q.hearKeys(whole) {
			i = whole
		} else if w.parts > 0 {
			if known := q.known(q.text.fold(w)); known != nil {
				q.addTerm(i, known, typed, 1)
			}
			q.begun(i)
		} else {
			q.hear(i)
		}
	}
	q.pairUp()
	q.asked = q.text.topics()
}

// wholeFrom is the place of the whole that the words from i on make, or i.
func wholeFrom(all []token, i int) int {
	for j := i + 1; j < len(all) && j <= i+maxParts; j++ {
		if all[j].parts > 0 {
			if all[j].parts == j-i {
				return j
			}
			return i
		}
	}
	return i
}

// known is the word of this fold, if live documents have it, or nil.
func (q *search) known(fold []byte) *word {
	w := q.lookup(fold)
	if w == nil || w.fold != w.id || w.docs.Load() <= 0 {
		return nil
	}
	return w
}

func (q *search) lookup(key []byte) *word {
	w := q.byKey.find(q.hash(key))
	if w == nil || int(w.id) >= len(q.words) { // it came with a later snapshot
		return nil
	}
	return w
}

// hear finds what a word stands for: itself; if no entry has it, the syllable that it is in undecoded keys; or else, unless it is a syllable that just
// happens not to be there, the words that differ from it by a letter. A word with digits stands for itself only.
func (q *search) hear(i int) {
	w := q.text.all[i]
	fold := q.text.fold(w)
	q.marked = q.marked || w.fold != w.exact
	if known := q.known(fold); known != nil {
		q.addExact(q.addTerm(i, known, typed, 1), q.text.exact(w))
		q.addGrams(w, fold)
		q.begun(i)
		return
	}
	if q.begun(i) {
		return
	}
	if w.digits {
		if !q.hearKeys(i) {
			q.mass += idf(q.live, 0)
		}
		return
	}
	syllable := isSyllable(string(fold))
	if !syllable {
		if decodeTelex(fold, &q.text.sp) {
			q.hearDecoded(i)
			return
		}
	}
	q.mass += idf(q.live, 0)
	q.addGrams(w, fold)
	if !syllable {
		q.correct(i, fold)
	}
}

// hearKeys decodes a word typed in VNI keys. What may be a code as well, such as the a5 of galaxy a5, stays as it is unless another word is in VNI keys.
func (q *search) hearKeys(i int) bool {
	w := q.text.all[i]
	if q.mayBeCode(w) && !q.vni || !q.readsKeys(w) {
		return false
	}
	q.hearDecoded(i)
	return true
}

// mayBeCode reports whether a word with a digit is no longer than a letter and the digit.
func (q *search) mayBeCode(w token) bool { return len(q.text.fold(w)) <= 2 }

// readsKeys decodes a word as VNI keys, unless it is a code that some entry has, and reports whether that makes a syllable.
func (q *search) readsKeys(w token) bool {
	fold := q.text.fold(w)
	return w.digits && q.known(fold) == nil && decodeVNI(fold, &q.text.sp)
}

// hearDecoded puts the syllable that was decoded in the place of a word.
func (q *search) hearDecoded(i int) {
	q.marked = true
	w := &q.text.all[i]
	w.exact, w.fold = q.text.keep(q.text.sp.exact), q.text.keep(q.text.sp.fold)
	w.parts, w.digits = 0, false
	if known := q.known(q.text.fold(*w)); known != nil {
		q.mended = true
		q.addExact(q.addTerm(i, known, decoded, 1), q.text.exact(*w))
	} else {
		q.mass += idf(q.live, 0)
	}
	q.addGrams(*w, q.text.fold(*w))
}

// addTerm adds a word to look for and returns its place, or -1 if there are too many.
func (q *search) addTerm(i int, w *word, how way, weight float32) int {
	at := -1
	if n := q.note(w.id); n != nil {
		at = int(n.term)
	}
	if at < 0 {
		if len(q.terms) == maxTerms {
			return -1
		}
		posts, docs := w.posts.Load().visible(q.docsSeen)
		at = len(q.terms)
		q.terms = append(q.terms, term{id: w.id, weight: weight, idf: idf(q.live, docs), posts: posts, exacts: -1})
		if weight == 1 {
			q.mass += q.terms[at].idf
		}
		n := q.addNote(w.id)
		if n == nil {
			q.terms = q.terms[:at]
			return -1
		}
		n.term = int8(at)
	}
	q.heard = append(q.heard, heard{i, at, how, weight})
	return at
}

func (q *search) addExact(at int, exact []byte) {
	if at < 0 {
		return
	}
	w := q.lookup(exact)
	if w == nil || w.exact.Load() <= 0 {
		return
	}
	for j := q.terms[at].exacts; j >= 0; j = q.exacts[j].next {
		if q.exacts[j].id == w.id {
			return
		}
	}
	q.exacts = append(q.exacts, exactTerm{w.id, idf(q.live, int(w.exact.Load())), q.terms[at].exacts})
	q.terms[at].exacts = len(q.exacts) - 1
}

// note is what the query has to do with a fold, or nil.
func (q *search) note(fold uint32) *note {
	if m := q.marks[fold]; m != 0 {
		return &q.notes[m-1]
	}
	return nil
}

// addNote is note, which is new if need be; nil if there are too many.
func (q *search) addNote(fold uint32) *note {
	if q.marks[fold] == 0 {
		if len(q.notes) == math.MaxUint16 {
			return nil
		}
		q.notes = append(q.notes, note{id: fold, term: -1})
		q.marks[fold] = uint16(len(q.notes))
	}
	return &q.notes[q.marks[fold]-1]
}

// addGrams notes the words of the index that share three letters with a word of the query. How many documents have three letters is reckoned from how
// many have each word with them, as if words kept apart by chance.
func (q *search) addGrams(w token, fold []byte) {
	if w.digits {
		return
	}
	for gram := range gramsOf(fold) {
		place := len(q.grams)
		if place == maxGrams || slices.ContainsFunc(q.grams, func(t gramTerm) bool { return t.key == gram }) {
			continue
		}
		l := q.Snapshot.grams.find(gram)
		if l == nil {
			continue
		}
		docs := 0
		for _, id := range l.posts {
			if int(id) >= len(q.words) {
				break
			}
			if n := int(q.words[id].docs.Load()); n > 0 {
				docs += n
				if note := q.addNote(id); note != nil {
					note.grams[place/64] |= 1 << (place % 64)
				}
			}
		}
		if docs > 0 {
			x := float32(docs) / float32(q.live)
			any := float32(q.live) * (1 - 1/(1+x+x*x/2+x*x*x/6)) // about 1 - exp(-x)
			rarity := (float32(q.live) + 1) / (any + .5)
			q.grams = append(q.grams, gramTerm{gram, roughLn(max(1, rarity)), rarity})
		}
	}
}

// correct adds the words that differ from this one by a letter.
func (q *search) correct(i int, fold []byte) {
	const least, most = 3, 20 // letters
	if len(fold) < least || len(fold) > most {
		return
	}
	found := 0
	for edit := range edits(fold, &q.edits) {
		if w := q.known(edit); w != nil && !w.digits {
			q.addTerm(i, w, corrected, tuned.corrected)
			q.mended = true
			if found++; found == maxEdits {
				return
			}
		}
	}
}

// pairUp finds the words that follow each other in the query and in some entry.
func (q *search) pairUp() {
	for i, j := 0, 0; i < len(q.heard); i = j {
		for j = i; j < len(q.heard) && q.heard[j].token == q.heard[i].token; j++ {
		}
		if q.text.all[q.heard[i].token].parts > 0 {
			continue
		}
		before := q.wordBefore(q.heard[i].token)
		for k := i - 1; k >= 0 && q.heard[k].token >= before; k-- {
			if q.heard[k].token == before {
				for _, b := range q.heard[i:j] {
					q.addPair(q.heard[k], b)
				}
			}
		}
	}
}

// wordBefore is the place of the last word before a token: the wholes between are passed over, and so are the parts that a decoded token replaces.
func (q *search) wordBefore(i int) int {
	start := q.text.all[i].start
	for i--; i >= 0; i-- {
		if w := q.text.all[i]; w.parts == 0 && w.end <= start {
			return i
		}
	}
	return -1
}

func (q *search) addPair(a, b heard) {
	bit := uint64(1) << b.term
	if q.terms[a.term].follow&bit != 0 {
		return
	}
	posts, docs := q.Snapshot.pairs.find(pairKey(q.terms[a.term].id, q.terms[b.term].id)).visible(q.docsSeen)
	if docs > 0 {
		q.terms[a.term].follow |= bit
		q.pairs = append(q.pairs, pair{a.term, b.term, a.weight * b.weight, idf(q.live, docs), posts})
	}
}
